package committee

import (
	"slices"
	"strings"
	"time"

	"yishi/workday"
)

// AppointmentID names one case of an appointment.
type AppointmentID int64

// AppointmentState is where a case stands on its way (ORG-04).
type AppointmentState string

// The states of a case.
const (
	Proposed     AppointmentState = "proposed" // 自荐、推荐
	Reported     AppointmentState = "reported" // 社区汇总,报街道党工委
	Passed       AppointmentState = "passed"   // 审查通过
	SentBack     AppointmentState = "returned" // 退回补正
	Rejected     AppointmentState = "rejected" // 不同意
	AppointedNow AppointmentState = "appointed"
)

// A Source is who named a candidate: a unit, or he himself.
type Source struct {
	Unit string
	Self bool
	By   MemberID
	At   time.Time
}

// A Step is one passage of a case: who, when, by what document and why. What was is
// never taken back.
type Step struct {
	State    AppointmentState
	By       MemberID
	At       time.Time
	Document string
	Reason   string
}

// An Appointment is one candidate's case. Whoever names him, and however often, it is
// one case.
type Appointment struct {
	ID                      AppointmentID
	Name, Unit, Post, Phone string
	State                   AppointmentState
	Sources                 []Source
	Steps                   []Step
}

// OnItsWay reports whether the case is neither rejected nor done.
func (a Appointment) OnItsWay() bool { return a.State != Rejected && a.State != AppointedNow }

func (a *Appointment) pass(to AppointmentState, by Actor, document, reason string, now time.Time) {
	a.State = to
	a.Steps = append(slices.Clone(a.Steps), Step{to, by.Member.ID, now, strings.TrimSpace(document), strings.TrimSpace(reason)})
}

// A Proposal names a candidate.
type Proposal struct {
	Name, Unit, Post, Phone string
	Self                    bool
}

// Propose names a candidate: a new case, or another source of the one that is on its
// way. What was sent back may be named again, corrected.
func (a *Appointment) Propose(by Actor, p Proposal, now time.Time) error {
	source := Source{Unit: p.Unit, Self: p.Self, By: by.Member.ID, At: now}
	known := slices.ContainsFunc(a.Sources, func(s Source) bool { return s.Self == p.Self && (p.Self || s.Unit == p.Unit) })
	switch {
	case p.Self && by.Is(Seated):
		return Refuse(Conflict, "appoint.seated", by.Member.Roles.Names())
	case p.Self && by.Is(Street):
		return Refuse(Forbidden, "appoint.not-reviewer")
	case !p.Self && !by.Is(Seated|Admin):
		return Refuse(Forbidden, "appoint.who-proposes")
	case p.Unit == "":
		return Refuse(Invalid, "appoint.no-unit", p.Name)
	case a.State == Reported || a.State == Passed:
		if known {
			return Refuse(Conflict, "appoint.on-its-way", a.Name)
		}
		a.Sources = append(slices.Clone(a.Sources), source)
		return nil
	case a.State == Proposed && known:
		return Refuse(Conflict, "appoint.known", a.Name, p.Unit)
	}
	if !known {
		a.Sources = append(slices.Clone(a.Sources), source)
	}
	if a.Name == "" {
		a.Name, a.Unit = p.Name, p.Unit
	}
	if p.Post != "" {
		a.Post = p.Post
	}
	if p.Phone != "" {
		a.Phone = p.Phone
	}
	if a.State != Proposed {
		a.pass(Proposed, by, "", "", now)
	}
	return nil
}

// Report brings the case before the street (汇总).
func (a *Appointment) Report(by Actor, document string, now time.Time) error {
	switch {
	case !by.Is(Secretary | Admin):
		return Refuse(Forbidden, "office.who")
	case a.State != Proposed:
		return Refuse(Untimely, "appoint.state."+string(a.State), a.Name)
	}
	a.pass(Reported, by, document, "", now)
	return nil
}

// A Verdict is what the street says of a case.
type Verdict struct {
	To       AppointmentState // Passed, SentBack or Rejected
	Document string           // the number of the street's reply
	Reason   string
}

// Review records the street's verdict: by the street's own people, or by an
// administrator or the secretary with the number of its reply. Who is not agreed to is
// told why, and only the secretary and the street see it.
func (a *Appointment) Review(by Actor, v Verdict, now time.Time) error {
	switch {
	case !by.Is(Street | Admin | Secretary):
		return Refuse(Forbidden, "appoint.who-reviews")
	case a.State != Reported:
		return Refuse(Untimely, "appoint.state."+string(a.State), a.Name)
	case !by.Is(Street) && strings.TrimSpace(v.Document) == "":
		return Refuse(Invalid, "appoint.no-reply", a.Name)
	case v.To != Passed && strings.TrimSpace(v.Reason) == "":
		return Refuse(Invalid, "appoint.no-reason", a.Name)
	}
	a.pass(v.To, by, v.Document, v.Reason, now)
	return nil
}

// SeesReasons reports whether a person may read why a candidate was not agreed to.
func SeesReasons(by Actor) bool { return by.Is(Secretary | Street) }

// A Commission is the letter of appointment (聘书).
type Commission struct {
	From, Until workday.Date // Until zero: a full term
	Number      string       // 聘书号
	Reason      string       // why the usual limits are passed over
}

// Appoint makes the candidate a member (聘任): m is he, as the roster knows him, or a
// new person; empty is how many seats wait.
func (a *Appointment) Appoint(by Actor, m *Member, l Commission, empty int, now time.Time) error {
	if l.Until.IsZero() {
		l.Until = TermEnd(l.From)
	}
	switch {
	case !by.Is(Secretary | Admin):
		return Refuse(Forbidden, "office.who")
	case a.State != Passed:
		return Refuse(Untimely, "appoint.state."+string(a.State), a.Name)
	case l.Number == "":
		return Refuse(Invalid, "appoint.no-number", a.Name)
	case m.InOffice(l.From):
		return Refuse(Conflict, "appoint.in-office", a.Name)
	case empty == 0:
		return Refuse(Conflict, "appoint.no-seat", by.Committee.Seats.Members)
	}
	if err := m.limits(Renewal{From: l.From, Until: l.Until, Reference: l.Number, Reason: l.Reason}, by.Committee.Bylaws); err != nil {
		return err
	}
	m.Name, m.Unit, m.Category = a.Name, a.Unit, "友邻单位"
	if a.Post != "" {
		m.Post = a.Post
	}
	if a.Phone != "" {
		m.Phone = a.Phone
	}
	m.Reappoint(Ordinary, l.From, l.Until, l.Number)
	a.pass(AppointedNow, by, l.Number, l.Reason, now)
	return nil
}

// Join puts members on the roll of a meeting that is noticed who were appointed since,
// and returns whom to notice at once (ORG-01).
func (m *Meeting) Join(body Body) []MemberID {
	if m.State != Noticed {
		return nil
	}
	var joined []MemberID
	for _, member := range body.InOffice(m.Day()) {
		was := m.Attendee(member.ID)
		if was != nil && was.Capacity == Voting {
			continue
		}
		line := m.enroll(member.ID, Voting)
		line.Capacity, line.Topics, line.Late = Voting, nil, true
		joined = append(joined, member.ID)
	}
	return joined
}
