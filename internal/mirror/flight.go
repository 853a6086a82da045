package mirror

import (
	"context"
	"net/http/httptrace"
	"slices"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// flight is the pages of a pass that a slice has asked for and not committed
// yet. WeChat is asked for as many at once as the account bears; beside that
// they are read and prepared, and committed one by one in the order in which
// they come. So the next call waits for nothing but an answer.
//
// A crash may cost two calls more than are in flight then. A run that has
// crashed once is careful from then on: a page counts as in flight until it is
// committed, and a crash costs no more.
type flight struct {
	slice    *slice // is left alone while a page is being committed
	client   *wechat.Client
	position       // as of the last commit
	asked    int   // calls that the slice does not know of yet
	open     []int // pages asked for and not committed
	answered []int // of these, the ones that WeChat is done with
	read     []page
	writing  bool // one is being committed

	answers   chan int // who finds no room is told of by its page
	pages     chan page
	committed chan written

	failure error // of a call
	err     error // of a commit
}

// written is what came of committing a page.
type written struct {
	number int
	err    error
}

// ahead is how many pages may be read and written while as many as the account
// bears are asked for.
const ahead = 2

// fetch asks for pages and commits them until the pass is read, a call failed,
// or the slice is over; nothing is in flight when it returns.
func (s *slice) fetch(ctx context.Context, client *wechat.Client) (failure, err error) {
	calls, stop := context.WithCancel(ctx)
	defer stop()
	f := &flight{
		slice: s, client: client, position: s.position,
		answers: make(chan int, s.limit+ahead), pages: make(chan page), committed: make(chan written),
	}
	for f.ask(calls); len(f.open) > 0; f.ask(calls) {
		select {
		case n := <-f.answers:
			f.answer(n)
		case p := <-f.pages:
			f.land(p)
		case w := <-f.committed:
			if f.wrote(w); f.err != nil {
				stop()
			}
		}
		f.commit(ctx)
	}
	s.spent += f.asked
	return f.failure, f.err
}

// ask asks for as many further pages as may be in flight.
func (f *flight) ask(ctx context.Context) {
	for f.free() && f.state != tuwen.SyncPaused && !f.slice.stopping(ctx) {
		n, ok := f.sweep.Next(f.open...)
		if !ok {
			return
		}
		f.open = append(f.open, n)
		f.asked++
		go func() {
			told := whenAnswered(ctx, func() {
				select {
				case f.answers <- n:
				default:
				}
			})
			f.pages <- f.slice.get(told, f.client, n)
		}()
	}
}

func (f *flight) free() bool {
	return f.failure == nil && f.err == nil && len(f.open)-len(f.answered) < f.limit && len(f.open) < f.limit+ahead
}

// whenAnswered is the context of a call that tells when its answer begins to
// arrive.
func whenAnswered(ctx context.Context, tell func()) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotFirstResponseByte: tell})
}

// answer lets the next call go while the page is read and written.
func (f *flight) answer(n int) {
	if !f.careful && slices.Contains(f.open, n) && !slices.Contains(f.answered, n) {
		f.answered = append(f.answered, n)
	}
}

// land takes a page that was read, or could not be.
func (f *flight) land(p page) {
	switch {
	case f.err != nil:
		f.close(p.number)
	case p.err != nil:
		if f.failure == nil {
			f.failure = p.err
		}
		f.close(p.number)
	default:
		f.answer(p.number)
		f.read = append(f.read, p)
	}
}

// commit begins to commit the next page, where none is being committed.
func (f *flight) commit(ctx context.Context) {
	if f.writing || len(f.read) == 0 {
		return
	}
	p := f.read[0]
	f.read, f.writing = f.read[1:], true
	f.slice.spent += f.asked
	f.asked = 0
	go func() { f.committed <- written{p.number, f.slice.commit(ctx, p)} }()
}

// wrote goes on from what was committed, or gives up where it could not be:
// what is in flight is of no use then.
func (f *flight) wrote(w written) {
	f.writing = false
	f.position = f.slice.position
	f.close(w.number)
	if w.err == nil {
		return
	}
	f.err = w.err
	for _, p := range f.read {
		f.close(p.number)
	}
	f.read = nil
}

func (f *flight) close(n int) {
	it := func(m int) bool { return m == n }
	f.open, f.answered = slices.DeleteFunc(f.open, it), slices.DeleteFunc(f.answered, it)
}
