package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
)

// tables are all tables of the database but those of other programs.
func tables(t *testing.T, db *store.DB) (names []string) {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'`
	if db.Engine() == store.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	}
	rows, err := db.SQL().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if len(names) < 30 || rows.Err() != nil {
		t.Fatalf("found only %q, %v", names, rows.Err())
	}
	return names
}

// holding are the tables and rows in which a column holds one of the texts.
func holding(t *testing.T, db *store.DB, texts ...string) (found []string) {
	t.Helper()
	for _, table := range tables(t, db) {
		for _, row := range readable(t, db, table) {
			for _, s := range texts {
				if strings.Contains(row, s) {
					found = append(found, fmt.Sprintf("%s in %s: %s", s, table, row))
				}
			}
		}
	}
	return found
}

// readable is the rows of a table as text.
func readable(t *testing.T, db *store.DB, table string) (all []string) {
	t.Helper()
	r, err := db.SQL().QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	columns, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for r.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := r.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var s strings.Builder
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			fmt.Fprintf(&s, "%s=%v ", columns[i], v)
		}
		all = append(all, s.String())
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEraseLeavesNothingOfThePerson(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		account(t, db, appID)
		const openID, other = "oPerson_-1", "oOther_-2"
		personal := []string{openID, "union-1", "王小明", "写了 msg:1", "你好 msg:1", "details of"}
		act(t, db, follow(openID, 0), follow(other, 0))
		mine, theirs := push("msg:1", openID, 0), push("msg:2", other, 1)
		putEvents(t, db, mine, theirs)
		planned := func(openID, event string) []tuwen.Message {
			return []tuwen.Message{
				{OpenID: openID, EventID: event, State: tuwen.MessagePlanned, CreatedAt: at, DueBy: at},
				{OpenID: openID, EventID: event, Place: 1, State: tuwen.MessageUnsent, Reason: "late", CreatedAt: at, DueBy: at,
					Problem: &tuwen.Problem{Detail: "details of " + openID}},
			}
		}
		entry := func(openID string) tuwen.Entry {
			return tuwen.Entry{At: at, AppID: appID, Action: "contact.remark", Subject: openID, Name: "王小明", Details: map[string]string{"remark": "王小明"}}
		}
		do(t, db, func(ctx context.Context, tx *store.Tx) error {
			for _, f := range []func() error{
				func() error {
					_, err := tx.Contacts.PutDetails(ctx, appID, []store.Detail{{OpenID: openID, UnionID: "union-1", Remark: "王小明", TagIDs: []int{2, 100}}}, at)
					return err
				},
				func() error { return tx.Contacts.PutTags(ctx, appID, other, []int{2}) },
				func() error { return tx.Messages.Plan(ctx, appID, planned(openID, mine.Event.ID)) },
				func() error { return tx.Messages.Plan(ctx, appID, planned(other, theirs.Event.ID)[:1]) },
				func() error { return tx.TagChanges.Give(ctx, appID, 100, []string{openID}, at) },
				func() error { return tx.MassSends.PutRecipients(ctx, appID, "m1", []string{openID, other}) },
				func() error { return tx.Audit.Add(ctx, entry(openID)) },
				func() error {
					told := entered("e1", openID, 0)
					told.Webhooks = []tuwen.WebhookCall{{EnrollmentID: "e1", StepID: "shop", URL: "https://shop.example.com"}}
					_, err := tx.Enrollments.Apply(ctx, appID, []store.EnrollmentMove{told}, at)
					return err
				},
			} {
				if err := f(); err != nil {
					return err
				}
			}
			return nil
		})
		if found := holding(t, db, personal...); len(found) < 8 {
			t.Fatalf("the test wrote too little: %q", found)
		}
		erase := func() {
			do(t, db, func(ctx context.Context, tx *store.Tx) error {
				return tx.Contacts.Erase(ctx, appID, openID, "hash-1", after(9))
			})
		}
		erase()
		if found := holding(t, db, personal...); len(found) > 0 {
			t.Errorf("after erasing there is still %q", found)
		}

		// What stays: that it happened, the count, the hash, and everybody else.
		e := get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Event, error) {
			return tx.Events.ByID(ctx, appID, mine.Event.ID)
		})
		want := mine.Event
		want.OpenID, want.Text, want.Raw = "", "", ""
		wantSame(t, e, want)
		again := mine
		again.Event.ID = ""
		if s := putEvents(t, db, again)[0]; s.New || s.Answer != nil {
			t.Errorf("a repeat of an erased push: got %+v", s)
		}
		wantSame(t, contacts(t, db, store.ContactFilter{}), []string{other})
		wantSame(t, contacts(t, db, store.ContactFilter{TagIDs: []int{2}}), []string{other})
		wantSame(t, events(t, db, store.EventFilter{OpenID: other}), []string{theirs.Event.ID})
		messages := get(t, db, func(ctx context.Context, tx *store.Tx) ([]tuwen.Message, error) {
			return tx.Messages.ByEvent(ctx, appID, mine.Event.ID)
		})
		wantSame(t, []any{messages[0].State, messages[0].Reason, messages[1].State, messages[1].Reason},
			[]any{tuwen.MessageUnsent, "gone", tuwen.MessageUnsent, "late"})
		former := func() store.Former {
			return get(t, db, func(ctx context.Context, tx *store.Tx) (store.Former, error) {
				return tx.Contacts.Former(ctx, appID, "hash-1")
			})
		}
		wantSame(t, former(), store.Former{Erased: 1, FirstAt: after(9), LastAt: after(9)})
		erase()
		wantSame(t, former().Erased, 2)
		n := get(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Contacts.FormerCount(ctx, appID) })
		wantSame(t, n, 1)
		_, err := try(t, db, func(ctx context.Context, tx *store.Tx) (store.Former, error) {
			return tx.Contacts.Former(ctx, appID, "hash-2")
		})
		wantError(t, err, tuwen.NotFound, "contact.unknown")
	})
}

func TestDeletedAccountLeavesOnlyItsAudit(t *testing.T) {
	t.Parallel()
	testkit.ForTest(t, func(t *testing.T, db *store.DB) {
		filled(t, db)
		do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Accounts.Delete(ctx, appID) })
		for _, found := range holding(t, db, "app_id="+appID) {
			if !strings.Contains(found, " in audit: ") {
				t.Errorf("still there: %s", found)
			}
		}
	})
}
