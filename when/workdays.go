package when

import "yishi/workday"

// The most working days that are counted: four years of them.
const mostWorkdays = 1000

// workingDay reads 三个工作日后, 5个工作日内, 下一个工作日.
func (p *parser) workingDay() (day, bool) {
	if p.next("下一个工作日", "下1个工作日", "下个工作日") {
		return p.counted(p.cal.Forward(p.today, 1))
	}
	n, ok := p.number()
	p.take("个")
	if !ok || n == 0 || n > mostWorkdays || !p.take("工作日") {
		return day{}, false
	}
	if !p.take("之后", "以后", "后", "之内", "以内", "内") {
		return day{}, false
	}
	return p.counted(p.cal.Forward(p.today, n))
}

// counted returns a day to which working days were counted. Where a year's
// table was missing on the way, the day is provisional, and says so.
func (p *parser) counted(d workday.Date, provisional bool) (day, bool) {
	if provisional {
		p.failed(&Error{Kind: NotPublished, Date: d})
	}
	return day{date: d}, true
}

// nthWorkday returns the n-th working day of a month, or its last.
func (p *parser) nthWorkday(month workday.Date, n int) (day, bool) {
	end := monthAfter(month, 1)
	d, provisional := p.cal.Back(end, 1)
	if n != last {
		d, provisional = p.cal.Forward(month.AddDays(-1), n)
	}
	if !d.Before(end) {
		p.failed(&Error{Kind: NoSuchDay, Year: month.Year, Month: int(month.Month), Day: end.Sub(month) + 1})
	}
	return p.counted(d, provisional)
}
