package committee_test

import (
	"slices"
	"testing"

	"yishi/committee"
)

func late() committee.Topic {
	return committee.Topic{ID: 5, Title: "二号院消防通道清理", Scope: 8, ScopeReason: "近日发现隐患", Kind: committee.Decide, Disclosure: committee.TitleOnly}
}

func TestTOP05AddLate(t *testing.T) {
	const day = "2026-12-14 10:00"
	add := func(who committee.MemberID, b committee.Bylaws, reason, now string, change func(*committee.Topic)) func(*committee.Meeting) error {
		return func(m *committee.Meeting) error {
			topic := late()
			change(&topic)
			return topic.AddLate(as(who, b), m, reason, 5, at(now))
		}
	}
	same := func(*committee.Topic) {}
	b, never := committee.DefaultBylaws(), laws(t, "topic.late", "never")
	for _, test := range []struct {
		name, rule string
		kind       committee.Kind
		state      committee.State
		act        func(*committee.Meeting) error
	}{
		{"by a member", "late.frozen", committee.Untimely, committee.Noticed, add(liu, b, "近日发现隐患", day, same)},
		{"without a reason", "late.frozen", committee.Untimely, committee.Noticed, add(zhang, b, " ", day, same)},
		{"never", "late.never", committee.Forbidden, committee.Noticed, add(zhang, never, "近日发现隐患", day, same)},
		{"in session", "meeting.state.in_session", committee.Untimely, committee.InSession, add(zhang, b, "近日发现隐患", day, same)},
		{"after its day", "meeting.not-held", committee.Untimely, committee.Noticed, add(zhang, b, "近日发现隐患", "2026-12-16 10:00", same)},
		{"a secret", "topic.classified", committee.Forbidden, committee.Noticed, add(zhang, b, "涉密", day, same)},
		{"without a title", "topic.no-title", committee.Invalid, committee.Noticed, add(zhang, b, "近日发现隐患", day, func(t *committee.Topic) { t.Title = "" })},
		{"about a person", "late.personnel", committee.Forbidden, committee.Noticed, add(zhang, b, "任期届满", day, func(t *committee.Topic) { t.Title = "续聘刘芳" })},
		{"personnel", "late.personnel", committee.Forbidden, committee.Noticed, add(zhang, b, "任期届满", day, func(t *committee.Topic) {
			t.Kind, t.Persons = committee.Personnel, []string{"刘芳"}
		})},
	} {
		t.Run(test.name, func(t *testing.T) { wantRefusal(t, test.act(in(test.state)), test.kind, test.rule) })
	}

	topic, m := late(), in(committee.Noticed)
	if err := topic.AddLate(by(zhang), m, " 近日发现隐患 ", 5, at(day)); err != nil {
		t.Fatal(err)
	}
	if topic.Added != "近日发现隐患" || topic.Position != 5 || topic.Meeting != m.ID || topic.State != committee.OnAgenda || topic.Proposer != zhang {
		t.Errorf("got %+v", topic)
	}
}

func TestTOP05AllPresentConsent(t *testing.T) {
	topic, m := late(), in(committee.Noticed)
	if err := topic.AddLate(by(zhang), m, "近日发现隐患", 5, at("2026-12-14 10:00")); err != nil {
		t.Fatal(err)
	}
	seat(t, m, 8)
	if _, err := topic.Consent(m, liu, true); err == nil {
		t.Error("nobody is asked before the opening")
	}
	if err := m.Open(by(zhang), body().InOffice(m.Day()), opening); err != nil {
		t.Fatal(err)
	}
	if _, err := m.OpenBallot(by(zhang), topic, 1, false, nil, opening); err == nil {
		t.Error("a vote was opened before all had consented")
	} else {
		wantRefusal(t, err, committee.Untimely, "late.waiting")
	}
	for i, who := range m.Awaited(topic) {
		if taken, err := topic.Consent(m, who, true); err != nil || !taken {
			t.Fatalf("%d: %v", who, err)
		}
		if i == 0 {
			_, err := topic.Consent(m, who, true)
			wantRefusal(t, err, committee.Conflict, "late.said")
		}
	}
	_, err := topic.Consent(m, wu, true)
	wantRefusal(t, err, committee.Forbidden, "late.not-asked")
	if _, err := m.OpenBallot(by(zhang), topic, 1, false, nil, opening); err != nil {
		t.Errorf("all consented: %v", err)
	}
}

