package committee_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/workday"
)

// friend is an appointed member with a present term, and the first day of the earliest.
func friend(first, from, until string) committee.Member {
	m := committee.Member{ID: liu, Name: "刘芳", Category: "友邻单位", Roles: committee.Ordinary, From: date(from), Until: date(until)}
	if first != "" {
		m.First = date(first)
	}
	return m
}

func TestORG05TermEnd(t *testing.T) {
	for from, want := range map[string]string{
		"2026-11-02": "2029-11-01", // ORG-04
		"2023-11-10": "2026-11-09", // ORG-05
		"2024-02-29": "2027-02-28", // the 29th of February
		"2024-03-01": "2027-02-28",
		"2025-03-01": "2028-02-29",
	} {
		if got := committee.TermEnd(date(from)); got != date(want) {
			t.Errorf("a term from %s ends on %s, not %s", from, got, want)
		}
	}
}

func TestORG05ORG06Renew(t *testing.T) {
	third := friend("2017-11-10", "2023-11-10", "2026-11-09")
	for _, test := range []struct {
		name    string
		who     committee.Member
		by      committee.Actor
		renewal committee.Renewal
		rule    string
	}{
		{"nine-years", third, by(zhang), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, "term.nine-years"},
		{"nine-years-with-reason", third, by(zhang), committee.Renewal{From: date("2026-11-10"), Reference: "x", Reason: "y"}, ""},
		{"twelve-allowed", third, as(zhang, laws(t, "term.max_consecutive_years", "12")), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, ""},
		{"once-more", friend("2020-11-10", "2023-11-10", "2026-11-09"), by(lin), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, ""},
		{"gap-of-90-days-goes-on", third, by(zhang), committee.Renewal{From: date("2027-02-08"), Reference: "x"}, "term.nine-years"},
		{"gap-of-a-year-resets", third, by(zhang), committee.Renewal{From: date("2027-11-10"), Reference: "x"}, ""},
		{"gap-short-of-a-year-does-not", third, by(zhang), committee.Renewal{From: date("2027-11-09"), Reference: "x"}, "term.nine-years"},
		{"too-long", friend("", "2023-11-10", "2026-11-09"), by(zhang), committee.Renewal{From: date("2026-11-10"), Until: date("2029-11-10"), Reference: "x"}, "term.too-long"},
		{"too-long-with-reason", friend("", "2023-11-10", "2026-11-09"), by(zhang), committee.Renewal{From: date("2026-11-10"), Until: date("2030-11-09"), Reference: "x", Reason: "y"}, ""},
		{"backwards", third, by(zhang), committee.Renewal{From: date("2026-11-10"), Until: date("2026-11-09"), Reference: "x"}, "term.backwards"},
		{"no-document", third, by(zhang), committee.Renewal{From: date("2026-11-10")}, "office.no-reference"},
		{"not-later", third, by(zhang), committee.Renewal{From: date("2023-11-10"), Reference: "x"}, "renew.not-later"},
		{"by-a-member", third, by(li), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, "office.who"},
		{"follows-post", committee.Member{Name: "王志强", Category: committee.Community, Roles: committee.Ordinary}, by(zhang), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, "renew.follows-post"},
		{"for-all", committee.Member{Name: "王志强", Category: committee.Community, Roles: committee.Ordinary}, as(zhang, laws(t, "term.applies_to", "all")), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, ""},
		{"observer", committee.Member{Name: "马立新", Roles: committee.Observer}, by(zhang), committee.Renewal{From: date("2026-11-10"), Reference: "x"}, "renew.not-member"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := test.who
			wantRule(t, m.Renew(test.by, test.renewal), test.rule)
			if test.rule != "" && cmp.Diff(test.who, m) != "" {
				t.Error("a refusal changed something")
			}
			if test.rule == "" && (m.From != test.renewal.From || m.Until.IsZero() || m.Reference != "x" || !m.InOffice(m.From)) {
				t.Errorf("renewed to %+v", m)
			}
		})
	}
}

