package when

import (
	"strings"
	"time"

	"yishi/workday"
)

// month reads 本月, 这个月, 下个月, 下月, 上月, 12月 or 明年3月 and returns its first
// day. A month without a year that is over is the one of next year.
func (p *parser) month() (workday.Date, bool) {
	if n, ok := try(p, p.monthsAway); ok {
		return monthAfter(p.today, n), true
	}
	year, said := try(p, p.year)
	if !said {
		year = p.base.Year
	}
	p.take("的")
	month, ok := p.monthNumber()
	if !ok || month < 1 || month > 12 || !p.take("月份", "月") {
		return workday.Date{}, false
	}
	d := workday.New(year, time.Month(month), 1)
	if !said && monthAfter(d, 1).Compare(p.base) <= 0 {
		d = d.AddYears(1)
	}
	return d, true
}

// monthsAway reads 上个月, 本月, 下月, 下下个月.
func (p *parser) monthsAway() (n int, ok bool) {
	if n, ok = p.away(); !ok {
		return 0, false
	}
	p.next("个")
	return n, p.next("月")
}

// dayOfMonth reads 15号 and 下个月15号. A bare one is the first on or after the
// base; months that are too short are passed over.
func (p *parser) dayOfMonth() (day, bool) {
	if n, ok := try(p, p.monthsAway); ok {
		p.take("的")
		return p.dayOf(monthAfter(p.today, n))
	}
	if p.addressed() {
		return day{}, false
	}
	n, ok := p.small()
	if !ok || n == 0 || !p.dayMark() && !ahead(p, p.untilDay) {
		return day{}, false
	}
	if n > 31 {
		p.failed(&Error{Kind: NoSuchDay, Day: n})
		return day{date: p.base}, p.dialAhead()
	}
	for month := monthAfter(p.base, 0); ; month = monthAfter(month, 1) {
		date := workday.Date{Year: month.Year, Month: month.Month, Day: n}
		if !workday.Valid(date.Year, date.Month, n) || date.Before(p.base) {
			continue
		}
		d := day{date: date}
		if date.Month != p.base.Month {
			d.moved = nextMonth
		}
		return d, true
	}
}

// untilDay reads the 至5日 of 3至5日.
func (p *parser) untilDay() (n int, ok bool) {
	if !p.until() {
		return 0, false
	}
	n, ok = p.small()
	return n, ok && p.dayMark()
}

// dayOf reads the 15号 of a month that was said, which is never moved.
func (p *parser) dayOf(month workday.Date) (day, bool) {
	n, ok := p.small()
	if !ok || !p.dayMark() {
		return day{}, false
	}
	if !workday.Valid(month.Year, month.Month, n) {
		p.failed(&Error{Kind: NoSuchDay, Year: month.Year, Month: int(month.Month), Day: n})
		return day{date: month}, true
	}
	return single(workday.New(month.Year, month.Month, n))
}

// addressed tells whether a number here is the one of a house, as 人民路15号, or of
// a month that was not understood.
func (p *parser) addressed() bool {
	i := p.pos - 1
	for i >= 0 && p.text[i] == ' ' {
		i--
	}
	return i >= 0 && strings.ContainsRune("路街道巷弄里院楼栋座段村组线月", p.text[i])
}

// nthOfMonth reads 下个月最后一个周五, 12月第二个周三, 本月第一个工作日.
func (p *parser) nthOfMonth() (day, bool) {
	month, ok := p.month()
	if !ok {
		return day{}, false
	}
	p.take("的")
	if p.take("最后一天") {
		return single(monthAfter(month, 1).AddDays(-1))
	}
	n, ok := p.nth()
	if !ok {
		return day{}, false
	}
	if p.take("工作日") {
		return p.nthWorkday(month, n)
	}
	p.blanks()
	place, ok := p.plainWeekday()
	if !ok {
		return day{}, false
	}
	d := nthWeekday(month, n, place)
	if d.Month != month.Month {
		p.failed(&Error{Kind: NoSuchDay, Year: month.Year, Month: int(month.Month)})
	}
	return single(d)
}

// last stands for 最后一个 where others have 第n个.
const last = -1

// nth reads 第二个, 首个 and 最后一个.
func (p *parser) nth() (n int, ok bool) {
	if p.take("最后一个", "最后1个", "最后") {
		return last, true
	}
	n, ok = p.ordinal()
	p.take("个")
	return n, ok && n > 0
}

// nthWeekday returns the n-th such weekday from the first of a month on, or the
// last of the month.
func nthWeekday(month workday.Date, n, place int) workday.Date {
	if n == last {
		end := monthAfter(month, 1).AddDays(-1)
		return end.AddDays(-((placeOf(end) - place + daysOfWeek) % daysOfWeek))
	}
	return month.AddDays((place-placeOf(month)+daysOfWeek)%daysOfWeek + daysOfWeek*(n-1))
}

// tenDays reads 12月上旬, 中旬 and 下旬: the days to the 10th, to the 20th, and the
// others of a month.
func (p *parser) tenDays() (day, bool) {
	month, ok := try(p, p.month)
	if !ok {
		month = monthAfter(p.today, 0)
	}
	p.take("的")
	switch {
	case p.take("上旬"):
		return lasting(month, month.AddDays(10))
	case p.take("中旬"):
		return lasting(month.AddDays(10), month.AddDays(20))
	case p.take("下旬"):
		return lasting(month.AddDays(20), monthAfter(month, 1))
	}
	return day{}, false
}

// monthEnd reads 月底, 本月底, 12月末, 月初, 年底, 年初. What exactly the end is must
// be asked.
func (p *parser) monthEnd() (day, bool) {
	month, ok := try(p, p.month)
	switch {
	case ok && p.next("底", "末", "月底", "月末", "的月底", "的月末"):
		return p.endOn(monthAfter(month, 1).AddDays(-1)), true
	case ok && p.next("初", "月初", "的月初"):
		return day{date: month, unsure: true}, true
	case ok:
		return day{}, false
	case p.next("月底", "月末"):
		return p.endOn(monthAfter(p.today, 1).AddDays(-1)), true
	case p.next("月初"):
		return day{date: monthAfter(p.today, 0), unsure: true}, true
	case p.sees("年底"), p.sees("年末"), p.sees("年初") && p.peek(-1) != '大':
		return p.endOf(p.today.Year)
	}
	return day{}, false
}

// endOf reads the 底 or 年底 of a year, or its 初 or 年初.
func (p *parser) endOf(year int) (day, bool) {
	switch {
	case p.next("年底", "年末", "底", "末"):
		return p.endOn(workday.New(year, time.December, 31)), true
	case p.next("年初", "初") && !isNumeral(p.peek(0)):
		return day{date: workday.New(year, time.January, 1), unsure: true}, true
	}
	return day{}, false
}

// endOn returns the end of a month or year, or a working day shortly before.
func (p *parser) endOn(d workday.Date) day {
	other := p.cal.OnOrBefore(d)
	if other == d {
		other, _ = p.cal.Back(d, 1)
	}
	return day{date: d, others: []workday.Date{other}, unsure: true}
}
