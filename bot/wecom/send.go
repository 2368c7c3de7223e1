package wecom

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"yishi/bot"
)

const (
	duplicateSpan = 1800  // seconds in which an identical request shows nothing
	takenTask     = 42014 // a card with this task id was sent already
	staleMedia    = 40007
	outOfRange    = 81013
)

// A sending is the body of one message/send. Its fields stand in a fixed order,
// so a repeated sending is the same bytes and falls to the duplicate check.
type sending struct {
	ToUser  string     `json:"touser"`
	Kind    string     `json:"msgtype"`
	Agent   int        `json:"agentid"`
	Text    *textBody  `json:"text,omitempty"`
	File    *mediaBody `json:"file,omitempty"`
	Card    *template  `json:"template_card,omitempty"`
	Check   int        `json:"enable_duplicate_check"`
	Seconds int        `json:"duplicate_check_interval"`
	upload  *bot.File  // what File stands for
	name    string     // of this part of the message, in the memory
}

type textBody struct {
	Content string `json:"content"`
}

type mediaBody struct {
	ID string `json:"media_id"`
}

type sendAnswer struct {
	verdict
	Invalid    names  `json:"invaliduser"`
	Unlicensed names  `json:"unlicenseduser"`
	Message    string `json:"msgid"`
	Code       string `json:"response_code"`
}

// Send implements bot.Messenger. To a person it makes one message/send, more for
// a text above 2048 bytes. A card that offers nothing is said in words. To the
// group it says text alone: no robot of a group has buttons (wecom.md §6.2).
//
// Equal keys arrive once: the sending is remembered in the cache; where that
// was lost, the platform's duplicate check knows an identical request for half
// an hour, and a card's task id for ever. Equal texts of two keys, sent to one
// person within that half hour, differ by a mark that no client shows.
func (p *Platform) Send(ctx context.Context, to bot.Address, m bot.Message) (bot.MessageRef, error) {
	if err := p.refuse(to, m); err != nil {
		return bot.MessageRef{}, err
	}
	if to.Group {
		return p.announce(ctx, m)
	}
	parts, err := p.parts(ctx, to.To, m)
	if err != nil {
		return bot.MessageRef{}, err
	}
	var first bot.MessageRef
	parts, first = p.unsent(ctx, parts)
	if len(parts) == 0 {
		return first, nil
	}
	if wait := p.personal.take(to.To.Key(), len(parts), p.clock.Now()); wait > 0 {
		return bot.MessageRef{}, &bot.ThrottledError{After: wait}
	}
	for _, part := range parts {
		ref, err := p.deliver(ctx, to.To, m.Key, part)
		if err != nil {
			return bot.MessageRef{}, p.explained(ctx, err)
		}
		if first.Card == "" {
			first = ref
		}
	}
	return first, nil
}

var keyShape = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// refuse says what can never be sent.
func (p *Platform) refuse(to bot.Address, m bot.Message) error {
	switch {
	case !keyShape.MatchString(m.Key):
		return rejected("the key must be 1–64 characters of [0-9A-Za-z_-]")
	case empty(m):
		return rejected("the message is empty")
	case to.Group && m.File != nil && m.Card == nil:
		return rejected("the group's robot is not given files")
	case to.Group && p.settings.GroupWebhookKey == "":
		return rejected("no robot of a group is set up")
	case to.Group:
		return nil
	case to.To.Platform != bot.WeCom:
		return rejected("an account of another platform")
	case !userID(to.To.ID):
		return &bot.UnreachableError{User: to.To, Reason: "not a user id of WeCom"}
	}
	return nil
}

func rejected(reason string) error { return &bot.RejectedError{Reason: reason} }

func empty(m bot.Message) bool {
	switch {
	case m.Card != nil:
		return strings.TrimSpace(clean(words(*m.Card))) == ""
	case m.File != nil:
		return m.File.Name == ""
	}
	return strings.TrimSpace(clean(m.Text)) == ""
}

const longestUser = 64

// userID tells whether an id is one person's: 1–64 letters, digits and “_.@-”.
// “@all” has the shape of one, and would be everybody.
func userID(id string) bool {
	for _, c := range []byte(id) {
		if !nameByte(c) && c != '.' && c != '@' && c != '-' {
			return false
		}
	}
	return id != "" && len(id) <= longestUser && !strings.EqualFold(id, "@all")
}

// parts are the requests that a message takes, in their order.
func (p *Platform) parts(ctx context.Context, to bot.UserRef, m bot.Message) ([]sending, error) {
	text := m.Text
	switch {
	case m.Card != nil:
		card, ok := offered(*m.Card, m.Key)
		if !ok {
			text = words(*m.Card)
			break
		}
		if flaw := card.flaw(); flaw != "" {
			return nil, rejected(flaw)
		}
		return []sending{p.part(to, m.Key, 0, sending{Kind: "template_card", Card: &card})}, nil
	case m.File != nil:
		if flaw := fileFlaw(m.File); flaw != "" {
			return nil, rejected(flaw)
		}
		return []sending{p.part(to, m.Key, 0, sending{Kind: "file", upload: m.File})}, nil
	}
	return p.textParts(ctx, to, m.Key, text)
}

