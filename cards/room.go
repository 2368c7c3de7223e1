package cards

import (
	"strings"

	"yishi/bot"
	"yishi/committee"
)

// Leave asks the secretary about someone's leave (ATT-02).
func (k *Deck) Leave(d committee.Dossier, who committee.Member) bot.Card {
	a := d.Meeting.Attendee(who.ID)
	says, forecast := k.leaveSays(who, a), ""
	if a != nil && a.Answer != committee.OnLeave { // he has taken it back, and its reason with it
		says = k.Say("leave.earlier", who.Name)
	}
	if a != nil && a.Capacity == committee.Voting {
		forecast = k.leaveForecast(d.Meeting.Forecast(d.Committee))
	}
	ids := []int64{int64(d.Meeting.ID), int64(who.ID)}
	card := bot.Card{
		Title:   k.Say("leave.title", who.Name),
		Desc:    says,
		Body:    forecast,
		Fields:  []bot.Field{{Name: "会议", Value: Time(d.Meeting.Starts)}, {Name: "电话", Value: who.Phone}},
		Buttons: []bot.Button{{Text: "准假", Action: Action("leave.grant", ids...), Style: bot.Primary}, {Text: "请再协调", Action: Action("leave.urge", ids...)}},
		Text:    says + forecast + k.Say("leave.type", who.Name),
	}
	switch why := k.gone(d); {
	case why != "":
		return closed(card, why)
	case a == nil || a.Answer != committee.OnLeave:
		return closed(card, k.Say("leave.withdrawn"))
	case d.Meeting.Held():
		return closed(card, k.Say("card.opened"))
	case a.Granted:
		return closed(card, k.Say("leave.granted"))
	}
	return card
}

// leaveSays tells who asks for leave, and why.
func (k *Deck) leaveSays(who committee.Member, a *committee.Attendee) string {
	switch {
	case a == nil || a.Reason == "":
		return k.Say("leave.bare", who.Name)
	case strings.HasPrefix(a.Reason, "因"):
		return k.Say("leave.because", who.Name, a.Reason)
	}
	return k.Say("leave.text", who.Name, a.Reason)
}

func (k *Deck) leaveForecast(f committee.Forecast) string {
	text := k.Say("leave.forecast", f.Coming, f.Leave)
	switch {
	case f.Doomed():
		return text + k.Say("leave.doomed", f.Most(), f.Quorum)
	case f.Coming >= f.Quorum:
		return text + k.Say("leave.reached", f.Quorum)
	default:
		return text + k.Say("leave.possible", f.Most(), f.Quorum)
	}
}

// CheckIn is the card at the door (ATT-04).
func (k *Deck) CheckIn(d committee.Dossier, to committee.Member) bot.Card {
	m := d.Meeting
	card := bot.Card{
		Title:   k.Say("checkin.title"),
		Desc:    k.Say("checkin.desc", MeetingName(d)),
		Fields:  []bot.Field{{Name: "时间", Value: Time(m.Starts)}, {Name: "地点", Value: m.Place}},
		Buttons: []bot.Button{{Text: "签到", Action: Action("checkin", int64(m.ID)), Style: bot.Primary}},
		Text:    k.Say("checkin.text", m.Starts),
	}
	a := m.Attendee(to.ID)
	if a != nil && a.Capacity == committee.Recording {
		card.Body = k.Say("checkin.recorder")
	}
	switch why := k.gone(d); {
	case why != "":
		return closed(card, why)
	case a == nil:
		return closed(card, k.Say("card.not-invited"))
	case a.Here():
		return closed(card, k.Say("checkin.done", committee.Moment(a.CheckedIn)))
	case m.State != committee.Noticed && !m.Sitting():
		return closed(card, k.Say("card.adjourned"))
	}
	return card
}

// QuorumMet lets the chair open the meeting (ATT-05).
func (k *Deck) QuorumMet(d committee.Dossier) bot.Card {
	f := d.Meeting.Forecast(d.Committee)
	card := bot.Card{
		Title:   k.Say("quorum.title"),
		Desc:    k.Say("quorum.desc", f.Present, f.Quorum),
		Fields:  []bot.Field{{Name: "会议", Value: Time(d.Meeting.Starts)}},
		Buttons: []bot.Button{{Text: "宣布开会", Action: Action("session.open", int64(d.Meeting.ID)), Style: bot.Primary}},
		Text:    k.Say("quorum.text", f.Present),
	}
	switch why := k.gone(d); {
	case why != "":
		return closed(card, why)
	case d.Meeting.Held():
		return closed(card, k.Say("card.opened"))
	case f.Present < f.Quorum:
		card.Desc = k.Say("quorum.below", f.Present, f.Quorum)
	}
	if warning := k.GateTwice(d); warning != "" {
		card.Body, card.Text = warning, card.Text+"\n"+warning
	}
	return card
}

