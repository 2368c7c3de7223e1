package clerk_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"yishi/bot"
	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
	"yishi/workday"
)

const home = committee.ID(1)

// The committee of spec.md §3; their ids are their places on the roster. boss is the
// secretary of another committee in the same database.
const (
	zhang committee.MemberID = 1 + iota // 书记
	li                                  // 副书记
	wang
	zhao
	chen
	liu
	zhou
	sun
	wu
	ma     // 列席
	qin    // 列席
	he     // 记录员
	street // 街道
	lin    // 管理员
	boss   // 另一社区的书记
)

var cast = []struct {
	user, name string
	roles      committee.Role
}{
	{"zhangjianguo", "张建国", committee.Secretary},
	{"lihuimin", "李慧敏", committee.Vice},
	{"wangzhiqiang", "王志强", committee.Ordinary},
	{"zhaolihua", "赵丽华", committee.Ordinary},
	{"chenweidong", "陈卫东", committee.Ordinary},
	{"liufang", "刘芳", committee.Ordinary},
	{"zhoujianping", "周建平", committee.Ordinary},
	{"sunxiaoyan", "孙晓燕", committee.Ordinary},
	{"wuguodong", "吴国栋", committee.Ordinary},
	{"mazhiming", "马志明", committee.Observer},
	{"qinguoan", "秦国安", committee.Observer},
	{"heting", "何婷", committee.Recorder},
	{"zhoumin", "周敏", committee.Street},
	{"linxiaodong", "林晓东", committee.Admin},
}

func people() []committee.Member {
	var out []committee.Member
	for i, p := range cast {
		out = append(out, committee.Member{
			Name: p.name, Roles: p.roles, Rank: i + 1, Phone: fmt.Sprintf("138888800%02d", i+1), Accounts: []committee.Account{{Platform: "wecom", User: p.user}},
		})
	}
	return out
}

// members are the nine who vote.
var members = []committee.MemberID{zhang, li, wang, zhao, chen, liu, zhou, sun, wu}

// at is a moment in China: 2026-12-10 09:07.
func at(text string) time.Time {
	layout := "2006-01-02 15:04:05"
	when, err := time.ParseInLocation(layout[:len(text)], text, committee.Zone)
	if err != nil {
		panic(err)
	}
	return when
}

// heard is one letter that was delivered.
type heard struct {
	at      time.Time
	kind    string
	to      committee.MemberID
	subject store.Subject
}

// office is a clerk over a real store, whose letters are carried as a courier would
// who reaches everybody.
type office struct {
	testing.TB

	store *store.Store
	clerk *clerk.Clerk
	clock *clock.Simulated
	raw   *sql.DB

	heard     []heard
	refreshed map[string]int // kind of card → how often its letters asked for a change
}

// found makes an office with the committee of spec.md §3 on SQLite.
func found(tb testing.TB, now string, laws ...string) *office {
	tb.Helper()
	s := storetest.New(tb)
	return settle(tb, s, storetest.Raw(tb, s), now, laws...)
}

// settle makes an office over a store that is empty. laws are switches: key, value,
// key, value.
func settle(tb testing.TB, s *store.Store, raw *sql.DB, now string, laws ...string) *office {
	tb.Helper()
	o := open(tb, s, raw, at(now))
	set := map[string]string{}
	for i := 0; i+1 < len(laws); i += 2 {
		set[laws[i]] = laws[i+1]
	}
	for id, name := range map[committee.ID]string{home: "滨河社区“大党委”", 2: "望江社区“大党委”"} {
		err := o.clerk.SaveCommittee(tb.Context(), committee.Committee{
			ID: id, Name: name, Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Seats: committee.Seats{Members: 7},
			Contact: committee.Contact{Name: "何婷", Phone: "0871-60000000"}, NextMeeting: 4, NextMinutes: 4,
		}, set)
		if err != nil {
			tb.Fatal(err)
		}
	}
	o.enroll(home, people()...)
	o.enroll(2, committee.Member{Name: "郑明", Roles: committee.Secretary, Phone: "13900000001", Accounts: []committee.Account{{Platform: "wecom", User: "zhengming"}}})
	return o
}

// open puts a clerk over a store.
func open(tb testing.TB, s *store.Store, raw *sql.DB, now time.Time) *office {
	tb.Helper()
	o := &office{TB: tb, store: s, raw: raw, clock: clock.NewSimulated(now), refreshed: map[string]int{}}
	o.clerk = clerk.New(s, workday.China(), o.clock.Now)
	return o
}

func (o *office) enroll(id committee.ID, who ...committee.Member) {
	o.Helper()
	if _, err := o.clerk.ImportRoster(o.Context(), id, who); err != nil {
		o.Fatal(err)
	}
}

// as is a person as the clerk knows him.
func (o *office) as(who committee.MemberID) committee.Actor {
	o.Helper()
	id := home
	if who == boss {
		id = 2
	}
	a, err := o.clerk.ActorOf(o.Context(), id, who)
	if err != nil {
		o.Fatalf("person %d: %v", who, err)
	}
	return a
}

// must wants a use case to be done.
func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatalf("%s: %v", o.clock.Now().Format("01-02 15:04"), err)
	}
}

