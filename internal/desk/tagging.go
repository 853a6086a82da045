package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// Tagging says who gets a tag or loses it: the contacts named, or all
// followers whom the filter lets through. Exactly one of the two is set.
type Tagging struct {
	TagID   int
	OpenIDs []string
	Filter  *ContactQuery
}

// The bounds of one tagging.
const (
	MostTagged      = 1000    // contacts named
	MostTaggedByAll = 100_000 // contacts that a filter lets through
)

// Tag lets contacts have a tag, and returns how many that will be; who is not
// known is left out. WeChat is told by a job, in batches; [Contacts.Tagging]
// tells how far it is. A filter that lets more than [MostTaggedByAll] through
// is [tuwen.Invalid] "tagging.too_many".
func (s *Contacts) Tag(ctx context.Context, actor tuwen.Actor, appID string, in Tagging) (int, error) {
	return s.change(ctx, actor, appID, in, true)
}

// Untag lets contacts lose a tag, as [Contacts.Tag] does.
func (s *Contacts) Untag(ctx context.Context, actor tuwen.Actor, appID string, in Tagging) (int, error) {
	return s.change(ctx, actor, appID, in, false)
}

func (s *Contacts) change(ctx context.Context, actor tuwen.Actor, appID string, in Tagging, give bool) (int, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return 0, err
	}
	if (len(in.OpenIDs) > 0) == (in.Filter != nil) || len(in.OpenIDs) > MostTagged {
		return 0, tuwen.Errorf(tuwen.Invalid, "tagging.who", "name 1 to 1,000 openids, or a filter").With("field", "openids").
			With("max", strconv.Itoa(MostTagged))
	}
	w := wishes{Contacts: s, actor: actor, appID: appID, tagID: in.TagID, give: give}
	if err := w.begin(ctx, in); err != nil || w.people == 0 {
		return 0, err
	}
	if in.Filter == nil {
		return w.write(ctx, in.OpenIDs)
	}
	f := *in.Filter
	following := true
	f.Followed, f.Limit, f.Cursor = &following, store.FollowersAtOnce, ""
	all := 0
	for {
		some, next, err := w.read(ctx, f)
		if err != nil {
			return all, err
		}
		n, err := w.write(ctx, some)
		all += n
		if f.Cursor = next; err != nil || next == "" {
			return all, err
		}
	}
}

// wishes writes tag changes, a transaction for each stretch of contacts: a
// long one would keep pushes from being answered. What was written when one
// fails stays; to write it again changes nothing.
type wishes struct {
	*Contacts
	actor  tuwen.Actor
	appID  string
	tagID  int
	give   bool
	tag    tuwen.Tag
	people int // how many that will be
	begun  bool
}

// begin looks at the tag, and counts the people.
func (w *wishes) begin(ctx context.Context, in Tagging) error {
	return w.readOf(ctx, w.appID, func(ctx context.Context, tx *store.Tx) (err error) {
		if w.tag, err = tagByID(ctx, tx, w.appID, in.TagID); err != nil {
			return err
		}
		if in.Filter == nil {
			known, err := tx.Contacts.ByIDs(ctx, w.appID, in.OpenIDs)
			w.people = len(known)
			return err
		}
		f := *in.Filter
		following := true
		f.Followed = &following
		if w.people, err = tx.Contacts.Count(ctx, w.appID, f); err == nil && w.people > MostTaggedByAll {
			err = tuwen.Errorf(tuwen.Invalid, "tagging.too_many", "that are too many contacts at once; narrow the filter").
				With("count", strconv.Itoa(w.people)).With("max", strconv.Itoa(MostTaggedByAll))
		}
		return err
	})
}

func (w *wishes) read(ctx context.Context, f ContactQuery) (openIDs []string, next string, err error) {
	err = w.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		openIDs, next, err = tx.Contacts.OpenIDs(ctx, w.appID, f)
		return err
	})
	return openIDs, next, err
}

