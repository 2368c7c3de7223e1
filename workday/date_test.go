package workday_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yishi/workday"
)

var shanghai = time.FixedZone("CST", 8*60*60)

// day reads a date that a test is sure of.
func day(tb testing.TB, s string) workday.Date {
	tb.Helper()
	d, err := workday.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// anyDay draws a date of the years that people live in.
func anyDay(t *rapid.T, label string) workday.Date {
	return workday.New(1990, time.January, 1).AddDays(rapid.IntRange(0, 25_000).Draw(t, label))
}

func TestParse(t *testing.T) {
	for name, test := range map[string]struct {
		said string
		want workday.Date
		err  error
	}{
		"hyphens":                 {"2026-12-15", workday.Date{Year: 2026, Month: 12, Day: 15}, nil},
		"slashes-no-zeros":        {"2026/11/2", workday.Date{Year: 2026, Month: 11, Day: 2}, nil},
		"dots":                    {"2026.1.05", workday.Date{Year: 2026, Month: 1, Day: 5}, nil},
		"chinese":                 {"2026年11月2日", workday.Date{Year: 2026, Month: 11, Day: 2}, nil},
		"full-width":              {"２０２６年１１月２日", workday.Date{Year: 2026, Month: 11, Day: 2}, nil},
		"full-width-hyphen":       {"２０２６－１１－２", workday.Date{Year: 2026, Month: 11, Day: 2}, nil},
		"blanks-around":           {"　2026-11-02 ", workday.Date{Year: 2026, Month: 11, Day: 2}, nil},
		"leap-day":                {"2028-02-29", workday.Date{Year: 2028, Month: 2, Day: 29}, nil},
		"no-30-february":          {"2026年2月30日", workday.Date{}, workday.ErrNoSuchDay},
		"no-29-february":          {"2027-02-29", workday.Date{}, workday.ErrNoSuchDay},
		"no-31-november":          {"2026-11-31", workday.Date{}, workday.ErrNoSuchDay},
		"no-month-13":             {"2026-13-01", workday.Date{}, workday.ErrNoSuchDay},
		"no-month-0":              {"2026-00-01", workday.Date{}, workday.ErrNoSuchDay},
		"no-day-0":                {"2026-12-0", workday.Date{}, workday.ErrNoSuchDay},
		"no-day-32":               {"2026-12-32", workday.Date{}, workday.ErrNoSuchDay},
		"no-year-0":               {"0000-12-01", workday.Date{}, workday.ErrNoSuchDay},
		"empty":                   {"", workday.Date{}, workday.ErrSyntax},
		"no-year":                 {"12-15", workday.Date{}, workday.ErrSyntax},
		"short-year":              {"26-12-15", workday.Date{}, workday.ErrSyntax},
		"long-year":               {"20261-12-15", workday.Date{}, workday.ErrSyntax},
		"four-parts":              {"2026-12-15-1", workday.Date{}, workday.ErrSyntax},
		"mixed-separators":        {"2026-12/15", workday.Date{}, workday.ErrSyntax},
		"letters":                 {"2026-x-15", workday.Date{}, workday.ErrSyntax},
		"signs":                   {"2026-+1-15", workday.Date{}, workday.ErrSyntax},
		"chinese-without-its-end": {"2026年11月2", workday.Date{}, workday.ErrSyntax},
		"chinese-digits":          {"二〇二六年十一月二日", workday.Date{}, workday.ErrSyntax},
		"with-an-hour":            {"2026-12-15 14:30", workday.Date{}, workday.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := workday.Parse(test.said)
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("Parse(%q) = %v, %v, want %v, %v", test.said, got, err, test.want, test.err)
			}
		})
	}
}

func TestNewCarriesOver(t *testing.T) {
	if got, want := workday.New(2026, 11, 31), day(t, "2026-12-01"); got != want {
		t.Errorf("31 November is %v, want %v", got, want)
	}
	if got, want := workday.New(2027, 0, 31), day(t, "2026-12-31"); got != want {
		t.Errorf("day 31 of month 0 is %v, want %v", got, want)
	}
}

func TestOnIsInTheZoneOfTheTime(t *testing.T) {
	late := time.Date(2026, 12, 15, 20, 30, 0, 0, time.UTC)
	if got, want := workday.On(late), day(t, "2026-12-15"); got != want {
		t.Errorf("On in UTC = %v, want %v", got, want)
	}
	if got, want := workday.On(late.In(shanghai)), day(t, "2026-12-16"); got != want {
		t.Errorf("On in Shanghai = %v, want %v", got, want)
	}
	if got := workday.On(time.Time{}); !got.IsZero() {
		t.Errorf("On of no time = %v, want no date", got)
	}
}

func TestAt(t *testing.T) {
	got := day(t, "2026-12-15").At(14, 30, shanghai)
	if want := time.Date(2026, 12, 15, 14, 30, 0, 0, shanghai); !got.Equal(want) || got.Location() != shanghai {
		t.Errorf("At = %v, want %v", got, want)
	}
}

