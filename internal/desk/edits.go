package desk

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// untouched returns [tuwen.Conflict] "edit.conflict", naming who it was,
// where somebody changed a noun after it was read. seen is the updated_at that
// was read, nil of a caller who does not care.
func untouched(seen *time.Time, at time.Time, by string) error {
	if seen == nil || seen.Equal(at) {
		return nil
	}
	return tuwen.Errorf(tuwen.Conflict, "edit.conflict", "somebody else changed this meanwhile; read it anew, or write without updated_at").
		With("by", by).With("at", at.Format(time.RFC3339))
}

// edited returns the time of an edit: later than the one before, so that two
// edits of one moment are told apart.
func edited(now, before time.Time) time.Time {
	if now.After(before) {
		return now
	}
	return before.Add(time.Millisecond)
}

// short is a text as the audit keeps it.
func short(s string) string {
	const most = 120
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// sayReplies words replies for the audit, by their labels.
func sayReplies(replies []tuwen.Reply) string {
	all := make([]string, len(replies))
	for i, r := range replies {
		all[i] = string(r.Kind) + " " + r.Label
		if r.Kind == tuwen.ReplyText {
			all[i] = r.Text
		}
	}
	return short(strings.Join(all, " | "))
}
