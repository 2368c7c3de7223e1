package wecom

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yishi/bot"
)

// invitation is a card with everything that a card of buttons can have.
func invitation() bot.Card {
	return bot.Card{
		Title: "会议通知", Desc: "滨河社区“大党委”第4次会议", Body: "12月15日(周二)14:30\n请确认能否参加",
		Fields: []bot.Field{{Name: "地点", Value: "社区四楼会议室"}, {Name: "议题", Value: "4项"}},
		Buttons: []bot.Button{
			{Text: "能参加", Action: "rsvp.yes 7", Style: bot.Primary},
			{Text: "不能参加", Action: "rsvp.no 7", Style: bot.Danger},
			{Text: "稍后答复", Action: "rsvp.later 7"},
			{Text: "查看议题", URL: "https://bot.example.org/p/x?a=1&b=2"},
		},
		Text: "会议通知：12月15日(周二)14:30。回复“参加”或“请假”。",
	}
}

func ballot() bot.Card {
	return bot.Card{
		Title: "议题二表决", Desc: "物业用房改造", Body: "赞成超过应到会委员半数通过",
		Question: &bot.Question{
			Key: "ballot", Multiple: true,
			Options: []bot.Option{{ID: "for", Text: "赞成", Chosen: true}, {ID: "against", Text: "反对"}, {ID: "abstain", Text: "弃权"}},
			Submit:  bot.Button{Text: "提交", Action: "ballot.cast 9"},
		},
		Text: "议题二表决：回复1赞成，2反对，3弃权。",
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := encode(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestOffered(t *testing.T) {
	only := invitation()
	only.Buttons = only.Buttons[3:]
	closed := invitation()
	closed.Closed = "已结束"
	bare := bot.Card{Text: "今日例会纪要已签发。\n请查阅。"}
	dead := bot.Card{Title: "通知", Buttons: []bot.Button{{Text: "无用"}, {Text: "坏", URL: "javascript:alert(1)"}, {Text: "坏", URL: "//x"}}}
	for _, test := range []struct {
		name string
		card bot.Card
		want string // empty: said in words
	}{
		{"buttons", invitation(), `{"card_type":"button_interaction","task_id":"k-1",` +
			`"main_title":{"title":"会议通知","desc":"滨河社区“大党委”第4次会议"},` +
			`"sub_title_text":"12月15日(周二)14:30\n请确认能否参加",` +
			`"horizontal_content_list":[{"keyname":"地点","value":"社区四楼会议室"},{"keyname":"议题","value":"4项"}],` +
			`"button_list":[{"text":"能参加","style":1,"key":"rsvp.yes 7"},{"text":"不能参加","style":4,"key":"rsvp.no 7"},` +
			`{"text":"稍后答复","style":2,"key":"rsvp.later 7"},` +
			`{"type":1,"text":"查看议题","style":2,"url":"https://bot.example.org/p/x?a=1&b=2"}]}`},
		{"question", ballot(), `{"card_type":"vote_interaction","task_id":"k-1",` +
			`"main_title":{"title":"议题二表决","desc":"物业用房改造 赞成超过应到会委员半数通过"},` +
			`"checkbox":{"question_key":"ballot","mode":1,"option_list":[{"id":"for","text":"赞成","is_checked":true},` +
			`{"id":"against","text":"反对","is_checked":false},{"id":"abstain","text":"弃权","is_checked":false}]},` +
			`"submit_button":{"text":"提交","key":"ballot.cast 9"}}`},
		{"pages-alone", only, `{"card_type":"text_notice","task_id":"k-1",` +
			`"main_title":{"title":"会议通知","desc":"滨河社区“大党委”第4次会议"},` +
			`"sub_title_text":"12月15日(周二)14:30\n请确认能否参加",` +
			`"horizontal_content_list":[{"keyname":"地点","value":"社区四楼会议室"},{"keyname":"议题","value":"4项"}],` +
			`"jump_list":[{"type":1,"title":"查看议题","url":"https://bot.example.org/p/x?a=1&b=2"}],` +
			`"card_action":{"type":1,"url":"https://bot.example.org/p/x?a=1&b=2"}}`},
		{"closed", closed, ""},
		{"bare", bare, ""},
		{"nothing-that-works", dead, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := offered(test.card, "k-1")
			if ok != (test.want != "") {
				t.Fatalf("offered %+v, %v", got, ok)
			}
			if ok && asJSON(t, got) != test.want {
				t.Errorf("offered\n%s\nwant\n%s", asJSON(t, got), test.want)
			}
			if flaw := got.flaw(); ok && flaw != "" {
				t.Errorf("it has a flaw: %s", flaw)
			}
		})
	}
}

func TestChanged(t *testing.T) {
	closed, voted, info := invitation(), ballot(), bot.Card{Title: "已办结", Text: "已办结"}
	closed.Closed = "您已选择：能参加"
	voted.Closed = "表决已结束"
	ended := bot.Card{Title: "表决", Text: "表决", Closed: "表决已结束，共收回八张选票，请等候主持人宣布结果，不必再次提交，谢谢各位"}
	for _, test := range []struct {
		name    string
		card    bot.Card
		kind    string
		replace string
		buttons int
		options int
	}{
		{"open-buttons", invitation(), buttonCard, "", 4, 0},
		{"closed-buttons", closed, buttonCard, "您已选择：能参加", 4, 0},
		{"open-question", ballot(), voteCard, "", 0, 3},
		{"closed-question", voted, voteCard, "表决已结束", 0, 3},
		{"nothing-offered", info, buttonCard, "已更新", 1, 0},
		{"closed-without-buttons", ended, buttonCard, "表决已结束，共收回八张选票，请等候主持人宣布结果，不必再次…", 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := changed(test.card)
			if got.Type != test.kind || got.Replace != test.replace || len(got.Buttons) != test.buttons || got.Task != "" {
				t.Errorf("it became %s", asJSON(t, got))
			}
			if got.Choice != nil && (len(got.Choice.Options) != test.options || got.Choice.Disable != (test.card.Closed != "")) {
				t.Errorf("it asks %+v", got.Choice)
			}
			if flaw := got.flaw(); flaw != "" {
				t.Errorf("it has a flaw: %s", flaw)
			}
		})
	}
}

func TestFlaws(t *testing.T) {
	same, long, noOptions, noSubmit, twice, noID := invitation(), invitation(), ballot(), ballot(), ballot(), ballot()
	same.Buttons[1].Action = same.Buttons[0].Action
	long.Buttons[0].Action = strings.Repeat("a", 1025)
	noOptions.Question.Options = nil
	noSubmit.Question.Submit.Action = ""
	twice.Question.Options[1].ID = "for"
	noID.Question.Options[2].ID = ""
	for name, c := range map[string]bot.Card{
		"same-buttons": same, "long-action": long, "no-options": noOptions, "no-submit": noSubmit, "same-options": twice, "no-id": noID,
	} {
		if got, ok := offered(c, "k-1"); !ok || got.flaw() == "" {
			t.Errorf("%s: no flaw was found in %s", name, asJSON(t, got))
		}
	}
}

// Whatever is on a card, the platform's limits hold.
func TestLimitsOfCards(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("议题a “”\n\t\u2028\x01😀]<>&")), 0, 200, -1)
	within := func(t *rapid.T, what, s string, most int) {
		if n := utf8.RuneCountInString(s); n > most || !utf8.ValidString(s) || strings.ContainsAny(s, "\x01\u2028") {
			t.Fatalf("%s is %q of %d characters, at most %d", what, s, n, most)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := bot.Card{Title: words.Draw(t, "title"), Desc: words.Draw(t, "desc"), Body: words.Draw(t, "body"), Text: words.Draw(t, "text")}
		for range rapid.IntRange(0, 9).Draw(t, "fields") {
			c.Fields = append(c.Fields, bot.Field{Name: words.Draw(t, "name"), Value: words.Draw(t, "value")})
		}
		for range rapid.IntRange(0, 9).Draw(t, "buttons") {
			c.Buttons = append(c.Buttons, bot.Button{Text: words.Draw(t, "button"), Action: rapid.StringMatching(`[a-z]{0,4}`).Draw(t, "action")})
		}
		if rapid.Bool().Draw(t, "asks") {
			c.Question = &bot.Question{Submit: bot.Button{Text: words.Draw(t, "submit"), Action: "x"}}
			for range rapid.IntRange(0, 25).Draw(t, "options") {
				c.Question.Options = append(c.Question.Options, bot.Option{ID: "o", Text: words.Draw(t, "option")})
			}
		}
		c.Closed = words.Draw(t, "closed")
		got := changed(c)
		if got.Type == "" || got.Main.Title == "" {
			t.Fatalf("without a kind or a title: %+v", got)
		}
		within(t, "the title", got.Main.Title, 36)
		within(t, "the line below it", got.Main.Desc, 44)
		within(t, "the body", got.Subtitle, 160)
		within(t, "what replaces the buttons", got.Replace, 30)
		if len(got.Rows) > 6 || len(got.Buttons) > 6 || len(got.Jumps) > 3 {
			t.Fatalf("too much on one card: %+v", got)
		}
		for _, r := range got.Rows {
			within(t, "a name", r.Name, 5)
			within(t, "a value", r.Value, 30)
			if r.Name == "" {
				t.Fatal("a row has no name")
			}
		}
		for _, b := range got.Buttons {
			within(t, "a button", b.Text, 10)
			if b.Text == "" || b.Key == "" {
				t.Fatalf("a button without a text or a key: %+v", b)
			}
		}
		if got.Choice != nil {
			within(t, "the submit button", got.Submit.Text, 10)
			if len(got.Choice.Options) > 20 || got.Submit.Text == "" || got.Choice.Question == "" {
				t.Fatalf("it asks %+v", got.Choice)
			}
			for _, o := range got.Choice.Options {
				within(t, "an option", o.Text, 17)
			}
		}
	})
}

