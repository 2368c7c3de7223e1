package committee_test

import (
	"slices"
	"testing"

	"yishi/committee"
	"yishi/workday"
)

func TestORG01Resize(t *testing.T) {
	on := date("2026-11-23")
	for _, test := range []struct {
		name    string
		by      committee.Actor
		members int
		ref     string
		body    committee.Body
		rule    string
	}{
		{"to-ten", by(zhang), 8, "临江党工委〔2026〕12号", body(), ""},
		{"by-the-administrator", by(lin), 8, "x", body(), ""},
		{"by-a-member", by(liu), 8, "x", body(), "office.who"},
		{"same", by(zhang), 7, "x", body(), "seats.same"},
		{"no-document", by(zhang), 8, " ", body(), "office.no-reference"},
		{"below-office", by(zhang), 6, "x", body(), "seats.held"},
		{"after-someone-left", by(zhang), 6, "x", body()[:8], ""},
		{"none", by(zhang), 0, "x", body(), "seats.number"},
		{"too-many", by(zhang), 41, "x", body(), "seats.number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := binhe(committee.DefaultBylaws())
			wantRule(t, c.Resize(test.by, test.members, test.ref, test.body, on), test.rule)
			if want := map[bool]int{true: test.members, false: 7}[test.rule == ""]; c.Seats.Members != want {
				t.Errorf("%d members", c.Seats.Members)
			}
		})
	}
	// Ten seats, once filled: quorum 8, pass mark 6.
	laws := committee.DefaultBylaws()
	if laws.Quorum(10) != 8 || laws.Needed(10) != 6 {
		t.Errorf("of ten: quorum %d, pass mark %d", laws.Quorum(10), laws.Needed(10))
	}
}

// ORG-07: 周建平 leaves by 2026-10-15. Eight are in office, the quorum is 7, the pass
// mark 5; the thirty days end on Saturday 11-14, so it is overdue on Monday 11-16.
func TestORG07Vacancy(t *testing.T) {
	laws, cal := committee.DefaultBylaws(), workday.China()
	people := body()
	m := people[6]
	v, err := m.Depart(by(zhang), committee.Departure{Reason: "工作调动", From: date("2026-10-15")})
	wantRule(t, err, "")
	people[6] = m
	if v.Member != zhou || v.Seat != committee.Ordinary || v.Due(laws) != date("2026-11-14") {
		t.Errorf("the vacancy: %+v, due %s", v, v.Due(laws))
	}
	if n := len(people.InOffice(date("2026-10-14"))); n != 9 {
		t.Errorf("%d in office the day before", n)
	}
	n := len(people.InOffice(date("2026-10-15")))
	if n != 8 || laws.Quorum(n) != 7 || laws.Needed(n) != 5 {
		t.Errorf("%d in office, quorum %d, pass mark %d", n, laws.Quorum(n), laws.Needed(n))
	}
	for _, test := range []struct {
		today, day  string
		overdue, ok bool
	}{
		{"2026-10-21", "", false, false},
		{"2026-10-22", "2026-10-22", false, true},
		{"2026-11-05", "2026-11-05", false, true},
		{"2026-11-13", "2026-11-12", false, true},
		{"2026-11-16", "2026-11-16", true, true},
		{"2026-11-22", "2026-11-16", true, true},
		{"2026-11-23", "2026-11-23", true, true},
	} {
		day, overdue, ok := v.Nudge(laws, cal, date(test.today))
		if ok != test.ok || overdue != test.overdue || ok && day != date(test.day) {
			t.Errorf("on %s: %s, overdue %v, %v", test.today, day, overdue, ok)
		}
	}
	if next := v.NextNudge(laws, cal, date("2026-11-13")); next != date("2026-11-16") {
		t.Errorf("next on %s", next)
	}
	if next := v.NextNudge(laws, cal, date("2026-10-15")); next != date("2026-10-22") {
		t.Errorf("first on %s", next)
	}
	longer := committee.DefaultBylaws()
	longer.VacancyDays = 60
	if v.Due(longer) != date("2026-12-14") {
		t.Errorf("A-25, sixty days: due %s", v.Due(longer))
	}
}

