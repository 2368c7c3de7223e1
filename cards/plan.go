package cards

import (
	"yishi/bot"
	"yishi/committee"
)

// Plan shows the secretary a drafted date with its window and the moment at which
// the notice will leave (NTC-01, NTC-02, MTG-03).
func (k *Deck) Plan(d committee.Dossier) bot.Card {
	m := d.Meeting
	w := d.Window()
	card := bot.Card{
		Title:  k.Say("plan.title"),
		Desc:   MeetingName(d),
		Fields: []bot.Field{{Name: "时间", Value: Dated(m.Starts, d.Now)}, {Name: "地点", Value: m.Place}},
		Body:   k.planWhen(d) + k.doubtful(d),
		Buttons: []bot.Button{
			{Text: "确认发出", Action: Action("plan.confirm", int64(m.ID)), Style: bot.Primary},
			{Text: "改期", Action: Action("plan.move", int64(m.ID))},
			{Text: "查看通知稿", Action: Action("plan.view", int64(m.ID))},
		},
		Text: k.PlanText(d),
	}
	if m.Kind != committee.Urgent {
		card.Fields = append(card.Fields, bot.Field{Name: "通知时限", Value: Time(w.Latest) + "止"})
	}
	switch m.State {
	case committee.Planned:
		return card
	case committee.Fixed:
		return closed(card, k.Say("plan.confirmed"))
	case committee.Cancelled:
		return closed(card, k.Say("card.cancelled"))
	case committee.Lapsed:
		return closed(card, k.Say("card.lapsed"))
	default:
		return closed(card, k.Say("plan.noticed"))
	}
}

// planWhen says when the notice of a plan leaves, if it is confirmed now.
func (k *Deck) planWhen(d committee.Dossier) string {
	m, b := d.Meeting, d.Committee.Bylaws
	if m.Kind == committee.Urgent {
		return k.Say("plan.urgent", m.Reason)
	}
	w := d.Window()
	text := k.Say("plan.window", w.First, w.Latest)
	if m.Kind == committee.Special {
		text = k.Say("plan.special", m.Reason) + text
	}
	if at := w.SendAt(b, d.Calendar, d.Now); at.After(d.Now) {
		text += k.Say("plan.send-at", at, Clock(at))
	} else {
		text += k.Say("plan.send-now")
	}
	return text
}

// doubtful marks the dates of a plan that touch a year without a published table.
func (k *Deck) doubtful(d committee.Dossier) string {
	if d.Window().Provisional {
		return k.Say("provisional", unpublished(d))
	}
	return ""
}

// PlanText is a plan in words: the date echoed with its weekday, what kind of day
// it is, the window and the moment of sending, and how to go on.
func (k *Deck) PlanText(d committee.Dossier) string {
	m := d.Meeting
	text := k.Say("plan.text", Dated(m.Starts, d.Now), m.Place) + k.planWhen(d) + k.DayKind(d.Calendar, m.Day())
	if len(d.Agenda) == 0 {
		text += k.Say("plan.no-topics")
	} else {
		text += k.Say("plan.topics", len(d.Agenda))
	}
	if m.State == committee.Planned {
		text += "\n" + k.Say("plan.type")
	}
	return text
}

// MoveText is what moving a noticed meeting would come to, and how many would be told.
func (k *Deck) MoveText(d committee.Dossier, told int) string {
	m := d.Meeting
	return k.Say("move.text", MeetingName(d), Dated(m.Starts, d.Now), m.Place) + k.planWhen(d) + k.DayKind(d.Calendar, m.Day()) + "\n" + k.Say("move.type", told)
}

// unpublished is the year without a table that a meeting's dates touch.
func unpublished(d committee.Dossier) int {
	if first := d.Window().First.Year; !d.Calendar.Published(first) {
		return first
	}
	return d.Meeting.Day().Year
}

// Confirmed tells the secretary when the notice will leave.
func (k *Deck) Confirmed(d committee.Dossier) string {
	if !d.Meeting.NoticeAt.After(d.Now) {
		return k.Say("plan.leaves-now", Dated(d.Meeting.Starts, d.Now))
	}
	text := k.Say("plan.will-leave", d.Meeting.NoticeAt, Dated(d.Meeting.Starts, d.Now))
	if len(d.Agenda) == 0 {
		text += k.Say("plan.no-topics")
	}
	return text
}

