package committee_test

import (
	"testing"

	"yishi/committee"
	"yishi/workday"
)

// ranOut is a sitting in which the terms of some have run out.
func ranOut(t *testing.T, who ...committee.MemberID) *committee.Dossier {
	t.Helper()
	d := sitting(t)
	for _, id := range who {
		d.Body[id-1].Until = workday.New(2026, 11, 9)
	}
	return d
}

func TestA16QuorumTwice(t *testing.T) {
	for _, test := range []struct {
		name         string
		expired      []committee.MemberID
		present      int
		all, without committee.Gate
	}{
		{"nobody", nil, 8, committee.Gate{Expected: 9, Present: 8, Quorum: 8}, committee.Gate{Expected: 9, Present: 8, Quorum: 8}},
		{"four-of-whom-one-is-away", []committee.MemberID{liu, zhou, sun, wu}, 8, committee.Gate{Expected: 9, Present: 8, Quorum: 8}, committee.Gate{Expected: 5, Present: 5, Quorum: 4}},
		{"two-who-are-away", []committee.MemberID{sun, wu}, 7, committee.Gate{Expected: 9, Present: 7, Quorum: 8}, committee.Gate{Expected: 7, Present: 7, Quorum: 6}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := ranOut(t, test.expired...)
			d.Meeting = *in(committee.Noticed)
			seat(t, &d.Meeting, test.present)
			all, without, n := d.GateTwice()
			if all != test.all || without != test.without || n != len(test.expired) {
				t.Errorf("got %+v and %+v without %d", all, without, n)
			}
		})
	}
	if (committee.Gate{Expected: 9, Present: 7, Quorum: 8}).Met() || !(committee.Gate{Expected: 7, Present: 7, Quorum: 6}).Met() {
		t.Error("seven are eight, or less than six")
	}
}

func TestA16VerdictTwice(t *testing.T) {
	four := []committee.MemberID{liu, zhou, sun, wu}
	shown := func(t *testing.T, against ...committee.MemberID) committee.Ballot {
		t.Helper()
		b := vote(t, 8, named)
		b.Chair = 0
		cast(t, b, committee.For, zhang, li, wang, zhao, chen, liu, zhou, sun)
		cast(t, b, committee.Against, against...)
		return *b
	}
	totals := func(yes, no int) committee.Ballot {
		return committee.Ballot{
			Expected: 9, Present: 8, ByHand: true, Counted: committee.Tally{For: yes, Against: no},
			Electors: []committee.MemberID{zhang, li, wang, zhao, chen, liu, zhou, sun},
		}
	}
	hidden := func(yes, no int) committee.Ballot {
		b := *slips(8, committee.Tally{For: yes, Against: no})
		b.Electors = totals(0, 0).Electors
		b.Votes = map[committee.MemberID]committee.Choice{}
		for _, id := range b.Electors[:yes+no] {
			b.Votes[id] = ""
		}
		return b
	}
	recused := shown(t, liu, zhou, sun)
	delete(recused.Votes, liu)
	recused.Recuse(liu, "刘芳")
	for _, test := range []struct {
		name             string
		expired          []committee.MemberID
		b                committee.Ballot
		of, yes, needed  int
		present          int
		differs, unknown bool
	}{
		{name: "nobody", b: shown(t, liu), of: 9, present: 8, yes: 7, needed: 5},
		{name: "carries-both-ways", expired: four, b: shown(t, liu), of: 5, present: 5, yes: 5, needed: 3},
		{name: "fails-and-would-carry", expired: four, b: shown(t, liu, zhou, sun, chen), of: 5, present: 5, yes: 4, needed: 3, differs: true},
		{name: "carries-and-would-fail", expired: four, b: shown(t, wang, zhao, chen), of: 5, present: 5, yes: 2, needed: 3, differs: true},
		{name: "one-of-them-recused", expired: four, b: recused, of: 5, present: 5, yes: 5, needed: 3},
		{name: "secret-and-sure", expired: []committee.MemberID{wu}, b: hidden(8, 0), of: 8, present: 8, yes: 8, needed: 5, unknown: true},
		{name: "secret-and-open", expired: four, b: hidden(4, 4), of: 5, present: 5, needed: 3, yes: -1, differs: true, unknown: true},
		{name: "hands-and-sure", expired: four, b: totals(8, 0), of: 5, present: 5, needed: 3, yes: -1, unknown: true},
		{name: "hands-and-open", expired: four, b: totals(4, 0), of: 5, present: 5, needed: 3, yes: -1, differs: true, unknown: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := ranOut(t, test.expired...).Second(test.b)
			if s.Expired != len(test.expired) || s.Differs != test.differs || s.Known == test.unknown {
				t.Errorf("got %+v", s)
			}
			if s.Expected != test.of || s.Needed != test.needed || s.Present != test.present || test.yes >= 0 && s.For != test.yes {
				t.Errorf("got %+v", s.Outcome)
			}
		})
	}
}
