package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCommandLine holds every command to interface.md: -h explains, what is wrong is
// one plain sentence on standard error, the exit status is 0, 1 or 2.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
		says string // on standard output when the code is 0, else on standard error
	}{
		{"-h", 0, "usage: yishi"},
		{"--help", 0, "usage: yishi"},
		{"help", 0, "usage: yishi"},
		{"demo -h", 0, "usage: yishi demo [-listen 127.0.0.1:8080] [-data DIR] [-open]"},
		{"serve -h", 0, "usage: yishi serve -config FILE"},
		{"doctor -h", 0, "usage: yishi doctor -config FILE"},
		{"migrate -h", 0, "usage: yishi migrate -config FILE [up|status]"},
		{"roster -h", 0, "usage: yishi roster import"},
		{"roster import -h", 0, "usage: yishi roster import"},
		{"roster export -h", 0, "usage: yishi roster"},
		{"committee -h", 0, "usage: yishi committee list -config FILE, or: committee add"},
		{"export -h", 0, "usage: yishi export -config FILE DIR"},
		{"import -h", 0, "usage: yishi import -config FILE DIR"},
		{"journal -h", 0, "usage: yishi journal -config FILE"},
		{"version -h", 0, "usage: yishi version"},
		{"version", 0, "yishi "},
		{"", 2, "usage: yishi"},
		{"fly", 2, `there is no command "fly"`},
		{"serve", 2, "-config FILE is missing"},
		{"doctor", 2, "-config FILE is missing"},
		{"migrate", 2, "-config FILE is missing"},
		{"roster export", 2, "-config FILE is missing"},
		{"roster", 2, "import or export"},
		{"roster fly", 2, "import or export"},
		{"roster import -config x.yaml", 2, "the roster file is missing"},
		{"committee", 2, "add or list"},
		{"committee list", 2, "-config FILE is missing"},
		{"committee add -config x.yaml 望江社区", 2, "a committee needs a name"},
		{"export -config x.yaml", 2, "the folder is missing"},
		{"import -config nowhere.yaml data", 1, "yishi: nowhere.yaml is not there"},
		{"import -config x.yaml", 2, "the folder is missing"},
		{"export data", 2, "-config FILE is missing"},
		{"journal", 2, "-config FILE is missing"},
		{"journal -config x.yaml -from 2-30", 2, "is no date such as 2026-10-01"},
		{"serve -config x.yaml more", 2, `"more"`},
		{"serve -fly", 2, "-fly"},
		{"migrate -config x.yaml sideways", 2, `"sideways"`},
		{"serve -config nowhere.yaml", 1, "yishi: nowhere.yaml is not there"},
		{"demo -listen 0.0.0.0:8080", 2, "loopback"},
		{"demo more", 2, `"more"`},
		{"version more", 2, `"more"`},
	} {
		name := c.args
		if name == "" {
			name = "nothing"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := execute(t, nil, strings.Fields(c.args)...)
			said, other := got.errors, got.out
			if c.code == 0 {
				said, other = got.out, got.errors
			}
			if got.code != c.code || !strings.Contains(said, c.says) || other != "" {
				t.Errorf("exit status %d, want %d with %q; standard output:\n%s\nstandard error:\n%s", got.code, c.code, c.says, got.out, got.errors)
			}
		})
	}
	if got := execute(t, nil, "version"); !regexp.MustCompile(`(?s)^yishi \S+\n.*go1\.`).MatchString(got.out) {
		t.Errorf("version says %q", got.out)
	}
}

