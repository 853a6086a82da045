package sandbox

import (
	"fmt"
	"strings"
)

// column is a regular kind of article.
type column struct {
	weight int
	write  func(*writer)
}

// columns are addressed by their place in snapshots: add at the end only.
var columns = []column{
	{18, writeRecipe}, {9, writeNewGoods}, {12, writeTea}, {12, writeCraft}, {10, writeThing}, {8, writeRoom},
	{6, writeBooks}, {6, writeMarket}, {5, writeMembers}, {7, writeLetter}, {5, writePlant}, {4, writeWeekend},
}

// writeRecipe: 「霜降｜一锅暖汤的做法」.
func writeRecipe(w *writer) {
	season := seasonOf(w.at)
	var fitting []dish
	for _, d := range dishes {
		if d.season == season {
			fitting = append(fitting, d)
		}
	}
	d, t := pick(w.r, fitting), termOf(w.at)
	soup := d.name
	if strings.ContainsAny(d.name, "汤煲羹粥") {
		soup = "一锅" + soupWord(season)
	}
	title := pick(w.r, []string{
		t.name + "｜" + d.name + "的做法", t.name + "｜" + soup + "的做法", "今天吃什么：" + d.name,
		d.name + "｜" + d.taste, t.name + "到了，做一道" + d.name, "跟着节气吃饭｜" + d.name,
		"🍲 " + d.name + "：一学就会的家常味",
	})
	w.head(pick(w.r, []int{sceneBowl, sceneBowl, sceneFruit, sceneVessels}), title, d.taste+"。")
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[season]), t.lines[0]+t.lines[w.r.IntN(len(t.lines)-1)+1])
	w.picture(sceneBowl, d.name)
	w.p(fmt.Sprintf("今天要做的是%s。%s，做起来并不难，难的只是舍得花一点时间。", d.name, d.taste))
	w.h("准备这些")
	w.list("ul", d.things)
	w.h("一步一步来")
	w.list("ol", d.steps)
	w.picture(pick(w.r, []int{sceneFruit, sceneVessels, sceneCup}), "")
	w.note("小贴士", d.tip+"。")
	w.h("关于" + t.name)
	w.p(t.custom, pick(w.r, asides))
}

func soupWord(season int) string {
	return [4]string{"春汤", "清汤", "暖汤", "热汤"}[season]
}

// firstClause is a text up to its first comma.
func firstClause(text string) string {
	clause, _, _ := strings.Cut(text, "，")
	return clause
}

// writeNewGoods: 「本周上新」, a title that comes back every week.
func writeNewGoods(w *writer) {
	news := some(w.r, goods, 4+w.r.IntN(3))
	title := "本周上新"
	if w.r.IntN(4) == 0 {
		title = "本周上新｜" + news[0].name
	}
	w.head(pick(w.r, []int{sceneVessels, sceneVessels, sceneWindow, sceneBooks}), title,
		fmt.Sprintf("这周有 %d 样新东西，第一样是%s。", len(news), news[0].name))
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), fmt.Sprintf("这一周，店里来了 %d 样新东西。照例由我们先用了几天，再写下来告诉你。", len(news)))
	for i, g := range news {
		w.h(g.name)
		if i%2 == 0 {
			w.picture(pick(w.r, []int{sceneVessels, sceneCup, sceneSprig, sceneWindow}), g.name)
		}
		w.p(g.line)
		if i == 1 {
			w.quote(pick(w.r, asides))
		}
	}
	w.note("怎么买", "本周四晚上八点起，门店与小程序同时上架。数量不多，卖完的下个月再做。")
}

