package committee_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yishi/committee"
	"yishi/workday"
)

var china = workday.China()

func kindOf(err error) committee.Kind {
	if r, ok := err.(*committee.Refusal); ok { //nolint:errorlint // it is never wrapped here
		return r.Kind
	}
	return -1
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

func TestNTC01Told(t *testing.T) {
	for state, rule := range map[committee.State]string{
		committee.Planned: "meeting.state.planned", committee.Fixed: "meeting.state.fixed", committee.Noticed: "", committee.InSession: "", committee.Adjourned: "",
	} {
		wantRule(t, in(state).Told(), rule)
	}
}
