package sandbox

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestCardsAreCutLikeTheClientDoes(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("议", 200)
	body := strings.NewReplacer("第四次会议通知", long, "12月15日(周二)14:30", long, "请于12月14日(周一)12:00前回复", long,
		"地点", long, "二楼会议室", long, "参加", long, "滨河社区大党委", long).Replace(buttonsTo("liufang", "n-1"))
	w.mustPost("message/send", body)
	got := w.last("liufang").Card
	for name, c := range map[string]struct {
		text string
		most int
	}{
		"source": {got.Source, 20}, "title": {got.Title, 36}, "desc": {got.Desc, 44}, "body": {got.Body, 160},
		"field-name": {got.Fields[0].Name, 5}, "field-value": {got.Fields[0].Value, 30}, "button": {got.Buttons[0].Text, 10},
	} {
		if want := strings.Repeat("议", c.most-1) + "…"; c.text != want {
			t.Errorf("%s = %d characters, want %d and the last a “…”", name, len([]rune(c.text)), c.most)
		}
	}
}

func TestRobotCardsAreCutShorter(t *testing.T) {
	w := newWorld(t)
	w.robot(`{"msgtype":"template_card","template_card":` + strings.Replace(goodCards[textNotice], "周会改期", strings.Repeat("议", 40), 1) + `}`)
	if got := w.Group()[0].Card.Title; len([]rune(got)) != 26 {
		t.Errorf("title of %d characters, want 26", len([]rune(got)))
	}
}

