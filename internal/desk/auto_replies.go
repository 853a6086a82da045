package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// AutoReplies are the replies that are set on mp.weixin.qq.com itself: they
// are read from WeChat, and can be taken over as reply rules. No interface
// switches them off.
type AutoReplies struct {
	*floor
	flights singleflight.Group

	mu   sync.Mutex
	kept map[string]autoReplyReading // by AppID
}

type autoReplyReading struct {
	info *wechat.AutoReplyInfo
	at   time.Time
}

// autoRepliesKept is how long a reading is shown before WeChat is asked again.
const autoRepliesKept = 5 * time.Minute

// autoReplyPath is the interface that tells them.
const autoReplyPath = "/cgi-bin/get_current_autoreply_info"

// Read returns what is set on mp.weixin.qq.com, read less than five minutes
// ago, or at once with refresh.
func (s *AutoReplies) Read(ctx context.Context, actor tuwen.Actor, appID string, refresh bool) (tuwen.AutoReplies, error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return tuwen.AutoReplies{}, err
	}
	r, err := s.read(ctx, appID, refresh)
	if err != nil {
		return tuwen.AutoReplies{}, err
	}
	var out tuwen.AutoReplies
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		if out, err = inOurWords(ctx, tx, appID, r.info); err != nil {
			return err
		}
		var replies []tuwen.Reply
		for _, rule := range out.Rules {
			replies = append(replies, rule.Replies...)
		}
		stock, err := tx.Catalog.Stock(ctx, appID, replies...)
		for _, rule := range out.Rules {
			stock.Tell(tuwen.ForConversation, rule.Replies)
		}
		return err
	})
	out.ReadAt = r.at
	return out, err
}

// read returns what WeChat told last, asking it where that is too old.
func (s *AutoReplies) read(ctx context.Context, appID string, refresh bool) (autoReplyReading, error) {
	client, err := s.connect.Client(ctx, appID, tuwen.ByPerson)
	if err != nil {
		return autoReplyReading{}, err
	}
	s.mu.Lock()
	r, ok := s.kept[appID]
	s.mu.Unlock()
	if age := s.now().Sub(r.at); ok && !refresh && 0 <= age && age < autoRepliesKept {
		return r, nil
	}
	// One call for all who wait; it does not end with the first of them.
	got, err, _ := s.flights.Do(appID, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 25*time.Second)
		defer cancel()
		info, err := client.AutoReply.Current(ctx)
		if err != nil {
			return nil, s.connect.Translate(err, appID, autoReplyPath)
		}
		r := autoReplyReading{info: info, at: s.now()}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.kept[appID] = r
		return r, nil
	})
	if err != nil {
		return autoReplyReading{}, err
	}
	r, _ = got.(autoReplyReading)
	return r, nil
}

// inOurWords looks for the articles of the replies among the materials.
func inOurWords(ctx context.Context, tx *store.Tx, appID string, info *wechat.AutoReplyInfo) (tuwen.AutoReplies, error) {
	wanted := map[string]bool{}
	for _, k := range info.Keywords {
		for _, r := range k.Replies {
			if len(r.News) == 1 && r.News[0].ContentURL != "" {
				wanted[tuwen.ArticleKey(r.News[0].ContentURL)] = true
			}
		}
	}
	known, err := tx.Materials.ByArticleKey(ctx, appID, wanted)
	return tuwen.ReadAutoReplies(info, known), err
}

// Import takes over as reply rules what is set on mp.weixin.qq.com, read anew:
// switched on where it is there, since WeChat's own stop answering once it
// pushes here. A follow or default rule beside an active one of ours is
// switched off. What cannot be taken over is named; a rule of the same kind
// and name is not taken over again.
func (s *AutoReplies) Import(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.Takeover, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return out, err
	}
	r, err := s.read(ctx, appID, true)
	if err != nil {
		return out, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		out = tuwen.Takeover{Rules: []tuwen.ReplyRule{}, Skipped: []tuwen.SkippedRule{}}
		found, err := inOurWords(ctx, tx, appID, r.info)
		if err != nil {
			return err
		}
		have, err := tx.Rules.All(ctx, appID)
		if err != nil {
			return err
		}
		for _, f := range found.Rules {
			rule, left, err := s.takeOver(ctx, tx, actor, appID, f, have)
			if err != nil {
				return err
			}
			if left == "" {
				out.Rules, have = append(out.Rules, rule), append(have, rule)
			}
			out.Skipped = append(out.Skipped, f.Skipped(left)...)
		}
		if len(out.Rules) == 0 {
			return nil
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "auto_reply.import", AppID: appID, Subject: appID, Details: importDetails(out),
		})
	})
	return out, err
}

// takeOver makes a rule of a found one, or tells why not.
func (s *AutoReplies) takeOver(ctx context.Context, tx *store.Tx, actor tuwen.Actor, appID string,
	f tuwen.FoundRule, have []tuwen.ReplyRule,
) (tuwen.ReplyRule, tuwen.LeftOut, error) {
	rule, left := f.Rule()
	if left != "" {
		return rule, left, nil
	}
	if slices.ContainsFunc(have, func(h tuwen.ReplyRule) bool { return h.Kind == rule.Kind && h.Name == rule.Name }) {
		return rule, tuwen.LeftThere, nil
	}
	if rule.Kind != tuwen.RuleKeyword {
		rule.Active = rule.Active && !slices.ContainsFunc(have, func(h tuwen.ReplyRule) bool { return h.Kind == rule.Kind && h.Active })
	}
	rule.ID, rule.UpdatedAt, rule.UpdatedBy = store.NewID(), s.now(), actor.Name
	if err := checkRule(ctx, tx, appID, &rule); err != nil {
		if tuwen.KindOf(err) == tuwen.Invalid {
			return rule, tuwen.LeftWrong, nil
		}
		return rule, "", err
	}
	return rule, "", tx.Rules.Put(ctx, appID, rule)
}

func importDetails(out tuwen.Takeover) details {
	rules := make([]string, len(out.Rules))
	for i, r := range out.Rules {
		rules[i] = r.Name
	}
	return details{
		"rules": strconv.Itoa(len(out.Rules)), "names": short(strings.Join(rules, " ")), "skipped": strconv.Itoa(len(out.Skipped)),
	}
}