// Topic shows the secretary one topic to decide on (TOP-02).
func (k *Deck) Topic(t committee.Topic, proposer string) bot.Card {
	card := bot.Card{
		Title: k.Say("topic.title", t.Number),
		Desc:  t.Title,
		Body:  k.proposal(t),
		Fields: []bot.Field{
			{Name: "类型", Value: k.Kind(t.Kind)},
			{Name: "范围", Value: scope(t)},
			{Name: "提出", Value: proposer},
			{Name: "汇报", Value: k.reporter(t)},
			{Name: "公开程度", Value: k.Disclosure(t.Disclosure)},
		},
		Buttons: []bot.Button{
			{Text: "同意上会", Action: Action("topic.approve", int64(t.ID)), Style: bot.Primary},
			{Text: "退回修改", Action: Action("topic.return", int64(t.ID))},
			{Text: "下次再议", Action: Action("topic.defer", int64(t.ID))},
		},
		Text: k.Say("topic.text", t.Number, t.Title, k.Kind(t.Kind), scope(t), proposer, k.reporter(t), k.Disclosure(t.Disclosure), k.proposal(t)),
	}
	if t.Kind != committee.Personnel {
		card.Buttons = append(card.Buttons, bot.Button{Text: "合并到…", Action: Action("topic.merge", int64(t.ID))})
	}
	switch t.State {
	case committee.Submitted:
		return card
	case committee.Approved:
		card.Buttons = card.Buttons[1:]
		card.Desc = k.Say("topic.approved", t.Title)
		return card
	case committee.Returned:
		return closed(card, k.Say("topic.state.returned"))
	case committee.Deferred:
		return closed(card, k.Say("topic.state.deferred"))
	case committee.Merged:
		return closed(card, k.Say("topic.state.merged"))
	default:
		return closed(card, k.Say("topic.state.on_agenda"))
	}
}

func (k *Deck) reporter(t committee.Topic) string {
	if t.Reporter == "" {
		return k.Say("topic.no-reporter")
	}
	return t.Reporter
}

// proposal is what a topic asks of the meeting and, of a personnel topic, whom it is about.
func (k *Deck) proposal(t committee.Topic) string {
	var ask, about string
	if t.Ask != "" {
		ask = k.Say("ballot.ask", t.Ask)
	}
	if len(t.Persons) > 0 {
		about = k.Say("topic.about", t.Persons)
	}
	var tags, materials string
	if len(t.Tags) > 0 {
		tags = k.Say("topic.tags-are", t.Tags)
	}
	if len(t.Materials) > 0 {
		materials = k.Say("topic.materials-are", t.Materials)
	}
	return joinLines(joinLines(ask, about), joinLines(tags, materials))
}

// scope names the scope of a topic; the last one, which takes what fits nowhere
// else, with the reason that was given (TOP-03).
func scope(t committee.Topic) string {
	name := committee.Scopes[t.Scope-1]
	if t.Scope == committee.OtherScope && t.ScopeReason != "" {
		return name + "(" + t.ScopeReason + ")"
	}
	return name
}

// Kind names a kind of topic.
func (k *Deck) Kind(kind committee.TopicKind) string { return k.Say("topic.kind." + string(kind)) }

// Disclosure names a level of disclosure.
func (k *Deck) Disclosure(level committee.Disclosure) string {
	return k.Say("disclosure." + word(int(level), ""))
}

// Pool lists the topics that wait, with where each stands.
func (k *Deck) Pool(pool []committee.Topic, to committee.Member) string {
	switch {
	case len(pool) == 0 && to.Roles.Has(committee.Seated):
		return k.Say("pool.empty")
	case len(pool) == 0:
		return k.Say("pool.empty.others")
	}
	return k.Say("pool.head", len(pool)) + "\n" + joined(pool, "\n", func(t committee.Topic) string {
		return k.Say("pool.line", t.Number, k.PoolTitle(t, to), k.Say("topic.state."+string(t.State)))
	})
}

// PoolTitle is what a person may see of the title of a topic that waits (TOP-04).
func (k *Deck) PoolTitle(t committee.Topic, to committee.Member) string {
	if t.Disclosure == committee.AtMeeting && t.Proposer != to.ID && !to.Roles.Has(committee.Secretary) {
		return k.Say("pool.at-meeting")
	}
	return t.Title
}
