package cards_test

import (
	"testing"
	"time"

	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
	"yishi/workday"
)

func TestChoices(t *testing.T) {
	k := deck(t)
	card := k.Choices("请确认日期时间", "您说的可能是:", 77, []cards.Choice{{Label: "下午2:30", Says: "14:30"}, {Label: "凌晨2:30", Says: "02:30"}})
	want := []bot.Button{{Text: "下午2:30", Action: "choose:1.77", Style: bot.Primary}, {Text: "凌晨2:30", Action: "choose:2.77"}}
	for i, b := range card.Buttons {
		if b != want[i] {
			t.Errorf("button %d is %+v, want %+v", i+1, b, want[i])
		}
	}
	if card.Body != "1 14:30\n2 02:30" || card.Text != "您说的可能是:\n1 14:30\n2 02:30\n请点选,或回复序号。" {
		t.Errorf("the guesses stand as %q and in words as %q", card.Body, card.Text)
	}
}

// Each kind of day of the official table and of a year without one (NTC-01, spec §3.9).
func TestNTC01DayKind(t *testing.T) {
	k, cal := deck(t), workday.China()
	for _, test := range []struct {
		on         workday.Date
		kind, mark string
	}{
		{workday.New(2026, 12, 15), "当日为工作日。", "工作日"},
		{workday.New(2026, 12, 13), "当日为休息日。", "休息日"},
		{workday.New(2026, 10, 10), "10月10日(周六)为调休上班日。", "调休上班日"},
		{workday.New(2026, 10, 1), "当日为休息日。", "休息日"},
		{workday.New(2027, 1, 12), "2027年放假安排尚未公布,暂按周一至周五推算,公布后自动复核。", "2027年放假安排尚未公布"},
		{workday.New(2027, 1, 10), "当日为休息日。2027年放假安排尚未公布,暂按周一至周五推算,公布后自动复核。", "2027年放假安排尚未公布"},
	} {
		if got := k.DayKind(cal, test.on); got != test.kind {
			t.Errorf("%v is told as %q, want %q", test.on, got, test.kind)
		}
		if got := k.DayMark(cal, test.on); got != test.mark {
			t.Errorf("%v is marked %q, want %q", test.on, got, test.mark)
		}
	}
}

func TestReadingsAndLabels(t *testing.T) {
	k, cal := deck(t), workday.China()
	for got, want := range map[string]string{
		k.Reading(cal, workday.New(2026, 12, 15), "14:30"): "2026年12月15日(周二)14:30,工作日",
		k.Reading(cal, workday.New(2026, 12, 13), ""):      "2026年12月13日(周日),休息日",
		cards.DayLabel(workday.New(2026, 12, 15), 2026):    "12月15日(周二)",
		cards.DayLabel(workday.New(2027, 12, 15), 2026):    "明年12月15日",
		cards.DayLabel(workday.New(2036, 2, 29), 2026):     "36年2月29日",
		cards.HourLabel(on("2026-12-15 02:30").UTC()):      "凌晨2:30",
		cards.HourLabel(on("2026-12-15 09:05")):            "上午9:05",
		cards.HourLabel(on("2026-12-15 12:00")):            "中午12:00",
		cards.HourLabel(on("2026-12-15 14:30")):            "下午2:30",
		cards.HourLabel(on("2026-12-15 19:00")):            "晚上7:00",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// No day and no hour is too long for a button (wecom.md §4.3).
func TestLabelsFitButtons(t *testing.T) {
	const longest = 10
	for at := on("2026-01-01 00:00"); at.Year() < 2029; at = at.Add(37 * time.Hour) {
		for _, label := range []string{cards.DayLabel(committee.DayOf(at), 2026), cards.HourLabel(at)} {
			if n := len([]rune(label)); n > longest {
				t.Errorf("%s has %d characters", label, n)
			}
		}
	}
}
