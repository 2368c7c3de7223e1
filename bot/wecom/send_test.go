package wecom

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"yishi/bot"
)

// recording lists the bodies of a call that an api saw, in order.
func (a *api) recording(call string, answer func(n int) string) *[]string {
	var bodies []string
	a.on(call, func(n int, w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		bodies = append(bodies, string(a.bodies[call]))
		a.mu.Unlock()
		write(w, answer(n))
	})
	return &bodies
}

func ok(int) string { return sentOK }

// firstly answers the first call so, and all others by success.
func firstly(body string) func(int) string {
	return func(n int) string {
		if n == 1 {
			return body
		}
		return sentOK
	}
}

const noJSON = "<html>gateway</html>"

func to(u bot.UserRef) bot.Address { return bot.Address{To: u} }

func TestBodiesThatAreSent(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("message/send", ok)
	k := newKit(t, at(a.URL))
	card := bot.Card{Title: "会议通知", Text: "会议通知", Buttons: []bot.Button{{Text: "能参加 & 签到", Action: "rsvp.yes 7"}}}
	for _, m := range []bot.Message{{Key: "n-1", Text: "请看 <3> & “通知”"}, {Key: "n-2", Card: &card, Text: "不用这段"}} {
		ref, err := k.Send(t.Context(), to(wang), m)
		if err != nil || ref != (bot.MessageRef{To: wang, Message: "m1", Card: m.Key, Code: "rc1"}) {
			t.Fatalf("sent as %+v, %v", ref, err)
		}
	}
	want := []string{
		`{"touser":"WangJianGuo","msgtype":"text","agentid":218,"text":{"content":"请看 <3> & “通知”"},"enable_duplicate_check":1,"duplicate_check_interval":1800}`,
		`{"touser":"WangJianGuo","msgtype":"template_card","agentid":218,"template_card":{"card_type":"button_interaction","task_id":"n-2","main_title":{"title":"会议通知"},` +
			`"button_list":[{"text":"能参加 & 签到","style":2,"key":"rsvp.yes 7"}]},"enable_duplicate_check":1,"duplicate_check_interval":1800}`,
	}
	for i := range want {
		if (*bodies)[i] != want[i] {
			t.Errorf("sent\n%s\nwant\n%s", (*bodies)[i], want[i])
		}
	}
}

// A retry is the same bytes, whatever was sent meanwhile, even if the cache was
// lost; so the platform's own check keeps it from being shown twice.
func TestRetriesAreTheSameBytes(t *testing.T) {
	card := invitation()
	long := strings.Repeat("关于加装电梯的议题。\n", 150)
	for name, m := range map[string]bot.Message{
		"text": {Key: "n-1", Text: "请签到"}, "card": {Key: "n-1", Card: &card}, "long-text": {Key: "n-1", Text: long},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			bodies := a.recording("message/send", firstly(noJSON))
			k := newKit(t, at(a.URL))
			if _, err := k.Send(t.Context(), to(wang), m); err == nil {
				t.Fatal("an answer that is none was taken for one")
			}
			if err := k.say(t, "other"); err != nil {
				t.Fatal(err)
			}
			k = newKit(t, at(a.URL)) // as after a restart: nothing is remembered
			if _, err := k.Send(t.Context(), to(wang), m); err != nil {
				t.Fatal(err)
			}
			if (*bodies)[0] != (*bodies)[2] {
				t.Errorf("sent\n%s\nthen\n%s", (*bodies)[0], (*bodies)[2])
			}
		})
	}
}

func TestWhatWasSentIsNotSentAgain(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("message/send", ok)
	k := newKit(t, at(a.URL))
	var refs []bot.MessageRef
	for range 2 {
		ref, err := k.Send(t.Context(), to(wang), bot.Message{Key: "n-1", Text: strings.Repeat("议题。\n", 400)})
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	if len(*bodies) != 2 || refs[0] != refs[1] {
		t.Errorf("%d requests for two parts, references %+v", len(*bodies), refs)
	}
	if _, err := k.Send(t.Context(), to(user("LiMing")), bot.Message{Key: "n-1", Text: "好"}); err != nil || len(*bodies) != 3 {
		t.Errorf("the same key for another person: %v", err)
	}
}

// Parts that arrived are not sent again when a later one did not.
func TestPartsGoOnWhereTheyBroke(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("message/send", func(n int) string {
		if n == 2 {
			return `{"errcode":-1,"errmsg":"busy"}`
		}
		return sentOK
	})
	k := newKit(t, at(a.URL))
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "议题%03d：加装电梯。\n", i)
	}
	m := bot.Message{Key: "n-1", Text: text.String()}
	if _, err := k.Send(t.Context(), to(wang), m); err == nil {
		t.Fatal("the second part should have failed")
	}
	if _, err := k.Send(t.Context(), to(wang), m); err != nil {
		t.Fatal(err)
	}
	if len(*bodies) != 4 || (*bodies)[1] != (*bodies)[2] {
		t.Errorf("%d requests", len(*bodies))
	}
}

