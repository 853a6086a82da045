package inbox_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tuwen/tuwen/internal/store"
	"github.com/tuwen/tuwen/internal/testkit"
	"github.com/tuwen/tuwen/internal/tuwen"
	"github.com/tuwen/tuwen/sandbox"
)

// journey starts a version of a journey, the steps of which follow each other
// but where they lead elsewhere.
func (e *env) journey(id string, version int, trigger tuwen.Trigger, steps ...tuwen.Step) {
	e.t.Helper()
	for i := range steps {
		s := &steps[i]
		if s.ID == "" {
			s.ID = fmt.Sprintf("s%d", i+1)
		}
		if len(s.Exits) == 0 && s.Kind != tuwen.StepEnd {
			x := tuwen.Exit{ID: s.ID + "x"}
			if i+1 < len(steps) {
				x.To = fmt.Sprintf("s%d", i+2)
			}
			s.Exits = []tuwen.Exit{x}
		}
	}
	j := tuwen.Journey{
		ID: id, Name: id, State: tuwen.JourneyRunning, Version: version, CreatedAt: e.Clock.Now(), UpdatedAt: e.Clock.Now(),
		Graph: tuwen.Graph{Trigger: trigger, First: "s1", Steps: steps, Reentry: tuwen.Reentry{Kind: tuwen.ReentryNever}},
	}
	e.write(func(ctx context.Context, tx *store.Tx) error {
		v := store.JourneyVersion{Number: version, Graph: j.Graph, At: e.Clock.Now()}
		if err := tx.Journeys.PutVersion(ctx, testkit.AppID, id, v); err != nil {
			return err
		}
		return tx.Journeys.Put(ctx, testkit.AppID, j)
	})
}

// pausing changes a journey's state.
func (e *env) pausing(id string, state tuwen.JourneyState) {
	e.t.Helper()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		j, err := tx.Journeys.Hold(ctx, testkit.AppID, id)
		if err != nil {
			return err
		}
		j.State = state
		return tx.Journeys.Put(ctx, testkit.AppID, j)
	})
}

func says(s string) tuwen.Step {
	r := text(s)
	return tuwen.Step{Kind: tuwen.StepSend, Reply: &r}
}

// awaits is a step that waits a day for a word, or goes on to s2 and s3.
func awaits(word string) tuwen.Step {
	f := &tuwen.EventFilter{Kind: tuwen.EventMessage, Text: word}
	return tuwen.Step{
		Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitEvent, Event: f, DeadlineSeconds: 86400},
		Exits: []tuwen.Exit{{ID: "yes", To: "s2"}, {ID: "no", To: "s3"}},
	}
}

var ends = tuwen.Step{Kind: tuwen.StepEnd}

func anyMessage(text string) tuwen.Trigger {
	return tuwen.Trigger{Kind: tuwen.TriggerMessage, Text: text, Match: tuwen.TextContains}
}

// inJourneys are a contact's enrollments.
func (e *env) inJourneys(openID string) (all []tuwen.Enrollment) {
	e.t.Helper()
	e.write(func(ctx context.Context, tx *store.Tx) error {
		m, err := tx.Enrollments.Of(ctx, testkit.AppID, []string{openID})
		all = m[openID]
		return err
	})
	return all
}

// enrollments are a contact's, as "journey version step state reason".
func (e *env) enrollments(openID string) []string {
	e.t.Helper()
	var told []string
	for _, x := range e.inJourneys(openID) {
		s := fmt.Sprintf("%s %d %s %s", x.JourneyID, x.Version, x.StepID, x.State)
		if x.Reason != "" {
			s += " " + x.Reason
		}
		told = append(told, s)
	}
	slices.Sort(told)
	return told
}

// later are the messages of the last push, as "step text state reason".
func (e *env) later() []string {
	e.t.Helper()
	var told []string
	for _, m := range e.messages(e.events()[0].ID) {
		s := m.Cause.Kind + " " + m.StepID + " " + m.Reply.Text
		if m.State == tuwen.MessageUnsent {
			s += " " + m.Reason
		}
		told = append(told, s)
	}
	return told
}

// say writes a text, a second later, and returns the answer.
func (e *env) say(openID, text string) string {
	e.t.Helper()
	e.Clock.Move(time.Second)
	return e.answer(e.WeChat.Write(e.t.Context(), openID, text))
}

func (e *env) stranger(name string) string {
	e.t.Helper()
	openID, err := e.WeChat.NewOpenID(name)
	e.must(err)
	return openID
}

