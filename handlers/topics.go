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
		return answer{}, committee.Refuse(committee.Forbidden, "topic.only-secretary")
	}
	list := numbers(c.args)
	if len(list) == 0 {
		waiting, err := h.waiting(ctx, c.by)
		if err != nil {
			return answer{}, err
		}
		if len(waiting) != 1 || c.args != "" {
			return answer{}, committee.Refuse(committee.Invalid, waitingRule(waiting))
		}
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
	n, reason := leadingNumber(c.args)
	if n == 0 {
		if waiting, err := h.waiting(ctx, c.by); err != nil || len(waiting) > 0 {
			return answer{}, firstError(err, committee.Refuse(committee.Invalid, "topic.return-reason", 3))
		}
		return h.returnMinutes(ctx, c)
	}
	t, err := h.clerk.Numbered(ctx, c.by, n)
	if err != nil {
		return answer{}, err
	}
	if reason == "" {
		return h.askReturnReason(ctx, c, t)
	}
	return h.returnFor(ctx, c, int64(t.ID), reason)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *Handlers) askReturnReason(ctx context.Context, c call, t committee.Topic) (answer, error) {
	if !c.by.Is(committee.Secretary) {
		return answer{}, committee.Refuse(committee.Forbidden, "topic.only-secretary")
	}
	if !t.InPool() {
		return answer{}, committee.Refuse(committee.Untimely, "topic.frozen", t.Number)
	}
	err := h.clerk.Ask(ctx, c.by, returning, 0, map[string]string{"topic": strconv.FormatInt(int64(t.ID), 10)})
	return answer{text: h.deck.Say("topic.ask-reason", t.Number)}, err
}

func (h *Handlers) returnFor(ctx context.Context, c call, id int64, reason string) (answer, error) {
	t, err := h.clerk.TurnDown(ctx, c.by, committee.TopicID(id), committee.Returned, reason)
	return answer{text: h.deck.Say("topic.returned.done", t.Number, t.Title)}, err
}

// later keeps a topic for another meeting (下次再议).
func (h *Handlers) later(ctx context.Context, c call) (answer, error) {
	id, reason := committee.TopicID(c.subject(0)), ""
	if id == 0 {
		n, why := leadingNumber(c.args)
		if n == 0 {
			return answer{}, committee.Refuse(committee.Invalid, "topic.numbers")
		}
		t, err := h.clerk.Numbered(ctx, c.by, n)
		if err != nil {
			return answer{}, err
		}
		id, reason = t.ID, why
	}
	t, err := h.clerk.TurnDown(ctx, c.by, id, committee.Deferred, reason)
	return answer{text: h.deck.Say("topic.deferred.done", t.Number, t.Title)}, err
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

// numbers reads the numbers of a list such as “3 1 2”, “3、1” or “议题3”; nil when
// anything else stands in it.
func numbers(text string) []int {
	var out []int
	for _, word := range names(text) {
		n := number(word)
		if n == 0 {
			return nil
		}
		out = append(out, int(n))
	}
	return out
}

// leadingNumber splits “议题3 请补充” into 3 and the rest; 0 when it begins with
// no number.
func leadingNumber(text string) (n int, rest string) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "议题"))
	end := 0
	for end < len(text) && end < 4 && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	if end > 0 {
		return int(number(text[:end])), strings.TrimLeft(text[end:], " .、,:")
	}
	runes := []rune(text)
	for i, r := range runes {
		if !strings.ContainsRune(numerals, r) {
			return chinese(string(runes[:i])), strings.TrimLeft(string(runes[i:]), " .、,:")
		}
	}
	return chinese(text), ""
}

const numerals = "一二三四五六七八九十"

// chinese reads 一 to 九十九; 0 when it is no such number.
func chinese(text string) int {
	tens, units, ten := strings.Cut(text, "十")
	const digits = "一二三四五六七八九"
	digit := func(s string) int { return strings.Index(digits, s)/len("一") + 1 }
	switch {
	case text == "" || len([]rune(tens)) > 1 || len([]rune(units)) > 1 || !strings.Contains(digits, tens) || !strings.Contains(digits, units):
		return 0
	case !ten:
		return digit(text)
	}
	n := 10
	if tens != "" {
		n = 10 * digit(tens)
	}
	if units != "" {
		n += digit(units)
	}
	return n
}
