package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

type massWorker struct {
	river.WorkerDefaults[job.SendInMass]
	outbox *Outbox
}

// Work does what is due about a mass send. An error is about the database:
// River tries again, which asks nobody twice.
func (w *massWorker) Work(ctx context.Context, j *river.Job[job.SendInMass]) error {
	return w.outbox.mass(ctx, j.Args)
}

const (
	massAllPath    = "/cgi-bin/message/mass/sendall"
	massListPath   = "/cgi-bin/message/mass/send"
	massStatusPath = "/cgi-bin/message/mass/get"
	totalsPath     = "/datacube/getarticletotaldetail"
)

// masser does one thing about one mass send.
type masser struct {
	*Outbox
	args   job.SendInMass
	client *wechat.Client
	there  time.Time // by WeChat's clock, when the material was read
}

// mass does one thing that is due; what comes after it has a job of its own.
func (o *Outbox) mass(ctx context.Context, args job.SendInMass) error {
	client, err := o.connect.Client(ctx, args.AppID, tuwen.ByPerson)
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil // the account is gone, and its mass sends with it
	}
	if err != nil {
		return err
	}
	s := &masser{Outbox: o, args: args, client: client}
	m, err := s.read(ctx)
	if err != nil || m.ID == "" {
		return err
	}
	switch m.NextCall(o.now()) {
	case tuwen.MassCallFirst:
		return s.first(ctx, m)
	case tuwen.MassCallAgain:
		return s.again(ctx, m)
	case tuwen.MassTooLate:
		return s.change(ctx, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
			if m.NextCall(s.now()) == tuwen.MassTooLate {
				m.Stop("late", m.Problem, s.now())
			}
			return nil
		})
	case tuwen.MassPoll:
		return s.poll(ctx, m)
	case tuwen.MassGiveUp:
		return s.giveUp(ctx, tuwen.MassGiveUp)
	case tuwen.MassStatistics:
		return s.statistics(ctx, m)
	case tuwen.MassNothing:
	}
	return nil
}

// giveUp leaves it to an operator to say what became of the send, while that is
// what is to be done about it.
func (s *masser) giveUp(ctx context.Context, as tuwen.MassAction) error {
	return s.change(ctx, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		if m.NextCall(s.now()) == as {
			m.GiveUp(s.now())
		}
		return nil
	})
}

// read returns the send as it is, an empty one where it was deleted.
func (s *masser) read(ctx context.Context) (m tuwen.MassSend, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		m, err = tx.MassSends.ByID(ctx, s.args.AppID, s.args.ID)
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return tuwen.MassSend{}, nil
	}
	return m, err
}

// change edits the send as it is now, takes in a result that waits for it, and
// inserts the job that goes on.
func (s *masser) change(ctx context.Context, edit func(context.Context, *store.Tx, *tuwen.MassSend) error) error {
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		m, err := tx.MassSends.Hold(ctx, s.args.AppID, s.args.ID)
		if err != nil {
			return err
		}
		if err := edit(ctx, tx, &m); err != nil {
			return err
		}
		if err := s.result(ctx, tx, s.args.AppID, &m); err != nil {
			return err
		}
		return s.putMass(ctx, tx, s.args.AppID, m)
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return nil // it was deleted meanwhile
	}
	return err
}

// putMass keeps a send, what it has become, and the job that goes on.
func (o *Outbox) putMass(ctx context.Context, tx *store.Tx, appID string, m tuwen.MassSend) error {
	was := m.SentMedia
	if m.State == tuwen.MassSent {
		if err := o.publish(ctx, tx, appID, &m); err != nil {
			return err
		}
	}
	if err := tx.MassSends.Put(ctx, appID, m); err != nil {
		return err
	}
	if m.SentMedia != was {
		if err := o.succeed(ctx, tx, appID, m); err != nil {
			return err
		}
	}
	if m.Progress.NextAt.IsZero() {
		return nil
	}
	return o.jobs.Insert(ctx, tx, job.SendInMass{AppID: appID, ID: m.ID}, &river.InsertOpts{ScheduledAt: m.Progress.NextAt})
}