// write keeps the wishes for those of the contacts who are known, with the
// job that tells WeChat, and the first time the audit's entry.
func (w *wishes) write(ctx context.Context, openIDs []string) (n int, err error) {
	err = w.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n = 0
		known, err := tx.Contacts.ByIDs(ctx, w.appID, openIDs)
		if err != nil || len(known) == 0 {
			return err
		}
		// Who unfollowed in this moment is gone.
		there := slices.DeleteFunc(slices.Clone(openIDs), func(id string) bool { return !known[id].Followed })
		put := tx.TagChanges.Give
		if !w.give {
			put = tx.TagChanges.Take
		}
		if err := put(ctx, w.appID, w.tagID, there, w.now()); err != nil {
			return err
		}
		if err := w.jobs.Insert(ctx, tx, job.ChangeTags{AppID: w.appID}, nil); err != nil {
			return err
		}
		n = len(there)
		return w.tell(ctx, tx)
	})
	w.begun = w.begun || err == nil && n > 0
	return n, err
}

func (w *wishes) tell(ctx context.Context, tx *store.Tx) error {
	if w.begun {
		return nil
	}
	action := "contact.tag"
	if !w.give {
		action = "contact.untag"
	}
	return w.record(ctx, tx, w.actor, tuwen.Entry{
		Action: action, AppID: w.appID, Subject: strconv.Itoa(w.tagID), Name: w.tag.Name, Details: details{"contacts": strconv.Itoa(w.people)},
	})
}

// Tagging tells how many changes of each tag WeChat has not done yet, and
// until when they rest.
func (s *Contacts) Tagging(ctx context.Context, actor tuwen.Actor, appID string) (out tuwen.TaggingState, err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if out.Tags, err = tx.TagChanges.Progress(ctx, appID); err != nil {
			return err
		}
		var until time.Time
		if _, until, err = tx.TagChanges.Next(ctx, appID, s.now()); !until.IsZero() {
			out.ResumesAt = &until
		}
		return err
	})
	for _, t := range out.Tags {
		out.Waiting, out.Failed = out.Waiting+t.Waiting, out.Failed+t.Failed
	}
	return out, err
}

// TaggingFailures returns a stretch of the changes that WeChat refused, each
// with its reason.
func (s *Contacts) TaggingFailures(ctx context.Context, actor tuwen.Actor, appID string, limit int, cursor string) (out tuwen.Page[tuwen.TagChange], err error) {
	if err := actor.May(tuwen.Viewer); err != nil {
		return out, err
	}
	err = s.readOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		out, err = tx.TagChanges.List(ctx, appID, store.TagChangeFilter{State: tuwen.TagChangeFailed, Limit: limit, Cursor: cursor})
		return err
	})
	return out, err
}

// RetryTagging lets the refused changes be tried once more, and returns how
// many those are.
func (s *Contacts) RetryTagging(ctx context.Context, actor tuwen.Actor, appID string) (int, error) {
	return s.settle(ctx, actor, appID, "tagging.retry", func(ctx context.Context, tx *store.Tx) (int, error) {
		n, err := tx.TagChanges.Again(ctx, appID)
		if err == nil && n > 0 {
			err = s.jobs.Insert(ctx, tx, job.ChangeTags{AppID: appID}, nil)
		}
		return n, err
	})
}

// ForgetTagging drops the refused changes, and returns how many those were.
func (s *Contacts) ForgetTagging(ctx context.Context, actor tuwen.Actor, appID string) (int, error) {
	return s.settle(ctx, actor, appID, "tagging.forget", func(ctx context.Context, tx *store.Tx) (int, error) {
		return tx.TagChanges.Forget(ctx, appID)
	})
}

func (s *Contacts) settle(ctx context.Context, actor tuwen.Actor, appID, action string,
	do func(context.Context, *store.Tx) (int, error),
) (n int, err error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return 0, err
	}
	err = s.writeOf(ctx, appID, func(ctx context.Context, tx *store.Tx) error {
		if n, err = do(ctx, tx); err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{Action: action, AppID: appID, Subject: appID, Details: details{"contacts": strconv.Itoa(n)}})
	})
	return n, err
}
