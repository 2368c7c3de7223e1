package committee

import (
	"strings"
	"time"

	"yishi/workday"
)

// Role is what a person is in the committee; one person may have several (SYS-02).
type Role uint8

// The roles.
const (
	Secretary Role = 1 << iota // 书记
	Vice                       // 副书记
	Ordinary                   // 委员
	Observer                   // 列席
	Recorder                   // 记录员
	Street                     // 街道
	Admin                      // 管理员
	Acting                     // 主持工作: does what the secretary does while his post is vacant (ORG-03)
)

// RoleNames gives each role its word in the roster file, in order of rank.
var RoleNames = []struct {
	Role Role
	Name string
}{
	{Secretary, "书记"},
	{Vice, "副书记"},
	{Ordinary, "委员"},
	{Observer, "列席"},
	{Recorder, "记录员"},
	{Street, "街道"},
	{Admin, "管理员"},
}

// Has reports whether any of the roles in want is among r. Who acts for a vacant post
// has its role.
func (r Role) Has(want Role) bool {
	if r&Acting != 0 {
		r |= Secretary
	}
	return r&want != 0
}

// Seated are the roles that make a member of the committee: they are expected,
// counted and may vote.
const Seated = Secretary | Vice | Ordinary

// Names returns the words of the roles.
func (r Role) Names() []string {
	var names []string
	for _, n := range RoleNames {
		if r&n.Role != 0 {
			names = append(names, n.Name)
		}
	}
	return names
}

// RoleNamed returns the role of a word of the roster file.
func RoleNamed(word string) (Role, bool) {
	for _, n := range RoleNames {
		if n.Name == word {
			return n.Role, true
		}
	}
	return 0, false
}

// A Member is a person on the roster: a member of the committee, an observer,
// the recorder, someone of the street office or an administrator.
type Member struct {
	ID        MemberID
	Committee ID
	Name      string
	Unit      string
	Post      string // 职务 in his own unit
	Category  string // 社区党委委员 or 友邻单位 (ORG-02)
	Phone     string
	Roles     Role
	Rank      int // place on the roster
	First     workday.Date
	From      workday.Date // start of the present term; zero: follows the post
	Until     workday.Date // its last day
	Left      workday.Date // first day out of office; zero: serves
	Reference string       // the document by which the present term began
	Former    []Term       // the terms before the present one
	Accounts  []Account

	Unlimited bool // no limit of terms holds for him (A-26, Body.Under)
	Lapses    bool // the end of his term takes him out of office (A-16, Body.Under)
}

// Account is a person on a chat platform. The first account is the preferred one.
type Account struct {
	Platform string
	User     string // as the platform writes it
	Plain    bool   // cards cannot be shown there: words alone
}

// InOffice reports whether the member is in office on a day: holds a seat, was
// appointed by then and has not left. An expired term keeps him in office, marked,
// unless the bylaws let it lapse.
func (m Member) InOffice(on workday.Date) bool { return m.RolesOn(on).Has(Seated) }

// Serves reports whether the person still holds any role on a day.
func (m Member) Serves(on workday.Date) bool { return m.RolesOn(on) != 0 }

func (m Member) serves(on workday.Date) bool { return m.Left.IsZero() || on.Before(m.Left) }

// Expired reports whether the member's term has run out by a day (ORG-05).
func (m Member) Expired(on workday.Date) bool {
	return !m.Unlimited && !m.Until.IsZero() && on.After(m.Until)
}

// EndedWithTerm reports whether the person left office on the day after his term ran out.
func (m Member) EndedWithTerm() bool { return !m.Until.IsZero() && m.Left == m.Until.AddDays(1) }

// Comrade is how a person is addressed in every notice: ××同志 (NTC-07).
func (m Member) Comrade() string { return m.Name + "同志" }

// Called reports whether words mean this person: his name, or his family name
// with his post or an endearment, such as 马主任 or 老秦.
func (m Member) Called(words string) bool {
	words = strings.TrimSuffix(strings.TrimSpace(words), "同志")
	if words == m.Name {
		return true
	}
	name := []rune(m.Name)
	if len(name) < 2 || len([]rune(words)) < 2 {
		return false
	}
	family := string(name[:1])
	if words == "老"+family || words == "小"+family {
		return true
	}
	post, ok := strings.CutPrefix(words, family)
	return ok && m.Post != "" && (m.Post == post || strings.HasSuffix(m.Post, post))
}

