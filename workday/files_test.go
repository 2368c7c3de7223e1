package workday_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yishi/workday"
)

// folder is a folder of calendar files; each value is the list of its days.
func folder(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, content := range files {
		m[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return m
}

const table2027 = `{"$schema": "https://example.org/schema.json", "year": 2027, "papers": ["关于2027年部分节假日安排的通知"], "days": [
	{"name": "元旦", "date": "2026-12-31", "isOffDay": true},
	{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
	{"name": "元旦", "date": "2027-01-09", "isOffDay": false},
	{"name": "国庆节", "date": "2027-10-01", "isOffDay": true},
	{"name": "元旦", "date": "2028-01-01", "isOffDay": true}
]}`

func TestWith(t *testing.T) {
	china := workday.China()
	c, err := china.With(folder(map[string]string{"2027.json": table2027, "README.md": "说明", "27.json": "x", "schema.json": "x"}))
	if err != nil {
		t.Fatal(err)
	}
	for d, works := range map[string]bool{
		"2026-12-31": false, // by the table of the year after
		"2026-12-30": true,
		"2026-10-10": true, // the embedded table of 2026 still holds
		"2027-01-01": false,
		"2027-01-09": true,
		"2027-10-01": false,
		"2028-01-03": true,
	} {
		if c.Works(day(t, d)) != works {
			t.Errorf("%s is worked: %t, want %t", d, !works, works)
		}
	}
	if !c.Published(2027) || c.Published(2028) {
		t.Errorf("published: 2027 %t, 2028 %t, want only 2027", c.Published(2027), c.Published(2028))
	}
	if got, provisional := c.Back(day(t, "2027-01-04"), 1); got != day(t, "2026-12-30") || provisional {
		t.Errorf("the working day before 2027-01-04 is %v, provisional %t", got, provisional)
	}
	if china.Published(2027) || !china.Works(day(t, "2026-12-31")) {
		t.Error("the calendar that was extended has changed")
	}
}

func TestWithReplacesAWholeYear(t *testing.T) {
	c, err := workday.China().With(folder(map[string]string{
		"2026.json": `{"year": 2026, "days": [{"name": "国庆节", "date": "2026-10-01", "isOffDay": true}]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Count(day(t, "2026-01-01"), day(t, "2026-12-31")); got != 260 {
		t.Errorf("a year with one day off has %d working days, want 260", got)
	}
	if got := c.Count(day(t, "2025-01-01"), day(t, "2025-12-31")); got != 248 {
		t.Errorf("the year before has %d working days, want 248", got)
	}
}

func TestLaterTableHolds(t *testing.T) {
	c, err := workday.China().With(folder(map[string]string{
		"2027.json": `{"year": 2027, "days": [{"name": "元旦", "date": "2027-12-31", "isOffDay": false}]}`,
		"2028.json": `{"year": 2028, "days": [{"name": "元旦", "date": "2027-12-31", "isOffDay": true}]}`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if c.Works(day(t, "2027-12-31")) {
		t.Error("2027-12-31 is worked, though the table of 2028 came later and says that it is off")
	}
}

func TestWithNothing(t *testing.T) {
	for name, dir := range map[string]fs.FS{
		"no-folder":               nil,
		"empty-folder":            fstest.MapFS{},
		"table-not-yet-published": folder(map[string]string{"2027.json": `{"year": 2027, "papers": [], "days": []}`}),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := workday.China().With(dir)
			if err != nil {
				t.Fatal(err)
			}
			if c.Published(2027) || !c.Published(2026) || c.Works(day(t, "2026-10-01")) {
				t.Error("the calendar is another")
			}
		})
	}
}

func TestWithTellsEveryMistake(t *testing.T) {
	dir := folder(map[string]string{
		"2027.json": `{"year": 2027, "days": [
			{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
			{"name": "元旦", "date": "2027-02-30", "isOffDay": true},
			{"name": "", "date": "2027-01-02", "isOffDay": true},
			{"name": "元旦", "date": "2027-01-03"},
			{"name": "元旦", "date": "2026-11-30", "isOffDay": true},
			{"name": "春节", "date": "2028-02-01", "isOffDay": true},
			{"name": "元旦", "date": "2027-01-01", "isOffDay": false}
		]}`,
		"2028.json": `{"year": 2029, "days": []}`,
		"2029.json": `{"year": 2029, "days": {}}`,
	})
	dir["2030.json/inside"] = &fstest.MapFile{}
	c, err := workday.China().With(dir)
	if c != nil || err == nil {
		t.Fatalf("a folder of mistakes is taken: %v", err)
	}
	for _, want := range []string{
		"2027.json: entry 2: workday: no such day", "2027.json: entry 3: 2027-01-02 has no name",
		"2027.json: entry 4: 2027-01-03 does not say", "2027.json: entry 5: 2026-11-30 is not in the year 2027",
		"2027.json: entry 6: 2028-02-01 is not in the year 2027", "2027.json: entry 7: 2027-01-01 is there twice",
		"2028.json: its year is 2029", "reading 2029.json", "reading 2030.json",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the mistake %q is not told in:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "entry 1:") {
		t.Errorf("an entry without a mistake is told in:\n%v", err)
	}
}

func TestWithNoSuchFolder(t *testing.T) {
	missing, err := fs.Sub(fstest.MapFS{}, "holidays")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := workday.China().With(missing); c != nil || err == nil {
		t.Errorf("a folder that is not there is read: %v", err)
	}
}

func TestCalendarIsSharedSafely(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := workday.China().With(folder(map[string]string{"2027.json": table2027})); err != nil {
				t.Error(err)
			}
			for _, d := range workday.China().WorkdaysOf(workday.Quarter{Year: 2026, N: 4}) {
				workday.China().Back(d, 3)
			}
		})
	}
	wg.Wait()
}
