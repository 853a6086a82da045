package store

// Copied are the tables that a move takes along.
var Copied = copied

// LogPages is how long the log may get.
const LogPages = logPages
