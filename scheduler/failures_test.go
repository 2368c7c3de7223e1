package scheduler_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/scheduler"
	"yishi/store"
)

// refusing lets some people's messages fail.
func refusing(err error, users ...string) func(attempt) error {
	return func(a attempt) error {
		if slices.Contains(users, a.to) {
			return err
		}
		return nil
	}
}

// failures are the failed deliveries on record: person, platform, account, code.
func (h *house) failures() []string {
	h.Helper()
	return h.column("SELECT member_id || ' ' || platform || ' ' || user_id || ' ' || failure FROM deliveries WHERE failure <> 0 ORDER BY id")
}

func TestUnreachable(t *testing.T) {
	for name, test := range map[string]struct {
		err  *bot.UnreachableError
		code string
		says string
	}{
		"unknown":       {&bot.UnreachableError{Code: 60111}, "60111", "平台查无此人"},
		"not-activated": {&bot.UnreachableError{Code: 4}, "4", "账号未激活"},
		"other":         {&bot.UnreachableError{Code: 12345}, "12345", "平台代码12345"},
		"without-code":  {&bot.UnreachableError{Reason: "outside the app's visible range"}, "-1", "平台未说明原因"}, // WeCom lists such people and says no more
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t, "2026-12-10 09:07")
			h.wecom.fault = refusing(test.err, "liufang")
			h.say(liu, "请签到")
			h.advance("09:07")
			if diff := cmp.Diff([]string{"6 wecom liufang " + test.code}, h.failures()); diff != "" {
				t.Errorf("on record (-want +got):\n%s", diff)
			}
			want := "刘芳同志的账号收不到消息(" + test.says + "),请电话联系13888880006,并核对名册中的平台账号。"
			if got := h.wecom.words("zhangjianguo"); !slices.Equal(got, []string{want}) {
				t.Errorf("the secretary is told %q, want %q", got, want)
			}
			if left := h.outbox(); len(left) != 0 {
				t.Errorf("still tried: %v", left)
			}
		})
	}
}

// However many letters fail to reach somebody, the secretary hears of it once a
// meeting, and of letters about no meeting once a day.
func TestTheSecretaryIsToldOnce(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = refusing(&bot.UnreachableError{Code: 60111}, "liufang")
	about := func(m committee.MeetingID, words string) {
		h.post(store.Letter{Kind: clerk.Answer, Key: words, To: liu, Subject: store.Subject{Meeting: m, Words: words, Step: words}})
	}
	told := func(when string, want int) {
		t.Helper()
		h.advance(when)
		if got := h.wecom.words("zhangjianguo"); len(got) != want {
			t.Errorf("at %s he was told %d times, want %d: %q", when, len(got), want, got)
		}
	}
	about(0, "一")
	about(0, "二")
	told("2026-12-10 09:07", 1)
	about(0, "三")
	told("2026-12-10 18:00", 1)
	about(7, "第七次会议")
	told("2026-12-10 18:01", 2)
	about(7, "仍是第七次会议")
	told("2026-12-11 09:07", 2)
	about(0, "四")
	told("2026-12-11 09:08", 3)
	about(8, "第八次会议")
	told("2026-12-11 09:09", 4)
	if n := len(h.failures()); n != 7 {
		t.Errorf("%d failures are on record", n)
	}
}

// What cannot reach the secretary makes no letter about itself.
func TestTheSecretaryHimselfIsUnreachable(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.wecom.fault = refusing(&bot.UnreachableError{Code: 4}, "zhangjianguo", "liufang")
	h.say(zhang, "请审定议题")
	h.say(liu, "请签到")
	h.advance("2026-12-11 12:00")
	want := []string{"1 wecom zhangjianguo 4", "6 wecom liufang 4", "1 wecom zhangjianguo 4"} // his own, hers, and the word of hers to him
	got := h.failures()
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("on record (-want +got):\n%s", diff)
	}
	if left := h.outbox(); len(left) != 0 {
		t.Errorf("left in the outbox: %v", left)
	}
}

func TestACommitteeWithoutASecretary(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	h.alter("UPDATE members SET left_on = '2026-12-01' WHERE id = 1")
	h.wecom.fault = refusing(&bot.UnreachableError{Code: 4}, "liufang")
	h.say(liu, "请签到")
	h.advance("09:07")
	if left := h.outbox(); len(left) != 0 || len(h.failures()) != 1 {
		t.Errorf("left %v, on record %v", left, h.failures())
	}
}

// The failures of a notice come in its report, not one by one.
func TestANoticeThatReachesNotEverybody(t *testing.T) {
	h := found(t, "2026-12-10 09:20")
	h.wecom.fault = refusing(&bot.UnreachableError{Code: 4}, "liufang", "wangzhiqiang")
	h.notice()
	h.advance("2026-12-10 09:30")
	var report []string
	for _, words := range h.wecom.words("zhangjianguo") {
		if strings.HasPrefix(words, "通知已发出") || strings.Contains(words, "收不到消息") {
			report = append(report, words)
		}
	}
	want := []string{"通知已发出:委员6人、列席0人、记录员1人。平台未送达2人(王志强:账号未激活;刘芳:账号未激活),请电话通知。电话:王志强 13888880003、刘芳 13888880006。"}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("the secretary is told (-want +got):\n%s", diff)
	}
}