// TestSettingsAreStrict tells all mistakes of the settings at once, with exit status 1.
func TestSettingsAreStrict(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := settingsText("127.0.0.1:1", "http://127.0.0.1:1", filepath.Join(dir, "yishi.db"), "")
	for name, c := range map[string]struct {
		old, new string
		environ  []string
		says     []string
	}{
		"several-at-once": {"listen: 127.0.0.1:1", "listn: 127.0.0.1:1\nzone: Mars/Olympus\nbylaws: {quorum.fraktion: 4/5}", nil, []string{"listn", "Mars/Olympus", "quorum.fraktion"}},
		"not-loopback":    {"listen: 127.0.0.1:1", "listen: 0.0.0.0:8080", nil, []string{"simulated_clock", "loopback"}},
		"every-address":   {"listen: 127.0.0.1:1", `listen: ":8080"`, nil, []string{"loopback"}},
		"bad-bylaw":       {"committee:", "bylaws: {quorum.fraction: 9/8}\ncommittee:", nil, []string{"quorum.fraction"}},
		"bad-aes-key":     {testAESKey, "tooshort", nil, []string{"encoding_aes_key"}},
		"bad-dialect":     {"dialect: sqlite", "dialect: oracle", nil, []string{"database.dialect"}},
		"no-yaml":         {"listen:", "listen: [", nil, nil},
		"environment":     {"", "", []string{"YISHI_WECOM_AGENT_ID=none", "YISHI_DATABASE_DIALECT=oracle"}, []string{"YISHI_WECOM_AGENT_ID", "YISHI_DATABASE_DIALECT"}},
		"unknown-env":     {"", "", []string{"YISHI_WECOM_SECRT=x"}, []string{"YISHI_WECOM_SECRT"}},
		"secret-file":     {"", "", []string{"YISHI_WECOM_SECRET_FILE=" + filepath.Join(dir, "nowhere")}, []string{"YISHI_WECOM_SECRET_FILE"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := good
			if c.old != "" {
				text = strings.Replace(good, c.old, c.new, 1)
			}
			path := filepath.Join(t.TempDir(), "yishi.yaml")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, command := range []string{"serve", "migrate", "doctor"} {
				got := execute(t, c.environ, command, "-config", path)
				if got.code != 1 || got.out != "" || !holds(got.errors, c.says...) {
					t.Errorf("%s: exit status %d, want 1 with %q:\n%s%s", command, got.code, c.says, got.out, got.errors)
				}
				for _, secret := range []string{testSecret, testToken, testAESKey, testWebhook} {
					if strings.Contains(got.errors, secret) {
						t.Errorf("%s shows a secret:\n%s", command, got.errors)
					}
				}
			}
		})
	}
}

// TestSchemaIsChecked lets serve refuse an older and a newer schema, and say which
// command to run.
func TestSchemaIsChecked(t *testing.T) {
	t.Parallel()
	w := &world{TB: t, dir: t.TempDir(), address: freeAddress(t), logs: &transcript{}}
	w.setNow(at(t, "11-23 10:12"))
	w.config = w.file("yishi.yaml", settingsText(w.address, "http://127.0.0.1:1", filepath.Join(w.dir, "new", "yishi.db"), ""))
	for _, args := range [][]string{{"serve", "-config", w.config}, {"roster", "export", "-config", w.config}} {
		if got := w.yishi(1, args...); !holds(got.errors, "yishi migrate") {
			t.Errorf("%v on an empty database says %q", args, got.errors)
		}
	}
	if got := w.yishi(0, "migrate", "-config", w.config, "status"); !holds(got.out, "pending") || holds(got.out, "applied") {
		t.Errorf("status before: %q", got.out)
	}
	w.yishi(0, "migrate", "-config", w.config)
	if got := w.yishi(0, "migrate", "-config", w.config, "status"); !holds(got.out, "applied") || holds(got.out, "pending") {
		t.Errorf("status after: %q", got.out)
	}
	w.yishi(0, "migrate", "-config", w.config, "up")
	if got := w.yishi(0, "roster", "export", "-config", w.config); !holds(got.out, "姓名,单位,职务") {
		t.Errorf("an empty roster is exported as %q", got.out)
	}
}

