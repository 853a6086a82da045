package tuwen

import "slices"

// MaxSweeps is how many times a full run reads a list that does not stand
// still before it ends without having proved anything gone.
const MaxSweeps = 3

// MaxRestarts is how many times an incremental run begins again at the top
// because the list changed its length while it was read.
const MaxRestarts = 3

// Sweep is how one run reads a list that WeChat pages by offset and that may
// move meanwhile: which page to read next, and what the pages prove. It is a
// value without I/O whose JSON form is the run's checkpoint: whoever commits
// it together with the page that [Sweep.Take] was given can go on from there
// after a crash, with nothing lost and no page read twice but those in
// flight. It is not safe for concurrent use.
//
// A full sweep reads all pages and then page 0 once more. It is consistent
// where every answer named the same total, page 0 still held the same ids and
// the different ids seen were as many as that total: WeChat adds at the top,
// so a list that passes has stood still. Else it begins again, [MaxSweeps]
// times at the most.
//
// An incremental sweep reads one page after the other until one holds nothing
// that is new or changed since the last finished run, and begins again at the
// top where the list changed its length, [MaxRestarts] times at the most.
type Sweep struct {
	Mode SyncMode `json:"mode"`
	// Number counts the passes over the list, from 1.
	Number int `json:"number"`
	// Total is what the last page taken said; -1 before the first page of a
	// pass.
	Total int `json:"total"`
	// Low is the first page that has not been taken; Ahead are those taken
	// above it, in order.
	Low   int   `json:"low"`
	Ahead []int `json:"ahead,omitempty"`
	// Top is what page 0 held in this pass, until it was read again.
	Top []string `json:"top,omitempty"`
	// Moved tells that the list changed during this pass.
	Moved bool `json:"moved,omitempty"`
	// Proved tells that page 0 was read again and was the same.
	Proved bool `json:"proved,omitempty"`
	// Stopped tells that an incremental sweep reached what it knows, or the
	// end.
	Stopped bool `json:"stopped,omitempty"`
	// Ended tells that the last pass is over; Consistent, that it proved
	// which items exist.
	Ended      bool `json:"ended,omitempty"`
	Consistent bool `json:"consistent,omitempty"`
}

// SweepPage is what one call of the list told.
type SweepPage struct {
	Number int      // of the page, from 0
	Total  int      // items in the list, as this page says
	IDs    []string // in WeChat's order
	// Known tells an incremental sweep that the page held nothing new or
	// changed since the last finished run.
	Known bool
}

// NewSweep returns a sweep that has read nothing.
func NewSweep(mode SyncMode) *Sweep {
	return &Sweep{Mode: mode, Number: 1, Total: -1}
}

// Next returns the page to read now, given the pages that are in flight, and
// false where there is none: all is read, or what is in flight must come in
// first. Page 0 of a pass is always read alone, at its beginning and at its
// end.
func (s *Sweep) Next(inFlight ...int) (page int, ok bool) {
	alone := len(inFlight) == 0
	switch {
	case s.Read():
		return 0, false
	case s.Total < 0:
		return 0, alone
	case s.Mode == Incremental:
		return s.Low, alone
	}
	for page = s.Low; page < s.pages(); page++ {
		if !slices.Contains(s.Ahead, page) && !slices.Contains(inFlight, page) {
			return page, true
		}
	}
	return 0, alone // the proof
}

// Read reports whether the pass needs no further page: [Sweep.Settle] is
// next.
func (s *Sweep) Read() bool {
	switch {
	case s.Ended || s.Stopped:
		return true
	case s.Mode == Incremental || s.Total < 0 || s.Low < s.pages():
		return false
	}
	return s.Moved || s.Proved || s.pages() == 1
}

// Take adds what a page told. Pages of one pass may come in any order that
// [Sweep.Next] allows.
func (s *Sweep) Take(p SweepPage) {
	if s.Mode == Incremental {
		s.takeIncremental(p)
		return
	}
	if s.Total >= 0 && p.Total != s.Total {
		s.Moved = true
	}
	s.Total = p.Total
	switch {
	case p.Number > s.Low:
		at, found := slices.BinarySearch(s.Ahead, p.Number)
		if !found {
			s.Ahead = slices.Insert(s.Ahead, at, p.Number)
		}
	case p.Number == s.Low:
		s.advance()
	case p.Number == 0: // read again
		s.Proved = slices.Equal(s.Top, p.IDs)
		s.Moved = s.Moved || !s.Proved
		return
	}
	if p.Number == 0 {
		s.Top = append([]string(nil), p.IDs...)
	}
}

// advance moves Low over all pages that were taken in a row.
func (s *Sweep) advance() {
	for s.Low++; len(s.Ahead) > 0 && s.Ahead[0] == s.Low; s.Low++ {
		s.Ahead = s.Ahead[1:]
	}
	if len(s.Ahead) == 0 {
		s.Ahead = nil
	}
}

func (s *Sweep) takeIncremental(p SweepPage) {
	moved := s.Total >= 0 && p.Total != s.Total
	s.Total = p.Total
	if moved && s.Number <= MaxRestarts {
		s.Number++
		s.Low = 0
		return
	}
	s.Moved = s.Moved || moved
	s.Low = p.Number + 1
	s.Stopped = p.Known || s.Low >= s.pages() || len(p.IDs) == 0
}

func (s *Sweep) pages() int { return Pages(s.Total) }

// Settle closes a pass that [Sweep.Read] everything: seen is how many
// different items it saw. Afterward the sweep has Ended, or stands at the
// beginning of its next pass.
func (s *Sweep) Settle(seen int) {
	switch {
	case s.Ended || !s.Read():
	case s.Mode == Incremental:
		s.Ended = true
	case !s.Moved && seen == s.Total:
		s.Ended, s.Consistent = true, true
	case s.Number >= MaxSweeps:
		s.Ended = true
	default:
		*s = Sweep{Mode: s.Mode, Number: s.Number + 1, Total: -1}
	}
}

// Left returns how many calls the pass still needs if the list stands still,
// and 1 before its length is known.
func (s *Sweep) Left() int {
	switch {
	case s.Read():
		return 0
	case s.Total < 0 || s.Mode == Incremental:
		return 1
	}
	left := s.pages() - s.Low - len(s.Ahead)
	if !s.Moved && !s.Proved && s.pages() > 1 {
		left++
	}
	return max(left, 0)
}

// Standing is what is known here of an item that a page lists.
type Standing struct {
	Exists  bool
	Same    bool // content and update time are as listed
	Deleted bool // removed here
	Gone    bool // was held to be no longer at WeChat
	Settled bool // what changed it last was a finished run
	Counted bool // this run counted it already
}

// Finding is what a run makes of a listed item.
type Finding struct {
	Write   bool // the row is written, and is from now on this run's
	Restore bool // it comes back, with its note
	Added   bool // to be counted so; at most one of the three
	Updated bool
	Back    bool // restored
	Known   bool // nothing new or changed since the last finished run
}

// Find says what a run of the mode makes of a listed item. Only a full run
// restores what was deleted here. A row that an unfinished run changed is
// taken over, so that what a canceled run fetched does not hide the rest.
func Find(mode SyncMode, k Standing) Finding {
	f := Finding{
		Write:   !k.Exists || !k.Same || k.Gone || !k.Settled,
		Restore: mode == Full && k.Deleted,
	}
	f.Known = !f.Write
	f.Write = f.Write || f.Restore
	switch {
	case k.Counted:
	case !k.Exists:
		f.Added = true
	case f.Restore:
		f.Back = true
	case (!k.Same || k.Gone) && !k.Deleted:
		f.Updated = true
	}
	return f
}
