package scheduler_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"yishi/bot"
	"yishi/bot/bottest"
	"yishi/cards"
	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/letters"
	"yishi/scheduler"
	"yishi/store"
	"yishi/store/storetest"
	"yishi/workday"
)

// memory is where Linux keeps files that need not outlive their program: the tests
// make hundreds of small databases.
const memory = "/dev/shm"

func TestMain(m *testing.M) {
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		_ = os.Setenv("TMPDIR", memory)
	}
	goleak.VerifyTestMain(m)
}

const home = committee.ID(1)

// The people of the tests, in the order of the roster: their ids are their places.
const (
	zhang committee.MemberID = 1 + iota // 书记
	li                                  // 副书记
	wang
	zhao
	chen
	liu
	he // 记录员
)

func cast() []committee.Member {
	var people []committee.Member
	for i, p := range []struct {
		user, name string
		roles      committee.Role
	}{
		{"zhangjianguo", "张建国", committee.Secretary},
		{"lihuimin", "李慧敏", committee.Vice},
		{"wangzhiqiang", "王志强", committee.Ordinary},
		{"zhaolihua", "赵丽华", committee.Ordinary},
		{"chenweidong", "陈卫东", committee.Ordinary},
		{"liufang", "刘芳", committee.Ordinary},
		{"heting", "何婷", committee.Recorder},
	} {
		people = append(people, committee.Member{
			Name: p.name, Roles: p.roles, Rank: i + 1, Phone: fmt.Sprintf("138888800%02d", i+1), Accounts: []committee.Account{{Platform: "wecom", User: p.user}},
		})
	}
	return people
}

// at is a moment in China: 2026-12-10 09:07.
func at(text string) time.Time {
	layout := "2006-01-02 15:04:05"
	when, err := time.ParseInLocation(layout[:len(text)], text, committee.Zone)
	if err != nil {
		panic(err)
	}
	return when
}

// house is a committee with its scheduler, over a real store and a platform that
// remembers.
type house struct {
	testing.TB

	clock   clock.Clock
	store   *store.Store
	clerk   *clerk.Clerk
	letters *letters.Letters
	wecom   *line
	log     *journal
	parts   scheduler.Parts
	sched   *scheduler.Scheduler
}

// found makes a committee whose clock stands at a moment.
func found(tb testing.TB, now string, change ...func(*scheduler.Parts)) *house {
	tb.Helper()
	h := settle(tb, storetest.New(tb), clock.NewSimulated(at(now)))
	h.begin(change...)
	return h
}