// Wait asks the chair what to do without a quorum.
func (k *Deck) Wait(d committee.Dossier) bot.Card {
	f := d.Meeting.Forecast(d.Committee)
	missing := k.missing(d)
	id := int64(d.Meeting.ID)
	card := bot.Card{
		Title:  k.Say("wait.title"),
		Desc:   k.Say("wait.desc", f.Present, f.Quorum),
		Body:   k.Say("wait.missing", missing),
		Fields: []bot.Field{{Name: "原定", Value: Time(d.Meeting.Starts)}},
		Buttons: []bot.Button{
			{Text: "继续等候15分钟", Action: Action("session.wait", id), Style: bot.Primary},
			{Text: "改期", Action: Action("plan.move", id)},
			{Text: "宣布流会", Action: Action("session.lapse", id), Style: bot.Danger},
		},
		Text: k.Say("wait.text", f.Present, f.Quorum, missing),
	}
	switch why := k.gone(d); {
	case why != "":
		return closed(card, why)
	case d.Meeting.Held():
		return closed(card, k.Say("card.opened"))
	}
	return card
}

func (k *Deck) missing(d committee.Dossier) committee.Body {
	var out committee.Body
	for _, id := range d.Meeting.Missing() {
		if m, ok := d.Body.Member(id); ok {
			out = append(out, m)
		}
	}
	return out
}

// Attendance says who is in the room, with the arithmetic (到会).
func (k *Deck) Attendance(d committee.Dossier) string {
	f := d.Meeting.Forecast(d.Committee)
	share := committee.Share{Of: f.Expected, Fraction: d.Committee.Bylaws.QuorumFraction}
	text := k.Say("attendance", f.Present, f.Quorum, f.Expected, d.Committee.Bylaws.QuorumFraction, share)
	if f.Present < f.Quorum {
		text += k.Say("attendance.short", f.Quorum-f.Present)
	} else {
		text += k.Say("attendance.met")
	}
	if missing := d.Meeting.Missing(); len(missing) > 0 {
		text += k.Say("attendance.missing", joined(missing, "、", func(id committee.MemberID) string { return k.absent(d, id) }))
	}
	if remote := k.byVideo(d); len(remote) > 0 {
		text += k.Say("attendance.video", remote)
	}
	if n := d.Meeting.Observing(); n > 0 {
		text += k.Say("attendance.observers", n)
	}
	return text
}

// absent names somebody who is not in the room, and whether he is on his way (M4).
func (k *Deck) absent(d committee.Dossier, who committee.MemberID) string {
	switch a := d.Meeting.Attendee(who); {
	case a.OnWayAt.IsZero() || !a.CheckedIn.IsZero():
		return d.Body.Name(who)
	case a.ArrivesAt.IsZero():
		return k.Say("attendance.coming", d.Body.Name(who), committee.Moment(a.OnWayAt))
	default:
		return k.Say("attendance.coming.at", d.Body.Name(who), committee.Moment(a.OnWayAt), committee.Moment(a.ArrivesAt))
	}
}

// GateTwice warns the chair that without the members whose term has run out the
// quorum would be judged otherwise; empty: it would not.
func (k *Deck) GateTwice(d committee.Dossier) string {
	all, without, expired := d.GateTwice()
	if all.Met() == without.Met() {
		return ""
	}
	return k.Say("expired.quorum", expired, all.Present, all.Quorum, without.Present, without.Quorum)
}

// byVideo are the members who attend by video.
func (k *Deck) byVideo(d committee.Dossier) committee.Body {
	var out committee.Body
	for _, a := range d.Meeting.Roll {
		if m, ok := d.Body.Member(a.Member); ok && a.Capacity == committee.Voting && a.Here() && a.How == committee.ByVideo {
			out = append(out, m)
		}
	}
	return out
}

// Opened tells that the meeting is open, with its agenda and how to go on.
func (k *Deck) Opened(d committee.Dossier) string {
	m := d.Meeting
	text := k.Say("opened", committee.Moment(m.OpenedAt), m.Expected, m.Present(), m.Quorum) + "\n" + Agenda(d.Agenda)
	for _, t := range d.Agenda {
		if t.Voted() {
			return text + "\n" + k.Say("opened.vote", t.Position)
		}
	}
	return text + "\n" + k.Say("opened.close")
}

// Preflight looks a sitting over before it is adjourned.
func (k *Deck) Preflight(d committee.Dossier) bot.Card {
	topics, _ := d.Unsettled()
	f := d.Meeting.Forecast(d.Committee)
	body := k.Say("adjourn.all", len(d.Agenda))
	if len(topics) > 0 {
		body = k.Say("adjourn.open", len(d.Agenda), len(topics), joined(topics, "、", func(t committee.Topic) string {
			return Item(committee.ItemName{Topic: t.Position})
		}))
	}
	roll := k.Say("adjourn.roll", f.Expected, f.Present, f.Leave)
	if n := byRecorder(d.Meeting); n > 0 {
		roll += k.Say("adjourn.proxies", n)
	}
	return bot.Card{
		Title:   k.Say("adjourn.title"),
		Desc:    roll,
		Body:    strings.TrimSuffix(body, ";"),
		Buttons: []bot.Button{{Text: "确认散会", Action: Action("session.adjourn", int64(d.Meeting.ID)), Style: bot.Primary}},
		Text:    body + roll + "\n" + k.Say("adjourn.type"),
	}
}

func byRecorder(m committee.Meeting) int {
	n := 0
	for _, a := range m.Roll {
		if a.How == committee.ByRecorder {
			n++
		}
	}
	return n
}
