package when

import (
	"strings"
	"time"

	"yishi/workday"
)

// Days, beyond which a span that ends in the next month or year is a mistake.
const (
	halfMonth = 15
	halfYear  = 183
)

// The first and last year that dates and lunar dates are read for.
const (
	firstYear = 1900
	lastYear  = 2999
)

// ofYear reads what begins with a year: 2026-12-10, 2026年12月10日, 明年3月5日,
// 明年春节, 明年第二季度, 2026年底.
func (p *parser) ofYear() (day, bool) {
	if d, ok := try(p, p.numbersWithYear); ok {
		return d, true
	}
	year, ok := p.year()
	if !ok {
		return day{}, false
	}
	p.take("的")
	p.blanks()
	return first(p,
		func() (day, bool) { return p.lunarOf(year) },
		func() (day, bool) { return p.dateOf(year) },
		func() (day, bool) { return p.festivalOf(year) },
		func() (day, bool) { return p.quarterOf(year) },
		func() (day, bool) { return p.halfOf(year) },
		func() (day, bool) { return p.endOf(year) },
	)
}

// numbersWithYear reads 2026-12-10, 2026/12/10, 2026.12.10, 26-12-10 and 20261210.
func (p *parser) numbersWithYear() (day, bool) {
	if d, ok := try(p, p.eightDigits); ok {
		return d, true
	}
	year, width := p.digits(4)
	if width == 2 && year > 12 { // else it is a month
		year, width = year+p.today.Year/100*100, 4
	}
	sep, ok := p.nextOf("-/.")
	if width != 4 || !ok || year < firstYear || year > lastYear {
		return day{}, false
	}
	month, okMonth := p.part()
	again, ok := p.nextOf("-/.")
	dayno, okDay := p.part()
	if !okMonth || !okDay || !ok || sep != again || p.peek(0) == '.' || p.peek(0) == '-' && isDigit(p.peek(1)) {
		return day{}, false
	}
	p.dayMark()
	return p.dated(year, month, dayno)
}

// eightDigits reads 20261210; eight digits that are no date are a number.
func (p *parser) eightDigits() (day, bool) {
	n, width := p.digits(8)
	year, month, dayno := n/10000, n/100%100, n%100
	if width != 8 || year < firstYear || year > lastYear || !workday.Valid(year, time.Month(month), dayno) || isLetter(p.peek(0)) {
		return day{}, false
	}
	return single(workday.New(year, time.Month(month), dayno))
}

// part reads one or two digits.
func (p *parser) part() (n int, ok bool) {
	n, width := p.digits(2)
	return n, width > 0
}

// year reads 2026年, 二〇二六年, 26年, 今年, 明年, 后年, 去年, 前年.
func (p *parser) year() (year int, ok bool) {
	for i, word := range []string{"前年", "去年", "今年", "明年", "后年"} {
		if p.next(word) {
			return p.today.Year + i - 2, true
		}
	}
	if p.next("本年") {
		return p.today.Year, true
	}
	if year, ok = try(p, p.chineseYear); !ok {
		var width int
		if year, width = p.digits(4); width == 2 {
			year += p.today.Year / 100 * 100
		} else if width != 4 {
			return 0, false
		}
	}
	return year, year >= firstYear && year <= lastYear && p.take("年") && !p.sees("度")
}

// dateOf reads the 12月10日 of a year.
func (p *parser) dateOf(year int) (day, bool) {
	d, ok := p.monthAndDay()
	if !ok {
		return day{}, false
	}
	return p.dated(year, d.month, d.day)
}

// dated returns the date of a stated year, which is never moved.
func (p *parser) dated(year, month, dayno int) (day, bool) {
	if !workday.Valid(year, time.Month(month), dayno) {
		p.failed(&Error{Kind: NoSuchDay, Year: year, Month: month, Day: dayno})
		return single(p.today)
	}
	return single(workday.New(year, time.Month(month), dayno))
}

// A monthday is a month and a day, as they were said.
type monthday struct{ month, day int }

// monthDay reads a month and a day without a year: 12月10日, 12-10, 12/10, 12.10.
func (p *parser) monthDay() (day, bool) {
	md, ok := first(p, p.monthAndDay, p.numbers)
	if !ok {
		return day{}, false
	}
	return p.nextDate(md), true
}

// nextDate returns the first such day that is not before the base. One of this
// year that is past is another reading, and must be asked where it is nearer.
func (p *parser) nextDate(md monthday) day {
	const longestBetweenLeapDays = 8
	month := time.Month(md.month)
	var d day
	if workday.Valid(p.base.Year, month, md.day) {
		d.date = workday.New(p.base.Year, month, md.day)
		if !d.date.Before(p.base) {
			return d
		}
		d.others = []workday.Date{d.date}
	}
	for year := p.base.Year + 1; year <= p.base.Year+longestBetweenLeapDays; year++ {
		if workday.Valid(year, month, md.day) {
			d.date, d.moved = workday.New(year, month, md.day), nextYear
			d.unsure = len(d.others) > 0 && p.base.Sub(d.others[0]) < d.date.Sub(p.base)
			return d
		}
	}
	p.failed(&Error{Kind: NoSuchDay, Month: md.month, Day: md.day})
	return day{date: p.base}
}

