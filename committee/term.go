package committee

import (
	"cmp"
	"slices"

	"yishi/workday"
)

// A Term is one stretch of office in one seat. A member's present term stands in his
// own fields; those before it are his Former ones, so that the roster answers for
// any past day and consecutive service can be counted (ORG-05, ORG-06).
type Term struct {
	Seat      Role
	From      workday.Date // zero: since before the roster begins
	Until     workday.Date // its last day by the letter of appointment; zero: follows the post
	End       workday.Date // the first day on which it no longer held; zero: it holds
	Reference string       // the document by which it began
}

// termYears is how long a term usually is at most (ORG-05).
const termYears = 3

// TermEnd is the last day of a full term that begins on a day.
func TermEnd(from workday.Date) workday.Date { return from.AddYears(termYears).AddDays(-1) }

// holds reports whether the term holds on a day. One that has run out holds until
// something else is decided, unless it lapses.
func (t Term) holds(on workday.Date, lapses bool) bool {
	switch {
	case on.Before(t.From), !t.End.IsZero() && !on.Before(t.End):
		return false
	case lapses && !t.Until.IsZero() && on.After(t.Until):
		return false
	}
	return t.Seat != 0
}

// Holds reports whether the term holds on a day, whatever its last day is.
func (t Term) Holds(on workday.Date) bool { return t.holds(on, false) }

// Term is the member's present term, or his last one.
func (m Member) Term() Term {
	return Term{Seat: m.Roles & Seated, From: m.From, Until: m.Until, End: m.Left, Reference: m.Reference}
}

// RolesOn returns what the person is on a day, past or to come.
func (m Member) RolesOn(on workday.Date) Role {
	if !m.serves(on) {
		return 0
	}
	roles := m.Roles &^ (Seated | Acting)
	for _, t := range append(slices.Clone(m.Former), m.Term()) {
		if t.holds(on, m.Lapses) {
			roles |= t.Seat | m.Roles&Acting
		}
	}
	return roles
}

// At returns the member as he is on a day: what he will be later, or no longer is,
// gives him no authority. Who is nothing on that day is returned as he is.
func (m Member) At(on workday.Date) Member {
	roles := m.RolesOn(on)
	if roles == 0 || m.Term().holds(on, m.Lapses) {
		return m
	}
	m.Roles, m.From, m.Until, m.Reference = roles, workday.Date{}, workday.Date{}, ""
	for _, t := range m.Former {
		if t.holds(on, m.Lapses) {
			m.From, m.Until, m.Reference = t.From, t.Until, t.Reference
		}
	}
	return m
}

// Community is the category of the community's own Party committee (ORG-02).
const Community = "社区党委委员"

// Appointed reports whether the member serves by appointment; secretary, vice
// secretary and the community's own follow their posts.
func (m Member) Appointed() bool { return m.Roles&Seated == Ordinary && m.Category != Community }

// Under returns the roster under bylaws: whose term is limited, and whether
// who has outlived it leaves office. Every reader of the roster reads it so.
func (b Body) Under(laws Bylaws) Body {
	out := slices.Clone(b)
	for i := range out {
		out[i] = out[i].Under(laws)
	}
	return out
}

// Under returns the member under bylaws.
func (m Member) Under(laws Bylaws) Member {
	m.Unlimited = !laws.TermForAll && !m.Appointed()
	m.Lapses = laws.TermSuspends && !m.Unlimited
	return m
}

// supersede ends the present term on a day and puts it among the former ones.
func (m *Member) supersede(on workday.Date) {
	t := m.Term()
	if t.Seat == 0 || t.From == on {
		return
	}
	if t.End.IsZero() || on.Before(t.End) {
		t.End = on
	}
	m.Former = append(slices.Clone(m.Former), t)
}

// Reappoint begins a new term in a seat and keeps the present one as a former.
func (m *Member) Reappoint(seat Role, from, until workday.Date, reference string) {
	m.supersede(from)
	if m.First.IsZero() {
		m.First = cmp.Or(m.From, from)
	}
	m.Roles = m.Roles&^(Seated|Acting) | seat
	m.From, m.Until, m.Left, m.Reference = from, until, workday.Date{}, reference
}

// The breaks between terms (ORG-06): up to shortBreak days service goes on; after a
// whole year it begins anew. In between the earlier years count and the break does not.
const shortBreak = 90

// Service is how long someone has served without a break that counts.
type Service struct {
	Since workday.Date
	Away  int // days of the breaks that do not count
}

// ServiceBefore reckons a member's service up to a new term's first day; the zero
// Service when it would begin with that term. Terms in whatever seat count.
func (m Member) ServiceBefore(from workday.Date) Service {
	terms := append(slices.Clone(m.Former), m.Term())
	slices.SortStableFunc(terms, func(a, b Term) int { return a.From.Compare(b.From) })
	switch first := &terms[0]; {
	case first.From.IsZero(): // of a post that he had before anybody wrote it down
		first.From = m.First
	case !m.First.IsZero() && m.First.Before(first.From):
		terms = slices.Insert(terms, 0, Term{Seat: first.Seat, From: m.First, End: first.From})
	}
	var s Service
	var last workday.Date // first day after the term before
	for _, t := range append(terms, Term{Seat: Ordinary, From: from, End: from}) {
		if t.Seat == 0 || t.From.IsZero() || t.From.After(from) {
			continue
		}
		gap := 0
		if !last.IsZero() {
			gap = t.From.Sub(last)
		}
		switch {
		case s.Since.IsZero(), !t.From.Before(last.AddYears(1)):
			s = Service{Since: t.From}
		case gap > shortBreak:
			s.Away += gap
		}
		last = t.over(from)
	}
	if s.Since == from {
		return Service{}
	}
	return s
}

