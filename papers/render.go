package papers

import "strings"

// Markdown writes the minutes with headings and paragraphs, without tables. What
// people typed is shown as they typed it and never becomes a mark, a link or HTML.
func (m Minutes) Markdown() string {
	var blocks []string
	add := func(before, text string) {
		if text != "" {
			blocks = append(blocks, before+markdown(text))
		}
	}
	add("# ", m.Mark)
	add("", m.Number)
	add("", m.head())
	blocks = append(blocks, "---")
	add("## ", m.Title)
	add("", m.Overview)
	for _, s := range m.Sections {
		add("### ", s.Heading)
		for _, p := range s.Paragraphs {
			add("", p)
		}
	}
	for _, l := range m.Roll {
		add("**"+l.Label+"**:", l.String())
	}
	blocks = append(blocks, "---")
	add("", m.copies())
	add("", m.imprint())
	return strings.Join(blocks, "\n\n") + "\n"
}

// Text writes the minutes for a chat that shows plain text.
func (m Minutes) Text() string {
	const indent = "　　" // two full-width spaces begin a paragraph
	var b strings.Builder
	add := func(before, text string) {
		if text != "" {
			b.WriteString(before + chat(text) + "\n")
		}
	}
	add("", m.Mark)
	add("", m.Number)
	add("", m.head())
	b.WriteString("\n")
	add("", m.Title)
	add(indent, m.Overview)
	for _, s := range m.Sections {
		add(indent, s.Heading)
		for _, p := range s.Paragraphs {
			add(indent, p)
		}
	}
	b.WriteString("\n")
	for _, l := range m.Roll {
		add(l.Label+":", l.String())
	}
	b.WriteString("\n")
	add("", m.copies())
	add("", m.imprint())
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// head is the line above the red line: who issues, and the day of 签发.
func (m Minutes) head() string {
	if m.SignedOn.IsZero() {
		return m.Committee
	}
	return m.Committee + " " + PlainDate(m.SignedOn)
}

func (m Minutes) copies() string {
	if len(m.CopyTo) == 0 {
		return ""
	}
	return "抄送:" + strings.Join(m.CopyTo, ",") + "。"
}

// imprint is the last line of the 版记: who printed it, and when.
func (m Minutes) imprint() string {
	if m.PrintedOn.IsZero() {
		return m.PrintedBy
	}
	return m.PrintedBy + " " + PlainDate(m.PrintedOn) + "印发"
}
