package store

// Copied are the tables that a move takes along.
var Copied = copied

// LogPages is how long the log may get.
const LogPages = logPages

// LogGrowth tells of one length of the log after the other whether it is about
// to get too long.
func LogGrowth() func(pages int) bool {
	var l logGrowth
	return l.near
}
