package papers

import (
	"fmt"
	"strings"

	"yishi/committee"
	"yishi/workday"
)

// Draft draws up the minutes from the facts (MIN-02, spec.md §4.1). What the
// recorder wrote stands in place of our words, except that the result of a vote
// is always told as it was counted (VOT-12).
func Draft(f Facts) Minutes {
	m := Minutes{
		Mark:      plain("中共" + f.district() + f.Committee + "会议纪要"),
		Number:    Number(f.numberYear(), f.Number),
		Committee: plain(f.Committee),
		SignedOn:  f.SignedOn,
		Title:     plain(fmt.Sprintf("%s%d年%s会议纪要", f.Committee, f.Year, Ordinal(f.Ordinal))),
		Overview:  plain(f.overview()),
		Roll:      f.roll(),
		PrintedBy: plain(f.Issuer),
		PrintedOn: f.IssuedOn,
	}
	for _, item := range f.Items {
		m.Sections = append(m.Sections, f.section(item))
		for _, v := range item.Votes {
			m.name(v.Person)
		}
	}
	for _, to := range f.CopyTo {
		if to = plain(to); to != "" {
			m.CopyTo = append(m.CopyTo, to)
		}
	}
	return m
}

// numberYear is the year that counts the minutes: that of 签发, which may be the
// next one.
func (f Facts) numberYear() int {
	if f.NumberYear == 0 {
		return f.Year
	}
	return f.NumberYear
}

// district is the street as the mark names it: 临江街道 of 临江街道党工委.
func (f Facts) district() string {
	d := strings.TrimPrefix(f.Street, "中共")
	for _, organ := range []string{"党工委", "工作委员会", "工委", "党委"} {
		d = strings.TrimSuffix(d, organ)
	}
	return d
}

// streetOrgan is the street's Party organ as the text names it.
func (f Facts) streetOrgan() string {
	const short = "街道党工委"
	switch {
	case f.Street == "":
		return "上级党组织"
	case strings.HasSuffix(f.Street, short):
		return short
	}
	return f.Street
}

func (f Facts) overview() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s,%s召开%s%d年%s会议%s%s。", f.span(), f.convener(),
		within(f.Committee, "“"), f.Year, Ordinal(f.Ordinal), f.occasion(), f.presided())
	fmt.Fprintf(&b, "本次会议应到委员%d人,实到%d人%s。", f.Expected, f.Present, f.others())
	b.WriteString(f.noticed())
	b.WriteString("现将会议议定事项纪要如下:")
	return b.String()
}

// span says when the meeting was held.
func (f Facts) span() string {
	day := workday.On(f.Opened.In(committee.Zone))
	opened := PlainDate(day) + LongTime(f.Opened)
	if f.Closed.IsZero() {
		return opened
	}
	until := ""
	if last := workday.On(f.Closed.In(committee.Zone)); last != day {
		until = dayFrom(day.Year, last)
	}
	return opened + "至" + until + LongTime(f.Closed)
}

// convener says who convened the meeting, and where it was.
func (f Facts) convener() string {
	place := ""
	if f.Place != "" {
		place = "在" + f.Place
	}
	secretary := within(f.Committee, "社区“") + "书记"
	if f.Chair.For != "" {
		return secretary + f.Chair.For + place + "召集"
	}
	return within(f.Committee, "社区“") + f.Chair.Post + f.Chair.Name + place + "召集并主持"
}

// presided says who presided in the secretary's place, and by what right.
func (f Facts) presided() string {
	switch {
	case f.Chair.For == "":
		return ""
	case f.Chair.Reason == "":
		return fmt.Sprintf(",书记因故未到会,由%s%s主持", f.Chair.Post, f.Chair.Name)
	}
	return fmt.Sprintf(",受书记委托,由%s%s主持(事由:%s)", f.Chair.Post, f.Chair.Name, f.Chair.Reason)
}

// occasion names what kind of meeting it was, unless it was the quarter's.
func (f Facts) occasion() string {
	also := ""
	if f.Fulfils {
		also = ",兼作" + "第" + Numeral(workday.On(f.Opened.In(committee.Zone)).Quarter().N) + "季度例会"
	}
	switch f.Kind {
	case committee.Urgent:
		return "(紧急会议" + also + ")"
	case committee.Special:
		return "(特殊会议" + also + ")"
	default:
	}
	return ""
}

// others counts who was not there, and says that the meeting had its quorum (S26).
func (f Facts) others() string {
	var b strings.Builder
	if late := len(f.Attended) - f.Present; late > 0 {
		fmt.Fprintf(&b, "(会议期间另有%d人到会)", late)
	}
	if n := len(f.OnLeave); n > 0 {
		fmt.Fprintf(&b, ",请假%d人", n)
	}
	if n := len(f.Absent); n > 0 {
		fmt.Fprintf(&b, ",缺席%d人", n)
	}
	if f.Present >= f.Quorum {
		fmt.Fprintf(&b, ",符合%s的规定", quorumRule(f.Bylaws))
	}
	return b.String()
}

// quorumRule states the rule that the meeting was opened under.
func quorumRule(b committee.Bylaws) string {
	if b.QuorumInclusive {
		return share(b.QuorumFraction) + "以上委员到会方能举行"
	}
	return "超过" + share(b.QuorumFraction) + "的委员到会方能举行"
}

// noticed says when the notice went out, and why an urgent meeting could not wait.
func (f Facts) noticed() string {
	var b strings.Builder
	if !f.Noticed.IsZero() {
		opened := workday.On(f.Opened.In(committee.Zone))
		fmt.Fprintf(&b, "会议时间、议题已于%s通知各位委员", dayFrom(opened.Year, f.Noticed))
		if len(f.Observers) > 0 {
			b.WriteString("和列席人员")
		}
		b.WriteString("。")
	}
	if f.Special != "" {
		fmt.Fprintf(&b, "本次会议因%s召集。", strings.TrimRight(f.Special, "。.,， "))
	}
	if f.Urgent != "" {
		fmt.Fprintf(&b, "因%s,临时召集,通知时间不足%d个工作日。", strings.TrimRight(f.Urgent, "。.,， "), f.Bylaws.NoticeMin)
	}
	return b.String()
}

// within is the part of a name from a mark on: “大党委” of 滨河社区“大党委”; the
// whole name when it has no such mark.
func within(name, mark string) string {
	if i := strings.Index(name, mark); i >= 0 {
		return name[i:]
	}
	return name
}