func TestORG07Depart(t *testing.T) {
	d := committee.Departure{Reason: "离任", From: date("2026-12-01")}
	for _, test := range []struct {
		name    string
		by      committee.Actor
		who     committee.Member
		d       committee.Departure
		rule    string
		vacancy bool
	}{
		{"member", by(zhang), committee.Member{Roles: committee.Ordinary}, d, "", true},
		{"observer", by(lin), committee.Member{Roles: committee.Observer}, d, "", false},
		{"by-a-member", by(li), committee.Member{Roles: committee.Ordinary}, d, "office.who", false},
		{"left", by(zhang), committee.Member{Roles: committee.Ordinary, Left: date("2026-11-01")}, d, "depart.left", false},
		{"no-reason", by(zhang), committee.Member{Roles: committee.Ordinary}, committee.Departure{From: d.From}, "depart.no-reason", false},
		{"before-his-term", by(zhang), committee.Member{Roles: committee.Ordinary, From: date("2026-12-01")}, d, "depart.too-early", false},
		{"by-a-document", by(zhang), committee.Member{Roles: committee.Ordinary}, committee.Departure{Reference: "x", From: d.From}, "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, err := test.who.Depart(test.by, test.d)
			wantRule(t, err, test.rule)
			if (v != nil) != test.vacancy || test.rule == "" && test.who.Left != d.From {
				t.Errorf("vacancy %v, left on %s", v, test.who.Left)
			}
		})
	}
}

// A vacancy is filled when its seat is: the oldest first, each kind by itself.
func TestORG07Refill(t *testing.T) {
	c, on := binhe(committee.DefaultBylaws()), date("2026-12-01")
	people := body()
	people[6].Left, people[7].Left = date("2026-10-15"), date("2026-11-01")
	open := []committee.Vacancy{
		{ID: 1, Seat: committee.Ordinary, From: date("2026-10-15")},
		{ID: 2, Seat: committee.Ordinary, From: date("2026-11-01")},
		{ID: 3, Seat: committee.Vice, From: date("2026-11-01")},
		{ID: 4, Seat: committee.Ordinary, From: date("2026-12-31")},
	}
	filled := c.Refill(open, people, on)
	if len(filled) != 1 || filled[0].ID != 3 || open[2].Filled != on {
		t.Errorf("filled: %+v", filled)
	}
	people = append(people, committee.Member{ID: 99, Roles: committee.Ordinary, From: date("2026-11-20")})
	if filled = c.Refill(open[:2], people, on); len(filled) != 1 || filled[0].ID != 1 {
		t.Errorf("filled: %+v", filled)
	}
}

// ORG-03: from 2026-12-01 王志强 is the secretary; until then 张建国 is.
func TestORG03Succession(t *testing.T) {
	s := committee.Succession{Post: committee.Secretary, To: wang, From: date("2026-12-01"), Reference: "x"}
	people := body()
	changed, left, err := people.Succeed(by(zhang), s)
	wantRule(t, err, "")
	for _, m := range changed {
		people[slices.IndexFunc(people, func(o committee.Member) bool { return o.ID == m.ID })] = m
	}
	for day, want := range map[string]committee.MemberID{"2026-11-30": zhang, "2026-12-01": wang} {
		if m, ok := people.Secretary(date(day)); !ok || m.ID != want {
			t.Errorf("on %s the secretary is %s", day, m.Name)
		}
		if n := len(people.InOffice(date(day))); n != map[string]int{"2026-11-30": 9, "2026-12-01": 8}[day] {
			t.Errorf("on %s %d are in office", day, n)
		}
	}
	if left == nil || left.Seat != committee.Ordinary || left.From != s.From {
		t.Errorf("the seat that he leaves: %+v", left)
	}
	if heir, yes := people.Succeeded(zhang, date("2026-11-30"), date("2026-12-01")); !yes || heir.ID != wang {
		t.Errorf("succeeded by %s, %v", heir.Name, yes)
	}
	for _, no := range []struct {
		who       committee.MemberID
		then, now string
	}{{zhang, "2026-11-29", "2026-11-30"}, {li, "2026-11-30", "2026-12-01"}, {99, "2026-11-30", "2026-12-01"}} {
		if _, yes := people.Succeeded(no.who, date(no.then), date(no.now)); yes {
			t.Errorf("%d was succeeded", no.who)
		}
	}
}

