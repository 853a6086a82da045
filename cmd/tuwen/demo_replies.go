package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
	"github.com/tuwen/tuwen/wechat/callback"
)

// repliesSetting tells that the sample replies were written once. What the
// operator deletes of them afterwards stays deleted.
const repliesSetting = "demo_replies"

// push lets the sandbox push to this console, as an operator does by copying
// address and secrets to WeChat. Where both know the secrets only the address
// is mended: the port may be another than the last time.
func (d *demo) push(ctx context.Context, a sandbox.Account) error {
	control := d.box.Account(a.AppID)
	have, err := d.desk.Accounts.ByID(ctx, d.actor, a.AppID)
	if err != nil {
		return err
	}
	cb := control.Callback()
	address := "http://" + d.consoleAt.String() + "/callback/" + a.AppID
	if cb.Token == "" || !have.HasMessageToken || !have.HasAESKey {
		cb = sandbox.Callback{Token: rand.Text(), AESKey: (rand.Text() + rand.Text())[:43], Mode: callback.Safe}
		safe := tuwen.Safe
		if _, err := d.desk.Accounts.Change(ctx, d.actor, a.AppID, desk.AccountChange{
			MessageToken: &cb.Token, EncodingAESKey: &cb.AESKey, Encryption: &safe,
		}); err != nil {
			return fmt.Errorf("set the push secrets: %w", err)
		}
	}
	if cb.URL == address {
		return nil
	}
	cb.URL = address
	if err := set(ctx, control, cb); err != nil && ctx.Err() == nil {
		// The secrets were changed by hand on one side, for example to see
		// what the diagnosis says.
		d.log.Warn("WeChat's sandbox does not push to this console", "account", a.Name, "error", err)
	}
	return nil
}

// set saves where an account pushes. A console that has just started may not
// answer within WeChat's five seconds; an operator would press the button again.
func set(ctx context.Context, control *sandbox.AccountControl, cb sandbox.Callback) error {
	var err error
	for range 6 {
		err = control.SetCallback(ctx, cb)
		if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			break
		}
	}
	return err
}

// once does something at the first start only: a setting tells that it was
// done.
func (d *demo) once(ctx context.Context, setting string, do func(context.Context) error) error {
	err := d.db.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Settings.Get(ctx, setting)
		return err
	})
	if tuwen.KindOf(err) != tuwen.NotFound {
		return err
	}
	if err := do(ctx); err != nil {
		return err
	}
	return d.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Settings.Put(ctx, setting, "done")
	})
}

// answerFollowers writes the sample replies of all accounts.
func (d *demo) answerFollowers(ctx context.Context) error {
	for _, a := range d.box.SampleAccounts() {
		w := &replyWriter{demo: d, appID: a.AppID}
		write := w.serviceReplies
		if a.Kind != sandbox.Service {
			write = w.subscriptionReplies
		}
		if err := write(ctx); err != nil {
			return fmt.Errorf("write the replies of %s: %w", a.Name, err)
		}
	}
	return nil
}

// replyWriter writes the sample replies of one account. What is there already
// by its name it leaves alone: a demo may be stopped at any moment.
type replyWriter struct {
	*demo
	appID    string
	articles []tuwen.Choice // published and not used yet
	tags     []tuwen.Tag
}

