package handlers_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"yishi/bot"
	"yishi/committee"
)

// moments are the scenes at whose end anybody may say anything.
var moments = []string{"", "proposed", "planned", "fixed", "noticed", "answered", "door", "opened", "voting", "decided", "adjourned", "signed"}

// FuzzSaid lets anybody say or tap anything at any moment: there is always an answer,
// in words; no fault; and a refusal changes nothing.
func FuzzSaid(f *testing.F) {
	words := []string{
		"", "参加", "请假", "请假 出差", "1", "2", "3", "4", "同意", "不同意", "赞成", "反对 2", "弃权 三(一)", "签到", "签到 1234", "退席", "退席 刘芳", "开会", "散会", "确认散会",
		"开始表决 2", "开始表决 3 无记名", "结束表决", "宣布结果", "缓议", "休会", "复会", "发言 你好", "记 刘芳 建议", "改 二 内容", "提交", "签发", "退回", "退回纪要 理由", "已阅", "纪要 4",
		"定会 12-22 14:30 二楼", "定会 2-30", "改期 12-22 14:30", "取消会议", "紧急会议 今天23:00 事由 管网爆裂抢修", "确认", "仍安排", "征集议题", "提议题 充电棚", "取消", "同意 1 2", "退回 1 改", "再议 2",
		"修改 1 改了", "准假 吴国栋", "请再协调", "已电话通知 刘芳", "谁没回", "到会", "签到码", "代签 刘芳 无手机", "意见 同意", "体检", "名单", "大党委", "帮助", "我的", "会议", "议题", "宣布流会", "继续等候15分钟",
		"今天天气", "\x00\xff", "]]><xml>", strings.Repeat("长", 10_000), "{1}{2:phones}", "%s%d%!v", "定会 99999999999999999999-1", "😀", "'; DROP TABLE members; --",
	}
	for i, w := range words {
		f.Add((i*5+7)%len(moments), (i*3)%14, false, w)
	}
	for i, a := range []string{"answer.comes:1", "leave.grant:1.9", "session.open:1", "session.adjourn:1", "vote.for:1", "vote.submit:1", "minutes.sign:1.1", "choose:1.1", "called:1.5", ":", "x:1.2.3"} {
		f.Add(i%len(moments), i, true, a)
	}
	refusals := refusals(f)
	f.Fuzz(func(t *testing.T, moment, who int, tap bool, text string) {
		t.Parallel()
		p := from(t, moments[abs(moment)%len(moments)])
		m := p.people[abs(who)%len(p.people)]
		before := p.stage.kept(t)
		ev := p.stage.event(m.Accounts[0].User, bot.Said)
		ev.Said = text
		if tap {
			ev, _ = p.forged(m.Accounts[0].User, text+"]")
			ev.Tap.Action = text
		}
		reply := p.stage.handle(ev)
		checkAnswer(t, m, text, reply.Text)
		if !refusals.MatchString(reply.Text) {
			return
		}
		if after := p.stage.kept(t); after != before {
			t.Errorf("%s is refused %q with %q, and yet something changed:\n%s", m.Name, text, reply.Text, difference(before, after))
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }

var (
	key     = regexp.MustCompile(`^[a-z_.-]+$`)
	telNo   = regexp.MustCompile(`1388888\d{4}`)
	leftOut = regexp.MustCompile(`\{\d|%!|<nil>|0x[0-9a-f]+`)
)

// checkAnswer holds what is said to what must hold of every answer.
func checkAnswer(t *testing.T, to committee.Member, asked, answer string) {
	t.Helper()
	switch {
	case strings.TrimSpace(answer) == "":
		t.Errorf("%s says %q and is met with silence", to.Name, asked)
	case !utf8.ValidString(answer):
		t.Errorf("the answer to %q is no text: %q", asked, answer)
	case key.MatchString(answer):
		t.Errorf("%q is answered by the key of a sentence: %s", asked, answer)
	case leftOut.MatchString(answer) && !leftOut.MatchString(asked):
		t.Errorf("%q is answered by an unfinished sentence: %s", asked, answer)
	case len([]rune(answer)) > 5000:
		t.Errorf("%q is answered by %d characters", asked, len([]rune(answer)))
	case telNo.MatchString(answer) && !telNo.MatchString(asked) && !to.Roles.Has(committee.Secretary|committee.Recorder):
		t.Errorf("%s is told somebody's telephone number: %s", to.Name, answer)
	}
}

// refusals matches every sentence that refuses.
func refusals(tb testing.TB) *regexp.Regexp {
	tb.Helper()
	text, err := os.ReadFile("../cards/phrases/zh-CN.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	var phrases map[string]string
	if err := yaml.Unmarshal(text, &phrases); err != nil {
		tb.Fatal(err)
	}
	literal := regexp.MustCompile(`Refuse\(committee\.\w+, "([^"]+)"|Refuse\(\w+, "([^"]+)"`)
	slot := regexp.MustCompile(`\\\{\d(:\w+)?\\\}`)
	var all []string
	for _, pkg := range []string{"committee", "clerk", "handlers"} {
		files, err := filepath.Glob("../" + pkg + "/*.go")
		if err != nil {
			tb.Fatal(err)
		}
		for _, name := range files {
			code, err := os.ReadFile(name)
			if err != nil {
				tb.Fatal(err)
			}
			for _, m := range literal.FindAllStringSubmatch(string(code), -1) {
				rule := m[1] + m[2]
				if rule == "plan.rest-day" { // it asks back with a card
					continue
				}
				for k, phrase := range phrases {
					if k == rule || strings.HasSuffix(rule, ".") && strings.HasPrefix(k, rule) {
						all = append(all, slot.ReplaceAllString(regexp.QuoteMeta(phrase), `(?s:.*)`))
					}
				}
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) < 60 {
		tb.Fatalf("only %d refusals are found", len(all))
	}
	return regexp.MustCompile("^(" + strings.Join(all, "|") + ")$")
}

// kept is everything that the database keeps, besides what is kept of the
// conversation itself.
func (s *stage) kept(t *testing.T) string {
	t.Helper()
	db, err := sql.Open("sqlite", s.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, table := range s.column(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
		if slices.Contains([]string{"dialogues", "inbox", "deliveries"}, table) || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		columns := s.column(t, db, "SELECT name FROM pragma_table_info('"+table+"') ORDER BY cid")
		query := fmt.Sprintf("SELECT concat_ws('|', %s) AS line FROM %s ORDER BY line", strings.Join(columns, ", "), table)
		for _, line := range s.column(t, db, query) {
			b.WriteString(table + ": " + line + "\n")
		}
	}
	return b.String()
}

func (s *stage) column(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func difference(before, after string) string {
	was := map[string]bool{}
	for line := range strings.Lines(before) {
		was[line] = true
	}
	var b strings.Builder
	for line := range strings.Lines(after) {
		if !was[line] {
			b.WriteString("+" + line)
		}
	}
	return b.String()
}
