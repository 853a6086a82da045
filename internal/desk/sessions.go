package desk

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Sessions is signing in and out, and what operators change of themselves.
type Sessions struct {
	*floor
	passwords *passwords
	setupCode string
}

// The throttle of log-ins: after freeTries failures in a row the pair of
// address and email waits, first one minute, then twice as long each time. An
// address that tries many emails waits too.
const (
	freeTries     = 5
	freeAddress   = 30
	throttleAfter = 30 * time.Minute // a quiet time after which failures are forgotten
	longestLock   = 15 * time.Minute
)

// codeLives is how long a one-time code signs in.
const codeLives = time.Hour

// SetupNeeded reports whether nobody can sign in yet.
func (s *Sessions) SetupNeeded(ctx context.Context) (needed bool, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := tx.Operators.Count(ctx)
		needed = n == 0
		return err
	})
	return needed, err
}

// SetUp makes the first administrator; [tuwen.Conflict] "setup.done" once an
// operator exists, [tuwen.Forbidden] "setup.code" for a wrong code.
func (s *Sessions) SetUp(ctx context.Context, actor tuwen.Actor, in SetUp) (SignedIn, error) {
	needed, err := s.SetupNeeded(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	if !needed {
		return SignedIn{}, errSetupDone
	}
	keys := []throttle{{"setup|" + actor.Address, freeTries}}
	if err := s.try(ctx, keys); err != nil {
		return SignedIn{}, err
	}
	given, wanted := hashOf(strings.TrimSpace(in.Code)), hashOf(s.setupCode)
	if s.setupCode == "" || subtle.ConstantTimeCompare(given, wanted) != 1 {
		return SignedIn{}, tuwen.Errorf(tuwen.Forbidden, "setup.code", "that is not the code that serve printed").With("field", "code")
	}
	o, err := newOperator(ctx, s.floor, s.passwords, NewOperator{Name: in.Name, Email: in.Email, Password: in.Password, Role: tuwen.Admin})
	if err != nil {
		// Whoever knows the code is no guesser; a short password costs no try.
		return SignedIn{}, errors.Join(err, s.clear(ctx, keys))
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := s.now()
		// Two first administrators at once would both count none.
		if ok, err := tx.Leases.Acquire(ctx, "setup", o.ID, now, now.Add(time.Minute)); err != nil || !ok {
			return orDone(err)
		}
		if n, err := tx.Operators.Count(ctx); err != nil || n > 0 {
			return orDone(err)
		}
		o.SeenAt = &now
		if err := tx.Operators.Create(ctx, o); err != nil {
			return err
		}
		if err := clearAll(ctx, tx, keys); err != nil {
			return err
		}
		return s.record(ctx, tx, s.actorOf(o, actor.Address), tuwen.Entry{Action: "setup.finish", Subject: o.ID, Name: o.Name})
	})
	return SignedIn{Session: tuwen.Session{Operator: o, Language: tuwen.Chinese}}, err
}

var errSetupDone = tuwen.Errorf(tuwen.Conflict, "setup.done", "the console is set up; sign in")

func orDone(err error) error {
	if err != nil {
		return err
	}
	return errSetupDone
}

// SignIn returns the operator of an email and a password. A wrong pair is
// [tuwen.Unauthenticated] "login.wrong"; after five of them the pair of
// address and email has to wait: [tuwen.Exhausted] "login.locked" with until.
func (s *Sessions) SignIn(ctx context.Context, actor tuwen.Actor, email, password string) (SignedIn, error) {
	wrong := tuwen.Errorf(tuwen.Unauthenticated, "login.wrong", "email or password is wrong")
	address, err := tuwen.EmailAddress(email)
	if err != nil {
		return SignedIn{}, err
	}
	keys := []throttle{{"login|" + actor.Address + "|" + address, freeTries}, {"address|" + actor.Address, freeAddress}}
	if err := s.try(ctx, keys); err != nil {
		return SignedIn{}, err
	}
	var o tuwen.Operator
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		o, err = tx.Operators.ByEmail(ctx, address)
		return err
	})
	if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
		return SignedIn{}, err
	}
	ok, err := s.passwords.matches(ctx, password, o.PasswordHash)
	if err != nil {
		return SignedIn{}, fmt.Errorf("compare a password: %w", err)
	}
	if !ok {
		return SignedIn{}, wrong
	}
	return s.enter(ctx, actor, o.ID, keys)
}

// MakeCode makes a code by which the operator signs in once, within an hour.
// Only the command line on the machine itself has a use for it.
func (s *Sessions) MakeCode(ctx context.Context, actor tuwen.Actor, operatorID string) (string, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return "", err
	}
	code := secretText()
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Codes.Create(ctx, hashOf(code), operatorID, s.now().Add(codeLives))
	})
	return code, err
}

