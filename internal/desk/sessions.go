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
