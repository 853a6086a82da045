// Package tuwen holds the nouns of the console and the rules about them.
//
// A noun is a plain struct whose JSON form is the body of the HTTP API:
// [Account], [Material], [Article], [SyncRun], [Quota], [Operator]. A rule is
// a pure function of nouns and of the time it is given: which article may be
// used where ([Use]), which Beijing day a call is counted on ([BeijingDay]),
// what a role may do ([Role]), how a sweep over a moving list goes on
// ([Sweep]).
//
// Nothing here reads a clock, a file, a database or the network, and nothing
// here may start to: every package above relies on calling it anywhere, also
// inside a transaction.
package tuwen
