package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/sandbox"
)

const sampleAppID = "wx5a1d0c0ffee70001"

// phone is the sandbox's phone, by its own interface.
type phone struct {
	t    *testing.T
	base string
}

// do asks the sandbox and decodes what it answers into out.
func (p phone) do(method, path string, in, out any) {
	p.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		p.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+"/console/api"+path, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		p.t.Fatalf("%s %s: %s, %v\n%s", method, path, res.Status, err, answer)
	}
	if err := json.Unmarshal(answer, out); err != nil {
		p.t.Fatalf("%s %s: %v\n%s", method, path, err, answer)
	}
}

// until asks for a path until it is as wanted.
func until[T any](p phone, path string, wanted func(T) bool) T {
	p.t.Helper()
	deadline := time.After(2 * time.Minute)
	for {
		var v T
		p.do(http.MethodGet, path, nil, &v)
		if wanted(v) {
			return v
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			p.t.Fatalf("%s is still %+v", path, v)
		}
	}
}

type chat struct {
	Messages []sandbox.Message `json:"messages"`
}

// says lets the person act and returns what the account said next, n messages.
func (p phone) says(n int, person, verb string, act map[string]string) []sandbox.Message {
	p.t.Helper()
	return p.acts(n, person, verb, act)
}

func (p phone) acts(n int, person, verb string, act any) []sandbox.Message {
	p.t.Helper()
	path := "/people/" + person + "/chats/" + sampleAppID
	var before chat
	p.do(http.MethodGet, path, nil, &before)
	var done json.RawMessage
	p.do(http.MethodPost, path+"/"+verb, act, &done)
	said := func(c chat) (all []sandbox.Message) {
		for _, m := range c.Messages[len(before.Messages):] {
			if m.From == sandbox.FromAccount {
				all = append(all, m)
			}
		}
		return all
	}
	return said(until(p, path, func(c chat) bool { return len(said(c)) >= n }))
}

