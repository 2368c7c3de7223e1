package committee

import (
	"slices"
	"time"

	"yishi/workday"
)

// Capacity is what a person is at a meeting.
type Capacity string

// The capacities.
const (
	Voting    Capacity = "voting"    // a member in office: expected, counted, votes
	Observing Capacity = "observing" // 列席: speaks, is not counted, does not vote
	Recording Capacity = "recording" // the recorder
	Copied    Capacity = "copied"    // has the notice for information
	Released  Capacity = "released"  // was a member when the notice left, no longer at the opening
)

// Answer is what a person said to the notice (ATT-01).
type Answer string

// The answers.
const (
	Silent  Answer = ""
	Comes   Answer = "comes"
	OnLeave Answer = "leave"
)

// Means says how something came about.
type Means string

// The means.
const (
	ByButton   Means = "button"
	ByCode     Means = "code"
	ByVideo    Means = "video"    // 视频参会
	ByRecorder Means = "recorder" // 代签
	ByPhone    Means = "phone"    // 电话
	ByAnswer   Means = "answer"
	ByReading  Means = "read" // where a platform tells that a message was read
	BySending  Means = "sent" // under notice.reached=sent: the platform took it (A-04c)
)

// Attendee is one line of a meeting's roll.
type Attendee struct {
	Member   MemberID
	Capacity Capacity
	Topics   []TopicID // of an observer
	Late     bool      // joined after the notice: 聘任于通知之后,补充通知

	Answer     Answer
	Reason     string // of a leave
	Opinion    string // of one on leave: read out, not counted
	AnsweredAt time.Time
	AnsweredIn bool // false: after the deadline
	Granted    bool

	Reached   Means // how the notice is known to have arrived (NTC-06); empty: not known
	ReachedAt time.Time
	ReachedBy MemberID  // of a telephone call: who noted it
	NotedAt   time.Time // of a telephone call: when it was noted

	OnWayAt   time.Time // when he said that he is on his way (M4)
	ArrivesAt time.Time // when he will be there; zero: not said

	CheckedIn time.Time
	How       Means
	Left      time.Time
	Order     int // n-th member to check in
}

// Here reports whether the person is in the room.
func (a Attendee) Here() bool {
	return !a.CheckedIn.IsZero() && (a.Left.IsZero() || a.Left.Before(a.CheckedIn))
}

// Told refuses what can be done only by people who were told of the meeting: before its
// notice nobody is on its roll.
func (m *Meeting) Told() error {
	if m.unnoticed() {
		return m.unfit()
	}
	return nil
}

// AlreadyHere reports whether a person is on the roll and in the room.
func (m *Meeting) AlreadyHere(who MemberID) bool {
	a := m.Attendee(who)
	return a != nil && a.Here()
}

// Attended tells whether a person was in the room while the meeting sat, or, of one that
// lapsed, had come.
func (m *Meeting) Attended(a Attendee) bool {
	return a.Here() || !a.CheckedIn.IsZero() && a.Left.After(m.OpenedAt)
}

// asked reports whether the person is asked to come: who has the notice for
// information, or has left office since, is not.
func (a Attendee) asked() bool { return a.Capacity != Copied && a.Capacity != Released }

// AsOf is the meeting with its roll as it stands on a day before the opening: who no
// longer serves is released (ORG-07). The opening itself reads the roster anew.
func (m *Meeting) AsOf(on workday.Date, body Body) *Meeting {
	now := *m
	now.Roll = slices.Clone(m.Roll)
	for i := range now.Roll {
		a := &now.Roll[i]
		who, known := body.Member(a.Member)
		if known && (!who.Serves(on) || a.Capacity == Voting && !who.InOffice(on)) {
			a.Capacity = Released
		}
	}
	return &now
}

// Attendee finds a person on the roll; nil when he is not on it.
func (m *Meeting) Attendee(who MemberID) *Attendee {
	for i := range m.Roll {
		if m.Roll[i].Member == who {
			return &m.Roll[i]
		}
	}
	return nil
}

// OnRoll reports whether the meeting was one of a person's, attended or not: who left
// office before the opening is no longer on its roll (MIN-06).
func (m *Meeting) OnRoll(who MemberID) bool {
	a := m.Attendee(who)
	return a != nil && a.Capacity != Released
}

