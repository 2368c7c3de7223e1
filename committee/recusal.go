package committee

import (
	"slices"
	"strings"
	"time"
)

// A Recusal is a member's staying out of the vote on a topic, or on one person of it
// (VOT-10). He is present and counted, and does not vote. One that is declined
// is kept, so that it is not proposed again.
type Recusal struct {
	Topic    TopicID
	Item     int // of the person in a personnel topic; 0: the whole topic
	Member   MemberID
	By       MemberID
	Declined bool // the chair found that he need not stay out
	At       time.Time
}

// Recused returns what is on record of a member's recusal from an item: from itself,
// or from the whole topic.
func (d Dossier) Recused(t TopicID, item int, who MemberID) (r Recusal, found bool) {
	for _, of := range []int{item, 0} {
		for _, r := range d.Recusals {
			if r.Topic == t && r.Member == who && r.Item == of {
				return r, true
			}
		}
	}
	return Recusal{}, false
}

// Concerned returns the recusals to propose (VOT-10): of every member who may vote and
// whom a topic to be decided names, or whose unit it names. The persons of a personnel
// topic are out of the vote about themselves without a word, and units of the
// community itself concern nobody: they are in everything.
func (d Dossier) Concerned() []Recusal {
	var out []Recusal
	for _, t := range d.Agenda {
		if !t.Voted() {
			continue
		}
		for _, a := range d.Meeting.Roll {
			m, known := d.Body.Member(a.Member)
			if _, said := d.Recused(t.ID, 0, a.Member); known && !said && a.Capacity == Voting && t.concerns(m) {
				out = append(out, Recusal{Topic: t.ID, Member: m.ID})
			}
		}
	}
	return out
}

// ByName reports whether the topic names the member himself, not only his unit.
func (t Topic) ByName(m Member) bool {
	return m.Name != "" && strings.Contains(t.Title+"\n"+t.Ask, m.Name) && !slices.Contains(t.Persons, m.Name)
}

func (t Topic) concerns(m Member) bool {
	unit := m.Unit
	for _, organ := range []string{"党总支", "党支部", "党委", "党组", "党工委"} {
		unit = strings.TrimSuffix(unit, organ)
	}
	own := m.Roles.Has(Secretary|Vice) || m.Category == CommunityMember
	return t.ByName(m) || !own && unit != "" && strings.Contains(t.Title+"\n"+t.Ask, unit)
}

// CommunityMember is the category of those who sit on the community's own Party
// committee (ORG-02).
const CommunityMember = "社区党委委员"

// Recuse takes a member out of the vote on a topic, or on one person of it (VOT-10):
// himself, or at the chair's word; before the vote opens, and while it is open if he
// has not voted. It returns the vote out of which he is, if one is open.
func (d *Dossier) Recuse(by Actor, r Recusal, now time.Time) (open *Ballot, changed bool, err error) {
	t, latest, err := d.recusable(by, r)
	if err != nil {
		return nil, false, err
	}
	if latest != nil && latest.State != Open && !latest.Deferred {
		return nil, false, Refuse(Untimely, "recusal.decided", latest.Name())
	}
	if latest != nil && latest.State == Open {
		open = latest
		if _, voted := open.Votes[r.Member]; voted {
			return nil, false, Refuse(Conflict, "recusal.voted", d.Body.Name(r.Member), open.Name())
		}
	}
	if before, found := d.Recused(t.ID, r.Item, r.Member); found && before.Declined == r.Declined {
		return nil, false, nil
	}
	d.drop(r)
	r.By, r.At = by.Member.ID, now
	d.Recusals = append(d.Recusals, r)
	if open != nil && !r.Declined {
		open.Recuse(r.Member, d.Body.Name(r.Member))
	}
	return open, true, nil
}

// Readmit takes a recusal back, before the vote opens (VOT-10).
func (d *Dossier) Readmit(by Actor, r Recusal) error {
	t, latest, err := d.recusable(by, r)
	if err != nil {
		return err
	}
	before, found := d.Recused(t.ID, r.Item, r.Member)
	switch {
	case !found || before.Declined:
		return Refuse(NotFound, "recusal.none", d.Body.Name(r.Member), ItemName{t.Position, r.Item})
	case latest != nil && !latest.Deferred:
		return Refuse(Untimely, "recusal.opened", latest.Name())
	case before.By != by.Member.ID && !d.Meeting.Presides(by):
		return Refuse(Forbidden, "recusal.chairs", ItemName{t.Position, r.Item})
	}
	d.drop(before)
	return nil
}

func (d *Dossier) drop(r Recusal) {
	d.Recusals = slices.DeleteFunc(d.Recusals, func(o Recusal) bool { return o.Topic == r.Topic && o.Item == r.Item && o.Member == r.Member })
}

// recusable checks who asks for what, and finds the topic and its latest vote.
func (d *Dossier) recusable(by Actor, r Recusal) (Topic, *Ballot, error) {
	i := slices.IndexFunc(d.Agenda, func(t Topic) bool { return t.ID == r.Topic })
	if i < 0 {
		return Topic{}, nil, Refuse(NotFound, "recusal.no-topic", len(d.Agenda))
	}
	t := d.Agenda[i]
	a := d.Meeting.Attendee(r.Member)
	switch {
	case r.Member != by.Member.ID && !d.Meeting.Presides(by) || r.Declined && !d.Meeting.Presides(by):
		return t, nil, Refuse(Forbidden, "recusal.who")
	case d.Meeting.State != Noticed && !d.Meeting.Sitting():
		return t, nil, d.Meeting.unfit()
	case !t.Voted():
		return t, nil, Refuse(Invalid, "ballot.not-decided", t.Position)
	case r.Item < 0 || r.Item > t.Items() || r.Item > 0 && t.Kind != Personnel:
		return t, nil, Refuse(NotFound, "ballot.no-item", t.Position, t.Items())
	case a == nil || a.Capacity != Voting:
		return t, nil, Refuse(Forbidden, "recusal.no-voter", d.Body.Name(r.Member))
	}
	return t, d.latest(t.ID, r.Item), nil
}

// latest is the newest vote on an item; item 0: on any of the topic, an open one first.
func (d *Dossier) latest(t TopicID, item int) (latest *Ballot) {
	for i := range d.Ballots {
		b := &d.Ballots[i]
		if b.Topic == t && (item == 0 || max(b.Item, 1) == item) && (latest == nil || latest.State != Open) {
			latest = b
		}
	}
	return latest
}
