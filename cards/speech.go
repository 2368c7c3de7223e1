package cards

import (
	"slices"

	"yishi/committee"
)

// TakenUp tells which topic is taken up, and how to speak to it (SPK-01).
func (k *Deck) TakenUp(t committee.Topic) string {
	return k.Say("taken", t.Position, publicTitle(t), k.reporter(t))
}

// Order lists the members in the room in the order in which they speak, with who has
// spoken to the topic that is taken up (SPK-01).
func (k *Deck) Order(d committee.Dossier) string {
	var names []string
	for _, id := range d.Meeting.Speakers() {
		name := d.Body.Name(id)
		if slices.ContainsFunc(d.Notes, func(n committee.Note) bool {
			return n.Who == id && n.Topic == d.Meeting.Topic && n.Kind != committee.Reserved
		}) {
			name = k.Say("order.spoken", name)
		}
		names = append(names, name)
	}
	i := slices.IndexFunc(d.Agenda, func(t committee.Topic) bool { return t.ID == d.Meeting.Topic })
	if i < 0 {
		return k.Say("order", names)
	}
	return k.Say("order.topic", d.Agenda[i].Position, names)
}

// Record lists the words for the record by topic, as they were said (SPK-01, SPK-03).
func (k *Deck) Record(d committee.Dossier) string {
	if len(d.Notes) == 0 {
		return k.Say("record.none", MeetingName(d))
	}
	lines := []string{k.Say("record.head", MeetingName(d))}
	for _, t := range append([]committee.Topic{{}}, d.Agenda...) {
		var said []string
		for _, n := range d.Notes {
			if n.Topic == t.ID {
				said = append(said, k.note(d, n))
			}
		}
		if len(said) > 0 && t.ID != 0 {
			lines = append(lines, k.Say("record.topic", t.Position, t.Title))
		}
		lines = append(lines, said...)
	}
	return joined(lines, "\n", func(line string) string { return line })
}

func (k *Deck) note(d committee.Dossier, n committee.Note) string {
	name := d.Body.Name(n.Who)
	switch n.Kind {
	case committee.NoMore:
		return k.Say("record.no-more", name)
	case committee.Reserved:
		return k.Say("record.reserved", name, n.Text)
	default:
	}
	return k.Say("record.line", name, n.Text)
}

// EarlyNotice tells the date and the topics of a meeting before its notice (NTC-03).
func (k *Deck) EarlyNotice(d committee.Dossier, to committee.Member) string {
	m := d.Meeting
	text := k.Say("early.text", MeetingName(d), to.Comrade(), m.Starts, m.Place)
	if topics := d.Sees(to.ID); len(topics) > 0 {
		text += "\n" + k.Say("early.topics") + "\n" + Agenda(topics)
	}
	return text + "\n" + k.Say("early.next", m.NoticeAt) + "\n" + k.contact(d.Committee)
}
