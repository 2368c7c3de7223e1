package committee

import "time"

// A Binding is a one-time code by which a person brings the account that he uses
// (SYS-03): his name is on the roster, and whoever answers with the code is he.
type Binding struct {
	Committee ID
	Member    MemberID
	MadeAt    time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
}

// The bounds of binding: a code is six digits, lives a week on its paper slip, and
// holds once. Who guesses is stopped long before guessing pays.
const (
	BindingLife    = 7 * 24 * time.Hour
	mostCodes      = 5  // codes an hour for one person
	mostGuesses    = 5  // wrong codes an hour from one account
	mostGuessesAll = 20 // wrong codes an hour from all accounts together
)

// Bind makes a code for a person: by the secretary, the recorder or an administrator.
// earlier is how many were made for him within the hour.
func Bind(by Actor, who Member, earlier int, now time.Time) (Binding, error) {
	switch {
	case !by.Is(Secretary | Recorder | Admin):
		return Binding{}, Refuse(Forbidden, "bind.who")
	case !who.Serves(DayOf(now)):
		return Binding{}, Refuse(Conflict, "bind.left", who.Name)
	case earlier >= mostCodes:
		return Binding{}, Refuse(Untimely, "bind.too-many-codes", who.Name, mostCodes)
	}
	return Binding{Committee: by.Committee.ID, Member: who.ID, MadeAt: now, ExpiresAt: now.Add(BindingLife)}, nil
}

// MayGuess refuses who has answered with too many wrong codes within the hour; of all
// accounts together there are bounds too.
func MayGuess(his, all int) error {
	if his >= mostGuesses || all >= mostGuessesAll {
		return Refuse(Untimely, "bind.too-many-guesses", mostGuesses)
	}
	return nil
}

// Use takes a code up.
func (b *Binding) Use(now time.Time) error {
	switch {
	case !b.UsedAt.IsZero():
		return Refuse(Conflict, "bind.used")
	case now.After(b.ExpiresAt):
		return Refuse(Untimely, "bind.expired", b.ExpiresAt)
	}
	b.UsedAt = now
	return nil
}
