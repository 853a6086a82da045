package store

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/tuwen/tuwen/internal/store/internal/db"
)

// The nouns whose deeds are counted, and the kinds of uses they make.
const (
	ruleNoun         = "reply_rule"
	conversationNoun = "conversation"
	codeNoun         = "qrcode"
	pictureNoun      = "picture"
	menuNoun         = "menu"
	journeyNoun      = "journey"
	contactNoun      = "contact"
)

// tally is what is added to a count.
type tally struct {
	subject, part, day string
	n, m               int
}

// tally counts, in the order of the keys, so that two transactions that count
// the same do not wait for each other in a circle. Each takes one of the
// count's rows by chance, so that most do not wait at all.
func (tx *Tx) tally(ctx context.Context, appID, noun string, counts []tally) error {
	slices.SortFunc(counts, func(a, b tally) int {
		return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.part, b.part), cmp.Compare(a.day, b.day))
	})
	shard := rand.IntN(tx.dialect.shards)
	rows := make([][]any, len(counts))
	for i, c := range counts {
		rows[i] = []any{appID, noun, c.subject, c.part, c.day, shard, c.n, c.m}
	}
	err := tx.insert(ctx, "tallies (app_id, noun, subject, part, day, shard, n, m)", `ON CONFLICT (app_id, noun, subject,
		part, day, shard) DO UPDATE SET n = tallies.n + EXCLUDED.n, m = tallies.m + EXCLUDED.m`, rows)
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	return nil
}

// sums are the counts of subjects, by part; that of the whole has no part.
type sums map[string]map[string]int

func (s sums) add(subject, part string, n int64) {
	if s[subject] == nil {
		s[subject] = map[string]int{}
	}
	s[subject][part] += int(n)
}

func (tx *Tx) tallies(ctx context.Context, appID, noun string) (sums, error) {
	rows, err := tx.q.Tallies(ctx, db.TalliesParams{AppID: appID, Noun: noun})
	if err != nil {
		return nil, fmt.Errorf("read counts: %w", err)
	}
	all := sums{}
	for _, r := range rows {
		all.add(r.Subject, r.Part, r.Total)
	}
	return all, nil
}

func (tx *Tx) talliesOf(ctx context.Context, appID, noun, subject string) (sums, error) {
	rows, err := tx.q.TallyOf(ctx, db.TallyOfParams{AppID: appID, Noun: noun, Subject: subject})
	if err != nil {
		return nil, fmt.Errorf("read counts: %w", err)
	}
	all := sums{}
	for _, r := range rows {
		all.add(subject, r.Part, r.Total)
	}
	return all, nil
}

func (tx *Tx) forgetTallies(ctx context.Context, appID, noun, subject string) error {
	if err := tx.q.DeleteTallies(ctx, db.DeleteTalliesParams{AppID: appID, Noun: noun, Subject: subject}); err != nil {
		return fmt.Errorf("forget counts: %w", err)
	}
	return nil
}
