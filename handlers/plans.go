package handlers

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
	"yishi/when"
	"yishi/workday"
)

// schedule drafts the meeting for a date and a place (定会, MTG-03).
func (h *Handlers) schedule(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary | committee.Vice | committee.Recorder) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	if c.args == "" {
		return answer{text: h.deck.Say("plan.ask")}, nil
	}
	p, err := h.plan(c.args, c.said)
	if err != nil {
		return answer{}, err
	}
	return h.place(ctx, c, p)
}

// place drafts a plan, at the usual place when none was said.
func (h *Handlers) place(ctx context.Context, c call, p committee.Plan) (answer, error) {
	if p.Place == "" {
		var err error
		if p.Place, err = h.usualPlace(ctx, c.by); err != nil {
			return answer{}, err
		}
	}
	return h.fix(ctx, c, p)
}

// plan reads a date, a time and a place; command is the word that asked for it.
func (h *Handlers) plan(text, command string) (committee.Plan, error) {
	p := committee.Plan{Kind: committee.Regular}
	now := h.clerk.Now()
	r, err := when.Read(text, now, h.clerk.Calendar())
	if e, ok := errors.AsType[*when.Error](err); err != nil && (!ok || e.Kind != when.NotPublished) {
		return p, unreadable(err, command)
	}
	if r.Past && workday.On(r.Start) == workday.On(now) {
		return p, committee.Refuse(committee.Invalid, "plan.past-time", r.Start)
	}
	if past, ok := passed(r, now); ok {
		return p, committee.Refuse(committee.Invalid, "plan.past-day", past)
	}
	switch {
	case r.Kind == when.Nothing || dateLike.MatchString(r.Rest) && workday.On(r.Start) == workday.On(now):
		return p, committee.Refuse(committee.Invalid, "plan.no-date", command)
	case r.Ambiguous && anotherDay(r):
		return p, committee.Refuse(committee.Invalid, "plan.ambiguous", readings(r))
	case !r.HasClock:
		return p, committee.Refuse(committee.Invalid, "plan.no-clock", workday.On(r.Start), r.Start.Format("1-2"), command)
	}
	p.Starts, p.Place = r.Start, strings.Trim(r.Rest, " ,，。")
	if n := len([]rune(p.Place)); n > 60 {
		return p, committee.Refuse(committee.Invalid, "plan.place-too-long", n, 60)
	}
	return p, nil
}

// passed finds the day of this year that a date without a year names and that has
// passed: 12月1日 said on 8 December is no date of next year.
func passed(r when.Reading, now time.Time) (workday.Date, bool) {
	if r.Past {
		return workday.On(r.Start), !workday.On(r.Start).Before(workday.On(now)) || r.Start.Before(now)
	}
	for _, other := range r.Others {
		if r.Ambiguous && other.Start.Before(now) && other.Start.Year() == now.Year() && r.Start.Year() > now.Year() {
			return workday.On(other.Start), true
		}
	}
	return workday.Date{}, false
}

// dateLike finds what was meant as a date and is none, such as 13-1.
var dateLike = regexp.MustCompile(`^\s*\d+\s*[-/.月]\s*\d+`)

// anotherDay reports whether the words may mean another day too; of two hours of one
// day the likelier is taken, since it is echoed and confirmed before anything leaves.
func anotherDay(r when.Reading) bool {
	return slices.ContainsFunc(r.Others, func(o when.Reading) bool { return workday.On(o.Start) != workday.On(r.Start) })
}

func readings(r when.Reading) []string {
	var out []string
	for _, one := range append([]when.Reading{r}, r.Others...) {
		out = append(out, one.Start.Format("2006年")+cards.Day(workday.On(one.Start)))
	}
	return slices.Compact(out)
}

// unreadable says what is wrong with a date.
func unreadable(err error, command string) error {
	e, ok := errors.AsType[*when.Error](err)
	switch {
	case !ok:
		return err
	case e.Kind == when.NoSuchDay:
		return committee.Refuse(committee.Invalid, "date.none", e.Month, e.Day)
	case e.Kind == when.WeekdayMismatch:
		return committee.Refuse(committee.Invalid, "date.weekday")
	}
	return committee.Refuse(committee.Invalid, "plan.no-date", command)
}

// fix drafts a plan and echoes it; a rest day is asked back first (spec.md §3.9).
func (h *Handlers) fix(ctx context.Context, c call, p committee.Plan) (answer, error) {
	d, err := h.clerk.Fix(ctx, c.by, p)
	if r, ok := errors.AsType[*committee.Refusal](err); ok && r.Rule == "plan.rest-day" {
		return h.askRestDay(ctx, c, p, r)
	}
	if err != nil {
		return answer{}, err
	}
	if !c.by.Is(committee.Secretary) {
		return answer{text: h.deck.Say("plan.for-secretary", d.Meeting.Starts, d.Meeting.Place)}, nil
	}
	return answer{text: h.deck.PlanText(d)}, nil
}

const planForm = "2006-01-02 15:04"

