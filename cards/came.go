package cards

import (
	"strings"
	"time"

	"yishi/committee"
)

// Came is one letter of a message that a person asks about: its kind, how it begins,
// when it was meant to leave and when it left.
type Came struct {
	Kind, Head    string // Head is how the message begins; empty: not known
	Planned, Sent time.Time
}

// WhyCame says why a message came (M12): by which rule each of its letters, when it was
// due, when it left, and what would stop it.
func (k *Deck) WhyCame(letters []Came, most int) string {
	lines := []string{k.Say("came.head", letters[0].Sent)}
	if len(letters) > 1 {
		lines[0] += k.Say("came.joined", len(letters))
	}
	for _, l := range letters {
		line := k.Say("came.kind."+l.Kind) + k.timely(l)
		if l.Head != "" {
			line = k.Say("came.what", inner.Replace(l.Head)) + line
		}
		lines = append(lines, line)
	}
	return strings.Join(append(lines, k.Say("came.more", most)), "\n")
}

// inner are the quotation marks inside others.
var inner = strings.NewReplacer("“", "‘", "”", "’")

// timely compares when a letter was due with when it left; what was meant for a minute
// left on time in it.
func (k *Deck) timely(l Came) string {
	if l.Planned.IsZero() || l.Sent.Sub(l.Planned) < time.Minute {
		return k.Say("came.on-time", l.Sent)
	}
	return k.Say("came.later", l.Planned, l.Sent, committee.Ration)
}
