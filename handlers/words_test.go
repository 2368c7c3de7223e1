package handlers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yishi/cards"
	"yishi/committee"
	"yishi/when"
)

// bare are handlers that only understand: they have nobody to ask.
func bare(tb testing.TB) *Handlers {
	tb.Helper()
	deck, err := cards.New()
	if err != nil {
		tb.Fatal(err)
	}
	return New(nil, deck, nil, 1, slog.New(slog.DiscardHandler))
}

func TestFold(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"as-it-is":              {"定会 12-15 14:30 二楼会议室", "定会 12-15 14:30 二楼会议室"},
		"full-width":            {"定会　１２－１５　１４：３０", "定会 12-15 14:30"},
		"full-width-marks":      {"参加！（１）", "参加!(1)"},
		"traditional":           {"請假 開會", "请假 开会"},
		"traditional-vote":      {"贊成 議題二", "赞成 议题二"},
		"spaces-around":         {"  参加\t", "参加"},
		"hard-space":            {"请假\u00a0出差", "请假 出差"},
		"control-characters":    {"参\u0000加\u0007\u001b", "参加"},
		"lines-stay":            {"改 二 第一行\n第二行", "改 二 第一行\n第二行"},
		"nothing":               {" \t\u0000　", ""},
		"markup-stays":          {"请假 ]]><b>&amp;", "请假 ]]><b>&amp;"},
		"ideographic-full-stop": {"参加。", "参加。"},
		"not-utf8":              {"参加\xff", "参加\ufffd"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fold(test.in); got != test.want {
				t.Errorf("%q folds to %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestLeadingNumber(t *testing.T) {
	for text, want := range map[string]struct {
		n    int
		rest string
	}{
		"3":             {3, ""},
		"3 请补充":         {3, "请补充"},
		"议题3 请补充经费来源":   {3, "请补充经费来源"},
		" 议题 12、改":      {12, "改"},
		"二 会议议定":        {2, "会议议定"},
		"十":             {10, ""},
		"十二. 改":         {12, "改"},
		"二十一 改":         {21, "改"},
		"四十":            {40, ""},
		"三(一)":          {3, "(一)"},
		"3-1":           {3, "-1"},
		"一一":            {0, ""},
		"十十":            {0, ""},
		"二三十":           {0, ""},
		"充电棚":           {0, "充电棚"},
		"":              {0, ""},
		"0 无":           {0, "无"},
		"议题":            {0, ""},
		"12345 太长":      {1234, "5 太长"},
		"2026年工作总结":     {2026, "年工作总结"},
		"３":             {0, "３"}, // fold comes before
		"一、三号院先行":       {1, "三号院先行"},
		"3:理由 一、二 两条":   {3, "理由 一、二 两条"},
		"99999999999 大": {9999, "9999999 大"},
	} {
		if n, rest := leadingNumber(text); n != want.n || rest != want.rest {
			t.Errorf("%q begins with %d and goes on with %q, want %d and %q", text, n, rest, want.n, want.rest)
		}
	}
}

func TestTopicNumber(t *testing.T) {
	for text, want := range map[string][2]int{
		"2": {2, 0}, "议题二": {2, 0}, "议题 2": {2, 0}, "三(一)": {3, 1}, "3-1": {3, 1}, "3(2)": {3, 2}, "议题三(十)": {3, 10},
		"3 - 2": {3, 2}, "": {0, 0}, "充电棚": {0, 0}, "2 无": {2, 0}, "3（一）": {3, 1}, "-1": {0, 0},
	} {
		if position, item := topicNumber(text); position != want[0] || item != want[1] {
			t.Errorf("%q is topic %d, item %d, want %v", text, position, item, want)
		}
	}
}

// §3.8: numbers of topics are read however they are joined; what only looks like one is
// left to what is said of them.
func TestSeveral(t *testing.T) {
	for text, want := range map[string]struct {
		list []int
		rest string
	}{
		"3 1 2": {[]int{3, 1, 2}, ""}, "3、1": {[]int{3, 1}, ""}, "议题3,议题1": {[]int{3, 1}, ""}, "3;1": {[]int{3, 1}, ""}, "1\n2": {[]int{1, 2}, ""},
		"一、三": {[]int{1, 3}, ""}, "二和四": {[]int{2, 4}, ""}, "2和议题十一": {[]int{2, 11}, ""}, "第2、3项议题": {[]int{2, 3}, ""}, "2号议题": {[]int{2}, ""}, "2 2 3": {[]int{2, 3}, ""},
		"2,3 请补充": {[]int{2, 3}, "请补充"}, "2 3请补充": {[]int{2, 3}, "请补充"}, "2、3:理由": {[]int{2, 3}, "理由"}, "2. 请补充": {[]int{2}, "请补充"}, "议题三请补充": {[]int{3}, "请补充"},
		"2 3月底前补齐": {[]int{2}, "3月底前补齐"}, "2 2.5万元": {[]int{2}, "2.5万元"}, "2 2027年": {[]int{2}, "2027年"}, "2 12-15前": {[]int{2}, "12-15前"}, "2 3号院电路": {[]int{2}, "3号院电路"},
		"2 1、经费不明": {[]int{2}, "1、经费不明"}, "2 一、经费不明": {[]int{2}, "一、经费不明"}, "2 三和小区": {[]int{2}, "三和小区"},
		"": {nil, ""}, "甲": {nil, "甲"}, "0": {nil, "0"}, "-1": {nil, "-1"}, "1.5": {nil, "1.5"}, "99999999999999999999": {nil, "99999999999999999999"},
		"一下": {nil, "一下"}, "三个议题": {nil, "三个议题"}, "二十十": {nil, "二十十"},
	} {
		if list, rest := several(text); !slices.Equal(list, want.list) || rest != want.rest {
			t.Errorf("%q lists %v and goes on with %q, want %v and %q", text, list, rest, want.list, want.rest)
		}
	}
}

func TestParseAction(t *testing.T) {
	for text, want := range map[string]struct {
		name string
		on   []int64
	}{
		"vote.for:12":           {"vote.for", []int64{12}},
		"leave.grant:1.9":       {"leave.grant", []int64{1, 9}},
		"checkin:":              {"checkin", nil},
		"checkin":               {"checkin", nil},
		"":                      {"", nil},
		":":                     {"", nil},
		"a:b":                   {"a", nil},
		"a:1.b.3":               {"a", []int64{1, 3}},
		"a:-5":                  {"a", []int64{-5}},
		"a:9999999999999999999": {"a", nil},
		"a:1:2":                 {"a", nil},
	} {
		if name, on := parseAction(text); name != want.name || !slices.Equal(on, want.on) {
			t.Errorf("%q names %q on %v, want %q on %v", text, name, on, want.name, want.on)
		}
	}
	if name, on := parseAction(cards.Action("leave.grant", 7, 8)); name != "leave.grant" || !slices.Equal(on, []int64{7, 8}) {
		t.Errorf("an action of the cards comes back as %q on %v", name, on)
	}
}

func TestMinutesNumber(t *testing.T) {
	for text, want := range map[string][2]int{
		"": {2026, 0}, "4": {2026, 4}, "4号": {2026, 4}, " 4 号": {2026, 4}, "〔2027〕1号": {2027, 1}, "〔2025〕12": {2025, 12}, "三": {2026, 3}, "第四": {2026, 0},
		"充电棚": {2026, 0}, "〔〕号": {0, 0}, "4号纪要": {2026, 0},
	} {
		if year, n := minutesNumber(text, 2026); year != want[0] || n != want[1] {
			t.Errorf("%q asks for %d of %d, want %v", text, n, year, want)
		}
	}
}

func TestLeaveWords(t *testing.T) {
	for text, want := range map[string]string{
		"1": "公务", "②": "出差", "3": "身体原因", "身体": "身体原因", "出差": "出差", "事由:出差": "出差", "事由 孩子生病": "孩子生病", "因公出差": "因公出差",
		",出差。": "出差", "": "", "4": "4", strings.Repeat("长", 120): strings.Repeat("长", 100) + "…",
	} {
		if got := leaveWords(text); got != want {
			t.Errorf("%q is the reason %q, want %q", text, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string][]string{
		"刘芳、周建平": {"刘芳", "周建平"}, "刘芳,周建平;老秦": {"刘芳", "周建平", "老秦"}, "刘芳 周建平": {"刘芳", "周建平"}, "刘芳\n周建平": {"刘芳", "周建平"}, "": nil, "、、": nil,
	} {
		if got := names(text); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	h := bare(t)
	for text, want := range map[string]struct {
		command string // the first of its names; empty: none
		args    string
		exact   bool
	}{
		"参加":            {"参加", "", true},
		"能参加":           {"参加", "", true},
		"参加会议":          {"", "", false}, // the command takes no words
		"请假":            {"请假", "", true},
		"请假出差":          {"请假", "出差", false},
		"请假 出差":         {"请假", "出差", false},
		"签到":            {"签到", "", true},
		"签到4821":        {"签到", "4821", false},
		"签到码":           {"签到码", "", true},
		"会议":            {"会议", "", true},
		"会议室改造":         {"", "", false},
		"议题":            {"议题", "", true},
		"提议题 充电棚":       {"提议题", "充电棚", false},
		"改 二 内容":        {"改", "二 内容", false},
		"改期 12-22":      {"改期", "12-22", false},
		"改期12-22 14:30": {"改期", "12-22 14:30", false},
		"改造三号院":         {"", "", false},
		"记 刘芳 建议":       {"记", "刘芳 建议", false},
		"记录 刘芳 建议":      {"记", "刘芳 建议", false},
		"记住了":           {"", "", false},
		"同意 3 1 2":      {"同意", "3 1 2", false},
		"同意上会":          {"同意", "", true},
		"同意上会1 3":       {"同意", "1 3", false},
		"退回纪要 缺附件":      {"退回纪要", "缺附件", false},
		"开始表决 2 无记名":    {"开始表决", "2 无记名", false},
		"/vote 2":       {"开始表决", "2", false},
		"/vote2":        {"", "", false},
		"/schedule":     {"定会", "", true},
		"?":             {"帮助", "", true},
		"帮助我":           {"", "", false},
		"取消":            {"取消", "", true},
		"取消会议":          {"取消会议", "", true},
		"":              {"", "", false},
	} {
		cmd, args, exact := h.match(text)
		name := ""
		if cmd != nil {
			name = cmd.names[0]
		}
		if name != want.command || args != want.args || exact != want.exact {
			t.Errorf("%q is %q with %q (exact %t), want %+v", text, name, args, exact, want)
		}
	}
}

func TestTidied(t *testing.T) {
	h := bare(t)
	for text, want := range map[string]string{
		"“参加”": "参加", "参加。": "参加", "参 加": "参加", "[确认发出]": "确认发出", "【签到】": "签到", "1.": "1", "同意!": "同意",
		"“充电棚”": "“充电棚”", "改 二 会议议定。": "改 二 会议议定。", "请假 出差。": "请假 出差。", "": "", "。。": "。。",
	} {
		if got := h.tidied(text); got != want {
			t.Errorf("%q is taken as %q, want %q", text, got, want)
		}
	}
}

func TestEscapes(t *testing.T) {
	h := bare(t)
	for text, want := range map[string]bool{
		"会议": true, "请假 出差": true, "签到4821": true, "签到 4821": true, "提议题 乙方案": true, "/help": true, "/什么": true, "帮助": true, "议题": true,
		"会议室改造": false, "签到制度修订": false, "同意在三号院先行试点": false, "刘芳": false, "退休人员慰问": false,
	} {
		if got := h.escapes(text); got != want {
			t.Errorf("%q escapes a dialogue: %t, want %t", text, got, want)
		}
	}
}

// Every word of every command leads to its own command, and no other begins the same.
func TestCommandsAreFound(t *testing.T) {
	h := bare(t)
	owner := map[string]string{}
	for _, c := range h.commands {
		for _, name := range append(slices.Clone(c.names), c.slash) {
			if name == "" {
				continue
			}
			if other, taken := owner[name]; taken {
				t.Errorf("%q belongs to %q and to %q", name, other, c.names[0])
			}
			owner[name] = c.names[0]
			if cmd, _, exact := h.match(fold(name)); cmd == nil || cmd.names[0] != c.names[0] || !exact {
				t.Errorf("%q does not lead to %q", name, c.names[0])
			}
		}
		if strings.Contains(c.help, "\n") {
			t.Errorf("the help of %q has more than a line", c.names[0])
		}
	}
}

// Every command of spec.md §3.8 that this program honours answers to the words of
// the specification.
func TestCommandsOfTheSpecification(t *testing.T) {
	h := bare(t)
	for _, words := range []string{
		"帮助 ? help 菜单 怎么用 /help", "我的 我的待办 待办 /me", "会议 最近会议 什么时候开会 /meeting", "参加 能参加 收到 /yes", "请假 不能参加 来不了 /no", "签到 到了 /in",
		"退席 先走 /out", "议题 看议题 /topics", "提议题 建议议题 我要提 /propose", "同意 /approve", "退回", "再议", "定会 安排会议 /schedule", "紧急会议 /urgent",
		"发通知 确认发出 /notify", "谁没回 未回复 回执 /pending", "已电话通知 /called", "改期 延期 /move", "取消会议 /cancel", "到会 人数 法定人数 /quorum", "开会 开始 /open",
		"休会 /pause", "复会 /resume", "散会 /close", "发言 我说 /say", "记 记录 /note", "开始表决 表决 /vote", "结束表决 /endvote", "赞成 /yea", "反对 不同意 /nay", "弃权 /abstain",
		"回避 /recuse", "撤销回避 /unrecuse", "重新表决 /revote", "举手 /hands", "纸质票 /slips", "代录 /votefor", "宣布结果 /announce", "缓议 /defer", "纪要 看纪要 /minutes", "签发 /sign", "退回纪要", "已阅 看了 /read", "大党委", "委员 名单 /roster", "体检 /doctor", "征集议题", "签到码", "取消", "意见 发送意见",
	} {
		first := ""
		for word := range strings.FieldsSeq(words) {
			cmd, _, _ := h.match(word)
			switch {
			case cmd == nil:
				t.Errorf("%q is no command", word)
			case first == "":
				first = cmd.names[0]
			case cmd.names[0] != first:
				t.Errorf("%q leads to %q and not to %q", word, cmd.names[0], first)
			}
		}
	}
}

// What is guessed at or understood beside the names is a command, and has a slash form
// and so a place among the guesses.
func TestNearlySaidCommandsExist(t *testing.T) {
	h := bare(t)
	named := slices.Concat(looks, ownCommands, votes, assents, []string{menu})
	for _, hint := range hints {
		named = append(named, hint.names...)
	}
	for _, name := range named {
		if cmd, _, exact := h.match(name); !exact || cmd.names[0] != name || cmd.slash == "" {
			t.Errorf("%q is no command", name)
		}
	}
}

func TestLikeness(t *testing.T) {
	for pair, want := range map[[2]string]int{
		{"参加", "参加"}: 100, {"参加", "参家"}: 50, {"参加", "天气"}: 0, {"继续等候15分钟", "15"}: 0, {"最近会议", "会"}: 0, {"记", "记下来"}: 50,
	} {
		if got := likeness(pair[0], pair[1]); got != want {
			t.Errorf("%s is %d like %s, want %d", pair[1], got, pair[0], want)
		}
	}
}

// Every action that a card bears has a handler, and every handler a card that bears
// it: the buttons of the product are those of interface.md.
func TestActionsAndCards(t *testing.T) {
	borne := map[string]bool{}
	for _, c := range committee.Choices {
		borne["vote."+string(c)] = true
	}
	fset := token.NewFileSet()
	for _, pkg := range []string{"../cards", "."} {
		files, err := filepath.Glob(pkg + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil || strings.HasSuffix(name, "_test.go") {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 || !callsAction(call.Fun) {
					return true
				}
				if lit, ok := call.Args[0].(*ast.BasicLit); ok {
					act, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					borne[act] = true
				}
				return true
			})
		}
	}
	have := bare(t).actions
	if diff := cmp.Diff(slices.Sorted(maps.Keys(have)), slices.Sorted(maps.Keys(borne))); diff != "" {
		t.Errorf("actions (-handled +on cards):\n%s", diff)
	}
}

func callsAction(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name == "Action"
	case *ast.SelectorExpr:
		return f.Sel.Name == "Action"
	}
	return false
}

func TestUnreadable(t *testing.T) {
	if got := unreadable(&when.Error{Kind: when.NoSuchDay, Month: 2, Day: 30}, "定会"); !strings.Contains(got.Error(), "date.none") {
		t.Errorf("30 February is refused by %v", got)
	}
	for rule, e := range map[string]when.Error{
		"date.none.year":  {Kind: when.NoSuchDay, Year: 2027, Month: 2, Day: 29},
		"date.none.day":   {Kind: when.NoSuchDay, Day: 32},
		"date.none.nth":   {Kind: when.NoSuchDay, Year: 2026, Month: 12},
		"date.none.lunar": {Kind: when.NoSuchDay, Month: 3, Day: 30, Lunar: true},
		"date.no-hour":    {Kind: when.NoSuchHour, Hour: 25},
		"date.backwards":  {Kind: when.EndBeforeStart},
		"date.mismatch":   {Kind: when.WeekdayMismatch},
		"plan.no-date":    {},
	} {
		if got := unreadable(&e, "定会"); !strings.Contains(got.Error(), rule) {
			t.Errorf("%v is refused by %v, want %s", &e, got, rule)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"定会　１２－１５", "請假\x00", "\xff\xfe", "］］＞", "1", ""} {
		f.Add(seed)
	}
	h := bare(f)
	f.Fuzz(func(t *testing.T, text string) {
		once := fold(text)
		if !utf8.ValidString(once) {
			t.Errorf("%q folds to %q, which is no text", text, once)
		}
		if twice := fold(once); twice != once {
			t.Errorf("%q folds to %q and then to %q", text, once, twice)
		}
		h.match(once)
		h.tidied(once)
		if got := h.plainly(h.plainly(once)); got != h.plainly(once) {
			t.Errorf("%q is plainly %q and then %q", once, h.plainly(once), got)
		}
		if names := h.guesses(committee.Actor{}, once, func(string) bool { return true }); len(names) < fewestGuesses || len(names) > mostGuesses {
			t.Errorf("of %q is guessed %v", once, names)
		}
		parseAction(text)
		topicNumber(once)
		minutesNumber(once, 2026)
	})
}
