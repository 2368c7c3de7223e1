package when

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yishi/workday"
)

// A parser reads date words from a text. A production is a method that reads
// one kind of words at pos; it returns false where there are none, and [try]
// then puts the parser back.
type parser struct {
	src    string
	text   []rune // in the form of normalise
	source []int  // where each of them begins in src
	pos    int
	kept   [2]int // a place among the words that is not date words

	now   time.Time
	today workday.Date
	base  workday.Date // a day without a year or month is the first from here on
	cal   *workday.Calendar

	err *Error
}

func newParser(text string, now time.Time, cal *workday.Calendar) *parser {
	runes, at := normalise(text)
	today := workday.On(now)
	return &parser{src: text, text: runes, source: at, now: now, today: today, base: today, cal: cal}
}

// try reads one production, or nothing.
func try[T any](p *parser, read func() (T, bool)) (T, bool) {
	pos, err, kept := p.pos, p.err, p.kept
	if v, ok := read(); ok {
		return v, true
	}
	p.pos, p.err, p.kept = pos, err, kept
	var none T
	return none, false
}

// first reads the first of several productions that is there.
func first[T any](p *parser, reads ...func() (T, bool)) (T, bool) {
	for _, read := range reads {
		if v, ok := try(p, read); ok {
			return v, true
		}
	}
	var none T
	return none, false
}

// ahead tells whether a production could be read here.
func ahead[T any](p *parser, read func() (T, bool)) bool {
	pos, err, kept := p.pos, p.err, p.kept
	_, ok := read()
	p.pos, p.err, p.kept = pos, err, kept
	return ok
}

// failed keeps the first mistake.
func (p *parser) failed(e *Error) {
	if p.err == nil {
		p.err = e
	}
}

// peek returns the character n places on, and 0 outside the text.
func (p *parser) peek(n int) rune {
	if i := p.pos + n; 0 <= i && i < len(p.text) {
		return p.text[i]
	}
	return 0
}

func (p *parser) blanks() {
	for p.peek(0) == ' ' {
		p.pos++
	}
}

// next reads the first of some words that stands right here.
func (p *parser) next(words ...string) bool {
	i := slices.IndexFunc(words, p.sees)
	if i < 0 {
		return false
	}
	p.pos += utf8.RuneCountInString(words[i])
	return true
}

// take reads the first of some words, here or behind blanks.
func (p *parser) take(words ...string) bool {
	pos := p.pos
	p.blanks()
	if p.next(words...) {
		return true
	}
	p.pos = pos
	return false
}

// sees tells whether a word stands right here.
func (p *parser) sees(word string) bool {
	i := 0
	for _, r := range word {
		if p.peek(i) != r {
			return false
		}
		i++
	}
	return true
}

// seesAny tells whether one of some words stands right here.
func (p *parser) seesAny(words []string) bool { return slices.ContainsFunc(words, p.sees) }

// nextOf reads one character of a set, here, and returns its place in the set.
func (p *parser) nextOf(set string) (place int, ok bool) {
	here := p.peek(0)
	for _, r := range set {
		if r == here {
			p.pos++
			return place, true
		}
		place++
	}
	return 0, false
}

// apart tells whether the text ends here, or a blank or a mark stands here.
func (p *parser) apart() bool { return separates(p.peek(0)) }

func separates(r rune) bool {
	return r == 0 || unicode.IsSpace(r) || strings.ContainsRune(",;、。!?()\"“”'", r)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' }

// mayBegin tells whether date words can begin here: not in the middle of a
// number or word.
func (p *parser) mayBegin() bool {
	here, before := p.peek(0), p.peek(-1)
	switch {
	case isLetter(here):
		return !isLetter(before) && !isDigit(before)
	case isDigit(here):
		joinsNumbers := strings.ContainsRune("-./:~", before) && isDigit(p.peek(-2))
		return !isDigit(before) && !isLetter(before) && !isNumeral(before) && !joinsNumbers && !strings.ContainsRune("￥¥$#第", before)
	case isNumeral(here):
		return !isNumeral(before) && !isDigit(before) && before != '第'
	}
	return strings.ContainsRune(openings, here) && (here != before || here != '上' && here != '下')
}

// What date words begin with, besides digits and numerals.
const openings = "今明后昨前去大上下本这当每隔第农阴旧闰正冬腊春除元清端中重七国劳新凌早午傍晚半夜深差周月年"
