// Package callback speaks the protocol of what WeChat pushes to an account's
// server. It answers WeChat and never calls it.
//
// # The protocol
//
// A follower writes, taps, scans, follows; WeChat posts that as a push to the
// address in the account's settings and shows the follower what the HTTP
// response says, the one passive reply. Without a response within 5 seconds it
// posts the same push again, three times more at the most, and then tells the
// follower that the account is out of service. What it says when the response
// is anything but a reply, "success" or nothing is the same.
//
// In plain mode a push is readable, and its signature covers no byte of it:
// whoever saw one address can post what he likes for as long as the timestamp
// is fresh. In safe mode the push is encrypted with the EncodingAESKey, and
// msg_signature covers the whole. Compatible mode sends both; the readable
// part is as worthless as in plain mode and is not looked at.
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
//
// # Use
//
//	e, err := callback.New(callback.Config{
//		AppID: "wx0123456789abcdef", Token: token,
//		EncodingAESKey: key, Mode: callback.Safe,
//	})
//	...
//	push, err := e.Open(r.URL.Query(), body, time.Now())
//	switch m := push.Payload.(type) {
//	case callback.TextMessage:
//		...
//	case callback.ScanEvent:
//		...
//	}
//	reply, err := callback.Encode(push, callback.TextReply{Content: "欢迎"}, time.Now())
//	body, err = e.SealReply(reply, r.URL.Query().Get("nonce"), time.Now())
//
// [Endpoint.VerifyAddress] answers the GET that WeChat sends when the settings
// are saved. [Push.DedupeKey] tells repeats from different pushes; a repeat
// must be given the reply of the first. [Endpoint.Seal] and
// [Endpoint.OpenReply] play WeChat's part, for a simulator of it.
//
// # What is promised
//
// The account's mode decides how a push is opened, never the request. Nothing
// is decrypted before its signature held, nothing is parsed in plain mode
// before that, and in the other modes only the envelope. Signatures are
// compared in constant time. What is refused is an [*Error] whose [Reason] may
// label a metric.
//
// A message or event that this package does not know is no error: it is an
// [UnknownPayload], and every push keeps all its [Fields].
//
// Every text in a Push is valid UTF-8 that XML and a database can hold: a raw
// control character, NUL among them, is read as a space, a byte that is not
// UTF-8 as U+FFFD. Only [Push.Raw] is what was sent, whatever it is. In XML a
// reference to such a character (as in "&#0;") makes the push malformed; WeChat
// writes texts in CDATA sections, which know no references.
//
// There are no document types and so no entities but XML's own five; a body
// has at most [MaxBody] bytes, 16 levels, 4096 elements, and tags of a kilobyte.
//
// Everything here is safe for concurrent use.
package callback
