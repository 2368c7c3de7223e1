package committee_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

func TestNTC06Reached(t *testing.T) {
	m := in(committee.Noticed)
	call := func(who, whom committee.MemberID, told, now string) (bool, error) {
		var when time.Time
		if told != "" {
			when = at(told)
		}
		return m.ReachedByPhone(by(who), whom, when, at(now))
	}
	if reached, all := m.Reached(); reached != 0 || all != 11 {
		t.Errorf("%d of %d reached before anybody answered", reached, all)
	}
	if _, err := m.Reply(liu, committee.Comes, "", china, at("2026-12-10 09:08")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who, whom committee.MemberID
		told, now string
		changed   bool
		rule      string
	}{
		{he, wu, "2026-12-11 10:15", "2026-12-11 16:10", true, ""},
		{zhang, wu, "", "2026-12-11 16:11", false, ""},
		{he, liu, "", "2026-12-11 16:11", false, ""},
		{zhang, sun, "", "2026-12-11 16:12", true, ""},
		{zhang, chen, "2026-12-10 09:07", "2026-12-11 16:12", true, ""},
		{li, wang, "", "2026-12-11 16:12", false, "called.who"},
		{he, 99, "", "2026-12-11 16:12", false, "called.not-invited"},
		{he, wang, "2026-12-11 16:13", "2026-12-11 16:12", false, "called.future"},
		{he, wang, "2026-12-10 09:06", "2026-12-11 16:12", false, "called.before-notice"},
	} {
		changed, err := call(c.who, c.whom, c.told, c.now)
		wantRule(t, err, c.rule)
		if changed != c.changed {
			t.Errorf("%d of %d: changed %v", c.who, c.whom, changed)
		}
	}
	wantLine := committee.Attendee{
		Member: wu, Capacity: committee.Voting, Reached: committee.ByPhone, ReachedAt: at("2026-12-11 10:15"), ReachedBy: he, NotedAt: at("2026-12-11 16:10"),
	}
	if diff := cmp.Diff(wantLine, *m.Attendee(wu)); diff != "" {
		t.Errorf("吴国栋 (-want +got):\n%s", diff)
	}
	if a := m.Attendee(liu); a.Reached != committee.ByAnswer {
		t.Errorf("who answered was reached by the answer, not %s", a.Reached)
	}
	if reached, all := m.Reached(); reached != 4 || all != 11 {
		t.Errorf("%d of %d reached, want 4 of 11", reached, all)
	}
	_, err := in(committee.Adjourned).ReachedByPhone(by(he), wu, time.Time{}, opening)
	wantRefusal(t, err, committee.Untimely, "meeting.state.adjourned")
}

func TestNTC06ACallIsTakenBack(t *testing.T) {
	for _, c := range []struct {
		who, whom committee.MemberID
		now, rule string
	}{
		{he, wu, "2026-12-11 16:20", ""},
		{zhang, wu, "2026-12-11 16:10", ""},
		{he, wu, "2026-12-11 16:21", "called.settled"},
		{he, liu, "2026-12-11 16:11", "called.no-note"},
		{he, 99, "2026-12-11 16:11", "called.not-invited"},
		{wu, wu, "2026-12-11 16:11", "called.who"},
	} {
		m := in(committee.Noticed)
		if _, err := m.ReachedByPhone(by(he), wu, at("2026-12-11 10:15"), at("2026-12-11 16:10")); err != nil {
			t.Fatal(err)
		}
		wantRule(t, m.TakeBackCall(by(c.who), c.whom, at(c.now)), c.rule)
		if reached, _ := m.Reached(); reached != map[bool]int{true: 0, false: 1}[c.rule == ""] {
			t.Errorf("%+v: %d reached", c, reached)
		}
	}
	wantRefusal(t, in(committee.Adjourned).TakeBackCall(by(he), wu, opening), committee.Untimely, "meeting.state.adjourned")
}

// A-04c: what the platform took is evidence only where the bylaws say so; what the
// person did himself is better evidence.
func TestA04cReached(t *testing.T) {
	for value, want := range map[string]committee.Means{"ack": "", "sent": committee.BySending} {
		m := in(committee.Noticed)
		b := laws(t, "notice.reached", value)
		if changed := m.Accepted(liu, b, opening); changed != (want != "") || m.Attendee(liu).Reached != want {
			t.Errorf("%s: %v, %q", value, changed, m.Attendee(liu).Reached)
		}
		if m.Accepted(liu, b, opening) && want != "" || m.Accepted(99, b, opening) {
			t.Errorf("%s: accepted twice, or for a stranger", value)
		}
		if _, err := m.Reply(liu, committee.Comes, "", china, at("2026-12-10 09:08")); err != nil || m.Attendee(liu).Reached != committee.ByAnswer {
			t.Errorf("%s: an answer is no evidence: %v", value, err)
		}
	}
}

func TestNTC06Unsent(t *testing.T) {
	m := in(committee.Noticed)
	sent := committee.Sendings{}
	for _, a := range m.Roll {
		sent[a.Member] = committee.Sending{Member: a.Member}
	}
	sent[wu] = committee.Sending{Member: wu, Code: 4}
	sent[sun] = committee.Sending{Member: sun, Code: 60111}
	delete(sent, chen)
	if _, err := m.ReachedByPhone(by(he), sun, time.Time{}, opening); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]committee.MemberID{chen, wu}, m.Unsent(sent)); diff != "" {
		t.Errorf("unsent (-want +got):\n%s", diff)
	}
}