// goTo moves the clock and lets everything that falls due on the way happen.
func (o *office) goTo(when string) {
	o.Helper()
	end := at(when)
	for {
		due, ok, err := o.store.NextLetter(o.Context())
		o.must(err)
		if !ok || due.After(end) {
			break
		}
		if due.After(o.clock.Now()) {
			o.must(o.clock.Set(due))
		}
		o.deliver()
	}
	o.must(o.clock.Set(end))
	o.deliver()
}

// deliver carries what is due now.
func (o *office) deliver() {
	o.Helper()
	for {
		letters, err := o.store.Claim(o.Context(), time.Minute, 64, o.clock.Now())
		o.must(err)
		if len(letters) == 0 {
			return
		}
		for _, l := range letters {
			o.must(o.carry(o.Context(), l))
		}
	}
}

func (o *office) carry(ctx context.Context, l store.Letter) error {
	switch {
	case clerk.IsErrand(l.Kind):
		return o.clerk.Run(ctx, l)
	case l.Kind == clerk.Refresh:
		o.refreshed[l.Subject.Words]++
		return o.clerk.Drop(ctx, l)
	}
	o.heard = append(o.heard, heard{o.clock.Now(), l.Kind, l.To, l.Subject})
	card := bot.Card{Title: l.Kind, Buttons: []bot.Button{{Text: "好", Action: l.Kind + ":1"}}}
	return o.clerk.Sent(ctx, []store.Letter{l}, bot.MessageRef{To: bot.UserRef{Platform: bot.WeCom, ID: fmt.Sprint(l.To)}, Message: "m", Card: l.Token, Code: "code"}, &card)
}

// forget forgets what was heard so far.
func (o *office) forget() { o.heard = nil }

// who heard a kind of letter, in order.
func (o *office) who(kind string) []committee.MemberID {
	var out []committee.MemberID
	for _, h := range o.heard {
		if h.kind == kind {
			out = append(out, h.to)
		}
	}
	slices.Sort(out)
	return out
}

// when a kind of letter was heard by a person.
func (o *office) when(kind string, who committee.MemberID) []string {
	var out []string
	for _, h := range o.heard {
		if h.kind == kind && h.to == who {
			out = append(out, h.at.Format("01-02 15:04"))
		}
	}
	return out
}

// outbox are the kinds and receivers of the letters that have not left.
func (o *office) outbox() []string {
	o.Helper()
	return o.column("SELECT kind || ' ' || member_id FROM letters WHERE kind NOT LIKE 'do.%' ORDER BY id")
}

// column reads the one column of a query.
func (o *office) column(query string) []string {
	o.Helper()
	var out []string
	rows, err := o.raw.QueryContext(o.Context(), query)
	o.must(err)
	defer rows.Close()
	for rows.Next() {
		var v string
		o.must(rows.Scan(&v))
		out = append(out, v)
	}
	o.must(rows.Err())
	return out
}

// dump writes down every row of every table, apart from the tables that are named.
func (o *office) dump(without ...string) string {
	o.Helper()
	var b strings.Builder
	for _, table := range o.column("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' ORDER BY name") {
		if !slices.Contains(without, table) {
			o.write(&b, table)
		}
	}
	return b.String()
}

func (o *office) write(b *strings.Builder, table string) {
	rows, err := o.raw.QueryContext(o.Context(), "SELECT * FROM "+table)
	o.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	o.must(err)
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		o.must(rows.Scan(into...))
		b.WriteString(table)
		for i, c := range columns {
			fmt.Fprintf(b, " %s=%q", c, values[i].String)
		}
		b.WriteString("\n")
	}
	o.must(rows.Err())
}

// commits is a number that grows with every change that somebody else commits.
func (o *office) commits() string {
	o.Helper()
	o.raw.SetMaxOpenConns(1) // it counts for one connection
	return o.column("PRAGMA data_version")[0]
}

// differences are the lines that only one of two dumps has.
func differences(before, after string) string {
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	var out []string
	for _, line := range was {
		if !slices.Contains(is, line) {
			out = append(out, "- "+line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			out = append(out, "+ "+line)
		}
	}
	return strings.Join(out, "\n")
}

// refused reports whether the rules said no, or that there is no such thing.
func refused(err error) bool {
	_, no := errors.AsType[*committee.Refusal](err)
	return no || errors.Is(err, store.ErrNotFound)
}

// snapshot is a database file as a scene left it, and the moment.
type snapshot struct {
	file string
	now  time.Time
}

// keep writes the office's database down.
func (o *office) keep(dir, name string) snapshot {
	o.Helper()
	file := filepath.Join(dir, name+".db")
	_, err := o.raw.ExecContext(o.Context(), "VACUUM INTO ?", file)
	o.must(err)
	return snapshot{file, o.clock.Now()}
}

// take opens an office on a copy of what was written down.
func take(tb testing.TB, from snapshot) *office {
	tb.Helper()
	data, err := os.ReadFile(from.file)
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(tb.TempDir(), "copy.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	s, err := store.Open(tb.Context(), store.SQLite, file)
	if err != nil {
		tb.Fatal(err)
	}
	raw, err := sql.Open("sqlite", file)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = errors.Join(raw.Close(), s.Close()) })
	return open(tb, s, raw, from.now)
}
