package committee_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yishi/committee"
	"yishi/workday"
)

var china = workday.China()

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

func kindOf(err error) committee.Kind {
	if r, ok := err.(*committee.Refusal); ok { //nolint:errorlint // it is never wrapped here
		return r.Kind
	}
	return -1
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

func TestNTC02Notify(t *testing.T) {
	for _, test := range []struct {
		name, now, rule string
		kind            committee.MeetingKind
		topics          int
	}{
		{"in-time", "2026-12-10 09:07", "", committee.Regular, 4},
		{"last-moment", "2026-12-11 18:00", "", committee.Regular, 4},
		{"the-window-has-closed", "2026-12-12 08:00", "notice.missed", committee.Regular, 4},
		{"urgent-needs-no-window", "2026-12-15 13:00", "", committee.Urgent, 1},
		{"no-topics", "2026-12-10 09:07", "notice.no-topics", committee.Regular, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(committee.Fixed)
			m.Kind, m.Roll, m.NoticedAt = test.kind, nil, time.Time{}
			roll := []committee.Attendee{{Member: zhang, Capacity: committee.Voting}}
			wantRule(t, m.Notify(committee.DefaultBylaws(), roll, test.topics, china, at(test.now)), test.rule)
			if test.rule == "" && (m.State != committee.Noticed || len(m.Roll) != 1 || !m.NoticedAt.Equal(at(test.now))) {
				t.Errorf("noticed at %s with a roll of %d, %s", m.NoticedAt, len(m.Roll), m.State)
			}
			if test.rule != "" && m.State != committee.Fixed {
				t.Errorf("refused, and yet %s", m.State)
			}
		})
	}
}

func TestMTG04Presides(t *testing.T) {
	m := in(committee.Noticed)
	if !m.Presides(by(zhang)) || m.Presides(by(li)) {
		t.Error("without a word the secretary presides, and nobody else")
	}
	m.Chair = li
	if m.Presides(by(zhang)) || !m.Presides(by(li)) {
		t.Error("who was delegated presides, and nobody else")
	}
}

