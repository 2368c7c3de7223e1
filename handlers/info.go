package handlers

import (
	"context"
	"slices"
	"strings"

	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/papers"
)

// meeting tells the next meeting, or how the last one stands.
func (h *Handlers) meeting(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		if a, fault := h.heard(answer{}, err); fault != nil {
			return a, fault
		}
		return h.lastMeeting(ctx, c)
	}
	m := d.Meeting
	if m.State == committee.Planned && !c.by.Is(drafters) {
		return h.lastMeeting(ctx, c)
	}
	text := h.meetingInfo(d, h.status(d))
	a := m.Attendee(c.by.Member.ID)
	if a != nil || c.by.Is(committee.Seated|committee.Recorder) {
		if topics := d.Sees(c.by.Member.ID); len(topics) > 0 && (!m.NoticedAt.IsZero() || c.by.Is(committee.Secretary)) {
			text += "\n" + cards.Agenda(topics)
		}
	}
	if a != nil && !m.Held() {
		text += "\n" + h.deck.Say("meeting.mine", h.myAnswer(*a))
	}
	return answer{text: text}, nil
}

// meetingInfo says what a meeting is: when, where, who presides, and where it stands.
func (h *Handlers) meetingInfo(d committee.Dossier, status string) string {
	chair := d.Chair().Name
	switch {
	case chair == "":
		chair = h.deck.Say("meeting.chair.none")
	case d.Meeting.ChairReason != "":
		chair = h.deck.Say("meeting.chair.delegated", chair)
	}
	return h.deck.Say("meeting.info", cards.MeetingName(d), cards.Dated(d.Meeting.Starts, d.Now), d.Meeting.Place, chair, status)
}

// status says where a meeting that is to be held or finished stands.
func (h *Handlers) status(d committee.Dossier) string {
	m := d.Meeting
	waits := m.State == committee.Planned || m.State == committee.Fixed
	switch {
	case m.State == committee.Noticed && m.Day().Before(committee.DayOf(d.Now)):
		return h.deck.Say("meeting.status.not-held")
	case waits && m.Kind != committee.Urgent && d.Now.After(d.Window().Latest):
		return h.deck.Say("meeting.status.missed", d.Window().Latest)
	case m.State == committee.Fixed && !m.NoticeAt.After(d.Now) && len(d.Agenda) == 0:
		return h.deck.Say("meeting.status.no-topics")
	}
	return h.deck.Say("meeting.status."+string(m.State), m.NoticeAt)
}

func (h *Handlers) lastMeeting(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Latest(ctx, c.by)
	if err != nil {
		if _, fault := h.heard(answer{}, err); fault != nil {
			return answer{}, fault
		}
		return answer{}, committee.Refuse(committee.NotFound, "meeting.none")
	}
	status := h.deck.Say("meeting.status.over")
	if d.Minutes != nil && d.Minutes.State == committee.Signed {
		status = h.deck.Say("meeting.status.signed", papers.Number(d.Minutes.Year, d.Minutes.Number))
	}
	return answer{text: h.meetingInfo(d, status)}, nil
}

func (h *Handlers) myAnswer(a committee.Attendee) string {
	switch a.Answer {
	case committee.Comes:
		return h.deck.Say("mine.comes")
	case committee.OnLeave:
		return h.deck.Say("mine.leave")
	default:
		return h.deck.Say("mine.silent")
	}
}

