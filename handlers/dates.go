package handlers

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"yishi/cards"
	"yishi/committee"
	"yishi/when"
	"yishi/workday"
)

// A wish is a meeting that is asked for: the command that asks, its date and place in
// words, and what else stands behind them.
type wish struct{ command, text, tail string }

// The most guesses that are offered of the readings of a date, and of the days of a week.
const (
	mostReadings = 3
	mostDays     = 5
)

// plan reads the date, the time and the place of a wish. What may mean several things,
// lies in the past or lacks its hour is asked back, and is nothing yet (spec.md §3.9).
func (h *Handlers) plan(w wish) (committee.Plan, *offer, error) {
	now := h.clerk.Now()
	p := committee.Plan{Kind: committee.Regular}
	r, err := when.Read(w.text, now, h.clerk.Calendar())
	if err := misread(w, r, err); err != nil {
		return p, nil, err
	}
	p.Starts, p.Place = r.Start, placeIn(r.Rest)
	if n := len([]rune(p.Place)); n > 60 {
		return p, nil, committee.Refuse(committee.Invalid, "plan.place-too-long", n, 60)
	}
	list := h.readings(r)
	on := workday.On(r.Start)
	switch {
	case len(list) == 0 && on == workday.On(now) && r.HasClock:
		return p, nil, committee.Refuse(committee.Invalid, "plan.past-time", r.Start)
	case len(list) == 0:
		return p, nil, committee.Refuse(committee.Invalid, "plan.past-day", on)
	case len(list) > mostDays:
		return p, nil, committee.Refuse(committee.Invalid, "plan.too-many-days", w.command)
	case asksBack(r, err):
		q := h.whichReading(w, r, list, p.Place)
		q.text = h.unclear(r, err, len(list))
		return p, q, nil
	case !r.HasClock:
		return p, h.whichHour(w, on, p.Place), nil
	}
	return p, nil, nil
}

// placeIn takes off the words beside a date what only joins them, since notices say
// “在{地点}召开会议” themselves: 在二楼会议室开会.
func placeIn(rest string) string {
	place := strings.Trim(rest, placeMarks)
	for _, word := range []string{"定于", "定在", "于", "在", "地点:"} {
		place = strings.TrimLeft(strings.TrimPrefix(place, word), placeMarks)
	}
	for _, word := range []string{"召开会议", "召开", "开会", "举行"} {
		place = strings.TrimRight(strings.TrimSuffix(place, word), placeMarks)
	}
	return place
}

const placeMarks = " ,，。:"

// asksBack reports whether a reading may not be acted on before the person has said
// which is meant.
func asksBack(r when.Reading, err error) bool {
	return err != nil || r.Ambiguous || r.Past || r.Kind == when.Recurring || r.Kind == when.Span && !r.HasClock
}

// misread says what is wrong with date words of which nothing can be made.
func misread(w wish, r when.Reading, err error) error {
	if err != nil && r.Kind == when.Nothing {
		return unreadable(err, w.command)
	}
	said := dateLike.FindStringSubmatch(w.text)
	if said != nil && strings.HasPrefix(r.Rest, strings.TrimSpace(said[0])) { // 13-1 14:30, of which only the hour was read
		return committee.Refuse(committee.Invalid, "date.none", said[1], said[2])
	}
	if r.Kind == when.Nothing {
		return committee.Refuse(committee.Invalid, "plan.no-date", w.command)
	}
	return nil
}

// dateLike finds what was meant as a date and is none, such as 13-1.
var dateLike = regexp.MustCompile(`^\s*(\d{1,4})\s*[-/.月]\s*(\d{1,4})`)

// unreadable says what is wrong with a date.
func unreadable(err error, command string) error {
	say := func(rule string, args ...any) error { return committee.Refuse(committee.Invalid, rule, args...) }
	e, ok := errors.AsType[*when.Error](err)
	switch {
	case !ok:
		return err
	case e.Kind == when.WeekdayMismatch:
		return say("date.mismatch")
	case e.Kind == when.NoSuchHour:
		return say("date.no-hour", fmt.Sprintf("%d:%02d", e.Hour, e.Minute))
	case e.Kind == when.EndBeforeStart:
		return say("date.backwards", saidMoment(e.Start), saidMoment(e.End))
	case e.Kind != when.NoSuchDay:
		return say("plan.no-date", command)
	case e.Lunar:
		return say("date.none.lunar", e.Month, e.Day)
	case e.Day == 0:
		return say("date.none.nth", e.Year, e.Month)
	case e.Month == 0:
		return say("date.none.day", e.Day)
	case e.Year > 0 && e.Month <= 12 && e.Day <= 31:
		return say("date.none.year", e.Year, e.Month, e.Day)
	}
	return say("date.none", e.Month, e.Day)
}

// saidMoment is a moment, or its day where no hour was said.
func saidMoment(t time.Time) any {
	if on := workday.On(t); t.Equal(on.At(0, 0, t.Location())) {
		return on
	}
	return t
}

