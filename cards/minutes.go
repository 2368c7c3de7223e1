package cards

import (
	"fmt"
	"time"

	"yishi/bot"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

// Paper is the minutes as this person may read them (MIN-06): members, whoever was one at the meeting,
// recorder and street all of it, an observer his own topics.
func Paper(d committee.Dossier, to committee.Member) papers.Minutes {
	full := papers.Draft(papers.FactsOf(d))
	a := d.Meeting.Attendee(to.ID)
	if to.Roles.Has(committee.Seated|committee.Recorder|committee.Street) || a != nil && a.Capacity == committee.Voting {
		return full.For(papers.Full)
	}
	var own []int
	for _, t := range d.Sees(to.ID) {
		own = append(own, t.Position)
	}
	return full.For(papers.OnlyTopics(own...))
}

// Draft shows the draft of the minutes to whom it is with (MIN-05).
func (k *Deck) Draft(d committee.Dossier, to committee.Member, seen committee.MinutesState, revision int) bot.Card {
	m := d.Minutes
	ids := []int64{int64(m.Meeting), int64(revision)}
	card := bot.Card{
		Title:  k.Say("draft.title", papers.Number(m.Year, m.Number)),
		Desc:   MeetingName(d),
		Body:   k.Say("draft.body."+string(seen), to.Name),
		Fields: []bot.Field{{Name: "散会", Value: Time(d.Meeting.AdjournedAt)}, {Name: "稿次", Value: fmt.Sprintf("第%d稿", revision)}},
		Text:   k.Say("draft.text."+string(seen), MeetingName(d)),
	}
	switch seen {
	case committee.WithRecorder:
		card.Buttons = []bot.Button{{Text: "提交", Action: Action("minutes.submit", ids...), Style: bot.Primary}}
	case committee.WithVice:
		card.Buttons = []bot.Button{{Text: "同意报书记", Action: Action("minutes.submit", ids...), Style: bot.Primary}, {Text: "退回", Action: Action("minutes.return", ids...)}}
	default:
		card.Buttons = []bot.Button{{Text: "签发", Action: Action("minutes.sign", ids...), Style: bot.Primary}, {Text: "退回", Action: Action("minutes.return", ids...)}}
	}
	card.Buttons = append(card.Buttons, bot.Button{Text: "查看纪要", Action: Action("minutes.view", ids...)})
	switch {
	case m.State == committee.Signed:
		return closed(card, k.Say("draft.signed"))
	case m.Revision != revision:
		return closed(card, k.Say("draft.newer", m.Revision))
	case m.State != seen:
		return closed(card, k.Say("draft.passed"))
	}
	return card
}

// Minutes tells a reader that the minutes are signed (MIN-06); readAt is zero until
// he has read them.
func (k *Deck) Minutes(d committee.Dossier, readAt time.Time) bot.Card {
	m := d.Minutes
	number := papers.Number(m.Year, m.Number)
	id := int64(m.Meeting)
	card := bot.Card{
		Title:   k.Say("minutes.title"),
		Desc:    k.Say("minutes.desc", number),
		Body:    k.Say("minutes.body", MeetingName(d)),
		Fields:  []bot.Field{{Name: "签发", Value: Day(workday.On(m.SignedAt))}},
		Buttons: []bot.Button{{Text: "查看纪要", Action: Action("minutes.view", id, int64(m.Revision)), Style: bot.Primary}, {Text: "已阅", Action: Action("minutes.read", id)}},
		Text:    k.Say("minutes.text", MeetingName(d), number),
	}
	if !readAt.IsZero() {
		card.Buttons = card.Buttons[:1]
		card.Desc = k.Say("minutes.read", number)
	}
	return card
}
