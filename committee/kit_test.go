package committee_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/workday"
)

// The committee of spec.md §3: nine members, the recorder, two observers, the
// street's contact and the administrator.
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
	he // 记录员
	ma // 列席
	qin
	street
	lin // 管理员
)

func body() committee.Body {
	from := workday.New(2023, 11, 10)
	people := committee.Body{
		{ID: zhang, Name: "张建国", Post: "党委书记", Roles: committee.Secretary},
		{ID: li, Name: "李慧敏", Post: "党委副书记", Roles: committee.Vice},
		{ID: wang, Name: "王志强", Roles: committee.Ordinary},
		{ID: zhao, Name: "赵丽华", Roles: committee.Ordinary},
		{ID: chen, Name: "陈卫东", Phone: "13900000412", Roles: committee.Ordinary},
		{ID: liu, Name: "刘芳", Post: "党总支书记", Roles: committee.Ordinary, From: from},
		{ID: zhou, Name: "周建平", Post: "党支部书记", Roles: committee.Ordinary, From: from},
		{ID: sun, Name: "孙晓燕", Roles: committee.Ordinary, From: from},
		{ID: wu, Name: "吴国栋", Roles: committee.Ordinary, From: from},
		{ID: he, Name: "何婷", Roles: committee.Recorder},
		{ID: ma, Name: "马立新", Post: "党建办主任", Roles: committee.Observer},
		{ID: qin, Name: "秦守义", Roles: committee.Observer},
		{ID: street, Name: "郑明", Roles: committee.Street},
		{ID: lin, Name: "林晓", Roles: committee.Admin},
	}
	for i := range people {
		people[i].Committee, people[i].Rank = 1, i
	}
	return people
}

// laws are the default bylaws with some switches set: key, value, key, value.
func laws(t *testing.T, pairs ...string) committee.Bylaws {
	t.Helper()
	set := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		set[pairs[i]] = pairs[i+1]
	}
	b, err := committee.ParseBylaws(set)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func binhe(b committee.Bylaws) committee.Committee {
	return committee.Committee{
		ID: 1, Name: "滨河社区“大党委”", Bylaws: b, Seats: committee.Seats{Members: 7},
		Contact: committee.Contact{Name: "何婷", Phone: "0871-60000000"},
	}
}

// as is a person acting under some bylaws.
func as(who committee.MemberID, b committee.Bylaws) committee.Actor {
	m, _ := body().Member(who)
	return committee.Actor{Committee: binhe(b), Member: m}
}

// by is a person acting under the default bylaws.
func by(who committee.MemberID) committee.Actor { return as(who, committee.DefaultBylaws()) }

// at is a moment in China: 2026-12-15 14:30.
func at(text string) time.Time {
	when, err := time.ParseInLocation("2006-01-02 15:04", text, committee.Zone)
	if err != nil {
		panic(err)
	}
	return when
}

func date(text string) workday.Date {
	d, err := workday.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

var opening = at("2026-12-15 14:30")

// in is a meeting on Tuesday 2026-12-15 in some state, noticed on the Thursday
// before, with the nine, the recorder and one observer of topic 3 on its roll.
func in(state committee.State) *committee.Meeting {
	agenda := []committee.Topic{{ID: 3, Observers: []committee.MemberID{ma}}}
	m := &committee.Meeting{
		ID: 4, Committee: 1, Kind: committee.Regular, State: state, Year: 2026, Ordinal: 4, Starts: opening, Place: "社区党群服务中心二楼会议室",
		NoticeAt: at("2026-12-10 09:07"), NoticedAt: at("2026-12-10 09:07"), CodeKey: "钥匙",
		Roll: committee.Summon(body(), agenda, committee.DefaultBylaws(), date("2026-12-10")),
	}
	return m
}

// seat checks the first n members in, half an hour before the opening.
func seat(t *testing.T, m *committee.Meeting, n int) {
	t.Helper()
	for id := zhang; id < zhang+committee.MemberID(n); id++ {
		if _, _, err := m.CheckIn(id, committee.ByButton, opening.Add(-20*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
}

// session is a meeting that was opened with n of nine members.
func session(t *testing.T, n int) *committee.Meeting {
	t.Helper()
	m := in(committee.Noticed)
	seat(t, m, n)
	if err := m.Open(by(zhang), body().InOffice(date("2026-12-15")), opening); err != nil {
		t.Fatal(err)
	}
	return m
}

// wantRefusal wants the rules to have said no, by this rule and of this kind, with
// these numbers where any are given.
func wantRefusal(t *testing.T, err error, kind committee.Kind, rule string, args ...any) {
	t.Helper()
	r, ok := errors.AsType[*committee.Refusal](err)
	if !ok {
		t.Fatalf("got error %v, want a refusal by %s", err, rule)
	}
	if r.Kind != kind || r.Rule != rule {
		t.Fatalf("refused by %s (kind %d), want %s (kind %d)", r.Rule, r.Kind, rule, kind)
	}
	if len(args) == 0 {
		return
	}
	if diff := cmp.Diff(args, r.Args, cmp.Comparer(sameMoment)); diff != "" {
		t.Errorf("numbers of %s (-want +got):\n%s", rule, diff)
	}
}

func sameMoment(a, b committee.Moment) bool { return time.Time(a).Equal(time.Time(b)) }

// wantRule wants a refusal by this rule, or no error where rule is empty.
func wantRule(t *testing.T, err error, rule string) {
	t.Helper()
	if rule == "" {
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return
	}
	r, ok := errors.AsType[*committee.Refusal](err)
	if !ok || r.Rule != rule {
		t.Fatalf("got %v, want a refusal by %s", err, rule)
	}
}
