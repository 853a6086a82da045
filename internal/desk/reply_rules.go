package desk

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// ReplyRules are what answers followers 自动回复.
type ReplyRules struct{ *floor }

// All returns the account's rules in the order in which they are asked, and
// which of them clash.
func (s *ReplyRules) All(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.ReplyRules, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out.Items, err = tx.Rules.All(ctx, appID); err != nil {
			return err
		}
		var replies []tuwen.Reply
		for _, r := range out.Items {
			replies = append(replies, r.Replies...)
		}
		stock, err := tx.Catalog.Stock(ctx, appID, replies...)
		if err != nil {
			return err
		}
		for _, r := range out.Items {
			stock.Tell(tuwen.ForConversation, r.Replies)
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	out.Clashes = tuwen.Clashes(out.Items)
	return out, nil
}

// ByID returns one rule.
func (s *ReplyRules) ByID(ctx context.Context, actor tuwen.Actor, appID, id string) (r tuwen.ReplyRule, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return r, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err = oneRule(ctx, tx, appID, id)
		return err
	})
	return r, err
}

func oneRule(ctx context.Context, tx *store.Tx, appID, id string) (tuwen.ReplyRule, error) {
	if _, err := tx.Accounts.ByID(ctx, appID); err != nil {
		return tuwen.ReplyRule{}, err
	}
	r, err := tx.Rules.ByID(ctx, appID, id)
	if err != nil {
		return r, err
	}
	stock, err := tx.Catalog.Stock(ctx, appID, r.Replies...)
	stock.Tell(tuwen.ForConversation, r.Replies)
	return r, err
}

// Create adds a rule; it is [tuwen.Invalid] as [tuwen.ReplyRule.Check] says.
func (s *ReplyRules) Create(ctx context.Context, actor tuwen.Actor, appID string, in ReplyRuleForm) (r tuwen.ReplyRule, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return r, err
	}
	id := store.NewID()
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		r = tuwen.ReplyRule{ID: id, UpdatedAt: s.now(), UpdatedBy: actor.Name}
		in.fill(&r)
		if err := checkRule(ctx, tx, appID, &r); err != nil {
			return err
		}
		if err := tx.Rules.Put(ctx, appID, r); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "reply_rule.create", AppID: appID, Subject: r.ID, Name: r.Name, Details: ruleDetails(tuwen.ReplyRule{}, r),
		})
	})
	return r, err
}

// Change replaces a rule: [tuwen.Conflict] "edit.conflict" where it was
// changed after the form's UpdatedAt, [tuwen.Invalid] as
// [tuwen.ReplyRule.Check] says.
func (s *ReplyRules) Change(ctx context.Context, actor tuwen.Actor, appID, id string, in ReplyRuleForm) (tuwen.ReplyRule, error) {
	return s.edit(ctx, actor, appID, id, "reply_rule.change", func(r *tuwen.ReplyRule) error {
		if err := untouched(in.UpdatedAt, r.UpdatedAt, r.UpdatedBy); err != nil {
			return err
		}
		in.fill(r)
		return nil
	})
}

// Activate lets a rule answer; [tuwen.Invalid] where one of its replies
// cannot be sent any more.
func (s *ReplyRules) Activate(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.ReplyRule, error) {
	return s.edit(ctx, actor, appID, id, "reply_rule.activate", func(r *tuwen.ReplyRule) error {
		r.Active = true
		return nil
	})
}

// Deactivate keeps a rule from answering.
func (s *ReplyRules) Deactivate(ctx context.Context, actor tuwen.Actor, appID, id string) (tuwen.ReplyRule, error) {
	return s.edit(ctx, actor, appID, id, "reply_rule.deactivate", func(r *tuwen.ReplyRule) error {
		r.Active = false
		return nil
	})
}

