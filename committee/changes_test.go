package committee_test

import (
	"testing"

	"yishi/committee"
	"yishi/workday"
)

// ORG-01 A seat is given only once: who is to hold it later counts, who has left does not.
func TestORG01Free(t *testing.T) {
	c := committee.Committee{Seats: committee.Seats{Members: 2}}
	later := committee.Member{ID: 2, Name: "后来", Roles: committee.Ordinary, From: date("2026-12-01")}
	gone := committee.Member{ID: 3, Name: "离任", Roles: committee.Ordinary, Left: date("2026-11-01")}
	body := committee.Body{{ID: 1, Name: "在任", Roles: committee.Ordinary}, later, gone}
	for _, test := range []struct {
		seat  committee.Role
		day   string
		empty int
		free  int
	}{
		{committee.Ordinary, "2026-10-31", 0, 0},
		{committee.Ordinary, "2026-11-15", 1, 0},
		{committee.Ordinary, "2026-12-01", 0, 0},
		{committee.Secretary, "2026-11-15", 1, 1},
	} {
		if got := c.Empty(test.seat, body, date(test.day)); got != test.empty {
			t.Errorf("on %s %d seats are empty, want %d", test.day, got, test.empty)
		}
		if got := c.Free(test.seat, body, date(test.day)); got != test.free {
			t.Errorf("on %s %d seats can be given, want %d", test.day, got, test.free)
		}
	}
	boss := committee.Actor{Member: committee.Member{Roles: committee.Admin}}
	if err := c.Resize(boss, 1, "1号", body, date("2026-11-15")); err == nil {
		t.Error("the plan is cut below who is in office and who is to come")
	}
}

// ORG-03 Whose departure is registered for a later day is succeeded before it: there is
// one secretary on every day.
func TestORG03SucceedBeforeADeparture(t *testing.T) {
	old := committee.Member{ID: 1, Name: "张建国", Roles: committee.Secretary, Left: date("2026-12-01")}
	next := committee.Member{ID: 2, Name: "王志强", Roles: committee.Ordinary}
	boss := committee.Actor{Member: committee.Member{Roles: committee.Admin}}
	changed, _, err := committee.Body{old, next}.Succeed(boss, committee.Succession{Post: committee.Secretary, To: 2, From: date("2026-11-25"), Reference: "1号"})
	if err != nil || len(changed) != 2 {
		t.Fatalf("%v, %v", changed, err)
	}
	for day, want := range map[string]string{"2026-11-24": "张建国", "2026-11-25": "王志强", "2026-12-01": "王志强"} {
		var held []string
		for _, m := range changed {
			if m.RolesOn(date(day)).Has(committee.Secretary) {
				held = append(held, m.Name)
			}
		}
		if len(held) != 1 || held[0] != want {
			t.Errorf("on %s the secretary is %v", day, held)
		}
	}
}

// ORG-03, ORG-05 A new term does not end that somebody acts for the vacant post.
func TestORG05RenewKeepsActing(t *testing.T) {
	m := friend("", "2023-11-10", "2026-11-09")
	m.Roles |= committee.Acting
	boss := committee.Actor{Member: committee.Member{Roles: committee.Admin}, Committee: committee.Committee{Bylaws: committee.DefaultBylaws()}}
	if err := m.Renew(boss, committee.Renewal{From: date("2026-12-10"), Until: date("2029-12-09"), Reference: "1号"}); err != nil {
		t.Fatal(err)
	}
	if !m.Roles.Has(committee.Acting) {
		t.Error("he acts no longer")
	}
}

// ORG-03 Who comes back acts for nobody's post.
func TestORG03ReturnEndsActing(t *testing.T) {
	m := committee.Member{Name: "李慧敏", Roles: committee.Vice | committee.Acting, Left: date("2026-12-01")}
	if err := m.Return(committee.Actor{Member: committee.Member{Roles: committee.Admin}}, 1); err != nil || m.Roles != committee.Vice || m.Left != (workday.Date{}) {
		t.Errorf("%v, %v", m, err)
	}
}

// ORG-06 Service in a post that bears no dates of its own counts from the first one known.
func TestORG06ServiceInAPost(t *testing.T) {
	m := committee.Member{Name: "李慧敏", Roles: committee.Vice, First: date("2014-01-01")}
	m.Reappoint(committee.Ordinary, date("2026-01-01"), date("2028-12-31"), "1号")
	if got := m.ServiceBefore(date("2029-01-01")); got.Since != date("2014-01-01") {
		t.Errorf("he serves since %s", got.Since)
	}
}
