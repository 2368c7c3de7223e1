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
