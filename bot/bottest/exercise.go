package bottest

import (
	"fmt"
	"strings"
	"testing"

	"yishi/bot"
)

// Fault is something that goes wrong at the platform.
type Fault int

// What can go wrong.
const (
	Busy       Fault = iota // the platform answers that it is busy; nothing is done
	Overloaded              // the platform asks to wait; nothing is done
	Expired                 // the access token is no longer good, and a new one can be got
	Deaf                    // the request is carried out, but its answer is lost
	Misset                  // the settings of the account refuse everything
)

// Seen is one message on a person's phone. A card has a Title and shows its
// other words in Text; a message of text or a file has none.
type Seen struct {
	Text    string
	Title   string
	Buttons []string // what can be tapped, a question's submit button included
	Options []string // what a question offers
	File    string   // its name
	Data    []byte
}

// Stand is a Messenger together with the platform stand-in that it talks to, as
// the suite needs them.
type Stand struct {
	Messenger bot.Messenger
	Member    bot.UserRef // can be reached
	Stranger  bot.UserRef // cannot

	Phone func(bot.UserRef) []Seen // what a person's phone shows, oldest first
	Group func() []Seen            // what the group shows; nil where there is none
	Break func(Fault)              // the next call meets this fault; nil: no faults are tried
	Files bool                     // files can be sent

	OneUse  bool     // a card can be changed once for each code
	Secrets []string // what no error may tell
}

// Exercise puts a Messenger to every promise of bot.Messenger. open is called
// for each promise and returns a fresh stand.
func Exercise(t *testing.T, open func(t *testing.T) Stand) {
	t.Helper()
	for _, promise := range []struct {
		name string
		test func(*testing.T, Stand)
	}{
		{"text-arrives", textArrives},
		{"equal-keys-arrive-once", equalKeysOnce},
		{"equal-words-of-two-keys-arrive-twice", equalWordsTwice},
		{"long-text-arrives-whole", longTextWhole},
		{"card-shows-its-words-and-buttons", cardShows},
		{"question-shows-its-options", questionShows},
		{"changed-card-shows-the-change", cardChanges},
		{"closed-card-offers-nothing", cardCloses},
		{"used-code-is-gone", codeIsGone},
		{"file-arrives", fileArrives},
		{"group-hears-text-and-cards-in-words", groupHears},
		{"stranger-is-unreachable", strangerUnreachable},
		{"busy-platform-is-tried-again", busyAgain},
		{"overload-is-told", overloadTold},
		{"expired-token-is-renewed", expiredRenewed},
		{"lost-answer-is-not-a-second-message", lostAnswer},
		{"settings-are-told", settingsTold},
		{"useless-messages-are-refused", uselessRefused},
		{"ended-context-sends-nothing", endedContext},
		{"many-at-once-arrive", manyAtOnce},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.test(t, open(t)) })
	}
}

func (s Stand) send(t *testing.T, m bot.Message) bot.MessageRef {
	t.Helper()
	ref, err := s.Messenger.Send(t.Context(), bot.Address{To: s.Member}, m)
	if err != nil {
		t.Fatalf("sending %q: %v", m.Key, err)
	}
	return ref
}

// fail sends what must not succeed and looks whether the error keeps secrets.
func (s Stand) fail(t *testing.T, to bot.UserRef, m bot.Message) error {
	t.Helper()
	_, err := s.Messenger.Send(t.Context(), bot.Address{To: to}, m)
	if err == nil {
		t.Fatalf("sending %q should have failed", m.Key)
	}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
		for _, secret := range s.Secrets {
			if strings.Contains(text, secret) {
				t.Errorf("the error tells a secret: %s", strings.ReplaceAll(text, secret, "▮▮▮"))
			}
		}
	}
	return err
}

func (s Stand) broken(t *testing.T, f Fault) {
	t.Helper()
	if s.Break == nil {
		t.Skip("the stand-in has no faults")
	}
	s.Break(f)
}

func (s Stand) last(t *testing.T, want int) Seen {
	t.Helper()
	seen := s.Phone(s.Member)
	if len(seen) != want {
		t.Fatalf("the phone shows %d messages, want %d: %+v", len(seen), want, seen)
	}
	return seen[want-1]
}
