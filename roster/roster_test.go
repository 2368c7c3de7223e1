package roster_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"

	"yishi/roster"
	"yishi/workday"
)

const header = "姓名,单位,职务,大党委职务,类别,手机号,平台,平台账号,聘任起,聘任止,首次聘任\n"

// secretary is a row without which no roster is right.
const secretary = "张建国,滨河社区,社区党委书记,书记,社区党委委员,13800000001,企业微信,zhangjianguo,,,\n"

// binhe is the roster of the whole committee, with its observers and recorder.
const binhe = header + secretary +
	"李慧敏,滨河社区,社区党委副书记,副书记,社区党委委员,13800000002,企业微信,lihuimin,,,\n" +
	"王志强,滨河社区,社区党委委员,委员,社区党委委员,13800000003,钉钉,manager4220,,,\n" +
	"赵丽华,滨河社区,社区党委委员,委员,社区党委委员,13800000004,企业微信,zhaolihua,,,\n" +
	"陈卫东,滨河社区,社区党委委员,委员,社区党委委员,13800000005,网页,,,,\n" +
	"刘芳,市第三中学,党总支书记,委员,友邻单位,13800000006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02\n" +
	"周建平,安居物业公司,党支部书记,委员,友邻单位,13800000007,企业微信,zhoujianping,2023/11/10,2026/11/9,2017/11/10\n" +
	"孙晓燕,区人民医院,党委委员,委员,友邻单位,13800000008,钉钉,0123456789,2023年11月10日,2026年11月9日,2020年11月10日\n" +
	"吴国栋,江城大学后勤集团,党总支书记,委员,友邻单位,13800000009,企业微信,wuguodong,2023-11-10,2026-11-09,2023-11-10\n" +
	"吴国栋,,,,,13800000009,钉钉,wuguodong,,,\n" +
	"何婷,滨河社区,党务工作者,记录员、管理员,,0871-60000000,企业微信,heting,,,\n" +
	"马主任,街道党建办,主任,街道/列席,,,,,,,\n"

