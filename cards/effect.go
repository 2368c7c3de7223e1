package cards

import (
	"strings"

	"yishi/bot"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

// seatWord names a seat in the keys of phrases.
func seatWord(seat committee.Role) string {
	switch {
	case seat&committee.Secretary != 0:
		return "secretary"
	case seat&committee.Vice != 0:
		return "vice"
	}
	return "member"
}

// Fill says how an empty seat is filled (ORG-03, ORG-07).
func (k *Deck) Fill(seat committee.Role) string { return k.Say("seat.fill." + seatWord(seat)) }

// Grounds says by what document something was ordered, or for what reason.
func (k *Deck) Grounds(reason, document string) string {
	switch {
	case reason == "" && document == "":
		return ""
	case document == "":
		return k.Say("grounds", reason)
	case reason == "":
		return k.Say("grounds.document", document)
	}
	return k.Say("grounds.both", reason, document)
}

// Effect says what a change of who serves comes to: the numbers before and after it,
// the seat that it leaves empty, what goes over to the successor or stays open.
func (k *Deck) Effect(e committee.Effect, laws committee.Bylaws, handed bool) string { //nolint:revive // whether somebody follows is what is said
	b, a := e.Before, e.After
	lines := []string{k.Say("effect.numbers", b.InOffice, b.Quorum, b.Pass, e.From, a.InOffice, a.Quorum, a.Pass)}
	if b == a {
		lines[0] = k.Say("effect.same", a.InOffice, a.Quorum, a.Pass)
	}
	if v := e.Vacancy; v != nil {
		lines = append(lines, k.Say("effect.empty", v.Seat.Names(), v.Due(laws), laws.VacancyDays)+k.Fill(v.Seat))
	}
	if waiting := k.waiting(e.Waiting); waiting != "" {
		key := "effect.open"
		if handed {
			key = "effect.handed"
		}
		lines = append(lines, k.Say(key, waiting))
	}
	if e.Waiting.Proposed > 0 {
		lines = append(lines, k.Say("effect.proposed", e.Waiting.Proposed))
	}
	if e.Waiting.Presides {
		lines = append(lines, k.Say("effect.presides"))
	}
	if e.Sitting {
		lines = append(lines, k.Say("depart.sitting"))
	}
	return strings.Join(lines, "\n")
}

// waiting lists what goes with a post.
func (k *Deck) waiting(w committee.Waiting) string {
	var out []string
	if w.Topics > 0 {
		out = append(out, k.Say("waiting.topics", w.Topics))
	}
	if w.Plan {
		out = append(out, k.Say("waiting.plan"))
	}
	if w.Leaves > 0 {
		out = append(out, k.Say("waiting.leaves", w.Leaves))
	}
	if w.Minutes {
		out = append(out, k.Say("waiting.minutes"))
	}
	return strings.Join(out, "、")
}

// ChangeCard asks whether a change of who serves is meant as it was understood.
func (k *Deck) ChangeCard(title, text string, mark int64) bot.Card {
	first, rest, _ := strings.Cut(text, "\n")
	return bot.Card{
		Title: k.Say("change.title", title), Desc: first, Body: rest, Text: text + "\n" + k.Say("change.confirm"),
		Buttons: []bot.Button{{Text: "确认", Action: Action("change.confirm", mark), Style: bot.Primary}},
	}
}

// OfficeGiven tells a person of the term that he is given; how is appoint, renew, succeed
// or again.
func (k *Deck) OfficeGiven(how string, of committee.Committee, m committee.Member, t committee.Term) string {
	if how == "succeed" || how == "again" {
		return k.Say("given."+how, m.Comrade(), of.Name, t.Seat.Names(), papers.PlainDate(t.From), t.Reference)
	}
	return k.Say("given."+how, m.Comrade(), of.Name, papers.PlainDate(t.From), papers.PlainDate(t.Until), t.Reference)
}

// OfficeEnded tells a person, with thanks, that his office ends, and who follows him.
func (k *Deck) OfficeEnded(of committee.Committee, m committee.Member, roles committee.Role, from workday.Date, grounds string, heirs committee.Body) string {
	if len(heirs) > 0 {
		return k.Say("ended.heir", m.Comrade(), of.Name, roles.Names(), papers.PlainDate(from), grounds, heirs[0].Comrade())
	}
	return k.Say("ended", m.Comrade(), of.Name, roles.Names(), papers.PlainDate(from), grounds)
}
