package when

import (
	"time"

	"yishi/workday"
)

const monthsOfQuarter = 3

// lasting returns the days from one date to the one before another.
func lasting(from, end workday.Date) (day, bool) { return day{date: from, end: end}, true }

// period reads 本周, 下个月, 下季度, 第四季度, 上半年.
func (p *parser) period() (day, bool) {
	return first(p,
		p.week,
		p.wholeMonth,
		p.quarter,
		func() (day, bool) { return p.quarterOf(p.today.Year) },
		func() (day, bool) { return p.halfOf(p.today.Year) },
	)
}

// week reads 本周, 这一周, 下周.
func (p *parser) week() (day, bool) {
	n, ok := p.weeksAway()
	if !ok || !p.next("周") || p.seesAny(notAfterWeek) {
		return day{}, false
	}
	monday := mondayOf(p.today).AddDays(daysOfWeek * n)
	return lasting(monday, monday.AddDays(daysOfWeek))
}

// What follows 周 only where it is no week: 以下周边道路.
var notAfterWeek = []string{"边", "围", "期", "到", "密", "转", "年", "岁", "知", "刊", "报", "折", "全", "旋", "游", "长"}

// wholeMonth reads 本月, 下个月.
func (p *parser) wholeMonth() (day, bool) {
	n, ok := p.monthsAway()
	if !ok || p.seesAny([]string{"台", "亮", "球", "季", "饼"}) {
		return day{}, false
	}
	return lasting(monthAfter(p.today, n), monthAfter(p.today, n+1))
}

// quarter reads 本季度, 下个季度.
func (p *parser) quarter() (day, bool) {
	n, ok := p.away()
	p.next("一")
	p.next("个")
	if !ok || !p.next("季度") {
		return day{}, false
	}
	return p.ofQuarter(monthAfter(p.today.Quarter().First(), monthsOfQuarter*n))
}

// ofQuarter returns the quarter that begins on a day, or its end where 末 follows.
func (p *parser) ofQuarter(start workday.Date) (day, bool) {
	end := monthAfter(start, monthsOfQuarter)
	if p.next("末", "底") {
		return p.endOn(end.AddDays(-1)), true
	}
	return lasting(start, end)
}

// quarterOf reads the 第四季度 or 四季度 of a year, which is this one where none was
// said, even if the quarter is over.
func (p *parser) quarterOf(year int) (day, bool) {
	p.next("第")
	n, ok := p.small()
	p.next("个")
	if !ok || n < 1 || n > 4 || !p.next("季度") {
		return day{}, false
	}
	return p.ofQuarter(workday.Quarter{Year: year, N: n}.First())
}

// halfOf reads the 上半年 or 下半年 of a year.
func (p *parser) halfOf(year int) (day, bool) {
	switch {
	case p.next("上半年"):
		return lasting(workday.New(year, time.January, 1), workday.New(year, time.July, 1))
	case p.next("下半年"):
		return lasting(workday.New(year, time.July, 1), workday.New(year+1, time.January, 1))
	}
	return day{}, false
}
