package bottest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"yishi/bot"
	"yishi/bot/bottest"
)

var (
	wang     = bot.UserRef{Platform: bot.WeCom, ID: "WangJianGuo"}
	stranger = bot.UserRef{Platform: bot.WeCom, ID: "nobody"}
)

// phone shows what a Recorder delivered as a person would see it, changes of
// cards included.
func phone(r *bottest.Recorder, messages []bot.Message) []bottest.Seen {
	var seen []bottest.Seen
	for _, m := range messages {
		card := m.Card
		for _, ch := range r.Changed() {
			if ch.Ref.Card == m.Key {
				card = &ch.Card
			}
		}
		seen = append(seen, show(m, card))
	}
	return seen
}

func show(m bot.Message, card *bot.Card) bottest.Seen {
	switch {
	case m.File != nil:
		return bottest.Seen{File: m.File.Name, Data: m.File.Data}
	case card == nil:
		return bottest.Seen{Text: m.Text}
	}
	s := bottest.Seen{Title: card.Title, Text: card.Desc + "\n" + card.Body + "\n" + card.Closed}
	for _, f := range card.Fields {
		s.Text += f.Name + f.Value
	}
	for _, b := range card.Offers() {
		s.Buttons = append(s.Buttons, b.Text)
	}
	if card.Question != nil {
		for _, o := range card.Question.Options {
			s.Options = append(s.Options, o.Text)
		}
	}
	return s
}

// reachable is a Recorder that a stranger cannot be reached through.
type reachable struct{ *bottest.Recorder }

func (r reachable) Send(ctx context.Context, to bot.Address, m bot.Message) (bot.MessageRef, error) {
	if !to.Group && to.To == stranger {
		return bot.MessageRef{}, &bot.UnreachableError{User: to.To, Code: 81013}
	}
	return r.Recorder.Send(ctx, to, m)
}

func TestRecorderKeepsThePromises(t *testing.T) {
	bottest.Exercise(t, func(*testing.T) bottest.Stand {
		r := bottest.NewRecorder(bot.WeCom)
		return bottest.Stand{
			Messenger: reachable{r},
			Member:    wang,
			Stranger:  stranger,
			Phone:     func(u bot.UserRef) []bottest.Seen { return phone(r, r.SentTo(u)) },
			Group: func() []bottest.Seen {
				seen := phone(r, r.SentToGroup())
				for i, m := range r.SentToGroup() {
					if m.Card != nil {
						seen[i].Text = m.Card.Text
					}
				}
				return seen
			},
			Break: func(f bottest.Fault) {
				switch f {
				case bottest.Busy:
					r.FailSends(errors.New("busy"))
				case bottest.Overloaded:
					r.FailSends(&bot.ThrottledError{After: time.Minute, Code: 45009})
				case bottest.Expired:
					r.FailSends(nil)
				case bottest.Deaf:
					r.LoseAnswers(errors.New("timeout"))
				case bottest.Misset:
					r.FailSends(&bot.ConfigError{Code: 60020, Reason: "not allow to access from your ip"})
				}
			},
			Files: true, OneUse: true, Secrets: []string{"secret"},
		}
	})
}

func TestRecorderScript(t *testing.T) {
	r := bottest.NewRecorder(bot.DingTalk)
	if r.Platform() != bot.DingTalk {
		t.Errorf("the platform is %q", r.Platform())
	}
	down, to := errors.New("down"), bot.Address{To: bot.UserRef{Platform: bot.DingTalk, ID: "liming"}}
	r.FailSends(down, nil, down)
	for i, want := range []error{down, nil, down, nil} {
		if _, err := r.Send(t.Context(), to, bot.Message{Key: "n-1", Text: "通知"}); !errors.Is(err, want) {
			t.Errorf("send %d ended in %v, want %v", i, err, want)
		}
	}
	r.FailUpdates(down)
	ref := r.Sent()[0].Ref
	ref.Code = "tapped"
	for i, want := range []error{down, nil, bot.ErrGone} {
		if err := r.Update(t.Context(), ref, bot.Card{Title: "已办结"}); !errors.Is(err, want) {
			t.Errorf("update %d ended in %v, want %v", i, err, want)
		}
	}
	if n, c := len(r.Sent()), len(r.Changed()); n != 1 || c != 1 {
		t.Errorf("%d sent and %d changed, want one of each", n, c)
	}
	r.Forget()
	if n, c := len(r.Sent()), len(r.Changed()); n+c != 0 {
		t.Errorf("%d sent and %d changed after Forget", n, c)
	}
}
