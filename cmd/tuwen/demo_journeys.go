package main

import (
	"context"
	"fmt"

	"github.com/tuwen/tuwen/internal/desk"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// journeysSetting tells that the sample journeys were drawn once.
const journeysSetting = "demo_journeys"

// The sample journeys: one that runs, and one that is being drawn.
const (
	shopJourney = "门店扫码欢迎"
	giftJourney = "春节问候"
)

// drawJourneys gives the account that has QR codes a journey that runs, and
// one that is not finished.
func (d *demo) drawJourneys(ctx context.Context) error {
	for _, a := range d.box.SampleAccounts() {
		if a.Kind != sandbox.Service {
			continue
		}
		w := &replyWriter{demo: d, appID: a.AppID}
		if err := w.journeys(ctx); err != nil {
			return fmt.Errorf("draw the journeys of %s: %w", a.Name, err)
		}
	}
	return nil
}

func (w *replyWriter) journeys(ctx context.Context) error {
	if err := w.read(ctx); err != nil {
		return err
	}
	codes, err := w.desk.QRCodes.List(ctx, w.actor, w.appID, desk.CodeQuery{Limit: 100})
	if err != nil {
		return err
	}
	trigger := tuwen.Trigger{Kind: tuwen.TriggerScan, Source: "门店"}
	for _, c := range codes.Items {
		if c.Scene == counterScene {
			trigger.CodeIDs = []string{c.ID}
		}
	}
	if err := w.journey(ctx, desk.NewJourney{Name: shopJourney}, func(*tuwen.Graph) tuwen.Graph { return w.shopGraph(trigger) }, true); err != nil {
		return err
	}
	return w.journey(ctx, desk.NewJourney{Name: giftJourney, Template: "holiday"}, func(g *tuwen.Graph) tuwen.Graph { return *g }, false)
}

// shopGraph welcomes whoever scans in the shop: the new ones with an article,
// the others by name of it, and then waits for a word of theirs.
func (w *replyWriter) shopGraph(trigger tuwen.Trigger) tuwen.Graph {
	send := func(id, name string, r tuwen.Reply, to string) tuwen.Step {
		return tuwen.Step{ID: id, Name: name, Kind: tuwen.StepSend, Reply: &r, Exits: []tuwen.Exit{{ID: id + "-1", To: to}}}
	}
	steps := []tuwen.Step{
		{ID: "new", Name: "第一次来吗？", Kind: tuwen.StepBranch, Exits: []tuwen.Exit{
			{ID: "new-1", Label: "是", To: "hello", When: &tuwen.Condition{
				Kind: tuwen.ConditionAttribute, Attribute: tuwen.AttributeFollowedDays, Op: tuwen.OpAtMost, Value: "0",
			}},
			{ID: "new-2", Label: "否", To: "back"},
		}},
		send("hello", "给新朋友的一篇", w.article("值得等", "上新"), "word"),
		send("back", "欢迎回来", say("又见面了。今天第二杯茶半价，给店员看这条就好。\n想喝点什么，直接回我一句。"), "word"),
		{ID: "word", Name: "等一句话，最多一天", Kind: tuwen.StepWait,
			Wait:  &tuwen.Wait{Kind: tuwen.WaitEvent, Event: &tuwen.EventFilter{Kind: tuwen.EventMessage}, DeadlineSeconds: 24 * 60 * 60},
			Exits: []tuwen.Exit{{ID: "word-1", Label: "回了", To: "evening"}, {ID: "word-2", Label: "没有回", To: "quiet"}}},
		{ID: "evening", Name: "等到 20:00", Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitTimeOfDay, At: "20:00"},
			Exits: []tuwen.Exit{{ID: "evening-1", To: "story"}}},
		send("story", "晚上再送一篇", w.article("喝茶记", "茶"), ""),
		{ID: "quiet", Name: "不再打扰", Kind: tuwen.StepEnd, Exits: []tuwen.Exit{}},
	}
	if ids := w.tagged("新品尝鲜"); len(ids) > 0 {
		steps[5].Exits[0].To = "taste"
		steps = append(steps, tuwen.Step{ID: "taste", Name: "记为愿意尝鲜", Kind: tuwen.StepTag, TagID: ids[0], Exits: []tuwen.Exit{{ID: "taste-1"}}})
	}
	return tuwen.Graph{
		Trigger: trigger, First: "new", Steps: steps, Reentry: tuwen.Reentry{Kind: tuwen.ReentryAfter, Days: 30}, DailyCap: 2,
		Quiet: &tuwen.QuietHours{From: "22:00", Until: "08:00", Then: tuwen.QuietLater},
	}
}

// journey draws a journey and starts it, unless there is one of the name.
func (w *replyWriter) journey(ctx context.Context, in desk.NewJourney, draw func(*tuwen.Graph) tuwen.Graph, start bool) error {
	have, err := w.desk.Journeys.All(ctx, w.actor, w.appID)
	if err != nil {
		return err
	}
	for _, j := range have {
		if j.Name == in.Name {
			return nil
		}
	}
	j, err := w.desk.Journeys.Create(ctx, w.actor, w.appID, in)
	if err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	j, err = w.desk.Journeys.Change(ctx, w.actor, w.appID, j.ID, desk.JourneyForm{Name: j.Name, Graph: draw(&j.Graph), Revision: j.Revision})
	if err == nil && start {
		_, err = w.desk.Journeys.Start(ctx, w.actor, w.appID, j.ID)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	return nil
}
