package configs

import (
	"fmt"
	"strings"
)

// A Mistake is one thing that is wrong with the settings.
type Mistake struct {
	Where string // "yishi.yaml line 7" or "YISHI_LISTEN"; empty where nothing was said
	Key   string // such as wecom.secret; empty where it is of no one key
	Text  string // what is wrong and what to write; never a secret
}

// String is where, the key and the text, as far as they are known.
func (m Mistake) String() string {
	parts := make([]string, 0, 3)
	for _, part := range []string{m.Where, m.Key, m.Text} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// Mistakes is everything that is wrong, told at once.
type Mistakes []Mistake

// Error is one mistake a line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = "configs: " + mistake.String()
	}
	return strings.Join(lines, "\n")
}

// orNil is nil where nothing is wrong.
func (m Mistakes) orNil() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// about says whether something is already known to be wrong with key.
func (m Mistakes) about(key string) bool {
	for _, mistake := range m {
		if mistake.Key == key {
			return true
		}
	}
	return false
}

// add notes a mistake.
func (m *Mistakes) add(where, key, format string, args ...any) {
	*m = append(*m, Mistake{Where: where, Key: key, Text: fmt.Sprintf(format, args...)})
}
