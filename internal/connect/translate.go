package connect

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat"
)

// Translate puts the error of a call into a [tuwen.Error] and nil into nil. A
// refusal by WeChat has the code "wechat.<errcode>" and WeChat's answer: of
// kind Unavailable where trying again may help, Exhausted where a quota is
// used up, NotFound where what was asked for is no more, else Refused. A call
// without a usable answer is Unavailable "wechat.unreachable", with its kind
// among the params. What is a tuwen.Error already, or the end of a context,
// stays what it is.
//
// It also remembers what the refusal means for later calls: 45009 rests the
// interface until resume_at, among the params, and 48001 is kept for the
// diagnosis. So it writes to the database and is not called inside a
// transaction.
func (c *Connect) Translate(err error, appID, path string) error {
	if err == nil {
		return nil
	}
	if own, ok := errors.AsType[*tuwen.Error](err); ok {
		return own
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	if refusal, ok := errors.AsType[*wechat.Error](err); ok {
		e := refused(refusal, err)
		if refusal.Code == usedUp {
			e = e.With("resume_at", c.rest(appID, refusal.Path).UTC().Format(time.RFC3339))
		}
		if refusal.Code == unauthorized {
			c.deny(appID, refusal.Path)
		}
		return e
	}
	if fault, ok := errors.AsType[*wechat.TransportError](err); ok {
		return tuwen.Errorf(tuwen.Unavailable, "wechat.unreachable", "WeChat gave no usable answer: "+faults[fault.Kind]).
			With("kind", fault.Kind).With("status", strconv.Itoa(fault.Status)).With("path", path).Because(err)
	}
	if _, ok := errors.AsType[*wechat.NotNewsError](err); ok {
		return tuwen.Errorf(tuwen.Invalid, "material.not_news", "that id belongs to a picture, a voice or a video").Because(err)
	}
	return err
}

// faults are what an operator may read about a call without an answer; the
// cause, with addresses, is for the log.
var faults = map[string]string{
	wechat.KindBaseURL:     "the account's API address is none",
	wechat.KindUnreachable: "it cannot be reached",
	wechat.KindTimeout:     "it did not answer in time",
	wechat.KindStatus:      "a server on the way answered in its place",
	wechat.KindEmpty:       "the answer was empty",
	wechat.KindHTML:        "a page came in place of an answer",
	wechat.KindMedia:       "a file came in place of an answer",
	wechat.KindNotJSON:     "the answer was not JSON",
	wechat.KindCut:         "the answer was cut off",
	wechat.KindShape:       "the answer had an unknown form",
	wechat.KindTooLarge:    "the answer was too large",
}

func refused(r *wechat.Error, cause error) *tuwen.Error {
	e := tuwen.Errorf(kindOf(r), "wechat."+strconv.Itoa(r.Code), "WeChat refused: "+r.Message).
		Answered(&tuwen.Answer{Errcode: r.Code, Errmsg: r.Message, RID: r.RID}).
		With("path", r.Path).Because(cause)
	if ip, ok := wechat.DeniedIP(r); ok {
		e = e.With("ip", ip)
	}
	return e
}

func kindOf(r *wechat.Error) tuwen.Kind {
	switch wechat.Classify(r) {
	case wechat.Retry:
		return tuwen.Unavailable
	case wechat.Minute, wechat.Day:
		return tuwen.Exhausted
	case wechat.Gone:
		return tuwen.NotFound
	}
	return tuwen.Refused
}

// The refusals that say something about calls to come.
const (
	usedUp       = 45009
	unauthorized = 48001
)

// rest keeps the interface from being called until some minutes after the
// next Beijing midnight, and returns until when.
func (c *Connect) rest(appID, path string) time.Time {
	until := c.afterReset()
	if err := c.block(appID, path, until); err != nil {
		c.log.Warn("a used-up quota was not remembered", "app_id", appID, "path", path, "err", err)
	}
	return until
}

func (c *Connect) deny(appID, path string) {
	what, ok := tuwen.CapabilityOf(path)
	if !ok {
		return // nothing asks for it
	}
	if err := c.setDenied(appID, what.Name, c.now().UTC().Format(time.RFC3339)); err != nil {
		c.log.Warn("a missing permission was not remembered", "app_id", appID, "path", path, "err", err)
	}
}

func deniedKey(appID, capability string) string { return "denied:" + appID + ":" + capability }

// setDenied keeps since when a capability is denied to an account; "" means
// that it is not.
func (c *Connect) setDenied(appID, capability, since string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := c.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Settings.Put(ctx, deniedKey(appID, capability), since)
	})
	if err != nil {
		return fmt.Errorf("keep permission: %w", err)
	}
	return nil
}

// Denied reports whether WeChat last said that the account may not use the
// interface of a path, and what belongs to the same capability (48001), as far
// as it was asked.
func (c *Connect) Denied(ctx context.Context, appID, path string) (bool, error) {
	what, ok := tuwen.CapabilityOf(path)
	if !ok {
		return false, nil
	}
	since := ""
	err := c.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		since, err = tx.Settings.Get(ctx, deniedKey(appID, what.Name))
		return err
	})
	if tuwen.KindOf(err) == tuwen.NotFound {
		return false, nil
	}
	return since != "", err
}
