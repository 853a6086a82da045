package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// NewID returns a random id for a row: 26 lower-case letters and digits.
func NewID() string { return strings.ToLower(rand.Text()) }

// Operators are the people who may sign in.
type Operators struct{ tx *Tx }

// All returns every operator in the order in which they were added.
func (s Operators) All(ctx context.Context) ([]tuwen.Operator, error) {
	rows, err := s.tx.q.Operators(ctx)
	if err != nil {
		return nil, fmt.Errorf("list operators: %w", err)
	}
	all := make([]tuwen.Operator, len(rows))
	for i, r := range rows {
		all[i] = operator(r)
	}
	return all, nil
}

// ByID returns one operator, else [tuwen.NotFound] "operator.unknown".
func (s Operators) ByID(ctx context.Context, id string) (tuwen.Operator, error) {
	r, err := s.tx.q.Operator(ctx, id)
	return operator(r), found(err, "operator.unknown", "operator")
}

// ByEmail returns the operator of an address as [tuwen.EmailAddress] writes
// it, else [tuwen.NotFound] "operator.unknown".
func (s Operators) ByEmail(ctx context.Context, email string) (tuwen.Operator, error) {
	r, err := s.tx.q.OperatorByEmail(ctx, email)
	return operator(r), found(err, "operator.unknown", "operator")
}

// Count returns how many operators there are, disabled ones too.
func (s Operators) Count(ctx context.Context) (int, error) {
	n, err := s.tx.q.CountOperators(ctx)
	if err != nil {
		return 0, fmt.Errorf("count operators: %w", err)
	}
	return int(n), nil
}

var errOperatorExists = tuwen.Errorf(tuwen.Conflict, "operator.exists", "an operator has this email address already").With("field", "email")

// Create adds an operator; [tuwen.Conflict] "operator.exists" where the
// address is taken.
func (s Operators) Create(ctx context.Context, o tuwen.Operator) error {
	n, err := s.tx.q.CreateOperator(ctx, db.CreateOperatorParams{
		ID: o.ID, Name: o.Name, Email: o.Email, Role: string(o.Role), Disabled: o.Disabled,
		CreatedAt: millis(o.CreatedAt), SeenAt: nullMillis(o.SeenAt), PasswordHash: o.PasswordHash, Epoch: int64(o.Epoch),
	})
	switch {
	case err != nil:
		return fmt.Errorf("create operator: %w", err)
	case n == 0:
		return errOperatorExists
	}
	return nil
}

// Update writes every field but the time of creation; [tuwen.Conflict]
// "operator.exists" where the new address is taken.
func (s Operators) Update(ctx context.Context, o tuwen.Operator) error {
	n, err := s.tx.q.UpdateOperator(ctx, db.UpdateOperatorParams{
		ID: o.ID, Name: o.Name, Email: o.Email, Role: string(o.Role), Disabled: o.Disabled,
		SeenAt: nullMillis(o.SeenAt), PasswordHash: o.PasswordHash, Epoch: int64(o.Epoch),
	})
	if err != nil && s.tx.dialect.taken(err) {
		return errOperatorExists.Because(err)
	}
	return hit(n, err, "operator.unknown", "operator")
}

func operator(r db.Operator) tuwen.Operator {
	return tuwen.Operator{
		ID: r.ID, Name: r.Name, Email: r.Email, Role: tuwen.Role(r.Role), Disabled: r.Disabled,
		CreatedAt: fromMillis(r.CreatedAt), SeenAt: fromNullMillis(r.SeenAt),
		PasswordHash: r.PasswordHash, Epoch: int(r.Epoch),
	}
}

// APITokens let scripts in.
type APITokens struct{ tx *Tx }

// All returns every token, oldest first.
func (s APITokens) All(ctx context.Context) ([]tuwen.APIToken, error) {
	rows, err := s.tx.q.APITokens(ctx)
	if err != nil {
		return nil, fmt.Errorf("list API tokens: %w", err)
	}
	all := make([]tuwen.APIToken, len(rows))
	for i, r := range rows {
		all[i] = apiToken(r)
	}
	return all, nil
}

// ByHash returns the token of a hash, else [tuwen.NotFound]
// "api_token.unknown".
func (s APITokens) ByHash(ctx context.Context, hash []byte) (tuwen.APIToken, error) {
	r, err := s.tx.q.APITokenByHash(ctx, hash)
	return apiToken(r), found(err, "api_token.unknown", "API token")
}

// Create adds a token.
func (s APITokens) Create(ctx context.Context, t tuwen.APIToken) error {
	err := s.tx.q.CreateAPIToken(ctx, db.CreateAPITokenParams{
		ID: t.ID, Name: t.Name, Role: string(t.Role), CreatedBy: t.CreatedBy, CreatedAt: millis(t.CreatedAt),
		UsedAt: nullMillis(t.UsedAt), Hash: t.Hash,
	})
	if err != nil {
		return fmt.Errorf("create API token: %w", err)
	}
	return nil
}

