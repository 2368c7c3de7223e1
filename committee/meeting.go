package committee

import (
	"slices"
	"time"

	"yishi/workday"
)

// State is where a meeting stands in its life (MTG-05).
type State string

// The states of a meeting.
const (
	Planned    State = "planned"    // 拟定: date and place drafted, waits for the secretary's confirmation
	Fixed      State = "fixed"      // 定会: confirmed, the notice waits for its window
	Noticed    State = "noticed"    // 已通知
	InSession  State = "in_session" // 开会
	Paused     State = "paused"     // 休会
	Adjourned  State = "adjourned"  // 散会: the minutes are being made
	Circulated State = "circulated" // 通报
	Lapsed     State = "lapsed"     // 流会
	Cancelled  State = "cancelled"  // 取消
)

// passages is the whole life of a meeting; there is no other way from state to state.
var passages = map[State][]State{
	Planned:   {Fixed, Cancelled},
	Fixed:     {Planned, Noticed, Cancelled},
	Noticed:   {Planned, InSession, Lapsed, Cancelled},
	InSession: {Paused, Adjourned},
	Paused:    {InSession, Adjourned},
	Adjourned: {Circulated},
}

// MeetingKind says why a meeting is held.
type MeetingKind string

// The kinds of meeting.
const (
	Regular MeetingKind = "regular" // the quarter's meeting (MTG-01)
	Special MeetingKind = "special" // convened at another time, for a reason; noticed like any other (MTG-02, A-22)
	Urgent  MeetingKind = "urgent"  // convened for an urgent matter (NTC-05)
)

// A Meeting is one sitting of the committee with its roll.
type Meeting struct {
	ID        MeetingID
	Committee ID
	Kind      MeetingKind
	State     State
	Year      int
	Ordinal   int // 第n次会议 of the year
	Starts    time.Time
	Place     string
	Reason    string // of a special or urgent meeting
	Fulfils   bool   // it stands for the quarter's meeting too: 兼作例会 (MTG-01)
	DraftedBy MemberID

	NoticeAt  time.Time // when the notice is to leave; zero before confirmation
	NoticedAt time.Time // when it left
	LastAsked time.Time // when the chair was last asked whether to wait

	Chair       MemberID // who opened it; before the opening whom the secretary delegated (MTG-04)
	ChairReason string   // why he did
	OpenedAt    time.Time
	AdjournedAt time.Time
	Expected    int // 应到, frozen at the opening
	Quorum      int // 法定到会, frozen at the opening
	Assembled   int // 实到 at the opening
	CodeKey     string
	EarlyAt     time.Time // when it was announced before its notice (NTC-03)
	Topic       TopicID   // that is being taken up (SPK-01)
	Remote      bool      // the secretary allowed to attend this meeting by video
	Laws        int       // version of the bylaws under which the notice left; 0 before it

	Roll []Attendee
}

// pass moves the meeting to another state, or refuses naming the present one.
func (m *Meeting) pass(to State) error {
	if !slices.Contains(passages[m.State], to) {
		return m.unfit()
	}
	m.State = to
	return nil
}

// unfit refuses what does not fit the meeting's state (MTG-05).
func (m *Meeting) unfit() *Refusal { return Refuse(Untimely, "meeting.state."+string(m.State)) }

// unnoticed reports whether the meeting is to come and nobody was told of it yet:
// it has no roll.
func (m *Meeting) unnoticed() bool { return m.State == Planned || m.State == Fixed }

// passed refuses what is asked of a meeting whose day is over and which was not held.
func (m *Meeting) passed() *Refusal { return Refuse(Untimely, "meeting.not-held", m.Starts) }

// Pending reports whether the meeting is still to be held or finished.
func (m *Meeting) Pending() bool {
	return slices.Contains([]State{Planned, Fixed, Noticed, InSession, Paused}, m.State)
}

// Dead reports whether the meeting cannot be held as it stands: its notice can no
// longer leave in time, or its day has passed without an opening. It holds up no
// reminder of the quarter (MTG-01).
func (m *Meeting) Dead(b Bylaws, cal *workday.Calendar, now time.Time) bool {
	switch {
	case m.State == Noticed:
		return m.Day().Before(DayOf(now))
	case !m.unnoticed():
		return false
	case m.Kind == Urgent:
		return m.Starts.Before(now)
	}
	return now.After(WindowOf(m.Day(), b, cal).Latest)
}

// Held reports whether the meeting took place.
func (m *Meeting) Held() bool { return !m.OpenedAt.IsZero() }

// Sitting reports whether the meeting has been opened and not yet adjourned.
func (m *Meeting) Sitting() bool { return m.State == InSession || m.State == Paused }

// Day is the civil day of the meeting.
func (m *Meeting) Day() workday.Date { return DayOf(m.Starts) }

