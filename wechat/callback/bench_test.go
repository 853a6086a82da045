package callback_test

import (
	"testing"

	"github.com/tuwen/tuwen/wechat/callback"
)

// BenchmarkOpenSafe opens a push of safe mode as WeChat sends it: nanoseconds
// of one core for each.
func BenchmarkOpenSafe(b *testing.B) { benchmarkOpen(b, callback.Safe) }

// BenchmarkOpenPlain is what is left of it without the encryption.
func BenchmarkOpenPlain(b *testing.B) { benchmarkOpen(b, callback.Plain) }

func benchmarkOpen(b *testing.B, mode callback.Mode) {
	e := open(b, ownConfig(mode))
	query, body, err := e.Seal([]byte(ownMessage), ownNonce, ownNow)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := e.Open(query, body, ownNow); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSealReply encodes and encrypts an article.
func BenchmarkSealReply(b *testing.B) {
	e := open(b, ownConfig(callback.Safe))
	reply := callback.NewsReply{Articles: []callback.NewsArticle{card}}
	b.ReportAllocs()
	for b.Loop() {
		encoded, err := callback.Encode(toText, reply, ownNow)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.SealReply(encoded, ownNonce, ownNow); err != nil {
			b.Fatal(err)
		}
	}
}