// readings are the days and moments that a reading may mean and that are still to
// come, the likelier first; the days of a week without those that are not worked.
func (h *Handlers) readings(r when.Reading) []when.Reading {
	list := append([]when.Reading{r}, r.Others...)
	if r.Kind == when.Span && !r.HasClock {
		list = nil
		for t := r.Start; t.Before(r.End); t = t.AddDate(0, 0, 1) {
			list = append(list, when.Reading{Kind: when.Day, Start: t, Past: workday.On(t).Before(workday.On(h.clerk.Now()))})
		}
	}
	list = slices.DeleteFunc(list, func(o when.Reading) bool { return o.Past || o.HasClock != r.HasClock })
	list = distinct(list)
	if len(list) <= mostReadings {
		return list
	}
	worked := slices.DeleteFunc(slices.Clone(list), func(o when.Reading) bool { return !h.clerk.Calendar().Works(workday.On(o.Start)) })
	if len(worked) == 0 {
		return list
	}
	return worked
}

// distinct leaves out the readings of a moment that another one means already.
func distinct(list []when.Reading) []when.Reading {
	var out []when.Reading
	for _, r := range list {
		if !slices.ContainsFunc(out, func(o when.Reading) bool { return o.Start.Equal(r.Start) }) {
			out = append(out, r)
		}
	}
	return out
}

// unclear says what is asked of a date: what is the case, before the readings.
func (h *Handlers) unclear(r when.Reading, err error, readings int) string {
	if e, ok := errors.AsType[*when.Error](err); ok {
		if e.Kind == when.WeekdayMismatch {
			return h.deck.Say("date.weekday", e.Date)
		}
		return h.deck.Say("day.unpublished", e.Date.Year) + h.deck.Say("plan.ambiguous.one")
	}
	if r.Kind == when.Recurring {
		return h.deck.Say("plan.recurring")
	}
	today := workday.On(h.clerk.Now())
	for _, o := range append([]when.Reading{r}, r.Others...) {
		switch on := workday.On(o.Start); {
		case o.Past && on.Before(today) && o.Kind != when.Span:
			return h.deck.Say("plan.past-day.ask", on)
		case o.Past && o.HasClock && on == today && o.Start.Hour() >= firstHour:
			return h.deck.Say("plan.past-time.ask", o.Start)
		}
	}
	if readings == 1 {
		return h.deck.Say("plan.ambiguous.one")
	}
	return h.deck.Say("plan.ambiguous")
}

// firstHour is the hour before which nobody means a meeting to begin: three o'clock
// that has passed is said of the afternoon.
const firstHour = 8

// whichReading asks which of some readings is meant.
func (h *Handlers) whichReading(w wish, r when.Reading, list []when.Reading, place string) *offer {
	q := &offer{title: h.deck.Say("plan.which.title"), own: own{begun: w.command, rest: joinWords(place, w.tail)}}
	if r.HasClock {
		q.own.hour = r.Start.Format("15:04")
	}
	for _, o := range list {
		hour := ""
		if o.HasClock {
			hour = cards.Clock(o.Start)
		}
		q.guesses = append(q.guesses, h.reading(w, workday.On(o.Start), hour, place, h.label(o, list)))
	}
	return q
}

// reading is the guess that a day, and an hour where one is known, is meant.
func (h *Handlers) reading(w wish, on workday.Date, hour, place, label string) guess {
	return guess{label: label, says: h.deck.Reading(h.clerk.Calendar(), on, hour), words: joinWords(w.command, on.String(), hour, place, w.tail)}
}

// joinWords puts words together that may be missing.
func joinWords(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// label says on a button in what a reading differs from the others: its day, its hour,
// or both.
func (h *Handlers) label(r when.Reading, list []when.Reading) string {
	var otherDay, otherHour bool
	for _, o := range list {
		sameDay := workday.On(o.Start) == workday.On(r.Start)
		otherDay = otherDay || !sameDay
		otherHour = otherHour || sameDay && !o.Start.Equal(r.Start)
	}
	switch {
	case otherHour && otherDay:
		return r.Start.Format("2日15:04")
	case otherHour:
		return cards.HourLabel(r.Start)
	}
	return cards.DayLabel(workday.On(r.Start), h.clerk.Now().Year())
}

// usualHours are those that are offered when none was said.
var usualHours = []struct{ hour, minute int }{{9, 0}, {14, 30}, {15, 0}}

// whichHour asks for the hour of a day that was said without one.
func (h *Handlers) whichHour(w wish, on workday.Date, place string) *offer {
	q := &offer{
		title: h.deck.Say("plan.no-clock.title", on),
		text:  h.deck.Say("plan.no-clock", on, h.deck.DayKind(h.clerk.Calendar(), on), on.At(0, 0, committee.Zone).Format("1-2"), w.command),
		own:   own{begun: w.command, day: on.String(), rest: joinWords(place, w.tail)},
	}
	for _, usual := range usualHours {
		at := on.At(usual.hour, usual.minute, committee.Zone)
		if !at.After(h.clerk.Now()) {
			continue
		}
		q.guesses = append(q.guesses, h.reading(w, on, cards.Clock(at), place, cards.HourLabel(at)))
	}
	return q
}
