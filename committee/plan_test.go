package committee_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

func plan(starts string) committee.Plan {
	return committee.Plan{Starts: at(starts), Place: "二楼会议室", Kind: committee.Regular}
}

func TestMTG03Fix(t *testing.T) {
	for _, test := range []struct {
		name, now, rule string
		plan            committee.Plan
		args            []any
	}{
		{"accept", "2026-12-08 09:20", "", plan("2026-12-15 14:30"), nil},
		{"yesterday", "2026-12-08 09:20", "plan.past-day", plan("2026-12-07 14:30"), []any{date("2026-12-07")}},
		{"an-hour-ago", "2026-12-08 09:20", "plan.past-time", plan("2026-12-08 08:20"), []any{at("2026-12-08 08:20")}},
		{"too-late-for-a-notice", "2026-12-11 18:05", "notice.too-late", plan("2026-12-15 14:30"), []any{
			at("2026-12-15 14:30"), at("2026-12-11 18:00"), date("2026-12-16"), 2,
		}},
		{"rest-day", "2026-12-01 09:20", "plan.rest-day", plan("2026-12-12 14:30"), []any{date("2026-12-12"), days("2026-12-14", "2026-12-15")}},
		{"rest-day-confirmed", "2026-12-01 09:20", "", committee.Plan{Starts: at("2026-12-12 14:30"), Kind: committee.Regular, RestDay: true}, nil},
		{"urgent-today", "2026-11-24 09:40", "", committee.Plan{Starts: at("2026-11-24 15:00"), Kind: committee.Urgent, Reason: "供暖管网爆裂居民安置"}, nil},
		{"urgent-for-five-characters", "2026-11-24 09:40", "", committee.Plan{Starts: at("2026-11-24 15:00"), Kind: committee.Urgent, Reason: "管网爆裂了"}, nil},
		{"urgent-for-four-characters", "2026-11-24 09:40", "plan.urgent-reason", committee.Plan{Starts: at("2026-11-24 15:00"), Kind: committee.Urgent, Reason: "管网爆裂"}, nil},
		{"urgent-for-blanks", "2026-11-24 09:40", "plan.urgent-reason", committee.Plan{Starts: at("2026-11-24 15:00"), Kind: committee.Urgent, Reason: " 爆裂    "}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var m committee.Meeting
			err := m.Fix(test.plan, by(li), china, at(test.now))
			wantRule(t, err, test.rule)
			if test.rule != "" {
				if m.State != "" {
					t.Errorf("a refused plan left state %s", m.State)
				}
				if test.args != nil {
					wantRefusal(t, err, kindOf(err), test.rule, test.args...)
				}
				return
			}
			want := committee.Meeting{
				State: committee.Planned, Committee: 1, Year: 2026, Starts: test.plan.Starts, Place: test.plan.Place, Kind: test.plan.Kind,
				Reason: test.plan.Reason, DraftedBy: li,
			}
			if diff := cmp.Diff(want, m); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMTG03OnlyTheSecretaryTakesBackHisConfirmation(t *testing.T) {
	for _, who := range []committee.MemberID{li, he} {
		m := in(committee.Fixed)
		err := m.Fix(plan("2026-12-16 14:30"), by(who), china, at("2026-12-08 09:20"))
		wantRefusal(t, err, committee.Forbidden, "meeting.fixed-by-secretary", opening, at("2026-12-10 09:07"))
		if m.State != committee.Fixed || !m.Starts.Equal(opening) {
			t.Errorf("refused, and yet %s at %s", m.State, m.Starts)
		}
	}
}

// A draft of another kind is given up only when that is meant, and one that can no longer
// be held without a word.
func TestMTG02Instead(t *testing.T) {
	urgent := committee.Plan{Kind: committee.Urgent, Starts: at("2026-12-09 15:00"), Place: "三楼会议室", Reason: "供暖管网爆裂居民安置"}
	meant := urgent
	meant.Instead = true
	for _, test := range []struct {
		name, now, rule string
		state           committee.State
		plan            committee.Plan
	}{
		{"unasked", "2026-12-08 09:20", "plan.instead", committee.Planned, urgent},
		{"of-a-date-that-is-confirmed", "2026-12-08 09:20", "plan.instead", committee.Fixed, urgent},
		{"meant", "2026-12-08 09:20", "", committee.Planned, meant},
		{"of-the-same-kind", "2026-12-08 09:20", "", committee.Planned, plan("2026-12-16 14:30")},
		{"of-a-dead-draft", "2026-12-14 09:20", "", committee.Planned, committee.Plan{Kind: committee.Urgent, Starts: at("2026-12-14 15:00"), Place: "三楼会议室", Reason: urgent.Reason}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			wantRule(t, m.Fix(test.plan, by(zhang), china, at(test.now)), test.rule)
			if kept := m.Starts.Equal(opening); kept != (test.rule != "") {
				t.Errorf("%s at %s", m.State, m.Starts)
			}
		})
	}
}

func TestMTG03Confirm(t *testing.T) {
	urgent := func(m *committee.Meeting) { m.Kind = committee.Urgent }
	for _, test := range []struct {
		name, now, rule, leaves string
		who                     committee.MemberID
		state                   committee.State
		change                  func(*committee.Meeting)
	}{
		{"on-the-8th", "2026-12-08 09:20", "", "2026-12-10 09:07", zhang, committee.Planned, nil},
		{"inside-the-window", "2026-12-10 16:20", "", "2026-12-10 16:20", zhang, committee.Planned, nil},
		{"by-the-vice-secretary", "2026-12-08 09:20", "meeting.only-secretary", "", li, committee.Planned, nil},
		{"by-the-delegate", "2026-12-08 09:20", "", "2026-12-10 09:07", li, committee.Planned, func(m *committee.Meeting) { m.Chair = li }},
		{"by-another-than-the-delegate", "2026-12-08 09:20", "meeting.only-secretary", "", wang, committee.Planned, func(m *committee.Meeting) { m.Chair = li }},
		{"twice", "2026-12-08 09:20", "meeting.already-fixed", "", zhang, committee.Fixed, nil},
		{"after-the-notice", "2026-12-14 09:20", "meeting.state.noticed", "", zhang, committee.Noticed, nil},
		{"window-over", "2026-12-11 18:05", "notice.too-late", "", zhang, committee.Planned, nil},
		{"urgent-outside-the-window", "2026-12-14 22:00", "", "2026-12-14 22:00", zhang, committee.Planned, urgent},
		{"after-the-start", "2026-12-15 14:30", "plan.past-time", "", zhang, committee.Planned, urgent},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			if test.change != nil {
				test.change(m)
			}
			wantRule(t, m.Confirm(by(test.who), china, at(test.now)), test.rule)
			if test.rule != "" {
				if m.State != test.state {
					t.Errorf("refused, and yet %s", m.State)
				}
				return
			}
			if m.State != committee.Fixed || !m.NoticeAt.Equal(at(test.leaves)) {
				t.Errorf("%s, leaves %s; want %s", m.State, m.NoticeAt, test.leaves)
			}
		})
	}
}

