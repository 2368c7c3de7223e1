package cards

import (
	"slices"
	"strings"

	"yishi/bot"
	"yishi/committee"
)

// ChoiceName names a choice as its button does.
func (k *Deck) ChoiceName(c committee.Choice) string { return k.Say("choice." + string(c)) }

// Ballot is a vote on one elector's phone: buttons when it is named, a choice to
// submit when it is secret (spec.md §2), and what he said as long as he may change it.
func (k *Deck) Ballot(d committee.Dossier, b committee.Ballot, to committee.Member) bot.Card {
	card := bot.Card{
		Title:  k.Say("ballot.title", b.Name(), subject(d, b)),
		Desc:   k.Say("ballot.desc", b.Expected, b.Present, k.Mark(d, b)),
		Body:   k.ballotAsk(d, b),
		Fields: []bot.Field{{Name: "方式", Value: k.Mode(b)}, {Name: "截止", Value: Clock(b.ClosesAt)}},
		Text:   k.ballotText(d, b),
	}
	if b.Secret {
		card.Desc = k.Say(secretDesc(d, b), k.Mark(d, b))
		k.secretChoice(&card, b)
	} else {
		k.namedChoice(&card, b)
	}
	choice, voted := b.Votes[to.ID]
	if b.State == committee.Open && !b.Secret && !voted {
		card.Body = joinLines(card.Body, k.Say("ballot.hint.named"))
	}
	switch {
	case slices.Contains(b.Recused, to.Name):
		return closed(card, k.Say("ballot.card.recused"))
	case b.State != committee.Open:
		return closed(card, k.yourVote(b, choice, voted))
	case !slices.Contains(b.Electors, to.ID):
		return closed(card, k.Say("ballot.not-elector"))
	case voted && b.Secret:
		return closed(card, k.Say("ballot.submitted"))
	case b.RoundOver && to.ID != b.Chair:
		return closed(card, k.yourVote(b, choice, voted))
	case voted:
		card.Desc = k.Say("ballot.yours", k.ChoiceName(choice))
		for i, c := range committee.Choices {
			if c == choice {
				card.Buttons[i].Style = bot.Primary
			}
		}
	}
	return card
}

func (k *Deck) yourVote(b committee.Ballot, c committee.Choice, voted bool) string {
	switch {
	case !voted:
		return k.Say("ballot.over.missed")
	case b.Secret:
		return k.Say("ballot.over.secret")
	default:
		return k.Say("ballot.over", k.ChoiceName(c))
	}
}

// subject is what a vote is about: the person, the title, or, of a topic that is
// explained at the meeting alone, nothing (TOP-04).
func subject(d committee.Dossier, b committee.Ballot) string {
	if b.Person == "" && atMeeting(d, b) {
		return "(会上说明)"
	}
	if b.Person != "" {
		return b.Person + "同志"
	}
	return b.Title
}

// Mark says what carries a vote: so many votes, or, where that is known only when
// they are counted, the share of its base.
func (k *Deck) Mark(d committee.Dossier, b committee.Ballot) string {
	laws := d.Committee.Bylaws.Counting(&b)
	if laws.Foreseen() {
		return k.Say("ballot.mark", b.Outcome(laws).Needed)
	}
	base, share, reach := k.measure(laws, 0, 1)
	return k.Say("ballot.mark."+reach, base, share)
}

// Mode says how a vote is taken: 记名 or 无记名.
func (k *Deck) Mode(b committee.Ballot) string {
	if b.Secret {
		return k.Say("ballot.secret")
	}
	return k.Say("ballot.named")
}

// VoteHelp says by which rule votes are counted, with an example, and plainly what a
// secret vote is hidden from (VOT-06, A-02).
func (k *Deck) VoteHelp(laws committee.Bylaws) string {
	base, share, reach := k.measure(laws, 0, 1)
	return k.Say("help.voting", k.Say("ballot.mark."+reach, base, share)) + "\n" + k.Say("help.voting.example") + "\n" + k.Say("help.voting.secret")
}

// secretDesc is the sentence below the title of a secret ballot. A platform shows
// it and the proposal in one short text, so the proposal of a topic gets more room, and
// so does a mark that takes words.
func secretDesc(d committee.Dossier, b committee.Ballot) string {
	if b.Person == "" || !d.Committee.Bylaws.Counting(&b).Foreseen() {
		return "ballot.desc.secret.topic"
	}
	return "ballot.desc.secret"
}

// atMeeting reports whether the topic of a vote is explained at the meeting alone.
func atMeeting(d committee.Dossier, b committee.Ballot) bool {
	t, _ := d.Topic(b.Position)
	return t.Disclosure == committee.AtMeeting
}

// ballotAsk is what the vote is about, in the words of the proposal; empty: its title
// says it, or the chair does (TOP-04).
func (k *Deck) ballotAsk(d committee.Dossier, b committee.Ballot) string {
	if b.Ask == "" || atMeeting(d, b) {
		return ""
	}
	return k.Say("ballot.ask", b.Ask)
}

// joinLines puts texts below one another; an empty one takes no line.
func joinLines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "\n")
}

