package inbox

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// Within is how long a push may take to be committed. WeChat waits five
// seconds, of which the network has one.
const Within = 4 * time.Second

// Config is what [New] needs. DB, Jobs, Secrets and Hash are required.
type Config struct {
	DB   *store.DB
	Jobs *job.Jobs
	// Secrets opens the account's message token and EncodingAESKey, each ""
	// where there is none.
	Secrets func(a *tuwen.Account) (messageToken, aesKey string, err error)
	// Hash is what stays of an openid when its contact is erased: keyed, so
	// that nobody can find out by trying.
	Hash func(appID, openID string) string
	// Now is the console's clock; nil means the system's.
	Now func() time.Time
	// Within is how long a push may take, by the system's clock; 0 is
	// [Within].
	Within time.Duration
	Log    *slog.Logger
}

// Inbox answers pushes. It is safe for concurrent use.
type Inbox struct {
	db      *store.DB
	jobs    *job.Jobs
	secrets func(*tuwen.Account) (string, string, error)
	hash    func(appID, openID string) string
	now     func() time.Time
	within  time.Duration
	log     *slog.Logger

	accounts  accounts
	queue     *queue
	refusals  refusals
	unheard   unheard
	metrics   *metrics
	committer int // how many transactions are under way at once
}

// New returns an inbox. It keeps nothing before [Inbox.Run].
func New(c Config) *Inbox {
	in := &Inbox{
		db: c.DB, jobs: c.Jobs, secrets: c.Secrets, hash: c.Hash, now: c.Now, within: c.Within, log: c.Log,
		queue: newQueue(), metrics: newMetrics(), committer: 1,
	}
	if in.now == nil {
		in.now = time.Now
	}
	if in.within == 0 {
		in.within = Within
	}
	if in.log == nil {
		in.log = slog.New(slog.DiscardHandler)
	}
	if in.db.Engine() == store.Postgres {
		in.committer = 3
	}
	return in
}

// Run commits pushes until ctx ends and those in hand are answered, and writes
// what was counted once a second. It is called once.
func (in *Inbox) Run(ctx context.Context) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var committers sync.WaitGroup
	for range in.committer {
		committers.Go(func() { in.commit(working) })
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-tick.C:
			if err := in.Settle(ctx); err != nil && ctx.Err() == nil {
				in.log.WarnContext(ctx, "refusals not counted yet", "err", err)
			}
		}
	}
	in.queue.empty(in.within + time.Second)
	stop()
	committers.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), in.within)
	defer cancel()
	if err := in.Settle(last); err != nil {
		in.log.WarnContext(ctx, "refusals not counted", "err", err)
	}
	return nil
}

// ServeHTTP answers a push to /callback/{app_id}, and the GET by which WeChat
// verifies that address. What is refused gets 403, 404 where there is no such
// account, 413 where it is too large; WeChat's own pushes see none of these.
// Where nothing could be committed in time the connection is closed.
func (in *Inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Whether WeChat still listens makes no difference: it will ask again.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), in.within)
	defer cancel()
	if !in.queue.enter() {
		panic(http.ErrAbortHandler)
	}
	defer in.queue.leave()
	var body []byte
	var err error
	if r.Method == http.MethodGet {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		body, err = in.verify(ctx, r)
	} else {
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		body, err = in.take(ctx, w, r)
	}
	var no *refusal
	switch {
	case errors.As(err, &no):
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		http.Error(w, no.text, no.status)
	case err != nil:
		in.log.WarnContext(ctx, "push not answered", "app_id", r.PathValue("app_id"), "err", err)
		panic(http.ErrAbortHandler)
	default:
		_, _ = w.Write(body) // who went away asks again
	}
}

// maxEcho is more than the echostr of WeChat has, which is echoed to whoever
// signs.
const maxEcho = 256