func TestMTG06Move(t *testing.T) {
	for _, test := range []struct {
		name  string
		state committee.State
		rule  string
	}{
		{"noticed", committee.Noticed, ""},
		{"draft", committee.Planned, ""},
		{"in-session", committee.InSession, "meeting.state.in_session"},
		{"cancelled", committee.Cancelled, "meeting.state.cancelled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			wantRule(t, m.Move(plan("2026-12-22 09:30"), by(zhang), china, at("2026-12-14 10:00")), test.rule)
			if test.rule != "" {
				return
			}
			if m.State != committee.Planned || m.Roll != nil || !m.NoticedAt.IsZero() || !m.NoticeAt.IsZero() || !m.Starts.Equal(at("2026-12-22 09:30")) {
				t.Errorf("the old notice still holds: %+v", m)
			}
			if m.ID != 4 || m.CodeKey == "" {
				t.Error("a moved meeting is the same meeting")
			}
		})
	}
	m := in(committee.Noticed)
	wantRule(t, m.Move(plan("2026-12-15 16:00"), by(zhang), china, at("2026-12-14 10:00")), "notice.too-late")
}

// The secretary's own draft waits for his word: nobody puts another in its place.
func TestMTG03MayRedraft(t *testing.T) {
	chief, _ := body().Member(zhang)
	vice, _ := body().Member(li)
	for _, test := range []struct {
		name    string
		state   committee.State
		drafter committee.Member
		who     committee.MemberID
		rule    string
	}{
		{"his-own", committee.Planned, chief, zhang, ""},
		{"his-draft-by-the-vice", committee.Planned, chief, li, "meeting.drafted-already"},
		{"his-draft-by-the-recorder", committee.Planned, chief, he, "meeting.drafted-already"},
		{"the-vices-by-the-recorder", committee.Planned, vice, he, ""},
		{"the-vices-by-the-secretary", committee.Planned, vice, zhang, ""},
		{"no-draft-any-more", committee.Fixed, chief, li, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRule(t, in(test.state).MayRedraft(by(test.who), test.drafter), test.rule)
		})
	}
}