func secrecy(b committee.Ballot) string {
	if b.Secret {
		return "secret"
	}
	return "named"
}

// namedChoice offers the choices alike: a ballot leans to none. What was chosen
// stands out afterwards.
func (k *Deck) namedChoice(card *bot.Card, b committee.Ballot) {
	for _, c := range committee.Choices {
		card.Buttons = append(card.Buttons, bot.Button{Text: k.ChoiceName(c), Action: Action("vote."+string(c), int64(b.ID))})
	}
}

func (k *Deck) secretChoice(card *bot.Card, b committee.Ballot) {
	q := &bot.Question{Key: "choice", Submit: bot.Button{Text: "提交", Action: Action("vote.submit", int64(b.ID)), Style: bot.Primary}}
	for _, c := range committee.Choices {
		q.Options = append(q.Options, bot.Option{ID: string(c), Text: k.ChoiceName(c)})
	}
	card.Question = q
}

func (k *Deck) ballotText(d committee.Dossier, b committee.Ballot) string {
	text := k.Say("ballot.text", b.Name(), subject(d, b))
	if ask := k.ballotAsk(d, b); ask != "" {
		text += "\n" + ask
	}
	return text + "\n" + k.Say("ballot.text.rule", k.Mode(b), b.Expected, b.Present, k.Mark(d, b)) + "\n" + k.Say("ballot.type."+secrecy(b))
}

// SameVote offers one who voted the same again in words what he may have meant: another
// choice, or none (spec §3.9).
func (k *Deck) SameVote(b committee.Ballot, chosen committee.Choice) *bot.Card {
	text := k.Say("ballot.same", k.ChoiceName(chosen))
	card := &bot.Card{Title: k.Say("ballot.same.title", b.Name(), k.ChoiceName(chosen)), Text: text}
	for i, c := range committee.Choices {
		if c != chosen {
			card.Buttons = append(card.Buttons, bot.Button{Text: "改为" + k.ChoiceName(c), Action: Action("vote.change", int64(b.ID), int64(i))})
		}
	}
	card.Buttons = append(card.Buttons, bot.Button{Text: "不改", Action: Action("vote.keep", int64(b.ID))})
	return card
}

// OfferOpinion offers one who may not vote, since he did not come, to say what he thinks
// (spec §3.9, A-06).
func (k *Deck) OfferOpinion(no *committee.Refusal) *bot.Card {
	return &bot.Card{
		Title: k.Say("ballot.absent.title"), Text: k.Refusal(no),
		Buttons: []bot.Button{{Text: "发送意见", Action: Action("opinion.ask"), Style: bot.Primary}},
	}
}

// GroupBallot tells the group that a vote is on, and nothing of what it says (VOT-07).
func (k *Deck) GroupBallot(b committee.Ballot) string {
	return k.Say("ballot.group", committee.ItemName{Topic: b.Position}, len(b.Votes), len(b.Electors))
}

// BallotClosed brings the result before the chair: to announce, or, when it is
// close, to put off (VOT-09, A-28).
func (k *Deck) BallotClosed(d committee.Dossier, b committee.Ballot, to committee.Member) bot.Card {
	o := b.Outcome(d.Committee.Bylaws)
	announce := "宣布结果:" + k.verdict(o)
	card := bot.Card{
		Title: k.Say("closed.title", b.Name(), subject(d, b)),
		Desc:  k.tally(o),
		Body:  k.arithmetic(d, b),
		Text:  k.ResultLine(d, b) + "\n" + k.Say("closed.type"),
	}
	if b.Again != "" {
		card.Desc = k.Say("closed.again", card.Desc)
	}
	put := bot.Button{Text: "缓议", Action: Action("ballot.defer", int64(b.ID))}
	say := bot.Button{Text: announce, Action: Action("ballot.announce", int64(b.ID)), Style: bot.Primary}
	card.Buttons = []bot.Button{say, put}
	if o.Near {
		card.Body = k.Say("closed.near") + "\n" + card.Body
		card.Text = k.Say("closed.near") + "\n" + card.Text
		card.Buttons = []bot.Button{put, say}
	}
	if d.Committee.Bylaws.TieRevotes && o.Tied() {
		card.Buttons = append(card.Buttons, bot.Button{Text: "再次表决", Action: Action("ballot.again", int64(b.ID))})
	}
	if to.Roles.Has(committee.Secretary) && b.State == committee.Closed {
		k.firmness(&card, d, b, o)
	}
	if b.State == committee.Announced {
		done := "closed.announced"
		if b.Deferred {
			done = "closed.deferred"
		}
		return closed(card, k.Say(done))
	}
	return card
}

