package desk

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

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
