package handlers

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
	"yishi/workday"
)

// schedule drafts the meeting for a date and a place (定会, MTG-03).
func (h *Handlers) schedule(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(drafters) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	if c.args == "" {
		return h.ask(ctx, c.by, choosing, offer{text: h.deck.Say("plan.ask"), own: own{begun: c.said}})
	}
	return h.planned(ctx, c, h.place)
}

// planned reads a date and a place and does with them what was asked for: at once, or
// once it is clear what is meant. 仍安排 behind them means a rest day all the same.
func (h *Handlers) planned(ctx context.Context, c call, do func(context.Context, call, committee.Plan) (answer, error)) (answer, error) {
	text, still := strings.CutSuffix(strings.TrimSpace(c.args), stillMeant)
	tail := ""
	if still {
		tail = stillMeant
	}
	p, q, err := h.plan(wish{command: c.said, text: text, tail: tail})
	switch {
	case err != nil:
		return answer{}, err
	case q != nil:
		return h.ask(ctx, c.by, choosing, *q)
	}
	p.RestDay = still
	a, err := do(ctx, c, p)
	return h.echoed(c, a, err, p)
}

// stillMeant is said of a rest day that is meant (spec.md §3.9).
const stillMeant = "仍安排"

// echoed adds to a refusal the day that was asked for, with its weekday and what the
// calendar knows of it (interface.md, “Fixing a meeting”).
func (h *Handlers) echoed(c call, a answer, err error, p committee.Plan) (answer, error) {
	r, ok := errors.AsType[*committee.Refusal](err)
	if !ok || r.Kind == committee.Forbidden {
		return a, err
	}
	text := h.echo(r, p)
	if r.Rule == "notice.too-late" && c.by.Is(committee.Secretary) {
		return h.ways(text, p), nil
	}
	return answer{text: text, refused: true}, nil
}

// echo is a refusal with the day that was asked for.
func (h *Handlers) echo(r *committee.Refusal, p committee.Plan) string {
	text := h.deck.Refusal(r)
	on, cal := workday.On(p.Starts), h.clerk.Calendar()
	if cal.Published(on.Year) {
		text += h.provisional(r)
	}
	switch named := strings.Contains(text, cards.Day(on)); {
	case cal.MakeUp(on), named && (!cal.Works(on) || !cal.Published(on.Year)):
		text += "\n" + h.deck.DayKind(cal, on)
	case !named:
		text += "\n" + h.deck.Say("plan.echo", cards.Dated(p.Starts, h.clerk.Now()), h.deck.DayMark(cal, on))
	}
	return text
}

// ways offers what is left when a notice would be too late (spec.md §3.9).
func (h *Handlers) ways(text string, p committee.Plan) answer {
	return answer{text: text, refused: true, card: &bot.Card{
		Title: h.deck.Say("notice.too-late.title", p.Starts), Desc: h.deck.Say("notice.too-late.desc"), Text: text,
		Buttons: []bot.Button{
			{Text: "改期", Action: cards.Action("plan.move"), Style: bot.Primary},
			{Text: "紧急会议", Action: cards.Action("plan.urgent")},
		},
	}}
}

// place drafts a plan, at the usual place when none was said; where there is none, it is
// asked for before the notice goes out, which is to name it (NTC-07).
func (h *Handlers) place(ctx context.Context, c call, p committee.Plan) (answer, error) {
	if p.Place != "" {
		return h.fix(ctx, c, p)
	}
	d, err := h.clerk.Latest(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if d.Meeting.Place != h.deck.Say("plan.place-later") { // that is none
		p.Place = d.Meeting.Place
	}
	return h.fix(ctx, c, p)
}

// fix drafts a plan and echoes it; a rest day is asked back first (spec.md §3.9).
func (h *Handlers) fix(ctx context.Context, c call, p committee.Plan) (answer, error) {
	open := p.Place == ""
	p.Place = cmp.Or(p.Place, h.deck.Say("plan.place-later"))
	d, err := h.clerk.Fix(ctx, c.by, p)
	if r, ok := errors.AsType[*committee.Refusal](err); ok {
		switch r.Rule {
		case "plan.rest-day":
			return h.askRestDay(ctx, c, p, r)
		case "plan.instead":
			return h.askInstead(ctx, c, p, r)
		}
	}
	if err != nil {
		return answer{}, err
	}
	text := h.deck.PlanText(d)
	if !c.by.Is(committee.Secretary) {
		text = h.deck.Say("plan.for-secretary", cards.Dated(d.Meeting.Starts, d.Now), d.Meeting.Place) + h.deck.DayKind(d.Calendar, d.Meeting.Day())
	}
	if !open {
		return answer{text: text}, nil
	}
	return answer{text: text + "\n" + h.deck.Say("plan.place-ask")}, h.clerk.Ask(ctx, c.by, placing, 0, keptPlan(c.said, p))
}

// askRestDay asks whether a rest day is meant, or one of the working days behind it.
func (h *Handlers) askRestDay(ctx context.Context, c call, p committee.Plan, r *committee.Refusal) (answer, error) {
	hour := cards.Clock(p.Starts)
	why := ""
	if p.Reason != "" {
		why = "事由 " + p.Reason
	}
	words := func(on workday.Date, tail string) string {
		return joinWords(c.said, on.String(), hour, p.Place, why, tail)
	}
	q := offer{
		title: h.deck.Say("plan.rest-day.title", r.Args...), text: h.deck.Refusal(r) + h.provisional(r),
		guesses: []guess{{stillMeant, stillMeant, words(workday.On(p.Starts), stillMeant)}},
		own:     own{begun: c.said, hour: hour, rest: joinWords(p.Place, why)},
	}
	for _, day := range r.Args[1].([]workday.Date) { //nolint:errcheck // the rule gives the days in this form; a test of §3.9 shows them
		q.guesses = append(q.guesses, guess{h.deck.Say("day.button", day), cards.Day(day), words(day, "")})
	}
	return h.ask(ctx, c.by, choosing, q)
}

// urgent drafts a meeting for an urgent matter (NTC-05): time, place, reason.
func (h *Handlers) urgent(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	where, reason, ok := strings.Cut(c.args, "事由")
	if !ok {
		return answer{}, committee.Refuse(committee.Invalid, "plan.urgent-reason")
	}
	if err := tooLong(reason, 200); err != nil {
		return answer{}, err
	}
	reason = strings.Trim(reason, " :,")
	return h.convened(ctx, c, committee.Urgent, where, reason)
}

// askUrgent says how an urgent meeting is called (紧急会议).
func (h *Handlers) askUrgent(_ context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	return answer{text: h.deck.Say("plan.urgent-reason")}, nil
}

// confirm releases the draft (确认发出).
func (h *Handlers) confirm(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Confirm(ctx, c.by, committee.MeetingID(c.subject(0)))
	r, refused := errors.AsType[*committee.Refusal](err)
	if refused && c.subject(0) == 0 && (r.Rule == "meeting.none" || strings.HasPrefix(r.Rule, "meeting.state.")) {
		return answer{}, committee.Refuse(r.Kind, "plan.nothing")
	}
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Confirmed(d)}, nil
}

