// Package workday knows civil dates and the working days of China: which days
// are worked, which are festivals and which weekends are worked to make up for
// them (spec NTC-01, A-04b).
//
// The official table of a year is published in the autumn before it. A year
// without a table is never guessed in silence: [Calendar.Published] tells, and
// what was counted through such a year is marked as provisional.
package workday

import (
	"cmp"
	"fmt"
	"time"
)

// A Date is a day of the civil calendar, without an hour and without a zone.
// Dates can be compared with == and can be keys of a map. The zero Date is no
// date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// New returns the date of a year, month and day. Values outside their ranges
// are carried over as [time.Date] does: 31 November is 1 December.
func New(y int, m time.Month, d int) Date {
	return On(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// On returns the day of t in t's own location; the zero Time is on no date.
func On(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Valid tells whether there is such a day in the years 1 to 9999.
func Valid(y int, m time.Month, d int) bool {
	return 1 <= y && y <= 9999 && midnight(Date{y, m, d}).Day() == d && 1 <= m && m <= 12
}

// At returns the moment of that hour and minute on d in a zone.
func (d Date) At(hour, minute int, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
}

// AddDays returns the date n days after d, before it where n is negative.
func (d Date) AddDays(n int) Date { return New(d.Year, d.Month, d.Day+n) }

// AddYears returns the same day n years later. Where that year has no
// 29 February the day is 1 March, so that a term of three years that began on
// 2024-02-29 ends on AddYears(3).AddDays(-1), which is 2027-02-28: a term that
// begins on 29 February ends on 28 February, in a leap year or not.
func (d Date) AddYears(n int) Date { return New(d.Year+n, d.Month, d.Day) }

// Sub returns the number of days from e to d, negative where d is before e.
func (d Date) Sub(e Date) int { return int((midnight(d).Unix() - midnight(e).Unix()) / secondsOfDay) }

// Weekday returns the day of the week of d.
func (d Date) Weekday() time.Weekday { return midnight(d).Weekday() }

// Before tells whether d is before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After tells whether d is after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Compare returns -1 where d is before e, 0 where they are the same day and +1
// where d is after e. No date is before every date.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// IsZero tells whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as 2006-01-02, and nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText writes the date as 2006-01-02, and nothing for no date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Parse] reads; an empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = read
	return nil
}

const secondsOfDay = 24 * 60 * 60

// midnight is the beginning of d in UTC, where every day has the same length.
func midnight(d Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// weekend tells whether d is a Saturday or a Sunday.
func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