func TestWholeNotice(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", `{"touser":"liufang","msgtype":"template_card","agentid":1000002,"template_card":{"card_type":"text_notice",
		"source":{"desc":"排期助手","desc_color":1},"action_menu":{"desc":"更多","action_list":[{"text":"不再提醒","key":"mute"}]},"task_id":"tn-1",
		"main_title":{"title":"周会改期","desc":"6月3日 10:00"},"emphasis_content":{"title":"3","desc":"人已确认"},
		"quote_area":{"title":"说明","quote_text":"带电脑"},"sub_title_text":"请今天确认",
		"horizontal_content_list":[{"keyname":"地点","value":"402"},{"type":1,"keyname":"官网","value":"打开","url":"https://e.cn"}],
		"jump_list":[{"type":1,"title":"查看详情","url":"https://e.cn/1"}],"card_action":{"type":1,"url":"https://e.cn/2"}}}`)
	got := w.last("liufang").Card
	if got.Source != "排期助手" || *got.Emphasis != (Titled{"3", "人已确认"}) || *got.Quote != (Titled{"说明", "带电脑"}) || got.URL != "https://e.cn/2" {
		t.Errorf("card = %+v", got)
	}
	if got.Fields[1] != (FieldView{"官网", "打开", "https://e.cn", ""}) || got.Jumps[0] != (LinkView{"查看详情", "https://e.cn/1"}) {
		t.Errorf("rows = %+v, jumps = %+v", got.Fields, got.Jumps)
	}
	if !slices.Equal(got.Menu, []ButtonView{{Text: "不再提醒", Key: "mute"}}) || len(got.Offers()) != 0 {
		t.Errorf("menu = %+v, offers %+v", got.Menu, got.Offers())
	}
}

func TestNewsNotice(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", `{"touser":"liufang","msgtype":"template_card","agentid":1000002,"template_card":`+
		strings.Replace(goodCards[newsNotice], `"card_action"`, `"vertical_content_list":[{"title":"时间","desc":"十九点"}],"card_action"`, 1)+`}`)
	got := w.last("liufang").Card
	if got.Image != "https://e.cn/b.png" || !slices.Equal(got.Verticals, []Titled{{"时间", "十九点"}}) {
		t.Errorf("card = %+v", got)
	}
}

func TestButtonStyles(t *testing.T) {
	for style, want := range map[string]int{"0": 1, "1": 1, "2": 2, "3": 3, "4": 4, "9": 1} {
		w := newWorld(t)
		w.mustPost("message/send", strings.Replace(buttonsTo("liufang", "n-1"), `"style":1`, `"style":`+style, 1))
		if got := w.last("liufang").Card.Buttons[0].Style; got != want {
			t.Errorf("style %s is shown as %d, want %d", style, got, want)
		}
	}
}

const twoLists = `{"touser":"liufang","msgtype":"template_card","agentid":1000002,"template_card":{"card_type":"multiple_interaction",
	"main_title":{"title":"偏好设置"},"task_id":"pref-1","select_list":[
	{"question_key":"remind","title":"提醒时间","selected_id":"60","option_list":[{"id":"15","text":"15分钟前"},{"id":"60","text":"1小时前"}]},
	{"question_key":"lang","title":"语言","option_list":[{"id":"zh","text":"中文"},{"id":"en","text":"英文"}]}],
	"submit_button":{"text":"保存","key":"save"}}}`

func TestDropDownLists(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", twoLists)
	got := w.last("liufang").Card
	if len(got.Selects) != 2 || !got.Selects[0].Options[1].Chosen || !got.Selects[1].Options[0].Chosen || got.Question != nil {
		t.Fatalf("lists = %+v", got.Selects)
	}
	if err := w.Pick(t.Context(), "liufang", "保存", "英文"); err != nil {
		t.Fatal(err)
	}
	chosen := w.app.events()[0].Selected
	if len(chosen) != 2 || chosen[0].OptionIDs[0] != "60" || chosen[1].QuestionKey != "lang" || chosen[1].OptionIDs[0] != "en" {
		t.Errorf("chosen = %+v", chosen)
	}
	if err := w.Tap(t.Context(), "liufang", w.last("liufang").ID, "save", map[string][]string{"lang": {"fr"}}); err == nil {
		t.Error("an option that is not offered is taken")
	}
}

func TestButtonSelection(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", strings.Replace(buttonsTo("liufang", "n-1"), `"button_list"`,
		`"button_selection":{"question_key":"role","title":"身份","option_list":[{"id":"a","text":"主持"},{"id":"b","text":"参会"}],"selected_id":"b"},"button_list"`, 1))
	if err := w.TapText(t.Context(), "liufang", "参加"); err != nil {
		t.Fatal(err)
	}
	if chosen := w.app.events()[0].Selected; len(chosen) != 1 || chosen[0].OptionIDs[0] != "b" {
		t.Errorf("chosen = %+v", chosen)
	}
}

func TestPreselectedVote(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", strings.Replace(voteTo("liufang", "v-1", "1"), `"text":"赞成"`, `"text":"赞成","is_checked":true`, 1))
	if err := w.TapText(t.Context(), "liufang", "提交"); err != nil {
		t.Fatal(err)
	}
	if err := w.Pick(t.Context(), "liufang", "提交", "赞成", "反对"); err != nil {
		t.Fatal(err)
	}
	events := w.app.events()
	if !slices.Equal(events[0].Selected[0].OptionIDs, []string{"a"}) || !slices.Equal(events[1].Selected[0].OptionIDs, []string{"a", "b"}) {
		t.Errorf("events = %+v", events)
	}
}

func TestNewestButtonIsTapped(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	w.mustPost("message/send", buttonsTo("liufang", "n-2"))
	w.app.answers(func(in incoming) string { return passiveButton(in.FromUserName, "已参加") })
	for _, want := range []string{"n-2", "n-1"} {
		if err := w.TapText(t.Context(), "liufang", "参加"); err != nil {
			t.Fatal(err)
		}
		events := w.app.events()
		if got := events[len(events)-1].TaskID; got != want {
			t.Errorf("tapped %s, want %s", got, want)
		}
	}
	for _, err := range []error{w.TapText(t.Context(), "liufang", "参加"), w.Pick(t.Context(), "liufang", "提交", "赞成")} {
		if !errors.Is(err, ErrNoButton) {
			t.Errorf("error = %v, want ErrNoButton", err)
		}
	}
}

func TestLast(t *testing.T) {
	w := newWorld(t)
	if _, ok := w.Last("liufang"); ok {
		t.Error("an empty phone has a last message")
	}
	w.mustPost("message/send", textTo("liufang", "请到会"))
	if err := w.Say(t.Context(), "liufang", "好"); err != nil {
		t.Fatal(err)
	}
	if b, ok := w.Last("liufang"); !ok || b.Text != "请到会" {
		t.Errorf("Last = %+v, %v", b, ok)
	}
}

func TestViewsAreCopies(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	w.last("liufang").Card.Buttons[0].Text = "改了"
	if got := w.last("liufang").Card.Buttons[0].Text; got != "参加" {
		t.Errorf("a caller changed the phone: %q", got)
	}
}