// mustRead reads what must be right.
func mustRead(t *testing.T, data string) []roster.Person {
	t.Helper()
	people, err := roster.Read("名册.csv", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return people
}

// names is who was read, in order.
func names(people []roster.Person) []string {
	var all []string
	for _, p := range people {
		all = append(all, p.Name)
	}
	return all
}

func date(t *testing.T, text string) workday.Date {
	t.Helper()
	d, err := workday.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestReadCommittee(t *testing.T) {
	people := mustRead(t, binhe)
	want := []string{"张建国", "李慧敏", "王志强", "赵丽华", "陈卫东", "刘芳", "周建平", "孙晓燕", "吴国栋", "何婷", "马主任"}
	if diff := cmp.Diff(want, names(people)); diff != "" {
		t.Fatal(diff)
	}
	for _, person := range []roster.Person{
		{
			Number: 2, Name: "张建国", Unit: "滨河社区", Post: "社区党委书记", Seats: []string{"书记"}, Category: "社区党委委员",
			Phone: "13800000001", Accounts: []roster.Account{{Platform: "wecom", ID: "zhangjianguo", Row: 2}},
		},
		{
			Number: 6, Name: "陈卫东", Unit: "滨河社区", Post: "社区党委委员", Seats: []string{"委员"}, Category: "社区党委委员",
			Phone: "13800000005", Accounts: []roster.Account{{Platform: "web", ID: "", Row: 6}},
		},
		{
			Number: 8, Name: "周建平", Unit: "安居物业公司", Post: "党支部书记", Seats: []string{"委员"}, Category: "友邻单位",
			Phone: "13800000007", From: date(t, "2023-11-10"), Until: date(t, "2026-11-09"), First: date(t, "2017-11-10"),
			Accounts: []roster.Account{{Platform: "wecom", ID: "zhoujianping", Row: 8}},
		},
		{
			Number: 10, Name: "吴国栋", Unit: "江城大学后勤集团", Post: "党总支书记", Seats: []string{"委员"}, Category: "友邻单位",
			Phone: "13800000009", From: date(t, "2023-11-10"), Until: date(t, "2026-11-09"), First: date(t, "2023-11-10"),
			Accounts: []roster.Account{
				{Platform: "wecom", ID: "wuguodong", Row: 10},
				{Platform: "dingtalk", ID: "wuguodong", Row: 11},
			},
		},
		{
			Number: 12, Name: "何婷", Unit: "滨河社区", Post: "党务工作者", Seats: []string{"记录员", "管理员"}, Phone: "0871-60000000",
			Accounts: []roster.Account{{Platform: "wecom", ID: "heting", Row: 12}},
		},
		{Number: 13, Name: "马主任", Unit: "街道党建办", Post: "主任", Seats: []string{"街道", "列席"}},
	} {
		i := slices.Index(names(people), person.Name)
		if diff := cmp.Diff(person, people[i]); diff != "" {
			t.Errorf("%s: %s", person.Name, diff)
		}
	}
}

// TestForms writes the same roster in the forms that programs save.
func TestForms(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(binhe)
	if err != nil {
		t.Fatal(err)
	}
	crlf := strings.ReplaceAll(binhe, "\n", "\r\n")
	gbkCRLF, err := simplifiedchinese.GBK.NewEncoder().String(crlf)
	if err != nil {
		t.Fatal(err)
	}
	want := mustRead(t, binhe)
	for name, data := range map[string]string{
		"gbk": gbk, "gbk-crlf": gbkCRLF, "utf8-bom-crlf": "\ufeff" + crlf, "no-last-line-end": strings.TrimSuffix(binhe, "\n"),
		"quoted":      `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(binhe, "\n"), ",", `","`), "\n", "\"\n\"") + "\"\n",
		"blank-tails": strings.ReplaceAll(binhe, "\n", ",,,\n"),
		"tabs":        strings.ReplaceAll(binhe, ",138", ",\t138"),
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, mustRead(t, data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestColumnsByName(t *testing.T) {
	got := mustRead(t, " 手机号 ,大党委职务,姓名\n138 0000 0001,书记,张建国\n,委员,刘芳\n")
	want := []roster.Person{
		{Number: 2, Name: "张建国", Seats: []string{"书记"}, Phone: "13800000001"},
		{Number: 3, Name: "刘芳", Seats: []string{"委员"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// one reads a single row beside the secretary's and returns its person.
func one(t *testing.T, row string) roster.Person {
	t.Helper()
	people := mustRead(t, header+secretary+row+"\n")
	return people[len(people)-1]
}

// fullWidth writes letters and digits in full width, and leaves the commas that
// separate cells.
func fullWidth(row string) string {
	cells := strings.Split(row, ",")
	for i, cell := range cells {
		cells[i] = width.Widen.String(cell)
	}
	return strings.Join(cells, ",")
}

// TestTolerance has what people write in other ways and what it is taken for.
func TestTolerance(t *testing.T) {
	plain := one(t, "刘芳,市第三中学,党总支书记,委员、记录员,友邻单位,13800000006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02")
	for name, row := range map[string]string{
		"full-width":       fullWidth("刘芳,市第三中学,党总支书记,委员\uff0c记录员,友邻单位,13800000006,企业微信,liufang,2026-11-02,2029/11/1,2026年11月2日"),
		"quoted-comma":     `刘芳,市第三中学,党总支书记,"委员,记录员",友邻单位,13800000006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02`,
		"slash-and-spaces": " 刘 芳 , 市第三中学 , 党总支书记 , 委员 / 记录员 , 友邻单位 , 138 0000 0006 , 企业微信 , liufang , 2026-11-2 , 2029/11/01 , 2026/11/2 ",
		"spaced-name":      "刘  芳,市第三中学,党总支书记,委员 记录员,友邻单位,+86 138-0000-0006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02",
		"twice-the-same":   "刘芳,市第三中学,党总支书记,委员、记录员、委员,友邻单位,8613800000006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02",
		"invisible":        "\u200b刘芳,市第三中学\ufeff,党总支书记,委员、记录员,友邻单位,\u202d13800000006\u202c,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02",
		"serial-dates":     "刘芳,市第三中学,党总支书记,委员、记录员,友邻单位,13800000006,企业微信,liufang,46328,47423.0,46328.5",
		"wide-spaces":      "\u3000刘芳\u3000,市第三中学,党总支书记,委员\u3000记录员,友邻单位,13800000006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02",
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(plain, one(t, row)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPhones(t *testing.T) {
	for phone, want := range map[string]string{
		"13800000006": "13800000006", "19912345678": "19912345678", "+8613800000006": "13800000006",
		"087160000000": "0871-60000000", "(0871)60000000": "0871-60000000", "(010)60000000": "010-60000000",
		"01060000000": "010-60000000", "021-60000000": "021-60000000", "0691-2120000": "0691-2120000", "": "",
	} {
		if got := one(t, "刘芳,,,委员,,"+phone+",,,,,").Phone; got != want {
			t.Errorf("%s is read as %s, want %s", phone, got, want)
		}
	}
	for _, phone := range []string{
		"1380000000", "138000000061", "12800000006", "60000000", "0871-1234567", "00871-6000000", "abc", "138000O0006",
		"13800000006,13800000007", "400-820-8820", "-13800000006", "13800000006分机1", "0871-600000000",
	} {
		_, err := roster.Read("名册.csv", []byte(header+secretary+"刘芳,,,委员,,\""+phone+"\",,,,,\n"))
		if err == nil || err.Error() != "第3行手机号不是11位手机号码,也不是带区号的固定电话(如0871-60000000)" {
			t.Errorf("%s: %v", phone, err)
		}
	}
}

// TestNamesOfOtherScripts keeps the spaces that belong to a name.
func TestNamesOfOtherScripts(t *testing.T) {
	for name, want := range map[string]string{
		"阿依古丽·买买提": "阿依古丽·买买提", "Anna Wang": "Anna Wang", "欧阳 娜娜": "欧阳娜娜", "㐂田": "㐂田", "𠮷野": "𠮷野",
	} {
		if got := one(t, name+",,,委员,,,,,,,").Name; got != want {
			t.Errorf("%q is read as %q, want %q", name, got, want)
		}
	}
}

func TestMistakes(t *testing.T) {
	long := strings.Repeat("滨", 101)
	tests := map[string]struct {
		rows string // below the header and the secretary's row, which is row 2
		want []string
	}{
		"until-before-from": {"刘芳,,,委员,,,,,2026-11-02,2026-11-01,", []string{"第3行聘任止早于聘任起"}},
		"until-without-from": {
			"刘芳,,,委员,,,,,,2026-11-01,",
			[]string{"第3行有聘任止,没有聘任起"},
		},
		"first-after-from": {"刘芳,,,委员,,,,,2026-11-02,,2026-11-03", []string{"第3行首次聘任晚于聘任起"}},
		"a-day-of-a-term":  {"刘芳,,,委员,,,,,2026-11-02,2026-11-02,2026-11-02", nil},
		"ten-years":        {"刘芳,,,委员,,,,,2026-11-02,2036-11-01,", nil},
		"no-dates": {
			"刘芳,,,委员,,,,,明天,2026-02-30,2026-11",
			[]string{"第3行聘任起“明天”不是日期,应如2026-11-02", "第3行聘任止“2026-02-30”不是日期,应如2026-11-02", "第3行首次聘任“2026-11”不是日期,应如2026-11-02"},
		},
		"same-mobile":   {"刘芳,,,委员,,13800000001,,,,,", []string{"第3行手机号与第2行重复"}},
		"same-landline": {"刘芳,,,委员,,0871-60000000,,,,,\n孙晓燕,,,委员,,0871-60000000,,,,,", nil},
		"same-account": {
			"刘芳,,,委员,,,企业微信,ZhangJianGuo,,,\n孙晓燕,,,委员,,,钉钉,zhangjianguo,,,\n王志强,,,委员,,,钉钉,ZHANGJIANGUO,,,",
			[]string{"第3行平台账号与第2行重复"}, // WeCom takes no notice of case, DingTalk does
		},
		"same-row-twice": {"张建国,滨河社区,社区党委书记,书记,社区党委委员,13800000001,企业微信,zhangjianguo,,,", []string{"第3行平台账号与第2行重复"}},
		"same-page-twice": {
			strings.Repeat("刘芳,,,委员,,13800000006,网页,,,,\n", 2) + "孙晓燕,,,委员,,13800000008,网页,,,,",
			[]string{"第4行平台账号与第3行重复"},
		},
		"no-name":   {",市第三中学,,委员,,13800000006,,,,,\n \u200b,,,委员,,13800000007,,,,,", []string{"第3行没有写姓名", "第4行没有写姓名"}},
		"no-seat":   {"刘芳,,,,,,,,,,", []string{"第3行没有写大党委职务"}},
		"only-seps": {"刘芳,,,、/,,,,,,,", []string{"第3行没有写大党委职务"}},
		"unknown-words": {
			"刘芳,,,委员、主任,群众,,飞书,liufang,,,",
			[]string{
				"第3行大党委职务“主任”不在书记、副书记、委员、列席、记录员、街道、管理员之内",
				"第3行类别“群众”不在社区党委委员、友邻单位之内", "第3行平台“飞书”不在企业微信、钉钉、网页之内",
			},
		},
		"account-alone":    {"刘芳,,,委员,,,,liufang,,,", []string{"第3行写了平台账号,没有写平台"}},
		"platform-alone":   {"刘芳,,,委员,,,企业微信,,,,\n孙晓燕,,,委员,,,钉钉,,,,", []string{"第3行平台为企业微信,没有写平台账号", "第4行平台为钉钉,没有写平台账号"}},
		"account-form":     {"刘芳,,,委员,,,企业微信,刘芳,,,", []string{"第3行平台账号不合企业微信的格式:1至64位字母、数字或_-@."}},
		"account-long":     {"刘芳,,,委员,,,企业微信," + strings.Repeat("a", 65) + ",,,", []string{"第3行平台账号不合企业微信的格式:1至64位字母、数字或_-@."}},
		"account-at-most":  {"刘芳,,,委员,,,企业微信," + strings.Repeat("a", 64) + ",,,", nil},
		"account-dingtalk": {"刘芳,,,委员,,,钉钉,刘芳,,,", []string{"第3行平台账号不合钉钉的格式:1至64位字母、数字或符号"}},
		"account-web":      {"刘芳,,,委员,,,网页,刘芳,,,", []string{"第3行平台账号不合网页的格式:可不填,或1至64位字母、数字或符号"}},
		"exponents": {
			"刘芳,,,委员,,1.38E+10,钉钉,1.23457E+18,,,",
			[]string{"第3行手机号被电子表格改成了科学计数法,请将该列设为文本格式后重新填写", "第3行平台账号被电子表格改成了科学计数法,请将该列设为文本格式后重新填写"},
		},
		"two-secretaries": {
			"刘芳,,,书记,,,,,,,\n孙晓燕,,,副书记,,,,,,,\n王志强,,,副书记,,,,,,,",
			[]string{"第3行与第2行都是书记,书记只能有1名", "第5行与第4行都是副书记,副书记只能有1名"},
		},
		"both-seats": {"刘芳,,,副书记、书记,,,,,,,", []string{"第3行不能同时是书记和副书记", "第3行与第2行都是书记,书记只能有1名"}},
		"disagreement": {
			"刘芳,市第三中学,教师,委员,友邻单位,13800000006,企业微信,liufang,2026-11-02,2029-11-01,2026-11-02\n" +
				"刘芳,第三中学,校长,列席,社区党委委员,13800000006,钉钉,liufang,2026-11-03,2029-11-02,2026-11-01",
			[]string{
				"第4行与第3行是同一人,单位不一致", "第4行与第3行是同一人,职务不一致", "第4行与第3行是同一人,类别不一致", "第4行与第3行是同一人,聘任起不一致",
				"第4行与第3行是同一人,聘任止不一致", "第4行与第3行是同一人,首次聘任不一致", "第4行与第3行是同一人,大党委职务不一致",
			},
		},
		"seats-in-another-order": {"刘芳,,,委员、记录员,,13800000006,企业微信,liufang,,,\n刘芳,,,记录员、委员,,13800000006,钉钉,liufang,,,", nil},
		"filled-in-later":        {"刘芳,,,,,13800000006,企业微信,liufang,,,\n刘芳,第三中学,,委员,,13800000006,钉钉,liufang,,,", nil},
		"same-name-two-people":   {"刘芳,第三中学,,委员,,13800000006,,,,,\n刘芳,区人民医院,,委员,,13800000007,,,,,", nil},
		"too-long":               {"刘芳," + long + ",,委员,,,,,,,", []string{"第3行单位超过100字"}},
		"just-long-enough":       {"刘芳," + long[3:] + ",,委员,,,,,,,", nil},
		"control":                {"刘\x07芳,\"第三\n中学\",a\u2028b,委员,,,,,,,", []string{"第3行姓名中有换行或不能显示的字符", "第3行单位中有换行或不能显示的字符", "第3行职务中有换行或不能显示的字符"}},
		"beyond-the-header":      {"刘芳,,,委员,,,,,,,,多出,,来的", []string{"第3行第12列有内容,表头却没有这一列", "第3行第14列有内容,表头却没有这一列"}},
		"many-columns":           {"刘芳,,,委员" + strings.Repeat(",", 70) + "x\n孙晓燕,,,主任", []string{"第3行超过64列,请只保留名册本身"}},
		"quotes": {
			"刘\"芳,,,委员,,,,,,,\n孙晓燕,,,主任,,,,,,,\n\"王志强,,,委员,,,,,,,\n赵丽华,,,委员,,,,,,,",
			[]string{"第3行引号不成对", "第4行大党委职务“主任”不在书记、副书记、委员、列席、记录员、街道、管理员之内", "第5行引号不成对"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			people, err := roster.Read("名册.csv", []byte(header+secretary+test.rows+"\n"))
			wantMistakes(t, people, err, test.want)
		})
	}
}

// wantMistakes reports unless exactly these were told, or none.
func wantMistakes(t *testing.T, people []roster.Person, err error, want []string) {
	t.Helper()
	if len(want) == 0 {
		if err != nil || people == nil {
			t.Errorf("%d people, %v; want no mistake", len(people), err)
		}
		return
	}
	mistakes, ok := errors.AsType[roster.Mistakes](err)
	if !ok || people != nil {
		t.Fatalf("%d people and %v; want mistakes and nobody", len(people), err)
	}
	if diff := cmp.Diff(want, strings.Split(mistakes.Error(), "\n")); diff != "" {
		t.Errorf("to be said (-), said (+): %s", diff)
	}
	for i, m := range mistakes {
		if i > 0 && mistakes[i-1].Row > m.Row {
			t.Errorf("row %d stands after row %d", m.Row, mistakes[i-1].Row)
		}
		if m.Row > 1 && !strings.HasPrefix(m.Text, fmt.Sprintf("第%d行", m.Row)) {
			t.Errorf("%s is said of row %d", m.Text, m.Row)
		}
	}
}

func TestMistakesOfTheFile(t *testing.T) {
	utf16 := "\xff\xfe\xd3\x59"
	tests := map[string]struct {
		data string
		want []string
	}{
		"no-secretary": {header + "刘芳,,,委员,,,,,,,\n", []string{"名册中没有书记"}},
		"nobody":       {header, []string{"名册中没有人员"}},
		"empty":        {"", []string{"名册是空的,第1行应为表头:" + strings.TrimSpace(header)}},
		"blank":        {"\ufeff\r\n,,,\r\n", []string{"名册是空的,第1行应为表头:" + strings.TrimSpace(header)}},
		"columns": {
			"姓名,姓名,邮箱,手机号\n张建国,,,\n",
			[]string{"表头中“姓名”出现两次", "表头中有不认识的列“邮箱”,可用的列为:" + strings.TrimSpace(header), "表头缺少“大党委职务”列"},
		},
		"no-header": {
			"张建国,书记\n",
			[]string{
				"表头中有不认识的列“张建国”,可用的列为:" + strings.TrimSpace(header), "表头中有不认识的列“书记”,可用的列为:" + strings.TrimSpace(header),
				"表头缺少“姓名”列", "表头缺少“大党委职务”列",
			},
		},
		"utf-16":      {utf16, []string{"“名册.csv”的编码是UTF-16,请另存为“CSV UTF-8”或.xlsx文件"}},
		"old-xls":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", []string{"“名册.csv”是旧版.xls文件或加了密码,请另存为不加密的.xlsx文件"}},
		"binary":      {"姓名\x00", []string{"“名册.csv”不是CSV或.xlsx文件,请用电子表格软件另存为.xlsx文件"}},
		"too-large":   {header + strings.Repeat("#", 5<<20), []string{"文件超过5MB,请只保留名册本身"}},
		"too-many":    {header + secretary + strings.Repeat("刘芳,,,委员,,,,,,,\n", 5000), []string{"名册超过5000行"}},
		"blank-rows":  {header + secretary + strings.Repeat("\n", 100_000) + secretary, []string{"表格超过100000行,请删除名册以下的空行"}},
		"no-workbook": {"PK\x03\x04 and no more", []string{"不能打开.xlsx文件:文件已损坏或内容过大,请把名册单独另存为一个文件"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			people, err := roster.Read("名册.csv", []byte(test.data))
			wantMistakes(t, people, err, test.want)
		})
	}
}

// TestNeitherCode has a file whose bytes are neither UTF-8 nor GBK.
func TestNeitherCode(t *testing.T) {
	_, err := roster.Read("名册.csv", []byte("姓名,大党委职务\n张建国,书记\xff\xff\xff\n"))
	if err == nil || !strings.Contains(err.Error(), "表头缺少“姓名”列") {
		t.Errorf("says %v", err)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(binhe)
	if err != nil {
		t.Fatal(err)
	}
	_, err = roster.Read("名册.csv", []byte(strings.TrimSuffix(gbk, "\n")+"\xff"))
	if err == nil || !strings.Contains(err.Error(), "不能显示的字符") {
		t.Errorf("says %v of a broken character", err)
	}
}

// TestRowNumbers counts as a spreadsheet does: blank lines are rows, and a line
// break in a cell is none.
func TestRowNumbers(t *testing.T) {
	data := header + // 1
		"\n" + // 2
		secretary + // 3
		",,,,,\n" + // 4
		"刘芳,\"第三\n\n中学\",,委员,,,,,,,\n" + // 5
		"孙晓燕,,,主任,,,,,,,\n" + // 6
		"\"王志强\",\"一\n二\n三\",,\"委员\"x,,,,,,,\n" + // 7
		"\r\n" + // 8
		"赵丽华,,,主任,,,,,,,\n" // 9
	_, err := roster.Read("名册.csv", []byte(data))
	wantMistakes(t, nil, err, []string{
		"第5行单位中有换行或不能显示的字符",
		"第6行大党委职务“主任”不在书记、副书记、委员、列席、记录员、街道、管理员之内",
		"第7行引号不成对",
		"第9行大党委职务“主任”不在书记、副书记、委员、列席、记录员、街道、管理员之内",
	})
}

// TestMistakesShowNoPhone looks for numbers and accounts in what is said.
func TestMistakesShowNoPhone(t *testing.T) {
	_, err := roster.Read("名册.csv", []byte(header+
		"张建国,,,书记,,13800000001,企业微信,zhang,,,\n刘芳,,,委员,,13800000001,企业微信,ZHANG,,,\n孙晓燕,,,委员,,1380000000199,企业微信,zhang zhang!,,,\n"))
	if err == nil || strings.Contains(err.Error(), "1380000") || strings.Contains(strings.ToLower(err.Error()), "zhang") {
		t.Errorf("says %v", err)
	}
}
