package letters

import (
	"context"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
)

// drawn writes a card about a meeting.
func (l *Letters) drawn(ctx context.Context, w writing, draw func(committee.Dossier) bot.Card) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(draw(d))
}

// about writes a sentence about a meeting that takes its name and time.
func (l *Letters) about(key string) func(context.Context, writing) (bot.Message, error) {
	return func(ctx context.Context, w writing) (bot.Message, error) {
		d, err := l.dossier(ctx, w)
		if err != nil {
			return bot.Message{}, err
		}
		return words(l.deck.Say(key, cards.MeetingName(d), d.Meeting.Starts))
	}
}

func (l *Letters) plan(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, l.deck.Plan)
}

// chair tells a member that he presides in the secretary's place, or no longer does.
func (l *Letters) chair(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.Held() || !d.Meeting.Pending():
		return bot.Message{}, errStale
	case w.subject.Step != "":
		return words(l.deck.Say("chair.changed", w.to.Member.Comrade(), cards.MeetingName(d), d.Chair().Name, d.Meeting.Starts, d.Meeting.Place))
	case d.Meeting.Chair != w.to.Member.ID:
		return words(l.deck.Say("chair.back", w.to.Member.Comrade(), cards.MeetingName(d), d.Chair().Name))
	}
	secretary, _ := d.Body.Secretary(d.Meeting.Day())
	return words(l.deck.Say("chair.told", w.to.Member.Comrade(), secretary.Name, cards.MeetingName(d), d.Meeting.ChairReason, d.Meeting.Starts, d.Meeting.Place))
}

func (l *Letters) planReminder(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.State != committee.Planned:
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("plan.reminder", d.Meeting.Starts, d.Window().Latest))
}

// notice is a member's notice. One that could not leave inside the window does not
// leave after it (SYS-07).
func (l *Letters) notice(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case w.first && d.Meeting.Kind != committee.Urgent && d.Now.After(d.Window().Latest):
		return bot.Message{}, errStale
	}
	return card(l.deck.Notice(d, w.to.Member))
}

// evidence is a meeting with what became of its notice.
func (l *Letters) evidence(ctx context.Context, w writing) (d committee.Dossier, sent committee.Sendings, err error) {
	if d, err = l.dossier(ctx, w); err == nil {
		sent, err = l.clerk.Sendings(ctx, d.Meeting)
	}
	return d, sent, err
}

// earlyNotice tells the date and the topics before the notice (NTC-03).
func (l *Letters) earlyNotice(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.State != committee.Fixed || d.Meeting.EarlyAt.IsZero() || clerk.NoticeStep(d.Meeting) != w.subject.Step:
		return bot.Message{}, errStale
	}
	d.Meeting.Roll = committee.Summon(d.Body, d.Agenda, d.Committee.Bylaws, committee.DayOf(d.Now))
	return words(l.deck.EarlyNotice(d, w.to.Member))
}

func (l *Letters) noticeReport(ctx context.Context, w writing) (bot.Message, error) {
	d, sent, err := l.evidence(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.NoticeReport(d, sent))
}

// noticeFailing names whom the notice did not leave for and nobody has told yet.
func (l *Letters) noticeFailing(ctx context.Context, w writing) (bot.Message, error) {
	d, sent, err := l.evidence(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	unsent := d.Meeting.Unsent(sent)
	if d.Meeting.State != committee.Noticed || len(unsent) == 0 {
		return bot.Message{}, errStale
	}
	return words(l.deck.NoticeFailing(d, unsent))
}

func (l *Letters) noticeMissed(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.State != committee.Fixed || !d.Now.After(d.Window().Latest):
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("notice.missed", d.Meeting.Starts, d.Window().Latest))
}

func (l *Letters) noticeNoTopics(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.State != committee.Fixed || len(d.Agenda) > 0 || d.Now.After(d.Window().Latest):
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("notice.no-topics", d.Meeting.Starts, d.Window().Latest))
}

// noticeReckoned tells what a new holiday table does to the notice of a meeting.
func (l *Letters) noticeReckoned(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.State == committee.Fixed:
		return words(l.deck.Say("reckoned.moved", d.Meeting.Starts, d.Window().First, d.Window().Latest, d.Meeting.NoticeAt))
	case d.Meeting.Outside(d.Committee.Bylaws, d.Calendar):
		return words(l.deck.Say("reckoned.outside", d.Meeting.Starts, d.Window().First, d.Window().Latest, d.Meeting.NoticedAt))
	}
	return bot.Message{}, errStale
}

func (l *Letters) moved(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.Say("moved.to", cards.MeetingName(d), cards.Dated(d.Meeting.Starts, d.Now)))
}

func (l *Letters) leave(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, func(d committee.Dossier) bot.Card {
		who, _ := d.Body.Member(w.subject.Member)
		return l.deck.Leave(d, who)
	})
}

func (l *Letters) leaveAnswered(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	secretary, _ := d.Body.Secretary(committee.DayOf(d.Now))
	return words(l.deck.Say("leave.answered."+w.subject.Step, secretary.Name))
}

func (l *Letters) doomed(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, l.deck.Doomed)
}

// chase asks only those who are still silent (NTC-08), and nobody whom the notice
// itself could not be sent to in time.
func (l *Letters) chase(ctx context.Context, w writing) (bot.Message, error) {
	d, sent, err := l.evidence(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	a := d.Meeting.Attendee(w.to.Member.ID)
	_, tried := sent[w.to.Member.ID]
	if w.first && (a == nil || a.Answer != committee.Silent || !tried) {
		return bot.Message{}, errStale
	}
	return card(l.deck.Chase(d, w.to.Member))
}

func (l *Letters) call(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, func(d committee.Dossier) bot.Card {
		who, _ := d.Body.Member(w.subject.Member)
		return l.deck.Call(d, who)
	})
}

func (l *Letters) forecast(ctx context.Context, w writing) (bot.Message, error) {
	return l.waiting(ctx, w, l.deck.Forecast)
}

func (l *Letters) reminder(ctx context.Context, w writing) (bot.Message, error) {
	return l.waiting(ctx, w, l.deck.Reminder)
}

// waiting writes a sentence that has its reason only before the opening.
func (l *Letters) waiting(ctx context.Context, w writing, say func(committee.Dossier) string) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.State != committee.Noticed || d.Now.After(d.Meeting.Starts):
		return bot.Message{}, errStale
	}
	return words(say(d))
}

func (l *Letters) checkIn(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, func(d committee.Dossier) bot.Card { return l.deck.CheckIn(d, w.to.Member) })
}

func (l *Letters) quorumMet(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, l.deck.QuorumMet)
}

func (l *Letters) wait(ctx context.Context, w writing) (bot.Message, error) {
	return l.drawn(ctx, w, l.deck.Wait)
}

// opinion is what somebody who did not come wants to be read out.
func (l *Letters) opinion(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	a := d.Meeting.Attendee(w.subject.Member)
	if a == nil || a.Opinion == "" {
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("opinion.told", d.Body.Name(a.Member), a.Opinion))
}

func (l *Letters) opened(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return words(l.deck.Say("opened.recorder", committee.Moment(d.Meeting.OpenedAt), d.Meeting.Present()))
}
