package handlers

import (
	"context"
	"regexp"

	"yishi/bot"
	"yishi/committee"
)

var binding = regexp.MustCompile(`^(?:绑定|/bind)[ :+]*(\d{6})$`)

// bindingCode reads “绑定 482913”, which a stranger may say too (SYS-03).
func bindingCode(said string) (code string, ok bool) {
	m := binding.FindStringSubmatch(fold(said))
	if m == nil {
		return "", false
	}
	return m[1], true
}

// bind adds the account that speaks to the person for whom the code was made.
func (h *Handlers) bind(ctx context.Context, from bot.UserRef, code string) (bot.Reply, error) {
	by, err := h.clerk.Bind(ctx, committee.Account{Platform: string(from.Platform), User: from.ID}, code)
	a := answer{}
	if err == nil {
		a.text = h.deck.Say("bind.done", by.Member.Comrade(), by.Committee.Name)
	}
	if a, err = h.heard(a, err); a.refused {
		com, err := h.clerk.Committee(ctx, h.home)
		return bot.Reply{Text: a.text + h.deck.Say("bind.contact", com.Contact.Name, com.Contact.Phone)}, err
	}
	return bot.Reply{Text: a.text, As: ref(by)}, err
}

// bindForm says how to bind to one who did not give the code as it is meant.
func (h *Handlers) bindForm(_ context.Context, c call) (answer, error) {
	return answer{text: h.deck.Say("bind.form", c.by.Committee.Contact.Name, c.by.Committee.Contact.Phone), refused: true}, nil
}

// makeBinding makes a code for somebody who uses another account, or had none (绑定码).
func (h *Handlers) makeBinding(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(keepers | committee.Admin) {
		return answer{}, committee.Refuse(committee.Forbidden, "bind.who")
	}
	if c.args == "" {
		return answer{}, committee.Refuse(committee.Invalid, "bind.whom")
	}
	who, err := h.person(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	code, b, err := h.clerk.MakeBinding(ctx, c.by, who)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("bind.made", who.Name, code, b.ExpiresAt)}, nil
}
