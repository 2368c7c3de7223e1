package handlers

import (
	"context"
	"errors"
	"strings"
	"time"

	"yishi/committee"
	"yishi/when"
)

// leaveRoom records that somebody left the room (退席).
func (h *Handlers) leaveRoom(ctx context.Context, c call) (answer, error) {
	who := c.by.Member
	name, at, err := h.whoLeft(c.args)
	if err != nil {
		return answer{}, err
	}
	if name != "" {
		named, err := h.person(ctx, c.by, name)
		switch _, no := errors.AsType[*committee.Refusal](err); {
		case err == nil:
			who = named
		case !no || c.by.Is(keepers) || !at.IsZero() || len([]rune(name)) < 4:
			return answer{}, err
		} // anybody else tells at some length why he leaves himself; a short word may be a name
	}
	a, err := h.clerk.LeaveRoom(ctx, c.by, who.ID, at)
	if err != nil {
		return answer{}, err
	}
	text := h.deck.Say("room.left", committee.Moment(a.Line.Left))
	switch {
	case !a.Changed:
		whose := who.Comrade()
		if who.ID == c.by.Member.ID {
			whose = "您"
		}
		return answer{text: h.deck.Say("room.left.already", whose, committee.Moment(a.Line.Left)), refused: true}, nil
	case who.ID != c.by.Member.ID:
		text = h.deck.Say("room.left.other", who.Name, committee.Moment(a.Line.Left))
	}
	if who.ID == a.Dossier.Chair().ID {
		text += h.deck.Say("room.left.chair." + string(a.Dossier.Meeting.State))
	}
	return answer{text: text}, nil
}

// whoLeft reads whose leaving is recorded, and when: 刘芳 15:40, 刘芳15点40, 15:40; no name
// is oneself, no time is now.
func (h *Handlers) whoLeft(text string) (name string, at time.Time, err error) {
	name, said, timed := strings.Cut(text, " ")
	if i := strings.IndexAny(name, "0123456789"); !timed && i >= 0 {
		name, said, timed = name[:i], name[i:], true
	}
	if at, ok := h.earlier(name); ok {
		return strings.TrimSpace(said), at, nil
	}
	if !timed {
		return name, at, nil
	}
	at, ok := h.earlier(said)
	if !ok {
		return name, at, committee.Refuse(committee.Invalid, "leave.when", clip(said, 20))
	}
	return name, at, nil
}

// earlier reads a time of day as one of today, be it past or not.
func (h *Handlers) earlier(said string) (at time.Time, ok bool) {
	midnight := committee.DayOf(h.clerk.Now()).At(0, 0, committee.Zone)
	r, err := when.Read(said, midnight, h.clerk.Calendar())
	return r.Start, err == nil && r.HasClock && r.Rest == ""
}
