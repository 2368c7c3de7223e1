package when_test

import (
	"testing"

	"yishi/when"
)

func TestRecurring(t *testing.T) {
	check(t, []said{
		{"每天9点", "FREQ=DAILY from 2026-11-24 09:00", ""},
		{"每周一", "FREQ=WEEKLY;BYDAY=MO from 2026-11-23", ""},
		{"每周一、三、五 9:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR from 2026-11-25 09:00", ""},
		{"每周二和周四14:30-16:00", "FREQ=WEEKLY;BYDAY=TU,TH from 2026-11-24 14:30 to 2026-11-24 16:00", ""},
		{"每个工作日9点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR from 2026-11-24 09:00", ""},
		{"每月15日", "FREQ=MONTHLY;BYMONTHDAY=15 from 2026-12-15", ""},
		{"每个月第二个周三", "FREQ=MONTHLY;BYDAY=2WE from 2026-12-09", ""},
		{"每月底", "FREQ=MONTHLY;BYMONTHDAY=-1 from 2026-11-30", ""},
		{"每月第一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1 from 2026-12-01", ""},
		{"每月最后一个工作日下午3点", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 from 2026-11-30 15:00", ""},
		{"每季度第一个月15日", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15 from 2027-01-15", ""},
		{"每季度最后一个月10日", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=10 from 2026-12-10", ""},
		{"每季度末", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 from 2026-12-31", ""},
		{"每年2月29日", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 from 2028-02-29", ""},
		{"隔周的周二", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU from 2026-11-24 ask or 2026-12-01", ""},
	})
}

func TestEnglish(t *testing.T) {
	check(t, []said{
		{"tomorrow at 2pm", "2026-11-24 14:00", ""},
		{"this Friday 9:30 a.m.", "2026-11-27 09:30", ""},
		{"Friday", "2026-11-27", ""},
		{"December 10th, 2026", "2026-12-10", ""},
		{"10 Dec 2026 14:30", "2026-12-10 14:30", ""},
		{"Dec. 10 12:30am", "2026-12-10 00:30", ""},
		{"monthly", "nothing", "monthly"},
		{"PM2.5", "nothing", "PM2.5"},
	})
}

// What only looks like date words must be left alone.
func TestNoDateWords(t *testing.T) {
	for _, text := range []string{
		"一点意见", "三点建议", "有一点", "晚一点", "一时半会", "15点要求", "周杰伦", "议题二", "议题十一", "第三次会议", "第3次", "三亚", "十分感谢",
		"2026年度总结", "三楼会议室", "三号楼二层会议室", "15号会议室", "15號樓", "12月15号楼", "人民路15号", "人民路 15号", "五一路12号", "国庆社区",
		"3-5人", "每户3-5人", "8-10户", "超过2/3", "3.15晚会", "版本1.2", "0871-65123456", "192.168.1.10", "4821", "13800138000", "A12-15室",
		"每周三次", "每年一次", "每月召开", "每季度第五个月1日", "每月第九个周一", "每隔一周", "一周三次", "周日常", "以下周边道路", "5天内", "半年", "差不多",
		"14:3", "25点建议", "共25点建议", "约25点", "12 15", "12 15 二楼", "12 40 14", "12月10人", "12月3项议题", "十二月十人", "初八", "13-1", "0-5", "12-15-3", "14时间", "农历", "闰月",
		"去年", "差5分", "2026-12/10", "周15", "5个工作日", "腊月卅五", "大年初", "20261315", "65123456", "半个月", "农历十三月", "两个月", "第四", "本月台", "32号", "十一二楼", "明确", "今后",
	} {
		if r := read(t, text); r.Kind != when.Nothing || r.Rest != text {
			t.Errorf("%s is read as %s, with %q left", text, describe(r), r.Rest)
		}
	}
}

func TestTraditionalCharacters(t *testing.T) {
	for _, pair := range [][2]string{
		{"十二月十五號下午兩點半", "十二月十五号下午两点半"},
		{"下週二下午兩點", "下周二下午两点"},
		{"禮拜五晚上七點", "礼拜五晚上七点"},
		{"三個工作日後", "三个工作日后"},
		{"農曆臘月初八", "农历腊月初八"},
		{"國慶節後", "国庆节后"},
		{"14時30分", "14时30分"},
		{"每個月第二個週三", "每个月第二个周三"},
	} {
		if a, b := describe(read(t, pair[0])), describe(read(t, pair[1])); a != b || a == "nothing" {
			t.Errorf("%s is %s, but %s is %s", pair[0], a, pair[1], b)
		}
	}
}
