package store

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBodiesComeBackByteForByte(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Repeat(rapid.String().Draw(t, "text"), rapid.IntRange(0, 50).Draw(t, "times")) + "\x00\xff"
		got, err := unpack(pack(body))
		if err != nil || got != body {
			t.Fatalf("got %q, %v; want %q", got, err, body)
		}
	})
}

func TestBodiesAreSmallerThanTheyWere(t *testing.T) {
	t.Parallel()
	body := strings.Repeat(`<p style="text-align: center;"><span>正文</span></p>`, 100)
	if n := len(pack(body)); n > len(body)/5 {
		t.Errorf("%d bytes of %d are left", n, len(body))
	}
	if n := len(pack("短")); n > len("短")+1 {
		t.Errorf("a short body grew to %d bytes", n)
	}
}

func TestDamagedBodiesAreErrors(t *testing.T) {
	t.Parallel()
	kept := pack(strings.Repeat("正文", 100))
	for name, damaged := range map[string][]byte{
		"cut":        kept[:len(kept)/2],
		"unknown":    {9, 1, 2},
		"not flate":  {bodyDeflated, 0xff, 0xff, 0xff},
		"only a tag": {bodyDeflated},
	} {
		if got, err := unpack(damaged); err == nil {
			t.Errorf("%s: got %q, want an error", name, got)
		}
	}
}
