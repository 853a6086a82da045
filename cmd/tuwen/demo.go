package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/tuwen/tuwen/internal/config"
	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

type demoCommand struct {
	DataDir       string        `name:"data-dir" env:"TUWEN_DATA_DIR" default:"./data" type:"path" help:"The demo keeps its own state in the folder demo below this one."`
	Listen        string        `default:"127.0.0.1:8080" help:"Address and port of the console."`
	SandboxListen string        `name:"sandbox-listen" default:"127.0.0.1:8099" help:"Address and port of the sandbox."`
	Latency       time.Duration `default:"60ms" help:"What each call to the sandbox takes."`
	Fresh         bool          `help:"Forget the demo's state and start anew."`
	Empty         bool          `help:"Do not sync the sample account at the first start, and write no sample replies."`
	Log           string        `default:"warn" enum:"debug,info,warn,error" env:"TUWEN_LOG" help:"What is logged."`
}

// Run serves console and sandbox until ctx ends.
func (c demoCommand) Run(ctx context.Context, io streams) (err error) {
	dir := filepath.Join(c.DataDir, "demo")
	weChat, err := listen(ctx, "sandbox-listen", c.SandboxListen)
	if err != nil {
		return err
	}
	l, err := listen(ctx, "listen", c.Listen)
	if err != nil {
		return errors.Join(err, weChat.Close())
	}
	if c.Fresh {
		if err := forget(ctx, dir); err != nil {
			return fmt.Errorf("forget the demo's state: %w", err)
		}
	}
	clock, err := openClock(filepath.Join(dir, "clock"))
	if err != nil {
		return err
	}
	box, err := openSandbox(sandbox.Config{
		Clock: clock, Dir: filepath.Join(dir, "sandbox"), Latency: c.Latency, PublicURL: "http://" + weChat.Addr().String(),
	}, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	con, err := open(ctx, opening{settings: config.Settings{DataDir: dir, Log: c.Log}, now: clock.Now, log: io.err, works: true, webhookPrivate: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, con.close(ctx)) }()
	demo := demo{console: con, box: box, consoleAt: l.Addr(), weChatAt: weChat.Addr(), empty: c.Empty}
	return all(ctx,
		func(ctx context.Context) error { return serve(ctx, sandboxServer(box), weChat) },
		func(ctx context.Context) error {
			link, run, err := demo.prepare(ctx)
			if err != nil {
				return fmt.Errorf("prepare the demo: %w", err)
			}
			return all(ctx,
				func(ctx context.Context) error {
					return con.serve(ctx, config.Serving{}, l, clock.Now, func() { demo.announce(io, link) })
				},
				func(ctx context.Context) error { return demo.furnish(ctx, run) },
			)
		},
	)
}

// forget removes the state of a demo, unless one that runs works on it: that
// one would go on in a database that is gone.
func forget(ctx context.Context, dir string) error {
	db, err := store.Open(ctx, store.Config{URL: config.Settings{DataDir: dir}.Database()})
	if tuwen.CodeOf(err) == "store.locked" {
		return err
	}
	if err == nil { // one that does not open is forgotten too
		if err := db.Close(); err != nil {
			return err
		}
	}
	return os.RemoveAll(dir)
}

// demo is a console that is to be connected to the sample accounts.
type demo struct {
	*console
	box                 *sandbox.Sandbox
	consoleAt, weChatAt net.Addr
	empty               bool
	actor               tuwen.Actor // the operator in whose name all is done
}

func (d *demo) announce(io streams, link string) {
	_, _ = fmt.Fprintf(io.out, "console: %s\n  opens once; every start prints a new link\nsandbox: http://%s/console/\n  here you play WeChat\n", link, d.weChatAt)
}

// prepare connects the sample accounts where they are not yet, starts the
// first sync, lets an operator in and returns the link by which to sign in
// once. run is the first sync, without an id where there was none to start.
func (d *demo) prepare(ctx context.Context) (link string, run tuwen.SyncRun, err error) {
	operator, err := d.operator(ctx)
	if err != nil {
		return "", run, fmt.Errorf("let the operator in: %w", err)
	}
	d.actor = tuwen.Actor{OperatorID: operator.ID, Name: operator.Name, Role: operator.Role}
	for _, a := range d.box.SampleAccounts() {
		made, err := d.connect(ctx, a)
		if err != nil {
			return "", run, fmt.Errorf("connect %s: %w", a.Name, err)
		}
		if !made || a.FrozenHistory || d.empty {
			continue
		}
		if run, err = d.desk.Syncs.Start(ctx, d.actor, a.AppID, tuwen.Full, true); err != nil {
			return "", run, fmt.Errorf("sync %s: %w", a.Name, err)
		}
	}
	code, err := d.desk.Sessions.MakeCode(ctx, byHand, operator.ID)
	if err != nil {
		return "", run, fmt.Errorf("make the sign-in link: %w", err)
	}
	return "http://" + d.consoleAt.String() + "/sign-in?code=" + code, run, nil
}

// connect connects a sample account, or follows the sandbox to its address.
func (d *demo) connect(ctx context.Context, a sandbox.Account) (made bool, err error) {
	address := "http://" + d.weChatAt.String()
	have, err := d.desk.Accounts.ByID(ctx, d.actor, a.AppID)
	switch {
	case err == nil && have.APIBaseURL == address:
		return false, nil
	case err == nil:
		_, err = d.desk.Accounts.Change(ctx, d.actor, a.AppID, desk.AccountChange{APIBaseURL: &address})
		return false, err
	case tuwen.KindOf(err) != tuwen.NotFound:
		return false, err
	}
	_, err = d.desk.Accounts.Create(ctx, d.actor, desk.NewAccount{
		AppID: a.AppID, Name: a.Name, Kind: tuwen.AccountKind(a.Kind), Verified: a.Verified,
		OriginalID: a.OriginalID, AppSecret: a.Secret, APIBaseURL: address,
	})
	return err == nil, err
}

// furnish does what an operator would have done the day before: it lets the
// sandbox push here and, at the first start, writes replies, makes a menu, draws
// journeys, lets followers come to the shop, syncs all of them, reads the drafts,
// waits for the first sync of the history, writes notes to items with equal titles
// and sends some in mass.
func (d *demo) furnish(ctx context.Context, run tuwen.SyncRun) error {
	for _, a := range d.box.SampleAccounts() {
		if err := d.push(ctx, a); err != nil {
			return fmt.Errorf("push from %s: %w", a.Name, err)
		}
	}
	if !d.empty {
		for _, first := range []struct {
			setting string
			do      func(context.Context) error
		}{
			{repliesSetting, d.answerFollowers}, {menuSetting, d.makeMenus}, {journeysSetting, d.drawJourneys}, {visitSetting, d.bringVisitors},
			{followersSetting, d.syncFollowers},
		} {
			if err := d.once(ctx, first.setting, first.do); err != nil {
				return err
			}
		}
	}
	if !run.State.Active() {
		return nil
	}
	if _, err := d.desk.Drafts.Read(ctx, d.actor, run.AppID, false); err != nil {
		return fmt.Errorf("read the drafts: %w", err)
	}
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for run.State.Active() {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		var err error
		if run, err = d.desk.Syncs.ByID(ctx, d.actor, run.AppID, run.ID); err != nil {
			return fmt.Errorf("watch the first sync: %w", err)
		}
	}
	if run.State != tuwen.SyncFinished {
		return nil
	}
	notes := sampleNotes
	twins := twins(d.box.Account(run.AppID).History())
	for i, id := range twins[:min(len(notes), len(twins))] {
		if _, err := d.desk.Notes.Write(ctx, d.actor, run.AppID, id, notes[i]); err != nil {
			return fmt.Errorf("write a sample note: %w", err)
		}
	}
	return d.once(ctx, massSetting, func(ctx context.Context) error { return d.sendInMass(ctx, run.AppID) })
}

var sampleNotes = []string{
	"法务已审，可长期使用", "门店版，只发北方城市", "主推大衣，双 11 前用", "封面待换新图", "复购人群专用，勿发新客", "扫码关注后发送",
	"会员日用这篇", "旧价格，别再用", "只给杭州门店", "配图已换成雪景", "菜单「新品」在用", "去年的版本", "短版，适合自动回复", "等设计确认封面",
	"英文菜名已核对", "只发订阅号", "春节前后用", "小程序路径已更新", "给老师傅看过", "第二版标题", "留给周年庆", "图少，打开快",
}

// twins returns the ids of items that share their title with another.
func twins(items []sandbox.Item) (ids []string) {
	first := map[string]string{}
	for _, item := range items {
		title := item.Articles[0].Title
		id, again := first[title]
		switch {
		case !again:
			first[title] = item.MediaID
			continue
		case id != "":
			ids = append(ids, id)
			first[title] = ""
		}
		ids = append(ids, item.MediaID)
	}
	return ids
}

const demoEmail = "xiaoman@tuwen.example"

// operator returns an administrator, whom it makes where there is nobody.
func (d *demo) operator(ctx context.Context) (tuwen.Operator, error) {
	operators, err := d.desk.Operators.All(ctx, byHand)
	if err != nil {
		return tuwen.Operator{}, err
	}
	if len(operators) == 0 {
		return d.desk.Operators.Create(ctx, byHand, desk.NewOperator{
			Name: "林小满", Email: demoEmail, Role: tuwen.Admin, Password: rand.Text(),
		})
	}
	for _, o := range operators {
		if o.Role == tuwen.Admin && !o.Disabled {
			return o, nil
		}
	}
	return tuwen.Operator{}, errors.New("the demo has no administrator left; start with --fresh")
}
