package committee

// Quorum returns how many of base members must be present: at least the
// fraction of them, rounded up; with inclusive false, more than the fraction.
func (b Bylaws) Quorum(base int) int {
	f := b.QuorumFraction
	if b.QuorumInclusive {
		return (f.Num*base + f.Den - 1) / f.Den
	}
	return f.Num*base/f.Den + 1
}

// Needed returns how many votes in favour carry a vote on the given base.
func (b Bylaws) Needed(base int) int {
	t := b.Majority
	if t.Inclusive {
		return max(1, (t.Num*base+t.Den-1)/t.Den)
	}
	return t.Num*base/t.Den + 1
}

// A Share is a fraction of a number of people before it is rounded, to be shown
// beside the rounded one: four fifths of 9 are 7.2.
type Share struct {
	Of int
	Fraction
}
