package committee_test

import (
	"cmp"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yishi/committee"
	"yishi/workday"
)

// The table of spec.md NTC-01, from the State Council's table of 2026.
var noticed = []struct{ meeting, t1, t2, t3 string }{
	{"2026-12-15", "2026-12-14", "2026-12-11", "2026-12-10"},
	{"2026-12-11", "2026-12-10", "2026-12-09", "2026-12-08"},
	{"2026-10-12", "2026-10-10", "2026-10-09", "2026-10-08"},
	{"2026-10-09", "2026-10-08", "2026-09-30", "2026-09-29"},
	{"2026-09-21", "2026-09-20", "2026-09-18", "2026-09-17"},
	{"2026-02-24", "2026-02-14", "2026-02-13", "2026-02-12"},
	{"2026-06-22", "2026-06-18", "2026-06-17", "2026-06-16"},
	{"2026-12-31", "2026-12-30", "2026-12-29", "2026-12-28"},
	{"2026-01-05", "2026-01-04", "2025-12-31", "2025-12-30"},
}

func TestNTC01NTC02Window(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for _, test := range noticed {
		t.Run(test.meeting, func(t *testing.T) {
			w := committee.WindowOf(date(test.meeting), b, cal)
			want := committee.Window{First: date(test.t3), Last: date(test.t2), Opens: at(test.t3 + " 00:00"), Latest: at(test.t2 + " 18:00")}
			if diff := gocmp.Diff(want, w); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			m := committee.Meeting{Starts: at(test.meeting + " 14:30")}
			if got := m.AnswerBy(cal); !got.Equal(at(test.t1 + " 12:00")) {
				t.Errorf("answers by %s, want %s 12:00", got, test.t1)
			}
		})
	}
}

func TestA04WindowByOtherCountings(t *testing.T) {
	cal := workday.China()
	for _, test := range []struct {
		name          string
		bylaws        committee.Bylaws
		opens, latest string
	}{
		{"clear-days", laws(t, "notice.count", "clear_days"), "2026-12-09 00:00", "2026-12-10 18:00"},
		{"five-to-one", laws(t, "notice.min_wd", "1", "notice.max_wd", "5"), "2026-12-08 00:00", "2026-12-14 18:00"},
		{"until-noon", laws(t, "notice.latest", "12:30"), "2026-12-10 00:00", "2026-12-11 12:30"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := committee.WindowOf(date("2026-12-15"), test.bylaws, cal)
			if !w.Opens.Equal(at(test.opens)) || !w.Latest.Equal(at(test.latest)) {
				t.Errorf("got %s to %s", w.Opens, w.Latest)
			}
		})
	}
}

func TestNTC01AYearWithoutATable(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for day, want := range map[string]bool{"2026-12-31": false, "2027-01-05": true, "2027-03-16": true} {
		if got := committee.WindowOf(date(day), b, cal).Provisional; got != want {
			t.Errorf("%s: provisional %v, want %v", day, got, want)
		}
	}
}

// The table before the first one is missing too, and only the third day before
// the meeting may lie in it.
func TestNTC01OneDayWithoutATable(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	found := false
	for day := date("2002-01-02"); day.Before(date("2002-01-20")); day = day.AddDays(1) {
		w := committee.WindowOf(day, b, cal)
		if w.First.Year == 2001 && !w.Provisional {
			t.Errorf("%s: the window from %s is told as if it were certain", day, w.First)
		}
		found = found || w.First.Year == 2001 && w.Last.Year == 2002
	}
	if !found {
		t.Error("no window crosses the year")
	}
}

