package cards

import (
	"strings"

	"yishi/bot"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

// Vacancy says which seat is empty since when, and by when it is to be filled or that
// this is overdue (ORG-07).
func (k *Deck) Vacancy(v committee.Vacancy, body committee.Body, laws committee.Bylaws, today workday.Date) string {
	due := v.Due(laws)
	if today.After(due) {
		return k.Say("vacancy.overdue", v.Seat.Names(), v.From, body.Name(v.Member), v.Reason, due)
	}
	return k.Say("vacancy.open", v.Seat.Names(), v.From, body.Name(v.Member), v.Reason, due)
}

// Terms says whose terms end or have ended, those of one last day together (ORG-05).
func (k *Deck) Terms(body committee.Body, today workday.Date) []string {
	by := map[workday.Date]committee.Body{}
	var days []workday.Date
	for _, m := range body {
		if len(by[m.Until]) == 0 {
			days = append(days, m.Until)
		}
		by[m.Until] = append(by[m.Until], m)
	}
	var lines []string
	for _, day := range days {
		if day.Before(today) {
			lines = append(lines, k.Say("health.terms", len(by[day]), day.String(), by[day]))
		} else {
			lines = append(lines, k.Say("terms.ending", len(by[day]), day.String(), day.Sub(today), by[day]))
		}
	}
	return lines
}

// Duty says in a line how a member has attended, and why he is named when he is
// (ORG-08).
func (k *Deck) Duty(d committee.Duty, laws committee.Bylaws) string {
	n := len(d.Sittings)
	if n == 0 {
		return k.Say("duty.new", d.Member.Name)
	}
	text := k.Say("duty.line", d.Member.Name, n, d.Came(), d.Rate(), d.OnLeave(), d.Missed())
	if d.Low(laws) {
		text += k.Say("duty.low", laws.DutyRate)
	}
	if away := d.Away(laws); len(away) > 0 {
		text += k.Say("duty.away", len(away), away)
	}
	return text
}

// DutyCard asks the secretary whether the street is to have a report on a member.
func (k *Deck) DutyCard(d committee.Duty, laws committee.Bylaws) bot.Card {
	id := int64(d.Member.ID)
	return bot.Card{
		Title: k.Say("duty.title"),
		Desc:  k.Say("duty.desc", d.Member.Comrade(), len(d.Sittings), d.Came(), d.Rate()),
		Body:  k.Duty(d, laws),
		Buttons: []bot.Button{
			{Text: "生成", Action: Action("duty.report", id), Style: bot.Primary},
			{Text: "暂不", Action: Action("duty.rest", id)},
		},
		Text: k.Say("duty.ask", d.Member.Comrade(), len(d.Sittings), d.Came(), d.Rate()),
	}
}

// DutyReport shows the report to the secretary before it goes to the street.
func (k *Deck) DutyReport(r papers.DutyReport) bot.Card {
	id := int64(r.Duty.Member.ID)
	return bot.Card{
		Title: k.Say("duty.report.title"), Desc: r.Duty.Member.Comrade(),
		Body: strings.Join(r.Paragraphs()[1:3], "\n"),
		Buttons: []bot.Button{
			{Text: "报送街道", Action: Action("duty.send", id), Style: bot.Primary},
			{Text: "暂不", Action: Action("duty.rest", id)},
		},
		Text: k.Say("duty.report.ask"),
	}
}
