package when

import (
	"time"

	"yishi/workday"
)

// span reads a point, or what lasts from one point to another: 周三至周五,
// 14:30-16:00, 明天下午2点到4点, 12月10日14:30开两小时.
func (p *parser) span() (Reading, bool) {
	from, ok := p.point()
	if !ok {
		return Reading{}, false
	}
	toEnd := func() (Reading, bool) { return p.ended(from) }
	if r, ok := try(p, toEnd); ok {
		return r, true
	}
	if from.hasDay && !from.hasDial {
		p.findDial(&from)
		if r, ok := try(p, toEnd); ok {
			return r, true
		}
	}
	return p.withChoices(from), true
}

// findDial looks for the hour of a day elsewhere in the text.
func (p *parser) findDial(pt *point) {
	d, ok := try(p, p.dialElsewhere)
	if !ok {
		return
	}
	if d.part == anyPart {
		d.part = pt.dial.part
	}
	pt.dial, pt.hasDial = d, true
}

// withChoices reads what is said to be possible instead, or too: 周三或周五, 3点或4点,
// 15日、16日. What one of two leaves out, it takes from the other.
func (p *parser) withChoices(pt point) Reading {
	p.base = workday.On(p.resolved(pt).Start)
	other, ok := try(p, p.choice)
	p.base = p.today
	if !ok {
		return p.resolved(pt)
	}
	if !other.hasDay {
		other.day, other.hasDay = pt.day, pt.hasDay
	}
	if other.dial.part == anyPart {
		other.dial.part = pt.dial.part
	}
	if !pt.hasDial {
		pt.dial, pt.hasDial = other.dial, other.hasDial
	}
	r := p.resolved(pt)
	r.Ambiguous, r.Others = true, append([]Reading{p.resolved(other)}, r.Others...)
	return r
}

func (p *parser) choice() (point, bool) {
	if !p.take("或者", "或", "还是", "、", "和", "及", "与") {
		return point{}, false
	}
	p.blanks()
	return p.point()
}

// until reads what stands between the two ends of a span.
func (p *parser) until() bool {
	ok := p.take("--", "-", "~", "到", "至")
	p.blanks()
	return ok
}

// untilDial reads the end of a span of hours.
func (p *parser) untilDial() (dial, bool) {
	if !p.until() {
		return dial{}, false
	}
	return p.dial()
}

// ended reads the end of what begins at a point.
func (p *parser) ended(from point) (Reading, bool) {
	if from.dial.upTo > 0 {
		return p.spanned(from, point{dial: dial{hour: from.dial.upTo}, hasDial: true}), true
	}
	return first(p,
		func() (Reading, bool) { return p.endedBy(from) },
		func() (Reading, bool) { return p.endedAfter(from) },
	)
}

// endedBy reads the 至周五 of 周三至周五. A day without a year or month is looked
// for from the start on.
func (p *parser) endedBy(from point) (Reading, bool) {
	if !p.until() {
		return Reading{}, false
	}
	p.base = workday.On(p.resolved(from).Start)
	to, ok := p.point()
	p.base = p.today
	switch {
	case !ok, !to.hasDay && !from.hasDial:
		return Reading{}, false
	case to.dayLast && !from.hasDay: // 14:30-16:00 12月15日
		from.day, from.hasDay = to.day, true
	}
	return p.spanned(from, to), true
}

// spanned returns the span between two points. The end takes the day and the
// part of the day from the start where it has none of its own.
func (p *parser) spanned(from, to point) Reading {
	r := p.resolved(from)
	start := workday.On(r.Start)
	if from.hasDial {
		start = start.AddDays(-(from.dial.clock().minute / minutesOfDay))
	}
	if !to.hasDay {
		to.day.date = start
	}
	end := p.endOfSpan(from, to)
	if m := to.day.moved; m.inVain(to.day.date.Sub(start)) {
		end = m.back(end)
	}
	if !end.After(r.Start) {
		said := end
		if !to.hasDial { // the last day, not the one after it
			said = end.AddDate(0, 0, -1)
		}
		p.failed(&Error{Kind: EndBeforeStart, Start: r.Start, End: said})
	}
	r.Ambiguous = r.Ambiguous || to.day.unsure
	return p.lasting(r, end)
}

// endOfSpan returns the moment at which a span ends.
func (p *parser) endOfSpan(from, to point) time.Time {
	switch {
	case to.hasDial:
		if to.dial.part == anyPart && !to.dial.whole {
			to.dial.part = from.dial.part
		}
		return p.at(to.day.date, to.dial.clock().minute)
	case !to.day.end.IsZero():
		return p.at(to.day.end, 0)
	}
	return p.at(to.day.date.AddDays(1), 0)
}

// lasting returns the span from a reading's start, and from those of its other
// readings, to an end.
func (p *parser) lasting(r Reading, end time.Time) Reading {
	length := end.Sub(r.Start)
	r.HasClock = r.HasClock || workday.On(end).At(0, 0, end.Location()) != end
	r.Kind, r.End = Span, end
	if !r.HasClock {
		r.Past = !end.After(p.at(p.today, 0))
	}
	for i, other := range r.Others {
		r.Others[i] = p.lasting(other, other.Start.Add(length))
	}
	return r
}

// endedAfter reads the 开两小时 or 开两天 behind a point.
func (p *parser) endedAfter(from point) (Reading, bool) {
	p.take(",")
	if !p.take("开", "共", "历时", "时长", "为期") {
		return Reading{}, false
	}
	r := p.resolved(from)
	if r.Kind == Day {
		n, ok := p.number()
		return p.lasting(r, p.at(workday.On(r.Start).AddDays(n), 0)), ok && n > 0 && p.take("天")
	}
	length, ok := p.duration()
	return p.lasting(r, r.Start.Add(length)), ok && from.hasDial
}
