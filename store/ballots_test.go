package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func ballot(secret bool) *committee.Ballot {
	return &committee.Ballot{
		Committee: 1, Meeting: 4, Topic: 12, Position: 3, Item: 2, Person: "周建平", Title: "续聘兼职委员事项", Ask: "同意续聘,任期三年", Secret: secret,
		State: committee.Open, Electors: []committee.MemberID{1, 2, 3, 4, 5, 6, 7, 8}, Recused: []string{"刘芳"}, RoundOver: true,
		OpenedAt: at("2026-12-15 15:20"), ClosesAt: at("2026-12-15 15:30"), Expected: 9, Present: 8, Votes: map[committee.MemberID]committee.Choice{},
	}
}

// saveBallot keeps a ballot and the votes of its electors in the order given.
func saveBallot(t *testing.T, s *store.Store, b *committee.Ballot, choices ...committee.Choice) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error { return tx.SaveBallot(b) })
	for i, c := range choices {
		b.RoundOver = false
		if changed, err := b.Cast(b.Electors[i], c, b.OpenedAt); err != nil || !changed {
			t.Fatalf("vote %d: changed %v, %v", i, changed, err)
		}
		b.RoundOver = true
		update(t, s, func(tx *store.Tx) error { return tx.SaveVote(b, b.Electors[i], c, b.OpenedAt.UnixMilli()) })
	}
}

func loadBallot(t *testing.T, s *store.Store, id committee.BallotID) (b *committee.Ballot) {
	t.Helper()
	view(t, s, func(tx *store.Tx) (err error) {
		b, err = tx.Ballot(id)
		return err
	})
	return b
}

func TestNamedBallot(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			b := ballot(false)
			saveBallot(t, s, b, committee.For, committee.Against)
			same(t, "ballot", b, loadBallot(t, s, b.ID))
			b.Votes[2] = committee.Abstain // until the close a named vote may change
			update(t, s, func(tx *store.Tx) error { return tx.SaveVote(b, 2, committee.Abstain, b.ClosesAt.UnixMilli()) })
			same(t, "a vote was changed", b, loadBallot(t, s, b.ID))
			b.Chair = 1
			b.Close(at("2026-12-15 15:26"))
			b.State, b.Deferred = committee.Announced, true
			update(t, s, func(tx *store.Tx) error { return tx.SaveBallot(b) })
			same(t, "announced", b, loadBallot(t, s, b.ID))

			other := ballot(false)
			other.Meeting = 5
			second := ballot(true)
			saveBallot(t, s, other)
			saveBallot(t, s, second, committee.For)
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Ballots(4)
				same(t, "ballots of the meeting", []committee.Ballot{*b, *second}, got)
				_, missing := tx.Ballot(99)
				wantNotFound(t, "ballot 99", missing)
				return err
			})
		})
	}
}

func TestVOT06SecretBallot(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			b := ballot(true)
			saveBallot(t, s, b, committee.Abstain, committee.For, committee.Against, committee.For)
			got := loadBallot(t, s, b.ID)
			if got.Tally() != b.Tally() || len(got.Slips) != 4 || len(got.Votes) != 4 {
				t.Errorf("got %+v of %v and %v", got.Tally(), got.Votes, got.Slips)
			}
			for who, c := range got.Votes {
				if c != "" {
					t.Errorf("%d is joined with %s", who, c)
				}
			}
			err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveVote(b, 1, committee.For, 0) })
			if err == nil {
				t.Error("a secret vote was cast twice")
			}
			if again := loadBallot(t, s, b.ID); again.Tally() != b.Tally() {
				t.Errorf("after a second attempt: %+v", again.Tally())
			}
		})
	}
}

// Whoever has the whole database in hand finds who voted and what was voted, and
// nothing that joins the two: no order, no time, no id.
func TestVOT06TheTablesTellNothing(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			b := ballot(true)
			b.Electors = nil
			var cast []committee.Choice
			for i := range 24 {
				b.Electors = append(b.Electors, committee.MemberID(24-i)) // they vote in this order
				cast = append(cast, committee.Choices[min(i/8, 2)])
			}
			saveBallot(t, s, b, cast...)
			db := storetest.Raw(t, s)

			votes := storetest.Rows(t, db, "SELECT ballot_id, member_id, choice, cast_at FROM votes")
			for i, row := range votes {
				if want := fmt.Sprintf("%d|%d||0", b.ID, i+1); row != want { // as the key orders them, not as they voted
					t.Errorf("vote %d is kept as %s, want %s", i, row, want)
				}
			}
			slips := storetest.Rows(t, db, "SELECT slip, ballot_id, choice FROM slips")
			names := map[string]bool{}
			var told []committee.Choice
			for _, row := range slips {
				name, rest, _ := strings.Cut(row, "|")
				names[name] = true
				told = append(told, committee.Choice(rest[strings.LastIndexByte(rest, '|')+1:]))
				if len(name) != 26 {
					t.Errorf("a slip is called %s", name)
				}
			}
			if len(votes) != 24 || len(slips) != 24 || len(names) != 24 || !slices.IsSorted(slips) {
				t.Errorf("%d votes, %d slips, %d names, sorted by them: %v", len(votes), len(slips), len(names), slices.IsSorted(slips))
			}
			if backwards := slices.Clone(told); slices.Equal(told, cast) || slices.Equal(reversed(backwards), cast) {
				t.Error("the slips lie in the order in which they were cast")
			}
			if engine.Name == string(store.SQLite) {
				for _, table := range []string{"votes", "slips"} {
					if _, err := db.ExecContext(t.Context(), "SELECT rowid FROM "+table); err == nil {
						t.Errorf("%s numbers its rows as they come", table)
					}
				}
			}
		})
	}
}

func reversed(c []committee.Choice) []committee.Choice {
	slices.Reverse(c)
	return c
}
