package committee_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yishi/committee"
	"yishi/workday"
)

// book is a lawbook of so many amendments, each a week after the one before.
func book(t *testing.T, values ...string) committee.Lawbook {
	t.Helper()
	v, changed, err := committee.Lawbook(nil).Resettle(nil, at("2026-11-23 09:00"))
	if err != nil || !changed {
		t.Fatalf("the first version: %v %v", changed, err)
	}
	l := committee.Lawbook{v}
	for i, value := range values {
		v, err := l.Amend(by(zhang), committee.Amendment{
			Key: "quorum.fraction", Value: value, Reference: "临江党工委〔2026〕15号", From: workday.New(2026, 11, 30).AddDays(7 * i),
		}, at("2026-11-23 09:30"))
		if err != nil {
			t.Fatal(err)
		}
		l = append(l, v)
	}
	return l
}

func TestSYS16TheVersionOfADay(t *testing.T) {
	l := book(t, "2/3", "3/4")
	for day, want := range map[string]int{"2026-11-01": 1, "2026-11-23": 1, "2026-11-29": 1, "2026-11-30": 2, "2026-12-06": 2, "2026-12-07": 3, "2030-01-01": 3} {
		d, err := workday.Parse(day)
		if err != nil {
			t.Fatal(err)
		}
		if v := l.On(d); v.Number != want || v.Bylaws.Version != want {
			t.Errorf("on %s version %d is in force, want %d", day, v.Number, want)
		}
	}
	if v := committee.Lawbook(nil).On(workday.New(2026, 12, 1)); v.Number != 0 || v.Bylaws != committee.DefaultBylaws() {
		t.Errorf("without versions: %+v", v)
	}
	if v, ok := l.Numbered(2); !ok || v.Bylaws.QuorumFraction != (committee.Fraction{Num: 2, Den: 3}) || v.Reference == "" {
		t.Errorf("version 2: %+v", v)
	}
	for _, n := range []int{-1, 0, 4} {
		if _, ok := l.Numbered(n); ok {
			t.Errorf("there is a version %d", n)
		}
	}
}

// A meeting stays under the version under which its notice left; one that is not
// noticed follows the day.
func TestSYS16AMeetingKeepsItsVersion(t *testing.T) {
	com := committee.Committee{Lawbook: book(t, "2/3")}
	later := com.On(workday.New(2026, 12, 10))
	if q := later.Bylaws.Quorum(9); q != 6 {
		t.Errorf("on 10 December the quorum of 9 is %d", q)
	}
	if q := later.Under(&committee.Meeting{Laws: 1}).Bylaws.Quorum(9); q != 8 {
		t.Errorf("a meeting noticed under version 1 has a quorum of %d", q)
	}
	if q := later.Under(&committee.Meeting{}).Bylaws.Quorum(9); q != 6 {
		t.Errorf("a meeting that is not noticed has a quorum of %d", q)
	}
}

func TestSYS16WhoAmendsWhat(t *testing.T) {
	right := committee.Amendment{Key: "quorum.fraction", Value: "2/3", Reference: "临江党工委〔2026〕15号"}
	with := func(change func(*committee.Amendment)) committee.Amendment {
		a := right
		change(&a)
		return a
	}
	l := book(t, "3/4") // in force from 30 November
	for name, c := range map[string]struct {
		by   committee.MemberID
		a    committee.Amendment
		rule string
	}{
		"secretary":      {zhang, with(func(a *committee.Amendment) { a.From = workday.New(2026, 12, 1) }), ""},
		"admin":          {lin, with(func(a *committee.Amendment) { a.From = workday.New(2026, 11, 30) }), ""},
		"vice":           {li, right, "laws.who"},
		"no-key":         {zhang, with(func(a *committee.Amendment) { a.Key = "quorum" }), "laws.no-key"},
		"no-reference":   {zhang, with(func(a *committee.Amendment) { a.Reference = " " }), "laws.no-reference"},
		"past":           {zhang, with(func(a *committee.Amendment) { a.From = workday.New(2026, 11, 22) }), "laws.past"},
		"before-another": {zhang, right, "laws.earlier"},
		"same":           {zhang, with(func(a *committee.Amendment) { a.Value, a.From = "3/4", workday.New(2026, 12, 1) }), "laws.same"},
		"form":           {zhang, with(func(a *committee.Amendment) { a.Value, a.From = "很多", workday.New(2026, 12, 1) }), "laws.form.fraction"},
		"number":         {zhang, committee.Amendment{Key: "vote.minutes", Value: "999", Reference: "依据", From: workday.New(2026, 12, 1)}, "laws.form.whole"},
		"clock":          {zhang, committee.Amendment{Key: "notice.send_at", Value: "9点", Reference: "依据", From: workday.New(2026, 12, 1)}, "laws.form.clock"},
		"one-reading":    {zhang, committee.Amendment{Key: "cadence", Value: "quarter", Reference: "依据", From: workday.New(2026, 12, 1)}, "laws.fixed"},
		"list":           {zhang, committee.Amendment{Key: "quorum.base", Value: "天", Reference: "依据", From: workday.New(2026, 12, 1)}, "laws.value"},
		"casting-vote":   {zhang, committee.Amendment{Key: "tie", Value: "chair", Reference: "依据", From: workday.New(2026, 12, 1)}, "laws.no-casting-vote"},
		"contradiction":  {zhang, committee.Amendment{Key: "notice.min_wd", Value: "4", Reference: "依据", From: workday.New(2026, 12, 1)}, "laws.contradiction"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := l.Amend(by(c.by), c.a, at("2026-11-23 10:00"))
			if c.rule == "" {
				if err != nil || v.Number != 3 || v.Bylaws.QuorumFraction != (committee.Fraction{Num: 2, Den: 3}) || v.By == 0 || v.From != c.a.From {
					t.Errorf("got %+v, %v", v, err)
				}
				return
			}
			if r, ok := errors.AsType[*committee.Refusal](err); !ok || r.Rule != c.rule {
				t.Errorf("got %v, want %s", err, c.rule)
			}
		})
	}
}

