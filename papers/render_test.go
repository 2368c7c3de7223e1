package papers

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"yishi/committee"
)

// reader is a reader of Markdown that knows every extension and takes HTML as it
// comes: what stays inert here stays so anywhere.
func reader() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
}

var tag = regexp.MustCompile(`</?[a-zA-Z][^>]*>|<!--.*?-->`)

// shown returns what a reader shows of a paper: its tags, and its words by block.
func shown(t interface{ Fatal(...any) }, paper string) (tags, blocks []string) {
	var b bytes.Buffer
	if err := reader().Convert([]byte(paper), &b); err != nil {
		t.Fatal(err)
	}
	for _, found := range tag.FindAllString(b.String(), -1) {
		tags = append(tags, strings.Trim(found, "</>"))
	}
	slices.Sort(tags)
	for line := range strings.Lines(b.String()) {
		if words := strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(line, ""))); words != "" {
			blocks = append(blocks, words)
		}
	}
	return slices.Compact(tags), blocks
}

func TestMarkdownIsInert(t *testing.T) {
	for name, typed := range map[string]string{
		"html":              `<script>alert(1)</script>`,
		"a-comment":         `<!-- x --> y`,
		"an-image":          `![x](http://e.org/x.png)`,
		"a-link":            `[x](javascript:alert(1))`,
		"a-reference":       `[x]: http://e.org`,
		"a-footnote":        `[^1]: x`,
		"an-address":        `http://e.org/x https://e.org ftp://e.org`,
		"a-bare-address":    `www.e.org/x`,
		"an-upper-address":  `WWW.E.ORG HTTP://E.ORG`,
		"an-angled-address": `<http://e.org>`,
		"mail":              `a@e.org mailto:a@e.org`,
		"everyone":          `@all <@userid>`,
		"emphasis":          `**x** _y_ ~~z~~ __w__`,
		"code":              "`x` ```y```",
		"a-fence":           "~~~",
		"a-heading":         `# x`,
		"an-underline":      `===`,
		"a-rule":            `---`,
		"a-starred-rule":    `* * *`,
		"a-bullet":          `- x`,
		"a-plus":            `+ x`,
		"a-number":          `1. x`,
		"a-bracket-number":  `12) x`,
		"a-quote":           `> x`,
		"a-table":           `| a | b |`,
		"a-definition":      `: x`,
		"a-task":            `- [x] y`,
		"a-backslash":       `\<b\> \`,
		"an-entity":         `&lt;b&gt; &#60;`,
		"a-formula":         `$x^2$`,
		"an-indent":         `        x`,
	} {
		t.Run(name, func(t *testing.T) { inert(t, typed) })
	}
}

func TestMarkdownIsInertWhateverIsTyped(t *testing.T) {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{
			"<", ">", "<b>", "[", "](", ")", "!", "*", "**", "_", "`", "```", "~~", "#", "- ", "+ ", "1.", "2) ", "=", "-", "|", ":", "://", "http", "www.", "@", "e.org",
			"&lt;", "&", "\\", "\n", " ", "\t", "    ", "刘芳", "。", "\"", "'", "[^1]", "/",
		}),
		rapid.StringN(0, 4, -1),
	)
	rapid.Check(t, func(t *rapid.T) {
		inert(t, strings.Join(rapid.SliceOfN(part, 1, 12).Draw(t, "typed"), ""))
	})
}

// inert puts typed words wherever people's words go, and has the paper read.
func inert(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, typed string,
) {
	f := quarter4()
	f.Place, f.Recorder, f.Committee, f.Issuer = typed, typed, typed, typed
	f.CopyTo = []string{typed}
	f.OnLeave = []Attendee{{Name: typed, Reason: typed}}
	f.Items = []Item{
		{Position: 1, Title: typed, Kind: committee.Decide, Asked: typed + "\n" + typed, Votes: []Vote{{Outcome: tally(8, 0, 0)}}},
		{Position: 2, Title: "x", Kind: committee.Hear, Edited: typed},
	}
	m := Draft(f)
	tags, blocks := shown(t, m.Markdown())
	if i := slices.IndexFunc(tags, func(s string) bool { return !slices.Contains([]string{"h1", "h2", "h3", "hr", "p", "strong"}, s) }); i >= 0 {
		t.Fatalf("typed %q: a tag %q in\n%s", typed, tags[i], m.Markdown())
	}
	for _, want := range slices.Concat([]string{m.Mark, m.Overview, m.Sections[0].Heading, m.imprint(), m.copies()}, m.Sections[0].Paragraphs, m.Sections[1].Paragraphs) {
		want = strings.TrimSpace(want)
		if want != "" && !slices.Contains(blocks, want) {
			t.Fatalf("typed %q: no block says %q in\n%s\nbut %q", typed, want, m.Markdown(), blocks)
		}
	}
}

func TestTextIsInert(t *testing.T) {
	f := quarter4()
	f.Items[0].Edited = "见<a href=\"http://e.org\">链接</a>\x00\u202e"
	text := Draft(f).Text()
	if !strings.Contains(text, "　　见＜a href=\"http://e.org\"＞链接＜/a＞\n") {
		t.Errorf("the link is not shown as words:\n%s", text)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == '\u202e' }) {
		t.Errorf("a control character is left in %q", text)
	}
}

func TestMarkdownStaysReadable(t *testing.T) {
	if paper := Draft(edited4()).Markdown(); strings.Contains(paper, "\\") {
		t.Errorf("plain words are escaped:\n%s", paper)
	}
}
