package handlers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
)

// errUnknown says that words mean nothing that can be asked for.
var errUnknown = errors.New("handlers: the words mean nothing here")

// afterthought is how long a number answers the guesses at words that were not
// understood; after that it answers what is open besides.
const afterthought = 10 * time.Minute

// How many things are offered of words that were not understood.
const (
	fewestGuesses = 2
	mostGuesses   = 3
)

// unknown offers what could have been meant, never silence; not understood twice in a
// row, one is given the menu and the telephone of a human (spec.md §3.9). Another
// question that is open is kept.
func (h *Handlers) unknown(ctx context.Context, by committee.Actor, text string, d clerk.Dialogue, talking bool) (answer, error) {
	if strings.Trim(text, "0123456789") == "" {
		return answer{text: h.deck.Say("digit.none", clip(text, 20))}, nil
	}
	fits, err := h.fitsNow(ctx, by)
	if err != nil {
		return answer{}, err
	}
	names, date := h.guesses(by, text, fits), h.fromDate(text)
	if date != "" {
		names = planning(by, names, text)
	}
	mine, err := h.myBallots(ctx, by)
	if err != nil {
		return answer{}, err
	}
	if len(mine) > 0 { // the numbers of an open vote mean what they mean on its card
		names = slices.DeleteFunc(names, func(name string) bool { return name == "同意" || slices.Contains(votes, name) })
		names = append(slices.Clone(votes), names[:min(len(names), 1)]...)
	}
	q := offer{title: h.deck.Say("unknown.title", clip(text, 20)), text: h.deck.Say("unknown", clip(text, 20))}
	switch {
	case talking && d.Kind != misunderstood:
		return answer{text: q.text + strings.Join(names, "、")}, nil
	case talking:
		contact := by.Committee.Contact
		q.text = h.deck.Say("unknown.twice", clip(text, 20), contact.Name, contact.Phone)
		if !slices.Contains(names, menu) {
			names = append(names[:min(len(names), mostGuesses-1)], menu)
		}
	}
	for _, name := range names {
		q.guesses = append(q.guesses, h.guessed(name, date))
	}
	return h.ask(ctx, by, misunderstood, q)
}

const menu = "帮助"

var votes = []string{"赞成", "反对", "弃权"}

// understood forgets that one was not understood.
func (h *Handlers) understood(ctx context.Context, by committee.Actor) error {
	d, talking, err := h.clerk.Dialogue(ctx, by)
	if err != nil || !talking || d.Kind != misunderstood {
		return err
	}
	return h.clerk.EndDialogue(ctx, by)
}

// fitsNow tells of a command whether a guess at it leads anywhere: what a person may not
// do, and what does not fit the moment, is not offered.
func (h *Handlers) fitsNow(ctx context.Context, by committee.Actor) (func(name string) bool, error) {
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return nil, err
	}
	a := d.Meeting.Attendee(by.Member.ID)
	sits := d.Meeting.Sitting()
	here := sits && a != nil && a.Here()
	voting := slices.ContainsFunc(d.Ballots, func(b committee.Ballot) bool { return b.State == committee.Open })
	return func(name string) bool {
		m, bound := mandates[name]
		switch {
		case bound && !by.Is(m.who) && (!m.chair || !d.Meeting.Presides(by)):
			return false
		case slices.Contains([]string{"请假", "参加", "意见", "路上"}, name):
			return !sits || name == "意见" && !here
		case name == "签到":
			return !here
		case name == "退席", name == "发言", name == "保留意见":
			return sits
		case slices.Contains(votes, name):
			return voting
		}
		return true
	}, nil
}

// guesses are up to three commands that a text may have meant, the likeliest first, of
// those that fit.
func (h *Handlers) guesses(by committee.Actor, text string, fits func(name string) bool) []string {
	bare := strings.Trim(strings.Join(strings.Fields(text), ""), marks+"?")
	sure := h.sureness(bare)
	var names []string
	for _, c := range h.commands {
		name := c.names[0]
		mine := c.slash != "" && (c.who == 0 || by.Is(c.who))
		against := refuses(bare) && slices.Contains(assents, name)
		if mine && !against && sure[name] > 0 && fits(name) {
			names = append(names, name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return sure[b] - sure[a] })
	if len(names) > 0 && sure[names[0]] > alike { // beside what is as good as sure, what is only a little like it is noise
		names = slices.DeleteFunc(names, func(name string) bool { return sure[name] <= alike/2 })
	}
	least := fewestGuesses
	if len(names) == 0 {
		least = mostGuesses
	}
	for _, name := range []string{"会议", "我的", menu} { // what always helps
		if len(names) < least && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names[:min(len(names), mostGuesses)]
}

// sureness tells of each command how likely a text means it: one that it sounds like,
// one that it only asks about, those that its words hint at, those that it looks like.
func (h *Handlers) sureness(bare string) map[string]int {
	sure := map[string]int{}
	weigh := func(name string, weight int) { sure[name] = max(sure[name], weight) }
	if cmd, _, exact := h.match(h.plainly(sounded.Replace(bare))); exact {
		weigh(cmd.names[0], soundsAlike)
	}
	if cmd, _, _ := h.match(bare); cmd != nil {
		weigh(cmd.names[0], hintedAt+1)
	}
	for i, hint := range hints {
		if hint.in(bare) {
			for j, name := range hint.names {
				weigh(name, hintedAt-10*i-j)
			}
		}
	}
	for _, c := range h.commands {
		for _, name := range c.names {
			weigh(c.names[0], likeness(name, bare))
		}
	}
	return sure
}

// How sure a guess is: that it sounds the same, that the words hint at it, and the
// most of a likeness.
const (
	soundsAlike = 10_000
	hintedAt    = 5_000
	alike       = 100
)

// likeness says how much of a command's name stands in a text, in this order: 0 where
// it is less than half of the name, 100 where they are the same. Figures do not count.
func likeness(name, text string) int {
	a, b := []rune(name), []rune(clip(text, 50))
	row := make([]int, len(b)+1) // of the longest common subsequence
	for _, x := range a {
		before := 0
		for j, y := range b {
			above := row[j+1]
			if x == y && (x < '0' || x > '9') {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			before = above
		}
	}
	common := row[len(b)]
	if common == 0 || 2*common < len(a) {
		return 0
	}
	return max(1, 2*alike*common/(len(a)+min(len(b), 3*len(a))))
}

// refuses reports whether words say no; assents are what they then cannot mean.
func refuses(text string) bool {
	text = courteous.Replace(text)
	return slices.ContainsFunc([]string{"不", "没", "无法", "别"}, func(no string) bool { return strings.Contains(text, no) })
}

// courteous takes out what only sounds like a no: 没问题, 不请假了.
var courteous = strings.NewReplacer("没问题", "", "没意见", "", "没有意见", "", "没事", "", "不客气", "", "不请假", "", "别客气", "")

var assents = []string{"参加", "同意", "赞成", "签到"}

// wordless answers what was sent that is no text: courteously, by what it was, and with
// what can be typed now (M10: what is said in a voice message is asked back in text).
func (h *Handlers) wordless(ctx context.Context, by committee.Actor, form bot.Form) (string, error) {
	key := "sent." + string(form)
	if !h.deck.Has(key) {
		key = "sent.other"
	}
	lines := []string{h.deck.Say(key, by.Member.Comrade())}
	keys, err := h.timely(ctx, by)
	for _, key := range keys[:min(len(keys), mostGuesses)] {
		lines = append(lines, h.deck.Say(key))
	}
	return strings.Join(append(lines, h.deck.Say("sent.help")), "\n"), err
}
