package handlers

import (
	"context"
	"strings"
	"time"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
)

// planForm is how a moment is kept in a dialogue.
const planForm = "2006-01-02 15:04"

// keptPlan is a plan as a dialogue keeps it until a question about it is answered.
func keptPlan(said string, p committee.Plan) map[string]string {
	kept := map[string]string{"said": said, "kind": string(p.Kind), "starts": p.Starts.Format(planForm), "place": p.Place, "reason": p.Reason}
	if p.RestDay {
		kept["rest-day"] = "yes"
	}
	if p.Instead {
		kept["instead"] = "yes"
	}
	return kept
}

// planOf is the plan that a dialogue keeps.
func planOf(kept map[string]string) (p committee.Plan, err error) {
	p = committee.Plan{
		Kind: committee.MeetingKind(kept["kind"]), Place: kept["place"], Reason: kept["reason"],
		RestDay: kept["rest-day"] != "", Instead: kept["instead"] != "",
	}
	if p.Starts, err = time.ParseInLocation(planForm, kept["starts"], committee.Zone); err != nil {
		return p, committee.Refuse(committee.Untimely, "card.gone")
	}
	return p, nil
}

// placed takes the answer to the question for the place, while the draft still has none.
func (h *Handlers) placed(ctx context.Context, c call, kept map[string]string) (answer, error) {
	p, err := planOf(kept)
	if err != nil {
		return answer{}, err
	}
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if m := d.Meeting; m.State != committee.Planned || !m.Starts.Equal(p.Starts) || m.Place != h.deck.Say("plan.place-later") {
		return answer{}, errUnknown
	}
	p.Place = strings.Trim(c.args, " ,。")
	switch n := len([]rune(p.Place)); {
	case strings.Trim(p.Place, "0123456789") == "":
		return answer{text: h.deck.Say("plan.place-ask")}, nil
	case n > 60:
		return answer{}, committee.Refuse(committee.Invalid, "plan.place-too-long", n, 60)
	}
	return h.settled(ctx, call{by: c.by, said: kept["said"]}, placing, p)
}

// settled drafts a plan whose question is answered, and forgets the question unless
// another one came of it.
func (h *Handlers) settled(ctx context.Context, c call, kind string, p committee.Plan) (answer, error) {
	a, err := h.fix(ctx, c, p)
	if err != nil {
		return a, err
	}
	return a, h.endAsking(ctx, c.by, kind)
}

// askInstead asks whether a draft of another kind is given up for a plan: one meeting is
// prepared at a time.
func (h *Handlers) askInstead(ctx context.Context, c call, p committee.Plan, r *committee.Refusal) (answer, error) {
	if err := h.clerk.Ask(ctx, c.by, replacing, 0, keptPlan(c.said, p)); err != nil {
		return answer{}, err
	}
	text := h.echo(r, p)
	return answer{text: text, card: &bot.Card{
		Title: h.deck.Say("plan.instead.title"), Desc: h.deck.Say("plan.instead.desc", p.Starts), Text: text,
		Buttons: []bot.Button{{Text: "确认改开", Action: cards.Action("plan.instead"), Style: bot.Primary}},
	}}, nil
}

// instead drafts the plan in the place of the other one (确认改开).
func (h *Handlers) instead(ctx context.Context, c call) (answer, error) {
	asked, err := h.waits(ctx, c.by, replacing)
	if err != nil {
		return answer{}, err
	}
	p, err := planOf(asked.Answers)
	if err != nil {
		return answer{}, err
	}
	p.Instead = true
	return h.settled(ctx, call{by: c.by, said: asked.Answers["said"]}, replacing, p)
}
