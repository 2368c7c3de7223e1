package papers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"yishi/workday"
)

// Minutes are a 会议纪要 in its parts (spec.md §4.1), from which every form of it
// is made. All text in it is plain words, one line each.
type Minutes struct {
	Mark      string // 纪要标志
	Number    string // 〔2026〕4号
	Committee string // left of the red line
	SignedOn  workday.Date
	Title     string
	Overview  string
	Sections  []Section
	Roll      []Line // 出席, 请假, 缺席, 列席, 主持, 记录; a line nobody stands on is left out
	CopyTo    []string
	PrintedBy string
	PrintedOn workday.Date
	Concerned []string // persons of the personnel topics
}

// Section is what the minutes say of one topic.
type Section struct {
	Topic      int    // position on the agenda
	Number     string // of what was decided: 〔2026〕4-1
	Heading    string // with the position and the number
	Paragraphs []string
	Personnel  bool
	Result     Result
}

// Result is what became of a topic, as the short sentence counts it.
type Result int

// The results. Personnel topics have two of their own, which never tell how the
// vote went.
const (
	Heard       Result = 1 + iota // 听取通报
	Studied                       // 传达学习
	Carried                       // 通过
	Recommended                   // 人事推荐按程序报批
	Referred                      // 人事事项按程序报批
	Postponed                     // 提交下次会议再议
)

// Range is how much of the minutes a receiver gets (MIN-06).
type Range struct {
	Personnel bool  // with the personnel topics: members and the street
	Topics    []int // only these topics; nil: all
}

// The ranges: members and the street read everything, member units read no
// personnel matter.
var (
	Full  = Range{Personnel: true}
	Units = Range{}
)

// OnlyTopics is the range of an observer: the topics that he attended, and no
// personnel matter.
func OnlyTopics(positions ...int) Range {
	return Range{Topics: append([]int{}, positions...)}
}

// For returns what a receiver of that range reads. Without personnel matters
// nothing tells whom such a topic is about: the topic is withheld, and where
// another text names one of these persons it says 有关同志. The roll still names
// the members, who are known. A copy of single topics has no roll of others, so
// that nobody's reason for a leave goes about.
func (m Minutes) For(r Range) Minutes {
	out := m
	out.Sections = nil
	for _, s := range m.Sections {
		if r.Topics == nil || slices.Contains(r.Topics, s.Topic) {
			out.Sections = append(out.Sections, s)
		}
	}
	if r.Topics != nil {
		out.Roll = slices.DeleteFunc(slices.Clone(m.Roll), func(l Line) bool { return l.Label != chairing && l.Label != recording })
		out.CopyTo = nil
	}
	if !r.Personnel {
		out.withhold()
	}
	return out
}

// withhold takes the personnel matters out, and the names of whom they concern.
func (m *Minutes) withhold() {
	unnamed := anonymous(m.Concerned)
	for i, s := range m.Sections {
		if s.Personnel {
			m.Sections[i] = s.withheld()
			continue
		}
		s.Heading = unnamed.Replace(s.Heading)
		s.Paragraphs = slices.Clone(s.Paragraphs)
		for j, p := range s.Paragraphs {
			s.Paragraphs[j] = unnamed.Replace(p)
		}
		m.Sections[i] = s
	}
	m.Roll = slices.Clone(m.Roll)
	for i, l := range m.Roll {
		switch l.Label {
		case observing:
			m.Roll[i].Names = slices.DeleteFunc(slices.Clone(l.Names), m.concerns)
		case chairing:
			unnamed = anonymous(slices.DeleteFunc(slices.Clone(m.Concerned), func(n string) bool { return slices.Contains(l.Names, n) }))
		}
	}
	m.Roll = slices.DeleteFunc(m.Roll, func(l Line) bool { return len(l.Names) == 0 })
	m.Overview = unnamed.Replace(m.Overview)
	m.Concerned = nil
}

// withheld is the section of a personnel topic for those who may not read it (MIN-06).
func (s Section) withheld() Section {
	said := "人事事项按程序报批。"
	if s.Result == Postponed {
		said = unvoted
	}
	return Section{
		Topic: s.Topic, Number: s.Number, Personnel: true, Result: s.Result,
		Heading: heading(s.Topic, "人事事项", s.Number), Paragraphs: []string{said},
	}
}

// concerns tells whether a mention on the roll is of a person of a personnel topic.
func (m *Minutes) concerns(mention string) bool {
	name, _, _ := strings.Cut(mention, "(")
	return slices.Contains(m.Concerned, name)
}

// name adds a person of a personnel topic.
func (m *Minutes) name(person string) {
	if person = plain(person); person != "" && !slices.Contains(m.Concerned, person) {
		m.Concerned = append(m.Concerned, person)
	}
}

// anonymous replaces the names, longer ones first.
func anonymous(names []string) *strings.Replacer {
	names = slices.SortedFunc(slices.Values(names), func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, n := range names {
		pairs = append(pairs, n+"同志", "有关同志", n, "有关同志")
	}
	return strings.NewReplacer(pairs...)
}

// Summary is the one sentence for the group (spec.md §4.4). It counts and names
// nobody; how a personnel vote went cannot be told from it.
func (m Minutes) Summary() string {
	count := map[Result]int{}
	for _, s := range m.Sections {
		count[s.Result]++
	}
	var parts []string
	for _, w := range []struct {
		of     Result
		format string
	}{
		{Heard, "听取通报%d项"},
		{Studied, "传达学习%d项"},
		{Carried, "通过%d项"},
		{Recommended, "人事推荐%d项按程序报批"},
		{Referred, "人事事项%d项按程序报批"},
		{Postponed, "提交下次会议再议%d项"},
	} {
		if n := count[w.of]; n > 0 {
			parts = append(parts, fmt.Sprintf(w.format, n))
		}
	}
	if len(parts) == 0 {
		return "会议没有议定事项。"
	}
	return fmt.Sprintf("会议议定%d项:%s。", len(m.Sections), strings.Join(parts, ","))
}
