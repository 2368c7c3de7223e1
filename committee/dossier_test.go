package committee_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

func dossier(t *testing.T) committee.Dossier {
	t.Helper()
	return committee.Dossier{
		Committee: binhe(committee.DefaultBylaws()), Meeting: *in(committee.Noticed), Agenda: []committee.Topic{heard, shed, posts},
		Body: body(), Calendar: china, Now: at("2026-12-11 16:07"),
	}
}

func TestDossierTopic(t *testing.T) {
	d := dossier(t)
	if topic, ok := d.Topic(2); !ok || topic.ID != shed.ID {
		t.Errorf("got %+v, %v", topic, ok)
	}
	if _, ok := d.Topic(4); ok {
		t.Error("there is no fourth topic")
	}
	if got := d.Window(); got.First != date("2026-12-10") {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff([]string{"刘芳", "某"}, d.Names([]committee.MemberID{liu, 99})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMTG04DossierChair(t *testing.T) {
	d := dossier(t)
	if got := d.Chair(); got.ID != zhang {
		t.Errorf("without a word %s presides", got.Name)
	}
	d.Meeting.Chair = li
	if got := d.Chair(); got.ID != li {
		t.Errorf("%s presides", got.Name)
	}
}

func TestDossierBallotsOfATopic(t *testing.T) {
	d := dossier(t)
	d.Ballots = []committee.Ballot{{ID: 1, Topic: 13, Item: 2}, {ID: 2, Topic: 12}, {ID: 3, Topic: 13, Item: 1, Deferred: true}, {ID: 4, Topic: 13, Item: 1}}
	var got []committee.BallotID
	for _, b := range d.Of(13) {
		got = append(got, b.ID)
	}
	if diff := cmp.Diff([]committee.BallotID{3, 4, 1}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDossierUnsettled(t *testing.T) {
	const open, closed, announced = committee.Open, committee.Closed, committee.Announced
	shedIs := func(s committee.BallotState) committee.Ballot { return committee.Ballot{ID: 2, Topic: 12, State: s} }
	person := func(item int, s committee.BallotState) committee.Ballot {
		return committee.Ballot{ID: committee.BallotID(10 + item), Topic: 13, Item: item, State: s}
	}
	for _, test := range []struct {
		name    string
		ballots []committee.Ballot
		topics  []int
		open    []committee.BallotID
	}{
		{"nothing-yet", nil, []int{2, 3}, nil},
		{"one-runs", []committee.Ballot{shedIs(open)}, []int{2, 3}, []committee.BallotID{2}},
		{"closed-but-not-announced", []committee.Ballot{shedIs(closed)}, []int{2, 3}, []committee.BallotID{2}},
		{"one-of-two-persons", []committee.Ballot{shedIs(announced), person(1, announced)}, []int{3}, nil},
		{"the-same-person-twice", []committee.Ballot{shedIs(announced), person(1, announced), person(1, announced)}, []int{3}, nil},
		{"all", []committee.Ballot{shedIs(announced), person(1, announced), person(2, announced)}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := dossier(t)
			d.Ballots = test.ballots
			topics, running := d.Unsettled()
			var positions []int
			for _, topic := range topics {
				positions = append(positions, topic.Position)
			}
			var ids []committee.BallotID
			for _, b := range running {
				ids = append(ids, b.ID)
			}
			if diff := cmp.Diff(test.topics, positions); diff != "" {
				t.Errorf("topics (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.open, ids); diff != "" {
				t.Errorf("votes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestA27ObserversSeeTheirTopics(t *testing.T) {
	d := dossier(t)
	d.Meeting.Roll = append(d.Meeting.Roll, committee.Attendee{Member: qin, Capacity: committee.Observing, Topics: []committee.TopicID{shed.ID}})
	for _, test := range []struct {
		name string
		who  committee.MemberID
		want int
	}{{"member", liu, 3}, {"recorder", he, 3}, {"observer", qin, 1}, {"observer-of-another-topic", ma, 0}, {"who-is-not-on-the-roll", lin, 3}} {
		t.Run(test.name, func(t *testing.T) {
			got := d.Sees(test.who)
			if len(got) != test.want || test.want == 1 && got[0].ID != shed.ID {
				t.Errorf("sees %d topics", len(got))
			}
		})
	}
}

// ATT-05: before its hour, with the quorum there, the chair is asked while a member may
// be on his way.
func TestATT05OpensEarly(t *testing.T) {
	for _, test := range []struct {
		name   string
		now    string
		here   int
		by     committee.MemberID
		state  committee.State
		answer committee.Answer
		want   bool
	}{
		{"one-is-missing", "2026-12-15 14:05", 8, zhang, committee.Noticed, committee.Comes, true},
		{"on-leave", "2026-12-15 14:05", 8, zhang, committee.Noticed, committee.OnLeave, false},
		{"silent", "2026-12-15 14:05", 8, zhang, committee.Noticed, "", false},
		{"all-are-there", "2026-12-15 14:05", 9, zhang, committee.Noticed, committee.Comes, false},
		{"no-quorum", "2026-12-15 14:05", 7, zhang, committee.Noticed, committee.Comes, false},
		{"at-its-hour", "2026-12-15 14:30", 8, zhang, committee.Noticed, committee.Comes, false},
		{"before-the-doors-open", "2026-12-15 13:55", 8, zhang, committee.Noticed, committee.Comes, false},
		{"not-the-chair", "2026-12-15 14:05", 8, li, committee.Noticed, committee.Comes, false},
		{"opened", "2026-12-15 14:05", 8, zhang, committee.InSession, committee.Comes, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(committee.Noticed)
			seat(t, m, test.here)
			m.Attendee(wu).Answer = test.answer
			d := dossier(t)
			m.State = test.state
			d.Meeting, d.Now = *m, at(test.now)
			if got := d.OpensEarly(by(test.by)); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