// Touch keeps when the token was last used.
func (s APITokens) Touch(ctx context.Context, id string, at time.Time) error {
	if err := s.tx.q.TouchAPIToken(ctx, db.TouchAPITokenParams{ID: id, UsedAt: nullMillis(&at)}); err != nil {
		return fmt.Errorf("touch API token: %w", err)
	}
	return nil
}

// Delete removes the token, else [tuwen.NotFound] "api_token.unknown".
func (s APITokens) Delete(ctx context.Context, id string) error {
	n, err := s.tx.q.DeleteAPIToken(ctx, id)
	return hit(n, err, "api_token.unknown", "API token")
}

func apiToken(r db.ApiToken) tuwen.APIToken {
	return tuwen.APIToken{
		ID: r.ID, Name: r.Name, Role: tuwen.Role(r.Role), CreatedBy: r.CreatedBy,
		CreatedAt: fromMillis(r.CreatedAt), UsedAt: fromNullMillis(r.UsedAt), Hash: r.Hash,
	}
}

// Audit is the record of what was done.
type Audit struct{ tx *Tx }

// AuditFilter says which entries are asked for; empty fields ask for all.
type AuditFilter struct {
	AppID  string
	Actor  string
	Action string
	Limit  int // 0 is 20, and 100 are the most
	Cursor string
}

// AuditPage is a page of entries, newest first.
type AuditPage struct {
	Items      []tuwen.Entry
	NextCursor string
}

// Add writes an entry. It gets an id where it has none.
func (s Audit) Add(ctx context.Context, e tuwen.Entry) error {
	if e.ID == "" {
		e.ID = NewID()
	}
	details, err := toJSON(e.Details, len(e.Details) == 0)
	if err != nil {
		return err
	}
	err = s.tx.q.AddAudit(ctx, db.AddAuditParams{
		ID: e.ID, At: millis(e.At), Actor: text(e.Actor), Address: text(e.Address), Action: e.Action,
		AppID: text(e.AppID), Subject: text(e.Subject), Name: text(e.Name), Details: details,
	})
	if err != nil {
		return fmt.Errorf("write the audit: %w", err)
	}
	return nil
}

// ByID returns an entry, else [tuwen.NotFound] "audit.unknown".
func (s Audit) ByID(ctx context.Context, id string) (tuwen.Entry, error) {
	r, err := s.tx.q.AuditEntry(ctx, id)
	if err != nil {
		return tuwen.Entry{}, found(err, "audit.unknown", "entry of the audit")
	}
	return entry(r)
}

// Amend replaces the name and the details of an entry that stands for several
// deeds, each of which adds to it.
func (s Audit) Amend(ctx context.Context, e tuwen.Entry) error {
	details, err := toJSON(e.Details, len(e.Details) == 0)
	if err != nil {
		return err
	}
	n, err := s.tx.q.AmendAudit(ctx, db.AmendAuditParams{ID: e.ID, Name: text(e.Name), Details: details})
	return hit(n, err, "audit.unknown", "entry of the audit")
}

// List returns a page of entries.
func (s Audit) List(ctx context.Context, f AuditFilter) (AuditPage, error) {
	before, id := int64(math.MaxInt64), ""
	if f.Cursor != "" {
		var err error
		if before, id, err = openCursor(f.Cursor); err != nil {
			return AuditPage{}, err
		}
	}
	limit := pageSize(f.Limit)
	rows, err := s.tx.q.AuditEntries(ctx, db.AuditEntriesParams{
		AppID: text(f.AppID), Actor: text(f.Actor), Action: text(f.Action),
		BeforeAt: before, BeforeID: id, PageSize: int32(limit + 1),
	})
	if err != nil {
		return AuditPage{}, fmt.Errorf("list the audit: %w", err)
	}
	p := AuditPage{Items: make([]tuwen.Entry, 0, len(rows))}
	for i, r := range rows {
		if i == limit {
			last := p.Items[limit-1]
			p.NextCursor = sealCursor(millis(last.At), last.ID)
			break
		}
		e, err := entry(r)
		if err != nil {
			return AuditPage{}, err
		}
		p.Items = append(p.Items, e)
	}
	return p, nil
}

func entry(r db.Audit) (tuwen.Entry, error) {
	e := tuwen.Entry{
		ID: r.ID, At: fromMillis(r.At), Actor: r.Actor, Address: r.Address, Action: r.Action, AppID: r.AppID, Subject: r.Subject,
		Name: r.Name,
	}
	var err error
	e.Details, err = fromJSON[map[string]string](r.Details)
	return e, err
}
