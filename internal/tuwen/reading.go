package tuwen

import "time"

// DraftReading is the last live reading of an account's draft box: which
// drafts stood in the window, newest first, when, and what went wrong since.
type DraftReading struct {
	MediaIDs []string
	Total    int // drafts in the box
	ReadAt   time.Time
	// Error is why a later attempt failed, at FailedAt; the reading shown is
	// then the older one.
	Error    *Problem
	FailedAt time.Time
}

// PublishedPage is one kept page of the published list.
type PublishedPage struct {
	Offset   int
	MediaIDs []string
	Total    int
	ReadAt   time.Time
}

// PublishedMaxAge is how long a page of the published list is kept at least.
const PublishedMaxAge = 10 * time.Minute

// PublishedKeep returns how long a page of the published list is kept: at
// least [PublishedMaxAge], and longer where the calls left above the reserve
// would not last until the reset at that pace.
func PublishedKeep(now time.Time, left, limit int) time.Duration {
	spendable := left - Reserve(limit)
	until := NextReset(now).Sub(now)
	if spendable <= 0 {
		return until
	}
	return max(PublishedMaxAge, until/time.Duration(spendable))
}
