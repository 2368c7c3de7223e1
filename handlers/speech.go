package handlers

import (
	"context"
	"strings"

	"yishi/committee"
)

// takeUp begins a topic of the agenda (议题 2, 审议 2, SPK-01).
func (h *Handlers) takeUp(ctx context.Context, c call) (answer, error) {
	position, _ := leadingNumber(c.args)
	if position == 0 {
		return answer{}, committee.Refuse(committee.Invalid, "taken.form")
	}
	t, err := h.clerk.TakeUp(ctx, c.by, position)
	if err != nil {
		return answer{}, err
	}
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	text := h.deck.TakenUp(t) + "\n" + h.deck.Order(d)
	if t.Voted() {
		text += "\n" + h.deck.Say("taken.vote", t.Position)
	}
	return answer{text: text}, nil
}

// order says in which order the members speak (发言顺序).
func (h *Handlers) order(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if !d.Meeting.Sitting() {
		return answer{}, committee.Refuse(committee.Untimely, "order.not-in-session")
	}
	return answer{text: h.deck.Order(d)}, nil
}

// noMore keeps that somebody agrees with the report and has nothing to add (无补充).
func (h *Handlers) noMore(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.Speak(ctx, c.by, c.by.Member.ID, committee.NoMore, h.deck.Say("note.no-more"))
	return answer{text: h.deck.Say("note.no-more.done")}, err
}

// reserve keeps a reserved opinion on a topic that was decided (保留意见 …, SPK-03).
func (h *Handlers) reserve(ctx context.Context, c call) (answer, error) {
	position, text := 0, c.args
	if rest, ok := strings.CutPrefix(c.args, "议题"); ok {
		position, text = leadingNumber(rest)
	}
	if text = strings.Trim(text, " :,"); text == "" {
		return answer{}, committee.Refuse(committee.Invalid, "reserve.form")
	}
	if err := tooLong(text, 1000); err != nil {
		return answer{}, err
	}
	t, err := h.clerk.Reserve(ctx, c.by, position, text)
	return answer{text: h.deck.Say("reserve.done", t.Position)}, err
}

// record lists the words for the record (发言记录), to the recorder and the chair.
func (h *Handlers) record(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Record(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Record(d)}, nil
}

// announceEarly tells date and topics before the notice (预通知, NTC-03).
func (h *Handlers) announceEarly(ctx context.Context, c call) (answer, error) {
	d, told, err := h.clerk.AnnounceEarly(ctx, c.by)
	return answer{text: h.deck.Say("early.done", told, d.Meeting.NoticeAt)}, err
}
