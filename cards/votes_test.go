package cards_test

import (
	"strings"
	"testing"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
	"yishi/workday"
)

func stays(who committee.MemberID, declined bool) func(*committee.Dossier) {
	return func(d *committee.Dossier) {
		d.Recusals = append(d.Recusals, committee.Recusal{Topic: 2, Member: who, By: zhang, Declined: declined})
	}
}

// ruled lets other bylaws govern the meeting.
func ruled(pairs ...string) func(*committee.Dossier) {
	return func(d *committee.Dossier) {
		set := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			set[pairs[i]] = pairs[i+1]
		}
		laws, err := committee.ParseBylaws(set)
		if err != nil {
			panic(err)
		}
		d.Committee.Bylaws = laws
	}
}

// ranOut lets the terms of some members have run out.
func ranOut(who ...committee.MemberID) func(*committee.Dossier) {
	return func(d *committee.Dossier) {
		for i := range d.Body {
			for _, id := range who {
				if d.Body[i].ID == id {
					d.Body[i].Until = workday.New(2026, 11, 9)
				}
			}
		}
	}
}

func recused(names ...string) func(*committee.Ballot) {
	return func(b *committee.Ballot) { b.Recused = names }
}

func byHand(yes, no, abstain int, witness string) func(*committee.Ballot) {
	return func(b *committee.Ballot) {
		b.ByHand, b.Witness, b.Chair, b.Secret = true, witness, 0, witness != ""
		b.Counted = committee.Tally{For: yes, Against: no, Abstain: abstain}
	}
}

func again(b *committee.Ballot) { b.Again = "票数统计有误" }

// session2 is the meeting in session at topic two, changed.
func session2(changes ...func(*committee.Dossier)) committee.Dossier {
	return dossier(committee.InSession, "2026-12-15 15:10", append([]func(*committee.Dossier){here(8)}, changes...)...)
}

// decisions are the cards about who votes, by hand or not at all, and what a result hangs on.
func decisions(k *cards.Deck) map[string]bot.Card {
	shed := topics()[1]
	named := shed
	named.Title = "表彰周建平同志"
	lax := session2(ruled("majority.personnel.base", "present", "majority.personnel.threshold", ">=2/3", "abstain.in_base", "false", "recusal.reduces_base", "true"))
	near := ballot(committee.Closed, "赞赞赞赞反反反反")
	return map[string]bot.Card{
		"recusal-unit":           k.Recusal(session2(), shed, member(zhou)),
		"recusal-person":         k.Recusal(session2(), named, member(zhou)),
		"recusal-agreed":         k.Recusal(session2(stays(zhou, false)), shed, member(zhou)),
		"recusal-declined":       k.Recusal(session2(stays(zhou, true)), shed, member(zhou)),
		"recusal-voted":          k.Recusal(session2(func(d *committee.Dossier) { d.Ballots = []committee.Ballot{near} }), shed, member(zhou)),
		"count-hands":            k.Count(session2(), ballot(committee.Entered, "", byHand(4, 3, 1, ""))),
		"count-names":            k.Count(session2(), ballot(committee.Entered, "赞赞赞反反")),
		"count-slips":            k.Count(session2(), ballot(committee.Entered, "", byHand(5, 2, 0, "何婷"), about("刘芳"))),
		"count-confirmed":        k.Count(session2(), ballot(committee.Closed, "", byHand(4, 3, 1, ""))),
		"count-returned":         k.CountReturned(),
		"dictation":              k.Dictation(ballot(committee.Open, ""), committee.Dictated{Ballot: 5, Member: wang, Choice: committee.Against}, member(wang)),
		"dictation-over":         k.DictationOver(ballot(committee.Open, ""), member(wang)),
		"dictation-over-voted":   k.DictationOver(ballot(committee.Open, "赞赞赞"), member(wang)),
		"dictation-over-closed":  k.DictationOver(ballot(committee.Closed, ""), member(wang)),
		"ballot-recused":         k.Ballot(session2(), ballot(committee.Open, "", recused("吴国栋")), member(wu)),
		"ballot-lax-person":      k.Ballot(lax, ballot(committee.Open, "", about("刘芳"), recused("刘芳"), secretly), member(wang)),
		"ballot-lax":             k.Ballot(lax, ballot(committee.Open, "", recused("刘芳")), member(wang)),
		"closed-lax":             k.BallotClosed(lax, ballot(committee.Closed, "赞赞赞赞赞弃弃", recused("刘芳")), member(zhang)),
		"closed-lax-person":      k.BallotClosed(lax, ballot(committee.Closed, "赞赞赞赞赞弃弃", about("刘芳"), recused("刘芳")), member(zhang)),
		"closed-of-a-delegate":   k.BallotClosed(session2(), ballot(committee.Closed, "赞赞赞赞反反反弃"), member(li)),
		"closed-tie":             k.BallotClosed(session2(ruled("tie", "revote")), near, member(zhang)),
		"same-vote":              *k.SameVote(ballot(committee.Open, "赞"), committee.For),
		"absent":                 *k.OfferOpinion(committee.Refuse(committee.Forbidden, "ballot.absent")),
		"closed-again":           k.BallotClosed(session2(), ballot(committee.Closed, "赞赞赞赞赞赞赞赞", again), member(zhang)),
		"closed-expired":         k.BallotClosed(session2(ranOut(liu, zhou, sun, wu)), near, member(zhang)),
		"closed-expired-secret":  k.BallotClosed(session2(ranOut(liu, zhou, sun, wu)), ballot(committee.Closed, "赞赞赞赞反反反反", secretly), member(zhang)),
		"quorum-met-expired":     k.QuorumMet(dossier(committee.Noticed, "2026-12-15 14:20", here(7), ranOut(sun, wu))),
		"quorum-met-not-expired": k.QuorumMet(dossier(committee.Noticed, "2026-12-15 14:20", here(8), ranOut(sun, wu))),
	}
}

