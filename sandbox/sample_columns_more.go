package sandbox

import (
	"fmt"
	"strings"
)

func writeRoom(w *writer) {
	both := some(w.r, rooms, 2)
	a, b := both[0], both[1]
	title := pick(w.r, []string{
		"把" + a.name + "还给家人：收纳 " + fmt.Sprint(len(a.tips)+len(b.tips)) + " 招", "收拾" + a.name + "，只要一个下午",
		a.name + "和" + b.name + "，这样收才不反弹", "不打柜子，" + a.name + "也能整齐", "家务课｜" + a.name,
	})
	w.head(pick(w.r, []int{sceneWindow, sceneBooks, sceneVessels}), title, "不打柜子也能收得整齐，关键在动线。先从"+a.name+"开始。")
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), "收纳不是把东西藏起来，是让每一样东西都有地方可回。这一篇只说两处："+a.name+"，还有"+b.name+"。")
	w.picture(sceneWindow, "")
	for i, place := range both {
		w.h(place.name)
		w.list("ol", place.tips)
		w.p(pick(w.r, asides))
		if i == 0 {
			w.picture(sceneBooks, "编辑部的"+place.name)
		}
	}
	w.note("今天就能做的一件小事", a.tips[0])
}

func writeBooks(w *writer) {
	read := some(w.r, books, 3+w.r.IntN(3))
	month := int(w.at.In(beijing).Month())
	title := pick(w.r, []string{
		fmt.Sprintf("%s书单：%s", monthNames[month-1], [4]string{"花下读", "树荫里读", "灯下读", "围炉夜读"}[seasonOf(w.at)]),
		fmt.Sprintf("这个%s，我们在读这 %d 本书", seasonNames[seasonOf(w.at)], len(read)), "睡前三十分钟｜《" + read[0].title + "》",
		"读《" + read[0].title + "》的那个下午", "📖 编辑部书架第 " + fmt.Sprint(12+w.r.IntN(80)) + " 期",
	})
	w.head(sceneBooks, title, read[0].why)
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), "每个月，编辑部的人会把自己正在读的书放到长桌上，谁想看就拿走。这一次，桌上有这几本。")
	w.picture(sceneBooks, "长桌的一角")
	for _, b := range read {
		w.h("《" + b.title + "》")
		w.p(b.author+"。"+b.why, pick(w.r, asides))
	}
	w.quote("书不必读完，读到想放下的地方，就是它要告诉你的地方。")
}

var monthNames = []string{"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}

func writeMarket(w *writer) {
	at := pick(w.r, places)
	stalls := 18 + w.r.IntN(24)
	title := pick(w.r, []string{
		"周末市集，来见一面", at.city + "｜周末市集，来见一面", "新店开业｜" + at.city + at.spot, at.city + "的朋友，这周末见",
		fmt.Sprintf("%d 个摊位，一个不赶时间的下午", stalls), "市集预告｜" + at.city + at.spot,
	})
	w.head(sceneLanterns, title, fmt.Sprintf("%d 个手作摊位、两场音乐会，还有%s。", stalls, marketDrinks[seasonOf(w.at)]))
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), fmt.Sprintf("这个周末，我们在%s%s等你。%s", at.city, at.spot, at.line))
	w.picture(sceneLanterns, "去年的市集，灯亮起来的时候")
	w.h("谁会来")
	for _, c := range some(w.r, crafts, 3) {
		w.p(fmt.Sprintf("%s，%s的%s。%s", c.place, c.name, c.person, c.lines[0]))
	}
	w.h("吃什么喝什么")
	w.list("ul", []string{pick(w.r, dishes).name + "，现做", pick(w.r, teas).name + "，可以续杯", "自家烤的蛋糕，一天只有四十块", marketDrinks[seasonOf(w.at)] + "，开车的朋友请喝苹果汁"})
	w.h("怎么来")
	w.note("时间与地点", fmt.Sprintf("周六、周日 10:00—20:00，%s%s。地铁出站步行八分钟，可以带狗，请牵绳。", at.city, at.spot))
}

// marketDrinks are what a market pours, by season.
var marketDrinks = [4]string{"桂花米酿", "冰镇梅子酒", "热红酒", "热红酒"}

