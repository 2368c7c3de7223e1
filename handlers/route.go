package handlers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yishi/clerk"
	"yishi/committee"
)

// command is one thing that can be typed. Names are its words, the first is the one
// that help shows; open says that words may follow its name.
type command struct {
	names []string
	slash string
	open  bool
	who   committee.Role // 0: everyone
	help  string         // shown to whom it is for; empty: not shown
	run   action
}

// buttons are the words on cards that mean the newest open card that bears them
// (interface.md, “Words”). Those that are commands too go the commands' way.
var buttons = []string{
	"说明理由并增加", "同意上会", "退回修改", "下次再议", "合并到…", "确认发出", "确认散会", "确认", "不改期", "仍安排", "准假", "请再协调", "宣布开会", "继续等候15分钟", "宣布流会",
	"宣布结果", "缓议", "再次表决", "同意回避", "无须回避", "确认举手结果", "确认纸质票结果", "退回重记", "确认代录", "不予代录", "提交", "同意报书记", "签发", "退回", "已阅", "已电话通知", "查看议题", "查看纪要", "查看通知稿", "联系请假同志",
	"改为赞成", "改为反对", "改为弃权", "不改", "生成", "暂不", "报送街道", "退回补正",
}

// patience is how long a dialogue waits for its next answer.
const patience = 24 * time.Hour

// said answers typed words: an open dialogue first, then the newest question that a
// digit can answer, the words on an open card, the table of commands.
func (h *Handlers) said(ctx context.Context, by committee.Actor, words string) (answer, error) {
	text := h.tidied(fold(words))
	if text == "" {
		return answer{text: h.deck.Say("empty")}, nil
	}
	d, talking, err := h.openDialogue(ctx, by)
	if err != nil {
		return answer{}, err
	}
	lapsed := ""
	if !talking && d.Kind != "" {
		lapsed, err = h.lapsed(ctx, by, d)
		if err != nil || slices.Contains(confirms[d.Kind], h.plainly(text)) { // that was meant for what waits no more
			return answer{text: strings.TrimSuffix(lapsed, "\n"), refused: true}, err
		}
	}
	if talking {
		a, done, err := h.dialogue(ctx, by, d, text)
		if done || err != nil {
			return a, err
		}
	}
	if talking && d.Kind == choosing && polite(text) == notPolite { // what comes instead of an answer ends the question
		if err := h.clerk.EndDialogue(ctx, by); err != nil {
			return answer{}, err
		}
		talking = false
	}
	a, err := h.besides(ctx, by, d, talking, text)
	a.text = lapsed + a.text
	return a, err
}

// besides answers words that are no answer to the question that is open, if one is.
func (h *Handlers) besides(ctx context.Context, by committee.Actor, d clerk.Dialogue, talking bool, text string) (answer, error) {
	a, err := h.asked(ctx, by, h.plainly(text))
	switch {
	case errors.Is(err, errUnknown):
		a, err = h.unknown(ctx, by, text, d, talking)
		a.refused = true
		return a, err
	case err != nil || !talking:
		return a, err
	case d.Kind == misunderstood:
		return a, h.understood(ctx, by)
	}
	a.text += h.pendingQuestion(ctx, by, d)
	return a, nil
}

// openDialogue finds the dialogue that still waits for an answer; of one that has waited
// too long talking is false, so that it does not catch the words of another day.
func (h *Handlers) openDialogue(ctx context.Context, by committee.Actor) (d clerk.Dialogue, talking bool, err error) {
	d, talking, err = h.clerk.Dialogue(ctx, by)
	return d, talking && h.clerk.Now().Sub(d.UpdatedAt) <= patience, err
}

// lapsed ends a dialogue that has waited too long, and says before the answer to the
// person's next words what became of what it was about.
func (h *Handlers) lapsed(ctx context.Context, by committee.Actor, d clerk.Dialogue) (string, error) {
	key, text := "dialogue.lapsed."+d.Kind, ""
	if h.deck.Has(key) {
		text = h.deck.Say(key, d.UpdatedAt.Add(patience)) + "\n"
	}
	return text, h.clerk.EndDialogue(ctx, by)
}

