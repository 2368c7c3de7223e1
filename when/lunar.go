package when

import (
	"time"
	"unicode/utf8"

	"github.com/6tail/lunar-go/calendar"

	"yishi/workday"
)

// Lunar months by their names. 十一月 and 十二月 are months of the civil calendar
// unless 农历 stands before them or 初八 behind.
const lunarMonths = "正二三四五六七八九十冬腊"

// A lunarDay is a day of the lunar calendar, as it was said.
type lunarDay struct {
	month, day int
	leap       bool // 闰
	sure       bool // it can be no civil date
}

// lunar reads 农历八月十五, 正月十五, 腊月初八, 五月初五.
func (p *parser) lunar() (day, bool) {
	l, ok := p.lunarDay()
	if !ok {
		return day{}, false
	}
	earlier := p.err
	d := p.nextLunar(l)
	if l.sure || l.month == 2 && l.day == longestLunarMonth { // no civil date
		return d, true
	}
	d.others, d.unsure = append(d.others, p.nextDate(monthday{l.month, l.day}).date), true
	return d, p.err == earlier // 八月三十 of a short month is 8月30日
}

// lunarOf reads the 正月十五 of a year.
func (p *parser) lunarOf(year int) (day, bool) {
	l, ok := p.lunarDay()
	if !ok || !l.sure {
		return day{}, false
	}
	return p.lunarIn(year, l), true
}

// lunarDay reads a lunar month and day. The day of one that is not called lunar
// has no 日 or 号 behind it: 八月十五, but not 八月十五日.
func (p *parser) lunarDay() (l lunarDay, ok bool) {
	if p.next("大年", "新年") && p.sees("初") { // 大年初六
		l = lunarDay{month: 1, sure: true}
		l.day, ok = p.lunarNumber(l)
		return l, ok
	}
	l.sure = p.next("农历", "阴历", "旧历")
	p.blanks()
	l.leap = p.next("闰")
	if l.month, ok = p.lunarMonth(l); !ok || !p.next("月") {
		return l, false
	}
	l.sure = l.sure || l.leap || p.sees("初") || l.month == 1 || l.month > 10
	if l.day, ok = p.lunarNumber(l); !ok || l.day > longestLunarMonth {
		return l, false
	}
	marked := p.dayMark()
	return l, l.sure || !marked && !p.counts()
}

// lunarMonth reads the 腊 of 腊月, and any month of a day that is called lunar.
func (p *parser) lunarMonth(l lunarDay) (n int, ok bool) {
	if n, ok = try(p, p.namedMonth); ok || !l.sure {
		return n, ok
	}
	n, ok = p.small()
	return n, ok && 1 <= n && n <= 12
}

// namedMonth reads the 腊 of 腊月, and the 十二 of 十二月初八, which 初 makes lunar.
func (p *parser) namedMonth() (n int, ok bool) {
	for i, word := range []string{"十一月初", "十二月初"} {
		if p.sees(word) && isNumeral(p.peek(utf8.RuneCountInString(word))) {
			p.pos += len([]rune("十一"))
			return 11 + i, true
		}
	}
	n, ok = p.nextOf(lunarMonths)
	return n + 1, ok && p.sees("月")
}

// lunarNumber reads 初八, 十五, 廿三, 三十, and digits where the month is
// certainly lunar.
func (p *parser) lunarNumber(l lunarDay) (n int, ok bool) {
	if p.next("初") {
		n, ok = p.small()
		return n, ok && 1 <= n && n <= 10
	}
	if n, ok = p.numerals(); ok {
		return n, n > 10
	}
	n, ok = p.part()
	return n, ok && n > 0 && l.sure
}

const longestLunarMonth = 30

// nextLunar returns the first such day that is not before the base: of this
// lunar year, otherwise of the next that has the month. A leap month is
// looked for in a dozen years, as the library takes a while to compute each.
func (p *parser) nextLunar(l lunarDay) day {
	years := 1
	if l.leap {
		years = 12
	}
	for year := p.base.Year - 1; year <= p.base.Year+years; year++ {
		first, days, ok := l.start(year)
		if ok && !first.AddDays(min(l.day, days)-1).Before(p.base) {
			return p.lunarIn(year, l)
		}
	}
	p.failed(&Error{Kind: NoSuchDay, Month: l.month, Day: l.day, Lunar: true})
	return day{date: p.base}
}

// lunarIn returns the day of a lunar year. Where the last month has 29 days, its
// 30th is New Year's Eve all the same, but must be asked.
func (p *parser) lunarIn(year int, l lunarDay) day {
	first, days, ok := l.start(year)
	if ok && l.day <= days {
		return day{date: first.AddDays(l.day - 1)}
	}
	if ok && l.month == 12 {
		return day{date: first.AddDays(days - 1), unsure: true}
	}
	p.failed(&Error{Kind: NoSuchDay, Year: year, Month: l.month, Day: l.day, Lunar: true})
	return day{date: p.base}
}

// start returns the first day of l's month in a lunar year, and the number of
// the month's days. It is not ok where the year has no such month.
func (l lunarDay) start(year int) (first workday.Date, days int, ok bool) {
	if year < firstYear || year > lastYear {
		return first, 0, false
	}
	n := l.month
	if l.leap {
		n = -n
	}
	month := calendar.NewLunarYear(year).GetMonth(n)
	if month == nil {
		return first, 0, false
	}
	return fromJulian(month.GetFirstJulianDay()), month.GetDayCount(), true
}

// fromJulian returns the civil date of a Julian day.
func fromJulian(julian float64) workday.Date {
	solar := calendar.NewSolarFromJulianDay(julian)
	return workday.New(solar.GetYear(), time.Month(solar.GetMonth()), solar.GetDay())
}
