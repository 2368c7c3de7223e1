package workday

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrSyntax is the error of a text that is not a date.
var ErrSyntax = errors.New("workday: not a date")

// ErrNoSuchDay is the error of a date that no calendar has, such as 30 February.
var ErrNoSuchDay = errors.New("workday: no such day")

// Parse reads a date: year, month and day, as 2026-12-15, 2026/12/15,
// 2026.12.15 or 2026年12月15日, with or without leading zeros, in digits of full
// or half width. The year has four digits. It refuses anything else with
// ErrSyntax, and a day that does not exist with ErrNoSuchDay.
func Parse(s string) (Date, error) {
	fields, ok := split(strings.TrimSpace(strings.Map(halfWidth, s)))
	if !ok {
		return Date{}, fmt.Errorf("%w: %q", ErrSyntax, s)
	}
	y, okYear := number(fields[0], 4, 4)
	m, okMonth := number(fields[1], 1, 2)
	d, okDay := number(fields[2], 1, 2)
	switch {
	case !okYear, !okMonth, !okDay:
		return Date{}, fmt.Errorf("%w: %q", ErrSyntax, s)
	case !Valid(y, time.Month(m), d):
		return Date{}, fmt.Errorf("%w: %q", ErrNoSuchDay, s)
	}
	return Date{y, time.Month(m), d}, nil
}

// split cuts a date into year, month and day.
func split(s string) (fields [3]string, ok bool) {
	for _, sep := range [...]string{"-", "/", "."} {
		if parts := strings.Split(s, sep); len(parts) == len(fields) {
			return [3]string(parts), true
		}
	}
	year, rest, okYear := strings.Cut(s, "年")
	month, rest, okMonth := strings.Cut(rest, "月")
	day, okDay := strings.CutSuffix(rest, "日")
	return [3]string{year, month, day}, okYear && okMonth && okDay
}

// number reads digits, at least short and at most long of them.
func number(s string, short, long int) (n int, ok bool) {
	if len(s) < short || len(s) > long {
		return 0, false
	}
	u, err := strconv.ParseUint(s, 10, 16)
	return int(u), err == nil
}

// halfWidth returns the character of half width where r is one of full width.
func halfWidth(r rune) rune {
	const full, first, last = 0xFEE0, '！', '～'
	switch {
	case first <= r && r <= last:
		return r - full
	case r == '\u3000': // the blank of full width
		return ' '
	}
	return r
}