func contents(t *testing.T, bodies []string) (texts []string) {
	t.Helper()
	for _, b := range bodies {
		var s struct{ Text struct{ Content string } }
		if err := json.Unmarshal([]byte(b), &s); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, s.Text.Content)
	}
	return texts
}

// Two sendings of the same words to one person are two messages: the second
// bears a mark that nobody sees. Retries of either keep their form.
func TestSameWordsTwice(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("message/send", firstly(noJSON))
	k := newKit(t, at(a.URL))
	send := func(u bot.UserRef, key string) {
		_, err := k.Send(t.Context(), to(u), bot.Message{Key: key, Text: "已收到。"})
		if err != nil && len(*bodies) != 1 {
			t.Fatal(err)
		}
	}
	send(wang, "n-1") // its answer is lost
	send(wang, "n-2")
	send(wang, "n-1")
	send(user("wangjianguo"), "n-3")
	send(user("LiMing"), "n-4")
	got := contents(t, *bodies)
	if got[0] != "已收到。" || got[2] != got[0] || got[4] != got[0] {
		t.Errorf("the first sending and that to another are %q", got)
	}
	if got[1] == got[0] || got[3] == got[0] || got[1] == got[3] {
		t.Errorf("two sendings are alike: %q", got)
	}
	for _, text := range got {
		if strings.TrimRight(text, string(signs[:])) != "已收到。" {
			t.Errorf("the mark shows: %q", text)
		}
	}
}

