package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/papers"
)

func (h *Handlers) pause(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.Pause(ctx, c.by)
	return answer{text: h.deck.Say("session.paused")}, err
}

func (h *Handlers) resume(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Resume(ctx, c.by)
	return answer{text: h.deck.Say("session.resumed", d.Meeting.Present(), d.Meeting.Quorum)}, err
}

// preflight looks the sitting over and asks whether to close it (散会).
func (h *Handlers) preflight(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Preflight(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	card := h.deck.Preflight(d)
	return answer{text: card.Text, card: &card}, nil
}

func (h *Handlers) adjourn(ctx context.Context, c call) (answer, error) {
	if err := h.sameMeeting(ctx, c); err != nil {
		return answer{}, err
	}
	d, err := h.clerk.Adjourn(ctx, c.by)
	return answer{text: h.deck.Say("adjourn.done", committee.Moment(d.Meeting.AdjournedAt))}, err
}

// speak keeps one's own word for the record (发言).
func (h *Handlers) speak(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.Speak(ctx, c.by, c.by.Member.ID, committee.Speech, clip(c.args, 2000))
	return answer{text: h.deck.Say("note.done")}, err
}

// note is the recorder's word about what somebody said (记 姓名 …).
func (h *Handlers) note(ctx context.Context, c call) (answer, error) {
	name, text, _ := strings.Cut(c.args, " ")
	if name == "" {
		return answer{}, committee.Refuse(committee.Invalid, "note.form")
	}
	who, err := h.person(ctx, c.by, name)
	if err != nil {
		return answer{}, err
	}
	_, err = h.clerk.Speak(ctx, c.by, who.ID, committee.Speech, clip(strings.TrimSpace(text), 2000))
	return answer{text: h.deck.Say("note.done.other", who.Name)}, err
}

// openBallot opens the vote on a topic (开始表决 2, 开始表决 3 无记名).
func (h *Handlers) openBallot(ctx context.Context, c call) (answer, error) {
	args, mode := c.args, clerk.ByTheBylaws
	for word, m := range map[string]clerk.Mode{"无记名": clerk.Secret, "记名": clerk.Named} {
		if rest, ok := strings.CutSuffix(args, word); ok && (m == clerk.Secret || !strings.HasSuffix(args, "无记名")) {
			args, mode = strings.TrimSpace(rest), m
		}
	}
	position, item := topicNumber(args)
	if position == 0 {
		return answer{}, committee.Refuse(committee.Invalid, "ballot.ask-number")
	}
	v, err := h.clerk.OpenBallot(ctx, c.by, position, item, mode)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.voteOpened(v)}, nil
}

// topicNumber reads “2”, “议题二”, “三(一)” or “3-1”: the topic and the person.
func topicNumber(text string) (position, item int) {
	position, rest := leadingNumber(text)
	if position == 0 {
		return 0, 0
	}
	item, _ = leadingNumber(strings.Trim(rest, "()（）- "))
	return position, item
}