// serviceReplies are those of the account that may all: articles, a
// conversation in a conversation, QR codes that give tags.
func (w *replyWriter) serviceReplies(ctx context.Context) error {
	if err := w.read(ctx); err != nil {
		return err
	}
	news, tea := w.article("上新", "值得等"), w.article("喝茶记", "来的")
	cup, fair := w.article("茶滤", "保温壶", "砧板"), w.article("市集", "周末见", "来见一面", "摊位")
	beginner, err := w.conversation(ctx, desk.ConversationForm{
		Name: "学着喝茶", Opening: "茶不难，先从一杯顺口的开始。你现在……",
		Options: []desk.OptionForm{
			{Label: "刚开始喝，不知道选哪种", Reply: tea},
			{Label: "手边有茶，想泡得好一点", Reply: say("记三个数就够：\n绿茶 80 度、三克、一分钟；\n乌龙 95 度、七克、二十秒；\n红茶 90 度、四克、半分钟。\n第一泡出汤快一点，往后每泡多给五秒。")},
			{Label: "想添一件顺手的茶器", Reply: cup},
		},
	})
	if err != nil {
		return err
	}
	keeper, err := w.conversation(ctx, desk.ConversationForm{
		Name: "青禾小管家", Opening: "今天想看点什么？", Closing: "选一个就好，也可以直接留言。",
		Options: []desk.OptionForm{
			{Label: "这周的新东西", Reply: news},
			{Label: "门店在哪、几点开门", Reply: say(shopText)},
			{Label: "学着喝茶", Reply: tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: beginner}},
		},
	})
	if err != nil {
		return err
	}
	ask := tuwen.Reply{Kind: tuwen.ReplyConversation, ConversationID: keeper}
	if err := w.rules(ctx, []desk.ReplyRuleForm{
		{Kind: tuwen.RuleFollow, Name: "欢迎新朋友", Replies: []tuwen.Reply{
			say("你好，这里是青禾生活。\n我们写器物、茶和一日三餐，也在静安开着一间小店。\n往后每周三见，不多打扰。"), ask,
		}},
		{Kind: tuwen.RuleKeyword, Name: "门店与营业时间", Keywords: words(tuwen.MatchContains, "地址", "门店", "几点", "营业"), Replies: []tuwen.Reply{say(shopText)}},
		{Kind: tuwen.RuleKeyword, Name: "本周上新", Keywords: words(tuwen.MatchContains, "上新", "新品"), Priority: 1, Replies: []tuwen.Reply{news}},
		{Kind: tuwen.RuleKeyword, Name: "叫出小管家", Keywords: words(tuwen.MatchExact, "菜单", "小管家", "你好"), Replies: []tuwen.Reply{ask}},
		{Kind: tuwen.RuleDefault, Name: "听不懂的时候", Replies: []tuwen.Reply{
			say("这句我还答不上来。\n发「菜单」看看我会什么；要找店里的人，每天 10:00–21:00 打 021-5550-0126，都有人接。"),
		}},
	}); err != nil {
		return err
	}
	return w.codes(ctx, []desk.NewQRCode{
		{
			Name: "静安店 收银台立牌", Scene: counterScene, Source: "门店", Campaign: "日常", Kind: tuwen.Permanent,
			Replies: []tuwen.Reply{say("欢迎回到静安店。\n从现在起，凭这条消息，每月第一杯茶我们请。"), ask}, TagIDs: w.tagged("门店会员"),
		},
		{
			Name: "周末市集 易拉宝", Scene: fairScene, Source: "市集", Campaign: "周末市集", Kind: tuwen.Temporary, ExpireDays: 30, Renews: true,
			Replies: []tuwen.Reply{fair}, TagIDs: w.tagged("新品尝鲜"),
		},
	})
}

const shopText = "静安店：愚园路 608 弄 12 号，地铁江苏路站 3 号口走六分钟。\n每天 10:00–21:00，周三上新，当天 12 点开门。\n店里有试饮，来了先坐下喝一杯。"

// subscriptionReplies are few: a follower of it is to see that the two
// accounts answer apart.
func (w *replyWriter) subscriptionReplies(ctx context.Context) error {
	return w.rules(ctx, []desk.ReplyRuleForm{
		{Kind: tuwen.RuleFollow, Name: "欢迎读者", Replies: []tuwen.Reply{say("谢谢你来读青禾手记。\n这里只写长一点的东西，一周一篇，周日早上。")}},
		{Kind: tuwen.RuleDefault, Name: "收到来信", Replies: []tuwen.Reply{say("信收到了，每一封我们都读。\n想看器物和门店，请到「青禾生活」。")}},
	})
}

