package tuwen

// JourneyTemplate is a journey to begin with. What it sends is yet to be
// chosen; what followers read, and write, is in Chinese, as they are.
type JourneyTemplate struct {
	ID    string `json:"id" enum:"welcome,scan,keyword,menu,holiday"`
	Name  string `json:"name"`
	Graph Graph  `json:"graph"`
}

// JourneyTemplates returns the five: welcome series, scan at a shop, keyword
// course, menu follow-up, holiday greeting. Each is built so that what it sends
// can arrive: it answers what the contact does, or looks first whether a
// window is open. What operators alone read is in their language.
func JourneyTemplates(l Language) []JourneyTemplate {
	n := namesIn(l)
	return []JourneyTemplate{
		{"welcome", n("新粉欢迎系列", "Welcome series"), welcomeTemplate(n)},
		{"scan", n("门店扫码欢迎", "Welcome at the shop"), scanTemplate(n)},
		{"keyword", n("关键词课程", "Course by keyword"), keywordTemplate(n)},
		{"menu", n("菜单点击跟进", "Follow-up of a tap"), menuTemplate(n)},
		{"holiday", n("节日问候", "Holiday greeting"), holidayTemplate(n)},
	}
}

// JourneyTemplateOf returns one by its id in a language, else [NotFound]
// "journey.template_unknown".
func JourneyTemplateOf(id string, l Language) (JourneyTemplate, error) {
	for _, t := range JourneyTemplates(l) {
		if t.ID == id {
			return t, nil
		}
	}
	return JourneyTemplate{}, Errorf(NotFound, "journey.template_unknown", "there is no such template of a journey").With("template", id)
}

// naming chooses a name by the language of who reads it.
type naming func(chinese, english string) string

func namesIn(l Language) naming {
	if l == English {
		return func(_, english string) string { return english }
	}
	return func(chinese, _ string) string { return chinese }
}

const hour = 60 * 60

func welcomeTemplate(n naming) Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerFollow}, First: "welcome", Reentry: Reentry{Kind: ReentryNever},
		Steps: []Step{
			sends("welcome", n("欢迎语", "Welcome"), "你好，欢迎来到这里。\n回复「福利」，领取一份见面礼。", "gift"),
			n.awaitsMessage("gift", n("等粉丝回复「福利」", "Wait for the reply “福利”"), "福利", 72*hour, "article", "silent"),
			article("article", n("发送新人图文", "Article for newcomers"), "tag"),
			tags("tag", n("打上「已互动」标签", "Tag as engaged"), ""),
			tags("silent", n("打上「未互动」标签", "Tag as silent"), ""),
		},
	}
}