// SignInByCode returns the operator of a one-time code;
// [tuwen.Unauthenticated] "login.code" where it is unknown, used or over.
func (s *Sessions) SignInByCode(ctx context.Context, actor tuwen.Actor, code string) (SignedIn, error) {
	keys := []throttle{{"code|" + actor.Address, freeAddress}}
	if err := s.try(ctx, keys); err != nil {
		return SignedIn{}, err
	}
	id := ""
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		id, err = tx.Codes.Take(ctx, hashOf(code), s.now())
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return SignedIn{}, tuwen.Errorf(tuwen.Unauthenticated, "login.code", "this sign-in link was used already or is too old")
	}
	if err != nil {
		return SignedIn{}, err
	}
	return s.enter(ctx, actor, id, keys)
}

// enter notes the sign-in of somebody who proved who they are.
func (s *Sessions) enter(ctx context.Context, actor tuwen.Actor, id string, keys []throttle) (in SignedIn, err error) {
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		o, err := tx.Operators.ByID(ctx, id)
		if err != nil {
			return err
		}
		if o.Disabled {
			return tuwen.Errorf(tuwen.Forbidden, "operator.disabled", "an administrator has disabled this operator")
		}
		now := s.now()
		o.SeenAt = &now
		if err := tx.Operators.Update(ctx, o); err != nil {
			return err
		}
		if err := clearAll(ctx, tx, keys); err != nil {
			return err
		}
		in.Session.Operator = o
		if in.Session.Language, err = language(ctx, tx, o.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, s.actorOf(o, actor.Address), tuwen.Entry{Action: "session.begin", Subject: o.ID, Name: o.Name})
	})
	return in, err
}

// throttle is a key under which failures count, and how many are free.
type throttle struct {
	key  string
	free int
}

// try counts a try as a failure before it is known to be one, so that many at
// once get no further than many in a row; a success clears it. It returns
// [tuwen.Exhausted] "login.locked" where the time to wait is not over.
func (s *Sessions) try(ctx context.Context, keys []throttle) error {
	var locked time.Time
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := s.now()
		locked = time.Time{}
		for _, k := range keys {
			l, err := tx.Logins.ByKey(ctx, k.key)
			if err != nil {
				return err
			}
			if l.BlockedUntil.After(now) && l.BlockedUntil.After(locked) {
				locked = l.BlockedUntil
			}
		}
		if !locked.IsZero() {
			return nil
		}
		for _, k := range keys {
			l, err := tx.Logins.Fail(ctx, k.key, now, throttleAfter)
			if err != nil {
				return err
			}
			if over := l.Failures - k.free; over >= 0 {
				wait := min(longestLock, time.Minute<<min(over, 10))
				if err := tx.Logins.Block(ctx, k.key, now.Add(wait)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || locked.IsZero() {
		return err
	}
	wait := locked.Sub(s.now()).Round(time.Second)
	return tuwen.Errorf(tuwen.Exhausted, "login.locked", "too many failed tries; wait").
		With("until", locked.UTC().Format(time.RFC3339)).With("seconds", fmt.Sprint(int(wait.Seconds())))
}

func (s *Sessions) clear(ctx context.Context, keys []throttle) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return clearAll(ctx, tx, keys) })
}

func clearAll(ctx context.Context, tx *store.Tx, keys []throttle) error {
	for _, k := range keys {
		if err := tx.Logins.Clear(ctx, k.key); err != nil {
			return err
		}
	}
	return nil
}

// Actor returns who a session speaks for; [tuwen.Unauthenticated] where its
// operator is gone or disabled, or signed out everywhere since.
func (s *Sessions) Actor(ctx context.Context, operatorID string, epoch int) (tuwen.Actor, error) {
	over := tuwen.Errorf(tuwen.Unauthenticated, "session.over", "the session is over; sign in again")
	var o tuwen.Operator
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		o, err = tx.Operators.ByID(ctx, operatorID)
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return tuwen.Actor{}, over
	}
	if err != nil {
		return tuwen.Actor{}, err
	}
	if o.Disabled || o.Epoch != epoch {
		return tuwen.Actor{}, over
	}
	return s.actorOf(o, ""), nil
}

func (s *Sessions) actorOf(o tuwen.Operator, address string) tuwen.Actor {
	return tuwen.Actor{OperatorID: o.ID, Name: o.Name, Role: o.Role, Address: address}
}