func TestNTC02SendAt(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for _, test := range []struct {
		name, now, leaves string // leaves is empty where the window is missed
	}{
		{"long-before", "2026-12-08 09:20", "2026-12-10 09:07"},
		{"the-night-before", "2026-12-09 23:30", "2026-12-10 09:07"},
		{"first-day-before-the-hour", "2026-12-10 07:00", "2026-12-10 09:07"},
		{"at-the-hour", "2026-12-10 09:07", "2026-12-10 09:07"},
		{"inside-at-once", "2026-12-10 16:20", "2026-12-10 16:20"},
		{"inside-late-in-the-evening", "2026-12-10 20:59", "2026-12-10 20:59"},
		{"inside-at-night", "2026-12-10 21:00", "2026-12-11 09:07"},
		{"inside-before-dawn", "2026-12-11 02:00", "2026-12-11 09:07"},
		{"last-minute", "2026-12-11 18:00", "2026-12-11 18:00"},
		{"a-minute-late", "2026-12-11 18:01", ""},
		{"five-minutes-late", "2026-12-11 18:05", ""},
		{"night-of-the-last-day", "2026-12-11 22:00", ""},
		{"weekend", "2026-12-12 10:00", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := committee.WindowOf(date("2026-12-15"), b, cal)
			if got := w.Reachable(b, cal, at(test.now)); got != (test.leaves != "") {
				t.Fatalf("reachable: %v", got)
			}
			if test.leaves == "" {
				return
			}
			if got := w.SendAt(b, cal, at(test.now)); !got.Equal(at(test.leaves)) {
				t.Errorf("leaves %s, want %s", got, test.leaves)
			}
		})
	}
}