func TestEmptyParts(t *testing.T) {
	got := face(bot.Card{Text: "\n第一行\n第二行", Fields: []bot.Field{{Value: "x"}, {Name: "人数"}}})
	if got.Main.Title != "第一行" || got.Rows[0].Name != "·" || got.Rows[1].Value != "" {
		t.Errorf("%+v", got)
	}
	if got := face(bot.Card{Desc: "说明"}); got.Main.Title != "说明" || got.Main.Desc != "" {
		t.Errorf("%+v", got.Main)
	}
	if got := face(bot.Card{}); got.Main.Title != "通知" {
		t.Errorf("%+v", got.Main)
	}
}

func TestWords(t *testing.T) {
	c := invitation()
	if got := words(c); got != c.Text {
		t.Errorf("said %q", got)
	}
	c.Text, c.Closed = " \n", "已结束"
	want := "会议通知\n滨河社区“大党委”第4次会议\n12月15日(周二)14:30\n请确认能否参加\n地点：社区四楼会议室\n议题：4项\n已结束"
	if got := words(c); got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if got := words(bot.Card{}); got != "" {
		t.Errorf("an empty card says %q", got)
	}
}

// keysOf lists every path of names in a JSON value.
func keysOf(v any, at string, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			into[at+"/"+k] = true
			keysOf(child, at+"/"+k, into)
		}
	case []any:
		for _, child := range v {
			keysOf(child, at, into)
		}
	}
}

