package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yishi/sandbox"
)

// line is the line of the doctor's list that is about something.
func lineAbout(text, what string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, what) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// TestDoctorIsGreen examines a deployment at work in which nothing is wrong.
func TestDoctorIsGreen(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	got := w.yishi(0, "doctor", "-config", w.config)
	for what, says := range map[string]string{
		"数据库": "sqlite", "Redis": "in-process", "时钟与时区": "Asia/Shanghai", "2026年放假安排": "已有", "2027年放假安排": "尚未公布",
		"企业微信凭据": "access_token", "回调地址": "验证通过", "名册": "编制9名,在任9名", "书记": "1名", "副书记": "1名", "可达": "9人中9人可收到消息", "待发消息": "无积压",
		"任期": "刘芳(2026-11-09)、周建平(2026-11-09)、孙晓燕(2026-11-09)、吴国栋(2026-11-09)",
	} {
		if line := lineAbout(got.out, " "+what+":"); !strings.HasPrefix(line, "✔ ") || !strings.Contains(line, says) {
			t.Errorf("%s: %q, want it green with %q", what, line, says)
		}
	}
	if strings.Contains(got.out, "✘") || got.errors != "" {
		t.Errorf("not all is green:\n%s%s", got.out, got.errors)
	}
}

// TestDoctorNamesTheCure makes one thing wrong after the other: its line is red and
// says what to do, and the exit status is 1.
func TestDoctorNamesTheCure(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		what  string
		ail   func(w *world)
		cures []string
	}{
		"not-running":   {"回调地址", func(w *world) { w.kill() }, []string{"serve", "public_url"}},
		"wrong-token":   {"回调地址", func(w *world) { w.spoil("token: "+testToken, "token: another") }, []string{"token", "encoding_aes_key"}},
		"wrong-aes-key": {"回调地址", func(w *world) { w.spoil(testAESKey, strings.Repeat("abc", 14)+"d") }, []string{"token", "encoding_aes_key"}},
		"wrong-secret":  {"企业微信凭据", func(w *world) { w.spoil(testSecret, "another") }, []string{"corp_id", "secret"}},
		"blocked":       {"企业微信凭据", func(w *world) { w.platform.Faults().BlockAddress() }, []string{"可信IP"}},
		"wrong-address": {"企业微信凭据", func(w *world) { w.spoil(w.api.URL, "http://127.0.0.1:1") }, []string{"corp_id"}},
		"not-activated": {"可达", func(w *world) { w.status(wu, sandbox.NotActivated) }, []string{"9人中8人可收到消息", "吴国栋", "未激活"}},
		"out-of-range":  {"可达", func(w *world) { w.status(liufang, 0) }, []string{"9人中8人可收到消息", "刘芳", "可见范围"}},
		"redis-down":    {"Redis", func(w *world) { w.spoil("zone:", "zone:"); w.writeConfig("redis: {addr: 127.0.0.1:1}") }, []string{"redis.addr"}},
		"no-table":      {"2031年放假安排", func(w *world) { w.setNow(at(w, "2031-03-03 09:00")) }, []string{"2031.json", "calendar.dir"}},
		"no-vice": {"副书记", func(w *world) {
			w.spoil("yishi.db", "other.db")
			w.populate(strings.Replace(rosterFile, ",副书记,", ",委员,", 1))
		}, []string{"0名", "名册"}},
		"no-roster": {"名册", func(w *world) { w.spoil("yishi.db", "other.db"); w.yishi(0, "migrate", "-config", w.config) }, []string{"yishi roster import"}},
		"no-schema": {"数据库", func(w *world) { w.spoil("yishi.db", "other.db") }, []string{"yishi migrate"}},
		"backlog": {"待发消息", func(w *world) {
			w.platform.Faults().Add(sandbox.Fault{Path: "message/send", Status: 502})
			w.types(liufang, "请假 出差")
			w.at("12-10 09:40")
		}, []string{"未能按时发出", "serve"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := staged(t, "noticed")
			c.ail(w)
			got := w.yishi(1, "doctor", "-config", w.config)
			if line := lineAbout(got.out, " "+c.what+":"); !strings.HasPrefix(line, "✘ ") || !holds(line, c.cures...) {
				t.Errorf("%q, want it red with %q; all:\n%s", line, c.cures, got.out)
			}
			if got.errors == "" || strings.Count(got.errors, "\n") != 1 {
				t.Errorf("standard error is not one sentence:\n%s", got.errors)
			}
			for _, secret := range []string{testSecret, testToken, testAESKey, "access_token=", "corpsecret"} {
				if strings.Contains(got.out+got.errors, secret) {
					t.Errorf("%q is shown:\n%s%s", secret, got.out, got.errors)
				}
			}
		})
	}
}

