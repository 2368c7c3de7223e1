package letters

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/papers"
	"yishi/store"
)

func (l *Letters) voted(ctx context.Context, w writing) (clerk.Voted, error) {
	return l.clerk.Ballot(ctx, w.to, w.subject.Ballot)
}

func (l *Letters) ballot(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.Ballot(v.Dossier, v.Ballot, w.to.Member))
}

func (l *Letters) ballotWarning(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	if !slices.Contains(v.Ballot.Pending(), w.to.Member.ID) {
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("ballot.warn", w.to.Member.Comrade(), v.Ballot.Name(), committee.Moment(v.Ballot.ClosesAt)))
}

func (l *Letters) ballotClosed(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.BallotClosed(v.Dossier, v.Ballot, w.to.Member))
}

func (l *Letters) result(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.Result(v.Dossier, v.Ballot))
}

func (l *Letters) groupBallot(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case v.Ballot.State != committee.Open:
		return bot.Message{}, errStale
	}
	return words(l.deck.GroupBallot(v.Ballot))
}

// draft shows the draft as it was when it was passed to this person: its step is
// the station and the revision.
func (l *Letters) draft(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.papers(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	station, rev, _ := strings.Cut(w.subject.Step, ".")
	revision, err := strconv.Atoi(rev)
	if err != nil {
		return bot.Message{}, errStale
	}
	return card(l.deck.Draft(d, w.to.Member, committee.MinutesState(station), revision))
}

func (l *Letters) papers(ctx context.Context, w writing) (committee.Dossier, error) {
	d, err := l.dossier(ctx, w)
	if err == nil && d.Minutes == nil {
		return d, errStale
	}
	return d, err
}

func (l *Letters) draftFile(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.papers(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Minutes.State == committee.Signed:
		return bot.Message{}, errStale
	}
	name := strings.NewReplacer("“", "", "”", "", "/", "-").Replace(l.deck.Say("draft.file", cards.MeetingName(d)))
	return bot.Message{File: &bot.File{Name: name, Data: []byte(cards.Paper(d, w.to.Member).Markdown())}}, nil
}

func (l *Letters) draftReturned(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.papers(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Minutes.Reason == "":
		return words(l.deck.Say("draft.returned.bare"))
	}
	return words(l.deck.Say("draft.returned", d.Minutes.Reason))
}

func (l *Letters) minutes(ctx context.Context, w writing) (bot.Message, error) {
	d, readAt, err := l.reading(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.Minutes(d, readAt))
}

func (l *Letters) minutesUnread(ctx context.Context, w writing) (bot.Message, error) {
	d, readAt, err := l.reading(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case w.first && !readAt.IsZero():
		return bot.Message{}, errStale
	}
	c := l.deck.Minutes(d, readAt)
	c.Text = l.deck.Say("minutes.unread", cards.MeetingName(d), papers.Number(d.Minutes.Year, d.Minutes.Number))
	return card(c)
}

// reading tells when this person said that he has read the minutes; zero: not yet.
func (l *Letters) reading(ctx context.Context, w writing) (d committee.Dossier, readAt time.Time, err error) {
	if d, err = l.papers(ctx, w); err != nil {
		return d, readAt, err
	}
	readers, err := l.clerk.Readers(ctx, w.to, d.Meeting.ID)
	for _, r := range readers {
		if r.Member == w.to.Member.ID {
			readAt = r.ReadAt
		}
	}
	return d, readAt, err
}

func (l *Letters) unread(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.papers(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	readers, err := l.clerk.Readers(ctx, w.to, d.Meeting.ID)
	if err != nil {
		return bot.Message{}, err
	}
	names := unreadNames(readers, d)
	if len(names) == 0 {
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("unread.report", len(names), names))
}

func unreadNames(readers []store.Reader, d committee.Dossier) []string {
	var names []string
	for _, r := range readers {
		if r.ReadAt.IsZero() {
			names = append(names, d.Body.Name(r.Member))
		}
	}
	return names
}

func (l *Letters) groupMinutes(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.papers(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.Say("minutes.group", cards.MeetingName(d), papers.Draft(papers.FactsOf(d)).Summary()))
}
