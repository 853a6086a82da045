package inbox_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/inbox"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/wechat/callback"
)

// answered is what came of a push that was handed to an inbox.
type answered struct {
	cut  bool // the connection was closed
	code int
	body string
}

// handIn hands pushes to an inbox that does not run, waits until all wait for
// a transaction, runs it and returns what came of each.
func (e *env) handIn(in *inbox.Inbox, messages []string) []answered {
	e.t.Helper()
	all := make([]answered, len(messages))
	var serving sync.WaitGroup
	for i, message := range messages {
		query, body := e.sealed(message)
		r := httptest.NewRequest("POST", "/callback/"+testkit.AppID+"?"+query.Encode(), body)
		r.SetPathValue("app_id", testkit.AppID)
		serving.Go(func() {
			w := httptest.NewRecorder()
			defer func() {
				cut := recover() == http.ErrAbortHandler //nolint:errorlint // documented to be compared so
				all[i] = answered{cut: cut, code: w.Code, body: w.Body.String()}
			}()
			in.ServeHTTP(w, r)
		})
	}
	for in.Waiting() < len(messages) {
		time.Sleep(time.Millisecond) // for the goroutines, not for time to pass
	}
	e.run(in)
	serving.Wait()
	return all
}

func TestPushThatTheDatabaseRefusesDoesNotHurtThoseBesideIt(t *testing.T) {
	t.Parallel()
	// Each is tried alone: on a machine that does much else 64 transactions take
	// longer than a push may.
	eachWith(t, testkit.Setup{Within: time.Minute}, func(t *testing.T, e *env) {
		e.rule("default", "", text("在的"))
		e.refuse("oBad")
		in := e.NewInbox(e.DB, e.Jobs)
		messages := make([]string, 64)
		for i := range messages {
			messages[i] = e.message(fmt.Sprintf("oInGroup%02d", i), fmt.Sprint(9000+i), "茶")
		}
		// PostgreSQL takes no NUL, and JSON can hold what XML cannot. None gets
		// as far as the database.
		messages[31] = fmt.Sprintf(`{"ToUserName":%q,"FromUserName":"oInGroup31\u0000","CreateTime":%d,"MsgType":"text",`+
			`"Content":"茶\u0000","MsgId":"9031"}`, e.WeChat.Settings().OriginalID, e.Clock.Now().Unix())
		messages[47] = e.message("oBad", "9047", "茶")
		all := e.handIn(in, messages)
		for i, a := range all {
			if i == 47 {
				continue
			}
			if a.cut || a.code != http.StatusOK {
				t.Errorf("push %d: got %+v", i, a)
				continue
			}
			answer, err := e.endpoint(callback.Safe).OpenReply([]byte(a.body))
			e.must(err)
			e.wantReply(string(answer), "在的")
		}
		if bad := all[47]; !bad.cut || bad.body != "" {
			t.Errorf("the push that cannot be kept got %+v, want no answer", bad)
		}
		if !strings.Contains(e.Log.String(), `"pushes":64`) {
			t.Error("they were no group of 64: the test shows nothing")
		}
		kept := map[string]bool{}
		for _, ev := range e.events() {
			kept[ev.OpenID] = true
		}
		for i := range messages {
			if who := fmt.Sprintf("oInGroup%02d", i); i != 47 && !kept[who] {
				t.Errorf("the push of %s is not kept: %v", who, kept)
			}
		}
		wantSame(t, "pushes kept", len(e.events()), 63)
		wantNone(t, "rows of the push that is not kept", e.holding("oBad"))
		// WeChat gives up in the end, and then it is counted.
		e.Clock.Move(time.Minute)
		e.must(in.Settle(t.Context()))
		wantSame(t, "counted", e.rows("SELECT reason, n FROM refusals"), []string{tuwen.Unanswered + " 1"})
	})
}

// refuse makes the database refuse the pushes of somebody, until the test
// ends.
func (e *env) refuse(openID string) {
	e.t.Helper()
	add, drop := `CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.openid = '`+openID+`'
		BEGIN SELECT RAISE (ABORT, 'refused'); END`, `DROP TRIGGER refuse`
	if e.DB.Engine() == store.Postgres {
		add = `ALTER TABLE events ADD CONSTRAINT refuse CHECK (openid <> '` + openID + `')`
		drop = `ALTER TABLE events DROP CONSTRAINT refuse`
	}
	_, err := e.DB.SQL().ExecContext(e.t.Context(), add)
	e.must(err)
	e.t.Cleanup(func() {
		_, err := e.DB.SQL().ExecContext(context.Background(), drop)
		e.must(err)
	})
}

func TestRepeatsInsideOneGroupShareTheFirstReply(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.rule("lot", "签", text("一"), text("二"), text("三"), text("四"), text("五"), text("六"))
		e.random("lot")
		in := e.NewInbox(e.DB, e.Jobs)
		var messages []string
		for i := range 64 {
			messages = append(messages, e.message(fmt.Sprintf("oShared%d", i/4), fmt.Sprint(8000+i/4), "签"))
		}
		all := e.handIn(in, messages)
		for i, a := range all {
			answer, err := e.endpoint(callback.Safe).OpenReply([]byte(a.body))
			e.must(err)
			first, err := e.endpoint(callback.Safe).OpenReply([]byte(all[i/4*4].body))
			e.must(err)
			wantSame(t, "answer of a repeat", string(answer), string(first))
		}
		for _, ev := range e.events() {
			if ev.Repeats != 3 {
				t.Errorf("%s is kept with %d repeats, want 3", ev.OpenID, ev.Repeats)
			}
		}
		wantSame(t, "events", len(e.events()), 16)
	})
}

func TestPushWaitsForNoOtherThatIsHeldUp(t *testing.T) {
	t.Parallel()
	e := start(t, store.Postgres, callback.Safe) // SQLite has one that writes
	e.rule("default", "", text("在的"))
	held, other := e.follower("林小满"), e.follower("周默")
	var slow sync.WaitGroup
	defer slow.Wait()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Contacts.Hold(ctx, testkit.AppID, held); err != nil {
			return err
		}
		// The push of who is held up is under way while the other's comes.
		slow.Go(func() { _, _ = e.WeChat.Write(t.Context(), held, "茶") })
		for len(e.rows("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")) == 0 {
			time.Sleep(time.Millisecond) // for the other process, not for time to pass
		}
		e.wantReply(e.answer(e.WeChat.Write(t.Context(), other, "茶")), "在的")
		return nil
	})
}
