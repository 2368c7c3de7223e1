package committee_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yishi/committee"
)

var (
	leaves = committee.Turn{Fate: committee.Leaves}
	drops  = committee.Turn{Fate: committee.Dropped}
)

func joins(i int) committee.Turn { return committee.Turn{Fate: committee.Joins, With: i} }

func waits(until string) committee.Turn {
	return committee.Turn{Fate: committee.Waits, Until: at(until)}
}

func TestNTC08M12Courtesy(t *testing.T) {
	type m = committee.Mailing
	words := func(thing string) m { return m{Manners: committee.Rationed, Thing: thing, Words: true} }
	card := func(thing string) m { return m{Manners: committee.OnceADay, Thing: thing} }
	for _, test := range []struct {
		name, now string
		had       committee.Mailed
		due       []m
		want      []committee.Turn
	}{
		{"nothing-is-due", "2026-12-10 09:07", committee.Mailed{}, nil, []committee.Turn{}},
		{
			"words-of-one-moment-are-one-message", "2026-12-14 17:07",
			committee.Mailed{},
			[]m{words("forecast"), words("remind"), {Manners: committee.AtOnce}, words("topics")},
			[]committee.Turn{leaves, joins(0), leaves, joins(0)},
		},
		{
			"cards-are-messages-of-their-own", "2026-12-10 09:07",
			committee.Mailed{},
			[]m{card("chase"), words("forecast"), words("topics"), card("unread")},
			[]committee.Turn{leaves, leaves, joins(1), waits("2026-12-11 09:07")},
		},
		{
			"two-a-day", "2026-12-11 16:00",
			committee.Mailed{Messages: 2},
			[]m{words("forecast"), {Manners: committee.InHours}, {Manners: committee.AtOnce}},
			[]committee.Turn{waits("2026-12-14 09:07"), leaves, leaves},
		},
		{"one-more", "2026-12-11 16:00", committee.Mailed{Messages: 1}, []m{card("a"), card("b")}, []committee.Turn{leaves, waits("2026-12-14 09:07")}},
		{
			"tomorrow-would-be-too-late", "2026-12-14 17:07",
			committee.Mailed{Messages: 2},
			[]m{{Manners: committee.OnceADay, Thing: "remind", Words: true, By: at("2026-12-15 00:00")}, {Manners: committee.OnceADay, Thing: "unread", By: at("2026-12-15 09:08")}},
			[]committee.Turn{leaves, waits("2026-12-15 09:07")},
		},
		{
			"on-the-day-of-a-meeting-nothing-is-rationed", "2026-12-15 09:07",
			committee.Mailed{Messages: 5, Meeting: true},
			[]m{card("a"), card("b")},
			[]committee.Turn{leaves, leaves},
		},
		{
			"not-twice-for-one-thing", "2026-12-14 09:07",
			committee.Mailed{Messages: 1, Things: map[string]bool{"chase": true, "forecast": true}},
			[]m{card("chase"), words("forecast"), words("forecast"), card("quarter")},
			[]committee.Turn{drops, leaves, drops, waits("2026-12-15 09:07")},
		},
		{
			"at-night", "2026-12-11 21:00",
			committee.Mailed{},
			[]m{card("a"), {Manners: committee.InHours}, {Manners: committee.AtOnce}},
			[]committee.Turn{waits("2026-12-14 09:07"), waits("2026-12-14 09:07"), leaves},
		},
		{"before-eight", "2026-12-11 07:59", committee.Mailed{}, []m{words("a")}, []committee.Turn{waits("2026-12-11 09:07")}},
		{"on-a-rest-day", "2026-12-12 10:00", committee.Mailed{}, []m{words("a")}, []committee.Turn{waits("2026-12-14 09:07")}},
		{"on-a-make-up-day", "2026-10-10 10:00", committee.Mailed{}, []m{words("a")}, []committee.Turn{leaves}},
		{
			"urgent-or-of-today", "2026-12-12 22:00",
			committee.Mailed{Messages: 2},
			[]m{{Manners: committee.OnceADay, Thing: "remind", Words: true, Pressing: true}, {Manners: committee.InHours, Pressing: true}, {Manners: committee.OnceADay, Thing: "remind", Words: true, Pressing: true}},
			[]committee.Turn{leaves, leaves, drops},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := committee.Courtesy(test.due, test.had, committee.DefaultBylaws(), china, at(test.now))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever is due, by day or night: nobody is sent more than two messages that could
// have waited, nothing that cannot wait waits, nothing waits beyond the next working
// morning, and words join words that leave.
func TestM12CourtesyHolds(t *testing.T) {
	b := committee.DefaultBylaws()
	rapid.Check(t, func(t *rapid.T) {
		now := at("2026-09-01 00:00").Add(time.Duration(rapid.IntRange(0, 120*24*60).Draw(t, "minutes")) * time.Minute)
		due := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) committee.Mailing {
			m := committee.Mailing{
				Manners: committee.Manners(rapid.IntRange(0, 3).Draw(t, "manners")), Thing: strconv.Itoa(rapid.IntRange(0, 5).Draw(t, "thing")),
				Words: rapid.Bool().Draw(t, "words"), Pressing: rapid.IntRange(0, 9).Draw(t, "pressing") == 0,
			}
			if rapid.Bool().Draw(t, "late") {
				m.By = now.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "by")) * time.Hour)
			}
			return m
		}), 0, 12).Draw(t, "due")
		had := committee.Mailed{Messages: rapid.IntRange(0, 3).Draw(t, "had"), Things: map[string]bool{"1": true}}
		turns := committee.Courtesy(due, had, b, china, now)
		if len(turns) != len(due) {
			t.Fatalf("%d letters have %d turns", len(due), len(turns))
		}
		next, _ := china.Forward(committee.DayOf(now), 1)
		morning := next.At(9, 7, committee.Zone)
		patient := 0
		said := map[string]bool{}
		for i, m := range due {
			turn := turns[i]
			free := m.Manners == committee.AtOnce || m.Pressing
			switch {
			case m.Manners == committee.AtOnce && turn.Fate != committee.Leaves, free && turn.Fate == committee.Waits:
				t.Errorf("%+v: %+v", m, turn)
			case turn.Fate == committee.Waits && (!turn.Until.After(now) || turn.Until.After(morning)):
				t.Errorf("%+v waits until %s from %s", m, turn.Until, now)
			case turn.Fate == committee.Joins && (!m.Words || !due[turn.With].Words || turn.With >= i || turns[turn.With].Fate != committee.Leaves):
				t.Errorf("%+v joins %d", m, turn.With)
			case !free && turn.Fate != committee.Waits && turn.Fate != committee.Dropped && !committee.Decent(b, china, now).Equal(now):
				t.Errorf("%+v leaves at %s", m, now)
			}
			if m.Manners < committee.Rationed || turn.Fate != committee.Leaves && turn.Fate != committee.Joins {
				continue
			}
			if said[m.Thing] || m.Manners == committee.OnceADay && had.Things[m.Thing] {
				t.Errorf("%+v is said twice", m)
			}
			said[m.Thing] = true
			if turn.Fate == committee.Leaves && !free && (m.By.IsZero() || morning.Before(m.By)) {
				patient++
			}
		}
		if patient > max(0, committee.Ration-had.Messages) {
			t.Errorf("%d messages that could wait leave after %d", patient, had.Messages)
		}
	})
}