// spoil changes a word of the settings, for the commands and not for what runs.
func (w *world) spoil(old, word string) {
	w.Helper()
	text, err := os.ReadFile(w.config)
	if err != nil {
		w.Fatal(err)
	}
	w.config = w.file("spoilt.yaml", strings.Replace(string(text), old, word, 1))
}

// status changes a member's account: 0 takes him out of the app's visible range.
func (w *world) status(user string, status int) {
	w.Helper()
	users := w.platform.Users()
	for i := range users {
		if users[i].ID == user {
			users[i].Status, users[i].InRange = status, status != 0
		}
	}
	w.platform.Close()
	w.api.Close()
	listen := w.api.Listener.Addr().String()
	w.openPlatform(users)
	w.spoil("http://"+listen, w.api.URL)
}

func (w *world) populate(roster string) {
	w.Helper()
	w.yishi(0, "migrate", "-config", w.config)
	w.yishi(0, "roster", "import", "-config", w.config, w.file("other.csv", roster))
}

// TestRoster imports and exports the roster file (interface.md): all mistakes at
// once and nothing written unless all is right; what is exported is what was imported.
func TestRoster(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{roster: "姓名,大党委职务,平台,平台账号,手机号\n王新民,书记,企业微信,wangxinmin,13900000001\n"})
	export := func() string { return w.yishi(0, "roster", "export", "-config", w.config).out }
	before := export()
	wrong := strings.NewReplacer("13888880002", "13888880001", ",副书记,", ",书记,", "2026-11-09,2023-11-10\n周", "2023-01-01,2023-11-10\n周", "13888880008", "138",
		"qinguoan", "Zhangjianguo", ",街道,", ",顾问,", "2023-11-10,2026-11-09,2023-11-10\n马", "2023年2月30日,2026-11-09,2023-11-10\n马").Replace(rosterFile)
	mistakes := []string{"第3行手机号与第2行重复", "第3行与第2行都是书记", "第7行聘任止早于聘任起", "第9行手机号", "第10行聘任起“2023年2月30日”不是日期", "第12行平台账号与第2行重复", "第14行大党委职务“顾问”"}
	for _, args := range [][]string{{"-dry-run"}, nil} {
		got := w.yishi(1, append(append([]string{"roster", "import", "-config", w.config}, args...), w.file("错.csv", wrong))...)
		if !holds(got.errors, mistakes...) || got.out != "" {
			t.Errorf("want %q, got:\n%s%s", mistakes, got.out, got.errors)
		}
		if strings.Contains(got.errors, "13888880001") {
			t.Errorf("a telephone number is shown:\n%s", got.errors)
		}
		if after := export(); after != before {
			t.Errorf("something was written:\n%s", after)
		}
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(strings.Replace(rosterFile, "2026-11-09", "2026年11月9日", 1), "2023-11-10", "2023/11/10"))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.yishi(0, "roster", "import", "-config", w.config, "-dry-run", w.file("名册gbk.csv", gbk)); !holds(got.out, "将新增14人") {
		t.Errorf("the dry run says %q", got.out)
	}
	if after := export(); after != before {
		t.Errorf("a dry run wrote:\n%s", after)
	}
	w.yishi(0, "roster", "import", "-config", w.config, filepath.Join(w.dir, "名册gbk.csv"))
	if got := w.yishi(0, "roster", "import", "-config", w.config, filepath.Join(w.dir, "名册gbk.csv")); !holds(got.out, "不变14人") {
		t.Errorf("the same once more: %q", got.out)
	}
	got, want := cells(t, export()), cells(t, rosterFile)
	if len(got) != len(want)+1 { // the one who was there before stays
		t.Fatalf("%d rows are exported, want %d", len(got), len(want)+1)
	}
	for _, row := range want {
		if !strings.Contains(strings.Join(got, "\n"), row) {
			t.Errorf("the export has no row %q", row)
		}
	}
	path := filepath.Join(w.dir, "导出.csv")
	w.yishi(0, "roster", "export", "-config", w.config, path)
	if text, err := os.ReadFile(path); err != nil || string(text) != export() {
		t.Errorf("exported to a file: %v\n%s", err, text)
	}
	for _, name := range []string{"无此文件.csv", w.dir, w.file("空.csv", ""), w.file("非.xlsx", "PK")} {
		w.yishi(1, "roster", "import", "-config", w.config, name)
	}
}

// cells are the rows of a CSV file, one string each.
func cells(t *testing.T, text string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows {
		out = append(out, strings.Join(row, ","))
	}
	return out
}
