package handlers

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"yishi/clerk"
	"yishi/committee"
)

// recommend names a candidate for a unit (推荐 姓名 单位=…, ORG-04); without words it
// lists the cases.
func (h *Handlers) recommend(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return h.candidates(ctx, c)
	}
	return h.propounded(ctx, c, candidateIn(c.args))
}

// volunteer names himself, or, for an administrator or the secretary, somebody who has
// named himself (自荐).
func (h *Handlers) volunteer(ctx context.Context, c call) (answer, error) {
	p, me := candidateIn(c.args), c.by.Member
	if !c.by.Is(officers) || p.Name == "" { // his own name, whatever he writes
		p.Name, p.Unit, p.Post, p.Phone = me.Name, cmp.Or(p.Unit, me.Unit), cmp.Or(p.Post, me.Post), me.Phone
	}
	p.Self = true
	return h.propounded(ctx, c, p)
}

// candidateIn reads a candidate's name and particulars.
func candidateIn(text string) committee.Proposal {
	head, of := parts(text, partUnit, partPost, partPhone)
	return committee.Proposal{
		Name: clip(head, 20), Unit: clip(of[partUnit], 50), Post: clip(of[partPost], 50), Phone: clip(of[partPhone], 20),
	}
}

func (h *Handlers) propounded(ctx context.Context, c call, p committee.Proposal) (answer, error) {
	if p.Name == "" {
		return answer{}, committee.Refuse(committee.Invalid, "appoint.form")
	}
	a, err := h.clerk.ProposeMember(ctx, c.by, p)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("appoint.proposed") + h.deck.CandidateLine(a, c.by)}, nil
}

// candidates lists the cases: to whom they concern, the reasons too.
func (h *Handlers) candidates(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Seated | committee.Street | committee.Admin) {
		return answer{}, committee.Refuse(committee.Forbidden, "appoint.who-proposes")
	}
	cases, err := h.clerk.Appointments(ctx, c.by)
	var lines []string
	for _, a := range cases {
		lines = append(lines, h.deck.CandidateLine(a, c.by))
	}
	if len(lines) == 0 {
		lines = []string{h.deck.Say("appoint.empty")}
	}
	return answer{text: strings.Join(append(lines, h.deck.Say("appoint.form")), "\n")}, err
}

// reportCandidates brings the cases before the street (汇总).
func (h *Handlers) reportCandidates(ctx context.Context, c call) (answer, error) {
	_, of := parts(c.args, partDocument)
	cases, err := h.clerk.ReportCandidates(ctx, c.by, clip(of[partDocument], longest))
	var names []string
	for _, a := range cases {
		names = append(names, a.Name)
	}
	return answer{text: h.deck.Say("appoint.reported", len(names), names)}, err
}

// verdicts are the words of a review, the longer ones first.
var verdicts = []struct {
	word string
	to   committee.AppointmentState
}{
	{"不同意", committee.Rejected},
	{"不通过", committee.Rejected},
	{"未通过", committee.Rejected},
	{"审查通过", committee.Passed},
	{"同意", committee.Passed},
	{"通过", committee.Passed},
	{"退回补正", committee.SentBack},
	{"退回", committee.SentBack},
}

// review records what the street says (审查 姓名 同意 文号=…; ORG-04).
func (h *Handlers) review(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partDocument, partReason)
	for _, v := range verdicts {
		if name, ok := strings.CutSuffix(head, v.word); ok {
			name = strings.TrimSuffix(strings.Trim(name, " :,"), "同志")
			verdict := committee.Verdict{To: v.to, Document: clip(of[partDocument], longest), Reason: clip(of[partReason], longest)}
			return h.reviewed(ctx, c, clerk.CandidateNamed(name), verdict)
		}
	}
	return answer{}, committee.Refuse(committee.Invalid, "appoint.review-form")
}

func (h *Handlers) reviewed(ctx context.Context, c call, find func(committee.Appointment) bool, v committee.Verdict) (answer, error) {
	a, err := h.clerk.Review(ctx, c.by, find, int(c.subject(1)), v)
	if err != nil {
		return answer{}, err
	}
	text := h.deck.Say("appoint.reviewed") + h.deck.CandidateLine(a, c.by)
	if a.State == committee.Passed && c.by.Is(officers) {
		text += "\n" + h.deck.Say("appoint.do", a.Name)
	}
	return answer{text: text}, nil
}

// agree, sendBackCandidate and reject are the street's card; why not is asked.
func (h *Handlers) agree(ctx context.Context, c call) (answer, error) {
	return h.reviewed(ctx, c, clerk.CandidateCase(committee.AppointmentID(c.subject(0))), committee.Verdict{To: committee.Passed})
}

func (h *Handlers) sendBackCandidate(ctx context.Context, c call) (answer, error) {
	return h.askWhy(ctx, c, committee.SentBack)
}

func (h *Handlers) reject(ctx context.Context, c call) (answer, error) {
	return h.askWhy(ctx, c, committee.Rejected)
}

func (h *Handlers) askWhy(ctx context.Context, c call, to committee.AppointmentState) (answer, error) {
	if !c.by.Is(committee.Street) {
		return answer{}, committee.Refuse(committee.Forbidden, "appoint.who-reviews")
	}
	on := map[string]string{"case": strconv.FormatInt(c.subject(0), 10), "steps": strconv.FormatInt(c.subject(1), 10), "to": string(to)}
	return answer{text: h.deck.Say("appoint.why")}, h.clerk.Ask(ctx, c.by, reviewing, 0, on)
}

// turnedDown takes the reason that was asked for.
func (h *Handlers) turnedDown(ctx context.Context, c call, on map[string]string) (answer, error) {
	if err := h.clerk.EndDialogue(ctx, c.by); err != nil {
		return answer{}, err
	}
	c.on = []int64{number(on["case"]), number(on["steps"])}
	verdict := committee.Verdict{To: committee.AppointmentState(on["to"]), Reason: clip(c.args, longest)}
	return h.reviewed(ctx, c, clerk.CandidateCase(committee.AppointmentID(c.subject(0))), verdict)
}

// appoint makes a candidate a member (聘任 姓名 起=… 止=… 聘书号=…); without words it
// lists the cases.
func (h *Handlers) appoint(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partFrom, partUntil, partDocument, partLetter, partReason)
	if head == "" {
		return h.candidates(ctx, c)
	}
	if of[partFrom] == "" {
		return answer{}, committee.Refuse(committee.Invalid, "appoint.appoint-form")
	}
	l := committee.Commission{Number: clip(cmp.Or(of[partLetter], of[partDocument]), longest), Reason: clip(of[partReason], longest)}
	var err error
	if l.From, err = h.dated(of[partFrom], l.From); err != nil {
		return answer{}, err
	}
	if l.Until, err = h.dated(of[partUntil], l.Until); err != nil {
		return answer{}, err
	}
	m, err := h.clerk.Appoint(ctx, c.by, strings.TrimSuffix(head, "同志"), l)
	if err != nil {
		return answer{}, err
	}
	text := h.deck.Say("appoint.done", m.Name, m.From.String(), m.Until.String(), m.Reference)
	if len(m.Accounts) == 0 {
		text += h.deck.Say("appoint.no-account")
	} else {
		text += h.told(m)
	}
	few, err := h.fewCommunity(ctx, c)
	return answer{text: strings.Join(append([]string{text}, few...), "\n")}, err
}