// askDate asks for the new date of a meeting (改期).
func (h *Handlers) askDate(ctx context.Context, c call) (answer, error) {
	if err := h.convenes(ctx, c.by); err != nil {
		return answer{}, err
	}
	return h.ask(ctx, c.by, choosing, offer{text: h.deck.Say("plan.ask-date"), own: own{begun: "改期"}})
}

// convenes refuses whoever neither is the secretary nor was delegated for the meeting
// that is to come (MTG-03).
func (h *Handlers) convenes(ctx context.Context, by committee.Actor) error {
	if by.Is(committee.Secretary) {
		return nil
	}
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil || d.Meeting.Convenes(by) {
		return err
	}
	return committee.Refuse(committee.Forbidden, "meeting.only-secretary")
}

// move gives the meeting a new date (MTG-06).
func (h *Handlers) move(ctx context.Context, c call) (answer, error) {
	if err := h.convenes(ctx, c.by); err != nil || c.args == "" {
		return h.askDate(ctx, c) // which refuses whom this does
	}
	return h.planned(ctx, c, h.moveTo)
}

func (h *Handlers) moveTo(ctx context.Context, c call, p committee.Plan) (answer, error) {
	told, err := h.clerk.Told(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	var d committee.Dossier
	if told > 0 {
		var a answer
		if a, err = h.askMove(ctx, c, p, told); err == nil {
			return a, nil
		}
	} else {
		d, err = h.clerk.Move(ctx, c.by, p)
	}
	if r, ok := errors.AsType[*committee.Refusal](err); ok {
		switch r.Rule {
		case "plan.rest-day":
			return h.askRestDay(ctx, c, p, r)
		case "meeting.none", "meeting.state.adjourned", "meeting.state.circulated": // there is nothing to move: it is planned
			c.said = "定会"
			return h.place(ctx, c, p)
		}
	}
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.PlanText(d)}, nil
}

// cancelMeeting calls the meeting off.
func (h *Handlers) cancelMeeting(ctx context.Context, c call) (answer, error) {
	d, told, err := h.clerk.Cancel(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if told == 0 {
		return answer{text: h.deck.Say("meeting.cancelled.unheard", cards.MeetingName(d))}, nil
	}
	text := h.deck.Say("meeting.cancelled", cards.MeetingName(d), told)
	if phones := othersTold(c.by, d); len(phones) > 0 {
		text += "\n" + h.deck.Say("meeting.cancelled.phones", phones)
	}
	return answer{text: text}, nil
}

// othersTold are the people on the roll whom the notice is known to have reached: they
// count on the meeting, and are telephoned when it is called off (MTG-06).
func othersTold(by committee.Actor, d committee.Dossier) committee.Body {
	var out committee.Body
	for _, a := range d.Meeting.Roll {
		if m, ok := d.Body.Member(a.Member); ok && a.Reached != "" && m.ID != by.Member.ID {
			out = append(out, m)
		}
	}
	return out
}

// lapse records that the meeting could not be held.
func (h *Handlers) lapse(ctx context.Context, c call) (answer, error) {
	if err := h.sameMeeting(ctx, c); err != nil {
		return answer{}, err
	}
	_, err := h.clerk.Lapse(ctx, c.by)
	return answer{text: h.deck.Say("meeting.lapsed")}, err
}

// wait waits another quarter of an hour for a quorum.
func (h *Handlers) wait(ctx context.Context, c call) (answer, error) {
	if err := h.sameMeeting(ctx, c); err != nil {
		return answer{}, err
	}
	until, err := h.clerk.Wait(ctx, c.by)
	return answer{text: h.deck.Say("meeting.waiting", committee.Moment(until))}, err
}

// viewNotice says the whole notice in words (查看议题).
func (h *Handlers) viewNotice(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Dossier(ctx, c.by, committee.MeetingID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	if d.Meeting.Held() || !d.Meeting.Pending() {
		text := h.meetingInfo(d, h.deck.Say("meeting.state."+string(d.Meeting.State)))
		return answer{text: text + "\n" + cards.Agenda(d.Sees(c.by.Member.ID))}, nil
	}
	return answer{text: h.deck.NoticeText(d, c.by.Member)}, nil
}

// viewDraft shows the secretary the notice as it would leave.
func (h *Handlers) viewDraft(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(drafters) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	return h.viewNotice(ctx, c)
}
