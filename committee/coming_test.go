package committee_test

import (
	"testing"
	"time"

	"yishi/committee"
)

func TestM4OnTheWay(t *testing.T) {
	for _, test := range []struct {
		name         string
		state        committee.State
		who          committee.MemberID
		arrives, now string
		rule         string
	}{
		{"says-when", committee.Noticed, zhou, "2026-12-15 14:40", "2026-12-15 14:21", ""},
		{"does-not-say-when", committee.Noticed, zhou, "", "2026-12-15 08:00", ""},
		{"late", committee.InSession, zhou, "2026-12-15 14:50", "2026-12-15 14:35", ""},
		{"an-observer", committee.Noticed, ma, "", "2026-12-15 14:21", ""},
		{"before-the-notice", committee.Fixed, zhou, "", "2026-12-15 14:21", "meeting.state.fixed"},
		{"a-stranger", committee.Noticed, lin, "", "2026-12-15 14:21", "meeting.not-invited"},
		{"over", committee.Adjourned, zhou, "", "2026-12-15 16:40", "meeting.state.adjourned"},
		{"forgotten", committee.Noticed, zhou, "", "2026-12-16 08:00", "meeting.not-held"},
		{"not-today", committee.Noticed, zhou, "", "2026-12-14 18:00", "coming.not-today"},
		{"here", committee.Noticed, zhang, "", "2026-12-15 14:21", "coming.here"},
		{"in-the-past", committee.Noticed, zhou, "2026-12-15 14:20", "2026-12-15 14:21", "coming.past"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			m.Attendee(zhang).CheckedIn = at("2026-12-15 14:10")
			before := m.Attendee(zhou).Answer
			var arrives time.Time
			if test.arrives != "" {
				arrives = at(test.arrives)
			}
			err := m.Come(test.who, arrives, china, at(test.now))
			wantRule(t, err, test.rule)
			a := m.Attendee(test.who)
			switch {
			case test.rule != "" && a != nil && (!a.OnWayAt.IsZero() || m.Attendee(zhou).Answer != before):
				t.Errorf("refused, and changed %+v", a)
			case test.rule == "" && (!a.OnWayAt.Equal(at(test.now)) || !a.ArrivesAt.Equal(arrives) || (a.Answer == committee.Comes) != (test.state == committee.Noticed)):
				t.Errorf("on the way: %+v", a)
			}
		})
	}
}

// Who leaves office between the notice and the opening is released from the roll and
// is not chased; an expired term alone releases nobody, and the kept roll stays
// as it was (ORG-07).
func TestORG07AsOf(t *testing.T) {
	m, people := in(committee.Noticed), body()
	for i := range people {
		switch people[i].ID {
		case liu:
			people[i].Left = date("2026-12-12")
		case sun:
			people[i].Until = date("2026-12-11")
		default:
		}
	}
	day := date("2026-12-14")
	now := m.AsOf(day, people)
	for _, a := range now.Roll {
		if (a.Capacity == committee.Released) != (a.Member == liu) {
			t.Errorf("%d stands as %s", a.Member, a.Capacity)
		}
	}
	if m.Attendee(liu).Capacity != committee.Voting || len(now.Roll) != len(m.Roll) {
		t.Errorf("the roll itself was changed: %+v", m.Attendee(liu))
	}
	m.Roll[1].Member = 99 // on no roster: nothing is known against him
	if got := m.AsOf(day, people).Roll[1].Capacity; got != committee.Voting {
		t.Errorf("an unknown person stands as %s", got)
	}
}