// Notify puts the meeting on record as noticed, with its roll (NTC-04). It refuses
// when the lawful window has closed or no topic is approved.
func (m *Meeting) Notify(b Bylaws, roll []Attendee, topics int, cal *workday.Calendar, now time.Time) error {
	switch {
	case m.State != Fixed:
		return m.unfit()
	case m.Kind != Urgent && now.After(WindowOf(m.Day(), b, cal).Latest):
		return Refuse(Untimely, "notice.missed", m.Starts, WindowOf(m.Day(), b, cal).Latest)
	case topics == 0:
		return Refuse(Untimely, "notice.no-topics", m.Starts, WindowOf(m.Day(), b, cal).Latest)
	}
	m.Roll, m.NoticedAt, m.Laws = roll, now, b.Version
	return m.pass(Noticed)
}

// Cancel calls the meeting off.
func (m *Meeting) Cancel(by Actor) error {
	if !by.Is(Secretary) {
		return Refuse(Forbidden, "meeting.only-secretary")
	}
	return m.pass(Cancelled)
}

// Open opens the meeting (ATT-05): only the chair, only with a quorum of those in
// office now; the roll and both numbers are frozen with it.
func (m *Meeting) Open(by Actor, inOffice Body, now time.Time) error {
	if err := m.mayPreside(by, inOffice); err != nil {
		return err
	}
	if m.State != Noticed {
		return m.unfit()
	}
	switch {
	case now.Before(m.CheckInOpens()):
		return Refuse(Untimely, "meeting.too-early", Moment(m.CheckInOpens()), m.Starts)
	case m.Day().Before(DayOf(now)):
		return m.passed()
	}
	m.expect(inOffice)
	expected := m.expectedNow()
	quorum := by.Committee.Bylaws.Quorum(by.Committee.QuorumBase(expected))
	if present := m.Present(); present < quorum {
		return Refuse(Untimely, "quorum.not-met", present, quorum, expected,
			by.Committee.Bylaws.QuorumFraction, Share{expected, by.Committee.Bylaws.QuorumFraction}, m.Missing())
	}
	m.Expected, m.Quorum, m.Assembled, m.OpenedAt, m.Chair = expected, quorum, m.Present(), now, by.Member.ID
	return m.pass(InSession)
}

// expect reads who is in office at the opening: a member appointed since the
// notice joins the roll, one who left is no longer expected (ORG-01, ORG-07).
func (m *Meeting) expect(inOffice Body) {
	for i := range m.Roll {
		_, in := inOffice.Member(m.Roll[i].Member)
		if m.Roll[i].Capacity == Voting && !in {
			m.Roll[i].Capacity = Released
		}
	}
	for _, member := range inOffice {
		if line := m.enroll(member.ID, Released); line.Capacity != Voting {
			line.Capacity, line.Late = Voting, true
		}
	}
}

// Pause suspends the sitting.
func (m *Meeting) Pause(by Actor) error { return m.chaired(by, Paused) }

// Resume takes up a suspended sitting, when the chair is back in the room. One that was never opened is not resumed:
// only Open, which asks for a quorum, opens it.
func (m *Meeting) Resume(by Actor) error {
	switch a := m.Attendee(by.Member.ID); {
	case m.Presides(by) && m.State != Paused:
		return m.unfit()
	case m.Presides(by) && a != nil && !a.Left.IsZero() && !a.Here():
		return Refuse(Untimely, "resume.away", Moment(a.Left))
	}
	return m.chaired(by, InSession)
}

func (m *Meeting) chaired(by Actor, to State) error {
	if !m.Presides(by) {
		return Refuse(Forbidden, "meeting.only-chair")
	}
	return m.pass(to)
}

// Adjourn closes the sitting (散会).
func (m *Meeting) Adjourn(by Actor, now time.Time) error {
	if err := m.chaired(by, Adjourned); err != nil {
		return err
	}
	m.AdjournedAt = now
	return nil
}

// Fulfil lets a special or urgent meeting stand for the quarter's meeting too
// (兼作例会, MTG-01): only the secretary says so, before it or when it was held.
func (m *Meeting) Fulfil(by Actor) (changed bool, err error) {
	switch {
	case !by.Is(Secretary):
		return false, Refuse(Forbidden, "meeting.only-secretary")
	case m.Kind == Regular:
		return false, Refuse(Conflict, "fulfil.regular", m.Starts)
	case m.State == Lapsed || m.State == Cancelled:
		return false, m.unfit()
	case m.Fulfils:
		return false, nil
	}
	m.Fulfils = true
	return true, nil
}

// Circulate records that the signed minutes went out.
func (m *Meeting) Circulate() error { return m.pass(Circulated) }

// Lapse records that the meeting could not be held for want of a quorum.
func (m *Meeting) Lapse(by Actor, now time.Time) error {
	if !m.Presides(by) {
		return Refuse(Forbidden, "meeting.only-chair")
	}
	if m.State == Noticed && now.Before(m.Starts.Add(by.Committee.Bylaws.QuorumWait)) {
		return Refuse(Untimely, "lapse.too-early", Moment(m.Starts.Add(by.Committee.Bylaws.QuorumWait)), int(by.Committee.Bylaws.QuorumWait.Minutes()))
	}
	return m.pass(Lapsed)
}
