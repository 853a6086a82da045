package connect_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/tuwen/tuwen/internal/connect"
	"github.com/tuwen/tuwen/internal/tuwen"
)

func TestBoxOpensOnlyWithItsKeyAccountAndField(t *testing.T) {
	t.Parallel()
	key := newKey()
	box, err := connect.NewBox(key)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := connect.NewBox(newKey())
	sealed := box.Seal("wx1", connect.FieldAppSecret, []byte("s3cret"))
	if got, err := box.Open("wx1", connect.FieldAppSecret, sealed); err != nil || string(got) != "s3cret" {
		t.Fatalf("got %q, %v", got, err)
	}
	for name, open := range map[string]func() ([]byte, error){
		"another key":     func() ([]byte, error) { return other.Open("wx1", connect.FieldAppSecret, sealed) },
		"another account": func() ([]byte, error) { return box.Open("wx2", connect.FieldAppSecret, sealed) },
		"another field":   func() ([]byte, error) { return box.Open("wx1", connect.FieldAESKey, sealed) },
		"changed":         func() ([]byte, error) { return box.Open("wx1", connect.FieldAppSecret, append(bytes.Clone(sealed), 0)) },
		"cut":             func() ([]byte, error) { return box.Open("wx1", connect.FieldAppSecret, sealed[:3]) },
	} {
		if got, err := open(); tuwen.CodeOf(err) != "secret.unopened" || got != nil {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestBoxKeepsAnEmptySecretEmptyAndEqualOnesApart(t *testing.T) {
	t.Parallel()
	box, _ := connect.NewBox(newKey())
	if s := box.Seal("wx1", connect.FieldAppSecret, nil); s != nil {
		t.Errorf("sealed nothing into %d bytes", len(s))
	}
	if got, err := box.Open("wx1", connect.FieldAppSecret, nil); got != nil || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	a, b := box.Seal("wx1", "f", []byte("same")), box.Seal("wx1", "f", []byte("same"))
	if bytes.Equal(a, b) {
		t.Error("the same secret twice gives the same bytes")
	}
}

func TestSealedSecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	box, _ := connect.NewBox(newKey())
	s := box.Seal("wx1", "f", []byte("s3cret"))
	if got := fmt.Sprintf("%v %s %+v %q %x", s, s, s, s, s); bytes.Contains([]byte(got), s) || len(got) != len("[sealed] [sealed] [sealed] [sealed] [sealed]") {
		t.Errorf("printed %q", got)
	}
	if b, err := json.Marshal(map[string]any{"secret": s}); err == nil {
		t.Errorf("encoded as %s", b)
	}
}

func TestBoxRefusesAKeyOfAnotherLength(t *testing.T) {
	t.Parallel()
	if _, err := connect.NewBox(make([]byte, 16)); err == nil {
		t.Error("took 16 bytes")
	}
}
