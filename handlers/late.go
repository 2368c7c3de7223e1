package handlers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
)

// addLate adds a topic (增加议题 标题 理由 …, TOP-05): before the notice it is one like
// any other; after it the secretary says why.
func (h *Handlers) addLate(ctx context.Context, c call) (answer, error) {
	title, reason := c.args, ""
	if i := strings.LastIndex(c.args, "理由"); i >= 0 {
		title, reason = c.args[:i], strings.Trim(c.args[i+len("理由"):], " :=,")
	}
	title = strings.Trim(title, " ,")
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	switch {
	case d.Meeting.NoticedAt.IsZero():
		return h.addEarly(ctx, c, title)
	case title == "":
		return answer{}, committee.Refuse(committee.Invalid, "late.form")
	}
	return h.addFor(ctx, c, title, reason)
}

// addEarly proposes the topic, since the agenda is not frozen; one of a number in the
// pool waits there already, and a number that is none there is no title.
func (h *Handlers) addEarly(ctx context.Context, c call, title string) (answer, error) {
	if err := committee.MayPropose(c.by); err != nil {
		return answer{}, err
	}
	c.args = title
	if n := int(number(title)); n > 0 {
		t, found, err := h.inPool(ctx, c.by, n)
		switch {
		case err != nil:
			return answer{}, err
		case found:
			return answer{}, committee.Refuse(committee.Conflict, "late.waiting-already", n, h.deck.PoolTitle(t, c.by.Member), h.deck.Say("topic.state."+string(t.State)))
		}
		c.args = ""
	}
	a, err := h.propose(ctx, c)
	a.text = h.deck.Say("propose.unfrozen") + "\n" + a.text
	return a, err
}

// inPool finds a topic of the pool by its number.
func (h *Handlers) inPool(ctx context.Context, by committee.Actor, number int) (t committee.Topic, found bool, err error) {
	pool, err := h.clerk.Pool(ctx, by)
	i := slices.IndexFunc(pool, func(t committee.Topic) bool { return t.Number == number })
	if err != nil || i < 0 {
		return t, false, err
	}
	return pool[i], true, nil
}

// addFor adds a topic of a title, or of a number in the pool, for a reason; without
// one it says that the agenda is frozen, and offers the secretary to say why.
func (h *Handlers) addFor(ctx context.Context, c call, title, reason string) (answer, error) {
	if err := tooLong(reason, 200); err != nil {
		return answer{}, err
	}
	number := int(number(title))
	t := committee.Topic{Title: title, Scope: committee.OtherScope, ScopeReason: reason, Kind: committee.Decide, Disclosure: committee.TitleOnly}
	t, err := h.clerk.AddLate(ctx, c.by, t, number, reason)
	if r, ok := errors.AsType[*committee.Refusal](err); ok && r.Rule == "late.frozen" && c.by.Is(committee.Secretary) {
		return h.offerReason(ctx, c, title, h.deck.Refusal(r))
	}
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("late.done", t.Position, t.Title)}, nil
}

// offerReason keeps the title, or the number in the pool, and offers to say why it is
// to be added.
func (h *Handlers) offerReason(ctx context.Context, c call, title, text string) (answer, error) {
	shown := title
	if n := int(number(title)); n > 0 {
		t, found, err := h.inPool(ctx, c.by, n)
		switch {
		case err != nil:
			return answer{}, err
		case !found:
			return answer{}, committee.Refuse(committee.NotFound, "late.no-number", n)
		}
		shown = t.Title
	}
	if err := h.clerk.Ask(ctx, c.by, lateOffered, 0, map[string]string{"title": title, "shown": shown}); err != nil {
		return answer{}, err
	}
	card := &bot.Card{
		Title: h.deck.Say("late.title"), Desc: clip(shown, committee.MaxTitle), Text: text,
		Buttons: []bot.Button{{Text: "说明理由并增加", Action: cards.Action("topic.add"), Style: bot.Primary}},
	}
	return answer{text: text, card: card}, nil
}

// askLateReason asks why the topic is to be added (说明理由并增加).
func (h *Handlers) askLateReason(ctx context.Context, c call) (answer, error) {
	d, talking, err := h.clerk.Dialogue(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if !talking || d.Kind != lateOffered && d.Kind != addingLate {
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	return answer{text: h.deck.Say("late.ask", cmp.Or(d.Answers["shown"], d.Answers["title"]))}, h.clerk.Ask(ctx, c.by, addingLate, 0, d.Answers)
}

// consents and objects answer whether a topic that was added late may be taken up.
func (h *Handlers) consents(ctx context.Context, c call) (answer, error) {
	return h.consent(ctx, c, true)
}

func (h *Handlers) objects(ctx context.Context, c call) (answer, error) {
	return h.consent(ctx, c, false)
}

func (h *Handlers) consent(ctx context.Context, c call, agrees bool) (answer, error) {
	t, err := h.clerk.Consent(ctx, c.by, committee.TopicID(c.subject(0)), agrees)
	switch {
	case clerk.IsNotFound(err):
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	case err != nil:
		return answer{}, err
	case !agrees:
		return answer{text: h.deck.Say("consent.no", t.Title)}, nil
	}
	return answer{text: h.deck.Say("consent.yes", t.Position)}, nil
}
