package store

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// pageSize is the number of rows a page gets: 20 unless asked, 100 at most.
func pageSize(limit int) int {
	if limit <= 0 {
		return 20
	}
	return min(limit, 100)
}

var errCursor = tuwen.Errorf(tuwen.Invalid, "cursor.bad", "the cursor is not one that was given out").With("field", "cursor")

// sealCursor makes the opaque text by which the next page is asked for: the
// key of the last row of this one.
func sealCursor(at int64, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(at, 10) + " " + id))
}

// openCursor reads what sealCursor made, else [tuwen.Invalid] "cursor.bad".
func openCursor(s string) (at int64, id string, err error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) > 512 {
		return 0, "", errCursor
	}
	first, id, ok := strings.Cut(string(b), " ")
	at, err = strconv.ParseInt(first, 10, 64)
	if !ok || err != nil || id != text(id) {
		return 0, "", errCursor
	}
	return at, id, nil
}
