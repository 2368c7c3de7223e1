package committee

// A Tally counts a vote. NotVoted are electors who gave no answer by the close,
// shown apart from abstentions (VOT-04).
type Tally struct{ For, Against, Abstain, NotVoted int }

// Voters is how many took part.
func (t Tally) Voters() int { return t.For + t.Against + t.Abstain }

// Tally counts the votes cast so far.
func (b *Ballot) Tally() Tally {
	var t Tally
	count := func(c Choice) {
		switch c {
		case For:
			t.For++
		case Against:
			t.Against++
		case Abstain:
			t.Abstain++
		}
	}
	for _, c := range b.Votes {
		count(c)
	}
	for _, c := range b.Slips {
		count(c)
	}
	t.NotVoted = len(b.Electors) - len(b.Votes)
	return t
}

// An Outcome is what a tally comes to under the bylaws (VOT-08).
type Outcome struct {
	Tally
	Expected, Present int
	Base, Needed      int
	Passed            bool
	Near              bool // 赞成 and 反对 lie close together (VOT-09)
}

// Outcome decides whether the vote carries: 赞成 against the threshold of the
// base. A tie fails and there is no casting vote.
func (b *Ballot) Outcome(laws Bylaws) Outcome {
	t := b.Tally()
	o := Outcome{Tally: t, Expected: b.Expected, Present: b.Present}
	o.Base = laws.base(o)
	if laws.RecusalReducesBase && laws.MajorityBase != Valid {
		o.Base -= len(b.Recused)
	}
	o.Needed = laws.Needed(o.Base)
	o.Passed = t.For >= o.Needed
	o.Near = laws.NearTie >= 0 && t.Voters() > 0 && abs(t.For-t.Against) <= laws.NearTie
	return o
}

func (b Bylaws) base(o Outcome) int {
	switch b.MajorityBase {
	case Present:
		return o.Present
	case Valid:
		return o.For + o.Against
	default:
		return o.Expected
	}
}

func abs(n int) int { return max(n, -n) }
