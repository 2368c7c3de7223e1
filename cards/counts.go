package cards

import (
	"strings"

	"yishi/committee"
)

// TopicCounts counts the topics of a year by scope and by tag (TOP-03).
func (k *Deck) TopicCounts(year int, topics []committee.Topic) string {
	var scopes [len(committee.Scopes) + 1]int
	var tags []string
	tagged := map[string]int{}
	for _, t := range topics {
		scopes[t.Scope]++
		for _, tag := range t.Tags {
			if tagged[tag] == 0 {
				tags = append(tags, tag)
			}
			tagged[tag]++
		}
	}
	lines := []string{k.Say("counts.head", year, len(topics))}
	for i, name := range committee.Scopes {
		if scopes[i+1] > 0 {
			lines = append(lines, k.Say("counts.line", name, scopes[i+1]))
		}
	}
	for _, tag := range tags {
		lines = append(lines, k.Say("counts.tag", tag, tagged[tag]))
	}
	return strings.Join(lines, "\n")
}
