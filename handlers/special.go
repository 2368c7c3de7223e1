package handlers

import (
	"context"
	"strings"

	"yishi/cards"
	"yishi/committee"
)

// special drafts a meeting at another time than the quarter's (召开 特殊 …, MTG-02): its
// reason is said, and it is noticed like any other.
func (h *Handlers) special(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(drafters) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	where, reason, ok := strings.Cut(c.args, "事由")
	if reason = strings.Trim(reason, " :=,"); !ok || reason == "" {
		return answer{}, committee.Refuse(committee.Invalid, "plan.special-reason")
	}
	if err := tooLong(reason, 200); err != nil {
		return answer{}, err
	}
	return h.convened(ctx, c, committee.Special, where, reason)
}

// convened drafts a meeting of a kind that is called for a reason, at the time and place
// of its words; what is unclear of them is asked back. 仍安排 behind the reason means a
// rest day all the same.
func (h *Handlers) convened(ctx context.Context, c call, kind committee.MeetingKind, where, reason string) (answer, error) {
	reason, still := strings.CutSuffix(reason, " "+stillMeant)
	p, q, err := h.plan(wish{command: c.said, text: where, tail: "事由 " + reason})
	switch {
	case err != nil:
		return answer{}, err
	case q != nil:
		return h.ask(ctx, c.by, choosing, *q)
	}
	p.Kind, p.Reason, p.RestDay = kind, reason, still
	a, err := h.place(ctx, c, p)
	return h.echoed(c, a, err, p)
}

// fulfil lets a special or urgent meeting stand for the quarter's (兼作例会, MTG-01).
func (h *Handlers) fulfil(ctx context.Context, c call) (answer, error) {
	d, changed, err := h.clerk.Fulfil(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	key := "fulfil.done"
	if !changed {
		key = "fulfil.again"
	}
	return answer{text: h.deck.Say(key, cards.MeetingName(d), d.Meeting.Day().Quarter())}, nil
}

// explainMissed keeps why a quarter had no meeting, or lists what was kept (未召开原因 …).
func (h *Handlers) explainMissed(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	if reason := strings.Trim(c.args, " :=,"); reason != "" {
		if err := tooLong(reason, 200); err != nil {
			return answer{}, err
		}
		q, err := h.clerk.ExplainMissed(ctx, c.by, reason)
		return answer{text: h.deck.Say("missed.kept", q, reason)}, err
	}
	known, err := h.clerk.Missed(ctx, c.by)
	lines := []string{h.deck.Say("missed.form")}
	for _, q := range known {
		if q.Reason != "" {
			lines = append(lines, h.deck.Say("missed.line", q.Quarter, q.Reason))
		} else {
			lines = append(lines, h.deck.Say("missed.open", q.Quarter))
		}
	}
	return answer{text: strings.Join(lines, "\n")}, err
}
