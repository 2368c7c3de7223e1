package papers

import (
	"strings"
	"unicode"
)

// plain makes typed words fit for one line of a paper: whatever has no shape of
// its own (control characters, marks that turn the direction of writing, spaces
// of no width, broken encoding) is dropped, and any run of spaces becomes one.
func plain(typed string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToValidUTF8(typed, "") {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.C):
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// markdown writes a line of plain words so that every reader of Markdown shows
// exactly these words: nothing in it becomes a mark, a link or HTML.
func markdown(line string) string {
	var b strings.Builder
	for i, r := range line {
		if strings.ContainsRune("\\`*_[]<>&~|$^@#", r) || opensBlock(line, i, r) || linksURL(line[i:]) || linksWWW(line[:i], r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// opensBlock tells whether r, at i, makes a list, a rule, an underline or a
// definition of the line that it begins.
func opensBlock(line string, i int, r rune) bool {
	if i == 0 {
		return strings.ContainsRune("-+=:", r)
	}
	return (r == '.' || r == ')') && strings.Trim(line[:i], "0123456789") == ""
}

// linksURL tells whether the rest of a line begins with the colon of a bare
// address, which some readers turn into a link.
func linksURL(rest string) bool {
	return strings.HasPrefix(rest, "://") || strings.HasPrefix(strings.ToLower(rest), ":www.")
}

// linksWWW tells whether r is the dot of a bare address without a scheme.
func linksWWW(before string, r rune) bool {
	return r == '.' && strings.HasSuffix(strings.ToLower(before), "www")
}

// chat writes a line of plain words for a chat's text messages: platforms read
// HTML links in them, so angle brackets are written at full width.
func chat(line string) string { return strings.NewReplacer("<", "＜", ">", "＞").Replace(line) }
