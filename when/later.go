package when

import "time"

// later reads 半小时后, 一个半小时后, 20分钟后.
func (p *parser) later() (Reading, bool) {
	length, ok := p.duration()
	if !ok || !p.take("之后", "以后", "后") {
		return Reading{}, false
	}
	return Reading{Kind: Moment, Start: p.now.Add(length).Truncate(time.Minute), HasClock: true}, true
}

// duration reads 两小时, 一个半小时, 1.5小时, 1小时30分钟, 半个小时, 90分钟, 一刻钟.
func (p *parser) duration() (time.Duration, bool) {
	p.blanks()
	return first(p, p.quarterHour, p.halfHour, p.hoursLong, p.minutesLong)
}

func (p *parser) quarterHour() (time.Duration, bool) {
	return 15 * time.Minute, p.next("一刻钟", "1刻钟")
}

func (p *parser) halfHour() (time.Duration, bool) {
	return 30 * time.Minute, p.next("半小时", "半个小时", "半个钟头")
}

// hoursLong reads hours, with a half or with minutes.
func (p *parser) hoursLong() (time.Duration, bool) {
	n, ok := p.number()
	if !ok {
		return 0, false
	}
	length := time.Duration(n) * time.Hour
	if p.next(".5") {
		length += 30 * time.Minute
	}
	p.take("个")
	if p.next("半") {
		length += 30 * time.Minute
	}
	if !p.take("小时", "钟头") || length == 0 {
		return 0, false
	}
	if p.next("半") {
		return length + 30*time.Minute, true
	}
	more, _ := try(p, p.minutesLong)
	return length + more, true
}

func (p *parser) minutesLong() (time.Duration, bool) {
	n, ok := p.number()
	return time.Duration(n) * time.Minute, ok && n > 0 && p.take("分钟", "分")
}
