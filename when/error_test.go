package when_test

import (
	"errors"
	"strings"
	"testing"

	"yishi/when"
	"yishi/workday"
)

func TestMistakes(t *testing.T) {
	for _, test := range []struct {
		said string
		want when.Error
		text string
	}{
		{"2-30", when.Error{Kind: when.NoSuchDay, Month: 2, Day: 30}, "no day 30 of month 2"},
		{"2月30日", when.Error{Kind: when.NoSuchDay, Month: 2, Day: 30}, "no day 30 of month 2"},
		{"2-30 14:30 二楼", when.Error{Kind: when.NoSuchDay, Month: 2, Day: 30}, "no day 30"},
		{"12-32", when.Error{Kind: when.NoSuchDay, Month: 12, Day: 32}, "no day 32"},
		{"13月1日", when.Error{Kind: when.NoSuchDay, Month: 13, Day: 1}, "month 13"},
		{"2027年2月29日", when.Error{Kind: when.NoSuchDay, Year: 2027, Month: 2, Day: 29}, "year 2027"},
		{"2027-02-29", when.Error{Kind: when.NoSuchDay, Year: 2027, Month: 2, Day: 29}, "year 2027"},
		{"每年2月30日", when.Error{Kind: when.NoSuchDay, Month: 2, Day: 30}, "no day 30"},
		{"本月31日", when.Error{Kind: when.NoSuchDay, Year: 2026, Month: 11, Day: 31}, "no day 31"},
		{"32号下午3点", when.Error{Kind: when.NoSuchDay, Day: 32}, "no day 32"},
		{"12月第五个周五", when.Error{Kind: when.NoSuchDay, Year: 2026, Month: 12}, "of month 12"},
		{"12月第30个工作日", when.Error{Kind: when.NoSuchDay, Year: 2026, Month: 12}, "of month 12"},
		{"农历三月三十", when.Error{Kind: when.NoSuchDay, Year: 2027, Month: 3, Day: 30, Lunar: true}, "lunar true"},
		{"2027年闰五月初一", when.Error{Kind: when.NoSuchDay, Year: 2027, Month: 5, Day: 1, Lunar: true}, "lunar true"},
		{"闰正月初一", when.Error{Kind: when.NoSuchDay, Month: 1, Day: 1, Lunar: true}, "lunar true"},
		{"12-15 25:00", when.Error{Kind: when.NoSuchHour, Hour: 25}, "no hour 25:00"},
		{"25:00", when.Error{Kind: when.NoSuchHour, Hour: 25}, "no hour 25:00"},
		{"25点", when.Error{Kind: when.NoSuchHour, Hour: 25}, "no hour 25:00"},
		{"24:30 二楼", when.Error{Kind: when.NoSuchHour, Hour: 24, Minute: 30}, "no hour 24:30"},
		{"14:60", when.Error{Kind: when.NoSuchHour, Hour: 14, Minute: 60}, "no hour 14:60"},
		{"12月15日14:30（周三）", when.Error{Kind: when.WeekdayMismatch, Date: workday.New(2026, 12, 15), Other: workday.New(2026, 12, 16)}, "one day"},
		{"12月15日（三）", when.Error{Kind: when.WeekdayMismatch, Date: workday.New(2026, 12, 15), Other: workday.New(2026, 12, 16)}, "one day"},
		{"明天14:75", when.Error{Kind: when.NoSuchHour, Hour: 14, Minute: 75}, "no hour 14:75"},
		{"12月10日（周三）14:30", when.Error{Kind: when.WeekdayMismatch, Date: workday.New(2026, 12, 10), Other: workday.New(2026, 12, 9)}, "2026-12-10 and 2026-12-09"},
		{"明天周三", when.Error{Kind: when.WeekdayMismatch, Date: workday.New(2026, 11, 24), Other: workday.New(2026, 11, 25)}, "one day"},
		{"下周二（12月2日）", when.Error{Kind: when.WeekdayMismatch, Date: workday.New(2026, 12, 2), Other: workday.New(2026, 12, 1)}, "one day"},
		{"16:00至15:00", when.Error{Kind: when.EndBeforeStart, Start: parse(t, "2026-11-23 16:00"), End: parse(t, "2026-11-23 15:00")}, "not after"},
		{"12月10日至12月9日", when.Error{Kind: when.EndBeforeStart, Start: parse(t, "2026-12-10"), End: parse(t, "2026-12-09")}, "not after"},
		{"10日至9日", when.Error{Kind: when.EndBeforeStart, Start: parse(t, "2026-12-10"), End: parse(t, "2026-12-09")}, "not after"},
		{"春节后第一个工作日", when.Error{Kind: when.NotPublished, Date: workday.New(2027, 2, 8)}, "holidays of 2027"},
		{"国庆节前最后一个工作日", when.Error{Kind: when.NotPublished, Date: workday.New(2027, 9, 30)}, "provisionally 2027-09-30"},
		{"40个工作日后", when.Error{Kind: when.NotPublished, Date: workday.New(2027, 1, 18)}, "provisionally"},
	} {
		r, err := when.Read(test.said, monday, workday.China())
		mistake, ok := errors.AsType[*when.Error](err)
		if !ok {
			t.Errorf("%s is read as %s, %v; want an error", test.said, describe(r), err)
			continue
		}
		if *mistake != test.want {
			t.Errorf("%s\n got %+v\nwant %+v", test.said, *mistake, test.want)
		}
		if !strings.HasPrefix(err.Error(), "when: ") || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: the error says %q, want %q in it", test.said, err, test.text)
		}
		if asks := test.want.Kind == when.NotPublished || test.want.Kind == when.WeekdayMismatch; (r.Kind != when.Nothing) != asks || r.Ambiguous != asks {
			t.Errorf("%s: beside the error stands %s", test.said, describe(r))
		}
	}
}

