package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Address says where a message goes: to one person, or, when Group is set, to
// the committee's group on that platform.
type Address struct {
	To    UserRef
	Group bool
}

// Message is one thing to be sent: a Card, a File, or else Text. Key names this
// sending for ever: a retry of the same sending has the same Key and the same
// content, and a new sending has a new Key. A Key is 1–64 characters of
// [0-9A-Za-z_-]. It comes back in Tap.Card when the card is tapped.
type Message struct {
	Key  string
	Text string
	Card *Card
	File *File
}

// File is a document to be sent.
type File struct {
	Name string // base name, with its ending
	Data []byte
}

// MessageRef names a message that was sent, so that its card can be changed.
// Code is the platform's one-use code where it has one.
type MessageRef struct {
	To      UserRef
	Message string // the platform's id of the message
	Card    string // the Key it was sent with
	Code    string
}

// Messenger sends messages and changes cards that were sent. Messages with
// equal Keys are delivered at most once where the platform can tell; a caller
// may therefore send again after any error.
//
// Errors: *UnreachableError when this person cannot be reached at all,
// *ThrottledError when the platform asks to wait, *RejectedError when the
// platform will never take this message, *ConfigError when nobody can be
// reached until an operator mends the settings; any other error is worth a retry.
type Messenger interface {
	Platform() Platform
	Send(ctx context.Context, to Address, m Message) (MessageRef, error)
	// Update changes a card in place; ErrGone: it can no longer be changed.
	Update(ctx context.Context, ref MessageRef, c Card) error
}

// ErrGone says that a card can no longer be changed in place: its code was used
// or has expired.
var ErrGone = errors.New("bot: the card can no longer be changed")

// UnreachableError says that the platform cannot deliver to this person: not a
// member, not activated, outside the app's visible range.
type UnreachableError struct {
	User   UserRef
	Code   int
	Reason string // the platform's words, without secrets
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("bot: %s cannot reach this person: code %d", e.User.Platform, e.Code)
}

// ThrottledError says that the platform, or our own budget for this person,
// asks to wait.
type ThrottledError struct {
	After time.Duration
	Code  int
}

func (e *ThrottledError) Error() string {
	return fmt.Sprintf("bot: told to wait %s: code %d", e.After, e.Code)
}

// RejectedError says that the platform refuses this message for good.
type RejectedError struct {
	Code   int
	Reason string
}

func (e *RejectedError) Error() string {
	return fmt.Sprintf("bot: message refused: code %d", e.Code)
}

// ConfigError says that the account's settings keep everything from being sent:
// a wrong secret, an address that is not trusted, an app that is switched off.
type ConfigError struct {
	Code   int
	Reason string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("bot: the platform's settings refuse us: code %d: %s", e.Code, e.Reason)
}
