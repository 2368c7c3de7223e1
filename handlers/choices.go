package handlers

import (
	"context"
	"errors"
	"hash/crc32"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/when"
)

// A guess is something that a person may have meant: what its button says, what it is
// in full, and the words by which it is asked for. Taking it does what these words,
// typed, would do; so nothing is done on a guess before the person says which.
type guess struct{ label, says, words string }

// An offer asks which of some guesses is meant (spec.md §3.8). It is answered by a
// tap, by a number, by the words on a button, or by naming the day or the hour anew:
// begun, day, hour and rest are what stands around such an answer.
type offer struct {
	title, text string
	guesses     []guess
	own         own
}

// own is how an answer in one's own words becomes a whole command.
type own struct{ begun, day, hour, rest string }

// ask puts a question to a person, and keeps it open under a kind of dialogue.
func (h *Handlers) ask(ctx context.Context, by committee.Actor, kind string, q offer) (answer, error) {
	answers := map[string]string{}
	var choices []cards.Choice
	for i, g := range q.guesses {
		answers[strconv.Itoa(i+1)] = g.label + "\n" + g.words
		choices = append(choices, cards.Choice{Label: g.label, Says: g.says})
	}
	if q.own.begun != "" {
		answers["begun"], answers["day"], answers["hour"], answers["rest"] = q.own.begun, q.own.day, q.own.hour, q.own.rest
	}
	if err := h.clerk.Ask(ctx, by, kind, 0, answers); err != nil {
		return answer{}, err
	}
	if len(choices) == 0 {
		return answer{text: q.text}, nil
	}
	card := h.deck.Choices(q.title, q.text, mark(answers), choices)
	return answer{text: card.Text, card: &card}, nil
}

// mark tells the questions of a person apart: the card of one chooses nothing in another.
func mark(answers map[string]string) int64 {
	sum := crc32.NewIEEE()
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		_, _ = sum.Write([]byte(key + "\x00" + answers[key] + "\x00")) // never fails
	}
	return int64(sum.Sum32())
}

// choose takes the guess of a card's button.
func (h *Handlers) choose(ctx context.Context, c call) (answer, error) {
	d, talking, err := h.openDialogue(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	_, words, ok := strings.Cut(d.Answers[strconv.FormatInt(c.subject(0), 10)], "\n")
	if !talking || !asksWhich(d) || !ok || mark(d.Answers) != c.subject(1) {
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	return h.take(ctx, c.by, d, words)
}

// asksWhich reports whether a dialogue is a question of this kind.
func asksWhich(d clerk.Dialogue) bool { return d.Kind == choosing || d.Kind == misunderstood }

// take does what words ask for that were chosen, and forgets the question unless
// another one came of it.
func (h *Handlers) take(ctx context.Context, by committee.Actor, d clerk.Dialogue, words string) (answer, error) {
	a, err := h.asked(ctx, by, words)
	if errors.Is(err, errUnknown) { // a later program has another table
		return answer{}, committee.Refuse(committee.Untimely, "card.gone")
	}
	if err != nil {
		return a, err
	}
	now, talking, err := h.clerk.Dialogue(ctx, by)
	if err != nil || !talking || now.Kind != d.Kind || !maps.Equal(now.Answers, d.Answers) {
		return a, err
	}
	return a, h.clerk.EndDialogue(ctx, by)
}

// chosen takes typed words as the answer to a question; done is false when they are none.
func (h *Handlers) chosen(ctx context.Context, by committee.Actor, d clerk.Dialogue, text string) (a answer, done bool, err error) {
	words, ok := h.meant(d, text)
	if !ok {
		return a, false, nil
	}
	if isNumber(text) {
		claimed, err := h.claimed(ctx, by, d, text)
		if err != nil || claimed {
			return a, false, err
		}
	}
	a, err = h.take(ctx, by, d, words)
	return a, true, err
}

// meant finds the words that an answer stands for.
func (h *Handlers) meant(d clerk.Dialogue, text string) (words string, ok bool) {
	if _, words, ok = strings.Cut(d.Answers[plainNumber(text)], "\n"); ok {
		return words, true
	}
	for _, key := range slices.Sorted(maps.Keys(d.Answers)) {
		if label, words, ok := strings.Cut(d.Answers[key], "\n"); ok && label == text && d.Kind == choosing {
			return words, true
		}
	}
	cmd, _, _ := h.match(text)
	if cmd != nil || d.Answers["begun"] == "" {
		return "", false
	}
	return h.inOwnWords(d.Answers, text)
}

// inOwnWords completes a day or an hour that was named anew.
func (h *Handlers) inOwnWords(q map[string]string, text string) (words string, ok bool) {
	for _, said := range []string{q["day"] + " " + text, text + " " + q["hour"], text} {
		r, err := when.Read(said, h.clerk.Now(), h.clerk.Calendar())
		if (err != nil || r.Kind != when.Nothing) && (r.Rest == "" || q["rest"] == "" && said == text) {
			return joinWords(q["begun"], said, q["rest"]), true
		}
	}
	return "", false
}

// claimed reports whether a number answers something else than a question: what was
// asked later, and for a guess at words that were not understood also an open vote,
// whose numbers stand on its card, and everything once the guess is old.
func (h *Handlers) claimed(ctx context.Context, by committee.Actor, d clerk.Dialogue, number string) (bool, error) {
	newer, err := h.askedSince(ctx, by, d)
	if err != nil || newer || d.Kind != misunderstood {
		return newer, err
	}
	if h.clerk.Now().Sub(d.UpdatedAt) > afterthought {
		return true, nil
	}
	mine, err := h.myBallots(ctx, by)
	return len(mine) > 0 && isChoice(number), err
}

// isNumber reports whether an answer is nothing but the number of a guess.
func isNumber(text string) bool { return strings.Trim(plainNumber(text), "0123456789") == "" }

// plainNumber writes ② as 2.
func plainNumber(text string) string {
	for i, circled := range []string{"①", "②", "③", "④", "⑤"} {
		if text == circled {
			return strconv.Itoa(i + 1)
		}
	}
	return text
}
