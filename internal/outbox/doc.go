// Package outbox is all that leaves in the background: customer-service
// messages, tags given and taken in batches, QR codes made anew before they
// end. It also forgets old events and messages.
//
// A customer-service message has no key by which WeChat would know a
// repetition. So it is a row before it is a call: planned, then committed as
// sending, then sent, unsent or unknown. What was cut while it was being sent,
// by a time-out, a broken answer or a crash, is unknown: shown, and never sent
// again. Only WeChat's refusal for now, and what never left this machine, is
// tried again, inside the window. Nothing is sent late, and nothing is dropped
// without a row that says why.
//
// To one contact one message goes out at a time, in the order planned: whoever
// sends holds the contact's row while it looks and claims, and leaves where
// another is at it; the other looks again after each.
package outbox
