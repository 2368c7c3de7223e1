package sandbox

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Bubble is one message as a phone shows it.
type Bubble struct {
	ID       string // the message id of the API, or the MsgId of what was said
	At       time.Time
	Mine     bool // said by the person
	Kind     string
	Text     string
	Title    string    // of a textcard; the name of a file
	URL      string    // of a textcard
	Button   string    // of a textcard
	Media    string    // the media id of a file or picture
	Size     int       // of a file, in bytes
	Articles []Article // of news
	Robot    bool      // the group robot's
	Card     *CardView
}

// CardView is a template card as the phone shows it: texts are cut where the
// client cuts them (wecom.md §4.3).
type CardView struct {
	Type      string
	TaskID    string
	Source    string
	Title     string
	Desc      string
	Emphasis  *Titled
	Quote     *Titled
	Body      string
	Fields    []FieldView
	Verticals []Titled
	Image     string
	URL       string // what a tap on the card opens
	Jumps     []LinkView
	Buttons   []ButtonView
	Question  *QuestionView  // of a vote
	Selects   []QuestionView // drop-down lists
	Submit    *ButtonView
	Menu      []ButtonView
	Replace   string // the grey text in place of the buttons; nothing can be pressed then
	Busy      string // the key of the button whose tap is not answered yet
}

// Titled is a title with a description.
type Titled struct{ Title, Desc string }

// FieldView is one row of key and value; URL is what the value opens.
type FieldView struct{ Name, Value, URL, Media string }

// LinkView is a line at a card's foot.
type LinkView struct{ Text, URL string }

// ButtonView is a button. Style is 1 (filled), 2, 3 or 4 (negative). One with a
// URL opens a page and calls nothing.
type ButtonView struct {
	Text, Key, URL string
	Style          int
}

// QuestionView is a choice on a card.
type QuestionView struct {
	Key      string
	Title    string
	Multiple bool
	Disabled bool
	Options  []OptionView
}

// OptionView is one answer to a question.
type OptionView struct {
	ID, Text string
	Chosen   bool
}

// widths are the numbers of characters that a client shows (wecom.md §4.3).
type widths struct {
	source, title, desc, sub, bigTitle, bigDesc, key, value, vertTitle, vertDesc, jump, button, vote, pick int
}

var (
	appWidths   = widths{20, 36, 44, 160, 14, 22, 5, 30, 38, 160, 18, 10, 17, 16}
	robotWidths = widths{13, 26, 30, 112, 10, 15, 5, 26, 26, 112, 13, 10, 11, 10}
)

// cut shortens a text to n characters, the last one “…”.
func cut(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}

// Chat returns what a person's phone shows now, oldest first.
func (w *WeCom) Chat(userID string) []Bubble {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.st.Phones[fold(userID)]
	if p == nil {
		return nil
	}
	return w.views(p.Bubbles)
}

// Group returns what the group shows, oldest first.
func (w *WeCom) Group() []Bubble {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.views(w.st.Group)
}

func (w *WeCom) views(list []*bubble) []Bubble {
	all := make([]Bubble, 0, len(list))
	for _, b := range list {
		all = append(all, w.view(b))
	}
	return all
}

func (w *WeCom) view(b *bubble) Bubble {
	v := Bubble{
		ID: b.ID, At: b.At, Mine: b.Mine, Kind: b.Kind, Text: b.Text, Title: b.Title, URL: b.URL,
		Button: b.Button, Media: b.Media, Robot: b.Robot, Articles: slices.Clone(b.Articles),
	}
	if file := w.st.Media[b.Media]; file != nil {
		v.Size = len(file.Data)
	}
	if b.Card != nil {
		v.Card = b.cardView()
	}
	return v
}

func (b *bubble) cardView() *CardView {
	c, width := b.Card, appWidths
	if b.Robot {
		width = robotWidths
	}
	head := c.heading()
	v := &CardView{
		Type: c.CardType, TaskID: b.Task, Title: cut(head.Title, width.title), Desc: cut(head.Desc, width.desc),
		Body: cut(c.SubTitle, width.sub), Replace: b.Replaced,
	}
	if b.Taps > 0 {
		v.Busy = b.Pressed
	}
	v.texts(c, width)
	v.lists(c, width)
	v.asks(b, width)
	return v
}

// texts fills in the single parts of a card.
func (v *CardView) texts(c *card, width widths) {
	if c.Source != nil {
		v.Source = cut(c.Source.Desc, width.source)
	}
	if c.Emphasis != nil {
		v.Emphasis = &Titled{cut(c.Emphasis.Title, width.bigTitle), cut(c.Emphasis.Desc, width.bigDesc)}
	}
	if c.Quote != nil {
		v.Quote = &Titled{c.Quote.Title, c.Quote.Text}
	}
	if c.Action != nil {
		v.URL = c.Action.URL
	}
	if c.Image != nil {
		v.Image = c.Image.URL
	}
}

