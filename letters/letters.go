// Package letters says what each kind of letter says. A letter names its subject;
// its words are drawn here from the state at the moment it leaves, so a late letter
// tells the present, and the card that a person tapped is drawn again by the same
// function that drew it first.
package letters

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

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
	kinds map[string]composer
}

// composer writes one kind of letter.
type composer func(ctx context.Context, w writing) (bot.Message, error)

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
	l.kinds = map[string]composer{}
	for _, part := range []map[string]composer{l.beforehand(), l.atMeeting(), l.afterwards()} {
		maps.Copy(l.kinds, part)
	}
	return l
}

// beforehand are the letters on the way to a meeting.
func (l *Letters) beforehand() map[string]composer {
	return map[string]composer{
		clerk.QuarterReminder: l.quarter,
		clerk.QuarterMissed:   l.quarterMissed,
		clerk.MissedReason:    l.missedReason,
		clerk.TopicsCall:      l.topicsCall,
		clerk.TopicsDue:       l.topicsDue,
		clerk.TopicCard:       l.topic,
		clerk.TopicDecided:    l.topicDecided,
		clerk.TopicAdded:      l.topicAdded,
		clerk.PlanCard:        l.plan,
		clerk.ChairTold:       l.chair,
		clerk.PlanReminder:    l.planReminder,
		clerk.EarlyNotice:     l.earlyNotice,
		clerk.Notice:          l.notice,
		clerk.NoticeReport:    l.noticeReport,
		clerk.NoticeFailing:   l.noticeFailing,
		clerk.NoticeMissed:    l.noticeMissed,
		clerk.NoticeNoTopics:  l.noticeNoTopics,
		clerk.NoticeReckoned:  l.noticeReckoned,
		clerk.MeetingMoved:    l.moved,
		clerk.MeetingOff:      l.about("cancelled"),
		clerk.MeetingLapsed:   l.about("lapsed"),
		clerk.LeaveCard:       l.leave,
		clerk.LeaveAnswered:   l.leaveAnswered,
		clerk.QuorumDoomed:    l.doomed,
		clerk.Chase:           l.chase,
		clerk.CallCard:        l.call,
		clerk.Forecast:        l.forecast,
		clerk.Reminder:        l.reminder,
	}
}

// atMeeting are the letters of a sitting and its votes.
func (l *Letters) atMeeting() map[string]composer {
	return map[string]composer{
		clerk.ConsentCard:     l.consent,
		clerk.ConsentTold:     l.consentTold,
		clerk.CheckInCard:     l.checkIn,
		clerk.QuorumMet:       l.quorumMet,
		clerk.WaitCard:        l.wait,
		clerk.OpinionTold:     l.opinion,
		clerk.TopicTaken:      l.taken,
		clerk.OpinionReserved: l.reserved,
		clerk.SessionOpened:   l.opened,
		clerk.RecusalCard:     l.recusal,
		clerk.RecusalAsked:    l.recusalAsked,
		clerk.RecusalTold:     l.recusalTold,
		clerk.Recused:         l.recused,
		clerk.CountCard:       l.count,
		clerk.DictationCard:   l.dictation,
		clerk.DictationTold:   l.dictationTold,
		clerk.BallotCard:      l.ballot,
		clerk.BallotWarning:   l.ballotWarning,
		clerk.BallotClosed:    l.ballotClosed,
		clerk.Result:          l.result,
		clerk.GroupBallot:     l.groupBallot,
		clerk.GroupResult:     l.result,
	}
}