func writeTea(w *writer) {
	t := pick(w.r, teas)
	title := pick(w.r, []string{
		"今年的" + t.name + "，是山里朋友手工焙的", "一杯" + t.name + "，从" + t.place + "来", t.name + "怎么泡才好喝？",
		"喝茶记｜" + t.name, "把" + t.name + "留给" + t.scene, t.name + "到了，先给自己泡一杯", "“" + t.name + "是什么味道？”",
	})
	w.head(pick(w.r, []int{sceneCup, sceneCup, sceneHills, sceneDunes}), title, waterWord(t.water)+"刚好。"+t.taste+"。")
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), fmt.Sprintf("这一季我们选的是%s，来自%s。%s。", t.name, t.place, t.taste))
	w.picture(sceneHills, t.place+"，清晨六点的茶园")
	w.h("它是什么味道")
	w.p(fmt.Sprintf("寄样来的那天，编辑部的五个人围着桌子喝了一下午。小满说%s；老沈不说话，只是把杯子又推了过来。", firstClause(t.taste)), pick(w.r, asides))
	w.h("怎么泡")
	w.p(fmt.Sprintf("%s就好。%s。", waterWord(t.water), t.brew))
	w.note("适合的时候", t.scene+"。一个人喝很好，两个人喝更好。")
	w.picture(sceneCup, "")
	w.h("做茶的人")
	w.p("我们认识做茶的那家人已经五年。他们不太会说话，寄茶时总在箱子里多塞一小包，写着：这是留给自己喝的，你们也尝尝。")
	w.quote("茶没有那么多讲究，水要开，人要闲。")
}

// waterWord says how hot the water is.
func waterWord(water string) string {
	if water == "沸水" {
		return "用沸水"
	}
	return "水温" + water
}

func writeCraft(w *writer) {
	c := pick(w.r, crafts)
	title := pick(w.r, []string{
		"手艺人｜" + c.person + "和" + c.made, "从" + c.made + "开始，认识" + c.place, c.place + "，" + c.person + "的一天",
		"一个做" + c.name + "的人", "“" + trimStop(c.said) + "”", c.name + "：" + c.person + "的三十年",
	})
	w.head(pick(w.r, []int{sceneVessels, sceneHills, sceneLake, sceneWindow}), title, c.lines[0])
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), fmt.Sprintf("上个月，我们去%s看了%s。去之前只知道东西好，回来才知道，好东西是怎么一点一点好起来的。", c.place, c.person))
	w.picture(sceneHills, "去"+c.place+"的路上")
	w.h("见到" + c.person)
	w.p(c.lines[0], c.lines[1])
	w.quote(c.said)
	w.h(c.made + "是怎么来的")
	w.p(c.lines[2], c.lines[3], pick(w.r, asides))
	w.picture(sceneVessels, c.made)
	w.h("带一件回家")
	w.p(fmt.Sprintf("临走时，%s执意送我们到路口。我们定下了%s，一共一百二十件，做完要等到下一个季节。", c.person, c.made), "等待也是它的一部分。收到的时候，请先用手摸一摸，再用。")
}

// trimStop drops the full stop of a sentence that becomes a title.
func trimStop(s string) string { return strings.TrimSuffix(s, "。") }

func writeThing(w *writer) {
	t := pick(w.r, things)
	title := pick(w.r, []string{
		"一" + t.measure + "好" + t.name + "，该是什么样", "好物｜" + t.use + t.name, t.name + "用了三年，我们想说几句实话",
		t.name + "怎么养，才越用越好看", "我们做了一款" + t.name, "每个家都该有的" + t.name,
	})
	w.head(pick(w.r, []int{sceneVessels, sceneCup, sceneWindow, sceneSprig}), title, t.lines[0])
	if w.headOnly {
		return
	}
	w.p(pick(w.r, openings[seasonOf(w.at)]), fmt.Sprintf("今天想认真介绍我们的%s：%s做的，%s那一种。", t.name, t.material, t.use))
	w.picture(sceneVessels, t.name)
	for i, heading := range []string{"先看样子", "再说手感", "最后是那些小地方"} {
		w.h(heading)
		w.p(t.lines[i])
		if i < 2 {
			w.p(pick(w.r, asides))
		}
	}
	w.h("怎么照顾它")
	w.list("ul", t.care)
	w.quote(pick(w.r, asides))
}
