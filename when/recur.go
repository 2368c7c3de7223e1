package when

import (
	"fmt"
	"strings"
	"time"

	"yishi/workday"
)

// A recurrence says on which days something is, again and again.
type recurrence struct {
	rule    string // of RFC 5545
	on      func(workday.Date) bool
	biweeks bool // every second week; it is open which
}

// The days of the week as RFC 5545 writes them, from Monday on.
var ruleDays = [...]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// recurring reads 每周一9:00, 每月最后一个周五, 每年12月10日, 隔周周二15:00.
func (p *parser) recurring() (Reading, bool) {
	rec, ok := first(p, p.everyOtherWeek, p.every)
	if !ok {
		return Reading{}, false
	}
	d, hasDial := try(p, p.dialOfDay)
	ahead := func(on workday.Date) bool { return !hasDial || p.at(on, d.clock().minute).After(p.now) }
	from, ok := p.firstDay(func(on workday.Date) bool { return rec.on(on) && ahead(on) })
	if !ok {
		return Reading{}, false
	}
	pt := point{day: day{date: from}, hasDay: true, dial: d, hasDial: hasDial}
	if rec.biweeks {
		pt.day.others, pt.day.unsure = []workday.Date{from.AddDays(daysOfWeek)}, true
	}
	r, ended := try(p, func() (Reading, bool) { return p.ended(pt) })
	if !ended {
		r = p.resolved(pt)
	}
	r.Kind, r.Rule = Recurring, rec.rule
	return r, true
}

// firstDay returns the first day of a recurrence, on or after today.
func (p *parser) firstDay(on func(workday.Date) bool) (workday.Date, bool) {
	const longest = 9 * 366 // from one leap day to the next
	for n := range longest {
		if d := p.today.AddDays(n); on(d) {
			return d, true
		}
	}
	return workday.Date{}, false
}

// every reads what begins with 每.
func (p *parser) every() (recurrence, bool) {
	if !p.next("每") {
		return recurrence{}, false
	}
	p.next("个")
	return first(p, p.everyDay, p.everyWorkday, p.everyWeek, p.everyMonth, p.everyQuarter, p.everyYear)
}

func (p *parser) everyDay() (recurrence, bool) {
	return recurrence{rule: "FREQ=DAILY", on: func(workday.Date) bool { return true }}, p.next("天", "日")
}

