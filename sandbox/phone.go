package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What a person cannot do.
var (
	ErrNoUser     = errors.New("sandbox: there is no such member")
	ErrNoCard     = errors.New("sandbox: there is no such card on this phone")
	ErrNoButton   = errors.New("sandbox: the card has no such button that can be pressed")
	ErrNotChosen  = errors.New("sandbox: nothing is chosen")
	ErrNotReached = errors.New("sandbox: this member cannot use the app")
)

// person returns a member who can use the app.
func (w *WeCom) person(id string) (*User, error) {
	u := w.people[fold(id)]
	switch {
	case u == nil:
		return nil, ErrNoUser
	case !u.reachable():
		return nil, ErrNotReached
	}
	return u, nil
}

// Say types words into a person's phone. Like every act it returns when the
// callback has been answered, retries included, and the answer is on the phone;
// an error tells what went wrong with the callback.
func (w *WeCom) Say(ctx context.Context, userID, text string) error {
	w.mu.Lock()
	u, err := w.person(userID)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	b := &bubble{ID: w.inboundID(), At: w.opt.Now(), Mine: true, Kind: KindText, Text: text}
	p := w.st.phone(u.ID)
	w.show(p, b)
	p.Read = b.Serial
	w.mu.Unlock()
	ev := w.newEvent("text", u.ID, "text",
		element{name: "Content", value: text}, element{name: "MsgId", value: b.ID, raw: true})
	return w.perform(ctx, ev, "")
}

// SendFile sends a picture or another file from a person's phone. Real phones
// send pictures for certain; files are not in the official list (wecom.md §2).
func (w *WeCom) SendFile(ctx context.Context, userID, name string, data []byte) error {
	kind, now := KindFile, w.opt.Now()
	if isPicture(data) {
		kind = KindImage
	}
	w.mu.Lock()
	u, err := w.person(userID)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	file, err := w.store(&upload{name: name, data: data}, kind, now)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	b := &bubble{ID: w.inboundID(), At: now, Mine: true, Kind: kind, Media: file.ID, Title: file.Name}
	w.show(w.st.phone(u.ID), b)
	w.mu.Unlock()
	more := []element{{name: "MediaId", value: file.ID}, {name: "MsgId", value: b.ID, raw: true}}
	if kind == KindImage {
		more = append(more, element{name: "PicUrl", value: "https://sandbox.invalid/" + file.ID})
	} else {
		more = append(more, element{name: "FileName", value: file.Name})
	}
	return w.perform(ctx, w.newEvent(kind, u.ID, kind, more...), "")
}

// Open opens the app's chat: enter_agent.
func (w *WeCom) Open(ctx context.Context, userID string) error {
	w.mu.Lock()
	u, err := w.person(userID)
	if err == nil {
		w.markRead(u.ID)
	}
	w.mu.Unlock()
	if err != nil {
		return err
	}
	return w.perform(ctx, w.newEvent("enter_agent", u.ID, "event",
		element{name: "Event", value: "enter_agent"}, element{name: "EventKey"}), "")
}

// TapMenu taps an entry of the menu under the chat.
func (w *WeCom) TapMenu(ctx context.Context, userID, key string) error {
	w.mu.Lock()
	u, err := w.person(userID)
	w.mu.Unlock()
	if err != nil {
		return err
	}
	return w.perform(ctx, w.newEvent("click", u.ID, "event",
		element{name: "Event", value: "click"}, element{name: "EventKey", value: key}), "")
}

// Join brings a member into the app's visible range (subscribe).
func (w *WeCom) Join(ctx context.Context, userID string) error {
	return w.setRange(ctx, userID, "subscribe", func(u *User) { u.InRange, u.Status = true, Active })
}

// Leave takes a member out of the app's visible range (unsubscribe).
func (w *WeCom) Leave(ctx context.Context, userID string) error {
	return w.setRange(ctx, userID, "unsubscribe", func(u *User) { u.InRange = false })
}

func (w *WeCom) setRange(ctx context.Context, userID, name string, change func(*User)) error {
	w.mu.Lock()
	u := w.people[fold(userID)]
	if u == nil {
		w.mu.Unlock()
		return ErrNoUser
	}
	change(u)
	w.mu.Unlock()
	return w.perform(ctx, w.newEvent(name, u.ID, "event", element{name: "Event", value: name}), "")
}

// perform delivers an event and carries out its answer.
func (w *WeCom) perform(ctx context.Context, ev *event, message string) error {
	w.watchers.wake()
	body, err := w.deliver(ctx, ev)
	return w.answered(ev, message, body, err)
}

// inboundID is the MsgId of what a member sends: decimal, up to 19 digits.
func (w *WeCom) inboundID() string {
	return strconv.FormatInt(7000000000000000000+w.st.next(), 10)
}

// Tap presses a button of a card, its submit button or an entry of its menu, with
// what is chosen by question key; nil leaves the choice as the phone shows it.
// A button that opens a page calls nothing.
func (w *WeCom) Tap(ctx context.Context, userID, messageID, key string, choices map[string][]string) error {
	w.mu.Lock()
	u, err := w.person(userID)
	if err != nil {
		w.mu.Unlock()
		return err
	}
	ev, b, err := w.press(u, messageID, key, choices)
	w.mu.Unlock()
	if err != nil || ev == nil {
		return err
	}
	err = w.perform(ctx, ev, messageID)
	w.mu.Lock()
	b.Taps = max(0, b.Taps-1)
	b.Rev = w.st.next()
	w.mu.Unlock()
	w.watchers.wake()
	return err
}

