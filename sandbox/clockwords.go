package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// china is the zone that phones show times in.
var china = time.FixedZone("CST", 8*3600)

// furthest is how far the clock moves at once.
const furthest = 366 * 24 * time.Hour

// wordsError is something to be said to the person at the page, in Chinese.
type wordsError string

func (e wordsError) Error() string { return string(e) }

// narrow makes full-width digits and signs half-width and drops spaces that do
// not divide digits.
var narrow = strings.NewReplacer(
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"：", ":", "＋", "+", "－", "-", "—", "-", "／", "/", "　", " ", "点半", ":30", "点整", ":00", "時", "时", "號", "日", "号", "日",
)

var (
	stepWords = regexp.MustCompile(`^\+ ?(\d{1,4}) ?(分钟|分|小时|点钟|点|个小时|天|日|周|星期)$`)
	dateWords = regexp.MustCompile(`^(?:(\d{4}) ?[-/年] ?)?(\d{1,2}) ?[-/月] ?(\d{1,2}) ?日?[ T]*(.*)$`)
	dayWords  = regexp.MustCompile(`^(今天|今日|明天|明日|次日|后天|大后天|(?:下周|本周|这周|周|星期)[一二三四五六日天])? *(.*)$`)
	timeWords = regexp.MustCompile(`^(上午|早上|下午|晚上)? *(\d{1,2}) ?[:点时] ?(\d{1,2})? ?分?$`)
)

// parseClock reads where the clock is to go, in the words of the page: 到12月10日09:07,
// 12-10 09:07, +10分, 明天9:07, 下周二9:07, 16:00. A date without a year is the next
// one; a day without a time is at 09:07. It refuses the past and more than a year.
func parseClock(words string, now time.Time) (time.Time, error) {
	now = now.In(china)
	text := strings.TrimSpace(narrow.Replace(words))
	text = strings.TrimSpace(strings.TrimPrefix(text, "到"))
	if text == "" {
		return time.Time{}, wordsError("请填写要前往的时间，例如：到12月10日09:07")
	}
	to, err := readClock(text, now)
	switch {
	case err != nil:
		return time.Time{}, err
	case to.Before(now):
		return time.Time{}, wordsError(longDate(to) + "已过，时钟只能向前走")
	case to.Sub(now) > furthest:
		return time.Time{}, wordsError("一次最多前进一年")
	}
	return to, nil
}

func readClock(text string, now time.Time) (time.Time, error) {
	if m := stepWords.FindStringSubmatch(text); m != nil {
		return step(m[1], m[2], now)
	}
	if m := dateWords.FindStringSubmatch(text); m != nil {
		return onDate(m, now)
	}
	m := dayWords.FindStringSubmatch(text)
	if m == nil || m[1] == "" && m[2] == "" {
		return time.Time{}, unclear(text)
	}
	day := namedDay(m[1], now)
	if m[2] == "" {
		return at(day, 9, 7), nil
	}
	return clockOn(day, m[2])
}

func unclear(text string) error {
	return wordsError(fmt.Sprintf("没有看懂“%s”，可以写：到12月10日09:07、+10分、明天9:07", text))
}

// step reads +10分 and the like.
func step(count, unit string, now time.Time) (time.Time, error) {
	n, err := strconv.Atoi(count)
	if err != nil {
		return time.Time{}, unclear("+" + count + unit)
	}
	switch unit {
	case "分", "分钟":
		return now.Add(time.Duration(n) * time.Minute), nil
	case "天", "日":
		return now.AddDate(0, 0, n), nil
	case "周", "星期":
		return now.AddDate(0, 0, 7*n), nil
	}
	return now.Add(time.Duration(n) * time.Hour), nil
}

// onDate reads a month and a day, with or without year and time. Without a year
// it is this year's, or next year's when this year's is half a year past.
func onDate(m []string, now time.Time) (time.Time, error) {
	year := now.Year()
	if m[1] != "" {
		year, _ = strconv.Atoi(m[1]) // four digits
	}
	month, _ := strconv.Atoi(m[2]) // one or two digits, as the next
	day, _ := strconv.Atoi(m[3])
	date, err := realDate(year, month, day)
	if err != nil {
		return time.Time{}, err
	}
	to := at(date, 9, 7)
	if m[4] != "" {
		if to, err = clockOn(date, m[4]); err != nil {
			return time.Time{}, err
		}
	}
	if m[1] == "" && now.Sub(to) > furthest/2 {
		to = to.AddDate(1, 0, 0)
	}
	return to, nil
}

func realDate(year, month, day int) (time.Time, error) {
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, china)
	if int(date.Month()) != month || date.Day() != day {
		return time.Time{}, wordsError(fmt.Sprintf("没有%d月%d日，请重新填写", month, day))
	}
	return date, nil
}

// namedDay is the midnight of a day by its name; empty: today.
func namedDay(name string, now time.Time) time.Time {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, china)
	switch name {
	case "", "今天", "今日":
		return today
	case "明天", "明日", "次日":
		return today.AddDate(0, 0, 1)
	case "后天":
		return today.AddDate(0, 0, 2)
	case "大后天":
		return today.AddDate(0, 0, 3)
	}
	runes := []rune(name)
	want := strings.IndexRune("一二三四五六日天", runes[len(runes)-1]) / len("一")
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	if strings.HasPrefix(name, "下周") {
		monday = monday.AddDate(0, 0, 7)
	}
	return monday.AddDate(0, 0, min(want, 6)) // 日 and 天 are the seventh day
}

// clockOn reads a time of day.
func clockOn(day time.Time, text string) (time.Time, error) {
	m := timeWords.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return time.Time{}, unclear(text)
	}
	hour, _ := strconv.Atoi(m[2]) // one or two digits
	minute := 0
	if m[3] != "" {
		minute, _ = strconv.Atoi(m[3])
	}
	if (m[1] == "下午" || m[1] == "晚上") && hour < 12 {
		hour += 12
	}
	if hour > 23 || minute > 59 {
		return time.Time{}, wordsError(fmt.Sprintf("没有%d点%02d分，请重新填写", hour, minute))
	}
	return at(day, hour, minute), nil
}

func at(day time.Time, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, china)
}

const weekdays = "日一二三四五六"

func weekday(t time.Time) string { return "周" + string([]rune(weekdays)[t.Weekday()]) }

// longDate is 2026年11月23日 周一 10:12.
func longDate(t time.Time) string {
	t = t.In(china)
	return fmt.Sprintf("%d年%d月%d日 %s %02d:%02d", t.Year(), t.Month(), t.Day(), weekday(t), t.Hour(), t.Minute())
}

// shortDay is 11月23日 周一.
func shortDay(t time.Time) string {
	t = t.In(china)
	return fmt.Sprintf("%d月%d日 %s", t.Month(), t.Day(), weekday(t))
}
