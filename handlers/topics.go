package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yishi/cards"
	"yishi/committee"
)

// topics lists what waits for a meeting, and the agenda of one that is noticed.
func (h *Handlers) topics(ctx context.Context, c call) (answer, error) {
	if c.args != "" {
		return h.oneTopic(ctx, c)
	}
	if !c.by.Is(committee.Seated | committee.Recorder) {
		return h.ownTopics(ctx, c.by)
	}
	pool, err := h.clerk.Pool(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	text := h.deck.Pool(pool, c.by.Member)
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if len(d.Agenda) > 0 && !d.Meeting.NoticedAt.IsZero() {
		text = cards.MeetingName(d) + "\n" + cards.Agenda(d.Agenda) + "\n" + text
	}
	return answer{text: text}, nil
}

// oneTopic begins the topic of a number when the chair names it in session; to others
// it lists all.
func (h *Handlers) oneTopic(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if position, rest := leadingNumber(c.args); position > 0 && rest == "" && d.Meeting.Sitting() && d.Meeting.Presides(c.by) {
		return h.takeUp(ctx, c)
	}
	c.args = ""
	return h.topics(ctx, c)
}

// ownTopics lists the topics of a noticed meeting that an observer is asked for
// nobody outside the committee sees what waits in its pool.
func (h *Handlers) ownTopics(ctx context.Context, by committee.Actor) (answer, error) {
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if d.Meeting.NoticedAt.IsZero() || d.Meeting.Attendee(by.Member.ID) == nil {
		return answer{}, committee.Refuse(committee.Forbidden, "topic.only-members")
	}
	return answer{text: cards.MeetingName(d) + "\n" + cards.Agenda(d.Sees(by.Member.ID))}, nil
}

// callTopics asks the members for topics (征集议题).
func (h *Handlers) callTopics(ctx context.Context, c call) (answer, error) {
	by, asked, err := h.clerk.CallTopics(ctx, c.by)
	return answer{text: h.deck.Say("topics.called", asked, by)}, err
}

// approve approves the topic of a card, the topics that are numbered, or, with no
// number, the only one that waits (TOP-02).
func (h *Handlers) approve(ctx context.Context, c call) (answer, error) {
	if id := c.subject(0); id != 0 {
		t, err := h.clerk.ApproveOne(ctx, c.by, committee.TopicID(id))
		if err != nil {
			return answer{}, err
		}
		list, err := h.clerk.Approved(ctx, c.by)
		return answer{text: h.deck.Say("topic.approved.one", t.Number, t.Title, len(list), cards.Agenda(list))}, err
	}
	means, err := h.meansVote(ctx, c)
	if err != nil {
		return answer{}, err
	}
	if means {
		return h.yea(ctx, c)
	}
	if !c.by.Is(committee.Secretary) {
		return answer{}, h.denied(c.by, "topic.only-secretary")
	}
	list, rest, err := h.topicsMeant(ctx, c.by, c.args)
	switch waiting, fault := h.waiting(ctx, c.by); {
	case firstError(err, fault) != nil:
		return answer{}, firstError(err, fault)
	case strings.Trim(rest, "上会了吧。") != "", c.args == "" && len(waiting) != 1, c.args != "" && len(list) == 0:
		return answer{}, committee.Refuse(committee.Invalid, waitingRule(waiting))
	case c.args == "":
		list = []int{waiting[0].Number}
	}
	topics, err := h.clerk.Approve(ctx, c.by, list)
	return answer{text: h.deck.Say("topics.approved", len(topics), cards.Agenda(topics))}, err
}

// meansVote reports whether 同意 is said of an open vote, which wins over everything
// else (interface.md, “Bare words”); of other topics the secretary still decides.
func (h *Handlers) meansVote(ctx context.Context, c call) (bool, error) {
	mine, err := h.myBallots(ctx, c.by)
	if err != nil || len(mine) == 0 || !c.by.Is(committee.Secretary) {
		return len(mine) > 0, err
	}
	position, _ := topicNumber(c.args)
	return slices.ContainsFunc(mine, func(b committee.Ballot) bool { return b.Position == position }), nil
}

func waitingRule(waiting []committee.Topic) string {
	if len(waiting) == 0 {
		return "topic.none-waiting"
	}
	return "topic.numbers"
}

func (h *Handlers) waiting(ctx context.Context, by committee.Actor) ([]committee.Topic, error) {
	pool, err := h.clerk.Pool(ctx, by)
	var out []committee.Topic
	for _, t := range pool {
		if t.State == committee.Submitted {
			out = append(out, t)
		}
	}
	return out, err
}

// turnBack returns a topic with a reason (TOP-02), or asks for the reason; typed
// while minutes wait and naming no topic, it returns those.
func (h *Handlers) turnBack(ctx context.Context, c call) (answer, error) {
	if id := c.subject(0); id != 0 {
		t, err := h.clerk.Topic(ctx, c.by, committee.TopicID(id))
		if err != nil {
			return answer{}, err
		}
		return h.askReturnReason(ctx, c, t)
	}
	list, reason, err := h.topicsMeant(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	if len(list) == 0 {
		if waiting, err := h.waiting(ctx, c.by); err != nil || len(waiting) > 0 {
			return answer{}, firstError(err, committee.Refuse(committee.Invalid, "topic.return-reason", 3))
		}
		return h.returnMinutes(ctx, c)
	}
	topics, err := h.clerk.Numbered(ctx, c.by, list)
	if err != nil {
		return answer{}, err
	}
	if reason == "" {
		return h.askReturnReason(ctx, c, topics...)
	}
	return h.turnDown(ctx, c, idsOf(topics), committee.Returned, reason)
}

func idsOf(topics []committee.Topic) []committee.TopicID {
	var ids []committee.TopicID
	for _, t := range topics {
		ids = append(ids, t.ID)
	}
	return ids
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *Handlers) askReturnReason(ctx context.Context, c call, topics ...committee.Topic) (answer, error) {
	if !c.by.Is(committee.Secretary) {
		return answer{}, committee.Refuse(committee.Forbidden, "topic.only-secretary")
	}
	var numbers []int
	var ids []string
	for _, t := range topics {
		if !t.InPool() {
			return answer{}, committee.Refuse(committee.Untimely, "topic.frozen", t.Number)
		}
		numbers, ids = append(numbers, t.Number), append(ids, strconv.FormatInt(int64(t.ID), 10))
	}
	err := h.clerk.Ask(ctx, c.by, returning, 0, map[string]string{"topic": strings.Join(ids, ",")})
	return answer{text: h.deck.Say("topic.ask-reason", numbers)}, err
}

// returnFor returns the topics of a dialogue for the reason that was asked.
func (h *Handlers) returnFor(ctx context.Context, c call, topics string) (answer, error) {
	var ids []committee.TopicID
	for _, id := range names(topics) {
		ids = append(ids, committee.TopicID(number(id)))
	}
	return h.turnDown(ctx, c, ids, committee.Returned, c.args)
}

// turnDown returns or puts off topics, and says of each what became of it.
func (h *Handlers) turnDown(ctx context.Context, c call, which []committee.TopicID, to committee.TopicState, reason string) (answer, error) {
	all, err := h.clerk.TurnDown(ctx, c.by, which, to, reason)
	if err != nil {
		return answer{}, err
	}
	a := answer{refused: true}
	var lines []string
	for _, t := range all {
		key := ".same"
		if t.Changed {
			key, a.refused = ".done", false
		}
		lines = append(lines, h.deck.Say("topic."+string(to)+key, t.Number, t.Title))
	}
	a.text = strings.Join(lines, "\n")
	return a, nil
}

// later keeps topics for another meeting (下次再议).
func (h *Handlers) later(ctx context.Context, c call) (answer, error) {
	if id := committee.TopicID(c.subject(0)); id != 0 {
		return h.turnDown(ctx, c, []committee.TopicID{id}, committee.Deferred, "")
	}
	list, reason, err := h.topicsMeant(ctx, c.by, c.args)
	if err == nil && len(list) == 0 {
		err = committee.Refuse(committee.Invalid, "topic.numbers.later")
	}
	if err != nil {
		return answer{}, err
	}
	topics, err := h.clerk.Numbered(ctx, c.by, list)
	if err != nil {
		return answer{}, err
	}
	return h.turnDown(ctx, c, idsOf(topics), committee.Deferred, reason)
}

// revise hands a returned topic in again (修改 议题3 …).
func (h *Handlers) revise(ctx context.Context, c call) (answer, error) {
	n, ask := leadingNumber(c.args)
	if n == 0 || ask == "" {
		return answer{}, committee.Refuse(committee.Invalid, "topic.revise-form", max(n, 3))
	}
	if err := tooLong(ask, 500); err != nil {
		return answer{}, err
	}
	t, err := h.clerk.Revise(ctx, c.by, n, ask)
	return answer{text: h.deck.Say("topic.revised", t.Number)}, err
}

// followUp puts what became of the last quarter's decisions first (列为议题一, TOP-06).
func (h *Handlers) followUp(ctx context.Context, c call) (answer, error) {
	topics, err := h.clerk.FollowUp(ctx, c.by)
	return answer{text: h.deck.Say("topics.approved", len(topics), cards.Agenda(topics))}, err
}

// merge takes a topic into another (合并 3 到 1, TOP-02).
func (h *Handlers) merge(ctx context.Context, c call) (answer, error) {
	n, rest := leadingNumber(c.args)
	into, _ := leadingNumber(strings.TrimLeft(strings.TrimSpace(rest), "到入至 并"))
	if n == 0 || into == 0 {
		return answer{}, committee.Refuse(committee.Invalid, "topic.merge-form")
	}
	return h.mergeInto(ctx, c, n, into)
}

func (h *Handlers) mergeInto(ctx context.Context, c call, n, into int) (answer, error) {
	t, target, err := h.clerk.Merge(ctx, c.by, n, into)
	return answer{text: h.deck.Say("topic.merge.done", t.Number, t.Title, target.Number, target.Title)}, err
}

// askMerge asks into which topic the topic of a card is to be taken (合并到…).
func (h *Handlers) askMerge(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Secretary) {
		return answer{}, committee.Refuse(committee.Forbidden, "topic.only-secretary")
	}
	t, err := h.clerk.Topic(ctx, c.by, committee.TopicID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	if !t.InPool() {
		return answer{}, committee.Refuse(committee.Untimely, "topic.frozen", t.Number)
	}
	pool, err := h.clerk.Pool(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	others := slices.DeleteFunc(pool, func(o committee.Topic) bool {
		return o.ID == t.ID || o.Kind == committee.Personnel || t.Voted() && !o.Voted()
	})
	if len(others) == 0 {
		return answer{}, committee.Refuse(committee.NotFound, "topic.merge-none")
	}
	err = h.clerk.Ask(ctx, c.by, merging, 0, map[string]string{"number": strconv.Itoa(t.Number)})
	return answer{text: h.deck.Say("topic.merge.ask", t.Number, t.Title) + "\n" + h.deck.Pool(others, c.by.Member)}, err
}