func TestAFollowBringsOnePassiveReplyWhateverElseMatches(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		b := e.Operator(tuwen.Operates)
		e.follow("welcome", text("感谢关注"))
		code := e.code(b, "南门店", []tuwen.Reply{text("南门店欢迎你")})
		e.journey("scanned", 1, tuwen.Trigger{Kind: tuwen.TriggerScan, Name: "南门"}, says("一"), says("二"))
		e.journey("elsewhere", 1, tuwen.Trigger{Kind: tuwen.TriggerScan, Name: "北门"}, says("不"))
		e.journey("followed", 1, tuwen.Trigger{Kind: tuwen.TriggerFollow}, says("三"), says("四"))

		someone := e.stranger("林小满")
		e.wantReply(e.answer(e.WeChat.Scan(t.Context(), someone, code.Scene)), "南门店欢迎你")
		wantSame(t, "the rest, in order", e.later(), []string{"journey s1 一", "journey s2 二", "journey s1 三", "journey s2 四 allowance"})
		wantSame(t, "journeys", e.enrollments(someone), []string{"followed 1 s2 finished", "scanned 1 s2 finished"})
		if by := e.events()[0].AnsweredBy; by == nil || by.Kind != "qrcode" {
			t.Errorf("answered by %+v", by)
		}
		// Without the code's reply and the rule the journey answers.
		e.write(func(ctx context.Context, tx *store.Tx) error { return tx.Rules.Delete(ctx, testkit.AppID, "welcome") })
		other := e.stranger("路人")
		e.Clock.Move(time.Second)
		e.wantReply(e.answer(e.WeChat.Follow(t.Context(), other)), "三")
		wantSame(t, "the rest", e.later(), []string{"journey s2 四"})
		if by := e.events()[0].AnsweredBy; by == nil || by.Kind != "journey" || by.ID != "followed" {
			t.Errorf("answered by %+v", by)
		}
	})
}

func TestAJourneyAnswersBeforeTheDefaultAndAfterKeywords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.rule("default", "", text("在的"))
		e.rule("tea", "茶", text("龙井"))
		e.journey("course", 1, anyMessage("课"), says("第一课"), says("第二课"))
		someone := e.follower("林小满")

		e.wantReply(e.say(someone, "上课"), "第一课")
		wantSame(t, "the rest", e.later(), []string{"journey s2 第二课"})
		e.Clock.Move(time.Second)
		// Once is enough for who may not enter again.
		e.wantReply(e.say(someone, "上课"), "在的")
		wantNone(t, "the rest", e.later())
		// A keyword, the trigger and the default: the keyword has the passive
		// reply, the journey follows, the default is still.
		other := e.follower("路人")
		e.wantReply(e.say(other, "茶艺课"), "龙井")
		wantSame(t, "the rest", e.later(), []string{"journey s1 第一课", "journey s2 第二课"})
		if by := e.events()[0].AnsweredBy; by == nil || by.ID != "tea" {
			t.Errorf("answered by %+v", by)
		}
		e.wantReply(e.say(other, "在吗"), "在的")
	})
}

func TestARepeatedPushMovesNobodyTwice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.journey("course", 1, anyMessage(""), says("第一课"), says("第二课"))
		e.write(func(ctx context.Context, tx *store.Tx) error {
			j, err := tx.Journeys.ByID(ctx, testkit.AppID, "course")
			if err != nil {
				return err
			}
			j.Graph.Reentry.Kind, j.Version = tuwen.ReentryAlways, 2
			v := store.JourneyVersion{Number: 2, Graph: j.Graph, At: e.Clock.Now()}
			if err := tx.Journeys.PutVersion(ctx, testkit.AppID, j.ID, v); err != nil {
				return err
			}
			return tx.Journeys.Put(ctx, testkit.AppID, j)
		})
		someone := e.follower("林小满")
		first, err := e.WeChat.Write(t.Context(), someone, "上课")
		e.wantReply(e.answer(first, err), "第一课")
		e.wantReply(e.answer(e.WeChat.Repeat(t.Context(), first, "")), "第一课")
		wantSame(t, "journeys", e.enrollments(someone), []string{"course 2 s2 finished"})
		e.wantReply(e.say(someone, "上课"), "第一课")
		wantSame(t, "journeys", e.enrollments(someone), []string{"course 2 s2 finished", "course 2 s2 finished"})
	})
}

func TestAnAwaitedEventMovesWhoWaitsForIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.rule("default", "", text("在的"))
		e.journey("gift", 1, tuwen.Trigger{Kind: tuwen.TriggerFollow}, awaits("福利"), says("领取"), ends)
		someone := e.follower("林小满")
		wantSame(t, "journeys", e.enrollments(someone), []string{"gift 1 s1 inside"})
		e.wantReply(e.say(someone, "你好"), "在的")
		wantSame(t, "journeys", e.enrollments(someone), []string{"gift 1 s1 inside"})

		// Who is inside finishes on the version that was entered.
		e.journey("gift", 2, tuwen.Trigger{Kind: tuwen.TriggerFollow}, awaits("福利"), says("新的"), ends)
		other := e.follower("路人")
		e.wantReply(e.say(someone, "福利！"), "领取")
		e.wantReply(e.say(other, "福利！"), "新的")
		wantSame(t, "journeys", append(e.enrollments(someone), e.enrollments(other)...), []string{"gift 1 s3 finished", "gift 2 s3 finished"})
	})
}

