package papers

import (
	"slices"
	"strings"
	"testing"

	"yishi/committee"
)

func TestSubject(t *testing.T) {
	for name, test := range map[string]struct {
		title string
		kind  committee.TopicKind
		want  string
	}{
		"heard":                  {"听取第三季度决定事项落实情况通报", committee.Hear, "第三季度决定事项落实情况"},
		"heard-in-full":          {"听取关于第三季度落实情况的汇报", committee.Hear, "第三季度落实情况"},
		"deliberated":            {"审议电动自行车集中充电棚共建项目", committee.Decide, "电动自行车集中充电棚共建项目"},
		"about":                  {"关于单位停车位错时共享方案的议题", committee.Decide, "单位停车位错时共享方案"},
		"personnel":              {"研究推荐续聘兼职委员事项", committee.Personnel, "推荐续聘兼职委员"},
		"personnel-matters":      {"研究增补委员有关事宜", committee.Personnel, "增补委员"},
		"a-decision-on-matters":  {"审议文明单位创建重大事项", committee.Decide, "文明单位创建重大事项"},
		"students-are-no-verb":   {"研究生公寓供暖补助", committee.Decide, "研究生公寓供暖补助"},
		"institutes-are-no-verb": {"研究院共建", committee.Decide, "研究院共建"},
		"studied":                {"传达学习安全生产文件", committee.Study, "安全生产文件"},
		"only-a-verb":            {"通报", committee.Hear, "通报"},
		"typed-with-breaks":      {"审议\n充电棚", committee.Decide, "充电棚"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Item{Title: test.title, Kind: test.kind}).subject(); got != test.want {
				t.Errorf("subject of %s is %s, want %s", test.title, got, test.want)
			}
		})
	}
}

// said drafts one item into quarter4's minutes.
func said(it Item) string {
	f := quarter4()
	it.Position = 1
	f.Items = []Item{it}
	return strings.Join(Draft(f).Sections[0].Paragraphs, "\n")
}

