package sandbox

import (
	"fmt"
	"slices"
	"time"
)

// updateRequest is the body of message/update_template_card; recipients are
// arrays here (wecom.md §5.1).
type updateRequest struct {
	UserIDs      []string `json:"userids"`
	PartyIDs     []number `json:"partyids"`
	TagIDs       []number `json:"tagids"`
	AtAll        number   `json:"atall"`
	AgentID      number   `json:"agentid"`
	ResponseCode string   `json:"response_code"`
	Button       *struct {
		ReplaceName string `json:"replace_name"`
	} `json:"button"`
	Card *card `json:"template_card"`
}

// updateCard answers /cgi-bin/message/update_template_card. The code is used up
// by an update that is carried out, and by no other.
func (w *WeCom) updateCard(c *call) (fields, error) {
	var req updateRequest
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	if err := w.checkAgent(req.AgentID); err != nil {
		return nil, err
	}
	code, err := w.redeemable(req.ResponseCode, c.now)
	if err != nil {
		return nil, err
	}
	users, err := w.updateAudience(&req, code)
	if err != nil {
		return nil, err
	}
	change, err := req.change()
	if err != nil {
		return nil, err
	}
	invalid, err := w.changeCards(code.Message, users, change)
	if err != nil {
		return nil, err
	}
	code.Used = true
	w.st.next()
	c.note = fmt.Sprintf("card changed for %d", len(users)-len(invalid))
	if len(invalid) == 0 {
		return fields{}, nil
	}
	return fields{"invaliduser": invalid}, nil
}

// redeemable returns a code that is good for an update. What the platform says
// of a used code is not published: 42016 is this simulation's choice (wecom.md §5.1).
func (w *WeCom) redeemable(code string, now time.Time) (*updateCode, error) {
	c := w.st.Codes[code]
	if c == nil || c.Used || now.After(c.Until) {
		return nil, refuse(42016, "invalid response_code")
	}
	return c, nil
}

// updateAudience is whose cards change. Without a recipient it is the clicker.
func (w *WeCom) updateAudience(req *updateRequest, code *updateCode) ([]string, error) {
	m := w.st.Sent[code.Message]
	switch {
	case m == nil:
		return nil, refuse(42016, "task_id to update does not exist")
	case len(req.UserIDs) > maxRecipients || len(req.PartyIDs) > maxParties || len(req.TagIDs) > maxParties:
		return nil, refuse(codeBadParameter, "too many recipients")
	case req.AtAll == 1 || slices.Contains(req.PartyIDs, 1):
		return m.To, nil
	case len(req.UserIDs) > 0:
		return req.UserIDs, nil
	case code.Clicker != "":
		return []string{code.Clicker}, nil
	}
	return nil, refuse(82001, "all of userids, partyids and tagids are empty")
}

// change is what an update does to a bubble.
type change func(b *bubble) error

// change validates the update's body.
func (r *updateRequest) change() (change, error) {
	switch {
	case r.Card != nil:
		return turnInto(r.Card)
	case r.Button != nil && r.Button.ReplaceName != "":
		return replaceButtons(r.Button.ReplaceName), nil
	}
	return nil, refuse(codeBadParameter, "button.replace_name and template_card are both missing")
}

// replaceButtons greys the buttons of a card.
func replaceButtons(name string) change {
	return func(b *bubble) error {
		if !b.Card.interactive() {
			return refuse(42031, "Template_Card.card_type has no buttons to replace")
		}
		b.Replaced = name
		return nil
	}
}

// turnInto makes another card of a card; it keeps its task.
func turnInto(next *card) (change, error) {
	if err := next.check(); err != nil {
		return nil, err
	}
	return func(b *bubble) error {
		one := *next
		b.Card, b.Replaced, b.Chosen = &one, "", nil
		if one.interactive() {
			b.Replaced = one.ReplaceText
		}
		return nil
	}, nil
}

// changeCards changes a message's card on the phones of users; it returns those
// who do not have it.
func (w *WeCom) changeCards(message string, users []string, do change) ([]string, error) {
	var invalid []string
	for _, user := range users {
		b := w.cardOf(user, message)
		if b == nil {
			invalid = append(invalid, fold(user))
			continue
		}
		if err := do(b); err != nil {
			return nil, err
		}
		b.Rev = w.st.next()
	}
	if len(invalid) == len(users) {
		return nil, refuse(40031, "invalid userid list")
	}
	return invalid, nil
}

// cardOf returns a member's copy of a card, or nil.
func (w *WeCom) cardOf(user, message string) *bubble {
	p := w.st.Phones[fold(user)]
	if p == nil {
		return nil
	}
	b := p.find(message)
	if b == nil || b.Card == nil {
		return nil
	}
	return b
}
