package roster

import (
	"cmp"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong with a roster file.
type Mistake struct {
	Row  int    // the header is row 1, and so is what is wrong with the file as a whole
	Text string // a Chinese sentence that names the row, such as 第5行聘任止早于聘任起
}

// Mistakes is everything that is wrong with a file, in order of rows.
type Mistakes []Mistake

// Error is one mistake a line. It shows no telephone number and no account.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.Text
	}
	return strings.Join(lines, "\n")
}

// sorted is m in order of rows.
func (m Mistakes) sorted() Mistakes {
	slices.SortStableFunc(m, func(a, b Mistake) int { return cmp.Compare(a.Row, b.Row) })
	return m
}
