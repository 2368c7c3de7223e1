package letters

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yishi/bot"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

// termsEnding tells the secretary whose terms end within the longest warning, and whose
// have (ORG-05).
func (l *Letters) termsEnding(ctx context.Context, w writing) (bot.Message, error) {
	body, err := l.clerk.Roster(ctx, w.to.Committee.ID)
	if err != nil {
		return bot.Message{}, err
	}
	today := workday.On(l.clerk.Now())
	ending := body.Ending(today, l.clerk.Calendar())
	if len(ending) == 0 {
		return bot.Message{}, errStale
	}
	return words(strings.Join(append(l.deck.Terms(ending, today), l.deck.Say("terms.do")), "\n"))
}

// vacancy tells the secretary of one seat that is still empty (ORG-07).
func (l *Letters) vacancy(ctx context.Context, w writing) (bot.Message, error) {
	number, _, _ := strings.Cut(w.subject.Step, ".")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return bot.Message{}, fmt.Errorf("letters: reading the number of a vacancy: %w", err)
	}
	open, err := l.clerk.Vacancies(ctx, w.to)
	if err != nil {
		return bot.Message{}, err
	}
	body, err := l.clerk.Roster(ctx, w.to.Committee.ID)
	for _, v := range open {
		if v.ID == committee.VacancyID(id) && err == nil {
			return words(l.deck.Vacancy(v, body, w.to.Committee.Bylaws, workday.On(l.clerk.Now())) + l.deck.Fill(v.Seat))
		}
	}
	if err == nil {
		err = errStale
	}
	return bot.Message{}, err
}

// postVacant tells that nobody can convene a meeting (ORG-03).
func (l *Letters) postVacant(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.dossier(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	if _, vacant := d.Body.Convener(workday.On(l.clerk.Now())); vacant == nil || d.Meeting.State != committee.Fixed {
		return bot.Message{}, errStale
	}
	return words(l.deck.Say("secretary.vacant.notice", d.Meeting.Starts))
}

// officeTaken welcomes who takes a post over (ORG-03).
func (l *Letters) officeTaken(_ context.Context, w writing) (bot.Message, error) {
	post, ok := committee.RoleNamed(w.subject.Step)
	switch {
	case !ok || !w.to.Member.Roles.Has(post):
		return bot.Message{}, errStale
	case w.to.Member.Roles&post == 0:
		return words(l.deck.Say("office.acting", w.to.Member.Comrade()))
	}
	return words(l.deck.Say("office.taken", w.to.Member.Comrade(), w.to.Member.From, post.Names()))
}

// officeGiven tells somebody what he is appointed to, from when and by what document
// (ORG-03, ORG-04, ORG-05).
func (l *Letters) officeGiven(ctx context.Context, w writing) (bot.Message, error) {
	how, day, _ := strings.Cut(w.subject.Step, ".")
	m, from, err := l.ofOffice(ctx, w, day)
	if err != nil {
		return bot.Message{}, err
	}
	for _, t := range append(slices.Clone(m.Former), m.Term()) {
		if t.Holds(from) {
			return words(l.deck.OfficeGiven(how, w.to.Committee, m, t))
		}
	}
	return bot.Message{}, errStale
}

// officeEnded tells somebody that his office ends, from when and by what document, and
// who follows him (ORG-03, ORG-07).
func (l *Letters) officeEnded(ctx context.Context, w writing) (bot.Message, error) {
	m, from, err := l.ofOffice(ctx, w, w.subject.Step)
	if err != nil {
		return bot.Message{}, err
	}
	ended := m.RolesOn(from.AddDays(-1)) &^ m.RolesOn(from)
	if ended == 0 { // taken back
		return bot.Message{}, errStale
	}
	body, err := l.clerk.Roster(ctx, w.to.Committee.ID)
	if err != nil {
		return bot.Message{}, err
	}
	reason, document, _ := strings.Cut(w.subject.Words, "\n")
	heirs := body.With(ended&(committee.Secretary|committee.Vice), from)
	return words(l.deck.OfficeEnded(w.to.Committee, m, ended, from, l.deck.Grounds(reason, document), heirs))
}

// ofOffice finds whose office a letter is about, and the day that it names.
func (l *Letters) ofOffice(ctx context.Context, w writing, text string) (m committee.Member, day workday.Date, err error) {
	if day, err = workday.Parse(text); err != nil {
		return m, day, fmt.Errorf("letters: reading the first day of an office: %w", err)
	}
	body, err := l.clerk.Roster(ctx, w.to.Committee.ID)
	m, _ = body.Member(w.subject.Member)
	return m, day, err
}

// duty asks the secretary whether the street is to have a report on a member (ORG-08).
func (l *Letters) duty(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.clerk.DutyOf(ctx, w.to, w.subject.Member)
	if err != nil || !d.Flagged(w.to.Committee.Bylaws) {
		return bot.Message{}, stale(err)
	}
	return card(l.deck.DutyCard(d, w.to.Committee.Bylaws))
}

// dutyReport is the report itself, as it was sent.
func (l *Letters) dutyReport(ctx context.Context, w writing) (bot.Message, error) {
	d, err := l.clerk.DutyOf(ctx, w.to, w.subject.Member)
	if err != nil {
		return bot.Message{}, stale(err)
	}
	day, err := workday.Parse(w.subject.Step)
	if err != nil {
		return bot.Message{}, fmt.Errorf("letters: reading the day of a report: %w", err)
	}
	return words(papers.DutyReport{Committee: w.to.Committee, Duty: d, Dated: day}.Text())
}

// stale is the end of a letter whose reason a rule no longer sees.
func stale(err error) error {
	if _, refused := errors.AsType[*committee.Refusal](err); refused || err == nil {
		return errStale
	}
	return err
}
