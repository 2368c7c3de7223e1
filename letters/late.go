package letters

import (
	"context"
	"slices"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
)

// late loads what is known of a topic that was added after the notice, and of its
// meeting.
func (l *Letters) late(ctx context.Context, w writing) (d committee.Dossier, t committee.Topic, err error) {
	if d, err = l.dossier(ctx, w); err != nil {
		return d, t, err
	}
	t, err = l.clerk.Topic(ctx, w.to, w.subject.Topic)
	return d, t, err
}

// topicAdded is the update of the notice (TOP-05); an observer of other topics learns
// that his own stand.
func (l *Letters) topicAdded(ctx context.Context, w writing) (bot.Message, error) {
	d, t, err := l.late(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case t.Added == "" || d.Meeting.State != committee.Noticed:
		return bot.Message{}, errStale
	case !slices.ContainsFunc(d.Sees(w.to.Member.ID), func(seen committee.Topic) bool { return seen.ID == t.ID }):
		return words(l.deck.Say("late.told.observer", cards.MeetingName(d), w.to.Member.Comrade(), d.Meeting.Starts))
	}
	return words(l.deck.Say("late.told", cards.MeetingName(d), w.to.Member.Comrade(), d.Meeting.Starts, cards.Agenda([]committee.Topic{t}), t.Added))
}

func (l *Letters) consent(ctx context.Context, w writing) (bot.Message, error) {
	d, t, err := l.late(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.Consent(d, t, w.to.Member))
}

// consentDictated brings before the chair what was handed in for one without a phone.
func (l *Letters) consentDictated(ctx context.Context, w writing) (bot.Message, error) {
	d, t, err := l.late(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	who, _ := d.Body.Member(w.subject.Member)
	if said, waits := t.DictatedFor(who.ID); !waits || said.Word() != w.subject.Step || !d.Meeting.Sitting() {
		return card(l.deck.ConsentDictationOver(t, who))
	}
	return card(l.deck.ConsentDictated(t, who))
}

// consentTold says what became of a topic that was added late.
func (l *Letters) consentTold(ctx context.Context, w writing) (bot.Message, error) {
	_, t, err := l.late(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case t.Added == "":
		return words(l.deck.Say("consent.objected", t.Title))
	}
	return words(l.deck.Say("consent.given", t.Position, t.Title))
}
