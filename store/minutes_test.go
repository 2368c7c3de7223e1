package store_test

import (
	"errors"
	"strings"
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func TestMinutes(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			m := &committee.Minutes{
				Meeting: 4, Committee: 1, Revision: 3, State: committee.WithVice, Edits: map[int]string{2: "会议同意在三号院先行试点。", 10: "“缓议”"}, Reason: "请核对",
				Year: 2026, DraftedAt: at("2026-12-15 16:21"),
			}
			save := func() {
				t.Helper()
				update(t, s, func(tx *store.Tx) error { return tx.SaveMinutes(m) })
			}
			load := func() (got *committee.Minutes) {
				t.Helper()
				view(t, s, func(tx *store.Tx) (err error) {
					got, err = tx.Minutes(4)
					return err
				})
				return got
			}
			save()
			same(t, "draft", m, load())
			save()
			same(t, "draft saved twice", m, load())
			m.State, m.Number, m.SignedAt, m.Edits = committee.Signed, 4, at("2026-12-17 11:02"), nil
			save()
			same(t, "signed", m, load())
			// Fifteen topics as long as they may be: more than 64 KB.
			m.Edits = map[int]string{}
			for i := range 15 {
				m.Edits[i+1] = strings.Repeat("议", committee.MaxEdit)
			}
			save()
			same(t, "long minutes", m, load())
			view(t, s, func(tx *store.Tx) error {
				_, err := tx.Minutes(5)
				wantNotFound(t, "minutes of another meeting", err)
				return nil
			})
		})
	}
}

func TestMIN04NumbersAreUnique(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			keep := func(meeting committee.MeetingID, c committee.ID, year, number int) error {
				return s.Update(t.Context(), func(tx *store.Tx) error {
					return tx.SaveMinutes(&committee.Minutes{Meeting: meeting, Committee: c, Year: year, Number: number, State: committee.Signed})
				})
			}
			for _, test := range []struct {
				name         string
				meeting      committee.MeetingID
				committee    committee.ID
				year, number int
				taken        bool
			}{
				{"first", 1, 1, 2026, 1, false},
				{"two-drafts-have-no-number", 2, 1, 2026, 0, false},
				{"the-second-of-them", 3, 1, 2026, 0, false},
				{"a-draft-takes-a-number-that-is-taken", 2, 1, 2026, 1, true},
				{"a-meeting-without-a-draft-does", 9, 1, 2026, 1, true},
				{"next-number", 3, 1, 2026, 2, false},
				{"next-year", 4, 1, 2027, 1, false},
				{"another-committee", 5, 7, 2026, 1, false},
				{"the-same-again", 1, 1, 2026, 1, false},
			} {
				if err := keep(test.meeting, test.committee, test.year, test.number); (err != nil) != test.taken {
					t.Errorf("%s: got %v", test.name, err)
				}
			}
			view(t, s, func(tx *store.Tx) error {
				for year, want := range map[int]int{2025: 0, 2026: 2, 2027: 1} {
					if got, err := tx.LastMinutes(1, year); err != nil || got != want {
						t.Errorf("last number of %d is %d, want %d (%v)", year, got, want, err)
					}
				}
				for number, want := range map[int]committee.MeetingID{1: 1, 2: 3} {
					if got, err := tx.MinutesNumbered(1, 2026, number); err != nil || got != want {
						t.Errorf("〔2026〕%d号 is of meeting %d, want %d (%v)", number, got, want, err)
					}
				}
				_, err := tx.MinutesNumbered(1, 2026, 3)
				wantNotFound(t, "〔2026〕3号", err)
				return nil
			})
		})
	}
}

func TestReaders(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			m := &committee.Minutes{Meeting: 4, Committee: 1}
			update(t, s, func(tx *store.Tx) error {
				return errors.Join(tx.SaveReader(m, store.Reader{Member: 6}), tx.SaveReader(m, store.Reader{Member: 2}),
					tx.SaveReader(m, store.Reader{Member: 6, ReadAt: at("2026-12-18 10:07")}))
			})
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Readers(4)
				same(t, "readers", []store.Reader{{Member: 2}, {Member: 6, ReadAt: at("2026-12-18 10:07")}}, got)
				return err
			})
		})
	}
}
