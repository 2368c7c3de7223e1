package committee

import (
	"maps"
	"slices"
	"strings"
	"time"

	"yishi/workday"
)

// A Version is the bylaws as they stand from one day until the next version
// (SYS-16): what was switched, since when, by what document and by whom.
type Version struct {
	Number    int
	From      workday.Date
	Reference string   // the document that ordered it; empty: the program's settings
	By        MemberID // 0: the program's settings
	SetAt     time.Time
	Switches  map[string]string // the keys that were said, as they were written
	Settings  map[string]string // what the program's settings said then
	Bylaws    Bylaws
}

// A Lawbook is every version of a committee's bylaws, in order: no version begins
// before the one that it follows.
type Lawbook []Version

// On returns the version in force on a day; before the first one, the first. A
// lawbook without versions knows the defaults alone.
func (l Lawbook) On(day workday.Date) Version {
	in := Version{Bylaws: DefaultBylaws()}
	for i, v := range l {
		if i == 0 || !day.Before(v.From) {
			in = v
		}
	}
	return in
}

// Numbered returns the version of a number.
func (l Lawbook) Numbered(n int) (Version, bool) {
	if n < 1 || n > len(l) {
		return Version{}, false
	}
	return l[n-1], true
}

func (l Lawbook) last() Version {
	if len(l) == 0 {
		return Version{}
	}
	return l[len(l)-1]
}

// On returns the committee under the bylaws in force on a day.
func (c Committee) On(day workday.Date) Committee {
	c.Bylaws = c.Lawbook.On(day).Bylaws
	return c
}

// Under returns the committee under the bylaws that govern a meeting: those under
// which its notice left, whatever was changed since (SYS-16). Before the notice
// nothing changes: those in force govern it.
func (c Committee) Under(m *Meeting) Committee {
	if v, ok := c.Lawbook.Numbered(m.Laws); ok {
		c.Bylaws = v.Bylaws
	}
	return c
}

// An Amendment is one change of the bylaws that somebody asks for.
type Amendment struct {
	Key, Value string
	Reference  string       // the document that orders it
	From       workday.Date // the zero date: today
}

// Amend makes the next version (SYS-16): the secretary or an administrator changes
// one switch by a document, from today or a later day on. What holds for meetings
// whose notice has left stays (Under).
func (l Lawbook) Amend(by Actor, a Amendment, now time.Time) (Version, error) {
	today := DayOf(now)
	from := a.From
	if from.IsZero() {
		from = today
	}
	s, known := switchOf(a.Key)
	switch {
	case !by.Is(Secretary | Admin):
		return Version{}, Refuse(Forbidden, "laws.who")
	case !known:
		return Version{}, Refuse(NotFound, "laws.no-key", a.Key)
	case strings.TrimSpace(a.Reference) == "":
		return Version{}, Refuse(Invalid, "laws.no-reference", a.Key, a.Value)
	case from.Before(today):
		return Version{}, Refuse(Invalid, "laws.past", from)
	case from.Before(l.last().From):
		return Version{}, Refuse(Conflict, "laws.earlier", l.last().Number, l.last().From)
	case l.Value(s) == a.Value:
		return Version{}, Refuse(Conflict, "laws.same", a.Key, a.Value)
	}
	set := map[string]string{}
	maps.Copy(set, l.last().Switches)
	set[a.Key] = a.Value
	v, err := l.next(set, from)
	if err != nil {
		return Version{}, l.wrong(s, a.Value)
	}
	v.Reference, v.By, v.SetAt, v.Settings = strings.TrimSpace(a.Reference), by.Member.ID, now, l.last().Settings
	return v, nil
}

// wrong says what is wrong with a value: by itself, or beside the other switches.
func (l Lawbook) wrong(s Switch, value string) error {
	switch {
	case s.Key == "tie" && value == "chair":
		return Refuse(Forbidden, "laws.no-casting-vote")
	case len(s.Allowed) == 1:
		return Refuse(Invalid, "laws.fixed", s.Key, value)
	case len(s.Allowed) > 0 && !slices.Contains(s.Allowed, value):
		return Refuse(Invalid, "laws.value", s.Key, value, s.Allowed)
	case s.apply(&Bylaws{}, value) != nil:
		return Refuse(Invalid, "laws.form."+string(s.Form), s.Key, value, s.Default, s.Low, s.High)
	}
	return Refuse(Conflict, "laws.contradiction", s.Key, value)
}

// Value returns what a switch says in the newest version, as it is written.
func (l Lawbook) Value(s Switch) string {
	if v, said := l.last().Switches[s.Key]; said {
		return v
	}
	return s.Default
}

// Resettle makes the next version when the program's settings say something else
// than they did when they were last taken over; changed is false when they do not.
// What was changed by document stays, unless the settings now speak of that very
// switch.
func (l Lawbook) Resettle(settings map[string]string, now time.Time) (v Version, changed bool, err error) {
	last, from := l.last(), DayOf(now)
	if len(l) > 0 && maps.Equal(last.Settings, settings) {
		return v, false, nil
	}
	set := maps.Clone(last.Switches)
	if set == nil {
		set = map[string]string{}
	}
	for _, s := range switches {
		value, said := settings[s.Key]
		before, was := last.Settings[s.Key]
		switch {
		case value == before && said == was:
		case said:
			set[s.Key] = value
		default:
			delete(set, s.Key)
		}
	}
	if from.Before(last.From) {
		from = last.From
	}
	v, err = l.next(set, from)
	v.SetAt, v.Settings = now, settings
	return v, err == nil, err
}

// next is the version that follows the last, with its bylaws read.
func (l Lawbook) next(set map[string]string, from workday.Date) (Version, error) {
	return Enact(Version{Number: len(l) + 1, From: from, Switches: set})
}

// Enact reads the switches of a version; all mistakes are told at once.
func Enact(v Version) (Version, error) {
	b, err := ParseBylaws(v.Switches)
	b.Version = v.Number
	v.Bylaws = b
	return v, err
}

func switchOf(key string) (Switch, bool) {
	for _, s := range switches {
		if s.Key == key {
			return s, true
		}
	}
	return Switch{}, false
}
