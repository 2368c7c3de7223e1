package cards_test

import (
	"strings"
	"testing"

	"yishi/cards"
	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

func TestORG07VacancyWords(t *testing.T) {
	k, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	body := committee.Body{{ID: 7, Name: "周建平"}}
	v := committee.Vacancy{Member: 7, Seat: committee.Ordinary, Reason: "工作调动", From: workday.New(2026, 10, 15)}
	for day, want := range map[workday.Date]string{
		workday.New(2026, 11, 14): "委员空缺1名(自10月15日(周四)起,周建平同志工作调动),应于11月14日(周六)前增补。",
		workday.New(2026, 11, 16): "增补已逾期:委员空缺1名(自10月15日(周四)起,周建平同志工作调动),应于11月14日(周六)前增补。",
	} {
		if got := k.Vacancy(v, body, committee.DefaultBylaws(), day); got != want {
			t.Errorf("on %s: %s", day, got)
		}
	}
}

func TestORG05TermWords(t *testing.T) {
	k, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	over, soon := workday.New(2026, 11, 9), workday.New(2026, 12, 20)
	got := k.Terms(committee.Body{{Name: "刘芳", Until: over}, {Name: "周建平", Until: over}, {Name: "孙晓燕", Until: soon}}, workday.New(2026, 11, 23))
	want := "2名兼职委员任期已于2026-11-09届满,请尽快办理续聘或调整:刘芳、周建平。|1名委员任期将于2026-12-20届满(还有27天):孙晓燕。"
	if strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
}

func TestORG08DutyWords(t *testing.T) {
	k, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	laws := committee.DefaultBylaws()
	d := committee.Duty{Member: committee.Member{ID: 9, Name: "吴国栋"}}
	if got := k.Duty(d, laws); got != "吴国栋:任职以来尚未召开会议" {
		t.Error(got)
	}
	for _, day := range []workday.Date{workday.New(2026, 3, 17), workday.New(2026, 6, 16)} {
		d.Sittings = append(d.Sittings, committee.Sitting{Day: day, Came: true, Held: true})
	}
	for _, day := range []workday.Date{workday.New(2026, 9, 15), workday.New(2026, 12, 15)} {
		d.Sittings = append(d.Sittings, committee.Sitting{Day: day, Held: true})
	}
	want := "吴国栋:近4次会议到会2次(50%),请假0次,未请假缺席2次;到会率低于75%;连续2次未请假缺席:9月15日(周二)、12月15日(周二)"
	if got := k.Duty(d, laws); got != want {
		t.Error(got)
	}
	card := k.DutyCard(d, laws)
	if card.Text != "履职提示:吴国栋同志近4次会议到会2次(50%),是否生成报街道党工委的情况报告?请回复“生成”或“暂不”。" || len(card.Buttons) != 2 || card.Buttons[0].Action != "duty.report:9" {
		t.Errorf("%+v", card)
	}
	report := k.DutyReport(papers.DutyReport{Committee: committee.Committee{Name: "滨河社区“大党委”", Bylaws: laws}, Duty: d})
	if report.Buttons[0].Text != "报送街道" || !strings.Contains(report.Body, "到会率50%") {
		t.Errorf("%+v", report)
	}
}

func TestORG04CandidateCard(t *testing.T) {
	k, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	secretary, member := committee.Actor{Member: committee.Member{Roles: committee.Secretary}}, committee.Actor{Member: committee.Member{Roles: committee.Ordinary}}
	a := committee.Appointment{
		ID: 3, Name: "刘芳", Unit: "市第三中学党总支", Post: "党总支书记", State: committee.Reported,
		Sources: []committee.Source{{Unit: "市第三中学党总支"}, {Self: true}},
		Steps:   []committee.Step{{State: committee.Proposed}, {State: committee.Reported, Document: "9号"}},
	}
	card := k.Candidate(a, 2)
	if card.Closed != "" || len(card.Buttons) != 3 || card.Buttons[0].Action != "member.agree:3.2" || card.Fields[1].Value != "市第三中学党总支推荐、本人自荐" {
		t.Errorf("%+v", card)
	}
	if old := k.Candidate(a, 4); old.Closed == "" {
		t.Error("a card of another round can be answered")
	}
	if got := k.CandidateLine(a, member); got != "刘芳同志(市第三中学党总支)由市第三中学党总支推荐、本人自荐,已报街道党工委(9号),正在审查。" {
		t.Error(got)
	}
	a.State, a.Post = committee.Rejected, ""
	a.Steps = append(a.Steps, committee.Step{State: committee.Rejected, Reason: "另行考虑"})
	if card := k.Candidate(a, 2); card.Closed != "街道党工委审查不同意" || len(card.Fields) != 2 {
		t.Errorf("%+v", card)
	}
	if all, few := k.CandidateLine(a, secretary), k.CandidateLine(a, member); !strings.HasSuffix(all, ",理由:另行考虑。") || strings.Contains(few, "另行考虑") {
		t.Errorf("%s / %s", all, few)
	}
}
