package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// methods are all that a transaction can be asked for.
var methods = map[string]func(tx *store.Tx) error{
	"SaveCommittee":   func(tx *store.Tx) error { return tx.SaveCommittee(binhe) },
	"Committee":       func(tx *store.Tx) error { _, _, err := tx.Committee(1); return err },
	"HoldCommittee":   func(tx *store.Tx) error { _, _, err := tx.HoldCommittee(1); return err },
	"Committees":      func(tx *store.Tx) error { _, err := tx.Committees(); return err },
	"Mornings":        func(tx *store.Tx) error { _, err := tx.Mornings(date("2026-12-10")); return err },
	"AddVersion":      func(tx *store.Tx) error { return tx.AddVersion(1, committee.Version{}) },
	"WithdrawAfter":   func(tx *store.Tx) error { return tx.WithdrawAfter(1, opening, "do.notice") },
	"SentSince":       func(tx *store.Tx) error { _, err := tx.SentSince(6, opening); return err },
	"LastSent":        func(tx *store.Tx) error { _, err := tx.LastSent(6, 5); return err },
	"MeetsBetween":    func(tx *store.Tx) error { _, err := tx.MeetsBetween(1, opening, opening); return err },
	"SaveProgress":    func(tx *store.Tx) error { return tx.SaveProgress(1, store.Progress{}) },
	"Body":            func(tx *store.Tx) error { _, err := tx.Body(1); return err },
	"SaveMember":      func(tx *store.Tx) error { return tx.SaveMember(&committee.Member{Committee: 1, Name: "王志强"}) },
	"Owners":          func(tx *store.Tx) error { _, err := tx.Owners("wecom", "LiuFang"); return err },
	"Meeting":         func(tx *store.Tx) error { _, err := tx.Meeting(1); return err },
	"PendingMeeting":  func(tx *store.Tx) error { _, err := tx.PendingMeeting(1); return err },
	"LatestMeeting":   func(tx *store.Tx) error { _, err := tx.LatestMeeting(1); return err },
	"SaveMeeting":     func(tx *store.Tx) error { return tx.SaveMeeting(sitting(opening)) },
	"SaveAttendee":    func(tx *store.Tx) error { return tx.SaveAttendee(sitting(opening), 1) },
	"HeldBefore":      func(tx *store.Tx) error { _, err := tx.HeldBefore(1, 2026); return err },
	"RegularIn":       func(tx *store.Tx) error { _, err := tx.RegularIn(1, opening, opening); return err },
	"AddNote":         func(tx *store.Tx) error { return tx.AddNote(1, committee.Note{}) },
	"Notes":           func(tx *store.Tx) error { _, err := tx.Notes(4); return err },
	"Minutes":         func(tx *store.Tx) error { _, err := tx.Minutes(4); return err },
	"SaveMinutes":     func(tx *store.Tx) error { return tx.SaveMinutes(&committee.Minutes{Meeting: 4}) },
	"SaveReader":      func(tx *store.Tx) error { return tx.SaveReader(&committee.Minutes{Meeting: 4}, store.Reader{}) },
	"Readers":         func(tx *store.Tx) error { _, err := tx.Readers(4); return err },
	"LastMinutes":     func(tx *store.Tx) error { _, err := tx.LastMinutes(1, 2026); return err },
	"MinutesNumbered": func(tx *store.Tx) error { _, err := tx.MinutesNumbered(1, 2026, 4); return err },
	"Topic":           func(tx *store.Tx) error { _, err := tx.Topic(1); return err },
	"Pool":            func(tx *store.Tx) error { _, err := tx.Pool(1); return err },
	"Agenda":          func(tx *store.Tx) error { _, err := tx.Agenda(1, 4); return err },
	"SaveTopic":       func(tx *store.Tx) error { return tx.SaveTopic(&committee.Topic{}) },
	"Ballot":          func(tx *store.Tx) error { _, err := tx.Ballot(1); return err },
	"Ballots":         func(tx *store.Tx) error { _, err := tx.Ballots(4); return err },
	"SaveBallot":      func(tx *store.Tx) error { return tx.SaveBallot(ballot(false)) },
	"SaveVote":        func(tx *store.Tx) error { return tx.SaveVote(ballot(false), 1, committee.For, 1) },
	"SaveVote-secret": func(tx *store.Tx) error { return tx.SaveVote(ballot(true), 1, committee.For, 1) },
	"Elsewhere": func(tx *store.Tx) error {
		_, err := tx.Elsewhere(committee.Member{Accounts: []committee.Account{{Platform: "wecom", User: "LiuFang"}}})
		return err
	},
	"Binding":      func(tx *store.Tx) error { _, err := tx.Binding("482913"); return err },
	"SaveBinding":  func(tx *store.Tx) error { return tx.SaveBinding("482913", committee.Binding{}) },
	"VoidBindings": func(tx *store.Tx) error { _, err := tx.VoidBindings(6, opening, opening); return err },
	"AddGuess":     func(tx *store.Tx) error { return tx.AddGuess("wecom/liufang", opening) },
	"Guesses":      func(tx *store.Tx) error { _, _, err := tx.Guesses("wecom/liufang", opening); return err },
	"Dialogue":     func(tx *store.Tx) error { _, err := tx.Dialogue(6); return err },
	"SaveDialogue": func(tx *store.Tx) error { return tx.SaveDialogue(store.Dialogue{Member: 6}) },
	"EndDialogue":  func(tx *store.Tx) error { return tx.EndDialogue(6) },
	"Log":          count,
	"JournalBetween": func(tx *store.Tx) error {
		_, err := tx.JournalBetween(1, opening, opening)
		return err
	},
	"Journal":      func(tx *store.Tx) error { _, err := tx.Journal(1, 4); return err },
	"Post":         func(tx *store.Tx) error { return tx.Post(letter("a", 0)) },
	"Withdraw":     func(tx *store.Tx) error { return tx.Withdraw(4, "notice") },
	"Done":         func(tx *store.Tx) error { return tx.Done(store.Letter{}) },
	"Postpone":     func(tx *store.Tx) error { return tx.Postpone(store.Letter{}, morning, 1) },
	"AddDelivery":  func(tx *store.Tx) error { return tx.AddDelivery(store.Delivery{}) },
	"Reshow":       func(tx *store.Tx) error { return tx.Reshow(1, nil, "", "") },
	"CardDelivery": func(tx *store.Tx) error { _, err := tx.CardDelivery(6, "a"); return err },
	"CardInHand":   func(tx *store.Tx) error { _, err := tx.CardInHand(6, "a"); return err },
	"Shown":        func(tx *store.Tx) error { _, err := tx.Shown(6, 5); return err },
	"ShownOf":      func(tx *store.Tx) error { _, err := tx.ShownOf("notice", store.Subject{}); return err },
	"Evidence":     func(tx *store.Tx) error { _, err := tx.Evidence(4, "notice"); return err },
	"Unreachable":  func(tx *store.Tx) error { _, err := tx.Unreachable(1); return err },
}

