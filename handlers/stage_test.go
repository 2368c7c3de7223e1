package handlers_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/bot"
	"yishi/bot/bottest"
	"yishi/cards"
	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/handlers"
	"yishi/letters"
	"yishi/scheduler"
	"yishi/store"
	"yishi/workday"
)

const home = committee.ID(1)

// begins is where the clock stands when a play begins: the day on which the
// product is installed in spec.md §3.1.
var begins = time.Date(2026, 11, 23, 9, 8, 0, 0, committee.Zone)

// cast is the committee of spec.md §3, in the order of its roster.
func cast() []committee.Member {
	const own, friend = "社区党委委员", "友邻单位"
	n := 0
	person := func(id, name, unit, post, category string, role committee.Role) committee.Member {
		n++
		m := committee.Member{Name: name, Unit: unit, Post: post, Category: category, Roles: role, Rank: n, Phone: fmt.Sprintf("138888800%02d", n)}
		m.Accounts = []committee.Account{{Platform: string(bot.WeCom), User: id}}
		if category == friend {
			m.First, m.From, m.Until = workday.New(2023, 11, 10), workday.New(2023, 11, 10), workday.New(2026, 11, 9)
		}
		return m
	}
	return []committee.Member{
		person("zhangjianguo", "张建国", "滨河社区党委", "社区党委书记", own, committee.Secretary),
		person("lihuimin", "李慧敏", "滨河社区党委", "社区党委副书记", own, committee.Vice),
		person("wangzhiqiang", "王志强", "滨河社区党委", "社区党委委员", own, committee.Ordinary),
		person("zhaolihua", "赵丽华", "滨河社区党委", "社区党委委员", own, committee.Ordinary),
		person("chenweidong", "陈卫东", "滨河社区党委", "社区党委委员", own, committee.Ordinary),
		person("liufang", "刘芳", "市第三中学党总支", "党总支书记", friend, committee.Ordinary),
		person("zhoujianping", "周建平", "安居物业公司党支部", "党支部书记", friend, committee.Ordinary),
		person("sunxiaoyan", "孙晓燕", "区人民医院党委", "党委委员", friend, committee.Ordinary),
		person("wuguodong", "吴国栋", "江城大学后勤集团党总支", "党总支书记", friend, committee.Ordinary),
		person("mazhiming", "马志明", "街道党建办", "主任", "", committee.Observer),
		person("qinguoan", "秦国安", "滨河社区", "居民代表", "", committee.Observer),
		person("heting", "何婷", "滨河社区党委", "党务干事", "", committee.Recorder),
		person("zhoumin", "周敏", "临江街道党工委", "党建办干事", "", committee.Street),
		person("linxiaodong", "林晓东", "滨河社区", "网络管理员", "", committee.Admin),
	}
}

// stage is the whole house without its doors: real store, clerk, letters, courier
// and handlers, a clock that is moved by hand, and phones that remember.
type stage struct {
	testing.TB

	file  string
	laws  map[string]string
	clock *clock.Simulated
	store *store.Store
	clerk *clerk.Clerk
	hands *handlers.Handlers
	sched *scheduler.Scheduler

	post   *post
	events int
	last   map[string]bot.Event
}

// raise puts the house together over a database file.
func raise(tb testing.TB, file string, laws map[string]string, now time.Time) *stage {
	tb.Helper()
	kept, err := store.Open(tb.Context(), store.SQLite, file)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = kept.Close() })
	s := raiseOn(tb, kept, laws, now, slog.New(slog.DiscardHandler))
	s.file = file
	return s
}

