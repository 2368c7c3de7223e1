package handlers

import (
	"context"
	"slices"
	"strings"

	"yishi/committee"
)

// An inquiry is a question that something shown answers, and nothing that is done: the
// words by which it is known, and the command that answers it, or what does.
type inquiry struct {
	words   []string
	command string
	run     action
}

// inquiries are the questions of everyday talk, the surer first (spec.md §3.8).
func (h *Handlers) inquiries() []inquiry {
	return []inquiry{
		{words: []string{"谁主持", "主持人是谁", "谁来主持", "由谁主持", "谁是主持"}, run: h.whoPresides},
		{words: []string{"通过了吗", "通过没", "通过了没", "结果出来", "表决结果"}, run: h.results},
		{words: []string{"能投票", "可以投票", "能不能投票", "能表决", "有表决权", "能参加表决"}, command: "帮助表决"},
		{words: []string{"到齐", "人齐", "几个人来", "来了几", "来了多少", "几个人到", "到了几", "到了多少", "谁来了", "人够", "还缺几", "缺几个人", "差几个", "还差几"}, command: "到会"},
		{words: []string{"空缺几", "空缺有几", "缺几个委员", "缺几名委员", "几个空缺", "空缺多少"}, command: "空缺"},
		{words: []string{"员是谁", "书记是谁", "谁是"}, command: "委员"},
		{words: []string{"开完", "散会了", "结束了", "改到几", "改到哪", "改到什么", "改期了吗", "改期到几", "取消了吗", "取消了没"}, command: "会议"},
	}
}

// longestInquiry is the most characters of a question that is answered at once.
const longestInquiry = 15

// inquire answers words that are an inquiry; found is false where they are none, or
// where the person may not see what would answer it.
func (h *Handlers) inquire(ctx context.Context, by committee.Actor, text string) (a answer, found bool, err error) {
	if len([]rune(text)) > longestInquiry {
		return a, false, nil
	}
	for _, q := range h.inquiries() {
		if !slices.ContainsFunc(q.words, func(w string) bool { return strings.Contains(text, w) }) {
			continue
		}
		run := q.run
		if cmd, _, _ := h.match(q.command); cmd != nil {
			if err := h.mandated(ctx, by, cmd, ""); err != nil {
				_, err = h.heard(a, err)
				return a, false, err
			}
			run = cmd.run
		}
		a, err = h.heard(run(ctx, call{by: by, said: q.command}))
		return a, true, err
	}
	return a, false, nil
}

// whoPresides says who chairs the meeting.
func (h *Handlers) whoPresides(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	if d.Meeting.ID == 0 || d.Meeting.State == committee.Planned && !c.by.Is(drafters) {
		return answer{text: h.deck.Say("presides.rule")}, nil
	}
	return answer{text: h.deck.Say("presides", d.Chair().Comrade())}, nil
}

// results tells a member in the room what the votes of the meeting came to, as far as
// they were announced; everybody else reads the minutes.
func (h *Handlers) results(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	a := d.Meeting.Attendee(c.by.Member.ID)
	if a == nil || a.Capacity != committee.Voting || !a.Here() || !d.Meeting.Sitting() {
		return answer{text: h.deck.Say("results.minutes")}, nil
	}
	var lines []string
	for _, b := range d.Ballots {
		switch b.State {
		case committee.Announced:
			lines = append(lines, h.deck.Result(d, b))
		case committee.Open:
			lines = append(lines, h.deck.Say("results.open", b.Name()))
		default:
			lines = append(lines, h.deck.Say("results.waits", b.Name()))
		}
	}
	if len(lines) == 0 {
		lines = []string{h.deck.Say("results.none")}
	}
	return answer{text: strings.Join(lines, "\n")}, nil
}
