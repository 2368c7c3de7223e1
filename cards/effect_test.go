package cards_test

import (
	"strings"
	"testing"

	"yishi/committee"
	"yishi/workday"
)

func TestORG07EffectWords(t *testing.T) {
	k, laws, from := deck(t), committee.DefaultBylaws(), workday.New(2026, 12, 1)
	nine, eight := committee.Standing{InOffice: 9, Quorum: 8, Pass: 5}, committee.Standing{InOffice: 8, Quorum: 7, Pass: 5}
	for _, test := range []struct {
		name   string
		e      committee.Effect
		handed bool
		want   []string
	}{
		{
			"a-member-leaves", committee.Effect{
				From: from, Before: nine, After: eight, Vacancy: &committee.Vacancy{Seat: committee.Ordinary, From: from},
				Waiting: committee.Waiting{Proposed: 2, Presides: true}, Sitting: true,
			}, false, []string{
				"变动前:在任9名,法定到会8名,表决通过须5票。变动后(自12月1日(周二)起):在任8名,法定到会7名,表决通过须5票。",
				"委员空缺1名,应于12月31日(周四)前(30天内)增补。请按程序推荐、报街道党工委审查聘任。",
				"其提出的待议议题2项仍在待议,由书记决定是否上会。",
				"书记已委托其主持本次会议,请书记另行委托,或回复“收回委托”。",
				"会议正在进行,本次会议到会名册不变。",
			},
		},
		{
			"the-secretary-is-followed", committee.Effect{
				From: from, Before: nine, After: nine, Vacancy: &committee.Vacancy{Seat: committee.Vice, From: from},
				Waiting: committee.Waiting{Topics: 3, Plan: true, Leaves: 1, Minutes: true},
			}, true, []string{
				"在任9名,法定到会8名,表决通过须5票,均不变。",
				"副书记空缺1名,应于12月31日(周四)前(30天内)增补。请依据文件回复“变更副书记 新任=姓名 生效=日期 依据=文号”。",
				"待办理的事项一并移交:待审定议题3项、待确认的会议时间、待批复请假1人、待办理的会议纪要1份。",
			},
		},
		{
			"the-secretary-leaves", committee.Effect{
				From: from, Before: nine, After: nine, Vacancy: &committee.Vacancy{Seat: committee.Secretary, From: from}, Waiting: committee.Waiting{Topics: 1},
			}, false, []string{
				"在任9名,法定到会8名,表决通过须5票,均不变。",
				"书记空缺1名,应于12月31日(周四)前(30天内)增补。" + k.Fill(committee.Secretary),
				"待办理的事项无人接办:待审定议题1项。",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, want := k.Effect(test.e, laws, test.handed), strings.Join(test.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestORG07ChangeCard(t *testing.T) {
	card := deck(t).ChangeCard("离任", "拟登记:刘芳同志离任。\n影响。", 7)
	if card.Title != "【请确认】离任" || card.Desc != "拟登记:刘芳同志离任。" || card.Body != "影响。" || len(card.Buttons) != 1 || card.Buttons[0].Action != "change.confirm:7" ||
		!strings.HasSuffix(card.Text, "请核对后回复“确认”办理;不办理请回复“取消”。") {
		t.Errorf("%+v", card)
	}
}

func TestORG04OfficeLetters(t *testing.T) {
	k, com := deck(t), committee.Committee{Name: "滨河社区“大党委”"}
	m := committee.Member{Name: "刘芳"}
	from := workday.New(2026, 11, 10)
	term := committee.Term{Seat: committee.Ordinary, From: from, Until: workday.New(2029, 11, 9), Reference: "1号"}
	for how, want := range map[string]string{
		"appoint": "现聘任您为滨河社区“大党委”委员,任期自2026年11月10日起至2029年11月9日止(聘书号:1号)",
		"renew":   "现续聘您为滨河社区“大党委”委员,任期自2026年11月10日起至2029年11月9日止(依据1号)",
		"succeed": "自2026年11月10日起由您担任滨河社区“大党委”委员(依据1号)",
		"again":   "此前登记的离任已经撤销,您继续担任滨河社区“大党委”委员",
	} {
		if got := k.OfficeGiven(how, com, m, term); !strings.HasPrefix(got, "刘芳同志:") || !strings.Contains(got, want) {
			t.Errorf("%s: %s", how, got)
		}
	}
	alone := k.OfficeEnded(com, m, committee.Ordinary, from, k.Grounds("工作调动", ""), nil)
	if want := "刘芳同志:您担任的滨河社区“大党委”委员职务自2026年11月10日起结束(工作调动)。感谢"; !strings.HasPrefix(alone, want) {
		t.Error(alone)
	}
	followed := k.OfficeEnded(com, m, committee.Vice, from, k.Grounds("", "2号"), committee.Body{{Name: "赵丽华"}})
	if want := "刘芳同志:自2026年11月10日起由赵丽华同志担任滨河社区“大党委”副书记,您不再担任该职务(依据2号)"; !strings.HasPrefix(followed, want) {
		t.Error(followed)
	}
	if got := k.Grounds("工作调动", "2号"); got != "(工作调动,依据2号)" {
		t.Error(got)
	}
	if got := k.Grounds("", ""); got != "" {
		t.Error(got)
	}
}

// Every value that a switch can have is said in Chinese, with the value behind it.
func TestSYS16EveryValueHasAMeaning(t *testing.T) {
	k := deck(t)
	for _, s := range committee.Switches() {
		for _, value := range s.Allowed {
			if got := k.LawValue(s, value); !strings.HasSuffix(got, "("+value+")") || strings.HasPrefix(got, "(") {
				t.Errorf("%s: %q is said as %q", s.Key, value, got)
			}
		}
		if s.Form != "" && k.LawValue(s, s.Default) != s.Default {
			t.Errorf("%s: %s is said otherwise than it is", s.Key, s.Default)
		}
	}
}
