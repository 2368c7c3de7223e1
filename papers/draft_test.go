package papers

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/workday"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func day(year int, month time.Month, d int) workday.Date {
	return workday.Date{Year: year, Month: month, Day: d}
}

func tally(yes, no, abstain int) committee.Outcome {
	return committee.Outcome{
		Tally: committee.Tally{For: yes, Against: no, Abstain: abstain}, Expected: 9, Present: 8, Base: 9, Needed: 5, Passed: yes >= 5,
	}
}

// quarter4 is the meeting of spec.md §4.4 as it was recorded, before anyone
// edited a word.
func quarter4() Facts {
	return Facts{
		Issuer: "中共滨河社区委员会", Committee: "滨河社区“大党委”", Street: "临江街道党工委",
		Year: 2026, Ordinal: 4, Number: 4, Kind: committee.Regular, Bylaws: committee.DefaultBylaws(),
		Opened: time.Date(2026, 12, 15, 6, 33, 0, 0, time.UTC), Closed: time.Date(2026, 12, 15, 8, 20, 0, 0, time.UTC),
		Place: "社区党群服务中心二楼会议室", Chair: Chair{Name: "张建国", Post: "书记"}, Noticed: day(2026, 12, 10),
		Expected: 9, Present: 8, Quorum: 8, Recorder: "何婷",
		Attended: []Attendee{
			{Name: "张建国"},
			{Name: "李慧敏"},
			{Name: "王志强"},
			{Name: "赵丽华"},
			{Name: "陈卫东"},
			{Name: "刘芳", Unit: "市第三中学党总支"},
			{Name: "周建平", Unit: "安居物业公司党支部"},
			{Name: "孙晓燕", Unit: "区人民医院党委"},
		},
		OnLeave: []Attendee{{Name: "吴国栋", Unit: "江城大学后勤集团党总支", Reason: "因公出差"}},
		Observers: []Attendee{
			{Name: "马××", Unit: "街道党建办", Topics: []int{3}},
			{Name: "秦××", Unit: "居民代表", Topics: []int{2, 4}},
		},
		Items: []Item{
			{Position: 1, Kind: committee.Hear, Title: "听取第三季度决定事项落实情况通报", Reporter: "李慧敏"},
			{
				Position: 2, Kind: committee.Decide, Title: "审议电动自行车集中充电棚共建项目",
				Asked: "同意在三号院先行试点,由安居物业牵头,市第三中学、区人民医院配合,2027年1月15日前建成。",
				Votes: []Vote{{Outcome: tally(7, 0, 1)}},
			},
			{Position: 3, Kind: committee.Personnel, Title: "研究推荐续聘兼职委员事项", Votes: []Vote{
				{Person: "刘芳", Secret: true, Recused: []string{"刘芳"}, Outcome: tally(7, 0, 0)},
				{Person: "周建平", Secret: true, Recused: []string{"周建平"}, Outcome: tally(6, 0, 1)},
				{Person: "孙晓燕", Secret: true, Recused: []string{"孙晓燕"}, Outcome: tally(7, 0, 0)},
				{Person: "吴国栋", Secret: true, Outcome: tally(3, 3, 2)},
			}},
			{
				Position: 4, Kind: committee.Decide, Title: "审议单位停车位错时共享方案",
				Asked: "同意试行。", Votes: []Vote{{Outcome: tally(4, 3, 1)}},
			},
		},
		SignedOn: day(2026, 12, 17), IssuedOn: day(2026, 12, 18), CopyTo: []string{"临江街道党工委党建办", "各委员"},
	}
}