func writeMembers(w *writer) {
	gift, tried := pick(w.r, goods), pick(w.r, teas)
	title := pick(w.r, []string{
		"青禾会员日：老朋友专属的一点心意", "三分钟了解青禾会员", saleTitles[seasonOf(w.at)], "会员日｜送你一件" + gift.name,
		"老朋友，回来坐坐", "🎁 会员生日礼，换新了",
	})
	w.head(pick(w.r, []int{sceneSprig, sceneLanterns, sceneFruit}), title, "会员到店可以领"+tried.name+"试饮装一份，数量有限，领完为止。")
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), "谢谢你一直在。每年的这个时候，我们都会为老朋友准备一点小东西，不贵重，是心意。")
	w.note("会员专享", fmt.Sprintf("本月十五日前到店，出示本文即可领取%s试饮装一份，数量有限，领完为止。", tried.name))
	w.picture(sceneSprig, "")
	w.h("这一次的礼物")
	w.p(gift.name+"。"+gift.line, pick(w.r, asides))
	w.h("几件小事说在前面")
	w.list("ul", []string{"积分全年有效，跨年不清零", "生日当月消费双倍积分，生日礼到店领取", "不合适可以退，三十天内，用过也可以商量", "想退出会员，跟我们说一声就行"})
	w.quote("我们记不住所有人的名字，但记得住你喜欢喝什么。")
}

// saleTitles are the sales of the year, by season.
var saleTitles = [4]string{
	"春日会员周｜这 8 件值得等", "年中会员预售今晚开始｜清凉好物", "双 11 会员预售今晚开抢｜这 8 件值得等", "年货节｜给家里添一点新",
}

func writeLetter(w *writer) {
	mail := some(w.r, letters, 2+w.r.IntN(2))
	title := pick(w.r, []string{
		"读者来信｜" + mail[0].from, "你问我答：" + shortAsk(mail[0].ask), "读者来信", "信箱｜写给" + mail[0].from, "“" + shortAsk(mail[0].ask) + "”",
	})
	w.head(pick(w.r, []int{sceneWindow, sceneLake, sceneCup}), title, mail[0].ask)
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), "信箱里的信，我们每封都读。这周挑了几封，和大家一起聊聊。")
	for i, l := range mail {
		w.h(l.from)
		w.quote(l.ask)
		w.p(l.reply, pick(w.r, asides))
		if i == 0 {
			w.picture(sceneWindow, "")
		}
	}
	w.note("写信给我们", "在对话框里直接留言就好，开头写上「来信」两个字，我们会认出来。")
}

// shortAsk is the beginning of a question that fits a title: whole clauses,
// at least eight characters.
func shortAsk(ask string) string {
	var short []rune
	for clause := range strings.SplitSeq(strings.TrimRight(ask, "。？"), "，") {
		if len(short) > 0 {
			short = append(short, '，')
		}
		short = append(short, []rune(clause)...)
		if len(short) >= 8 {
			break
		}
	}
	if len(short) > 22 {
		return string(short[:22]) + "…"
	}
	return string(short)
}

func writePlant(w *writer) {
	grown := some(w.r, plants, 3)
	title := pick(w.r, []string{
		grown[0].name + "，" + seasonNames[seasonOf(w.at)] + "怎么养", "阳台来信｜" + grown[0].name + "与" + grown[1].name,
		"三盆不容易养死的植物", "给窗台添一盆" + grown[0].name, "🌿 " + seasonNames[seasonOf(w.at)] + "的阳台清单",
	})
	w.head(sceneSprig, title, grown[0].line)
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), "养植物和养日子差不多，太勤快不行，太懒也不行。")
	for _, g := range grown {
		w.h(g.name)
		w.p(g.line)
		w.list("ul", []string{"光：" + g.light, "水：" + g.water})
	}
	w.picture(sceneWindow, "编辑部朝南的窗台")
	w.p(pick(w.r, asides))
}

func writeWeekend(w *writer) {
	at, t, d := pick(w.r, places), termOf(w.at), pick(w.r, dishes)
	title := pick(w.r, []string{
		"周末好", "周末去" + at.city + "走走", t.name + "这天，我们去了" + at.city, "把周末过慢一点", "慢走｜" + at.city + at.spot,
	})
	w.head(pick(w.r, walkScenes[seasonOf(w.at)]), title, at.line)
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), t.lines[0]+"我们坐最早的一班车，去了"+at.city+"。")
	w.picture(sceneLake, at.city)
	w.h("上午：" + at.spot)
	w.p(at.line, pick(w.r, asides))
	w.h("中午：一顿好饭")
	w.p(fmt.Sprintf("巷子里的小馆子没有菜单，老板看看人数就下锅。上来的是%s，%s。", d.name, d.taste))
	w.h("下午：什么也不做")
	w.p("找一张椅子坐下，点一壶"+pick(w.r, teas).name+"，看人来人往。", pick(w.r, asides))
	w.quote("旅行不是去看没见过的东西，是换一个地方，重新喜欢日常。")
}

// walkScenes are the views of a walk, by season.
var walkScenes = [4][]int{
	{sceneLake, sceneDunes, sceneHills}, {sceneLake, sceneDunes}, {sceneLake, sceneHills, sceneDunes}, {sceneSnow, sceneSnow, sceneHills},
}
