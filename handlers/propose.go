package handlers

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"yishi/clerk"
	"yishi/committee"
)

// asked is one question of the dialogue by which a topic is proposed (TOP-01).
type asked struct {
	key    string
	needed func(answers map[string]string) bool
	check  func(text string) (value string, err error)
	most   int // characters; 0: check counts them
}

// questions are asked in this order; its answers make a topic.
var questions = []asked{
	{"title", always, checkTitle, 0},
	{"scope", always, checkOneOf(len(committee.Scopes), "topic.scope"), 20},
	{"scope-reason", func(a map[string]string) bool { return a["scope"] == strconv.Itoa(committee.OtherScope) }, checkText("topic.scope-reason"), 200},
	{"kind", always, checkKind, 20},
	{"persons", func(a map[string]string) bool { return a["kind"] == kindNumber(committee.Personnel) }, checkText("topic.persons"), 200},
	{"ask", always, checkAsk, 500},
	{"reporter", always, plain, 50},
	{"observers", always, plain, 200},
	{"disclosure", always, checkDisclosure, 20},
}

func always(map[string]string) bool { return true }

func plain(text string) (string, error) { return text, nil }

func checkAsk(text string) (string, error) { return text, committee.CheckAsk(text) }

func checkTitle(text string) (string, error) { return text, committee.CheckTitle(text) }

func checkText(rule string) func(string) (string, error) {
	return func(text string) (string, error) {
		if strings.Trim(text, " 无") == "" {
			return "", committee.Refuse(committee.Invalid, rule)
		}
		return text, nil
	}
}

func checkOneOf(most int, rule string) func(string) (string, error) {
	return func(text string) (string, error) {
		n := number(text)
		if n < 1 || int(n) > most {
			return "", committee.Refuse(committee.Invalid, rule)
		}
		return strconv.FormatInt(n, 10), nil
	}
}

var kindWords = map[string]committee.TopicKind{"讨论决定": committee.Decide, "听取通报": committee.Hear, "传达学习": committee.Study, "人事": committee.Personnel}

func checkKind(text string) (string, error) {
	if kind, ok := kindWords[text]; ok {
		return kindNumber(kind), nil
	}
	return checkOneOf(len(committee.TopicKinds), "topic.kind")(text)
}