// edited4 is the same meeting with what the recorder wrote.
func edited4() Facts {
	f := quarter4()
	f.Items[0].Edited = "会议听取了李慧敏同志关于第三季度决定事项落实情况的通报。会议指出,3项决定事项已办结2项,1项正在推进。" +
		"会议要求,“共享阅览室”延时开放事项由市第三中学党总支继续落实,2026年12月31日前办结。"
	f.Items[1].Edited = `会议审议了电动自行车集中充电棚共建项目方案。经表决,赞成7票、反对0票、弃权1票,赞成票超过应到会委员半数,予以通过。会议议定:
(一)在三号院先行试点建设集中充电棚,2027年1月15日前建成投用。
(二)由安居物业公司党支部牵头,负责点位选址、用电报装和日常管理,2026年12月31日前完成选址和报装;市第三中学党总支、区人民医院党委予以配合。
(三)社区党委会同各成员单位做好宣传引导。`
	f.Items[2].Edited = `会议研究了任期届满兼职委员续聘推荐事项,采取无记名方式逐人表决,涉及本人的委员均按规定回避。表决结果如下:
(一)推荐续聘刘芳同志:参加表决7人,赞成7票,通过。
(二)推荐续聘周建平同志:参加表决7人,赞成6票、弃权1票,通过。
(三)推荐续聘孙晓燕同志:参加表决7人,赞成7票,通过。
(四)推荐续聘吴国栋同志:参加表决8人,赞成3票、反对3票、弃权2票,赞成票未超过应到会委员半数,未通过。
以上推荐意见报街道党工委审查。吴国栋同志履职情况一并报街道党工委研究。`
	f.Items[3].Edited = "会议审议了单位停车位错时共享方案。经表决,赞成4票、反对3票、弃权1票,赞成票未超过应到会委员半数,未通过。" +
		"会议议定,由区人民医院党委、市第三中学党总支进一步征求意见、完善安全管理措施,提交下次会议研究。"
	return f
}

func TestGolden(t *testing.T) {
	unsigned := quarter4()
	unsigned.Number, unsigned.SignedOn, unsigned.IssuedOn = 0, workday.Date{}, workday.Date{}
	for name, paper := range map[string]string{
		"4-full.md":    Draft(edited4()).For(Full).Markdown(),
		"4-full.txt":   Draft(edited4()).For(Full).Text(),
		"4-units.md":   Draft(edited4()).For(Units).Markdown(),
		"4-topic-2.md": Draft(edited4()).For(OnlyTopics(2)).Markdown(),
		"4-drafted.md": Draft(unsigned).Markdown(),
		"urgent.md":    Draft(urgent()).Markdown(),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, paper) })
	}
}