// raiseOn is raise over a store that is open.
func raiseOn(tb testing.TB, kept *store.Store, laws map[string]string, now time.Time, log *slog.Logger) *stage {
	tb.Helper()
	s := &stage{TB: tb, store: kept, laws: laws, clock: clock.NewSimulated(now), last: map[string]bot.Event{}}
	deck, err := cards.New()
	if err != nil {
		tb.Fatal(err)
	}
	s.clerk = clerk.New(s.store, workday.China(), s.clock.Now)
	l := letters.New(s.clerk, deck)
	s.hands = handlers.New(s.clerk, deck, l, home, log)
	s.post = &post{Recorder: bottest.NewRecorder(bot.WeCom), now: s.clock.Now, phones: map[string][]*shown{}, lost: map[string]bool{}}
	s.sched, err = scheduler.New(scheduler.Parts{
		Store: s.store, Clerk: s.clerk, Letters: l, Messengers: []bot.Messenger{s.post}, Groups: map[committee.ID]bot.Messenger{home: s.post}, Clock: s.clock, Log: log, Couriers: 1,
		Jobs: []scheduler.Job{{Name: "quarter", Spec: "7 9 * * *", Grace: 24 * time.Hour, Run: s.clerk.RemindQuarter}},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// settle makes a new database with the committee and its people in it.
func (s *stage) settle(people []committee.Member) {
	s.Helper()
	if _, err := s.store.Migrate(s.Context()); err != nil {
		s.Fatal(err)
	}
	err := s.clerk.SaveCommittee(s.Context(), committee.Committee{
		ID: home, Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Seats: committee.Seats{Members: 7},
		Contact: committee.Contact{Name: "何婷", Phone: "0871-60000000"}, NextMeeting: 4, NextMinutes: 4,
	}, s.laws)
	if err != nil {
		s.Fatal(err)
	}
	if _, err := s.clerk.ImportRoster(s.Context(), home, people); err != nil {
		s.Fatal(err)
	}
}

// handle brings one event before the handlers as a platform's adapter does.
func (s *stage) handle(ev bot.Event) bot.Reply {
	s.Helper()
	s.last[ev.From.ID] = ev
	reply, err := s.hands.Handle(s.Context(), ev)
	if err != nil {
		s.Errorf("%s: %v", ev.From.ID, err)
	}
	return reply
}

func (s *stage) event(who string, kind bot.Kind) bot.Event {
	s.events++
	return bot.Event{
		ID: fmt.Sprintf("%s-%d-%d", who, s.clock.Now().Unix(), s.events), Kind: kind, From: bot.UserRef{Platform: bot.WeCom, ID: who}, At: s.clock.Now(),
	}
}

// advance moves the clock and lets everything that falls due happen.
func (s *stage) advance(to time.Time) {
	s.Helper()
	if err := s.sched.Advance(s.Context(), to); err != nil && !s.post.down {
		s.Errorf("moving the clock to %s: %v", to, err)
	}
}

// actor is one of the cast as the clerk knows him.
func (s *stage) actor(who string) (committee.Actor, bool) {
	s.Helper()
	found, err := s.clerk.WhoIs(s.Context(), string(bot.WeCom), who)
	if err != nil {
		s.Fatal(err)
	}
	if len(found) == 0 {
		return committee.Actor{}, false
	}
	return found[0], true
}

// post is the platform: a Recorder that stamps what it delivers, and the phones
// on which the cards lie.
type post struct {
	*bottest.Recorder

	now    func() time.Time
	mu     sync.Mutex
	down   bool            // the platform does not answer
	lost   map[string]bool // people whom it cannot reach
	news   []news
	phones map[string][]*shown
}

// news is something that arrived, or a card that changed.
type news struct {
	at      time.Time
	to      string // empty: the group
	text    string
	card    *bot.Card
	file    *bot.File
	changed bool
}

// shown is a card on a phone: as it came, and as it looks now.
type shown struct {
	key         string
	first, last bot.Card
}

// Send delivers unless the platform is down or the person cannot be reached.
func (p *post) Send(ctx context.Context, to bot.Address, m bot.Message) (bot.MessageRef, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.down:
		return bot.MessageRef{}, errors.New("the platform is down")
	case p.lost[to.To.ID]:
		return bot.MessageRef{}, &bot.UnreachableError{User: to.To, Code: 4}
	}
	before := len(p.Sent())
	ref, err := p.Recorder.Send(ctx, to, m)
	if err != nil || len(p.Sent()) == before {
		return ref, err
	}
	p.news = append(p.news, news{at: p.now(), to: to.To.ID, text: m.Text, card: m.Card, file: m.File})
	if m.Card != nil {
		p.phones[to.To.ID] = append(p.phones[to.To.ID], &shown{key: m.Key, first: *m.Card, last: *m.Card})
	}
	return ref, err
}

// Update changes a card on its phone.
func (p *post) Update(ctx context.Context, ref bot.MessageRef, c bot.Card) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.Recorder.Update(ctx, ref, c); err != nil {
		return err
	}
	for _, s := range p.phones[ref.To.ID] {
		if s.key == ref.Card {
			s.last = c
		}
	}
	p.news = append(p.news, news{at: p.now(), to: ref.To.ID, card: &c, changed: true})
	return nil
}

// collect takes what arrived since it was last asked.
func (p *post) collect() []news {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.news
	p.news = nil
	return out
}

// bearing finds the newest card on a phone that bears a button now, or, stale, that
// bore it when it came; older looks behind the newest.
func (p *post) bearing(who, button string, stale, older bool) *shown { //nolint:revive // a conversation says which card it means
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range slices.Backward(p.phones[who]) {
		c := s.last
		if stale {
			c = s.first
		}
		for _, b := range c.Offers() {
			switch {
			case b.Text != button && !strings.HasPrefix(b.Text, button+":"):
			case older:
				older = false
			default:
				return s
			}
		}
	}
	return nil
}

// A snapshot is a stage as a scene left it, to begin other plays from.
type snapshot struct {
	once   sync.Once
	file   string
	now    time.Time
	sent   int
	events int
	phones map[string][]*shown
	ok     bool
}

var snapshots = struct {
	mu  sync.Mutex
	dir string
	all map[string]*snapshot
}{all: map[string]*snapshot{}}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "yishi-handlers-")
	if err != nil {
		panic(err)
	}
	snapshots.dir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func snapshotOf(key string) *snapshot {
	snapshots.mu.Lock()
	defer snapshots.mu.Unlock()
	if snapshots.all[key] == nil {
		snapshots.all[key] = &snapshot{file: filepath.Join(snapshots.dir, fmt.Sprintf("%d.db", len(snapshots.all)))}
	}
	return snapshots.all[key]
}

