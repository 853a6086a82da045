// Package callback speaks the protocol of what WeChat pushes to an account's
// server. It answers WeChat and never calls it.
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
	if token == "" {
		return false
	}
	parts := []string{token, timestamp, nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(signature)) == 1
}
