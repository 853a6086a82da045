package callback

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"
)

// A Push is a message or an event that WeChat pushed. A field that WeChat did
// not send, or sent unreadable, is zero where nothing else is said; Fields has
// what was sent. No push is refused for what it lacks.
type Push struct {
	// ToUserName is the account's original id, "gh_…", not its AppID.
	ToUserName string
	// FromUserName is the follower's OpenID. With the results of jobs it is
	// nobody's: an id of WeChat's own.
	FromUserName string
	// CreateTime is when it happened, to the second, in UTC.
	CreateTime time.Time
	// MsgType is "event" for events, else the kind of message.
	MsgType string
	// Event is the kind of event, as it came: WeChat's spellings of one event
	// differ in case.
	Event string
	// MsgID is WeChat's id of a message, a number of 64 bits. Events have none;
	// the MsgID of some names something else.
	MsgID string
	// MsgDataID and Idx, counted from 1, name the article from which a follower
	// wrote; empty and 0 where it was not from an article.
	MsgDataID string
	Idx       int
	// Payload is what it says, as one of this package's messages and events,
	// by value, never nil.
	Payload Payload
	// Fields is all that was sent.
	Fields Fields
	// Raw is the message, decrypted, byte for byte. Unlike everything else it
	// may hold NUL and what is not UTF-8.
	Raw []byte
}

// A Payload is what a push says: a message (TextMessage …), an event
// (SubscribeEvent …), or an UnknownPayload.
type Payload interface{ payload() }

// An UnknownPayload is a message or an event of a kind that this package does
// not know. Push.MsgType, Push.Event and Push.Fields say what it is.
type UnknownPayload struct{}

func (UnknownPayload) payload() {}

func newPush(f Fields, raw []byte) Push {
	p := Push{
		ToUserName:   f.word("ToUserName"),
		FromUserName: f.word("FromUserName"),
		CreateTime:   f.time("CreateTime"),
		MsgType:      f.word("MsgType"),
		Event:        f.word("Event"),
		MsgDataID:    f.word("MsgDataId"),
		Idx:          f.count("Idx", 0),
		Payload:      UnknownPayload{},
		Fields:       f,
		Raw:          raw,
	}
	if p.IsEvent() {
		if read := events[strings.ToLower(p.Event)]; read != nil {
			p.Payload = read(f)
		}
		return p
	}
	if id := f.word("MsgId"); id != "0" {
		p.MsgID = id
	}
	if read := messages[p.MsgType]; read != nil {
		p.Payload = read(f)
	}
	return p
}

// IsEvent reports whether the push is an event rather than a message that a
// follower wrote.
func (p Push) IsEvent() bool { return p.MsgType == "event" }

// DedupeKey returns what all repeats of an opened push have in common and, as
// far as can be told, no other push to the same account has: at most 40
// characters of ASCII, from which nobody's OpenID can be read.
//
// For a message that is its MsgId. For an event WeChat names FromUserName and
// CreateTime, which two events of one second share, so the key is made of these
// with ToUserName, MsgType, Event and EventKey, and of the id that a job's
// result carries (MsgID, publish_id). An event that is not known, and a message
// without an id, are told apart by all their fields.
// https://developers.weixin.qq.com/doc/service/en/guide/product/message/Passive_user_reply_message.html
func (p Push) DedupeKey() string {
	if isID(p.MsgID) {
		return "msg:" + p.MsgID
	}
	h := sha256.New()
	f := p.Fields
	for _, part := range []string{
		p.ToUserName, p.FromUserName, f.word("CreateTime"), p.MsgType, p.Event, f.Text("EventKey"), p.MsgID,
		f.word("MsgID"), f.In("PublishEventInfo").word("publish_id"),
	} {
		write(h, part)
	}
	if _, unknown := p.Payload.(UnknownPayload); unknown || !p.IsEvent() {
		writeFields(h, f)
	}
	return "sum:" + hex.EncodeToString(h.Sum(nil)[:16])
}

// isID reports whether s is a number of 64 bits by its length and characters.
func isID(s string) bool {
	return s != "" && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// write puts the length first, so that no two lists of parts are the same
// bytes.
func write(h io.Writer, part string) {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(part)))
	_, _ = h.Write(length[:]) // a hash never fails
	_, _ = io.WriteString(h, part)
}

func writeFields(h io.Writer, f Fields) {
	write(h, strconv.Itoa(len(f)))
	for _, field := range f {
		write(h, field.Name)
		write(h, field.Value)
		writeFields(h, field.Fields)
	}
}
