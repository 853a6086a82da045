package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/tuwen/tuwen/internal/job"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// pending is the problem of a code that is here and waits to be made.
var pending = tuwen.Problem{Kind: tuwen.Unavailable, Code: store.PendingCode, Detail: "it waits to be made at WeChat"}

// Import makes the codes of a CSV file; see [tuwen.ReadCodes] for its form. All
// rows are checked first: where one is wrong, nothing is kept, and the error is
// [tuwen.Invalid] "qrcode_import.rows" naming each. Then all are kept at once,
// and a job makes them at WeChat one after the other; until then their problem
// is "qrcode.pending". Checking only keeps nothing.
func (s *QRCodes) Import(ctx context.Context, actor tuwen.Actor, appID string, file []byte, checkOnly bool) (tuwen.Imported, error) {
	if err := actor.May(tuwen.Operates); err != nil {
		return tuwen.Imported{}, err
	}
	rows, problems, err := tuwen.ReadCodes(file)
	if err != nil {
		return tuwen.Imported{}, err
	}
	s.complete(rows)
	in := importing{appID: appID, rows: rows, problems: problems}
	if err := s.db.Read(ctx, in.check); err != nil {
		return tuwen.Imported{}, err
	}
	out := tuwen.Imported{Count: len(rows)}
	if checkOnly {
		return out, nil
	}
	codes := make([]tuwen.QRCode, len(rows))
	for i, r := range rows {
		codes[i] = r.Code
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.QRCodes.Add(ctx, appID, codes); err != nil {
			return err
		}
		if err := s.jobs.Insert(ctx, tx, job.MakeCodes{AppID: appID}, nil); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, tuwen.Entry{
			Action: "qrcode.import", AppID: appID, Details: details{"codes": strconv.Itoa(len(codes))},
		})
	})
	out.Kept = err == nil
	return out, err
}

// complete fills in what the rows do not say. They are a millisecond apart, so
// that the list, whose newest come first, has the order of the file.
func (s *QRCodes) complete(rows []tuwen.CodeRow) {
	now := s.now()
	for i := range rows {
		c := &rows[i].Code
		c.Name, c.Source, c.Campaign = oneLine(c.Name), oneLine(c.Source), oneLine(c.Campaign)
		at := now.Add(-time.Duration(i) * time.Millisecond)
		c.ID, c.Problem, c.CreatedAt, c.UpdatedAt = store.NewID(), &pending, at, at
		if c.Scene == "" {
			c.Scene = newScene()
		}
	}
}

// importing is a file that is being checked.
type importing struct {
	appID    string
	rows     []tuwen.CodeRow
	problems []tuwen.RowProblem
}

// check looks at all rows, and gives them the ids of their tags.
func (in *importing) check(ctx context.Context, tx *store.Tx) error {
	if err := mayHaveCodes(ctx, tx, in.appID); err != nil {
		return err
	}
	tags, err := tx.Tags.All(ctx, in.appID)
	if err != nil {
		return err
	}
	var replies []tuwen.Reply
	scenes := make([]string, len(in.rows))
	permanent := 0
	for i, r := range in.rows {
		replies, scenes[i] = append(replies, r.Code.Replies...), r.Code.Scene
		if r.Code.Kind == tuwen.Permanent {
			permanent++
		}
	}
	if err := roomFor(ctx, tx, in.appID, permanent); err != nil {
		return err
	}
	stock, err := tx.Catalog.Stock(ctx, in.appID, replies...)
	if err != nil {
		return err
	}
	taken, err := tx.QRCodes.ByScenes(ctx, in.appID, scenes)
	if err != nil {
		return err
	}
	for i := range in.rows {
		r := &in.rows[i]
		in.tag(r, tags)
		if _, found := taken[r.Code.Scene]; found {
			in.refuse(r.Row, tuwen.SceneTaken(r.Code.Scene))
		}
		in.refuse(r.Row, r.Code.Check(stock, tags))
	}
	return in.verdict()
}

// tag finds the ids of a row's tags.
func (in *importing) tag(r *tuwen.CodeRow, tags []tuwen.Tag) {
	for _, name := range r.Tags {
		at := slices.IndexFunc(tags, func(t tuwen.Tag) bool { return t.Name == name })
		if at < 0 {
			in.refuse(r.Row, tuwen.Errorf(tuwen.Invalid, "tag.unknown", "there is no such tag").With("field", "tags").With("tag", name))
			continue
		}
		r.Code.TagIDs = append(r.Code.TagIDs, tags[at].ID)
	}
}

// refuse notes what is wrong with a row, once for each field.
func (in *importing) refuse(row int, err error) {
	e, ok := errors.AsType[*tuwen.Error](err)
	if !ok {
		return
	}
	p := tuwen.RowProblem{Row: row, Field: e.Params["field"], Code: e.Code, Detail: e.Text, Params: e.Params}
	same := func(o tuwen.RowProblem) bool { return o.Row == row && o.Field == p.Field }
	if !slices.ContainsFunc(in.problems, same) {
		in.problems = append(in.problems, p)
	}
}

func (in *importing) verdict() error {
	if len(in.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(in.problems, func(a, b tuwen.RowProblem) int { return cmp.Compare(a.Row, b.Row) })
	return tuwen.Errorf(tuwen.Invalid, "qrcode_import.rows", "some rows are wrong; nothing was made").With("field", "file").
		With("count", strconv.Itoa(len(in.problems))).Naming(in.problems)
}