func TestProvisionalReading(t *testing.T) {
	r, err := when.Read("元旦后第一个工作日9:30 二楼", monday, workday.China())
	if got := describe(r); err == nil || got != "2027-01-04 09:30 ask" || r.Rest != "二楼" {
		t.Errorf("the provisional reading is %s, %v, with %q left", got, err, r.Rest)
	}
}

// Beside a contradiction stand both days, each with the hour and the place.
func TestContradictionOffersBothDays(t *testing.T) {
	for said, want := range map[string]string{
		"12月15日（周一）14:30 二楼": "2026-12-15 14:30 ask or 2026-12-14 14:30",
		"12月15日星期三 二楼":       "2026-12-15 ask or 2026-12-16",
		"下周二12月9日9点 二楼":      "2026-12-09 09:00 ask or 2026-12-01 09:00",
		"昨天周三 二楼":            "2026-11-22 past ask or 2026-11-18 past",
	} {
		r, err := when.Read(said, monday, workday.China())
		if got := describe(r); err == nil || got != want || r.Rest != "二楼" {
			t.Errorf("%s\n got %s, %v, with %q left\nwant %s", said, got, err, r.Rest, want)
		}
	}
	r, err := when.Read("12月15日（周一）至12月16日", monday, workday.China())
	if err == nil || r.Kind != when.Nothing {
		t.Errorf("a span with a contradiction is read as %s, %v", describe(r), err)
	}
}

// The lunar calendar is known for some centuries only.
func TestLunarDayTooFarAway(t *testing.T) {
	r, err := when.Read("正月初五", parse(t, "3500-01-01 09:00"), workday.China())
	mistake, ok := errors.AsType[*when.Error](err)
	if want := (when.Error{Kind: when.NoSuchDay, Month: 1, Day: 5, Lunar: true}); !ok || *mistake != want || r.Kind != when.Nothing {
		t.Errorf("a day of the year 3500 is read as %s, %v", describe(r), err)
	}
}

func TestErrorOfNoKind(t *testing.T) {
	if got := (&when.Error{}).Error(); got != "when: not understood" {
		t.Errorf("an error of no kind says %q", got)
	}
}
