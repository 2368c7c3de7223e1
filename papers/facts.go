package papers

import (
	"yishi/committee"
	"yishi/workday"
)

// FactsOf takes the facts of a meeting from all that is known of it. A draft has
// no number and no dates; signed minutes are dated by their signature, and issued
// on the first day on which people may be written to (MIN-05). Guests who are on
// no roster are not named: nothing tells whether they came.
func FactsOf(d committee.Dossier) Facts {
	m := d.Meeting
	f := Facts{
		Issuer: d.Committee.Issuer, Committee: d.Committee.Name, Street: d.Committee.Street,
		Year: m.Year, Ordinal: m.Ordinal, Kind: m.Kind, Bylaws: d.Committee.Bylaws,
		Opened: m.OpenedAt, Closed: m.AdjournedAt, Place: m.Place,
		Expected: m.Expected, Present: m.Assembled, Quorum: m.Quorum, Chair: chairOf(d), Recorder: recorderOf(d), CopyTo: []string{"各委员"},
	}
	if !m.NoticedAt.IsZero() {
		f.Noticed = workday.On(m.NoticedAt.In(committee.Zone))
	}
	f.Fulfils = m.Fulfils
	switch m.Kind {
	case committee.Urgent:
		f.Urgent = m.Reason
	case committee.Special:
		f.Special = m.Reason
	default:
	}
	if f.Street != "" {
		f.CopyTo = []string{f.Street + "党建办", "各委员"}
	}
	f.seat(d)
	for _, t := range d.Agenda {
		f.Items = append(f.Items, itemOf(d, t))
	}
	f.number(d)
	return f
}

// number takes over what the signature gave.
func (f *Facts) number(d committee.Dossier) {
	if d.Minutes == nil {
		return
	}
	f.NumberYear = d.Minutes.Year
	if d.Minutes.State == committee.Signed {
		f.Number = d.Minutes.Number
		f.SignedOn = workday.On(d.Minutes.SignedAt.In(committee.Zone))
		f.IssuedOn = workday.On(committee.Decent(f.Bylaws, d.Calendar, d.Minutes.SignedAt).In(committee.Zone))
	}
}

// seat puts everyone on the roll on his line of the paper.
func (f *Facts) seat(d committee.Dossier) {
	for _, a := range d.Meeting.Roll {
		p := attendee(d, a)
		came := d.Meeting.Attended(a)
		switch {
		case a.Capacity == committee.Observing && came:
			f.Observers = append(f.Observers, p)
		case a.Capacity != committee.Voting:
		case came:
			f.Attended = append(f.Attended, p)
		case a.Answer == committee.OnLeave:
			p.Reason, p.Pending = a.Reason, !a.Granted && f.Chair.For != p.Name
			f.OnLeave = append(f.OnLeave, p)
		default:
			f.Absent = append(f.Absent, p)
		}
	}
}

func attendee(d committee.Dossier, a committee.Attendee) Attendee {
	who, _ := d.Body.Member(a.Member)
	p := Attendee{
		Name: d.Body.Name(a.Member), Unit: unitOf(who.At(d.Meeting.Day())), ByRecorder: a.How == committee.ByRecorder, ByVideo: a.How == committee.ByVideo, Newcomer: a.Late,
	}
	if a.Capacity == committee.Observing && len(a.Topics) < len(d.Agenda) {
		for _, t := range d.Sees(a.Member) {
			p.Topics = append(p.Topics, t.Position)
		}
	}
	return p
}

// unitOf is what the roll names beside a person: nothing for those of the
// community's own Party committee, else where he comes from.
func unitOf(m committee.Member) string {
	switch {
	case m.Category == committee.Community || m.Roles.Has(committee.Secretary|committee.Vice):
		return ""
	case m.Unit == "":
		return m.Post
	}
	return m.Unit
}

func chairOf(d committee.Dossier) Chair {
	who := d.Chair()
	c := Chair{Name: who.Name, Post: "委员"}
	if posts := (who.RolesOn(d.Meeting.Day()) & committee.Seated).Names(); len(posts) > 0 {
		c.Post = posts[0]
	}
	if secretary, ok := d.Body.Secretary(d.Meeting.Day()); ok && secretary.ID != who.ID {
		c.For, c.Reason = secretary.Name, d.Meeting.ChairReason
	}
	return c
}

// recorderOf is the recorder who came, or, when nobody checked in, the first.
func recorderOf(d committee.Dossier) string {
	recorders := d.Body.With(committee.Recorder, d.Meeting.Day())
	for _, r := range recorders {
		if a := d.Meeting.Attendee(r.ID); a != nil && d.Meeting.Attended(*a) {
			return r.Name
		}
	}
	if len(recorders) == 0 {
		return ""
	}
	return recorders[0].Name
}

func itemOf(d committee.Dossier, t committee.Topic) Item {
	it := Item{Position: t.Position, Title: t.Title, Kind: t.Kind, Reporter: t.Reporter, Asked: t.Ask, Late: t.Added}
	for _, b := range d.Of(t.ID) {
		if b.State == committee.Announced {
			it.Votes = append(it.Votes, Vote{
				Person: b.Person, Secret: b.Secret, Deferred: b.Deferred, Recused: b.Recused, ByHand: b.ByHand, Witness: b.Witness, Again: b.Again != "", Outcome: b.Outcome(d.Committee.Bylaws),
			})
		}
	}
	if d.Minutes != nil {
		it.Edited = d.Minutes.Edits[t.Position]
	}
	return it
}
