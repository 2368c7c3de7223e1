package when

// A daypart is a part of the day that decides which of two hours is meant.
type daypart int

const (
	anyPart   daypart = iota
	dawn              // 凌晨, a.m.
	morning           // 早上, 上午
	noon              // 中午
	afternoon         // 下午, 傍晚, p.m.
	night             // 晚上
	midnight          // 半夜, 深夜
)

// The words for parts of the day, longer before shorter.
var dayparts = []struct {
	word string
	part daypart
}{
	{"凌晨", dawn},
	{"清晨", morning},
	{"早晨", morning},
	{"早上", morning},
	{"一大早", morning},
	{"一早", morning},
	{"上午", morning},
	{"中午", noon},
	{"正午", noon},
	{"下午", afternoon},
	{"午后", afternoon},
	{"傍晚", afternoon},
	{"晚上", night},
	{"晚间", night},
	{"夜里", night},
	{"半夜", midnight},
	{"午夜", midnight},
	{"深夜", midnight},
	{"早", morning},
	{"晚", night},
}

// A dial is an hour as it was said.
type dial struct {
	part         daypart
	hour, minute int
	whole        bool // the hour is one of 24, as in 07:30
	upTo         int  // the hour after it in 2-4点, otherwise 0
}

const (
	minutesOfHour = 60
	minutesOfDay  = 24 * minutesOfHour
	halfDay       = minutesOfDay / 2
)

// A clock is what an hour means: minutes from the day's beginning, which from
// 24:00 on are on the day after.
type clock struct {
	minute int
	others []int
	unsure bool
}

// clock decides which hour is meant.
func (d dial) clock() clock {
	m := d.hour*minutesOfHour + d.minute
	switch early := 1 <= d.hour && d.hour < 12; d.part {
	case anyPart:
		if 1 <= d.hour && d.hour <= 7 && !d.whole {
			return clock{minute: m + halfDay, others: []int{m}, unsure: true}
		}
	case dawn:
		if d.hour == 12 {
			m -= halfDay
		}
	case noon:
		if d.hour == 1 || d.hour == 2 {
			m += halfDay
		}
	case afternoon:
		if early {
			m += halfDay
		}
	case night:
		return d.atNight(m)
	case midnight:
		return d.atMidnight(m)
	case morning:
	}
	return clock{minute: m}
}

// atNight reads an hour of 晚上, which ends behind the day: 12点 is its end, and
// 1点 is likelier the hour after that than 13:00.
func (d dial) atNight(m int) clock {
	switch {
	case d.hour == 0:
		return clock{minute: m + minutesOfDay}
	case d.hour < 5:
		return clock{minute: m + minutesOfDay, others: []int{m + halfDay}, unsure: true}
	case d.hour <= 12:
		return clock{minute: m + halfDay}
	}
	return clock{minute: m}
}

// atMidnight reads an hour of 半夜, which may be before or behind the day.
func (d dial) atMidnight(m int) clock {
	switch {
	case d.hour == 0:
		return clock{minute: m + minutesOfDay}
	case d.hour < 6:
		return clock{minute: m, others: []int{m + minutesOfDay}, unsure: true}
	case d.hour <= 12:
		return clock{minute: m + halfDay}
	}
	return clock{minute: m}
}

// exists tells whether a day has such an hour; 24:00 is its end.
func (d dial) exists() bool {
	return d.hour < 24 && d.minute < minutesOfHour || d.hour == 24 && d.minute == 0
}

// dial reads an hour, with or without the part of the day.
func (p *parser) dial() (dial, bool) {
	part := p.daypart()
	reads := []func() (dial, bool){p.hours, p.colon, p.hour, p.lacking, p.englishHour}
	if part != anyPart {
		reads = append(reads, p.loose)
	}
	d, ok := first(p, reads...)
	if !ok || !d.exists() {
		return dial{}, false
	}
	if d.part == anyPart {
		d.part = part
	}
	p.next("左右", "前后")
	return d, true
}

// daypart reads a part of the day, if there is one.
func (p *parser) daypart() daypart {
	for _, known := range dayparts {
		if p.take(known.word) {
			p.take("的")
			return known.part
		}
	}
	return anyPart
}

