package committee_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

func name(id committee.MemberID) string { return body().Name(id) }

// entry is a vote on the shed that the recorder takes by hand, with 刘芳 recused.
func entry(t *testing.T, m *committee.Meeting, secret bool) *committee.Ballot {
	t.Helper()
	b, err := m.Count(by(he), shed, 1, secret, []committee.Ballot{{Topic: shed.ID, State: committee.Entered}}, at("2026-12-15 15:50"))
	if err != nil {
		t.Fatal(err)
	}
	b.Recuse(liu, "刘芳")
	return b
}

func TestVOT11Count(t *testing.T) {
	m := session(t, 8)
	b := entry(t, m, named)
	if b.State != committee.Entered || !b.ByHand || b.Chair != 0 || !b.ClosesAt.IsZero() || len(b.Electors) != 7 {
		t.Errorf("got %+v", b)
	}
	if err := b.Enter(committee.Count{Totals: committee.Tally{For: 4, Against: 2, Abstain: 1}}, name); err != nil {
		t.Fatal(err)
	}
	if got, want := b.Tally(), (committee.Tally{For: 4, Against: 2, Abstain: 1}); got != want {
		t.Errorf("counted %+v", got)
	}
	_, err := b.Announce(by(zhang), m)
	wantRule(t, err, "ballot.entered")
	_, err = b.Confirm(by(li), m)
	wantRule(t, err, "meeting.only-chair")
	for i, want := range []bool{true, false} {
		if changed, err := b.Confirm(by(zhang), m); changed != want || err != nil {
			t.Errorf("confirmed %d times: changed %v, %v", i+1, changed, err)
		}
		b.Close(opening)
	}
	_, err = m.OpenBallot(by(zhang), shed, 1, named, []committee.Ballot{{Topic: shed.ID, State: committee.Entered}}, opening)
	wantRule(t, err, "ballot.entered")
	_, err = m.Count(by(zhang), shed, 1, named, nil, opening)
	wantRule(t, err, "hands.only-recorder")
	_, err = m.Count(by(he), heard, 1, named, nil, opening)
	wantRule(t, err, "ballot.not-decided")
}

func TestVOT11Enter(t *testing.T) {
	names := func(c committee.Choice, who ...committee.MemberID) map[committee.MemberID]committee.Choice {
		out := map[committee.MemberID]committee.Choice{}
		for _, id := range who {
			out[id] = c
		}
		return out
	}
	for _, test := range []struct {
		name   string
		secret bool
		count  committee.Count
		rule   string
		tally  committee.Tally
	}{
		{"totals", named, committee.Count{Totals: committee.Tally{For: 4}}, "", committee.Tally{For: 4, NotVoted: 3}},
		{"names", named, committee.Count{Names: names(committee.Against, zhang, li)}, "", committee.Tally{Against: 2, NotVoted: 5}},
		{"slips", secret, committee.Count{Totals: committee.Tally{For: 5, Against: 2}, Witness: "何婷"}, "", committee.Tally{For: 5, Against: 2}},
		{"nothing", named, committee.Count{}, "hands.form", committee.Tally{}},
		{"too-many", named, committee.Count{Totals: committee.Tally{For: 4, Against: 3, Abstain: 1}}, "hands.too-many", committee.Tally{}},
		{"recused", named, committee.Count{Names: names(committee.For, liu)}, "hands.no-elector", committee.Tally{}},
		{"slips-unwatched", secret, committee.Count{Totals: committee.Tally{For: 5}}, "hands.slips", committee.Tally{}},
		{"slips-with-names", secret, committee.Count{Names: names(committee.For, zhang), Witness: "何婷"}, "hands.slips", committee.Tally{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := entry(t, session(t, 8), test.secret)
			wantRule(t, b.Enter(test.count, name), test.rule)
			if test.rule == "" && b.Tally() != test.tally {
				t.Errorf("counted %+v, want %+v", b.Tally(), test.tally)
			}
		})
	}
}