func TestORG03SuccessionRefused(t *testing.T) {
	s := committee.Succession{Post: committee.Secretary, To: wang, From: date("2026-12-01"), Reference: "x"}
	with := func(change func(*committee.Succession)) committee.Succession {
		other := s
		change(&other)
		return other
	}
	for _, test := range []struct {
		name string
		by   committee.Actor
		s    committee.Succession
		rule string
	}{
		{"by-the-vice", by(li), s, "office.who"},
		{"by-the-street", by(street), s, ""},
		{"stranger", by(zhang), with(func(s *committee.Succession) { s.To = 99 }), "succeed.unknown"},
		{"himself", by(zhang), with(func(s *committee.Succession) { s.To = zhang }), "succeed.same"},
		{"no-document", by(zhang), with(func(s *committee.Succession) { s.Reference = "" }), "office.no-reference"},
		{"vice-secretary", by(zhang), with(func(s *committee.Succession) { s.To = li }), ""},
		{"the-secretary-as-vice", by(zhang), with(func(s *committee.Succession) { s.Post, s.To = committee.Vice, zhang }), "succeed.holds-post"},
		{"before-his-own-term", by(zhang), with(func(s *committee.Succession) { s.To, s.From = liu, date("2023-11-10") }), "succeed.too-early"},
		{"an-observer", by(zhang), with(func(s *committee.Succession) { s.Post, s.To = committee.Vice, ma }), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := body().Succeed(test.by, test.s)
			wantRule(t, err, test.rule)
		})
	}
	// Who is administrator besides stays it.
	people := body()
	people[0].Roles |= committee.Admin
	changed, _, err := people.Succeed(by(zhang), s)
	wantRule(t, err, "")
	if old := changed[0]; old.RolesOn(date("2026-11-30")) != committee.Secretary|committee.Admin || old.RolesOn(date("2026-12-01")) != committee.Admin {
		t.Errorf("the old secretary: %+v", old)
	}
}

// Who follows from another seat leaves that one; who has left a post may take another,
// from the day on which he left.
func TestORG03SuccessionFromAnotherSeat(t *testing.T) {
	on := date("2026-12-01")
	people := body()
	take := func(s committee.Succession, rule string) *committee.Vacancy {
		t.Helper()
		changed, left, err := people.Succeed(by(lin), s)
		wantRule(t, err, rule)
		for _, m := range changed {
			people[slices.IndexFunc(people, func(o committee.Member) bool { return o.ID == m.ID })] = m
		}
		return left
	}
	if left := take(committee.Succession{Post: committee.Secretary, To: li, From: on, Reference: "x"}, ""); left == nil || left.Seat != committee.Vice {
		t.Errorf("the vice secretary leaves %+v", left)
	}
	take(committee.Succession{Post: committee.Vice, To: zhang, From: on.AddDays(-1), Reference: "x"}, "succeed.unknown")
	if left := take(committee.Succession{Post: committee.Vice, To: zhang, From: on, Reference: "x"}, ""); left != nil {
		t.Errorf("who has left leaves %+v", left)
	}
	for day, want := range map[workday.Date][2]committee.Role{
		on.AddDays(-1): {committee.Secretary, committee.Vice}, on: {committee.Vice, committee.Secretary},
	} {
		zhang, _ := people.Member(zhang)
		li, _ := people.Member(li)
		if got := [2]committee.Role{zhang.RolesOn(day), li.RolesOn(day)}; got != want {
			t.Errorf("on %s: %v", day, got)
		}
	}
	if binhe(committee.DefaultBylaws()).Empty(committee.Vice, people, on) != 0 {
		t.Error("the post of vice secretary is empty")
	}
}

