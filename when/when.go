// Package when reads the date and time words that people write in Chinese, as
// 下周二 14:30, 12月15日下午两点半 or 三个工作日后 (spec §3.8), and a few English ones.
//
// It never guesses in silence: a reading says when it is one of several, when
// it lies in the past, and which others were possible, so that the caller can
// ask (spec §3.9). Words that name a day that does not exist, or that contradict
// each other, are an [Error].
package when

import (
	"strings"
	"time"

	"yishi/workday"
)

// A Kind says what date words name.
type Kind int

// The kinds of readings.
const (
	Nothing   Kind = iota // there are no date words
	Day                   // a day, without an hour
	Moment                // a day and an hour
	Span                  // from one day or moment to another
	Recurring             // again and again
)

// String returns the kind as a word of a log.
func (k Kind) String() string {
	if names := [...]string{"nothing", "day", "moment", "span", "recurring"}; 0 <= k && int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// A Reading is what the date words of a text mean.
type Reading struct {
	Kind Kind

	// Start is the moment, or the first moment of the day or span, or of the
	// first occurrence of what recurs.
	Start time.Time

	// End is the first moment after a span: the midnight after its last day where
	// no hour was said. A recurring reading has it where it says how long.
	// Otherwise it is zero.
	End time.Time

	HasClock  bool      // an hour was said
	Ambiguous bool      // nothing may be done before the person has been asked
	Others    []Reading // what else the words may mean, the likelier first
	Past      bool      // Start is not after now; a day or a span of days lies before today

	// Rule is how a Recurring one recurs, as a rule of RFC 5545, such as
	// FREQ=MONTHLY;BYDAY=-1FR.
	Rule string

	// Rest is the text without its date words, for example the place.
	Rest string
}

// Read finds the first date words of a text, at its beginning or inside, and
// returns what they mean at the moment now, in the zone of now. Working days are
// counted by cal.
//
// Months and days without a year mean the first such day that is not before
// today; where this year's lies nearer in the past, the reading is ambiguous. A
// bare weekday means the first on or after today. A bare hour from 1 to 7 is read
// as one of the afternoon, and is ambiguous. Words such as 今天 or a stated year
// are never moved, and may be past.
//
// Read fails only with an *Error. In two cases it returns the readings beside it,
// which are ambiguous: of NotPublished the one by the rule of Monday to Friday,
// of WeekdayMismatch the date, and as another the day that the weekday says.
func Read(text string, now time.Time, cal *workday.Calendar) (Reading, error) {
	p := newParser(text, now, cal)
	for p.pos < len(p.text) {
		begin := p.pos
		if !p.mayBegin() {
			p.pos++
			continue
		}
		if p.skipped() {
			continue
		}
		if r, ok := try(p, p.phrase); ok {
			return p.finished(r, begin)
		}
		p.pos++
	}
	return Reading{Rest: strings.TrimSpace(text)}, nil
}

// finished adds to a reading what stands around its words.
func (p *parser) finished(r Reading, begin int) (Reading, error) {
	p.deadline()
	rest := p.without(begin, p.pos)
	switch {
	case p.err == nil:
		r.Rest = rest
		return r, nil
	case p.err.Kind == NotPublished:
		r.Rest, r.Ambiguous = rest, true
		return r, p.err
	case p.err.Kind == WeekdayMismatch && (r.Kind == Day || r.Kind == Moment):
		return p.eitherDay(r, rest), p.err
	}
	return Reading{Rest: rest}, p.err
}

// eitherDay returns the readings of a date and a word that contradict each other.
func (p *parser) eitherDay(r Reading, rest string) Reading {
	minute := r.Start.Hour()*minutesOfHour + r.Start.Minute()
	r = p.reading(r.Kind, p.err.Date, minute)
	r.Ambiguous, r.Others, r.Rest = true, []Reading{p.reading(r.Kind, p.err.Other, minute)}, rest
	return r
}

// phrase reads the longest date words that begin here.
func (p *parser) phrase() (Reading, bool) {
	return first(p, p.recurring, p.later, p.span)
}
