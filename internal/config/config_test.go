package config

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyFileIsMadeOnceAndOnlyForItsOwner(t *testing.T) {
	t.Parallel()
	s := Settings{DataDir: filepath.Join(t.TempDir(), "data")}
	if s.HasKey() {
		t.Fatal("an empty folder claims to have a key")
	}
	first, err := s.Key()
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Key()
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != 32 || !bytes.Equal(first, second) {
		t.Errorf("keys differ between starts or are not 32 bytes: %d, %d", len(first), len(second))
	}
	stat, err := os.Stat(filepath.Join(s.DataDir, KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	if got := stat.Mode().Perm(); got != 0o600 {
		t.Errorf("key file has mode %o, want 600", got)
	}
}

func TestKeyIsNeverReplacedBesideADatabase(t *testing.T) {
	t.Parallel()
	s := Settings{DataDir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(s.DataDir, "tuwen.db"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Key(); err == nil || !strings.Contains(err.Error(), "put the file back") {
		t.Errorf("got %v, want a refusal that says to put the file back", err)
	}
	if s.HasKey() {
		t.Error("a key file was made")
	}
}

func TestKeyIsRequiredWithPostgres(t *testing.T) {
	t.Parallel()
	s := Settings{DataDir: t.TempDir(), DatabaseURL: "postgres://db/tuwen"}
	if _, err := s.Key(); err == nil || !strings.Contains(err.Error(), "TUWEN_SECRET_KEY") {
		t.Errorf("got %v, want a refusal naming TUWEN_SECRET_KEY", err)
	}
}

func TestBadKeyIsRefusedWithoutPrintingIt(t *testing.T) {
	t.Parallel()
	s := Settings{DataDir: t.TempDir(), SecretKey: "hunter2hunter2"}
	_, err := s.Key()
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v, want a refusal that does not print the key", err)
	}
}

func TestServingCheckNamesTheSetting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		s    Serving
		want string
	}{
		"path in the address": {Serving{PublicURL: "https://x.example/console"}, "TUWEN_PUBLIC_URL"},
		"no scheme":           {Serving{PublicURL: "x.example"}, "TUWEN_PUBLIC_URL"},
		"bad proxy":           {Serving{TrustedProxies: []string{"localhost"}}, "TUWEN_TRUSTED_PROXIES"},
		"days of the past":    {Serving{KeepEvents: -1}, "TUWEN_KEEP_EVENTS"},
		"all well":            {Serving{PublicURL: "https://x.example", TrustedProxies: []string{"10.0.0.0/8", "::1"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.s.Check()
			if c.want == "" && err != nil {
				t.Fatalf("refused: %v", err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Fatalf("got %v, want a refusal naming %s", err, c.want)
			}
		})
	}
}

func TestAddressIsThePublicOneElseWhereItListens(t *testing.T) {
	t.Parallel()
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080",
		"0.0.0.0:8080":   "http://127.0.0.1:8080",
		"[::]:8080":      "http://127.0.0.1:8080",
	} {
		at, err := net.ResolveTCPAddr("tcp", listening)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Serving{}).Address(at); got != want {
			t.Errorf("listening at %s: got %s, want %s", listening, got, want)
		}
		if got := (Serving{PublicURL: "https://x.example/"}).Address(at); got != "https://x.example" {
			t.Errorf("with a public address: got %s", got)
		}
	}
}
