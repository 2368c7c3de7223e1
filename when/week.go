package when

import (
	"strings"
	"time"

	"yishi/workday"
)

// The days of the week from Monday on; 天 is another word for 日.
const weekdays = "一二三四五六日天"

const daysOfWeek = 7

// placeOf returns the place of a day in its week, from Monday 0 on.
func placeOf(d workday.Date) int { return (int(d.Weekday()) + daysOfWeek - 1) % daysOfWeek }

// mondayOf returns the Monday of the week of d.
func mondayOf(d workday.Date) workday.Date { return d.AddDays(-placeOf(d)) }

// plainWeekday reads 周三, 周3 or 周天, and returns its place in the week.
func (p *parser) plainWeekday() (place int, ok bool) {
	if !p.next("周") {
		return 0, false
	}
	return p.weekdayPlace()
}

// weekdayPlace reads the 三 of 周三.
func (p *parser) weekdayPlace() (place int, ok bool) {
	if place, ok = p.nextOf(weekdays); !ok {
		if place, ok = p.nextOf("1234567"); isDigit(p.peek(0)) {
			return 0, false
		}
	}
	return min(place, daysOfWeek-1), ok && !p.seesAny(notAfterWeekday)
}

// What follows 周三 and 周日 only where they are no weekday: 每周三次, 周日常.
var notAfterWeekday = []string{"次", "遍", "回", "位", "名", "常", "报", "刊", "杰"}

// weeksAway reads the words before 周 that choose a week: -1 for 上, 0 for 本
// and 这, 1 for 下, 2 for 下下.
func (p *parser) weeksAway() (n int, ok bool) {
	n, ok = p.away()
	if !ok {
		return 0, false
	}
	if p.next("个", "一") {
		p.next("个")
	}
	return n, true
}

// The most 下 that anyone says: 下下下下周.
const farthest = 4

// away reads 上, 本, 这, 下, 下下, and so on.
func (p *parser) away() (n int, ok bool) {
	switch {
	case p.next("本", "这", "当"):
		return 0, true
	case p.next("上"):
		for n = -1; n >= -farthest && p.next("上"); n-- {
		}
		return n, n >= -farthest
	case p.next("下"):
		for n = 1; n <= farthest && p.next("下"); n++ {
		}
		return n, n <= farthest
	}
	return 0, false
}

// weekday reads 周三, 本周三, 下周三, 下下周三. A bare one is the first on or after
// today; the others are days of their week, which begins on Monday.
func (p *parser) weekday() (day, bool) {
	partial := p.partialWeek()
	if place, ok := try(p, p.plainWeekday); ok && !partial {
		return p.bareWeekday(place), true
	}
	next := p.sees("下一个")
	weeks, ok := p.weeksAway()
	if !ok || !p.next("周") {
		return day{}, false
	}
	p.next("的")
	p.next("周")
	place, ok := p.weekdayPlace()
	if !ok {
		return day{}, false
	}
	d := day{date: mondayOf(p.today).AddDays(daysOfWeek*weeks + place), named: true}
	earlier := d.date.AddDays(-daysOfWeek)
	if place == daysOfWeek-1 && weeks > 0 { // where weeks begin on Sunday, it is a week earlier
		d.others = []workday.Date{earlier}
	}
	if p.today.Weekday() == time.Sunday && weeks >= 0 && place < daysOfWeek-1 { // whose week has begun today speaks of a week later
		d.others, d.unsure = []workday.Date{d.date.AddDays(daysOfWeek)}, true
	}
	if next && earlier.After(p.today) { // the next one may be the coming one
		d.others, d.unsure = []workday.Date{earlier}, true
	}
	return d, true
}

// partialWeek tells whether a 周三 here would be part of something longer: 一周三次.
func (p *parser) partialWeek() bool {
	before := p.peek(-1)
	return isNumeral(before) || isDigit(before) || before != 0 && strings.ContainsRune("上下每个", before)
}

// bareWeekday returns the first such weekday on or after the base.
func (p *parser) bareWeekday(place int) day {
	ahead := (place - placeOf(p.base) + daysOfWeek) % daysOfWeek
	d := day{date: p.base.AddDays(ahead), weekly: true, named: true}
	if ahead == 0 {
		d.others = []workday.Date{d.date.AddDays(daysOfWeek)}
	}
	return d
}

// weekend reads 周末, 本周末, 下周末: Saturday and Sunday.
func (p *parser) weekend() (day, bool) {
	weeks, _ := try(p, p.weeksAway)
	if !p.next("周末") {
		return day{}, false
	}
	saturday := mondayOf(p.today).AddDays(daysOfWeek*weeks + 5)
	return day{date: saturday, end: saturday.AddDays(2)}, true
}
