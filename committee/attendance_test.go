package committee_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"yishi/committee"
)

func voting(ids ...committee.MemberID) []committee.Attendee {
	var out []committee.Attendee
	for _, id := range ids {
		out = append(out, committee.Attendee{Member: id, Capacity: committee.Voting})
	}
	return out
}

var nine = voting(zhang, li, wang, zhao, chen, liu, zhou, sun, wu)

func TestNTC04Summon(t *testing.T) {
	observing := func(id committee.MemberID, topics ...committee.TopicID) committee.Attendee {
		return committee.Attendee{Member: id, Capacity: committee.Observing, Topics: topics}
	}
	recording := committee.Attendee{Member: he, Capacity: committee.Recording}
	for _, test := range []struct {
		name   string
		agenda []committee.Topic
		pairs  []string
		want   []committee.Attendee
	}{
		{"nobody-observes", []committee.Topic{{ID: 1}}, nil, slices.Concat(nine, []committee.Attendee{recording})},
		{
			"one-observes-twice",
			[]committee.Topic{{ID: 1, Observers: []committee.MemberID{ma}}, {ID: 3, Observers: []committee.MemberID{qin, ma}}},
			nil,
			slices.Concat(nine, []committee.Attendee{observing(ma, 1, 3), observing(qin, 3), recording}),
		},
		{
			"a-member-and-the-recorder-observe",
			[]committee.Topic{{ID: 2, Observers: []committee.MemberID{liu, he}}},
			nil,
			slices.Concat(nine, []committee.Attendee{observing(he, 2)}),
		},
		{"a-stranger-is-no-observer", []committee.Topic{{ID: 2, Observers: []committee.MemberID{99}}}, nil, slices.Concat(nine, []committee.Attendee{recording})},
		{
			"a-copy-for-the-street", nil,
			[]string{"notice.copy_street", "true"},
			slices.Concat(nine, []committee.Attendee{recording, {Member: street, Capacity: committee.Copied}}),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := committee.Summon(body(), test.agenda, laws(t, test.pairs...), date("2026-12-10"))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestATT01LastAnswerCounts(t *testing.T) {
	m := in(committee.Noticed)
	for i, step := range []struct {
		answer  committee.Answer
		reason  string
		changed bool
	}{
		{committee.Comes, "", true},
		{committee.Comes, "", false},
		{committee.OnLeave, "出差", true},
		{committee.OnLeave, "", false},
		{committee.OnLeave, "出差", false},
		{committee.OnLeave, "身体原因", true},
		{committee.Comes, "", true},
	} {
		changed, err := m.Reply(liu, step.answer, step.reason, china, at("2026-12-10 09:08").Add(time.Duration(i)*time.Minute))
		if err != nil || changed != step.changed {
			t.Fatalf("step %d, %s: changed %v, %v", i, step.answer, changed, err)
		}
	}
	a := m.Attendee(liu)
	if a.Answer != committee.Comes || !a.AnsweredIn || !a.AnsweredAt.Equal(at("2026-12-10 09:14")) {
		t.Errorf("got %+v", a)
	}
	if a.Reached != committee.ByAnswer || !a.ReachedAt.Equal(at("2026-12-10 09:08")) {
		t.Errorf("reached %s at %s, want by the first answer", a.Reached, a.ReachedAt)
	}
}

func TestATT01AnswersAfterTheDeadline(t *testing.T) {
	for now, in12 := range map[string]bool{"2026-12-14 12:00": true, "2026-12-14 12:01": false, "2026-12-15 14:20": false} {
		m := in(committee.Noticed)
		if changed, err := m.Reply(liu, committee.Comes, "", china, at(now)); !changed || err != nil {
			t.Fatalf("%s: %v, %v", now, changed, err)
		}
		if got := m.Attendee(liu).AnsweredIn; got != in12 {
			t.Errorf("%s: in time %v, want %v", now, got, in12)
		}
	}
}

func TestATT01AnswerRefusals(t *testing.T) {
	for _, test := range []struct {
		name  string
		state committee.State
		who   committee.MemberID
		rule  string
	}{
		{"a-stranger", committee.Noticed, lin, "meeting.not-invited"},
		{"opened", committee.InSession, liu, "answer.opened"},
		{"paused", committee.Paused, liu, "answer.opened"},
		{"before-the-notice", committee.Fixed, liu, "meeting.state.fixed"},
		{"cancelled", committee.Cancelled, liu, "meeting.state.cancelled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed, err := in(test.state).Reply(test.who, committee.Comes, "", china, opening)
			wantRule(t, err, test.rule)
			if changed {
				t.Error("refused, and yet changed")
			}
		})
	}
}

func TestATT02Leave(t *testing.T) {
	m := in(committee.Noticed)
	grant := func(who, to committee.MemberID, granted bool) (bool, error) {
		return m.Grant(by(who), to, granted)
	}
	_, err := grant(zhang, wu, true)
	wantRefusal(t, err, committee.Conflict, "leave.none")
	_, err = grant(zhang, zhang, true)
	wantRefusal(t, err, committee.Conflict, "leave.own")
	_, err = grant(zhang, 99, true)
	wantRefusal(t, err, committee.Conflict, "leave.none")
	if _, err := m.Reply(wu, committee.OnLeave, "出差", china, at("2026-12-11 15:00")); err != nil {
		t.Fatal(err)
	}
	_, err = grant(li, wu, true)
	wantRefusal(t, err, committee.Forbidden, "leave.only-secretary")
	for i, step := range []struct{ granted, changed bool }{{true, true}, {true, false}, {false, true}, {true, true}} {
		if changed, err := grant(zhang, wu, step.granted); err != nil || changed != step.changed || m.Attendee(wu).Granted != step.granted {
			t.Fatalf("step %d: changed %v, %v", i, changed, err)
		}
	}
	m.Attendee(wu).Opinion = "同意试点"
	if _, err := m.Reply(wu, committee.OnLeave, "身体原因", china, at("2026-12-11 16:00")); err != nil || m.Attendee(wu).Opinion == "" {
		t.Errorf("another reason of the same leave loses the opinion: %v", err)
	}
	if _, err := m.Reply(wu, committee.Comes, "", china, at("2026-12-11 17:00")); err != nil || m.Attendee(wu).Granted || m.Attendee(wu).Opinion != "" {
		t.Errorf("who comes after all is still on leave: %+v, %v", m.Attendee(wu), err)
	}
	m = session(t, 8)
	m.Attendee(wu).Answer = committee.OnLeave
	_, err = grant(zhang, wu, true)
	wantRule(t, err, "meeting.state.in_session")
}

func TestNTC06WhoOwesAnAnswer(t *testing.T) {
	m := in(committee.Noticed)
	m.Roll = append(m.Roll, committee.Attendee{Member: street, Capacity: committee.Copied})
	for who, answer := range map[committee.MemberID]committee.Answer{zhang: committee.Comes, li: committee.Comes, ma: committee.Comes, wu: committee.OnLeave} {
		if _, err := m.Reply(who, answer, "出差", china, at("2026-12-10 09:08")); err != nil {
			t.Fatal(err)
		}
	}
	_, err := m.ReachedByPhone(by(he), wang, time.Time{}, at("2026-12-10 10:00"))
	wantRule(t, err, "")
	if diff := cmp.Diff([]committee.MemberID{wang, zhao, chen, liu, zhou, sun, he}, m.Unanswered()); diff != "" {
		t.Errorf("unanswered (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]committee.MemberID{zhao, chen, liu, zhou, sun, he}, m.Unreached()); diff != "" {
		t.Errorf("unreached (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]committee.MemberID{zhang, li, ma}, m.Coming()); diff != "" {
		t.Errorf("coming (-want +got):\n%s", diff)
	}
}

func TestATT04CheckIn(t *testing.T) {
	m := in(committee.Noticed)
	type result struct {
		Order   int
		Changed bool
	}
	for i, step := range []struct {
		who   committee.MemberID
		leave bool
		want  result
	}{
		{liu, false, result{1, true}},
		{liu, false, result{1, false}},
		{ma, false, result{0, true}}, // observers are not counted among the members
		{zhang, false, result{2, true}},
		{liu, true, result{0, true}},
		{liu, true, result{0, false}},
		{wu, false, result{3, true}},
		{liu, false, result{1, true}}, // whoever comes back keeps his place
	} {
		now := at("2026-12-15 14:01").Add(time.Duration(i) * time.Minute)
		var got result
		var err error
		if step.leave {
			got.Changed, err = m.Leave(step.who, now, now)
		} else {
			got.Order, got.Changed, err = m.CheckIn(step.who, committee.ByCode, now)
		}
		if err != nil || got != step.want {
			t.Fatalf("step %d: %+v, %v; want %+v", i, got, err, step.want)
		}
	}
	if m.Present() != 3 || m.Observing() != 1 {
		t.Errorf("实到 %d, 列席 %d; want 3 and 1", m.Present(), m.Observing())
	}
	if diff := cmp.Diff([]committee.MemberID{li, wang, zhao, chen, zhou, sun}, m.Missing()); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if a := m.Attendee(wu); a.How != committee.ByCode || a.Reached != committee.ByAnswer {
		t.Errorf("吴国栋 %+v", a)
	}
}

func TestATT04CheckInRefusals(t *testing.T) {
	for _, test := range []struct {
		name, now, rule string
		state           committee.State
		who             committee.MemberID
	}{
		{"a-minute-early", "2026-12-15 13:59", "checkin.not-open", committee.Noticed, liu},
		{"a-stranger", "2026-12-15 14:10", "meeting.not-invited", committee.Noticed, lin},
		{"adjourned", "2026-12-15 17:00", "meeting.state.adjourned", committee.Adjourned, liu},
		{"not-yet-noticed", "2026-12-15 14:10", "meeting.state.fixed", committee.Fixed, liu},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := in(test.state)
			_, changed, err := m.CheckIn(test.who, committee.ByButton, at(test.now))
			wantRule(t, err, test.rule)
			if changed || m.Present() != 0 {
				t.Error("refused, and yet in the room")
			}
		})
	}
	m := in(committee.Noticed)
	_, err := m.Leave(liu, opening, opening)
	wantRefusal(t, err, committee.Conflict, "leave.not-here")
	_, err = m.Leave(lin, opening, opening)
	wantRefusal(t, err, committee.NotFound, "meeting.not-invited")
	for _, state := range []committee.State{committee.Planned, committee.Fixed, committee.Circulated} {
		changed, err := in(state).Leave(liu, opening, opening)
		wantRefusal(t, err, committee.Untimely, "meeting.state."+string(state))
		if changed {
			t.Errorf("%s: refused, and yet he left", state)
		}
	}
}

func TestATT04LateIsAllowed(t *testing.T) {
	m := session(t, 8)
	order, changed, err := m.CheckIn(wu, committee.ByRecorder, opening.Add(25*time.Minute))
	if err != nil || !changed || order != 9 || m.Present() != 9 {
		t.Errorf("order %d, changed %v, %v; 实到 %d", order, changed, err, m.Present())
	}
}

func TestATT03Forecast(t *testing.T) {
	m := in(committee.Noticed)
	c := binhe(committee.DefaultBylaws())
	say := func(answer committee.Answer, who ...committee.MemberID) {
		t.Helper()
		for _, id := range who {
			if _, err := m.Reply(id, answer, "公务", china, at("2026-12-10 10:00")); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := func(name string, want committee.Forecast, most, short int, doomed bool) {
		t.Helper()
		got := m.Forecast(c)
		if got != want || got.Most() != most || got.Short() != short || got.Doomed() != doomed {
			t.Errorf("%s: %+v, at most %d, short %d, doomed %v", name, got, got.Most(), got.Short(), got.Doomed())
		}
	}
	want("silence", committee.Forecast{Expected: 9, Silent: 9, Quorum: 8}, 9, 8, false)
	say(committee.Comes, zhang, li, wang, zhao, chen, liu, zhou)
	say(committee.OnLeave, wu)
	say(committee.Comes, ma) // an observer is no member
	want("7-1-1", committee.Forecast{Expected: 9, Coming: 7, Leave: 1, Silent: 1, Quorum: 8}, 8, 1, false)
	say(committee.OnLeave, sun)
	want("two-leaves-of-nine", committee.Forecast{Expected: 9, Coming: 7, Leave: 2, Quorum: 8}, 7, 1, true)
	if _, _, err := m.CheckIn(wu, committee.ByButton, opening); err != nil { // he was on leave and came
		t.Fatal(err)
	}
	want("one-came-after-all", committee.Forecast{Expected: 9, Coming: 8, Leave: 1, Quorum: 8, Present: 1}, 8, 0, false)
	seat(t, m, 7)
	if err := m.Open(by(zhang), body().InOffice(m.Day()), opening); err != nil {
		t.Fatal(err)
	}
	c.Bylaws = laws(t, "quorum.fraction", "1/1") // what held at the opening holds on
	want("opened", committee.Forecast{Expected: 9, Coming: 8, Leave: 1, Quorum: 8, Present: 8}, 8, 0, false)
}

func TestATT04Code(t *testing.T) {
	m, now := in(committee.Noticed), at("2026-12-15 14:12").Add(20*time.Second)
	code := m.Code(now)
	if len(code) != 4 || code != m.Code(now.Add(39*time.Second)) {
		t.Fatalf("code %q does not hold for its minute", code)
	}
	for _, test := range []struct {
		name string
		now  time.Time
		ok   bool
	}{
		{"same-minute", now, true},
		{"next-minute", now.Add(time.Minute), true},
		{"two-minutes-on", now.Add(2 * time.Minute), false},
		{"a-minute-before", now.Add(-time.Minute), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			rule := "checkin.wrong-code"
			if test.ok {
				rule = ""
			}
			wantRule(t, m.CheckCode(code, test.now), rule)
		})
	}
	wantRefusal(t, m.CheckCode("", now), committee.Invalid, "checkin.wrong-code")
	keyless := committee.Meeting{}
	wantRule(t, keyless.CheckCode(keyless.Code(now), now), "checkin.wrong-code")
	codes := map[string]bool{}
	for i := range 60 {
		codes[m.Code(now.Add(time.Duration(i)*time.Minute))] = true
	}
	if len(codes) < 50 {
		t.Errorf("an hour has %d codes", len(codes))
	}
}

// Whoever comes and goes in whatever order, the room is what a set of people is.
func TestPresentCountsTheRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, room, now := in(committee.Noticed), map[committee.MemberID]bool{}, opening.Add(-30*time.Minute)
		people := []committee.MemberID{zhang, li, wang, zhao, chen, liu, zhou, sun, wu, he, ma}
		ever := map[committee.MemberID]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			who := rapid.SampledFrom(people).Draw(t, "who")
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "seconds")) * time.Second)
			if rapid.Bool().Draw(t, "comes") {
				if _, changed, err := m.CheckIn(who, committee.ByButton, now); err != nil || changed == room[who] {
					t.Fatalf("check-in of %d: changed %v, %v", who, changed, err)
				}
				room[who], ever[who] = true, true
			} else {
				changed, err := m.Leave(who, now, now)
				if (err == nil) != ever[who] || changed != room[who] {
					t.Fatalf("%d leaves: changed %v, %v", who, changed, err)
				}
				room[who] = false
			}
			members, observers := 0, 0
			for id, here := range room {
				switch {
				case here && id <= wu:
					members++
				case here && id == ma:
					observers++
				}
			}
			if m.Present() != members || m.Observing() != observers || len(m.Missing()) != 9-members {
				t.Fatalf("实到 %d, 列席 %d, 未到 %d; the room holds %d and %d", m.Present(), m.Observing(), len(m.Missing()), members, observers)
			}
		}
		var orders []int
		for _, a := range m.Roll {
			if a.Order > 0 {
				orders = append(orders, a.Order)
			}
		}
		slices.Sort(orders)
		for i, order := range orders {
			if order != i+1 {
				t.Fatalf("places %v are not 1 to n", orders)
			}
		}
	})
}

