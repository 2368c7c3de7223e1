package papers

import (
	"fmt"
	"regexp"
	"strings"

	"yishi/committee"
)

// section writes what the meeting did with one topic.
func (f Facts) section(it Item) Section {
	s := Section{
		Topic:     it.Position,
		Personnel: it.Kind == committee.Personnel,
		Number:    ItemNumber(f.numberYear(), f.Number, it.Position),
		Result:    it.result(),
	}
	s.Heading = heading(it.Position, "关于"+it.subject(), s.Number)
	s.Paragraphs = f.edited(it)
	if s.Paragraphs == nil {
		s.Paragraphs = f.drafted(it)
	}
	if late := plain(it.Late); late != "" {
		s.Paragraphs[0] = "经书记同意、到会委员无异议,会议临时增加本议题(事由:" + late + ")。" + s.Paragraphs[0]
	}
	return s
}

func heading(position int, about, number string) string {
	return fmt.Sprintf("%s、%s(议定事项%s)", Numeral(position), about, number)
}

// What the meeting did not come to.
const (
	undiscussed = "本次会议未讨论此议题,提交下次会议研究。"
	unvoted     = "本次会议未就此议题进行表决,提交下次会议研究。"
)

func (f Facts) drafted(it Item) []string {
	subject := it.subject()
	switch {
	case it.NotDiscussed:
		return []string{undiscussed}
	case it.Kind == committee.Personnel:
		return f.personnel(it)
	case it.Kind == committee.Hear:
		return []string{"会议听取了" + it.by() + "关于" + subject + "的通报。" + it.postponed()}
	case it.Kind == committee.Study:
		return []string{"会议传达学习了" + subject + "。" + it.postponed()}
	case it.Deferred || len(it.Votes) > 0 && it.vote().Deferred:
		return []string{"会议审议了" + subject + "。经研究,决定缓议,提交下次会议研究。"}
	case len(it.Votes) == 0:
		return []string{unvoted}
	}
	return f.decided(it)
}

// decided writes the result of the one vote on a topic, and what was decided by it.
func (f Facts) decided(it Item) []string {
	v := it.vote()
	said := "会议审议了" + it.subject() + "。" + v.recused() + v.sentence(f.Bylaws)
	if !v.Passed {
		return []string{said + "会议议定,提交下次会议研究。"}
	}
	asked := lines(it.Asked)
	switch len(asked) {
	case 0:
		return []string{said + "会议议定,同意该事项。"}
	case 1:
		return []string{said + "会议议定," + sentence(asked[0])}
	}
	out := []string{said + "会议议定:"}
	for i, line := range asked {
		out = append(out, fmt.Sprintf("(%s)%s", Numeral(i+1), sentence(line)))
	}
	return out
}

// personnel writes the votes on each person, one by one (VOT-01).
func (f Facts) personnel(it Item) []string {
	votes := it.final()
	about := "会议研究了" + it.subject() + "事项"
	switch {
	case it.Deferred:
		return []string{about + "。经研究,决定缓议,提交下次会议研究。"}
	case len(votes) == 0:
		return []string{unvoted}
	}
	out := []string{about + "," + manner(votes) + recusals(votes) + "。表决结果如下:"}
	passed := false
	for i, v := range votes {
		out = append(out, fmt.Sprintf("(%s)%s%s同志:%s", Numeral(i+1), it.act(), plain(v.Person), v.line(f.Bylaws)))
		passed = passed || v.Passed && !v.Deferred
	}
	if passed {
		out = append(out, "以上"+it.opinion()+"报"+f.streetOrgan()+"审查。")
	}
	return out
}

// edited returns the recorder's words, with the result of each vote after them
// that they do not tell as it was counted; nil when there are none.
func (f Facts) edited(it Item) []string {
	out := lines(it.Edited)
	if out == nil || it.NotDiscussed || it.Deferred {
		return out
	}
	told := loose(strings.Join(out, ""))
	for _, v := range it.final() {
		result := v.sentence(f.Bylaws)
		if v.Person != "" {
			result = plain(v.Person) + "同志:" + v.line(f.Bylaws)
		}
		if !v.Deferred && !strings.Contains(told, loose(result)) {
			out = append(out, result)
		}
	}
	return out
}

// loose makes two ways of setting the same words equal: full and half width,
// with and without spaces.
func loose(s string) string {
	return strings.NewReplacer(" ", "", "，", ",", "：", ":", "（", "(", "）", ")", "；", ";").Replace(s)
}

func (it Item) by() string {
	if name := plain(it.Reporter); name != "" {
		return name + "同志"
	}
	return ""
}

// postponed ends a topic that is heard, when it is taken up again.
func (it Item) postponed() string {
	if it.Deferred {
		return "会议议定,提交下次会议再议。"
	}
	return ""
}

// vote is the vote that holds on a topic that takes one.
func (it Item) vote() Vote { return it.Votes[len(it.Votes)-1] }

// final returns the vote that holds on each person, in the order in which they
// were first voted on; on a topic without persons the last.
func (it Item) final() []Vote {
	place := map[string]int{}
	var out []Vote
	for _, v := range it.Votes {
		if i, again := place[v.Person]; again {
			out[i] = v
			continue
		}
		place[v.Person] = len(out)
		out = append(out, v)
	}
	return out
}

var (
	leadingVerb   = regexp.MustCompile(`^(?:关于|听取|审议|传达学习|讨论决定|研究决定)+`)
	leadingStudy  = regexp.MustCompile(`^研究([^生院所会室中])`)
	trailingNoun  = regexp.MustCompile(`的?(?:通报|汇报|议题)$`)
	trailingCase  = regexp.MustCompile(`的?(?:有关|相关)?事[项宜]$`)
	personnelActs = regexp.MustCompile(`推荐(?:续聘|增补|聘任)|续聘|增补|聘任|推荐|免去|解聘`)
)

// subject is the title without the verb that begins it and the noun that ends
// it, so that the sentence can bring its own: 审议充电棚项目 → 充电棚项目.
func (it Item) subject() string {
	s := plain(it.Title)
	s = leadingVerb.ReplaceAllString(s, "")
	s = leadingStudy.ReplaceAllString(s, "$1")
	s = leadingVerb.ReplaceAllString(s, "")
	s = trailingNoun.ReplaceAllString(s, "")
	if it.Kind == committee.Personnel {
		s = trailingCase.ReplaceAllString(s, "")
	}
	if s = strings.TrimSpace(s); s == "" {
		return plain(it.Title)
	}
	return s
}

// act is what is proposed for each person of a personnel topic: 推荐续聘.
func (it Item) act() string { return personnelActs.FindString(plain(it.Title)) }

// opinion names the outcome of a personnel topic as the street receives it.
func (it Item) opinion() string {
	if it.recommends() {
		return "推荐意见"
	}
	return "意见"
}

func (it Item) recommends() bool {
	act := it.act()
	return act != "" && act != "免去" && act != "解聘"
}

func (it Item) result() Result {
	switch {
	case it.NotDiscussed || it.Kind == committee.Personnel && len(it.Votes) == 0:
		return Postponed
	case it.Kind == committee.Personnel && it.recommends():
		return Recommended
	case it.Kind == committee.Personnel:
		return Referred
	case it.Deferred:
		return Postponed
	case it.Kind == committee.Hear:
		return Heard
	case it.Kind == committee.Study:
		return Studied
	case len(it.Votes) > 0 && it.vote().Passed && !it.vote().Deferred:
		return Carried
	}
	return Postponed
}