// A switch with one reading is told to have no other: by the settings with its key, by a
// document as a refusal, and nothing changes.
func TestSYS16OneReading(t *testing.T) {
	l := book(t)
	fixed := 0
	for _, s := range committee.Switches() {
		if len(s.Allowed) != 1 {
			continue
		}
		fixed++
		if _, err := committee.ParseBylaws(map[string]string{s.Key: "another"}); err == nil {
			t.Errorf("%s takes another value from the settings", s.Key)
		}
		_, err := l.Amend(by(zhang), committee.Amendment{Key: s.Key, Value: "another", Reference: "依据"}, at("2026-11-23 10:00"))
		wantRefusal(t, err, committee.Invalid, "laws.fixed", s.Key, "another")
	}
	if fixed != 5 {
		t.Errorf("%d switches have one reading", fixed)
	}
}

// An amendment says one thing more and leaves what was said before.
func TestSYS16AmendmentsAddUp(t *testing.T) {
	l := book(t)
	first, err := l.Amend(by(lin), committee.Amendment{Key: "vote.minutes", Value: "5", Reference: "依据"}, at("2026-11-23 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	l = append(l, first)
	second, err := l.Amend(by(lin), committee.Amendment{Key: "majority.base", Value: "present", Reference: "依据"}, at("2026-11-23 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(second.Switches, map[string]string{"vote.minutes": "5", "majority.base": "present"}) || second.Bylaws.VoteMinutes != 5 || len(first.Switches) != 1 {
		t.Errorf("got %v after %v", second.Switches, first.Switches)
	}
}

// The program's settings are taken over when they change; what a document changed
// stays unless the settings now speak of it.
func TestSYS16SettingsAndDocuments(t *testing.T) {
	l := book(t, "2/3")
	if _, changed, err := l.Resettle(map[string]string{}, at("2026-11-24 09:00")); changed || err != nil {
		t.Errorf("nothing was changed: %v %v", changed, err)
	}
	v, changed, err := l.Resettle(map[string]string{"vote.minutes": "5"}, at("2026-11-24 09:00"))
	if err != nil || !changed {
		t.Fatal(changed, err)
	}
	if v.Number != 3 || v.From != workday.New(2026, 11, 30) || !maps.Equal(v.Switches, map[string]string{"vote.minutes": "5", "quorum.fraction": "2/3"}) {
		t.Errorf("got %+v", v)
	}
	l = append(l, v)
	v, _, err = l.Resettle(map[string]string{"quorum.fraction": "3/4"}, at("2026-12-24 09:00"))
	if err != nil || v.From != workday.New(2026, 12, 24) || !maps.Equal(v.Switches, map[string]string{"quorum.fraction": "3/4"}) {
		t.Errorf("got %+v, %v", v, err)
	}
	if _, changed, err := l.Resettle(map[string]string{"quorum.fraction": "9/8"}, at("2026-12-24 09:00")); err == nil || changed {
		t.Error("wrong settings are taken over")
	}
}

// Whatever is amended when, every day has one version, and versions only follow.
func TestSYS16OneVersionADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, _, err := committee.Lawbook(nil).Resettle(nil, at("2026-01-01 09:00"))
		if err != nil {
			t.Fatal(err)
		}
		l := committee.Lawbook{v}
		now := at("2026-01-01 10:00")
		for range rapid.IntRange(0, 12).Draw(t, "amendments") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20*24).Draw(t, "hours")) * time.Hour)
			a := committee.Amendment{
				Key: "vote.minutes", Value: rapid.SampledFrom([]string{"5", "10", "15"}).Draw(t, "minutes"), Reference: "依据",
				From: committee.DayOf(now).AddDays(rapid.IntRange(-3, 30).Draw(t, "ahead")),
			}
			v, err := l.Amend(by(zhang), a, now)
			if err != nil {
				continue
			}
			l = append(l, v)
		}
		before := 0
		for day := workday.New(2026, 1, 1); day.Before(workday.New(2027, 6, 1)); day = day.AddDays(5) {
			in := l.On(day)
			if in.Number < before || in.Number > 1 && day.Before(in.From) {
				t.Fatalf("%s: version %d from %s after %d", day, in.Number, in.From, before)
			}
			before = in.Number
		}
	})
}
