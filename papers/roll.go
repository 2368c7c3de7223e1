package papers

import "strings"

// Line is one line of the roll below the text: 出席, and who.
type Line struct {
	Label string
	Names []string // each with his unit or reason in brackets, where the paper names it
}

// String writes the names as the paper divides them: 、 between bare names, a
// comma beside a name that carries brackets.
func (l Line) String() string {
	var b strings.Builder
	for i, name := range l.Names {
		switch {
		case i == 0:
		case bracketed(name) || bracketed(l.Names[i-1]):
			b.WriteString(",")
		default:
			b.WriteString("、")
		}
		b.WriteString(name)
	}
	return b.String()
}

func bracketed(name string) bool { return strings.HasSuffix(name, ")") }

// The labels of the roll, in its order.
const (
	attended  = "出席"
	onLeave   = "请假"
	absent    = "缺席"
	observing = "列席"
	chairing  = "主持"
	recording = "记录"
)

func (f Facts) roll() []Line {
	var roll []Line
	add := func(label string, people []Attendee) {
		if len(people) == 0 {
			return
		}
		line := Line{Label: label}
		for _, p := range people {
			line.Names = append(line.Names, p.mention())
		}
		roll = append(roll, line)
	}
	add(attended, f.Attended)
	add(onLeave, f.OnLeave)
	add(absent, f.Absent)
	add(observing, f.Observers)
	add(chairing, only(f.Chair.Name))
	add(recording, only(f.Recorder))
	return roll
}

func only(name string) []Attendee {
	if name == "" {
		return nil
	}
	return []Attendee{{Name: name}}
}

// mention names a person with what the paper says of him in brackets.
func (a Attendee) mention() string {
	said := []string{plain(a.Unit), plain(a.Reason)}
	if a.Pending {
		said = append(said, "请假未批复")
	}
	if a.ByVideo {
		said = append(said, "视频参会")
	}
	if a.ByRecorder {
		said = append(said, "代签")
	}
	if a.Newcomer {
		said = append(said, "聘任于通知之后,补充通知")
	}
	if len(a.Topics) > 0 {
		said = append(said, "列席议题"+numerals(a.Topics))
	}
	var marks []string
	for _, s := range said {
		if s != "" {
			marks = append(marks, s)
		}
	}
	if len(marks) == 0 {
		return plain(a.Name)
	}
	return plain(a.Name) + "(" + strings.Join(marks, ",") + ")"
}

func numerals(positions []int) string {
	words := make([]string, len(positions))
	for i, n := range positions {
		words[i] = Numeral(n)
	}
	return strings.Join(words, "、")
}
