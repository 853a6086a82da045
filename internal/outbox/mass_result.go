package outbox

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

type resultWorker struct {
	river.WorkerDefaults[job.TakeResult]
	outbox *Outbox
}

// Work takes in a result whose job is known here. Any other waits until its
// name is.
func (w *resultWorker) Work(ctx context.Context, j *river.Job[job.TakeResult]) error {
	return w.outbox.takeResult(ctx, j.Args)
}

func (o *Outbox) takeResult(ctx context.Context, args job.TakeResult) error {
	err := o.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if store.ResultKind(args.Of) == store.PublishResult {
			return o.takePublication(ctx, tx, args)
		}
		id, err := tx.MassSends.Named(ctx, args.AppID, args.JobID)
		if err != nil {
			return err
		}
		if id == "" {
			return o.hurry(ctx, tx, args.AppID)
		}
		m, err := tx.MassSends.Hold(ctx, args.AppID, id)
		if err != nil {
			return err
		}
		if err := o.result(ctx, tx, args.AppID, &m); err != nil {
			return err
		}
		return o.putMass(ctx, tx, args.AppID, m)
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil // deleted meanwhile
	}
	return err
}

// hurry has WeChat asked soon about the sends that wait for the administrator:
// their names are told only when they are asked for again, and a result came
// that nobody claims.
func (o *Outbox) hurry(ctx context.Context, tx *store.Tx, appID string) error {
	waiting, err := tx.MassSends.List(ctx, appID, store.MassFilter{State: tuwen.MassWaiting, Limit: 20})
	if err != nil {
		return err
	}
	for _, w := range waiting.Items {
		m, err := tx.MassSends.Hold(ctx, appID, w.ID)
		if err != nil {
			return err
		}
		if !m.Hurry(o.now()) {
			continue
		}
		if err := o.putMass(ctx, tx, appID, m); err != nil {
			return err
		}
	}
	return nil
}

// result takes in what WeChat pushed of a send, where it is there and was not
// taken in yet.
func (o *Outbox) result(ctx context.Context, tx *store.Tx, appID string, m *tuwen.MassSend) error {
	if m.MsgID == "" || m.Counts != nil {
		return nil
	}
	var r tuwen.MassResult
	found, err := tx.JobResults.Get(ctx, appID, store.MassResult, m.MsgID, &r)
	if err != nil || !found {
		return err
	}
	m.Settle(o.now(), r)
	return nil
}

func msgID(m tuwen.MassSend) int64 {
	id, _ := strconv.ParseInt(m.MsgID, 10, 64) // it was written by us
	return id
}

// publish makes what was sent a material of the published source, with the
// addresses that are known.
func (o *Outbox) publish(ctx context.Context, tx *store.Tx, appID string, m *tuwen.MassSend) error {
	id := sentMediaID(m)
	if id == "" {
		return nil
	}
	was, err := tx.Materials.ByID(ctx, appID, cmp.Or(m.SentMedia, m.MediaID)) // of a draft nothing is left once it was sent
	if err != nil && tuwen.KindOf(err) != tuwen.NotFound {
		return err
	}
	sent := tuwen.Material{
		MediaID: id, Source: tuwen.Published, CreateTime: *m.SentAt, UpdateTime: *m.SentAt, FetchedAt: o.now(), Articles: was.Articles,
	}
	if len(sent.Articles) != len(m.Articles) {
		sent.Articles = nil // what is here is another version
		for _, a := range m.Articles {
			sent.Articles = append(sent.Articles, tuwen.Article{Index: a.Index, Title: a.Title})
		}
	}
	for i := range sent.Articles {
		sent.Articles[i].URL = m.Articles[i].URL
	}
	sent.Lead()
	if err := tx.Materials.Put(ctx, appID, []store.Put{{Material: sent, Hash: tuwen.ContentHash(sent.Articles)}}); err != nil {
		return err
	}
	m.SentMedia = id
	return nil
}

// succeed gives what was sent the note of what it was. A draft is no more; a
// history item stays and keeps its own.
func (o *Outbox) succeed(ctx context.Context, tx *store.Tx, appID string, m tuwen.MassSend) error {
	if m.Source == tuwen.Draft {
		return tx.Materials.Become(ctx, appID, m.MediaID, m.SentMedia, o.now())
	}
	_, err := tx.Materials.Handover(ctx, appID, m.MediaID, m.SentMedia)
	return err
}

