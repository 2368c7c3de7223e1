package cards

import (
	"strings"
	"time"

	"yishi/committee"
)

// Came is one letter of a message that a person asks about: its kind, when it was
// meant to leave and when it left.
type Came struct {
	Kind          string
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
		lines = append(lines, k.Say("came.kind."+l.Kind)+k.timely(l))
	}
	return strings.Join(append(lines, k.Say("came.more", most)), "\n")
}

// timely compares when a letter was due with when it left; what was meant for a minute
// left on time in it.
func (k *Deck) timely(l Came) string {
	if l.Planned.IsZero() || l.Sent.Sub(l.Planned) < time.Minute {
		return k.Say("came.on-time", l.Sent)
	}
	return k.Say("came.later", l.Planned, l.Sent, committee.Ration)
}