func TestDecisions(t *testing.T) {
	deferred := Vote{Deferred: true, Outcome: tally(4, 3, 1)}
	for name, test := range map[string]struct {
		item Item
		want string
	}{
		"carried-without-words": {
			Item{Title: "共建项目", Votes: []Vote{{Outcome: tally(8, 0, 0)}}},
			"会议审议了共建项目。经表决,赞成8票、反对0票、弃权0票,赞成票超过应到会委员半数,予以通过。会议议定,同意该事项。",
		},
		"put-off":               {Item{Title: "共建项目", Deferred: true}, "会议审议了共建项目。经研究,决定缓议,提交下次会议研究。"},
		"put-off-after-a-vote":  {Item{Title: "共建项目", Votes: []Vote{deferred}}, "会议审议了共建项目。经研究,决定缓议,提交下次会议研究。"},
		"never-voted-on":        {Item{Title: "共建项目"}, "本次会议未就此议题进行表决,提交下次会议研究。"},
		"the-second-vote-holds": {Item{Title: "共建项目", Votes: []Vote{{Outcome: tally(4, 3, 1)}, {Outcome: tally(6, 1, 1)}}}, "会议审议了共建项目。经表决,赞成6票、反对1票、弃权1票,赞成票超过应到会委员半数,予以通过。会议议定,同意该事项。"},
		"heard-from-nobody":     {Item{Title: "落实情况", Kind: committee.Hear}, "会议听取了关于落实情况的通报。"},
		"persons-put-off": {
			Item{Title: "增补委员", Kind: committee.Personnel, Deferred: true, Votes: []Vote{{Person: "刘芳", Outcome: tally(8, 0, 0)}}},
			"会议研究了增补委员事项。经研究,决定缓议,提交下次会议研究。",
		},
		"persons-never-voted-on": {Item{Title: "增补委员", Kind: committee.Personnel}, "本次会议未就此议题进行表决,提交下次会议研究。"},
		"one-person-put-off": {
			Item{Title: "增补委员", Kind: committee.Personnel, Votes: []Vote{
				{Person: "刘芳", Deferred: true, Outcome: tally(8, 0, 0)}, {Person: "周建平", Outcome: tally(2, 6, 0)},
			}},
			"会议研究了增补委员事项,采取记名方式逐人表决。表决结果如下:\n(一)增补刘芳同志:缓议,提交下次会议研究。\n" +
				"(二)增补周建平同志:参加表决8人,赞成2票、反对6票,赞成票未超过应到会委员半数,未通过。",
		},
		"removal-is-no-recommendation": {
			Item{Title: "免去委员职务", Kind: committee.Personnel, Votes: []Vote{{Person: "周建平", Secret: true, Recused: []string{"刘芳"}, Outcome: tally(7, 0, 0)}}},
			"会议研究了免去委员职务事项,采取无记名方式逐人表决,有关委员均按规定回避。表决结果如下:\n(一)免去周建平同志:参加表决7人,赞成7票,通过。\n" +
				"以上意见报街道党工委审查。",
		},
		"voted-on-again": {
			Item{Title: "增补委员", Kind: committee.Personnel, Votes: []Vote{
				{Person: "刘芳", Secret: true, Outcome: tally(2, 6, 0)},
				{Person: "周建平", ByHand: true, Outcome: tally(2, 6, 0)},
				{Person: "刘芳", Secret: true, Outcome: tally(3, 5, 0)},
			}},
			"会议研究了增补委员事项,采取逐人表决方式。表决结果如下:\n(一)增补刘芳同志:参加表决8人,赞成3票、反对5票,赞成票未超过应到会委员半数,未通过。\n" +
				"(二)增补周建平同志:参加表决8人,赞成2票、反对6票,赞成票未超过应到会委员半数,未通过。",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if test.item.Kind == "" {
				test.item.Kind = committee.Decide
			}
			if got := said(test.item); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestShowOfHandsOnPersons(t *testing.T) {
	got := said(Item{Title: "增补委员", Kind: committee.Personnel, Votes: []Vote{{Person: "刘芳", ByHand: true, Outcome: tally(8, 0, 0)}}})
	if want := "采取举手方式逐人表决。表决结果"; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s in it", got, want)
	}
}

func TestMarkOfMajority(t *testing.T) {
	for name, test := range map[string]struct {
		switches map[string]string
		yes      int
		recused  []string
		want     string
	}{
		"default":             {nil, 7, nil, "赞成票超过应到会委员半数,予以通过。"},
		"default-missed":      {nil, 4, nil, "赞成票未超过应到会委员半数,未通过。"},
		"of-those-present":    {map[string]string{"majority.base": "present"}, 7, nil, "赞成票超过实到会委员半数,予以通过。"},
		"of-valid-votes":      {map[string]string{"majority.base": "valid"}, 7, nil, "赞成票超过有效票半数,予以通过。"},
		"three-quarters":      {map[string]string{"majority.threshold": ">=3/4"}, 7, nil, "赞成票达到应到会委员的四分之三,予以通过。"},
		"all":                 {map[string]string{"majority.threshold": "all"}, 4, nil, "赞成票未达到应到会委员全数,未通过。"},
		"recusal-keeps-base":  {nil, 7, []string{"刘芳"}, "赞成票超过应到会委员半数,予以通过。"},
		"recusal-takes-base":  {map[string]string{"recusal.reduces_base": "true"}, 7, []string{"刘芳"}, "赞成票超过应到会委员(不含回避委员)半数,予以通过。"},
		"abstentions-leave":   {map[string]string{"abstain.in_base": "false"}, 6, nil, "赞成票超过应到会委员(不含弃权委员)半数,予以通过。"},
		"both-leave":          {map[string]string{"abstain.in_base": "false", "recusal.reduces_base": "true"}, 6, []string{"刘芳"}, "赞成票超过应到会委员(不含回避委员、弃权委员)半数,予以通过。"},
		"persons-alone":       {map[string]string{"majority.personnel.base": "valid", "majority.personnel.threshold": "all"}, 7, nil, "赞成票超过应到会委员半数,予以通过。"},
		"valid-needs-no-word": {map[string]string{"recusal.reduces_base": "true", "majority.base": "valid"}, 7, []string{"刘芳"}, "赞成票超过有效票半数,予以通过。"},
	} {
		t.Run(name, func(t *testing.T) {
			laws, err := committee.ParseBylaws(test.switches)
			if err != nil {
				t.Fatal(err)
			}
			v := Vote{Recused: test.recused, Outcome: tally(test.yes, 0, 7-test.yes)}
			if got := v.sentence(laws); !strings.HasSuffix(got, ","+test.want) {
				t.Errorf("got %s, want %s at its end", got, test.want)
			}
		})
	}
}

func TestHowAVoteWasTaken(t *testing.T) {
	for name, test := range map[string]struct {
		v    Vote
		want string
	}{
		"named":       {Vote{}, "经表决,"},
		"secret":      {Vote{Secret: true}, "经无记名投票表决,"},
		"hands":       {Vote{ByHand: true}, "经举手表决,"},
		"slips":       {Vote{ByHand: true, Secret: true, Witness: "何婷"}, "经无记名投票表决(监票人:何婷),"},
		"again":       {Vote{Again: true}, "经重新表决,"},
		"again-hands": {Vote{Again: true, ByHand: true}, "经重新举手表决,"},
	} {
		t.Run(name, func(t *testing.T) {
			test.v.Outcome = tally(7, 0, 1)
			if got := test.v.sentence(committee.DefaultBylaws()); !strings.HasPrefix(got, test.want) {
				t.Errorf("got %s, want %s at its beginning", got, test.want)
			}
		})
	}
	again := Vote{Person: "刘芳", Again: true, Outcome: tally(7, 0, 0)}
	if got := again.line(committee.DefaultBylaws()); !strings.HasPrefix(got, "经重新表决,参加表决7人") {
		t.Errorf("on a person: %s", got)
	}
}

// VOT-12 What is told is the last of several votes; VOT-10 who stayed out is named.
func TestVOT12TheLastVoteHolds(t *testing.T) {
	first := Vote{Outcome: tally(4, 3, 1)}
	second := Vote{Again: true, Recused: []string{"周建平"}, Outcome: tally(7, 0, 0)}
	got := said(Item{Title: "充电棚", Kind: committee.Decide, Votes: []Vote{first, second}})
	for _, want := range []string{"周建平同志按规定回避。", "经重新表决,赞成7票"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	if strings.Contains(got, "赞成4票") {
		t.Errorf("the first vote is told: %s", got)
	}
}

// What the recorder writes never hides how a vote went.
func TestEditKeepsResults(t *testing.T) {
	const result = "经表决,赞成7票、反对0票、弃权1票,赞成票超过应到会委员半数,予以通过。"
	for name, test := range map[string]struct {
		edited string
		want   []string
	}{
		"told-by-the-recorder": {"会议审议了方案。" + result, []string{"会议审议了方案。" + result}},
		"told-in-other-width":  {"经表决，赞成7票、反对0票、弃权1票，赞成票超过应到会委员半数，予以通过。", []string{"经表决，赞成7票、反对0票、弃权1票，赞成票超过应到会委员半数，予以通过。"}},
		"told-over-two-lines":  {"经表决,赞成7票、反对0票、弃权1票,\n赞成票超过应到会委员半数,予以通过。", []string{"经表决,赞成7票、反对0票、弃权1票,", "赞成票超过应到会委员半数,予以通过。"}},
		"not-told":             {"会议审议了方案。\n\n会议要求抓紧落实。", []string{"会议审议了方案。", "会议要求抓紧落实。", result}},
		"told-otherwise":       {"经表决,赞成8票,一致通过。", []string{"经表决,赞成8票,一致通过。", result}},
	} {
		t.Run(name, func(t *testing.T) {
			f := quarter4()
			f.Items[1].Edited = test.edited
			if got := Draft(f).Sections[1].Paragraphs; !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestEditKeepsPersonnelResults(t *testing.T) {
	f := quarter4()
	f.Items[2].Edited = "会议研究了续聘事项。推荐续聘刘芳同志:参加表决7人,赞成7票,通过。"
	got := Draft(f).Sections[2].Paragraphs
	want := []string{
		"会议研究了续聘事项。推荐续聘刘芳同志:参加表决7人,赞成7票,通过。",
		"周建平同志:参加表决7人,赞成6票、弃权1票,通过。",
		"孙晓燕同志:参加表决7人,赞成7票,通过。",
		"吴国栋同志:参加表决8人,赞成3票、反对3票、弃权2票,赞成票未超过应到会委员半数,未通过。",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEditOfWhatWasNotVoted(t *testing.T) {
	for name, item := range map[string]Item{
		"put-off":       {Kind: committee.Decide, Deferred: true, Votes: []Vote{{Outcome: tally(4, 3, 1)}}},
		"not-announced": {Kind: committee.Decide, Votes: []Vote{{Deferred: true, Outcome: tally(4, 3, 1)}}},
		"not-discussed": {Kind: committee.Decide, NotDiscussed: true},
	} {
		t.Run(name, func(t *testing.T) {
			item.Title, item.Edited = "共建项目", "会议决定缓议。"
			if got := said(item); got != "会议决定缓议。" {
				t.Errorf("got %s, want the recorder's words alone", got)
			}
		})
	}
}
