package papers

import (
	"fmt"
	"strings"

	"yishi/committee"
	"yishi/workday"
)

// DutyReport is the 《委员履职情况报告》 about one member for the street (ORG-08): the
// facts alone, and no judgement.
type DutyReport struct {
	Committee committee.Committee
	Duty      committee.Duty
	Dated     workday.Date
}

// Title is what the report is called.
func (r DutyReport) Title() string { return "委员履职情况报告" }

// Paragraphs are the report's text from its salutation to its date.
func (r DutyReport) Paragraphs() []string {
	m, d, laws := r.Duty.Member, r.Duty, r.Committee.Bylaws
	out := []string{
		plain(r.Committee.Street) + ":",
		fmt.Sprintf("现将%s委员%s同志%s履职情况报告如下。", plain(r.Committee.Name), plain(m.Name), unitIn(m)),
		fmt.Sprintf("一、出席会议情况。近%d次会议,到会%d次,到会率%d%%;请假%d次,未请假缺席%d次。", len(d.Sittings), d.Came(), d.Rate(), d.OnLeave(), d.Missed()),
	}
	for _, s := range d.Sittings {
		out = append(out, PlainDate(s.Day)+":"+showing(s)+"。")
	}
	return append(out,
		"二、提请关注的情形。"+strings.Join(r.grounds(laws), ";")+"。",
		"以上情况,报请审阅。是否调整,请按程序研究决定。",
		plain(r.Committee.Issuer), PlainDate(r.Dated))
}

func showing(s committee.Sitting) string {
	switch {
	case s.Came && !s.Held:
		return "到会(因人数不足流会)"
	case s.Came:
		return "到会"
	case s.Leave:
		return "请假"
	}
	return "未请假缺席"
}

// grounds are why the report is made.
func (r DutyReport) grounds(laws committee.Bylaws) []string {
	var out []string
	if r.Duty.Low(laws) {
		out = append(out, fmt.Sprintf("到会率%d%%,低于%d%%", r.Duty.Rate(), laws.DutyRate))
	}
	if away := r.Duty.Away(laws); len(away) > 0 {
		var days []string
		for _, day := range away {
			days = append(days, PlainDate(day))
		}
		out = append(out, fmt.Sprintf("连续%d次未请假缺席(%s)", len(away), strings.Join(days, "、")))
	}
	if len(out) == 0 {
		return []string{"无"}
	}
	return out
}

// Markdown writes the report with a heading and paragraphs.
func (r DutyReport) Markdown() string {
	blocks := []string{"# " + r.Title()}
	for _, p := range r.Paragraphs() {
		blocks = append(blocks, markdown(p))
	}
	return strings.Join(blocks, "\n\n") + "\n"
}

// Text writes the report for a chat that shows plain text.
func (r DutyReport) Text() string {
	var b strings.Builder
	b.WriteString(r.Title() + "\n")
	for _, p := range r.Paragraphs() {
		b.WriteString(chat(p) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

func unitIn(m committee.Member) string {
	if m.Unit == "" {
		return ""
	}
	return "(" + plain(m.Unit) + ")"
}
