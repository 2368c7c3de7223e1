package handlers

import (
	"context"
	"strings"

	"yishi/committee"
)

// tag gives a topic its tags (标签 3 网格 难点, TOP-03).
func (h *Handlers) tag(ctx context.Context, c call) (answer, error) {
	n, rest := leadingNumber(c.args)
	if n == 0 || rest == "" {
		return answer{}, committee.Refuse(committee.Invalid, "topic.tag-form")
	}
	t, err := h.clerk.Tag(ctx, c.by, n, names(rest))
	return answer{text: h.deck.Say("topic.tagged", t.Number, t.Tags)}, err
}

// material adds a link or the name of a file to a topic (材料 3 … 可上网, TOP-04).
func (h *Handlers) material(ctx context.Context, c call) (answer, error) {
	n, rest := leadingNumber(c.args)
	if n == 0 || rest == "" {
		return answer{}, committee.Refuse(committee.Invalid, "topic.material-form")
	}
	what, online := strings.CutSuffix(rest, "可上网")
	t, err := h.clerk.AddMaterial(ctx, c.by, n, strings.TrimSpace(what), online)
	return answer{text: h.deck.Say("topic.material-added", t.Number, len(t.Materials))}, err
}

// topicCounts counts the topics of the year by scope and tag (议题统计, TOP-03).
func (h *Handlers) topicCounts(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(committee.Seated | committee.Recorder) {
		return answer{}, committee.Refuse(committee.Forbidden, "topic.only-members")
	}
	year := h.clerk.Now().Year()
	topics, err := h.clerk.TopicsOfYear(ctx, c.by, year)
	return answer{text: h.deck.TopicCounts(year, topics)}, err
}