func TestVOT11Dictate(t *testing.T) {
	wang := body()[wang-1]
	b := vote(t, 8, named)
	before := *vote(t, 8, named)
	if err := b.Dictate(by(he), wang, committee.For, b.OpenedAt); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, *b); diff != "" {
		t.Errorf("what waits for the chair is counted (-want +got):\n%s", diff)
	}
	cast(t, b, committee.Against, li)
	for _, test := range []struct {
		name string
		by   committee.MemberID
		who  committee.MemberID
		b    *committee.Ballot
		rule string
	}{
		{"by-a-member", li, zhao, b, "dictate.only-recorder"},
		{"in-secret", he, zhao, vote(t, 8, secret), "dictate.secret"},
		{"of-the-absent", he, wu, b, "hands.no-elector"},
		{"of-the-chair-too-early", he, zhang, b, "ballot.chair-last"},
		{"a-change", he, li, b, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRule(t, test.b.Dictate(by(test.by), body()[test.who-1], committee.For, b.OpenedAt), test.rule)
		})
	}
}

func TestVOT12Revote(t *testing.T) {
	first := committee.Ballot{ID: 1, Topic: shed.ID, Position: 2, State: committee.Announced, Secret: true}
	put := committee.Ballot{ID: 2, Topic: shed.ID, Position: 2, State: committee.Announced, Deferred: true, Secret: true}
	closed := committee.Ballot{ID: 1, Topic: shed.ID, Position: 2, State: committee.Closed}
	for _, test := range []struct {
		name    string
		by      committee.MemberID
		topic   committee.Topic
		reason  string
		earlier []committee.Ballot
		rule    string
	}{
		{"with-a-reason", zhang, shed, " 票数统计有误 ", []committee.Ballot{{Topic: 99, State: committee.Open}, first}, ""},
		{"after-it-was-put-off-too", zhang, shed, "票数统计有误", []committee.Ballot{first, put}, ""},
		{"without", zhang, shed, " ", []committee.Ballot{first}, "revote.reason"},
		{"not-the-chair", li, shed, "票数统计有误", []committee.Ballot{first}, "meeting.only-chair"},
		{"no-vote-before", zhang, shed, "票数统计有误", nil, "revote.none"},
		{"only-put-off", zhang, shed, "票数统计有误", []committee.Ballot{put}, ""},
		{"not-announced", zhang, shed, "票数统计有误", []committee.Ballot{closed}, "ballot.unannounced"},
		{"only-heard", zhang, heard, "票数统计有误", []committee.Ballot{first}, "ballot.not-decided"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, err := session(t, 8).Revote(by(test.by), test.topic, 1, test.reason, test.earlier, opening)
			wantRule(t, err, test.rule)
			if err == nil && (b.Again != "票数统计有误" || !b.Secret || b.State != committee.Open || len(b.Electors) != 8) {
				t.Errorf("got %+v", b)
			}
		})
	}
}

func TestA28Publishes(t *testing.T) {
	far, near, tie := committee.Tally{For: 6, Against: 1}, committee.Tally{For: 4, Against: 3}, committee.Tally{For: 4, Against: 4}
	for _, test := range []struct {
		name  string
		laws  []string
		tally committee.Tally
		want  bool
	}{
		{"by-the-chair", nil, far, false},
		{"at-the-close", []string{"result.publish", "auto"}, far, true},
		{"close", []string{"result.publish", "auto"}, near, false},
		{"close-and-never-proposed", []string{"result.publish", "auto", "near_tie.suggest_defer", "-1"}, tie, true},
		{"a-tie-to-vote-on-again", []string{"result.publish", "auto", "near_tie.suggest_defer", "-1", "tie", "revote"}, tie, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := slips(8, test.tally).Publishes(laws(t, test.laws...)); got != test.want {
				t.Errorf("published %v", got)
			}
		})
	}
}
