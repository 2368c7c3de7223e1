package workday

import (
	"maps"
	"slices"
)

// A Calendar tells which days are worked. It does not change once it is made,
// so it may be used by many at once. Make one with [China] and extend it with
// [Calendar.With].
type Calendar struct {
	tables map[int]table // by the year whose table it is
	days   map[Date]mark // all tables together
}

// A table is what was published for one year: the days that differ from what
// their weekday says, and the weekdays that festivals fall on.
type table map[Date]mark

// A mark is what a table says of one day.
type mark struct {
	name string
	off  bool
}

// newCalendar puts tables together. Where two of them speak of one day, as the
// tables of two years may of the days around New Year, the later year's holds,
// because it is published later.
func newCalendar(tables map[int]table) *Calendar {
	c := &Calendar{tables: tables, days: map[Date]mark{}}
	for _, year := range slices.Sorted(maps.Keys(tables)) {
		maps.Copy(c.days, tables[year])
	}
	return c
}

// Published tells whether the table of a year is known.
func (c *Calendar) Published(year int) bool { return len(c.tables[year]) > 0 }

// Works tells whether d is a working day: as the official table says, with the
// weekends that are worked to make up for a festival, and Monday to Friday
// where it says nothing or is not published.
func (c *Calendar) Works(d Date) bool {
	if m, ok := c.days[d]; ok {
		return !m.off
	}
	return !weekend(d)
}

// Festival returns what the table says of d: the festival's name, and whether
// the day is off or is worked to make up for that festival. It is not ok where
// the table has no word about d.
func (c *Calendar) Festival(d Date) (name string, off, ok bool) {
	m, ok := c.days[d]
	return m.name, m.off, ok
}

// MakeUp tells whether d is a Saturday or Sunday that is worked (调休).
func (c *Calendar) MakeUp(d Date) bool { return weekend(d) && c.Works(d) }

// Back returns the n-th working day before d, d itself not counted; for n of 0
// or less it returns d. The answer is provisional where a day of a year without
// a table was passed on the way (spec NTC-01).
func (c *Calendar) Back(d Date, n int) (day Date, provisional bool) { return c.walk(d, n, -1) }

// Forward returns the n-th working day after d, d itself not counted; for n of
// 0 or less it returns d. The answer is provisional where a day of a year
// without a table was passed on the way (spec NTC-01).
func (c *Calendar) Forward(d Date, n int) (day Date, provisional bool) { return c.walk(d, n, +1) }

// walk goes from d, day by day, over n working days.
func (c *Calendar) walk(d Date, n, step int) (day Date, provisional bool) {
	for n > 0 {
		d = d.AddDays(step)
		provisional = provisional || !c.Published(d.Year)
		if c.Works(d) {
			n--
		}
	}
	return d, provisional
}

// OnOrBefore returns d where it is worked, otherwise the last working day
// before it.
func (c *Calendar) OnOrBefore(d Date) Date {
	for !c.Works(d) {
		d = d.AddDays(-1)
	}
	return d
}

// OnOrAfter returns d where it is worked, otherwise the first working day after
// it.
func (c *Calendar) OnOrAfter(d Date) Date {
	for !c.Works(d) {
		d = d.AddDays(1)
	}
	return d
}

// Count returns the number of working days from one date to another, both
// included; it is 0 where to is before from.
func (c *Calendar) Count(from, to Date) int {
	n := 0
	for d := from; !d.After(to); d = d.AddDays(1) {
		if c.Works(d) {
			n++
		}
	}
	return n
}

// WorkdaysOf returns the working days of a quarter in their order.
func (c *Calendar) WorkdaysOf(q Quarter) []Date {
	var days []Date
	for d := q.First(); !d.After(q.Last()); d = d.AddDays(1) {
		if c.Works(d) {
			days = append(days, d)
		}
	}
	return days
}
