package wecom

import (
	"cmp"
	"net/url"
	"strings"

	"yishi/bot"
)

// What a card holds at most, in characters (wecom.md §4.3).
const (
	sourceRunes  = 13
	titleRunes   = 36
	descRunes    = 44
	bodyRunes    = 160
	nameRunes    = 5
	valueRunes   = 30
	buttonRunes  = 10
	optionRunes  = 17
	jumpRunes    = 18
	replaceRunes = 30
	mostFields   = 6
	mostButtons  = 6
	mostOptions  = 20
	mostJumps    = 3
	longestKey   = 1024 // bytes of a button's key
	longestID    = 128  // bytes of an option's id
	longestURL   = 2048 // bytes
)

// The looks of an app's buttons (wecom.md §4.3).
const (
	styleStrong   = 1
	styleWeak     = 2
	styleNegative = 4
)

// A template is a template_card, as message/send and update_template_card take
// it in JSON and as a passive reply takes it in XML (appendices B and C).
type template struct {
	Type     string   `json:"card_type"`
	Task     string   `json:"task_id,omitempty"`
	Source   *source  `json:"source,omitempty"`
	Main     heading  `json:"main_title"`
	Subtitle string   `json:"sub_title_text,omitempty"`
	Rows     []row    `json:"horizontal_content_list,omitempty"`
	Jumps    []jump   `json:"jump_list,omitempty"`
	Action   *jump    `json:"card_action,omitempty"`
	Buttons  []button `json:"button_list,omitempty"`
	Choice   *choice  `json:"checkbox,omitempty"`
	Submit   *submit  `json:"submit_button,omitempty"`
	Replace  string   `json:"replace_text,omitempty"`
}

// source is whose card it is, in small print above the title.
type source struct {
	Desc string `json:"desc"`
}

type heading struct {
	Title string `json:"title"`
	Desc  string `json:"desc,omitempty"`
}

type row struct {
	Name  string `json:"keyname"`
	Value string `json:"value,omitempty"`
}

// A jump opens a page. Type 1 is a page on the web, and the only one used.
type jump struct {
	Type  int    `json:"type"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url"`
}

// A button calls back with its key, or, with type 1, opens its URL.
type button struct {
	Type  int    `json:"type,omitempty"`
	Text  string `json:"text"`
	Style int    `json:"style,omitempty"`
	Key   string `json:"key,omitempty"`
	URL   string `json:"url,omitempty"`
}

type choice struct {
	Question string   `json:"question_key"`
	Mode     int      `json:"mode"` // 1: several may be chosen
	Disable  bool     `json:"disable,omitempty"`
	Options  []option `json:"option_list"`
}

type option struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Checked bool   `json:"is_checked"`
}

type submit struct {
	Text string `json:"text"`
	Key  string `json:"key"`
}

const (
	buttonCard = "button_interaction"
	voteCard   = "vote_interaction"
	noticeCard = "text_notice"
)

// offered makes the card that is sent under a key; false when there is nothing
// on it that can be tapped, so that it is better said in words.
func offered(c bot.Card, key string) (template, bool) {
	if c.Closed != "" {
		return template{}, false
	}
	t, ok := live(c)
	t.Task = key
	return t, ok
}

// changed makes what a card turns into. A card that offers nothing any more
// shows why in place of its buttons.
func changed(c bot.Card) template {
	if c.Closed == "" {
		if t, ok := live(c); ok {
			return t
		}
	}
	t := face(c)
	t.Replace = cut(cmp.Or(line(c.Closed), "已更新"), replaceRunes)
	if c.Question != nil {
		t.ask(*c.Question)
		t.Choice.Disable = true
		return t
	}
	t.Type = buttonCard
	t.Buttons = buttons(c.Buttons)
	if len(t.Buttons) == 0 { // a list of buttons must not be empty, though none of them is shown
		t.Buttons = []button{{Text: cut(t.Replace, buttonRunes), Style: styleWeak, Key: "closed"}}
	}
	return t
}

// live is a card with what it offers; false when it offers nothing.
func live(c bot.Card) (template, bool) {
	t := face(c)
	if c.Question != nil {
		t.ask(*c.Question)
		return t, true
	}
	t.Buttons = buttons(c.Buttons)
	for _, b := range t.Buttons {
		if b.Key != "" {
			t.Type = buttonCard
			return t, true
		}
	}
	return t, t.link()
}