// verify answers WeChat's URL verification 消息推送配置: the echostr, as it is,
// to who proves the message token. WeChat repeats it whenever the settings are
// saved, so it is answered every time.
//
// https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html
func (in *Inbox) verify(ctx context.Context, r *http.Request) ([]byte, error) {
	arrived, query := time.Now(), r.URL.Query()
	if echo := query.Get("echostr"); echo == "" || len(echo) > maxEcho {
		return nil, &refusal{http.StatusBadRequest, "this address is for WeChat's pushes"}
	}
	v, err := in.accounts.view(ctx, in, r.PathValue("app_id"))
	if err != nil {
		return nil, unknown(err)
	}
	for {
		echo, err := v.verify(query)
		if err == nil {
			return []byte(echo), in.persist(ctx, func(ctx context.Context) error {
				return in.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
					return tx.Events.Verified(ctx, v.appID, in.now())
				})
			})
		}
		if v, err = in.reconsider(ctx, v, callback.ReasonOf(err), arrived); err != nil {
			return nil, err
		}
	}
}

// reconsider returns the account anew where it was changed since the view was
// read, and refuses else what the view refused.
func (in *Inbox) reconsider(ctx context.Context, v *view, reason callback.Reason, arrived time.Time) (*view, error) {
	newer, err := in.accounts.recheck(ctx, in, v, arrived)
	switch {
	case err != nil:
		return nil, unknown(err)
	case newer == v:
		return nil, in.refuse(v, string(reason))
	}
	return newer, nil
}

// take opens a push, has it committed and returns what it is answered. It
// starts over where the account or what it answers with was changed since it
// was read.
func (in *Inbox) take(ctx context.Context, w http.ResponseWriter, r *http.Request) ([]byte, error) {
	arrived, received := time.Now(), in.now()
	v, err := in.accounts.view(ctx, in, r.PathValue("app_id"))
	if err != nil {
		return nil, unknown(err)
	}
	body, err := read(w, r)
	if err != nil {
		if reason := callback.ReasonOf(err); reason != "" {
			return nil, in.refuse(v, string(reason))
		}
		return nil, err
	}
	query := r.URL.Query()
	for {
		p, err := v.open(query, body, received)
		if reason := callback.ReasonOf(err); reason != "" {
			if v, err = in.reconsider(ctx, v, reason, arrived); err != nil {
				return nil, err
			}
			continue
		}
		if err == nil && p.incoming.Scene != "" {
			p.code, err = v.code(ctx, in, p.incoming.Scene)
		}
		if err != nil {
			return nil, err
		}
		p.arrived = arrived
		answer, err := in.kept(ctx, p)
		if errors.Is(err, errStale) {
			if v, err = in.accounts.newer(ctx, in, v.appID, v); err != nil {
				return nil, unknown(err)
			}
			continue
		}
		if err != nil {
			in.unheard.add(pushKey{v.appID, p.key}, received)
			v.counts.unanswered.Inc()
			return nil, err
		}
		in.unheard.heard(pushKey{v.appID, p.key})
		return v.endpoint.SealReply(answer, query.Get("nonce"), in.now())
	}
}

// read returns the body, which may be as large as a push may.
func read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > callback.MaxBody {
		return nil, &callback.Error{Reason: callback.ReasonTooLarge}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, callback.MaxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, &callback.Error{Reason: callback.ReasonTooLarge}
	}
	return body, err
}

// refusal is an answer that says no.
type refusal struct {
	status int
	text   string
}

func (r *refusal) Error() string { return r.text }

// refuse counts a refusal and returns it.
func (in *Inbox) refuse(v *view, reason string) error {
	in.refusals.add(v.appID, reason, in.now())
	v.counts.refused(reason)
	if reason == string(callback.ReasonTooLarge) {
		return &refusal{http.StatusRequestEntityTooLarge, "this is larger than a push"}
	}
	return &refusal{http.StatusForbidden, "this is no push to this account"}
}

// unknown is the refusal of what is for no account of ours.
func unknown(err error) error {
	if tuwen.KindOf(err) == tuwen.NotFound {
		return &refusal{http.StatusNotFound, "there is no such account"}
	}
	return err
}