// TestMoreCommittees adds a committee beside the one that the settings name: it has
// people and bylaws of its own, and the doctor looks at both.
func TestMoreCommittees(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	add := []string{"committee", "add", "-config", w.config, "-issuer", "中共望江社区委员会", "-street", "临江街道党工委", "-contact", "郑明", "-phone", "0871-60000001", "望江社区“大党委”"}
	if got := w.yishi(0, add...); !holds(got.out, "编号2") {
		t.Errorf("adding says %q", got.out)
	}
	if got := w.yishi(1, add...); !holds(got.errors, "already") {
		t.Errorf("adding it again says %q", got.errors)
	}
	if got := w.yishi(0, "committee", "list", "-config", w.config); !holds(got.out, "滨河社区") || !holds(got.out, "望江社区") {
		t.Errorf("the list says %q", got.out)
	}
	roster := w.file("wangjiang.csv", "姓名,大党委职务,类别,手机号,平台,平台账号\n郑明,书记,社区党委委员,13900000001,企业微信,zhengming\n刘芳,委员,友邻单位,13888880006,企业微信,liufang\n")
	if got := w.yishi(1, "roster", "import", "-config", w.config, "-committee", "江心社区", roster); !holds(got.errors, "望江社区“大党委”") {
		t.Errorf("a committee that is none: %q", got.errors)
	}
	if got := w.yishi(0, "roster", "import", "-config", w.config, "-committee", "望江社区“大党委”", roster); !holds(got.out, "新增2人") {
		t.Errorf("importing says %q", got.out)
	}
	if got := w.yishi(0, "roster", "export", "-config", w.config, "-committee", "2"); !holds(got.out, "郑明") || holds(got.out, "张建国") {
		t.Errorf("exporting says %q", got.out)
	}
	w.start()
	w.says("liufang", "望江 大党委", "望江社区“大党委”:编制9名(书记1、副书记1、委员7),在任2名")
	w.says("liufang", "滨河 大党委", "滨河社区“大党委”:编制9名(书记1、副书记1、委员7),在任9名")
}

// TestSYS12ExportAndImport moves all data into a new database by the command line: the
// people are there, and a folder that is none, or is in use, is refused by name.
func TestSYS12ExportAndImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	dir := filepath.Join(w.dir, "out")
	if got := w.yishi(0, "export", "-config", w.config, dir); !holds(got.out, "all data is exported") || !holds(got.errors, "members: 14", "letters: ") {
		t.Errorf("exporting says %q and %q", got.out, got.errors)
	}
	if got := w.yishi(1, "export", "-config", w.config, dir); !holds(got.errors, "is not empty") {
		t.Errorf("exporting again says %q", got.errors)
	}
	if got := w.yishi(1, "import", "-config", w.config, dir); !holds(got.errors, "the database is not empty", "yishi migrate") {
		t.Errorf("importing over what is there says %q", got.errors)
	}
	before := w.yishi(0, "roster", "export", "-config", w.config).out
	other := w.file("other.yaml", settingsText(w.address, w.api.URL, filepath.Join(w.dir, "other", "yishi.db"), ""))
	if got := w.yishi(1, "import", "-config", other, dir); !holds(got.errors, "yishi migrate") {
		t.Errorf("importing without tables says %q", got.errors)
	}
	w.yishi(0, "migrate", "-config", other)
	if got := w.yishi(1, "import", "-config", other, filepath.Join(w.dir, "nowhere")); !holds(got.errors, "cannot be opened: name a folder") {
		t.Errorf("importing from nowhere says %q", got.errors)
	}
	if got := w.yishi(0, "import", "-config", other, dir); !holds(got.out, "all data is imported") {
		t.Errorf("importing says %q", got.out)
	}
	if after := w.yishi(0, "roster", "export", "-config", other).out; after != before || !holds(after, "张建国") {
		t.Errorf("the roster is now\n%s", after)
	}
}