func TestNTC02EarliestDay(t *testing.T) {
	cal := workday.China()
	for _, test := range []struct{ name, now, want string }{
		{"morning", "2026-12-08 09:20", "2026-12-10"},
		{"at-six", "2026-12-08 18:00", "2026-12-10"},
		{"after-six", "2026-12-08 18:05", "2026-12-11"},
		{"night", "2026-12-08 22:00", "2026-12-11"},
		{"saturday", "2026-12-12 10:00", "2026-12-16"},
		{"before-the-national-day", "2026-09-30 10:00", "2026-10-09"},
		{"in-the-national-day", "2026-10-03 10:00", "2026-10-10"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := committee.EarliestDay(committee.DefaultBylaws(), cal, at(test.now)); got != date(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestNTC02EarliestDayIsTheEarliest(t *testing.T) {
	cal := workday.China()
	rapid.Check(t, func(t *rapid.T) {
		b := committee.DefaultBylaws()
		b.NoticeMax = rapid.IntRange(1, 5).Draw(t, "max")
		b.NoticeMin = rapid.IntRange(1, b.NoticeMax).Draw(t, "min")
		b.NoticeClearDays = rapid.Bool().Draw(t, "clear")
		now := at("2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 360*24*60).Draw(t, "minute")) * time.Minute)
		day := committee.EarliestDay(b, cal, now)
		if !cal.Works(day) || !committee.WindowOf(day, b, cal).Reachable(b, cal, now) {
			t.Fatalf("from %s: %s cannot be noticed", now, day)
		}
		if before, _ := cal.Back(day, 1); !before.Before(committee.DayOf(now)) && committee.WindowOf(before, b, cal).Reachable(b, cal, now) {
			t.Fatalf("from %s: %s is earlier than %s and can be noticed", now, before, day)
		}
		// What leaves, leaves inside the window, on a working day and not at night.
		leaves := committee.WindowOf(day, b, cal).SendAt(b, cal, now)
		if w := committee.WindowOf(day, b, cal); leaves.Before(w.Opens) || leaves.After(w.Latest) || leaves.Before(now) {
			t.Fatalf("from %s for %s: leaves %s", now, day, leaves)
		}
		if !cal.Works(committee.DayOf(leaves)) || leaves.Hour() < 8 || leaves.Hour() >= 21 {
			t.Fatalf("leaves at an indecent hour: %s", leaves)
		}
	})
}

func TestNTC08Decent(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for _, test := range []struct{ name, now, want string }{
		{"noon", "2026-12-10 12:00", "2026-12-10 12:00"},
		{"eight", "2026-12-10 08:00", "2026-12-10 08:00"},
		{"before-eight", "2026-12-10 07:59", "2026-12-10 09:07"},
		{"nine-in-the-evening", "2026-12-10 21:00", "2026-12-11 09:07"},
		{"friday-night", "2026-12-11 21:30", "2026-12-14 09:07"},
		{"saturday", "2026-12-12 03:00", "2026-12-14 09:07"},
		{"make-up-saturday", "2026-10-10 10:00", "2026-10-10 10:00"},
		{"holiday-thursday", "2026-10-01 10:00", "2026-10-08 09:07"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := committee.Decent(b, cal, at(test.now)); !got.Equal(at(test.want)) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	t.Run("another-zone", func(t *testing.T) { // SYS-08: a server in UTC
		if got := committee.Decent(b, cal, at("2026-12-10 22:00").UTC()); !got.Equal(at("2026-12-11 09:07")) {
			t.Errorf("got %s", got)
		}
		if got := committee.EarliestDay(b, cal, at("2026-12-09 02:00").UTC()); got != date("2026-12-11") {
			t.Errorf("earliest day %s, want 2026-12-11: it is already the 9th in China", got)
		}
	})
}

func dues(pairs ...string) []committee.Due {
	var out []committee.Due
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, committee.Due{Name: pairs[i], At: at(pairs[i+1])})
	}
	return out
}

func TestNTC02NoticeDues(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for _, test := range []struct {
		state committee.State
		want  []committee.Due
	}{
		{committee.Planned, dues("confirm", "2026-12-10 09:07")},
		{committee.Fixed, dues("notice", "2026-12-10 09:07")},
		{committee.Noticed, nil},
		{committee.Cancelled, nil},
	} {
		t.Run(string(test.state), func(t *testing.T) {
			if diff := gocmp.Diff(test.want, in(test.state).NoticeDues(b, cal)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNTC06NTC08ATT03MeetingDues(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for _, test := range []struct {
		name, noticed string
		want          []committee.Due
	}{
		{"on-time", "2026-12-10 09:07", dues(
			"notice.report", "2026-12-10 09:08", "chase.2", "2026-12-11 09:07", "failing", "2026-12-11 12:00", "calls", "2026-12-11 16:07", "chase.1", "2026-12-14 09:07",
			"forecast.1", "2026-12-14 09:07", "forecast.2", "2026-12-14 17:07", "remind.1", "2026-12-14 17:07",
			"remind.2", "2026-12-15 13:30", "checkin", "2026-12-15 14:00", "wait", "2026-12-15 15:00")},
		{"late-in-the-window", "2026-12-11 16:20", dues(
			"notice.report", "2026-12-11 16:21", "chase.1", "2026-12-14 09:07", "forecast.1", "2026-12-14 09:07", "forecast.2", "2026-12-14 17:07",
			"remind.1", "2026-12-14 17:07", "remind.2", "2026-12-15 13:30", "checkin", "2026-12-15 14:00", "wait", "2026-12-15 15:00")},
		{"urgent-for-the-same-day", "2026-12-15 13:40", dues("notice.report", "2026-12-15 13:41", "checkin", "2026-12-15 14:00", "wait", "2026-12-15 15:00")},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(committee.Noticed)
			m.NoticedAt = at(test.noticed)
			if diff := gocmp.Diff(test.want, m.MeetingDues(b, cal)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestATT04CheckInOpens(t *testing.T) {
	if got := in(committee.Noticed).CheckInOpens(); !got.Equal(at("2026-12-15 14:00")) {
		t.Errorf("got %s", got)
	}
}

func TestNTC08TheLastReminderIsNotAtNight(t *testing.T) {
	for starts, want := range map[string]string{
		"2026-12-15 09:00": "2026-12-15 08:00", "2026-12-15 08:30": "2026-12-15 08:00", "2026-12-15 08:01": "2026-12-15 08:00",
		"2026-12-15 14:30": "2026-12-15 13:30", "2026-12-15 08:00": "2026-12-15 07:00", // there is no decent hour left before it
	} {
		m := in(committee.Noticed)
		m.Starts = at(starts)
		for _, due := range m.MeetingDues(committee.DefaultBylaws(), workday.China()) {
			if due.Name == "remind.2" && !due.At.Equal(at(want)) {
				t.Errorf("a meeting at %s is reminded of at %s, want %s", starts, due.At, want)
			}
		}
	}
}

// A notice is reckoned anew only where the calendar no longer lets it leave as planned.
func TestNTC01Reckon(t *testing.T) {
	b := committee.DefaultBylaws()
	for _, test := range []struct {
		name, noticeAt, now, want string
		state                     committee.State
		kind                      committee.MeetingKind
	}{
		{"as-planned", "2026-12-10 09:07", "2026-12-01 10:00", "", committee.Fixed, committee.Regular},
		{"too-early", "2026-12-09 09:07", "2026-12-01 10:00", "2026-12-10 09:07", committee.Fixed, committee.Regular},
		{"late-in-the-window", "2026-12-11 09:07", "2026-12-01 10:00", "2026-12-10 09:07", committee.Fixed, committee.Regular},
		{"confirmed-inside-it", "2026-12-11 09:07", "2026-12-10 22:00", "", committee.Fixed, committee.Regular},
		{"too-late", "2026-12-14 09:07", "2026-12-11 10:00", "2026-12-11 10:00", committee.Fixed, committee.Regular},
		{"much-too-late", "2026-12-14 09:07", "2026-12-11 22:00", "", committee.Fixed, committee.Regular},
		{"under-way", "2026-12-09 09:07", "2026-12-09 10:00", "", committee.Fixed, committee.Regular},
		{"urgent", "2026-12-09 09:07", "2026-12-01 10:00", "", committee.Fixed, committee.Urgent},
		{"a-draft", "2026-12-09 09:07", "2026-12-01 10:00", "", committee.Planned, committee.Regular},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			m.Kind, m.NoticeAt = test.kind, at(test.noticeAt)
			moved := m.Reckon(b, china, at(test.now))
			want := cmp.Or(test.want, test.noticeAt)
			if moved != (test.want != "") || !m.NoticeAt.Equal(at(want)) {
				t.Errorf("moved %v, leaves at %s, want %s", moved, m.NoticeAt, want)
			}
		})
	}
}

func TestNTC01Outside(t *testing.T) {
	for noticed, want := range map[string]bool{
		"2026-12-09 23:59": true, "2026-12-10 00:00": false, "2026-12-11 18:00": false, "2026-12-11 18:01": true,
	} {
		m := in(committee.Noticed)
		m.NoticedAt = at(noticed)
		if got := m.Outside(committee.DefaultBylaws(), china); got != want {
			t.Errorf("%s: outside %v", noticed, got)
		}
		m.Kind = committee.Urgent
		if m.Outside(committee.DefaultBylaws(), china) {
			t.Errorf("%s: an urgent meeting has no window", noticed)
		}
	}
}

// every reading of the window against a count day by day over a list of the days
// that are worked.
func TestA04EveryReading(t *testing.T) {
	var worked []workday.Date
	for d := date("2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		if _, off, told := china.Festival(d); told && !off || !told && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			worked = append(worked, d)
		}
	}
	for _, count := range []string{"to_meeting_day", "clear_days"} {
		for low := 1; low <= 4; low++ {
			for high := low; high <= 5; high++ {
				b := laws(t, "notice.count", count, "notice.min_wd", strconv.Itoa(low), "notice.max_wd", strconv.Itoa(high), "notice.latest", "17:30", "notice.send_at", "08:37")
				extra := map[string]int{"to_meeting_day": 0, "clear_days": 1}[count]
				for i := 12; i < len(worked); i++ {
					w := committee.WindowOf(worked[i], b, china)
					want := committee.Window{First: worked[i-high-extra], Last: worked[i-low-extra]}
					want.Opens, want.Latest = want.First.At(0, 0, committee.Zone), want.Last.At(17, 30, committee.Zone)
					if diff := gocmp.Diff(want, w); diff != "" {
						t.Fatalf("%s %d–%d, %s (-want +got):\n%s", count, low, high, worked[i], diff)
					}
					if at := w.SendAt(b, china, want.Opens.AddDate(0, 0, -7)); !at.Equal(want.First.At(8, 37, committee.Zone)) {
						t.Fatalf("%s: leaves at %s", worked[i], at)
					}
				}
			}
		}
	}
}
