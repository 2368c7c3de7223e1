package handlers

import (
	"context"
	"strings"

	"yishi/cards"
	"yishi/committee"
)

// delegate lets another member preside over this meeting (委托主持 李慧敏 事由=出差, MTG-04).
func (h *Handlers) delegate(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partReason)
	name, reason, _ := strings.Cut(head, " ")
	if name == "" {
		return answer{}, committee.Refuse(committee.Invalid, "delegate.form")
	}
	reason = joinWords(strings.Trim(reason, " ,"), of[partReason])
	if err := tooLong(reason, 100); err != nil {
		return answer{}, err
	}
	who, err := h.person(ctx, c.by, name)
	if err != nil {
		return answer{}, err
	}
	d, err := h.clerk.Delegate(ctx, c.by, who, reason)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("delegate.done", who.Name, cards.MeetingName(d), d.Meeting.ChairReason)}, nil
}

// takeBack ends the delegation (收回委托).
func (h *Handlers) takeBack(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.TakeBack(ctx, c.by)
	return answer{text: h.deck.Say("delegate.taken-back", cards.MeetingName(d))}, err
}
