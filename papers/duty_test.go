package papers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/papers"
	"yishi/workday"
)

// ORG-08: 吴国栋 was present on two of four meetings; the dates are named.
func TestORG08DutyReport(t *testing.T) {
	com := committee.Committee{Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Bylaws: committee.DefaultBylaws()}
	r := papers.DutyReport{
		Committee: com, Dated: workday.New(2026, 12, 21),
		Duty: committee.Duty{
			Member: committee.Member{Name: "吴国栋", Unit: "江城大学后勤集团党总支"},
			Sittings: []committee.Sitting{
				{Day: workday.New(2026, 3, 17), Came: true, Held: true},
				{Day: workday.New(2026, 6, 16), Came: true},
				{Day: workday.New(2026, 9, 15), Leave: true, Held: true},
				{Day: workday.New(2026, 12, 15), Held: true},
			},
		},
	}
	want := `委员履职情况报告
临江街道党工委:
现将滨河社区“大党委”委员吴国栋同志(江城大学后勤集团党总支)履职情况报告如下。
一、出席会议情况。近4次会议,到会2次,到会率50%;请假1次,未请假缺席1次。
2026年3月17日:到会。
2026年6月16日:到会(因人数不足流会)。
2026年9月15日:请假。
2026年12月15日:未请假缺席。
二、提请关注的情形。到会率50%,低于75%。
以上情况,报请审阅。是否调整,请按程序研究决定。
中共滨河社区委员会
2026年12月21日`
	if diff := cmp.Diff(want, r.Text()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if md := r.Markdown(); !strings.HasPrefix(md, "# 委员履职情况报告\n\n临江街道党工委:\n\n") || !strings.HasSuffix(md, "2026年12月21日\n") {
		t.Errorf("Markdown: %s", md)
	}
	r.Duty.Member.Unit, r.Duty.Sittings[2].Leave = "", false
	if text := r.Text(); !strings.Contains(text, "到会率50%,低于75%;连续2次未请假缺席(2026年9月15日、2026年12月15日)。") || strings.Contains(text, "同志(") {
		t.Errorf("two absences in a row: %s", text)
	}
	r.Duty.Sittings = r.Duty.Sittings[:2]
	if text := r.Text(); !strings.Contains(text, "提请关注的情形。无。") {
		t.Errorf("without grounds: %s", text)
	}
}
