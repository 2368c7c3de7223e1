package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/store"
	"yishi/store/storetest"
)

var morning = at("2026-12-10 09:07")

// letter is a notice to a member, due n minutes after 09:07.
func letter(key string, minutes int) store.Letter {
	return store.Letter{
		Committee: 1, Kind: "notice", Key: key, To: 6, Subject: store.Subject{Meeting: 4, Words: "会议通知"}, DueAt: morning.Add(time.Duration(minutes) * time.Minute),
	}
}

func post(t *testing.T, s *store.Store, letters ...store.Letter) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		for _, l := range letters {
			if err := tx.Post(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// claim takes up to ten letters, for a minute, some minutes after 09:07.
func claim(t *testing.T, s *store.Store, minutes int) []store.Letter {
	t.Helper()
	letters, err := s.Claim(t.Context(), time.Minute, 10, morning.Add(time.Duration(minutes)*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return letters
}

func wantKeys(t *testing.T, what string, got []store.Letter, want ...string) {
	t.Helper()
	var keys []string
	for _, l := range got {
		keys = append(keys, l.Key)
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// wantNext wants the next letter to be free so many minutes after 09:07, or, with
// none, no letter at all.
func wantNext(t *testing.T, s *store.Store, minutes int) {
	t.Helper()
	due, ok, err := s.NextLetter(t.Context())
	if err != nil || ok != (minutes != none) || ok && !due.Equal(morning.Add(time.Duration(minutes)*time.Minute)) {
		t.Errorf("next letter at %s, %v, %v; want %d minutes after", due, ok, err, minutes)
	}
}

const none = -1

func TestALetterIsWhatWasPosted(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			want := letter("通知/刘芳", 0)
			want.Subject = store.Subject{Meeting: 4, Topic: 12, Ballot: 7, Member: 6, Words: "“末位表态”", Card: "卡", Step: "2026-12-10"}
			post(t, s, want)
			got := claim(t, s, 0)
			if len(got) != 1 || got[0].ID == 0 || len(got[0].Token) != 26 {
				t.Fatalf("got %+v", got)
			}
			want.ID, want.Token, want.PlannedAt = got[0].ID, got[0].Token, want.DueAt
			same(t, "letter", want, got[0])
		})
	}
}

func TestALetterPostedTwiceLeavesOnce(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			later := letter("a", 5)
			later.Subject.Words = "改期通知"
			post(t, s, letter("a", 0), letter("a", 1))
			post(t, s, later)
			wantKeys(t, "before it is due", claim(t, s, 4))
			got := claim(t, s, 5)
			wantKeys(t, "when it is due", got, "a")
			if got[0].Subject.Words != "改期通知" || got[0].Rev != 2 || got[0].Attempts != 0 {
				t.Errorf("got %+v", got[0])
			}
			update(t, s, func(tx *store.Tx) error { return tx.Done(got[0]) })
			wantKeys(t, "after it has left", claim(t, s, 60))
			wantNext(t, s, none)
		})
	}
}

func TestALetterPostedAgainInHandLeavesAgain(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			for name, after := range map[string]func(tx *store.Tx, l store.Letter) error{
				"delivered": func(tx *store.Tx, l store.Letter) error { return tx.Done(l) },
				"failed":    func(tx *store.Tx, l store.Letter) error { return tx.Postpone(l, morning.Add(time.Hour), 1) },
			} {
				t.Run(name, func(t *testing.T) {
					post(t, s, letter("a", 0))
					inHand := claim(t, s, 0)
					wantKeys(t, "first", inHand, "a")
					post(t, s, letter("a", 0))
					wantKeys(t, "while it is in hand", claim(t, s, 0))
					update(t, s, func(tx *store.Tx) error { return after(tx, inHand[0]) })
					again := claim(t, s, 0)
					wantKeys(t, "again", again, "a")
					if again[0].Token == inHand[0].Token || again[0].Rev != inHand[0].Rev+1 || again[0].Attempts != 0 {
						t.Errorf("the second is the first: %+v, %+v", inHand[0], again[0])
					}
					update(t, s, func(tx *store.Tx) error { return tx.Done(again[0]) })
					wantKeys(t, "after both have left", claim(t, s, 120))
				})
			}
		})
	}
}

func TestClaim(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			post(t, s, letter("third", 2), letter("first", 1), letter("second", 1), letter("later", 30))
			wantNext(t, s, 1)
			wantKeys(t, "before the first", claim(t, s, 0))
			few, err := s.Claim(t.Context(), 10*time.Minute, 2, morning.Add(2*time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			wantKeys(t, "by due time, then by posting, no more than two", few, "first", "second")
			wantNext(t, s, 2) // not when the lease of the first ends
			wantKeys(t, "what is not in hand", claim(t, s, 2), "third")
			wantNext(t, s, 3)
			wantKeys(t, "a minute later one lease has ended", claim(t, s, 3), "third")
			wantKeys(t, "before the other lease ends", claim(t, s, 11), "third")
			wantKeys(t, "when it has", claim(t, s, 12), "first", "second", "third")
			if err := s.Release(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantKeys(t, "released", claim(t, s, 12), "first", "second", "third")
			for minutes, want := range map[int]int{0: 0, 2: 2, 3: 3, 60: 4} {
				if got, err := s.Backlog(t.Context(), morning.Add(time.Duration(minutes)*time.Minute)); err != nil || got != want {
					t.Errorf("%d late after %d minutes, want %d (%v)", got, minutes, want, err)
				}
			}
		})
	}
}

