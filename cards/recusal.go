package cards

import (
	"yishi/bot"
	"yishi/committee"
)

// Recusal asks the chair whether a member stays out of the vote on a topic that names
// him or his unit (VOT-10).
func (k *Deck) Recusal(d committee.Dossier, t committee.Topic, who committee.Member) bot.Card {
	name := committee.ItemName{Topic: t.Position}
	card := bot.Card{
		Title: k.Say("recusal.title", name, who.Comrade()),
		Desc:  k.Say(concern(t, who), name, who.Comrade()),
		Body:  k.Say("recusal.body"),
		Text:  k.Say(concern(t, who), name, who.Comrade()) + k.Say("recusal.type", who.Name, t.Position),
		Buttons: []bot.Button{
			{Text: "同意回避", Action: Action("recusal.agree", int64(t.ID), int64(who.ID)), Style: bot.Primary},
			{Text: "无须回避", Action: Action("recusal.decline", int64(t.ID), int64(who.ID))},
		},
	}
	r, said := d.Recused(t.ID, 0, who.ID)
	switch {
	case said && r.Declined:
		return closed(card, k.Say("recusal.declined"))
	case said:
		return closed(card, k.Say("recusal.agreed"))
	case len(d.Of(t.ID)) > 0 || !d.Meeting.Sitting():
		return closed(card, k.Say("recusal.over"))
	}
	return card
}

// concern says why a topic is a member's own matter: it names him, or his unit.
func concern(t committee.Topic, who committee.Member) string {
	if t.ByName(who) {
		return "recusal.person"
	}
	return "recusal.unit"
}

// RecusalAsked tells a member that a topic concerns him, and what he can do.
func (k *Deck) RecusalAsked(t committee.Topic, who committee.Member) string {
	return k.Say(concern(t, who), committee.ItemName{Topic: t.Position}, who.Comrade()) + k.Say("recusal.asked", t.Position)
}

// RecusalTold tells a member what was decided about his recusal, or the chair that a
// member stays out by himself.
func (k *Deck) RecusalTold(name committee.ItemName, r committee.Recusal, who, to committee.Member) string {
	switch {
	case who.ID != to.ID:
		return k.Say("recusal.done", who.Comrade(), name)
	case r.Declined:
		return k.Say("recusal.told.declined", who.Comrade(), name)
	}
	return k.Say("recusal.told.agreed", who.Comrade(), name)
}

// RecusalBack tells a member that his recusal was taken back, or the chair that he took
// it back himself.
func (k *Deck) RecusalBack(name committee.ItemName, who, to committee.Member) string {
	if who.ID != to.ID {
		return k.Say("recusal.back.done", who.Comrade(), name)
	}
	return k.Say("recusal.told.back", who.Comrade(), name)
}

// Recused tells one who stays out of a vote that opens that he has none (VOT-10).
func (k *Deck) Recused(b committee.Ballot, who committee.Member) string {
	if b.Person == who.Name {
		return k.Say("ballot.own", b.Name())
	}
	return k.Say("ballot.recused", b.Name())
}

// Hopeless warns that so many are recused that the vote cannot carry; empty:
// it can.
func (k *Deck) Hopeless(d committee.Dossier, b committee.Ballot) string {
	needed, hopeless := b.Hopeless(d.Committee.Bylaws)
	if !hopeless {
		return ""
	}
	return k.Say("recusal.hopeless", len(b.Electors), needed)
}
