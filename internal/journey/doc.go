// Package journey moves contacts through journeys by the clock: those whose
// wait is over, those whom a schedule takes in, and those who are taken out of
// what was stopped.
//
// # What is promised
//
// A step is done once. Who is due is claimed, moved by the pure [tuwen.Next],
// and written with all that follows from it (messages to be sent, tags,
// webhooks, counts) in one transaction: a crash leaves all of it or nothing,
// and what was claimed is free at once. On PostgreSQL several nodes claim side
// by side; one that stands still in the middle of a batch loses it after
// [Lease].
//
// Nothing is sent here. What is to be sent is a planned message inside its
// window, or an unsent one with the reason; package outbox sends, a job for
// every hundred. So a message is sent at most once, as those of pushes are.
//
// Whoever was due first is moved first, journey by journey.
package journey