// lists fills in the rows of a card.
func (v *CardView) lists(c *card, width widths) {
	for _, r := range c.Rows {
		v.Fields = append(v.Fields, FieldView{cut(r.KeyName, width.key), cut(r.Value, width.value), r.URL, r.MediaID})
	}
	for _, t := range c.Verticals {
		v.Verticals = append(v.Verticals, Titled{cut(t.Title, width.vertTitle), cut(t.Desc, width.vertDesc)})
	}
	for _, j := range c.Jumps {
		v.Jumps = append(v.Jumps, LinkView{cut(j.Title, width.jump), j.URL})
	}
	if c.ActionMenu != nil {
		for _, a := range c.ActionMenu.Actions {
			v.Menu = append(v.Menu, ButtonView{Text: a.Text, Key: a.Key})
		}
	}
}

// asks fills in what a card asks.
func (v *CardView) asks(b *bubble, width widths) {
	c := b.Card
	for _, q := range c.questions() {
		ids, most := b.chosen(q), width.pick
		if c.CardType == voteCard {
			most = width.vote
		}
		one := QuestionView{Key: q.Key, Title: q.Title, Multiple: q.Multiple, Disabled: q.Disabled}
		for _, o := range q.Options {
			one.Options = append(one.Options, OptionView{o.ID, cut(o.Text, most), slices.Contains(ids, o.ID)})
		}
		if c.CardType == voteCard {
			v.Question = &one
		} else {
			v.Selects = append(v.Selects, one)
		}
	}
	if c.CardType == buttonCard {
		for _, x := range c.Buttons {
			v.Buttons = append(v.Buttons, x.view(width))
		}
	}
	if c.Submit != nil && c.CardType != buttonCard {
		v.Submit = &ButtonView{Text: cut(c.Submit.Text, width.button), Key: c.Submit.Key, Style: 1}
	}
}

func (x button) view(width widths) ButtonView {
	v := ButtonView{Text: cut(x.Text, width.button), Key: x.Key, Style: int(x.Style)}
	if x.Style < 1 || x.Style > 4 {
		v.Style = 1
	}
	if x.Type == 1 {
		v.URL = x.URL
	}
	return v
}

// Offers returns every button of the card that can be pressed now.
func (v *CardView) Offers() []ButtonView {
	switch {
	case v.Replace != "":
		return nil
	case v.Submit != nil:
		return []ButtonView{*v.Submit}
	}
	return v.Buttons
}

// FindButton returns the newest card on a phone that bears a button with this text.
func (w *WeCom) FindButton(userID, text string) (Bubble, ButtonView, bool) {
	for _, b := range slices.Backward(w.Chat(userID)) {
		if b.Card == nil {
			continue
		}
		for _, x := range b.Card.Offers() {
			if x.Text == text {
				return b, x, true
			}
		}
	}
	return Bubble{}, ButtonView{}, false
}

// TapText taps the newest button on a phone that bears this text.
func (w *WeCom) TapText(ctx context.Context, userID, text string) error {
	b, x, ok := w.FindButton(userID, text)
	if !ok {
		return fmt.Errorf("tap %q: %w", text, ErrNoButton)
	}
	return w.Tap(ctx, userID, b.ID, x.Key, nil)
}

// Pick chooses options by their texts on the newest card that bears a submit
// button with this text, and submits.
func (w *WeCom) Pick(ctx context.Context, userID, submitText string, options ...string) error {
	b, x, ok := w.FindButton(userID, submitText)
	if !ok {
		return fmt.Errorf("submit %q: %w", submitText, ErrNoButton)
	}
	choices := map[string][]string{}
	for _, q := range b.Card.asked() {
		var ids []string
		for _, o := range q.Options {
			if slices.Contains(options, o.Text) {
				ids = append(ids, o.ID)
			}
		}
		if ids != nil {
			choices[q.Key] = ids
		}
	}
	return w.Tap(ctx, userID, b.ID, x.Key, choices)
}

func (v *CardView) asked() []QuestionView {
	if v.Question != nil {
		return []QuestionView{*v.Question}
	}
	return v.Selects
}

// Last returns the newest bubble on a phone that the app sent.
func (w *WeCom) Last(userID string) (Bubble, bool) {
	for _, b := range slices.Backward(w.Chat(userID)) {
		if !b.Mine {
			return b, true
		}
	}
	return Bubble{}, false
}
