package wecom

import (
	"context"
	"net/url"
	"strconv"

	"yishi/bot"
)

const (
	groupPerMinute = 18 // the platform takes 20 (wecom.md §6.2)
	groupName      = "group"
)

// A notice is the body of one webhook/send. It mentions nobody: a list of
// mentions is the only thing that does, so “@all” in the words is only words.
type notice struct {
	Kind string   `json:"msgtype"`
	Text textBody `json:"text"`
}

// announce says a message to the group, a card in its words. The robot has no
// check of duplicates: only our memory knows what was said.
func (p *Platform) announce(ctx context.Context, m bot.Message) (bot.MessageRef, error) {
	text := m.Text
	if m.Card != nil {
		text = words(*m.Card)
	}
	texts := split(plain(text), textLimit)
	if len(texts) > mostParts {
		return bot.MessageRef{}, rejected("the text is longer than sixteen messages")
	}
	ref := bot.MessageRef{Card: m.Key}
	for i, t := range texts {
		name := p.memory.name("sent", groupName, m.Key, strconv.Itoa(i))
		if _, done := p.memory.sent(ctx, name); done {
			continue
		}
		if wait := p.group.take(groupName, 1, p.clock.Now()); wait > 0 {
			return bot.MessageRef{}, &bot.ThrottledError{After: wait}
		}
		if err := p.robot(ctx, notice{"text", textBody{t}}); err != nil {
			return bot.MessageRef{}, err
		}
		p.memory.keepSent(ctx, name, ref)
	}
	return ref, nil
}

// robot makes the call. The key in the address is all that it proves itself by.
func (p *Platform) robot(ctx context.Context, n notice) error {
	var got struct{ verdict }
	query := url.Values{"key": {p.settings.GroupWebhookKey}}
	return p.judge(p.exchange(ctx, request{call: "webhook/send", query: query, body: n}, &got), bot.UserRef{})
}
