package when

import (
	"fmt"
	"time"

	"yishi/workday"
)

// A Mistake says what is wrong with date words.
type Mistake int

// What can be wrong with date words.
const (
	NoSuchDay       Mistake = iota + 1 // 2月30日: no calendar has such a day
	NoSuchHour                         // 12月10日25:00: no day has such an hour
	WeekdayMismatch                    // 12月10日（周三）: two words name two days
	EndBeforeStart                     // 16:00至15:00
	NotPublished                       // working days of a year whose table is not yet known
)

// An Error says what is wrong with date words that were understood. The fields
// that its kind needs are set, the others zero.
type Error struct {
	Kind Mistake

	// NoSuchDay: the day as it was said. Year is zero where none was said, Month
	// where only a day was, and Day where it was the n-th of its kind in a month.
	// Lunar days are numbered by the lunar calendar.
	Year, Month, Day int
	Lunar            bool

	Hour, Minute int // NoSuchHour: as they were said

	// WeekdayMismatch: the day that the date says, and the nearest to it that the
	// other word says. NotPublished: the provisional day.
	Date, Other workday.Date

	Start, End time.Time // EndBeforeStart: as they were understood
}

// Error says what is wrong, for logs and tests; people are told by the caller.
func (e *Error) Error() string {
	switch e.Kind {
	case NoSuchDay:
		return fmt.Sprintf("when: there is no day %d of month %d (year %d, lunar %t)", e.Day, e.Month, e.Year, e.Lunar)
	case NoSuchHour:
		return fmt.Sprintf("when: there is no hour %d:%02d", e.Hour, e.Minute)
	case WeekdayMismatch:
		return fmt.Sprintf("when: %s and %s are said to be one day", e.Date, e.Other)
	case EndBeforeStart:
		return fmt.Sprintf("when: the end %s is not after the start %s", e.End.Format(time.DateTime), e.Start.Format(time.DateTime))
	case NotPublished:
		return fmt.Sprintf("when: the holidays of %d are not published; provisionally %s", e.Date.Year, e.Date)
	default:
		return "when: not understood"
	}
}
