// Package inbox takes what WeChat pushes, from the request to the reply.
//
// A push is verified, decrypted and parsed; its repeats are dropped; one
// transaction keeps it, what it changes about the contact, what it counts,
// what is to be sent later and what it is answered; then it is answered. Many
// pushes share a transaction: those that come in while one is committed are
// the next.
//
// # What is promised
//
// Nothing is answered before the commit. What is not committed within four
// seconds is not answered at all: the connection is closed, and WeChat pushes
// again. "success" would lose the push, and an error page would tell the
// follower that the account is out of service. A commit that WeChat did not
// wait for keeps its reply for the repeat.
//
// A repeat changes nothing and gets the reply of the first, on whichever node
// it arrives. One push that the database refuses does not hurt those beside it.
//
// What is changed about an account, its rules, conversations, codes or
// materials counts for the next push on every node: each transaction reads the
// version of what it decides by.
//
// No call is made on the way. What cannot be answered passively becomes rows
// and a job in the same transaction.
package inbox
