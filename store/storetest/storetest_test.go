package storetest_test

import (
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func names(t *testing.T, s *store.Store) (ids []committee.ID) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		ids, err = tx.Committees()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func save(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveCommittee(committee.Committee{ID: 1, Name: "滨河社区"}) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFreshStoreIsEmptyAndCurrent(t *testing.T) {
	for range 2 {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			t.Helper()
			if err := s.CheckSchema(t.Context()); err != nil {
				t.Error(err)
			}
			if got := names(t, s); len(got) != 0 {
				t.Errorf("a fresh store holds %v", got)
			}
			save(t, s)
		})
	}
}

func TestAgainAndRawSeeTheSameDatabase(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			save(t, s)
			if got := names(t, storetest.Again(t, s)); len(got) != 1 {
				t.Errorf("the second sees %v", got)
			}
			var name string
			row := storetest.Raw(t, s).QueryRowContext(t.Context(), "SELECT name FROM committees")
			if err := row.Scan(&name); err != nil || name != "滨河社区" {
				t.Errorf("the table holds %q: %v", name, err)
			}
			if got := names(t, storetest.New(t)); len(got) != 0 {
				t.Errorf("another store sees %v", got)
			}
		})
	}
}
