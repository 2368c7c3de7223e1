package letters

import (
	"context"

	"yishi/bot"
)

// taken tells those in the room which topic is taken up (SPK-01).
func (l *Letters) taken(ctx context.Context, w writing) (bot.Message, error) {
	d, t, err := l.late(ctx, w)
	switch {
	case err != nil:
		return bot.Message{}, err
	case d.Meeting.Topic != t.ID || !d.Meeting.Sitting():
		return bot.Message{}, errStale
	}
	return words(l.deck.TakenUp(t))
}

// reserved shows the recorder what opinion a member reserves (SPK-03).
func (l *Letters) reserved(ctx context.Context, w writing) (bot.Message, error) {
	d, t, err := l.late(ctx, w)
	if err != nil {
		return bot.Message{}, err
	}
	for _, n := range d.Notes {
		if n.Who == w.subject.Member && n.Topic == t.ID && n.At.In(d.Now.Location()).Format("150405") == w.subject.Step {
			return words(l.deck.Say("reserve.told", d.Body.Name(n.Who), t.Position, n.Text))
		}
	}
	return bot.Message{}, errStale
}
