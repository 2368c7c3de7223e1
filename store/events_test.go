package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// count is what an event does: it writes one more line into the journal.
func count(tx *store.Tx) error { return tx.Log(store.Entry{Committee: 1, Meeting: 4, Act: "作用"}) }

func counted(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		lines, err := tx.Journal(1, 4)
		n = len(lines)
		return err
	})
	return n
}

func TestSYS06AnEventTakesEffectOnce(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			on := func(key string) context.Context { return store.WithEvent(t.Context(), key, morning) }
			// What the rules refused has not taken effect and may be tried again.
			if err := s.Update(on("wecom/一"), func(tx *store.Tx) error { return errors.Join(count(tx), errRefused) }); !errors.Is(err, errRefused) {
				t.Fatalf("got %v", err)
			}
			first := on("wecom/一")
			for range 3 { // one event may need several updates
				if err := s.Update(first, count); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Update(on("wecom/一"), count); !errors.Is(err, store.ErrSeen) {
				t.Errorf("repeated: got %v, want ErrSeen", err)
			}
			for _, other := range []string{"wecom/二", "WECOM/一", "wecom/一 x", ""} {
				if err := s.Update(on(other), count); err != nil {
					t.Errorf("%q is another event: %v", other, err)
				}
			}
			if got := counted(t, s); got != 7 {
				t.Errorf("%d effects, want 7", got)
			}
			if err := s.Forget(t.Context(), morning.Add(time.Millisecond)); err != nil {
				t.Fatal(err)
			}
			if err := s.Update(on("wecom/一"), count); err != nil {
				t.Errorf("after it was forgotten: %v", err)
			}
		})
	}
}

// VOT-05: parallel copies of one callback, over two replicas, have one effect.
func TestSYS06ParallelCopiesOfAnEvent(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			replicas := []*store.Store{s, storetest.Again(t, s)}
			var took, seen atomic.Int32
			var group sync.WaitGroup
			for i := range 40 {
				group.Go(func() {
					ctx := store.WithEvent(t.Context(), "dingtalk/重复", morning)
					switch err := replicas[i%2].Update(ctx, count); {
					case err == nil:
						took.Add(1)
					case errors.Is(err, store.ErrSeen):
						seen.Add(1)
					default:
						t.Errorf("copy %d: %v", i, err)
					}
				})
			}
			group.Wait()
			if took.Load() != 1 || seen.Load() != 39 || counted(t, s) != 1 {
				t.Errorf("%d took effect, %d were seen, %d effects", took.Load(), seen.Load(), counted(t, s))
			}
		})
	}
}

func TestSYS06OneWinnerOfATick(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			replicas := []*store.Store{s, storetest.Again(t, s)}
			win := func(job string, tick time.Time) int32 {
				t.Helper()
				var mine atomic.Int32
				var group sync.WaitGroup
				for i := range 8 {
					group.Go(func() {
						switch won, err := replicas[i%2].ClaimTick(t.Context(), job, tick); {
						case err != nil:
							t.Errorf("claim %d: %v", i, err)
						case won:
							mine.Add(1)
						}
					})
				}
				group.Wait()
				return mine.Load()
			}
			later := morning.Add(time.Minute)
			for i, claim := range []struct {
				job  string
				tick time.Time
				want int32
			}{{"notices", morning, 1}, {"notices", morning, 0}, {"notices", later, 1}, {"forecast", morning, 1}} {
				if got := win(claim.job, claim.tick); got != claim.want {
					t.Errorf("tick %d of %s has %d winners, want %d", i, claim.job, got, claim.want)
				}
			}
			if err := s.DropTick(t.Context(), "notices", morning); err != nil {
				t.Fatal(err)
			}
			if got := win("notices", morning); got != 1 {
				t.Errorf("a tick that was given back has %d winners", got)
			}
			if err := s.Forget(t.Context(), later); err != nil {
				t.Fatal(err)
			}
			if old, young := win("forecast", morning), win("notices", later); old != 1 || young != 0 {
				t.Errorf("forgotten tick has %d winners, kept one %d", old, young)
			}
		})
	}
}

