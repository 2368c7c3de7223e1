package wecom

import (
	"hash/fnv"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	textLimit = 2048 // bytes of one text message, and of one passive reply
	mostParts = 16   // of one text
	signRunes = 12
	signBytes = signRunes * 3
)

// signs are four characters that no client shows.
var signs = [4]rune{'\u200b', '\u200c', '\u2060', '\u2063'}

// sign is a mark that nobody sees, the same for equal names. Two texts that
// differ in it alone are two texts for the platform's duplicate check.
func sign(name string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // never fails
	sum := h.Sum32()
	var b strings.Builder
	for range signRunes {
		b.WriteRune(signs[sum&3])
		sum >>= 2
	}
	return b.String()
}

// clean is a text without characters that XML does not allow, and with one kind
// of line end: JSON writes the others as escapes, which the platform may refuse
// (40033).
func clean(text string) string {
	text = strings.ToValidUTF8(text, "")
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\u0085', '\u2028', '\u2029':
			return '\n'
		}
		return keepLawful(r)
	}, text)
}

// markup is what a client would make a link, or a call of somebody, of: words
// that came from a member must be shown as they are.
var markup = regexp.MustCompile(`(?i)<(/?a[\s>]|@)`)

// plain is a text whose words are shown as they stand.
func plain(text string) string {
	text = clean(text)
	if !strings.Contains(text, "<") {
		return text
	}
	return markup.ReplaceAllString(text, "＜$1")
}

// line is a text in one line.
func line(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// cut shortens a text to limit characters, the last of which is then “…”.
func cut(text string, limit int) string {
	if len(text) <= limit || utf8.RuneCountInString(text) <= limit {
		return text
	}
	n := 0
	for i := range text {
		if n++; n == limit {
			return text[:i] + "…"
		}
	}
	return text
}

// split divides a text into parts of at most limit bytes, at ends of lines where
// there are any, never within a character.
func split(text string, limit int) []string {
	var parts []string
	text = strings.Trim(text, "\n")
	for len(text) > limit {
		end := limit
		for !utf8.RuneStart(text[end]) {
			end--
		}
		if n := strings.LastIndexByte(text[:end+1], '\n'); n > 0 {
			end = n
		}
		parts = append(parts, strings.Trim(text[:end], "\n"))
		text = strings.TrimLeft(text[end:], "\n")
	}
	if text != "" || len(parts) == 0 {
		parts = append(parts, text)
	}
	return parts
}
