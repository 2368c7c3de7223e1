package committee_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/workday"
)

func days(texts ...string) []workday.Date {
	var out []workday.Date
	for _, text := range texts {
		out = append(out, date(text))
	}
	return out
}

// Q4 and the marked days of Q1 and Q3 are the acceptance dates of MTG-01; the
// others were counted on the State Council's table of 2026.
func TestMTG01Cadence(t *testing.T) {
	cal, b := workday.China(), committee.DefaultBylaws()
	for _, test := range []struct {
		quarter int
		want    committee.Cadence
	}{
		{1, committee.Cadence{
			Reminders: days("2026-01-04", "2026-02-12", "2026-03-10", "2026-03-13", "2026-03-18", "2026-03-23", "2026-03-26"), LastMeeting: date("2026-03-31"),
			LastNotice: at("2026-03-27 18:00"), CallOn: date("2026-03-02"), TopicsBy: at("2026-03-06 18:00"),
		}},
		{2, committee.Cadence{
			Reminders: days("2026-04-01", "2026-05-18", "2026-06-08", "2026-06-11", "2026-06-16", "2026-06-22", "2026-06-25"), LastMeeting: date("2026-06-30"),
			LastNotice: at("2026-06-26 18:00"), CallOn: date("2026-06-01"), TopicsBy: at("2026-06-05 18:00"),
		}},
		{3, committee.Cadence{
			Reminders: days("2026-07-01", "2026-08-17", "2026-09-09", "2026-09-14", "2026-09-17", "2026-09-21", "2026-09-24"), LastMeeting: date("2026-09-30"),
			LastNotice: at("2026-09-28 18:00"), CallOn: date("2026-09-01"), TopicsBy: at("2026-09-07 18:00"),
		}},
		{4, committee.Cadence{
			Reminders: days("2026-10-08", "2026-11-19", "2026-12-10", "2026-12-15", "2026-12-18", "2026-12-23", "2026-12-28"), LastMeeting: date("2026-12-31"),
			LastNotice: at("2026-12-29 18:00"), CallOn: date("2026-12-01"), TopicsBy: at("2026-12-07 18:00"),
		}},
	} {
		q := workday.Quarter{Year: 2026, N: test.quarter}
		t.Run(q.String(), func(t *testing.T) {
			test.want.Quarter = q
			if diff := cmp.Diff(test.want, committee.CadenceOf(q, b, cal)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMTG01CadenceIsProvisionalWithoutATable(t *testing.T) {
	c := committee.CadenceOf(workday.Quarter{Year: 2027, N: 1}, committee.DefaultBylaws(), workday.China())
	if !c.Provisional {
		t.Error("the dates of 2027 are told as if they were certain")
	}
}

// Whatever the bylaws, nobody is reminded of a quarter when a notice could no
// longer be lawful, twice on a day, on a rest day, or out of order.
func TestMTG01RemindersAreUseful(t *testing.T) {
	cal := workday.China()
	for year := 2020; year <= 2026; year++ {
		for n := 1; n <= 4; n++ {
			for _, b := range []committee.Bylaws{laws(t), laws(t, "notice.count", "clear_days", "notice.min_wd", "5", "notice.max_wd", "7")} {
				c := committee.CadenceOf(workday.Quarter{Year: year, N: n}, b, cal)
				if len(c.Reminders) < 4 || c.Reminders[0] != cal.OnOrAfter(c.Quarter.First()) {
					t.Errorf("%s: reminders %v", c.Quarter, c.Reminders)
				}
				for i, d := range c.Reminders {
					if !cal.Works(d) || d.After(committee.DayOf(c.LastNotice)) || i > 0 && !d.After(c.Reminders[i-1]) {
						t.Errorf("%s: reminder %d on %s (last notice %s)", c.Quarter, i, d, c.LastNotice)
					}
				}
			}
		}
	}
}

func TestMTG01ReminderOfADay(t *testing.T) {
	c := committee.CadenceOf(workday.Quarter{Year: 2026, N: 4}, committee.DefaultBylaws(), workday.China())
	for _, test := range []struct{ today, want string }{
		{"2026-10-07", ""},
		{"2026-10-08", "2026-10-08"},
		{"2026-11-18", "2026-10-08"},
		{"2026-11-23", "2026-11-19"},
		{"2026-12-10", "2026-12-10"},
		{"2026-12-31", "2026-12-28"},
	} {
		t.Run(test.today, func(t *testing.T) {
			got, ok := c.Reminder(date(test.today))
			if ok != (test.want != "") || ok && got != date(test.want) {
				t.Errorf("got %s, %v; want %q", got, ok, test.want)
			}
		})
	}
}

func TestMTG01MissedOn(t *testing.T) {
	cal := workday.China()
	for n, want := range map[int]string{1: "2026-03-30", 3: "2026-09-29", 4: "2026-12-30"} {
		c := committee.CadenceOf(workday.Quarter{Year: 2026, N: n}, committee.DefaultBylaws(), cal)
		if got := c.MissedOn(cal); got != date(want) {
			t.Errorf("%s: %s, want %s", c.Quarter, got, want)
		}
	}
}
