package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
)

const appID = "wx2f4e8a1c9d3b7e60"

// at is a time the tests count from, with milliseconds as rows keep them.
var at = time.Date(2026, 5, 20, 13, 14, 15, int(160*time.Millisecond), time.UTC)

// do writes and fails the test on an error.
func do(t testing.TB, db *store.DB, f func(ctx context.Context, tx *store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// get reads one value and fails the test on an error.
func get[T any](t testing.TB, db *store.DB, f func(ctx context.Context, tx *store.Tx) (T, error)) T {
	t.Helper()
	v, err := try(t, db, f)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// try reads one value.
func try[T any](t testing.TB, db *store.DB, f func(ctx context.Context, tx *store.Tx) (T, error)) (v T, err error) {
	t.Helper()
	err = db.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		v, err = f(ctx, tx)
		return err
	})
	return v, err
}

// wantError fails the test unless err has the kind and the code.
func wantError(t testing.TB, err error, kind tuwen.Kind, code string) {
	t.Helper()
	if tuwen.KindOf(err) != kind || tuwen.CodeOf(err) != code {
		t.Errorf("got error %v (%s, %s), want %s, %s", err, tuwen.KindOf(err), tuwen.CodeOf(err), kind, code)
	}
}

// wantSame fails the test where the values differ.
func wantSame(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("difference (-want +got):\n%s", d)
	}
}

func account(t testing.TB, db *store.DB, ids ...string) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error {
		for _, id := range ids {
			a := tuwen.Account{AppID: id, Name: "青禾生活", Kind: tuwen.Service, Encryption: tuwen.Safe,
				APIBaseURL: tuwen.DefaultAPIBaseURL, CreatedAt: at, UpdatedAt: at}
			if err := tx.Accounts.Create(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// item is a history item of one article; its update is so many seconds after
// at.
func item(id string, seconds int, title, body string) store.Put {
	m := tuwen.Material{
		MediaID: id, Source: tuwen.History, CreateTime: at, UpdateTime: at.Add(time.Duration(seconds) * time.Second).Truncate(time.Second),
		FetchedAt: at, UsedBy: []tuwen.UsedBy{},
		Articles: []tuwen.Article{{Title: title, Author: "编辑部", Digest: title + "的摘要", URL: "https://mp.weixin.qq.com/s/" + id,
			CoverURL: "https://mmbiz.qpic.cn/" + id, Body: body, ThumbMediaID: "thumb-" + id, Type: "news"}},
	}
	m.Lead()
	return store.Put{Material: m, Hash: tuwen.ContentHash(m.Articles), ChangedRun: "run-1"}
}

// items are n history items, the newest first.
func items(n int) []store.Put {
	puts := make([]store.Put, n)
	for i := range puts {
		puts[i] = item(fmt.Sprintf("m%04d", i), -60*i, fmt.Sprintf("第%d篇", i), "<p>正文</p>")
	}
	return puts
}

func put(t testing.TB, db *store.DB, puts ...store.Put) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Materials.Put(ctx, appID, puts) })
}

// indexed waits until the bodies are in the search index.
func indexed(t testing.TB, db *store.DB) {
	t.Helper()
	if err := db.Index(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func list(t testing.TB, db *store.DB, q store.ListQuery) store.Page {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) (store.Page, error) {
		return tx.Materials.List(ctx, appID, q)
	})
}

// listed are the ids of all pages of a list.
func listed(t testing.TB, db *store.DB, q store.ListQuery) []string {
	t.Helper()
	ids := []string{}
	for range 1000 {
		p := list(t, db, q)
		for _, m := range p.Items {
			ids = append(ids, m.MediaID)
		}
		if q.Cursor = p.NextCursor; q.Cursor == "" {
			return ids
		}
	}
	t.Fatal("the list has no end")
	return nil
}

func search(t testing.TB, db *store.DB, q string) []string {
	t.Helper()
	return listed(t, db, store.ListQuery{Q: q})
}

func byID(t testing.TB, db *store.DB, id string) tuwen.Material {
	t.Helper()
	return get(t, db, func(ctx context.Context, tx *store.Tx) (tuwen.Material, error) {
		return tx.Materials.ByID(ctx, appID, id)
	})
}

func note(t testing.TB, db *store.DB, id, text string) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error {
		return tx.Notes.Put(ctx, appID, tuwen.Note{MediaID: id, Text: text, WrittenBy: "小禾", WrittenAt: at})
	})
}

func use(t testing.TB, db *store.DB, id string, u tuwen.UsedBy) {
	t.Helper()
	do(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Uses.Put(ctx, appID, id, u) })
}

func yes() *bool { v := true; return &v }
func no() *bool  { v := false; return &v }
