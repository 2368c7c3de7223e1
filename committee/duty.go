package committee

import (
	"slices"

	"yishi/workday"
)

// A Sitting is what one meeting shows of one member.
type Sitting struct {
	Day   workday.Date
	Came  bool
	Leave bool // he did not come, and had asked for leave
	Held  bool // false: 流会, which counts for those who did come
}

// missed reports whether the member stayed away without leave.
func (s Sitting) missed() bool { return !s.Came && !s.Leave }

// A Duty is how a member has attended of late (ORG-08): the last meetings since his
// appointment, the oldest first.
type Duty struct {
	Member   Member
	Sittings []Sitting
}

// DutyOf reckons a member's attendance from meetings, the oldest first. A meeting
// counts on whose roll he stands as a member; one that lapsed, when he came. To step
// back from one topic is no absence.
func DutyOf(m Member, meetings []Meeting, laws Bylaws) Duty {
	d := Duty{Member: m}
	for i := range meetings {
		meeting := &meetings[i]
		a := meeting.Attendee(m.ID)
		if a == nil || a.Capacity != Voting || !m.InOffice(meeting.Day()) {
			continue
		}
		s := Sitting{Day: meeting.Day(), Came: meeting.Attended(*a), Held: meeting.Held()}
		s.Leave = !s.Came && a.Answer == OnLeave
		if s.Held || s.Came {
			d.Sittings = append(d.Sittings, s)
		}
	}
	d.Sittings = d.Sittings[max(0, len(d.Sittings)-laws.DutyMeetings):]
	return d
}

// Came counts the meetings that he attended.
func (d Duty) Came() int { return d.count(func(s Sitting) bool { return s.Came }) }

// OnLeave counts the meetings of which he had asked leave.
func (d Duty) OnLeave() int { return d.count(func(s Sitting) bool { return s.Leave }) }

// Missed counts the meetings from which he stayed away without leave.
func (d Duty) Missed() int { return d.count(Sitting.missed) }

func (d Duty) count(ok func(Sitting) bool) int {
	n := 0
	for _, s := range d.Sittings {
		if ok(s) {
			n++
		}
	}
	return n
}

// Rate is his attendance in per cent, rounded down; 0 without a meeting.
func (d Duty) Rate() int { return 100 * d.Came() / max(1, len(d.Sittings)) }

// fewest is how many meetings there must be before anybody is named.
const fewest = 2

// Low reports whether he attended less than the bylaws' share of the meetings.
func (d Duty) Low(laws Bylaws) bool {
	return len(d.Sittings) >= fewest && 100*d.Came() < laws.DutyRate*len(d.Sittings)
}

// Away returns the days of the last absences without leave that followed one another,
// when they are as many as the bylaws name.
func (d Duty) Away(laws Bylaws) []workday.Date {
	var run, named []workday.Date
	for _, s := range d.Sittings {
		if !s.missed() {
			run = nil
			continue
		}
		if run = append(run, s.Day); len(run) >= laws.DutyAbsences {
			named = slices.Clone(run)
		}
	}
	if len(d.Sittings) < fewest {
		return nil
	}
	return named
}

// Flagged reports whether the street is to be offered a report on him. It is never more
// than that: nobody is removed by a number.
func (d Duty) Flagged(laws Bylaws) bool { return d.Low(laws) || len(d.Away(laws)) > 0 }

// SeesDuty reports whether a person may see how a member has attended (ORG-09): the
// member himself, the secretary, the street.
func SeesDuty(a Actor, of MemberID) bool { return a.Member.ID == of || a.Is(Secretary|Street) }
