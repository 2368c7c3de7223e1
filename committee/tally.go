package committee

// A Tally counts a vote. NotVoted are electors who gave no answer by the close,
// shown apart from abstentions (VOT-04).
type Tally struct{ For, Against, Abstain, NotVoted int }

// Voters is how many took part.
func (t Tally) Voters() int { return t.For + t.Against + t.Abstain }

// Tally counts the votes cast so far.
func (b *Ballot) Tally() Tally {
	t := b.Counted
	for _, c := range b.Votes {
		t.add(c)
	}
	for _, c := range b.Slips {
		t.add(c)
	}
	t.NotVoted = len(b.Electors) - t.Voters()
	return t
}

func (t *Tally) add(c Choice) {
	switch c {
	case For:
		t.For++
	case Against:
		t.Against++
	case Abstain:
		t.Abstain++
	}
}

// An Outcome is what a tally comes to under the bylaws (VOT-08).
type Outcome struct {
	Tally
	Expected, Present int
	Base, Needed      int
	Passed            bool
	Near              bool // 赞成 and 反对 lie close together (VOT-09)
}

// Tied reports whether as many were in favour as against, and somebody was.
func (o Outcome) Tied() bool { return o.For == o.Against && o.For > 0 }

// Outcome decides whether the vote carries: 赞成 against the threshold of the
// base. A tie fails and there is no casting vote.
func (b *Ballot) Outcome(laws Bylaws) Outcome {
	return laws.Counting(b).outcome(b.Tally(), b.Expected, b.Present, len(b.Recused))
}

// Counting returns the bylaws as they count this vote: by what is
// said of votes on persons when it is one (VOT-08).
func (b Bylaws) Counting(v *Ballot) Bylaws { return b.For(v.Person) }

// For returns the bylaws with the base and the threshold of a vote on this person in
// the place of the general ones; on nobody, as they are (VOT-08).
func (b Bylaws) For(person string) Bylaws {
	if person != "" && b.PersonnelBase != "" {
		b.MajorityBase = b.PersonnelBase
	}
	if person != "" && b.PersonnelMajority != (Threshold{}) {
		b.Majority = b.PersonnelMajority
	}
	return b
}

// Foreseen reports whether the number of votes that carries is known before they are
// cast: neither is the base the votes themselves, nor does it depend on them.
func (b Bylaws) Foreseen() bool { return b.MajorityBase != Valid && !b.AbstainLeavesBase }

func (b Bylaws) outcome(t Tally, expected, present, recused int) Outcome {
	o := Outcome{Tally: t, Expected: expected, Present: present}
	o.Base = b.base(o, recused)
	o.Needed = b.Needed(o.Base)
	o.Passed = t.For >= o.Needed
	o.Near = b.NearTie >= 0 && t.Voters() > 0 && abs(t.For-t.Against) <= b.NearTie
	return o
}

// base is the number that 赞成 is measured by: who stays out of the vote and
// who abstains (A-14b) stay in it, unless the bylaws say otherwise.
func (b Bylaws) base(o Outcome, recused int) int {
	if b.MajorityBase == Valid {
		return o.For + o.Against
	}
	n := o.Expected
	if b.MajorityBase == Present {
		n = o.Present
	}
	if b.RecusalReducesBase {
		n -= recused
	}
	if b.AbstainLeavesBase {
		n -= o.Abstain
	}
	return n
}

// Publishes reports whether the result is told at the close, without the chair's tap
// where the bylaws say so, unless it is close and the chair may put it off.
func (b *Ballot) Publishes(laws Bylaws) bool {
	o := b.Outcome(laws)
	return laws.PublishAtClose && !o.Near && (!laws.TieRevotes || !o.Tied())
}

// Hopeless reports whether so few may vote, for so many are recused, that 赞成 cannot
// carry even if all are in favour, and how many it would take.
func (b *Ballot) Hopeless(laws Bylaws) (needed int, hopeless bool) {
	o := laws.Counting(b).outcome(Tally{For: len(b.Electors)}, b.Expected, b.Present, len(b.Recused))
	return o.Needed, len(b.Recused) > 0 && !o.Passed
}

// Bases are the readings of 少数服从多数, the strictest first.
var Bases = []Base{Expected, Present, Valid}

// Contrary returns the bases on which the vote would come to the contrary of its
// outcome, whatever the bylaws say; none: the result is firm.
func (b *Ballot) Contrary(laws Bylaws) []Base {
	held := b.Outcome(laws)
	var out []Base
	for _, base := range Bases {
		laws.MajorityBase, laws.PersonnelBase = base, ""
		if b.Outcome(laws).Passed != held.Passed {
			out = append(out, base)
		}
	}
	return out
}

func abs(n int) int { return max(n, -n) }
