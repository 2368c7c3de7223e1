package cards

import (
	"strings"

	"yishi/committee"
)

// NoticeReport tells the secretary to whom the notice left and whom it did not
// reach (NTC-04, NTC-06).
func (k *Deck) NoticeReport(d committee.Dossier, sent committee.Sendings) string {
	n := map[committee.Capacity]int{}
	var failed []committee.Attendee
	for _, a := range d.Meeting.Roll {
		n[a.Capacity]++
		if s, tried := sent[a.Member]; !tried || s.Code != 0 {
			failed = append(failed, a)
		}
	}
	text := k.Say("report.sent", n[committee.Voting], n[committee.Observing], n[committee.Recording])
	if n[committee.Copied] > 0 {
		text += k.Say("report.copied", n[committee.Copied])
	}
	if len(failed) == 0 {
		return text + k.Say("report.all")
	}
	list := joined(failed, ";", func(a committee.Attendee) string {
		return k.Say("report.failure", d.Body.Name(a.Member), k.Why(sent[a.Member].Code))
	})
	phones := k.phones(d, failed)
	if len(failed) == len(d.Meeting.Roll) {
		return k.Say("report.none", d.Meeting.Starts, len(failed), phones)
	}
	return text + k.Say("report.failed", len(failed), list, phones)
}

func (k *Deck) phones(d committee.Dossier, people []committee.Attendee) string {
	return joined(people, "、", func(a committee.Attendee) string {
		m, _ := d.Body.Member(a.Member)
		return k.Say("report.failure.phone", m.Name, m.Phone)
	})
}

// NoticeFailing asks secretary and recorder to telephone those whom the platform has
// not taken the notice of (§3.9); the numbers are whole.
func (k *Deck) NoticeFailing(d committee.Dossier, who []committee.MemberID) string {
	var people committee.Body
	for _, id := range who {
		m, _ := d.Body.Member(id)
		people = append(people, m)
	}
	return k.Say("report.failing", d.Meeting.Starts, people, d.Window().Latest)
}

// Evidence tells of everyone on the roll how he is known to have the notice, or what
// became of it (NTC-06).
func (k *Deck) Evidence(d committee.Dossier, sent committee.Sendings) string {
	lines := []string{k.Say("evidence.head")}
	for _, a := range d.Meeting.Roll {
		s, tried := sent[a.Member]
		left := k.Say("evidence.left", s.At)
		switch {
		case !tried:
			left = k.Say("evidence.waiting")
		case s.Code != 0:
			left = k.Say("evidence.failed", k.Why(s.Code), s.At)
		}
		lines = append(lines, k.Say("evidence.line", d.Body.Name(a.Member), left, k.known(d, a)))
	}
	return strings.Join(lines, "\n")
}

// known says how a person is known to have the notice.
func (k *Deck) known(d committee.Dossier, a committee.Attendee) string {
	switch {
	case a.Capacity == committee.Released:
		return k.Say("evidence.released")
	case a.Reached == "":
		return k.Say("evidence.unknown")
	case a.Reached == committee.ByPhone:
		return k.Say("evidence.phone", d.Body.Name(a.ReachedBy), a.ReachedAt)
	}
	return k.Say("evidence."+string(a.Reached), a.ReachedAt)
}
