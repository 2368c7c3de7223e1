package committee

import (
	"time"

	"yishi/workday"
)

// Manners is how far a kind of letter gives way to people's rest (M12, NTC-08). Each
// keeps what the one before it keeps.
type Manners int

// The manners.
const (
	AtOnce   Manners = iota // answers a person's own act, or belongs to a meeting that is going on
	InHours                 // neither at night nor on a rest day
	Rationed                // besides, in no more messages a day than Ration
	OnceADay                // besides, never twice for one thing in a day
)

// Ration is how many messages a day a person is sent of our own accord, apart from
// the day of a meeting and from what cannot wait.
const Ration = 2

// A Mailing is a letter that is due to one person.
type Mailing struct {
	Manners  Manners
	Thing    string    // what it is about: of two about one thing the second says nothing new
	Words    bool      // words alone, which can be joined with others to one message
	Pressing bool      // about a meeting that is urgent or held today
	By       time.Time // when it is of no use any more; zero: never
}

// Mailed is what a person has been sent today.
type Mailed struct {
	Messages int             // those that are rationed
	Things   map[string]bool // what he was reminded of
	Meeting  bool            // a meeting is held today: nothing is rationed
}

// Fate is what becomes of a letter that is due.
type Fate string

// The fates.
const (
	Leaves  Fate = "leaves"
	Joins   Fate = "joins" // the words that leave before it
	Waits   Fate = "waits"
	Dropped Fate = "dropped"
)

// A Turn is what becomes of one letter.
type Turn struct {
	Fate  Fate
	Until time.Time // of one that waits
	With  int       // of one that joins: which letter
}

// Courtesy is the one rule of when and how often a person may be written to (M12,
// spec §0.12): not at night nor on a rest day, not twice for one thing in a day, and
// no more than Ration messages a day of our own accord. Words that are due at one
// moment are one message; what is too much for a day waits for the next working
// morning, unless that would be too late for it. Letters are taken in order.
func Courtesy(due []Mailing, had Mailed, b Bylaws, cal *workday.Calendar, now time.Time) []Turn {
	decent := Decent(b, cal, now)
	next, _ := cal.Forward(DayOf(now), 1)
	tomorrow := next.At(b.NoticeSendAt.Hour, b.NoticeSendAt.Minute, Zone)
	messages, words, seen := had.Messages, -1, map[string]bool{}
	turns := make([]Turn, len(due))
	for i, m := range due {
		turns[i] = Turn{Fate: Leaves}
		switch {
		case m.Manners == AtOnce:
			continue
		case decent.After(now) && !m.Pressing:
			turns[i] = Turn{Fate: Waits, Until: decent}
			continue
		case m.Manners == InHours:
			continue
		case seen[m.Thing] || m.Manners == OnceADay && had.Things[m.Thing]:
			turns[i] = Turn{Fate: Dropped}
		case m.Words && words >= 0:
			turns[i] = Turn{Fate: Joins, With: words}
		case messages >= Ration && !had.Meeting && !m.Pressing && (m.By.IsZero() || tomorrow.Before(m.By)):
			turns[i] = Turn{Fate: Waits, Until: tomorrow}
		default:
			messages++
			if m.Words {
				words = i
			}
		}
		seen[m.Thing] = true
	}
	return turns
}