func TestAddYears(t *testing.T) {
	for name, test := range map[string]struct{ from, lastDay string }{
		"an-ordinary-day":               {"2026-11-24", "2029-11-23"},
		"first-of-the-year":             {"2026-01-01", "2028-12-31"},
		"leap-day-to-an-ordinary-year":  {"2024-02-29", "2027-02-28"},
		"1-march-to-a-leap-year":        {"2025-03-01", "2028-02-29"},
		"28-february-to-a-leap-year":    {"2025-02-28", "2028-02-27"},
		"last-of-a-leap-february-again": {"2028-02-29", "2031-02-28"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := day(t, test.from).AddYears(3).AddDays(-1); got != day(t, test.lastDay) {
				t.Errorf("three years from %s end on %v, want %s", test.from, got, test.lastDay)
			}
		})
	}
	if got := day(t, "2024-02-29").AddYears(4); got != day(t, "2028-02-29") {
		t.Errorf("four years after 2024-02-29 is %v", got)
	}
}

func TestCompare(t *testing.T) {
	inOrder := []workday.Date{{}, day(t, "2025-12-31"), day(t, "2026-01-01"), day(t, "2026-01-02"), day(t, "2026-02-01")}
	for i, a := range inOrder {
		for j, b := range inOrder {
			if a.Before(b) != (i < j) || a.After(b) != (i > j) || (a.Compare(b) == 0) != (i == j) {
				t.Errorf("%q and %q are in the wrong order: %d", a, b, a.Compare(b))
			}
		}
	}
}

func TestText(t *testing.T) {
	type term struct{ From, Until workday.Date }
	want := term{From: workday.New(2026, 11, 2)}
	text, err := json.Marshal(want)
	if err != nil || string(text) != `{"From":"2026-11-02","Until":""}` {
		t.Fatalf("Marshal = %s, %v", text, err)
	}
	got := term{Until: workday.New(2029, 1, 1)}
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("Unmarshal = %v, %v, want %v", got, err, want)
	}
	kept := got.From
	if err := kept.UnmarshalText([]byte("2026-02-30")); !errors.Is(err, workday.ErrNoSuchDay) || kept != want.From {
		t.Errorf("a day that is none is read as %v, %v", kept, err)
	}
}

func TestQuarter(t *testing.T) {
	for name, test := range map[string]struct {
		day         string
		first, last string
		said        string
	}{
		"first":          {"2026-01-01", "2026-01-01", "2026-03-31", "2026年第一季度"},
		"end-of-first":   {"2028-03-31", "2028-01-01", "2028-03-31", "2028年第一季度"},
		"second":         {"2026-05-04", "2026-04-01", "2026-06-30", "2026年第二季度"},
		"third":          {"2026-09-30", "2026-07-01", "2026-09-30", "2026年第三季度"},
		"fourth":         {"2026-10-01", "2026-10-01", "2026-12-31", "2026年第四季度"},
		"last-of-a-year": {"2026-12-31", "2026-10-01", "2026-12-31", "2026年第四季度"},
	} {
		t.Run(name, func(t *testing.T) {
			q := day(t, test.day).Quarter()
			if q.First() != day(t, test.first) || q.Last() != day(t, test.last) || q.String() != test.said {
				t.Errorf("%s lies in %v, %v to %v", test.day, q, q.First(), q.Last())
			}
		})
	}
	if got, want := (workday.Quarter{Year: 2026, N: 4}).Next(), (workday.Quarter{Year: 2027, N: 1}); got != want {
		t.Errorf("after the fourth quarter comes %v, want %v", got, want)
	}
	if got := (workday.Quarter{Year: 2026, N: 5}).String(); got != "2026年第5季度" {
		t.Errorf("a quarter that is none is called %s", got)
	}
}

func TestDatesProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t, "day"), rapid.IntRange(-4000, 4000).Draw(t, "days")
		e := d.AddDays(n)
		switch {
		case e.Sub(d) != n:
			t.Errorf("%v and %d days is %v, but %d days lie between", d, n, e, e.Sub(d))
		case e.AddDays(-n) != d:
			t.Errorf("%v and %d days and back is %v", d, n, e.AddDays(-n))
		case e.Compare(d) != sign(n):
			t.Errorf("%v compares with %v as %d", e, d, e.Compare(d))
		case e.Weekday() != (d.Weekday()+time.Weekday(n%7)+7)%7:
			t.Errorf("%v is a %v, and %v a %v", d, d.Weekday(), e, e.Weekday())
		case workday.On(e.At(23, 59, shanghai)) != e:
			t.Errorf("the end of %v is on %v", e, workday.On(e.At(23, 59, shanghai)))
		case !workday.Valid(e.Year, e.Month, e.Day):
			t.Errorf("%v is not valid", e)
		}
		if again, err := workday.Parse(e.String()); again != e || err != nil {
			t.Errorf("%v is read again as %v, %v", e, again, err)
		}
		if q := e.Quarter(); e.Before(q.First()) || e.After(q.Last()) || q.Next().First() != q.Last().AddDays(1) {
			t.Errorf("%v is said to lie in %v", e, q)
		}
	})
}

func sign(n int) int {
	return min(1, max(-1, n))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-12-15", "2026/11/2", "2026年11月2日", "２０２６－１１－２", "2026-02-30", "年月日", "--"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := workday.Parse(s)
		if err != nil {
			return
		}
		if again, err := workday.Parse(d.String()); again != d || err != nil {
			t.Errorf("Parse(%q) = %v, which is read again as %v, %v", s, d, again, err)
		}
	})
}