// A fault of the database is told as one, says what was being done, and is never
// taken for a record that is not there.
func TestFaultsOfATransaction(t *testing.T) {
	s := storetest.New(t)
	for name, method := range methods {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var fault error
			err := s.Update(ctx, func(tx *store.Tx) error {
				cancel()
				fault = method(tx)
				return fault
			})
			if fault == nil || err == nil || errors.Is(fault, store.ErrNotFound) || !strings.HasPrefix(fault.Error(), "store: ") {
				t.Errorf("got %v from the method, %v from the update", fault, err)
			}
		})
	}
}

func TestFaultsOfTheStore(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			for name, ask := range map[string]func() error{
				"Ping":        func() error { return s.Ping(ctx) },
				"Migrate":     func() error { _, err := s.Migrate(ctx); return err },
				"Migrations":  func() error { _, err := s.Migrations(ctx); return err },
				"CheckSchema": func() error { return s.CheckSchema(ctx) },
				"Claim":       func() error { _, err := s.Claim(ctx, time.Minute, 1, morning); return err },
				"Release":     func() error { return s.Release(ctx) },
				"NextLetter":  func() error { _, _, err := s.NextLetter(ctx); return err },
				"Backlog":     func() error { _, err := s.Backlog(ctx, morning); return err },
				"ClaimTick":   func() error { _, err := s.ClaimTick(ctx, "notices", morning); return err },
				"DropTick":    func() error { return s.DropTick(ctx, "notices", morning) },
				"Forget":      func() error { return s.Forget(ctx, morning) },
			} {
				if err := ask(); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "store: ") {
					t.Errorf("%s: got %v", name, err)
				}
			}
			for name, run := range map[string]func(context.Context, func(*store.Tx) error) error{"View": s.View, "Update": s.Update} {
				if err := run(ctx, func(*store.Tx) error { t.Errorf("%s ran", name); return nil }); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "store: ") {
					t.Errorf("%s: got %v", name, err)
				}
			}
		})
	}
}