func kindNumber(kind committee.TopicKind) string {
	for i, k := range committee.TopicKinds {
		if k == kind {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

func checkDisclosure(text string) (string, error) {
	words := map[string]string{"能": "1", "公开": "1", "可上网": "1", "仅标题": "2", "会上说明": "3"}
	if level, ok := words[text]; ok {
		return level, nil
	}
	return checkOneOf(int(committee.AtMeeting), "topic.disclosure")(text)
}

// question finds the next question from a step on that these answers need.
func question(answers map[string]string, step int) asked {
	for _, q := range questions[min(step, len(questions)-1):] {
		if q.needed(answers) {
			return q
		}
	}
	return questions[len(questions)-1]
}

// propose begins the dialogue; a title behind the command answers its first question.
func (h *Handlers) propose(ctx context.Context, c call) (answer, error) {
	if err := committee.MayPropose(c.by); err != nil {
		return answer{}, err
	}
	if c.args != "" {
		a, err := h.answerProposal(ctx, c, clerk.Dialogue{Kind: proposing, Answers: map[string]string{}})
		if r, ok := errors.AsType[*committee.Refusal](err); !ok || r.Rule != "topic.title-too-long" {
			return a, err
		}
		a, err = h.heard(a, err)
		a.text += h.deck.Say("propose.shorter")
		return a, firstError(err, h.clerk.Ask(ctx, c.by, proposing, 0, map[string]string{}))
	}
	err := h.clerk.Ask(ctx, c.by, proposing, 0, map[string]string{})
	return answer{text: h.deck.Say("propose.title")}, err
}

// answerProposal takes an answer and asks the next question, or, after the last,
// hands the topic in.
func (h *Handlers) answerProposal(ctx context.Context, c call, d clerk.Dialogue) (answer, error) {
	q := question(d.Answers, d.Step)
	if err := tooLong(strings.TrimSpace(c.args), q.most); err != nil {
		return answer{}, err
	}
	value, err := q.check(strings.TrimSpace(c.args))
	if err != nil {
		return answer{}, err
	}
	answers := maps.Clone(d.Answers)
	answers[q.key] = value
	step := indexOf(q.key) + 1
	for step < len(questions) && !questions[step].needed(answers) {
		step++
	}
	if step < len(questions) {
		return answer{text: h.deck.Say("propose." + questions[step].key)}, h.clerk.Ask(ctx, c.by, proposing, step, answers)
	}
	t, err := h.topicOf(ctx, c.by, answers)
	if err != nil {
		return answer{}, err
	}
	if t, err = h.clerk.Propose(ctx, c.by, t); err != nil {
		return answer{}, err
	}
	text := h.deck.Say("propose.done", t.Number)
	if t.Guests != "" {
		text += h.deck.Say("propose.guests", t.Guests)
	}
	if strangers, err := h.notOnRoster(ctx, c.by, t.Persons); err != nil || len(strangers) > 0 {
		return answer{text: text + h.deck.Say("propose.strangers", strangers)}, err
	}
	return answer{text: text}, nil
}

// notOnRoster are those of several names that the roster does not have.
func (h *Handlers) notOnRoster(ctx context.Context, by committee.Actor, list []string) ([]string, error) {
	body, err := h.clerk.Roster(ctx, by.Committee.ID)
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return len(body.Called(name)) == 1 }), err
}

// tooLong refuses words of more characters than most; 0 sets no bound.
func tooLong(text string, most int) error {
	if n := utf8.RuneCountInString(text); most > 0 && n > most {
		return committee.Refuse(committee.Invalid, "words.too-long", n, most)
	}
	return nil
}

func indexOf(key string) int {
	for i, q := range questions {
		if q.key == key {
			return i
		}
	}
	return 0
}

// topicOf makes a topic of the answers.
func (h *Handlers) topicOf(ctx context.Context, by committee.Actor, a map[string]string) (committee.Topic, error) {
	t := committee.Topic{
		Title: a["title"], Scope: int(number(a["scope"])), ScopeReason: a["scope-reason"], Persons: names(a["persons"]),
		Ask: unlessNone(a["ask"]), Reporter: unlessNone(a["reporter"]), Disclosure: committee.Disclosure(number(a["disclosure"])),
	}
	if n := int(number(a["kind"])); n >= 1 && n <= len(committee.TopicKinds) {
		t.Kind = committee.TopicKinds[n-1]
	}
	if oneself(t.Reporter) {
		t.Reporter = by.Member.Name
	}
	body, err := h.clerk.Roster(ctx, by.Committee.ID)
	if err != nil {
		return t, err
	}
	for i, name := range t.Persons {
		if found := body.Called(name); len(found) == 1 {
			t.Persons[i] = found[0].Name
		} else if oneself(name) {
			t.Persons[i] = by.Member.Name
		}
	}
	var guests []string
	for _, name := range names(unlessNone(a["observers"])) {
		if oneself(name) {
			continue // a member is there anyway
		}
		if found := body.Called(name); len(found) == 1 {
			t.Observers = append(t.Observers, found[0].ID)
		} else {
			guests = append(guests, name)
		}
	}
	t.Guests = strings.Join(guests, "、")
	return t, nil
}

// oneself reports whether a word means the person who says it.
func oneself(word string) bool {
	return word == "本人" || word == "我" || word == "我自己" || word == "自己"
}

func unlessNone(text string) string {
	if text == "无" || text == "没有" || text == "不需要" || text == "-" {
		return ""
	}
	return text
}

// names takes a list of names apart.
func names(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、,，;； \n", r) })
}

// number reads a whole number that stands alone, in figures or as 议题3; 0 when it
// is none.
func number(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimSpace(text), "议题"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