func TestSameLongWordsTwice(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("message/send", ok)
	k := newKit(t, at(a.URL))
	text := strings.Repeat("长", 682) // all that fits into one message
	for _, key := range []string{"n-1", "n-2"} {
		if _, err := k.Send(t.Context(), to(wang), bot.Message{Key: key, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	got := contents(t, *bodies)
	if len(got) != 3 || got[0] != text {
		t.Fatalf("%d messages", len(got))
	}
	var whole strings.Builder
	for _, part := range got[1:] {
		if len(part) > textLimit {
			t.Errorf("a part of %d bytes is cut by the platform", len(part))
		}
		whole.WriteString(strings.TrimRight(part, string(signs[:])))
	}
	if whole.String() != text {
		t.Error("words were lost")
	}
}

// Parts of one text that are alike are all shown.
func TestLikeParts(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("message/send", ok)
	k := newKit(t, at(a.URL))
	line := strings.Repeat("同", 600)
	if _, err := k.Send(t.Context(), to(wang), bot.Message{Key: "n-1", Text: line + "\n" + line}); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, *bodies); len(got) != 2 || got[0] == got[1] {
		t.Errorf("%d messages, alike: %v", len(got), got[0] == got[len(got)-1])
	}
}

func TestCardThatWasThere(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", noJSON, `{"errcode":42014,"errmsg":"task_id invalid"}`)
	k := newKit(t, at(a.URL))
	card := invitation()
	m := bot.Message{Key: "n-1", Card: &card}
	if _, err := k.Send(t.Context(), to(wang), m); class(err) != "retry" {
		t.Fatalf("ended in %v", err)
	}
	ref, err := k.Send(t.Context(), to(wang), m)
	if err != nil || ref != (bot.MessageRef{To: wang, Card: "n-1"}) {
		t.Errorf("a card that is there: %+v, %v", ref, err)
	}
	if err := k.Update(t.Context(), ref, card); !errors.Is(err, bot.ErrGone) {
		t.Errorf("without a code it was changed: %v", err)
	}
}

func TestRefusedLocally(t *testing.T) {
	a := newAPI(t)
	k := newKit(t, at(a.URL))
	card, flawed := invitation(), ballot()
	flawed.Question.Options = nil
	for name, test := range map[string]struct {
		to    bot.Address
		m     bot.Message
		class string
	}{
		"no-key":           {to(wang), bot.Message{Text: "好"}, "rejected"},
		"key-of-words":     {to(wang), bot.Message{Key: "编号", Text: "好"}, "rejected"},
		"empty":            {to(wang), bot.Message{Key: "n-1", Text: " \n\x00"}, "rejected"},
		"empty-card":       {to(wang), bot.Message{Key: "n-1", Card: &bot.Card{}}, "rejected"},
		"flawed-card":      {to(wang), bot.Message{Key: "n-1", Card: &flawed}, "rejected"},
		"endless":          {to(wang), bot.Message{Key: "n-1", Text: strings.Repeat("长", 20_000)}, "rejected"},
		"everybody":        {to(user("@all")), bot.Message{Key: "n-1", Text: "好"}, "unreachable"},
		"EVERYBODY":        {to(user("@ALL")), bot.Message{Key: "n-1", Card: &card}, "unreachable"},
		"several":          {to(user("a|b")), bot.Message{Key: "n-1", Text: "好"}, "unreachable"},
		"nobody":           {to(user("")), bot.Message{Key: "n-1", Text: "好"}, "unreachable"},
		"name":             {to(user("王建国")), bot.Message{Key: "n-1", Text: "好"}, "unreachable"},
		"other-platform":   {to(bot.UserRef{Platform: bot.DingTalk, ID: "a"}), bot.Message{Key: "n-1", Text: "好"}, "rejected"},
		"file-without-end": {to(wang), bot.Message{Key: "n-1", File: &bot.File{Name: "a.docx", Data: make([]byte, 20<<20+1)}}, "rejected"},
		"tiny-file":        {to(wang), bot.Message{Key: "n-1", File: &bot.File{Name: "a.docx", Data: make([]byte, 5)}}, "rejected"},
		"file-no-name":     {to(wang), bot.Message{Key: "n-1", File: &bot.File{Name: "../", Data: make([]byte, 9)}}, "rejected"},
		"group-file":       {bot.Address{Group: true}, bot.Message{Key: "n-1", File: &bot.File{Name: "a.docx", Data: make([]byte, 9)}}, "rejected"},
		"group-endless":    {bot.Address{Group: true}, bot.Message{Key: "n-1", Text: strings.Repeat("长", 20_000)}, "rejected"},
	} {
		_, err := k.Send(t.Context(), test.to, test.m)
		got := class(err)
		if e, ok := errors.AsType[*bot.UnreachableError](err); ok && e.User == test.to.To {
			got = "unreachable"
		}
		if got != test.class {
			t.Errorf("%s: ended in %#v", name, err)
		}
	}
	if len(a.asked) != 0 {
		t.Errorf("the platform was asked %q", a.asked)
	}
	if k = newKit(t, func(s *Settings, _ *Deps) { s.GroupWebhookKey = "" }); class(func() error {
		_, err := k.Send(t.Context(), bot.Address{Group: true}, bot.Message{Key: "n-1", Text: "好"})
		return err
	}()) != "rejected" {
		t.Error("something was said to a group that is none")
	}
}

func TestBudgetOfAPerson(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", sentOK)
	k := newKit(t, at(a.URL))
	for i := range 25 {
		if err := k.say(t, fmt.Sprint("n-", i)); err != nil {
			t.Fatal(err)
		}
	}
	err := k.say(t, "n-25")
	if e, ok := errors.AsType[*bot.ThrottledError](err); !ok || e.After != time.Minute {
		t.Errorf("the 26th of a minute ended in %#v", err)
	}
	if err := k.say(t, "n-3"); err != nil {
		t.Errorf("what was sent already costs nothing: %v", err)
	}
	if _, err := k.Send(t.Context(), to(user("WANGJIANGUO")), bot.Message{Key: "n-26", Text: "好"}); err == nil {
		t.Error("the same person in capitals has a budget of his own")
	}
	if _, err := k.Send(t.Context(), to(user("LiMing")), bot.Message{Key: "n-26", Text: "好"}); err != nil {
		t.Errorf("another person: %v", err)
	}
	k.pass(t, time.Minute)
	if err := k.say(t, "n-25"); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestGroup(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording("webhook/send", ok)
	k := newKit(t, at(a.URL))
	card := invitation()
	group := bot.Address{Group: true}
	for _, m := range []bot.Message{
		{Key: "g-1", Text: "正在表决 <@all>"},
		{Key: "g-1", Text: "正在表决 <@all>"},
		{Key: "g-2", Card: &card},
		{Key: "g-3", Text: strings.Repeat("议题。\n", 300)},
	} {
		ref, err := k.Send(t.Context(), group, m)
		if err != nil || ref != (bot.MessageRef{Card: m.Key}) {
			t.Fatalf("said as %+v, %v", ref, err)
		}
	}
	want := []string{`{"msgtype":"text","text":{"content":"正在表决 ＜@all>"}}`, `{"msgtype":"text","text":{"content":"` + card.Text + `"}}`}
	if len(*bodies) != 4 || (*bodies)[0] != want[0] || (*bodies)[1] != want[1] {
		t.Errorf("said %q", *bodies)
	}
	if a.query("webhook/send", "key") != testWebhook || a.count("gettoken") != 0 {
		t.Errorf("the robot was called with %q and %d tokens", a.query("webhook/send", "key"), a.count("gettoken"))
	}
	for i := range 14 {
		if _, err := k.Send(t.Context(), group, bot.Message{Key: fmt.Sprint("h-", i), Text: "好"}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := k.Send(t.Context(), group, bot.Message{Key: "h-14", Text: "好"})
	if e, ok := errors.AsType[*bot.ThrottledError](err); !ok || e.After != time.Minute {
		t.Errorf("the 19th of a minute ended in %#v", err)
	}
}

func TestGroupRobotThatIsGone(t *testing.T) {
	for code, want := range map[int]string{93000: "rejected", 93004: "rejected", 93008: "rejected", 45009: "throttled", -1: "retry"} {
		a := newAPI(t)
		a.say("webhook/send", fmt.Sprintf(`{"errcode":%d,"errmsg":"invalid webhook url, key=%s"}`, code, testWebhook))
		_, err := newKit(t, at(a.URL)).Send(t.Context(), bot.Address{Group: true}, bot.Message{Key: "g-1", Text: "好"})
		if class(err) != want || strings.Contains(fmt.Sprintf("%#v", err), testWebhook) {
			t.Errorf("errcode %d ended in %#v", code, err)
		}
	}
}
