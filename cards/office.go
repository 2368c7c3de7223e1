package cards

import (
	"yishi/committee"
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
