package papers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yishi/committee"
)

func TestSummary(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Facts)
		want   string
	}{
		"the-fourth-meeting": {func(*Facts) {}, "会议议定4项:听取通报1项,通过1项,人事推荐1项按程序报批,提交下次会议再议1项。"},
		"the-persons-result-cannot-be-told": {func(f *Facts) {
			for i := range f.Items[2].Votes {
				f.Items[2].Votes[i].Outcome = tally(0, 8, 0)
			}
		}, "会议议定4项:听取通报1项,通过1项,人事推荐1项按程序报批,提交下次会议再议1项。"},
		"a-removal":            {func(f *Facts) { f.Items = f.Items[2:3]; f.Items[0].Title = "免去委员职务" }, "会议议定1项:人事事项1项按程序报批。"},
		"persons-not-reached":  {func(f *Facts) { f.Items = f.Items[2:3]; f.Items[0].NotDiscussed = true }, "会议议定1项:提交下次会议再议1项。"},
		"studied":              {func(f *Facts) { f.Items = f.Items[:1]; f.Items[0].Kind = committee.Study }, "会议议定1项:传达学习1项。"},
		"put-off":              {func(f *Facts) { f.Items = f.Items[1:2]; f.Items[0].Deferred = true }, "会议议定1项:提交下次会议再议1项。"},
		"put-off-after-a-vote": {func(f *Facts) { f.Items = f.Items[1:2]; f.Items[0].Votes[0].Deferred = true }, "会议议定1项:提交下次会议再议1项。"},
		"nothing":              {func(f *Facts) { f.Items = nil }, "会议没有议定事项。"},
	} {
		t.Run(name, func(t *testing.T) {
			f := quarter4()
			test.change(&f)
			if got := Draft(f).Summary(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestRanges(t *testing.T) {
	for name, test := range map[string]struct {
		to     Range
		topics []int
		roll   []string
		copies int
	}{
		"full":             {Full, []int{1, 2, 3, 4}, []string{"出席", "请假", "列席", "主持", "记录"}, 2},
		"units":            {Units, []int{1, 2, 3, 4}, []string{"出席", "请假", "列席", "主持", "记录"}, 2},
		"one-topic":        {OnlyTopics(2), []int{2}, []string{"主持", "记录"}, 0},
		"two-topics":       {OnlyTopics(4, 2), []int{2, 4}, []string{"主持", "记录"}, 0},
		"no-topic-at-all":  {OnlyTopics(), nil, []string{"主持", "记录"}, 0},
		"street's-one":     {Range{Personnel: true, Topics: []int{3}}, []int{3}, []string{"主持", "记录"}, 0},
		"not-on-the-roll":  {OnlyTopics(9), nil, []string{"主持", "记录"}, 0},
		"persons-topic-of": {OnlyTopics(3), []int{3}, []string{"主持", "记录"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			m := Draft(edited4()).For(test.to)
			var topics []int
			for _, s := range m.Sections {
				topics = append(topics, s.Topic)
				if told := strings.Contains(strings.Join(s.Paragraphs, ""), "推荐续聘"); told != (s.Topic == 3 && test.to.Personnel) {
					t.Errorf("topic %d tells of persons: %t", s.Topic, told)
				}
			}
			var roll []string
			for _, l := range m.Roll {
				roll = append(roll, l.Label)
			}
			if !slices.Equal(topics, test.topics) || !slices.Equal(roll, test.roll) || len(m.CopyTo) != test.copies {
				t.Errorf("topics %v, roll %v, copies %q; want %v, %v, %d", topics, roll, m.CopyTo, test.topics, test.roll, test.copies)
			}
		})
	}
}

// A copy is cut from the paper; the paper stays whole (MIN-05).
func TestForLeavesTheMinutesAlone(t *testing.T) {
	m := Draft(edited4())
	before := m.Markdown()
	for _, r := range []Range{Units, OnlyTopics(1, 3), Full} {
		m.For(r)
	}
	if after := m.Markdown(); after != before {
		t.Errorf("the minutes changed:\n%s", after)
	}
}

func TestUnitsReadNoNames(t *testing.T) {
	f := quarter4()
	f.Kind, f.Urgent = committee.Urgent, "吴国栋同志辞去职务"
	f.Items[0].Title = "听取吴国栋同志述职情况通报"
	f.Items[3].Edited = "会议审议了方案。会议要求,由刘芳同志、张建国同志牵头。"
	f.Items[2].Votes = append(f.Items[2].Votes, Vote{Person: "张建国", Outcome: tally(8, 0, 0)}, Vote{Person: "钱多", Outcome: tally(8, 0, 0)})
	f.Observers = append(f.Observers, Attendee{Name: "钱多", Unit: "候选人", Topics: []int{3}})
	m := Draft(f).For(Units)
	for place, want := range map[string]string{
		m.Sections[0].Heading:       "一、关于有关同志述职情况(议定事项〔2026〕4-1)",
		m.Sections[0].Paragraphs[0]: "会议听取了李慧敏同志关于有关同志述职情况的通报。",
		m.Sections[2].Heading:       "三、人事事项(议定事项〔2026〕4-3)",
		m.Sections[2].Paragraphs[0]: "人事事项按程序报批。",
		m.Sections[3].Paragraphs[0]: "会议审议了方案。会议要求,由有关同志、有关同志牵头。",
	} {
		if place != want {
			t.Errorf("got %s, want %s", place, want)
		}
	}
	if !strings.Contains(m.Overview, "书记张建国在") || !strings.Contains(m.Overview, "因有关同志辞去职务,临时召集") {
		t.Errorf("overview: %s", m.Overview)
	}
	if text := m.Text(); strings.Contains(text, "钱多") || !strings.Contains(text, "列席:马××(街道党建办,列席议题三),秦××") {
		t.Errorf("the candidate is named, or the others are not:\n%s", text)
	}
}

func TestUnitsReadNoEmptyLine(t *testing.T) {
	f := quarter4()
	f.Observers = []Attendee{{Name: "刘芳", Topics: []int{3}}}
	for _, l := range Draft(f).For(Units).Roll {
		if l.Label == observing {
			t.Errorf("a line of observers with nobody on it: %q", l.Names)
		}
	}
}

func TestUnitsOfWhatWasNotDiscussed(t *testing.T) {
	f := quarter4()
	f.Items[2].NotDiscussed = true
	s := Draft(f).For(Units).Sections[2]
	if got := s.Heading + s.Paragraphs[0]; got != "三、人事事项(议定事项〔2026〕4-3)本次会议未就此议题进行表决,提交下次会议研究。" {
		t.Errorf("got %s", got)
	}
}

// MIN-06: whatever people typed, and wherever they typed it, the units' copy
// names nobody whom a personnel topic is about, except on the roll of members.
func TestUnitsNeverNameAPersonnelCase(t *testing.T) {
	name := rapid.StringMatching(`[赵钱孙李周吴郑王冯陈][伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平]{1,2}`)
	rapid.Check(t, func(t *rapid.T) {
		persons := rapid.SliceOfNDistinct(name, 1, 4, rapid.ID[string]).Draw(t, "persons")
		words := func(label string) string {
			part := rapid.OneOf(rapid.SampledFrom(persons), rapid.SampledFrom([]string{"同志", "推荐", "\n", ",", "\u200b", "*", " "}), rapid.StringN(0, 3, -1))
			return strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, label), "")
		}
		f := quarter4()
		f.Attended, f.OnLeave = nil, nil
		f.Urgent, f.Items[2].Votes = words("urgent"), nil
		for i := range f.Items {
			it := &f.Items[i]
			it.Title, it.Asked, it.Edited, it.Late, it.Reporter = words("title"), words("asked"), words("edited"), words("late"), words("reporter")
		}
		for _, p := range persons {
			f.Items[2].Votes = append(f.Items[2].Votes, Vote{Person: p, Outcome: tally(rapid.IntRange(0, 8).Draw(t, "yes"), 0, 0)})
			f.Observers = append(f.Observers, Attendee{Name: p})
		}
		m := Draft(f)
		for _, paper := range []string{m.For(Units).Text(), m.For(Units).Markdown(), m.For(OnlyTopics(1, 2, 3)).Text(), m.Summary()} {
			for _, p := range persons {
				if strings.Contains(paper, p) {
					t.Fatalf("%s is named:\n%s", p, paper)
				}
			}
		}
		if full := m.For(Full).Text(); !strings.Contains(full, persons[0]) {
			t.Fatalf("%s is not named to members:\n%s", persons[0], full)
		}
	})
}

func TestRollLine(t *testing.T) {
	for want, names := range map[string][]string{
		"":               {},
		"张建国":            {"张建国"},
		"张建国、李慧敏":        {"张建国", "李慧敏"},
		"张建国,刘芳(三中),王志强": {"张建国", "刘芳(三中)", "王志强"},
		"刘芳(三中),周建平(安居)": {"刘芳(三中)", "周建平(安居)"},
	} {
		if got := (Line{Names: names}).String(); got != want {
			t.Errorf("%q: got %s, want %s", names, got, want)
		}
	}
}

func ExampleMinutes_Summary() {
	fmt.Println(Draft(quarter4()).Summary())
	// Output: 会议议定4项:听取通报1项,通过1项,人事推荐1项按程序报批,提交下次会议再议1项。
}
