package testkit

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Seeded returns the chance of a random test, and its seed to print: that of
// TUWEN_SEED, by which a run is repeated, or another each time.
func Seeded(t testing.TB) (*rand.Rand, uint64) {
	t.Helper()
	seed := rand.Uint64()
	if s := os.Getenv("TUWEN_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	return rand.New(rand.NewPCG(seed, 1)), seed
}
