package cards_test

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

var update = flag.Bool("update", false, "rewrite testdata/*.txt")

// golden holds what was drawn, by name, to a file.
func golden(t *testing.T, file string, drawn map[string]string) {
	t.Helper()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(drawn)) {
		b.WriteString("=== " + name + "\n" + strings.TrimRight(drawn[name], "\n") + "\n\n")
	}
	if *update {
		if err := os.WriteFile("testdata/"+file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// all draws every card in every state that it has.
func all(k *cards.Deck) map[string]bot.Card {
	noticed := func(changes ...func(*committee.Dossier)) committee.Dossier {
		return dossier(committee.Noticed, "2026-12-10 10:00", changes...)
	}
	door := func(changes ...func(*committee.Dossier)) committee.Dossier {
		return dossier(committee.Noticed, "2026-12-15 14:20", changes...)
	}
	session := dossier(committee.InSession, "2026-12-15 15:10", here(8))
	urgent := func(d *committee.Dossier) {
		d.Meeting.Kind, d.Meeting.Reason, d.Meeting.Starts = committee.Urgent, "供暖管网爆裂居民安置", on("2026-12-10 15:00")
	}
	nextYear := func(d *committee.Dossier) { d.Meeting.Starts = on("2027-01-12 14:30") }
	out := map[string]bot.Card{
		"plan":               k.Plan(dossier(committee.Planned, "2026-12-08 09:20")),
		"plan-in-its-window": k.Plan(dossier(committee.Planned, "2026-12-10 16:20")),
		"plan-urgent":        k.Plan(dossier(committee.Planned, "2026-12-10 09:40", urgent)),
		"plan-no-topics":     k.Plan(dossier(committee.Planned, "2026-12-08 09:20", func(d *committee.Dossier) { d.Agenda = nil })),
		"plan-next-year":     k.Plan(dossier(committee.Planned, "2026-12-08 09:20", nextYear)),
		"plan-rest-day":      k.Plan(dossier(committee.Planned, "2026-12-08 09:20", func(d *committee.Dossier) { d.Meeting.Starts = on("2026-12-19 14:30") })),
		"plan-make-up-day":   k.Plan(dossier(committee.Planned, "2026-09-08 09:20", func(d *committee.Dossier) { d.Meeting.Starts = on("2026-10-10 14:30") })),
		"plan-confirmed":     k.Plan(dossier(committee.Fixed, "2026-12-08 09:20")),
		"plan-cancelled":     k.Plan(dossier(committee.Cancelled, "2026-12-08 09:20")),
		"plan-lapsed":        k.Plan(dossier(committee.Lapsed, "2026-12-15 15:20")),
		"plan-noticed":       k.Plan(noticed()),

		"notice":                  k.Notice(noticed(), member(liu)),
		"notice-observer":         k.Notice(noticed(), member(ma)),
		"notice-urgent":           k.Notice(noticed(urgent), member(liu)),
		"notice-next-year":        k.Notice(noticed(nextYear), member(liu)),
		"notice-comes":            k.Notice(noticed(come(9)), member(liu)),
		"notice-leave":            k.Notice(noticed(leave(liu, "出差", false)), member(liu)),
		"notice-leave-no-reason":  k.Notice(noticed(leave(liu, "", false)), member(liu)),
		"notice-leave-granted":    k.Notice(noticed(leave(liu, "出差", true)), member(liu)),
		"notice-leave-chair":      k.Notice(noticed(leave(zhang, "出差", false)), member(zhang)),
		"notice-not-invited":      k.Notice(noticed(), member(street)),
		"notice-opened":           k.Notice(session, member(liu)),
		"notice-moved":            k.Notice(dossier(committee.Planned, "2026-12-10 15:00"), member(liu)),
		"notice-cancelled":        k.Notice(dossier(committee.Cancelled, "2026-12-10 15:00"), member(liu)),
		"notice-lapsed":           k.Notice(dossier(committee.Lapsed, "2026-12-15 15:20"), member(liu)),
		"chase":                   k.Chase(noticed(), member(liu)),
		"chase-answered":          k.Chase(noticed(come(9)), member(liu)),
		"call":                    k.Call(noticed(come(8)), member(wu)),
		"call-answered":           k.Call(noticed(func(d *committee.Dossier) { d.Meeting.Attendee(wu).Reached = committee.ByAnswer }), member(wu)),
		"call-moved":              k.Call(dossier(committee.Planned, "2026-12-11 16:10"), member(wu)),
		"call-opened":             k.Call(session, member(wu)),
		"doomed":                  k.Doomed(noticed(come(3), leave(wu, "出差", false), leave(sun, "", false))),
		"doomed-no-more":          k.Doomed(noticed(come(8))),
		"doomed-cancelled":        k.Doomed(dossier(committee.Cancelled, "2026-12-10 15:00")),
		"leave":                   k.Leave(noticed(come(8), leave(wu, "出差", false)), member(wu)),
		"leave-because":           k.Leave(noticed(come(3), leave(wu, "因公出差", false)), member(wu)),
		"leave-no-reason":         k.Leave(noticed(leave(sun, "手术", false), leave(wu, "", false)), member(wu)),
		"leave-observer":          k.Leave(noticed(leave(ma, "街道有会", false)), member(ma)),
		"leave-granted":           k.Leave(noticed(leave(wu, "出差", true)), member(wu)),
		"leave-withdrawn":         k.Leave(noticed(come(9)), member(wu)),
		"leave-not-on-the-roll":   k.Leave(noticed(), member(street)),
		"leave-opened":            k.Leave(dossier(committee.InSession, "2026-12-15 15:10", leave(wu, "出差", false)), member(wu)),
		"leave-cancelled":         k.Leave(dossier(committee.Cancelled, "2026-12-10 15:00", leave(wu, "出差", false)), member(wu)),
		"check-in":                k.CheckIn(door(), member(liu)),
		"check-in-recorder":       k.CheckIn(door(), member(he)),
		"check-in-done":           k.CheckIn(door(here(9)), member(liu)),
		"check-in-not-invited":    k.CheckIn(door(), member(street)),
		"check-in-late":           k.CheckIn(session, member(wu)),
		"check-in-adjourned":      k.CheckIn(dossier(committee.Adjourned, "2026-12-15 16:30"), member(wu)),
		"check-in-moved":          k.CheckIn(dossier(committee.Fixed, "2026-12-15 14:20"), member(wu)),
		"quorum-met":              k.QuorumMet(door(here(8))),
		"quorum-no-longer-met":    k.QuorumMet(door(here(7))),
		"quorum-met-opened":       k.QuorumMet(session),
		"quorum-met-cancelled":    k.QuorumMet(dossier(committee.Cancelled, "2026-12-15 14:20")),
		"wait":                    k.Wait(door(here(7))),
		"wait-opened":             k.Wait(session),
		"wait-lapsed":             k.Wait(dossier(committee.Lapsed, "2026-12-15 15:20")),
		"preflight":               k.Preflight(session),
		"preflight-all-announced": k.Preflight(settled(session)),
	}
	call := noticed()
	call.Meeting.Attendee(wu).Reached, call.Meeting.Attendee(wu).ReachedAt = committee.ByPhone, on("2026-12-11 16:10")
	out["call-done"] = k.Call(call, member(wu))
	maps.Copy(out, votes(k, session))
	maps.Copy(out, decisions(k))
	maps.Copy(out, minutes(k))
	maps.Copy(out, handedIn(k))
	maps.Copy(out, consents(k, session))
	return out
}

// settled is a sitting whose topics all have their results, one of the members signed
// in by the recorder.
func settled(d committee.Dossier) committee.Dossier {
	d.Meeting.Roll = slices.Clone(d.Meeting.Roll)
	d.Meeting.Roll[3].How = committee.ByRecorder
	for _, t := range d.Agenda[1:] {
		for item := 1; item <= t.Items(); item++ {
			b := ballot(committee.Announced, "赞赞赞赞赞赞赞赞")
			b.Topic, b.Position = t.ID, t.Position
			if t.Kind == committee.Personnel {
				b.Item, b.Person = item, t.Persons[item-1]
			}
			d.Ballots = append(d.Ballots, b)
		}
	}
	return d
}

func votes(k *cards.Deck, d committee.Dossier) map[string]bot.Card {
	hidden := func(b *committee.Ballot) {
		b.Topic, b.Position, b.Title, b.Ask = 4, 4, "校园周边商户整治", "同意联合整治"
	}
	over := func(b *committee.Ballot) { b.RoundOver = true }
	bare := func(b *committee.Ballot) { b.Ask = "" }
	ask := func(b committee.Ballot, who committee.MemberID) bot.Card { return k.Ballot(d, b, member(who)) }
	return map[string]bot.Card{
		"ballot":                   ask(ballot(committee.Open, "-"), liu),
		"ballot-without-proposal":  ask(ballot(committee.Open, "-", bare), liu),
		"ballot-at-the-meeting":    ask(ballot(committee.Open, "-", hidden), liu),
		"ballot-voted":             ask(ballot(committee.Open, "-----反"), liu),
		"ballot-not-elector":       ask(ballot(committee.Open, "-"), wu),
		"ballot-round-over":        ask(ballot(committee.Open, "-----反", over), liu),
		"ballot-round-over-missed": ask(ballot(committee.Open, "-", over), liu),
		"ballot-chair":             ask(ballot(committee.Open, "-赞赞赞赞赞赞赞"), zhang),
		"ballot-closed":            ask(ballot(committee.Closed, "赞赞赞赞赞弃赞赞"), liu),
		"ballot-closed-missed":     ask(ballot(committee.Closed, "赞赞"), liu),
		"ballot-secret":            ask(ballot(committee.Open, "-", secretly), liu),
		"ballot-secret-person":     ask(ballot(committee.Open, "-", about("周建平"), secretly), liu),
		"ballot-secret-voted":      ask(ballot(committee.Open, "-----反", secretly), liu),
		"ballot-secret-closed":     ask(ballot(committee.Closed, "-----反", secretly), liu),
		"closed-passed":            k.BallotClosed(d, ballot(committee.Closed, "赞赞赞赞赞赞赞弃"), member(zhang)),
		"closed-near":              k.BallotClosed(d, ballot(committee.Closed, "赞赞赞赞反反反弃"), member(zhang)),
		"closed-missing":           k.BallotClosed(d, ballot(committee.Closed, "赞赞赞赞赞"), member(zhang)),
		"closed-person":            k.BallotClosed(d, ballot(committee.Closed, "赞赞赞赞赞", about("刘芳"), secretly), member(zhang)),
		"closed-announced":         k.BallotClosed(d, ballot(committee.Announced, "赞赞赞赞赞"), member(zhang)),
		"closed-deferred":          k.BallotClosed(d, ballot(committee.Announced, "赞赞赞赞反反反弃", func(b *committee.Ballot) { b.Deferred = true }), member(zhang)),
	}
}

func minutes(k *cards.Deck) map[string]bot.Card {
	at := func(state committee.MinutesState, revision int) committee.Dossier {
		return settled(dossier(committee.Adjourned, "2026-12-16 09:00", here(8), func(d *committee.Dossier) {
			d.Minutes = &committee.Minutes{Meeting: 7, Committee: 1, Revision: revision, State: state, Year: 2026}
			if state == committee.Signed {
				d.Minutes.Number, d.Minutes.SignedAt = 4, on("2026-12-17 11:02")
			}
		}))
	}
	draft := func(state committee.MinutesState, revision int, who committee.MemberID, seen committee.MinutesState) bot.Card {
		return k.Draft(at(state, revision), member(who), seen, 2)
	}
	return map[string]bot.Card{
		"draft-recorder":  draft(committee.WithRecorder, 2, he, committee.WithRecorder),
		"draft-vice":      draft(committee.WithVice, 2, li, committee.WithVice),
		"draft-secretary": draft(committee.WithSecretary, 2, zhang, committee.WithSecretary),
		"draft-passed":    draft(committee.WithVice, 2, he, committee.WithRecorder),
		"draft-newer":     draft(committee.WithRecorder, 3, he, committee.WithRecorder),
		"draft-signed":    draft(committee.Signed, 2, zhang, committee.WithSecretary),
		"minutes":         k.Minutes(at(committee.Signed, 2), time.Time{}),
		"minutes-read":    k.Minutes(at(committee.Signed, 2), on("2026-12-18 10:09")),
	}
}

func handedIn(k *cards.Deck) map[string]bot.Card {
	out := map[string]bot.Card{}
	for _, state := range []committee.TopicState{committee.Submitted, committee.Approved, committee.Returned, committee.Deferred, committee.OnAgenda} {
		t := topics()[1]
		t.State = state
		out["topic-"+string(state)] = k.Topic(t, "周建平")
	}
	bare := topics()[0]
	bare.State = committee.Submitted
	out["topic-to-hear"] = k.Topic(bare, "李慧敏")
	other := topics()[2]
	other.State = committee.Submitted
	out["topic-about-persons"] = k.Topic(other, "孙晓燕")
	return out
}

func TestCards(t *testing.T) {
	drawn := map[string]string{}
	for name, c := range all(deck(t)) {
		drawn[name] = show(c)
	}
	golden(t, "cards.txt", drawn)
}

// A card keeps to the limits of every platform (bot.Card), always holds the whole
// matter in words, and is answered by buttons of interface.md alone.
func TestCardsKeepTheirLimits(t *testing.T) {
	known := []string{
		"参加", "请假", "能参加", "不能参加", "准假", "请再协调", "签到", "赞成", "反对", "弃权", "合并到…", "同意", "不同意", "同意上会", "退回修改", "下次再议", "确认", "确认发出", "改期", "仍安排", "宣布开会",
		"继续等候15分钟", "宣布流会", "宣布结果", "缓议", "说明理由并增加", "确认散会", "提交", "同意报书记", "签发", "退回", "已阅", "核对无误", "提出修改", "已电话通知", "同意办结", "继续办理",
		"再次表决", "同意回避", "无须回避", "确认举手结果", "确认纸质票结果", "退回重记", "确认代录", "不予代录", "改为赞成", "改为反对", "改为弃权", "不改", "发送意见",
		"查看议题", "查看纪要", "查看通知稿", "联系请假同志", // to look and not to answer
	}
	for name, c := range all(deck(t)) {
		within := func(what, text string, most int) {
			if n := utf8.RuneCountInString(text); n > most {
				t.Errorf("%s: the %s has %d characters, %d are shown: %s", name, what, n, most, text)
			}
		}
		within("title", c.Title, 36)
		within("line below the title", c.Desc, 44)
		within("body", c.Body, 160)
		within("reason of its close", c.Closed, 30)
		if c.Title == "" || c.Text == "" {
			t.Errorf("%s has no title or no words", name)
		}
		if len(c.Fields) > 6 || len(c.Buttons) > 6 {
			t.Errorf("%s has %d fields and %d buttons", name, len(c.Fields), len(c.Buttons))
		}
		for _, f := range c.Fields {
			within("name of a field", f.Name, 5)
			within("value of "+f.Name, f.Value, 30)
			if f.Value == "" {
				t.Errorf("%s: %s has no value", name, f.Name)
			}
		}
		primary := 0
		for _, b := range c.Offers() {
			text, _, _ := strings.Cut(b.Text, ":")
			within("button", b.Text, 10)
			if !slices.Contains(known, text) {
				t.Errorf("%s: [%s] is no button of interface.md", name, b.Text)
			}
			if b.Style == bot.Primary {
				primary++
			}
		}
		if primary > 2 {
			t.Errorf("%s has %d first choices", name, primary)
		}
	}
}

// Nothing about persons, and no choice of anybody, is on a card that is not his.
func TestSecretsStaySecret(t *testing.T) {
	k := deck(t)
	d := dossier(committee.InSession, "2026-12-15 15:10", here(8))
	open := ballot(committee.Open, "-赞反弃", secretly)
	for _, who := range open.Electors {
		text := show(k.Ballot(d, open, member(who)))
		for _, numbers := range []string{"赞成1票", "反对1票", "已表决3"} {
			if strings.Contains(text, numbers) {
				t.Errorf("%s sees %s before the close", member(who).Name, numbers)
			}
		}
	}
	if text := k.GroupBallot(ballot(committee.Open, "-赞反", about("刘芳"), secretly)); strings.Contains(text, "刘芳") {
		t.Errorf("the group is told of a person: %s", text)
	}
}

func TestWords(t *testing.T) {
	k := deck(t)
	session := dossier(committee.InSession, "2026-12-15 15:10", here(8))
	heard := session
	heard.Agenda = heard.Agenda[:1]
	noticed := func(changes ...func(*committee.Dossier)) committee.Dossier {
		return dossier(committee.Noticed, "2026-12-14 17:07", changes...)
	}
	valid := session
	valid.Committee.Bylaws.MajorityBase, valid.Committee.Bylaws.Majority = committee.Valid, committee.Threshold{Fraction: committee.Fraction{Num: 2, Den: 3}, Inclusive: true}
	deferred := func(b *committee.Ballot) { b.Deferred = true }
	drawn := map[string]string{
		"confirmed":               k.Confirmed(dossier(committee.Fixed, "2026-12-08 09:20")),
		"confirmed-no-topics":     k.Confirmed(dossier(committee.Fixed, "2026-12-08 09:20", func(d *committee.Dossier) { d.Agenda = nil })),
		"confirmed-leaves-now":    k.Confirmed(dossier(committee.Fixed, "2026-12-10 16:20")),
		"forecast-none":           k.Forecast(noticed()),
		"forecast-just":           k.Forecast(noticed(come(8), leave(wu, "出差", false))),
		"forecast-enough":         k.Forecast(noticed(come(9))),
		"forecast-doomed":         k.Forecast(noticed(come(7), leave(wu, "出差", false), leave(sun, "", false))),
		"forecast-came-after-all": k.Forecast(noticed(come(8), leave(wu, "出差", false), here(9))),
		"outlook":                 k.Outlook(noticed(come(7), leave(wu, "手术", false))),
		"answers":                 k.Answers(noticed(come(7), leave(wu, "手术", false))),
		"reminder-tomorrow":       k.Reminder(noticed()),
		"reminder-today":          k.Reminder(dossier(committee.Noticed, "2026-12-15 13:30")),
		"attendance-short":        k.Attendance(noticed(here(6))),
		"attendance-met":          k.Attendance(noticed(here(10))),
		"opened":                  k.Opened(session),
		"opened-nothing-to-vote":  k.Opened(heard),
		"result-passed":           k.Result(session, ballot(committee.Announced, "赞赞赞赞赞赞赞弃")),
		"result-failed":           k.Result(session, ballot(committee.Announced, "赞赞赞赞反反反弃")),
		"result-missing":          k.Result(session, ballot(committee.Announced, "赞赞赞赞赞")),
		"result-person-failed":    k.Result(session, ballot(committee.Announced, "赞赞赞反反反弃", about("刘芳"), secretly)),
		"result-deferred-near":    k.Result(session, ballot(committee.Announced, "赞赞赞赞反反反弃", deferred)),
		"dictation-told":          k.DictationTold(ballot(committee.Open, "赞赞"), member(li)),
		"dictation-told-over":     k.DictationTold(ballot(committee.Closed, "赞赞"), member(li)),
		"result-deferred":         k.Result(session, ballot(committee.Announced, "赞赞赞赞赞赞赞赞", deferred)),
		"result-two-thirds":       k.Result(valid, ballot(committee.Announced, "赞赞赞赞反反反弃")),
		"group-ballot":            k.GroupBallot(ballot(committee.Open, "-赞赞赞")),
		"taken-up":                k.TakenUp(topics()[1]),
		"order":                   k.Order(session),
		"order-of-a-topic":        k.Order(debated(session)),
		"record":                  k.Record(debated(session)),
		"record-none":             k.Record(session),
		"early-notice":            k.EarlyNotice(dossier(committee.Fixed, "2026-12-08 09:20"), member(liu)),
		"early-without-topics":    k.EarlyNotice(dossier(committee.Fixed, "2026-12-08 09:20", func(d *committee.Dossier) { d.Agenda = nil }), member(liu)),
		"attendance-by-video":     k.Attendance(noticed(here(8), func(d *committee.Dossier) { d.Meeting.Roll[5].How = committee.ByVideo })),
		"notice-special":          k.NoticeText(noticed(special), member(liu)),
		"plan-special":            k.PlanText(dossier(committee.Planned, "2026-12-08 09:20", special)),
		"agenda-with-a-late-one":  cards.Agenda(append(topics(), late(4))),
		"quarter":                 k.Say("missed.ask", workday.Quarter{Year: 2026, N: 4}),
		"topic-counts":            k.TopicCounts(2026, matters()),
		"notice-materials":        k.NoticeText(noticed(func(d *committee.Dossier) { d.Agenda = matters() }), member(liu)),
		"pool-empty":              k.Pool(nil, member(liu)),
		"pool-empty-observer":     k.Pool(nil, member(ma)),
		"pool-secretary":          k.Pool(waiting(), member(zhang)),
		"pool-member":             k.Pool(waiting(), member(liu)),
		"agenda":                  cards.Agenda(topics()),
		"meeting-name":            cards.MeetingName(session),
	}
	golden(t, "words.txt", drawn)
}

// Everyone reads the minutes as far as he may (MIN-06).
func TestPaper(t *testing.T) {
	d := settled(dossier(committee.Circulated, "2026-12-18 09:07", here(8)))
	d.Minutes = &committee.Minutes{Meeting: 7, Committee: 1, Revision: 1, State: committee.Signed, Year: 2026, Number: 4, SignedAt: on("2026-12-17 11:02")}
	for name, test := range map[string]struct {
		who      committee.MemberID
		has, not []string
	}{
		"a-member":     {liu, []string{"充电棚", "推荐续聘刘芳同志", "落实情况"}, nil},
		"the-recorder": {he, []string{"充电棚", "推荐续聘刘芳同志"}, nil},
		"the-street":   {street, []string{"充电棚", "推荐续聘刘芳同志"}, nil},
		"an-observer":  {ma, []string{"充电棚"}, []string{"刘芳同志", "落实情况", "商户"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := cards.Paper(d, member(test.who)).Text()
			for _, words := range test.has {
				if !strings.Contains(text, words) {
					t.Errorf("%q is missing in:\n%s", words, text)
				}
			}
			for _, words := range test.not {
				if strings.Contains(text, words) {
					t.Errorf("%q is in:\n%s", words, text)
				}
			}
		})
	}
}

func TestForms(t *testing.T) {
	k := deck(t)
	saturday := workday.New(2026, 12, 19)
	for name, test := range map[string]struct {
		got, want string
	}{
		"day":         {cards.Day(saturday), "12月19日(周六)"},
		"clock":       {cards.Clock(on("2026-12-15 09:07").UTC()), "09:07"},
		"time":        {cards.Time(on("2026-12-15 00:30").UTC()), "12月15日(周二)00:30"},
		"item":        {cards.Item(committee.ItemName{Topic: 3, Item: 1}), "议题三(一)"},
		"topic":       {cards.Item(committee.ItemName{Topic: 12}), "议题十二"},
		"long-time":   {k.Say("notice.text", "", "", "", on("2026-12-15 14:30"), ""), "\n:\n  经书记审定,定于2026年12月15日(星期二)14:30在召开会议,请您准时参加。"},
		"rest-day":    {k.Say("plan.rest-day", saturday), "12月19日为星期六(休息日),仍要安排吗?"},
		"masked":      {k.Say("pending.masked", 1, 0, 1, people()[:1]), "1人中0人已通知到;未答复1人:张建国(138****0010)。"},
		"whole":       {k.Say("leave.phones", people()[:2]), "请假同志:张建国 13800000010、李慧敏 13800000020。"},
		"share":       {k.Say("attendance", 7, 8, 9, committee.Fraction{Num: 4, Den: 5}, committee.Share{Of: 9, Fraction: committee.Fraction{Num: 4, Den: 5}}), "实到7人,法定到会8人(应到9人的五分之四为7.2人,按8人计)"},
		"anything":    {k.Say("fault", 1.5), "系统暂时繁忙,您的操作未保存,请稍后再试。"},
		"other":       {k.Say("why.other", int64(3)), "平台代码3"},
		"action":      {cards.Action("leave.grant", 7, 8), "leave.grant:7.8"},
		"bare-action": {cards.Action("choose"), "choose:"},
		"unpublished": {papers.Number(2026, 0), "〔2026〕×号"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("%q, want %q", test.got, test.want)
			}
		})
	}
}