// Current returns who is signed in.
func (s *Sessions) Current(ctx context.Context, actor tuwen.Actor) (out tuwen.Session, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	if actor.TokenID != "" {
		return tuwen.Session{
			Operator: tuwen.Operator{ID: actor.TokenID, Name: actor.Name, Role: actor.Role},
			Language: tuwen.Chinese, Token: true,
		}, nil
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if out.Operator, err = tx.Operators.ByID(ctx, actor.OperatorID); err != nil {
			return err
		}
		out.Language, err = language(ctx, tx, actor.OperatorID)
		return err
	})
	return out, err
}

// Change changes one's own name, language or password. A new password ends
// all other sessions: the epoch returned is that of the one to begin.
func (s *Sessions) Change(ctx context.Context, actor tuwen.Actor, in ProfileChange) (out tuwen.Session, epoch int, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, 0, err
	}
	if actor.OperatorID == "" {
		return out, 0, errNoPerson
	}
	hash := ""
	if in.Password != nil {
		if hash, err = s.newPassword(ctx, actor, in); err != nil {
			return out, 0, err
		}
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		o, err := tx.Operators.ByID(ctx, actor.OperatorID)
		if err != nil {
			return err
		}
		d, before := details{}, o.Name
		if in.Name != nil {
			if o.Name, err = tuwen.PersonName(*in.Name); err != nil {
				return err
			}
			d.changed("name", before, o.Name)
		}
		if hash != "" {
			o.PasswordHash = hash
			o.Epoch++
			d["password"] = "set"
		}
		if err := s.speak(ctx, tx, o.ID, in.Language, d); err != nil {
			return err
		}
		if err := tx.Operators.Update(ctx, o); err != nil {
			return err
		}
		out.Operator = o
		if out.Language, err = language(ctx, tx, o.ID); err != nil {
			return err
		}
		if len(d) == 0 {
			return nil
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "profile.change", Subject: o.ID, Name: o.Name, Details: d})
	})
	return out, out.Operator.Epoch, err
}

var errNoPerson = tuwen.Errorf(tuwen.Forbidden, "session.script", "a script has no name or password to change and no session to end")

// newPassword checks the current password and hashes the new one.
func (s *Sessions) newPassword(ctx context.Context, actor tuwen.Actor, in ProfileChange) (string, error) {
	keys := []throttle{{"password|" + actor.OperatorID, freeTries}}
	if err := s.try(ctx, keys); err != nil {
		return "", err
	}
	var o tuwen.Operator
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		o, err = tx.Operators.ByID(ctx, actor.OperatorID)
		return err
	})
	if err != nil {
		return "", err
	}
	ok, err := s.passwords.matches(ctx, in.CurrentPassword, o.PasswordHash)
	if err != nil {
		return "", fmt.Errorf("compare a password: %w", err)
	}
	if !ok {
		return "", tuwen.Errorf(tuwen.Invalid, "password.current", "the current password is wrong").With("field", "current_password")
	}
	if err := s.clear(ctx, keys); err != nil {
		return "", err
	}
	if err := tuwen.CheckPassword(*in.Password, o.Email); err != nil {
		return "", err
	}
	return s.passwords.hash(ctx, *in.Password)
}

// speak keeps an operator's language.
func (s *Sessions) speak(ctx context.Context, tx *store.Tx, id string, tag *string, d details) error {
	if tag == nil {
		return nil
	}
	to, err := tuwen.LanguageOf(*tag)
	if err != nil {
		return err
	}
	before, err := language(ctx, tx, id)
	if err != nil {
		return err
	}
	d.changed("language", string(before), string(to))
	return tx.Settings.Put(ctx, "language/"+id, string(to))
}

func language(ctx context.Context, tx *store.Tx, id string) (tuwen.Language, error) {
	tag, err := tx.Settings.Get(ctx, "language/"+id)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return tuwen.Chinese, nil
	}
	if err != nil {
		return "", err
	}
	return tuwen.LanguageOf(tag)
}

// SignOut notes that the operator left. The session itself is web's.
func (s *Sessions) SignOut(ctx context.Context, actor tuwen.Actor) error {
	if actor.OperatorID == "" {
		return errNoPerson
	}
	return s.recordAlone(ctx, actor, tuwen.Entry{Action: "session.end", Subject: actor.OperatorID, Name: actor.Name})
}

// SignOutEverywhere ends every session of the operator at once.
func (s *Sessions) SignOutEverywhere(ctx context.Context, actor tuwen.Actor) error {
	if actor.OperatorID == "" {
		return errNoPerson
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		o, err := raiseEpoch(ctx, tx, actor.OperatorID)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "session.end_all", Subject: o.ID, Name: o.Name})
	})
}