// edit changes a rule and records it. An edit that changes nothing writes
// nothing.
func (s *ReplyRules) edit(ctx context.Context, actor tuwen.Actor, appID, id, action string,
	change func(*tuwen.ReplyRule) error,
) (r tuwen.ReplyRule, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return r, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if r, err = oneRule(ctx, tx, appID, id); err != nil {
			return err
		}
		before := r
		if err := change(&r); err != nil {
			return err
		}
		if err := checkRule(ctx, tx, appID, &r); err != nil || reflect.DeepEqual(r, before) {
			return err
		}
		r.UpdatedAt, r.UpdatedBy = edited(s.now(), before.UpdatedAt), actor.Name
		if err := tx.Rules.Put(ctx, appID, r); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: action, AppID: appID, Subject: r.ID, Name: r.Name, Details: ruleDetails(before, r),
		})
	})
	return r, err
}

// checkRule checks a rule against what is there and fills in what its replies
// refer to.
func checkRule(ctx context.Context, tx *store.Tx, appID string, r *tuwen.ReplyRule) error {
	stock, err := tx.Catalog.Stock(ctx, appID, r.Replies...)
	if err != nil {
		return err
	}
	if err := r.Check(stock); err != nil {
		return err
	}
	stock.Tell(tuwen.ForConversation, r.Replies)
	return nil
}

// Delete removes a rule with its hits.
func (s *ReplyRules) Delete(ctx context.Context, actor tuwen.Actor, appID, id string) error {
	if err := actor.May(tuwen.Operates); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := oneRule(ctx, tx, appID, id)
		if err != nil {
			return err
		}
		if err := tx.Rules.Delete(ctx, appID, id); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "reply_rule.delete", AppID: appID, Subject: id, Name: r.Name, Details: ruleDetails(r, tuwen.ReplyRule{}),
		})
	})
}

// Try tells what a text would be answered with 试一试, and why; at nil means
// now. Nothing is sent and nothing counted.
func (s *ReplyRules) Try(ctx context.Context, actor tuwen.Actor, appID, text string, at *time.Time) (tuwen.Trial, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.Trial{}, err
	}
	var h tuwen.Holdings
	err := s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		h, err = tx.Catalog.Holdings(ctx, appID)
		return err
	})
	if err != nil {
		return tuwen.Trial{}, err
	}
	now := s.now()
	if at != nil {
		now = at.UTC()
	}
	return tuwen.Try(h, text, now, rand.IntN), nil
}

// fill writes the form into a rule.
func (f *ReplyRuleForm) fill(r *tuwen.ReplyRule) {
	r.Kind, r.Name, r.ExactCase, r.Priority = f.Kind, strings.TrimSpace(f.Name), f.ExactCase, f.Priority
	r.Active = f.Active == nil || *f.Active
	r.From, r.Until, r.Mode = f.From, f.Until, f.Mode
	if r.Mode == "" {
		r.Mode = tuwen.ReplyAll
	}
	r.Keywords, r.Days, r.Replies = nonNil(f.Keywords), nonNil(f.Days), nonNil(f.Replies)
	for i := range r.Keywords {
		r.Keywords[i].Text = strings.TrimSpace(r.Keywords[i].Text)
	}
	slices.Sort(r.Days)
}

// nonNil is a list of its own that is never null in an answer.
func nonNil[T any](list []T) []T { return append([]T{}, list...) }

// ruleDetails says what changed, for the audit.
func ruleDetails(before, after tuwen.ReplyRule) details {
	d, was, is := details{}, sayRule(before), sayRule(after)
	for field := range is {
		d.changed(field, was[field], is[field])
	}
	return d
}

func sayRule(r tuwen.ReplyRule) map[string]string {
	words := make([]string, len(r.Keywords))
	for i, k := range r.Keywords {
		words[i] = k.Text
		if k.Match == tuwen.MatchContains {
			words[i] = "*" + k.Text + "*"
		}
	}
	said := map[string]string{
		"name": r.Name, "kind": string(r.Kind), "keywords": short(strings.Join(words, " ")), "replies": sayReplies(r.Replies),
		"mode": string(r.Mode), "hours": "", "active": "", "priority": "", "exact_case": "",
	}
	if r.ID == "" {
		return said
	}
	said["active"], said["priority"], said["exact_case"] = fmt.Sprint(r.Active), fmt.Sprint(r.Priority), fmt.Sprint(r.ExactCase)
	if r.From != "" || r.Until != "" || len(r.Days) > 0 {
		said["hours"] = strings.TrimSpace(fmt.Sprintf("%v %s–%s", r.Days, r.From, r.Until))
	}
	return said
}
