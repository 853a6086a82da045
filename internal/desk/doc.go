// Package desk is everything an operator, a script or the command line can do
// with the console, one method each: noun and verb, d.Notes.Write.
//
// Every method takes the actor who asks, checks the actor's role, does it,
// and writes what was changed into the audit in the same transaction. Errors
// are [tuwen.Error] or wrap a cause that only the log may see. An account
// that is not connected is [tuwen.NotFound] everywhere.
//
// The package knows no HTTP, and it never makes a call to WeChat inside a
// transaction: it asks connect and mirror.
package desk
