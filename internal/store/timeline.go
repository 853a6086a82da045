package store

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/tuwen/tuwen/internal/tuwen"
)

// Timeline returns what a contact did and what was sent to it by
// customer-service message, newest first. Both kinds of rows have ids in the
// order of time, so that one cursor leads through both. The total is exact to
// 2,000. A cursor nobody gave out is [tuwen.Invalid] "cursor.bad".
func (s Contacts) Timeline(ctx context.Context, appID, openID string, limit int, cursor string) (p tuwen.Page[tuwen.Moment], err error) {
	p.Items = []tuwen.Moment{}
	if openID == "" {
		return p, nil // nobody: those who were erased have no openid
	}
	events, err := s.tx.Events.List(ctx, appID, EventFilter{OpenID: openID, Limit: limit, Cursor: cursor})
	if err != nil {
		return p, err
	}
	messages, err := s.tx.Messages.List(ctx, appID, MessageFilter{OpenID: openID, Limit: limit, Cursor: cursor})
	if err != nil {
		return p, err
	}
	p.Total, p.TotalMore = events.Total+messages.Total, events.TotalMore || messages.TotalMore
	type moment struct {
		id string
		tuwen.Moment
	}
	var all []moment
	for i := range events.Items {
		e := &events.Items[i]
		all = append(all, moment{e.ID, tuwen.Moment{At: e.ReceivedAt, Event: e}})
	}
	for i := range messages.Items {
		m := &messages.Items[i]
		all = append(all, moment{m.ID, tuwen.Moment{At: m.CreatedAt, Message: m}})
	}
	slices.SortFunc(all, func(a, b moment) int { return strings.Compare(b.id, a.id) })
	n := min(len(all), pageSize(limit))
	for _, m := range all[:n] {
		p.Items = append(p.Items, m.Moment)
	}
	if n < len(all) || events.NextCursor != "" || messages.NextCursor != "" {
		p.NextCursor = base64.RawURLEncoding.EncodeToString([]byte(all[n-1].id))
	}
	return p, nil
}