// first looks whether the material is still what was looked at, and asks
// WeChat to send it.
func (s *masser) first(ctx context.Context, m tuwen.MassSend) error {
	articles, err := Articles(wechat.TellTime(ctx, &s.there), s.client, m.Source, m.MediaID)
	switch {
	case wechat.Classify(err) == wechat.Gone:
		return s.stop(ctx, "gone", s.translate(err, "draft/get"))
	case err != nil:
		return s.unreadable(ctx, s.translate(err, "draft/get"))
	case tuwen.ContentHash(articles) != m.Progress.Hash:
		return s.stop(ctx, "changed", nil)
	}
	return s.ask(ctx, tuwen.MassCallFirst)
}

// Articles returns what WeChat has of a draft or a history item now.
func Articles(ctx context.Context, client *wechat.Client, source tuwen.Source, mediaID string) ([]tuwen.Article, error) {
	ctx, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	get := client.Draft.Get
	if source == tuwen.History {
		get = client.Material.GetNews
	}
	news, err := get(ctx, mediaID)
	if err != nil {
		return nil, err
	}
	return tuwen.ArticlesOf(*news), nil
}

func (s *masser) translate(err error, path string) *tuwen.Problem {
	return tuwen.ProblemOf(s.connect.Translate(err, s.args.AppID, path))
}

// stop ends a send that WeChat was not asked for.
func (s *masser) stop(ctx context.Context, reason string, why *tuwen.Problem) error {
	return s.change(ctx, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		if m.NextCall(s.now()) == tuwen.MassCallFirst {
			m.Stop(reason, why, s.now())
		}
		return nil
	})
}

// unreadable puts a send off whose material cannot be read, until it is late.
func (s *masser) unreadable(ctx context.Context, why *tuwen.Problem) error {
	return s.change(ctx, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		if now := s.now(); m.NextCall(now) == tuwen.MassCallFirst {
			m.PutOff(why, now)
		}
		return nil
	})
}

// again asks WeChat once more, unless the material is another by now: where
// WeChat never took the first call, it would send what nobody looked at. One
// that is no more was consumed, or WeChat says so. Once WeChat may have
// forgotten the key, nobody asks.
func (s *masser) again(ctx context.Context, m tuwen.MassSend) error {
	articles, err := Articles(wechat.TellTime(ctx, &s.there), s.client, m.Source, m.MediaID)
	gone := wechat.Classify(err) == wechat.Gone
	if (err == nil || gone) && m.KeyForgotten(s.there) {
		return s.giveUp(ctx, tuwen.MassCallAgain)
	}
	if gone {
		return s.ask(ctx, tuwen.MassCallAgain)
	}
	var why *tuwen.Problem
	switch {
	case err != nil:
		why = s.translate(err, "draft/get")
	case tuwen.ContentHash(articles) == m.Progress.Hash:
		return s.ask(ctx, tuwen.MassCallAgain)
	}
	return s.change(ctx, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		switch now := s.now(); {
		case m.NextCall(now) != tuwen.MassCallAgain:
		case why != nil:
			m.PutOff(why, now)
		default:
			m.ChangedSince(now)
		}
		return nil
	})
}

// ask asks WeChat to send. That it is asked is written down before.
func (s *masser) ask(ctx context.Context, as tuwen.MassAction) error {
	m, openIDs, err := s.begin(ctx, as)
	if err != nil || m.ID == "" {
		return err
	}
	return s.end(context.WithoutCancel(ctx), s.call(ctx, m, openIDs))
}