// asked answers words that are no part of a dialogue.
func (h *Handlers) asked(ctx context.Context, by committee.Actor, text string) (answer, error) {
	if isChoice(text) {
		return h.digit(ctx, by, text)
	}
	if isButton(text) {
		a, found, err := h.button(ctx, by, text)
		if found || err != nil {
			return a, err
		}
	}
	cmd, args, _ := h.match(text)
	kind := polite(text)
	switch {
	case cmd == nil && kind != notPolite:
		return h.courteously(ctx, by, kind)
	case cmd == nil && isButton(text):
		return answer{text: h.deck.Say("button.none", text), refused: true}, nil
	case cmd == nil || onlyAsked(cmd, text, args):
		a, found, err := h.inquire(ctx, by, text)
		if err == nil && !found {
			err = errUnknown
		}
		return a, err
	}
	if err := h.mandated(ctx, by, cmd, args); err != nil {
		return h.heard(answer{}, err)
	}
	return h.heard(cmd.run(ctx, call{by: by, args: args, said: cmd.names[0]}))
}

// isButton reports whether words are those of a button, with its suffix or without
// (宣布结果:未通过).
func isButton(text string) bool {
	name, _, _ := strings.Cut(text, ":")
	return slices.Contains(buttons, text) || name == "宣布结果"
}

// button does what the newest open card that bears these words would do.
func (h *Handlers) button(ctx context.Context, by committee.Actor, text string) (a answer, found bool, err error) {
	shown, err := h.clerk.Shown(ctx, by)
	if err != nil {
		return a, false, err
	}
	d, talking, err := h.openDialogue(ctx, by)
	if err != nil {
		return a, false, err
	}
	for _, card := range shown {
		for _, offer := range card.Offers {
			if !bears(offer.Text, text) {
				continue
			}
			name, on := parseAction(offer.Action)
			act, known := h.actions[name]
			question, answers := questionOf[name]
			if !known || name == "choose" || answers && (!talking || d.Kind != question) { // of a question that waits no more
				continue
			}
			a, err = h.heard(act(ctx, call{by: by, on: on, said: text}))
			return a, true, err
		}
	}
	return a, false, nil
}

// questionOf are the buttons that answer a question, and its kind: when that question
// waits no more, their words mean what else is open.
var questionOf = map[string]string{
	"change.confirm": changing, "plan.moved": moving, "plan.unmoved": moving, "plan.instead": replacing,
}

// bears reports whether a button's text is meant by typed words: itself, itself
// without its suffix (宣布结果:通过), or 确认 for what it confirms.
func bears(button, text string) bool {
	return button == text || strings.HasPrefix(button, text+":") || text == "确认" && strings.HasPrefix(button, text)
}

// match finds the command whose name begins the text; the longest name wins. exact
// says that nothing follows the name.
func (h *Handlers) match(text string) (cmd *command, args string, exact bool) {
	longest := 0
	for i := range h.commands {
		c := &h.commands[i]
		for _, name := range append(slices.Clone(c.names), c.slash) {
			rest, ok := strings.CutPrefix(text, name)
			if name == "" || !ok || len(name) <= longest || !c.takes(name, rest) {
				continue
			}
			cmd, args, exact, longest = c, strings.TrimSpace(rest), rest == "", len(name)
		}
	}
	return cmd, args, exact
}

// takes reports whether words may follow a name: behind a slash name only after a
// space, behind 记 and other short names too.
func (c *command) takes(name, rest string) bool {
	switch {
	case rest == "":
		return true
	case !c.open:
		return false
	case strings.HasPrefix(name, "/") || len([]rune(name)) < 2:
		return strings.HasPrefix(rest, " ")
	}
	return true
}

func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// fold makes full-width and half-width forms equal, and the traditional characters
// of the commands simple (spec.md §3.8).
func fold(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '　' || r == '\t' || r == '\u00a0':
			return ' '
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r < ' ' && r != '\n':
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(simple.Replace(text))
}

