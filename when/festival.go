package when

import (
	"time"

	"github.com/6tail/lunar-go/calendar"

	"yishi/workday"
)

// A festival is on a day of the civil or of the lunar calendar, or on a solar term.
type festival struct {
	words  []string
	civil  monthday
	lunar  monthday
	term   int  // its place among the library's solar terms of a year
	number bool // its name is also a number
}

// The places of two solar terms in the library's list of a year, which begins
// with the terms of the December before.
const (
	brightness = 8
	solstice   = 25
)

// newYearsEve is the last day of the lunar year, also where its month has 29 days.
var newYearsEve = monthday{12, 30}

var festivals = []festival{
	{words: []string{"元旦节", "元旦"}, civil: monthday{1, 1}},
	{words: []string{"劳动节", "五一劳动节", "五一节"}, civil: monthday{5, 1}},
	{words: []string{"国庆节", "国庆", "十一国庆"}, civil: monthday{10, 1}},
	{words: []string{"春节", "大年初一"}, lunar: monthday{1, 1}},
	{words: []string{"除夕夜", "除夕", "大年三十", "年三十"}, lunar: newYearsEve},
	{words: []string{"元宵节", "元宵"}, lunar: monthday{1, 15}},
	{words: []string{"端午节", "端午"}, lunar: monthday{5, 5}},
	{words: []string{"中秋节", "中秋"}, lunar: monthday{8, 15}},
	{words: []string{"重阳节", "重阳"}, lunar: monthday{9, 9}},
	{words: []string{"七夕节", "七夕"}, lunar: monthday{7, 7}},
	{words: []string{"腊八节", "腊八"}, lunar: monthday{12, 8}},
	{words: []string{"清明节", "清明"}, term: brightness},
	{words: []string{"冬至节", "冬至"}, term: solstice},
	{words: []string{"五一"}, civil: monthday{5, 1}, number: true},
	{words: []string{"十一"}, civil: monthday{10, 1}, number: true},
}

// What follows the name of a festival where it is part of a place's name.
var festivalPlaces = []string{"路", "街", "巷", "村", "社区", "小区", "桥", "广场", "大道", "镇", "苑", "里", "新村", "公园", "楼", "厅", "门", "山"}

// festival reads 春节, 国庆节, 元旦后第一个工作日.
func (p *parser) festival() (day, bool) {
	f, ok := p.festivalName()
	if !ok {
		return day{}, false
	}
	d, ok := f.on(p.base.Year)
	if ok && d.date.Before(p.base) {
		d, ok = f.on(p.base.Year + 1)
	}
	if !ok {
		return day{}, false
	}
	if f.number && f.civil.month == 10 { // 十一 may also be the 11th
		d.others, d.unsure = []workday.Date{p.eleventh()}, true
	}
	return p.around(d), true
}

// festivalOf reads the 春节 of a year.
func (p *parser) festivalOf(year int) (day, bool) {
	f, ok := p.festivalName()
	if !ok {
		return day{}, false
	}
	d, ok := f.on(year)
	return p.around(d), ok
}

func (p *parser) festivalName() (festival, bool) {
	for _, f := range festivals {
		begin := p.pos
		if p.next(f.words...) && !p.seesAny(festivalPlaces) && (!f.number || p.standsAlone(begin)) {
			return f, true
		}
		p.pos = begin
	}
	return festival{}, false
}

// standsAlone tells whether the number that was read from a place on to here is
// said by itself, or of a holiday.
func (p *parser) standsAlone(begin int) bool {
	before := rune(0)
	if begin > 0 {
		before = p.text[begin-1]
	}
	return (separates(before) || before == '年') &&
		(p.apart() || p.seesAny([]string{"假期", "放假", "长假", "小长假", "黄金周", "期间", "前", "后", "当天", "上午", "下午"}))
}

// on returns the day of a festival in a civil year.
func (f festival) on(year int) (day, bool) {
	switch {
	case year < firstYear || year > lastYear:
		return day{}, false
	case f.civil.month > 0:
		return single(workday.New(year, time.Month(f.civil.month), f.civil.day))
	case f.term > 0:
		return single(fromJulian(calendar.NewLunarYear(year).GetJieQiJulianDays()[f.term]))
	case f.lunar == newYearsEve:
		newYear, _, ok := lunarDay{month: 1, day: 1}.start(year)
		return day{date: newYear.AddDays(-1)}, ok
	case f.lunar.month == 12: // the last lunar month ends in the civil year after its own
		year--
	}
	first, _, ok := lunarDay{month: f.lunar.month}.start(year)
	return day{date: first.AddDays(f.lunar.day - 1)}, ok
}

// eleventh returns the first 11th of a month on or after the base.
func (p *parser) eleventh() workday.Date {
	d := workday.New(p.base.Year, p.base.Month, 11)
	if d.Before(p.base) {
		return workday.New(p.base.Year, p.base.Month+1, 11)
	}
	return d
}

// around reads what stands behind a festival: 后第一个工作日 and 前最后一个工作日 are
// days, while 期间, 前 and 后 leave open which day is meant.
func (p *parser) around(d day) day {
	if near, ok := first(p, func() (day, bool) { return p.workdayAfter(d) }, func() (day, bool) { return p.workdayBefore(d) }); ok {
		return near
	}
	if p.next("当天", "当日") {
		return d
	}
	if p.next("期间", "前后", "前夕", "之前", "以前", "前", "左右", "假期", "长假", "黄金周", "以后", "之后", "过后", "后") {
		d.unsure = true
	}
	return d
}

// workdayAfter reads the 后第一个工作日 behind a festival.
func (p *parser) workdayAfter(d day) (day, bool) {
	if !p.next("以后", "之后", "过后", "后") {
		return day{}, false
	}
	p.take("的")
	n, ok := p.nth()
	if !ok || n == last || !p.take("工作日") {
		return day{}, false
	}
	return p.counted(p.cal.Forward, d.date, n)
}

// workdayBefore reads the 前最后一个工作日 before a festival.
func (p *parser) workdayBefore(d day) (day, bool) {
	if !p.next("以前", "之前", "前") {
		return day{}, false
	}
	p.take("的")
	n, ok := p.nth()
	if !ok || !p.take("工作日") {
		return day{}, false
	}
	return p.counted(p.cal.Back, d.date, max(n, 1)) // 最后一个 is the first one before
}
