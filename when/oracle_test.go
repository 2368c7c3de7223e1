package when_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yishi/when"
	"yishi/workday"
)

// on returns nine in the morning of a day.
func on(d workday.Date) time.Time { return d.At(9, 0, shanghai) }

// means checks that words said at a moment mean one day.
func means(t rapid.TB, said string, now time.Time, want workday.Date) {
	t.Helper()
	r, err := when.Read(said, now, workday.China())
	if err != nil || r.Kind != when.Day || workday.On(r.Start) != want {
		t.Errorf("%s on %s %s is %s, %v; want %v", said, weekday(now), now.Format(time.DateOnly), describe(r), err, want)
	}
}

var weekdayNames = []string{"一", "二", "三", "四", "五", "六", "日"}

// weekOf returns the seven days of the week that lies so many weeks from d's.
func weekOf(d workday.Date, weeks int) []workday.Date {
	for d.Weekday() != time.Monday {
		d = d.AddDays(-1)
	}
	var days []workday.Date
	for i := range 7 {
		days = append(days, d.AddDays(7*weeks+i))
	}
	return days
}

// Every word for a day of the week, on every day of the week.
func TestWeekdaysOnEveryDay(t *testing.T) {
	for _, today := range weekOf(workday.On(monday), 0) {
		for i, name := range weekdayNames {
			means(t, "上周"+name, on(today), weekOf(today, -1)[i])
			means(t, "上上星期"+name, on(today), weekOf(today, -2)[i])
			means(t, "本周"+name, on(today), weekOf(today, 0)[i])
			means(t, "这个礼拜"+name, on(today), weekOf(today, 0)[i])
			means(t, "下周"+name, on(today), weekOf(today, 1)[i])
			means(t, "下下周"+name, on(today), weekOf(today, 2)[i])
			next := slices.Concat(weekOf(today, 0), weekOf(today, 1))
			coming := slices.IndexFunc(next, func(d workday.Date) bool {
				return !d.Before(today) && d.Weekday() == weekOf(today, 0)[i].Weekday()
			})
			means(t, "周"+name, on(today), next[coming])
		}
	}
}

// A bare weekday with an hour is the first that is still to come, at any minute.
func TestBareWeekdayIsStillToCome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := anyNow(t)
		place := rapid.IntRange(0, 6).Draw(t, "weekday")
		hour, minute := rapid.IntRange(8, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		said := fmt.Sprintf("周%s%d:%02d", weekdayNames[place], hour, minute)
		want := workday.On(now)
		for weekday(on(want)) != "周"+weekdayNames[place] || !want.At(hour, minute, shanghai).After(now) {
			want = want.AddDays(1)
		}
		r, err := when.Read(said, now, workday.China())
		if err != nil || !r.Start.Equal(want.At(hour, minute, shanghai)) || r.Past {
			t.Errorf("%s at %v is %s, %v; want %v", said, now, describe(r), err, want)
		}
		if moved := want.Sub(workday.On(now)) == 7; r.Ambiguous != moved {
			t.Errorf("%s at %v is ambiguous: %t, but moved to next week: %t", said, now, r.Ambiguous, moved)
		}
	})
}

