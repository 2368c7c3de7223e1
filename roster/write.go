package roster

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteCSV writes people as Read reads them: UTF-8 with a byte order mark, which
// spreadsheets need to know it by, one row for each account and at least one for
// each person. A cell that a spreadsheet would take for a formula begins with an
// apostrophe, which Read takes away again.
func WriteCSV(w io.Writer, people []Person) error {
	if _, err := w.Write(bom); err != nil {
		return fmt.Errorf("roster: write: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{columns}
	for _, p := range people {
		rows = append(rows, rowsOf(p)...)
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("roster: write: %w", err)
	}
	return nil
}

// rowsOf is the rows of one person, in the order of columns.
func rowsOf(p Person) [][]string {
	accounts := p.Accounts
	if len(accounts) == 0 {
		accounts = []Account{{}}
	}
	rows := make([][]string, 0, len(accounts))
	for _, a := range accounts {
		row := []string{
			p.Name, p.Unit, p.Post, strings.Join(p.Seats, "、"), p.Category, p.Phone,
			word(a.Platform), a.ID, p.From.String(), p.Until.String(), p.First.String(),
		}
		for i, cell := range row {
			row[i] = Neutral(cell)
		}
		rows = append(rows, row)
	}
	return rows
}

// word is what the file calls a platform.
func word(name string) string {
	i := slices.IndexFunc(platforms, func(p platform) bool { return p.name == name })
	if i < 0 {
		return ""
	}
	return platforms[i].word
}