// The three terms of ORG-06 in full, and how they count.
func TestORG06Service(t *testing.T) {
	m := friend("", "2017-11-10", "2020-11-09")
	m.Reappoint(committee.Ordinary, date("2020-11-10"), date("2023-11-09"), "")
	m.Reappoint(committee.Vice, date("2023-11-10"), date("2026-11-09"), "") // under another seat
	if len(m.Former) != 2 || m.First != date("2017-11-10") {
		t.Fatalf("%d former terms, first on %s", len(m.Former), m.First)
	}
	s := m.ServiceBefore(date("2026-11-10"))
	if s.Since != date("2017-11-10") || s.Away != 0 || s.Limit(9) != date("2026-11-09") {
		t.Errorf("service since %s, %d days away, up to %s", s.Since, s.Away, s.Limit(9))
	}
	refused := m.Renew(as(zhang, laws(t, "term.applies_to", "all")), committee.Renewal{From: date("2026-11-10"), Reference: "x"})
	wantRefusal(t, refused, committee.Conflict, "term.nine-years", 9, "2017-11-10", "2026-11-09")

	// A break of 200 days is neither continuous nor a fresh start: it alone does not count.
	broken := friend("", "2020-11-10", "2023-11-09")
	broken.Reappoint(committee.Ordinary, date("2024-05-28"), date("2027-05-27"), "")
	s = broken.ServiceBefore(date("2027-05-28"))
	if s.Since != date("2020-11-10") || s.Away != 200 {
		t.Errorf("service since %s, %d days away", s.Since, s.Away)
	}
	if got := (committee.Member{}).ServiceBefore(date("2026-11-10")); got != (committee.Service{}) {
		t.Errorf("who never served has served since %s", got.Since)
	}
}

func TestORG05RolesOnAnyDay(t *testing.T) {
	m := friend("", "2020-11-10", "2023-11-09")
	m.Reappoint(committee.Ordinary, date("2023-12-01"), date("2026-11-30"), "甲")
	m.Left = date("2026-06-01")
	m.Reappoint(committee.Vice, date("2027-01-01"), workday.Date{}, "乙")
	for day, want := range map[string]committee.Role{
		"2020-11-09": 0, "2020-11-10": committee.Ordinary, "2023-11-15": committee.Ordinary, "2023-12-01": committee.Ordinary,
		"2026-05-31": committee.Ordinary, "2026-06-01": 0, "2026-12-31": 0, "2027-01-01": committee.Vice,
	} {
		if got := m.RolesOn(date(day)); got != want {
			t.Errorf("on %s he is %v, not %v", day, got.Names(), want.Names())
		}
	}
	if then := m.At(date("2025-01-01")); then.Roles != committee.Ordinary || then.Reference != "甲" || then.From != date("2023-12-01") {
		t.Errorf("in 2025 he was %+v", then)
	}
	if never := m.At(date("2026-07-01")); never.Roles != committee.Vice {
		t.Errorf("on a day on which he is nothing he is %v", never.Roles.Names())
	}
}

// whose term ends, and what that does, under each reading.
func TestA16A26Readings(t *testing.T) {
	people := committee.Body{
		{Name: "书记", Category: committee.Community, Roles: committee.Secretary, Until: date("2026-11-09")},
		{Name: "社区", Category: committee.Community, Roles: committee.Ordinary, Until: date("2026-11-09")},
		friend("", "2023-11-10", "2026-11-09"),
		friend("", "2024-11-10", "2027-11-09"),
	}
	on := date("2026-11-23")
	for _, test := range []struct {
		name            string
		laws            committee.Bylaws
		office, expired int
	}{
		{"default", committee.DefaultBylaws(), 4, 1},
		{"suspend", laws(t, "term.expired", "suspend"), 3, 0},
		{"all", laws(t, "term.applies_to", "all"), 4, 3},
		{"suspend-all", laws(t, "term.expired", "suspend", "term.applies_to", "all"), 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			under := people.Under(test.laws).InOffice(on)
			if expired := len(under) - len(under.Unexpired(on)); len(under) != test.office || expired != test.expired {
				t.Errorf("%d in office, %d of them expired", len(under), expired)
			}
		})
	}
	if people[0].Unlimited || people[2].Lapses {
		t.Error("the roster itself was changed")
	}
	lapsed := people.Under(laws(t, "term.expired", "suspend"))[2]
	if !lapsed.InOffice(date("2026-11-09")) || lapsed.InOffice(date("2026-11-10")) || lapsed.Serves(on) {
		t.Error("a lapsed term ends with its last day")
	}
	lapsed.Reappoint(committee.Ordinary, date("2026-11-24"), date("2029-11-23"), "")
	if lapsed.InOffice(on) || !lapsed.InOffice(date("2026-11-24")) {
		t.Error("between a lapsed term and the next he is out of office")
	}
}

