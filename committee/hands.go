package committee

import (
	"maps"
	"slices"
	"time"
)

// A Count is a vote that was taken by hand (VOT-11): in totals, or, of a show of hands,
// by names. Paper slips of a secret vote have totals alone, and who watched the count.
type Count struct {
	Secret  bool // paper slips
	Totals  Tally
	Names   map[MemberID]Choice // empty: totals
	Witness string              // 监票人 of paper slips
}

// Count takes a vote by hand: the recorder enters it, and it is one when the chair
// confirms. It has the electors of a vote that opens now.
func (m *Meeting) Count(by Actor, t Topic, item int, secret bool, earlier []Ballot, now time.Time) (*Ballot, error) {
	if !by.Is(Recorder) {
		return nil, Refuse(Forbidden, "hands.only-recorder")
	}
	entered := func(b Ballot) bool { return b.State == Entered && b.Topic == t.ID }
	if err := m.votable(by, t, item, slices.DeleteFunc(slices.Clone(earlier), entered)); err != nil {
		return nil, err
	}
	b := m.newBallot(by.Committee.Bylaws, t, item, secret, now)
	b.State, b.ByHand, b.Chair, b.ClosesAt = Entered, true, 0, time.Time{}
	return b, nil
}

// Enter puts what was counted on the vote: no more votes than electors, and names of
// electors alone.
func (b *Ballot) Enter(c Count, name func(MemberID) string) error {
	n := c.Totals.Voters()
	switch {
	case b.Secret && (len(c.Names) > 0 || c.Witness == ""):
		return Refuse(Invalid, "hands.slips", b.Name())
	case len(c.Names) == 0 && n == 0:
		return Refuse(Invalid, "hands.form")
	case n > len(b.Electors):
		return Refuse(Invalid, "hands.too-many", b.Name(), n, len(b.Electors))
	}
	for who := range c.Names {
		if !slices.Contains(b.Electors, who) {
			return Refuse(Invalid, "hands.no-elector", name(who), b.Name())
		}
	}
	b.Counted, b.Witness = c.Totals, c.Witness
	maps.Copy(b.Votes, c.Names)
	return nil
}

// Confirm makes what the recorder entered a vote (VOT-11), at the chair's word.
func (b *Ballot) Confirm(by Actor, m *Meeting) (changed bool, err error) {
	switch {
	case !m.Presides(by):
		return false, Refuse(Forbidden, "meeting.only-chair")
	case b.State != Entered:
		return false, nil
	}
	b.State = Open
	return true, nil
}

// Dictated is the choice that the recorder hands in for one member who has no phone
// (VOT-11): it becomes his vote when the chair confirms it.
type Dictated struct {
	Ballot BallotID
	Member MemberID
	Choice Choice
}

// Dictate checks a choice that the recorder hands in: of a named vote that is open, of
// an elector who may vote now.
func (b *Ballot) Dictate(by Actor, who Member, c Choice, now time.Time) error {
	switch {
	case !by.Is(Recorder):
		return Refuse(Forbidden, "dictate.only-recorder")
	case b.Secret:
		return Refuse(Forbidden, "dictate.secret", b.Name())
	case !slices.Contains(b.Electors, who.ID):
		return Refuse(Invalid, "hands.no-elector", who.Name, b.Name())
	}
	trial := *b
	trial.Votes = maps.Clone(b.Votes)
	_, err := trial.Cast(who.ID, c, now)
	return err
}
