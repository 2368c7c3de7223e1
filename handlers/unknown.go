package handlers

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yishi/committee"
)

// errUnknown says that words mean nothing that can be asked for.
var errUnknown = errors.New("handlers: the words mean nothing here")

// misunderstood is the kind of dialogue of one who was not understood last time.
const misunderstood = "misunderstood"

// unknown offers what could have been meant, never silence; not understood twice in a
// row, one is given the menu and the telephone of a human (spec.md §3.9). talking is
// the kind of the dialogue that is open, which is kept.
func (h *Handlers) unknown(ctx context.Context, by committee.Actor, text, talking string) (answer, error) {
	switch {
	case strings.Trim(text, "0123456789") == "":
		return answer{text: h.deck.Say("digit.none", clip(text, 20))}, nil
	case talking == misunderstood:
		contact := by.Committee.Contact
		return answer{text: h.deck.Say("unknown.twice", clip(text, 20), h.guesses(by, text), contact.Name, contact.Phone)}, nil
	case talking == "":
		if err := h.clerk.Ask(ctx, by, misunderstood, 0, nil); err != nil {
			return answer{}, err
		}
	}
	return answer{text: h.deck.Say("unknown", clip(text, 20), h.guesses(by, text))}, nil
}

// understood forgets that one was not understood.
func (h *Handlers) understood(ctx context.Context, by committee.Actor) error {
	d, talking, err := h.clerk.Dialogue(ctx, by)
	if err != nil || !talking || d.Kind != misunderstood {
		return err
	}
	return h.clerk.EndDialogue(ctx, by)
}

// guesses are up to three commands that share the most characters with a text.
func (h *Handlers) guesses(by committee.Actor, text string) []string {
	best := map[string]int{}
	for _, c := range h.commands {
		if c.who != 0 && !by.Is(c.who) {
			continue
		}
		for _, name := range c.names {
			if n := shared(name, text); n > 0 {
				best[c.names[0]] = max(best[c.names[0]], n)
			}
		}
	}
	var names []string
	for name := range best {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if best[a] != best[b] {
			return best[b] - best[a]
		}
		return strings.Compare(a, b)
	})
	if len(names) == 0 {
		names = []string{"会议", "我的", "帮助"}
	}
	return names[:min(len(names), 3)]
}

// shared counts the characters that two texts have in common; figures do not count.
func shared(a, b string) int {
	n := 0
	for _, r := range a {
		if (r < '0' || r > '9') && strings.ContainsRune(b, r) {
			n++
		}
	}
	return n
}

// tidied takes the quotation marks, the end mark and the spaces off words that are
// nothing but a command, a button or a choice; other words stay as they are.
func (h *Handlers) tidied(text string) string {
	bare := strings.Trim(strings.Join(strings.Fields(text), ""), "“”\"'‘’「」[]【】。.!~,、")
	_, _, exact := h.match(bare)
	if exact || isChoice(bare) || slices.Contains(buttons, bare) {
		return bare
	}
	return text
}
