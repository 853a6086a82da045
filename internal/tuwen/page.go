package tuwen

import "time"

// Page is a stretch of a list, newest first. The cursor of the next one is
// opaque; it is empty on the last. Who wants to turn back keeps the cursors
// that led here.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor"`
	Total      int    `json:"total"`
	// TotalMore tells that a search found more than Total, which is exact to
	// 1,000.
	TotalMore bool `json:"total_more,omitempty"`
}

// HistoryPage is a stretch of the local copy of an account's history, with
// the time of the last finished sync.
type HistoryPage struct {
	Items      []Material `json:"items"`
	NextCursor string     `json:"next_cursor"`
	Total      int        `json:"total"`
	TotalMore  bool       `json:"total_more,omitempty" doc:"a search found more than total"`
	FetchedAt  *time.Time `json:"fetched_at" doc:"when the last finished sync ended; null before the first"`
}

// Reading is what was read live from WeChat: the newest drafts, or a page of
// the published list. Where WeChat could not be reached, it is the last
// reading, with its age and the error.
type Reading struct {
	Items     []Material `json:"items"`
	Total     int        `json:"total" doc:"at WeChat"`
	Offset    int        `json:"offset" doc:"of the first item; 0 for drafts"`
	FetchedAt *time.Time `json:"fetched_at" doc:"null when nothing was ever read"`
	Error     *Problem   `json:"error" doc:"why it could not be read just now"`
}

// Choices is a page of the picker: what one use may take from one source,
// each item with whether it can be chosen and why not.
type Choices struct {
	Usage      Usage      `json:"usage"`
	Source     Source     `json:"source" enum:"draft,history,published"`
	Items      []Choice   `json:"items"`
	NextCursor string     `json:"next_cursor"`
	Total      int        `json:"total"`
	TotalMore  bool       `json:"total_more,omitempty"`
	FetchedAt  *time.Time `json:"fetched_at"`
	Error      *Problem   `json:"error" doc:"why the source could not be read just now"`
}