func scanTemplate(n naming) Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerScan, Source: "门店"}, First: "new", Reentry: Reentry{Kind: ReentryAfter, Days: 30}, DailyCap: 3,
		Steps: []Step{
			n.branches("new", n("是不是新粉丝？", "New follower?"), Condition{Kind: ConditionAttribute, Attribute: AttributeFollowedDays, Op: OpAtMost, Value: "0"}, "welcome", "back"),
			article("welcome", n("发送门店新客图文", "Article for new customers"), "tag"),
			sends("back", n("欢迎回来", "Welcome back"), "欢迎回来。\n结账时出示这条消息，享会员价。", "tag"),
			tags("tag", n("打上门店标签", "Tag with the shop"), "survey"),
			n.awaitsMessage("survey", n("等粉丝留言", "Wait for a message"), "", 24*hour, "thanks", "end"),
			sends("thanks", n("感谢反馈", "Thanks"), "留言收到了，谢谢。\n店长看到会尽快回复你。", ""),
			{ID: "end", Name: n("结束", "End"), Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func keywordTemplate(n naming) Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerMessage, Text: "课程", Match: TextEquals, IgnoreCase: true}, First: "first", Reentry: Reentry{Kind: ReentryAlways},
		Steps: []Step{
			article("first", n("第一课", "Lesson one"), "hint"),
			sends("hint", n("怎么继续", "How to go on"), "学完后回复「下一课」继续。", "next"),
			n.awaitsMessage("next", n("等粉丝回复「下一课」", "Wait for the reply “下一课”"), "下一课", 40*hour, "second", "remind"),
			sends("remind", n("提醒", "Reminder"), "第二课已经准备好了，回复「下一课」接着学。", "again"), // the window of 48 hours is still open
			n.awaitsMessage("again", n("再等一等", "Wait once more"), "下一课", 72*hour, "second", "end"),
			article("second", n("第二课", "Lesson two"), "done"),
			tags("done", n("打上「已学完」标签", "Tag as finished"), ""),
			{ID: "end", Name: n("结束", "End"), Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func menuTemplate(n naming) Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerTap}, First: "article", Reentry: Reentry{Kind: ReentryAfter, Days: 7},
		Quiet: &QuietHours{From: "22:00", Until: "08:00", Then: QuietLater},
		Steps: []Step{
			article("article", n("发送所点内容", "What was tapped for"), "ask"),
			sends("ask", n("邀请留言", "Invite a message"), "想知道更多？把问题直接发来，我们来解答。", "wait"),
			{ID: "wait", Name: n("等到第二天 10:00", "Until 10:00 next day"), Kind: StepWait, Wait: &Wait{Kind: WaitDuration, Seconds: 8 * hour, At: "10:00"},
				Exits: []Exit{{ID: "wait-1", To: "wrote"}}},
			n.branches("wrote", n("这两天留过言吗？", "Wrote in these two days?"), wroteLately(), "more", "end"),
			article("more", n("发送跟进图文", "Follow-up article"), ""),
			{ID: "end", Name: n("结束", "End"), Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func holidayTemplate(n naming) Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerSchedule, Repeat: RepeatOnce}, First: "wrote", Reentry: Reentry{Kind: ReentryNever}, DailyCap: 1,
		Quiet: &QuietHours{From: "21:00", Until: "09:00", Then: QuietDrop},
		Steps: []Step{
			n.branches("wrote", n("两天内留过言吗？", "Wrote within two days?"), wroteLately(), "greeting", "end"), // only they can be written to
			sends("greeting", n("节日祝福", "Greeting"), "节日快乐。\n谢谢一路相伴，愿你平安喜乐。", "article"),
			article("article", n("发送节日图文", "Holiday article"), ""),
			{ID: "end", Name: n("结束", "End"), Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func wroteLately() Condition {
	return Condition{Kind: ConditionEvent, Event: &EventFilter{Kind: EventMessage, Days: 2}}
}

func sends(id, name, text, to string) Step {
	return Step{ID: id, Name: name, Kind: StepSend, Reply: &Reply{Kind: ReplyText, Text: text}, Exits: []Exit{{ID: id + "-1", To: to}}}
}

func article(id, name, to string) Step {
	return Step{ID: id, Name: name, Kind: StepSend, Reply: &Reply{Kind: ReplyMaterial}, Exits: []Exit{{ID: id + "-1", To: to}}}
}

func tags(id, name, to string) Step {
	return Step{ID: id, Name: name, Kind: StepTag, Exits: []Exit{{ID: id + "-1", To: to}}}
}

func (n naming) branches(id, name string, c Condition, yes, no string) Step {
	return Step{ID: id, Name: name, Kind: StepBranch, Exits: []Exit{{ID: id + "-1", Label: n("是", "Yes"), When: &c, To: yes}, {ID: id + "-2", Label: n("否", "No"), To: no}}}
}

func (n naming) awaitsMessage(id, name, text string, seconds int, yes, no string) Step {
	w := &Wait{Kind: WaitEvent, Event: &EventFilter{Kind: EventMessage, Text: text}, DeadlineSeconds: seconds}
	return Step{ID: id, Name: name, Kind: StepWait, Wait: w, Exits: []Exit{{ID: id + "-1", Label: n("已回复", "Replied"), To: yes}, {ID: id + "-2", Label: n("到期", "Too late"), To: no}}}
}
