package store_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func TestVOT10Recusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		m := &committee.Meeting{ID: 4, Committee: 1}
		want := []committee.Recusal{
			{Topic: 12, Member: 6, By: 1, At: at("2026-12-15 15:00")},
			{Topic: 13, Item: 2, Member: 6, By: 6, Declined: true, At: at("2026-12-15 15:01")},
		}
		update(t, s, func(tx *store.Tx) error {
			if err := tx.SaveRecusals(&committee.Meeting{ID: 5, Committee: 1}, want[:1]); err != nil {
				return err
			}
			return tx.SaveRecusals(m, []committee.Recusal{want[1], want[0]})
		})
		for _, left := range [][]committee.Recusal{want, want[1:], nil} {
			update(t, s, func(tx *store.Tx) error { return tx.SaveRecusals(m, left) })
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Recusals(4)
				same(t, "recusals", left, got)
				return err
			})
		}
		view(t, s, func(tx *store.Tx) error {
			got, err := tx.Recusals(5)
			same(t, "recusals of another meeting", want[:1], got)
			return err
		})
	})
}

func TestVOT11Dictated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		said := committee.Dictated{Ballot: 7, Member: 3, Choice: committee.For}
		update(t, s, func(tx *store.Tx) error { return tx.SaveDictated(1, said) })
		said.Choice = committee.Against
		update(t, s, func(tx *store.Tx) error { return tx.SaveDictated(1, said) })
		view(t, s, func(tx *store.Tx) error {
			got, err := tx.Dictated(7, 3)
			same(t, "dictated", said, got)
			_, other := tx.Dictated(7, 4)
			wantNotFound(t, "of another", other)
			return err
		})
		update(t, s, func(tx *store.Tx) error { return tx.DropDictated(said) })
		view(t, s, func(tx *store.Tx) error {
			_, err := tx.Dictated(7, 3)
			wantNotFound(t, "struck off", err)
			return nil
		})
	})
}

// What was counted by hand is kept with its vote; an entry that was never confirmed can
// be struck off with all that was entered.
func TestVOT11CountedByHand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		b := ballot(false)
		b.ByHand, b.Counted, b.Witness, b.Again = true, committee.Tally{For: 4, Against: 3, Abstain: 1}, "何婷", "票数统计有误"
		saveBallot(t, s, b)
		same(t, "counted", b, loadBallot(t, s, b.ID))
		other := ballot(false)
		saveBallot(t, s, other, committee.For)
		named := ballot(false)
		saveBallot(t, s, named, committee.For, committee.Against)
		update(t, s, func(tx *store.Tx) error { return tx.DropBallot(named.ID) })
		view(t, s, func(tx *store.Tx) error {
			_, err := tx.Ballot(named.ID)
			wantNotFound(t, "struck off", err)
			return nil
		})
		same(t, "another", other, loadBallot(t, s, other.ID))
		if left := storetest.Rows(t, storetest.Raw(t, s), "SELECT ballot_id FROM votes"); len(left) != 1 {
			t.Errorf("%d votes are left", len(left))
		}
	})
}

// What is mixed is not left behind where it lay in the file.
func TestVOT06NothingIsLeftInTheFile(t *testing.T) {
	s := storetest.New(t)
	b := ballot(true)
	saveBallot(t, s, b, committee.Abstain, committee.For, committee.Against, committee.For)
	db := storetest.Raw(t, s)
	before := storetest.Rows(t, db, "SELECT slip FROM slips")
	update(t, s, func(tx *store.Tx) error { return tx.ShuffleSlips(b) })
	storetest.Rows(t, db, "PRAGMA wal_checkpoint(TRUNCATE)")
	text, err := os.ReadFile(storetest.Rows(t, db, "SELECT file FROM pragma_database_list WHERE name = 'main'")[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range before {
		if bytes.Contains(text, []byte(name)) {
			t.Errorf("%s is still in the file", name)
		}
	}
	if now := storetest.Rows(t, db, "SELECT slip FROM slips"); !bytes.Contains(text, []byte(now[0])) {
		t.Error("the file was not looked into")
	}
}

// After the close the slips have other names and say the same.
func TestVOT06SlipsAreMixed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		b, other := ballot(true), ballot(true)
		saveBallot(t, s, b, committee.Abstain, committee.For, committee.Against, committee.For)
		saveBallot(t, s, other, committee.For)
		db := storetest.Raw(t, s)
		names := func(of committee.BallotID) []string {
			all := storetest.Rows(t, db, "SELECT ballot_id, slip FROM slips")
			return slices.DeleteFunc(all, func(row string) bool { return row[0] != byte('0'+of) })
		}
		before, beside := names(b.ID), names(other.ID)
		update(t, s, func(tx *store.Tx) error { return tx.ShuffleSlips(b) })
		for _, name := range names(b.ID) {
			if slices.Contains(before, name) {
				t.Errorf("%s has kept its name", name)
			}
		}
		if got := loadBallot(t, s, b.ID); got.Tally() != b.Tally() || len(names(b.ID)) != 4 || !slices.Equal(beside, names(other.ID)) {
			t.Errorf("mixed: %+v", got.Tally())
		}
		update(t, s, func(tx *store.Tx) error { return tx.ShuffleSlips(ballot(true)) })
	})
}
