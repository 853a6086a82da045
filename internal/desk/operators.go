package desk

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Operators are the people who may sign in. Administrators manage them.
type Operators struct {
	*floor
	passwords *passwords
}

// All returns every operator.
func (s *Operators) All(ctx context.Context, actor tuwen.Actor) (all []tuwen.Operator, err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err = tx.Operators.All(ctx)
		return err
	})
	return all, err
}

// ByID returns one operator.
func (s *Operators) ByID(ctx context.Context, actor tuwen.Actor, id string) (o tuwen.Operator, err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return o, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		o, err = tx.Operators.ByID(ctx, id)
		return err
	})
	return o, err
}

// ByEmail returns the operator with an email address.
func (s *Operators) ByEmail(ctx context.Context, actor tuwen.Actor, email string) (o tuwen.Operator, err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return o, err
	}
	if email, err = tuwen.EmailAddress(email); err != nil {
		return o, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		o, err = tx.Operators.ByEmail(ctx, email)
		return err
	})
	return o, err
}

// Create lets a person in; [tuwen.Conflict] "operator.exists" where the email
// is taken.
func (s *Operators) Create(ctx context.Context, actor tuwen.Actor, in NewOperator) (tuwen.Operator, error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return tuwen.Operator{}, err
	}
	o, err := newOperator(ctx, s.floor, s.passwords, in)
	if err != nil {
		return tuwen.Operator{}, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.Operators.Create(ctx, o); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "operator.create", Subject: o.ID, Name: o.Name, Details: details{"email": o.Email, "role": string(o.Role)},
		})
	})
	return o, err
}

// newOperator checks the input and hashes the password.
func newOperator(ctx context.Context, f *floor, p *passwords, in NewOperator) (tuwen.Operator, error) {
	name, err := tuwen.PersonName(in.Name)
	if err != nil {
		return tuwen.Operator{}, err
	}
	email, err := tuwen.EmailAddress(in.Email)
	if err != nil {
		return tuwen.Operator{}, err
	}
	if err := tuwen.CheckPassword(in.Password, email); err != nil {
		return tuwen.Operator{}, err
	}
	if !in.Role.Valid() {
		return tuwen.Operator{}, errRole
	}
	hash, err := p.hash(ctx, in.Password)
	if err != nil {
		return tuwen.Operator{}, fmt.Errorf("hash a password: %w", err)
	}
	return tuwen.Operator{ID: store.NewID(), Name: name, Email: email, Role: in.Role, CreatedAt: f.now(), PasswordHash: hash}, nil
}

var errRole = tuwen.Errorf(tuwen.Invalid, "operator.role", "role is admin, operator or viewer").With("field", "role")

// Change changes an operator. The last administrator who may sign in stays
// one: [tuwen.Conflict] "operator.last_admin". A new role or password and
// disabling end the operator's sessions.
func (s *Operators) Change(ctx context.Context, actor tuwen.Actor, id string, in OperatorChange) (o tuwen.Operator, err error) {
	if err := actor.May(tuwen.Admin); err != nil {
		return o, err
	}
	if in.Role != nil && !in.Role.Valid() {
		return o, errRole
	}
	hash := ""
	if in.Password != nil {
		before, err := s.ByID(ctx, actor, id)
		if err != nil {
			return o, err
		}
		if err := tuwen.CheckPassword(*in.Password, before.Email); err != nil {
			return o, err
		}
		if hash, err = s.passwords.hash(ctx, *in.Password); err != nil {
			return o, fmt.Errorf("hash a password: %w", err)
		}
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if o, err = tx.Operators.ByID(ctx, id); err != nil {
			return err
		}
		before := o
		if in.Name != nil {
			if o.Name, err = tuwen.PersonName(*in.Name); err != nil {
				return err
			}
		}
		set(&o.Role, in.Role)
		set(&o.Disabled, in.Disabled)
		d := details{}
		d.changed("name", before.Name, o.Name)
		d.changed("role", string(before.Role), string(o.Role))
		d.changed("disabled", fmt.Sprint(before.Disabled), fmt.Sprint(o.Disabled))
		if hash != "" {
			o.PasswordHash = hash
			d["password"] = "set"
		}
		if o.Role != before.Role || o.Disabled != before.Disabled || hash != "" {
			o.Epoch++
		}
		if err := keepAnAdmin(ctx, tx, before, o); err != nil {
			return err
		}
		if err := tx.Operators.Update(ctx, o); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "operator.change", Subject: o.ID, Name: o.Name, Details: d})
	})
	return o, err
}

// keepAnAdmin refuses a change after which nobody could manage the console.
func keepAnAdmin(ctx context.Context, tx *store.Tx, before, after tuwen.Operator) error {
	if before.Role != tuwen.Admin || before.Disabled || (after.Role == tuwen.Admin && !after.Disabled) {
		return nil
	}
	all, err := tx.Operators.All(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.ID != after.ID && o.Role == tuwen.Admin && !o.Disabled {
			return nil
		}
	}
	return tuwen.Errorf(tuwen.Conflict, "operator.last_admin", "this is the last administrator; make another one first")
}

// EndSessions signs an operator out everywhere.
func (s *Operators) EndSessions(ctx context.Context, actor tuwen.Actor, id string) error {
	if err := actor.May(tuwen.Admin); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		o, err := raiseEpoch(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: "operator.end_sessions", Subject: o.ID, Name: o.Name})
	})
}

func raiseEpoch(ctx context.Context, tx *store.Tx, id string) (tuwen.Operator, error) {
	o, err := tx.Operators.ByID(ctx, id)
	if err != nil {
		return o, err
	}
	o.Epoch++
	return o, tx.Operators.Update(ctx, o)
}