// VOT-08 to VOT-12 in words.
func voteWords(k *cards.Deck) map[string]string {
	first := ballot(committee.Announced, "赞赞赞赞反反反弃")
	put := ballot(committee.Announced, "赞赞赞赞反反反弃", func(b *committee.Ballot) { b.ID, b.Deferred = 6, true })
	second := ballot(committee.Announced, "赞赞赞赞赞赞赞赞", again, func(b *committee.Ballot) { b.ID = 7 })
	twice := session2(func(d *committee.Dossier) { d.Ballots = []committee.Ballot{first, put, second} })
	once := session2(func(d *committee.Dossier) { d.Ballots = []committee.Ballot{put, second} })
	shed, two := topics()[1], committee.ItemName{Topic: 2}
	return map[string]string{
		"result-again":           k.Result(twice, second),
		"result-after-put-off":   k.Result(once, second),
		"result-hands":           k.Result(session2(), ballot(committee.Announced, "", byHand(4, 3, 1, ""), recused("周建平"))),
		"result-slips":           k.Result(session2(), ballot(committee.Announced, "", byHand(5, 2, 0, "何婷"), about("刘芳"), recused("刘芳"))),
		"recusal-asked":          k.RecusalAsked(shed, member(zhou)),
		"recusal-told-agreed":    k.RecusalTold(two, committee.Recusal{}, member(zhou), member(zhou)),
		"recusal-told-declined":  k.RecusalTold(two, committee.Recusal{Declined: true}, member(zhou), member(zhou)),
		"recusal-told-the-chair": k.RecusalTold(two, committee.Recusal{}, member(zhou), member(zhang)),
		"recusal-told-back":      k.RecusalBack(two, member(zhou), member(zhou)),
		"recusal-back-the-chair": k.RecusalBack(two, member(zhou), member(zhang)),
		"recused-person":         k.Recused(ballot(committee.Open, "", about("刘芳")), member(liu)),
		"recused-other":          k.Recused(ballot(committee.Open, ""), member(liu)),
		"recused-too-many":       k.Hopeless(session2(), ballot(committee.Open, "", recused("周建平"), func(b *committee.Ballot) { b.Electors = b.Electors[:4] })),
		"recused-not-so-many":    k.Hopeless(session2(), ballot(committee.Open, "", recused("周建平"))),
		"help":                   k.VoteHelp(committee.DefaultBylaws()),
		"opened-with-lax-bylaws": k.Mark(session2(ruled("majority.base", "valid", "majority.threshold", "all")), ballot(committee.Open, "")),
	}
}

func TestVOTWords(t *testing.T) { golden(t, "votes.txt", voteWords(deck(t))) }

// VOT-08: 9 应到, 8 实到, in the sentences of the specification.
func TestVOT08Sentences(t *testing.T) {
	k := deck(t)
	for votes, says := range map[string]string{
		"赞赞赞赞赞反反弃": "赞成5票、反对2票、弃权1票。赞成票超过应到会委员半数(须5票),通过。",
		"赞赞赞赞反反反弃": "应到9人,实到8人,参加表决8人;赞成4票、反对3票、弃权1票。赞成票未超过应到会委员半数(须5票),未通过。",
		"赞赞赞赞反反反反": "赞成4票、反对4票、弃权0票。赞成票未超过应到会委员半数(须5票),未通过。",
		"赞赞赞赞赞赞赞赞": "赞成8票、反对0票、弃权0票。赞成票超过应到会委员半数(须5票),通过。",
	} {
		if got := k.ResultLine(session2(), ballot(committee.Announced, votes)); !strings.Contains(got, says) {
			t.Errorf("got %s, want %s in it", got, says)
		}
	}
}

// M2: what the secretary alone reads of a result under every reading.
func TestM2Readings(t *testing.T) {
	k := deck(t)
	for votes, says := range map[string]string{"赞赞赞赞反反反弃": "未通过;有效票口径结论相反,建议缓议", "赞赞赞赞赞赞赞弃": "各口径一致"} {
		b := ballot(committee.Closed, votes)
		if got := k.BallotClosed(session2(), b, member(zhang)); !strings.Contains(got.Body, says) || !strings.Contains(got.Text, says) {
			t.Errorf("the secretary reads %q and %q, want %s", got.Body, got.Text, says)
		}
		if got := show(k.BallotClosed(session2(), b, member(li))); strings.Contains(got, "口径") {
			t.Errorf("a delegated chair reads %s", got)
		}
	}
}