// TestHTTP holds the routes that anybody can ask to interface.md.
func TestHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.start()
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/healthz", "", 200, ""},
		{"GET", "/readyz", "", 200, ""},
		{"GET", "/metrics", "", 200, "# HELP"},
		{"GET", "/-/clock", "", 200, `{"now":"2026-11-23T10:12:00+08:00"}`},
		{"PUT", "/-/clock", `{"now":"2026-11-23T10:12:00+08:00"}`, 200, `{"now":"2026-11-23T10:12:00+08:00"}`},
		{"PUT", "/-/clock", `{"now":"2026-11-23T02:13:00Z"}`, 200, `{"now":"2026-11-23T10:13:00+08:00"}`},
		{"PUT", "/-/clock", `{"now":"2026-11-23T10:12:00+08:00"}`, 400, ""},
		{"PUT", "/-/clock", `{"now":"2025-01-01T00:00:00+08:00"}`, 400, ""},
		{"PUT", "/-/clock", `{"now":"morgen"}`, 400, ""},
		{"PUT", "/-/clock", `{"now":null}`, 400, ""},
		{"PUT", "/-/clock", `{}`, 400, ""},
		{"PUT", "/-/clock", ``, 400, ""},
		{"PUT", "/-/clock", `now`, 400, ""},
		{"PUT", "/-/clock", `{"now":"2026-11-24T10:12:00+08:00"} trailing`, 400, ""},
		{"PUT", "/-/clock", `{"now":"2026-11-24T10:12:00+08:00","then":1}`, 400, ""},
		{"PUT", "/-/clock", strings.Repeat(" ", 2<<20), 400, ""},
		{"PUT", "/-/clock", `{"now":"9999-11-23T10:12:00+08:00"}`, 400, ""},
		{"POST", "/-/clock", `{"now":"2026-11-24T10:12:00+08:00"}`, 405, ""},
		{"DELETE", "/-/clock", "", 405, ""},
		{"GET", "/", "", 404, ""},
		{"GET", "/sandbox/", "", 404, ""},
		{"GET", "/wecom", "", 404, ""},
		{"GET", "/wecom/callback/../../etc/passwd", "", 404, ""},
		{"POST", "/healthz", "", 405, ""},
		{"PUT", "/wecom/callback", "", 405, ""},
		{"DELETE", "/wecom/callback", "", 405, ""},
		{"GET", "/wecom/callback", "", 401, ""},
		{"POST", "/wecom/callback", "", 400, ""},
	} {
		got := w.request(c.method, c.path, c.body)
		if got.status != c.status || !strings.Contains(got.body, c.says) {
			t.Errorf("%s %s %.60s: %d %q, want %d %q", c.method, c.path, c.body, got.status, got.body, c.status, c.says)
		}
	}
	if got := w.request(http.MethodGet, "/-/clock", "").body; strings.TrimSpace(got) != `{"now":"2026-11-23T10:13:00+08:00"}` {
		t.Errorf("after what was refused the clock stands at %s", got)
	}
	if err := w.platform.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	w.setNow(at(t, "11-23 10:13"))
	w.settle()
	w.clean()
	w.kill()
	running := strings.Replace(settingsText(w.address, w.api.URL, filepath.Join(w.dir, "yishi.db"), ""), "simulated_clock: true", "simulated_clock: false", 1)
	w.file("yishi.yaml", running)
	w.start()
	if got := w.request(http.MethodGet, "/-/clock", ""); got.status != http.StatusNotFound {
		t.Errorf("without simulated_clock /-/clock answers %d %q", got.status, got.body)
	}
}

// TestAnnouncedBodiesAreRefusedUnread promises a large body and sends none of it.
func TestAnnouncedBodiesAreRefusedUnread(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setup{})
	w.start()
	c := w.event(w.said(liufang, "帮助"))
	req := c.request(t, w.address)
	conn := dial(t, w.address)
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", req.URL.RequestURI(), 2<<20)
	line := make([]byte, 64)
	n, err := conn.Read(line)
	if err != nil || !strings.Contains(string(line[:n]), " 413 ") {
		t.Errorf("answered %q %v before the body came", line[:n], err)
	}
}
