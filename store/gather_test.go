package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// Writers who meet are written together; each is kept, or taken back, by himself.
func TestWritersWhoMeet(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			errs := writers(t, s)
			for i, err := range errs {
				if kept, wrong := i%4 == 0, err != nil; kept == wrong {
					t.Errorf("writer %d: %v", i, err)
				}
			}
			for i := range errs {
				err := s.View(t.Context(), func(tx *store.Tx) error {
					_, _, err := tx.Committee(committee.ID(100 + i))
					return err
				})
				if kept := i%4 == 0; kept != (err == nil) {
					t.Errorf("committee %d: %v", i, err)
				}
			}
		})
	}
}

// writers writes 100 committees at once. One in four is to stay; the others refuse,
// break, or have hung up.
func writers(t *testing.T, s *store.Store) []error {
	t.Helper()
	errs := make([]error, 100)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	gone, hangUp := context.WithCancel(ctx)
	hangUp()
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			if i%4 == 3 {
				errs[i] = writer(gone, s, i)
				return
			}
			errs[i] = writer(ctx, s, i)
		})
	}
	wg.Wait()
	return errs
}

func writer(ctx context.Context, s *store.Store, i int) error {
	return s.Update(ctx, func(tx *store.Tx) error {
		if err := tx.SaveCommittee(committee.Committee{ID: committee.ID(100 + i), Name: "滨河社区“大党委”"}); err != nil {
			return err
		}
		switch i % 4 {
		case 1:
			return errors.New("说不")
		case 2:
			return tx.SaveMember(nil) // breaks
		}
		return nil
	})
}

// Who hangs up while others write is heard, and is not written.
func TestWhoHangsUpIsNotWritten(t *testing.T) {
	s := storetest.New(t)
	writing, end := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = s.Update(t.Context(), func(*store.Tx) error {
			close(writing)
			<-end
			return nil
		})
	})
	<-writing
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	err := s.Update(ctx, func(*store.Tx) error {
		t.Error("written all the same")
		return nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	close(end)
	wg.Wait()
}

// The roster that is remembered is the one that is on record, whoever changed it.
func TestRosterIsNeverStale(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			com := committee.Committee{ID: 7, Name: "滨河社区“大党委”"}
			m := committee.Member{Committee: 7, Name: "刘芳", Phone: "13888880006", Accounts: []committee.Account{{Platform: "wecom", User: "liufang"}}}
			save := func(unit string, outcome error) {
				t.Helper()
				err := s.Update(t.Context(), func(tx *store.Tx) error {
					m.Unit = unit
					if err := errors.Join(tx.SaveCommittee(com), tx.SaveMember(&m)); err != nil {
						return err
					}
					if got, err := tx.Body(7); err != nil || got[0].Unit != unit {
						t.Errorf("inside the transaction: %v %v", got, err)
					}
					return outcome
				})
				if !errors.Is(err, outcome) {
					t.Fatal(err)
				}
			}
			sees := func(unit string) {
				t.Helper()
				for range 2 {
					err := s.View(t.Context(), func(tx *store.Tx) error {
						body, err := tx.Body(7)
						if err != nil || len(body) != 1 || body[0].Unit != unit || len(body[0].Accounts) != 1 {
							t.Errorf("want %s, got %v %v", unit, body, err)
						}
						one, err := tx.Member(7, m.ID)
						if err != nil || one.Unit != unit || len(one.Accounts) != 1 {
							t.Errorf("want %s, got %v %v", unit, one, err)
						}
						return nil
					})
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			save("市第三中学", nil)
			sees("市第三中学")
			save("市第四中学", errors.New("收回"))
			sees("市第三中学")
			save("市第五中学", nil)
			sees("市第五中学")
			if err := s.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Member(8, m.ID); return err }); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("another committee's person: %v", err)
			}
		})
	}
}
