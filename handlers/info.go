package handlers

import (
	"context"
	"slices"
	"strings"

	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
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
	text := h.deck.Say("meeting.info", cards.MeetingName(d), m.Starts, m.Place, h.status(d))
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
	return answer{text: h.deck.Say("meeting.info", cards.MeetingName(d), d.Meeting.Starts, d.Meeting.Place, status)}, nil
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
	if len(owes) == 0 {
		return answer{text: h.deck.Say("mine.nothing")}, nil
	}
	return answer{text: h.deck.Say("mine.head") + "\n" + strings.Join(owes, "\n")}, nil
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
			line := h.deck.Say("mine.paper", o.Text)
			if _, ok := paperHelp[o.Text]; ok && isPaper(s) && !slices.Contains(owes, line) {
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
	com := c.by.Committee
	n := len(body.InOffice(workday.On(h.clerk.Now())))
	text := h.deck.Say("committee.seats", com.Name, com.Seats.Total(), com.Seats.Members, n)
	if n == 0 {
		return answer{text: text + h.deck.Say("committee.numbers.none")}, nil
	}
	return answer{text: text + h.deck.Say("committee.numbers", com.Bylaws.Quorum(com.QuorumBase(n)), com.Bylaws.Needed(n))}, nil
}

// roster lists the people of the committee, without telephone numbers (SYS-03).
func (h *Handlers) roster(ctx context.Context, c call) (answer, error) {
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return answer{}, err
	}
	var lines []string
	for _, m := range body {
		if m.Serves(workday.On(h.clerk.Now())) {
			lines = append(lines, h.deck.Say("roster.line", m.Name, strings.Join(m.Roles.Names(), "、"), m.Unit))
		}
	}
	return answer{text: strings.Join(lines, "\n")}, nil
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
	if q.Meeting != nil {
		lines[0] = h.deck.Say("health.quarter.dated", q.Meeting.Starts)
	}
	lines = append(lines, h.terms(body, q.Today)...)
	for _, year := range []int{q.Today.Year, q.Today.Year + 1} {
		if !h.clerk.Calendar().Published(year) {
			lines = append(lines, h.deck.Say("health.calendar", year))
		}
	}
	office := body.InOffice(q.Today)
	if own := office.InCategory("社区党委委员"); 2*len(own) <= len(office) {
		lines = append(lines, h.deck.Say("health.majority", len(own)))
	}
	failing, err := h.clerk.OutOfReach(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	var without committee.Body
	for _, m := range body {
		if len(m.Accounts) == 0 || slices.Contains(failing, m.ID) {
			without = append(without, m)
		}
	}
	if len(without) > 0 {
		lines = append(lines, h.deck.Say("health.unreachable", len(body), len(body)-len(without), without))
	} else {
		lines = append(lines, h.deck.Say("health.reachable", len(body)))
	}
	return answer{text: strings.Join(lines, "\n")}, nil
}

// terms names the members whose term has run out, by the day on which it did (ORG-05).
func (h *Handlers) terms(body committee.Body, today workday.Date) []string {
	by := map[workday.Date]committee.Body{}
	var days []workday.Date
	for _, m := range body.InOffice(today) {
		if !m.Expired(today) {
			continue
		}
		if len(by[m.Until]) == 0 {
			days = append(days, m.Until)
		}
		by[m.Until] = append(by[m.Until], m)
	}
	var lines []string
	for _, day := range days {
		lines = append(lines, h.deck.Say("health.terms", len(by[day]), day.String(), by[day]))
	}
	return lines
}
