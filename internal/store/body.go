package store

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"sync"
)

// A body is kept as one byte that says how, and then the body.
const (
	bodyPlain    = 0
	bodyDeflated = 1
)

// The fastest level: measured on WeChat's HTML it costs a third of the
// default's time for a tenth more space.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, flate.BestSpeed) // the level is a valid one
	return w
}}

var inflaters = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}

// pack returns the body as it is kept; nil for an empty one.
func pack(body string) []byte {
	if body == "" {
		return nil
	}
	var b bytes.Buffer
	b.Grow(len(body)/2 + 16)
	b.WriteByte(bodyDeflated)
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&b)
	_, _ = io.WriteString(w, body) // a bytes.Buffer takes everything
	_ = w.Close()
	if b.Len() > len(body) {
		return append([]byte{bodyPlain}, body...)
	}
	return b.Bytes()
}

// maxBody bounds what a damaged row can make of itself. WeChat takes bodies
// of 1 MB at most.
const maxBody = 32 << 20

// unpack is the inverse of pack.
func unpack(kept []byte) (string, error) {
	if len(kept) == 0 {
		return "", nil
	}
	switch kept[0] {
	case bodyPlain:
		return string(kept[1:]), nil
	case bodyDeflated:
		r := inflaters.Get().(io.ReadCloser)
		defer inflaters.Put(r)
		if err := r.(flate.Resetter).Reset(bytes.NewReader(kept[1:]), nil); err != nil {
			return "", fmt.Errorf("unpack a body: %w", err)
		}
		b, err := io.ReadAll(io.LimitReader(r, maxBody))
		if err != nil {
			return "", fmt.Errorf("unpack a body: %w", err)
		}
		return string(b), nil
	}
	return "", errors.New("unpack a body: it was kept in a way this version does not know")
}
