package main

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
)

// TestSYS11JournalIsExported reads the journal of what was done on the phones and by
// the command line: who, when, from where.
func TestSYS11JournalIsExported(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.start()
	w.at("12-08 09:20")
	w.says(secretary, "定会 12-15 14:30 二楼会议室", "12月15日")
	rows := table(t, w.yishi(0, "journal", "-config", w.config).out)
	want := map[string][]string{ // by act
		"roster.import": {"2026-11-23 10:12:00", "", "yishi/roster", ""},
		"meeting.fix":   {"2026-12-08 09:20:00", "张建国", "wecom/" + secretary, "2026-12-15 14:30"},
	}
	for act, cells := range want {
		found := false
		for _, row := range rows {
			if row[4] == act {
				found = strings.Join(row[:4], "|") == strings.Join(cells, "|")
			}
		}
		if !found {
			t.Errorf("%s is kept in none of\n%q", act, rows)
		}
	}
	if rows := table(t, w.yishi(0, "journal", "-config", w.config, "-from", "2026-12-08", "-to", "2026-12-08").out); len(rows) != 2 || rows[1][4] != "meeting.fix" {
		t.Errorf("of one day there is\n%q", rows)
	}
	if rows := table(t, w.yishi(0, "journal", "-config", w.config, "-to", "2026-11-22").out); len(rows) != 1 {
		t.Errorf("of the time before there is\n%q", rows)
	}
	if got := w.yishi(2, "journal", "-config", w.config, "-from", "2026-12-31", "-to", "2026-01-01"); got.out != "" || !holds(got.errors, "-to 2026-01-01 is before -from 2026-12-31") {
		t.Errorf("the dates are the wrong way round: %s%s", got.out, got.errors)
	}
	if got := w.yishi(1, "journal", "-config", w.config, "-committee", "江心社区"); !holds(got.errors, "there is no committee") {
		t.Errorf("of a committee that is none: %q", got.errors)
	}
}

func table(t *testing.T, text string) [][]string {
	t.Helper()
	rest, marked := strings.CutPrefix(text, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil || !marked || len(rows) == 0 || rows[0][1] != "经办" {
		t.Fatalf("no table: %v\n%s", err, text)
	}
	return rows
}

// No cell of the table runs in a spreadsheet, and no telephone number stands in it.
func TestSYS11JournalIsSafe(t *testing.T) {
	var out strings.Builder
	at := time.Date(2026, 12, 8, 1, 20, 0, 0, time.UTC)
	err := writeJournal(&out, []clerk.Line{
		{Entry: store.Entry{At: at, Act: "checkin.for", Detail: "=1+1,他的电话13888880006,办公0871-60000000", Source: "+wecom/liufang"}, Name: "@刘芳", Starts: at},
		{Entry: store.Entry{At: at, Act: "topic.propose", Detail: "2026年12月15日的议题"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := table(t, out.String())
	if got := strings.Join(rows[1], "|"); got != "2026-12-08 09:20:00|'@刘芳|'+wecom/liufang|2026-12-08 09:20|checkin.for|'=1+1,他的电话138****0006,办公0871-****0000" {
		t.Errorf("the row is %q", got)
	}
	if got := rows[2][5]; got != "2026年12月15日的议题" {
		t.Errorf("a date became %q", got)
	}
	if got := at.In(committee.Zone).Hour(); got != 9 {
		t.Errorf("the zone is not China's: %d", got)
	}
}