// over is the first day after a term, as service is reckoned: an expired one ended
// with its last day, however long it was left standing.
func (t Term) over(now workday.Date) workday.Date {
	end := now
	if !t.End.IsZero() && t.End.Before(end) {
		end = t.End
	}
	if last := t.Until.AddDays(1); !t.Until.IsZero() && last.Before(end) {
		end = last
	}
	return end
}

// Limit is the last day up to which so many years of service may go on.
func (s Service) Limit(years int) workday.Date { return s.Since.AddYears(years).AddDays(s.Away - 1) }

// A Renewal is a new term for a member in his seat (续聘).
type Renewal struct {
	From, Until workday.Date // Until zero: a full term
	Reference   string       // the document that ordered it
	Reason      string       // why the usual limits are passed over
}

// Renew gives an appointed member another term (ORG-05, ORG-06). Limits that the
// plan puts with “usually” yield to a reason on record and a document.
func (m *Member) Renew(by Actor, r Renewal) error {
	laws := by.Committee.Bylaws
	if r.Until.IsZero() {
		r.Until = TermEnd(r.From)
	}
	switch {
	case !by.Is(Secretary | Admin):
		return Refuse(Forbidden, "office.who")
	case !m.Roles.Has(Seated) || !m.Left.IsZero():
		return Refuse(Conflict, "renew.not-member", m.Name)
	case !m.Appointed() && !laws.TermForAll:
		return Refuse(Conflict, "renew.follows-post", m.Name)
	case r.Reference == "":
		return Refuse(Invalid, "office.no-reference", "续聘 "+m.Name+" 自="+r.From.String()+" 依据=临江党工委〔2026〕31号")
	case !r.From.After(m.From):
		return Refuse(Conflict, "renew.not-later", m.Name, m.From.String(), r.From.String())
	}
	if err := m.limits(r, laws); err != nil {
		return err
	}
	m.Reappoint(m.Roles&(Seated|Acting), r.From, r.Until, r.Reference)
	return nil
}

// limits refuses a term that is too long, alone or with those before it.
func (m *Member) limits(r Renewal, laws Bylaws) error {
	switch {
	case r.Until.Before(r.From):
		return Refuse(Invalid, "term.backwards", r.From.String(), r.Until.String())
	case r.Reason != "" && r.Reference != "":
		return nil
	case r.Until.After(TermEnd(r.From)):
		return Refuse(Invalid, "term.too-long", termYears, TermEnd(r.From).String())
	}
	s := m.ServiceBefore(r.From)
	if !s.Since.IsZero() && r.Until.After(s.Limit(laws.TermMaxYears)) {
		return Refuse(Conflict, "term.nine-years", laws.TermMaxYears, s.Since.String(), s.Limit(laws.TermMaxYears).String())
	}
	return nil
}

// warnings are how many days before a term's end the secretary is told (ORG-05).
var warnings = []int{90, 60, 30, 7}

// WarnOn lists the days on which the secretary is told of the end of a member's term:
// on the working day before one that is none, and of the end itself on the working day after.
func (m Member) WarnOn(cal *workday.Calendar) []workday.Date {
	if m.Until.IsZero() || m.Unlimited || !m.Left.IsZero() {
		return nil
	}
	var days []workday.Date
	for _, n := range warnings {
		days = append(days, cal.OnOrBefore(m.Until.AddDays(-n)))
	}
	return append(days, cal.OnOrAfter(m.Until.AddDays(1)))
}

// Warned returns the members of whose term's end the secretary is to be told for a
// day after since, up to today.
func (b Body) Warned(since, today workday.Date, cal *workday.Calendar) Body {
	return b.that(func(m Member) bool {
		return m.Roles.Has(Seated) && slices.ContainsFunc(m.WarnOn(cal), func(d workday.Date) bool { return d.After(since) && !d.After(today) })
	})
}

// Ending returns the members whose term has ended, or of whose end the secretary has been
// told or is told today, the earliest first.
func (b Body) Ending(today workday.Date, cal *workday.Calendar) Body {
	out := b.that(func(m Member) bool {
		days := m.WarnOn(cal)
		return m.Roles.Has(Seated) && len(days) > 0 && !days[0].After(today)
	})
	slices.SortStableFunc(out, func(x, y Member) int { return x.Until.Compare(y.Until) })
	return out
}

// Unexpired returns the members whose term has not ended by a day: what is counted
// beside the rule that counts everyone.
func (b Body) Unexpired(on workday.Date) Body {
	return b.that(func(m Member) bool { return !m.Expired(on) })
}

// FewCommunity reports whether the community's own are not the majority (ORG-02,
// A-20), and how many they are.
func (b Body) FewCommunity(on workday.Date, laws Bylaws) (own int, few bool) {
	office := b.InOffice(on)
	if laws.CommunityOf == "warn_ordinary" {
		office = office.With(Ordinary, on)
	}
	own = len(office.InCategory(Community))
	return own, laws.CommunityOf != "off" && len(office) > 0 && 2*own <= len(office)
}