// A card that the platform refuses is said in words; only what it refuses in words
// too is given up. It is on record, and the secretary hears of it once.
func TestRejected(t *testing.T) {
	cardless := func(a attempt) error {
		if strings.HasSuffix(a.key, "-words") {
			return nil
		}
		return &bot.RejectedError{Code: 42014}
	}
	for name, test := range map[string]struct {
		fault    func(attempt) error
		arrives  int
		failures []string
		told     string
	}{
		"the-card-alone": {fault: refusingOnly("liufang", cardless), arrives: 1},
		"the-words-too": {
			fault: refusing(&bot.RejectedError{Code: 40008}, "liufang"), failures: []string{"6   40008"},
			told: "有一条发给刘芳同志的消息被平台拒收(平台代码40008),请电话告知,电话13888880006。",
		},
		"without-a-code": {
			fault: refusing(&bot.RejectedError{Reason: "the text is longer than sixteen messages"}, "liufang"), failures: []string{"6   -1"},
			told: "有一条发给刘芳同志的消息被平台拒收(平台未说明原因),请电话告知,电话13888880006。",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t, "2026-12-10 09:07")
			h.wecom.fault = test.fault
			card := `{"Title":"会议签到","Buttons":[{"Text":"签到","Action":"checkin:4"}],"Text":"请回复“签到”"}`
			for _, step := range []string{"一", "二"} {
				h.post(store.Letter{Kind: clerk.Answer, Key: step, To: liu, Subject: store.Subject{Words: "请回复“签到”", Card: card, Step: step}})
			}
			h.advance("09:30")
			if got := h.wecom.words("liufang"); len(got) != 2*test.arrives || test.arrives > 0 && got[0] != "请回复“签到”" {
				t.Errorf("arrived %q", got)
			}
			if diff := cmp.Diff(append(slices.Clone(test.failures), test.failures...), h.failures()); diff != "" {
				t.Errorf("on record (-want +got):\n%s", diff)
			}
			var want []string
			if test.told != "" {
				want = []string{test.told}
			}
			if diff := cmp.Diff(want, h.wecom.words("zhangjianguo")); diff != "" {
				t.Errorf("the secretary is told (-want +got):\n%s", diff)
			}
			if left := h.outbox(); len(left) != 0 {
				t.Errorf("still tried: %v", left)
			}
		})
	}
}

func refusingOnly(user string, fault func(attempt) error) func(attempt) error {
	return func(a attempt) error {
		if a.to != user {
			return nil
		}
		return fault(a)
	}
}

// A person with several accounts has them tried in his order; the first that can
// be reached is his.
func TestTheSecondAccount(t *testing.T) {
	for name, test := range map[string]struct {
		accounts []committee.Account
		refuse   []string // accounts that cannot be reached
		arrives  string
		failures []string
	}{
		"the-first-is-reached":   {[]committee.Account{{Platform: "wecom", User: "liufang"}, {Platform: "dingtalk", User: "liu-2"}}, nil, "liufang", nil},
		"the-first-is-not":       {[]committee.Account{{Platform: "wecom", User: "liufang"}, {Platform: "dingtalk", User: "liu-2"}}, []string{"liufang"}, "liu-2", nil},
		"in-the-other-order":     {[]committee.Account{{Platform: "dingtalk", User: "liu-2"}, {Platform: "wecom", User: "liufang"}}, nil, "liu-2", nil},
		"neither-is":             {[]committee.Account{{Platform: "wecom", User: "liufang"}, {Platform: "dingtalk", User: "liu-2"}}, []string{"liufang", "liu-2"}, "", []string{"6 dingtalk liu-2 4"}},
		"a-platform-that-is-off": {[]committee.Account{{Platform: "web", User: "liu-3"}, {Platform: "wecom", User: "liufang"}}, nil, "liufang", nil},
		"only-one-that-is-off":   {[]committee.Account{{Platform: "web", User: "liu-3"}}, nil, "", []string{"6 none  1"}},
		"none":                   {nil, nil, "", []string{"6 none  1"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := found(t, "2026-12-10 09:07")
			ding := newLine(bot.DingTalk, h.clock)
			h.begin(func(p *scheduler.Parts) { p.Messengers = append(p.Messengers, ding) })
			h.wecom.fault = refusing(&bot.UnreachableError{Code: 4}, test.refuse...)
			ding.fault = h.wecom.fault
			people := cast()
			people[liu-1].Accounts = test.accounts
			if _, err := h.clerk.ImportRoster(t.Context(), home, people); err != nil {
				t.Fatal(err)
			}
			h.say(liu, "请签到")
			h.advance("09:07")
			var arrived []string
			for _, s := range append(h.wecom.Sent(), ding.Sent()...) {
				if s.Message.Text == "请签到" {
					arrived = append(arrived, s.To.To.ID)
				}
			}
			if strings.Join(arrived, " ") != test.arrives {
				t.Errorf("arrived at %q, want %q", arrived, test.arrives)
			}
			if diff := cmp.Diff(test.failures, h.failures()); diff != "" {
				t.Errorf("on record (-want +got):\n%s", diff)
			}
			if told := len(h.wecom.words("zhangjianguo")); told != len(test.failures) {
				t.Errorf("the secretary was told %d times", told)
			}
		})
	}
}

