package handlers

import (
	"context"
	"strconv"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
)

// open opens the meeting (ATT-05). Before its hour, while somebody may still be on his
// way, it is asked once: 确认, or 开会 again, opens it.
func (h *Handlers) open(ctx context.Context, c call) (answer, error) {
	if err := h.sameMeeting(ctx, c); err != nil {
		return answer{}, err
	}
	now, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	asked, talking, err := h.clerk.Dialogue(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	asks := talking && asked.Kind == openingEarly
	if again := asks && asked.Answers["meeting"] == meetingID(now); !again && now.OpensEarly(c.by) {
		return h.askOpening(ctx, c.by, now)
	}
	d, err := h.clerk.Open(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if asks {
		err = h.clerk.EndDialogue(ctx, c.by)
	}
	return answer{text: h.deck.Opened(d)}, err
}

// askOpening says who is still expected and when the meeting was to begin.
func (h *Handlers) askOpening(ctx context.Context, by committee.Actor, d committee.Dossier) (answer, error) {
	if err := h.clerk.Ask(ctx, by, openingEarly, 0, map[string]string{"meeting": meetingID(d)}); err != nil {
		return answer{}, err
	}
	var away committee.Body
	for _, id := range d.Meeting.StillExpected() {
		m, _ := d.Body.Member(id)
		away = append(away, m)
	}
	text := h.deck.Say("open.early", d.Meeting.Starts, committee.Moment(d.Now), away)
	return answer{text: text, card: &bot.Card{
		Title: h.deck.Say("open.early.title"), Desc: h.deck.Say("open.early.desc", away), Text: text,
		Buttons: []bot.Button{{Text: "确认开会", Action: cards.Action("session.open", int64(d.Meeting.ID)), Style: bot.Primary}},
	}}, nil
}

func meetingID(d committee.Dossier) string { return strconv.FormatInt(int64(d.Meeting.ID), 10) }