// keep writes the stage down.
func (s *stage) keep(to *snapshot) {
	s.Helper()
	db, err := sql.Open("sqlite", s.file)
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(s.Context(), "VACUUM INTO ?", to.file); err != nil {
		s.Fatalf("keeping a scene: %v", err)
	}
	to.now, to.sent, to.events, to.phones, to.ok = s.clock.Now(), len(s.post.Sent()), s.events, map[string][]*shown{}, true
	for who, phone := range s.post.phones {
		for _, c := range phone {
			own := *c
			to.phones[who] = append(to.phones[who], &own)
		}
	}
}

// rewriteLaws lets switches stand in the version of the bylaws under which a scene was
// played.
func rewriteLaws(tb testing.TB, file string, laws map[string]string) {
	tb.Helper()
	if _, err := committee.ParseBylaws(laws); err != nil {
		tb.Fatal(err)
	}
	text, err := json.Marshal(laws)
	if err != nil {
		tb.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(tb.Context(), "UPDATE bylaws SET switches = ?", string(text)); err != nil {
		tb.Fatal(err)
	}
}

// take raises a stage from what was written down.
func take(tb testing.TB, from *snapshot, laws map[string]string) *stage {
	tb.Helper()
	if !from.ok {
		tb.Fatal("the scene could not be played")
	}
	data, err := os.ReadFile(from.file)
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(tb.TempDir(), "yishi.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	rewriteLaws(tb, file, laws)
	s := raise(tb, file, maps.Clone(laws), from.now)
	s.events = from.events
	for n := range from.sent { // a platform gives no code twice
		if _, err := s.post.Recorder.Send(tb.Context(), bot.Address{}, bot.Message{Key: fmt.Sprint("before-", n), Text: "before", Card: &bot.Card{Title: "before"}}); err != nil {
			tb.Fatal(err)
		}
	}
	for who, phone := range from.phones {
		for _, c := range phone {
			own := *c
			s.post.phones[who] = append(s.post.phones[who], &own)
		}
	}
	return s
}
