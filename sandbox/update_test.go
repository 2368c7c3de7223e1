package sandbox

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func update(code, rest string) string {
	return `{"agentid":1000002,"response_code":"` + code + `",` + rest + `}`
}

const greyed = `"button":{"replace_name":"已处理"}`

func TestUpdateButtons(t *testing.T) {
	w := newWorld(t)
	code := w.mustPost("message/send", buttonsTo("liufang|zhangjianguo", "n-1")).text("response_code")
	w.mustPost("message/update_template_card", update(code, `"userids":["LIUFANG"],`+greyed))
	if got := w.last("liufang").Card.Replace; got != "已处理" {
		t.Errorf("grey text %q", got)
	}
	if got := w.last("zhangjianguo").Card.Replace; got != "" {
		t.Errorf("the other card says %q; only named members' cards change", got)
	}
}

func TestCodeWorksOnce(t *testing.T) {
	w := newWorld(t)
	code := w.mustPost("message/send", buttonsTo("liufang", "n-1")).text("response_code")
	body := update(code, `"atall":1,`+greyed)
	w.mustPost("message/update_template_card", body)
	if got := w.post("message/update_template_card", body); got.code() != 42016 {
		t.Errorf("second use: %d, want 42016", got.code())
	}
}

func TestCodeSurvivesARefusedUpdate(t *testing.T) {
	w := newWorld(t)
	code := w.mustPost("message/send", buttonsTo("liufang", "n-1")).text("response_code")
	if got := w.post("message/update_template_card", update(code, `"atall":1,"template_card":{"card_type":"怪"}`)); got.code() != 42031 {
		t.Fatalf("bad card: %d", got.code())
	}
	w.mustPost("message/update_template_card", update(code, `"atall":1,`+greyed))
}

func TestCodeLife(t *testing.T) {
	w := newWorld(t)
	code := w.mustPost("message/send", buttonsTo("liufang", "n-1")).text("response_code")
	second := w.mustPost("message/send", buttonsTo("liufang", "n-2")).text("response_code")
	w.clock.move(72 * time.Hour)
	w.token = ""
	w.mustPost("message/update_template_card", update(code, `"atall":1,`+greyed))
	w.clock.move(time.Second)
	if got := w.post("message/update_template_card", update(second, `"atall":1,`+greyed)); got.code() != 42016 {
		t.Errorf("after 72 hours: %d, want 42016", got.code())
	}
}

func TestUpdateRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		body func(code string) string
		code int
	}{
		"unknown-code": {func(string) string { return update("没有", `"atall":1,`+greyed) }, 42016},
		"nobody":       {func(code string) string { return update(code, greyed) }, 82001},
		"nothing":      {func(code string) string { return update(code, `"atall":1`) }, codeBadParameter},
		"empty-name":   {func(code string) string { return update(code, `"atall":1,"button":{}`) }, codeBadParameter},
		"not-a-reader": {func(code string) string { return update(code, `"userids":["zhangjianguo"],`+greyed) }, 40031},
		"too-many": {func(code string) string {
			return update(code, `"userids":["a"`+strings.Repeat(`,"a"`, 1000)+`],`+greyed)
		}, codeBadParameter},
		"other-agent":   {func(code string) string { return strings.Replace(update(code, greyed), "1000002", "7", 1) }, codeOtherAgent},
		"users-as-text": {func(code string) string { return update(code, `"userids":"liufang",`+greyed) }, 82001},
		"no-json":       {func(string) string { return "{" }, codeBadParameter},
		"root-party":    {func(code string) string { return update(code, `"partyids":[1],`+greyed) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			code := w.mustPost("message/send", buttonsTo("liufang", "n-1")).text("response_code")
			if got := w.post("message/update_template_card", c.body(code)); got.code() != c.code {
				t.Errorf("errcode = %d, want %d: %v", got.code(), c.code, got)
			}
		})
	}
}

func TestUpdateTellsWhoHasNoCard(t *testing.T) {
	w := newWorld(t)
	code := w.mustPost("message/send", buttonsTo("liufang", "n-1")).text("response_code")
	got := w.mustPost("message/update_template_card", update(code, `"userids":["liufang","ZhangJianguo"],`+greyed))
	list, ok := got["invaliduser"].([]any)
	if !ok || len(list) != 1 || list[0] != "zhangjianguo" {
		t.Errorf("invaliduser = %v, want an array with the folded id", got["invaliduser"])
	}
}

func TestUpdateToAnotherCard(t *testing.T) {
	w := newWorld(t)
	code := w.mustPost("message/send", voteTo("liufang", "v-1", "0")).text("response_code")
	if err := w.Pick(t.Context(), "liufang", "提交", "赞成"); err != nil {
		t.Fatal(err)
	}
	next := `"template_card":{"card_type":"button_interaction","main_title":{"title":"您已表决：赞成"},
		"button_list":[{"text":"改为反对","key":"against"}]}`
	w.mustPost("message/update_template_card", update(code, `"userids":["liufang"],`+next))
	got := w.last("liufang").Card
	if got.Type != buttonCard || got.Title != "您已表决：赞成" || got.Question != nil || got.TaskID != "v-1" {
		t.Errorf("card = %+v", got)
	}
	if err := w.TapText(t.Context(), "liufang", "改为反对"); err != nil {
		t.Fatal(err)
	}
	events := w.app.events()
	last := events[len(events)-1]
	if last.TaskID != "v-1" || last.CardType != buttonCard || last.EventKey != "against" {
		t.Errorf("event = %+v", last.incoming)
	}
	second := last.ResponseCode
	w.mustPost("message/update_template_card", update(second,
		strings.Replace(next, `"button_list"`, `"replace_text":"表决已结束","button_list"`, 1)))
	if got := w.last("liufang").Card; got.Replace != "表决已结束" || got.Offers() != nil {
		t.Errorf("closed card = %+v", got)
	}
}

func TestClickCodeChangesTheClickersCard(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("liufang|zhangjianguo", "n-1"))
	if err := w.TapText(t.Context(), "liufang", "参加"); err != nil {
		t.Fatal(err)
	}
	code := w.app.events()[0].ResponseCode
	w.mustPost("message/update_template_card", update(code, greyed))
	shown := []string{w.last("liufang").Card.Replace, w.last("zhangjianguo").Card.Replace}
	if !slices.Equal(shown, []string{"已处理", ""}) {
		t.Errorf("grey texts %q", shown)
	}
}

func TestNoticesHaveNoButtonsToReplace(t *testing.T) {
	w := newWorld(t)
	body := strings.Replace(goodCards[textNotice], `"card_action"`,
		`"task_id":"tn-1","action_menu":{"action_list":[{"text":"不再提醒","key":"mute"}]},"card_action"`, 1)
	code := w.mustPost("message/send", `{"touser":"liufang","msgtype":"template_card","agentid":1000002,"template_card":`+body+`}`).text("response_code")
	if got := w.post("message/update_template_card", update(code, `"atall":1,`+greyed)); got.code() != 42031 {
		t.Errorf("errcode = %d, want 42031", got.code())
	}
	if err := w.Tap(t.Context(), "liufang", w.last("liufang").ID, "mute", nil); err != nil {
		t.Fatal(err)
	}
	ev := w.app.events()[0]
	if ev.Event != "template_card_menu_event" || ev.EventKey != "mute" || ev.CardType != textNotice {
		t.Errorf("event = %+v", ev.incoming)
	}
}
