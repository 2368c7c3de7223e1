package committee_test

import (
	"testing"

	"pgregory.net/rapid"

	"yishi/committee"
)

// The table of spec.md §1.2: members in office, quorum, votes that carry.
var sizes = []struct{ inOffice, quorum, needed int }{
	{5, 4, 3}, {6, 5, 4}, {7, 6, 4}, {8, 7, 5}, {9, 8, 5}, {10, 8, 6}, {11, 9, 6}, {12, 10, 7}, {13, 11, 7}, {15, 12, 8},
}

func TestA01QuorumBySize(t *testing.T) {
	b := committee.DefaultBylaws()
	for _, size := range sizes {
		if got := b.Quorum(size.inOffice); got != size.quorum {
			t.Errorf("%d in office: quorum %d, want %d", size.inOffice, got, size.quorum)
		}
		if got := b.Needed(size.inOffice); got != size.needed {
			t.Errorf("%d in office: %d votes carry, want %d", size.inOffice, got, size.needed)
		}
	}
}

func TestA01QuorumExclusive(t *testing.T) {
	b := laws(t, "quorum.inclusive", "false")
	for inOffice, want := range map[int]int{5: 5, 8: 7, 9: 8, 10: 9, 15: 13} {
		if got := b.Quorum(inOffice); got != want {
			t.Errorf("more than 4/5 of %d: %d, want %d", inOffice, got, want)
		}
	}
}

func TestA01cQuorumBase(t *testing.T) {
	if got := binhe(committee.DefaultBylaws()).QuorumBase(8); got != 8 {
		t.Errorf("in office: %d, want 8", got)
	}
	if got := binhe(laws(t, "quorum.base", "seats")).QuorumBase(8); got != 9 {
		t.Errorf("by seats: %d, want 9", got)
	}
}

func TestA02NeededByThreshold(t *testing.T) {
	for _, test := range []struct {
		threshold string
		needed    map[int]int
	}{
		{">1/2", map[int]int{0: 1, 1: 1, 7: 4, 8: 5, 9: 5}},
		{">=2/3", map[int]int{0: 1, 8: 6, 9: 6, 10: 7}},
		{">=3/4", map[int]int{8: 6, 9: 7, 12: 9}},
		{">=4/5", map[int]int{9: 8, 10: 8}},
		{"all", map[int]int{1: 1, 9: 9}},
	} {
		b := laws(t, "majority.threshold", test.threshold)
		for base, want := range test.needed {
			if got := b.Needed(base); got != want {
				t.Errorf("%s of %d: %d, want %d", test.threshold, base, got, want)
			}
		}
	}
}

func TestQuorumIsExactAndMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.IntRange(1, 100).Draw(t, "den")
		f := committee.Fraction{Num: rapid.IntRange(1, den).Draw(t, "num"), Den: den}
		inclusive := rapid.Bool().Draw(t, "inclusive")
		n := rapid.IntRange(0, 200).Draw(t, "n")
		b := committee.Bylaws{QuorumFraction: f, QuorumInclusive: inclusive}
		q := b.Quorum(n)
		// enough tells without a division whether k of n reach the share.
		enough := func(k int) bool {
			if inclusive {
				return k*f.Den >= f.Num*n
			}
			return k*f.Den > f.Num*n
		}
		if !enough(q) || q > 0 && enough(q-1) {
			t.Fatalf("quorum %d of %d at %s is not the least that is enough", q, n, f)
		}
		if next := b.Quorum(n + 1); next < q || next > q+1 {
			t.Fatalf("one member more moves the quorum from %d to %d", q, next)
		}
	})
}

func TestNeededIsMonotone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		threshold := rapid.SampledFrom([]string{">1/2", ">=2/3", ">=3/4", ">=4/5", "all"}).Draw(rt, "threshold")
		b := laws(t, "majority.threshold", threshold)
		n := rapid.IntRange(0, 200).Draw(rt, "n")
		if now, next := b.Needed(n), b.Needed(n+1); next < now || next > now+1 {
			rt.Fatalf("%s: %d needed of %d, %d of %d", threshold, now, n, next, n+1)
		}
		if n > 0 && b.Needed(n) > n {
			rt.Fatalf("%s of %d can never be reached", threshold, n)
		}
	})
}