// colon reads 14:30, 9:05, 14:30:00, 2:30pm, and slips such as 14: 30 and 14;30.
func (p *parser) colon() (d dial, ok bool) {
	p.blanks()
	hour, hourWidth := p.digits(2)
	if hourWidth == 0 || !p.next(":", ";") {
		return d, false
	}
	p.blanks()
	minute, minuteWidth := p.digits(2)
	if minuteWidth != 2 {
		return d, false
	}
	pos := p.pos
	if p.next(":") {
		if second, width := p.digits(2); width != 2 || second >= 60 {
			p.pos = pos
		}
	}
	if p.peek(0) == '分' && separates(p.peek(1)) { // 14:30分
		p.pos++
	}
	return dial{hour: hour, minute: minute, whole: hourWidth == 2 && hour < 10, part: p.halfOfDay()}, true
}

// loose reads the hour behind a day or a part of one as it is typed in haste:
// 14.30 and 1430, with nothing behind it.
func (p *parser) loose() (d dial, ok bool) {
	p.blanks()
	hour, width := p.digits(4)
	if width == 4 {
		return dial{hour: hour / 100, minute: hour % 100, whole: true}, p.apart()
	}
	if width == 0 || width > 2 || !p.next(".") {
		return d, false
	}
	minute, minuteWidth := p.digits(2)
	return dial{hour: hour, minute: minute, whole: width == 2 && hour < 10}, minuteWidth == 2 && p.apart()
}

// hour reads 14点, 两点半, 三点一刻, 14点30分, 9时整.
func (p *parser) hour() (d dial, ok bool) {
	hour, ok := p.small()
	if !ok || !p.hourMark() {
		return d, false
	}
	return dial{hour: hour, minute: p.minute()}, true
}

// hours reads 2-4点 and 两点到四点 where the first 点 is left out.
func (p *parser) hours() (d dial, ok bool) {
	from, ok := p.small()
	if !ok || !p.until() {
		return d, false
	}
	to, ok := p.small()
	if !ok || to <= from || to > 24 || !p.hourMark() {
		return d, false
	}
	return dial{hour: from, upTo: to}, true
}

// hourMark reads 点 or 时, but not the 时 of 时间.
func (p *parser) hourMark() bool {
	if p.take("时") {
		return !p.seesAny([]string{"段", "候", "间", "期", "代", "光", "而", "常", "刻"})
	}
	ok := p.take("点")
	p.next("钟")
	p.next("整")
	return ok
}

// minute reads what stands behind 点, and returns 0 where that is nothing.
func (p *parser) minute() int {
	minute, _ := first(p, p.quarters, p.minutes)
	return minute
}

func (p *parser) quarters() (minute int, ok bool) {
	switch {
	case p.next("半"):
		return 30, true
	case p.next("一刻钟", "一刻", "1刻"):
		return 15, true
	case p.next("三刻", "3刻"):
		return 45, true
	}
	return 0, false
}

// minutes reads 30分, 05, 〇五; without 分 it takes two digits only, and none
// that count people or things.
func (p *parser) minutes() (minute int, ok bool) {
	begin := p.pos
	minute, width := p.digits(2)
	if width == 0 {
		if minute, ok = p.numerals(); !ok {
			return 0, false
		}
	}
	plain := p.pos == begin+2
	if p.next("分") {
		p.next("钟", "整")
		plain = true
	}
	return minute, plain && minute < minutesOfHour && !p.counts()
}

// lacking reads 差5分3点 and 差一刻三点.
func (p *parser) lacking() (d dial, ok bool) {
	if !p.take("差") {
		return d, false
	}
	lack, ok := first(p, p.quarters, func() (int, bool) {
		n, ok := p.small()
		return n, ok && p.next("分钟", "分")
	})
	if !ok || lack == 0 || lack >= minutesOfHour {
		return d, false
	}
	hour, ok := p.small()
	if !ok || hour == 0 || !p.hourMark() {
		return d, false
	}
	if hour == 1 { // before one o'clock it is past twelve
		hour = 13
	}
	return dial{hour: hour - 1, minute: minutesOfHour - lack}, true
}
