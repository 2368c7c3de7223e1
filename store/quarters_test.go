package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
	"yishi/workday"
)

func TestMTG01MissedQuartersAreKept(t *testing.T) {
	storetest.Each(t, testMissed)
}

func testMissed(t *testing.T, s *store.Store) {
	t.Helper()
	asked := store.Missed{Quarter: workday.Quarter{Year: 2026, N: 4}, AskedAt: time.Date(2027, 1, 4, 9, 7, 0, 0, committee.Zone)}
	earlier := store.Missed{Quarter: workday.Quarter{Year: 2026, N: 3}, Reason: "汛期", By: 1, AskedAt: asked.AskedAt, SaidAt: asked.AskedAt}
	said := asked
	said.Reason, said.By, said.SaidAt = "书记住院", 1, asked.AskedAt.Add(time.Hour)
	var got []store.Missed
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		for _, m := range []store.Missed{asked, earlier, said} {
			if err := tx.SaveMissed(1, m); err != nil {
				return err
			}
		}
		var err error
		got, err = tx.Missed(1)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]store.Missed{said, earlier}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