func TestDemoAnswersFollowersAndWritesItsRepliesOnce(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	state := s.in(filepath.Join(s.dir, "demo"))
	var first sandbox.Callback
	start := func(t *testing.T) phone {
		at := (&shell{t, s.dir}).background("sandbox: ", "demo", "--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0",
			"--latency", "0s", "--data-dir", s.dir, "--log", "warn")
		return phone{t, strings.TrimSuffix(at, "/console/")}
	}
	t.Run("first", func(t *testing.T) {
		p := start(t)
		until(p, "/accounts/"+sampleAppID+"/codes", func(codes []sandbox.QRCode) bool { return len(codes) == 2 })
		until(p, "/accounts/"+sampleAppID+"/menu", func(m shownMenu) bool { return len(m.Menu) == 3 })
		p.do(http.MethodGet, "/accounts/"+sampleAppID+"/callback", nil, &first)
		if first.URL == "" {
			t.Fatal("WeChat pushes nowhere")
		}
		until(p, "/accounts/"+sampleAppID+"/quotas", func(interfaces []struct {
			Path  string
			Calls int
		}) bool {
			for _, i := range interfaces {
				if i.Path == "/cgi-bin/user/info/batchget" {
					return i.Calls > 0 // visitors came, and all followers are read
				}
			}
			return false
		})
		var one sandbox.Person
		p.do(http.MethodPost, "/people", map[string]string{"name": "许知夏"}, &one)

		welcome := p.says(2, one.ID, "follow", nil)
		if !strings.Contains(welcome[0].Text, "青禾生活") || !welcome[0].Passive || len(welcome[1].Options) != 3 {
			t.Fatalf("who follows gets %+v", welcome)
		}
		deeper := p.says(1, one.ID, "option", map[string]string{"option": welcome[1].Options[2].ID})
		if len(deeper[0].Options) != 3 || !strings.Contains(deeper[0].Text, "茶") {
			t.Fatalf("the conversation leads to %+v", deeper)
		}
		if got := p.says(1, one.ID, "write", map[string]string{"text": "1"}); len(got[0].Articles) != 1 {
			t.Errorf("a typed number gets %+v, want an article", got)
		}
		if got := p.says(1, one.ID, "write", map[string]string{"text": "有上新吗"}); len(got[0].Articles) != 1 || !got[0].Passive {
			t.Errorf("a keyword gets %+v, want an article", got)
		}
		if got := p.says(1, one.ID, "scan", map[string]string{"scene": "weekend-fair"}); len(got[0].Articles) != 1 {
			t.Errorf("a scan gets %+v, want an article", got)
		}
		// The code answers, and its journey welcomes after it.
		shop := p.says(3, one.ID, "scan", map[string]string{"scene": counterScene})
		if !shop[0].Passive || !strings.Contains(shop[0].Text, "静安店") || len(shop[1].Options) != 3 || len(shop[2].Articles) != 1 || shop[2].Passive {
			t.Errorf("a scan in the shop gets %+v", shop)
		}
		if got := p.says(1, one.ID, "write", map[string]string{"text": "？？"}); !strings.Contains(got[0].Text, "菜单") {
			t.Errorf("what nobody understands gets %+v", got)
		}
		tea := p.acts(3, one.ID, "button", map[string]int{"top": 0, "sub": 1})
		for _, m := range tea {
			if len(m.Articles) == 0 || m.Passive {
				t.Errorf("a tap on three articles gets %+v", tea)
			}
		}
		if got := p.acts(1, one.ID, "button", map[string]int{"top": 1, "sub": 0}); !strings.Contains(got[0].Text, "愚园路") {
			t.Errorf("a tap on a text gets %+v", got)
		}
	})
	written := state.replyNames()
	want := []string{"青禾小管家", "学着喝茶", "本周上新", "叫出小管家", "欢迎新朋友", "门店与营业时间", "听不懂的时候", "周末市集 易拉宝 1", "静安店 收银台立牌 1"}
	if d := cmp.Diff(sorted(want), sorted(written)); d != "" {
		t.Errorf("written (-want +got):\n%s", d)
	}
	state.open(func(c *console) {
		runs, err := c.desk.Syncs.ListFollowers(t.Context(), byHand, sampleAppID, 10, "")
		if err != nil {
			t.Fatal(err)
		}
		overview, err := c.desk.Overview.Of(t.Context(), byHand, sampleAppID)
		if err != nil {
			t.Fatal(err)
		}
		if reach := overview.Reach; len(runs.Items) != 1 || len(reach.Buttons) < 5 || reach.Taps < 10 || reach.FollowersToday < 6 {
			t.Errorf("synced by %+v; the overview tells %+v", runs.Items, reach)
		}
	})
	if d := cmp.Diff([]string{"春节问候 draft", "门店扫码欢迎 running"}, sorted(state.journeys())); d != "" {
		t.Errorf("drawn (-want +got):\n%s", d)
	}
	state.open(func(c *console) {
		all, err := c.desk.Conversations.All(t.Context(), byHand, sampleAppID)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			if err := c.desk.Conversations.Delete(t.Context(), byHand, sampleAppID, one.ID, true); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("again, on other ports", func(t *testing.T) {
		p := start(t)
		until(p, "/accounts/"+sampleAppID+"/callback", func(cb sandbox.Callback) bool { return cb.URL != first.URL })
		var people []sandbox.Person
		p.do(http.MethodGet, "/people", nil, &people)
		if got := p.says(1, people[0].ID, "write", map[string]string{"text": "几点开门"}); !strings.Contains(got[0].Text, "10:00") {
			t.Errorf("on other ports a keyword gets %+v", got)
		}
	})
	if d := cmp.Diff(sorted(want[2:]), sorted(state.replyNames())); d != "" {
		t.Errorf("after a start what was deleted is there again, or something is there twice (-want +got):\n%s", d)
	}
}

// replyNames are the names of the sample account's conversations, rules and
// QR codes, these with how many tags they give.
func (s *shell) replyNames() (names []string) {
	s.t.Helper()
	s.open(func(c *console) {
		ctx := s.t.Context()
		conversations, err := c.desk.Conversations.All(ctx, byHand, sampleAppID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, c := range conversations {
			names = append(names, c.Name)
		}
		rules, err := c.desk.ReplyRules.All(ctx, byHand, sampleAppID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, r := range rules.Items {
			names = append(names, r.Name)
		}
		codes, err := c.desk.QRCodes.List(ctx, byHand, sampleAppID, desk.CodeQuery{Limit: 100})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, code := range codes.Items {
			names = append(names, code.Name+" "+strings.Repeat("1", len(code.TagIDs)))
		}
	})
	return names
}

// journeys are the sample account's, each with its state.
func (s *shell) journeys() (all []string) {
	s.t.Helper()
	s.open(func(c *console) {
		journeys, err := c.desk.Journeys.All(s.t.Context(), byHand, sampleAppID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, j := range journeys {
			all = append(all, j.Name+" "+string(j.State))
		}
	})
	return all
}

// shownMenu is the sample account's menu at WeChat.
type shownMenu struct {
	Menu []sandbox.MenuButton `json:"menu"`
}

func sorted(names []string) []string { return slices.Sorted(slices.Values(names)) }