func TestMTG04Delegate(t *testing.T) {
	never, auto := laws(t, "chair.delegate", "never"), laws(t, "chair.delegate", "auto_vice")
	to := func(id committee.MemberID) committee.Member { m, _ := body().Member(id); return m }
	for _, test := range []struct {
		name, rule string
		kind       committee.Kind
		state      committee.State
		act        func(m *committee.Meeting) error
	}{
		{"by another", "delegate.only-secretary", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error { return m.Delegate(by(li), to(li), "出差") }},
		{"never", "delegate.never", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error { return m.Delegate(as(zhang, never), to(li), "出差") }},
		{"to an observer", "delegate.who", committee.Invalid, committee.Noticed, func(m *committee.Meeting) error { return m.Delegate(by(zhang), to(ma), "出差") }},
		{"to himself", "delegate.who", committee.Invalid, committee.Noticed, func(m *committee.Meeting) error { return m.Delegate(by(zhang), to(zhang), "出差") }},
		{"without a reason", "delegate.reason", committee.Invalid, committee.Noticed, func(m *committee.Meeting) error { return m.Delegate(by(zhang), to(li), " ") }},
		{"when it is over", "meeting.state.adjourned", committee.Untimely, committee.Adjourned, func(m *committee.Meeting) error { return m.Delegate(by(zhang), to(li), "出差") }},
		{"taken back by another", "delegate.only-secretary", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error { return m.TakeBack(by(li)) }},
		{"taken back when it is over", "meeting.state.lapsed", committee.Untimely, committee.Lapsed, func(m *committee.Meeting) error { return m.TakeBack(by(zhang)) }},
		{"none to take back", "delegate.none", committee.Conflict, committee.Noticed, func(m *committee.Meeting) error { return m.TakeBack(by(zhang)) }},
		{"opened without it", "meeting.not-delegated", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error { return m.Open(by(li), body(), opening) }},
		{"opened by an observer", "meeting.only-chair", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error { return m.Open(by(ma), body(), opening) }},
		{"opened by the vice beside the secretary", "meeting.secretary-here", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error {
			return m.Open(as(li, auto), body(), opening)
		}},
		{"opened where nobody may", "meeting.never-delegated", committee.Forbidden, committee.Noticed, func(m *committee.Meeting) error {
			return m.Open(as(li, never), body(), opening)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			for i := range m.Roll {
				m.Roll[i].CheckedIn = opening
			}
			wantRefusal(t, test.act(m), test.kind, test.rule)
			if m.Chair != 0 || m.ChairReason != "" {
				t.Error("what is refused changes nothing")
			}
		})
	}

	// The delegate keeps the chair for a date that he fixes, not for one that the secretary does.
	later := committee.Plan{Kind: committee.Regular, Starts: at("2026-12-22 14:30"), Place: "x"}
	for who, want := range map[committee.MemberID]committee.MemberID{li: li, zhang: 0} {
		m := in(committee.Noticed)
		m.Chair, m.ChairReason = li, "出差"
		wantRule(t, m.Move(later, by(who), china, at("2026-12-11 09:00")), "")
		if m.Chair != want || (m.ChairReason == "") != (want == 0) {
			t.Errorf("moved by %d, %d presides (%s)", who, m.Chair, m.ChairReason)
		}
	}
	m := in(committee.Noticed)
	if err := m.Delegate(by(zhang), to(li), " 出差 "); err != nil || m.Chair != li || m.ChairReason != "出差" {
		t.Fatalf("got %d, %q, %v", m.Chair, m.ChairReason, err)
	}
	wantRefusal(t, m.Delegate(by(zhang), to(li), "出差"), committee.Conflict, "delegate.already")
	wantRefusal(t, m.Open(by(zhang), body(), opening), committee.Forbidden, "meeting.delegated")
	if err := m.TakeBack(by(zhang)); err != nil || !m.Presides(by(zhang)) || m.Presides(by(li)) {
		t.Errorf("taken back: %v", err)
	}
}

