package sandbox

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestEventsHaveTheDocumentedElements: what the platform's own samples contain
// is what ours contain, in whatever order.
func TestEventsHaveTheDocumentedElements(t *testing.T) {
	for name, act := range map[string]func(w *world) error{
		"text_real_goworkwx": func(w *world) error { return w.Say(t.Context(), "liufang", "参加") },
		"enter_agent":        func(w *world) error { return w.Open(t.Context(), "liufang") },
		"event_click":        func(w *world) error { return w.TapMenu(t.Context(), "liufang", "help") },
		"event_subscribe":    func(w *world) error { return w.Join(t.Context(), "laoqin") },
		"image":              func(w *world) error { return w.SendFile(t.Context(), "liufang", "现场.png", dotBytes(t)) },
		"template_card_event_no_selected_items": func(w *world) error {
			w.mustPost("message/send", buttonsTo("liufang", "n-1"))
			return w.TapText(t.Context(), "liufang", "参加")
		},
		"template_card_event_button_real_order": func(w *world) error {
			w.mustPost("message/send", voteTo("liufang", "v-1", "0"))
			return w.Pick(t.Context(), "liufang", "提交", "赞成")
		},
		"template_card_menu_event": func(w *world) error {
			w.mustPost("message/send", strings.Replace(buttonsTo("liufang", "n-1"), `"button_list"`,
				`"action_menu":{"action_list":[{"text":"不再提醒","key":"mute"}]},"button_list"`, 1))
			return w.Tap(t.Context(), "liufang", w.last("liufang").ID, "mute", nil)
		},
	} {
		t.Run(strings.ReplaceAll(name, "_", "-"), func(t *testing.T) {
			want := names(fixture(t, "xml_inbound/"+name+".xml"))
			w := newWorld(t)
			if err := act(w); err != nil {
				t.Fatal(err)
			}
			got := w.app.events()[0].order
			slices.Sort(want)
			slices.Sort(got)
			for _, one := range want {
				if !slices.Contains(got, one) && one != "EventKey" {
					t.Errorf("our event lacks %s; it has %v", one, got)
				}
			}
		})
	}
}

// TestSelectedItemsShape: the nested names are the documented ones.
func TestSelectedItemsShape(t *testing.T) {
	var v struct {
		Items []struct {
			Key string   `xml:"QuestionKey"`
			IDs []string `xml:"OptionIds>OptionId"`
		} `xml:"SelectedItem"`
	}
	text := "<SelectedItems>" + selectedItem("问题]]>一", []string{"甲", "乙"}) + selectedItem("q2", []string{"丙"}) + "</SelectedItems>"
	if err := xml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Items) != 2 || v.Items[0].Key != "问题]]>一" || !slices.Equal(v.Items[0].IDs, []string{"甲", "乙"}) {
		t.Errorf("items = %+v", v.Items)
	}
}

// TestEverybodyAtOnce: people tap, the app sends and updates, pages look; run
// with the race detector.
func TestEverybodyAtOnce(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Data = t.TempDir() })
	w.Faults().SetLimits(func(l *Limits) { l.MemberMinute = 1000 })
	w.token = w.fetch()
	w.app.answers(func(in incoming) string {
		if in.Event == "" {
			return passiveText(in.FromUserName, "收到")
		}
		return ""
	})
	w.mustPost("message/send", buttonsTo("@all", "n-0"))
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() { w.post("message/send", buttonsTo("liufang|zhangjianguo", fmt.Sprint("n-", i+1))) })
		group.Go(func() { check(t, w.Say(t.Context(), "liufang", fmt.Sprint("第", i, "句"))) })
		group.Go(func() { check(t, w.TapText(t.Context(), "zhangjianguo", "参加")) })
		group.Go(func() { w.pageState(0) })
		group.Go(func() { w.Chat("liufang"); w.Log(); w.Users() })
		group.Go(func() { w.Faults().Busy(0); w.robot(`{"msgtype":"text","text":{"content":"群里的话"}}`) })
	}
	group.Wait()
	said := 0
	for _, b := range w.Chat("liufang") {
		if b.Mine {
			said++
		}
		if b.Card != nil && b.Card.Busy != "" {
			t.Errorf("a card is busy for ever")
		}
	}
	if said != 8 {
		t.Errorf("%d sentences are shown, want 8", said)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}
