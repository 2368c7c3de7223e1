package papers

import (
	"fmt"
	"slices"
	"strings"

	"yishi/committee"
)

// sentence tells the result of a vote on a topic (VOT-08).
func (v Vote) sentence(b committee.Bylaws) string {
	how := v.how()
	counted := []string{
		fmt.Sprintf("赞成%d票", v.For), fmt.Sprintf("反对%d票", v.Against), fmt.Sprintf("弃权%d票", v.Abstain),
	}
	if v.NotVoted > 0 {
		counted = append(counted, fmt.Sprintf("未表决%d人", v.NotVoted))
	}
	return how + "," + strings.Join(counted, "、") + "," + v.verdict(b, "予以通过") + "。"
}

// how says in what manner a vote was taken.
func (v Vote) how() string {
	how := "表决"
	switch {
	case v.ByHand && !v.Secret:
		how = "举手表决"
	case v.Witness != "":
		how = "无记名投票表决(监票人:" + plain(v.Witness) + ")"
	case v.Secret:
		how = "无记名投票表决"
	}
	if v.Again {
		how = "重新" + how
	}
	return "经" + how
}

// line tells the result of a vote on a person. What nobody chose is not counted
// out, and a result that carries needs no reason.
func (v Vote) line(b committee.Bylaws) string {
	if v.Deferred {
		return "缓议,提交下次会议研究。"
	}
	counted := []string{fmt.Sprintf("赞成%d票", v.For)}
	for _, c := range []struct {
		word, unit string
		n          int
	}{{"反对", "票", v.Against}, {"弃权", "票", v.Abstain}, {"未表决", "人", v.NotVoted}} {
		if c.n > 0 {
			counted = append(counted, fmt.Sprintf("%s%d%s", c.word, c.n, c.unit))
		}
	}
	verdict := "通过"
	if !v.Passed {
		verdict = v.verdict(b, verdict)
	}
	again := ""
	if v.Again {
		again = "经重新表决,"
	}
	return again + fmt.Sprintf("参加表决%d人,%s,%s。", v.Voters(), strings.Join(counted, "、"), verdict)
}

// verdict says on which side of the mark the votes in favour are: of what
// base, and how large a share.
func (v Vote) verdict(b committee.Bylaws, carried string) string {
	b = b.For(v.Person)
	base := bases[b.MajorityBase] + leftOut(b, len(v.Recused), v.Abstain)
	verb := "超过"
	if b.Majority.Inclusive {
		verb = "达到"
	}
	of := "的"
	if s := share(b.Majority.Fraction); strings.HasSuffix(s, "数") {
		of = ""
	}
	mark := verb + base + of + share(b.Majority.Fraction)
	if v.Passed {
		return "赞成票" + mark + "," + carried
	}
	return "赞成票未" + mark + ",未通过"
}

// leftOut says who is not in the base though he is expected or present.
func leftOut(b committee.Bylaws, recused, abstained int) string {
	var who []string
	if b.RecusalReducesBase && recused > 0 {
		who = append(who, "回避委员")
	}
	if b.AbstainLeavesBase && abstained > 0 {
		who = append(who, "弃权委员")
	}
	if len(who) == 0 || b.MajorityBase == committee.Valid {
		return ""
	}
	return "(不含" + strings.Join(who, "、") + ")"
}

var bases = map[committee.Base]string{
	committee.Expected: "应到会委员",
	committee.Present:  "实到会委员",
	committee.Valid:    "有效票",
}

// recused names who stayed out of a vote on a topic (VOT-10).
func (v Vote) recused() string {
	if len(v.Recused) == 0 {
		return ""
	}
	names := make([]string, len(v.Recused))
	for i, name := range v.Recused {
		names[i] = plain(name)
	}
	return strings.Join(names, "、") + "同志按规定回避。"
}

// manner says how several persons were voted on.
func manner(votes []Vote) string {
	all := func(is func(Vote) bool) bool { return !slices.ContainsFunc(votes, func(v Vote) bool { return !is(v) }) }
	switch {
	case all(func(v Vote) bool { return v.ByHand && !v.Secret }):
		return "采取举手方式逐人表决"
	case all(func(v Vote) bool { return v.Secret }):
		return "采取无记名方式逐人表决"
	case all(func(v Vote) bool { return !v.Secret && !v.ByHand }):
		return "采取记名方式逐人表决"
	}
	return "采取逐人表决方式"
}

// recusals says that those concerned stayed out, without naming them.
func recusals(votes []Vote) string {
	said := ""
	for _, v := range votes {
		for _, name := range v.Recused {
			if name != v.Person {
				return ",有关委员均按规定回避"
			}
			said = ",涉及本人的委员均按规定回避"
		}
	}
	return said
}
