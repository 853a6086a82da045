// Package web is the console's face to the network: the HTTP API, sessions,
// the built UI, previews, pictures and WeChat's URL verification.
//
// A handler of the API is one call of package desk between an input and an
// output; roles and rules live there, statuses and headers here. The Go types
// are the contract: [OpenAPI] writes api/openapi.yaml from them.
//
// What keeps a stranger out, in the order a request meets it: bodies are
// bounded; a request from another site's page that would change something is
// refused (Go's CrossOriginProtection; a bearer token is not sent by a
// browser and is exempt); the session cookie or the token names the actor; a
// session of an older epoch than its operator's is none; desk checks the role.
package web
