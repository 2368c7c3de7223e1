package committee_test

import (
	"testing"
	"time"

	"yishi/committee"
)

func TestA12Remote(t *testing.T) {
	never, always := laws(t, "attendance.remote", "never"), laws(t, "attendance.remote", "always")
	m := in(committee.Noticed)
	_, err := m.AllowRemote(by(li))
	wantRefusal(t, err, committee.Forbidden, "remote.only-secretary")
	_, err = m.AllowRemote(as(zhang, never))
	wantRefusal(t, err, committee.Forbidden, "remote.never")
	_, err = in(committee.Adjourned).AllowRemote(by(zhang))
	wantRefusal(t, err, committee.Untimely, "meeting.state.adjourned")
	wantRefusal(t, m.MayAttendRemotely(committee.DefaultBylaws()), committee.Forbidden, "remote.not-allowed")
	if err := m.MayAttendRemotely(always); err != nil {
		t.Errorf("always: %v", err)
	}
	for i, want := range []bool{true, false} {
		if changed, err := m.AllowRemote(by(zhang)); err != nil || changed != want {
			t.Errorf("%d: %t, %v", i, changed, err)
		}
	}
	if err := m.MayAttendRemotely(committee.DefaultBylaws()); err != nil {
		t.Errorf("allowed: %v", err)
	}
	wantRefusal(t, m.MayAttendRemotely(never), committee.Forbidden, "remote.never")
}

func TestATT04UndoCheckIn(t *testing.T) {
	m := in(committee.Noticed)
	seat(t, m, 8)
	wantRefusal(t, m.UndoCheckIn(by(liu), liu), committee.Forbidden, "checkin.only-recorder")
	wantRefusal(t, m.UndoCheckIn(by(he), wu), committee.Conflict, "undo.none")
	wantRefusal(t, m.UndoCheckIn(by(he), lin), committee.NotFound, "called.not-invited")
	wantRefusal(t, in(committee.Lapsed).UndoCheckIn(by(he), liu), committee.Untimely, "meeting.state.lapsed")
	wantRefusal(t, in(committee.InSession).UndoCheckIn(by(he), liu), committee.Untimely, "undo.opened")
	if err := m.UndoCheckIn(by(he), liu); err != nil || m.Present() != 7 || m.Attendee(liu).How != "" {
		t.Fatalf("%d present, %v", m.Present(), err)
	}
	wantRefusal(t, m.Open(by(zhang), body().InOffice(m.Day()), opening), committee.Untimely, "quorum.not-met")
}

func TestATT04LeavingHasItsTime(t *testing.T) {
	m := in(committee.Noticed)
	seat(t, m, 8)
	came := m.Attendee(liu).CheckedIn
	for rule, wrong := range map[string]time.Time{"leave.time": came.Add(-time.Minute), "leave.future": opening.Add(time.Minute)} {
		_, err := m.Leave(liu, wrong, opening)
		wantRefusal(t, err, committee.Invalid, rule)
	}
	if changed, err := m.Leave(liu, came.Add(time.Minute), opening); err != nil || !changed || !m.Attendee(liu).Left.Equal(came.Add(time.Minute)) {
		t.Errorf("%t, %v", changed, err)
	}
}

func TestMTG01Fulfil(t *testing.T) {
	special := func(state committee.State) *committee.Meeting {
		m := in(state)
		m.Kind = committee.Special
		return m
	}
	_, err := special(committee.Adjourned).Fulfil(by(li))
	wantRefusal(t, err, committee.Forbidden, "meeting.only-secretary")
	_, err = in(committee.Noticed).Fulfil(by(zhang))
	wantRefusal(t, err, committee.Conflict, "fulfil.regular")
	_, err = special(committee.Cancelled).Fulfil(by(zhang))
	wantRefusal(t, err, committee.Untimely, "meeting.state.cancelled")
	m := special(committee.Adjourned)
	for i, want := range []bool{true, false} {
		if changed, err := m.Fulfil(by(zhang)); err != nil || changed != want || !m.Fulfils {
			t.Errorf("%d: %t, %v", i, changed, err)
		}
	}
}

func TestMTG02SpecialKeepsTheWindow(t *testing.T) {
	var m committee.Meeting
	plan := committee.Plan{Starts: opening, Place: "二楼会议室", Kind: committee.Special}
	wantRefusal(t, m.Fix(plan, by(zhang), china, at("2026-12-08 10:00")), committee.Invalid, "plan.special-reason")
	plan.Reason = "迎接创建检查"
	wantRefusal(t, m.Fix(plan, by(zhang), china, at("2026-12-14 10:00")), committee.Untimely, "notice.too-late")
	if err := m.Fix(plan, by(zhang), china, at("2026-12-08 10:00")); err != nil || m.Kind != committee.Special {
		t.Errorf("got %s, %v", m.Kind, err)
	}
}
