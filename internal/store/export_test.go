package store

// Copied are the tables that a move takes along.
var Copied = copied
