package when_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yishi/when"
	"yishi/workday"
)

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"12-15 14:30 二楼会议室", "12月15日下午两点半", "下周二", "三个工作日后", "农历闰八月十五", "每月最后一个周五10:00", "12月10日（周三）", "2-30", "12.15-12.17",
		"14:30——16:00 12月15日", "差一刻三点", "next Wednesday 2:30pm", "Dec 10, 2026", "十一", "元旦后第一个工作日", "周三或周五下午3点", "\xff12-15\xff", "星期",
	} {
		f.Add(text, int64(1795395600))
	}
	f.Add("腊月三十", int64(-62135596800))
	f.Add("明天", int64(253402300799))
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		if unix < -62135596800 || unix > 253402300799 { // the years 1 to 9999
			t.Skip("no committee sits then")
		}
		now := time.Unix(unix, 0).In(shanghai)
		r, err := when.Read(text, now, workday.China())
		if mistake, ok := errors.AsType[*when.Error](err); err != nil && (!ok || mistake.Error() == "") {
			t.Fatalf("%q fails with %v", text, err)
		}
		holds(t, text, r, now)
		for _, other := range r.Others {
			holds(t, text, other, now)
		}
	})
}

// holds checks what is true of every reading.
func holds(t rapid.TB, text string, r when.Reading, now time.Time) {
	t.Helper()
	switch {
	case r.Kind == when.Nothing && !r.Start.IsZero():
		t.Errorf("%q means nothing, but starts at %v", text, r.Start)
	case r.Kind == when.Nothing:
		return
	case r.Start.Location() != now.Location():
		t.Errorf("%q starts at %v, in another zone", text, r.Start)
	case !r.End.IsZero() && !r.End.After(r.Start):
		t.Errorf("%q ends at %v, not after its start %v", text, r.End, r.Start)
	case r.Kind == when.Span && r.End.IsZero(), r.Kind == when.Day && r.HasClock, r.Kind == when.Moment && !r.HasClock:
		t.Errorf("%q is a %v: %+v", text, r.Kind, r)
	case r.Kind == when.Recurring && r.Rule == "":
		t.Errorf("%q recurs without a rule", text)
	case r.Kind == when.Moment && r.Past == r.Start.After(now):
		t.Errorf("%q is past: %t, at %v", text, r.Past, r.Start)
	case len(r.Rest) > len(text)+2 || utf8.ValidString(text) && !utf8.ValidString(r.Rest):
		t.Errorf("%q leaves %q", text, r.Rest)
	}
}

// A text of words that almost mean something takes time in proportion to its
// length. The shortest of some runs counts, as a busy machine lengthens any.
func TestLongTexts(t *testing.T) {
	const short, long = 1_000, 8_000
	for _, word := range []string{"下", "周", "第", "一", "12-", "每周", "明", "差", "今 ", "农历", "12月", "3点建议", "星期", "1:", "、", " "} {
		a, b := shortest(t, strings.Repeat(word, short/len(word))), shortest(t, strings.Repeat(word, long/len(word)))
		if b > 3*long/short*a && b > 100*time.Millisecond {
			t.Errorf("%s takes %v in %d bytes, but %v in %d", word, a, short, b, long)
		}
	}
}

// shortest returns how long it takes to find that a text has no date words.
func shortest(t *testing.T, text string) time.Duration {
	t.Helper()
	best := time.Hour
	for range 10 {
		began := time.Now()
		if r, err := when.Read(text, monday, workday.China()); r.Kind != when.Nothing || err != nil {
			t.Errorf("%.12s is read as %s, %v", text, describe(r), err)
		}
		best = min(best, time.Since(began))
	}
	return best
}

func BenchmarkRead(b *testing.B) {
	for _, text := range []string{"12月15日下午两点半 二楼会议室", "三点建议", "腊月初八"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := when.Read(text, monday, workday.China()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
