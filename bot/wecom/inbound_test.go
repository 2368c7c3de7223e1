package wecom

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"yishi/bot"
)

// understand reads a message as the callback does.
func understand(t *testing.T, message string) (bot.Event, bool) {
	t.Helper()
	in, err := read([]byte(message))
	if err != nil {
		t.Fatalf("%s: %v", message, err)
	}
	return newKit(t).event(in, testNow)
}

func TestPublishedMessages(t *testing.T) {
	for _, test := range []struct {
		name string
		want bot.Event
		tap  *bot.Tap
	}{
		{name: "text", want: bot.Event{Kind: bot.Said, From: user("fromUser"), Said: "this is a test"}},
		{name: "text_real_goworkwx", want: bot.Event{Kind: bot.Said, From: user("foobar"), Said: "x123"}},
		{name: "image", want: bot.Event{Kind: bot.Sent, From: user("fromUser"), Form: bot.Picture}},
		{name: "voice", want: bot.Event{Kind: bot.Sent, From: user("fromUser"), Form: bot.Voice}},
		{name: "video", want: bot.Event{Kind: bot.Sent, From: user("fromUser"), Form: bot.Video}},
		{name: "location", want: bot.Event{Kind: bot.Sent, From: user("fromUser"), Form: bot.Location}},
		{name: "link", want: bot.Event{Kind: bot.Sent, From: user("fromUser"), Form: bot.Link}},
		{name: "enter_agent", want: bot.Event{Kind: bot.Entered, From: user("FromUser")}},
		{name: "enter_agent_real_order", want: bot.Event{Kind: bot.Entered, From: user("QY46_gxcj_1433834399033")}},
		{name: "event_subscribe", want: bot.Event{Kind: bot.Joined, From: user("FromUser")}},
		{name: "template_card_event_button_real_order", want: bot.Event{Kind: bot.Tapped, From: user("zhangsan")}, tap: &bot.Tap{
			Action: "button_key_1", Card: "task0001", Response: "vxR7PzS5OS2axDF9MdgGaZ1atXhzsSUzfjwwwESILfY",
			Choices: map[string][]string{"btn_question_key1": {"btn_selection_id1"}},
		}},
		{name: "template_card_event_no_selected_items", want: bot.Event{Kind: bot.Tapped, From: user("FromUser")}, tap: &bot.Tap{
			Action: "key111", Card: "taskid222", Response: "ResponseCode222",
		}},
		{name: "template_card_event_selected_items", want: bot.Event{Kind: bot.Tapped, From: user("FromUser")}, tap: &bot.Tap{
			Action: "key111", Card: "taskid111", Response: "ResponseCode",
			Choices: map[string][]string{"QuestionKey1": {"OptionId1", "OptionId2"}, "QuestionKey2": {"OptionId3", "OptionId4"}},
		}},
		{name: "template_card_menu_event", want: bot.Event{Kind: bot.Tapped, From: user("FromUser")}, tap: &bot.Tap{
			Action: "key111", Card: "taskid111", Response: "ResponseCode",
		}},
	} {
		t.Run(strings.ReplaceAll(test.name, "_", "-"), func(t *testing.T) {
			got, ok := understand(t, string(fixture(t, "xml_inbound/"+test.name+".xml")))
			if !ok || got.ID == "" || got.At.IsZero() || got.At.Equal(testNow) {
				t.Fatalf("understood %+v, %v", got, ok)
			}
			test.want.ID, test.want.At, test.want.Tap = got.ID, got.At, test.tap
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("understood\n%+v %+v, want\n%+v %+v", got, got.Tap, test.want, test.tap)
			}
		})
	}
}

func user(id string) bot.UserRef { return bot.UserRef{Platform: bot.WeCom, ID: id} }

