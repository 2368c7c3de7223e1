package clerk_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"yishi/clerk"
	"yishi/committee"
	"yishi/workday"
)

// published is the calendar with a table of 2027 in which some days differ.
func published(t *testing.T, days string) *workday.Calendar {
	t.Helper()
	cal, err := workday.China().With(fstest.MapFS{"2027.json": {Data: []byte(`{"year": 2027, "days": [` + days + `]}`)}})
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// A meeting of early 2027 is fixed before its holidays are published. When the table
// arrives, the notice leaves by it, and the secretary hears of it once (NTC-01).
func TestNTC01ATableArrives(t *testing.T) {
	const newYear = `{"name": "元旦", "date": "2027-01-01", "isOffDay": true}`
	for _, test := range []struct {
		name, days, notice string
		told               bool
	}{
		{"nothing-moves", `{"name": "春节", "date": "2027-02-05", "isOffDay": true}`, "2027-01-01 09:07", false},
		{"a-holiday", newYear, "2026-12-31 09:07", true},
		{"two-holidays", newYear + `, {"name": "元旦", "date": "2027-01-04", "isOffDay": true}`, "2026-12-30 09:07", true},
		{"a-make-up-day", newYear + `, {"name": "元旦", "date": "2027-01-03", "isOffDay": false}`, "2027-01-03 09:07", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := found(t, "2026-12-21 09:30")
			o.propose()
			o.fix("2027-01-06 14:30")
			o.confirm()
			o.deliver()
			d, err := o.clerk.Current(t.Context(), o.as(zhang))
			o.must(err)
			if !d.Window().Provisional || !d.Meeting.NoticeAt.Equal(at("2027-01-01 09:07")) {
				t.Fatalf("planned for %s, %+v", d.Meeting.NoticeAt, d.Window())
			}
			o.clerk = clerk.New(o.store, published(t, test.days), o.clock.Now)
			o.forget()
			for range 2 { // a second start changes nothing more
				o.must(o.clerk.Reckon(t.Context()))
				o.deliver()
			}
			if got := o.who(clerk.NoticeReckoned); test.told != slices.Equal(got, []committee.MemberID{zhang}) || !test.told && len(got) > 0 {
				t.Errorf("told %v", got)
			}
			o.goTo("2027-01-05 18:00")
			if got := o.when(clerk.Notice, liu); !slices.Equal(got, []string{test.notice[len("2026-"):]}) {
				t.Errorf("the notice left at %v, want %s", got, test.notice)
			}
		})
	}
}

// A notice that left in its window lies outside it by the table that arrives later: the
// secretary is told once, and what the clock has still to do moves.
func TestNTC01ATableArrivesAfterTheNotice(t *testing.T) {
	o := found(t, "2026-12-21 09:30")
	o.propose()
	o.fix("2027-01-07 14:30")
	o.confirm()
	o.goTo("2027-01-04 10:00")
	if got := o.when(clerk.Notice, liu); !slices.Equal(got, []string{"01-04 09:07"}) {
		t.Fatalf("the notice left at %v", got)
	}
	o.clerk = clerk.New(o.store, published(t, `{"name": "元旦", "date": "2027-01-05", "isOffDay": true}`), o.clock.Now)
	o.forget()
	for range 2 {
		o.must(o.clerk.Reckon(t.Context()))
		o.deliver()
	}
	if got := o.who(clerk.NoticeReckoned); len(got) != 0 { // T-2 now: still inside
		t.Errorf("told %v of a notice inside its window", got)
	}
	o.clerk = clerk.New(o.store, published(t, `{"name": "元旦", "date": "2027-01-05", "isOffDay": true}, {"name": "元旦", "date": "2027-01-06", "isOffDay": true}`), o.clock.Now)
	for range 2 {
		o.must(o.clerk.Reckon(t.Context()))
		o.deliver()
	}
	if got := o.who(clerk.NoticeReckoned); !slices.Equal(got, []committee.MemberID{zhang}) {
		t.Errorf("told %v", got)
	}
	o.goTo("2027-01-07 14:00")
	if got := o.when(clerk.Forecast, zhang); len(got) == 0 || slices.ContainsFunc(got, func(when string) bool { return when >= "01-05" && when < "01-07" }) {
		t.Errorf("on holidays the secretary heard how many come: %v", got)
	}
}
