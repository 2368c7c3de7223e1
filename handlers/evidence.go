package handlers

import (
	"context"
	"strings"
	"time"

	"yishi/committee"
	"yishi/when"
)

// pending tells who has not answered, with telephone numbers, and of everyone how he
// is known to have the notice (谁没回, NTC-06).
func (h *Handlers) pending(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(keepers | committee.Vice) {
		return answer{}, committee.Refuse(committee.Forbidden, "pending.who")
	}
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if d.Meeting.NoticedAt.IsZero() {
		return answer{}, committee.Refuse(committee.Untimely, "meeting.state."+string(d.Meeting.State))
	}
	sent, err := h.clerk.Sendings(ctx, d.Meeting)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.silent(c.by, d) + "\n" + h.deck.Answers(d) + "\n" + h.deck.Evidence(d, sent)}, nil
}

// silent names who has not answered; the numbers are whole for those who telephone.
func (h *Handlers) silent(by committee.Actor, d committee.Dossier) string {
	var silent committee.Body
	for _, id := range d.Meeting.Unanswered() {
		if m, ok := d.Body.Member(id); ok {
			silent = append(silent, m)
		}
	}
	reached, all := d.Meeting.Reached()
	switch {
	case len(silent) == 0:
		return h.deck.Say("pending.none", all)
	case by.Is(keepers):
		return h.deck.Say("pending.some", all, reached, len(silent), silent)
	}
	return h.deck.Say("pending.masked", all, reached, len(silent), silent)
}

// called notes that somebody was told by telephone, now or at a time that is named
// (NTC-06).
func (h *Handlers) called(ctx context.Context, c call) (answer, error) {
	name, told, err := h.toldAt(c.args)
	if err != nil {
		return answer{}, err
	}
	c.args = name
	who, err := h.whoIsMeant(ctx, c, func(d committee.Dossier) []committee.MemberID { return d.Meeting.Unreached() }, "called.ask")
	if err != nil {
		return answer{}, err
	}
	d, err := h.clerk.Called(ctx, c.by, who.ID, told)
	if err != nil {
		return answer{}, err
	}
	reached, all := d.Meeting.Reached()
	if a := d.Meeting.Attendee(who.ID); a.Reached == committee.ByPhone {
		return answer{text: h.deck.Say("called.done", who.Name, all, reached, a.ReachedAt)}, nil
	}
	return answer{text: h.deck.Say("called.known", who.Name, all, reached)}, nil
}

// toldAt parts a name from the time at which its bearer was told; a time of day is
// one of today.
func (h *Handlers) toldAt(args string) (name string, told time.Time, err error) {
	name, text, timed := strings.Cut(args, " ")
	if !timed {
		return name, told, nil
	}
	told, ok := h.moment(text)
	if !ok {
		return name, told, committee.Refuse(committee.Invalid, "called.time", clip(text, 20))
	}
	return name, told, nil
}

// moment reads a time of day as one of today, and other words as they say.
func (h *Handlers) moment(text string) (at time.Time, ok bool) {
	now := h.clerk.Now()
	if t, err := time.Parse("15:04", text); err == nil {
		return committee.DayOf(now).At(t.Hour(), t.Minute(), committee.Zone), true
	}
	read, err := when.Read(text, now, h.clerk.Calendar())
	return read.Start, err == nil && read.HasClock
}

// takeBackCall takes back a note that somebody was told by telephone (§3.9).
func (h *Handlers) takeBackCall(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return answer{}, committee.Refuse(committee.Invalid, "called.undo-ask")
	}
	who, err := h.person(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	d, err := h.clerk.TakeBackCall(ctx, c.by, who.ID)
	if err != nil {
		return answer{}, err
	}
	reached, all := d.Meeting.Reached()
	return answer{text: h.deck.Say("called.undone", who.Name, all, reached)}, nil
}
