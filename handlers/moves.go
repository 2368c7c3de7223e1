package handlers

import (
	"context"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
)

// askMove shows what moving a meeting that was noticed would come to, and whom it would
// tell: nobody is told before the secretary has confirmed it (MTG-06, interface.md
// “Fixing a meeting”).
func (h *Handlers) askMove(ctx context.Context, c call, p committee.Plan, told int) (answer, error) {
	d, err := h.clerk.Move(clerk.Rehearse(ctx), c.by, p)
	if err != nil {
		return answer{}, err
	}
	if err := h.clerk.Ask(ctx, c.by, moving, 0, keptPlan(c.said, p)); err != nil {
		return answer{}, err
	}
	text := h.deck.MoveText(d, told)
	return answer{text: text, card: &bot.Card{
		Title: h.deck.Say("move.title"), Desc: h.deck.Say("move.desc", cards.Dated(d.Meeting.Starts, d.Now)), Body: d.Meeting.Place, Text: text,
		Buttons: []bot.Button{
			{Text: "确认发出", Action: cards.Action("plan.moved"), Style: bot.Primary},
			{Text: "改期", Action: cards.Action("plan.move")},
			{Text: "不改期", Action: cards.Action("plan.unmoved")},
		},
	}}, nil
}

// unmove leaves the meeting as it is (不改期).
func (h *Handlers) unmove(ctx context.Context, c call) (answer, error) {
	if _, err := h.waits(ctx, c.by, moving); err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("dialogue.cancelled.move")}, h.clerk.EndDialogue(ctx, c.by)
}

// moveNow moves the meeting as it was asked and shown, and releases the new date.
func (h *Handlers) moveNow(ctx context.Context, c call) (answer, error) {
	asked, err := h.waits(ctx, c.by, moving)
	if err != nil {
		return answer{}, err
	}
	p, err := planOf(asked.Answers)
	if err != nil {
		return answer{}, err
	}
	d, told, err := h.clerk.MoveConfirmed(ctx, c.by, p)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("move.done", told) + h.deck.Confirmed(d)}, h.clerk.EndDialogue(ctx, c.by)
}
