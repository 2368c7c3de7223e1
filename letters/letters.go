// Package letters says what each kind of letter says. A letter names its subject;
// its words are drawn here from the state at the moment it leaves, so a late letter
// tells the present, and the card that a person tapped is drawn again by the same
// function that drew it first.
package letters

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Letters composes letters from what the clerk knows.
type Letters struct {
	clerk *clerk.Clerk
	deck  *cards.Deck
	kinds map[string]kind
}

// kind is how one kind of letter is written. Routine letters keep to the hours and
// days in which people are written to; the others answer, or belong to a meeting
// that is going on.
type kind struct {
	routine bool
	compose func(ctx context.Context, w writing) (bot.Message, error)
}

// writing is one letter being written: its subject and whom it is for.
type writing struct {
	to      committee.Actor
	subject store.Subject
	first   bool // it has not been sent yet
}

// errStale says that a letter has lost its reason and is not to leave.
var errStale = errors.New("letters: the letter has lost its reason")

// ErrUnknown says that no one knows how a kind of letter is written.
var ErrUnknown = errors.New("letters: there is no such kind")

// New returns the composer of every kind of letter.
func New(c *clerk.Clerk, deck *cards.Deck) *Letters {
	l := &Letters{clerk: c, deck: deck}
	l.kinds = map[string]kind{
		clerk.QuarterReminder: {true, l.quarter},
		clerk.QuarterMissed:   {true, l.quarterMissed},
		clerk.TopicsCall:      {true, l.topicsCall},
		clerk.TopicsDue:       {true, l.topicsDue},
		clerk.TopicCard:       {true, l.topic},
		clerk.TopicDecided:    {true, l.topicDecided},
		clerk.PlanCard:        {false, l.plan},
		clerk.PlanReminder:    {true, l.planReminder},
		clerk.Notice:          {false, l.notice},
		clerk.NoticeReport:    {false, l.noticeReport},
		clerk.NoticeMissed:    {true, l.noticeMissed},
		clerk.NoticeNoTopics:  {true, l.noticeNoTopics},
		clerk.MeetingMoved:    {false, l.moved},
		clerk.MeetingOff:      {false, l.about("cancelled")},
		clerk.MeetingLapsed:   {false, l.about("lapsed")},
		clerk.LeaveCard:       {false, l.leave},
		clerk.LeaveAnswered:   {false, l.leaveAnswered},
		clerk.QuorumDoomed:    {false, l.doomed},
		clerk.Chase:           {true, l.chase},
		clerk.CallCard:        {true, l.call},
		clerk.Forecast:        {true, l.forecast},
		clerk.Reminder:        {false, l.reminder},
		clerk.CheckInCard:     {false, l.checkIn},
		clerk.QuorumMet:       {false, l.quorumMet},
		clerk.WaitCard:        {false, l.wait},
		clerk.OpinionTold:     {false, l.opinion},
		clerk.SessionOpened:   {false, l.opened},
		clerk.BallotCard:      {false, l.ballot},
		clerk.BallotWarning:   {false, l.ballotWarning},
		clerk.BallotClosed:    {false, l.ballotClosed},
		clerk.Result:          {false, l.result},
		clerk.DraftCard:       {false, l.draft},
		clerk.DraftFile:       {false, l.draftFile},
		clerk.DraftReturned:   {false, l.draftReturned},
		clerk.MinutesCard:     {true, l.minutes},
		clerk.MinutesUnread:   {true, l.minutesUnread},
		clerk.UnreadReport:    {true, l.unread},
		clerk.TermsEnding:     {true, l.termsEnding},
		clerk.VacancyOpen:     {true, l.vacancy},
		clerk.PostVacant:      {true, l.postVacant},
		clerk.OfficeTaken:     {true, l.officeTaken},
		clerk.CandidateCard:   {true, l.candidate},
		clerk.CandidateHeard:  {true, l.candidateHeard},
		clerk.DutyCard:        {true, l.duty},
		clerk.DutyReport:      {true, l.dutyReport},
		clerk.Unreachable:     {false, l.unreachable},
		clerk.Answer:          {false, l.answer},
		clerk.GroupBallot:     {false, l.groupBallot},
		clerk.GroupResult:     {false, l.result},
		clerk.GroupMinutes:    {true, l.groupMinutes},
	}
	return l
}

// Routine reports whether a kind of letter keeps to the hours in which people are
// written to.
func (l *Letters) Routine(kind string) bool { return l.kinds[kind].routine }

// Compose writes a letter from the present state. ok is false when the letter has
// lost its reason: the silent has answered, the vote is over.
func (l *Letters) Compose(ctx context.Context, kindName string, to committee.Actor, s store.Subject) (m bot.Message, ok bool, err error) {
	m, ok, err = l.compose(ctx, kindName, writing{to, s, true})
	if m.Card != nil && m.Card.Closed != "" {
		return bot.Message{}, false, err
	}
	return m, ok, err
}

func (l *Letters) compose(ctx context.Context, kindName string, w writing) (m bot.Message, ok bool, err error) {
	k, known := l.kinds[kindName]
	if !known {
		return m, false, fmt.Errorf("%w: %q", ErrUnknown, kindName)
	}
	m, err = k.compose(ctx, w)
	if errors.Is(err, errStale) || errors.Is(err, store.ErrNotFound) {
		return bot.Message{}, false, nil
	}
	return m, err == nil, err
}

