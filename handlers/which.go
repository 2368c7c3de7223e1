package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishi/clerk"
	"yishi/committee"
)

// whichMeant is the kind of dialogue of one who was asked which of his committees he
// means.
const whichMeant = "which"

// whose finds for which of his committees somebody speaks: the one that he names, the
// one whose question he answers, the only one in which his words can be done now. Only
// when none of these tells, he is asked, and asked holds the question.
func (h *Handlers) whose(ctx context.Context, all []committee.Actor, said string) (by committee.Actor, words, asked string, err error) {
	if len(all) == 1 {
		return all[0], said, "", nil
	}
	if by, words, err = h.picked(ctx, all, said); err != nil || words != "" {
		return by, words, "", err
	}
	if by, words = byName(all, said); words != "" {
		return by, words, "", nil
	}
	fit, err := h.fitting(ctx, all, said)
	switch {
	case err != nil:
		return all[0], said, "", err
	case len(fit) == 0: // refused everywhere: he may as well hear it from the first
		return all[0], said, "", nil
	case len(fit) == 1:
		return fit[0], said, "", nil
	}
	return h.askWhich(ctx, all, fit, said)
}

// picked takes the answer to the question which committee is meant; what answers it
// not is new words, and the question is forgotten.
func (h *Handlers) picked(ctx context.Context, all []committee.Actor, said string) (by committee.Actor, words string, err error) {
	for _, asked := range all {
		d, talking, err := h.openDialogue(ctx, asked)
		if err != nil {
			return by, "", err
		}
		if !talking || d.Kind != whichMeant {
			continue
		}
		if err := h.clerk.EndDialogue(ctx, asked); err != nil {
			return by, "", err
		}
		for i, one := range all {
			if picks(fold(said), i, one.Committee) {
				return one, d.Answers["words"], nil
			}
		}
	}
	return by, "", nil
}

// picks reports whether an answer picks the committee at a place of the question.
func picks(answer string, i int, c committee.Committee) bool {
	return answer == choiceNumber(i) || i < len(circled) && answer == circled[i] || means(c, answer)
}

func choiceNumber(i int) string { return strconv.Itoa(i + 1) }

// circled are the numbers as some keyboards offer them.
var circled = []string{"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"}

// byName finds the committee that the first or the last word names, and takes the
// name off; no words: none is named.
func byName(all []committee.Actor, said string) (by committee.Actor, words string) {
	fields := strings.Fields(fold(said))
	if len(fields) < 2 {
		return by, ""
	}
	last := len(fields) - 1
	for _, at := range []int{0, last} {
		rest := slices.Delete(slices.Clone(fields), at, at+1)
		called := slices.DeleteFunc(slices.Clone(all), func(a committee.Actor) bool { return !means(a.Committee, fields[at]) })
		if len(called) == 1 {
			return called[0], strings.Join(rest, " ")
		}
	}
	return by, ""
}

// means reports whether a word is a committee's name or begins it: 滨河, 滨河社区.
func means(c committee.Committee, word string) bool {
	return len([]rune(word)) >= 2 && strings.HasPrefix(fold(c.Name), strings.TrimSuffix(word, "大党委"))
}

// fitting are the committees in which words can be done now: those whose question they
// answer, newest first, else those that would not refuse them. It is tried out and
// taken back.
func (h *Handlers) fitting(ctx context.Context, all []committee.Actor, said string) ([]committee.Actor, error) {
	asked, err := h.whoAsked(ctx, all, h.tidied(fold(said)))
	if err != nil || asked >= 0 {
		return all[max(asked, 0) : asked+1], err
	}
	var fit []committee.Actor
	for _, one := range all {
		a, err := h.said(clerk.Rehearse(ctx), one, said)
		if err != nil {
			return nil, err
		}
		if !a.refused {
			fit = append(fit, one)
		}
	}
	return fit, nil
}

// whoAsked finds the committee whose open question words can answer, the newest of them;
// -1: none.
func (h *Handlers) whoAsked(ctx context.Context, all []committee.Actor, text string) (int, error) {
	newest, found := time.Time{}, -1
	for i, one := range all {
		d, talking, err := h.openDialogue(ctx, one)
		if err != nil {
			return -1, err
		}
		if !talking || d.Kind == misunderstood || !d.UpdatedAt.After(newest) || text != "取消" && (h.escapes(text) || unanswered(d, text)) {
			continue
		}
		newer, err := h.askedElsewhere(ctx, all, i, d, text)
		if err != nil {
			return -1, err
		}
		if !newer {
			newest, found = d.UpdatedAt, i
		}
	}
	return found, nil
}

// askedElsewhere reports whether another committee has asked something that a digit can
// answer since a question was put.
func (h *Handlers) askedElsewhere(ctx context.Context, all []committee.Actor, i int, d clerk.Dialogue, text string) (bool, error) {
	if !isChoice(text) {
		return false, nil
	}
	for j, other := range all {
		if newer, err := h.askedSince(ctx, other, d); j != i && (newer || err != nil) {
			return newer, err
		}
	}
	return false, nil
}

// askWhich asks which committee is meant, and keeps the words for the answer. The
// question waits where no other does.
func (h *Handlers) askWhich(ctx context.Context, all, fit []committee.Actor, said string) (by committee.Actor, words, asked string, err error) {
	for _, one := range all {
		d, talking, err := h.openDialogue(ctx, one)
		if err != nil {
			return one, said, "", err
		}
		if talking && d.Kind != misunderstood {
			continue
		}
		var list []string
		for i, a := range all {
			list = append(list, choiceNumber(i)+" "+a.Committee.Name)
		}
		err = h.clerk.Ask(ctx, one, whichMeant, 0, map[string]string{"words": said})
		return one, said, h.deck.Say("which.ask", clip(said, 20), list), err
	}
	return fit[0], said, "", nil
}
