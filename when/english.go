package when

import "yishi/workday"

// English names by their first three letters, and what may follow these.
var (
	englishWeekdays = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
	englishMonths   = [...]string{
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december",
	}
)

// englishDay reads next Wednesday, Friday, Dec 10, December 10th 2026, 10 Dec.
func (p *parser) englishDay() (day, bool) {
	return first(p, p.englishWeekday, p.englishDate)
}

// englishWeekday reads Friday, this Friday, and next Friday, which is 下周五 but
// may also mean the coming one.
func (p *parser) englishWeekday() (day, bool) {
	next := p.next("next ")
	this := !next && p.next("this ")
	place, ok := p.name(englishWeekdays[:])
	if !ok {
		return day{}, false
	}
	thisWeek := mondayOf(p.today).AddDays(place)
	switch {
	case next:
		return day{date: thisWeek.AddDays(daysOfWeek), others: []workday.Date{thisWeek}, unsure: true, named: true}, true
	case this:
		return day{date: thisWeek, named: true}, true
	}
	return p.bareWeekday(place), true
}

// englishDate reads Dec 10, December 10th, 2026 and 10 Dec 2026.
func (p *parser) englishDate() (day, bool) {
	md, ok := first(p, p.monthFirst, p.dayFirst)
	if !ok {
		return day{}, false
	}
	if year, ok := try(p, p.englishYear); ok {
		return p.dated(year, md.month, md.day)
	}
	return p.nextDate(md), true
}

func (p *parser) monthFirst() (md monthday, ok bool) {
	place, ok := p.name(englishMonths[:])
	p.next(".")
	p.blanks()
	md = monthday{month: place + 1}
	if !ok {
		return md, false
	}
	md.day, ok = p.part()
	return md, ok && p.ordinalEnd()
}

func (p *parser) dayFirst() (md monthday, ok bool) {
	if md.day, ok = p.part(); !ok || !p.ordinalEnd() {
		return md, false
	}
	p.blanks()
	place, ok := p.name(englishMonths[:])
	md.month = place + 1
	return md, ok
}

// ordinalEnd reads the th of 10th, if it is there.
func (p *parser) ordinalEnd() bool {
	p.next("st", "nd", "rd", "th")
	return !isLetter(p.peek(0)) && p.peek(0) != ':'
}

// englishYear reads the 2026 behind a date.
func (p *parser) englishYear() (year int, ok bool) {
	p.take(",")
	p.blanks()
	year, width := p.digits(4)
	return year, width == 4 && year >= firstYear && year <= lastYear && p.peek(0) != ':'
}

// name reads one of some names, whole or by its first three letters, and
// returns its place.
func (p *parser) name(names []string) (place int, ok bool) {
	for i, name := range names {
		if (p.next(name) || p.next(name[:3])) && !isLetter(p.peek(0)) {
			return i, true
		}
	}
	return 0, false
}

// englishHour reads 2pm and 2 p.m.
func (p *parser) englishHour() (d dial, ok bool) {
	hour, ok := p.small()
	part := p.halfOfDay()
	return dial{hour: hour, part: part}, ok && part != anyPart && 1 <= hour && hour <= 12
}

// halfOfDay reads am or pm, if it is there.
func (p *parser) halfOfDay() daypart {
	pos := p.pos
	for _, half := range []struct {
		words []string
		part  daypart
	}{{[]string{"am", "a.m."}, dawn}, {[]string{"pm", "p.m."}, afternoon}} {
		if p.take(half.words...) && !isLetter(p.peek(0)) {
			return half.part
		}
		p.pos = pos
	}
	return anyPart
}