func (h *Handlers) endBallot(ctx context.Context, c call) (answer, error) {
	open, err := h.clerk.OpenBallots(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if position, item := topicNumber(c.args); position != 0 {
		open = slices.DeleteFunc(open, func(b committee.Ballot) bool { return b.Position != position || item != 0 && b.Item != item })
	}
	var id committee.BallotID
	switch {
	case len(open) > 1 && c.by.Is(committee.Seated):
		return answer{}, committee.Refuse(committee.Invalid, "ballot.several.end", itemNames(open), open[0].Position)
	case len(open) == 1:
		id = open[0].ID
	}
	v, err := h.clerk.EndBallot(ctx, c.by, id)
	switch {
	case err != nil:
		return answer{}, err
	case v.Ballot.State == committee.Open:
		return answer{text: h.deck.Say("ballot.round-ended", v.Ballot.Name())}, nil
	}
	return answer{text: h.deck.Say("ballot.ended", v.Ballot.Name())}, nil
}

func (h *Handlers) yea(ctx context.Context, c call) (answer, error) {
	return h.vote(ctx, c, committee.For)
}

func (h *Handlers) nay(ctx context.Context, c call) (answer, error) {
	return h.vote(ctx, c, committee.Against)
}

func (h *Handlers) abstain(ctx context.Context, c call) (answer, error) {
	return h.vote(ctx, c, committee.Abstain)
}

// vote records a vote: of a card, of a numbered topic, or of the only one that is open.
func (h *Handlers) vote(ctx context.Context, c call, choice committee.Choice) (answer, error) {
	if id := c.subject(0); id != 0 {
		return h.cast(ctx, c.by, committee.BallotID(id), choice)
	}
	open, err := h.clerk.OpenBallots(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	position, item := topicNumber(c.args)
	switch {
	case position != 0:
		open = slices.DeleteFunc(open, func(b committee.Ballot) bool { return b.Position != position || item != 0 && b.Item != item })
	case c.args != "": // other words are no vote: 反对这样做
		return answer{}, errUnknown
	}
	if len(open) == 0 {
		return h.tooLate(ctx, c.by, position)
	}
	return h.voteFor(ctx, c.by, open, choice)
}

func (h *Handlers) voteFor(ctx context.Context, by committee.Actor, open []committee.Ballot, choice committee.Choice) (answer, error) {
	if len(open) == 1 {
		a, err := h.cast(ctx, by, open[0].ID, choice)
		if err != nil {
			return a, err
		}
		if a.refused {
			a.card = h.deck.SameVote(open[0], choice)
		}
		return a, h.clerk.ShowVote(ctx, by, open[0])
	}
	several := committee.Refuse(committee.Invalid, "ballot.several", itemNames(open), open[0].Position)
	q := offer{title: h.deck.Say("ballot.which"), text: h.deck.Say("ballot.several", itemNames(open), open[0].Position)}
	for _, b := range open {
		if b.Secret { // what one is about to vote in secret is kept nowhere (VOT-06)
			return answer{}, several
		}
		name := cards.Item(b.Name())
		q.guesses = append(q.guesses, guess{name, name, fmt.Sprintf("%s %d(%d)", h.deck.ChoiceName(choice), b.Position, b.Item)})
	}
	return h.ask(ctx, by, choosing, q)
}

func itemNames(open []committee.Ballot) []string {
	var all []string
	for _, b := range open {
		all = append(all, cards.Item(b.Name()))
	}
	return all
}

// tooLate says that no vote is open on a topic, 0 for any: when the last one closed,
// or which other one runs.
func (h *Handlers) tooLate(ctx context.Context, by committee.Actor, position int) (answer, error) {
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	for _, b := range slices.Backward(d.Ballots) {
		if !b.ClosedAt.IsZero() && (position == 0 || b.Position == position) {
			return answer{}, committee.Refuse(committee.Untimely, "ballot.closed", b.Name(), committee.Moment(b.ClosedAt))
		}
	}
	for _, b := range d.Ballots {
		if b.State == committee.Open {
			return answer{}, committee.Refuse(committee.Invalid, "ballot.other", position, b.Name(), b.Position)
		}
	}
	return answer{}, committee.Refuse(committee.Untimely, "ballot.none")
}

func (h *Handlers) cast(ctx context.Context, by committee.Actor, id committee.BallotID, choice committee.Choice) (answer, error) {
	v, err := h.clerk.CastBallot(ctx, by, id, choice)
	switch r, no := errors.AsType[*committee.Refusal](err); {
	case no && r.Rule == "ballot.absent":
		return answer{card: h.deck.OfferOpinion(r)}, err
	case err != nil:
		return answer{}, err
	case !v.Changed:
		return answer{text: h.deck.Say("ballot.same", h.deck.ChoiceName(choice)), refused: true}, nil
	case v.Ballot.Secret:
		return answer{text: h.deck.Say("ballot.recorded.secret")}, nil
	case v.Ballot.State != committee.Open:
		return answer{text: h.deck.Say("ballot.recorded.last", h.deck.ChoiceName(choice))}, nil
	}
	return answer{text: h.deck.Say("ballot.recorded", h.deck.ChoiceName(choice))}, nil
}

// submitVote records the submitted choice of a secret vote.
func (h *Handlers) submitVote(ctx context.Context, c call) (answer, error) {
	return h.cast(ctx, c.by, committee.BallotID(c.subject(0)), committee.Choice(c.pick))
}

// announce publishes the result, with what can be done next.
func (h *Handlers) announce(ctx context.Context, c call) (answer, error) {
	id, err := h.closedBallot(ctx, c)
	if err != nil {
		return answer{}, err
	}
	v, err := h.clerk.Announce(ctx, c.by, id)
	return h.announced(v, "result.chair", err)
}

func (h *Handlers) deferBallot(ctx context.Context, c call) (answer, error) {
	id, err := h.closedBallot(ctx, c)
	if err != nil {
		return answer{}, err
	}
	v, err := h.clerk.Defer(ctx, c.by, id)
	return h.announced(v, "result.chair.deferred", err)
}

// closedBallot is the vote whose result is meant: that of the card, or of the topic that
// is named (宣布结果 2); 0 for the newest.
func (h *Handlers) closedBallot(ctx context.Context, c call) (committee.BallotID, error) {
	if c.args == "" {
		return committee.BallotID(c.subject(0)), nil
	}
	position, item := topicNumber(c.args)
	if position == 0 {
		return 0, errUnknown
	}
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return 0, err
	}
	for _, b := range slices.Backward(d.Ballots) {
		if b.Position == position && (item == 0 || b.Item == item) {
			return b.ID, nil
		}
	}
	return 0, committee.Refuse(committee.NotFound, "ballot.none-closed")
}

func (h *Handlers) announced(v clerk.Voted, key string, err error) (answer, error) {
	if r, ok := errors.AsType[*committee.Refusal](err); ok && r.Rule == "ballot.none" {
		return answer{}, committee.Refuse(committee.NotFound, "ballot.none-closed")
	}
	if err != nil {
		return answer{}, err
	}
	text := h.deck.Say(key)
	topics, unannounced := v.Dossier.Unsettled()
	closed := slices.IndexFunc(unannounced, func(b committee.Ballot) bool { return b.State == committee.Closed })
	switch {
	case closed >= 0:
		text += h.deck.Say("result.next.announce", unannounced[closed].Name())
	case len(topics) > 0:
		text += h.deck.Say("result.next", topics[0].Position)
	default:
		text += h.deck.Say("result.last")
	}
	return answer{text: text}, nil
}

// minutes says the minutes in words (纪要 [编号]), as far as this person may read them.
func (h *Handlers) minutes(ctx context.Context, c call) (answer, error) {
	year, n := minutesNumber(c.args, h.clerk.Now().Year())
	d, err := h.clerk.Minutes(ctx, c.by, year, n)
	if id := c.subject(0); id != 0 && n == 0 {
		d, err = h.clerk.MinutesOf(ctx, c.by, committee.MeetingID(id))
	}
	if err != nil {
		return answer{}, err
	}
	text := cards.Paper(d, c.by.Member).Text()
	if d.Minutes.State != committee.Signed {
		text = h.deck.Say("minutes.status", cards.MeetingName(d), h.deck.Say("minutes.status."+string(d.Minutes.State))) + "\n" + text
	}
	return answer{text: text}, nil
}

// minutesNumber reads “4”, “4号” or “〔2026〕4号”; 0 when there is none.
func minutesNumber(text string, year int) (int, int) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "号")
	if rest, ok := strings.CutPrefix(text, "〔"); ok {
		y, n, _ := strings.Cut(rest, "〕")
		return int(number(y)), int(number(n))
	}
	n, rest := leadingNumber(text)
	if rest != "" {
		return year, 0
	}
	return year, n
}

