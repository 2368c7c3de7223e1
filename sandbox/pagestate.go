package sandbox

import (
	"net/http"
	"strconv"
)

// shownBubbles is how many messages of one phone the page renders.
const shownBubbles = 200

// pageBubble is a bubble as the page is told of it.
type pageBubble struct {
	Bubble
	Serial int64 // its place in the chat
	Time   string
	Day    string
	Stamp  int64 // seconds, for the gaps between messages
}

// pagePhone is a phone as the page is told of it; only what changed.
type pagePhone struct {
	ID      string
	Unread  int
	State   string // why the person cannot use the app; empty: he can
	Bubbles []pageBubble
}

// pageState is what changed since a revision. Rev is the one to ask from next.
type pageState struct {
	Rev    int64
	ID     string // Rev as text
	Clock  string
	Today  string
	Moving bool
	Phones []pagePhone
	Group  []pageBubble
	News   int // of the group, not seen yet
	Menu   []MenuButton
}

func serialOf(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (w *WeCom) serveState(rw http.ResponseWriter, r *http.Request) {
	w.writeJSON(rw, http.StatusOK, w.pageState(serialOf(r.URL.Query().Get("since"))))
}

// pageState collects what changed after a revision.
func (w *WeCom) pageState(since int64) pageState {
	now := w.opt.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	s := pageState{
		Rev: w.st.Serial, Clock: longDate(now), Today: shortDay(now), Moving: w.moving.Load(), Menu: w.menu().Buttons,
	}
	s.ID = strconv.FormatInt(s.Rev, 10)
	if since > s.Rev {
		since = 0 // the phones were wiped
	}
	for _, u := range w.users {
		s.Phones = append(s.Phones, w.pagePhone(u, since))
	}
	s.Group, s.News = w.changedAfter(w.st.Group, since), unseen(w.st.Group, w.st.GroupRead)
	return s
}

func (w *WeCom) pagePhone(u *User, since int64) pagePhone {
	p := pagePhone{ID: u.ID}
	switch {
	case u.Status != Active:
		p.State = "账号未激活，收不到消息"
	case !u.InRange:
		p.State = "不在应用可见范围内"
	}
	held := w.st.Phones[fold(u.ID)]
	if held == nil {
		return p
	}
	p.Unread, p.Bubbles = unseen(held.Bubbles, held.Read), w.changedAfter(held.Bubbles, since)
	return p
}

// unseen counts what others wrote behind the newest bubble that was seen.
func unseen(list []*bubble, read int64) int {
	n := 0
	for _, b := range list {
		if !b.Mine && b.Serial > read {
			n++
		}
	}
	return n
}

// changedAfter are the bubbles among the newest that changed after a revision.
func (w *WeCom) changedAfter(list []*bubble, since int64) []pageBubble {
	var all []pageBubble
	for _, b := range newest(list, shownBubbles) {
		if b.Rev <= since {
			continue
		}
		at := b.At.In(china)
		all = append(all, pageBubble{
			Bubble: w.view(b), Serial: b.Serial, Time: at.Format("15:04"), Day: shortDay(at), Stamp: at.Unix(),
		})
	}
	return all
}
