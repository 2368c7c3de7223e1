package cards

import (
	"strings"

	"yishi/bot"
	"yishi/committee"
)

// Candidate is the street's card of one case (ORG-04). seen is how many steps the case
// had when it came before the street.
func (k *Deck) Candidate(a committee.Appointment, seen int) bot.Card {
	ids := []int64{int64(a.ID), int64(seen)}
	card := bot.Card{
		Title:  k.Say("candidate.title"),
		Desc:   k.Say("candidate.desc", a.Name),
		Fields: []bot.Field{{Name: "单位", Value: a.Unit}, {Name: "来源", Value: k.sources(a)}},
		Buttons: []bot.Button{
			{Text: "同意", Action: Action("member.agree", ids...), Style: bot.Primary},
			{Text: "退回补正", Action: Action("member.return", ids...)},
			{Text: "不同意", Action: Action("member.reject", ids...), Style: bot.Danger},
		},
		Text: k.Say("candidate.text", a.Name, a.Unit, k.sources(a)),
	}
	if a.Post != "" {
		card.Fields = append(card.Fields, bot.Field{Name: "职务", Value: a.Post})
	}
	if a.State != committee.Reported || len(a.Steps) != seen {
		return closed(card, k.Say("candidate.state."+string(a.State)))
	}
	return card
}

// sources says who named a candidate.
func (k *Deck) sources(a committee.Appointment) string {
	var out []string
	for _, s := range a.Sources {
		if s.Self {
			out = append(out, k.Say("candidate.self"))
		} else {
			out = append(out, k.Say("candidate.by-unit", s.Unit))
		}
	}
	return strings.Join(out, "、")
}

// CandidateLine says where a case stands; why it was not agreed to only to whom it
// concerns.
func (k *Deck) CandidateLine(a committee.Appointment, to committee.Actor) string {
	last, document, reason := a.Steps[len(a.Steps)-1], "", ""
	if last.Document != "" {
		document = k.Say("candidate.document", last.Document)
	}
	if last.Reason != "" && (committee.SeesReasons(to) || a.State != committee.Rejected) {
		reason = k.Say("candidate.reason", last.Reason)
	}
	return k.Say("candidate.line", a.Name, a.Unit, k.sources(a), k.Say("candidate.state."+string(a.State), document), reason)
}