// everyWorkday reads 工作日. RFC 5545 knows no holidays, so its rule is wider.
func (p *parser) everyWorkday() (recurrence, bool) {
	return recurrence{rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", on: p.cal.Works}, p.next("工作日")
}

// everyWeek reads 周一, 周一、三、五, 周二和周四.
func (p *parser) everyWeek() (recurrence, bool) {
	place, ok := p.plainWeekday()
	if !ok {
		return recurrence{}, false
	}
	var on [daysOfWeek]bool
	on[place] = true
	for {
		place, ok := try(p, p.anotherWeekday)
		if !ok {
			return recurrence{rule: "FREQ=WEEKLY;BYDAY=" + strings.Join(ruleDaysOf(on), ","), on: onPlaces(on)}, true
		}
		on[place] = true
	}
}

// anotherWeekday reads the 、三 behind 周一.
func (p *parser) anotherWeekday() (place int, ok bool) {
	if !p.take("、", "和", ",", "及") {
		return 0, false
	}
	p.blanks()
	p.next("周")
	return p.weekdayPlace()
}

func ruleDaysOf(on [daysOfWeek]bool) []string {
	var names []string
	for place, is := range on {
		if is {
			names = append(names, ruleDays[place])
		}
	}
	return names
}

func onPlaces(on [daysOfWeek]bool) func(workday.Date) bool {
	return func(d workday.Date) bool { return on[placeOf(d)] }
}

// everyOtherWeek reads 隔周周二, 隔周二 and 每两周周二.
func (p *parser) everyOtherWeek() (recurrence, bool) {
	if !p.next("隔周", "每隔一周", "每隔1周", "每两周", "每2周", "每二周") {
		return recurrence{}, false
	}
	p.take("的")
	p.blanks()
	place, ok := first(p, p.plainWeekday, p.weekdayPlace) // 隔周周三, or 隔周三
	return recurrence{
		rule:    "FREQ=WEEKLY;INTERVAL=2;BYDAY=" + ruleDays[place],
		on:      func(d workday.Date) bool { return placeOf(d) == place },
		biweeks: true,
	}, ok
}

// everyMonth reads 月15日, 月底, 月最后一个周五, 月第一个工作日.
func (p *parser) everyMonth() (recurrence, bool) {
	if !p.next("月") {
		return recurrence{}, false
	}
	p.take("的")
	if n, ok := try(p, p.markedDay); ok {
		return recurrence{
			rule: fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", n),
			on:   func(d workday.Date) bool { return d.Day == n },
		}, true
	}
	if p.take("底", "末", "最后一天") {
		return recurrence{
			rule: "FREQ=MONTHLY;BYMONTHDAY=-1",
			on:   func(d workday.Date) bool { return d.AddDays(1).Month != d.Month },
		}, true
	}
	return p.everyNth()
}

// markedDay reads the 15日 of 每月15日.
func (p *parser) markedDay() (n int, ok bool) {
	n, ok = p.small()
	return n, ok && 1 <= n && n <= 31 && p.dayMark()
}

// everyNth reads 第二个周三, 最后一个周五, 最后一个工作日.
func (p *parser) everyNth() (recurrence, bool) {
	n, ok := p.nth()
	if !ok {
		return recurrence{}, false
	}
	if p.take("工作日") {
		return recurrence{
			rule: fmt.Sprintf("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=%d", n),
			on:   func(d workday.Date) bool { return p.isNthWorkday(d, n) },
		}, true
	}
	p.blanks()
	place, ok := p.plainWeekday()
	return recurrence{
		rule: fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", n, ruleDays[place]),
		on:   func(d workday.Date) bool { return d == nthWeekday(monthAfter(d, 0), n, place) },
	}, ok && n <= 5
}

func (p *parser) isNthWorkday(d workday.Date, n int) bool {
	if !p.cal.Works(d) {
		return false
	}
	if n == last {
		return p.cal.Count(d, monthAfter(d, 1).AddDays(-1)) == 1
	}
	return p.cal.Count(monthAfter(d, 0), d) == n
}

// everyQuarter reads 季度第一个月15日, 季度最后一个月15日, 季度末.
func (p *parser) everyQuarter() (recurrence, bool) {
	if !p.next("季度", "季") {
		return recurrence{}, false
	}
	p.take("的")
	if p.take("末", "底", "最后一天") {
		return recurrence{
			rule: "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
			on:   func(d workday.Date) bool { return d == d.Quarter().Last() },
		}, true
	}
	month, ok := p.nth()
	if month == last {
		month = monthsOfQuarter
	}
	if !ok || month > monthsOfQuarter || !p.take("月") {
		return recurrence{}, false
	}
	p.take("的")
	n, ok := p.markedDay()
	return recurrence{
		rule: fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d,%d,%d,%d;BYMONTHDAY=%d", month, month+3, month+6, month+9, n),
		on:   func(d workday.Date) bool { return (int(d.Month)-1)%monthsOfQuarter+1 == month && d.Day == n },
	}, ok
}

// everyYear reads 年12月10日.
func (p *parser) everyYear() (recurrence, bool) {
	if !p.next("年") {
		return recurrence{}, false
	}
	p.take("的")
	md, ok := p.monthAndDay()
	return recurrence{
		rule: fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%d", md.month, md.day),
		on:   func(d workday.Date) bool { return d.Month == time.Month(md.month) && d.Day == md.day },
	}, ok
}