// Every name that we send is one that the published samples have.
func TestNamesOfSentCards(t *testing.T) {
	known := map[string]bool{
		"/template_card/button_list/type": true, "/template_card/button_list/url": true, // wecom.md §4.2
		"/enable_duplicate_check": true, "/duplicate_check_interval": true,
	}
	for _, name := range []string{
		"send_button_interaction", "send_vote_interaction", "send_text_notice",
		"update_to_button_interaction", "update_to_vote_interaction", "update_to_text_notice",
	} {
		var v any
		if err := json.Unmarshal(fixture(t, "card_json/"+name+".json"), &v); err != nil {
			t.Fatal(err)
		}
		keysOf(v, "", known)
	}
	pages, closed := invitation(), ballot()
	pages.Buttons, closed.Closed = pages.Buttons[3:], "已结束"
	sent := map[string]bool{}
	for _, c := range []bot.Card{invitation(), ballot(), pages, closed} {
		card, _ := offered(c, "k-1")
		for _, body := range []any{
			sending{Kind: "template_card", Card: &card}, update{Users: []string{"a"}, Card: changed(c)},
		} {
			var v any
			if err := json.Unmarshal([]byte(asJSON(t, body)), &v); err != nil {
				t.Fatal(err)
			}
			keysOf(v, "", sent)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if !known[name] {
			t.Errorf("%s is in no published sample", name)
		}
	}
}

// elementsOf lists every path of elements in a document, in order of appearance.
func elementsOf(t *testing.T, doc []byte) (paths []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(doc)))
	var at []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return paths
		}
		if err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			at = append(at, e.Name.Local)
			if path := strings.Join(at, "/"); !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		case xml.EndElement:
			at = at[:len(at)-1]
		}
	}
}

// Every element of our passive answers is one of the published samples', and
// stands in their order.
func TestElementsOfPassiveCards(t *testing.T) {
	pages, closed, voted := invitation(), invitation(), ballot()
	pages.Buttons, closed.Closed, voted.Closed = pages.Buttons[3:], "已结束", "已结束"
	k := newKit(t)
	for name, cards := range map[string][]bot.Card{
		"button_interaction": {invitation(), closed},
		"vote_interaction":   {ballot(), voted},
		"text_notice":        {pages},
	} {
		want := elementsOf(t, fixture(t, "xml_reply/update_template_card_"+name+".xml"))
		want = append(want, "xml/CreateTime", "xml/TemplateCard/ButtonList/Type", "xml/TemplateCard/ButtonList/Url")
		for _, c := range cards {
			doc, rest := k.divide(bot.Event{Kind: bot.Tapped, From: wang}, bot.Reply{Card: &c}, testNow)
			if rest.Card != nil {
				t.Fatalf("%s: not answered at once", name)
			}
			got := elementsOf(t, doc)
			for _, path := range got {
				if !slices.Contains(want, path) {
					t.Errorf("%s: %s is in no published sample", name, path)
				}
			}
			order := slices.DeleteFunc(slices.Clone(want), func(p string) bool {
				return !slices.Contains(got, p) || strings.Count(p, "/") != 2
			})
			ours := slices.DeleteFunc(slices.Clone(got), func(p string) bool { return strings.Count(p, "/") != 2 })
			if !slices.Equal(order, ours) {
				t.Errorf("%s: the order is %q, published %q", name, ours, order)
			}
		}
	}
	plain, _ := k.divide(bot.Event{Kind: bot.Said, From: wang}, bot.Reply{Text: "好"}, testNow)
	if got, want := elementsOf(t, plain), elementsOf(t, fixture(t, "xml_reply/text_official.xml")); !slices.Equal(got, want) {
		t.Errorf("a text has the elements %q, published %q", got, want)
	}
}
