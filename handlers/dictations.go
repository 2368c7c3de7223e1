package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"yishi/cards"
	"yishi/committee"
)

// dictation is what the recorder hands in for one without a phone: who, on what, and
// his word.
type dictation struct {
	who            committee.Member
	position, item int
	word           string
}

var choiceWord = regexp.MustCompile(`^(.*?)\s*(赞成|反对|弃权|不同意|同意)\s*(.*)$`)

// dictate hands in the choice of one without a phone (代录 秦国安 议题2 赞成, VOT-11), or
// his word on a late topic (代录 秦国安 议题5 同意, TOP-05). The topic need not be named
// where one alone waits for him.
func (h *Handlers) dictate(ctx context.Context, c call) (answer, error) {
	said, err := h.dictation(ctx, c)
	if err != nil {
		return answer{}, err
	}
	open, err := h.clerk.OpenBallots(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if said.position != 0 {
		open = slices.DeleteFunc(open, func(b committee.Ballot) bool {
			return b.Position != said.position || said.item != 0 && b.Item != said.item
		})
	}
	switch {
	case len(open) > 1:
		return answer{}, committee.Refuse(committee.Invalid, "dictate.which", itemNames(open), said.who.Name, open[0].Position, said.word)
	case len(open) == 1:
		choice := spoken[said.word]
		_, err := h.clerk.Dictate(ctx, c.by, open[0].ID, said.who, choice)
		return answer{text: h.deck.Say("dictate.entered", said.who.Comrade(), open[0].Name(), h.deck.ChoiceName(choice))}, err
	}
	return h.dictateConsent(ctx, c, said)
}

// dictation reads 代录 姓名 议题n 意见, the topic before or behind the word, or left out.
func (h *Handlers) dictation(ctx context.Context, c call) (d dictation, err error) {
	form := committee.Refuse(committee.Invalid, "dictate.form")
	m := choiceWord.FindStringSubmatch(c.args)
	if m == nil {
		return d, form
	}
	name, where := splitName(m[1])
	where = strings.TrimSpace(where + m[3])
	d.position, d.item = topicNumber(where)
	if d.word = m[2]; name == "" || d.position == 0 && where != "" {
		return d, form
	}
	d.who, err = h.person(ctx, c.by, name)
	return d, err
}

// spoken are the choices as they are said.
var spoken = map[string]committee.Choice{
	"赞成": committee.For, "同意": committee.For, "反对": committee.Against, "不同意": committee.Against, "弃权": committee.Abstain,
}

// dictateConsent hands in whether one without a phone agrees that a late topic is taken up.
func (h *Handlers) dictateConsent(ctx context.Context, c call, said dictation) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	t, named := d.Topic(said.position)
	if !named {
		asked, err := h.clerk.ConsentAsked(ctx, c.by, said.who.ID)
		switch {
		case err != nil:
			return answer{}, err
		case said.position != 0:
			return answer{}, committee.Refuse(committee.NotFound, "ballot.no-topic", said.position, len(d.Agenda))
		case len(asked) == 0:
			return h.tooLate(ctx, c.by, 0)
		case len(asked) > 1:
			return answer{}, committee.Refuse(committee.Invalid, "dictate.which", topicNames(asked), said.who.Name, asked[0].Position, said.word)
		}
		t = asked[0]
	}
	switch agrees := strings.HasSuffix(said.word, "同意"); {
	case t.Added == "" || !agrees && len(d.Meeting.Awaited(t)) == 0:
		return h.tooLate(ctx, c.by, t.Position)
	case !agrees:
		return answer{}, committee.Refuse(committee.Untimely, "dictate.consent.first", t.Position, said.who.Name)
	}
	t, err = h.clerk.DictateConsent(ctx, c.by, t.ID, said.who, said.word == "同意")
	return answer{text: h.deck.Say("dictate.consent.entered", said.who.Comrade(), t.Position, said.word)}, err
}

func topicNames(topics []committee.Topic) []string {
	var all []string
	for _, t := range topics {
		all = append(all, cards.Item(committee.ItemName{Topic: t.Position}))
	}
	return all
}

func (h *Handlers) confirmDictated(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.ConfirmDictated(ctx, c.by, committee.BallotID(c.subject(0)), committee.MemberID(c.subject(1)))
	return answer{text: h.deck.Say("dictate.done")}, err
}

func (h *Handlers) refuseDictated(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.RefuseDictated(ctx, c.by, committee.BallotID(c.subject(0)), committee.MemberID(c.subject(1)))
	return answer{text: h.deck.Say("dictate.refused")}, err
}

func (h *Handlers) confirmConsent(ctx context.Context, c call) (answer, error) {
	who := committee.MemberID(c.subject(1))
	t, err := h.clerk.ConfirmConsent(ctx, c.by, committee.TopicID(c.subject(0)), who)
	if err != nil {
		return answer{}, err
	}
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	m, _ := body.Member(who)
	if said, _ := t.DictatedFor(who); said.Agrees {
		return answer{text: h.deck.Say("dictate.consent.done", m.Comrade(), t.Position)}, err
	}
	return answer{text: h.deck.Say("dictate.consent.objected", m.Comrade(), t.Title)}, err
}

func (h *Handlers) refuseConsent(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.RefuseConsent(ctx, c.by, committee.TopicID(c.subject(0)), committee.MemberID(c.subject(1)))
	return answer{text: h.deck.Say("dictate.refused")}, err
}
