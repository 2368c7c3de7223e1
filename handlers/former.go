package handlers

import (
	"context"
	"errors"
	"slices"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
)

// former answers one who serves no longer. The minutes of a meeting that he attended
// stay open to him, and he says that he has read them (MIN-06); all else is over.
func (h *Handlers) former(ctx context.Context, by committee.Actor, ev bot.Event) (bot.Reply, error) {
	reply, done, err := h.readsStill(ctx, by, ev)
	if done || err != nil {
		return h.named(by, reply), err
	}
	m, contact := by.Member, by.Committee.Contact
	if m.EndedWithTerm() || m.Lapses && m.Expired(h.today()) {
		return bot.Reply{Text: h.deck.Say("left.term", m.Until, contact.Name, contact.Phone)}, nil
	}
	return bot.Reply{Text: h.deck.Say("left", by.Committee.Name, contact.Name, contact.Phone)}, nil
}

// Of what is on a card of minutes, and of what is typed, this is open to one who serves
// no longer.
var (
	readerCards   = []string{clerk.MinutesCard, clerk.MinutesUnread}
	readerActions = []string{"minutes.view", "minutes.read"}
	readerWords   = []string{"纪要", "已阅"}
)

// readsStill does what he asks about minutes; done is false when it is none of that, or
// none of his minutes.
func (h *Handlers) readsStill(ctx context.Context, by committee.Actor, ev bot.Event) (reply bot.Reply, done bool, err error) {
	switch ev.Kind {
	case bot.Tapped:
		shown, err := h.clerk.Card(ctx, by, ev.Tap.Card)
		name, _ := parseAction(ev.Tap.Action)
		if err != nil || shown == nil || !slices.Contains(readerCards, shown.Kind) || !slices.Contains(readerActions, name) {
			return reply, false, err
		}
		reply, err = h.tapped(ctx, by, *ev.Tap)
		return reply, true, err
	case bot.Said:
		cmd, args, _ := h.match(h.tidied(fold(ev.Said)))
		if cmd == nil || !slices.Contains(readerWords, cmd.names[0]) {
			return reply, false, nil
		}
		a, err := cmd.run(ctx, call{by: by, args: args, said: cmd.names[0]})
		if _, no := errors.AsType[*committee.Refusal](err); no {
			return reply, false, nil
		}
		return bot.Reply{Text: a.text}, true, err
	default:
	}
	return reply, false, nil
}
