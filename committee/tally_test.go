package committee_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yishi/committee"
)

// counted is a named vote of some members in the room with this tally, under 应到 9.
func counted(t *testing.T, present, yes, no, abstain int) *committee.Ballot {
	t.Helper()
	b := vote(t, 9, named)
	b.Present, b.Electors, b.Chair = present, b.Electors[:present], 0
	for i, n := range []int{yes, no, abstain} {
		for range n {
			cast(t, b, committee.Choices[i], b.Electors[len(b.Votes)])
		}
	}
	return b
}

func TestVOT08Outcome(t *testing.T) {
	for _, test := range []struct {
		name                      string
		present, yes, no, abstain int
		base, threshold           string
		of, needed                int
		passed, near              bool
	}{
		{"5-2-1", 8, 5, 2, 1, "expected", ">1/2", 9, 5, true, false},
		{"4-3-1", 8, 4, 3, 1, "expected", ">1/2", 9, 5, false, true},
		{"4-4", 8, 4, 4, 0, "expected", ">1/2", 9, 5, false, true},
		{"8-0", 8, 8, 0, 0, "expected", ">1/2", 9, 5, true, false},
		{"nobody-voted", 8, 0, 0, 0, "expected", ">1/2", 9, 5, false, false},
		{"4-3-1-of-present", 8, 4, 3, 1, "present", ">1/2", 8, 5, false, true},
		{"4-3-1-of-valid", 8, 4, 3, 1, "valid", ">1/2", 7, 4, true, true},
		{"a-tie-of-valid-fails", 8, 4, 4, 0, "valid", ">1/2", 8, 5, false, true},
		{"only-abstentions-of-valid", 8, 0, 0, 8, "valid", ">1/2", 0, 1, false, true},
		{"two-thirds", 9, 6, 3, 0, "expected", ">=2/3", 9, 6, true, false},
		{"two-thirds-missed", 9, 5, 4, 0, "expected", ">=2/3", 9, 6, false, true},
		{"three-quarters", 8, 6, 2, 0, "present", ">=3/4", 8, 6, true, false},
		{"four-fifths", 9, 7, 2, 0, "expected", ">=4/5", 9, 8, false, false},
		{"all-of-those-expected", 8, 8, 0, 0, "expected", "all", 9, 9, false, false},
		{"all-of-those-present", 8, 8, 0, 0, "present", "all", 8, 8, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := counted(t, test.present, test.yes, test.no, test.abstain)
			got := b.Outcome(laws(t, "majority.base", test.base, "majority.threshold", test.threshold))
			want := committee.Outcome{
				Tally:    committee.Tally{For: test.yes, Against: test.no, Abstain: test.abstain, NotVoted: test.present - test.yes - test.no - test.abstain},
				Expected: 9, Present: test.present, Base: test.of, Needed: test.needed, Passed: test.passed, Near: test.near,
			}
			if got != want {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}

// Every tally of nine, on every base and threshold, for persons and for all else,
// with and without the abstentions: against a count that knows no formula but
// “so many times the share”.
func TestVOT08EveryTallyOfNine(t *testing.T) {
	holds := map[string]func(yes, base int) bool{
		">1/2":  func(yes, base int) bool { return yes+yes > base },
		">=2/3": func(yes, base int) bool { return yes+yes+yes >= base+base },
		">=3/4": func(yes, base int) bool { return 4*yes >= 3*base },
		">=4/5": func(yes, base int) bool { return 5*yes >= 4*base },
		"all":   func(yes, base int) bool { return yes == base },
	}
	for threshold, carries := range holds {
		for _, base := range []string{"expected", "present", "valid"} {
			for _, abstainIn := range []string{"true", "false"} {
				general := laws(t, "majority.base", base, "majority.threshold", threshold, "abstain.in_base", abstainIn)
				persons := laws(t, "majority.personnel.base", base, "majority.personnel.threshold", threshold, "abstain.in_base", abstainIn)
				tallies(func(present int, c committee.Tally) {
					of := map[string]int{"expected": 9, "present": present, "valid": c.For + c.Against}[base]
					if abstainIn == "false" && base != "valid" {
						of -= c.Abstain
					}
					want := c.For > 0 && carries(c.For, of)
					b := slips(present, c)
					if got := b.Outcome(general); got.Passed != want || got.Base != of {
						t.Errorf("%s of %s, abstentions in: %s, %d present, %+v: %+v, want %v of %d", threshold, base, abstainIn, present, c, got, want, of)
					}
					b.Person = "刘芳"
					if got := b.Outcome(persons); got.Passed != want || got.Base != of {
						t.Errorf("on a person: %s of %s, %d present, %+v: %+v, want %v of %d", threshold, base, present, c, got, want, of)
					}
					b.Person = ""
					if got := b.Outcome(persons); got.Passed != (2*c.For > 9-map[string]int{"false": c.Abstain}[abstainIn]) {
						t.Errorf("what holds for persons is counted for a topic: %+v of %+v", got, c)
					}
				})
			}
		}
	}
}

// tallies tries every tally of up to nine present.
func tallies(try func(present int, c committee.Tally)) {
	for present := range 10 {
		for yes := 0; yes <= present; yes++ {
			for no := 0; yes+no <= present; no++ {
				for abstain := 0; yes+no+abstain <= present; abstain++ {
					try(present, committee.Tally{For: yes, Against: no, Abstain: abstain})
				}
			}
		}
	}
}

// slips is a vote of nine expected that was cast so.
func slips(present int, c committee.Tally) *committee.Ballot {
	b := &committee.Ballot{Expected: 9, Present: present, Secret: true}
	for i, n := range []int{c.For, c.Against, c.Abstain} {
		for range n {
			b.Slips = append(b.Slips, committee.Choices[i])
		}
	}
	return b
}

// The worked example of A-02, and what is firm (M2).
func TestA02UnderEveryReading(t *testing.T) {
	for _, test := range []struct {
		name, base       string
		yes, no, abstain int
		contrary         []committee.Base
	}{
		{"4-3-1", "expected", 4, 3, 1, []committee.Base{committee.Valid}},
		{"7-0-1", "expected", 7, 0, 1, nil},
		{"4-3-1-of-valid", "valid", 4, 3, 1, []committee.Base{committee.Expected, committee.Present}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := slips(8, committee.Tally{For: test.yes, Against: test.no, Abstain: test.abstain})
			for _, person := range []string{"", "刘芳"} {
				b.Person = person
				if got := b.Contrary(laws(t, "majority.base", test.base, "majority.personnel.base", test.base)); !slices.Equal(got, test.contrary) {
					t.Errorf("contrary on %v, want %v", got, test.contrary)
				}
			}
		})
	}
}

func TestA03Tie(t *testing.T) {
	for _, test := range []struct {
		name    string
		yes, no int
		tied    bool
	}{{"four-and-four", 4, 4, true}, {"four-and-three", 4, 3, false}, {"nobody", 0, 0, false}} {
		t.Run(test.name, func(t *testing.T) {
			for _, tie := range []string{"fail", "revote"} {
				o := slips(8, committee.Tally{For: test.yes, Against: test.no}).Outcome(laws(t, "tie", tie))
				if o.Tied() != test.tied || o.Passed {
					t.Errorf("tie=%s: tied %v, passed %v", tie, o.Tied(), o.Passed)
				}
			}
		})
	}
}

func TestVOT08WhatIsKnownBeforeTheVote(t *testing.T) {
	for _, test := range []struct {
		key, value string
		known      bool
	}{{"majority.base", "expected", true}, {"majority.base", "present", true}, {"majority.base", "valid", false}, {"abstain.in_base", "false", false}} {
		if got := laws(t, test.key, test.value).Foreseen(); got != test.known {
			t.Errorf("%s=%s: known %v", test.key, test.value, got)
		}
	}
}

// Four of eight recuse: the other four are no majority of nine.
func TestA05TooFewAreLeft(t *testing.T) {
	b := vote(t, 8, named)
	for i, who := range []committee.MemberID{liu, zhou, sun} {
		if needed, hopeless := b.Hopeless(laws(t)); hopeless {
			t.Errorf("after %d recusals %d are needed, and hope is lost", i, needed)
		}
		b.Recuse(who, "某")
	}
	b.Recuse(chen, "陈卫东")
	if needed, hopeless := b.Hopeless(laws(t)); needed != 5 || !hopeless {
		t.Errorf("4 of 9 may vote: needed %d, hopeless %v", needed, hopeless)
	}
	if _, hopeless := b.Hopeless(laws(t, "recusal.reduces_base", "true")); hopeless {
		t.Error("4 of 5 are a majority")
	}
}

func TestVOT09NearTie(t *testing.T) {
	for _, test := range []struct {
		name, within string
		yes, no      int
		near         bool
	}{
		{"difference-of-one", "1", 4, 3, true},
		{"more-against", "1", 3, 4, true},
		{"difference-of-two", "1", 5, 3, false},
		{"two-are-near", "2", 5, 3, true},
		{"only-ties", "0", 4, 3, false},
		{"a-tie", "0", 4, 4, true},
		{"never", "-1", 4, 4, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := counted(t, 8, test.yes, test.no, 0)
			if got := b.Outcome(laws(t, "near_tie.suggest_defer", test.within)).Near; got != test.near {
				t.Errorf("near %v", got)
			}
		})
	}
}

func TestA05RecusalAndTheBase(t *testing.T) {
	for _, test := range []struct {
		name, reduces, base string
		of, needed          int
	}{
		{"stays-in", "false", "expected", 9, 5},
		{"leaves", "true", "expected", 7, 4},
		{"leaves-those-present", "true", "present", 6, 4},
		{"never-was-valid", "true", "valid", 4, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := vote(t, 8, named)
			b.Recuse(liu, "刘芳")
			b.Recuse(zhou, "周建平")
			cast(t, b, committee.For, li, wang, zhao, chen)
			got := b.Outcome(laws(t, "recusal.reduces_base", test.reduces, "majority.base", test.base))
			if got.Base != test.of || got.Needed != test.needed {
				t.Errorf("%d of %d, want %d of %d", got.Needed, got.Base, test.needed, test.of)
			}
		})
	}
}