func TestTOP05OneObjectionKeepsItOff(t *testing.T) {
	topic, m := late(), in(committee.Noticed)
	if err := topic.AddLate(by(zhang), m, "近日发现隐患", 5, at("2026-12-14 10:00")); err != nil {
		t.Fatal(err)
	}
	seat(t, m, 8)
	if err := m.Open(by(zhang), body().InOffice(m.Day()), opening); err != nil {
		t.Fatal(err)
	}
	taken, err := topic.Consent(m, zhang, false)
	if err != nil || taken || !topic.InPool() || topic.Added != "" || topic.State != committee.Deferred {
		t.Errorf("got %+v, %t, %v", topic, taken, err)
	}
	_, err = topic.Consent(m, li, true)
	wantRefusal(t, err, committee.Untimely, "late.settled")
}

// What the recorder hands in for one without a phone is his word when the chair confirms
// it, and not before.
func TestTOP05Dictated(t *testing.T) {
	m := in(committee.Noticed)
	fresh := func() committee.Topic {
		topic := late()
		if err := topic.AddLate(by(zhang), m, "近日发现隐患", 5, at("2026-12-14 10:00")); err != nil {
			t.Fatal(err)
		}
		return topic
	}
	topic, other := fresh(), fresh()
	seat(t, m, 8)
	member := func(id committee.MemberID) committee.Member { return body()[id-1] }
	wantRule(t, topic.Dictate(by(he), m, member(sun), true), "meeting.state.noticed")
	if err := m.Open(by(zhang), body().InOffice(m.Day()), opening); err != nil {
		t.Fatal(err)
	}
	for _, agrees := range []bool{true, false} {
		if err := topic.Dictate(by(he), m, member(sun), agrees); err != nil {
			t.Fatal(err)
		}
		if said, waits := topic.DictatedFor(sun); !waits || said.Agrees != agrees || said.Word() != map[bool]string{true: "agree", false: "object"}[agrees] || len(topic.Dictated) != 1 {
			t.Errorf("handed in %t: %+v, %t", agrees, said, waits)
		}
	}
	if !slices.Contains(m.Awaited(topic), sun) {
		t.Error("what waits for the chair is a word already")
	}
	for rule, err := range map[string]error{
		"dictate.only-recorder": topic.Dictate(by(li), m, member(sun), true),
		"dictate.not-asked":     topic.Dictate(by(he), m, member(wu), true),
		"late.settled":          (&committee.Topic{}).Dictate(by(he), m, member(sun), true),
		"meeting.only-chair":    topic.RefuseDictated(by(he), m, sun),
		"card.gone":             topic.RefuseDictated(by(zhang), m, liu),
	} {
		wantRule(t, err, rule)
	}
	if err := topic.RefuseDictated(by(zhang), m, sun); err != nil || len(topic.Dictated) > 0 {
		t.Errorf("refused: %v, %+v", err, topic.Dictated)
	}
	_, err := topic.ConfirmDictated(by(zhang), m, sun)
	wantRule(t, err, "card.gone")
	if err := topic.Dictate(by(he), m, member(sun), true); err != nil {
		t.Fatal(err)
	}
	if taken, err := topic.ConfirmDictated(by(zhang), m, sun); err != nil || !taken || len(topic.Dictated) > 0 || slices.Contains(m.Awaited(topic), sun) {
		t.Errorf("confirmed: %t, %v, %+v", taken, err, topic)
	}
	wantRule(t, topic.Dictate(by(he), m, member(sun), true), "dictate.said")
	if err := other.Dictate(by(he), m, member(sun), false); err != nil {
		t.Fatal(err)
	}
	if taken, err := other.ConfirmDictated(by(zhang), m, sun); err != nil || taken || !other.InPool() || len(other.Dictated) > 0 {
		t.Errorf("an objection: %t, %v, %+v", taken, err, other)
	}
}
