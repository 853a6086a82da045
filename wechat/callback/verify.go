package callback

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"
)

// Verify reports whether WeChat made the signature with the account's message
// token: the SHA-1, in lower-case hexadecimal, of token, timestamp and nonce,
// sorted bytewise and joined. It takes the same time whether or how the
// signature differs. Without a token nothing holds, since anybody could sign.
//
// A GET that verifies the server's address, in every encryption mode, is
// answered with its raw echostr if this holds, and may come again. The
// signature covers no body.
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
func Verify(token, signature, timestamp, nonce string) bool {
	return verify(signature, token, timestamp, nonce)
}

// Sign returns what WeChat puts into signature, of timestamp and nonce, and
// into msg_signature, of timestamp, nonce and the Encrypt of the body: the
// SHA-1, in lower-case hexadecimal, of the token and the parts, sorted bytewise
// and joined. Their order is without meaning.
func Sign(token string, parts ...string) string {
	sorted := append([]string{token}, parts...)
	slices.Sort(sorted)
	sum := sha1.Sum([]byte(strings.Join(sorted, "")))
	return hex.EncodeToString(sum[:])
}

func verify(signature, token string, parts ...string) bool {
	if token == "" {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(Sign(token, parts...)), []byte(signature)) == 1
}