// Summon draws up the roll (NTC-04): every member in office, every observer of a
// topic on the agenda, the recorder, and the street where the bylaws say so; each
// person once, whatever he is besides.
func Summon(body Body, agenda []Topic, b Bylaws, on workday.Date) []Attendee {
	var m Meeting
	for _, member := range body.InOffice(on) {
		m.enroll(member.ID, Voting)
	}
	for _, t := range agenda {
		for _, id := range t.Observers {
			if _, known := body.Member(id); !known {
				continue
			}
			if line := m.enroll(id, Observing); line.Capacity == Observing {
				line.Topics = append(line.Topics, t.ID)
			}
		}
	}
	for _, recorder := range body.With(Recorder, on) {
		m.enroll(recorder.ID, Recording)
	}
	if b.NoticeCopyStreet {
		for _, street := range body.With(Street, on) {
			m.enroll(street.ID, Copied)
		}
	}
	return m.Roll
}

// enroll puts a person on the roll who is not there yet, and returns his line.
func (m *Meeting) enroll(who MemberID, as Capacity) *Attendee {
	if line := m.Attendee(who); line != nil {
		return line
	}
	m.Roll = append(m.Roll, Attendee{Member: who, Capacity: as})
	return &m.Roll[len(m.Roll)-1]
}

// Reply records a person's answer to the notice; the last one counts, and one
// after the deadline counts too and is marked (ATT-01). The same answer again
// changes nothing.
func (m *Meeting) Reply(who MemberID, answer Answer, reason string, cal *workday.Calendar, now time.Time) (changed bool, err error) {
	a := m.Attendee(who)
	switch {
	case m.unnoticed():
		return false, m.unfit()
	case a == nil:
		return false, Refuse(NotFound, "meeting.not-invited")
	case m.Sitting():
		return false, Refuse(Untimely, "answer.opened", Moment(m.OpenedAt))
	case m.State != Noticed:
		return false, m.unfit()
	case m.Day().Before(DayOf(now)):
		return false, m.passed()
	case a.Answer == answer && (answer != OnLeave || reason == "" || reason == a.Reason):
		return false, nil
	}
	m.answer(a, answer, reason, cal, now)
	return true, nil
}

func (m *Meeting) answer(a *Attendee, answer Answer, reason string, cal *workday.Calendar, now time.Time) {
	if a.Answer != answer {
		a.Granted, a.Opinion = false, ""
	}
	a.Answer, a.Reason, a.AnsweredAt = answer, reason, now
	a.AnsweredIn = !now.After(m.AnswerBy(cal))
	m.reach(a, ByAnswer, now)
}

// Grant answers a leave (ATT-02): granted, or asked to reconsider.
func (m *Meeting) Grant(by Actor, who MemberID, granted bool) (changed bool, err error) {
	a := m.Attendee(who)
	switch {
	case !by.Is(Secretary):
		return false, Refuse(Forbidden, "leave.only-secretary")
	case who == by.Member.ID:
		return false, Refuse(Conflict, "leave.own")
	case a == nil || a.Answer != OnLeave:
		return false, Refuse(Conflict, "leave.none")
	case m.State != Noticed:
		return false, m.unfit()
	case granted && a.Granted:
		return false, nil
	}
	a.Granted = granted
	return true, nil
}

// Unanswered returns who still owes an answer to the notice.
func (m *Meeting) Unanswered() []MemberID {
	return m.those(func(a Attendee) bool { return a.Answer == Silent && a.asked() })
}

// Coming returns who said that he comes.
func (m *Meeting) Coming() []MemberID {
	return m.those(func(a Attendee) bool { return a.Answer == Comes && a.asked() })
}

// Missing returns the members who are expected and not in the room.
func (m *Meeting) Missing() []MemberID {
	return m.those(func(a Attendee) bool { return a.Capacity == Voting && !a.Here() })
}

// StillExpected returns the members who said that they come and are not in the room: they
// may be on their way.
func (m *Meeting) StillExpected() []MemberID {
	return m.those(func(a Attendee) bool { return a.Capacity == Voting && !a.Here() && a.Answer == Comes })
}

func (m *Meeting) those(ok func(Attendee) bool) []MemberID {
	var out []MemberID
	for _, a := range m.Roll {
		if ok(a) {
			out = append(out, a.Member)
		}
	}
	return out
}