// MaskedPhone hides the middle of a telephone number (SYS-03).
func (m Member) MaskedPhone() string {
	if len(m.Phone) != 11 {
		return m.Phone
	}
	return m.Phone[:3] + "****" + m.Phone[7:]
}

// An Actor is who asks for something: a person of a committee at a moment.
type Actor struct {
	Committee Committee
	Member    Member
	Elsewhere bool // he sits on other committees too
}

// Is reports whether the actor has one of the roles.
func (a Actor) Is(r Role) bool { return a.Member.Roles.Has(r) }

// Body is the roster of a committee on a day.
type Body []Member

// InOffice returns the members in office on a day, in order of the roster.
func (b Body) InOffice(on workday.Date) Body {
	return b.that(func(m Member) bool { return m.InOffice(on) })
}

// With returns the people who hold one of the roles on a day.
func (b Body) With(r Role, on workday.Date) Body {
	return b.that(func(m Member) bool { return m.RolesOn(on).Has(r) })
}

func (b Body) that(ok func(Member) bool) Body {
	var out Body
	for _, m := range b {
		if ok(m) {
			out = append(out, m)
		}
	}
	return out
}

// Member finds a person by id.
func (b Body) Member(id MemberID) (Member, bool) {
	for _, m := range b {
		if m.ID == id {
			return m, true
		}
	}
	return Member{}, false
}

// Name returns a person's name, or “某同志” for one who is not on the roster.
func (b Body) Name(id MemberID) string {
	if m, ok := b.Member(id); ok {
		return m.Name
	}
	return "某"
}

// Called returns the people whom words can mean.
func (b Body) Called(words string) Body {
	exact := b.that(func(m Member) bool { return m.Name == strings.TrimSuffix(strings.TrimSpace(words), "同志") })
	if len(exact) > 0 {
		return exact
	}
	return b.that(func(m Member) bool { return m.Called(words) })
}

// titles are what people put behind a family name out of courtesy, the longer ones first.
var titles = []string{
	"副主任", "副书记", "副校长", "副院长", "总经理", "副经理", "大爷", "大妈", "大姐", "大哥", "阿姨", "师傅", "主任", "老师", "校长", "书记", "院长", "经理",
	"委员", "所长", "科长", "处长", "局长", "站长", "队长", "同志", "先生", "女士", "医生", "律师", "工", "总", "叔", "姨", "老",
}

// Addressed returns the people whom words can mean by a name with a title of courtesy,
// whatever their post is: 秦大爷, 吴校长. It is for where Called finds nobody.
func (b Body) Addressed(words string) Body {
	words = strings.TrimSpace(words)
	for _, title := range titles {
		name, ok := strings.CutSuffix(words, title)
		if !ok || name == "" {
			continue
		}
		if exact := b.that(func(m Member) bool { return m.Name == name }); len(exact) > 0 {
			return exact
		}
		return b.that(func(m Member) bool { return strings.HasPrefix(m.Name, name) })
	}
	return nil
}

// Secretary returns the secretary on a day, or, while the post is vacant, who acts
// for it (ORG-03).
func (b Body) Secretary(on workday.Date) (Member, bool) {
	all := b.With(Secretary, on)
	if len(all) == 0 {
		return Member{}, false
	}
	for _, m := range all {
		if m.RolesOn(on)&Secretary != 0 {
			return m, true
		}
	}
	return all[0], true
}

// QuorumBase is the number that the quorum is taken of (A-01c).
func (c Committee) QuorumBase(inOffice int) int {
	if c.Bylaws.QuorumBase == BySeats {
		return c.Seats.Total()
	}
	return inOffice
}

// DayOf is the civil day of a moment in the committee's zone, whatever its own.
func DayOf(t time.Time) workday.Date { return workday.On(t.In(Zone)) }

// InCategory returns the people of a category (ORG-02).
func (b Body) InCategory(category string) Body {
	return b.that(func(m Member) bool { return m.Category == category })
}

// Unreachable returns the people without an account on any platform.
func (b Body) Unreachable() Body {
	return b.that(func(m Member) bool { return len(m.Accounts) == 0 })
}
