package store

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/store/internal/db"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Rules are the reply rules of an account.
type Rules struct{ tx *Tx }

// All returns the account's rules with their hits: the higher priority first,
// of equal ones the older.
func (s Rules) All(ctx context.Context, appID string) ([]tuwen.ReplyRule, error) {
	rows, err := s.tx.q.ReplyRules(ctx, appID)
	if err != nil {
		return nil, fmt.Errorf("list reply rules: %w", err)
	}
	hits, err := s.tx.tallies(ctx, appID, ruleNoun)
	if err != nil {
		return nil, err
	}
	all := make([]tuwen.ReplyRule, len(rows))
	for i, r := range rows {
		if all[i], err = rule(db.ReplyRuleRow(r), hits); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ByID returns one rule, else [tuwen.NotFound] "reply_rule.unknown".
func (s Rules) ByID(ctx context.Context, appID, id string) (tuwen.ReplyRule, error) {
	r, err := s.tx.q.ReplyRule(ctx, db.ReplyRuleParams{AppID: appID, ID: id})
	if err != nil {
		return tuwen.ReplyRule{}, found(err, "reply_rule.unknown", "reply rule")
	}
	hits, err := s.tx.talliesOf(ctx, appID, ruleNoun, id)
	if err != nil {
		return tuwen.ReplyRule{}, err
	}
	return rule(r, hits)
}

// Put adds or replaces a rule, and keeps what it answers with among the uses:
// active ones as long as the rule is. Its hits are not written.
// [tuwen.NotFound] "account.unknown" where the account is not there.
func (s Rules) Put(ctx context.Context, appID string, r tuwen.ReplyRule) error {
	keywords, err := toJSON(r.Keywords, len(r.Keywords) == 0)
	if err != nil {
		return err
	}
	days, err := toJSON(r.Days, len(r.Days) == 0)
	if err != nil {
		return err
	}
	replies, err := toJSON(written(r.Replies), len(r.Replies) == 0)
	if err != nil {
		return err
	}
	err = s.tx.q.PutReplyRule(ctx, db.PutReplyRuleParams{
		AppID: appID, ID: r.ID, Kind: string(r.Kind), Name: text(r.Name), Keywords: keywords, ExactCase: r.ExactCase,
		Priority: int64(r.Priority), Active: r.Active, Days: days, FromTime: r.From, UntilTime: r.Until,
		Mode: string(r.Mode), Replies: replies, CreatedAt: millis(r.UpdatedAt), UpdatedAt: millis(r.UpdatedAt),
		UpdatedBy: text(r.UpdatedBy),
	})
	if err != nil {
		return s.tx.owned(err, "put reply rule")
	}
	by := tuwen.UsedBy{Kind: ruleNoun, ID: r.ID, Name: r.Name, Active: r.Active}
	if err := s.tx.answers(ctx, appID, by, r.Replies); err != nil {
		return err
	}
	return s.tx.repliesChanged(ctx, appID)
}

// Delete removes the rule, its uses and its hits, else [tuwen.NotFound]
// "reply_rule.unknown".
func (s Rules) Delete(ctx context.Context, appID, id string) error {
	n, err := s.tx.q.DeleteReplyRule(ctx, db.DeleteReplyRuleParams{AppID: appID, ID: id})
	if err := hit(n, err, "reply_rule.unknown", "reply rule"); err != nil {
		return err
	}
	return s.tx.forgetAnswerer(ctx, appID, tuwen.UsedBy{Kind: ruleNoun, ID: id})
}

// forgetAnswerer removes what is kept beside a rule, a conversation or a code
// that is deleted.
func (tx *Tx) forgetAnswerer(ctx context.Context, appID string, by tuwen.UsedBy) error {
	if err := tx.forgetAnswers(ctx, appID, by); err != nil {
		return err
	}
	if err := tx.forgetTallies(ctx, appID, by.Kind, by.ID); err != nil {
		return err
	}
	if by.Kind == codeNoun {
		return tx.codesChanged(ctx, appID)
	}
	return tx.repliesChanged(ctx, appID)
}

// Hit counts how often rules answered, by their ids.
func (s Rules) Hit(ctx context.Context, appID string, times map[string]int) error {
	counts := make([]tally, 0, len(times))
	for id, n := range times {
		counts = append(counts, tally{subject: id, n: n})
	}
	return s.tx.tally(ctx, appID, ruleNoun, counts)
}

func rule(r db.ReplyRuleRow, hits sums) (tuwen.ReplyRule, error) {
	v := tuwen.ReplyRule{
		ID: r.ID, Kind: tuwen.RuleKind(r.Kind), Name: r.Name, ExactCase: r.ExactCase, Priority: int(r.Priority),
		Active: r.Active, From: r.FromTime, Until: r.UntilTime, Mode: tuwen.ReplyMode(r.Mode), Hits: hits[r.ID][""],
		UpdatedAt: fromMillis(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
	var err error
	if v.Keywords, err = listFromJSON[tuwen.Keyword](r.Keywords); err != nil {
		return v, err
	}
	if v.Days, err = listFromJSON[int](r.Days); err != nil {
		return v, err
	}
	v.Replies, err = listFromJSON[tuwen.Reply](r.Replies)
	return v, err
}

// listFromJSON is never nil: an empty list is kept as nothing.
func listFromJSON[T any](s string) ([]T, error) {
	list, err := fromJSON[[]T](s)
	if list == nil {
		list = []T{}
	}
	return list, err
}
