package handlers_test

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/bot"
)

var sixDigits = regexp.MustCompile(`绑定码:(\d{6})`)

// codeFor lets the recorder make a code and returns it.
func codeFor(p *play, by, name string) string {
	p.Helper()
	text := strings.Join(p.act(by, "绑定码 "+name), "\n")
	m := sixDigits.FindStringSubmatch(text)
	if m == nil {
		p.Fatalf("no code: %s", text)
	}
	return m[1]
}

// TestSYS03Binding lets a stranger become the person for whom a code was made, once.
func TestSYS03Binding(t *testing.T) {
	p := from(t, "noticed")
	says := func(who, words, want string) {
		t.Helper()
		if got := strings.Join(p.act(who, words), "\n"); !strings.Contains(got, want) {
			t.Errorf("%s> %s: %q, want %q", who, words, got, want)
		}
	}
	says("new-phone", "你好", "请回复“绑定+6位码”,或联系何婷 0871-60000000")
	says("new-phone", "绑定", "请回复“绑定+6位码”")
	says("liufang", "绑定码 陈卫东", "您的身份不能办理此项")
	says("heting", "绑定码", "请写明姓名")
	says("heting", "绑定码 无此人", "名册中没有")
	old, code := codeFor(p, "heting", "陈卫东"), codeFor(p, "linxiaodong", "陈卫东")
	says("new-phone", "绑定 "+old, "已于")
	says("new-phone", "绑定"+code, "陈卫东同志,您已绑定滨河社区“大党委”")
	says("new-phone", "参加", "收到")
	says("another", "绑定 "+code, "已经用过")
	says("liufang", "/bind "+codeFor(p, "heting", "吴国栋"), "已绑定另一位同志")
	p.stage.advance(p.moment("12-11 09:08"))
	if p.stage.post.phones["new-phone"] != nil {
		t.Error("who has answered is asked again")
	}
	late := codeFor(p, "zhangjianguo", "马主任")
	p.stage.advance(p.moment("12-18 09:09"))
	says("new-phone-2", "绑定 "+late, "已于12月18日(周五)09:08失效")
}

// TestSYS03Guessing bounds those who try codes: from one account, at once, and all
// together (quality.md S11).
func TestSYS03Guessing(t *testing.T) {
	p := from(t, "noticed")
	code := codeFor(p, "heting", "陈卫东")
	wrong := func(n int) string { return fmt.Sprintf("绑定 %06d", (n*7919+1)%1_000_000) }
	answers := make([]string, 64)
	var wg sync.WaitGroup
	for i := range answers {
		ev := p.stage.event("guesser", bot.Said)
		ev.Said = wrong(i)
		if strings.HasSuffix(ev.Said, code) {
			ev.Said = "绑定 999999"
		}
		wg.Go(func() {
			reply, err := p.stage.hands.Handle(t.Context(), ev)
			if err != nil {
				t.Error(err)
			}
			answers[i] = reply.Text
		})
	}
	wg.Wait()
	counted := 0
	for _, a := range answers {
		if strings.Contains(a, "绑定码不对") {
			counted++
		}
	}
	if counted != 5 {
		t.Errorf("%d of 64 guesses at once were looked at, want 5", counted)
	}
	if got := strings.Join(p.act("guesser", "绑定 "+code), ""); !strings.Contains(got, "一小时内最多5次") {
		t.Errorf("the sixth, though right: %q", got)
	}
	for i := range 20 {
		p.act(fmt.Sprintf("many-%d", i), wrong(100+i))
	}
	if got := strings.Join(p.act("honest", "绑定 "+code), ""); !strings.Contains(got, "请一小时后再试") {
		t.Errorf("after many guesses of many: %q", got)
	}
	p.stage.advance(p.stage.clock.Now().Add(61 * time.Minute))
	if got := strings.Join(p.act("honest", "绑定 "+code), ""); !strings.Contains(got, "您已绑定") {
		t.Errorf("an hour later: %q", got)
	}
	for range 5 {
		codeFor(p, "heting", "吴国栋")
	}
	if got := strings.Join(p.act("heting", "绑定码 吴国栋"), ""); !strings.Contains(got, "开具5次") {
		t.Errorf("the sixth code within an hour: %q", got)
	}
}