func TestORG07Return(t *testing.T) {
	left := date("2026-12-01")
	for _, test := range []struct {
		name  string
		by    committee.Actor
		who   committee.Member
		empty int
		rule  string
	}{
		{"member", by(zhang), committee.Member{Roles: committee.Ordinary, Left: left}, 1, ""},
		{"observer", by(lin), committee.Member{Roles: committee.Observer, Left: left}, 0, ""},
		{"by-a-member", by(li), committee.Member{Roles: committee.Ordinary, Left: left}, 1, "office.who"},
		{"serves", by(zhang), committee.Member{Roles: committee.Ordinary}, 1, "depart.serves"},
		{"seat-taken", by(zhang), committee.Member{Roles: committee.Ordinary, Left: left}, 0, "depart.taken"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRule(t, test.who.Return(test.by, test.empty), test.rule)
			if test.rule == "" && !test.who.Left.IsZero() {
				t.Errorf("left on %s", test.who.Left)
			}
		})
	}
}

func TestORG01Standing(t *testing.T) {
	c, on := binhe(committee.DefaultBylaws()), date("2026-12-01")
	people := body()
	if got := c.Standing(people, on); got != (committee.Standing{InOffice: 9, Quorum: 8, Pass: 5}) {
		t.Errorf("of nine: %+v", got)
	}
	people[6].Left = on
	if got := c.Standing(people, on); got != (committee.Standing{InOffice: 8, Quorum: 7, Pass: 5}) {
		t.Errorf("of eight: %+v", got)
	}
	c = binhe(laws(t, "quorum.base", "seats"))
	if got := c.Standing(people, on); got.Quorum != 8 {
		t.Errorf("A-01c, of nine seats: %+v", got)
	}
}

func TestORG03Vacant(t *testing.T) {
	on := date("2026-11-24")
	people := body()
	_, err := people.Act(by(lin), li, "x", on)
	wantRule(t, err, "act.held")
	people[0].Left = on
	_, err = people.Convener(on)
	wantRule(t, err, "secretary.vacant")
	for _, test := range []struct {
		by        committee.Actor
		who       committee.MemberID
		ref, rule string
	}{
		{by(li), li, "x", "office.who"}, {by(lin), ma, "x", "act.not-member"}, {by(lin), 99, "x", "act.not-member"}, {by(lin), li, "", "office.no-reference"},
	} {
		_, err := people.Act(test.by, test.who, test.ref, on)
		wantRule(t, err, test.rule)
	}
	changed, err := people.Act(by(lin), li, "x", on)
	wantRule(t, err, "")
	people[1] = changed[0]
	if m, err := people.Convener(on); err != nil || m.ID != li || m.RolesOn(on)&committee.Secretary != 0 {
		t.Errorf("%s convenes: %v", m.Name, err)
	}
	if acting := (committee.Actor{Member: people[1]}); !acting.Is(committee.Secretary) {
		t.Error("who acts does what the secretary does")
	}
	_, err = people.Act(by(lin), li, "x", on)
	wantRule(t, err, "act.same")
	changed, err = people.Act(by(lin), wang, "x", on)
	wantRule(t, err, "")
	if len(changed) != 2 || changed[0].Roles&committee.Acting != 0 || changed[1].ID != wang {
		t.Errorf("another acts: %+v", changed)
	}
	if got := people.Relieve(on); got != nil {
		t.Errorf("relieved although vacant: %+v", got)
	}
	people[0].Left = workday.Date{}
	if got := people.Relieve(on); len(got) != 1 || got[0].Roles != committee.Vice {
		t.Errorf("relieved: %+v", got)
	}
	if m, _ := people.Secretary(on); m.ID != zhang {
		t.Errorf("the secretary is %s", m.Name)
	}
}
