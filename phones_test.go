package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"yishi/roster"
	"yishi/sandbox"
)

// rosterFile is the committee of spec.md §3: nine members, two observers, the
// recorder, someone of the street office and the administrator.
const rosterFile = `姓名,单位,职务,大党委职务,类别,手机号,平台,平台账号,聘任起,聘任止,首次聘任
张建国,滨河社区党委,社区党委书记,书记,社区党委委员,13888880001,企业微信,zhangjianguo,,,
李慧敏,滨河社区党委,社区党委副书记,副书记,社区党委委员,13888880002,企业微信,lihuimin,,,
王志强,滨河社区党委,社区党委委员,委员,社区党委委员,13888880003,企业微信,wangzhiqiang,,,
赵丽华,滨河社区党委,社区党委委员,委员,社区党委委员,13888880004,企业微信,zhaolihua,,,
陈卫东,滨河社区党委,社区党委委员,委员,社区党委委员,13988880412,企业微信,chenweidong,,,
刘芳,市第三中学党总支,党总支书记,委员,友邻单位,13888880006,企业微信,liufang,2023-11-10,2026-11-09,2023-11-10
周建平,安居物业公司党支部,党支部书记,委员,友邻单位,13888880007,企业微信,zhoujianping,2023-11-10,2026-11-09,2023-11-10
孙晓燕,区人民医院党委,党委委员,委员,友邻单位,13888880008,企业微信,sunxiaoyan,2023-11-10,2026-11-09,2023-11-10
吴国栋,江城大学后勤集团党总支,党总支书记,委员,友邻单位,13888880009,企业微信,wuguodong,2023-11-10,2026-11-09,2023-11-10
马志明,街道党建办,主任,列席,,13888880010,企业微信,mazhiming,,,
秦国安,滨河社区,居民代表,列席,,13888880011,企业微信,qinguoan,,,
何婷,滨河社区党委,党务干事,记录员,,13888880012,企业微信,heting,,,
周敏,临江街道党工委,党建办干事,街道,,13888880013,企业微信,zhoumin,,,
林晓东,滨河社区,网络管理员,管理员,,13888880014,企业微信,linxiaodong,,,
`

// Who sits where.
const (
	secretary = "zhangjianguo"
	vice      = "lihuimin"
	recorder  = "heting"
	street    = "zhoumin"
	admin     = "linxiaodong"
	liufang   = "liufang"
	zhou      = "zhoujianping"
	wu        = "wuguodong"
	chen      = "chenweidong"
	sun       = "sunxiaoyan"
	ma        = "mazhiming"
	qin       = "qinguoan"
	group     = "group"
)

var (
	members   = []string{secretary, vice, "wangzhiqiang", "zhaolihua", chen, liufang, zhou, sun, wu}
	observers = []string{ma, qin}
	noticed   = append(append(slices.Clone(members), observers...), recorder)
	everyone  = append(slices.Clone(noticed), street, admin)
	present   = []string{secretary, vice, "wangzhiqiang", "zhaolihua", chen, liufang, zhou, sun}
)

func (s setup) rosterText() string {
	if s.roster == "" {
		return rosterFile
	}
	return s.roster
}

func people(tb testing.TB, text string) []roster.Person {
	tb.Helper()
	got, err := roster.Read("名册.csv", []byte(setup{roster: text}.rosterText()))
	if err != nil {
		tb.Fatal(err)
	}
	return got
}

// without is a list of people but for some.
func without(all []string, but ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(u string) bool { return slices.Contains(but, u) })
}

