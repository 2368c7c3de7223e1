package handlers

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"yishi/clerk"
	"yishi/committee"
	"yishi/workday"
)

// A change is a change of who serves as it was asked for: somebody leaves (离任, 空缺) or
// follows another in a post (变更书记, 变更副书记).
type change struct {
	command  string
	who      committee.Member
	from     workday.Date
	reason   string
	document string
}

// posts are the posts that go from one to another, by the command that hands them over.
var posts = map[string]committee.Role{"变更书记": committee.Secretary, "变更副书记": committee.Vice}

// leaves takes somebody out of office.
func (h *Handlers) leaves(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partFrom, partReason, partDocument)
	if head == "" {
		return answer{}, committee.Refuse(committee.Invalid, "depart.form", c.said)
	}
	return h.changes(ctx, c, head, of)
}

// succeed hands a post over (变更书记, 变更副书记; ORG-03).
func (h *Handlers) succeed(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partSuccessor, partFrom, partDocument)
	if head = cmp.Or(head, of[partSuccessor]); head == "" {
		return answer{}, committee.Refuse(committee.Invalid, "succeed.form", c.said)
	}
	return h.changes(ctx, c, head, of)
}

// changes makes a change at once when all of it was said, as interface.md has it for 空缺,
// 离任 and 变更书记. What leaves something to guess, the day or who is meant, is asked first,
// and so is a succession that leaves the post of vice secretary empty.
func (h *Handlers) changes(ctx context.Context, c call, name string, of map[string]string) (answer, error) {
	who, err := h.person(ctx, c.by, name)
	if _, no := errors.AsType[*committee.Refusal](err); no && strings.Contains(name, " ") { // more was said than who
		form := map[bool]string{true: "succeed.form", false: "depart.form"}[posts[c.said] != 0]
		return answer{}, committee.Refuse(committee.Invalid, form, c.said)
	}
	if err != nil {
		return answer{}, err
	}
	ch := change{command: c.said, who: who, reason: clip(of[partReason], longest), document: clip(of[partDocument], longest)}
	if ch.from, err = h.dated(of[partFrom], h.today()); err != nil {
		return answer{}, err
	}
	if of[partFrom] == "" || strings.TrimSuffix(name, "同志") != who.Name || posts[ch.command] != 0 && who.Roles.Has(committee.Vice) {
		return h.askChange(ctx, c, ch)
	}
	return h.make(ctx, c, ch)
}

// askChange shows what a change would come to, and asks whether it is meant.
func (h *Handlers) askChange(ctx context.Context, c call, ch change) (answer, error) {
	out, err := h.effect(clerk.Rehearse(ctx), c.by, ch)
	if err != nil {
		return answer{}, err
	}
	asked := map[string]string{
		"command": ch.command, "who": strconv.FormatInt(int64(ch.who.ID), 10), "from": out.Effect.From.String(), "reason": ch.reason, "document": ch.document,
	}
	if err := h.clerk.Ask(ctx, c.by, changing, 0, asked); err != nil {
		return answer{}, err
	}
	card := h.deck.ChangeCard(ch.command, h.changed(c, ch, out, "ask"), mark(asked))
	return answer{text: card.Text, card: &card}, nil
}

// confirmChange makes the change that was asked and shown.
func (h *Handlers) confirmChange(ctx context.Context, c call) (answer, error) {
	asked, err := h.waits(ctx, c.by, changing)
	switch {
	case err != nil:
		return answer{}, err
	case c.on != nil && c.subject(0) != mark(asked.Answers):
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return answer{}, err
	}
	who, _ := body.Member(committee.MemberID(number(asked.Answers["who"])))
	from, err := workday.Parse(asked.Answers["from"])
	if err != nil {
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	return h.make(ctx, c, change{
		command: asked.Answers["command"], who: who, from: from, reason: asked.Answers["reason"], document: asked.Answers["document"],
	})
}

// make makes a change and says what it came to, and how it is set right. A question
// whether another one is meant waits no longer.
func (h *Handlers) make(ctx context.Context, c call, ch change) (answer, error) {
	out, err := h.effect(ctx, c.by, ch)
	if err != nil {
		return answer{}, err
	}
	if asked, talking, err := h.clerk.Dialogue(ctx, c.by); err != nil || talking && asked.Kind == changing {
		if err = cmp.Or(err, h.clerk.EndDialogue(ctx, c.by)); err != nil {
			return answer{}, err
		}
	}
	lines := []string{h.changed(c, ch, out, "done"), h.told(out.Member, out.Before)}
	if post := posts[ch.command]; post != 0 {
		lines = append(lines, h.deck.Say("succeed.fix", ch.command, out.Effect.From))
	} else {
		lines = append(lines, h.deck.Say("depart.fix", out.Member.Name))
	}
	few, err := h.fewCommunity(ctx, c)
	return answer{text: strings.Join(append(lines, few...), "\n")}, err
}

// effect has the clerk make a change, or rehearse it.
func (h *Handlers) effect(ctx context.Context, by committee.Actor, ch change) (clerk.Changed, error) {
	if post := posts[ch.command]; post != 0 {
		return h.clerk.Succeed(ctx, by, committee.Succession{Post: post, To: ch.who.ID, From: ch.from, Reference: ch.document})
	}
	return h.clerk.Depart(ctx, by, ch.who.ID, committee.Departure{
		Reason: ch.reason, Reference: ch.document, From: ch.from, Plain: ch.command == "离任",
	})
}

// changed says a change and its effect, as it is asked or as it is done.
func (h *Handlers) changed(c call, ch change, out clerk.Changed, key string) string {
	e, laws := out.Effect, c.by.Committee.Bylaws
	post := posts[ch.command]
	if post == 0 {
		return h.deck.Say("depart."+key, out.Member.Name, e.From, h.deck.Grounds(ch.reason, ch.document)) + "\n" + h.deck.Effect(e, laws, false)
	}
	text := h.deck.Say("succeed."+key, e.From, out.Member.Comrade(), post.Names(), ch.document)
	if out.Before.ID != 0 {
		text += h.deck.Say("succeed.after", out.Before.Name, post.Names())
	}
	return text + "\n" + h.deck.Effect(e, laws, true)
}

// told says who of the people concerned is written to, and who cannot be.
func (h *Handlers) told(concerned ...committee.Member) string {
	var told, untold []string
	for _, m := range concerned {
		switch {
		case m.ID == 0:
		case len(m.Accounts) == 0:
			untold = append(untold, m.Comrade())
		default:
			told = append(told, m.Comrade())
		}
	}
	text := ""
	if len(told) > 0 {
		text += h.deck.Say("change.told", told)
	}
	if len(untold) > 0 {
		text += h.deck.Say("change.untold", untold)
	}
	return text
}

// returns takes back that somebody left (撤销离任).
func (h *Handlers) returns(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return answer{}, committee.Refuse(committee.Invalid, "depart.undo-form")
	}
	who, err := h.person(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	m, err := h.clerk.Return(ctx, c.by, who.ID)
	if err != nil {
		return answer{}, err
	}
	numbers, err := h.committee(ctx, c)
	return answer{text: h.deck.Say("depart.undone", m.Name, m.Roles.Names()) + h.told(m) + "\n" + numbers.text}, err
}
