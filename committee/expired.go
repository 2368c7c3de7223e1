package committee

import "slices"

// A seated member whose term has run out stays counted until it is decided about him
// . That is the one default that a stricter reading could overturn, so quorum and
// verdict are also computed without those members, and the chair hears of it when they
// would differ.

// expired are the members on the roll whose term has run out.
func (d Dossier) expired() []MemberID {
	return d.Meeting.those(func(a Attendee) bool {
		m, known := d.Body.Member(a.Member)
		return a.Capacity == Voting && known && m.Expired(d.Meeting.Day())
	})
}

// A Gate is a quorum and how many are there.
type Gate struct{ Expected, Present, Quorum int }

// Met reports whether there is a quorum.
func (g Gate) Met() bool { return g.Present >= g.Quorum }

// GateTwice is the quorum as it is counted, and without the members whose term has run
// out, of whom there are so many.
func (d Dossier) GateTwice() (all, without Gate, expired int) {
	out := d.expired()
	f := d.Meeting.Forecast(d.Committee)
	all = Gate{f.Expected, f.Present, f.Quorum}
	here := 0
	for _, id := range out {
		if d.Meeting.Attendee(id).Here() {
			here++
		}
	}
	without = Gate{f.Expected - len(out), f.Present - here, 0}
	without.Quorum = d.Committee.Bylaws.Quorum(d.Committee.QuorumBase(without.Expected))
	return all, without, len(out)
}

// A Second is what a vote comes to without the members whose term has run out. Of a
// vote without names nobody knows how they voted: it Differs when it could.
type Second struct {
	Outcome
	Expired int
	Differs bool
	Known   bool // their votes are known
}

// Second counts a closed vote again without the members whose term has run out.
func (d Dossier) Second(b Ballot) Second {
	out := d.expired()
	held := b.Outcome(d.Committee.Bylaws)
	s := Second{Outcome: held, Expired: len(out), Known: !b.Secret && b.Counted == Tally{}}
	if len(out) == 0 {
		return s
	}
	recused, electors := 0, 0
	for _, id := range out {
		switch {
		case slices.Contains(b.Recused, d.Body.Name(id)):
			recused++
		case slices.Contains(b.Electors, id):
			electors++
		}
	}
	laws := d.Committee.Bylaws.Counting(&b)
	gone := b.possible(out, held.Tally)
	if s.Known {
		gone = []Tally{b.cast(out)}
	}
	for _, theirs := range gone {
		t := Tally{held.For - theirs.For, held.Against - theirs.Against, held.Abstain - theirs.Abstain, 0}
		t.NotVoted = len(b.Electors) - electors - t.Voters()
		s.Outcome = laws.outcome(t, b.Expected-len(out), b.Present-electors-recused, len(b.Recused)-recused)
		s.Differs = s.Differs || s.Passed != held.Passed
	}
	return s
}

// cast returns the votes of some members.
func (b *Ballot) cast(who []MemberID) (t Tally) {
	for _, id := range who {
		t.add(b.Votes[id])
	}
	return t
}

// possible returns every tally that some members can have made up of all: as many as
// voted, or, in a count by totals, as many as there cannot be without them.
func (b *Ballot) possible(who []MemberID, all Tally) []Tally {
	least, most := b.voters(who, all)
	var out []Tally
	for yes := range min(all.For, most) + 1 {
		for no := range min(all.Against, most-yes) + 1 {
			for abstain := range min(all.Abstain, most-yes-no) + 1 {
				if yes+no+abstain >= least {
					out = append(out, Tally{For: yes, Against: no, Abstain: abstain})
				}
			}
		}
	}
	return out
}

// voters is how many of some members voted, at least and at most.
func (b *Ballot) voters(who []MemberID, all Tally) (least, most int) {
	for _, id := range who {
		_, voted := b.Votes[id]
		if voted || b.ByHand && slices.Contains(b.Electors, id) {
			most++
		}
	}
	if b.ByHand {
		return max(0, most-(len(b.Electors)-all.Voters())), most
	}
	return most, most
}