func TestAPausedJourneyRemembersWhatWasAwaited(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.journey("gift", 1, tuwen.Trigger{Kind: tuwen.TriggerFollow}, awaits("福利"), says("领取"), ends)
		someone := e.follower("林小满")
		e.pausing("gift", tuwen.JourneyPaused)
		e.wantReply(e.say(someone, "福利"), "success")
		other := e.follower("路人")
		wantSame(t, "journeys", append(e.enrollments(someone), e.enrollments(other)...), []string{"gift 1 s1 inside"})
		if x := e.inJourneys(someone)[0]; !x.Happened || x.NextAt.After(e.Clock.Now()) {
			t.Errorf("forgot what was awaited: %+v", x)
		}
	})
}

func TestWithoutCustomerServiceOnlyThePassiveStepIsSent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.write(func(ctx context.Context, tx *store.Tx) error {
			a, err := tx.Accounts.ByID(ctx, testkit.AppID)
			if err != nil {
				return err
			}
			a.Verified = false
			return tx.Accounts.Update(ctx, a)
		})
		e.journey("course", 1, anyMessage(""), says("一"), says("二"))
		someone := e.follower("林小满")
		e.wantReply(e.say(someone, "上课"), "一")
		wantSame(t, "the rest", e.later(), []string{"journey s2 二 no_permission"})
		id := e.inJourneys(someone)[0].ID
		moves := read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Move, error) {
			_, moves, err := tx.Enrollments.ByID(ctx, testkit.AppID, id)
			return moves, err
		})
		var told []string
		for _, m := range moves {
			told = append(told, m.StepID+" "+string(m.What)+" "+m.Detail)
		}
		wantSame(t, "path", told, []string{
			"s1 entered ", "s1 sent passive", "s1 passed s1x", "s2 entered ", "s2 unsent no_permission", "s2 passed s2x", "s2 finished ",
		})
	})
}

func TestStepsLookAtTagsAndAtWhatHappenedBefore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		tag := e.tag("会员")
		wrote := &tuwen.Condition{Kind: tuwen.ConditionEvent, Event: &tuwen.EventFilter{Kind: tuwen.EventMessage, Text: "茶", Days: 3}}
		e.journey("course", 1, anyMessage("课"),
			tuwen.Step{Kind: tuwen.StepTag, TagID: tag},
			tuwen.Step{Kind: tuwen.StepBranch, Exits: []tuwen.Exit{
				{ID: "member", When: &tuwen.Condition{Kind: tuwen.ConditionTag, TagIDs: []int{tag}}, To: "s3"}, {ID: "no", To: "s5"},
			}},
			tuwen.Step{Kind: tuwen.StepBranch, Exits: []tuwen.Exit{{ID: "yes", When: wrote, To: "s4"}, {ID: "no", To: "s5"}}},
			tuwen.Step{Kind: tuwen.StepSend, Reply: &tuwen.Reply{Kind: tuwen.ReplyText, Text: "茶客的课"}, Exits: []tuwen.Exit{{ID: "x"}}},
			says("别人的课"))
		someone, other := e.follower("林小满"), e.follower("路人")
		for _, c := range []struct{ who, text string }{{someone, "喝茶"}, {other, "喝酒"}} {
			e.say(c.who, c.text)
		}
		e.Clock.Move(47 * time.Hour)
		e.wantReply(e.say(someone, "上课"), "茶客的课")
		e.wantReply(e.say(other, "上课"), "别人的课")
		b := e.Operator(tuwen.Operates)
		testkit.Wait(b, path+"/contacts/"+someone, func(c tuwen.Contact) bool { return len(c.TagIDs) == 1 && c.TagIDs[0] == tag })
	})
}

