package committee_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

func TestSYS02Roles(t *testing.T) {
	both := committee.Ordinary | committee.Recorder
	if !both.Has(committee.Recorder) || both.Has(committee.Secretary) || !both.Has(committee.Seated) {
		t.Error("a member who keeps the record has both roles and no third")
	}
	if got := strings.Join(both.Names(), "、"); got != "委员、记录员" {
		t.Errorf("got %s", got)
	}
	var all committee.Role
	for word := range strings.SplitSeq("书记 副书记 委员 列席 记录员 街道 管理员", " ") {
		r, ok := committee.RoleNamed(word)
		if !ok || all.Has(r) {
			t.Errorf("%s: %v", word, ok)
		}
		all |= r
	}
	if len(all.Names()) != len(committee.RoleNames) {
		t.Errorf("the words make %v", all.Names())
	}
	if _, ok := committee.RoleNamed("顾问"); ok {
		t.Error("there is no such role")
	}
}

func TestORG04ORG07InOffice(t *testing.T) {
	appointed := committee.Member{Roles: committee.Ordinary, From: date("2026-11-02"), Until: date("2029-11-01")}
	left := committee.Member{Roles: committee.Ordinary, Left: date("2026-10-15")}
	observer := committee.Member{Roles: committee.Observer, Left: date("2026-10-15")}
	for _, test := range []struct {
		name                      string
		who                       committee.Member
		on                        string
		inOffice, serves, expired bool
	}{
		{"the-day-before", appointed, "2026-11-01", false, false, false},
		{"first-day", appointed, "2026-11-02", true, true, false},
		{"last-day", appointed, "2029-11-01", true, true, false},
		{"expired-and-counted", appointed, "2029-11-02", true, true, true},
		{"last-day-before-leaving", left, "2026-10-14", true, true, false},
		{"left", left, "2026-10-15", false, false, false},
		{"observer", observer, "2026-10-14", false, true, false},
		{"observer-who-left", observer, "2026-10-15", false, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			on := date(test.on)
			if test.who.InOffice(on) != test.inOffice || test.who.Serves(on) != test.serves || test.who.Expired(on) != test.expired {
				t.Errorf("in office %v, serves %v, expired %v", test.who.InOffice(on), test.who.Serves(on), test.who.Expired(on))
			}
		})
	}
}

func TestSYS03MaskedPhone(t *testing.T) {
	for phone, want := range map[string]string{"13900000412": "139****0412", "0871-6000": "0871-6000", "": ""} {
		if got := (committee.Member{Phone: phone}).MaskedPhone(); got != want {
			t.Errorf("%s shows as %s", phone, got)
		}
	}
}