// random is a vote into which anybody taps anything in any order.
func random(t *testing.T, rt *rapid.T) *committee.Ballot {
	t.Helper()
	b := vote(t, rapid.IntRange(8, 9).Draw(rt, "present"), rapid.Bool().Draw(rt, "secret"))
	if rapid.Bool().Draw(rt, "recused") {
		b.Recuse(liu, "刘芳")
	}
	first := map[committee.MemberID]committee.Choice{}
	last := map[committee.MemberID]committee.Choice{}
	for range rapid.IntRange(0, 40).Draw(rt, "taps") {
		who := committee.MemberID(rapid.IntRange(1, 12).Draw(rt, "who"))
		c := rapid.SampledFrom(append(slices.Clone(committee.Choices), "")).Draw(rt, "choice")
		switch rapid.IntRange(0, 25).Draw(rt, "chair") {
		case 0:
			if b.EndRound() {
				b.Close(opening)
			}
		case 1:
			b.Close(opening)
		}
		changed, err := b.Cast(who, c, opening)
		if err != nil {
			continue
		}
		if changed == (last[who] == c) {
			rt.Fatalf("%d says %s after %s: changed %v", who, c, last[who], changed)
		}
		if _, again := first[who]; !again {
			first[who] = c
		}
		last[who] = c
	}
	checkVotes(rt, b, first, last)
	return b
}

