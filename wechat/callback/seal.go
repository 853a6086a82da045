package callback

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"
)

// SealReply returns the body that answers a push: a reply from [Encode],
// encrypted and signed in compatible and safe mode, as it is in plain mode.
// "success" and an empty body are never encrypted. The answer is XML also where
// the push was JSON: WeChat takes no other reply. nonce may be that of the
// push's query; empty, one is made. The error is that of reading random bytes.
//
// The same reply sealed twice is different bytes and the same reply.
func (e *Endpoint) SealReply(reply []byte, nonce string, now time.Time) ([]byte, error) {
	if e.config.Mode == Plain || silent(reply) {
		return reply, nil
	}
	if nonce == "" {
		var err error
		if nonce, err = e.nonce(); err != nil {
			return nil, err
		}
	}
	encrypted, err := e.encrypt(reply)
	if err != nil {
		return nil, err
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	nonce = writable(nonce) // as it will be read
	return Fields{
		{Name: "Encrypt", Value: encrypted},
		{Name: "MsgSignature", Value: Sign(e.config.Token, timestamp, nonce, encrypted)},
		{Name: "TimeStamp", Value: timestamp},
		{Name: "Nonce", Value: nonce},
	}.XML()
}

// silent reports whether a body answers that there is no reply.
func silent(body []byte) bool { return len(body) == 0 || string(body) == Success }

// nonce makes one as WeChat's are, a number.
func (e *Endpoint) nonce() (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(e.config.Random, b[:]); err != nil {
		return "", fmt.Errorf("callback: read random bytes: %w", err)
	}
	return strconv.FormatUint(uint64(binary.BigEndian.Uint32(b[:])), 10), nil
}

// OpenReply plays WeChat's part: it verifies and decrypts the body that answers
// a push, and returns the reply, which [Parse] reads. A body that is empty or
// "success" is returned as it is, and so, but in safe mode, is one that was not
// encrypted; whether it is a reply then has yet to be seen.
//
// The error is an [*Error]. The reply's timestamp is not looked at.
func (e *Endpoint) OpenReply(body []byte) ([]byte, error) {
	if e.config.Mode == Plain || silent(body) {
		return body, nil
	}
	sealed, err := Parse(body)
	if err != nil {
		return nil, err
	}
	encrypted := sealed.word("Encrypt")
	if encrypted == "" && e.config.Mode == Compatible {
		return body, nil
	}
	if encrypted == "" {
		return nil, refuse(ReasonNotEncrypted, nil)
	}
	timestamp, nonce := sealed.Text("TimeStamp"), sealed.Text("Nonce")
	if !verify(sealed.Text("MsgSignature"), e.config.Token, timestamp, nonce, encrypted) {
		return nil, refuse(ReasonSignature, nil)
	}
	return e.decrypt(encrypted)
}

// Seal plays WeChat's part: it returns the query and the body by which WeChat
// would push a message, XML as [Fields.XML] writes it or JSON, in the account's
// mode. In plain mode the body is the message; in safe mode it is encrypted
// whole, whatever it is; in compatible mode the encrypted form is added to the
// message, which must end as XML or JSON do. nonce may be empty; one is made.
func (e *Endpoint) Seal(message []byte, nonce string, now time.Time) (query url.Values, body []byte, err error) {
	if nonce == "" {
		if nonce, err = e.nonce(); err != nil {
			return nil, nil, err
		}
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	query = url.Values{
		"signature": {Sign(e.config.Token, timestamp, nonce)},
		"timestamp": {timestamp},
		"nonce":     {nonce},
	}
	fields, _ := Parse(message) // a broken one names nobody
	if openID := fields.Text("FromUserName"); openID != "" {
		query.Set("openid", openID) // as in the page's sample
	}
	if e.config.Mode == Plain {
		return query, message, nil
	}
	encrypted, err := e.encrypt(message)
	if err != nil {
		return nil, nil, err
	}
	query.Set("encrypt_type", "aes")
	query.Set("msg_signature", Sign(e.config.Token, timestamp, nonce, encrypted))
	if e.config.Mode == Compatible {
		body, err = beside(message, encrypted)
	} else {
		body, err = envelope(message, fields.Text("ToUserName"), encrypted)
	}
	if err != nil {
		return nil, nil, err
	}
	return query, body, nil
}

// envelope is the body of safe mode, of the message's own kind.
func envelope(message []byte, to, encrypted string) ([]byte, error) {
	if bytes.HasPrefix(message, []byte("{")) {
		return json.Marshal(struct{ ToUserName, Encrypt string }{to, encrypted})
	}
	return Fields{{Name: "ToUserName", Value: to}, {Name: "Encrypt", Value: encrypted}}.XML()
}

// beside is the body of compatible mode: the message with one more field.
func beside(message []byte, encrypted string) ([]byte, error) {
	if head, ok := bytes.CutSuffix(message, []byte("</xml>")); ok {
		return fmt.Appendf(nil, "%s<Encrypt><![CDATA[%s]]></Encrypt></xml>", head, encrypted), nil
	}
	if head, ok := bytes.CutSuffix(message, []byte("}")); ok && bytes.HasPrefix(message, []byte("{")) {
		comma := ","
		if len(bytes.TrimSpace(head)) == 1 {
			comma = ""
		}
		return fmt.Appendf(nil, "%s%s\"Encrypt\":\"%s\"}", head, comma, encrypted), nil
	}
	return nil, errors.New("callback: the message ends neither as XML nor as JSON does")
}
