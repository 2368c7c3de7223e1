package handlers

import (
	"context"

	"yishi/committee"
)

// opinion keeps what one on leave wants to be read out.
func (h *Handlers) opinion(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return answer{}, committee.Refuse(committee.Invalid, "opinion.empty")
	}
	if _, err := h.clerk.Opinion(ctx, c.by, clip(c.args, 1000)); err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("answer.opinion")}, h.endAsking(ctx, c.by, opining)
}

// askOpinion asks what one who did not come thinks (发送意见).
func (h *Handlers) askOpinion(ctx context.Context, c call) (answer, error) {
	return answer{text: h.deck.Say("opinion.ask")}, h.clerk.Ask(ctx, c.by, opining, 0, nil)
}
