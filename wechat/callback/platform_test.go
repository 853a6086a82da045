package callback_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tuwen/tuwen/wechat/callback"
)

// The account of our own vectors. Its key has spare bits that are not zero.
const (
	ownToken = "mpConsoleToken"
	ownKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	ownAppID = "wx0123456789abcdef"
	ownNonce = "1320562132"
	ownTime  = 1767225600
)

var ownNow = time.Unix(ownTime, 0)

func ownConfig(mode callback.Mode) callback.Config {
	return callback.Config{AppID: ownAppID, Token: ownToken, EncodingAESKey: ownKey, Mode: mode}
}

func open(t testing.TB, c callback.Config) *callback.Endpoint {
	t.Helper()
	e, err := callback.New(c)
	if err != nil {
		t.Fatalf("new endpoint: %v", err)
	}
	return e
}

// full is what WeChat encrypts, each part as the test likes it.
type full struct {
	length  uint32
	message string
	appID   string
	pad     string
}

// sound returns the full that WeChat would make of the message.
func sound(message string) full { return soundFor(message, ownAppID) }

func soundFor(message, appID string) full {
	n := 32 - (20+len(message)+len(appID))%32
	return full{uint32(len(message)), message, appID, strings.Repeat(string(rune(n)), n)}
}

// encrypt is written from WeChat's page, apart from the package's own.
func (f full) encrypt(t testing.TB) string {
	t.Helper()
	b := binary.BigEndian.AppendUint32([]byte("0123456789abcdef"), f.length)
	b = append(b, f.message+f.appID+f.pad...)
	return encryptBlocks(t, b)
}

// encryptBlocks encrypts whole blocks as they are.
func encryptBlocks(t testing.TB, b []byte) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(ownKey + "=")
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, len(b))
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(out, b)
	return base64.StdEncoding.EncodeToString(out)
}

// signed returns the query that goes with an Encrypt; an empty one is that of
// a plain push.
func signed(encrypted string, at int64) url.Values {
	timestamp := strconv.FormatInt(at, 10)
	q := url.Values{
		"signature": {callback.Sign(ownToken, timestamp, ownNonce)},
		"timestamp": {timestamp},
		"nonce":     {ownNonce},
	}
	if encrypted != "" {
		q.Set("encrypt_type", "aes")
		q.Set("msg_signature", callback.Sign(ownToken, timestamp, ownNonce, encrypted))
	}
	return q
}

// enveloped is the body of safe mode.
func enveloped(encrypted string) []byte {
	return []byte("<xml><ToUserName><![CDATA[gh_abcdef012345]]></ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>")
}

// openPlain opens a plain push of the body.
func openPlain(t testing.TB, body string) (callback.Push, error) {
	t.Helper()
	return open(t, ownConfig(callback.Plain)).Open(signed("", ownTime), []byte(body), ownNow)
}
