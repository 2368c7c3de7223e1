package cards

import (
	"slices"

	"yishi/bot"
	"yishi/committee"
)

// Consent asks one who is present whether a topic that was added after the notice may
// be taken up (TOP-05).
func (k *Deck) Consent(d committee.Dossier, t committee.Topic, to committee.Member) bot.Card {
	ids := []int64{int64(t.ID)}
	card := bot.Card{
		Title: k.Say("consent.title"),
		Desc:  t.Title,
		Body:  k.Say("consent.body", t.Added),
		Buttons: []bot.Button{
			{Text: "同意", Action: Action("consent.yes", ids...), Style: bot.Primary},
			{Text: "不同意", Action: Action("consent.no", ids...)},
		},
		Text: k.Say("consent.text", t.Title, t.Added),
	}
	if t.Added == "" {
		card.Body = ""
	}
	switch {
	case t.Added == "" || t.Meeting != d.Meeting.ID:
		return closed(card, k.Say("consent.off"))
	case slices.Contains(t.Consents, to.ID):
		return closed(card, k.Say("consent.yours"))
	case !d.Meeting.Sitting():
		return closed(card, k.Say("card.adjourned"))
	case !slices.Contains(d.Meeting.Awaited(t), to.ID):
		return closed(card, k.Say("consent.left"))
	}
	return card
}
