package handlers

import (
	"cmp"
	"context"
	"regexp"
	"strconv"
	"strings"

	"yishi/committee"
	"yishi/workday"
)

// dated reads the date that a part names; without the part it is otherwise.
func (h *Handlers) dated(text string, otherwise workday.Date) (workday.Date, error) {
	if text == "" {
		return otherwise, nil
	}
	day := strings.TrimRight(text, "起止")
	if day == "即日" {
		return h.today(), nil
	}
	return h.firstDay(day)
}

func (h *Handlers) today() workday.Date { return workday.On(h.clerk.Now()) }

// longest are the most characters of a document's name and of a reason.
const longest = 150

var seatPlan = regexp.MustCompile(`^委员 *(?:为|到|改为)? *(\d{1,4})名?$`)

// resize changes the seat plan (调整编制 委员 8 依据 …, ORG-01).
func (h *Handlers) resize(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partDocument)
	m := seatPlan.FindStringSubmatch(head)
	if m == nil {
		return answer{}, committee.Refuse(committee.Invalid, "seats.form")
	}
	n, _ := strconv.Atoi(m[1]) // digits alone, four at most
	was := c.by.Committee.Seats
	com, err := h.clerk.Resize(ctx, c.by, n, clip(of[partDocument], longest))
	if err != nil {
		return answer{}, err
	}
	c.by.Committee.Seats = com.Seats
	numbers, err := h.committee(ctx, c)
	return answer{text: h.deck.Say("seats.done", was.Total(), com.Seats.Total(), clip(of[partDocument], longest)) + "\n" + numbers.text}, err
}

// renew gives a member another term (续聘, ORG-05, ORG-06).
func (h *Handlers) renew(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partFrom, partUntil, partDocument, partLetter, partReason)
	if head == "" || of[partFrom] == "" {
		return answer{}, committee.Refuse(committee.Invalid, "renew.form")
	}
	who, err := h.person(ctx, c.by, head)
	if err != nil {
		return answer{}, err
	}
	r := committee.Renewal{Reference: clip(cmp.Or(of[partDocument], of[partLetter]), longest), Reason: clip(of[partReason], longest)}
	if r.From, err = h.dated(of[partFrom], r.From); err != nil {
		return answer{}, err
	}
	if r.Until, err = h.dated(of[partUntil], r.Until); err != nil {
		return answer{}, err
	}
	m, err := h.clerk.Renew(ctx, c.by, who.ID, r)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("renew.done", m.Name, m.From.String(), m.Until.String(), m.Reference) + h.told(m)}, nil
}

// vacate ends a member's office for a reason and opens the filling of his seat (空缺,
// ORG-07); without words it lists the seats that are empty.
func (h *Handlers) vacate(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return h.vacancies(ctx, c)
	}
	return h.leaves(ctx, c)
}

// depart takes somebody out of office (离任, spec.md §3.9).
func (h *Handlers) depart(ctx context.Context, c call) (answer, error) {
	return h.leaves(ctx, c)
}

func (h *Handlers) vacancies(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(officers | committee.Seated | committee.Street) {
		return answer{}, committee.Refuse(committee.Forbidden, "office.who")
	}
	lines, err := h.emptySeats(ctx, c)
	if err == nil && len(lines) == 0 {
		lines = []string{h.deck.Say("vacancy.none")}
	}
	if c.by.Is(officers) {
		lines = append(lines, h.deck.Say("depart.form", "空缺"))
	}
	return answer{text: strings.Join(lines, "\n")}, err
}

// emptySeats says of each seat that is empty who left it and by when it is to be
// filled.
func (h *Handlers) emptySeats(ctx context.Context, c call) ([]string, error) {
	open, err := h.clerk.Vacancies(ctx, c.by)
	if err != nil {
		return nil, err
	}
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, v := range open {
		lines = append(lines, h.deck.Vacancy(v, body, c.by.Committee.Bylaws, h.today()))
	}
	return lines, nil
}

// act lets a member act for the vacant post of secretary (主持工作, ORG-03).
func (h *Handlers) act(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partDocument, partSuccessor)
	if head = cmp.Or(head, of[partSuccessor]); head == "" {
		return answer{}, committee.Refuse(committee.Invalid, "act.form")
	}
	who, err := h.person(ctx, c.by, head)
	if err != nil {
		return answer{}, err
	}
	m, err := h.clerk.Act(ctx, c.by, who.ID, clip(of[partDocument], longest))
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("act.done", m.Comrade(), clip(of[partDocument], longest))}, nil
}

// fewCommunity warns when the community's own are not the majority (ORG-02).
func (h *Handlers) fewCommunity(ctx context.Context, c call) ([]string, error) {
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if own, few := body.FewCommunity(h.today(), c.by.Committee.Bylaws); few {
		return []string{h.deck.Say("health.majority", own)}, err
	}
	return nil, err
}
