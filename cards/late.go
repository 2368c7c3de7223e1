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

// ConsentDictated brings before the chair what the recorder handed in on a late topic for
// one who has no phone (TOP-05).
func (k *Deck) ConsentDictated(t committee.Topic, who committee.Member) bot.Card {
	desc := k.Say("dictate.consent.object", t.Title)
	if said, _ := t.DictatedFor(who.ID); said.Agrees {
		desc = k.Say("dictate.consent.agree", t.Title)
	}
	title := k.Say("dictate.consent.title", who.Comrade())
	return bot.Card{
		Title: title,
		Desc:  desc,
		Text:  title + "\n" + desc + "\n" + k.Say("dictate.type"),
		Buttons: []bot.Button{
			{Text: "确认代录", Action: Action("consent.confirm", int64(t.ID), int64(who.ID)), Style: bot.Primary},
			{Text: "不予代录", Action: Action("consent.refuse", int64(t.ID), int64(who.ID))},
		},
	}
}

// ConsentDictationOver is the card of such a word that waits no more: the member's
// consent is in, or the topic is off the agenda, or it was not taken.
func (k *Deck) ConsentDictationOver(t committee.Topic, who committee.Member) bot.Card {
	over := k.Say("dictate.over.refused")
	switch {
	case t.Added == "":
		over = k.Say("consent.off")
	case slices.Contains(t.Consents, who.ID):
		over = k.Say("dictate.over.consented")
	}
	return closed(bot.Card{Title: k.Say("dictate.consent.title", who.Comrade()), Desc: t.Title, Text: over}, over)
}
