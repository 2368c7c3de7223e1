package cards

import (
	"slices"

	"yishi/bot"
	"yishi/committee"
)

// Notice is the notice of a meeting to one person on its roll (NTC-07), and what it
// turns into when he has answered.
func (k *Deck) Notice(d committee.Dossier, to committee.Member) bot.Card {
	m := d.Meeting
	topics := d.Sees(to.ID)
	a := m.Attendee(to.ID)
	card := bot.Card{
		Title:  k.Say("notice.title", k.head(m), MeetingName(d)),
		Desc:   k.Say("notice.desc", to.Comrade()),
		Body:   Agenda(topics),
		Fields: k.meetingFields(d),
		Text:   k.NoticeText(d, to),
	}
	if len(topics) > 0 && a != nil && a.Capacity == committee.Observing {
		card.Desc = k.Say("notice.desc.observer", to.Comrade())
	}
	card.Buttons = k.answerButtons(d, to)
	return k.answered(card, d, to)
}

func (k *Deck) head(m committee.Meeting) string {
	switch m.Kind {
	case committee.Urgent:
		return k.Say("notice.head.urgent")
	case committee.Special:
		return k.Say("notice.head.special")
	default:
	}
	return k.Say("notice.head")
}

func (k *Deck) meetingFields(d committee.Dossier) []bot.Field {
	m := d.Meeting
	fields := []bot.Field{
		{Name: "时间", Value: Time(m.Starts)},
		{Name: "地点", Value: m.Place},
		{Name: "主持", Value: d.Chair().Name},
	}
	if by := m.AnswerBy(d.Calendar); by.After(m.NoticedAt) {
		fields = append(fields, bot.Field{Name: "回复截止", Value: Time(by) + "前"})
	}
	return append(fields, bot.Field{Name: "联系人", Value: d.Committee.Contact.Name + " " + d.Committee.Contact.Phone})
}

// answerButtons offers the two answers, in the words of the person's capacity.
func (k *Deck) answerButtons(d committee.Dossier, to committee.Member) []bot.Button {
	yes, no := "参加", "请假"
	if a := d.Meeting.Attendee(to.ID); a != nil && a.Capacity == committee.Observing {
		yes, no = "能参加", "不能参加"
	}
	id := int64(d.Meeting.ID)
	return []bot.Button{
		{Text: yes, Action: Action("answer.comes", id), Style: bot.Primary},
		{Text: no, Action: Action("answer.leave", id)},
		{Text: "查看议题", Action: Action("notice.view", id)},
	}
}

// answered shows a person's present answer on a card that asks for it (ATT-01).
func (k *Deck) answered(card bot.Card, d committee.Dossier, to committee.Member) bot.Card {
	if why := k.gone(d); why != "" {
		return closed(card, why)
	}
	a := d.Meeting.Attendee(to.ID)
	if a != nil && a.Answer == committee.OnLeave {
		card.Buttons[0].Style, card.Buttons[1].Style = bot.Plain, bot.Primary
	}
	switch {
	case a == nil:
		return closed(card, k.Say("card.not-invited"))
	case d.Meeting.Held():
		return closed(card, k.Say("card.opened"))
	case a.Answer == committee.Comes:
		card.Desc = k.Say("notice.comes")
	case a.Answer == committee.OnLeave && to.ID == d.Chair().ID:
		card.Desc = k.Say("notice.leave-chair")
	case a.Answer == committee.OnLeave && a.Granted:
		card.Desc = k.Say("notice.leave-granted")
	case a.Answer == committee.OnLeave && a.Reason == "":
		card.Desc = k.Say("notice.leave-no-reason")
	case a.Answer == committee.OnLeave:
		card.Desc = k.Say("notice.leave")
	}
	return card
}

// NoticeText is the notice in full words.
func (k *Deck) NoticeText(d committee.Dossier, to committee.Member) string {
	m := d.Meeting
	text := k.Say("notice.text", k.head(m), MeetingName(d), to.Comrade(), m.Starts, m.Place)
	if a := m.Attendee(to.ID); a != nil && a.Capacity == committee.Observing {
		text = k.Say("notice.text.observer", k.head(m), MeetingName(d), to.Comrade(), m.Starts, m.Place)
	}
	if m.Kind == committee.Special {
		text += "\n" + k.Say("notice.reason", m.Reason)
	}
	text += "\n" + k.Say("notice.topics", d.Chair().Name) + "\n" + Agenda(d.Sees(to.ID))
	text = joinLines(text, k.materials(d.Sees(to.ID)))
	if w := d.Window(); w.Provisional {
		text += "\n" + k.Say("provisional", unpublished(d))
	}
	if by := m.AnswerBy(d.Calendar); by.After(m.NoticedAt) {
		text += "\n" + k.Say("notice.answer-by", by)
	} else {
		text += "\n" + k.Say("notice.answer-soon")
	}
	return text + "\n" + k.contact(d.Committee) + "\n" + k.Say("notice.type")
}

// materials names what may be read online before the meeting; only of topics that may
// be told of in public (TOP-04).
func (k *Deck) materials(topics []committee.Topic) string {
	public := slices.DeleteFunc(slices.Clone(topics), func(t committee.Topic) bool { return t.Disclosure != committee.Public || len(t.Materials) == 0 })
	return joined(public, "\n", func(t committee.Topic) string { return k.Say("notice.materials", t.Position, t.Materials) })
}

