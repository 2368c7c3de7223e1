package committee_test

import (
	"slices"
	"testing"
	"time"

	"yishi/committee"
	"yishi/workday"
)

func office(n int) committee.Body {
	var out committee.Body
	for i := range n {
		out = append(out, committee.Member{ID: committee.MemberID(100 + i), Name: "委员", Roles: committee.Ordinary})
	}
	out[0].Roles = committee.Secretary
	return out
}

func TestATT05Gate(t *testing.T) {
	for _, test := range []struct {
		name              string
		inOffice, present int
		quorum            int
		opens             bool
		pairs             []string
	}{
		{"nine-with-seven", 9, 7, 8, false, nil},
		{"nine-with-eight", 9, 8, 8, true, nil},
		{"ten-with-seven", 10, 7, 8, false, nil},
		{"ten-with-eight-exactly-four-fifths", 10, 8, 8, true, nil},
		{"eight-with-six", 8, 6, 7, false, nil},
		{"eight-with-seven", 8, 7, 7, true, nil},
		{"ten-more-than-four-fifths", 10, 8, 9, false, []string{"quorum.inclusive", "false"}},
		{"seven-of-nine-seats", 7, 7, 8, false, []string{"quorum.base", "seats"}},
		{"two-thirds-of-nine", 9, 6, 6, true, []string{"quorum.fraction", "2/3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, people := laws(t, test.pairs...), office(test.inOffice)
			chair := committee.Actor{Committee: binhe(b), Member: people[0]}
			m := in(committee.Noticed)
			guest := committee.Member{ID: 200, Name: "马立新", Roles: committee.Observer}
			m.Roll = committee.Summon(append(people, guest), []committee.Topic{{ID: 3, Observers: []committee.MemberID{200}}}, b, m.Day())
			summoned := slices.Clone(m.Roll)
			for _, p := range people[:test.present] {
				if _, _, err := m.CheckIn(p.ID, committee.ByButton, opening); err != nil {
					t.Fatal(err)
				}
			}
			err := m.Open(chair, people, opening)
			if !test.opens {
				var missing []committee.MemberID
				for _, p := range people[test.present:] {
					missing = append(missing, p.ID)
				}
				wantRefusal(t, err, committee.Untimely, "quorum.not-met", test.present, test.quorum, test.inOffice,
					b.QuorumFraction, committee.Share{Of: test.inOffice, Fraction: b.QuorumFraction}, missing)
				if m.Held() || m.State != committee.Noticed {
					t.Error("refused, and yet held")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if m.State != committee.InSession || m.Expected != test.inOffice || m.Quorum != test.quorum || m.Assembled != test.present ||
				m.Chair != people[0].ID || !m.OpenedAt.Equal(opening) {
				t.Errorf("opened as %+v", m)
			}
			for i, a := range m.Roll {
				if a.Capacity != summoned[i].Capacity || a.Late {
					t.Errorf("line %d of the roll was %s and is %s, late %v", i, summoned[i].Capacity, a.Capacity, a.Late)
				}
			}
		})
	}
}

func TestATT05OpenRefusals(t *testing.T) {
	inOffice := body().InOffice(date("2026-12-15"))
	t.Run("not-the-chair", func(t *testing.T) {
		m := in(committee.Noticed)
		seat(t, m, 9)
		wantRefusal(t, m.Open(by(li), inOffice, opening), committee.Forbidden, "meeting.not-delegated")
	})
	t.Run("an-hour-early", func(t *testing.T) {
		m := in(committee.Noticed)
		wantRefusal(t, m.Open(by(zhang), inOffice, opening.Add(-time.Hour)), committee.Untimely, "meeting.too-early",
			committee.Moment(opening.Add(-30*time.Minute)), opening)
	})
	t.Run("a-recorder-undoes-a-check-in", func(t *testing.T) {
		m := in(committee.Noticed)
		seat(t, m, 8)
		if _, err := m.Leave(zhou, opening.Add(-time.Minute), opening.Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
		wantRule(t, m.Open(by(zhang), inOffice, opening), "quorum.not-met")
	})
	t.Run("observers-do-not-count", func(t *testing.T) {
		m := in(committee.Noticed)
		seat(t, m, 7)
		for _, guest := range []committee.MemberID{ma, he} {
			if _, _, err := m.CheckIn(guest, committee.ByButton, opening); err != nil {
				t.Fatal(err)
			}
		}
		wantRule(t, m.Open(by(zhang), inOffice, opening), "quorum.not-met")
	})
}

// The roster is read at the opening (ORG-01, ORG-07).
func TestORG01RosterAtTheOpening(t *testing.T) {
	t.Run("a-member-left-since-the-notice", func(t *testing.T) {
		people := body()
		people[6].Left = date("2026-12-14") // 周建平
		m := in(committee.Noticed)
		seat(t, m, 6)
		if _, _, err := m.CheckIn(sun, committee.ByButton, opening); err != nil {
			t.Fatal(err)
		}
		if err := m.Open(by(zhang), people.InOffice(m.Day()), opening); err != nil {
			t.Fatal(err)
		}
		if m.OnRoll(zhou) || !m.OnRoll(liu) || m.OnRoll(99) {
			t.Error("the roll is that of the opening")
		}
		if m.Expected != 8 || m.Quorum != 7 || m.Attendee(zhou).Capacity != committee.Released {
			t.Errorf("应到 %d, 法定到会 %d, 周建平 %s", m.Expected, m.Quorum, m.Attendee(zhou).Capacity)
		}
		_, _, err := m.CheckIn(zhou, committee.ByButton, opening)
		wantRefusal(t, err, committee.NotFound, "meeting.not-invited")
	})
	t.Run("a-member-was-appointed-since-the-notice", func(t *testing.T) {
		people := append(body(), committee.Member{ID: 30, Name: "冯雪", Roles: committee.Ordinary, From: date("2026-12-14")})
		m := in(committee.Noticed)
		seat(t, m, 8)
		if err := m.Open(by(zhang), people.InOffice(m.Day()), opening); err != nil {
			t.Fatal(err)
		}
		if a := m.Attendee(30); m.Expected != 10 || a == nil || !a.Late || a.Capacity != committee.Voting {
			t.Errorf("应到 %d, 冯雪 %+v", m.Expected, a)
		}
	})
	t.Run("an-observer-became-a-member", func(t *testing.T) {
		people := body()
		people[10].Roles = committee.Ordinary // 马立新
		m := in(committee.Noticed)
		seat(t, m, 7)
		if _, _, err := m.CheckIn(ma, committee.ByButton, opening); err != nil {
			t.Fatal(err)
		}
		if err := m.Open(by(zhang), people.InOffice(m.Day()), opening); err != nil {
			t.Fatal(err)
		}
		if a := m.Attendee(ma); m.Expected != 10 || m.Present() != 8 || a.Capacity != committee.Voting || !a.Late {
			t.Errorf("应到 %d, 实到 %d, 马立新 %+v", m.Expected, m.Present(), a)
		}
	})
	t.Run("a-member-came-back", func(t *testing.T) {
		m := in(committee.Noticed)
		seat(t, m, 9)
		gone := body().InOffice(m.Day())[:7]
		wantRule(t, m.Open(by(zhang), gone[:0:0], opening.Add(-time.Hour)), "meeting.too-early")
		if err := m.Open(by(zhang), gone, opening); err != nil {
			t.Fatal(err)
		}
		if m.Expected != 7 || m.Present() != 7 {
			t.Errorf("应到 %d, 实到 %d", m.Expected, m.Present())
		}
	})
}

func TestMTG05OnlyTheChairPresides(t *testing.T) {
	for name, act := range map[string]func(*committee.Meeting, committee.Actor) error{
		"pause":   func(m *committee.Meeting, a committee.Actor) error { return m.Pause(a) },
		"resume":  func(m *committee.Meeting, a committee.Actor) error { return m.Resume(a) },
		"adjourn": func(m *committee.Meeting, a committee.Actor) error { return m.Adjourn(a, opening) },
		"lapse":   func(m *committee.Meeting, a committee.Actor) error { return m.Lapse(a, opening.Add(time.Hour)) },
	} {
		t.Run(name, func(t *testing.T) {
			m := session(t, 9)
			for _, who := range []committee.MemberID{li, liu, he, lin} {
				wantRefusal(t, act(m, by(who)), committee.Forbidden, "meeting.only-chair")
			}
			if m.State != committee.InSession || !m.AdjournedAt.IsZero() {
				t.Errorf("state %s", m.State)
			}
		})
	}
	m := in(committee.Noticed)
	wantRefusal(t, m.Cancel(by(li)), committee.Forbidden, "meeting.only-secretary")
}

func TestMTG06LapseAfterTheWait(t *testing.T) {
	m := in(committee.Noticed)
	seat(t, m, 7)
	wantRefusal(t, m.Lapse(by(zhang), opening.Add(29*time.Minute)), committee.Untimely, "lapse.too-early", committee.Moment(opening.Add(30*time.Minute)), 30)
	wantRule(t, m.Lapse(by(zhang), opening.Add(30*time.Minute)), "")
	if m.State != committee.Lapsed || m.Held() {
		t.Errorf("state %s", m.State)
	}
	m = in(committee.Noticed)
	wantRule(t, m.Lapse(as(zhang, laws(t, "quorum.wait_min", "5")), opening.Add(5*time.Minute)), "")
}

func TestMTG05AdjournKeepsTheMoment(t *testing.T) {
	m := session(t, 9)
	if err := m.Adjourn(by(zhang), at("2026-12-15 16:20")); err != nil || !m.AdjournedAt.Equal(at("2026-12-15 16:20")) {
		t.Errorf("adjourned at %s: %v", m.AdjournedAt, err)
	}
}

func TestSYS08TheDayIsChinas(t *testing.T) {
	m := committee.Meeting{Starts: at("2026-12-15 07:30").UTC()} // still the 14th in UTC
	if m.Day() != workday.New(2026, time.December, 15) {
		t.Errorf("got %s", m.Day())
	}
	var planned committee.Meeting
	p := plan("2026-12-15 07:30")
	wantRule(t, planned.Fix(p, by(zhang), china, at("2026-12-08 07:00").UTC()), "")
}

// A meeting whose day is over was not held: nothing can be asked of it but to move
// it or to let it lapse.
func TestTheDayAfter(t *testing.T) {
	m := in(committee.Noticed)
	seat(t, m, 9)
	later := opening.AddDate(0, 0, 1)
	wantRule(t, m.Open(by(zhang), body().InOffice(m.Day()), later), "meeting.not-held")
	_, err := m.Reply(liu, committee.Comes, "", workday.China(), later)
	wantRule(t, err, "meeting.not-held")
	if _, _, err := m.CheckIn(wu, committee.ByButton, later); err == nil || m.Attendee(wu).Here() && m.Attendee(wu).CheckedIn.Equal(later) {
		t.Errorf("checked in the day after: %v", err)
	}
}

func TestDead(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 1, 0, 0, committee.Zone) }
	for name, test := range map[string]struct {
		state committee.State
		kind  committee.MeetingKind
		now   time.Time
		want  bool
	}{
		"a-draft-in-time":             {committee.Planned, committee.Regular, at(11, 17), false},
		"a-draft-too-late":            {committee.Planned, committee.Regular, at(11, 18), true},
		"confirmed-and-never-left":    {committee.Fixed, committee.Regular, at(11, 18), true},
		"an-urgent-draft":             {committee.Planned, committee.Urgent, at(15, 13), false},
		"an-urgent-draft-of-the-past": {committee.Planned, committee.Urgent, at(15, 15), true},
		"noticed":                     {committee.Noticed, committee.Regular, at(15, 23), false},
		"noticed-and-not-held":        {committee.Noticed, committee.Regular, at(16, 0), true},
		"in-session-past-midnight":    {committee.InSession, committee.Regular, at(16, 0), false},
		"held":                        {committee.Adjourned, committee.Regular, at(20, 0), false},
	} {
		t.Run(name, func(t *testing.T) {
			m := in(test.state)
			m.Kind = test.kind
			if got := m.Dead(committee.DefaultBylaws(), workday.China(), test.now); got != test.want {
				t.Errorf("dead %t, want %t", got, test.want)
			}
		})
	}
}
