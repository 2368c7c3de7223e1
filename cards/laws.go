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
	if len(found) == 1 && about != "" {
		found[0] += k.choices(about)
	}
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
		case about == "" && value == s.Default, about != "" && !k.concerns(s, about):
		case value == s.Default:
			lines = append(lines, k.Say("laws.line", name, s.Key, k.LawValue(s, value)))
		default:
			lines = append(lines, k.Say("laws.line.changed", name, s.Key, k.LawValue(s, value), k.LawValue(s, s.Default)))
		}
	}
	return lines
}

// matters are the words for what several switches are about, with the beginnings of their keys.
var matters = map[string][]string{
	"表决": {"majority.", "abstain.", "tie", "near_tie.", "recusal.", "vote.", "result."},
	"投票": {"majority.", "abstain.", "tie", "near_tie.", "recusal.", "vote.", "result."},
	"到会": {"quorum.", "attendance.", "absent."},
	"签到": {"attendance."},
	"通知": {"notice.", "calendar."},
	"议题": {"topic.", "observer."},
	"主持": {"chair.", "vote.chair_last"},
	"任期": {"term."},
	"聘任": {"term.", "vacancy.", "org."},
	"履职": {"duty."},
	"纪要": {"minutes.", "archive."},
}

// concerns reports whether a word names a switch, or what it is about; 全部 names all.
func (k *Deck) concerns(s committee.Switch, about string) bool {
	return about == "全部" || strings.Contains(k.Say("law."+s.Key)+s.Key, about) ||
		slices.ContainsFunc(matters[about], func(begins string) bool { return strings.HasPrefix(s.Key, begins) })
}

// LawValue says what a value of a switch means, with the value as it is written.
func (k *Deck) LawValue(s committee.Switch, value string) string {
	for _, key := range []string{"law." + s.Key + "=" + value, "law.is." + value} {
		if k.Has(key) {
			return k.Say("laws.meaning", k.Say(key), value)
		}
	}
	return value
}

// choices says which values the one switch can have that a word names.
func (k *Deck) choices(about string) string {
	all := committee.Switches()
	s := all[slices.IndexFunc(all, func(s committee.Switch) bool { return k.concerns(s, about) })]
	switch {
	case len(s.Allowed) == 1:
		return ""
	case s.Form != "":
		return k.Say("laws.choices."+string(s.Form), s.Default, s.Low, s.High)
	}
	var values []string
	for _, v := range s.Allowed {
		values = append(values, k.LawValue(s, v))
	}
	return k.Say("laws.choices", values)
}