func TestAnUpdateThatLostARaceIsTriedAgain(t *testing.T) {
	lost := errors.Join(errors.New("clerk: casting"), &mysql.MySQLError{Number: 1213, Message: "Deadlock found"})
	for _, test := range []struct {
		name   string
		err    error
		losses int
		runs   int
		ok     bool
	}{
		{"won-at-once", lost, 0, 1, true},
		{"lost-twice", lost, 2, 3, true},
		{"lost-for-ever", lost, 99, 5, false},
		{"waited-in-vain-once", &mysql.MySQLError{Number: 1205}, 1, 2, true},
		{"another-fault", &mysql.MySQLError{Number: 1406}, 1, 1, false},
		{"refused", errRefused, 1, 1, false},
		{"busy", errors.New("database is locked (5) (SQLITE_BUSY)"), 1, 2, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, runs := storetest.New(t), 0
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				runs++
				if err := count(tx); err != nil || runs > test.losses {
					return err
				}
				return test.err
			})
			if runs != test.runs || (err == nil) != test.ok || !test.ok && !errors.Is(err, test.err) {
				t.Errorf("ran %d times: %v", runs, err)
			}
			if got := counted(t, s); test.ok && got != 1 || !test.ok && got != 0 {
				t.Errorf("%d effects", got)
			}
		})
	}
}

// Two updates that want two ballots in opposite order: the server breaks one of
// them off, and both come through.
func TestDeadlockOnMySQL(t *testing.T) {
	s := storetest.Engines[1].New(t)
	one, two := ballot(false), ballot(false)
	saveBallot(t, s, one)
	saveBallot(t, s, two)
	var both sync.WaitGroup // until each has its first ballot
	both.Add(2)
	var group sync.WaitGroup
	for _, order := range [][2]committee.BallotID{{one.ID, two.ID}, {two.ID, one.ID}} {
		group.Go(func() {
			first := true
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				if _, err := tx.Ballot(order[0]); err != nil {
					return err
				}
				if first {
					first = false
					both.Done()
					both.Wait()
				}
				if _, err := tx.Ballot(order[1]); err != nil {
					return err
				}
				return count(tx)
			})
			if err != nil {
				t.Errorf("%v: %v", order, err)
			}
		})
	}
	group.Wait()
	if got := counted(t, s); got != 2 {
		t.Errorf("%d effects, want 2", got)
	}
}

// A fault behind the first table that a method touches is told as well.
func TestFaultsOfATableBehind(t *testing.T) {
	s := storetest.New(t)
	enroll(t, s)
	secret, m := ballot(true), sitting(opening)
	saveBallot(t, s, secret)
	update(t, s, func(tx *store.Tx) error { return tx.SaveMeeting(m) })
	db := storetest.Raw(t, s)
	for _, lost := range []struct {
		table   string
		methods []string
	}{
		{"slips", []string{"Ballot", "Ballots", "SaveVote-secret"}},
		{"votes", []string{"Ballot", "Ballots"}},
		{"attendees", []string{"Meeting", "PendingMeeting", "SaveMeeting"}},
		{"accounts", []string{"Body", "SaveMember"}},
	} {
		if _, err := db.ExecContext(t.Context(), "DROP TABLE "+lost.table); err != nil {
			t.Fatal(err)
		}
		for _, name := range lost.methods {
			t.Run(name+"-without-"+lost.table, func(t *testing.T) {
				err := s.Update(t.Context(), methods[name])
				if err == nil || errors.Is(err, store.ErrNotFound) || !strings.HasPrefix(err.Error(), "store: ") {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