// shown is what came to a phone, as a person reads it.
func shown(b sandbox.Bubble) string {
	if b.Card == nil {
		return strings.TrimSpace(b.Title + " " + b.Text)
	}
	c := b.Card
	parts := []string{c.Title, c.Desc, c.Body}
	for _, f := range c.Fields {
		parts = append(parts, f.Name+" "+f.Value)
	}
	for _, o := range c.Offers() {
		parts = append(parts, "["+o.Text+"]")
	}
	if c.Question != nil {
		for _, o := range c.Question.Options {
			parts = append(parts, "("+o.Text+")")
		}
	}
	if c.Replace != "" {
		parts = append(parts, "{"+c.Replace+"}")
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// news is what came to a phone, or to the group, since it was looked at last;
// what its owner typed is left out.
func (w *world) news(user string) []string {
	chat := w.platform.Group()
	if user != group {
		chat = w.platform.Chat(user)
	}
	var out []string
	for _, b := range chat[w.seen[user]:] {
		if !b.Mine {
			out = append(out, shown(b))
		}
	}
	w.seen[user] = len(chat)
	return out
}

// forget looks at every phone, so that only what comes from now on is news.
func (w *world) forget() {
	for _, u := range append(slices.Clone(everyone), group) {
		w.news(u)
	}
}

// gets expects one message on each of these phones, with these words in it.
func (w *world) gets(users []string, words ...string) {
	w.Helper()
	for _, u := range users {
		if got := w.news(u); len(got) != 1 || !holds(got[0], words...) {
			w.Errorf("%s at %s: got %d messages, want one with %q:\n%s", u, w.now.Load().Format("01-02 15:04:05"), len(got), words, strings.Join(got, "\n---\n"))
		}
	}
}

// getsAll expects on one phone these messages, in any order, and no others.
func (w *world) getsAll(user string, each ...[]string) {
	w.Helper()
	got := w.news(user)
	left := slices.Clone(got)
	for _, words := range each {
		i := slices.IndexFunc(left, func(text string) bool { return holds(text, words...) })
		if i < 0 {
			w.Errorf("%s at %s: no message with %q in:\n%s", user, w.now.Load().Format("01-02 15:04:05"), words, strings.Join(got, "\n---\n"))
			return
		}
		left = slices.Delete(left, i, i+1)
	}
	if len(left) > 0 {
		w.Errorf("%s at %s: too much:\n%s", user, w.now.Load().Format("01-02 15:04:05"), strings.Join(left, "\n---\n"))
	}
}

// silent expects nothing new on these phones.
func (w *world) silent(users ...string) {
	w.Helper()
	for _, u := range users {
		if got := w.news(u); len(got) > 0 {
			w.Errorf("%s at %s: want nothing, got:\n%s", u, w.now.Load().Format("01-02 15:04:05"), strings.Join(got, "\n---\n"))
		}
	}
}

func holds(text string, words ...string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// types enters words into a phone and returns what came back to it.
func (w *world) types(user, text string) string {
	w.Helper()
	if err := w.platform.Say(w.Context(), user, text); err != nil {
		w.Fatalf("%s types %q: %v\n%s", user, text, err, w.logs)
	}
	w.settle()
	return strings.Join(w.news(user), "\n")
}

// taps presses the newest button that bears this text, or begins with it before a
// colon, and returns what came back.
func (w *world) taps(user, button string) string {
	w.Helper()
	if err := w.press(w.Context(), user, button); err != nil {
		w.Fatalf("%s taps %q: %v\n%s", user, button, err, w.logs)
	}
	w.settle()
	return strings.Join(w.news(user), "\n")
}

func (w *world) press(ctx context.Context, user, button string) error {
	for _, b := range slices.Backward(w.platform.Chat(user)) {
		if b.Card == nil {
			continue
		}
		for _, o := range b.Card.Offers() {
			if o.Text == button || strings.HasPrefix(o.Text, button+":") || strings.HasPrefix(o.Text, button+":") {
				return w.platform.Tap(ctx, user, b.ID, o.Key, nil)
			}
		}
	}
	return fmt.Errorf("%s: %w", button, sandbox.ErrNoButton)
}

// says is types, and expects words in what comes back.
func (w *world) says(user, text string, words ...string) {
	w.Helper()
	if got := w.types(user, text); !holds(got, words...) {
		w.Errorf("%s types %q: want %q in:\n%s", user, text, words, got)
	}
}

// pushes is taps, and expects words in what comes back.
func (w *world) pushes(user, button string, words ...string) {
	w.Helper()
	if got := w.taps(user, button); !holds(got, words...) {
		w.Errorf("%s taps %q: want %q in:\n%s", user, button, words, got)
	}
}

// lastCard is the newest card on a phone whose text holds these words.
func (w *world) lastCard(user string, words ...string) sandbox.Bubble {
	w.Helper()
	for _, b := range slices.Backward(w.platform.Chat(user)) {
		if b.Card != nil && holds(shown(b), words...) {
			return b
		}
	}
	w.Fatalf("%s has no card with %q", user, words)
	return sandbox.Bubble{}
}

// clean expects that the platform could use every answer and dropped nothing, and
// that nothing that must stay secret stands in the program's log.
func (w *world) clean() {
	w.Helper()
	for _, e := range append(w.platform.Errors(), w.platform.Dropped()...) {
		w.Errorf("the platform complains: %s %s %s", e.Kind, e.Path, e.Text)
	}
	log := w.logs.String()
	for _, secret := range []string{testSecret, testToken, testAESKey, testWebhook, "access_token=", "1388888", "1398888"} {
		if strings.Contains(log, secret) {
			w.Errorf("%q stands in the log:\n%s", secret, log)
		}
	}
	for _, bad := range []string{"DATA RACE", "goroutine ", "level=ERROR"} {
		if strings.Contains(log, bad) {
			w.Errorf("%q stands in the log:\n%s", bad, log)
		}
	}
}