// read reads what the replies are made of, from WeChat.
func (w *replyWriter) read(ctx context.Context) error {
	q := desk.ChoiceQuery{Use: tuwen.ForConversation, Source: tuwen.Published}
	for {
		page, err := w.desk.Materials.Choices(ctx, w.actor, w.appID, q)
		if err != nil {
			return fmt.Errorf("read what is published: %w", err)
		}
		for _, c := range page.Items {
			if c.Selectable {
				w.articles = append(w.articles, c)
			}
		}
		if q.Cursor = page.NextCursor; q.Cursor == "" {
			break
		}
	}
	sheet, err := w.desk.Tags.All(ctx, w.actor, w.appID, true)
	w.tags = sheet.Items
	return err
}

// article is a reply with a published article whose title has one of the
// words, the first that matches; with any other where none has.
func (w *replyWriter) article(inTitle ...string) tuwen.Reply {
	if len(w.articles) == 0 {
		return say(tuwen.DefaultFallback)
	}
	at := 0
search:
	for _, word := range inTitle {
		for i, c := range w.articles {
			if strings.Contains(c.Title, word) {
				at = i
				break search
			}
		}
	}
	chosen := w.articles[at]
	w.articles = slices.Delete(w.articles, at, at+1)
	return tuwen.Reply{Kind: tuwen.ReplyMaterial, MediaID: chosen.MediaID, Fallback: "这篇正在改版，过两天再来看。"}
}

func (w *replyWriter) tagged(name string) (ids []int) {
	for _, t := range w.tags {
		if t.Name == name {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

func (w *replyWriter) conversation(ctx context.Context, form desk.ConversationForm) (id string, err error) {
	all, err := w.desk.Conversations.All(ctx, w.actor, w.appID)
	if err != nil {
		return "", err
	}
	for _, c := range all {
		if c.Name == form.Name {
			return c.ID, nil
		}
	}
	c, err := w.desk.Conversations.Create(ctx, w.actor, w.appID, form)
	return c.ID, err
}

func (w *replyWriter) rules(ctx context.Context, forms []desk.ReplyRuleForm) error {
	have, err := w.desk.ReplyRules.All(ctx, w.actor, w.appID)
	if err != nil {
		return err
	}
	for _, form := range forms {
		if slices.ContainsFunc(have.Items, func(r tuwen.ReplyRule) bool { return r.Name == form.Name }) {
			continue
		}
		if _, err := w.desk.ReplyRules.Create(ctx, w.actor, w.appID, form); err != nil {
			return fmt.Errorf("%s: %w", form.Name, err)
		}
	}
	return nil
}

func (w *replyWriter) codes(ctx context.Context, codes []desk.NewQRCode) error {
	have, err := w.desk.QRCodes.List(ctx, w.actor, w.appID, desk.CodeQuery{Limit: 100})
	if err != nil {
		return err
	}
	for _, code := range codes {
		if slices.ContainsFunc(have.Items, func(c tuwen.QRCode) bool { return c.Name == code.Name }) {
			continue
		}
		if _, err := w.desk.QRCodes.Create(ctx, w.actor, w.appID, code); err != nil {
			return fmt.Errorf("%s: %w", code.Name, err)
		}
	}
	return nil
}

// The scenes of the sample codes.
const (
	counterScene = "jingan-counter"
	fairScene    = "weekend-fair"
)

func say(text string) tuwen.Reply { return tuwen.Reply{Kind: tuwen.ReplyText, Text: text} }

func words(match tuwen.Match, texts ...string) []tuwen.Keyword {
	all := make([]tuwen.Keyword, len(texts))
	for i, t := range texts {
		all[i] = tuwen.Keyword{Text: t, Match: match}
	}
	return all
}