func TestEveryHourOfEveryPart(t *testing.T) {
	for _, test := range []struct {
		words []string
		hours [25]int // by the hour that is said; -1 where it must be asked
	}{
		{[]string{""}, [25]int{0, -1, -1, -1, -1, -1, -1, -1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
		{[]string{"凌晨"}, [25]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
		{[]string{"早", "早上", "早晨", "清晨", "上午"}, [25]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
		{[]string{"中午", "正午"}, [25]int{0, 13, 14, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
		{[]string{"下午", "午后", "傍晚"}, [25]int{0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
		{[]string{"晚", "晚上", "晚间", "夜里"}, [25]int{24, -1, -1, -1, -1, 17, 18, 19, 20, 21, 22, 23, 24, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
		{[]string{"半夜", "午夜", "深夜"}, [25]int{24, -1, -1, -1, -1, -1, 18, 19, 20, 21, 22, 23, 24, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
	} {
		for _, word := range test.words {
			for hour, want := range test.hours {
				said := fmt.Sprintf("12月10日%s%d点", word, hour)
				r := read(t, said)
				if r.Ambiguous != (want < 0) {
					t.Errorf("%s is ambiguous: %t", said, r.Ambiguous)
				}
				if at := parse(t, "2026-12-10").Add(time.Duration(want) * time.Hour); want >= 0 && !r.Start.Equal(at) {
					t.Errorf("%s is %s, want %v", said, describe(r), at)
				}
			}
		}
	}
}

func TestEveryMinute(t *testing.T) {
	for minute := 1; minute < 60; minute++ {
		want := parse(t, "2026-12-10 14:00").Add(time.Duration(minute) * time.Minute)
		for _, said := range []string{
			fmt.Sprintf("12月10日14:%02d", minute),
			fmt.Sprintf("12月10日14点%02d", minute),
			fmt.Sprintf("12月10日14点%d分", minute),
			fmt.Sprintf("12月10日下午两点%s分", numeral(minute)),
			fmt.Sprintf("12月10日14时%d分钟", minute),
			fmt.Sprintf("12月10日下午差%d分三点", 60-minute),
		} {
			if r := read(t, said); !r.Start.Equal(want) || r.Ambiguous || r.Rest != "" {
				t.Errorf("%s is %s, with %q left; want %v", said, describe(r), r.Rest, want)
			}
		}
	}
}

// Days counted from today, in digits and in words, against the calendar.
func TestCountedDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := anyNow(t)
		today := workday.On(now)
		n := rapid.IntRange(1, 99).Draw(t, "n")
		means(t, fmt.Sprintf("%d天后", n), now, today.AddDays(n))
		means(t, numeral(n)+"天之后", now, today.AddDays(n))
		means(t, fmt.Sprintf("%d周后", n), now, today.AddDays(7*n))
		means(t, numeral(n)+"个星期以后", now, today.AddDays(7*n))
		want, provisional := workday.China().Forward(today, n)
		r, err := when.Read(fmt.Sprintf("%d个工作日后", n), now, workday.China())
		if workday.On(r.Start) != want || (err != nil) != provisional {
			t.Errorf("%d working days after %v are %s, %v; want %v", n, today, describe(r), err, want)
		}
	})
}

// The n-th weekday of a month, found by going through the month.
func TestNthWeekdays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := anyNow(t)
		today := workday.On(now)
		place := rapid.IntRange(0, 6).Draw(t, "weekday")
		month := workday.New(today.Year, today.Month+1, 1)
		var days []workday.Date
		for d := month; d.Month == month.Month; d = d.AddDays(1) {
			if weekday(on(d)) == "周"+weekdayNames[place] {
				days = append(days, d)
			}
		}
		for n, want := range days {
			means(t, fmt.Sprintf("下个月第%s个周%s", numeral(n+1), weekdayNames[place]), now, want)
		}
		means(t, "下月最后一个周"+weekdayNames[place], now, days[len(days)-1])
	})
}

// A recurrence starts on the first day that its rule names, found by going
// through the days.
func TestRecurrencesStart(t *testing.T) {
	last := func(d workday.Date) bool { return d.AddDays(1).Month != d.Month }
	for said, is := range map[string]func(workday.Date) bool{
		"每天":       func(workday.Date) bool { return true },
		"每周三":      func(d workday.Date) bool { return d.Weekday() == time.Wednesday },
		"每周一、五":    func(d workday.Date) bool { return d.Weekday() == time.Monday || d.Weekday() == time.Friday },
		"每月31日":    func(d workday.Date) bool { return d.Day == 31 },
		"每月底":      last,
		"每季度末":     func(d workday.Date) bool { return last(d) && d.Month%3 == 0 },
		"每年12月10日": func(d workday.Date) bool { return d.Month == time.December && d.Day == 10 },
		"每个工作日":    workday.China().Works,
	} {
		t.Run(said, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				now := anyNow(t)
				want := workday.On(now)
				for !is(want) {
					want = want.AddDays(1)
				}
				r, err := when.Read(said, now, workday.China())
				if err != nil || r.Kind != when.Recurring || workday.On(r.Start) != want || r.Past {
					t.Errorf("%s from %v is %s, %v; want %v", said, now, describe(r), err, want)
				}
			})
		})
	}
}

// The festivals of nine years, as almanacs print them.
func TestFestivalsOfYears(t *testing.T) {
	for name, days := range map[string][]string{
		"春节": {"2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"},
		"除夕": {"2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05", "2028-01-25", "2029-02-12", "2030-02-02"},
		"元宵": {"2024-02-24", "2025-02-12", "2026-03-03", "2027-02-20", "2028-02-09", "2029-02-27", "2030-02-17"},
		"清明": {"2024-04-04", "2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04"},
		"端午": {"2024-06-10", "2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05"},
		"中秋": {"2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12"},
		"重阳": {"2024-10-11", "2025-10-29", "2026-10-18", "2027-10-08"},
		"冬至": {"2024-12-21", "2025-12-21", "2026-12-22", "2027-12-22"},
	} {
		for _, day := range days {
			want := parse(t, day)
			means(t, name, want.AddDate(0, 0, -100), workday.On(want))
			means(t, name, want, workday.On(want))
			means(t, fmt.Sprintf("%d年%s", want.Year(), name), monday, workday.On(want))
		}
	}
}

// The festivals of the published years are days off by the official tables.
func TestFestivalsAreOff(t *testing.T) {
	c := workday.China()
	for year := 2008; c.Published(year); year++ {
		for _, name := range []string{"元旦", "春节", "清明", "五一", "端午", "中秋", "国庆"} {
			r, err := when.Read(fmt.Sprintf("%d年%s", year, name), monday, c)
			if d := workday.On(r.Start); err != nil || c.Works(d) || d.Year != year {
				t.Errorf("%s of %d is on %v, %v, which is worked", name, year, d, err)
			}
		}
	}
}

// Every quarter and half of a year, with and without the year.
func TestPeriodsOfYears(t *testing.T) {
	for n, name := range []string{"一", "二", "三", "四"} {
		q := workday.Quarter{Year: 2027, N: n + 1}
		want := fmt.Sprintf("%v to %v", q.First(), q.Last().AddDays(1))
		for _, said := range []string{"2027年第%s季度", "明年%s季度", "2027年的第%s个季度"} {
			if got := describe(read(t, fmt.Sprintf(said, name))); got != want {
				t.Errorf(said+" is %s, want %s", name, got, want)
			}
		}
	}
	for said, want := range map[string]string{
		"2027年上半年": "2027-01-01 to 2027-07-01",
		"2027年下半年": "2027-07-01 to 2028-01-01",
		"下半年":      "2026-07-01 to 2027-01-01",
		"上个月":      "2026-10-01 to 2026-11-01 past",
		"下下个月":     "2027-01-01 to 2027-02-01",
		"上季度":      "2026-07-01 to 2026-10-01 past",
		"这个季度":     "2026-10-01 to 2027-01-01",
		"下下周":      "2026-12-07 to 2026-12-14",
	} {
		if got := describe(read(t, said)); got != want {
			t.Errorf("%s is %s, want %s", said, got, want)
		}
	}
}