// Everything else that the platform is known to send is none of ours, and no
// reason to refuse.
func TestEveryPublishedMessageIsRead(t *testing.T) {
	fixture(t, "README.md")
	files, err := filepath.Glob(filepath.Join(fixtures, "xml_inbound", "*.xml"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	ours := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ev, ok := understand(t, string(data))
		if ok {
			ours++
			if strings.Contains(filepath.Base(name), "change_contact") {
				t.Errorf("%s was taken for %+v", name, ev)
			}
		}
	}
	if ours != 14 {
		t.Errorf("%d samples are events of ours, want 14", ours)
	}
}

func inner(parts ...string) string {
	return "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><FromUserName><![CDATA[WangJianGuo]]></FromUserName>" +
		"<CreateTime>1796864820</CreateTime>" + strings.Join(parts, "") + "<AgentID>218</AgentID></xml>"
}

func text(content string) string {
	return inner("<MsgType>text</MsgType><Content><![CDATA[", content, "]]></Content><MsgId>4561255354251345929</MsgId>")
}

func tapped(key, task, code string) string {
	return inner("<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>", key, "</EventKey><TaskId>", task,
		"</TaskId><CardType>button_interaction</CardType><ResponseCode>", code, "</ResponseCode>")
}

func TestSaid(t *testing.T) {
	for in, want := range map[string]string{
		"签到":                        "签到",
		"  赞成\n":                    "赞成",
		"议题\x00二\x1f的\xff理由":        "议题二的理由",
		"<!DOCTYPE xml> 是什么":        "<!DOCTYPE xml> 是什么",
		"</Content><MsgType>event":  "</Content><MsgType>event",
		"a]]]]><![CDATA[>b":         "a]]>b",
		"一行\r\n两行":                  "一行\n两行",
		"&amp; &lt;":                "&amp; &lt;",
		strings.Repeat("长", 20_000): strings.Repeat("长", 20_000),
		"\U0001F44D":                "\U0001F44D",
	} {
		if got, ok := understand(t, text(in)); !ok || got.Said != want {
			t.Errorf("%q was understood as %q, %v", in, got.Said, ok)
		}
	}
	got, _ := understand(t, inner("<MsgType>text</MsgType><Content>&#36190;&#25104; &lt;1&gt;</Content><MsgId>1</MsgId>"))
	if got.Said != "赞成 <1>" {
		t.Errorf("references were read as %q", got.Said)
	}
}

func TestEventNamesInAnyCase(t *testing.T) {
	for name, want := range map[string]bot.Kind{
		"ENTER_AGENT": bot.Entered, "Subscribe": bot.Joined, "unSubscribe": bot.Left, "TEMPLATE_CARD_EVENT": bot.Tapped,
	} {
		got, ok := understand(t, inner("<MsgType>EVENT</MsgType><Event>", name, "</Event>"))
		if !ok || got.Kind != want {
			t.Errorf("%s was understood as %v, %v", name, got.Kind, ok)
		}
	}
}

func TestNoneOfOurs(t *testing.T) {
	for _, message := range []string{
		inner("<MsgType>event</MsgType><Event>LOCATION</Event>"),
		inner("<MsgType>event</MsgType>"),
		inner("<MsgType>notsure</MsgType>"),
		"<xml></xml>",
		strings.Replace(text("好"), "WangJianGuo", "", 1),
		strings.Replace(text("好"), "WangJianGuo", "@all", 1),
		strings.Replace(text("好"), "WangJianGuo", "a|b", 1),
		strings.Replace(text("好"), "WangJianGuo", strings.Repeat("a", 65), 1),
	} {
		if ev, ok := understand(t, message); ok {
			t.Errorf("%s was taken for %+v", message, ev)
		}
	}
}

func TestTime(t *testing.T) {
	for stamp, want := range map[string]time.Time{
		"1796864820":           time.Unix(1796864820, 0),
		" 1796864820\n":        time.Unix(1796864820, 0),
		"":                     testNow,
		"-5":                   testNow,
		"soon":                 testNow,
		"99999999999999999999": testNow,
	} {
		got, _ := understand(t, strings.Replace(text("好"), "1796864820", stamp, 1))
		if !got.At.Equal(want) || got.At.Location() != testNow.Location() {
			t.Errorf("%q was understood as %v", stamp, got.At)
		}
	}
}

func TestEventIDs(t *testing.T) {
	vote := func(option string) string {
		return inner("<MsgType>event</MsgType><Event>template_card_event</Event><EventKey>cast</EventKey><TaskId>b-1</TaskId>",
			"<SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>", option, "</OptionId></OptionIds></SelectedItem></SelectedItems>")
	}
	different := []string{
		text("好"),
		strings.Replace(text("好"), "4561255354251345929", "4561255354251345930", 1),
		strings.Replace(text("好"), "<MsgId>4561255354251345929</MsgId>", "", 1),
		strings.Replace(text("坏"), "<MsgId>4561255354251345929</MsgId>", "", 1),
		tapped("yes", "c-1", "r1"), tapped("no", "c-1", "r1"), tapped("yes", "c-2", "r1"), tapped("yes", "c-1", "r2"),
		strings.Replace(tapped("yes", "c-1", "r1"), "WangJianGuo", "LiMing", 1),
		strings.Replace(tapped("yes", "c-1", "r1"), "1796864820", "1796864821", 1),
		vote("for"), vote("against"),
		inner("<MsgType>event</MsgType><Event>enter_agent</Event>"),
		inner("<MsgType>event</MsgType><Event>subscribe</Event>"),
	}
	seen := map[string]string{}
	for _, message := range different {
		one, ok := understand(t, message)
		two, _ := understand(t, message)
		if !ok || one.ID != two.ID {
			t.Errorf("%s has the ids %q and %q", message, one.ID, two.ID)
		}
		if other := seen[one.ID]; other != "" {
			t.Errorf("%s and %s have one id %q", message, other, one.ID)
		}
		seen[one.ID] = message
	}
	got, _ := understand(t, text("好"))
	if want := "wecom:wx5823bf96d3bd56c7:218:m:4561255354251345929"; got.ID != want {
		t.Errorf("the id of a message is %q, want %q", got.ID, want)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	in := []string{
		"<MsgType>event</MsgType>", "<Event>template_card_event</Event>", "<EventKey>yes</EventKey>", "<TaskId>c-1</TaskId>",
		"<ResponseCode>r</ResponseCode>", "<SelectedItems/>",
	}
	want, _ := understand(t, inner(in...))
	slices.Reverse(in)
	if got, _ := understand(t, inner(in...)); !reflect.DeepEqual(got, want) {
		t.Errorf("backwards it is %+v, want %+v", got, want)
	}
}

func TestUnreadableMessages(t *testing.T) {
	bomb := `<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>`
	for name, message := range map[string]string{
		"empty": "", "text": "已签到", "open": "<xml><MsgType>text", "other-root": "<html></html>", "entity-bomb": bomb,
		"external-entity": `<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml/>`,
		"unknown-entity":  "<xml><Content>&b;</Content></xml>",
		"other-encoding":  `<?xml version="1.0" encoding="GBK"?><xml><SelectedItems/></xml>`,
		"nested":          "<xml>" + strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			if in, err := read([]byte(message)); err == nil {
				t.Errorf("read %+v", in)
			}
		})
	}
}

