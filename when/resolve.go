package when

import (
	"time"

	"yishi/workday"
)

// resolved returns what a point means.
func (p *parser) resolved(pt point) Reading {
	switch {
	case !pt.hasDial && pt.day.end.IsZero():
		return p.onDay(pt.day)
	case !pt.hasDial:
		r := p.reading(Span, pt.day.date, 0)
		r.End, r.Ambiguous = p.at(pt.day.end, 0), pt.day.unsure
		r.Past = !r.End.After(p.at(p.today, 0))
		return r
	case !pt.hasDay:
		return p.byClock(pt.dial)
	}
	return p.atMoment(pt.day, pt.dial.clock())
}

// at returns the moment so many minutes after the beginning of a day by the
// clock on the wall.
func (p *parser) at(d workday.Date, minute int) time.Time {
	d = d.AddDays(minute / minutesOfDay)
	minute %= minutesOfDay
	return d.At(minute/minutesOfHour, minute%minutesOfHour, p.now.Location())
}

// reading returns a reading that is sure.
func (p *parser) reading(k Kind, d workday.Date, minute int) Reading {
	r := Reading{Kind: k, Start: p.at(d, minute), HasClock: k == Moment}
	r.Past = !r.Start.After(p.now)
	if k == Day {
		r.Past = d.Before(p.today)
	}
	return r
}

// onDay returns what a day without an hour means.
func (p *parser) onDay(d day) Reading {
	r := p.reading(Day, d.date, 0)
	r.Ambiguous = d.unsure
	for _, other := range d.others {
		r.Others = append(r.Others, p.reading(Day, other, 0))
	}
	if d.sameAs {
		minute := p.now.Hour()*minutesOfHour + p.now.Minute()
		r.Others = append(r.Others, p.reading(Moment, d.date, minute))
	}
	return r
}

// atMoment returns what a day with an hour means. A bare weekday whose hour has
// passed is the one of next week; of several days the first is meant, or any other.
func (p *parser) atMoment(d day, c clock) Reading {
	if !d.end.IsZero() {
		d.unsure = true
		for other := d.date.AddDays(1); other.Before(d.end) && len(d.others) < daysOfWeek; other = other.AddDays(1) {
			d.others = append(d.others, other)
		}
	}
	if d.weekly && d.date == p.today && !p.at(d.date, c.minute).After(p.now) {
		d = day{date: d.date.AddDays(daysOfWeek), others: []workday.Date{d.date}, unsure: true}
	}
	r := p.reading(Moment, d.date, c.minute)
	r.Ambiguous = d.unsure || c.unsure
	for _, minute := range c.others {
		r.Others = append(r.Others, p.reading(Moment, d.date, minute))
	}
	for _, other := range d.others {
		r.Others = append(r.Others, p.reading(Moment, other, c.minute))
	}
	return r
}

// byClock returns what an hour without a day means: today, and tomorrow where
// it has passed; a bare one of the morning may then be one of this evening.
func (p *parser) byClock(said dial) Reading {
	c, d := said.clock(), day{date: p.base}
	bare := said.part == anyPart && !said.whole && 1 <= said.hour && said.hour < 12
	if !p.at(d.date, c.minute).After(p.now) {
		if evening := c.minute + halfDay; bare && p.at(d.date, evening).After(p.now) {
			c.others = append(c.others, evening-minutesOfDay) // today, which is the day before
		}
		d = day{date: d.date.AddDays(1), others: []workday.Date{d.date}, unsure: true}
	}
	return p.atMoment(d, c)
}
