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
	recused := 0
	for _, id := range out {
		if slices.Contains(b.Recused, d.Body.Name(id)) {
			recused++
		}
	}
	electors := 0
	for _, e := range b.Electors {
		if slices.Contains(out, e) {
			electors++
		}
	}
	laws := d.Committee.Bylaws.Counting(&b)
	for _, gone := range b.cast(out, s.Known, held.Tally) {
		t := Tally{held.For - gone.For, held.Against - gone.Against, held.Abstain - gone.Abstain, 0}
		t.NotVoted = len(b.Electors) - electors - t.Voters()
		s.Outcome = laws.outcome(t, b.Expected-len(out), b.Present-electors-recused, len(b.Recused)-recused)
		s.Differs = s.Differs || s.Passed != held.Passed
	}
	return s
}

// cast returns the votes of some members: one tally when they are known, else every
// one that they can have made up of all.
func (b *Ballot) cast(who []MemberID, known bool, all Tally) []Tally {
	var t Tally
	voters := 0
	for _, id := range who {
		c, voted := b.Votes[id]
		if voted || b.Counted != (Tally{}) && slices.Contains(b.Electors, id) {
			voters++
			t.add(c)
		}
	}
	if known {
		return []Tally{t}
	}
	least := voters
	if len(b.Votes) == 0 { // by totals: any of them may have kept their hands down
		least = max(0, voters-(len(b.Electors)-all.Voters()))
	}
	var out []Tally
	for yes := 0; yes <= min(all.For, voters); yes++ {
		for no := 0; no <= min(all.Against, voters-yes); no++ {
			for abstain := 0; abstain <= min(all.Abstain, voters-yes-no); abstain++ {
				if yes+no+abstain >= least {
					out = append(out, Tally{For: yes, Against: no, Abstain: abstain})
				}
			}
		}
	}
	return out
}
