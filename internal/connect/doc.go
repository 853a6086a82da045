// Package connect turns an account into an authorized client of WeChat: it
// opens the account's secrets, shares one access token among all nodes, counts
// every call against the account's quota, and puts WeChat's refusals into
// words for operators.
//
// It is the only place where a wechat.Client is made. So every call carries
// the shared token, spends the budget, and is refused when its context comes
// from inside a transaction.
//
// Beside it stands the client for addresses that are not WeChat's but somebody's
// choice, which does not let anyone look around in the network.
//
// No AppSecret and no token appears in an error or a log line of this
// package.
package connect
