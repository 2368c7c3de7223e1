package roster

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	"yishi/workday"
)

// tidy takes away what nobody sees: spaces around, invisible format characters,
// and the apostrophe that keeps a spreadsheet from taking a cell for a formula.
func tidy(cell string) string {
	cell = strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, cell)
	cell = strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formula(rest) {
		return rest
	}
	return cell
}

// formula says whether a spreadsheet may take cell for a formula, now or when
// apostrophes at its beginning are gone.
func formula(cell string) bool {
	return strings.IndexAny(strings.TrimLeft(cell, "'"), "=+-@＝＋－＠\t\r") == 0
}

// Neutral is cell in a form that no spreadsheet takes for a formula.
func Neutral(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// narrow is a cell that holds no prose in half-width letters and digits and
// without any spaces.
func narrow(cell string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, width.Fold.String(cell))
}

// person is a name without the spaces by which lists align short names: 李  明.
// A name with letters of another script keeps its own.
func person(cell string) string {
	for _, c := range cell {
		if !unicode.Is(unicode.Han, c) && !unicode.IsSpace(c) && c != '·' {
			return cell
		}
	}
	return narrow(cell)
}

var (
	mobile   = regexp.MustCompile(`^(?:\+?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})$`)
	landline = regexp.MustCompile(`^(?:\((0\d{2,3})\)|(0(?:10|2\d)|0[3-9]\d{2})-?)([2-9]\d{6,7})$`)
	exponent = regexp.MustCompile(`^\d(\.\d+)?[Ee]\+?\d+$`)
	serial   = regexp.MustCompile(`^(\d{5})(?:\.\d+)?$`)
)

// parsePhone reads a mobile of the mainland, or a landline with area code.
func parsePhone(cell string) (phone string, ok bool) {
	cell = narrow(cell)
	if m := mobile.FindStringSubmatch(cell); m != nil {
		return m[1] + m[2] + m[3], true
	}
	if m := landline.FindStringSubmatch(cell); m != nil {
		return m[1] + m[2] + "-" + m[3], true
	}
	return "", cell == ""
}

// parseDate reads a date as people write it, or the number of days that a
// spreadsheet keeps for one.
func parseDate(cell string) (day workday.Date, ok bool) {
	cell = narrow(cell)
	if cell == "" {
		return workday.Date{}, true
	}
	if m := serial.FindStringSubmatch(cell); m != nil {
		days, err := strconv.Atoi(m[1])
		return workday.New(1899, time.December, 30).AddDays(days), err == nil
	}
	day, err := workday.Parse(cell)
	return day, err == nil
}

// parseSeats reads one or several 大党委职务. unknown is what is none.
func parseSeats(cell string) (known, unknown []string) {
	words := strings.FieldsFunc(width.Fold.String(cell), func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune("、,/;", c)
	})
	for _, word := range words {
		switch {
		case !slices.Contains(seats, word):
			unknown = append(unknown, word)
		case !slices.Contains(known, word):
			known = append(known, word)
		}
	}
	return known, unknown
}

// parsePlatform reads a platform's word; the zero platform is none.
func parsePlatform(cell string) (p platform, ok bool) {
	cell = narrow(cell)
	i := slices.IndexFunc(platforms, func(p platform) bool { return p.word == cell })
	if i < 0 {
		return platform{}, cell == ""
	}
	return platforms[i], true
}
