package when

import "strings"

// The numerals of one digit. 两 counts as 二, and stands alone only.
const numerals = "〇一二三四五六七八九"

func isNumeral(r rune) bool { return r != 0 && strings.ContainsRune(numerals+"两十廿卅", r) }

// numeral returns the value of a numeral of one digit.
func numeral(r rune) (n int, ok bool) {
	if r == '两' {
		return 2, true
	}
	for _, c := range numerals {
		if r == c {
			return n, true
		}
		n++
	}
	return 0, false
}

// digits reads digits, at most so many, and tells how many there were: 0 where
// there are none or more.
func (p *parser) digits(most int) (n, width int) {
	for width < most && isDigit(p.peek(width)) {
		n = 10*n + int(p.peek(width)-'0')
		width++
	}
	if isDigit(p.peek(width)) {
		return 0, 0
	}
	p.pos += width
	return n, width
}

// number reads a number up to 9999 in digits, or up to 99 in numerals.
func (p *parser) number() (n int, ok bool) {
	p.blanks()
	if n, width := p.digits(4); width > 0 {
		return n, true
	}
	return p.numerals()
}

// small reads a number as number does, but refuses more than two digits.
func (p *parser) small() (n int, ok bool) {
	p.blanks()
	if n, width := p.digits(2); width > 0 {
		return n, true
	}
	return p.numerals()
}

// numerals reads a number up to 99 in numerals: 五, 〇五, 十二, 三十一, 廿八.
func (p *parser) numerals() (n int, ok bool) {
	switch p.peek(0) {
	case '〇':
		p.pos++
		return p.unit(), true
	case '十':
		p.pos++
		return 10 + p.unit(), true
	case '廿':
		p.pos++
		return 20 + p.unit(), true
	case '卅':
		p.pos++
		return 30 + p.unit(), true
	}
	n, ok = numeral(p.peek(0))
	if !ok {
		return 0, false
	}
	p.pos++
	if p.peek(0) != '十' || p.peek(-1) == '两' {
		return n, true
	}
	p.pos++
	return 10*n + p.unit(), true
}

// unit reads a numeral from 一 to 九, and returns 0 where there is none.
func (p *parser) unit() int {
	n, ok := numeral(p.peek(0))
	if !ok || n == 0 || p.peek(0) == '两' {
		return 0
	}
	p.pos++
	return n
}

// ordinal reads 第n, or 首 for 第一.
func (p *parser) ordinal() (n int, ok bool) {
	if p.take("首") {
		return 1, true
	}
	if !p.take("第") {
		return 0, false
	}
	return p.small()
}

// chineseYear reads a year as 二〇二六.
func (p *parser) chineseYear() (year int, ok bool) {
	for i := range 4 {
		n, ok := numeral(p.peek(i))
		if !ok || p.peek(i) == '两' {
			return 0, false
		}
		year = 10*year + n
	}
	p.pos += 4
	return year, true
}
