package cards

import (
	"fmt"
	"strconv"
	"strings"

	"yishi/bot"
	"yishi/committee"
	"yishi/papers"
)

// Deck draws cards with the sentences of one language.
type Deck struct{ *Phrases }

// New returns a deck with Chinese sentences.
func New() (*Deck, error) {
	p, err := Chinese()
	return &Deck{p}, err
}

// Action names what a button does and to what: act:1.2. It is opaque to the
// platform and no proof of anything; who may do it is decided where it is done.
func Action(act string, ids ...int64) string {
	var on []string
	for _, id := range ids {
		on = append(on, strconv.FormatInt(id, 10))
	}
	return act + ":" + strings.Join(on, ".")
}

// MeetingName is how a meeting is called: 滨河社区“大党委”2026年第四次会议.
func MeetingName(d committee.Dossier) string {
	return d.Committee.Name + ShortName(d.Meeting)
}

// ShortName is a meeting's name without its committee's.
func ShortName(m committee.Meeting) string {
	return fmt.Sprintf("%d年%s会议", m.Year, papers.Ordinal(m.Ordinal))
}

// contact ends every notice with the telephone of a human.
func (k *Deck) contact(c committee.Committee) string {
	return k.Say("contact", c.Contact.Name, c.Contact.Phone)
}

// closed turns a card into one that can no longer be answered.
func closed(c bot.Card, why string) bot.Card {
	c.Closed = why
	return c
}

// title of a topic as this audience may see it before the meeting (TOP-04).
func publicTitle(t committee.Topic) string {
	if t.Disclosure == committee.AtMeeting {
		return "议题" + papers.Numeral(t.Position)
	}
	return t.Title
}

// Agenda lists topics with their numbers, one a line.
func Agenda(topics []committee.Topic) string {
	var lines []string
	for _, t := range topics {
		line := papers.Numeral(t.Position) + "、" + publicTitle(t)
		if t.Added != "" {
			line += "(临时增加)"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// gone says why a card about a meeting no longer counts; empty while it does.
func (k *Deck) gone(d committee.Dossier) string {
	switch d.Meeting.State {
	case committee.Planned, committee.Fixed:
		return k.Say("card.moved")
	case committee.Cancelled:
		return k.Say("card.cancelled")
	case committee.Lapsed:
		return k.Say("card.lapsed")
	default:
		return ""
	}
}
