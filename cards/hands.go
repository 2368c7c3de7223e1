package cards

import (
	"yishi/bot"
	"yishi/committee"
)

// Count brings before the chair what the recorder counted by hand (VOT-11).
func (k *Deck) Count(d committee.Dossier, b committee.Ballot) bot.Card {
	confirm, how := "确认举手结果", "hands.title"
	if b.Secret {
		confirm, how = "确认纸质票结果", "slips.title"
	}
	o := b.Outcome(d.Committee.Bylaws)
	card := bot.Card{
		Title: k.Say(how, b.Name(), subject(d, b)),
		Desc:  k.tally(o),
		Body:  joinLines(k.witness(b), k.named(d, b)),
		Text:  k.Say(how, b.Name(), subject(d, b)) + "\n" + joinLines(k.tally(o), k.witness(b), k.named(d, b)) + "\n" + k.Say("hands.type", confirm),
		Buttons: []bot.Button{
			{Text: confirm, Action: Action("count.confirm", int64(b.ID)), Style: bot.Primary},
			{Text: "退回重记", Action: Action("count.return", int64(b.ID))},
		},
	}
	if b.State != committee.Entered {
		return closed(card, k.Say("hands.confirmed.card"))
	}
	return card
}

// CountReturned is the card of a count that was struck off.
func (k *Deck) CountReturned() bot.Card {
	return closed(bot.Card{Title: k.Say("hands.returned.title"), Text: k.Say("hands.returned.card")}, k.Say("hands.returned.card"))
}

// witness names who watched a count of paper slips.
func (k *Deck) witness(b committee.Ballot) string {
	if b.Witness == "" {
		return ""
	}
	return k.Say("hands.witness", b.Witness)
}

// named tells a show of hands by names, where it was entered so.
func (k *Deck) named(d committee.Dossier, b committee.Ballot) string {
	var lines []string
	for _, c := range committee.Choices {
		var names []string
		for _, e := range b.Electors {
			if b.Votes[e] == c {
				names = append(names, d.Body.Name(e))
			}
		}
		if len(names) > 0 {
			lines = append(lines, k.Say("hands.named", k.ChoiceName(c), names))
		}
	}
	return joinLines(lines...)
}

// Dictation brings before the chair the choice of one who has no phone (VOT-11).
func (k *Deck) Dictation(b committee.Ballot, d committee.Dictated, who committee.Member) bot.Card {
	return bot.Card{
		Title: k.Say("dictate.title", b.Name(), who.Comrade()),
		Desc:  k.Say("dictate.desc", k.ChoiceName(d.Choice)),
		Text:  k.Say("dictate.title", b.Name(), who.Comrade()) + "\n" + k.Say("dictate.desc", k.ChoiceName(d.Choice)) + "\n" + k.Say("dictate.type"),
		Buttons: []bot.Button{
			{Text: "确认代录", Action: Action("dictate.confirm", int64(b.ID), int64(who.ID)), Style: bot.Primary},
			{Text: "不予代录", Action: Action("dictate.refuse", int64(b.ID), int64(who.ID))},
		},
	}
}

// DictationOver is the card of a dictated choice that waits no more: the member's vote
// is in, or it was not taken.
func (k *Deck) DictationOver(b committee.Ballot, who committee.Member) bot.Card {
	over := k.Say("dictate.over.refused")
	switch choice, voted := b.Votes[who.ID]; {
	case voted:
		over = k.Say("dictate.over.voted", k.ChoiceName(choice))
	case b.State != committee.Open:
		over = k.Say("dictate.over.closed")
	}
	return closed(bot.Card{Title: k.Say("dictate.title", b.Name(), who.Comrade()), Text: over}, over)
}

// DictationTold tells a member what was entered for him and confirmed.
func (k *Deck) DictationTold(b committee.Ballot, who committee.Member) string {
	text := k.Say("dictate.told", who.Comrade(), b.Name(), k.ChoiceName(b.Votes[who.ID]))
	if b.State == committee.Open && !b.RoundOver {
		text += k.Say("ballot.hint.named")
	}
	return text
}
