package callback_test

import (
	"strings"
	"testing"

	"github.com/tuwen/tuwen/wechat/callback"
)

// The vector is WeChat's own.
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
const (
	token     = "AAAAA"
	timestamp = "1714036504"
	nonce     = "1514711492"
	signature = "f464b24fc39322e44b38aa78f5edd27bd1441696"
)

func TestVerifyAcceptsWeChatsSignature(t *testing.T) {
	t.Parallel()
	if !callback.Verify(token, signature, timestamp, nonce) {
		t.Error("the official vector is refused")
	}
}

func TestVerifyRefusesAnyOtherSignature(t *testing.T) {
	t.Parallel()
	for name, a := range map[string][4]string{
		"another token":     {"AAAAB", signature, timestamp, nonce},
		"another timestamp": {token, signature, "1714036505", nonce},
		"another nonce":     {token, signature, timestamp, "1514711493"},
		"no signature":      {token, "", timestamp, nonce},
		"half a signature":  {token, signature[:20], timestamp, nonce},
		"a longer one":      {token, signature + "0", timestamp, nonce},
		"upper case":        {token, strings.ToUpper(signature), timestamp, nonce},
		// SHA-1 of "1514711492" + "1714036504", which anybody can compute.
		"no token": {"", "254a49e28ed63f35e7e05cc5d6205bd0343af784", timestamp, nonce},
	} {
		if callback.Verify(a[0], a[1], a[2], a[3]) {
			t.Errorf("%s is accepted", name)
		}
	}
}
