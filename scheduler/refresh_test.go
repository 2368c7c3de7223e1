package scheduler_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/scheduler"
	"yishi/store"
)

// noticed is a house in which the notice of a meeting has just left, a card for
// each of seven people.
func noticed(t *testing.T) *house {
	t.Helper()
	h := found(t, "2026-12-08 09:20")
	h.notice()
	h.advance("2026-12-10 09:07")
	if n := len(h.wecom.tried()); n < 7 {
		t.Fatalf("the notice left %d times", n)
	}
	h.advance("2026-12-10 10:00")
	return h
}

// refresh lets every card of a kind about the meeting follow.
func (h *house) refresh(kind, key string) {
	h.Helper()
	d, err := h.clerk.Current(h.Context(), h.person(zhang))
	if err != nil {
		h.Fatal(err)
	}
	h.post(store.Letter{Kind: clerk.Refresh, Key: key, Subject: store.Subject{Meeting: d.Meeting.ID, Words: kind, Step: d.Meeting.Starts.Format("01021504")}})
}

func (h *house) comes() {
	h.Helper()
	if _, err := h.clerk.Reply(h.Context(), h.person(liu), 0, committee.Comes, ""); err != nil {
		h.Fatal(err)
	}
}

func TestAnAnswerChangesItsCardOnce(t *testing.T) {
	h := noticed(t)
	h.comes()
	h.advance("10:01")
	changed := h.wecom.Changed()
	if len(changed) != 1 || changed[0].Ref.To.ID != "liufang" || !strings.Contains(changed[0].Card.Desc, "您已确认参加") {
		t.Fatalf("changed %+v", changed)
	}
	h.refresh(clerk.Notice, "every-notice")
	h.advance("10:02")
	if n := h.wecom.changes(); n != 1 {
		t.Errorf("cards that look the same were changed: %d changes", n-1)
	}
}

// Twelve reasons to change a card are one change.
func TestManyChangesAreOne(t *testing.T) {
	h := noticed(t)
	for _, answer := range []committee.Answer{committee.Comes, committee.OnLeave, committee.Comes, committee.OnLeave, committee.Comes} {
		if _, err := h.clerk.Reply(t.Context(), h.person(liu), 0, answer, "出差"); err != nil {
			t.Fatal(err)
		}
	}
	h.advance("10:00")
	if n := h.wecom.changes(); n != 1 {
		t.Errorf("changed %d times", n)
	}
}

// A meeting that is called off closes every card about it, each once.
func TestEveryCardOfAMeetingThatIsOff(t *testing.T) {
	h := noticed(t)
	if _, _, err := h.clerk.Cancel(t.Context(), h.person(zhang)); err != nil {
		t.Fatal(err)
	}
	h.advance("10:30")
	people := map[string]int{}
	for _, c := range h.wecom.Changed() {
		if c.Card.Closed == "本次会议已取消" {
			people[c.Ref.To.ID]++
		}
	}
	for _, m := range cast() {
		if n := people[m.Accounts[0].User]; n != 1 {
			t.Errorf("%s's card was closed %d times", m.Name, n)
		}
	}
	if live := h.column("SELECT kind FROM deliveries WHERE live"); slices.Contains(live, clerk.Notice) {
		t.Errorf("can still be answered: %v", live)
	}
}