// settle puts the committee into a store.
func settle(tb testing.TB, s *store.Store, c clock.Clock) *house {
	tb.Helper()
	h := &house{TB: tb, clock: c, store: s}
	h.clerk = clerk.New(s, workday.China(), c.Now)
	err := h.clerk.SaveCommittee(tb.Context(), committee.Committee{
		ID: home, Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Seats: committee.Seats{Members: 7},
		Contact: committee.Contact{Name: "何婷", Phone: "0871-60000000"},
	}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := h.clerk.ImportRoster(tb.Context(), home, cast()); err != nil {
		tb.Fatal(err)
	}
	return h
}

// begin makes the scheduler.
func (h *house) begin(change ...func(*scheduler.Parts)) {
	h.Helper()
	deck, err := cards.New()
	if err != nil {
		h.Fatal(err)
	}
	h.letters = letters.New(h.clerk, deck)
	h.wecom = newLine(bot.WeCom, h.clock)
	h.log = &journal{}
	h.parts = scheduler.Parts{
		Store: h.store, Clerk: h.clerk, Letters: h.letters, Messengers: []bot.Messenger{h.wecom}, Clock: h.clock, Log: slog.New(slog.NewTextHandler(h.log, nil)),
	}
	for _, c := range change {
		c(&h.parts)
	}
	if h.sched, err = scheduler.New(h.parts); err != nil {
		h.Fatal(err)
	}
}

// again is another program on the same database, with its own clerk and the same
// clock and platform.
func (h *house) again(change ...func(*scheduler.Parts)) *house {
	h.Helper()
	other := &house{TB: h.TB, clock: h.clock, store: storetest.Again(h.TB, h.store), wecom: h.wecom, log: h.log}
	other.clerk = clerk.New(other.store, workday.China(), h.clock.Now)
	deck, err := cards.New()
	if err != nil {
		h.Fatal(err)
	}
	other.letters = letters.New(other.clerk, deck)
	other.parts = h.parts
	other.parts.Store, other.parts.Clerk, other.parts.Letters = other.store, other.clerk, other.letters
	for _, c := range change {
		c(&other.parts)
	}
	if other.sched, err = scheduler.New(other.parts); err != nil {
		h.Fatal(err)
	}
	return other
}

// advance moves the clock to a moment, or to a time of its day.
func (h *house) advance(to string) {
	h.Helper()
	if len(to) < len("2026-12-10 09:07") {
		to = h.clock.Now().Format("2006-01-02 ") + to
	}
	if err := h.sched.Advance(h.Context(), at(to)); err != nil {
		h.Fatalf("moving the clock to %s: %v", to, err)
	}
}

// post puts a letter into the outbox.
func (h *house) post(l store.Letter) {
	h.Helper()
	l.Committee = home
	if l.DueAt.IsZero() {
		l.DueAt = h.clock.Now()
	}
	if err := h.store.Update(h.Context(), func(tx *store.Tx) error { return tx.Post(l) }); err != nil {
		h.Fatal(err)
	}
}

// say puts words to a person into the outbox.
func (h *house) say(to committee.MemberID, words string) {
	h.Helper()
	h.post(store.Letter{Kind: clerk.Answer, Key: "answer/" + words, To: to, Subject: store.Subject{Words: words, Step: words}})
}

// tell puts words to the group into the outbox.
func (h *house) tell(words string) {
	h.Helper()
	h.post(store.Letter{Kind: clerk.Answer, Key: "group/" + words, Subject: store.Subject{Words: words, Step: words}})
}

// person is someone of the cast as an actor.
func (h *house) person(id committee.MemberID) committee.Actor {
	h.Helper()
	a, err := h.clerk.ActorOf(h.Context(), home, id)
	if err != nil {
		h.Fatal(err)
	}
	return a
}

// words are the texts that arrived at a person's account on a platform.
func (l *line) words(user string) []string {
	var out []string
	for _, m := range l.SentTo(bot.UserRef{Platform: l.Platform(), ID: user}) {
		out = append(out, m.Text)
	}
	return out
}

// outbox are the kinds of letters that have not left, in order.
func (h *house) outbox() []string {
	h.Helper()
	return h.column("SELECT kind FROM letters ORDER BY due_at, id")
}

// column reads the one column of a query.
func (h *house) column(query string) []string {
	h.Helper()
	rows, err := storetest.Raw(h.TB, h.store).QueryContext(h.Context(), query)
	if err != nil {
		h.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			h.Fatal(err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		h.Fatal(err)
	}
	return out
}

// alter changes the database behind the store's back.
func (h *house) alter(statement string) {
	h.Helper()
	if _, err := storetest.Raw(h.TB, h.store).ExecContext(h.Context(), statement); err != nil {
		h.Fatal(err)
	}
}

// attempt is one call of a platform.
type attempt struct {
	at    time.Time
	to    string // empty: the group
	key   string
	words string
}

// line is the line to a platform: it notes every attempt, and fails as it is told.
type line struct {
	*bottest.Recorder

	clock clock.Clock
	// fault says what happens to an attempt; nil is passed on. It may wait.
	fault func(attempt) error
	// lose says whether the answer to an attempt that had its effect is lost.
	lose func(attempt) error

	mu       sync.Mutex
	attempts []attempt
	updates  []bot.Card
}

func newLine(p bot.Platform, c clock.Clock) *line {
	return &line{Recorder: bottest.NewRecorder(p), clock: c}
}

// Send notes the attempt, and delivers it where nothing is in the way.
func (l *line) Send(ctx context.Context, to bot.Address, m bot.Message) (bot.MessageRef, error) {
	a := attempt{l.clock.Now(), to.To.ID, m.Key, m.Text}
	l.mu.Lock()
	l.attempts = append(l.attempts, a)
	l.mu.Unlock()
	if l.fault != nil {
		if err := l.fault(a); err != nil {
			return bot.MessageRef{}, err
		}
	}
	ref, err := l.Recorder.Send(ctx, to, m)
	if err == nil && l.lose != nil {
		err = l.lose(a)
	}
	return ref, err
}

// Update notes the change, and passes it on.
func (l *line) Update(ctx context.Context, ref bot.MessageRef, c bot.Card) error {
	l.mu.Lock()
	l.updates = append(l.updates, c)
	l.mu.Unlock()
	return l.Recorder.Update(ctx, ref, c)
}

// tried are the attempts so far.
func (l *line) tried() []attempt {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]attempt(nil), l.attempts...)
}

// changes counts the attempts to change a card.
func (l *line) changes() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.updates)
}

// journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func clockTimes(all []attempt) []string {
	var out []string
	for _, a := range all {
		out = append(out, a.at.In(committee.Zone).Format("15:04:05"))
	}
	return out
}
