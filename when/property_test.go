package when_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yishi/when"
	"yishi/workday"
)

// anyNow draws a moment of the years that committees sit in.
func anyNow(t *rapid.T) time.Time {
	return monday.Add(time.Duration(rapid.IntRange(-5*365*24*60, 20*365*24*60).Draw(t, "now")) * time.Minute)
}

// numeral writes a number up to 99 in Chinese.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch tens, ones := n/10, digits[n%10]; tens {
	case 0:
		return ones
	case 1:
		return "十" + ones
	default:
		return digits[tens] + "十" + ones
	}
}

// Whatever day and hour is written, in whatever form, is read as that moment.
func TestWrittenMomentIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := anyNow(t)
		at := anyNow(t).Truncate(time.Minute)
		year, month, day := at.Date()
		date := rapid.SampledFrom([]string{
			fmt.Sprintf("%d-%02d-%02d", year, month, day),
			fmt.Sprintf("%d/%d/%d ", year, month, day),
			fmt.Sprintf("%d年%d月%d日", year, month, day),
			fmt.Sprintf("%d 年 %d 月 %d 号", year, month, day),
			fmt.Sprintf("%d年%s月%s日", year, numeral(int(month)), numeral(day)),
			fmt.Sprintf("%d年%d月%d日（%s）", year, month, day, weekday(at)),
		}).Draw(t, "date")
		clock := rapid.SampledFrom([]string{
			fmt.Sprintf("%02d:%02d", at.Hour(), at.Minute()),
			fmt.Sprintf(" %02d：%02d:00", at.Hour(), at.Minute()),
			halfDay(at),
		}).Draw(t, "clock")
		r, err := when.Read(date+" "+clock+" 二楼会议室", now, workday.China())
		switch {
		case err != nil || r.Kind != when.Moment || !r.Start.Equal(at):
			t.Errorf("%s %s is read as %s, %v", date, clock, describe(r), err)
		case r.Ambiguous || len(r.Others) > 0 || r.Past == at.After(now) || r.Rest != "二楼会议室":
			t.Errorf("%s %s at %v: %s, with %q left", date, clock, now, describe(r), r.Rest)
		}
	})
}

// halfDay writes an hour with the part of the day.
func halfDay(at time.Time) string {
	part, hour := "上午", at.Hour()
	switch {
	case hour == 0:
		part, hour = "凌晨", 12
	case hour < 6:
		part = "凌晨"
	case hour == 12:
		part = "中午"
	case hour > 18:
		part, hour = "晚上", hour-12
	case hour > 12:
		part, hour = "下午", hour-12
	}
	return fmt.Sprintf("%s%s点%d分", part, numeral(hour), at.Minute())
}

// A month and a day are the first that are not before today.
func TestMonthDayIsNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := anyNow(t)
		at := anyNow(t)
		said := fmt.Sprintf("%d月%d日", at.Month(), at.Day())
		r, err := when.Read(said, now, workday.China())
		got, today := workday.On(r.Start), workday.On(now)
		if err != nil || got.Month != at.Month() || got.Day != at.Day() || got.Before(today) {
			t.Fatalf("%s on %v is %v, %v", said, today, got, err)
		}
		for d := today; d.Before(got); d = d.AddDays(1) {
			if d.Month == got.Month && d.Day == got.Day {
				t.Errorf("%s on %v is %v, though %v is earlier", said, today, got, d)
			}
		}
		if r.Ambiguous && len(r.Others) == 0 {
			t.Errorf("%s on %v is ambiguous, but nothing else is offered", said, today)
		}
	})
}

// Words that date words are made of, and words that come between them.
var vocabulary = []string{
	"今", "明", "后", "大", "天", "周", "星期", "末", "下", "上", "本", "这", "个", "一", "二", "三", "十", "廿", "两", "半", "〇", "1", "2", "12", "15", "30", "31",
	"2026", "2027", "年", "月", "日", "号", "-", "/", ".", ":", "：", "点", "时", "分", "刻", "差", "凌晨", "早", "上午", "中午", "下午", "晚", "半夜", "到", "至", "~",
	"或", "、", "，", " ", "（", "）", "每", "隔", "第", "最后", "首", "底", "初", "季度", "上半年", "工作日", "小时", "分钟", "内", "前", "开", "农历", "闰", "正", "腊",
	"春节", "除夕", "清明", "国庆", "十一", "元旦", "期间", "二楼会议室", "next ", "Wednesday", "Dec", "pm", "会", "的", "tomorrow", "t", "零", "點", "號", "週",
}

func TestAnyWordsAreReadSafely(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 10).Draw(t, "words"), "")
		now := anyNow(t)
		r, err := when.Read(text, now, workday.China())
		if err != nil && err.Error() == "" {
			t.Error("an error without a text")
		}
		holds(t, text, r, now)
		for _, other := range r.Others {
			holds(t, text, other, now)
		}
	})
}
