package testkit

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/tuwen/tuwen/sandbox"
)

// TestEveryInterfaceHasItsTwinInTheSandbox holds docs/wechat.md, which a test
// of package wechat compares with the client, against what the sandbox
// answers.
func TestEveryInterfaceHasItsTwinInTheSandbox(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/wechat.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `((?:GET|POST) [^`]+)` \\|.*\\| (yes|no) \\|").FindAllSubmatch(text, -1)
	if len(rows) < 10 {
		t.Fatalf("found %d interfaces in docs/wechat.md", len(rows))
	}
	answered := sandbox.Interfaces()
	for _, row := range rows {
		if got, want := slices.Contains(answered, string(row[1])), string(row[2]) == "yes"; got != want {
			t.Errorf("%s: the sandbox answers it: %v, the document says %s", row[1], got, row[2])
		}
	}
}