// A card that can no longer be changed, or never could, stays as it is; what is on
// record follows all the same, so that it is not tried again.
func TestACardThatCannotBeChanged(t *testing.T) {
	for name, prepare := range map[string]func(*house){
		"gone":        func(h *house) { h.wecom.FailUpdates(bot.ErrGone) },
		"unreachable": func(h *house) { h.wecom.FailUpdates(&bot.UnreachableError{Code: 60111}) },
		"rejected":    func(h *house) { h.wecom.FailUpdates(&bot.RejectedError{Code: 42045}) },
		"no-code":     func(h *house) { h.alter("UPDATE deliveries SET code = ''") },
	} {
		t.Run(name, func(t *testing.T) {
			h := noticed(t)
			prepare(h)
			h.comes()
			h.advance("12:00")
			want := 1
			if name == "no-code" {
				want = 0
			}
			if n := h.wecom.changes(); n != want {
				t.Errorf("tried %d times, want %d", n, want)
			}
			if left := h.outbox(); slices.Contains(left, clerk.Refresh) {
				t.Errorf("still tried: %v", left)
			}
			if _, err := h.clerk.Reply(t.Context(), h.person(liu), 0, committee.OnLeave, "出差"); err != nil { // a second change finds no code
				t.Fatal(err)
			}
			h.advance("12:01")
			if n := h.wecom.changes(); n != want {
				t.Errorf("a card without a code was tried")
			}
			shown, err := h.clerk.Shown(t.Context(), h.person(liu))
			if err != nil || len(shown) == 0 {
				t.Errorf("can no longer be answered by words: %v, %v", shown, err)
			}
		})
	}
}

// One card that fails keeps no other from its change; it alone is tried again.
func TestOneOfManyCardsFails(t *testing.T) {
	h := noticed(t)
	h.wecom.FailUpdates(nil, errDown, &bot.ThrottledError{After: 10 * time.Second})
	if _, _, err := h.clerk.Cancel(t.Context(), h.person(zhang)); err != nil {
		t.Fatal(err)
	}
	h.advance("10:00")
	closed := func() int {
		n := 0
		for _, c := range h.wecom.Changed() {
			if c.Card.Closed == "本次会议已取消" {
				n++
			}
		}
		return n
	}
	before := closed()
	if before < 5 {
		t.Errorf("two that fail kept others from their change: %d of 7", before)
	}
	h.advance("10:05")
	if after, tries := closed(), h.wecom.changes(); after != 7 || tries > 10 {
		t.Errorf("%d of 7 were changed, in %d tries", after, tries)
	}
	if left := h.outbox(); slices.Contains(left, clerk.Refresh) {
		t.Errorf("still tried: %v", left)
	}
}

func TestARefreshIsGivenUpAfterAWeek(t *testing.T) {
	h := noticed(t)
	h.wecom.FailUpdates(errDown, errDown)
	h.comes()
	h.alter("UPDATE letters SET attempts = 600 WHERE kind = 'refresh'")
	h.advance("10:01")
	if left := h.outbox(); slices.Contains(left, clerk.Refresh) || len(h.failures()) != 0 {
		t.Errorf("left %v, on record %v", left, h.failures())
	}
}

// A platform that was switched off shows its old cards; what they offer is on record.
func TestThePlatformOfACardIsOff(t *testing.T) {
	h := noticed(t)
	h.comes()
	off := h.again(func(p *scheduler.Parts) { p.Messengers = nil })
	off.advance("10:01")
	if n := h.wecom.changes(); n != 0 || slices.Contains(h.outbox(), clerk.Refresh) {
		t.Errorf("changed %d, left %v", n, h.outbox())
	}
}

// A tap may come while its card is still being sent: the card is known by its key.
func TestACardThatIsTappedBeforeItIsOnRecord(t *testing.T) {
	h := found(t, "2026-12-08 09:20")
	var once sync.Once
	h.wecom.lose = func(a attempt) (err error) {
		if a.to != "liufang" {
			return nil
		}
		once.Do(func() {
			shown, findErr := h.clerk.Card(t.Context(), h.person(liu), a.key)
			if findErr != nil || shown == nil || shown.Kind != clerk.Notice || shown.ID != 0 {
				t.Errorf("found %+v, %v", shown, findErr)
			}
			if other, findErr := h.clerk.Card(t.Context(), h.person(wang), a.key); findErr != nil || other != nil {
				t.Errorf("another finds %+v, %v", other, findErr)
			}
			err = errors.New("连接中断")
		})
		return err
	}
	h.notice()
	h.advance("2026-12-10 09:10")
	if shown, err := h.clerk.Card(t.Context(), h.person(liu), to("liufang", h.wecom.tried())[0].key); err != nil || shown == nil || shown.ID == 0 {
		t.Errorf("afterwards: %+v, %v", shown, err)
	}
}