func (p *Platform) textParts(ctx context.Context, to bot.UserRef, key, text string) ([]sending, error) {
	texts := split(plain(text), textLimit)
	if len(texts) > mostParts {
		return nil, rejected("the text is longer than sixteen messages")
	}
	var parts []sending
	for _, t := range texts {
		for _, content := range p.distinct(ctx, to, key+"#"+strconv.Itoa(len(parts)), t) {
			parts = append(parts, p.part(to, key, len(parts), sending{Kind: "text", Text: &textBody{content}}))
		}
	}
	return parts, nil
}

// distinct is a text, with a mark that nobody sees when another sending said
// the same to the same person a moment ago, and in two pieces when the mark
// would make it too long.
func (p *Platform) distinct(ctx context.Context, to bot.UserRef, name, text string) []string {
	words := p.memory.name("words", to.Key(), text)
	if p.memory.claim(ctx, words, name) {
		return []string{text}
	}
	pieces := split(text, textLimit-signBytes)
	for i := range pieces {
		pieces[i] += sign(name + strconv.Itoa(i))
	}
	return pieces
}

func (p *Platform) part(to bot.UserRef, key string, n int, s sending) sending {
	s.ToUser, s.Agent = to.ID, p.settings.AgentID
	s.Check, s.Seconds = 1, duplicateSpan
	s.name = p.memory.name("sent", to.Key(), key, strconv.Itoa(n))
	return s
}

// unsent leaves out what is known to have been sent, and tells what became of
// the first part if it is among that.
func (p *Platform) unsent(ctx context.Context, parts []sending) (left []sending, first bot.MessageRef) {
	for i, part := range parts {
		ref, done := p.memory.sent(ctx, part.name)
		if !done {
			left = append(left, part)
		} else if i == 0 {
			first = ref
		}
	}
	return left, first
}

// deliver sends one part of a message, and remembers that it did.
func (p *Platform) deliver(ctx context.Context, to bot.UserRef, key string, part sending) (bot.MessageRef, error) {
	got, err := p.attempt(ctx, part)
	if no, refused := errors.AsType[*codeError](err); refused && no.code == takenTask && part.Card != nil {
		err = nil // the card is there: an earlier attempt had no answer
	}
	switch {
	case err != nil:
		return bot.MessageRef{}, p.judge(err, to)
	case got.Invalid.has(to), got.Unlicensed.has(to):
		return bot.MessageRef{}, &bot.UnreachableError{User: to, Code: outOfRange, Reason: "outside the app's visible range, or without a licence"}
	}
	ref := bot.MessageRef{To: to, Message: got.Message, Card: key, Code: got.Code}
	p.memory.keepSent(ctx, part.name, ref)
	return ref, nil
}

// explained asks the address book why somebody cannot be reached: to message/send an
// account that is not activated is like one outside the range. Where the book says
// nothing of it, the first reason stands.
func (p *Platform) explained(ctx context.Context, err error) error {
	lost, ok := errors.AsType[*bot.UnreachableError](err)
	if !ok {
		return err
	}
	if who, err := p.Reach(ctx, lost.User.ID); err == nil && !who.Active {
		lost.Code, lost.Reason = who.Status, "the account is not active"
	}
	return lost
}

// attempt makes the request. What was uploaded for an earlier attempt is used
// again, so that the request is the same bytes, unless it is no longer there.
func (p *Platform) attempt(ctx context.Context, part sending) (sendAnswer, error) {
	if part.upload == nil {
		return p.post(ctx, part)
	}
	media := p.memory.name("media", part.name)
	got, err := p.postFile(ctx, part, media)
	if no, refused := errors.AsType[*codeError](err); refused && no.code == staleMedia {
		p.memory.forget(ctx, media)
		return p.postFile(ctx, part, media)
	}
	return got, err
}

func (p *Platform) postFile(ctx context.Context, part sending, media string) (sendAnswer, error) {
	id, known := p.memory.get(ctx, media)
	if !known {
		var err error
		if id, err = p.upload(ctx, part.upload); err != nil {
			return sendAnswer{}, err
		}
		p.memory.set(ctx, media, id, mediaLife)
	}
	part.File = &mediaBody{id}
	return p.post(ctx, part)
}

func (p *Platform) post(ctx context.Context, part sending) (sendAnswer, error) {
	var got sendAnswer
	err := p.authorized(ctx, request{call: "message/send", body: part}, &got)
	return got, err
}
