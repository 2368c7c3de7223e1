package when

import "yishi/workday"

// The most working days that are counted: four years of them.
const mostWorkdays = 1000

// workingDay reads 三个工作日后, 5个工作日内, 下一个工作日.
func (p *parser) workingDay() (day, bool) {
	if p.next("下一个工作日", "下1个工作日", "下个工作日") {
		return p.counted(p.cal.Forward, p.today, 1)
	}
	n, ok := p.number()
	p.take("个")
	if !ok || n == 0 || n > mostWorkdays || !p.take("工作日") {
		return day{}, false
	}
	if !p.take("之后", "以后", "后", "之内", "以内", "内") {
		return day{}, false
	}
	return p.counted(p.cal.Forward, p.today, n)
}

// counted counts n working days from a day. Where a year's table is missing on
// the way, the day found is provisional, and says so.
func (p *parser) counted(walk func(workday.Date, int) (workday.Date, bool), from workday.Date, n int) (day, bool) {
	d, provisional := walk(from, n)
	if provisional {
		p.failed(&Error{Kind: NotPublished, Date: d})
	}
	return day{date: d}, true
}

// nthWorkday returns the n-th working day of a month, or its last.
func (p *parser) nthWorkday(month workday.Date, n int) (day, bool) {
	end := monthAfter(month, 1)
	if n == last {
		return p.counted(p.cal.Back, end, 1)
	}
	d, ok := p.counted(p.cal.Forward, month.AddDays(-1), n)
	if !d.date.Before(end) {
		p.err = &Error{Kind: NoSuchDay, Year: month.Year, Month: int(month.Month)}
	}
	return d, ok
}
