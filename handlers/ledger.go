package handlers

import (
	"context"
	"strconv"
	"strings"

	"yishi/cards"
	"yishi/clerk"
)

// why says why the newest message came, or the n-th last (为什么, M12).
func (h *Handlers) why(ctx context.Context, c call) (answer, error) {
	n := 1
	if number, err := strconv.Atoi(strings.Trim(c.args, "第条 ")); err == nil {
		n = number
	}
	letters, err := h.clerk.Received(ctx, c.by, n)
	if err != nil {
		return answer{}, err
	}
	came := make([]cards.Came, len(letters))
	for i, l := range letters {
		head, err := h.letters.Head(ctx, c.by, l)
		if err != nil {
			return answer{}, err
		}
		came[i] = cards.Came{Kind: l.Kind, Head: head, Planned: l.PlannedAt, Sent: l.SentAt}
	}
	return answer{text: h.deck.WhyCame(came, clerk.Remembered)}, nil
}
