package handlers

import (
	"context"
	"strings"

	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
)

// recuse takes a member out of a vote (VOT-10): 回避 议题3, 回避 刘芳 议题3(一).
func (h *Handlers) recuse(ctx context.Context, c call) (answer, error) {
	who, at, err := h.whoAndWhere(ctx, c, "recusal.form")
	if err != nil {
		return answer{}, err
	}
	s, err := h.clerk.Recuse(ctx, c.by, at, who.ID)
	return h.stood(c.by, s, at, "recusal.done", err)
}

// readmit takes a recusal back (撤销回避 刘芳 议题3).
func (h *Handlers) readmit(ctx context.Context, c call) (answer, error) {
	who, at, err := h.whoAndWhere(ctx, c, "recusal.back.form")
	if err != nil {
		return answer{}, err
	}
	s, err := h.clerk.Readmit(ctx, c.by, at, who.ID)
	return h.stood(c.by, s, at, "recusal.back.done", err)
}

// whoAndWhere reads whom and what a recusal is about: a name, or nobody for oneself,
// and an item of the agenda.
func (h *Handlers) whoAndWhere(ctx context.Context, c call, form string) (who committee.Member, at clerk.Place, err error) {
	name, item := "", c.args
	if position, _ := topicNumber(item); position == 0 {
		name, item = splitName(c.args)
	}
	at.Position, at.Item = topicNumber(item)
	if at.Position == 0 {
		return who, at, committee.Refuse(committee.Invalid, form)
	}
	if name == "" {
		return c.by.Member, at, nil
	}
	who, err = h.person(ctx, c.by, name)
	return who, at, err
}

// splitName parts a name from the item that follows it: 刘芳 议题3, 刘芳 3, 刘芳议题3.
func splitName(text string) (name, item string) {
	if i := strings.Index(text, "议题"); i >= 0 {
		return strings.TrimSpace(text[:i]), text[i:]
	}
	name, item, _ = strings.Cut(text, " ")
	return name, item
}

func (h *Handlers) agreeRecusal(ctx context.Context, c call) (answer, error) {
	at := clerk.Place{Topic: committee.TopicID(c.subject(0))}
	s, err := h.clerk.Recuse(ctx, c.by, at, committee.MemberID(c.subject(1)))
	return h.stood(c.by, s, at, "recusal.done", err)
}

func (h *Handlers) declineRecusal(ctx context.Context, c call) (answer, error) {
	at := clerk.Place{Topic: committee.TopicID(c.subject(0))}
	s, err := h.clerk.DeclineRecusal(ctx, c.by, at, committee.MemberID(c.subject(1)))
	return h.stood(c.by, s, at, "recusal.declined.done", err)
}

// stood says what became of a recusal, and warns when too few are left.
func (h *Handlers) stood(by committee.Actor, s clerk.Stood, at clerk.Place, key string, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	name, who := committee.ItemName{Topic: s.Topic.Position, Item: at.Item}, s.Member.Comrade()
	if s.Member.ID == by.Member.ID {
		who = "您"
	}
	if !s.Changed {
		return answer{text: h.deck.Say("recusal.same", who, name)}, nil
	}
	text := h.deck.Say(key, who, name)
	if s.Open != nil {
		text += h.deck.Hopeless(s.Dossier, *s.Open)
	}
	return answer{text: text}, nil
}

// revote opens a second vote on an item that was voted on (重新表决 2 理由 …, VOT-12).
func (h *Handlers) revote(ctx context.Context, c call) (answer, error) {
	where, reason, _ := strings.Cut(c.args, "理由")
	position, item := topicNumber(where)
	if position == 0 {
		return answer{}, committee.Refuse(committee.Invalid, "revote.form")
	}
	v, err := h.clerk.Revote(ctx, c.by, position, item, clip(strings.Trim(reason, " :,"), 200))
	return h.reopened(v, err)
}

// voteAgain opens a second vote after a tie.
func (h *Handlers) voteAgain(ctx context.Context, c call) (answer, error) {
	v, err := h.clerk.VoteAgain(ctx, c.by, committee.BallotID(c.subject(0)), h.deck.Say("revote.tie"))
	return h.reopened(v, err)
}

func (h *Handlers) reopened(v clerk.Voted, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("revote.opened", cards.Item(v.Ballot.Name())) + h.voteOpened(v)}, nil
}

// voteOpened says that a vote is open: how it is taken, who waits, who stays out.
func (h *Handlers) voteOpened(v clerk.Voted) string {
	b := v.Ballot
	text := h.deck.Say("ballot.opened", b.Name(), h.deck.Mode(b), len(b.Electors), h.deck.Mark(v.Dossier, b))
	if b.Chair != 0 {
		text += h.deck.Say("ballot.opened.chair", b.Waiting())
	}
	return text + h.deck.Recusals(b) + h.deck.Hopeless(v.Dossier, b)
}