// mine lists what this person owes (我的): an answer, a vote, a decision, a paper.
func (h *Handlers) mine(ctx context.Context, c call) (answer, error) {
	var owes []string
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if a := d.Meeting.Attendee(c.by.Member.ID); a != nil && d.Meeting.State == committee.Noticed && a.Answer == committee.Silent {
		owes = append(owes, h.deck.Say("mine.answer", d.Meeting.Starts))
	}
	votes, err := h.votesOwed(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	owes = append(owes, votes...)
	if c.by.Is(committee.Secretary) {
		more, err := h.secretaryOwes(ctx, c.by, d)
		if err != nil {
			return answer{}, err
		}
		owes = append(owes, more...)
	}
	unread, err := h.papersOwed(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	owes = append(owes, unread...)
	record, err := h.ownRecord(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if len(owes) == 0 {
		return answer{text: h.deck.Say("mine.nothing") + record}, nil
	}
	return answer{text: h.deck.Say("mine.head") + "\n" + strings.Join(owes, "\n") + record}, nil
}

func (h *Handlers) votesOwed(ctx context.Context, by committee.Actor) ([]string, error) {
	mine, err := h.myBallots(ctx, by)
	var owes []string
	for _, b := range mine {
		if slices.Contains(b.Pending(), by.Member.ID) {
			owes = append(owes, h.deck.Say("mine.vote", b.Name()))
		}
	}
	return owes, err
}

// papersOwed are the papers that wait for this person's word.
func (h *Handlers) papersOwed(ctx context.Context, by committee.Actor) ([]string, error) {
	shown, err := h.clerk.Shown(ctx, by)
	var owes []string
	for _, s := range shown {
		for _, o := range s.Offers {
			key, ok := paperHelp[o.Text]
			if line := h.deck.Say("mine." + key); ok && isPaper(s) && !slices.Contains(owes, line) {
				owes = append(owes, line)
			}
		}
	}
	return owes, err
}

// isPaper reports whether a card is about minutes.
func isPaper(s clerk.Shown) bool {
	return slices.Contains([]string{clerk.DraftCard, clerk.MinutesCard, clerk.MinutesUnread}, s.Kind)
}

func (h *Handlers) secretaryOwes(ctx context.Context, by committee.Actor, d committee.Dossier) ([]string, error) {
	var owes []string
	waiting, err := h.waiting(ctx, by)
	if err != nil {
		return nil, err
	}
	if len(waiting) > 0 {
		owes = append(owes, h.deck.Say("mine.topics", len(waiting)))
	}
	if leaves := waitingLeaves(d); d.Meeting.State == committee.Noticed && len(leaves) > 0 {
		owes = append(owes, h.deck.Say("mine.leaves", d.Names(leaves)))
	}
	if d.Meeting.State == committee.Planned && !d.Meeting.Dead(by.Committee.Bylaws, h.clerk.Calendar(), d.Now) {
		owes = append(owes, h.deck.Say("mine.confirm", d.Meeting.Starts))
	}
	q, err := h.clerk.ThisQuarter(ctx, by)
	if err == nil && q.Meeting == nil {
		owes = append(owes, h.deck.Say("mine.quarter", q.LastNotice))
	}
	return owes, err
}

// committee tells seats, members in office, quorum and pass mark (大党委, ORG-01).
func (h *Handlers) committee(ctx context.Context, c call) (answer, error) {
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return answer{}, err
	}
	com, today := c.by.Committee, h.today()
	n := len(body.InOffice(today))
	text := h.deck.Say("committee.seats", com.Name, com.Seats.Total(), com.Seats.Members, n)
	if n == 0 {
		return answer{text: text + h.deck.Say("committee.numbers.none")}, nil
	}
	text += h.deck.Say("committee.numbers", com.Bylaws.Quorum(com.QuorumBase(n)), com.Bylaws.Needed(n))
	if com.Empty(committee.Secretary, body, today) > 0 {
		text += h.vacantPost(body)
	}
	return answer{text: text}, nil
}

// vacantPost says that there is no secretary, and who acts for him (ORG-03).
func (h *Handlers) vacantPost(body committee.Body) string {
	if acting, ok := body.Secretary(h.today()); ok {
		return h.deck.Say("committee.acting", acting.Comrade())
	}
	return h.deck.Say("committee.no-secretary")
}

// roster lists the people of the committee, without telephone numbers (SYS-03).
func (h *Handlers) roster(ctx context.Context, c call) (answer, error) {
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return answer{}, err
	}
	unreached, err := h.clerk.OutOfReach(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	var lines []string
	for _, m := range body {
		if !m.Serves(h.today()) {
			continue
		}
		line := h.deck.Say("roster.line", m.Name, m.RolesOn(h.today()).Names(), m.Unit) + h.mark(m)
		if slices.Contains(unreached, m.ID) {
			line += h.deck.Say("roster.unreachable")
		}
		lines = append(lines, line)
	}
	return answer{text: strings.Join(lines, "\n")}, nil
}

// mark says beside a name that a term has ended (ORG-05), and who acts for the
// secretary.
func (h *Handlers) mark(m committee.Member) string {
	switch {
	case m.RolesOn(h.today())&committee.Acting != 0:
		return h.deck.Say("roster.acting")
	case m.InOffice(h.today()) && m.Expired(h.today()):
		return h.deck.Say("roster.expired")
	}
	return ""
}

// health tells what needs care (体检): the quarter, terms, calendar, composition,
// people who cannot be reached.
func (h *Handlers) health(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary | committee.Admin) {
		return answer{}, committee.Refuse(committee.Forbidden, "health.who")
	}
	q, err := h.clerk.ThisQuarter(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return answer{}, err
	}
	lines := []string{h.deck.Say("health.quarter", q.DaysLeft)}
	switch {
	case q.Meeting == nil:
	case q.Meeting.State == committee.Planned:
		lines[0] = h.deck.Say("health.quarter.drafted", q.DaysLeft)
	default:
		lines[0] = h.deck.Say("health.quarter.dated", q.Meeting.Starts)
	}
	people, err := h.offices(ctx, c, body)
	if err != nil {
		return answer{}, err
	}
	lines = append(lines, people...)
	for _, year := range []int{q.Today.Year, q.Today.Year + 1} {
		if !h.clerk.Calendar().Published(year) {
			lines = append(lines, h.deck.Say("health.calendar", year))
		}
	}
	if own, few := body.FewCommunity(q.Today, c.by.Committee.Bylaws); few {
		lines = append(lines, h.deck.Say("health.majority", own))
	}
	reach, err := h.reach(ctx, c, body)
	return answer{text: strings.Join(append(lines, reach), "\n")}, err
}

// reach says who of those who serve cannot be reached.
func (h *Handlers) reach(ctx context.Context, c call, body committee.Body) (string, error) {
	failing, err := h.clerk.OutOfReach(ctx, c.by)
	body = slices.DeleteFunc(body, func(m committee.Member) bool { return !m.Serves(h.today()) })
	var without committee.Body
	for _, m := range body {
		if len(m.Accounts) == 0 || slices.Contains(failing, m.ID) {
			without = append(without, m)
		}
	}
	if len(without) > 0 {
		return h.deck.Say("health.unreachable", len(body), len(body)-len(without), without), err
	}
	return h.deck.Say("health.reachable", len(body)), err
}

// offices says whose term has ended and what the numbers would be without them,
// and which seats are empty.
func (h *Handlers) offices(ctx context.Context, c call, body committee.Body) ([]string, error) {
	today, com := h.today(), c.by.Committee
	office := body.InOffice(today)
	lines := h.deck.Terms(office.Ending(today, h.clerk.Calendar()), today)
	n, without := len(office), len(office.Unexpired(today))
	if without < n {
		lines = append(lines, h.deck.Say("health.unexpired", without,
			com.Bylaws.Quorum(com.QuorumBase(n)), com.Bylaws.Needed(n), com.Bylaws.Quorum(com.QuorumBase(without)), com.Bylaws.Needed(without)))
	}
	if com.Empty(committee.Secretary, body, today) > 0 && n > 0 {
		lines = append(lines, h.vacantPost(body))
	}
	empty, err := h.emptySeats(ctx, c)
	return append(lines, empty...), err
}
