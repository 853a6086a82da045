package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// digestOf is a hash over its parts, from which made-up ids are cut. Ids
// depend on nothing but their account and number, so that a test finds the
// same ones each time.
func digestOf(parts ...any) []byte {
	sum := sha256.Sum256([]byte(fmt.Sprintln(parts...)))
	return sum[:]
}

// bizOf is an account's __biz: a number in base64, as in every article link.
func bizOf(appID string) string {
	d := digestOf("biz", appID)
	n := 3_000_000_000 + (int(d[0])<<16|int(d[1])<<8|int(d[2]))*50
	return base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(n)))
}

// mediaID makes the id of an item: 64 characters, as drafts have since 2021;
// history keeps the 43 of old permanent materials.
func mediaID(appID string, kind itemKind, serial int) string {
	a := digestOf("media", appID, kind, serial)
	b := digestOf("media", serial, kind, appID)
	id := base64.RawURLEncoding.EncodeToString(append(a, b...))
	if kind == kindHistory {
		return id[:43]
	}
	return id[:64]
}

// randomToken makes an access token of the usual look and length.
func randomToken() string {
	var b [99]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	return "98_" + base64.RawURLEncoding.EncodeToString(b[:])
}

// requestID makes a rid: the time and 64 random bits.
func requestID(now time.Time) string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	h := hex.EncodeToString(b[:])
	return fmt.Sprintf("%08x-%s-%s", uint32(now.Unix()), h[:8], h[8:])
}

// articleURL is the address of an article's page.
func (a *account) articleURL(mid, index int) string {
	d := hex.EncodeToString(digestOf("sn", a.biz, mid, index))
	return fmt.Sprintf("%s/s?__biz=%s&mid=%d&idx=%d&sn=%s&chksm=%s#rd",
		a.sandbox.PublicURL(), a.biz, mid, index+1, d[:32], strings.Repeat(d[32:], 2)[:48])
}
