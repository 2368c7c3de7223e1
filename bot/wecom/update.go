package wecom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"yishi/bot"
)

const updateCall = "message/update_template_card"

// An update is the body of one message/update_template_card (wecom.md §5.1).
type update struct {
	Users []string `json:"userids"`
	Agent int      `json:"agentid"`
	Code  string   `json:"response_code"`
	Card  template `json:"template_card"`
}

type updateAnswer struct {
	verdict
	Invalid names `json:"invaliduser"`
}

// Update implements bot.Messenger: it changes the card of one person by a code
// of a click or of the sending, which is good once and for 72 hours. A second
// attempt at the same change, after one whose answer was lost, is told that it
// was done when the code turns out to be used.
func (p *Platform) Update(ctx context.Context, ref bot.MessageRef, c bot.Card) error {
	if ref.Code == "" || ref.To.Platform != bot.WeCom || !userID(ref.To.ID) {
		return bot.ErrGone
	}
	body := update{[]string{ref.To.ID}, p.settings.AgentID, ref.Code, changed(c)}
	if flaw := body.Card.flaw(); flaw != "" {
		return rejected(flaw)
	}
	encoded, err := encode(body)
	if err != nil {
		return errAnswer(updateCall, err)
	}
	sum := sha256.Sum256(encoded)
	return p.once(ctx, p.memory.name("tried", ref.Code), hex.EncodeToString(sum[:]), func() error {
		return p.change(ctx, ref.To, body)
	})
}

// once makes a change and remembers that it was tried.
func (p *Platform) once(ctx context.Context, name, what string, change func() error) error {
	before, again := p.memory.get(ctx, name)
	p.memory.set(ctx, name, what, triedLife)
	err := change()
	switch {
	case errors.Is(err, bot.ErrGone) && again && before == what:
		return nil // the attempt whose answer was lost had done it
	case err == nil, errors.Is(err, bot.ErrGone), unknown(err, updateCall):
	case again: // nothing was done now
		p.memory.set(ctx, name, before, triedLife)
	default:
		p.memory.forget(ctx, name)
	}
	return err
}

// unknown tells whether nobody knows if a call had its effect.
func unknown(err error, call string) bool {
	lost, ok := errors.AsType[*answerError](err)
	return ok && lost.call == call
}

// change makes the call. Whatever the platform says but that it is busy or that
// our settings are wrong, it will not change this card: its codes for a card
// that is gone are not published (wecom.md §5.1).
func (p *Platform) change(ctx context.Context, to bot.UserRef, body update) error {
	var got updateAnswer
	err := p.judge(p.authorized(ctx, request{call: updateCall, body: body}, &got), to)
	_, refused := errors.AsType[*bot.RejectedError](err)
	_, unreachable := errors.AsType[*bot.UnreachableError](err)
	if refused || unreachable || err == nil && got.Invalid.has(to) {
		return bot.ErrGone
	}
	return err
}

// Names are user ids as the platform lists them: “a|b” in one answer, an array
// in another, and in small letters.
type names []string

// UnmarshalJSON reads both forms.
func (n *names) UnmarshalJSON(data []byte) error {
	var list []string
	if json.Unmarshal(data, &list) == nil {
		*n = list
		return nil
	}
	var joined string
	if err := json.Unmarshal(data, &joined); err != nil {
		return err
	}
	*n = nil
	if joined != "" {
		*n = strings.Split(joined, "|")
	}
	return nil
}

func (n names) has(user bot.UserRef) bool {
	return slices.ContainsFunc(n, func(id string) bool { return strings.EqualFold(strings.TrimSpace(id), user.ID) })
}
