package committee

import (
	"slices"
	"strings"
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

// A Plan is a date and a place that someone wants a meeting at.
type Plan struct {
	Starts  time.Time
	Place   string
	Kind    MeetingKind
	Reason  string // of a special meeting, or of an urgent one, at least five characters (NTC-05)
	RestDay bool   // the planner has confirmed that a rest day is meant
	Instead bool   // the planner gives up a draft of another kind for it
}

// Fix drafts the meeting for a date and place (MTG-03). It refuses a date that
// has passed, a rest day that was not confirmed, and a date that can no longer be
// noticed in time (NTC-02), and to take the place of a draft of another kind unless
// that is meant; nothing leaves before Confirm.
func (m *Meeting) Fix(p Plan, by Actor, cal *workday.Calendar, now time.Time) error {
	if err := p.check(by.Committee.Bylaws, cal, now); err != nil {
		return err
	}
	switch {
	case m.State == Noticed:
		return m.unfit()
	case m.State == Fixed && !m.Convenes(by):
		return Refuse(Forbidden, "meeting.fixed-by-secretary", m.Starts, m.NoticeAt)
	case m.unnoticed() && m.Kind != p.Kind && !p.Instead && !m.Dead(by.Committee.Bylaws, cal, now):
		return Refuse(Conflict, "plan.instead", m.Starts, m.Place)
	}
	if m.State != "" && m.State != Planned {
		if err := m.pass(Planned); err != nil {
			return err
		}
	}
	m.place(p, by)
	return nil
}

// MayRedraft refuses who would put another draft in place of the secretary's own, which
// waits for his word (MTG-03).
func (m *Meeting) MayRedraft(by Actor, drafter Member) error {
	if m.State == Planned && drafter.Roles.Has(Secretary) && !m.Convenes(by) {
		return Refuse(Forbidden, "meeting.drafted-already", m.Starts, m.Place)
	}
	return nil
}

// Move gives a meeting that was noticed a new date (MTG-06): it is planned anew,
// and everyone who was told has to be told again.
func (m *Meeting) Move(p Plan, by Actor, cal *workday.Calendar, now time.Time) error {
	if err := p.check(by.Committee.Bylaws, cal, now); err != nil {
		return err
	}
	if m.State != Planned {
		if err := m.pass(Planned); err != nil {
			return err
		}
	}
	m.place(p, by)
	return nil
}

func (m *Meeting) place(p Plan, by Actor) {
	m.State, m.Starts, m.Place, m.Kind, m.Reason = Planned, p.Starts, p.Place, p.Kind, p.Reason
	m.DraftedBy, m.Committee, m.Year = by.Member.ID, by.Committee.ID, m.Day().Year
	m.NoticeAt, m.NoticedAt, m.LastAsked = time.Time{}, time.Time{}, time.Time{}
	m.Fulfils = m.Fulfils && p.Kind != Regular
	m.Roll, m.Laws, m.Remote, m.EarlyAt = nil, 0, false, time.Time{}
	if m.Chair != by.Member.ID {
		m.Chair, m.ChairReason = 0, ""
	}
}

func (p Plan) check(b Bylaws, cal *workday.Calendar, now time.Time) error {
	day := DayOf(p.Starts)
	switch {
	case day.Before(DayOf(now)):
		return Refuse(Invalid, "plan.past-day", day)
	case !p.Starts.After(now):
		return Refuse(Invalid, "plan.past-time", p.Starts)
	case CheckAsk(p.Place) != nil || CheckAsk(p.Reason) != nil:
		return Refuse(Forbidden, "topic.classified")
	case p.Kind == Urgent && len([]rune(strings.TrimSpace(p.Reason))) < 5:
		return Refuse(Invalid, "plan.urgent-reason")
	case p.Kind == Urgent:
		return nil
	case p.Kind == Special && strings.TrimSpace(p.Reason) == "":
		return Refuse(Invalid, "plan.special-reason")
	}
	if w := WindowOf(day, b, cal); !w.Reachable(b, cal, now) {
		return Refuse(Untimely, "notice.too-late", p.Starts, w.Latest, EarliestDay(b, cal, now), b.NoticeMin)
	}
	if !cal.Works(day) && !p.RestDay {
		return Refuse(Invalid, "plan.rest-day", day, nextWorkdays(day, cal, 2))
	}
	return nil
}

func nextWorkdays(d workday.Date, cal *workday.Calendar, n int) []workday.Date {
	var out []workday.Date
	for i := 1; i <= n; i++ {
		next, _ := cal.Forward(d, i)
		out = append(out, next)
	}
	return out
}

// Confirm releases the draft (MTG-03): only who convenes the meeting. From now on the
// notice leaves by itself at NoticeAt.
func (m *Meeting) Confirm(by Actor, cal *workday.Calendar, now time.Time) error {
	switch {
	case !m.Convenes(by):
		return Refuse(Forbidden, "meeting.only-secretary")
	case m.State == Fixed:
		return Refuse(Conflict, "meeting.already-fixed", m.Starts, m.NoticeAt)
	case m.State != Planned:
		return m.unfit()
	case !m.Starts.After(now):
		return Refuse(Invalid, "plan.past-time", m.Starts)
	}
	b := by.Committee.Bylaws
	at := now
	if m.Kind != Urgent {
		w := WindowOf(m.Day(), b, cal)
		if !w.Reachable(b, cal, now) {
			return Refuse(Untimely, "notice.too-late", m.Starts, w.Latest, EarliestDay(b, cal, now), b.NoticeMin)
		}
		at = w.SendAt(b, cal, now)
	}
	m.NoticeAt = at
	return m.pass(Fixed)
}

// AnnounceEarly records that the meeting is announced before its notice (预通知, NTC-03):
// only the secretary does so, once for a date that he confirmed, before the window
// opens. The notice follows by itself.
func (m *Meeting) AnnounceEarly(by Actor, cal *workday.Calendar, now time.Time) error {
	w := WindowOf(m.Day(), by.Committee.Bylaws, cal)
	switch {
	case !by.Is(Secretary):
		return Refuse(Forbidden, "meeting.only-secretary")
	case m.State != Fixed:
		return m.unfit()
	case m.Kind == Urgent || !now.Before(w.Opens):
		return Refuse(Untimely, "early.window", m.Starts, m.NoticeAt)
	case !m.EarlyAt.IsZero():
		return Refuse(Conflict, "early.sent", m.Starts, m.EarlyAt, m.NoticeAt)
	}
	m.EarlyAt = now
	return nil
}

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
