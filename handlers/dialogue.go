package handlers

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"yishi/clerk"
	"yishi/committee"
)

// The kinds of dialogue.
const (
	proposing     = "propose"        // a topic, question by question
	addingLate    = "topic.add"      // the reason for which a topic is added after the notice
	lateOffered   = "topic.offered"  // a topic that may be added after the notice, when a reason is to be given
	merging       = "topic.merge"    // the topic into which one is taken
	returning     = "topic.return"   // the reason for which a topic goes back
	sendingBack   = "minutes.return" // the reason for which minutes go back
	takingLeave   = "leave"          // the reason of a leave
	opining       = "opinion"        // what one who did not come thinks
	moving        = "move"           // a new date that waits for 确认
	changing      = "change"         // a change of who serves that waits for 确认
	openingEarly  = "opening"        // the opening of a meeting before its hour, which waits for 确认
	placing       = "place"          // the place of a meeting that is drafted
	replacing     = "instead"        // a draft in the place of one of another kind, which waits for 确认
	reviewing     = "candidate"      // the reason for which the street does not agree to a candidate
	choosing      = "choosing"       // which of several things is meant
	misunderstood = "misunderstood"  // the same, of words that were not understood
)

// confirms are the words that answer a question whether something is meant that cannot be
// taken back; all others are none of its answer, and it waits.
var confirms = map[string][]string{
	moving:       {"确认", "确认发出", "1"},
	changing:     {"确认"}, // no digit: it may answer something else
	openingEarly: {"确认", "确认开会", "1"},
	replacing:    {"确认", "确认改开", "1"},
}

// dialogue takes words as the answer to the question that is open. done is false
// when they are no answer to it: a command, a vote, the words on a button.
func (h *Handlers) dialogue(ctx context.Context, by committee.Actor, d clerk.Dialogue, text string) (a answer, done bool, err error) {
	if text == "取消" {
		key := "dialogue.cancelled." + d.Kind
		if !h.deck.Has(key) {
			key = "dialogue.cancelled"
		}
		return answer{text: h.deck.Say(key)}, true, h.clerk.EndDialogue(ctx, by)
	}
	if asksWhich(d) {
		return h.chosen(ctx, by, d, text)
	}
	if unanswered(d, text) {
		return a, false, nil
	}
	if isChoice(text) {
		if newer, err := h.askedSince(ctx, by, d); err != nil || newer {
			return a, false, err
		}
	} else if confirms[d.Kind] == nil && (h.escapes(text) || isButton(text) || onlyPolite(text)) {
		return a, false, nil
	}
	run := h.answering(d)
	if run == nil {
		return a, false, h.clerk.EndDialogue(ctx, by)
	}
	a, err = h.heard(run(ctx, call{by: by, args: text}))
	if errors.Is(err, errUnknown) { // what was asked is settled
		return answer{}, false, h.clerk.EndDialogue(ctx, by)
	}
	return a, true, err
}

// waits is the question of a kind that waits for this person's answer; where none does,
// what he tapped is over.
func (h *Handlers) waits(ctx context.Context, by committee.Actor, kind string) (clerk.Dialogue, error) {
	d, talking, err := h.clerk.Dialogue(ctx, by)
	if err == nil && (!talking || d.Kind != kind) {
		err = committee.Refuse(committee.Untimely, "card.gone")
	}
	return d, err
}

// onlyPolite reports whether words are politeness and no answer; a yes is one.
func onlyPolite(text string) bool {
	return polite(text) != notPolite && !slices.Contains([]string{"可以", "行", "是", "是的", "对", "对的", "没问题"}, text)
}

// unanswered reports whether words cannot answer a question that waits for a button, or
// for 确认.
func unanswered(d clerk.Dialogue, text string) bool {
	words, confirming := confirms[d.Kind]
	return d.Kind == lateOffered || confirming && !slices.Contains(words, text) || d.Kind == placing && noPlace(text)
}

// noPlace reports whether words mean something else than a place: a consent, or a question.
func noPlace(text string) bool {
	return text == "同意" || text == "不同意" || turned(text) != "" || strings.HasSuffix(text, "?") || strings.HasPrefix(text, "谁") ||
		slices.ContainsFunc(asking, func(w string) bool { return strings.HasSuffix(text, w) })
}

// answering is what the answer to a dialogue's question does; nil: the kind asks
// nothing.
func (h *Handlers) answering(d clerk.Dialogue) action {
	switch d.Kind {
	case proposing:
		return func(ctx context.Context, c call) (answer, error) { return h.answerProposal(ctx, c, d) }
	case addingLate:
		return func(ctx context.Context, c call) (answer, error) { return h.addFor(ctx, c, d.Answers["title"], c.args) }
	case merging:
		return func(ctx context.Context, c call) (answer, error) {
			return h.merge(ctx, call{by: c.by, args: d.Answers["number"] + " 到 " + c.args})
		}
	case returning:
		return func(ctx context.Context, c call) (answer, error) { return h.returnFor(ctx, c, d.Answers["topic"]) }
	case sendingBack:
		return func(ctx context.Context, c call) (answer, error) {
			return h.sendBack(ctx, c, number(d.Answers["meeting"]), c.args)
		}
	case takingLeave:
		return h.leaveReason
	case opining:
		return h.opinion
	case moving:
		return h.moveNow
	case changing:
		return h.confirmChange
	case openingEarly:
		return func(ctx context.Context, c call) (answer, error) { return h.open(ctx, call{by: c.by}) }
	case placing:
		return func(ctx context.Context, c call) (answer, error) { return h.placed(ctx, c, d.Answers) }
	case replacing:
		return h.instead
	case reviewing:
		return func(ctx context.Context, c call) (answer, error) { return h.turnedDown(ctx, c, d.Answers) }
	}
	return nil
}

// escapes reports whether words that come while a question is open are no answer to
// it but a command: one by itself, or with its words behind a space, or with a
// number. 会议室改造 is an answer, 请假 出差 and 签到4821 are commands.
func (h *Handlers) escapes(text string) bool {
	cmd, args, exact := h.match(text)
	if cmd == nil {
		return strings.HasPrefix(text, "/")
	}
	return exact || number(args) > 0 || strings.HasSuffix(strings.TrimSuffix(text, args), " ")
}

// pendingQuestion reminds of the question that still waits, after a command that
// came between.
func (h *Handlers) pendingQuestion(ctx context.Context, by committee.Actor, d clerk.Dialogue) string {
	now, talking, err := h.clerk.Dialogue(ctx, by)
	if err != nil || !talking || now.Kind != proposing || d.Kind != proposing || !maps.Equal(now.Answers, d.Answers) || now.Step != d.Step {
		return ""
	}
	return "\n" + h.deck.Say("propose.escaped", h.deck.Say("propose."+question(now.Answers, now.Step).key))
}

func (h *Handlers) nothingToCancel(context.Context, call) (answer, error) {
	return answer{text: h.deck.Say("dialogue.none")}, nil
}