// monthAndDay reads 12月10日, 十二月十日, 12月10.
func (p *parser) monthAndDay() (md monthday, ok bool) {
	if md.month, ok = p.monthNumber(); !ok || !p.take("月份", "月") {
		return md, false
	}
	if md.day, ok = p.small(); !ok {
		return md, false
	}
	return md, p.dayMark() || !p.counts()
}

// monthNumber reads the 12 of 12月 and the 元 of 元月, which is 1.
func (p *parser) monthNumber() (n int, ok bool) {
	if p.sees("元月") {
		p.pos++
		return 1, true
	}
	return p.small()
}

// numbers reads 12-10, and 12/10 or 12.10 where it cannot be a fraction: alone,
// at the beginning of the text, or before an hour; 12 10 only before an hour.
func (p *parser) numbers() (md monthday, ok bool) {
	begin := p.pos
	var sep int
	if md.month, ok = p.part(); !ok {
		return md, false
	}
	if sep, ok = p.nextOf("-/. "); !ok {
		return md, false
	}
	if md.day, ok = p.part(); !ok || md.month < 1 || md.month > 12 || md.day < 1 {
		return md, false
	}
	if sep == 3 {
		return md, begin == 0 && md.day <= 31 && p.peek(0) == ' ' && p.dialAhead()
	}
	if p.dayMark() {
		return md, true
	}
	if sep > 0 && p.spans(begin) {
		return md, true
	}
	if p.counts() || p.joinsNumber() {
		return md, false
	}
	sure := sep == 0 && md.day <= 31 || begin == 0 && p.apart()
	return md, sure || p.dialAhead() || ahead(p, p.besideWeekday)
}

// spans tells whether the numbers that were read from a place on to here are one
// end of a span of such numbers: 12.15-12.17.
func (p *parser) spans(begin int) bool {
	end := begin > 0 && strings.ContainsRune("-~到至", p.text[begin-1])
	return end && p.apart() || ahead(p, func() (monthday, bool) {
		if !p.until() {
			return monthday{}, false
		}
		_, month := p.part()
		_, sep := p.nextOf("/.")
		_, day := p.part()
		return monthday{}, month && sep && day && p.apart()
	})
}

// joinsNumber tells whether what stands here makes a date of numbers into
// something else: a longer number, or a word.
func (p *parser) joinsNumber() bool {
	here := p.peek(0)
	return here == '.' || here == '/' || here == ':' || isLetter(here) && !p.isoTime() || here == '-' && isDigit(p.peek(1))
}

// isoTime tells whether a T of 2026-12-10T14:30 stands here.
func (p *parser) isoTime() bool { return p.peek(0) == 't' && isDigit(p.peek(1)) }

// dialAhead tells whether an hour follows.
func (p *parser) dialAhead() bool { return ahead(p, p.dial) }

// dayMark reads the 日 or 号 behind a number, but neither the 日 of 日常 nor the
// 号 of 号楼.
func (p *parser) dayMark() bool {
	pos := p.pos
	p.blanks()
	house := p.houseMark()
	if !house && p.next("日") && !p.seesAny(notAfterDay) {
		return true
	}
	p.pos = pos
	return false
}

var notAfterDay = []string{"常", "报", "程", "志", "托", "用", "内", "以内", "之内", "游", "捐", "间照"}

// houseMark tells whether the 号 of a building, a room or a paper stands here.
func (p *parser) houseMark() bool {
	if p.pos == len(p.text) {
		return false
	}
	said := p.src[p.source[p.pos]:p.source[p.pos+1]]
	if said != "号" && said != "號" {
		return false
	}
	p.pos++
	house := p.seesAny(housed)
	p.pos--
	return house
}

// What has a number with 号.
var housed = []string{
	"楼", "栋", "幢", "座", "院", "门", "厅", "馆", "室", "会议室", "会场", "房", "单元", "窗", "柜", "线", "库", "仓", "区", "小区", "苑", "地块",
	"机", "井", "店", "铺", "商铺", "桌", "席", "车", "灯", "台", "岗", "坑", "路", "文", "令", "公告", "议题", "方案", "提案", "信箱", "选手", "候选人",
}

// Words that make the number before them a count of something.
var counted = []string{
	"人", "名", "个", "位", "户", "层", "栋", "幢", "楼", "元", "万元", "万人", "万户", "亿", "天", "年", "月", "次", "项", "条", "件", "份", "岁",
	"米", "公里", "公斤", "平方", "分钟", "小时", "点", "时", "度", "种", "批", "类", "级", "倍", "折", "届", "期", "家单位", "家企业", "家商户", "%", "以上", "以下", "比",
}

// What only looks like one of these words.
var uncounted = []string{"人民", "人大", "人社", "个人", "名城", "层面", "天台", "年会", "月度", "期间", "级别", "度假", "时间"}

// counts tells whether a word stands here that makes the number before it a
// count, or the 号 of a house.
func (p *parser) counts() bool {
	return p.seesAny(counted) && !p.seesAny(uncounted) || p.houseMark()
}
