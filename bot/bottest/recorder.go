// Package bottest holds what tests of chat platforms share: Recorder, a
// Messenger that remembers, and Exercise, the suite that every Messenger passes.
package bottest

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"yishi/bot"
)

// Sent is a message that was delivered.
type Sent struct {
	To      bot.Address
	Message bot.Message
	Ref     bot.MessageRef
}

// Changed is a card that was changed in place.
type Changed struct {
	Ref  bot.MessageRef
	Card bot.Card
}

// Recorder is a bot.Messenger that delivers into memory and keeps the promises
// of one: equal keys are delivered once, a card's code is good for one change,
// and a message without a key or content is refused. All methods may be called
// by many goroutines at once.
type Recorder struct {
	platform bot.Platform

	mu      sync.Mutex
	sent    []Sent
	changed []Changed
	used    map[string]bool // codes that were used
	sends   []outcome
	updates []outcome
}

// An outcome is what a scripted call ends in.
type outcome struct {
	err  error
	done bool // the call had its effect all the same
}

// NewRecorder is a Recorder that says it is platform.
func NewRecorder(platform bot.Platform) *Recorder {
	return &Recorder{platform: platform, used: map[string]bool{}}
}

// FailSends makes the next sends end in these errors, one each, and deliver
// nothing. A nil among them lets its send pass.
func (r *Recorder) FailSends(errs ...error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, err := range errs {
		r.sends = append(r.sends, outcome{err, err == nil})
	}
}

// LoseAnswers makes the next sends deliver their message and end in these errors
// all the same, one each, as when a connection breaks after the request.
func (r *Recorder) LoseAnswers(errs ...error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, err := range errs {
		r.sends = append(r.sends, outcome{err, true})
	}
}

// FailUpdates makes the next updates end in these errors, one each, and change
// nothing. A nil among them lets its update pass.
func (r *Recorder) FailUpdates(errs ...error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, err := range errs {
		r.updates = append(r.updates, outcome{err, err == nil})
	}
}

// Sent lists what was delivered, oldest first.
func (r *Recorder) Sent() []Sent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.sent)
}

// SentTo lists what was delivered to one person, oldest first.
func (r *Recorder) SentTo(user bot.UserRef) []bot.Message {
	var own []bot.Message
	for _, s := range r.Sent() {
		if !s.To.Group && s.To.To.Platform == user.Platform && s.To.To.Key() == user.Key() {
			own = append(own, s.Message)
		}
	}
	return own
}

// SentToGroup lists what was delivered to the group, oldest first.
func (r *Recorder) SentToGroup() []bot.Message {
	var all []bot.Message
	for _, s := range r.Sent() {
		if s.To.Group {
			all = append(all, s.Message)
		}
	}
	return all
}

// Changed lists which cards were changed, oldest change first.
func (r *Recorder) Changed() []Changed {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.changed)
}

// Forget forgets everything that was delivered, changed or scripted.
func (r *Recorder) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent, r.changed, r.sends, r.updates = nil, nil, nil, nil
	clear(r.used)
}

// Platform implements bot.Messenger.
func (r *Recorder) Platform() bot.Platform { return r.platform }

// Send implements bot.Messenger.
func (r *Recorder) Send(ctx context.Context, to bot.Address, m bot.Message) (bot.MessageRef, error) {
	if err := ctx.Err(); err != nil {
		return bot.MessageRef{}, err
	}
	if err := check(m); err != nil {
		return bot.MessageRef{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	end := next(&r.sends)
	if !end.done {
		return bot.MessageRef{}, end.err
	}
	return r.deliver(to, m), end.err
}

// deliver keeps a message, or finds the one that its key named before.
func (r *Recorder) deliver(to bot.Address, m bot.Message) bot.MessageRef {
	i := slices.IndexFunc(r.sent, func(s Sent) bool { return s.Message.Key == m.Key })
	if i >= 0 {
		return r.sent[i].Ref
	}
	n := strconv.Itoa(len(r.sent) + 1)
	ref := bot.MessageRef{To: to.To, Message: "message-" + n, Card: m.Key}
	if m.Card != nil {
		ref.Code = "code-" + n
	}
	r.sent = append(r.sent, Sent{to, m, ref})
	return ref
}

// Update implements bot.Messenger.
func (r *Recorder) Update(ctx context.Context, ref bot.MessageRef, c bot.Card) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if end := next(&r.updates); !end.done {
		return end.err
	}
	if ref.Code == "" || r.used[ref.Code] {
		return bot.ErrGone
	}
	r.used[ref.Code] = true
	r.changed = append(r.changed, Changed{ref, c})
	return nil
}

// next takes what the script says of the next call; after its end all succeeds.
func next(script *[]outcome) outcome {
	if len(*script) == 0 {
		return outcome{done: true}
	}
	first := (*script)[0]
	*script = (*script)[1:]
	return first
}

var keys = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// check refuses what no platform takes.
func check(m bot.Message) error {
	switch {
	case !keys.MatchString(m.Key):
		return &bot.RejectedError{Reason: "a key is 1–64 characters of [0-9A-Za-z_-]"}
	case m.Card == nil && m.File == nil && m.Text == "":
		return &bot.RejectedError{Reason: "the message is empty"}
	case m.Card != nil && cmp.Or(m.Card.Title, m.Card.Desc, m.Card.Body, m.Card.Text) == "":
		return &bot.RejectedError{Reason: "the card is empty"}
	}
	return nil
}

var _ bot.Messenger = (*Recorder)(nil)
