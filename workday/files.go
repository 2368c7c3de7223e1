package workday

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"time"
)

// A tableFile is the content of YEAR.json in the shape of holiday-cn. What else
// such a file has, as the addresses of the notices, is not needed.
type tableFile struct {
	Year int        `json:"year"`
	Days []entryRow `json:"days"`
}

type entryRow struct {
	Name     string `json:"name"`
	Date     string `json:"date"`
	IsOffDay *bool  `json:"isOffDay"`
}

// With returns a calendar in which the tables of every YEAR.json in a folder
// replace the tables of c, each the whole of its year; c itself stays as it is.
// A nil folder returns c. Files with other names are left alone, and so is a
// file without days, which is how a table that is not yet published looks.
//
// A file may tell of days up to one month outside its year, as New Year's
// holiday may begin in December. Every mistake in every file is told at once,
// each with its file and entry.
func (c *Calendar) With(folder fs.FS) (*Calendar, error) {
	if folder == nil {
		return c, nil
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("workday: reading the folder of calendars: %w", err)
	}
	tables, mistakes := maps.Clone(c.tables), []error(nil)
	for _, entry := range entries {
		if !namesTable(entry.Name()) {
			continue
		}
		year, t, err := readTable(folder, entry.Name())
		if err != nil {
			mistakes = append(mistakes, err)
		} else if len(t) > 0 {
			tables[year] = t
		}
	}
	if err := errors.Join(mistakes...); err != nil {
		return nil, err
	}
	return newCalendar(tables), nil
}

// namesTable tells whether a file of that name holds the table of a year.
func namesTable(name string) bool {
	digits, ok := strings.CutSuffix(name, ".json")
	_, year := number(digits, 4, 4)
	return ok && year
}

// readTable reads one file.
func readTable(folder fs.FS, name string) (year int, t table, err error) {
	content, err := fs.ReadFile(folder, name)
	if err != nil {
		return 0, nil, fmt.Errorf("workday: reading %s: %w", name, err)
	}
	var f tableFile
	if err := json.Unmarshal(content, &f); err != nil {
		return 0, nil, fmt.Errorf("workday: reading %s: %w", name, err)
	}
	var mistakes []error
	if want := fmt.Sprintf("%04d.json", f.Year); want != name {
		mistakes = append(mistakes, fmt.Errorf("workday: %s: its year is %d", name, f.Year))
	}
	t = table{}
	for i, row := range f.Days {
		if err := t.add(row, f.Year); err != nil {
			mistakes = append(mistakes, fmt.Errorf("workday: %s: entry %d: %w", name, i+1, err))
		}
	}
	return f.Year, t, errors.Join(mistakes...)
}

// add enters what a row says into the table of a year.
func (t table) add(row entryRow, year int) error {
	d, err := Parse(row.Date)
	switch {
	case err != nil:
		return err
	case row.Name == "":
		return fmt.Errorf("%s has no name", d)
	case row.IsOffDay == nil:
		return fmt.Errorf("%s does not say whether it is off", d)
	case d.Before(New(year-1, time.December, 1)), d.After(New(year+1, time.January, 31)):
		return fmt.Errorf("%s is not in the year %d", d, year)
	}
	if _, twice := t[d]; twice {
		return fmt.Errorf("%s is there twice", d)
	}
	t[d] = mark{name: row.Name, off: *row.IsOffDay}
	return nil
}