// afterwards are the letters about minutes, about who serves, and about letters.
func (l *Letters) afterwards() map[string]composer {
	return map[string]composer{
		clerk.DraftCard:      l.draft,
		clerk.DraftFile:      l.draftFile,
		clerk.DraftReturned:  l.draftReturned,
		clerk.MinutesCard:    l.minutes,
		clerk.MinutesUnread:  l.minutesUnread,
		clerk.UnreadReport:   l.unread,
		clerk.TermsEnding:    l.termsEnding,
		clerk.VacancyOpen:    l.vacancy,
		clerk.PostVacant:     l.postVacant,
		clerk.OfficeTaken:    l.officeTaken,
		clerk.OfficeGiven:    l.officeGiven,
		clerk.OfficeEnded:    l.officeEnded,
		clerk.CandidateCard:  l.candidate,
		clerk.CandidateHeard: l.candidateHeard,
		clerk.DutyCard:       l.duty,
		clerk.DutyReport:     l.dutyReport,
		clerk.Unreachable:    l.unreachable,
		clerk.Answer:         l.answer,
		clerk.GroupMinutes:   l.groupMinutes,
	}
}

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
	write, known := l.kinds[kindName]
	if !known {
		return m, false, fmt.Errorf("%w: %q", ErrUnknown, kindName)
	}
	m, err = write(ctx, w)
	if errors.Is(err, errStale) || errors.Is(err, store.ErrNotFound) {
		return bot.Message{}, false, nil
	}
	if w.to.Elsewhere && kindName != clerk.Answer { // an answer was named when it was given
		l.deck.Name(&m.Text, m.Card, w.to.Committee)
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

// headLength is the most characters of the words by which a message is known again.
const headLength = 20

// Head is how a message began that was sent: the title of its card, or its first words as
// far as they say no numbers, which change. What is all numbers goes by a name of its
// kind; of what has lost its reason nothing is known.
func (l *Letters) Head(ctx context.Context, to committee.Actor, d store.Delivery) (string, error) {
	if key := "came.name." + d.Kind; l.deck.Has(key) {
		return l.deck.Say(key), nil
	}
	m, ok, err := l.compose(ctx, d.Kind, writing{to, d.Subject, false})
	switch {
	case err != nil || !ok:
		return "", err
	case m.Card != nil:
		return m.Card.Title, nil
	}
	line, _, _ := strings.Cut(m.Text, "\n")
	head := []rune(line)
	for i, r := range head[:min(len(head), headLength+1)] {
		if i == headLength || unicode.IsDigit(r) {
			return string(head[:i]) + "…", nil
		}
	}
	return line, nil
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
	if q.Stale != nil {
		text = l.deck.Say("quarter.stale", q.Stale.Starts, q.DaysLeft, q.LastNotice, q.LastMeeting)
	}
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

// missedReason asks why the quarter before had no meeting.
func (l *Letters) missedReason(ctx context.Context, w writing) (bot.Message, error) {
	first, err := workday.Parse(w.subject.Step)
	if err != nil {
		return bot.Message{}, fmt.Errorf("letters: reading a quarter: %w", err)
	}
	known, err := l.clerk.Missed(ctx, w.to)
	for _, q := range known {
		if q.Quarter == first.Quarter() && q.Reason == "" {
			return words(l.deck.Say("missed.ask", q.Quarter))
		}
	}
	return bot.Message{}, cmp.Or(err, errStale)
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
	text, offer := l.deck.Say("topics.due", len(pool), waiting), ""
	if !slices.ContainsFunc(pool, committee.Topic.FollowsUp) {
		offer = "\n" + l.deck.Say("topic.follow-up")
	}
	switch {
	case len(pool) == 0:
		return words(l.deck.Say("topics.due.none") + offer)
	case waiting > 0:
		text += l.deck.Say("topics.due.waiting")
	}
	text += offer
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
	case t.State == committee.Merged:
		into, err := l.clerk.Topic(ctx, w.to, t.Merged)
		if err != nil {
			return bot.Message{}, err
		}
		return words(l.deck.Say("topic.merged", t.Number, t.Title, into.Number, into.Title))
	case t.State == committee.Deferred && t.Reason != "":
		return words(l.deck.Say("topic.deferred.why", t.Number, t.Title, t.Reason))
	case t.State == committee.Deferred:
		return words(l.deck.Say("topic.deferred", t.Number, t.Title))
	}
	return bot.Message{}, errStale
}