func FuzzInner(f *testing.F) {
	for _, seed := range []string{
		text("签到"), tapped("yes", "c-1", "r1"), "<xml><A>&lt;</A></xml>", "<xml><Content>a\rb</Content></xml>",
		"<xml><Content>a</Content><Content></Content></xml>", "<xml><SelectedItems><SelectedItem/></SelectedItems></xml>",
		"\ufeff<?xml version='1.0'?> <xml><xml>a</xml></xml> ", "<xml><MsgType>]]></MsgType></xml>",
	} {
		f.Add([]byte(seed), "赞成")
	}
	f.Fuzz(func(t *testing.T, message []byte, said string) {
		clean := lawful(message)
		fast, err := readFlat(clean)
		slow, slowly := readNested(clean)
		if err == nil && slowly == nil && !reflect.DeepEqual(fast, slow) {
			t.Errorf("read by hand %+v, by encoding/xml %+v", fast, slow)
		}
		if err == nil && slowly != nil {
			t.Errorf("read by hand, but encoding/xml says %v", slowly)
		}
		if in, err := read(message); err == nil {
			ev, _ := (&Platform{}).event(in, testNow)
			if strings.ContainsAny(ev.Said, "\x00\x01\x1f") {
				t.Errorf("control characters came through: %q", ev.Said)
			}
		}
		var d document
		d.open("xml")
		d.text("Content", said)
		d.close("xml")
		in, err := read(d)
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(lawful([]byte(said))))
		if err != nil || in.Content != want {
			t.Errorf("%q came back as %q, %v", said, in.Content, err)
		}
	})
}
