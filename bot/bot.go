// Package bot holds what chat platforms have in common: an event that a person
// caused, the reply it gets, the cards that carry buttons, and the Messenger
// that delivers them. Platforms live in packages below this one; what a button
// does is decided elsewhere.
package bot

import (
	"context"
	"strings"
	"time"
)

// Platform names a chat platform.
type Platform string

// The platforms that a person can have an account on.
const (
	WeCom    Platform = "wecom"
	DingTalk Platform = "dingtalk"
	Web      Platform = "web"
)

// UserRef is a person as a platform knows him. ID is opaque and kept as the
// platform wrote it; compare Keys, never IDs.
type UserRef struct {
	Platform Platform `json:"platform"`
	ID       string   `json:"id"`
}

// Key is the form of the ID by which two references are the same person's:
// WeCom ignores case (wecom.md §4), the others do not.
func (u UserRef) Key() string {
	if u.Platform == WeCom {
		return strings.ToLower(u.ID)
	}
	return u.ID
}

// Kind says what a person did.
type Kind int

// What a person can do in a chat.
const (
	Said    Kind = iota // typed words: Event.Said
	Tapped              // tapped a button or submitted a choice: Event.Tap
	Entered             // opened the chat
	Joined              // came within reach of the app
	Left                // went out of reach of the app
	Sent                // sent something that is no text (picture, voice, file …)
)

// Event is one thing that a person did in a chat. ID is the same for every
// delivery of one event and differs between events.
type Event struct {
	ID   string
	Kind Kind
	From UserRef
	Chat string // the group it happened in; empty in a private chat
	At   time.Time
	Said string
	Form Form // of what was Sent
	Tap  *Tap
}

// Form says what was sent that is no text; empty where the platform does not tell.
type Form string

// The forms of what is sent.
const (
	Voice    Form = "voice"
	Picture  Form = "picture"
	Video    Form = "video"
	Document Form = "file"
	Location Form = "location"
	Link     Form = "link"
)

// Tap is a button pressed, or a choice submitted, on a card.
type Tap struct {
	Action   string              // the button's Action, as the card carried it; not to be trusted
	Card     string              // the card's key (Message.Key), as the platform echoes it
	Choices  map[string][]string // question key → chosen option ids
	Response string              // the platform's one-use code for changing this card later; may be empty
}

// Reply is the answer given while the platform waits. Text is said to the
// person. Card is, for a tap, what the tapped card turns into; for words, a
// card that follows the text. The zero Reply says nothing.
type Reply struct {
	Text string
	Card *Card
	As   string // opaque to the platform: says who is answered when the reply has to be told later
}

// Handler decides what an event does. An error is a fault for the operator; the
// Reply that comes with it is still told to the person.
type Handler interface {
	Handle(ctx context.Context, ev Event) (Reply, error)
}

// HandlerFunc is a function that is a Handler.
type HandlerFunc func(ctx context.Context, ev Event) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, ev Event) (Reply, error) { return f(ctx, ev) }
