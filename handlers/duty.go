package handlers

import (
	"context"
	"strings"

	"yishi/clerk"
	"yishi/committee"
	"yishi/papers"
)

// duties tells how members have attended (履职, 到会率): the secretary and the street
// of all or of one, a member of himself (ORG-08, ORG-09).
func (h *Handlers) duties(ctx context.Context, c call) (answer, error) {
	all, err := h.clerk.Duties(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if c.args != "" {
		return h.dutyOf(ctx, c, all)
	}
	if len(all) == 0 {
		return answer{}, committee.Refuse(committee.Forbidden, "duty.who")
	}
	var lines []string
	for _, d := range all {
		lines = append(lines, h.deck.Duty(d, c.by.Committee.Bylaws))
	}
	if len(all) == 1 {
		share, err := h.share(ctx, c.by, all[0])
		return answer{text: lines[0] + "\n" + share}, err
	}
	return answer{text: strings.Join(append(lines, h.deck.Say("duty.rule", c.by.Committee.Bylaws.DutyRate, c.by.Committee.Bylaws.DutyAbsences)), "\n")}, nil
}

func (h *Handlers) dutyOf(ctx context.Context, c call, seen []committee.Duty) (answer, error) {
	who, err := h.person(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	for _, d := range seen {
		if d.Member.ID == who.ID {
			share, err := h.share(ctx, c.by, d)
			return answer{text: h.deck.Duty(d, c.by.Committee.Bylaws) + "\n" + share}, err
		}
	}
	if !committee.SeesDuty(c.by, who.ID) {
		return answer{}, committee.Refuse(committee.Forbidden, "duty.who")
	}
	return answer{}, committee.Refuse(committee.NotFound, "duty.none")
}

// share says what a member has handed in and in how many votes he took part.
func (h *Handlers) share(ctx context.Context, by committee.Actor, d committee.Duty) (string, error) {
	s, err := h.clerk.Share(ctx, by, d.Member.ID)
	return h.deck.Say("duty.share", s.Topics, s.Heard, s.Votes), err
}

// ownRecord is what a member sees of his own duties under 我的 (ORG-09), once there has
// been a meeting.
func (h *Handlers) ownRecord(ctx context.Context, by committee.Actor) (string, error) {
	if !by.Is(committee.Seated) {
		return "", nil
	}
	all, err := h.clerk.Duties(ctx, by)
	for _, d := range all {
		if d.Member.ID == by.Member.ID && len(d.Sittings) > 0 {
			share, err := h.share(ctx, by, d)
			return "\n" + h.deck.Say("duty.mine", len(d.Sittings), d.Came(), d.Rate(), d.OnLeave(), d.Missed()) + share, err
		}
	}
	return "", err
}

// reportDuty draws the report on a member for the secretary, who decides whether the
// street has it (生成).
func (h *Handlers) reportDuty(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Duty(ctx, c.by, committee.MemberID(c.subject(0)), "duty.report")
	if err != nil {
		return answer{}, err
	}
	r := papers.DutyReport{Committee: c.by.Committee, Duty: d, Dated: h.today()}
	card := h.deck.DutyReport(r)
	return answer{text: r.Text(), card: &card}, nil
}

// restDuty lets it rest (暂不).
func (h *Handlers) restDuty(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Duty(ctx, c.by, committee.MemberID(c.subject(0)), "duty.rest")
	return answer{text: h.deck.Say("duty.rest", d.Member.Name)}, err
}

// sendDuty sends the report to the street (报送街道).
func (h *Handlers) sendDuty(ctx context.Context, c call) (answer, error) {
	d, to, err := h.clerk.SendDuty(ctx, c.by, committee.MemberID(c.subject(0)))
	return answer{text: h.deck.Say("duty.sent", d.Member.Name, to)}, err
}

// once are the kinds of cards that are answered once: what they ask stands in no state
// from which they could be drawn anew.
var once = []string{clerk.Answer, clerk.DutyCard}
