package when

import (
	"time"

	"yishi/workday"
)

// A day is what day words mean: the first choice, and what else they may mean.
type day struct {
	date   workday.Date
	end    workday.Date // the day after the last, where the words name several days
	others []workday.Date

	unsure bool // the person must be asked
	weekly bool // a bare weekday: a week later where its hour has passed
	named  bool // said by another word than a date, so that a date may follow
	sameAs bool // n天后, which may also mean this very hour
	parted bool // 今 or 明, which need a part of the day behind them

	moved moved
}

// moved tells how far from the base a day had to be looked for.
type moved int

const (
	stayed moved = iota
	nextMonth
	nextYear
)

// inVain tells whether the end of a span was moved so far from its start that
// it is likelier to be wrong: 12月10日至12月9日.
func (m moved) inVain(days int) bool {
	return m == nextMonth && days > halfMonth || m == nextYear && days > halfYear
}

// back returns the moment that was meant, before it was moved.
func (m moved) back(t time.Time) time.Time {
	if m == nextMonth {
		return t.AddDate(0, -1, 0)
	}
	return t.AddDate(-1, 0, 0)
}

// single is a day that the words leave no doubt about.
func single(d workday.Date) (day, bool) { return day{date: d}, true }

// day reads the words for one day, or for several that belong together.
func (p *parser) day() (day, bool) {
	d, ok := first(p,
		p.ofYear, p.lunar, p.monthDay, p.relative, p.weekend, p.weekday, p.nthOfMonth, p.dayOfMonth, p.tenDays, p.monthEnd,
		p.workingDay, p.festival, p.period, p.englishDay)
	if !ok {
		return d, false
	}
	return p.confirmed(d), true
}

// Days that have a name from today on.
var relatives = []struct {
	word string
	days int
}{
	{"大后天", 3},
	{"大前天", -3},
	{"今天", 0},
	{"今日", 0},
	{"今儿", 0},
	{"明天", 1},
	{"明日", 1},
	{"明儿", 1},
	{"后天", 2},
	{"后日", 2},
	{"昨天", -1},
	{"昨日", -1},
	{"前天", -2},
	{"today", 0},
	{"tonight", 0},
	{"tomorrow", 1},
	{"yesterday", -1},
}

// relative reads 今天, 今晚, 大后天, 三天后, 两周后, 一个月后.
func (p *parser) relative() (day, bool) {
	for _, r := range relatives {
		if p.next(r.word) && !isLetter(p.peek(0)) {
			return day{date: p.today.AddDays(r.days), named: true}, true
		}
	}
	for i, word := range []string{"今", "明"} {
		if p.sees(word+"早") || p.sees(word+"晚") {
			p.pos++
			return day{date: p.today.AddDays(i), named: true, parted: true}, true
		}
	}
	if p.sees("昨晚") {
		p.pos++
		return day{date: p.today.AddDays(-1), named: true, parted: true}, true
	}
	return first(p, p.halfMonthLater, p.weekdayLater, p.daysLater)
}

// halfMonthLater reads 半个月后, which is a fortnight to some.
func (p *parser) halfMonthLater() (day, bool) {
	if !p.next("半个月", "半月") || !p.take("之后", "以后", "后") {
		return day{}, false
	}
	return day{date: p.today.AddDays(halfMonth), others: []workday.Date{p.today.AddDays(halfMonth - 1)}, unsure: true}, true
}

// weekdayLater reads 两周后的周二.
func (p *parser) weekdayLater() (day, bool) {
	n, ok := p.number()
	p.take("个")
	if !ok || n == 0 || !p.take("周") || !p.take("之后", "以后", "后") {
		return day{}, false
	}
	p.take("的")
	p.blanks()
	place, ok := p.plainWeekday()
	return day{date: mondayOf(p.today).AddDays(daysOfWeek*n + place), named: true}, ok
}

// daysLater reads 三天后, 两周后, 一个月后, 两年后.
func (p *parser) daysLater() (day, bool) {
	n, ok := p.number()
	if !ok || n == 0 {
		return day{}, false
	}
	counted := p.take("个") // 三月后 is after March, 三个月后 three months from now
	var d day
	switch {
	case p.take("天", "日"):
		d = day{date: p.today.AddDays(n), sameAs: true}
	case p.take("周"):
		d = day{date: p.today.AddDays(7 * n)}
	case counted && p.take("月"):
		d = day{date: addMonths(p.today, n)}
	case p.take("年"):
		d = day{date: addMonths(p.today, 12*n)}
	default:
		return day{}, false
	}
	return d, p.take("之后", "以后", "后") && !p.sees("天")
}

// addMonths returns the same day n months later, or the last of that month
// where it is shorter.
func addMonths(d workday.Date, n int) workday.Date {
	last := monthAfter(d, n+1).AddDays(-1)
	if d.Day < last.Day {
		return workday.New(last.Year, last.Month, d.Day)
	}
	return last
}

// monthAfter returns the first day of the month that is n months after d's.
func monthAfter(d workday.Date, n int) workday.Date {
	return workday.New(d.Year, d.Month+time.Month(n), 1)
}

// confirmed reads what stands beside a day to make sure of it: its weekday, or
// a date where the day itself was said by its weekday or as 明天. It must agree.
func (p *parser) confirmed(d day) day {
	if !d.end.IsZero() {
		return d
	}
	if w, ok := try(p, p.besideWeekday); ok {
		d = p.onWeekday(d, w)
	}
	if d.named {
		if date, ok := try(p, p.besideDate); ok {
			d = p.onDate(d, date)
		}
	}
	return d
}

// besideWeekday reads 周四, （周四） or （四）, and returns its place in the week from
// Monday 0 on.
func (p *parser) besideWeekday() (place int, ok bool) {
	open := p.take("(")
	p.blanks()
	if place, ok = try(p, p.plainWeekday); !ok && open {
		place, ok = p.nextOf(weekdays)
		place = min(place, daysOfWeek-1)
	}
	return place, ok && (!open || p.take(")"))
}

// onWeekday returns the reading of d that falls on a weekday.
func (p *parser) onWeekday(d day, place int) day {
	if placeOf(d.date) == place {
		return d
	}
	for _, other := range d.others {
		if placeOf(other) == place {
			return day{date: other, moved: d.moved}
		}
	}
	said := mondayOf(d.date).AddDays(place)
	p.failed(&Error{Kind: WeekdayMismatch, Date: d.date, Other: said})
	return d
}

// besideDate reads 12月1日 or （12月1日）.
func (p *parser) besideDate() (day, bool) {
	open := p.take("(")
	p.blanks()
	d, ok := first(p, p.ofYear, p.monthDay)
	return d, ok && (!open || p.take(")"))
}

// onDate returns the date that was said beside another word for the day. A bare
// weekday only names the date's weekday; every other word must name that day.
func (p *parser) onDate(d, date day) day {
	if d.weekly && placeOf(d.date) == placeOf(date.date) || d.date == date.date {
		return date
	}
	p.failed(&Error{Kind: WeekdayMismatch, Date: date.date, Other: d.date})
	return date
}
