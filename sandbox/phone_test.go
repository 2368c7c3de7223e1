package sandbox

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestVerify(t *testing.T) {
	w := newWorld(t)
	if err := w.Verify(t.Context()); err != nil {
		t.Errorf("verify: %v", err)
	}
	w.SetCallback(w.api.URL + "/nowhere")
	if err := w.Verify(t.Context()); err == nil {
		t.Error("an address that answers 404 is verified")
	}
}

func TestSayAndBeAnswered(t *testing.T) {
	w := newWorld(t)
	w.app.answers(func(in incoming) string { return passiveText("liufang", "收到："+in.Content) })
	if err := w.Say(t.Context(), "liufang", "参加 <&]]>"); err != nil {
		t.Fatal(err)
	}
	want := []string{"> 参加 <&]]>", "收到：参加 <&]]>"}
	if got := texts(w.Chat("LIUFANG")); !slices.Equal(got, want) {
		t.Errorf("phone shows %q, want %q", got, want)
	}
	got := w.app.events()[0]
	if got.Content != "参加 <&]]>" || got.FromUserName != "LiuFang" || got.MsgType != "text" || got.AgentID != agent {
		t.Errorf("event = %+v", got.incoming)
	}
	if len(got.MsgID) != 19 {
		t.Errorf("MsgId = %s, want 19 digits", got.MsgID)
	}
}

func TestTapAndUpdate(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("LiuFang", "n-1"))
	w.app.answers(func(in incoming) string { return passiveButton(in.FromUserName, "您已确认参加") })
	if err := w.TapText(t.Context(), "LiuFang", "参加"); err != nil {
		t.Fatal(err)
	}
	if got := w.last("LiuFang").Card; got.Replace != "您已确认参加" || got.Busy != "" || len(got.Offers()) != 0 {
		t.Errorf("card = %+v", got)
	}
	ev := w.app.events()[0]
	if ev.Event != "template_card_event" || ev.EventKey != "yes" || ev.TaskID != "n-1" || ev.CardType != "button_interaction" {
		t.Errorf("event = %+v", ev.incoming)
	}
	if len(ev.ResponseCode) != 43 || len(ev.Selected) != 0 {
		t.Errorf("code %q, selected %v", ev.ResponseCode, ev.Selected)
	}
	if err := w.TapText(t.Context(), "LiuFang", "参加"); !errors.Is(err, ErrNoButton) {
		t.Errorf("tap of a greyed card = %v", err)
	}
}

func TestTapOpensPage(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("LiuFang", "n-1"))
	if err := w.TapText(t.Context(), "LiuFang", "查看议题"); err != nil && !errors.Is(err, ErrNoButton) {
		t.Errorf("tap = %v", err)
	}
	if n := len(w.app.events()); n != 0 {
		t.Errorf("%d callbacks, want none", n)
	}
}

func TestClickedCardStaysClickable(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("LiuFang", "n-1"))
	for range 2 {
		if err := w.TapText(t.Context(), "LiuFang", "参加"); err != nil {
			t.Fatal(err)
		}
	}
	ev := w.app.events()
	if len(ev) != 2 || ev[0].ResponseCode == ev[1].ResponseCode {
		t.Errorf("two clicks gave %d events; their codes must differ", len(ev))
	}
}

func TestVote(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", voteTo("LiuFang", "v-1", "0"))
	if err := w.Pick(t.Context(), "LiuFang", "提交"); !errors.Is(err, ErrNotChosen) {
		t.Errorf("empty vote = %v", err)
	}
	if err := w.Pick(t.Context(), "LiuFang", "提交", "赞成", "反对"); err == nil {
		t.Error("two answers where one is asked are accepted")
	}
	if err := w.Pick(t.Context(), "LiuFang", "提交", "反对"); err != nil {
		t.Fatal(err)
	}
	ev := w.app.events()
	if len(ev) != 1 || len(ev[0].Selected) != 1 || !slices.Equal(ev[0].Selected[0].OptionIDs, []string{"b"}) {
		t.Fatalf("events = %+v", ev)
	}
	if q := w.last("LiuFang").Card.Question; !q.Options[1].Chosen || q.Options[0].Chosen {
		t.Errorf("the phone does not show what was chosen: %+v", q)
	}
}

func TestEmptyVoteKnob(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.EmptyVotes = true })
	w.mustPost("message/send", voteTo("LiuFang", "v-1", "1"))
	if err := w.Pick(t.Context(), "LiuFang", "提交"); err != nil {
		t.Fatal(err)
	}
	if ev := w.app.events(); len(ev) != 1 || len(ev[0].Selected) != 0 {
		t.Errorf("events = %+v", ev)
	}
}

func TestStrangersCannotUseTheApp(t *testing.T) {
	w := newWorld(t)
	for id, want := range map[string]error{"laoqin": ErrNotReached, "wuguodong": ErrNotReached, "nobody": ErrNoUser} {
		if err := w.Say(t.Context(), id, "你好"); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
	if err := w.Join(t.Context(), "laoqin"); err != nil {
		t.Fatal(err)
	}
	if err := w.Say(t.Context(), "laoqin", "你好"); err != nil {
		t.Errorf("after joining: %v", err)
	}
	var seen []string
	for _, e := range w.app.events() {
		seen = append(seen, e.Event+e.Content)
	}
	if got := strings.Join(seen, " "); got != "subscribe 你好" {
		t.Errorf("events = %s", got)
	}
}
