package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"

	"yishi/clerk"
	"yishi/committee"
	"yishi/roster"
	"yishi/workday"
)

// runJournal writes who did what when and from where, as a table (SYS-11).
func runJournal(ctx context.Context, p *program, args []string) (err error) {
	path := p.flags.String("config", "", "the configuration `file`")
	of := p.flags.String("committee", "", "the `name` of the committee; empty: the one that the settings name")
	var from, to workday.Date
	p.flags.Func("from", "the first `date`, such as 2026-10-01; empty: from the beginning", day(&from))
	p.flags.Func("to", "the last `date`; empty: to the end", day(&to))
	if err := p.parse(args, 0); err != nil {
		return err
	}
	if !to.IsZero() && to.Before(from) {
		return &usageError{fmt.Sprintf("-to %s is before -from %s", to, from)}
	}
	h, err := p.ready(ctx, *path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	id, err := h.committeeNamed(ctx, *of)
	if err != nil {
		return err
	}
	lines, err := h.clerk.Journal(ctx, id, from, to)
	if err != nil {
		return err
	}
	return writeJournal(p.stdout, lines)
}

// day reads a date of the command line.
func day(into *workday.Date) func(string) error {
	return func(text string) (err error) {
		if *into, err = workday.Parse(text); err != nil {
			return errors.New("is no date such as 2026-10-01")
		}
		return nil
	}
}

// writeJournal writes lines as a table that spreadsheets read: its head in the words
// of those who read it, and no cell that would be taken for a formula.
func writeJournal(w io.Writer, lines []clerk.Line) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{"时间", "经办", "来源", "会议", "事项", "内容"}}
	for _, l := range lines {
		meeting := ""
		if !l.Starts.IsZero() {
			meeting = l.Starts.In(committee.Zone).Format("2006-01-02 15:04")
		}
		row := []string{l.At.In(committee.Zone).Format("2006-01-02 15:04:05"), l.Name, l.Source, meeting, l.Act, unreachable(l.Detail)}
		for i, cell := range row {
			row[i] = roster.Neutral(cell)
		}
		rows = append(rows, row)
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}

// telephone is a mobile number, or one with its area code, in somebody's words.
var telephone = regexp.MustCompile(`\b(1\d\d)\d{4}(\d{4})\b|\b(0\d{2,3}-?)\d{4}(\d{3,4})\b`)

// unreachable hides the middle of the telephone numbers that somebody's words may hold.
func unreachable(words string) string { return telephone.ReplaceAllString(words, "$1$3****$2$4") }