// face is what a card shows above its buttons.
func face(c bot.Card) template {
	first, _, _ := strings.Cut(strings.TrimSpace(c.Text), "\n")
	title, desc := line(c.Title), line(c.Desc)
	if title == "" {
		title, desc = desc, ""
	}
	t := template{
		Main:     heading{cut(cmp.Or(title, line(first), "通知"), titleRunes), cut(desc, descRunes)},
		Subtitle: cut(strings.TrimSpace(clean(c.Body)), bodyRunes),
	}
	if from := line(c.From); from != "" {
		t.Source = &source{cut(from, sourceRunes)}
	}
	for _, f := range c.Fields[:min(len(c.Fields), mostFields)] {
		t.Rows = append(t.Rows, row{
			Name:  cut(cmp.Or(line(f.Name), "·"), nameRunes),
			Value: cut(line(f.Value), valueRunes),
		})
	}
	return t
}

// ask turns a card into a question. Such a card shows a title and a line below
// it, and neither body nor rows (wecom.md §4.2).
func (t *template) ask(q bot.Question) {
	t.Type = voteCard
	t.Main.Desc = cut(line(t.Main.Desc+" "+t.Subtitle), descRunes)
	t.Subtitle, t.Rows = "", nil
	t.Choice = &choice{Question: cmp.Or(q.Key, "question")}
	if q.Multiple {
		t.Choice.Mode = 1
	}
	for _, o := range q.Options[:min(len(q.Options), mostOptions)] {
		t.Choice.Options = append(t.Choice.Options, option{o.ID, cut(cmp.Or(line(o.Text), o.ID), optionRunes), o.Chosen})
	}
	t.Submit = &submit{cut(cmp.Or(line(q.Submit.Text), "提交"), buttonRunes), q.Submit.Action}
}

// buttons leaves out what does nothing when it is tapped.
func buttons(list []bot.Button) []button {
	var all []button
	for _, b := range list {
		shown := button{Text: cut(cmp.Or(line(b.Text), "查看"), buttonRunes), Style: style(b.Style)}
		switch {
		case web(b.URL):
			shown.Type, shown.URL = 1, b.URL
		case b.URL == "" && b.Action != "":
			shown.Key = b.Action
		default:
			continue
		}
		all = append(all, shown)
	}
	return all[:min(len(all), mostButtons)]
}

func style(s bot.Style) int {
	switch s {
	case bot.Primary:
		return styleStrong
	case bot.Danger:
		return styleNegative
	default:
		return styleWeak
	}
}

// link turns a card all of whose buttons open pages into a notice, which needs
// no callback; false when there is no page to open.
func (t *template) link() bool {
	if len(t.Buttons) == 0 {
		return false
	}
	t.Type = noticeCard
	t.Action = &jump{Type: 1, URL: t.Buttons[0].URL}
	for _, b := range t.Buttons[:min(len(t.Buttons), mostJumps)] {
		t.Jumps = append(t.Jumps, jump{1, cut(b.Text, jumpRunes), b.URL})
	}
	t.Buttons = nil
	return true
}

// web tells whether an address can be opened by a client.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(address) <= longestURL
}

// flaw says what keeps the platform from ever taking this card; empty when
// nothing does.
func (t *template) flaw() string {
	keys := map[string]bool{}
	for _, b := range t.Buttons {
		if b.Key != "" && keys[b.Key] {
			return "two buttons do the same"
		}
		keys[b.Key] = true
		if len(b.Key) > longestKey {
			return "what a button does is too long"
		}
	}
	if t.Choice == nil {
		return ""
	}
	return t.Choice.flaw(t.Submit.Key)
}

func (c *choice) flaw(key string) string {
	if len(c.Options) == 0 || key == "" || max(len(key), len(c.Question)) > longestKey {
		return "the question has no options, or nothing to submit them with"
	}
	ids := map[string]bool{}
	for _, o := range c.Options {
		if o.ID == "" || len(o.ID) > longestID || ids[o.ID] {
			return "an option has no id of its own"
		}
		ids[o.ID] = true
	}
	return ""
}

// words are what a card says where it cannot be shown.
func words(c bot.Card) string {
	if text := strings.TrimSpace(c.Text); text != "" {
		return text
	}
	lines := []string{c.Title, c.Desc, c.Body}
	for _, f := range c.Fields {
		lines = append(lines, f.Name+"："+f.Value)
	}
	var b strings.Builder
	for _, l := range append(lines, c.Closed) {
		if l != "" {
			b.WriteString(l + "\n")
		}
	}
	return strings.TrimSpace(b.String())
}
