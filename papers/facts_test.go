package papers

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/workday"
)

func at(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-12-"+clock, committee.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

var body = committee.Body{
	{ID: 1, Name: "张建国", Unit: "滨河社区", Category: "社区党委委员", Roles: committee.Secretary},
	{ID: 2, Name: "李慧敏", Unit: "滨河社区", Category: "社区党委委员", Roles: committee.Vice},
	{ID: 3, Name: "王志强", Unit: "滨河社区", Category: "社区党委委员", Roles: committee.Ordinary},
	{ID: 4, Name: "赵丽华", Unit: "滨河社区", Category: "社区党委委员", Roles: committee.Ordinary},
	{ID: 5, Name: "陈卫东", Unit: "滨河社区", Category: "社区党委委员", Roles: committee.Ordinary},
	{ID: 6, Name: "刘芳", Unit: "市第三中学党总支", Category: "友邻单位", Roles: committee.Ordinary},
	{ID: 7, Name: "周建平", Unit: "安居物业公司党支部", Category: "友邻单位", Roles: committee.Ordinary},
	{ID: 8, Name: "孙晓燕", Unit: "区人民医院党委", Category: "友邻单位", Roles: committee.Ordinary},
	{ID: 9, Name: "吴国栋", Unit: "江城大学后勤集团党总支", Category: "友邻单位", Roles: committee.Ordinary},
	{ID: 10, Name: "何婷", Roles: committee.Recorder},
	{ID: 11, Name: "马××", Unit: "街道党建办", Roles: committee.Observer},
	{ID: 12, Name: "秦××", Post: "居民代表", Roles: committee.Observer},
}

// ballot is a vote that was announced; item 0 is of a topic without persons.
func ballot(topic committee.TopicID, item int, person string, yes, no, abstain int) committee.Ballot {
	b := committee.Ballot{
		Topic: topic, Position: int(topic), Item: item, Person: person, Secret: person != "", State: committee.Announced,
		Expected: 9, Present: 8, Votes: map[committee.MemberID]committee.Choice{},
	}
	for choice, n := range map[committee.Choice]int{committee.For: yes, committee.Against: no, committee.Abstain: abstain} {
		b.Slips = append(b.Slips, slices.Repeat([]committee.Choice{choice}, n)...)
	}
	for i := range yes + no + abstain {
		b.Electors = append(b.Electors, committee.MemberID(i+1))
		b.Votes[committee.MemberID(i+1)] = ""
	}
	if person != "" && yes+no+abstain < 8 {
		b.Recused = []string{person}
	}
	return b
}

// dossier4 is the meeting of spec.md §4.4 as it is kept.
func dossier4() committee.Dossier {
	d := committee.Dossier{
		Committee: committee.Committee{
			Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Bylaws: committee.DefaultBylaws(),
		},
		Meeting: committee.Meeting{
			Kind: committee.Regular, State: committee.Circulated, Year: 2026, Ordinal: 4, Place: "社区党群服务中心二楼会议室",
			Starts: at("15 14:30"), NoticedAt: at("10 09:07"), OpenedAt: at("15 14:33"), AdjournedAt: at("15 16:20"),
			Chair: 1, Expected: 9, Assembled: 8, Quorum: 8,
		},
		Agenda: []committee.Topic{
			{ID: 1, Position: 1, Kind: committee.Hear, Title: "听取第三季度决定事项落实情况通报", Reporter: "李慧敏"},
			{
				ID: 2, Position: 2, Kind: committee.Decide, Title: "审议电动自行车集中充电棚共建项目",
				Ask: "同意在三号院先行试点,由安居物业牵头,市第三中学、区人民医院配合,2027年1月15日前建成。",
			},
			{ID: 3, Position: 3, Kind: committee.Personnel, Title: "研究推荐续聘兼职委员事项", Persons: []string{"刘芳", "周建平", "孙晓燕", "吴国栋"}},
			{ID: 4, Position: 4, Kind: committee.Decide, Title: "审议单位停车位错时共享方案", Ask: "同意试行。"},
		},
		Ballots: []committee.Ballot{
			ballot(2, 0, "", 7, 0, 1),
			ballot(3, 1, "刘芳", 7, 0, 0),
			ballot(3, 2, "周建平", 6, 0, 1),
			ballot(3, 3, "孙晓燕", 7, 0, 0),
			ballot(3, 4, "吴国栋", 3, 3, 2),
			ballot(4, 0, "", 4, 3, 1),
		},
		Minutes: &committee.Minutes{State: committee.Signed, Year: 2026, Number: 4, SignedAt: at("17 22:30")},
		Body:    body, Calendar: workday.China(),
	}
	for id := range committee.MemberID(8) {
		d.Meeting.Roll = append(d.Meeting.Roll, committee.Attendee{Member: id + 1, Capacity: committee.Voting, CheckedIn: at("15 14:10")})
	}
	d.Meeting.Roll = append(d.Meeting.Roll,
		committee.Attendee{Member: 9, Capacity: committee.Voting, Answer: committee.OnLeave, Reason: "因公出差", Granted: true},
		committee.Attendee{Member: 11, Capacity: committee.Observing, Topics: []committee.TopicID{3}, CheckedIn: at("15 15:10")},
		committee.Attendee{Member: 12, Capacity: committee.Observing, Topics: []committee.TopicID{2, 4}, CheckedIn: at("15 14:20")},
		committee.Attendee{Member: 10, Capacity: committee.Recording, CheckedIn: at("15 14:00")},
	)
	return d
}

// What is kept of the meeting of spec.md §4.4 gives the paper of spec.md §4.4.
func TestFactsOfTheFourthMeeting(t *testing.T) {
	want := quarter4()
	if diff := cmp.Diff(Draft(want), Draft(FactsOf(dossier4()))); diff != "" {
		t.Errorf("minutes (-want +got):\n%s", diff)
	}
}

func TestFactsOf(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*committee.Dossier)
		read   func(Facts) any
		want   any
	}{
		"a-draft-has-no-number": {
			func(d *committee.Dossier) { d.Minutes.State, d.Minutes.Number = committee.WithVice, 0 },
			func(f Facts) any { return []any{f.Number, f.NumberYear, f.SignedOn, f.IssuedOn} },
			[]any{0, 2026, workday.Date{}, workday.Date{}},
		},
		"before-any-draft": {
			func(d *committee.Dossier) { d.Minutes = nil },
			func(f Facts) any { return []any{f.Number, f.NumberYear} },
			[]any{0, 0},
		},
		"signed-in-the-next-year": {
			func(d *committee.Dossier) {
				d.Minutes.Year, d.Minutes.Number, d.Minutes.SignedAt = 2027, 1, time.Date(2027, 1, 3, 17, 0, 0, 0, time.UTC)
			},
			func(f Facts) any { m := Draft(f); return []any{m.Number, m.Sections[0].Number, m.Title, f.SignedOn} },
			[]any{"〔2027〕1号", "〔2027〕1-1", "滨河社区“大党委”2026年第四次会议纪要", day(2027, 1, 4)},
		},
		"edited": {
			func(d *committee.Dossier) { d.Minutes.Edits = map[int]string{1: "会议听取了通报。"} },
			func(f Facts) any { return f.Items[0].Edited },
			"会议听取了通报。",
		},
		"not-noticed": {
			func(d *committee.Dossier) { d.Meeting.NoticedAt = time.Time{} },
			func(f Facts) any { return f.Noticed },
			workday.Date{},
		},
		"no-street": {
			func(d *committee.Dossier) { d.Committee.Street = "" },
			func(f Facts) any { return f.CopyTo },
			[]string{"各委员"},
		},
		"urgent": {
			func(d *committee.Dossier) {
				d.Meeting.Kind, d.Meeting.Reason = committee.Urgent, "供暖管网爆裂居民安置"
			},
			func(f Facts) any { return f.Urgent },
			"供暖管网爆裂居民安置",
		},
		"special": {
			func(d *committee.Dossier) {
				d.Meeting.Kind, d.Meeting.Reason = committee.Special, "居民联名提出加装电梯诉求"
			},
			func(f Facts) any { return f.Special },
			"居民联名提出加装电梯诉求",
		},
		"another-presided": {
			func(d *committee.Dossier) { d.Meeting.Chair = 2 },
			func(f Facts) any { return f.Chair },
			Chair{Name: "李慧敏", Post: "副书记", For: "张建国"},
		},
		"a-member-presided": {
			func(d *committee.Dossier) { d.Meeting.Chair = 3 },
			func(f Facts) any { return f.Chair },
			Chair{Name: "王志强", Post: "委员", For: "张建国"},
		},
		"leave-not-answered": {
			func(d *committee.Dossier) { d.Meeting.Roll[8].Granted = false },
			func(f Facts) any { return Draft(f).Roll[1].String() },
			"吴国栋(江城大学后勤集团党总支,因公出差,请假未批复)",
		},
		"never-answered": {
			func(d *committee.Dossier) { d.Meeting.Roll[8].Answer = committee.Silent },
			func(f Facts) any { return []any{len(f.OnLeave), f.Absent[0].Name, f.Absent[0].Reason} },
			[]any{0, "吴国栋", ""},
		},
		"on-leave-but-came": {
			func(d *committee.Dossier) { d.Meeting.Roll[8].CheckedIn = at("15 15:00") },
			func(f Facts) any { return []any{f.Present, len(f.Attended), len(f.OnLeave)} },
			[]any{8, 9, 0},
		},
		"left-during-the-meeting": {
			func(d *committee.Dossier) { d.Meeting.Roll[7].Left = at("15 15:55") },
			func(f Facts) any { return len(f.Attended) },
			8,
		},
		"left-before-the-opening": {
			func(d *committee.Dossier) { d.Meeting.Roll[7].Left = at("15 14:20") },
			func(f Facts) any { return []any{len(f.Attended), f.Absent[0].Name} },
			[]any{7, "孙晓燕"},
		},
		"no-longer-a-member": {
			func(d *committee.Dossier) { d.Meeting.Roll[8].Capacity = committee.Released },
			func(f Facts) any { return []any{len(f.OnLeave), len(f.Absent)} },
			[]any{0, 0},
		},
		"checked-in-by-the-recorder": {
			func(d *committee.Dossier) { d.Meeting.Roll[2].How = committee.ByRecorder },
			func(f Facts) any { return Draft(f).Roll[0].Names[2] },
			"王志强(代签)",
		},
		"an-observer-who-stayed-away": {
			func(d *committee.Dossier) { d.Meeting.Roll[9].CheckedIn = time.Time{} },
			func(f Facts) any { return len(f.Observers) },
			1,
		},
		"an-observer-of-everything": {
			func(d *committee.Dossier) { d.Meeting.Roll[9].Topics = []committee.TopicID{1, 2, 3, 4} },
			func(f Facts) any { return Draft(f).Roll[2].Names[0] },
			"马××(街道党建办)",
		},
		"a-vote-not-announced": {
			func(d *committee.Dossier) { d.Ballots[0].State = committee.Closed },
			func(f Facts) any { return len(f.Items[1].Votes) },
			0,
		},
		"a-vote-put-off": {
			func(d *committee.Dossier) { d.Ballots[0].Deferred = true },
			func(f Facts) any { return Draft(f).Sections[1].Result },
			Postponed,
		},
		"two-recorders": {
			func(d *committee.Dossier) {
				d.Body = append(committee.Body{{ID: 13, Name: "钱多", Roles: committee.Recorder}}, d.Body...)
			},
			func(f Facts) any { return f.Recorder },
			"何婷",
		},
		"no-recorder-came": {
			func(d *committee.Dossier) { d.Meeting.Roll = d.Meeting.Roll[:11] },
			func(f Facts) any { return f.Recorder },
			"何婷",
		},
		"no-recorder": {
			func(d *committee.Dossier) {
				d.Body = d.Body[:9]
			},
			func(f Facts) any { return f.Recorder },
			"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := dossier4()
			test.change(&d)
			if diff := cmp.Diff(test.want, test.read(FactsOf(d))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A role that nobody filled has no line of the roll.
func TestOnly(t *testing.T) {
	if got := only(""); got != nil {
		t.Errorf("nobody stands as %v", got)
	}
	if got := only("何婷"); len(got) != 1 || got[0].Name != "何婷" {
		t.Errorf("got %v", got)
	}
}
