package when

import (
	"slices"
	"strings"
)

// A point is a day, an hour, or both, as they were said.
type point struct {
	day     day
	dial    dial
	hasDay  bool
	hasDial bool
	dayLast bool // the hour was said before the day
}

// point reads a day, an hour, or a day and an hour.
func (p *parser) point() (pt point, ok bool) {
	if pt.day, pt.hasDay = try(p, p.day); pt.hasDay {
		p.behindDay(&pt)
		return pt, true
	}
	begin := p.pos
	if pt.dial, pt.hasDial = try(p, p.dial); !pt.hasDial {
		pt.dial, pt.hasDial = try(p, p.wrongAlone)
		return pt, pt.hasDial
	}
	if p.isTalk(begin) {
		return pt, false
	}
	pt.day, pt.hasDay = try(p, p.dayOfDial)
	pt.dayLast = pt.hasDay
	return pt, true
}

// behindDay reads the hour behind a day, or at least the part of the day.
func (p *parser) behindDay(pt *point) {
	if pt.dial, pt.hasDial = try(p, p.dialOfDay); pt.hasDial {
		pt.day = p.confirmed(pt.day) // 12月15日14:30（周二）
		return
	}
	if _, ok := try(p, p.wrongHour); ok {
		return
	}
	pt.dial.part = p.partAlone(pt.day)
}

// dialOfDay reads the hour behind a day.
func (p *parser) dialOfDay() (dial, bool) {
	p.take(",", "的", "at ")
	if p.isoTime() {
		p.next("t")
	}
	return first(p, p.dial, func() (dial, bool) {
		d, ok := p.loose()
		return d, ok && d.exists()
	})
}

// dayOfDial reads the day behind an hour: 14:30, 12月15日.
func (p *parser) dayOfDial() (day, bool) {
	p.take(",")
	p.blanks()
	return first(p, p.ofYear, p.monthDay, p.relative, p.weekday)
}

// wrongHour reads an hour that no day has, such as 25:00, and says so.
func (p *parser) wrongHour() (dial, bool) {
	d, ok := first(p, p.colon, p.hour)
	if !ok || d.exists() {
		return dial{}, false
	}
	p.failed(&Error{Kind: NoSuchHour, Hour: d.hour, Minute: d.minute})
	return d, true
}

// wrongAlone reads such an hour where no day stands before it. It stands by itself,
// for 25点建议 is none.
func (p *parser) wrongAlone() (dial, bool) {
	if !separates(p.peek(-1)) {
		return dial{}, false
	}
	d, ok := p.wrongHour()
	return d, ok && p.apart()
}

// partAlone reads a part of the day without an hour: 明天下午. One character is
// enough only behind 今 and 明, for 12月15日晚会 is something else.
func (p *parser) partAlone(d day) daypart {
	for _, known := range dayparts {
		pos := p.pos
		if p.take(known.word) && (d.parted || len(known.word) > len("早") || p.apart()) {
			return known.part
		}
		p.pos = pos
	}
	return anyPart
}

// dialElsewhere reads an hour that stands apart behind other words, such as a
// place, which are kept.
func (p *parser) dialElsewhere() (dial, bool) {
	begin := p.pos
	for ; p.pos < len(p.text); p.pos++ {
		if !separates(p.peek(-1)) || p.apart() {
			continue
		}
		here := p.pos
		if d, ok := try(p, p.dial); ok && (p.apart() || slices.Contains(p.text[here:p.pos], ':') || ahead(p, p.untilDial)) {
			p.kept = [2]int{begin, here}
			return d, true
		}
		p.pos = here
	}
	return dial{}, false
}

// isTalk tells whether the hour that was read from a place on to here is a way
// of talking: 三点建议, 有一点.
func (p *parser) isTalk(begin int) bool {
	mark := p.peek(-1)
	if mark != '点' && mark != '时' {
		return false
	}
	before := rune(0)
	if begin > 0 {
		before = p.text[begin-1]
	}
	one := p.peek(-2) == '一' && p.pos-begin == 2
	return p.seesAny(talk) || one && (mark == '时' || strings.ContainsRune("有早快慢晚多少好大小高低差再近远这那", before))
}

// What N点 counts where it is no hour.
var talk = []string{
	"建议", "意见", "要求", "想法", "说明", "思考", "体会", "希望", "原因", "理由", "内容", "共识", "措施", "看法", "问题", "经验",
	"启示", "做法", "感受", "感想", "注意", "补充", "工作建议", "工作要求", "儿", "也", "都", "小", "名", "多",
}
