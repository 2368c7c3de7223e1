package cards

import (
	"slices"
	"strings"

	"yishi/committee"
	"yishi/workday"
)

// Laws says which version of the bylaws is in force and what it switches (SYS-16);
// with a word, every switch whose name or key it is part of, 全部 for all.
func (k *Deck) Laws(book committee.Lawbook, today workday.Date, about string) string {
	v := book.On(today)
	lines := []string{k.Say("laws.head", v.Number, v.From, k.authority(v))}
	if n := len(book); n > 0 && book[n-1].Number != v.Number {
		lines = append(lines, k.Say("laws.next", book[n-1].Number, book[n-1].From, k.authority(book[n-1])))
	}
	upTo := slices.DeleteFunc(slices.Clone(book), func(o committee.Version) bool { return o.Number > v.Number })
	found := k.switches(upTo, about)
	switch {
	case len(found) > 0:
		lines = append(lines, found...)
	case about == "":
		lines = append(lines, k.Say("laws.strict"))
	default:
		lines = append(lines, k.Say("laws.no-such", about))
	}
	return strings.Join(append(lines, k.Say("laws.type")), "\n")
}

// authority says by what a version was ordered.
func (k *Deck) authority(v committee.Version) string {
	if v.Reference == "" {
		return k.Say("laws.by-settings")
	}
	return k.Say("laws.by-document", v.Reference)
}

// switches lists what a lawbook's newest version says: what a word names, or, without
// one, what was changed.
func (k *Deck) switches(book committee.Lawbook, about string) []string {
	var lines []string
	for _, s := range committee.Switches() {
		name, value := k.Say("law."+s.Key), book.Value(s)
		switch {
		case about == "" && value == s.Default:
		case about != "" && about != "全部" && !strings.Contains(name+s.Key, about):
		case value == s.Default:
			lines = append(lines, k.Say("laws.line", name, s.Key, value))
		default:
			lines = append(lines, k.Say("laws.line.changed", name, s.Key, value, s.Default))
		}
	}
	return lines
}
