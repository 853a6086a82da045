package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
)

const (
	cookieName = "tuwen"
	// lifetime is how long a session lasts, from its sign-in. It has no idle
	// time-out, which would write a row on every request.
	lifetime = 7 * 24 * time.Hour
	// What a session holds.
	keyOperator = "operator"
	keyEpoch    = "epoch"
)

// sessions tells who is asking: by the cookie of a signed-in operator, or by
// the bearer token of a script.
type sessions struct {
	plain  *scs.SessionManager
	secure *scs.SessionManager // the same sessions, with a cookie for https only
	desk   *desk.Desk
	peer   peer
	log    *slog.Logger
}

func newSessions(store scs.CtxStore, d *desk.Desk, p peer, log *slog.Logger) *sessions {
	s := &sessions{desk: d, peer: p, log: log}
	m := scs.New()
	m.Store = store
	m.Lifetime = lifetime
	m.HashTokenInStore = true
	m.Cookie.Name = cookieName
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		err = tuwen.Errorf(tuwen.Unavailable, "session.store", "sessions cannot be read just now").Because(err)
		s.log.ErrorContext(r.Context(), "session store failed", "err", err)
		writeProblem(w, problemOf(r.Context(), s.log, err))
	}
	s.plain = m
	secure := *m
	secure.Cookie.Secure = true
	s.secure = &secure
	return s
}

// wrap gives every request its session and its actor.
func (s *sessions) wrap(next http.Handler) http.Handler {
	inner := s.identify(next)
	plain, secure := s.plain.LoadAndSave(inner), s.secure.LoadAndSave(inner)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.peer.secure(r) {
			secure.ServeHTTP(w, r)
			return
		}
		plain.ServeHTTP(w, r)
	})
}

// caller is who is asking, and the console's address as the caller knows it.
type caller struct {
	actor  tuwen.Actor
	origin string
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// actorOf returns who is asking; nobody has an address only.
func actorOf(ctx context.Context) tuwen.Actor { return callerOf(ctx).actor }

// originOf returns scheme and host that the request came to.
func originOf(ctx context.Context) string { return callerOf(ctx).origin }

func (s *sessions) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, err := s.actor(r.Context(), bearer(r))
		if err != nil {
			writeProblem(w, problemOf(r.Context(), s.log, err))
			return
		}
		actor.Address = s.peer.address(r)
		c := caller{actor: actor, origin: "http://" + r.Host}
		if s.peer.secure(r) {
			c.origin = "https://" + r.Host
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// actor names who holds the token, or else the session. A token that is none
// is refused; a session that is none makes nobody, who may sign in.
func (s *sessions) actor(ctx context.Context, token string) (tuwen.Actor, error) {
	if token != "" {
		return s.desk.Tokens.Actor(ctx, token)
	}
	id := s.plain.GetString(ctx, keyOperator)
	if id == "" {
		return tuwen.Actor{}, nil
	}
	actor, err := s.desk.Sessions.Actor(ctx, id, s.plain.GetInt(ctx, keyEpoch))
	if tuwen.KindOf(err) == tuwen.Unauthenticated {
		return tuwen.Actor{}, nil
	}
	return actor, err
}

// begin signs the operator in under a new session token.
func (s *sessions) begin(ctx context.Context, operatorID string, epoch int) error {
	if err := s.plain.RenewToken(ctx); err != nil {
		return fmt.Errorf("renew the session: %w", err)
	}
	s.plain.Put(ctx, keyOperator, operatorID)
	s.plain.Put(ctx, keyEpoch, epoch)
	return nil
}

// end removes the session.
func (s *sessions) end(ctx context.Context) error {
	if err := s.plain.Destroy(ctx); err != nil {
		return fmt.Errorf("end the session: %w", err)
	}
	return nil
}

// expiry returns when the session ends, nil for a script.
func (s *sessions) expiry(ctx context.Context) *time.Time {
	if actorOf(ctx).TokenID != "" {
		return nil
	}
	t := s.plain.Deadline(ctx).UTC().Truncate(time.Second)
	return &t
}

// alive reports whether the request would still be let in if it came now. A
// stream asks, since it outlives the sign-out that happens beside it.
func (s *sessions) alive(r *http.Request) bool {
	ctx := r.Context()
	if token := bearer(r); token != "" {
		_, err := s.actor(ctx, token)
		return err == nil
	}
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return false
	}
	// A bare context, because Load keeps a session that is already in it.
	fresh, err := s.plain.Load(context.Background(), cookie.Value)
	if err != nil {
		return false
	}
	actor, err := s.actor(fresh, "")
	return err == nil && actor.Role != ""
}

// bearer returns the token of the Authorization header, else "".
func bearer(r *http.Request) string {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