func checkVotes(rt *rapid.T, b *committee.Ballot, first, last map[committee.MemberID]committee.Choice) {
	said := last
	if b.Secret {
		said = first // a secret vote is the first one and stays
	}
	if len(b.Votes) != len(said) {
		rt.Fatalf("%d votes of %d voters", len(b.Votes), len(said))
	}
	want := committee.Tally{NotVoted: len(b.Electors) - len(said)}
	for who, c := range said {
		switch c {
		case committee.For:
			want.For++
		case committee.Against:
			want.Against++
		case committee.Abstain:
			want.Abstain++
		}
		if !slices.Contains(b.Electors, who) || b.Secret && b.Votes[who] != "" || !b.Secret && b.Votes[who] != c {
			rt.Fatalf("%d is on record with %q", who, b.Votes[who])
		}
	}
	if got := b.Tally(); got != want {
		rt.Fatalf("tally %+v, want %+v", got, want)
	}
}

func TestVOT05OneVoteEachWhateverHappens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := random(t, rt)
		tally := b.Tally()
		if tally.Voters()+tally.NotVoted != len(b.Electors) || tally.NotVoted < 0 {
			rt.Fatalf("%+v does not sum to %d electors", tally, len(b.Electors))
		}
		_, spoke := b.Votes[b.Chair]
		if b.Complete() != (tally.NotVoted == 0 || b.RoundOver && spoke) {
			rt.Fatalf("complete %v with %d missing", b.Complete(), tally.NotVoted)
		}
		if _, voted := b.Votes[b.Chair]; b.Chair != 0 && voted && !b.ChairsTurn() {
			rt.Fatal("the chair voted before the others")
		}
	})
}

// The principle of spec.md §1.4: what passes under the default passes under every
// laxer reading, so no one can overturn it on procedure.
func TestA02WhatPassesOnExpectedPassesOnEveryLaxerBase(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := random(t, rt)
		threshold := rapid.SampledFrom([]string{">1/2", ">=2/3", ">=3/4", ">=4/5", "all"}).Draw(rt, "threshold")
		strict := b.Outcome(laws(t, "majority.threshold", threshold))
		for _, base := range []string{"present", "valid"} {
			for _, reduces := range []string{"false", "true"} {
				lax := b.Outcome(laws(t, "majority.threshold", threshold, "majority.base", base, "recusal.reduces_base", reduces))
				if strict.Passed && !lax.Passed {
					rt.Fatalf("passes with %d of %d, and fails on %s with %d of %d", strict.For, strict.Base, base, lax.For, lax.Base)
				}
			}
		}
		if simple := b.Outcome(laws(t)); strict.Passed && !simple.Passed {
			rt.Fatalf("%s passes where a simple majority fails", threshold)
		}
	})
}