// CheckIn records that a person is in the room (ATT-04). order is his place among
// the members who came. Checking in again changes nothing; after having left it
// brings him back.
func (m *Meeting) CheckIn(who MemberID, how Means, now time.Time) (order int, changed bool, err error) {
	a := m.Attendee(who)
	switch {
	case m.unnoticed():
		return 0, false, m.unfit()
	case a == nil || a.Capacity == Released:
		return 0, false, Refuse(NotFound, "meeting.not-invited")
	case m.State != Noticed && !m.Sitting():
		return 0, false, m.unfit()
	case now.Before(m.CheckInOpens()):
		return 0, false, Refuse(Untimely, "checkin.not-open", Moment(m.CheckInOpens()), m.Starts)
	case m.State == Noticed && m.Day().Before(DayOf(now)):
		return 0, false, m.passed()
	case a.Here():
		return a.Order, false, nil
	}
	if a.Order == 0 && a.Capacity == Voting {
		a.Order = m.arrived() + 1
	}
	a.CheckedIn, a.How, a.Left = now, how, time.Time{}
	m.reach(a, ByAnswer, now)
	return a.Order, true, nil
}

func (m *Meeting) arrived() int {
	n := 0
	for _, a := range m.Roll {
		if a.Order > 0 {
			n++
		}
	}
	return n
}

// Leave records that a person left the room (退席), now or at an earlier time since
// he came and the meeting was opened with him. The chair does not leave a meeting that
// goes on: nobody else could open a vote, announce it or adjourn (MTG-04).
func (m *Meeting) Leave(who MemberID, at, now time.Time) (changed bool, err error) {
	a := m.Attendee(who)
	switch {
	case m.unnoticed():
		return false, m.unfit()
	case a == nil:
		return false, Refuse(NotFound, "meeting.not-invited")
	case m.State != Noticed && !m.Sitting():
		return false, m.unfit()
	case a.CheckedIn.IsZero():
		return false, Refuse(Conflict, "leave.not-here")
	case !a.Here():
		return false, nil
	case m.State == InSession && who == m.Chair:
		return false, Refuse(Untimely, "leave.chair")
	}
	since := a.CheckedIn
	if m.OpenedAt.After(since) {
		since = m.OpenedAt
	}
	switch {
	case at.After(now):
		return false, Refuse(Invalid, "leave.future", Moment(at), Moment(now))
	case at.Before(since):
		return false, Refuse(Invalid, "leave.time", Moment(at), Moment(since), Moment(now))
	}
	a.Left = at
	return true, nil
}

// Present counts the members in the room (实到).
func (m *Meeting) Present() int { return m.count(Attendee.Here) }

// Observing counts the observers in the room.
func (m *Meeting) Observing() int {
	n := 0
	for _, a := range m.Roll {
		if a.Capacity == Observing && a.Here() {
			n++
		}
	}
	return n
}

func (m *Meeting) expectedNow() int { return m.count(func(Attendee) bool { return true }) }

func (m *Meeting) count(ok func(Attendee) bool) int {
	n := 0
	for _, a := range m.Roll {
		if a.Capacity == Voting && ok(a) {
			n++
		}
	}
	return n
}

// Forecast says how many members will come (ATT-03).
type Forecast struct {
	Expected, Coming, Leave, Silent, Quorum int
	Present                                 int
}

// Most is how many can come at best.
func (f Forecast) Most() int { return f.Expected - f.Leave }

// Short is how many more must say yes for a quorum; 0 when there is one.
func (f Forecast) Short() int { return max(0, f.Quorum-f.Coming) }

// Doomed reports whether a quorum can no longer be reached.
func (f Forecast) Doomed() bool { return f.Most() < f.Quorum }

// Forecast counts the answers of the members.
func (m *Meeting) Forecast(c Committee) Forecast {
	f := Forecast{Expected: m.expectedNow(), Present: m.Present()}
	f.Coming = m.count(func(a Attendee) bool { return a.Answer == Comes || a.Here() })
	f.Leave = m.count(func(a Attendee) bool { return a.Answer == OnLeave && !a.Here() })
	f.Silent = f.Expected - f.Coming - f.Leave
	f.Quorum = c.Bylaws.Quorum(c.QuorumBase(f.Expected))
	if m.Held() {
		f.Expected, f.Quorum = m.Expected, m.Quorum
	}
	return f
}