// Card draws the card of a delivery again, as it is to look now.
func (l *Letters) Card(ctx context.Context, to committee.Actor, d store.Delivery) (card bot.Card, ok bool, err error) {
	m, ok, err := l.compose(ctx, d.Kind, writing{to, d.Subject, false})
	if err != nil || !ok || m.Card == nil {
		return bot.Card{}, false, err
	}
	starts, overtaken, err := l.Overtaken(ctx, to, d)
	if overtaken {
		m.Card.Closed = l.deck.Say("card.moved.to", starts)
	}
	return *m.Card, err == nil, err
}

// Overtaken reports whether a card is about an earlier date of its meeting: it was
// sent before the notice of the date that now holds (MTG-06).
func (l *Letters) Overtaken(ctx context.Context, to committee.Actor, d store.Delivery) (starts time.Time, overtaken bool, err error) {
	if d.SentAt.IsZero() || !slices.Contains([]string{clerk.Notice, clerk.Chase, clerk.CheckInCard}, d.Kind) {
		return starts, false, nil
	}
	m, err := l.clerk.Head(ctx, to, d.Subject.Meeting)
	moved := m.State == committee.Planned || m.State == committee.Fixed || d.SentAt.Before(m.NoticedAt)
	return m.Starts, err == nil && moved, err
}

func words(text string) (bot.Message, error) { return bot.Message{Text: text}, nil }

func card(c bot.Card) (bot.Message, error) { return bot.Message{Card: &c, Text: c.Text}, nil }

func (l *Letters) dossier(ctx context.Context, w writing) (committee.Dossier, error) {
	return l.clerk.Dossier(ctx, w.to, w.subject.Meeting)
}

func (l *Letters) answer(_ context.Context, w writing) (bot.Message, error) {
	m := bot.Message{Text: w.subject.Words}
	if w.subject.Card == "" {
		return m, nil
	}
	m.Card = &bot.Card{}
	if err := json.Unmarshal([]byte(w.subject.Card), m.Card); err != nil {
		return m, fmt.Errorf("letters: reading an answer's card: %w", err)
	}
	return m, nil
}

func (l *Letters) unreachable(ctx context.Context, w writing) (bot.Message, error) {
	body, err := l.clerk.Roster(ctx, w.to.Committee.ID)
	if err != nil {
		return bot.Message{}, err
	}
	who, ok := body.Member(w.subject.Member)
	if !ok {
		return bot.Message{}, errStale
	}
	if refused, err := strconv.Atoi(w.subject.Step); err == nil {
		return words(l.deck.Say("unreachable.refused", who.Name, l.deck.Why(refused), who.Phone))
	}
	failed, err := l.clerk.LastFailure(ctx, w.to, who.ID)
	switch {
	case err != nil:
		return bot.Message{}, err
	case failed == 0:
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("unreachable", who.Name, l.deck.Why(failed), who.Phone))
}

func (l *Letters) quarter(ctx context.Context, w writing) (bot.Message, error) {
	q, err := l.clerk.ThisQuarter(ctx, w.to)
	switch {
	case err != nil:
		return bot.Message{}, err
	case q.Meeting != nil || l.clerk.Now().After(q.LastNotice):
		return bot.Message{}, errStale
	}
	text := l.deck.Say("quarter.reminder", q.DaysLeft, q.LastNotice, q.LastMeeting)
	if q.Provisional {
		text += l.deck.Say("provisional", q.Quarter.Year)
	}
	return words(text)
}

func (l *Letters) quarterMissed(ctx context.Context, w writing) (bot.Message, error) {
	q, err := l.clerk.ThisQuarter(ctx, w.to)
	switch {
	case err != nil:
		return bot.Message{}, err
	case q.Meeting != nil || !l.clerk.Now().After(q.LastNotice): // dated after all, or the quarter is over
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("quarter.missed", q.LastNotice))
}

func (l *Letters) topicsCall(_ context.Context, w writing) (bot.Message, error) {
	by, err := workday.Parse(w.subject.Step)
	if err != nil {
		return bot.Message{}, fmt.Errorf("letters: reading a deadline: %w", err)
	}
	deadline := by.At(18, 0, committee.Zone)
	if l.clerk.Now().After(deadline) {
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("topics.call", w.to.Member.Comrade(), deadline))
}

func (l *Letters) topicsDue(ctx context.Context, w writing) (bot.Message, error) {
	pool, err := l.clerk.Pool(ctx, w.to)
	if err != nil {
		return bot.Message{}, err
	}
	waiting := 0
	for _, t := range pool {
		if t.State == committee.Submitted {
			waiting++
		}
	}
	text := l.deck.Say("topics.due", len(pool), waiting)
	switch {
	case len(pool) == 0:
		return words(l.deck.Say("topics.due.none"))
	case waiting > 0:
		text += l.deck.Say("topics.due.waiting")
	}
	return words(text + "\n" + l.deck.Pool(pool, w.to.Member))
}

func (l *Letters) topic(ctx context.Context, w writing) (bot.Message, error) {
	t, err := l.clerk.Topic(ctx, w.to, w.subject.Topic)
	if err != nil {
		return bot.Message{}, err
	}
	body, err := l.clerk.Roster(ctx, w.to.Committee.ID)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.Topic(t, body.Name(t.Proposer)))
}

func (l *Letters) topicDecided(ctx context.Context, w writing) (bot.Message, error) {
	t, err := l.clerk.Topic(ctx, w.to, w.subject.Topic)
	switch {
	case err != nil:
		return bot.Message{}, err
	case t.State == committee.Returned:
		return words(l.deck.Say("topic.returned", t.Number, t.Title, t.Reason))
	case t.State == committee.Deferred && t.Reason != "":
		return words(l.deck.Say("topic.deferred.why", t.Number, t.Title, t.Reason))
	case t.State == committee.Deferred:
		return words(l.deck.Say("topic.deferred", t.Number, t.Title))
	}
	return bot.Message{}, errStale
}