// press makes the event of a tap and shows the card at work.
func (w *WeCom) press(u *User, messageID, key string, choices map[string][]string) (*event, *bubble, error) {
	b := w.cardOf(u.ID, messageID)
	if b == nil {
		return nil, nil, ErrNoCard
	}
	name := "template_card_event"
	switch {
	case b.Card.opens(key):
		return nil, nil, nil
	case b.Card.listed(key):
		name = "template_card_menu_event"
	case b.Replaced != "" || !b.Card.pressable(key):
		return nil, nil, ErrNoButton
	}
	more := []element{
		{name: "Event", value: name},
		{name: "EventKey", value: key},
		{name: "TaskId", value: b.Task},
		{name: "CardType", value: b.Card.CardType},
		{name: "ResponseCode", value: w.giveCode(messageID, fold(u.ID), w.opt.Now())},
	}
	if name == "template_card_event" {
		picked, err := w.choose(b, choices)
		if err != nil {
			return nil, nil, err
		}
		more = append(more, picked...)
	}
	b.Taps++
	b.Pressed, b.Rev = key, w.st.next()
	return w.newEvent(name, u.ID, "event", more...), b, nil
}

// choose settles what is chosen on a card and writes SelectedItems.
func (w *WeCom) choose(b *bubble, choices map[string][]string) ([]element, error) {
	questions := b.Card.questions()
	if len(questions) == 0 {
		return nil, nil
	}
	var items strings.Builder
	chosen := map[string][]string{}
	for _, q := range questions {
		ids, given := choices[q.Key]
		if !given {
			ids = b.chosen(q)
		}
		if err := q.admits(ids); err != nil {
			return nil, err
		}
		if len(ids) == 0 && q.Required && !w.faults.rules().EmptyVotes {
			return nil, ErrNotChosen
		}
		chosen[q.Key] = ids
		if len(ids) > 0 {
			items.WriteString(selectedItem(q.Key, ids))
		}
	}
	b.Chosen = chosen
	if items.Len() == 0 {
		return nil, nil
	}
	return []element{{name: "SelectedItems", value: items.String(), raw: true}}, nil
}

func selectedItem(key string, ids []string) string {
	var b strings.Builder
	b.WriteString("<SelectedItem><QuestionKey>" + cdata(key) + "</QuestionKey><OptionIds>")
	for _, id := range ids {
		b.WriteString("<OptionId>" + cdata(id) + "</OptionId>")
	}
	b.WriteString("</OptionIds></SelectedItem>")
	return b.String()
}

// opens tells whether a key belongs to a button that opens a page.
func (c *card) opens(key string) bool {
	return key != "" && slices.ContainsFunc(c.Buttons, func(b button) bool { return b.Type == 1 && b.Key == key })
}

// question is something that a card asks, of whatever kind of card.
type question struct {
	Key      string
	Title    string
	Options  []option
	Multiple bool
	Required bool // the submit button sleeps until something is chosen
	Disabled bool
	selected []string // what the card says is chosen
}

// questions lists what a card asks, in order.
func (c *card) questions() []question {
	var list []question
	switch {
	case c.CardType == voteCard && c.CheckBox != nil:
		q := question{
			Key: c.CheckBox.QuestionKey, Options: c.CheckBox.Options, Multiple: c.CheckBox.Mode == 1,
			Required: true, Disabled: c.CheckBox.Disable,
		}
		for _, o := range c.CheckBox.Options {
			if o.IsChecked {
				q.selected = append(q.selected, o.ID)
			}
		}
		list = append(list, q)
	case c.CardType == multipleCard:
		for _, s := range c.Selects {
			list = append(list, s.question())
		}
	case c.CardType == buttonCard && c.Selection != nil:
		list = append(list, c.Selection.question())
	}
	return list
}

// question is a drop-down list as a question; the first option is chosen when none is named.
func (s selectList) question() question {
	q := question{Key: s.QuestionKey, Title: s.Title, Options: s.Options, Disabled: s.Disable}
	q.selected = []string{s.SelectedID}
	if s.SelectedID == "" && len(s.Options) > 0 {
		q.selected = []string{s.Options[0].ID}
	}
	return q
}

// chosen is what the phone shows as chosen for a question.
func (b *bubble) chosen(q question) []string {
	if ids, ok := b.Chosen[q.Key]; ok {
		return ids
	}
	return q.selected
}

// admits refuses options that are not offered, and several where one is asked.
func (q question) admits(ids []string) error {
	if len(ids) > 1 && !q.Multiple {
		return fmt.Errorf("sandbox: question %q takes one answer", q.Key)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(q.Options, func(o option) bool { return o.ID == id }) {
			return fmt.Errorf("sandbox: question %q has no option %q", q.Key, id)
		}
	}
	return nil
}

// markRead says that everything on a phone was seen.
func (w *WeCom) markRead(user string) {
	p := w.st.phone(user)
	if n := len(p.Bubbles); n > 0 && p.Read != p.Bubbles[n-1].Serial {
		p.Read = p.Bubbles[n-1].Serial
		w.st.next()
	}
}

// markGroupRead says that everything in the group was seen.
func (w *WeCom) markGroupRead() {
	if n := len(w.st.Group); n > 0 && w.st.GroupRead != w.st.Group[n-1].Serial {
		w.st.GroupRead = w.st.Group[n-1].Serial
		w.st.next()
	}
}
