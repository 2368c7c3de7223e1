package handlers

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yishi/committee"
	"yishi/workday"
)

// named are the words by which commands about offices name their parts: 自=2026-10-15,
// and 依据 临江党工委〔2026〕12号 too.
var named = regexp.MustCompile(`(?:^|[ ,;、])(自|起|止|依据|文号|原因|理由|新任|生效|单位|职务|手机号|手机|聘书号)(?: *[=:] *| +)`)

// parts takes words apart into what stands before the named parts, and those.
func parts(text string) (head string, of map[string]string) {
	of = map[string]string{}
	found := named.FindAllStringSubmatchIndex(text, -1)
	end := len(text)
	for _, at := range slices.Backward(found) {
		of[strings.Replace(text[at[2]:at[3]], "文号", "依据", 1)] = strings.Trim(text[at[1]:end], " ,;、。")
		end = at[0]
	}
	return strings.TrimSpace(text[:end]), of
}

// dated reads the date that a part names; without the part it is otherwise.
func (h *Handlers) dated(text string, otherwise workday.Date) (workday.Date, error) {
	if text == "" {
		return otherwise, nil
	}
	return h.firstDay(strings.TrimSuffix(text, "起"))
}

func (h *Handlers) today() workday.Date { return workday.On(h.clerk.Now()) }

// longest are the most characters of a document's name and of a reason.
const longest = 150

var seatPlan = regexp.MustCompile(`^委员 *(?:为|到|改为)? *(\d{1,4})名?$`)

// resize changes the seat plan (调整编制 委员 8 依据 …, ORG-01).
func (h *Handlers) resize(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args)
	m := seatPlan.FindStringSubmatch(head)
	if m == nil {
		return answer{}, committee.Refuse(committee.Invalid, "seats.form")
	}
	n, _ := strconv.Atoi(m[1]) // digits alone, four at most
	was := c.by.Committee.Seats
	com, err := h.clerk.Resize(ctx, c.by, n, clip(of["依据"], longest))
	if err != nil {
		return answer{}, err
	}
	c.by.Committee.Seats = com.Seats
	numbers, err := h.committee(ctx, c)
	return answer{text: h.deck.Say("seats.done", was.Total(), com.Seats.Total(), clip(of["依据"], longest)) + "\n" + numbers.text}, err
}

// renew gives a member another term (续聘, ORG-05, ORG-06).
func (h *Handlers) renew(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args)
	if head == "" || of["自"] == "" {
		return answer{}, committee.Refuse(committee.Invalid, "renew.form")
	}
	who, err := h.person(ctx, c.by, head)
	if err != nil {
		return answer{}, err
	}
	r := committee.Renewal{Reference: clip(of["依据"], longest), Reason: clip(of["理由"], longest)}
	if r.From, err = h.dated(of["自"], r.From); err != nil {
		return answer{}, err
	}
	if r.Until, err = h.dated(of["止"], r.Until); err != nil {
		return answer{}, err
	}
	m, err := h.clerk.Renew(ctx, c.by, who.ID, r)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("renew.done", m.Name, m.From.String(), m.Until.String(), m.Reference)}, nil
}

// vacate ends a member's office for a reason and opens the filling of his seat (空缺,
// ORG-07); without words it lists the seats that are empty.
func (h *Handlers) vacate(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return h.vacancies(ctx, c)
	}
	return h.leaves(ctx, c, "")
}

// depart takes somebody out of office (离任, spec.md §3.9).
func (h *Handlers) depart(ctx context.Context, c call) (answer, error) {
	return h.leaves(ctx, c, "离任")
}

func (h *Handlers) leaves(ctx context.Context, c call, reason string) (answer, error) {
	head, of := parts(c.args)
	if head == "" {
		return answer{}, committee.Refuse(committee.Invalid, "depart.form", c.said)
	}
	who, err := h.person(ctx, c.by, head)
	if err != nil {
		return answer{}, err
	}
	if said := of["原因"]; said != "" {
		reason = clip(said, longest)
	}
	d := committee.Departure{Reason: reason}
	if d.From, err = h.dated(of["自"], h.today()); err != nil {
		return answer{}, err
	}
	out, err := h.clerk.Depart(ctx, c.by, who.ID, d)
	if err != nil {
		return answer{}, err
	}
	text := h.deck.Say("depart.done", out.Member.Name, out.Member.Left)
	if out.Sitting {
		text += h.deck.Say("depart.sitting")
	}
	if v := out.Vacancy; v != nil {
		text += h.deck.Say("depart.fill", v.Due(c.by.Committee.Bylaws), c.by.Committee.Bylaws.VacancyDays)
	}
	numbers, err := h.committee(ctx, c)
	if err != nil {
		return answer{}, err
	}
	few, err := h.fewCommunity(ctx, c)
	return answer{text: strings.Join(append([]string{text, numbers.text}, few...), "\n")}, err
}

func (h *Handlers) vacancies(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(officers | committee.Seated | committee.Street) {
		return answer{}, committee.Refuse(committee.Forbidden, "office.who")
	}
	lines, err := h.emptySeats(ctx, c)
	if err == nil && len(lines) == 0 {
		lines = []string{h.deck.Say("vacancy.none")}
	}
	return answer{text: strings.Join(append(lines, h.deck.Say("depart.form", "空缺")), "\n")}, err
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

// succeedSecretary and succeedVice hand a post over (变更书记, 变更副书记; ORG-03).
func (h *Handlers) succeedSecretary(ctx context.Context, c call) (answer, error) {
	return h.succeed(ctx, c, committee.Secretary)
}

func (h *Handlers) succeedVice(ctx context.Context, c call) (answer, error) {
	return h.succeed(ctx, c, committee.Vice)
}

func (h *Handlers) succeed(ctx context.Context, c call, post committee.Role) (answer, error) {
	head, of := parts(c.args)
	if head == "" {
		head = of["新任"]
	}
	if head == "" {
		return answer{}, committee.Refuse(committee.Invalid, "succeed.form", c.said)
	}
	who, err := h.person(ctx, c.by, head)
	if err != nil {
		return answer{}, err
	}
	s := committee.Succession{Post: post, To: who.ID, Reference: clip(of["依据"], longest)}
	if s.From, err = h.dated(of["生效"], h.today()); err != nil {
		return answer{}, err
	}
	to, err := h.clerk.Succeed(ctx, c.by, s)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("succeed.done", s.From, to.Comrade(), post.Names(), s.Reference)}, nil
}

// act lets a member act for the vacant post of secretary (主持工作, ORG-03).
func (h *Handlers) act(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args)
	if head == "" {
		return answer{}, committee.Refuse(committee.Invalid, "act.form")
	}
	who, err := h.person(ctx, c.by, head)
	if err != nil {
		return answer{}, err
	}
	m, err := h.clerk.Act(ctx, c.by, who.ID, clip(of["依据"], longest))
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("act.done", m.Comrade(), clip(of["依据"], longest))}, nil
}

// fewCommunity warns when the community's own are not the majority (ORG-02).
func (h *Handlers) fewCommunity(ctx context.Context, c call) ([]string, error) {
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if own, few := body.FewCommunity(h.today(), c.by.Committee.Bylaws); few {
		return []string{h.deck.Say("health.majority", own)}, err
	}
	return nil, err
}
