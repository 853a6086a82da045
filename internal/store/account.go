package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Accounts are the connected Official Accounts.
type Accounts struct{ tx *Tx }

// All returns every account in the order in which they were connected.
func (s Accounts) All(ctx context.Context) ([]tuwen.Account, error) {
	rows, err := s.tx.q.Accounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	accounts := make([]tuwen.Account, len(rows))
	for i, r := range rows {
		accounts[i] = account(r)
	}
	return accounts, nil
}

// ByID returns one account, else [tuwen.NotFound] "account.unknown".
func (s Accounts) ByID(ctx context.Context, appID string) (tuwen.Account, error) {
	r, err := s.tx.q.Account(ctx, appID)
	if err != nil {
		return tuwen.Account{}, found(err, "account.unknown", "account")
	}
	return account(r), nil
}

// Create adds an account; [tuwen.Conflict] "account.exists" where its AppID
// is connected already.
func (s Accounts) Create(ctx context.Context, a tuwen.Account) error {
	n, err := s.tx.q.CreateAccount(ctx, db.CreateAccountParams(accountRow(a)))
	switch {
	case err != nil:
		return fmt.Errorf("create account: %w", err)
	case n == 0:
		return tuwen.Errorf(tuwen.Conflict, "account.exists", "this account is connected already").With("app_id", a.AppID)
	}
	return nil
}

// Update writes every field of the account, secrets too.
func (s Accounts) Update(ctx context.Context, a tuwen.Account) error {
	n, err := s.tx.q.UpdateAccount(ctx, db.UpdateAccountParams(accountRow(a)))
	if err := hit(n, err, "account.unknown", "account"); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, a.AppID)
}

// Delete removes the account and everything of it, notes too. Only its lines
// of the audit stay. For an account of 100,000 materials or a million events
// it takes seconds, in which SQLite writes nothing else.
func (s Accounts) Delete(ctx context.Context, appID string) error {
	var ids []int64
	if err := s.tx.query(ctx, scanID(&ids), `SELECT id FROM search_docs WHERE app_id = $1`, appID); err != nil {
		return fmt.Errorf("list the documents of the account: %w", err)
	}
	if err := s.tx.dialect.drop(ctx, s.tx.sql, ids); err != nil {
		return fmt.Errorf("drop the account from the search: %w", err)
	}
	n, err := s.tx.q.DeleteAccount(ctx, appID)
	for _, table := range unowned {
		if err == nil {
			_, err = s.tx.sql.ExecContext(ctx, "DELETE FROM "+table+" WHERE app_id = $1", appID)
		}
	}
	return hit(n, err, "account.unknown", "account")
}

// unowned are the tables that do not go with their account by themselves.
var unowned = []string{"events", "contacts", "sightings", "contact_tags", "former_contacts", "tallies", "messages", "enrollments"}

func account(r db.Account) tuwen.Account {
	return tuwen.Account{
		AppID: r.AppID, Name: r.Name, Kind: tuwen.AccountKind(r.Kind), Verified: r.Verified,
		OriginalID: r.OriginalID, Encryption: tuwen.Encryption(r.Encryption),
		APIBaseURL: r.APIBaseURL, ExternalTokenURL: r.ExternalTokenURL,
		HasAppSecret: len(r.AppSecret) > 0, HasMessageToken: len(r.MessageToken) > 0, HasAESKey: len(r.AESKey) > 0,
		CreatedAt: fromMillis(r.CreatedAt), UpdatedAt: fromMillis(r.UpdatedAt),
		AppSecret: r.AppSecret, MessageToken: r.MessageToken, AESKey: r.AESKey, ExternalToken: r.ExternalToken,
	}
}

func accountRow(a tuwen.Account) db.Account {
	return db.Account{
		AppID: a.AppID, Name: text(a.Name), Kind: string(a.Kind), Verified: a.Verified,
		OriginalID: text(a.OriginalID), Encryption: string(a.Encryption),
		APIBaseURL: a.APIBaseURL, ExternalTokenURL: a.ExternalTokenURL,
		AppSecret: a.AppSecret, MessageToken: a.MessageToken, AESKey: a.AESKey, ExternalToken: a.ExternalToken,
		CreatedAt: millis(a.CreatedAt), UpdatedAt: millis(a.UpdatedAt),
	}
}