// An account that fails for now is not passed over: the person's own comes first.
func TestAnAccountThatFailsForNow(t *testing.T) {
	h := found(t, "2026-12-10 09:07")
	ding := newLine(bot.DingTalk, h.clock)
	h.begin(func(p *scheduler.Parts) { p.Messengers = append(p.Messengers, ding) })
	h.wecom.fault = until("2026-12-10 09:10", errDown)
	people := cast()
	people[liu-1].Accounts = append(people[liu-1].Accounts, committee.Account{Platform: "dingtalk", User: "liu-2"})
	if _, err := h.clerk.ImportRoster(t.Context(), home, people); err != nil {
		t.Fatal(err)
	}
	h.say(liu, "请签到")
	h.advance("09:30")
	if len(ding.tried()) != 0 || len(h.wecom.words("liufang")) != 1 {
		t.Errorf("tried %v, arrived %q", ding.tried(), h.wecom.words("liufang"))
	}
}

// Where cards cannot be shown, words go; what the card offers can still be typed.
func TestAnAccountThatShowsNoCards(t *testing.T) {
	h := found(t, "2026-12-08 09:20")
	people := cast()
	people[liu-1].Accounts[0].Plain = true
	if _, err := h.clerk.ImportRoster(t.Context(), home, people); err != nil {
		t.Fatal(err)
	}
	h.notice()
	h.advance("2026-12-10 09:07")
	got := h.wecom.SentTo(bot.UserRef{Platform: bot.WeCom, ID: "liufang"})
	if len(got) != 1 || got[0].Card != nil || !strings.Contains(got[0].Text, "1 参加") {
		t.Errorf("arrived %+v", got)
	}
	shown, err := h.clerk.Shown(t.Context(), h.person(liu))
	if err != nil || len(shown) != 1 || len(shown[0].Offers) != 3 {
		t.Errorf("can be answered: %+v, %v", shown, err)
	}
}

// The group is nobody's order: what it does not take keeps no person waiting, and
// its own letters keep their order.
func TestTheGroup(t *testing.T) {
	t.Run("down", func(t *testing.T) {
		h := found(t, "2026-12-10 09:07")
		group := newLine(bot.WeCom, h.clock)
		h.begin(func(p *scheduler.Parts) { p.Groups = map[committee.ID]bot.Messenger{home: group} })
		group.fault = until("2026-12-10 09:30", errDown)
		h.tell("正在表决:议题二")
		h.tell("议题二通过")
		h.say(liu, "请表决")
		h.advance("09:07")
		if got := h.wecom.words("liufang"); !slices.Equal(got, []string{"请表决"}) {
			t.Errorf("a person waits for the group: %q", got)
		}
		h.advance("12:00")
		var got []string
		for _, m := range group.SentToGroup() {
			got = append(got, m.Text)
		}
		if !slices.Equal(got, []string{"正在表决:议题二", "议题二通过"}) || len(h.outbox()) != 0 {
			t.Errorf("the group heard %q, left %v", got, h.outbox())
		}
	})
	t.Run("none", func(t *testing.T) {
		h := found(t, "2026-12-10 09:07")
		h.tell("正在表决:议题二")
		h.advance("09:07")
		if len(h.wecom.tried()) != 0 || len(h.outbox()) != 0 {
			t.Errorf("tried %v, left %v", h.wecom.tried(), h.outbox())
		}
	})
	for name, err := range map[string]error{"rejected": &bot.RejectedError{Code: 93000}, "unreachable": &bot.UnreachableError{Code: 93000}} {
		t.Run(name, func(t *testing.T) {
			h := found(t, "2026-12-10 09:07")
			group := newLine(bot.WeCom, h.clock)
			h.begin(func(p *scheduler.Parts) { p.Groups = map[committee.ID]bot.Messenger{home: group} })
			group.fault = func(attempt) error { return err }
			h.tell("正在表决:议题二")
			h.alter("UPDATE letters SET attempts = 600")
			h.advance("12:00")
			if left := h.outbox(); len(left) != 0 || len(h.failures()) != 0 || len(h.wecom.tried()) != 0 {
				t.Errorf("left %v, on record %v, told %v", left, h.failures(), h.wecom.tried())
			}
		})
	}
}
