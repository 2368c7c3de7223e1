package papers

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"yishi/committee"
	"yishi/workday"
)

var digits = []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// Numeral writes n in Chinese numerals: 四, 十一, 二十. Outside 1–99 it stays
// in figures.
func Numeral(n int) string {
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	default:
		return digits[n/10] + "十" + digits[n%10]
	}
}

// Ordinal names the n-th of something: 第四次.
func Ordinal(n int) string { return "第" + Numeral(n) + "次" }

// Number is the number of a year's n-th minutes, 〔2026〕4号; 〔2026〕×号 while
// they have none, which is 0 (MIN-04).
func Number(year, n int) string { return serial(year, n) + "号" }

// ItemNumber is the number of a decision, 〔2026〕4-1: the item-th topic of the
// year's n-th minutes (MIN-04).
func ItemNumber(year, n, item int) string { return serial(year, n) + "-" + strconv.Itoa(item) }

func serial(year, n int) string {
	given := "×"
	if n > 0 {
		given = strconv.Itoa(n)
	}
	return fmt.Sprintf("〔%d〕%s", year, given)
}

// PlainDate writes a day as 2026年12月15日.
func PlainDate(d workday.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day) }

// dayFrom writes a day without its year, 12月10日, where that year has just been named.
func dayFrom(year int, d workday.Date) string {
	if d.Year != year {
		return PlainDate(d)
	}
	return fmt.Sprintf("%d月%d日", d.Month, d.Day)
}

// LongDate writes a day as papers do, 2026年12月15日(星期二).
func LongDate(d workday.Date) string { return PlainDate(d) + "(" + weekdays[d.Weekday()] + ")" }

var weekdays = [...]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}

// LongTime writes a time of day in Beijing as papers do, 14时30分; a full hour is
// 14时.
func LongTime(t time.Time) string {
	t = t.In(committee.Zone)
	if t.Minute() == 0 {
		return fmt.Sprintf("%d时", t.Hour())
	}
	return fmt.Sprintf("%d时%d分", t.Hour(), t.Minute())
}

// share writes a fraction in words: 五分之四, and 半数 for 1/2.
func share(f committee.Fraction) string {
	switch {
	case f.Num == 1 && f.Den == 2:
		return "半数"
	case f.Num == f.Den:
		return "全数"
	}
	return Numeral(f.Den) + "分之" + Numeral(f.Num)
}

// lines splits what was typed into its lines; empty ones are left out.
func lines(typed string) []string {
	var out []string
	for line := range strings.FieldsFuncSeq(typed, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }) {
		if line = plain(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// sentence ends typed words with a full stop, whatever they ended with.
func sentence(typed string) string {
	return strings.TrimRight(typed, "。.;；,，、 ") + "。"
}
