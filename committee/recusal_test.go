package committee_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

// sitting is the dossier of a meeting in session with eight in the room.
func sitting(t *testing.T, ballots ...committee.Ballot) *committee.Dossier {
	t.Helper()
	d := dossier(t)
	d.Meeting, d.Ballots, d.Now = *session(t, 8), ballots, at("2026-12-15 15:08")
	return &d
}

func from(t committee.Topic, item int, who committee.MemberID) committee.Recusal {
	return committee.Recusal{Topic: t.ID, Item: item, Member: who}
}

func TestVOT10WhoStaysOut(t *testing.T) {
	now := at("2026-12-15 15:09")
	open := committee.Ballot{
		Topic: shed.ID, Position: 2, State: committee.Open, Electors: []committee.MemberID{zhang, li, liu, zhou},
		Votes: map[committee.MemberID]committee.Choice{li: committee.For},
	}
	done := committee.Ballot{Topic: shed.ID, Position: 2, State: committee.Announced}
	put := committee.Ballot{Topic: shed.ID, Position: 2, State: committee.Announced, Deferred: true}
	notShe := from(shed, 0, liu)
	notShe.Declined = true
	for _, test := range []struct {
		name    string
		by      committee.MemberID
		r       committee.Recusal
		ballots []committee.Ballot
		change  func(*committee.Dossier)
		rule    string
	}{
		{name: "himself", by: zhou, r: from(shed, 0, zhou)},
		{name: "by-the-chair", by: zhang, r: from(shed, 0, liu)},
		{name: "one-person-of-a-topic", by: zhang, r: from(posts, 2, liu)},
		{name: "while-it-is-open", by: liu, r: from(shed, 0, liu), ballots: []committee.Ballot{open}},
		{name: "a-topic-put-off", by: liu, r: from(shed, 0, liu), ballots: []committee.Ballot{put}},
		{name: "before-the-meeting", by: liu, r: from(shed, 0, liu), change: func(d *committee.Dossier) { d.Meeting = *in(committee.Noticed) }},
		{name: "the-chair-finds-not", by: zhang, r: notShe},
		{name: "another", by: li, r: from(shed, 0, liu), rule: "recusal.who"},
		{name: "himself-finds-not", by: liu, r: notShe, rule: "recusal.who"},
		{name: "has-voted", by: li, r: from(shed, 0, li), ballots: []committee.Ballot{open}, rule: "recusal.voted"},
		{name: "has-its-result", by: liu, r: from(shed, 0, liu), ballots: []committee.Ballot{done}, rule: "recusal.decided"},
		{name: "no-topic", by: liu, r: committee.Recusal{Topic: 99, Member: liu}, rule: "recusal.no-topic"},
		{name: "nothing-to-vote-on", by: liu, r: from(heard, 0, liu), rule: "ballot.not-decided"},
		{name: "no-person", by: liu, r: from(posts, 3, liu), rule: "ballot.no-item"},
		{name: "no-persons-at-all", by: liu, r: from(shed, 1, liu), rule: "ballot.no-item"},
		{name: "an-observer", by: ma, r: from(shed, 0, ma), rule: "recusal.no-voter"},
		{name: "a-stranger", by: street, r: from(shed, 0, street), rule: "recusal.no-voter"},
		{name: "adjourned", by: liu, r: from(shed, 0, liu), change: func(d *committee.Dossier) { d.Meeting.State = committee.Adjourned }, rule: "meeting.state.adjourned"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := sitting(t, slices.Clone(test.ballots)...)
			if test.change != nil {
				test.change(d)
			}
			vote, changed, err := d.Recuse(by(test.by), test.r, now)
			wantRule(t, err, test.rule)
			if changed != (test.rule == "") || (vote != nil) != (err == nil && len(test.ballots) > 0 && test.ballots[0].State == committee.Open) {
				t.Fatalf("changed %v, out of %v", changed, vote)
			}
			if err != nil {
				return
			}
			if vote != nil && (slices.Contains(vote.Electors, test.r.Member) || len(vote.Recused) != 1) {
				t.Errorf("the vote has electors %v, recused %v", vote.Electors, vote.Recused)
			}
			want := test.r
			want.By, want.At = test.by, now
			if diff := cmp.Diff([]committee.Recusal{want}, d.Recusals); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, changed, err := d.Recuse(by(test.by), test.r, now); changed || err != nil {
				t.Errorf("the second time: changed %v, %v", changed, err)
			}
		})
	}
}