// Chase asks a silent person again (NTC-08).
func (k *Deck) Chase(d committee.Dossier, to committee.Member) bot.Card {
	card := bot.Card{
		Title:   k.Say("chase.title"),
		Desc:    k.Say("chase.desc", to.Comrade()),
		Body:    k.Say("chase.body", MeetingName(d), d.Meeting.Starts, d.Meeting.Place),
		Fields:  k.meetingFields(d),
		Buttons: k.answerButtons(d, to),
		Text:    k.Say("chase.text", to.Comrade(), MeetingName(d), d.Meeting.Starts, d.Meeting.Place) + "\n" + k.contact(d.Committee) + "\n" + k.Say("notice.type"),
	}
	return k.answered(card, d, to)
}

// Why says why a platform cannot deliver to a person.
func (k *Deck) Why(code int) string {
	key := "why." + word(code, "")
	if k.Has(key) {
		return k.Say(key)
	}
	return k.Say("why.other", code)
}

// Call asks secretary and recorder to telephone someone (NTC-06); the number is whole.
func (k *Deck) Call(d committee.Dossier, who committee.Member) bot.Card {
	reached, all := d.Meeting.Reached()
	card := bot.Card{
		Title:   k.Say("call.title"),
		Desc:    k.Say("call.desc", all, reached),
		Body:    k.Say("call.body", who.Name, d.Meeting.Starts),
		Fields:  []bot.Field{{Name: "姓名", Value: who.Name}, {Name: "电话", Value: who.Phone}},
		Buttons: []bot.Button{{Text: "已电话通知", Action: Action("called", int64(d.Meeting.ID), int64(who.ID)), Style: bot.Primary}},
		Text:    k.Say("call.text", all, reached, who.Name, who.Phone),
	}
	a := d.Meeting.Attendee(who.ID)
	switch why := k.gone(d); {
	case why != "":
		return closed(card, why)
	case d.Meeting.Held():
		return closed(card, k.Say("card.opened"))
	case a != nil && a.Reached == committee.ByPhone:
		return closed(card, k.Say("call.done", a.ReachedAt))
	case a != nil && a.Reached != "":
		return closed(card, k.Say("call.answered"))
	}
	return card
}

// Forecast tells those who telephone how many will come, and who has not said (ATT-03).
func (k *Deck) Forecast(d committee.Dossier) string {
	if len(k.silent(d)) > 0 {
		return k.Expected(d) + k.Say("forecast.phones")
	}
	return k.Expected(d)
}

// Expected is a forecast for those who do not telephone.
func (k *Deck) Expected(d committee.Dossier) string {
	text := k.Answers(d)
	if silent := k.silent(d); len(silent) > 0 {
		text += k.Say("forecast.silent", silent)
	}
	return text
}

// Answers is a forecast with those on leave, without the silent.
func (k *Deck) Answers(d committee.Dossier) string { return k.Outlook(d) + k.onLeave(d) }

// Outlook is a forecast in numbers, without a name.
func (k *Deck) Outlook(d committee.Dossier) string {
	f := d.Meeting.Forecast(d.Committee)
	text := k.Say("forecast", f.Coming, f.Leave, f.Silent, f.Quorum)
	switch {
	case f.Doomed():
		text += k.Say("forecast.doomed", f.Most(), f.Quorum)
	case f.Short() > 0:
		text += k.Say("forecast.short", f.Short())
	case f.Coming == f.Quorum:
		text += k.Say("forecast.just")
	default:
		text += k.Say("forecast.enough")
	}
	return text
}

func (k *Deck) reason(a committee.Attendee) string {
	if a.Reason == "" {
		return k.Say("leave.no-reason")
	}
	return a.Reason
}

func (k *Deck) silent(d committee.Dossier) committee.Body {
	var out committee.Body
	for _, a := range d.Meeting.Roll {
		if m, ok := d.Body.Member(a.Member); ok && a.Capacity == committee.Voting && a.Answer == committee.Silent {
			out = append(out, m)
		}
	}
	return out
}

func (k *Deck) onLeave(d committee.Dossier) string {
	var names []string
	for _, a := range d.Meeting.Roll {
		if a.Capacity == committee.Voting && a.Answer == committee.OnLeave && !a.Here() {
			names = append(names, k.Say("forecast.leave", d.Body.Name(a.Member), k.reason(a)))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return k.Say("forecast.leaves", names)
}

// Reminder reminds one who comes (NTC-08).
func (k *Deck) Reminder(d committee.Dossier) string {
	key := "remind.tomorrow"
	if committee.DayOf(d.Now) == d.Meeting.Day() {
		key = "remind.today"
	}
	return k.Say(key, d.Meeting.Starts, d.Meeting.Place, MeetingName(d))
}

// Doomed tells the secretary at once that no quorum can come any more (ATT-03).
func (k *Deck) Doomed(d committee.Dossier) bot.Card {
	f := d.Meeting.Forecast(d.Committee)
	card := bot.Card{
		Title:   k.Say("doomed.title"),
		Desc:    k.Say("doomed.desc", f.Most(), f.Quorum),
		Body:    k.onLeave(d),
		Fields:  []bot.Field{{Name: "时间", Value: Time(d.Meeting.Starts)}},
		Buttons: []bot.Button{{Text: "改期", Action: Action("plan.move", int64(d.Meeting.ID)), Style: bot.Primary}, {Text: "联系请假同志", Action: Action("leave.phones", int64(d.Meeting.ID))}},
		Text:    k.Say("doomed.text", f.Most(), f.Quorum) + k.onLeave(d),
	}
	if why := k.gone(d); why != "" {
		return closed(card, why)
	}
	if !f.Doomed() || d.Meeting.Held() {
		card.Desc = k.Say("doomed.now", f.Most(), f.Quorum)
		return closed(card, k.Say("doomed.over"))
	}
	return card
}
