package handlers_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"yishi/bot"
	"yishi/committee"
)

// render shows a card in one line.
func render(c bot.Card) string {
	parts := []string{c.Title, c.Desc, strings.ReplaceAll(c.Body, "\n", " / ")}
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, f.Name+":"+f.Value)
	}
	parts = append(parts, strings.Join(fields, " "), offers(c))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " | ")
}

func offers(c bot.Card) string {
	if c.Closed != "" {
		return "(" + c.Closed + ")"
	}
	var b strings.Builder
	if q := c.Question; q != nil {
		for _, o := range q.Options {
			b.WriteString("○" + o.Text + " ")
		}
	}
	for _, o := range c.Offers() {
		b.WriteString("[" + o.Text + "]")
	}
	return b.String()
}

// looks shows a card that changed: its head and what can be done with it now.
func looks(c bot.Card) string {
	parts := []string{c.Title, c.Desc, offers(c)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " | ")
}

func (n news) String() string {
	switch {
	case n.changed:
		return looks(*n.card)
	case n.card != nil:
		return "card " + render(*n.card)
	case n.file != nil:
		return fmt.Sprintf("file %s, %d lines", n.file.Name, strings.Count(string(n.file.Data), "\n"))
	}
	return n.text
}

// news tells what arrived: by time, then in the order of the roster; the same for
// several people once. A person's own name is told as ○○○.
func (p *play) news(all []news) []string {
	order := map[string]int{}
	names := map[string]string{}
	for i, m := range p.people {
		order[m.Accounts[0].User] = i + 1
		names[m.Accounts[0].User] = m.Name
	}
	order[""] = len(p.people) + 1
	slices.SortStableFunc(all, func(a, b news) int {
		switch {
		case !a.at.Equal(b.at):
			return a.at.Compare(b.at)
		case a.changed != b.changed:
			return map[bool]int{true: 1, false: -1}[a.changed]
		case a.changed && a.to == b.to: // the courier carries changes side by side
			return strings.Compare(a.String(), b.String())
		}
		return order[a.to] - order[b.to]
	})
	var lines []string
	told := make([]bool, len(all))
	at := p.stage.clock.Now()
	for i, n := range all {
		if told[i] {
			continue
		}
		text := p.impersonal(n, names)
		var to []string
		for j := i; j < len(all); j++ {
			if !told[j] && all[j].at.Equal(n.at) && all[j].changed == n.changed && p.impersonal(all[j], names) == text {
				told[j] = true
				to = append(to, all[j].to)
			}
		}
		if !n.at.Equal(at) {
			lines = append(lines, "-- "+n.at.In(committee.Zone).Format("01-02 15:04"))
		}
		at = n.at
		lines = append(lines, strings.Split(heading(n, to)+text, "\n")...)
	}
	return lines
}

func (p *play) impersonal(n news, names map[string]string) string {
	name, known := names[n.to]
	if !known {
		return n.String()
	}
	return strings.ReplaceAll(n.String(), name+"同志", "○○○同志")
}

func heading(n news, to []string) string {
	if n.changed {
		return "card of " + strings.Join(to, ", ") + " → "
	}
	if i := slices.Index(to, ""); i >= 0 {
		to[i] = "the group"
	}
	return "to " + strings.Join(to, ", ") + ": "
}

// tell writes lines and news into the play.
func (p *play) tell(lines []string, all []news) {
	for _, line := range p.masked(append(lines, p.news(all)...)) {
		p.out.WriteString("\t" + line + "\n")
	}
}

// codes are the check-in codes by the names that chats have for them: this
// minute's, the last minute's, an older one, and one that never was.
func (p *play) codes() map[string]string {
	by, ok := p.stage.actor("heting")
	if !ok {
		return nil
	}
	d, err := p.stage.clerk.Current(p.Context(), by)
	if err != nil {
		return nil
	}
	now := p.stage.clock.Now()
	codes := map[string]string{
		"$code": d.Meeting.Code(now), "$last": d.Meeting.Code(now.Add(-time.Minute)), "$old": d.Meeting.Code(now.Add(-2 * time.Minute)),
	}
	for n := range 4 {
		wrong := fmt.Sprintf("%04d", n)
		if wrong != codes["$code"] && wrong != codes["$last"] {
			codes["$wrong"] = wrong
		}
	}
	return codes
}

func (p *play) coded(text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	for name, code := range p.codes() {
		text = strings.ReplaceAll(text, name, code)
	}
	return text
}

// masked hides the one thing that differs from play to play.
func (p *play) masked(lines []string) []string {
	for i, line := range lines {
		if strings.Contains(line, "签到码:") {
			lines[i] = strings.ReplaceAll(line, p.codes()["$code"], "$code")
		}
	}
	return lines
}