func TestAnUnfollowLeavesTheJourneysAndNoOpenID(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.journey("gift", 1, tuwen.Trigger{Kind: tuwen.TriggerFollow}, awaits("福利"), says("领取"), ends)
		e.journey("farewell", 1, tuwen.Trigger{Kind: tuwen.TriggerUnfollow}, ends)
		someone := e.follower("林小满")
		e.Clock.Move(time.Second)
		e.answer(e.WeChat.Unfollow(t.Context(), someone))
		wantNone(t, "rows with the openid", e.holding(someone))
		formers := read(e, func(ctx context.Context, tx *store.Tx) ([]tuwen.Enrollment, error) {
			m, err := tx.Enrollments.OfFormers(ctx, testkit.AppID, []string{testkit.Hash(testkit.AppID, someone)})
			return m[testkit.Hash(testkit.AppID, someone)], err
		})
		got := map[string]string{}
		for _, x := range formers {
			got[x.JourneyID] = string(x.State) + " " + x.Reason
		}
		wantSame(t, "journeys", got, map[string]string{"gift": "dropped unfollowed", "farewell": "finished "})
		// Who comes back is known by the hash, and does not enter again.
		e.Clock.Move(time.Second)
		e.answer(e.WeChat.Follow(t.Context(), someone))
		wantNone(t, "journeys", e.enrollments(someone))
	})
}

func TestWhoTriesAJourneyIsMovedAndDoesNotEnterIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		e.journey("course", 1, anyMessage("福利"), says("正式"), ends)
		someone := e.follower("林小满")
		tried := tuwen.Graph{Trigger: anyMessage("福利"), First: "s1", Steps: []tuwen.Step{awaits("福利"), says("试走"), ends}}
		tried.Steps[0].ID, tried.Steps[1].ID, tried.Steps[2].ID = "s1", "s2", "s3"
		now := e.Clock.Now()
		due := now.Add(24 * time.Hour)
		e.write(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.Journeys.PutTried(ctx, testkit.AppID, "course", store.JourneyVersion{Graph: tried, At: now}); err != nil {
				return err
			}
			_, err := tx.Enrollments.Apply(ctx, testkit.AppID, []store.EnrollmentMove{{Moved: tuwen.Moved{Enrollment: tuwen.Enrollment{
				ID: "try", JourneyID: "course", OpenID: someone, State: tuwen.Inside, StepID: "s1", EnteredAt: now, NextAt: &due, Try: true,
				Waiting: true, Awaits: tried.Steps[0].Wait.Event,
			}}}}, now)
			return err
		})
		e.wantReply(e.say(someone, "福利"), "试走")
		wantSame(t, "journeys", e.enrollments(someone), []string{"course 0 s2 finished"})
		// Having tried it, one may enter it.
		e.wantReply(e.say(someone, "福利"), "正式")
	})
}

func TestWhoMayNotEnterAgainEntersOnceHoweverManyPushesComeAtOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range testkit.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e, addresses := nodes(t, engine)
			e.journey("course", 1, anyMessage(""), says("第一课"))
			for round := range 12 {
				someone := e.follower(fmt.Sprintf("学员%d", round))
				var pushing sync.WaitGroup
				for i := range 6 {
					pushing.Go(func() {
						m := e.message(someone, fmt.Sprintf("%d%d", 500+round, i), "上课")
						d, err := e.WeChat.Repeat(t.Context(), sandbox.Delivery{OpenID: someone, Message: m}, addresses[i%len(addresses)])
						if err != nil || d.State != sandbox.Answered {
							t.Errorf("%s: %v", d.State, err)
						}
					})
				}
				pushing.Wait()
				wantSame(t, "journeys", e.enrollments(someone), []string{"course 1 s1 finished"})
			}
		})
	}
}

// TestAPushThatConcernsNoJourneyAsksNothingOfThem takes away what would be
// asked.
func TestAPushThatConcernsNoJourneyAsksNothingOfThem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, e *env) {
		inside, other := e.follower("林小满"), e.follower("周一")
		wait := tuwen.Step{Kind: tuwen.StepWait, Wait: &tuwen.Wait{Kind: tuwen.WaitDuration, Seconds: 30 * 86400}}
		e.journey("course", 1, anyMessage("课程"), wait, says("到了"))
		e.rule("r1", "价格", text("看这里"))
		e.say(inside, "课程")
		wantSame(t, "in journeys", e.enrollments(inside), []string{"course 1 s1 inside"})
		rename := func(from, to string) {
			_, err := e.DB.SQL().ExecContext(context.WithoutCancel(t.Context()), "ALTER TABLE "+from+" RENAME TO "+to)
			e.must(err)
		}
		for _, table := range []string{"enrollments", "journeys", "journey_versions"} {
			rename(table, table+"_away")
			t.Cleanup(func() { rename(table+"_away", table) }) // another test gets the database
		}
		for _, openID := range []string{inside, other} {
			e.wantReply(e.say(openID, "价格"), "看这里")
		}
		wantSame(t, "the answer to what nothing answers", e.say(other, "随便说说"), "success")
		_, err := e.WeChat.Follow(t.Context(), e.stranger("周二"))
		e.must(err)
	})
}
