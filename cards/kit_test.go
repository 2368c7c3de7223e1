package cards_test

import (
	"strings"
	"testing"
	"time"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
	"yishi/workday"
)

// The committee of spec.md §3.
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
	ma // 列席
	he // 记录员
	street
)

func people() committee.Body {
	body := committee.Body{
		{ID: zhang, Name: "张建国", Unit: "滨河社区党委", Roles: committee.Secretary, Category: "社区党委委员"},
		{ID: li, Name: "李慧敏", Unit: "滨河社区党委", Roles: committee.Vice, Category: "社区党委委员"},
		{ID: wang, Name: "王志强", Roles: committee.Ordinary, Category: "社区党委委员"},
		{ID: zhao, Name: "赵丽华", Roles: committee.Ordinary, Category: "社区党委委员"},
		{ID: chen, Name: "陈卫东", Roles: committee.Ordinary, Category: "社区党委委员"},
		{ID: liu, Name: "刘芳", Unit: "市第三中学党总支", Roles: committee.Ordinary},
		{ID: zhou, Name: "周建平", Unit: "安居物业公司党支部", Roles: committee.Ordinary},
		{ID: sun, Name: "孙晓燕", Unit: "区人民医院党委", Roles: committee.Ordinary},
		{ID: wu, Name: "吴国栋", Unit: "江城大学后勤集团党总支", Roles: committee.Ordinary},
		{ID: ma, Name: "马志明", Unit: "街道党建办", Post: "主任", Roles: committee.Observer},
		{ID: he, Name: "何婷", Roles: committee.Recorder},
		{ID: street, Name: "周敏", Roles: committee.Street},
	}
	for i := range body {
		body[i].Committee, body[i].Rank, body[i].Phone = 1, i, "1380000"+strings.Repeat("0", 2)+string(rune('1'+i%9))+"0"
	}
	return body
}