// A program that is killed with letters in hand loses none: another one takes
// them up when the lease has ended.
func TestSYS07CrashBetweenClaimAndDelivery(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			post(t, s, letter("a", 0), letter("b", 0))
			dead := storetest.Again(t, s)
			inHand := claim(t, dead, 0)
			wantKeys(t, "in the dead one's hand", inHand, "a", "b")
			if err := dead.Close(); err != nil {
				t.Fatal(err)
			}
			wantKeys(t, "while the lease runs", claim(t, s, 0))
			wantNext(t, s, 1)
			taken := claim(t, s, 1)
			wantKeys(t, "when it has ended", taken, "a", "b")
			for i := range taken {
				if taken[i].Token != inHand[i].Token { // so that the platform can tell the repetition
					t.Errorf("%s leaves under another name", taken[i].Key)
				}
			}
		})
	}
}

func TestPostpone(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			post(t, s, letter("a", 0))
			l := claim(t, s, 0)[0]
			update(t, s, func(tx *store.Tx) error { return tx.Postpone(l, morning.Add(5*time.Minute), 3) })
			wantNext(t, s, 5)
			wantKeys(t, "put off", claim(t, s, 4))
			again := claim(t, s, 5)
			wantKeys(t, "due", again, "a")
			if again[0].Attempts != 3 || again[0].Token != l.Token || again[0].Rev != l.Rev {
				t.Errorf("got %+v", again[0])
			}
		})
	}
}

func TestWithdraw(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			chase, other := letter("chase", 0), letter("other-meeting", 0)
			chase.Kind, other.Subject.Meeting = "chase", 5
			post(t, s, letter("notice", 0), chase, other)
			update(t, s, func(tx *store.Tx) error { return tx.Withdraw(4, "notice", "calls") })
			wantKeys(t, "what remains", claim(t, s, 0), "chase", "other-meeting")
			update(t, s, func(tx *store.Tx) error { return tx.Withdraw(4) })
			wantKeys(t, "nothing was named", claim(t, s, 1), "chase", "other-meeting")
		})
	}
}

var errRefused = errors.New("会议尚未宣布开会")

func TestALetterLeavesIfAndOnlyIfItsUpdateCommits(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				if err := tx.Post(letter("never", 0)); err != nil {
					return err
				}
				return fmt.Errorf("clerk: %w", errRefused)
			})
			if !errors.Is(err, errRefused) {
				t.Fatalf("got %v", err)
			}
			select {
			case <-s.Posted():
				t.Error("a refused update wakes the courier")
			default:
			}
			wantKeys(t, "after a refusal", claim(t, s, 0))
			post(t, s, letter("a", 0))
			post(t, s, letter("b", 0)) // whoever is awake already need not be woken twice
			select {
			case <-s.Posted():
			default:
				t.Error("nobody was told of a letter")
			}
			update(t, s, func(*store.Tx) error { return nil })
			select {
			case <-s.Posted():
				t.Error("an update without a letter wakes the courier")
			default:
			}
		})
	}
}

// The courier is woken for a letter that has to leave again, and only for that.
func TestWhatWakesTheCourier(t *testing.T) {
	woken := func(s *store.Store) bool {
		select {
		case <-s.Posted():
			return true
		default:
			return false
		}
	}
	for name, settle := range map[string]func(tx *store.Tx, l store.Letter) error{
		"done":      func(tx *store.Tx, l store.Letter) error { return tx.Done(l) },
		"postponed": func(tx *store.Tx, l store.Letter) error { return tx.Postpone(l, morning.Add(time.Hour), 1) },
	} {
		for _, engine := range storetest.Engines {
			t.Run(name+"-"+engine.Name, func(t *testing.T) {
				s := engine.New(t)
				post(t, s, letter("a", 0), letter("b", 0))
				inHand := claim(t, s, 0)
				post(t, s, letter("b", 0))
				if !woken(s) {
					t.Fatal("a letter was posted")
				}
				update(t, s, func(tx *store.Tx) error { return settle(tx, inHand[0]) })
				if woken(s) {
					t.Error("woken for a letter that is settled")
				}
				update(t, s, func(tx *store.Tx) error { return settle(tx, inHand[1]) })
				if !woken(s) {
					t.Error("not woken for a letter that has to leave again")
				}
			})
		}
	}
}

// A letter that was tried in vain is in arrears, though it waits for a later try;
// one that was merely put off is not.
func TestBacklogCountsWhatFailed(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			post(t, s, letter("a", 0), letter("b", 0))
			for i, l := range claim(t, s, 0) {
				if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.Postpone(l, morning.Add(time.Hour), i) }); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := s.Backlog(t.Context(), morning); err != nil || got != 1 {
				t.Errorf("%d in arrears, want 1 (%v)", got, err)
			}
		})
	}
}
