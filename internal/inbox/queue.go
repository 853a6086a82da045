package inbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// groupSize is how many pushes share a transaction at the most. Fewer than
// worthwhile wait up to linger for the transaction that is under way: what a
// transaction costs by itself is the more the fewer share it.
const (
	groupSize  = 64
	worthwhile = groupSize / 2
	linger     = 5 * time.Millisecond
)

// push is one that was opened, on its way to be committed.
type push struct {
	view     *view
	from     callback.Push
	incoming tuwen.Incoming
	key      string
	code     *code     // of its scene, nil for none
	received time.Time // by the console's clock
	arrived  time.Time // by the system's
	ends     time.Time // when nobody waits for it any more, by the system's
	done     chan outcome
}

// outcome is what became of a push.
type outcome struct {
	answer []byte
	err    error
}

// errStale is of a push that was opened or would be decided by what is no
// longer so.
var errStale = errors.New("the account was changed meanwhile")

var errNotInTime = errors.New("not committed in time")

// contact names who did it; of nobody's pushes each is its own.
func (p *push) contact() string {
	if p.incoming.OpenID == "" {
		return p.view.appID + " " + p.key
	}
	return p.view.appID + "/" + p.incoming.OpenID
}

// queue holds the pushes that wait for a transaction.
type queue struct {
	mu      sync.Mutex
	waiting []*push
	inside  int // requests in hand
	taken   int // groups that are not done
	closed  bool
	bell    chan struct{} // something waits
	left    chan struct{} // a request was done with
}

func newQueue() *queue {
	return &queue{bell: make(chan struct{}, 1), left: make(chan struct{}, 1)}
}

// enter counts a request that comes in, and reports whether it may.
func (q *queue) enter() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.inside++
	return true
}

func (q *queue) leave() {
	q.mu.Lock()
	q.inside--
	q.mu.Unlock()
	ring(q.left)
}

// empty waits until no request is in hand, but no longer than most, and lets
// none in after that.
func (q *queue) empty(most time.Duration) {
	over := time.NewTimer(most)
	defer over.Stop()
	for {
		q.mu.Lock()
		if q.inside == 0 {
			q.closed = true
		}
		closed := q.closed
		q.mu.Unlock()
		if closed {
			return
		}
		select {
		case <-q.left:
		case <-over.C:
			q.mu.Lock()
			q.closed = true
			q.mu.Unlock()
		}
	}
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

func (q *queue) add(p *push) {
	q.mu.Lock()
	q.waiting = append(q.waiting, p)
	q.mu.Unlock()
	ring(q.bell)
}

// take returns the next group, in the order of arrival and without those that
// nobody waits for; it is to be told when that is done. What a contact did
// later waits for the group after, since what is decided depends on what was
// before; repeats of one push go together. Without a group, it returns when to
// ask again at the latest, 0 for when something more waits.
func (q *queue) take() (group []*push, again time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	if n := len(q.waiting); q.taken > 0 && 0 < n && n < worthwhile {
		if again = linger - now.Sub(q.waiting[0].arrived); again > 0 {
			return nil, again
		}
	}
	var later []*push
	keys := map[string]string{} // of each contact, what is in the group
	for i, p := range q.waiting {
		if len(group) == groupSize {
			later = append(later, q.waiting[i:]...)
			break
		}
		if !now.Before(p.ends) {
			continue
		}
		who := p.contact()
		if key, in := keys[who]; in && key != p.key {
			later = append(later, p)
			continue
		}
		keys[who] = p.key
		group = append(group, p)
	}
	q.waiting = later
	if len(later) > 0 {
		ring(q.bell)
	}
	if len(group) > 0 {
		q.taken++
	}
	return group, 0
}

// done tells that a group was settled.
func (q *queue) done() {
	q.mu.Lock()
	q.taken--
	q.mu.Unlock()
	ring(q.bell)
}

// kept has a push committed and returns what it is answered; errStale where
// it must be opened anew.
func (in *Inbox) kept(ctx context.Context, p *push) ([]byte, error) {
	p.ends, _ = ctx.Deadline()
	in.queue.add(p)
	select {
	case o := <-p.done:
		return o.answer, o.err
	case <-ctx.Done():
		return nil, errNotInTime
	}
}

// commit commits one group after the other until ctx ends.
func (in *Inbox) commit(ctx context.Context) {
	for {
		group, again := in.queue.take()
		if len(group) > 0 {
			in.settle(ctx, group)
			in.queue.done()
			continue
		}
		var late <-chan time.Time
		if again > 0 {
			late = time.After(again)
		}
		select {
		case <-in.queue.bell:
		case <-late:
		case <-ctx.Done():
			return
		}
	}
}

// settle commits a group and tells each push what became of it. While the
// database does not answer the group is tried again, as long as somebody
// waits for it; where it refuses the group each push is tried alone.
func (in *Inbox) settle(ctx context.Context, group []*push) {
	for try := 1; ; try++ {
		err := in.put(ctx, group)
		if err == nil {
			return
		}
		if group = awaited(group); len(group) == 0 {
			return
		}
		in.log.WarnContext(ctx, "pushes not committed", "pushes", len(group), "try", try, "err", err)
		switch down := in.db.Ping(ctx) != nil; {
		case down, len(group) == 1 && try < 3:
			pause(ctx, 100*time.Millisecond)
		case len(group) == 1:
			group[0].done <- outcome{err: err}
			return
		default:
			for _, p := range group {
				in.settle(ctx, []*push{p})
			}
			return
		}
	}
}

// awaited are the pushes that somebody waits for.
func awaited(group []*push) []*push {
	now := time.Now()
	var left []*push
	for _, p := range group {
		if now.Before(p.ends) {
			left = append(left, p)
		}
	}
	return left
}

// persist calls f again as long as the database does not answer.
func (in *Inbox) persist(ctx context.Context, f func(context.Context) error) error {
	for {
		err := f(ctx)
		if tuwen.KindOf(err) != tuwen.Unavailable || ctx.Err() != nil {
			return err
		}
		pause(ctx, 100*time.Millisecond)
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
