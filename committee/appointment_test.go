package committee_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

// ORG-04: recommended on 2026-10-20, reported on 10-22, approved on 10-30 by 〔2026〕31号,
// appointed from 2026-11-02: until 2029-11-01, not counted on 11-01, counted on 11-02.
func TestORG04Pipeline(t *testing.T) {
	var a committee.Appointment
	wantRule(t, a.Propose(by(liu), committee.Proposal{Name: "刘芳", Unit: "市第三中学党总支", Post: "党总支书记", Phone: "13888880006"}, at("2026-10-20 09:00")), "")
	wantRule(t, a.Report(by(zhang), "", at("2026-10-22 09:00")), "")
	wantRule(t, a.Review(by(lin), committee.Verdict{To: committee.Passed, Document: "〔2026〕31号"}, at("2026-10-30 09:00")), "")
	var m committee.Member
	wantRule(t, a.Appoint(by(zhang), &m, committee.Commission{From: date("2026-11-02"), Number: "1号"}, 1, at("2026-10-31 09:00")), "")
	if m.Until != date("2029-11-01") || m.InOffice(date("2026-11-01")) || !m.InOffice(date("2026-11-02")) {
		t.Errorf("appointed: %+v", m)
	}
	if m.Name != "刘芳" || m.Unit != "市第三中学党总支" || m.Post != "党总支书记" || m.Phone != "13888880006" || !m.Appointed() || m.First != m.From || m.Reference != "1号" {
		t.Errorf("appointed: %+v", m)
	}
	want := []committee.Step{
		{State: committee.Proposed, By: liu, At: at("2026-10-20 09:00")},
		{State: committee.Reported, By: zhang, At: at("2026-10-22 09:00")},
		{State: committee.Passed, By: lin, At: at("2026-10-30 09:00"), Document: "〔2026〕31号"},
		{State: committee.AppointedNow, By: zhang, At: at("2026-10-31 09:00"), Document: "1号"},
	}
	if diff := cmp.Diff(want, a.Steps); diff != "" || a.OnItsWay() {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// Whoever names a candidate, it is one case: two units, and he himself.
func TestORG04Sources(t *testing.T) {
	now := at("2026-10-20 09:00")
	var a committee.Appointment
	unit := committee.Proposal{Name: "刘芳", Unit: "市第三中学党总支"}
	other := committee.Proposal{Name: "刘芳", Unit: "区人民医院党委", Post: "委员"}
	self := committee.Proposal{Name: "刘芳", Unit: "市第三中学党总支", Self: true}
	wantRule(t, a.Propose(by(ma), unit, now), "appoint.who-proposes")
	wantRule(t, a.Propose(by(street), self, now), "appoint.not-reviewer")
	wantRule(t, a.Propose(by(liu), self, now), "appoint.seated")
	wantRule(t, a.Propose(by(liu), committee.Proposal{Name: "刘芳"}, now), "appoint.no-unit")
	wantRule(t, a.Propose(by(liu), unit, now), "")
	wantRule(t, a.Propose(by(liu), unit, now), "appoint.known")
	wantRule(t, a.Propose(by(ma), self, now), "")
	wantRule(t, a.Propose(by(ma), self, now), "appoint.known")
	wantRule(t, a.Report(by(zhang), "", now), "")
	wantRule(t, a.Propose(by(liu), unit, now), "appoint.on-its-way")
	wantRule(t, a.Propose(by(zhou), other, now), "")
	if len(a.Sources) != 3 || len(a.Steps) != 2 || a.Unit != "市第三中学党总支" || a.State != committee.Reported {
		t.Errorf("%d sources, %d steps, %s", len(a.Sources), len(a.Steps), a.State)
	}
	wantRule(t, a.Review(by(street), committee.Verdict{To: committee.SentBack, Reason: "补充"}, now), "")
	wantRule(t, a.Propose(by(zhou), other, now), "")
	if len(a.Sources) != 3 || len(a.Steps) != 4 || a.State != committee.Proposed || a.Post != "委员" || a.Steps[2].Reason != "补充" {
		t.Errorf("sent back and named again: %+v", a)
	}
}

func TestORG04Refusals(t *testing.T) {
	now := at("2026-10-20 09:00")
	in := func(s committee.AppointmentState) *committee.Appointment {
		return &committee.Appointment{Name: "刘芳", Unit: "市第三中学党总支", State: s}
	}
	verdict := committee.Verdict{To: committee.Passed, Document: "31号"}
	letter := committee.Commission{From: date("2026-11-02"), Number: "1号"}
	sitting, _ := body().Member(liu)
	nine := committee.Member{Roles: committee.Ordinary, First: date("2017-11-10"), From: date("2023-11-10"), Until: date("2026-11-09"), Left: date("2026-11-01")}
	for name, test := range map[string]struct {
		err  error
		rule string
	}{
		"report-by-a-member":    {in(committee.Proposed).Report(by(li), "", now), "office.who"},
		"report-twice":          {in(committee.Reported).Report(by(zhang), "", now), "appoint.state.reported"},
		"review-by-a-member":    {in(committee.Reported).Review(by(li), verdict, now), "appoint.who-reviews"},
		"review-too-early":      {in(committee.Proposed).Review(by(street), verdict, now), "appoint.state.proposed"},
		"review-no-reply":       {in(committee.Reported).Review(by(zhang), committee.Verdict{To: committee.Passed}, now), "appoint.no-reply"},
		"review-by-the-street":  {in(committee.Reported).Review(by(street), committee.Verdict{To: committee.Passed}, now), ""},
		"reject-no-reason":      {in(committee.Reported).Review(by(street), committee.Verdict{To: committee.Rejected}, now), "appoint.no-reason"},
		"appoint-by-a-member":   {in(committee.Passed).Appoint(by(li), &committee.Member{}, letter, 1, now), "office.who"},
		"appoint-rejected":      {in(committee.Rejected).Appoint(by(zhang), &committee.Member{}, letter, 1, now), "appoint.state.rejected"},
		"appoint-no-number":     {in(committee.Passed).Appoint(by(zhang), &committee.Member{}, committee.Commission{From: date("2026-11-02")}, 1, now), "appoint.no-number"},
		"appoint-no-seat":       {in(committee.Passed).Appoint(by(zhang), &committee.Member{}, letter, 0, now), "appoint.no-seat"},
		"appoint-in-office":     {in(committee.Passed).Appoint(by(zhang), &sitting, letter, 1, now), "appoint.in-office"},
		"appoint-after-nine":    {in(committee.Passed).Appoint(by(zhang), &nine, letter, 1, now), "term.nine-years"},
		"appoint-an-old-member": {in(committee.Passed).Appoint(by(lin), &committee.Member{Post: "x", Phone: "y"}, letter, 1, now), ""},
	} {
		t.Run(name, func(t *testing.T) { wantRule(t, test.err, test.rule) })
	}
	for who, want := range map[committee.MemberID]bool{zhang: true, street: true, li: false, lin: false} {
		if committee.SeesReasons(by(who)) != want {
			t.Errorf("%d sees the reasons: %v", who, !want)
		}
	}
}

// ORG-01: who is appointed after the notice left is noticed at once, and the roll says so.
func TestORG01Join(t *testing.T) {
	m := in(committee.Noticed)
	m.Roll = committee.Summon(body()[:8], nil, committee.DefaultBylaws(), m.Day())
	joined := m.Join(body())
	if len(joined) != 1 || joined[0] != wu || !m.Attendee(wu).Late || m.Attendee(wu).Capacity != committee.Voting {
		t.Errorf("joined: %v", joined)
	}
	if again := m.Join(body()); again != nil {
		t.Errorf("joined again: %v", again)
	}
	people := body()
	people[11].Roles |= committee.Ordinary // 秦守义 was noticed as an observer
	m.Roll = append(m.Roll, committee.Attendee{Member: qin, Capacity: committee.Observing, Topics: []committee.TopicID{2}})
	if joined = m.Join(people); len(joined) != 1 || joined[0] != qin || m.Attendee(qin).Capacity != committee.Voting || m.Attendee(qin).Topics != nil {
		t.Errorf("an observer joined: %v, %+v", joined, m.Attendee(qin))
	}
	if early := in(committee.Fixed).Join(body()); early != nil {
		t.Errorf("joined before the notice: %v", early)
	}
}