// editMinutes replaces the text of one topic in the draft (改 二 …).
func (h *Handlers) editMinutes(ctx context.Context, c call) (answer, error) {
	position, text := leadingNumber(c.args)
	if position == 0 {
		return answer{}, committee.Refuse(committee.Invalid, "minutes.empty-edit")
	}
	d, err := h.clerk.EditMinutes(ctx, c.by, position, text)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("draft.edited", position, d.Minutes.Revision)}, nil
}

// submitMinutes passes the draft on (提交, 同意报书记).
func (h *Handlers) submitMinutes(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.SubmitMinutes(ctx, c.by, committee.MeetingID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("draft.submitted." + string(d.Minutes.State))}, nil
}

// signMinutes gives the minutes their number and circulates them (签发).
func (h *Handlers) signMinutes(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.SignMinutes(ctx, c.by, committee.MeetingID(c.subject(0)), int(c.subject(1)))
	if err != nil {
		return answer{}, err
	}
	readers, err := h.clerk.Readers(ctx, c.by, d.Meeting.ID)
	number := papers.Number(d.Minutes.Year, d.Minutes.Number)
	if at := h.clerk.Decent(d.Committee, d.Now); at.After(d.Now) {
		return answer{text: h.deck.Say("minutes.signed.later", number, at, len(readers))}, err
	}
	return answer{text: h.deck.Say("minutes.signed", number, len(readers))}, err
}

// returnMinutes sends the draft back with a reason, or asks for it.
func (h *Handlers) returnMinutes(ctx context.Context, c call) (answer, error) {
	if c.args != "" {
		return h.sendBack(ctx, c, c.subject(0), c.args)
	}
	if !c.by.Is(committee.Secretary | committee.Vice) {
		return answer{}, committee.Refuse(committee.Forbidden, "minutes.only-secretary")
	}
	if _, err := h.clerk.Minutes(ctx, c.by, 0, 0); err != nil {
		return answer{}, err
	}
	err := h.clerk.Ask(ctx, c.by, sendingBack, 0, map[string]string{"meeting": strconv.FormatInt(c.subject(0), 10)})
	return answer{text: h.deck.Say("draft.return-ask")}, err
}

func (h *Handlers) sendBack(ctx context.Context, c call, meeting int64, reason string) (answer, error) {
	_, err := h.clerk.ReturnMinutes(ctx, c.by, committee.MeetingID(meeting), clip(reason, 200))
	return answer{text: h.deck.Say("draft.return-done")}, err
}

// readMinutes records that the person has read the minutes (已阅).
func (h *Handlers) readMinutes(ctx context.Context, c call) (answer, error) {
	_, changed, err := h.clerk.ReadMinutes(ctx, c.by, committee.MeetingID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	if !changed {
		return answer{text: h.deck.Say("minutes.read.again"), refused: true}, nil
	}
	return answer{text: h.deck.Say("minutes.read.done")}, nil
}
