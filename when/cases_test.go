package when_test

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yishi/when"
	"yishi/workday"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// parse reads a date or a moment of the tables, in the zone of the committee.
func parse(t *testing.T, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if moment, err := time.ParseInLocation(layout, s, shanghai); err == nil {
			return moment
		}
	}
	t.Fatalf("%q is not a moment", s)
	return time.Time{}
}

// The table of date words that the requirements came with.
func TestFixtureCases(t *testing.T) {
	table, err := os.Open(filepath.Join("..", "..", "shared", "fixtures", "dates", "cases.csv"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("fixtures not present")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	rows, err := csv.NewReader(table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]int{}
	for i, name := range rows[0] {
		columns[name] = i
	}
	for _, row := range rows[1:] {
		cell := func(name string) string { return row[columns[name]] }
		t.Run(cell("id"), func(t *testing.T) { checkCase(t, cell) })
	}
}

var kinds = map[string]when.Kind{
	"none": when.Nothing, "date": when.Day, "instant": when.Moment, "range": when.Span, "recur": when.Recurring,
}

func checkCase(t *testing.T, cell func(string) string) {
	t.Helper()
	zone, err := time.LoadLocation(cell("tz"))
	if err != nil {
		zone = shanghai
	}
	now, err := time.Parse(time.RFC3339, cell("now"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := when.Read(cell("input"), now.In(zone), workday.China())
	t.Logf("%s: %+v, %v", cell("input"), got, err)
	if cell("kind") == "error" {
		if err == nil {
			t.Errorf("%s is read without an error", cell("input"))
		}
		return
	}
	if err != nil || got.Kind != kinds[cell("kind")] {
		t.Fatalf("%s is a %v with the error %v, want a %s", cell("input"), got.Kind, err, cell("kind"))
	}
	if got.Kind == when.Nothing {
		return
	}
	if want := parse(t, cell("start")); !got.Start.Equal(want) {
		t.Errorf("%s starts at %v, want %v", cell("input"), got.Start, want)
	}
	if end := cell("end_exclusive"); end != "" && !got.End.Equal(parse(t, end)) {
		t.Errorf("%s ends at %v, want %s", cell("input"), got.End, end)
	}
	if want := cell("weekday"); weekday(got.Start) != want {
		t.Errorf("%s is on %s, want %s", cell("input"), weekday(got.Start), want)
	}
	if want := cell("ambiguous") == "yes"; got.Ambiguous != want {
		t.Errorf("%s is ambiguous: %t, want %t", cell("input"), got.Ambiguous, want)
	}
	if _, rule, ok := strings.Cut(cell("note"), "RRULE:"); ok && got.Rule != rule {
		t.Errorf("%s recurs by %s, want %s", cell("input"), got.Rule, rule)
	}
	checkOthers(t, got, cell("alternatives"))
}

// checkOthers looks for every moment that a cell names among the other readings.
func checkOthers(t *testing.T, got when.Reading, cell string) {
	t.Helper()
	for other := range strings.SplitSeq(cell, ";") {
		word, _, _ := strings.Cut(strings.TrimSpace(other), " ")
		word = strings.TrimSuffix(word, ",")
		if !strings.HasPrefix(word, "20") {
			continue
		}
		found := false
		for _, r := range got.Others {
			found = found || r.Start.Equal(parse(t, word))
		}
		if !found {
			t.Errorf("the other reading %s is not among %v", word, got.Others)
		}
	}
}

func weekday(t time.Time) string {
	return "周" + []string{"日", "一", "二", "三", "四", "五", "六"}[t.Weekday()]
}