func TestVOT10Readmit(t *testing.T) {
	for _, test := range []struct {
		name    string
		said    committee.MemberID // who recused 刘芳
		by      committee.MemberID
		ballots []committee.Ballot
		rule    string
	}{
		{name: "herself", said: liu, by: liu},
		{name: "the-chair", said: liu, by: zhang},
		{name: "the-chairs-word-by-the-chair", said: zhang, by: zhang},
		{name: "the-chairs-word-by-herself", said: zhang, by: liu, rule: "recusal.chairs"},
		{name: "another", said: liu, by: li, rule: "recusal.who"},
		{name: "nothing-said", by: liu, rule: "recusal.none"},
		{name: "it-is-open", said: liu, by: liu, ballots: []committee.Ballot{{Topic: shed.ID, Position: 2, State: committee.Open}}, rule: "recusal.opened"},
		{name: "it-was-put-off", said: liu, by: liu, ballots: []committee.Ballot{{Topic: shed.ID, Position: 2, State: committee.Announced, Deferred: true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := sitting(t)
			if test.said != 0 {
				if _, _, err := d.Recuse(by(test.said), from(shed, 0, liu), d.Now); err != nil {
					t.Fatal(err)
				}
			}
			d.Ballots = test.ballots
			wantRule(t, d.Readmit(by(test.by), from(shed, 0, liu)), test.rule)
			if _, found := d.Recused(shed.ID, 0, liu); test.rule == "" && found {
				t.Error("she is still out")
			}
		})
	}
}

// What is said of one person of a topic goes before what is said of the whole; the open
// vote of several on a topic is the one that he leaves.
func TestVOT10WhichItem(t *testing.T) {
	declined := from(posts, 0, sun)
	declined.Declined = true
	d := sitting(t, committee.Ballot{Topic: posts.ID, Item: 1, State: committee.Announced},
		committee.Ballot{Topic: posts.ID, Item: 2, State: committee.Open, Electors: []committee.MemberID{sun}})
	d.Recusals = []committee.Recusal{declined, from(posts, 2, sun)}
	if r, _ := d.Recused(posts.ID, 2, sun); r.Declined {
		t.Error("he need not stay out of the vote that he is recused from")
	}
	if r, found := d.Recused(posts.ID, 1, sun); !found || !r.Declined {
		t.Errorf("got %+v, %v", r, found)
	}
	vote, _, err := d.Recuse(by(zhang), from(posts, 0, sun), d.Now)
	if err != nil || vote == nil || vote.Item != 2 || len(vote.Electors) != 0 {
		t.Errorf("out of %+v, %v", vote, err)
	}
}

func TestVOT10Proposed(t *testing.T) {
	d := sitting(t)
	for i, unit := range map[committee.MemberID]string{zhang: "滨河社区党委", chen: "滨河社区党委", liu: "市第三中学党总支", zhou: "安居物业公司党支部", ma: "街道党建办"} {
		d.Body[i-1].Unit = unit
	}
	d.Body[chen-1].Category = committee.CommunityMember
	d.Agenda = []committee.Topic{
		{ID: 1, Kind: committee.Hear, Title: "听取安居物业公司的通报"},
		{ID: 2, Kind: committee.Decide, Title: "滨河社区充电棚", Ask: "由安居物业公司牵头,市第三中学配合,街道党建办指导"},
		{ID: 3, Kind: committee.Decide, Title: "表彰陈卫东同志"},
		{ID: 4, Kind: committee.Personnel, Title: "续聘刘芳同志", Persons: []string{"刘芳"}},
	}
	want := []committee.Recusal{from(d.Agenda[1], 0, liu), from(d.Agenda[1], 0, zhou), from(d.Agenda[2], 0, chen)}
	if diff := cmp.Diff(want, d.Concerned()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d.Recusals = []committee.Recusal{from(d.Agenda[1], 0, liu)}
	if got := d.Concerned(); len(got) != 2 || got[0].Member != zhou {
		t.Errorf("what is said is proposed again: %+v", got)
	}
}