// A term holds from its first day until it ended, whatever its letter of appointment says.
func TestTermHolds(t *testing.T) {
	term := committee.Term{Seat: committee.Ordinary, From: date("2023-11-10"), Until: date("2026-11-09"), End: date("2026-12-01")}
	for day, want := range map[string]bool{"2023-11-09": false, "2023-11-10": true, "2026-11-30": true, "2026-12-01": false} {
		if term.Holds(date(day)) != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
}

// ORG-05: 90, 60, 30 and 7 days before; a rest day's warning on the working day before
// it; of the end itself on the working day after.
func TestORG05Warnings(t *testing.T) {
	cal := workday.China()
	m := friend("", "2023-11-10", "2026-11-09")
	want := []workday.Date{date("2026-08-11"), date("2026-09-10"), date("2026-10-10"), date("2026-11-02"), date("2026-11-10")}
	if diff := cmp.Diff(want, m.WarnOn(cal)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	saturday := friend("", "2023-11-15", "2026-11-14")
	want = []workday.Date{date("2026-08-14"), date("2026-09-15"), date("2026-10-15"), date("2026-11-06"), date("2026-11-16")}
	if diff := cmp.Diff(want, saturday.WarnOn(cal)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	body := committee.Body{m, saturday, {Name: "书记", Roles: committee.Secretary}, {Roles: committee.Ordinary, Until: m.Until, Left: date("2026-01-01")}}
	for _, test := range []struct {
		since, today string
		want         int
	}{{"2026-11-09", "2026-11-10", 1}, {"2026-11-10", "2026-11-13", 0}, {"2026-11-01", "2026-11-16", 2}} {
		if got := body.Warned(date(test.since), date(test.today), cal); len(got) != test.want {
			t.Errorf("after %s, on %s: %d are told of", test.since, test.today, len(got))
		}
	}
	for day, want := range map[string]int{"2026-08-10": 0, "2026-08-11": 1, "2026-08-13": 1, "2026-08-14": 2, "2026-12-01": 2} {
		if got := body.Ending(date(day), cal); len(got) != want || want > 0 && got[0].Until != m.Until {
			t.Errorf("on %s: %v", day, got)
		}
	}
}

// ORG-02 and A-20: of all in office, of the ordinary ones, or never.
func TestORG02A20CommunityMajority(t *testing.T) {
	on := date("2026-12-15")
	of := func(own, friends int) committee.Body {
		var b committee.Body
		for i := range own + friends {
			m := committee.Member{ID: committee.MemberID(i + 1), Roles: committee.Ordinary, Category: "友邻单位"}
			if i < own {
				m.Category = committee.Community
			}
			b = append(b, m)
		}
		if own > 1 {
			b[0].Roles, b[1].Roles = committee.Secretary, committee.Vice
		}
		return b
	}
	for _, test := range []struct {
		laws         committee.Bylaws
		own, friends int
		counted      int
		few          bool
	}{
		{committee.DefaultBylaws(), 5, 4, 5, false},
		{committee.DefaultBylaws(), 4, 5, 4, true},
		{committee.DefaultBylaws(), 4, 4, 4, true},
		{committee.DefaultBylaws(), 0, 0, 0, false},
		{laws(t, "org.community_majority", "warn_ordinary"), 5, 4, 3, true},
		{laws(t, "org.community_majority", "off"), 4, 5, 4, false},
	} {
		if own, few := of(test.own, test.friends).FewCommunity(on, test.laws); own != test.counted || few != test.few {
			t.Errorf("%d and %d under %s: %d, %v", test.own, test.friends, test.laws.CommunityOf, own, few)
		}
	}
}
