// Package sandbox is a WeChat platform for one machine: the interfaces of
// api.weixin.qq.com that tuwen uses, the picture host, the article pages and a
// console page to play the platform's part.
//
// It is written from WeChat's documentation and from reports of real accounts,
// never from tuwen's own client, so that the two can disagree. What it does is
// what the platform does, oddities included: two isolated token pools, texts
// with a rid, slashes escaped as PHP escapes them, lists that move while they
// are paged, pictures that refuse a foreign Referer. Where the platform's
// behavior is not known, docs/sandbox.md says what was assumed.
//
// Make one with [New], put an account into it with [Sandbox.AddAccount], fill
// it with [Sandbox.Seed], and serve it: a Sandbox is an http.Handler. Tests
// reach behind the platform with [Sandbox.Account].
//
// A sandbox must never be reachable by strangers: its console asks for no
// password, and its secrets are made up.
package sandbox
