package callback

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"
)

// MaxBody is the largest body, in bytes, that is opened. The limit is ours:
// WeChat names none, and its pushes have a few kilobytes.
const MaxBody = 1 << 20

// DefaultWindow is how far a push's timestamp may be from now, before or after,
// where [Config.Window] is zero. The limit is ours: WeChat names none, and
// repeats a push for some 20 seconds.
const DefaultWindow = 5 * time.Minute

// A Mode is how WeChat and the account's server talk, 消息加解密方式. It is
// chosen in the account's settings at WeChat and takes effect at once.
type Mode string

// The three modes.
const (
	Plain      Mode = "plain"      // 明文: readable both ways
	Compatible Mode = "compatible" // 兼容: readable and encrypted; only the latter is read
	Safe       Mode = "safe"       // 安全: encrypted both ways
)

// Config is what an account's settings at WeChat hold of its callback. Printed
// with fmt it shows the AppID and the mode; as JSON it is without its secrets.
type Config struct {
	// AppID of the account. What was encrypted for another one is refused.
	// Needed but in plain mode.
	AppID string

	// Token is the message token, by which WeChat signs. Always needed.
	Token string `json:"-"`

	// EncodingAESKey is the 43 characters from the settings. Not looked at in
	// plain mode.
	EncodingAESKey string `json:"-"`

	// Mode decides how pushes are opened and replies sealed.
	Mode Mode

	// Window is how far a timestamp may be from now. Zero means DefaultWindow.
	Window time.Duration

	// Random gives the 16 bytes before each encrypted message. Nil means
	// crypto/rand; anything else must be safe for concurrent use and is for
	// tests: WeChat asks for random bytes.
	Random io.Reader `json:"-"`
}

// Format writes the AppID and the mode for every verb.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "callback of %s (%s)", c.AppID, c.Mode)
}

// An Endpoint is one account's end of the protocol. Make it with [New]; it
// never changes and is safe for concurrent use.
type Endpoint struct {
	config Config
	key    []byte
	block  cipher.Block // nil in plain mode
}

// New returns the Endpoint of an account. It refuses a Config that cannot work:
// without a token, with an unknown mode or a negative window, and, but in plain
// mode, without an AppID or with an EncodingAESKey that is not 43 characters of
// base64.
func New(c Config) (*Endpoint, error) {
	switch {
	case c.Token == "":
		return nil, errors.New("callback: no message token")
	case c.Window < 0:
		return nil, errors.New("callback: the window is negative")
	case c.Mode != Plain && c.Mode != Compatible && c.Mode != Safe:
		return nil, fmt.Errorf("callback: unknown mode %q", string(c.Mode))
	}
	if c.Window == 0 {
		c.Window = DefaultWindow
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	e := &Endpoint{config: c}
	if c.Mode == Plain {
		return e, nil
	}
	if c.AppID == "" {
		return nil, errors.New("callback: no AppID")
	}
	var err error
	if e.key, e.block, err = openKey(c.EncodingAESKey); err != nil {
		return nil, err
	}
	return e, nil
}

// Format writes the AppID and the mode for every verb, never a secret.
func (e *Endpoint) Format(f fmt.State, verb rune) { e.config.Format(f, verb) }

// Mode returns the account's mode.
func (e *Endpoint) Mode() Mode { return e.config.Mode }

// VerifyAddress returns what a GET, by which WeChat verifies the server's
// address, has to be answered with: its echostr, as text/plain and with nothing
// around it. The error is an [*Error] with [ReasonSignature].
//
// It is the same in every mode. No timestamp is refused: WeChat asks again
// whenever the settings are saved. The signature does not cover the echostr, so
// it must never reach a browser as HTML.
func (e *Endpoint) VerifyAddress(query url.Values) (echostr string, err error) {
	if !Verify(e.config.Token, query.Get("signature"), query.Get("timestamp"), query.Get("nonce")) {
		return "", refuse(ReasonSignature, nil)
	}
	return query.Get("echostr"), nil
}

// Open verifies, decrypts and parses a push: the query and the body of a POST
// to the account's address. Of the query only signature, msg_signature,
// timestamp and nonce are read; how to read the body is the mode's to say, not
// encrypt_type's. Whether the body is XML or JSON is told by its first
// character: WeChat's pages disagree on whether accounts are sent JSON.
//
// Every error is an [*Error]; nothing then may be done with the push. A message
// that is XML or JSON, but none that this package knows, is not an error.
func (e *Endpoint) Open(query url.Values, body []byte, now time.Time) (Push, error) {
	if len(body) > MaxBody {
		return Push{}, refuse(ReasonTooLarge, nil)
	}
	if e.config.Mode == Plain {
		return e.openPlain(query, body, now)
	}
	message, err := e.openSealed(query, body, now)
	if err != nil {
		return Push{}, err
	}
	fields, err := Parse(message)
	if err != nil {
		return Push{}, err
	}
	return newPush(fields, message), nil
}

func (e *Endpoint) openPlain(query url.Values, body []byte, now time.Time) (Push, error) {
	timestamp := query.Get("timestamp")
	if !Verify(e.config.Token, query.Get("signature"), timestamp, query.Get("nonce")) {
		return Push{}, refuse(ReasonSignature, nil)
	}
	if !e.fresh(timestamp, now) {
		return Push{}, refuse(ReasonStale, nil)
	}
	fields, err := Parse(body)
	if err != nil {
		return Push{}, err
	}
	if fields.Has("Encrypt") && !fields.Has("MsgType") {
		return Push{}, refuse(ReasonEncrypted, nil)
	}
	return newPush(fields, body), nil
}

// openSealed returns the decrypted message of a body with an Encrypt.
func (e *Endpoint) openSealed(query url.Values, body []byte, now time.Time) ([]byte, error) {
	envelope, err := Parse(body)
	if err != nil {
		return nil, err
	}
	encrypted := envelope.word("Encrypt")
	if encrypted == "" {
		return nil, refuse(ReasonNotEncrypted, nil)
	}
	timestamp := query.Get("timestamp")
	if !verify(query.Get("msg_signature"), e.config.Token, timestamp, query.Get("nonce"), encrypted) {
		return nil, refuse(ReasonSignature, nil)
	}
	if !e.fresh(timestamp, now) {
		return nil, refuse(ReasonStale, nil)
	}
	return e.decrypt(encrypted)
}

// fresh reports whether a timestamp, unix seconds, is inside the window.
func (e *Endpoint) fresh(timestamp string, now time.Time) bool {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return false
	}
	return now.Sub(time.Unix(at, 0)).Abs() <= e.config.Window
}