func on(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, committee.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func topics() []committee.Topic {
	return []committee.Topic{
		{ID: 1, Number: 1, Position: 1, Title: "听取第三季度决定事项落实情况通报", Scope: 1, Kind: committee.Hear, Reporter: "李慧敏", Disclosure: committee.Public, State: committee.OnAgenda},
		{ID: 2, Number: 2, Position: 2, Title: "电动自行车集中充电棚共建项目", Scope: 7, Kind: committee.Decide, Ask: "同意在三号院先行试点", Reporter: "周建平", Disclosure: committee.TitleOnly, State: committee.OnAgenda},
		{ID: 3, Number: 3, Position: 3, Title: "推荐续聘兼职委员事项", Scope: 8, ScopeReason: "任期届满", Kind: committee.Personnel, Persons: []string{"刘芳", "周建平"}, Disclosure: committee.TitleOnly, State: committee.OnAgenda},
		{ID: 4, Number: 4, Position: 4, Title: "校园周边商户整治", Scope: 3, Kind: committee.Decide, Ask: "同意联合整治", Disclosure: committee.AtMeeting, State: committee.OnAgenda},
	}
}

// dossier is the meeting of 2026-12-15 in a state, as it is known at a moment; each
// change alters it.
func dossier(state committee.State, now string, changes ...func(*committee.Dossier)) committee.Dossier {
	d := committee.Dossier{
		Committee: committee.Committee{
			ID: 1, Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Seats: committee.Seats{Members: 7},
			Contact: committee.Contact{Name: "何婷", Phone: "0871-60000000"}, Bylaws: committee.DefaultBylaws(),
		},
		Meeting: committee.Meeting{
			ID: 7, Committee: 1, Kind: committee.Regular, State: state, Year: 2026, Ordinal: 4, Starts: on("2026-12-15 14:30"), Place: "社区党群服务中心二楼会议室", CodeKey: "key",
		},
		Agenda: topics(), Body: people(), Calendar: workday.China(), Now: on(now),
	}
	m := &d.Meeting
	if state == committee.Planned || state == committee.Fixed {
		m.NoticeAt = on("2026-12-10 09:07")
	}
	if state != committee.Planned && state != committee.Fixed {
		m.NoticedAt = on("2026-12-10 09:07")
		for _, p := range d.Body {
			as := committee.Voting
			switch {
			case p.Roles.Has(committee.Observer):
				as = committee.Observing
			case p.Roles.Has(committee.Recorder):
				as = committee.Recording
			case p.Roles.Has(committee.Street):
				continue
			}
			a := committee.Attendee{Member: p.ID, Capacity: as}
			if as == committee.Observing {
				a.Topics = []committee.TopicID{2}
			}
			m.Roll = append(m.Roll, a)
		}
	}
	if state == committee.InSession || state == committee.Adjourned || state == committee.Circulated {
		m.OpenedAt, m.Chair, m.Expected, m.Quorum, m.Assembled = on("2026-12-15 14:33"), zhang, 9, 8, 8
	}
	if state == committee.Adjourned || state == committee.Circulated {
		m.AdjournedAt = on("2026-12-15 16:20")
	}
	for _, change := range changes {
		change(&d)
	}
	return d
}

// come lets the first n members answer that they come, leave one of them with a reason.
func come(n int) func(*committee.Dossier) {
	return func(d *committee.Dossier) {
		for i := range n {
			d.Meeting.Roll[i].Answer = committee.Comes
		}
	}
}

func leave(who committee.MemberID, reason string, granted bool) func(*committee.Dossier) {
	return func(d *committee.Dossier) {
		a := d.Meeting.Attendee(who)
		a.Answer, a.Reason, a.Granted = committee.OnLeave, reason, granted
	}
}

func here(n int) func(*committee.Dossier) {
	return func(d *committee.Dossier) {
		for i := range n {
			d.Meeting.Roll[i].CheckedIn, d.Meeting.Roll[i].Order = on("2026-12-15 14:10"), i+1
		}
	}
}

// ballot is the vote on topic two among the first eight members, with these votes in
// their order: 赞 反 弃, - for none.
func ballot(state committee.BallotState, votes string, changes ...func(*committee.Ballot)) committee.Ballot {
	b := committee.Ballot{
		ID: 5, Committee: 1, Meeting: 7, Topic: 2, Position: 2, Title: "电动自行车集中充电棚共建项目", Ask: "同意在三号院先行试点", State: state,
		Electors: []committee.MemberID{zhang, li, wang, zhao, chen, liu, zhou, sun}, Chair: zhang, Expected: 9, Present: 8,
		OpenedAt: on("2026-12-15 15:08"), ClosesAt: on("2026-12-15 15:18"), Votes: map[committee.MemberID]committee.Choice{},
	}
	choices := map[rune]committee.Choice{'赞': committee.For, '反': committee.Against, '弃': committee.Abstain}
	i := 0
	for _, r := range votes {
		if c, ok := choices[r]; ok {
			b.Votes[b.Electors[i]] = c
		}
		i++
	}
	if state != committee.Open {
		b.ClosedAt = on("2026-12-15 15:13")
	}
	for _, change := range changes {
		change(&b)
	}
	return b
}

func secretly(b *committee.Ballot) {
	b.Secret, b.Chair = true, 0
	for who, c := range b.Votes {
		b.Votes[who] = ""
		b.Slips = append(b.Slips, c)
	}
}

func about(person string) func(*committee.Ballot) {
	return func(b *committee.Ballot) {
		b.Topic, b.Position, b.Item, b.Person, b.Title = 3, 3, 1, person, "推荐续聘兼职委员事项"
	}
}

func deck(t *testing.T) *cards.Deck {
	t.Helper()
	k, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func member(who committee.MemberID) committee.Member {
	m, _ := people().Member(who)
	return m
}

// show writes a card down, with the words that stand in for it.
func show(c bot.Card) string {
	var b strings.Builder
	b.WriteString(c.Title + "\n")
	for _, line := range []string{c.Desc, c.Body} {
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	for _, f := range c.Fields {
		b.WriteString(f.Name + ":" + f.Value + "\n")
	}
	if c.Question != nil {
		for _, o := range c.Question.Options {
			b.WriteString("○" + o.Text + "=" + o.ID + " ")
		}
	}
	for _, o := range c.Offers() {
		b.WriteString("[" + o.Text + "]" + o.Action + " ")
	}
	if c.Closed != "" {
		b.WriteString("(" + c.Closed + ")")
	}
	return b.String() + "\n--\n" + c.Text + "\n"
}
