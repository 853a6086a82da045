package callback

import (
	"errors"
	"fmt"
)

// A Reason says why something was refused. It is a short word in snake case,
// fit to label a metric, and never holds anything of what was refused.
type Reason string

// The reasons, in the order in which they are checked.
const (
	ReasonTooLarge     Reason = "too_large"     // more than MaxBody bytes
	ReasonSignature    Reason = "bad_signature" // not signed with the account's message token
	ReasonStale        Reason = "stale"         // the timestamp is further from now than the window, or none
	ReasonNotEncrypted Reason = "not_encrypted" // readable only, to an account in compatible or safe mode
	ReasonEncrypted    Reason = "encrypted"     // encrypted only, to an account in plain mode
	ReasonCipher       Reason = "bad_cipher"    // not base64, or not whole blocks
	ReasonPadding      Reason = "bad_padding"   // the last byte is not 1 to 32: another key, as a rule
	ReasonLength       Reason = "bad_length"    // the message would be longer than what was decrypted
	ReasonAppID        Reason = "wrong_app_id"  // encrypted for another account
	ReasonMalformed    Reason = "malformed"     // neither XML nor a JSON object
	ReasonDocumentType Reason = "document_type" // XML with a <!DOCTYPE or <!ENTITY, as bombs have
	ReasonTooComplex   Reason = "too_complex"   // nested too deep, too many elements, or a huge tag
)

// Reasons returns every Reason, so that a counter of each can be there before
// the first refusal.
func Reasons() []Reason {
	return []Reason{
		ReasonTooLarge, ReasonSignature, ReasonStale, ReasonNotEncrypted, ReasonEncrypted, ReasonCipher,
		ReasonPadding, ReasonLength, ReasonAppID, ReasonMalformed, ReasonDocumentType, ReasonTooComplex,
	}
}

// An Error is the refusal of a push, of an address's verification, or of a
// sealed reply.
type Error struct {
	Reason Reason
	Err    error // the cause, free of secrets and of what people wrote; may be nil
}

var reasonTexts = map[Reason]string{
	ReasonTooLarge:     "the body is too large",
	ReasonSignature:    "the signature does not hold",
	ReasonStale:        "the timestamp is too far from now",
	ReasonNotEncrypted: "the body is not encrypted, as the account's mode demands",
	ReasonEncrypted:    "the body is encrypted, but the account's mode is plain",
	ReasonCipher:       "what should be decrypted is broken",
	ReasonPadding:      "the padding is broken, as with another EncodingAESKey",
	ReasonLength:       "the decrypted length is broken",
	ReasonAppID:        "encrypted for another AppID",
	ReasonMalformed:    "neither XML nor JSON",
	ReasonDocumentType: "XML with a document type",
	ReasonTooComplex:   "nested too deep, too many elements or a huge tag",
}

// Error says what is wrong, and the cause if there is one.
func (e *Error) Error() string {
	if e.Err == nil {
		return "callback: " + reasonTexts[e.Reason]
	}
	return fmt.Sprintf("callback: %s: %v", reasonTexts[e.Reason], e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ReasonOf returns the Reason of the Error that err holds, "" if it holds none.
func ReasonOf(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func refuse(reason Reason, err error) error { return &Error{Reason: reason, Err: err} }
