package committee_test

import (
	"slices"
	"testing"
	"time"

	"yishi/committee"
	"yishi/workday"
)

// year is the four meetings of ORG-08 with one member's line in each: c came, l on
// leave, a absent without leave, r lapsed and he came, n lapsed and he did not, - not on the roll.
func year(lines string) []committee.Meeting {
	days := []string{"2026-03-17", "2026-06-16", "2026-09-15", "2026-12-15", "2027-03-16"}
	var out []committee.Meeting
	for i, what := range lines {
		starts := at(days[i] + " 14:30")
		m := committee.Meeting{Starts: starts, State: committee.Circulated, OpenedAt: starts}
		a := committee.Attendee{Member: wu, Capacity: committee.Voting}
		switch what {
		case 'c':
			a.CheckedIn = starts
		case 'e': // came early and left before the opening
			a.CheckedIn, a.Left = starts.Add(-time.Hour), starts.Add(-time.Minute)
		case 'l':
			a.Answer = committee.OnLeave
		case 'r', 'n':
			m.State, m.OpenedAt = committee.Lapsed, time.Time{}
			if what == 'r' {
				a.CheckedIn = starts
			}
		case '-':
			a.Capacity = committee.Observing
		}
		m.Roll = []committee.Attendee{a}
		out = append(out, m)
	}
	return out
}

func TestORG08Duty(t *testing.T) {
	who, _ := body().Member(wu)
	newcomer := who
	newcomer.From = date("2026-09-01")
	for _, test := range []struct {
		name                      string
		who                       committee.Member
		lines                     string
		laws                      committee.Bylaws
		meetings, came, leave, no int
		rate                      int
		low, flagged              bool
		away                      []string
	}{
		{"wu-two-of-four", who, "clcl", laws(t), 4, 2, 2, 0, 50, true, true, nil},
		{"liu-three-of-four", who, "cclc", laws(t), 4, 3, 1, 0, 75, false, false, nil},
		{"all", who, "cccc", laws(t), 4, 4, 0, 0, 100, false, false, nil},
		{"the-last-four", who, "alccc", laws(t), 4, 3, 1, 0, 75, false, false, nil},
		{"two-away-in-a-row", who, "ccaa", laws(t, "duty.min_rate", "0"), 4, 2, 0, 2, 50, false, true, []string{"2026-09-15", "2026-12-15"}},
		{"three-away-in-a-row", who, "caaa", laws(t, "duty.min_rate", "0"), 4, 1, 0, 3, 25, false, true, []string{"2026-06-16", "2026-09-15", "2026-12-15"}},
		{"leave-between", who, "aalac", laws(t, "duty.min_rate", "0", "duty.meetings", "5"), 5, 1, 1, 3, 20, false, true, []string{"2026-03-17", "2026-06-16"}},
		{"away-leave-away", who, "cala", laws(t, "duty.min_rate", "0"), 4, 1, 1, 2, 25, false, false, nil},
		{"three-needed", who, "ccaa", laws(t, "duty.min_rate", "0", "duty.absences", "3"), 4, 2, 0, 2, 50, false, false, nil},
		{"left-before-the-opening", who, "cec", laws(t), 3, 2, 0, 1, 66, true, true, nil},
		{"one-meeting", who, "a", laws(t, "duty.absences", "1"), 1, 0, 0, 1, 0, false, false, nil},
		{"since-appointment", newcomer, "aacc", laws(t), 2, 2, 0, 0, 100, false, false, nil},
		{"lapsed-and-came", who, "crla", laws(t), 4, 2, 1, 1, 50, true, true, nil},
		{"lapsed-and-did-not", who, "cnlc", laws(t), 3, 2, 1, 0, 66, true, true, nil},
		{"not-on-the-roll", who, "-", laws(t), 0, 0, 0, 0, 0, false, false, nil},
		{"half-is-enough", who, "clcl", laws(t, "duty.min_rate", "50"), 4, 2, 2, 0, 50, false, false, nil},
		{"last-two", who, "clcc", laws(t, "duty.meetings", "2"), 2, 2, 0, 0, 100, false, false, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := committee.DutyOf(test.who, year(test.lines), test.laws)
			if len(d.Sittings) != test.meetings || d.Came() != test.came || d.OnLeave() != test.leave || d.Missed() != test.no || d.Rate() != test.rate {
				t.Errorf("%d meetings: came %d, leave %d, missed %d, rate %d", len(d.Sittings), d.Came(), d.OnLeave(), d.Missed(), d.Rate())
			}
			var away []workday.Date
			for _, day := range test.away {
				away = append(away, date(day))
			}
			if d.Low(test.laws) != test.low || d.Flagged(test.laws) != test.flagged || !slices.Equal(d.Away(test.laws), away) {
				t.Errorf("low %v, flagged %v, away %v", d.Low(test.laws), d.Flagged(test.laws), d.Away(test.laws))
			}
		})
	}
}

func TestORG09WhoSeesDuty(t *testing.T) {
	for who, want := range map[committee.MemberID]bool{wu: true, zhang: true, street: true, liu: false, li: false, lin: false} {
		if committee.SeesDuty(by(who), wu) != want {
			t.Errorf("%d sees it: %v", who, !want)
		}
	}
}
