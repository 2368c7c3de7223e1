package cards

import (
	"strings"

	"yishi/bot"
	"yishi/committee"
)

// Name lets a text and a card say which committee speaks, for a person who sits on
// several. Either may be missing.
func (k *Deck) Name(text *string, card *bot.Card, of committee.Committee) {
	head := k.Say("which.head", of.Name)
	name := func(t string) string {
		if t == "" || strings.HasPrefix(t, head) {
			return t
		}
		return head + "\n" + t
	}
	if text != nil {
		*text = name(*text)
	}
	if card != nil {
		card.From, card.Text = of.Name, name(card.Text)
	}
}
