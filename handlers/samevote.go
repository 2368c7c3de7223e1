package handlers

import (
	"context"

	"yishi/committee"
)

// changeVote makes a vote another one (改为反对, spec §3.9).
func (h *Handlers) changeVote(ctx context.Context, c call) (answer, error) {
	v, err := h.clerk.Ballot(ctx, c.by, committee.BallotID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	i := int(c.subject(1))
	if i < 0 || i >= len(committee.Choices) {
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	return h.voteFor(ctx, c.by, []committee.Ballot{v.Ballot}, committee.Choices[i])
}

// keepVote leaves a vote as it is (不改, spec §3.9).
func (h *Handlers) keepVote(ctx context.Context, c call) (answer, error) {
	v, err := h.clerk.Ballot(ctx, c.by, committee.BallotID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("ballot.kept", h.deck.ChoiceName(v.Ballot.Votes[c.by.Member.ID]))}, nil
}
