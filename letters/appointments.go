package letters

import (
	"context"
	"fmt"

	"yishi/bot"
	"yishi/committee"
)

// caseOf finds the case of a letter, and how many steps it had when the letter was
// written.
func (l *Letters) caseOf(ctx context.Context, w writing) (a committee.Appointment, steps int, err error) {
	var id committee.AppointmentID
	if _, err := fmt.Sscanf(w.subject.Step, "%d.%d", &id, &steps); err != nil {
		return a, 0, fmt.Errorf("letters: reading the number of a case: %w", err)
	}
	cases, err := l.clerk.Appointments(ctx, w.to)
	for _, one := range cases {
		if one.ID == id {
			return one, steps, err
		}
	}
	if err == nil {
		err = errStale
	}
	return a, 0, err
}

func (l *Letters) candidate(ctx context.Context, w writing) (bot.Message, error) {
	a, steps, err := l.caseOf(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	return card(l.deck.Candidate(a, steps))
}

func (l *Letters) candidateHeard(ctx context.Context, w writing) (bot.Message, error) {
	a, _, err := l.caseOf(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	text := l.deck.CandidateLine(a, w.to)
	if a.State == committee.Passed {
		text += "\n" + l.deck.Say("appoint.do", a.Name)
	}
	return words(text)
}
