package letters

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"yishi/bot"
	"yishi/committee"
	"yishi/store"
)

// concerned loads what a letter about a recusal is drawn from: the meeting, the topic
// and the member.
func (l *Letters) concerned(ctx context.Context, w writing) (d committee.Dossier, t committee.Topic, who committee.Member, err error) {
	if d, err = l.dossier(ctx, w); err != nil {
		return d, t, who, err
	}
	for _, a := range d.Agenda {
		if a.ID == w.subject.Topic {
			t = a
		}
	}
	who, known := d.Body.Member(w.subject.Member)
	if !known || t.ID == 0 {
		return d, t, who, errStale
	}
	return d, t, who, nil
}

func (l *Letters) recusal(ctx context.Context, w writing) (bot.Message, error) {
	d, t, who, err := l.concerned(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.Recusal(d, t, who))
}

func (l *Letters) recusalAsked(ctx context.Context, w writing) (bot.Message, error) {
	d, t, who, err := l.concerned(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	if _, said := d.Recused(t.ID, 0, who.ID); said {
		return bot.Message{}, errStale
	}
	return words(l.deck.RecusalAsked(t, who))
}

func (l *Letters) recusalTold(ctx context.Context, w writing) (bot.Message, error) {
	d, t, who, err := l.concerned(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	item, err := strconv.Atoi(w.subject.Step)
	if err != nil {
		return bot.Message{}, fmt.Errorf("letters: reading an item: %w", err)
	}
	name := committee.ItemName{Topic: t.Position, Item: item}
	i := slices.IndexFunc(d.Recusals, func(r committee.Recusal) bool { return r.Topic == t.ID && r.Member == who.ID && r.Item == item })
	if i < 0 {
		return words(l.deck.RecusalBack(name, who, w.to.Member))
	}
	return words(l.deck.RecusalTold(name, d.Recusals[i], who, w.to.Member) + l.warned(d, t, item, w))
}

// warned tells the chair, too, when a vote that is open can no longer carry.
func (l *Letters) warned(d committee.Dossier, t committee.Topic, item int, w writing) string {
	i := slices.IndexFunc(d.Ballots, func(b committee.Ballot) bool {
		return b.State == committee.Open && b.Topic == t.ID && (item == 0 || b.Item == item)
	})
	if i < 0 || w.to.Member.ID == w.subject.Member {
		return ""
	}
	return l.deck.Hopeless(d, d.Ballots[i])
}

func (l *Letters) recused(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.Recused(v.Ballot, w.to.Member))
}

// count is what was counted by hand; of an entry that was struck off nothing is left.
func (l *Letters) count(ctx context.Context, w writing) (bot.Message, error) {
	v, err := l.voted(ctx, w)
	switch {
	case errors.Is(err, store.ErrNotFound) && !w.first:
		return card(l.deck.CountReturned())
	case err != nil:
		return bot.Message{}, err
	}
	return card(l.deck.Count(v.Dossier, v.Ballot))
}

func (l *Letters) dictation(ctx context.Context, w writing) (bot.Message, error) {
	if w.subject.Topic != 0 {
		return l.consentDictated(ctx, w)
	}
	v, d, err := l.clerk.Dictation(ctx, w.to, w.subject.Ballot, w.subject.Member)
	over := errors.Is(err, store.ErrNotFound) && v.Ballot.ID != 0
	if err != nil && !over {
		return bot.Message{}, err
	}
	who, _ := v.Dossier.Body.Member(w.subject.Member)
	if over || v.Ballot.State != committee.Open || string(d.Choice) != w.subject.Step {
		return card(l.deck.DictationOver(v.Ballot, who))
	}
	return card(l.deck.Dictation(v.Ballot, d, who))
}

// dictationTold tells a member what stands for him by the recorder's hand and the chair's
// word; who has changed it since needs no telling.
func (l *Letters) dictationTold(ctx context.Context, w writing) (bot.Message, error) {
	if w.subject.Topic != 0 {
		_, t, err := l.late(ctx, w)
		if err != nil || !slices.Contains(t.Consents, w.to.Member.ID) {
			return bot.Message{}, cmp.Or(err, errStale)
		}
		return words(l.deck.Say("dictate.told.consent", w.to.Member.Comrade(), t.Position))
	}
	v, err := l.voted(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.DictationTold(v.Ballot, w.to.Member))
}