func TestAttendeeOfNobody(t *testing.T) {
	if a := in(committee.Noticed).Attendee(99); a != nil {
		t.Errorf("a stranger is on the roll: %+v", a)
	}
	if diff := cmp.Diff(nine, in(committee.Noticed).Roll[:9], cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestATT01AlreadyHere(t *testing.T) {
	m := in(committee.Noticed)
	seat(t, m, 1)
	if !m.AlreadyHere(zhang) || m.AlreadyHere(li) || m.AlreadyHere(lin) {
		t.Errorf("here: %v, silent: %v, on no roll: %v", m.AlreadyHere(zhang), m.AlreadyHere(li), m.AlreadyHere(lin))
	}
}

// MTG-04: who presides does not leave a meeting that goes on; suspended, he may, and
// takes it up again when he is back.
func TestMTG04ChairLeaves(t *testing.T) {
	m := session(t, 9)
	now := opening.Add(time.Hour)
	_, err := m.Leave(zhang, now, now)
	wantRefusal(t, err, committee.Untimely, "leave.chair")
	if err := m.Pause(by(zhang)); err != nil {
		t.Fatal(err)
	}
	if changed, err := m.Leave(zhang, now, now); err != nil || !changed {
		t.Fatalf("while it is suspended: %t, %v", changed, err)
	}
	wantRefusal(t, m.Resume(by(zhang)), committee.Untimely, "resume.away", committee.Moment(now))
	if _, _, err := m.CheckIn(zhang, committee.ByButton, now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := m.Resume(by(zhang)); err != nil {
		t.Error(err)
	}
}