func TestMTG04TheViceStepsInByTheBylaws(t *testing.T) {
	m := in(committee.Noticed)
	for i := range m.Roll {
		if m.Roll[i].Member != zhang {
			m.Roll[i].CheckedIn = opening
		}
	}
	if err := m.Open(as(li, laws(t, "chair.delegate", "auto_vice")), body().InOffice(m.Day()), opening); err != nil || m.Chair != li {
		t.Errorf("got %d, %v", m.Chair, err)
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

// acts is everything that moves a meeting, said by the chair at a fitting hour.
var acts = map[string]func(m *committee.Meeting) error{
	"fix": func(m *committee.Meeting) error {
		return m.Fix(plan("2026-12-15 14:30"), by(zhang), china, at("2026-12-08 09:20"))
	},
	"confirm": func(m *committee.Meeting) error { return m.Confirm(by(zhang), china, at("2026-12-08 09:20")) },
	"notify":  notify,
	"move": func(m *committee.Meeting) error {
		return m.Move(plan("2026-12-22 14:30"), by(zhang), china, at("2026-12-08 09:20"))
	},
	"cancel":    func(m *committee.Meeting) error { return m.Cancel(by(zhang)) },
	"open":      open,
	"pause":     func(m *committee.Meeting) error { return m.Pause(by(zhang)) },
	"resume":    func(m *committee.Meeting) error { return m.Resume(by(zhang)) },
	"adjourn":   func(m *committee.Meeting) error { return m.Adjourn(by(zhang), m.Starts.Add(2*time.Hour)) },
	"circulate": func(m *committee.Meeting) error { return m.Circulate() },
	"lapse":     func(m *committee.Meeting) error { return m.Lapse(by(zhang), m.Starts.Add(30*time.Minute)) },
}

func notify(m *committee.Meeting) error {
	roll := committee.Summon(body(), nil, committee.DefaultBylaws(), m.Day())
	return m.Notify(committee.DefaultBylaws(), roll, 4, china, at("2026-12-10 09:07"))
}

func open(m *committee.Meeting) error {
	for i := range m.Roll {
		m.Roll[i].CheckedIn = m.Starts
	}
	return m.Open(by(zhang), body().InOffice(m.Day()), m.Starts)
}

// The life of a meeting as spec.md MTG-05 tells it: act, from, to.
var life = []struct {
	act  string
	from []committee.State
	to   committee.State
}{
	{"fix", []committee.State{"", committee.Planned, committee.Fixed}, committee.Planned},
	{"confirm", []committee.State{committee.Planned}, committee.Fixed},
	{"notify", []committee.State{committee.Fixed}, committee.Noticed},
	{"move", []committee.State{committee.Planned, committee.Fixed, committee.Noticed}, committee.Planned},
	{"cancel", []committee.State{committee.Planned, committee.Fixed, committee.Noticed}, committee.Cancelled},
	{"open", []committee.State{committee.Noticed}, committee.InSession},
	{"pause", []committee.State{committee.InSession}, committee.Paused},
	{"resume", []committee.State{committee.Paused}, committee.InSession},
	{"adjourn", []committee.State{committee.InSession, committee.Paused}, committee.Adjourned},
	{"circulate", []committee.State{committee.Adjourned}, committee.Circulated},
	{"lapse", []committee.State{committee.Noticed}, committee.Lapsed},
}

var states = []committee.State{
	"", committee.Planned, committee.Fixed, committee.Noticed, committee.InSession, committee.Paused,
	committee.Adjourned, committee.Circulated, committee.Lapsed, committee.Cancelled,
}

func passes(act string, from, to committee.State) bool {
	for _, l := range life {
		if l.act == act {
			return slices.Contains(l.from, from) && l.to == to
		}
	}
	return false
}

func TestMTG05EveryActInEveryState(t *testing.T) {
	for _, l := range life {
		for _, from := range states {
			t.Run(l.act+"-"+string(from), func(t *testing.T) {
				m := in(from)
				err := acts[l.act](m)
				if slices.Contains(l.from, from) {
					if err != nil || m.State != l.to {
						t.Fatalf("got %s, %v; want %s", m.State, err, l.to)
					}
					return
				}
				if err == nil || m.State != from {
					t.Fatalf("%s passed to %s", l.act, m.State)
				}
				if l.act != "confirm" || from != committee.Fixed { // told apart: it is confirmed already
					wantRefusal(t, err, committee.Untimely, "meeting.state."+string(from))
				}
			})
		}
	}
}

func TestMTG05ALifeIsOnlyPassages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &committee.Meeting{}
		actions := map[string]func(*rapid.T){}
		for name, act := range acts {
			actions[name] = func(t *rapid.T) {
				before := m.State
				err := act(m)
				switch {
				case err != nil && m.State != before:
					t.Fatalf("%s was refused and moved %s to %s", name, before, m.State)
				case err == nil && !passes(name, before, m.State):
					t.Fatalf("%s moved %s to %s", name, before, m.State)
				}
			}
		}
		actions[""] = func(t *rapid.T) {
			if m.Sitting() && !m.Held() || m.State == committee.Circulated && m.Pending() {
				t.Fatalf("sitting but not held, or done but pending: %s", m.State)
			}
			if m.Held() && (m.Expected != 9 || m.Quorum != 8) {
				t.Fatalf("held with 应到 %d and 法定到会 %d", m.Expected, m.Quorum)
			}
		}
		t.Repeat(actions)
	})
}

func TestMTG05Pending(t *testing.T) {
	for _, state := range states[1:] {
		want := slices.Contains(states[1:6], state)
		if got := in(state).Pending(); got != want {
			t.Errorf("%s: pending %v, want %v", state, got, want)
		}
	}
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

func TestNTC01Told(t *testing.T) {
	for state, rule := range map[committee.State]string{
		committee.Planned: "meeting.state.planned", committee.Fixed: "meeting.state.fixed", committee.Noticed: "", committee.InSession: "", committee.Adjourned: "",
	} {
		wantRule(t, in(state).Told(), rule)
	}
}
