package committee_test

import (
	"testing"
	"time"

	"yishi/committee"
	"yishi/workday"
)

func TestSYS03WhoMakesCodes(t *testing.T) {
	now := at("2026-12-10 09:30")
	chen := body()[4]
	for who, rule := range map[committee.MemberID]string{zhang: "", he: "", lin: "", li: "bind.who", liu: "bind.who", ma: "bind.who", street: "bind.who"} {
		b, err := committee.Bind(by(who), chen, 0, now)
		if rule != "" {
			wantRule(t, err, rule)
			continue
		}
		if err != nil || b.Member != chen.ID || b.Committee != 1 || !b.ExpiresAt.Equal(now.Add(7*24*time.Hour)) {
			t.Errorf("%d makes %+v, %v", who, b, err)
		}
	}
	_, err := committee.Bind(by(he), chen, 5, now)
	wantRule(t, err, "bind.too-many-codes")
	chen.Left = workday.New(2026, 12, 1)
	_, err = committee.Bind(by(he), chen, 0, now)
	wantRule(t, err, "bind.left")
}

func TestSYS03ACodeHoldsOnceAndAWeek(t *testing.T) {
	now := at("2026-12-10 09:30")
	b, err := committee.Bind(by(he), body()[4], 0, now)
	if err != nil {
		t.Fatal(err)
	}
	late := b
	wantRule(t, late.Use(b.ExpiresAt.Add(time.Second)), "bind.expired")
	if err := b.Use(b.ExpiresAt); err != nil {
		t.Error(err)
	}
	wantRule(t, b.Use(now), "bind.used")
}

func TestSYS03Guesses(t *testing.T) {
	for _, c := range []struct {
		his, all int
		may      bool
	}{{0, 0, true}, {4, 4, true}, {5, 5, false}, {0, 19, true}, {0, 20, false}, {4, 19, true}} {
		if err := committee.MayGuess(c.his, c.all); (err == nil) != c.may {
			t.Errorf("%d of his, %d of all: %v", c.his, c.all, err)
		}
	}
}

func TestEndedWithTerm(t *testing.T) {
	m := committee.Member{Until: workday.New(2026, 11, 9), Left: workday.New(2026, 11, 10)}
	if !m.EndedWithTerm() {
		t.Error("who leaves on the day after his term has not ended with it")
	}
	m.Left = workday.New(2026, 11, 12)
	if m.EndedWithTerm() || (committee.Member{}).EndedWithTerm() {
		t.Error("who leaves later, or never, has ended with his term")
	}
}
