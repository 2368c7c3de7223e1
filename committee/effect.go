package committee

import "yishi/workday"

// A Standing is how many are in office, and what that makes of a meeting.
type Standing struct{ InOffice, Quorum, Pass int }

// Standing reckons how a body stands on a day (大党委, ORG-01).
func (c Committee) Standing(body Body, on workday.Date) Standing {
	n := len(body.InOffice(on))
	return Standing{n, c.Bylaws.Quorum(c.QuorumBase(n)), c.Bylaws.Needed(n)}
}

// An Effect is what a change of who serves comes to.
type Effect struct {
	From          workday.Date // the first day on which it holds
	Before, After Standing
	Vacancy       *Vacancy // the seat that it leaves empty; nil: none
	Waiting       Waiting
	Sitting       bool // the roll of the sitting that is on stands
}

// Waiting is what is with somebody when his office ends: what goes over to who follows
// him, or stays open until somebody does.
type Waiting struct {
	Topics   int  // to be decided on (TOP-02)
	Plan     bool // a date to be confirmed (MTG-03)
	Leaves   int  // to be granted (ATT-02)
	Minutes  bool // to be passed on or signed (MIN-05)
	Proposed int  // topics that he has handed in and that are still in the pool
	Presides bool // he was delegated to preside over the coming meeting (MTG-04)
}
