package inbox_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T, e *env)) {
	t.Helper()
	eachWith(t, testkit.Setup{}, test)
}

// eachWith is each, with consoles that begin with s.
func eachWith(t *testing.T, s testkit.Setup, test func(t *testing.T, e *env)) {
	t.Helper()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			own := s
			own.Engine = engine
			test(t, startWith(t, own, callback.Safe))
		})
	}
}

// env is a console whose account's pushes come in.
type env struct {
	*testkit.Console
	t testing.TB
}

func start(t testing.TB, engine store.Engine, mode callback.Mode) *env {
	t.Helper()
	return startWith(t, testkit.Setup{Engine: engine}, mode)
}

func startWith(t testing.TB, s testkit.Setup, mode callback.Mode) *env {
	t.Helper()
	e := &env{testkit.Start(t, s), t}
	if mode != callback.Safe {
		e.write(func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Accounts.ByID(ctx, testkit.AppID)
			if err != nil {
				return err
			}
			a.Encryption = tuwen.Encryption(mode)
			return tx.Accounts.Update(ctx, a)
		})
	}
	err := e.WeChat.SetCallback(t.Context(), sandbox.Callback{
		URL: e.URL + "/callback/" + testkit.AppID, Token: testkit.MessageToken, AESKey: testkit.AESKey, Mode: mode,
	})
	e.must(err)
	return e
}

func (e *env) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *env) write(f func(ctx context.Context, tx *store.Tx) error) {
	e.t.Helper()
	e.must(e.DB.Write(e.t.Context(), f))
}

func text(s string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyText, Text: s} }

// rule keeps an active rule: "=茶" is the word itself, "茶" a part, "" is the
// default.
func (e *env) rule(id, keyword string, replies ...tuwen.Reply) {
	e.t.Helper()
	r := tuwen.ReplyRule{ID: id, Name: id, Kind: tuwen.RuleDefault, Active: true, Mode: tuwen.ReplyAll, Replies: replies, UpdatedAt: e.Clock.Now()}
	if keyword != "" {
		r.Kind, r.Keywords = tuwen.RuleKeyword, []tuwen.Keyword{{Text: strings.TrimPrefix(keyword, "="), Match: tuwen.MatchContains}}
		if keyword[0] == '=' {
			r.Keywords[0].Match = tuwen.MatchExact
		}
	}
	e.write(func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Put(ctx, testkit.AppID, r) })
}

// follow keeps an active rule for follows.
func (e *env) follow(id string, replies ...tuwen.Reply) {
	e.t.Helper()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.Rules.Put(ctx, testkit.AppID, tuwen.ReplyRule{
			ID: id, Name: id, Kind: tuwen.RuleFollow, Active: true, Mode: tuwen.ReplyAll, Replies: replies, UpdatedAt: e.Clock.Now(),
		})
	})
}

// random lets a rule answer by chance.
func (e *env) random(id string) {
	e.t.Helper()
	e.change(id, func(r *tuwen.ReplyRule) { r.Mode = tuwen.ReplyRandom })
}

// change changes a rule.
func (e *env) change(id string, change func(*tuwen.ReplyRule)) {
	e.t.Helper()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		r, err := tx.Rules.ByID(ctx, testkit.AppID, id)
		if err != nil {
			return err
		}
		change(&r)
		return tx.Rules.Put(ctx, testkit.AppID, r)
	})
}

// follower is somebody who follows.
func (e *env) follower(name string) string {
	e.t.Helper()
	openID, err := e.WeChat.NewOpenID(name)
	e.must(err)
	_, err = e.WeChat.Follow(e.t.Context(), openID)
	e.must(err)
	return openID
}

// answer is what a push was answered at its first try.
func (e *env) answer(d sandbox.Delivery, err error) string {
	e.t.Helper()
	e.must(err)
	if d.State != sandbox.Answered || len(d.Attempts) != 1 {
		e.t.Fatalf("the push is %s after %d tries: %+v", d.State, len(d.Attempts), d.Attempts)
	}
	return d.Attempts[0].Answer
}

// read returns what f reads.
func read[T any](e *env, f func(ctx context.Context, tx *store.Tx) (T, error)) T {
	e.t.Helper()
	var v T
	e.must(e.DB.Read(e.t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		v, err = f(ctx, tx)
		return err
	}))
	return v
}

// events are what is kept, newest first.
func (e *env) events() []tuwen.Event {
	e.t.Helper()
	return read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Event, error) {
		page, err := tx.Events.List(ctx, testkit.AppID, store.EventFilter{Limit: 100})
		return page.Items, err
	})
}