func TestVOT05EightVotersAtOnce(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			for name, secret := range map[string]bool{"named": false, "secret": true} {
				t.Run(name, func(t *testing.T) {
					b := ballot(secret)
					b.RoundOver = false
					saveBallot(t, s, b)
					var counted, closes atomic.Int32
					var group sync.WaitGroup
					for i := range 24 { // each of eight taps three times
						group.Go(func() {
							changed, closed, err := castOnce(t.Context(), s, b.ID, committee.MemberID(i%8+1), committee.Choices[i%8%3])
							if _, refused := errors.AsType[*committee.Refusal](err); err != nil && !refused {
								t.Errorf("tap %d: %v", i, err)
							}
							counted.Add(changed)
							closes.Add(closed)
						})
					}
					group.Wait()
					got := loadBallot(t, s, b.ID)
					want := committee.Tally{For: 3, Against: 3, Abstain: 2}
					if got.Tally() != want || got.State != committee.Closed || counted.Load() != 8 || closes.Load() != 1 {
						t.Errorf("%+v, %s, %d changes, closed %d times", got.Tally(), got.State, counted.Load(), closes.Load())
					}
				})
			}
		})
	}
}

// castOnce does what a tap does: it votes, and closes the vote after the last one.
func castOnce(ctx context.Context, s *store.Store, id committee.BallotID, who committee.MemberID, c committee.Choice) (changed, closed int32, err error) {
	err = s.Update(ctx, func(tx *store.Tx) error {
		changed, closed = 0, 0
		b, err := tx.Ballot(id)
		if err != nil {
			return err
		}
		counts, err := b.Cast(who, c, morning)
		if err != nil || !counts {
			return err
		}
		changed = 1
		if err := tx.SaveVote(b, who, c, morning.UnixMilli()); err != nil || !b.Complete() {
			return err
		}
		closed = 1
		b.Close(morning)
		return tx.SaveBallot(b)
	})
	if err != nil {
		return 0, 0, err
	}
	return changed, closed, nil
}

// Numbers are drawn from what is counted over all meetings, so whoever draws one
// holds the committee (MIN-04).
func TestMIN04NumbersAreDrawnOneByOne(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			enroll(t, s)
			var group sync.WaitGroup
			for meeting := range 12 {
				group.Go(func() {
					err := s.Update(t.Context(), func(tx *store.Tx) error {
						if _, _, err := tx.HoldCommittee(1); err != nil {
							return err
						}
						last, err := tx.LastMinutes(1, 2026)
						if err != nil {
							return err
						}
						return tx.SaveMinutes(&committee.Minutes{Meeting: committee.MeetingID(meeting + 1), Committee: 1, Year: 2026, Number: last + 1})
					})
					if err != nil {
						t.Errorf("meeting %d: %v", meeting, err)
					}
				})
			}
			group.Wait()
			view(t, s, func(tx *store.Tx) error {
				last, err := tx.LastMinutes(1, 2026)
				if last != 12 {
					t.Errorf("twelve minutes end with number %d", last)
				}
				return err
			})
		})
	}
}

func TestTwoCouriersShareTheLetters(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			var letters []store.Letter
			for i := range 40 {
				letters = append(letters, letter(strings.Repeat("x", i+1), 0))
			}
			post(t, s, letters...)
			replicas := []*store.Store{s, storetest.Again(t, s)}
			var lock sync.Mutex
			taken := map[string]int{}
			var group sync.WaitGroup
			for i := range 4 {
				group.Go(func() {
					for {
						got, err := replicas[i%2].Claim(t.Context(), time.Minute, 3, morning)
						if err != nil {
							t.Errorf("courier %d: %v", i, err)
							return
						}
						if len(got) == 0 {
							return
						}
						lock.Lock()
						for _, l := range got {
							taken[l.Key]++
						}
						lock.Unlock()
					}
				})
			}
			group.Wait()
			for key, times := range taken {
				if times != 1 {
					t.Errorf("%s was claimed %d times", key, times)
				}
			}
			left := claim(t, s, 0)
			if len(taken)+len(left) != 40 {
				t.Errorf("%d letters claimed, %d left", len(taken), len(left))
			}
		})
	}
}