// begin notes that WeChat is about to be asked, and returns what for; an empty
// send where another node was faster, or nobody is left to send to.
func (s *masser) begin(ctx context.Context, as tuwen.MassAction) (m tuwen.MassSend, openIDs []string, err error) {
	err = s.change(ctx, func(ctx context.Context, tx *store.Tx, held *tuwen.MassSend) error {
		m, openIDs = tuwen.MassSend{}, nil
		if held.NextCall(s.now()) != as {
			return nil
		}
		if held.Audience.Kind == tuwen.ToOpenIDs {
			if openIDs, err = tx.MassSends.Recipients(ctx, s.args.AppID, held.ID); err != nil {
				return err
			}
			if len(openIDs) < wechat.MinMassOpenIDs && as == tuwen.MassCallFirst {
				held.Stop("recipients", nil, s.now())
				return nil
			}
		}
		held.BeginCall(s.now())
		held.There(s.there)
		m = *held
		return nil
	})
	return m, openIDs, err
}

// call asks, once.
func (s *masser) call(ctx context.Context, m tuwen.MassSend, openIDs []string) tuwen.MassCall {
	ctx, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	send := wechat.MassSend{MediaID: m.MediaID, IgnoreReprint: m.IgnoreReprint, ClientMsgID: m.Progress.Key}
	var receipt *wechat.MassReceipt
	var err error
	path := massAllPath
	if m.Audience.Kind == tuwen.ToOpenIDs {
		path = massListPath
		receipt, err = s.client.Mass.Send(ctx, openIDs, send)
	} else {
		receipt, err = s.client.Mass.SendAll(ctx, wechat.MassFilter{ToAll: m.Audience.Kind == tuwen.ToAll, TagID: m.Audience.TagID}, send)
	}
	out := massFate(path, err)
	if receipt != nil {
		out.Receipt = *receipt
	}
	if err != nil {
		out.Problem = s.translate(err, path)
	}
	return out
}

// massFate tells what is certain from what is not.
func massFate(path string, err error) tuwen.MassCall {
	refusal, refused := errors.AsType[*wechat.Error](err)
	fault, broken := errors.AsType[*wechat.TransportError](err)
	_, malformed := errors.AsType[*wechat.RequestError](err)
	switch {
	case err == nil:
		return tuwen.MassCall{Fate: tuwen.MassTaken}
	case refused && refusal.Path != path: // of the token
		return tuwen.MassCall{Fate: tuwen.MassUnasked}
	case refused && wechat.Classify(refusal) == wechat.Retry:
		return tuwen.MassCall{Fate: tuwen.MassUnsure, Errcode: refusal.Code}
	case refused:
		return tuwen.MassCall{Fate: tuwen.MassRefused, Errcode: refusal.Code}
	case malformed:
		return tuwen.MassCall{Fate: tuwen.MassRefused}
	case broken && (fault.Path != path || neverSent(fault)):
		return tuwen.MassCall{Fate: tuwen.MassUnasked}
	case broken, errors.Is(err, context.Canceled):
		return tuwen.MassCall{Fate: tuwen.MassUnsure}
	}
	return tuwen.MassCall{Fate: tuwen.MassUnasked} // the token could not be read, or the call not be counted
}

// end keeps how a call ended.
func (s *masser) end(ctx context.Context, c tuwen.MassCall) error {
	return s.change(ctx, func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		if !m.Progress.InCall {
			return nil // a result came first, and an end
		}
		if m.State != tuwen.MassSending && m.State != tuwen.MassWaiting {
			m.Progress.InCall = false
			return nil
		}
		m.EndCall(s.now(), c)
		return nil
	})
}

// poll asks how far a send is.
func (s *masser) poll(ctx context.Context, m tuwen.MassSend) error {
	calling, cancel := context.WithTimeout(ctx, callFor)
	defer cancel()
	status, err := s.client.Mass.Status(calling, msgID(m))
	if err != nil {
		s.log.WarnContext(ctx, "it could not be asked how far a mass send is", "app_id", s.args.AppID, "mass_send", m.ID,
			"err", s.connect.Translate(err, s.args.AppID, massStatusPath))
		status = ""
	}
	return s.change(context.WithoutCancel(ctx), func(_ context.Context, _ *store.Tx, m *tuwen.MassSend) error {
		if m.NextCall(s.now()) == tuwen.MassPoll {
			m.Polled(s.now(), status)
		}
		return nil
	})
}