// firmness tells the secretary alone whether the result hangs on a reading of the
// rules: on the base, or on the members whose term has run out. It is a
// signal to talk more, not a way round.
func (k *Deck) firmness(card *bot.Card, d committee.Dossier, b committee.Ballot, o committee.Outcome) {
	mark, lines := k.Say("firm"), []string{k.Say("firm.same")}
	if contrary := b.Contrary(d.Committee.Bylaws); len(contrary) > 0 {
		var names []string
		for _, base := range contrary {
			names = append(names, k.Say("reading."+string(base)))
		}
		mark, lines = k.Say("firm.not"), []string{k.Say("firm.contrary", k.verdict(o), names)}
	}
	if s := d.Second(b); s.Differs {
		mark = k.Say("firm.not")
		lines = append(lines, k.second(s))
	}
	card.Fields = append(card.Fields, bot.Field{Name: "结论", Value: mark})
	card.Body = joinLines(append([]string{card.Body}, lines...)...)
	card.Text += "\n" + joinLines(lines...)
}

// second tells what a vote comes to without those whose term has run out.
func (k *Deck) second(s committee.Second) string {
	if !s.Known {
		return k.Say("expired.vote.unknown", s.Expired, s.Expected)
	}
	return k.Say("expired.vote", s.Expired, s.Expected, s.For, s.Needed, k.verdict(s.Outcome))
}

func (k *Deck) verdict(o committee.Outcome) string {
	if o.Passed {
		return "通过"
	}
	return "未通过"
}

func (k *Deck) tally(o committee.Outcome) string {
	text := k.Say("tally", o.For, o.Against, o.Abstain)
	if o.NotVoted > 0 {
		text += k.Say("tally.missing", o.NotVoted)
	}
	return text
}

func (k *Deck) arithmetic(d committee.Dossier, b committee.Ballot) string {
	laws, o := d.Committee.Bylaws.Counting(&b), b.Outcome(d.Committee.Bylaws)
	base, share, reach := k.measure(laws, len(b.Recused), o.Abstain)
	verdict := "failed"
	if o.Passed {
		verdict = "passed"
	}
	return k.Say("arithmetic."+reach+"."+verdict, base, share, o.Needed)
}

// measure names what 赞成 is measured by: the base with who is left out of it, the
// share, and whether that has to be reached or exceeded.
func (k *Deck) measure(laws committee.Bylaws, recused, abstained int) (base, share, reach string) {
	var out []string
	if laws.RecusalReducesBase && recused > 0 {
		out = append(out, k.Say("base.recused"))
	}
	if laws.AbstainLeavesBase && abstained > 0 {
		out = append(out, k.Say("base.abstained"))
	}
	base = k.Say("base." + string(laws.MajorityBase))
	if len(out) > 0 && laws.MajorityBase != committee.Valid {
		base += k.Say("base.without", out)
	}
	share, reach = word(laws.Majority.Fraction, ""), "exceed"
	switch laws.Majority.Fraction {
	case committee.Fraction{Num: 1, Den: 2}:
		share = "半数"
	case committee.Fraction{Num: 1, Den: 1}:
		share = "全数"
	}
	if laws.Majority.Inclusive {
		reach = "reach"
	}
	return base, share, reach
}

// Result tells the members what was decided, with the numbers (VOT-08).
func (k *Deck) Result(d committee.Dossier, b committee.Ballot) string {
	if b.Deferred {
		if b.Outcome(d.Committee.Bylaws).Near {
			return k.Say("result.deferred", b.Name())
		}
		return k.Say("result.deferred.plain", b.Name())
	}
	text := k.ResultLine(d, b)
	if o := b.Outcome(d.Committee.Bylaws); !o.Passed && b.Person == "" {
		text += k.Say("result.again")
	}
	return text
}

// ResultLine is the arithmetic of a vote in one line.
func (k *Deck) ResultLine(d committee.Dossier, b committee.Ballot) string {
	o := b.Outcome(d.Committee.Bylaws)
	return k.manner(b) + k.Say("result", b.Name(), subject(d, b), o.Expected, o.Present, o.Voters(), k.tally(o), k.arithmetic(d, b)) + k.beside(d, b)
}

// manner says that a vote was taken by hand, or is a second one (VOT-11, VOT-12).
func (k *Deck) manner(b committee.Ballot) string {
	text := ""
	if b.Again != "" {
		text = k.Say("result.second")
	}
	switch {
	case b.ByHand && b.Secret:
		return text + k.Say("result.slips", b.Witness)
	case b.ByHand:
		return text + k.Say("result.hands")
	}
	return text
}

// beside tells who stayed out of a vote (VOT-10), and of a second one why it was taken
// and what the first came to, which stays on record (VOT-12).
func (k *Deck) beside(d committee.Dossier, b committee.Ballot) string {
	text := k.Recusals(b)
	if b.Again == "" {
		return text
	}
	var first committee.Ballot
	for _, e := range slices.Backward(d.Of(b.Topic)) {
		if e.Item == b.Item && e.State == committee.Announced {
			first = e
		}
	}
	o := first.Outcome(d.Committee.Bylaws)
	came := k.verdict(o)
	if first.Deferred {
		came = k.Say("result.first.put-off")
	}
	return text + k.Say("result.first", b.Again, k.tally(o), came)
}

// Recusals tells who stays out of a vote: the person whom it is about, and whoever else
// (VOT-10); empty: nobody.
func (k *Deck) Recusals(b committee.Ballot) string {
	if len(b.Recused) == 0 {
		return ""
	}
	return k.Say("ballot.recusals", b.Recused)
}
