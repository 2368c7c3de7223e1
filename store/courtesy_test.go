package store_test

import (
	"errors"
	"testing"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// Who noted a telephone call and when, and who is on his way, is kept with the roll
// (NTC-06, M4).
func TestNTC06M4TheRoll(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			m := sitting(opening)
			a := &m.Roll[1]
			a.Reached, a.ReachedAt, a.ReachedBy, a.NotedAt = committee.ByPhone, at("2026-12-11 10:15"), 12, at("2026-12-11 10:20")
			a.OnWayAt, a.ArrivesAt = at("2026-12-15 14:21"), at("2026-12-15 14:40")
			update(t, s, func(tx *store.Tx) error { return tx.SaveMeeting(m) })
			a.ReachedBy = 1
			update(t, s, func(tx *store.Tx) error { return tx.SaveAttendee(m, a.Member) })
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Meeting(m.ID)
				same(t, "meeting", m, got)
				return err
			})
		})
	}
}

// What left for a person since a moment, and last: failures are no messages (M12).
func TestM12Ledger(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			var want []store.Delivery
			for i, d := range []store.Delivery{
				{Member: 6, Kind: "forecast", SentAt: at("2026-12-09 23:59"), PlannedAt: at("2026-12-09 17:07"), MessageKey: "a"},
				{Member: 6, Kind: "chase", SentAt: at("2026-12-10 00:00"), PlannedAt: at("2026-12-09 22:00"), MessageKey: "b"},
				{Member: 6, Kind: "notice", SentAt: at("2026-12-10 09:07"), Failure: 4},
				{Member: 7, Kind: "notice", SentAt: at("2026-12-10 09:07"), MessageKey: "b"},
				{Member: 6, Kind: "remind", SentAt: at("2026-12-10 09:08"), PlannedAt: at("2026-12-10 09:08"), MessageKey: "b"},
			} {
				d.Committee = 1
				update(t, s, func(tx *store.Tx) error { return tx.AddDelivery(d) })
				d.ID = int64(i + 1)
				want = append(want, d)
			}
			view(t, s, func(tx *store.Tx) error {
				since, err := tx.SentSince(6, at("2026-12-10 00:00"))
				same(t, "since", []store.Delivery{want[1], want[4]}, since)
				last, err2 := tx.LastSent(6, 2)
				same(t, "last", []store.Delivery{want[4], want[1]}, last)
				return errors.Join(err, err2)
			})
		})
	}
}

// When a letter was meant to leave survives its being put off (M12).
func TestM12PlannedAt(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			post(t, s, letter("a", 0))
			l := claim(t, s, 0)[0]
			update(t, s, func(tx *store.Tx) error { return tx.Postpone(l, morning.Add(time.Hour), 1) })
			if got := claim(t, s, 60)[0]; !got.PlannedAt.Equal(morning) || !got.DueAt.Equal(morning.Add(time.Hour)) {
				t.Errorf("planned for %s, due at %s", got.PlannedAt, got.DueAt)
			}
			post(t, s, letter("a", 90))
			if got := claim(t, s, 90)[0]; !got.PlannedAt.Equal(morning.Add(90 * time.Minute)) {
				t.Errorf("posted again, planned for %s", got.PlannedAt)
			}
		})
	}
}

func TestM12MeetsBetween(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			for _, test := range []struct {
				state  committee.State
				starts string
				want   bool
			}{
				{committee.Noticed, "2026-12-15 00:00", true},
				{committee.Adjourned, "2026-12-16 23:59", true},
				{committee.Planned, "2026-12-18 14:30", false},
				{committee.Fixed, "2026-12-21 14:30", false},
				{committee.Lapsed, "2026-12-22 14:30", false},
				{committee.Cancelled, "2026-12-23 14:30", false},
			} {
				m := sitting(at(test.starts))
				day := at(test.starts[:len("2026-12-15")] + " 00:00")
				m.State = test.state
				update(t, s, func(tx *store.Tx) error { return tx.SaveMeeting(m) })
				view(t, s, func(tx *store.Tx) error {
					got, err := tx.MeetsBetween(1, day, day.AddDate(0, 0, 1))
					elsewhere, err2 := tx.MeetsBetween(2, day, day.AddDate(0, 0, 1))
					if got != test.want || elsewhere {
						t.Errorf("%+v: got %v, and %v in another committee", test, got, elsewhere)
					}
					return errors.Join(err, err2)
				})
			}
		})
	}
}