func (h *Handlers) askRestDay(ctx context.Context, c call, p committee.Plan, r *committee.Refusal) (answer, error) {
	answers := map[string]string{"starts": p.Starts.Format(planForm), "place": p.Place, "move": c.said, "kind": string(p.Kind), "reason": p.Reason}
	if err := h.clerk.Ask(ctx, c.by, planningAgain, 0, answers); err != nil {
		return answer{}, err
	}
	text := h.deck.Refusal(r)
	card := &bot.Card{Title: h.deck.Say("plan.rest-day.title", r.Args...), Desc: h.deck.Say("plan.rest-day.desc"), Text: text}
	card.Buttons = append(card.Buttons, bot.Button{Text: "仍安排", Action: cards.Action("plan.still"), Style: bot.Primary})
	for _, day := range r.Args[1].([]workday.Date) { //nolint:errcheck // the rule gives the days in this form; a test of §3.9 shows them
		card.Buttons = append(card.Buttons, bot.Button{Text: h.deck.Say("day.button", day), Action: cards.Action("plan.on", day.At(0, 0, committee.Zone).Unix())})
	}
	return answer{text: text, card: card}, nil
}

// still drafts the meeting on the rest day that was asked back (仍安排).
func (h *Handlers) still(ctx context.Context, c call) (answer, error) { return h.replan(ctx, c, 0) }

// onOtherDay drafts it on the working day of the button.
func (h *Handlers) onOtherDay(ctx context.Context, c call) (answer, error) {
	return h.replan(ctx, c, c.subject(0))
}

func (h *Handlers) replan(ctx context.Context, c call, day int64) (answer, error) {
	d, talking, err := h.clerk.Dialogue(ctx, c.by)
	switch {
	case err != nil:
		return answer{}, err
	case !talking || d.Kind != planningAgain:
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	if day == 0 {
		return h.fixRestDay(ctx, c, d.Answers)
	}
	starts, err := time.ParseInLocation(planForm, d.Answers["starts"], committee.Zone)
	if err != nil {
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	on := workday.On(time.Unix(day, 0).In(committee.Zone))
	p := planOf(d.Answers)
	p.Starts = on.At(starts.Hour(), starts.Minute(), committee.Zone)
	return h.planAnew(ctx, c, p, d.Answers["move"])
}

func (h *Handlers) fixRestDay(ctx context.Context, c call, answers map[string]string) (answer, error) {
	starts, err := time.ParseInLocation(planForm, answers["starts"], committee.Zone)
	if err != nil {
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	p := planOf(answers)
	p.Starts, p.RestDay = starts, true
	return h.planAnew(ctx, c, p, answers["move"])
}

// planOf is the plan, without its time, of which a rest day was asked back.
func planOf(answers map[string]string) committee.Plan {
	return committee.Plan{Kind: committee.MeetingKind(answers["kind"]), Reason: answers["reason"], Place: answers["place"]}
}

// planAnew does what was begun before the day was asked back, and forgets the
// question when it is done.
func (h *Handlers) planAnew(ctx context.Context, c call, p committee.Plan, begun string) (answer, error) {
	c.said = begun
	do := h.fix
	if begun == "改期" {
		do = h.moveTo
	}
	a, err := do(ctx, c, p)
	if err != nil {
		return a, err
	}
	return a, h.clerk.EndDialogue(ctx, c.by)
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
	p, err := h.plan(where, "紧急会议")
	if err != nil {
		return answer{}, err
	}
	if err := tooLong(reason, 200); err != nil {
		return answer{}, err
	}
	p.Kind, p.Reason = committee.Urgent, strings.Trim(reason, " :=,")
	return h.place(ctx, c, p)
}

// usualPlace is where the committee met last; without a meeting the contact tells.
func (h *Handlers) usualPlace(ctx context.Context, by committee.Actor) (string, error) {
	d, err := h.clerk.Latest(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil || d.Meeting.Place != "" {
		return d.Meeting.Place, err
	}
	return h.deck.Say("plan.place-later"), nil
}

// confirm releases the draft (确认发出).
func (h *Handlers) confirm(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Confirm(ctx, c.by, committee.MeetingID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Confirmed(d)}, nil
}

// askDate asks for the new date of a meeting (改期).
func (h *Handlers) askDate(context.Context, call) (answer, error) {
	return answer{text: h.deck.Say("plan.ask-date")}, nil
}

// move gives the meeting a new date (MTG-06).
func (h *Handlers) move(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return h.askDate(ctx, c)
	}
	p, err := h.plan(c.args, "改期")
	if err != nil {
		return answer{}, err
	}
	return h.moveTo(ctx, c, p)
}

func (h *Handlers) moveTo(ctx context.Context, c call, p committee.Plan) (answer, error) {
	d, err := h.clerk.Move(ctx, c.by, p)
	if r, ok := errors.AsType[*committee.Refusal](err); ok {
		switch r.Rule {
		case "plan.rest-day":
			return h.askRestDay(ctx, c, p, r)
		case "meeting.none", "meeting.state.adjourned", "meeting.state.circulated": // there is nothing to move: it is planned
			c.said, c.args = "定会", ""
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
		text := h.deck.Say("meeting.info", cards.MeetingName(d), d.Meeting.Starts, d.Meeting.Place, h.deck.Say("meeting.state."+string(d.Meeting.State)))
		return answer{text: text + "\n" + cards.Agenda(d.Sees(c.by.Member.ID))}, nil
	}
	return answer{text: h.deck.NoticeText(d, c.by.Member)}, nil
}

// viewDraft shows the secretary the notice as it would leave.
func (h *Handlers) viewDraft(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary | committee.Vice | committee.Recorder) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	return h.viewNotice(ctx, c)
}
