// Package committee holds the rules of a community's Big Party Committee
// (社区“大党委”): who serves, how a meeting is convened and noticed, when it may
// open, how it votes and what its minutes are called. It is pure: it reads no
// clock, no file and no database, and speaks no language; a rule that says no
// returns a *Refusal with the rule's name and the numbers.
package committee

import (
	"time"
)

// Identifiers are typed, so that a meeting cannot be looked up by a ballot's number.
type (
	// ID names a committee.
	ID int64
	// MemberID names a person on the roster of a committee.
	MemberID int64
	// MeetingID names one sitting.
	MeetingID int64
	// TopicID names one topic.
	TopicID int64
	// BallotID names one vote on one topic or person.
	BallotID int64
)

// Committee is one Big Party Committee and what every notice and paper of it
// names (S1, SYS-01).
type Committee struct {
	ID      ID
	Name    string // 滨河社区“大党委”
	Issuer  string // 中共滨河社区委员会
	Street  string // 临江街道党工委
	Contact Contact
	Seats   Seats
	Bylaws  Bylaws  // the version that governs what is at hand
	Lawbook Lawbook // every version

	// NumbersYear, NextMeeting and NextMinutes say where the numbers of a
	// committee begin that met before it used this program (interface.md,
	// “Minutes”). They hold for NumbersYear; every other year begins at 1.
	NumbersYear, NextMeeting, NextMinutes int
}

// Contact is the human whose telephone ends every notice.
type Contact struct{ Name, Phone string }

// Seats is the seat plan 1+1+N (ORG-01): one secretary, one vice secretary and
// Members others.
type Seats struct{ Members int }

// Total is the number of planned seats.
func (s Seats) Total() int { return s.Members + 2 }

// FirstMeeting returns the ordinal of a year's first meeting.
func (c Committee) FirstMeeting(year int) int { return c.first(year, c.NextMeeting) }

// FirstMinutes returns the number of a year's first minutes (MIN-04).
func (c Committee) FirstMinutes(year int) int { return c.first(year, c.NextMinutes) }

func (c Committee) first(year, configured int) int {
	if year == c.NumbersYear && configured > 1 {
		return configured
	}
	return 1
}

// ClockTime is a time of day without a date.
type ClockTime struct{ Hour, Minute int }

func (c ClockTime) after(d ClockTime) bool {
	return c.Hour > d.Hour || c.Hour == d.Hour && c.Minute > d.Minute
}

// Moment is a point in time of which only the clock is shown: 15:13.
type Moment time.Time
