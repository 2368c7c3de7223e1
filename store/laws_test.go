package store_test

import (
	"strings"
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// Versions of the bylaws are read as they were written, by whichever program, and no
// number is given twice.
func TestSYS16Lawbook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		enroll(t, s)
		other := storetest.Again(t, s)
		book := func(s *store.Store) (l committee.Lawbook) {
			view(t, s, func(tx *store.Tx) error {
				c, _, err := tx.Committee(1)
				l = c.Lawbook
				return err
			})
			return l
		}
		if got := book(other); len(got) != 0 {
			t.Fatalf("at first: %+v", got)
		}
		var want committee.Lawbook
		for n, switches := range []map[string]string{{}, {"quorum.fraction": "2/3"}, {"quorum.fraction": "2/3", "vote.minutes": "5"}} {
			v, err := committee.Enact(committee.Version{
				Number: n + 1, From: date("2026-12-10").AddDays(n), Reference: "临江党工委〔2026〕15号", By: 3, SetAt: opening,
				Switches: switches, Settings: map[string]string{"vote.chair_last": "true"},
			})
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, v)
			update(t, s, func(tx *store.Tx) error {
				if _, _, err := tx.HoldCommittee(1); err != nil {
					return err
				}
				return tx.AddVersion(1, v)
			})
			same(t, "the lawbook", want, book(s))
			same(t, "another program's", want, book(other))
			same(t, "remembered", want, book(other))
		}
		again := s.Update(t.Context(), func(tx *store.Tx) error { return tx.AddVersion(1, want[2]) })
		if again == nil {
			t.Error("version 3 is written twice")
		}
		if _, err := storetest.Raw(t, s).ExecContext(t.Context(), "UPDATE bylaws SET switches = '{\"quorum.fraction\":\"9/8\"}' WHERE version = 2"); err != nil {
			t.Fatal(err)
		}
		err := storetest.Again(t, s).View(t.Context(), func(tx *store.Tx) error {
			_, _, err := tx.Committee(1)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "quorum.fraction") {
			t.Errorf("a version that cannot be read: %v", err)
		}
	})
}

// The committees with work in the morning are those that have not done it today.
func TestMornings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		enroll(t, s)
		today := date("2026-12-10")
		waiting := func() (ids []committee.ID) {
			view(t, s, func(tx *store.Tx) (err error) {
				ids, err = tx.Mornings(today)
				return err
			})
			return ids
		}
		same(t, "before", []committee.ID{1}, waiting())
		update(t, s, func(tx *store.Tx) error { return tx.SaveProgress(1, store.Progress{Morning: today}) })
		same(t, "after", []committee.ID(nil), waiting())
		today = today.AddDays(1)
		same(t, "the next day", []committee.ID{1}, waiting())
	})
}
