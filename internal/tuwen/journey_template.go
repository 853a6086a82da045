package tuwen

// JourneyTemplate is a journey to begin with. What it sends is yet to be
// chosen; what followers read is in Chinese, as they are.
type JourneyTemplate struct {
	ID    string `json:"id" enum:"welcome,scan,keyword,menu,holiday"`
	Name  string `json:"name"`
	Graph Graph  `json:"graph"`
}

// JourneyTemplates returns the five: welcome series, scan at a shop, keyword
// course, menu follow-up, holiday greeting. Each is built so that what it sends
// can arrive: it answers what the contact does, or looks first whether a
// window is open.
func JourneyTemplates() []JourneyTemplate {
	return []JourneyTemplate{
		{"welcome", "新粉欢迎系列", welcomeTemplate()},
		{"scan", "门店扫码欢迎", scanTemplate()},
		{"keyword", "关键词课程", keywordTemplate()},
		{"menu", "菜单点击跟进", menuTemplate()},
		{"holiday", "节日问候", holidayTemplate()},
	}
}

// JourneyTemplateOf returns one by its id, else [NotFound]
// "journey.template_unknown".
func JourneyTemplateOf(id string) (JourneyTemplate, error) {
	for _, t := range JourneyTemplates() {
		if t.ID == id {
			return t, nil
		}
	}
	return JourneyTemplate{}, Errorf(NotFound, "journey.template_unknown", "there is no such template of a journey").With("template", id)
}

const hour = 60 * 60

func welcomeTemplate() Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerFollow}, First: "welcome", Reentry: Reentry{Kind: ReentryNever},
		Steps: []Step{
			sends("welcome", "欢迎语", "你好，欢迎来到这里。\n回复「福利」，领取一份见面礼。", "gift"),
			awaitsMessage("gift", "等粉丝回复「福利」", "福利", 72*hour, "article", "silent"),
			article("article", "发送新人图文", "tag"),
			tags("tag", "打上「已互动」标签", ""),
			tags("silent", "打上「未互动」标签", ""),
		},
	}
}

func scanTemplate() Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerScan, Source: "门店"}, First: "new", Reentry: Reentry{Kind: ReentryAfter, Days: 30}, DailyCap: 3,
		Steps: []Step{
			branches("new", "是不是新粉丝？", Condition{Kind: ConditionAttribute, Attribute: AttributeFollowedDays, Op: OpAtMost, Value: "0"}, "welcome", "back"),
			article("welcome", "发送门店新客图文", "tag"),
			sends("back", "欢迎回来", "欢迎回来。\n结账时出示这条消息，享会员价。", "tag"),
			tags("tag", "打上门店标签", "survey"),
			awaitsMessage("survey", "等粉丝留言", "", 24*hour, "thanks", "end"),
			sends("thanks", "感谢反馈", "留言收到了，谢谢。\n店长看到会尽快回复你。", ""),
			{ID: "end", Name: "结束", Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func keywordTemplate() Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerMessage, Text: "课程", Match: TextEquals, IgnoreCase: true}, First: "first", Reentry: Reentry{Kind: ReentryAlways},
		Steps: []Step{
			article("first", "第一课", "hint"),
			sends("hint", "怎么继续", "学完后回复「下一课」继续。", "next"),
			awaitsMessage("next", "等粉丝回复「下一课」", "下一课", 40*hour, "second", "remind"),
			sends("remind", "提醒", "第二课已经准备好了，回复「下一课」接着学。", "again"), // the window of 48 hours is still open
			awaitsMessage("again", "再等一等", "下一课", 72*hour, "second", "end"),
			article("second", "第二课", "done"),
			tags("done", "打上「已学完」标签", ""),
			{ID: "end", Name: "结束", Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func menuTemplate() Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerTap}, First: "article", Reentry: Reentry{Kind: ReentryAfter, Days: 7},
		Quiet: &QuietHours{From: "22:00", Until: "08:00", Then: QuietLater},
		Steps: []Step{
			article("article", "发送所点内容", "ask"),
			sends("ask", "邀请留言", "想知道更多？把问题直接发来，我们来解答。", "wait"),
			{ID: "wait", Name: "等到第二天 10:00", Kind: StepWait, Wait: &Wait{Kind: WaitDuration, Seconds: 8 * hour, At: "10:00"},
				Exits: []Exit{{ID: "wait-1", To: "wrote"}}},
			branches("wrote", "这两天留过言吗？", wroteLately(), "more", "end"),
			article("more", "发送跟进图文", ""),
			{ID: "end", Name: "结束", Kind: StepEnd, Exits: []Exit{}},
		},
	}
}

func holidayTemplate() Graph {
	return Graph{
		Trigger: Trigger{Kind: TriggerSchedule, Repeat: RepeatOnce}, First: "wrote", Reentry: Reentry{Kind: ReentryNever}, DailyCap: 1,
		Quiet: &QuietHours{From: "21:00", Until: "09:00", Then: QuietDrop},
		Steps: []Step{
			branches("wrote", "两天内留过言吗？", wroteLately(), "greeting", "end"), // only they can be written to
			sends("greeting", "节日祝福", "节日快乐。\n谢谢一路相伴，愿你平安喜乐。", "article"),
			article("article", "发送节日图文", ""),
			{ID: "end", Name: "结束", Kind: StepEnd, Exits: []Exit{}},
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

func branches(id, name string, c Condition, yes, no string) Step {
	return Step{ID: id, Name: name, Kind: StepBranch, Exits: []Exit{{ID: id + "-1", Label: "是", When: &c, To: yes}, {ID: id + "-2", Label: "否", To: no}}}
}

func awaitsMessage(id, name, text string, seconds int, yes, no string) Step {
	w := &Wait{Kind: WaitEvent, Event: &EventFilter{Kind: EventMessage, Text: text}, DeadlineSeconds: seconds}
	return Step{ID: id, Name: name, Kind: StepWait, Wait: w, Exits: []Exit{{ID: id + "-1", Label: "已回复", To: yes}, {ID: id + "-2", Label: "到期", To: no}}}
}