func TestCalled(t *testing.T) {
	people := append(body(), committee.Member{ID: 40, Name: "马", Post: "主任"}, committee.Member{ID: 41, Name: "张建国庆"})
	for _, test := range []struct {
		words string
		want  []committee.MemberID
	}{
		{"刘芳", []committee.MemberID{liu}},
		{" 刘芳同志 ", []committee.MemberID{liu}},
		{"马主任", []committee.MemberID{ma}},
		{"老秦", []committee.MemberID{qin}},
		{"小何", []committee.MemberID{he}},
		{"张建国", []committee.MemberID{zhang}},
		{"张党委书记", []committee.MemberID{zhang}},
		{"刘书记", []committee.MemberID{liu}},
		{"周书记", []committee.MemberID{zhou}},
		{"老张", []committee.MemberID{zhang, 41}},
		{"赵书记", nil}, // she has no post
		{"马", []committee.MemberID{40}},
		{"秦", nil},
		{"老刘头", nil},
		{"", nil},
	} {
		t.Run(test.words, func(t *testing.T) {
			var got []committee.MemberID
			for _, m := range people.Called(test.words) {
				got = append(got, m.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where no name and no post says who is meant, a family name with a title does: one, or
// several among whom is asked.
func TestSec34Addressed(t *testing.T) {
	people := append(body(), committee.Member{ID: 40, Name: "刘强"}, committee.Member{ID: 41, Name: "欧阳明"})
	for _, test := range []struct {
		words string
		want  []committee.MemberID
	}{
		{"秦大爷", []committee.MemberID{qin}},
		{"吴校长", []committee.MemberID{wu}},
		{"孙副院长", []committee.MemberID{sun}},
		{" 王经理 ", []committee.MemberID{wang}},
		{"欧阳老师", []committee.MemberID{41}},
		{"刘芳老师", []committee.MemberID{liu}},
		{"刘老师", []committee.MemberID{liu, 40}},
		{"钱老师", nil},
		{"老师", nil},
		{"秦", nil},
	} {
		t.Run(test.words, func(t *testing.T) {
			var got []committee.MemberID
			for _, m := range people.Addressed(test.words) {
				got = append(got, m.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCalledByName(t *testing.T) {
	m, _ := body().Member(liu)
	for words, want := range map[string]bool{"刘芳": true, "刘芳同志": true, "老刘": true, "刘某": false} {
		if m.Called(words) != want {
			t.Errorf("%s: %v", words, !want)
		}
	}
}

func TestORG02Categories(t *testing.T) {
	people := body()
	for i := range people[:9] {
		people[i].Category = "社区党委委员"
		if i > 4 {
			people[i].Category = "友邻单位"
		}
	}
	if own, units := people.InCategory("社区党委委员"), people.InCategory("友邻单位"); len(own) != 5 || len(units) != 4 {
		t.Errorf("5 + 4 of 9 are %d + %d", len(own), len(units))
	}
	people[5].Accounts = []committee.Account{{Platform: "wecom", User: "LiuFang"}}
	if got := people.InOffice(date("2026-12-15")).Unreachable(); len(got) != 8 {
		t.Errorf("%d of nine cannot be reached, want 8", len(got))
	}
}

func TestBody(t *testing.T) {
	on := date("2026-12-15")
	people := body()
	if got := people.InOffice(on); len(got) != 9 || got[0].ID != zhang {
		t.Errorf("%d in office", len(got))
	}
	if got := people.With(committee.Observer|committee.Recorder, on); len(got) != 3 {
		t.Errorf("got %d", len(got))
	}
	if _, ok := people.Member(99); ok {
		t.Error("a stranger is found")
	}
	if people.Name(liu) != "刘芳" || people.Name(99) != "某" {
		t.Errorf("%s, %s", people.Name(liu), people.Name(99))
	}
	if m, ok := people.Secretary(on); !ok || m.ID != zhang || m.Comrade() != "张建国同志" {
		t.Errorf("got %+v", m)
	}
	people[0].Left = date("2026-12-01")
	if _, ok := people.Secretary(on); ok {
		t.Error("a secretary who left is still the secretary")
	}
}

func TestORG03TheNewSecretaryActs(t *testing.T) {
	old, now := by(zhang), by(liu)
	old.Member.Roles, now.Member.Roles = committee.Ordinary, committee.Secretary
	topic := proposal()
	topic.State = committee.Submitted
	if _, err := topic.Approve(old, 1, at("2026-12-02 10:00")); err == nil {
		t.Error("who is no longer the secretary approves")
	}
	if changed, err := topic.Approve(now, 1, at("2026-12-02 10:00")); err != nil || !changed {
		t.Errorf("the new secretary: changed %v, %v", changed, err)
	}
}

func TestSeats(t *testing.T) {
	if got := (committee.Seats{Members: 7}).Total(); got != 9 {
		t.Errorf("1+1+7 is %d", got)
	}
}

func TestRefusalNamesItsRule(t *testing.T) {
	err := committee.Refuse(committee.Untimely, "ballot.closed", 2)
	if got := err.Error(); got != "committee: refused: ballot.closed" || len(err.Args) != 1 {
		t.Errorf("got %s, %v", got, err.Args)
	}
}