// sentMediaID is the id of what was sent: by WeChat's msg_data_id, which the
// articles' addresses name too where a repetition told only the msg_id, and by
// the msg_id where neither does. "" while nothing is known, and once it has an
// id it keeps it.
func sentMediaID(m *tuwen.MassSend) string {
	if m.SentMedia != "" {
		return m.SentMedia
	}
	if m.MsgDataID == "" {
		for _, a := range m.Articles {
			if u, err := url.Parse(a.URL); err == nil && u.Query().Get("mid") != "" {
				m.MsgDataID = u.Query().Get("mid")
			}
		}
	}
	switch {
	case m.MsgDataID != "":
		return "mass-" + m.MsgDataID
	case m.MsgID != "" && m.Counts != nil:
		return "mass-msg-" + m.MsgID
	}
	return ""
}

// statistics reads what became of the articles, and the addresses where no push
// told them.
func (s *masser) statistics(ctx context.Context, m tuwen.MassSend) error {
	calling, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	all, delayed, err := s.client.DataCube.ArticleTotalDetail(calling, tuwen.BeijingDay(*m.SentAt))
	translated := s.connect.Translate(err, s.args.AppID, totalsPath)
	if err != nil {
		s.log.WarnContext(ctx, "the statistics of a mass send could not be read", "app_id", s.args.AppID, "mass_send", m.ID, "err", translated)
	}
	return s.change(context.WithoutCancel(ctx), func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		now := s.now()
		if m.NextCall(now) != tuwen.MassStatistics {
			return nil
		}
		next := tuwen.NextStatistics(*m.SentAt, now)
		switch again := now.Add(time.Hour); {
		case wechat.Classify(err) == wechat.Perm:
			next = time.Time{}
		case (err != nil || delayed) && (next.IsZero() || again.Before(next)) && now.Sub(*m.SentAt) < 31*24*time.Hour:
			next = again
		}
		m.Progress.NextAt = next
		m.FiguresProblem = tuwen.ProblemOf(translated)
		if err == nil {
			m.FiguresAt = &now
			takeTotals(m, all)
		}
		return nil
	})
}

// takeTotals keeps what the statistics tell of a send's articles.
func takeTotals(m *tuwen.MassSend, all []wechat.ArticleTotal) {
	if m.MsgDataID == "" {
		m.MsgDataID = dataIDByTitles(m, all)
	}
	figures := map[string]*tuwen.MassFigure{}
	var days []string
	for _, t := range all {
		dataID, idx, _ := strings.Cut(t.MsgID, "_")
		n, err := strconv.Atoi(idx)
		if err != nil || dataID != m.MsgDataID || m.MsgDataID == "" {
			continue
		}
		for i := range m.Articles {
			if m.Articles[i].Index == n-1 && m.Articles[i].URL == "" {
				m.Articles[i].URL = t.ContentURL
			}
		}
		for _, d := range t.Days {
			if figures[d.StatDate] == nil {
				figures[d.StatDate] = &tuwen.MassFigure{Day: d.StatDate}
				days = append(days, d.StatDate)
			}
			figures[d.StatDate].Readers += d.ReadUser
			figures[d.StatDate].Shares += d.ShareUser
		}
	}
	if len(days) > 0 {
		m.Figures = nil
	}
	for _, day := range days {
		m.Figures = append(m.Figures, *figures[day])
	}
}

// dataIDByTitles is the msg_data_id of the one mass-sent message of the day
// that has the titles of a send; "" where there is none or more than one.
func dataIDByTitles(m *tuwen.MassSend, all []wechat.ArticleTotal) string {
	titles := map[string]map[string]string{}
	for _, t := range all {
		dataID, idx, _ := strings.Cut(t.MsgID, "_")
		if t.PublishType == 0 {
			if titles[dataID] == nil {
				titles[dataID] = map[string]string{}
			}
			titles[dataID][idx] = t.Title
		}
	}
	only := ""
	for dataID, of := range titles {
		same := len(of) == len(m.Articles)
		for _, a := range m.Articles {
			same = same && of[fmt.Sprint(a.Index+1)] == a.Title
		}
		switch {
		case same && only != "":
			return ""
		case same:
			only = dataID
		}
	}
	return only
}
