package workday_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yishi/workday"
)

// The rows of spec NTC-01, by the official table of 2026.
func TestNoticeDays(t *testing.T) {
	for name, test := range map[string]struct{ meeting, one, two, three string }{
		"plain-weekend":         {"2026-12-15", "2026-12-14", "2026-12-11", "2026-12-10"},
		"plain":                 {"2026-12-11", "2026-12-10", "2026-12-09", "2026-12-08"},
		"make-up-saturday":      {"2026-10-12", "2026-10-10", "2026-10-09", "2026-10-08"},
		"national-day":          {"2026-10-09", "2026-10-08", "2026-09-30", "2026-09-29"},
		"make-up-sunday":        {"2026-09-21", "2026-09-20", "2026-09-18", "2026-09-17"},
		"spring-festival":       {"2026-02-24", "2026-02-14", "2026-02-13", "2026-02-12"},
		"dragon-boat":           {"2026-06-22", "2026-06-18", "2026-06-17", "2026-06-16"},
		"last-of-the-quarter":   {"2026-12-31", "2026-12-30", "2026-12-29", "2026-12-28"},
		"across-the-year":       {"2026-01-05", "2026-01-04", "2025-12-31", "2025-12-30"},
		"day-off-as-the-origin": {"2026-10-01", "2026-09-30", "2026-09-29", "2026-09-28"},
	} {
		t.Run(name, func(t *testing.T) {
			for n, want := range []string{test.meeting, test.one, test.two, test.three} {
				if got, provisional := workday.China().Back(day(t, test.meeting), n); got != day(t, want) || provisional {
					t.Errorf("T-%d of %s = %v (provisional %t), want %s", n, test.meeting, got, provisional, want)
				}
			}
		})
	}
}

func TestYears(t *testing.T) {
	for name, test := range map[string]struct{ year, off, makeUp, works int }{
		"2024": {2024, 30, 8, 251},
		"2025": {2025, 28, 5, 248},
		"2026": {2026, 33, 6, 248},
	} {
		t.Run(name, func(t *testing.T) {
			c := workday.China()
			first, last := workday.New(test.year, 1, 1), workday.New(test.year, 12, 31)
			var off, makeUp int
			for d := first; !d.After(last); d = d.AddDays(1) {
				if _, isOff, ok := c.Festival(d); ok && isOff {
					off++
				}
				if c.MakeUp(d) {
					makeUp++
				}
			}
			if works := c.Count(first, last); off != test.off || makeUp != test.makeUp || works != test.works {
				t.Errorf("%d days off, %d make-up, %d worked, want %+v", off, makeUp, works, test)
			}
		})
	}
}

func TestPublished(t *testing.T) {
	for year := 1999; year <= 2030; year++ {
		if got, want := workday.China().Published(year), 2002 <= year && year <= 2026; got != want {
			t.Errorf("the table of %d is published: %t, want %t", year, got, want)
		}
	}
}

func TestEveryPublishedYearIsWhole(t *testing.T) {
	for year := 2002; workday.China().Published(year); year++ {
		for _, d := range []workday.Date{workday.New(year, 1, 1), workday.New(year, 5, 1), workday.New(year, 10, 1)} {
			if _, off, ok := workday.China().Festival(d); !ok || !off {
				t.Errorf("the table of %d has no day off on %v", year, d)
			}
		}
	}
}

func TestFestival(t *testing.T) {
	for name, test := range map[string]struct {
		day             string
		festival        string
		off, ok, makeUp bool
		works           bool
	}{
		"national-day":              {"2026-10-01", "国庆节", true, true, false, false},
		"its-make-up-saturday":      {"2026-10-10", "国庆节", false, true, true, true},
		"new-year":                  {"2026-01-01", "元旦节", true, true, false, false},
		"its-make-up-sunday":        {"2026-01-04", "元旦节", false, true, true, true},
		"new-year-s-eve-is-worked":  {"2025-12-31", "", false, false, false, true},
		"spring-festival-begins":    {"2026-02-15", "春节", true, true, false, false},
		"spring-festival-ends":      {"2026-02-23", "春节", true, true, false, false},
		"after-it":                  {"2026-02-24", "", false, false, false, true},
		"its-first-make-up":         {"2026-02-14", "春节", false, true, true, true},
		"its-second-make-up":        {"2026-02-28", "春节", false, true, true, true},
		"weekday-of-a-year-unknown": {"2027-10-01", "", false, false, false, true},
		"weekend-of-a-year-unknown": {"2027-10-02", "", false, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, d := workday.China(), day(t, test.day)
			if name, off, ok := c.Festival(d); name != test.festival || off != test.off || ok != test.ok {
				t.Errorf("Festival(%v) = %q, %t, %t", d, name, off, ok)
			}
			if c.Works(d) != test.works || c.MakeUp(d) != test.makeUp {
				t.Errorf("%v: works %t, make-up %t", d, c.Works(d), c.MakeUp(d))
			}
		})
	}
}