// urgent is a meeting that everything unusual happened at.
func urgent() Facts {
	laws, err := committee.ParseBylaws(map[string]string{
		"majority.base": "present", "majority.threshold": ">=2/3", "recusal.reduces_base": "true", "quorum.inclusive": "false", "quorum.fraction": "2/3",
	})
	if err != nil {
		panic(err)
	}
	hand := Vote{ByHand: true, Recused: []string{"周建平", "刘芳"}, Outcome: tally(6, 0, 0)}
	hand.NotVoted = 1
	slips := Vote{Secret: true, Outcome: tally(2, 4, 2)}
	return Facts{
		Issuer: "中共滨河社区委员会", Committee: "滨河社区“大党委”", Year: 2026, Ordinal: 5, Number: 1,
		Kind: committee.Urgent, Urgent: "供暖管网爆裂居民安置。", Bylaws: laws,
		Opened: time.Date(2026, 12, 31, 22, 0, 0, 0, committee.Zone), Closed: time.Date(2027, 1, 1, 0, 5, 0, 0, committee.Zone),
		Place: "居委会", Chair: Chair{Name: "李慧敏", Post: "副书记", For: "张建国", Reason: "外出学习"},
		Noticed: day(2025, 12, 31), Expected: 9, Present: 6, Quorum: 6, Recorder: "何婷",
		Attended: []Attendee{
			{Name: "李慧敏"},
			{Name: "王志强", ByRecorder: true},
			{Name: "赵丽华"},
			{Name: "陈卫东"},
			{Name: "刘芳", Unit: "市第三中学党总支", ByVideo: true},
			{Name: "周建平", Unit: "安居物业公司党支部"},
			{Name: "孙晓燕", Unit: "区人民医院党委", Newcomer: true},
		},
		OnLeave: []Attendee{{Name: "张建国", Reason: "外出学习", Pending: true}},
		Absent:  []Attendee{{Name: "吴国栋", Unit: "江城大学后勤集团党总支"}},
		Items: []Item{
			{
				Position: 1, Kind: committee.Decide, Title: "研究居民临时安置", Votes: []Vote{hand},
				Asked: "由社区党委牵头,安置受影响居民\n\n由安居物业公司抢修管网,1月5日前恢复供暖;\n",
			},
			{Position: 2, Kind: committee.Study, Title: "传达学习安全生产有关文件", Late: "上级要求即时传达"},
			{Position: 3, Kind: committee.Decide, Title: "研究生公寓供暖补助", Asked: "同意补助", Votes: []Vote{slips}},
			{Position: 4, Kind: committee.Hear, Title: "抢修进展汇报", Deferred: true},
			{Position: 5, Kind: committee.Decide, Title: "冬季值守安排", NotDiscussed: true},
		},
		NumberYear: 2027, SignedOn: day(2027, 1, 4), IssuedOn: day(2027, 1, 4),
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestOverview(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Facts)
		want   string
	}{
		"nobody-but-members":  {func(f *Facts) { f.Observers = nil }, "已于12月10日通知各位委员。"},
		"everyone-came":       {func(f *Facts) { f.OnLeave, f.Present = nil, 9 }, "应到委员9人,实到9人,符合"},
		"one-stayed-away":     {func(f *Facts) { f.Absent = f.OnLeave }, "实到8人,请假1人,缺席1人,符合"},
		"one-came-late":       {func(f *Facts) { f.Present, f.Quorum = 7, 7 }, "实到7人(会议期间另有1人到会),请假1人"},
		"delegated":           {func(f *Facts) { f.Chair = Chair{"李慧敏", "副书记", "张建国", "出差"} }, "社区“大党委”书记张建国在社区党群服务中心二楼会议室召集召开“大党委”2026年第四次会议,受书记委托,由副书记李慧敏主持(事由:出差)。"},
		"special":             {func(f *Facts) { f.Kind, f.Special, f.Fulfils = committee.Special, "迎接创建检查", true }, "会议(特殊会议,兼作第四季度例会)。"},
		"special for":         {func(f *Facts) { f.Kind, f.Special = committee.Special, "迎接创建检查。" }, "本次会议因迎接创建检查召集。"},
		"stepped in":          {func(f *Facts) { f.Chair = Chair{"李慧敏", "副书记", "张建国", ""} }, "召开“大党委”2026年第四次会议,书记因故未到会,由副书记李慧敏主持。"},
		"no-quorum-no-claim":  {func(f *Facts) { f.Quorum = 9 }, "请假1人。会议时间"},
		"still-sitting":       {func(f *Facts) { f.Closed = time.Time{} }, "2026年12月15日14时33分,社区“大党委”书记张建国在"},
		"no-place":            {func(f *Facts) { f.Place = "" }, "书记张建国召集并主持召开"},
		"notice-not-recorded": {func(f *Facts) { f.Noticed = workday.Date{} }, "的规定。现将会议"},
		"name-without-marks":  {func(f *Facts) { f.Committee = "大党委" }, "大党委书记张建国在社区党群服务中心二楼会议室召集并主持召开大党委2026年"},
		"early-in-utc":        {func(f *Facts) { f.Opened = time.Date(2026, 12, 14, 23, 30, 0, 0, time.UTC) }, "2026年12月15日7时30分至16时20分,"},
		"a-full-hour":         {func(f *Facts) { f.Closed = f.Closed.Add(-20 * time.Minute) }, "14时33分至16时,"},
	} {
		t.Run(name, func(t *testing.T) {
			f := quarter4()
			test.change(&f)
			if got := Draft(f).Overview; !strings.Contains(got, test.want) {
				t.Errorf("overview %q, want %q in it", got, test.want)
			}
		})
	}
}

func TestMark(t *testing.T) {
	for street, want := range map[string]string{
		"临江街道党工委":     "中共临江街道滨河社区“大党委”会议纪要",
		"中共临江街道工作委员会": "中共临江街道滨河社区“大党委”会议纪要",
		"":            "中共滨河社区“大党委”会议纪要",
	} {
		f := quarter4()
		f.Street = street
		if got := Draft(f).Mark; got != want {
			t.Errorf("street %q: mark %q, want %q", street, got, want)
		}
	}
}

func TestStreetOrgan(t *testing.T) {
	for street, want := range map[string]string{
		"临江街道党工委":     "以上推荐意见报街道党工委审查。",
		"中共临江街道工作委员会": "以上推荐意见报中共临江街道工作委员会审查。",
		"":            "以上推荐意见报上级党组织审查。",
	} {
		f := quarter4()
		f.Street = street
		p := Draft(f).Sections[2].Paragraphs
		if got := p[len(p)-1]; got != want {
			t.Errorf("street %q: %q, want %q", street, got, want)
		}
	}
}

func TestCopiesAreDividedByCommas(t *testing.T) {
	f := quarter4()
	f.CopyTo = []string{"临江街道党工委党建办", " ", "各委员"}
	m := Draft(f)
	if want := []string{"临江街道党工委党建办", "各委员"}; !slices.Equal(m.CopyTo, want) {
		t.Errorf("copies to %q, want %q", m.CopyTo, want)
	}
	if text := m.Text(); !strings.Contains(text, "抄送:临江街道党工委党建办,各委员。\n") {
		t.Errorf("no line of copies in %s", text)
	}
}