var simple = strings.NewReplacer(
	"參", "参", "請", "请", "簽", "签", "贊", "赞", "對", "对", "棄", "弃", "權", "权", "會", "会", "議", "议", "題", "题", "幫", "帮", "務", "务",
	"電", "电", "話", "话", "確", "确", "認", "认", "發", "发", "報", "报", "書", "书", "記", "记", "閱", "阅", "紀", "纪", "錄", "录", "開", "开", "結", "结", "緩", "缓",
	"時", "时", "點", "点", "週", "周", "號", "号", "間", "间", "後", "后", "樓", "楼", "來", "来", "員", "员", "體", "体", "檢", "检", "徵", "征", "審", "审", "決", "决", "／", "/",
)

// isChoice reports whether words are an answer by digit, or a bare 同意 or 不同意,
// which answer the newest open question.
func isChoice(text string) bool {
	return slices.Contains([]string{"1", "2", "3", "同意", "不同意", "①", "②", "③"}, text)
}

// digit answers the newest open question (spec.md §3.8, interface.md “Bare words”):
// an open vote wins over an open answer to the notice.
func (h *Handlers) digit(ctx context.Context, by committee.Actor, text string) (answer, error) {
	choice := map[string]committee.Choice{
		"1": committee.For, "同意": committee.For, "①": committee.For, "2": committee.Against, "不同意": committee.Against, "②": committee.Against,
		"3": committee.Abstain, "③": committee.Abstain,
	}[text]
	mine, err := h.myBallots(ctx, by)
	if err != nil {
		return answer{}, err
	}
	if len(mine) > 0 {
		return h.heard(h.voteFor(ctx, by, mine, choice))
	}
	if by.Is(committee.Street) && (text == "同意" || text == "不同意") {
		if a, found, err := h.button(ctx, by, text); found || err != nil {
			return a, err
		}
	}
	asked, err := h.clerk.ConsentAsked(ctx, by, by.Member.ID)
	switch {
	case err != nil:
		return answer{}, err
	case len(asked) > 0 && choice != committee.Abstain:
		return h.heard(h.consent(ctx, call{by: by, on: []int64{int64(asked[0].ID)}}, choice == committee.For))
	}
	return h.unasked(ctx, by, text, choice)
}

// unasked takes a digit of a person whom no vote and no question waits for: the
// secretary's 同意 to the plan, or the answer to the notice.
func (h *Handlers) unasked(ctx context.Context, by committee.Actor, text string, choice committee.Choice) (answer, error) {
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	voting := slices.ContainsFunc(d.Ballots, func(b committee.Ballot) bool { return b.State == committee.Open })
	switch {
	case voting && (text != "同意" || !by.Is(committee.Secretary)), text == "不同意":
		return h.heard(h.vote(ctx, call{by: by}, choice)) // he has no vote, and is told why
	case text == "同意" && by.Is(committee.Secretary):
		return h.heard(h.approve(ctx, call{by: by}))
	case text == "同意":
		return h.heard(h.vote(ctx, call{by: by}, choice))
	}
	waiting := d.Meeting.State == committee.Noticed && d.Meeting.Attendee(by.Member.ID) != nil
	switch {
	case waiting && choice == committee.For:
		return h.heard(h.comes(ctx, call{by: by}))
	case waiting && choice == committee.Against:
		return h.heard(h.onLeave(ctx, call{by: by}))
	}
	return answer{text: h.deck.Say("digit.none", text), refused: true}, nil
}

// myBallots are the open votes in which this person is asked.
func (h *Handlers) myBallots(ctx context.Context, by committee.Actor) ([]committee.Ballot, error) {
	open, err := h.clerk.OpenBallots(ctx, by)
	return slices.DeleteFunc(open, func(b committee.Ballot) bool { return !slices.Contains(b.Electors, by.Member.ID) }), err
}

// askedSince reports whether this person was asked something newer than the question
// of a dialogue: a vote, or the notice of a meeting that he has not answered.
func (h *Handlers) askedSince(ctx context.Context, by committee.Actor, d clerk.Dialogue) (bool, error) {
	mine, err := h.myBallots(ctx, by)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(mine, func(b committee.Ballot) bool { return b.OpenedAt.After(d.UpdatedAt) }) {
		return true, nil
	}
	current, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return false, err
	}
	m := current.Meeting
	a := m.Attendee(by.Member.ID)
	return a != nil && m.State == committee.Noticed && a.Answer == committee.Silent && m.NoticedAt.After(d.UpdatedAt), nil
}
