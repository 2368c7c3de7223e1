package committee

import (
	"slices"
	"strings"

	"yishi/workday"
)

// mostSeats bounds the seat plan against a slip of the finger.
const mostSeats = 40

// Resize changes how many ordinary members the committee has (ORG-01). It refuses to
// cut below the number in office until someone leaves.
func (c *Committee) Resize(by Actor, members int, reference string, body Body, on workday.Date) error {
	held := len(body.taking(Ordinary, on))
	switch {
	case !by.Is(Secretary | Admin):
		return Refuse(Forbidden, "office.who")
	case members < 1 || members > mostSeats:
		return Refuse(Invalid, "seats.number", members, mostSeats)
	case strings.TrimSpace(reference) == "":
		return Refuse(Invalid, "office.no-reference", "调整编制 委员 8 依据 临江党工委〔2026〕12号")
	case members == c.Seats.Members:
		return Refuse(Conflict, "seats.same", members)
	case members < held:
		return Refuse(Conflict, "seats.held", members, held)
	}
	c.Seats.Members = members
	return nil
}

// A Succession hands a post that follows the community's Party committee to another
// person (变更书记, 变更副书记; ORG-03).
type Succession struct {
	Post      Role // Secretary or Vice
	To        MemberID
	From      workday.Date
	Reference string
}

// Succeed hands a post over and returns the people whose office changes, the successor
// last, and the seat that he leaves empty. A secretary is succeeded first: his post is
// never left empty for another one.
func (b Body) Succeed(by Actor, s Succession) (changed Body, left *Vacancy, err error) {
	to, known := b.Member(s.To)
	now := b.that(func(m Member) bool { return m.Roles&s.Post != 0 && (m.Left.IsZero() || s.From.Before(m.Left)) })
	stays := to.Left.IsZero() // who has left by then may come back
	switch {
	case !by.Is(Secretary | Admin | Street):
		return nil, nil, Refuse(Forbidden, "office.who")
	case !known || !stays && s.From.Before(to.Left):
		return nil, nil, Refuse(NotFound, "succeed.unknown", s.Post.Names())
	case to.Roles&s.Post != 0 && stays:
		return nil, nil, Refuse(Conflict, "succeed.same", to.Name, s.Post.Names())
	case strings.TrimSpace(s.Reference) == "":
		return nil, nil, Refuse(Invalid, "office.no-reference", "变更"+s.Post.Names()[0]+" 新任="+to.Name+" 生效="+s.From.String()+" 依据=临江党工委〔2026〕12号")
	case to.Roles&Secretary != 0 && stays:
		return nil, nil, Refuse(Conflict, "succeed.holds-post", to.Name)
	}
	for _, m := range append(now, to) {
		if m.Roles.Has(Seated) && !m.From.Before(s.From) {
			return nil, nil, Refuse(Conflict, "succeed.too-early", m.Name, m.From, s.From)
		}
	}
	for _, m := range now {
		m.yield(s.From)
		changed = append(changed, m)
	}
	if seat := to.Roles & (Vice | Ordinary); seat != 0 && stays {
		left = &Vacancy{Member: to.ID, Seat: seat, Reason: "职务调整", From: s.From}
	}
	acting := to.Roles & Acting
	to.Reappoint(s.Post, s.From, workday.Date{}, s.Reference)
	to.Roles |= acting // until the day comes: Relieve
	to.Category = Community
	return append(changed, to), left, nil
}

// yield takes the seat from its holder from a day on; whatever else he is, he stays.
func (m *Member) yield(from workday.Date) {
	if m.Roles&^(Seated|Acting) == 0 {
		m.Left = from
		return
	}
	m.supersede(from)
	m.Roles &^= Seated | Acting
	m.From, m.Until, m.Reference = workday.Date{}, workday.Date{}, ""
}

// Relieve returns those who act for a secretary's post that is no longer vacant,
// without that task.
func (b Body) Relieve(on workday.Date) Body {
	if !slices.ContainsFunc(b, func(m Member) bool { return m.RolesOn(on)&Secretary != 0 }) {
		return nil
	}
	acting := b.that(func(m Member) bool { return m.Roles&Acting != 0 })
	for i := range acting {
		acting[i].Roles &^= Acting
	}
	return acting
}

// Act lets a member act for the secretary's post while it is vacant (主持工作,
// ORG-03), and relieves who did before.
func (b Body) Act(by Actor, who MemberID, reference string, on workday.Date) (changed Body, err error) {
	m, known := b.Member(who)
	holder, held := b.Secretary(on)
	switch {
	case !by.Is(Secretary | Admin | Street):
		return nil, Refuse(Forbidden, "office.who")
	case held && holder.RolesOn(on)&Secretary != 0:
		return nil, Refuse(Conflict, "act.held", holder.Name)
	case !known || !m.InOffice(on):
		return nil, Refuse(NotFound, "act.not-member")
	case m.Roles&Acting != 0:
		return nil, Refuse(Conflict, "act.same", m.Name)
	case strings.TrimSpace(reference) == "":
		return nil, Refuse(Invalid, "office.no-reference", "主持工作 "+m.Name+" 依据=临江党工委〔2026〕12号")
	}
	for _, o := range b.that(func(o Member) bool { return o.Roles&Acting != 0 }) {
		o.Roles &^= Acting
		changed = append(changed, o)
	}
	m.Roles |= Acting
	return append(changed, m), nil
}

// Convener returns the secretary, or who acts for him; without either nobody convenes
// a meeting and none can be noticed (ORG-03).
func (b Body) Convener(on workday.Date) (Member, error) {
	if m, ok := b.Secretary(on); ok {
		return m, nil
	}
	return Member{}, Refuse(Untimely, "secretary.vacant")
}

// Succeeded reports whether a person held a post on an earlier day that he does not
// hold now, and who does (ORG-03).
func (b Body) Succeeded(who MemberID, then, now workday.Date) (successor Member, yes bool) {
	m, known := b.Member(who)
	if !known {
		return Member{}, false
	}
	for _, post := range []Role{Secretary, Vice} {
		if m.RolesOn(then).Has(post) && !m.RolesOn(now).Has(post) {
			if heirs := b.With(post, now); len(heirs) > 0 {
				return heirs[0], true
			}
		}
	}
	return Member{}, false
}
