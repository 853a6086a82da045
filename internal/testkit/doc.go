// Package testkit is what tests of the console share: a clock that is moved,
// stores on both databases, a console over a sandbox.
package testkit