func TestProvisional(t *testing.T) {
	for name, test := range map[string]struct {
		from        string
		step        int
		want        string
		provisional bool
	}{
		"forward-within-2026":          {"2026-12-28", 3, "2026-12-31", false},
		"forward-into-2027":            {"2026-12-30", 2, "2027-01-01", true},
		"back-within-2027":             {"2027-03-10", -3, "2027-03-05", true},
		"back-out-of-2027":             {"2027-01-04", -2, "2026-12-31", true},
		"back-from-the-first-of-2027":  {"2027-01-01", -3, "2026-12-29", false},
		"through-2027-is-not-retraced": {"2027-01-04", 0, "2027-01-04", false},
	} {
		t.Run(name, func(t *testing.T) {
			walk, n := workday.China().Forward, test.step
			if n < 0 {
				walk, n = workday.China().Back, -n
			}
			if got, provisional := walk(day(t, test.from), n); got != day(t, test.want) || provisional != test.provisional {
				t.Errorf("%d from %s = %v, provisional %t", test.step, test.from, got, provisional)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	c := workday.China()
	for _, test := range []struct{ day, before, after string }{
		{"2026-12-15", "2026-12-15", "2026-12-15"},
		{"2026-12-13", "2026-12-11", "2026-12-14"},
		{"2026-10-03", "2026-09-30", "2026-10-08"},
		{"2026-10-10", "2026-10-10", "2026-10-10"},
		{"2026-10-11", "2026-10-10", "2026-10-12"},
		{"2026-02-16", "2026-02-14", "2026-02-24"},
	} {
		d := day(t, test.day)
		if before, after := c.OnOrBefore(d), c.OnOrAfter(d); before != day(t, test.before) || after != day(t, test.after) {
			t.Errorf("around %v lie %v and %v, want %s and %s", d, before, after, test.before, test.after)
		}
	}
}

func TestCountOfNothing(t *testing.T) {
	if got := workday.China().Count(day(t, "2026-12-15"), day(t, "2026-12-14")); got != 0 {
		t.Errorf("%d working days from a day to the one before it, want 0", got)
	}
}

func TestWorkdaysOf(t *testing.T) {
	c := workday.China()
	days := c.WorkdaysOf(workday.Quarter{Year: 2026, N: 4})
	if len(days) != 62 || days[0] != day(t, "2026-10-08") || days[2] != day(t, "2026-10-10") || days[61] != day(t, "2026-12-31") {
		t.Errorf("%d working days: %v", len(days), days)
	}
	var all int
	for n := 1; n <= 4; n++ {
		all += len(c.WorkdaysOf(workday.Quarter{Year: 2026, N: n}))
	}
	if all != 248 {
		t.Errorf("the quarters of 2026 have %d working days, want 248", all)
	}
}

func TestCalendarProperties(t *testing.T) {
	c := workday.China()
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t, "day"), rapid.IntRange(1, 300).Draw(t, "n")
		back, _ := c.Back(d, n)
		forward, _ := c.Forward(d, n)
		if !c.Works(back) || !c.Works(forward) {
			t.Fatalf("%d before %v is %v, after it %v; both must be worked", n, d, back, forward)
		}
		if got := c.Count(back, d.AddDays(-1)); got != n {
			t.Errorf("from %v to the day before %v are %d working days, want %d", back, d, got, n)
		}
		if again, _ := c.Forward(back, n); c.Works(d) && again != d {
			t.Errorf("%d back from %v is %v, and forward again %v", n, d, back, again)
		}
		if again, _ := c.Back(forward, n); c.Works(d) && again != d {
			t.Errorf("%d forward from %v is %v, and back again %v", n, d, forward, again)
		}
		if before, after := c.OnOrBefore(d), c.OnOrAfter(d); c.Works(d) != (before == after) {
			t.Errorf("%v works: %t, but lies between %v and %v", d, c.Works(d), before, after)
		}
	})
}

// Count is held against arithmetic: five days of every whole week, and what
// the table takes away or adds.
func TestCountAgreesWithArithmetic(t *testing.T) {
	c := workday.China()
	rapid.Check(t, func(t *rapid.T) {
		from := anyDay(t, "from")
		weeks := rapid.IntRange(1, 60).Draw(t, "weeks")
		to := from.AddDays(7*weeks - 1)
		want := 5 * weeks
		for d := from; d != to.AddDays(1); d = d.AddDays(1) {
			_, off, ok := c.Festival(d)
			weekend := slices.Contains([]time.Weekday{time.Saturday, time.Sunday}, d.Weekday())
			switch {
			case ok && off && !weekend:
				want--
			case ok && !off && weekend:
				want++
			}
		}
		if got := c.Count(from, to); got != want {
			t.Errorf("from %v to %v are %d working days, want %d", from, to, got, want)
		}
	})
}

func TestWorksAllocatesNothing(t *testing.T) {
	c, d := workday.China(), day(t, "2026-10-10")
	if n := testing.AllocsPerRun(100, func() { c.Works(d) }); n != 0 {
		t.Errorf("asking for a day allocates %v times, want 0", n)
	}
}

func BenchmarkWorks(b *testing.B) {
	c, d := workday.China(), day(b, "2026-10-10")
	for b.Loop() {
		c.Works(d)
	}
}
