package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A Card shows a matter and offers buttons. A platform that cannot show it says
// Text instead, so Text always holds the whole matter in words, with what can be
// typed in place of each button.
//
// Limits that hold on every platform (wecom.md §4.3, in characters): From 13, Title 36,
// Desc 44, Body 160, six Fields of Name 5 and Value 30, six Buttons of 10. An
// adapter cuts what is longer and ends it with “…”.
type Card struct {
	From     string // whose card it is, where that is not plain from the chat
	Title    string
	Desc     string
	Body     string // lines divided by "\n"
	Fields   []Field
	Buttons  []Button
	Question *Question // with a Question the card has no Buttons
	Closed   string    // when set, the card can no longer be answered and shows this in place of its buttons
	Text     string
}

// Field is one row of a card: a short name and its value.
type Field struct{ Name, Value string }

// Style says how a button looks.
type Style int

// The looks of a button.
const (
	Plain   Style = iota
	Primary       // the answer that moves the matter on
	Danger        // the answer that stops it
)

// Button is one thing that can be tapped. Action is opaque to the platform and
// comes back in Tap.Action. A Button with a URL opens a page and calls nothing.
type Button struct {
	Text   string
	Action string
	Style  Style
	URL    string
}

// Question is a choice that takes effect when Submit is tapped.
type Question struct {
	Key      string
	Options  []Option
	Multiple bool
	Submit   Button
}

// Option is one answer to a Question.
type Option struct {
	ID, Text string
	Chosen   bool
}

// Offers returns every button that the card bears now, the submit button of a
// question included; none when the card is closed.
func (c Card) Offers() []Button {
	switch {
	case c.Closed != "":
		return nil
	case c.Question != nil:
		return []Button{c.Question.Submit}
	}
	return c.Buttons
}

// Face is a digest of what the card shows: cards with one face look the same.
func (c Card) Face() string {
	var q Question
	if c.Question != nil {
		q = *c.Question
	}
	c.Question = nil
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v %+v", c, q))
	return hex.EncodeToString(sum[:])
}
