package store

import (
	"context"
	"fmt"
	"math"
)

// span is a range of documents by their ids, till excluded.
type span struct{ from, till int64 }

var everything = span{0, math.MaxInt64}

// buildSearch asks the search index alone: account, source and whether there
// is a note are tokens too, and a month is a range of ids. The token that all
// documents have is left out: the engines would read all that have it.
func (l *listing) buildSearch(ctx context.Context, tokens []string) error {
	l.searched, l.restricted = true, true
	alone, err := l.tx.onlyAccount(ctx, l.appID)
	if err != nil {
		return err
	}
	if !alone || l.q.Source != "" {
		tokens = append(tokens, scopeToken(l.appID, l.q.Source))
	}
	from, where := l.tx.dialect.search(l.bind(l.tx.dialect.tokens(tokens)))
	l.from = []string{from}
	l.and(where)
	if !l.q.IncludeGone {
		l.and(l.tx.dialect.here)
	}
	l.docs = everything
	if l.q.Month != "" {
		l.docs = span{docIDs(l.since), docIDs(l.till)}
	}
	l.narrowed = l.q.Used != nil || l.q.Noted != nil && !*l.q.Noted
	// A list, not EXISTS: that PostgreSQL would make a join, and lose the plan.
	if l.q.Noted != nil && !*l.q.Noted {
		l.and("d.media_id NOT IN (SELECT n.media_id FROM notes n WHERE n.app_id = " + l.bind(l.appID) + ")")
	}
	if l.q.Used != nil {
		in := "NOT IN"
		if *l.q.Used {
			in = "IN"
		}
		l.and("d.media_id " + in + " (SELECT u.media_id FROM uses u WHERE u.app_id = " + l.bind(l.appID) + ")")
	}
	return nil
}

// onlyAccount reports whether there is no account but this one.
func (tx *Tx) onlyAccount(ctx context.Context, appID string) (alone bool, err error) {
	err = tx.sql.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM accounts WHERE app_id <> $1)", appID).Scan(&alone)
	if err != nil {
		return false, fmt.Errorf("look for other accounts: %w", err)
	}
	return alone, nil
}