func (e *env) contact(openID string) tuwen.Contact {
	e.t.Helper()
	return read(e, func(ctx context.Context, tx *store.Tx) (tuwen.Contact, error) {
		return tx.Contacts.ByID(ctx, testkit.AppID, openID)
	})
}

func (e *env) messages(eventID string) []tuwen.Message {
	e.t.Helper()
	return read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Message, error) {
		return tx.Messages.ByEvent(ctx, testkit.AppID, eventID)
	})
}

// refusals are why what was refused, and how often, as it is kept.
func (e *env) refusals() map[string]int {
	e.t.Helper()
	e.must(e.Inbox.Settle(e.t.Context()))
	all := read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Refusal, error) {
		return tx.Refusals.Of(ctx, testkit.AppID)
	})
	counts := map[string]int{}
	for _, r := range all {
		counts[r.Reason] = r.Count
	}
	return counts
}

// jobs are how many of a kind were ever inserted.
func (e *env) jobs(kind string) (n int) {
	e.t.Helper()
	e.must(e.DB.SQL().QueryRowContext(e.t.Context(), "SELECT count(*) FROM river_job WHERE kind = $1", kind).Scan(&n))
	return n
}

// holding is the rows, of any table, in which a column holds the text. That
// the hash of a test is readable does not count.
func (e *env) holding(text string) (found []string) {
	e.t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'`
	if e.DB.Engine() == store.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	}
	for _, table := range e.rows(query) {
		for _, row := range e.rows("SELECT * FROM " + table) {
			if strings.Contains(strings.ReplaceAll(row, testkit.Hash(testkit.AppID, text), ""), text) {
				found = append(found, table+": "+row)
			}
		}
	}
	return found
}

// rows are a query's rows as text.
func (e *env) rows(query string) (all []string) {
	e.t.Helper()
	r, err := e.DB.SQL().QueryContext(e.t.Context(), query)
	e.must(err)
	defer func() { _ = r.Close() }()
	columns, err := r.Columns()
	e.must(err)
	for r.Next() {
		row, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		e.must(r.Scan(into...))
		words := make([]string, len(row))
		for i, v := range row {
			words[i] = v.String
		}
		all = append(all, strings.Join(words, " "))
	}
	e.must(r.Err())
	return all
}

// seal is a push as WeChat would send it.
func (e *env) seal(mode callback.Mode, message string) (url.Values, []byte) {
	e.t.Helper()
	query, body, err := e.endpoint(mode).Seal([]byte(message), "", e.Clock.Now())
	e.must(err)
	return query, body
}

func (e *env) endpoint(mode callback.Mode) *callback.Endpoint {
	e.t.Helper()
	end, err := callback.New(callback.Config{AppID: testkit.AppID, Token: testkit.MessageToken, EncodingAESKey: testkit.AESKey, Mode: mode})
	e.must(err)
	return end
}

// post sends a body to the account's address.
func (e *env) post(query url.Values, body io.Reader) testkit.Reply {
	e.t.Helper()
	return e.postTo(testkit.AppID, query, body)
}

func (e *env) postTo(appID string, query url.Values, body io.Reader) testkit.Reply {
	e.t.Helper()
	req, err := http.NewRequestWithContext(e.t.Context(), "POST", e.URL+"/callback/"+appID+"?"+query.Encode(), body)
	e.must(err)
	resp, err := http.DefaultClient.Do(req)
	e.must(err)
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	e.must(err)
	return testkit.Reply{Status: resp.StatusCode, Header: resp.Header, Body: answer}
}

// message is the XML of a written text.
func (e *env) message(openID, id, text string) string {
	return fmt.Sprintf("<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime>"+
		"<MsgType>text</MsgType><Content>%s</Content><MsgId>%s</MsgId></xml>", e.WeChat.Settings().OriginalID, openID, e.Clock.Now().Unix(), text, id)
}

// wantSame fails the test where the values differ; nothing is as good as an
// empty list.
func wantSame(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func wantNone[T any](t testing.TB, what string, got []T) {
	t.Helper()
	if len(got) > 0 {
		t.Errorf("%s: %+v, want none", what, got)
	}
}

// wantReply fails the test where the answer to a push is not the text.
func (e *env) wantReply(answer, text string) {
	e.t.Helper()
	got := answer
	if f, err := callback.Parse([]byte(answer)); err == nil {
		got = f.Text("Content")
	}
	if got != text {
		e.t.Errorf("answered %q, want %q: %s", got, text, answer)
	}
}

func fields(name, value string) callback.Fields { return callback.Fields{{Name: name, Value: value}} }
