package configs_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/configs"
)

// right is a file that is right and says no more than it must.
const right = `public_url: https://bot.example.org/yishi/
committee: {name: 滨河社区“大党委”, issuer: 中共滨河社区委员会, street: 临江街道党工委}
`

// wecom and dingtalk are sections that are right.
const (
	aesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	wecom  = `wecom:
  corp_id: ww1a2b3c4d5e6f7a8b
  agent_id: 1000002
  secret: 密钥甲
  token: QDG6eK
  encoding_aes_key: ` + aesKey + `
  group_webhook_key: 693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa
  api_url: http://127.0.0.1:9001/
`
	dingtalk = `dingtalk:
  client_id: dingoa1b2c3
  client_secret: 密钥乙
`
)

// load writes text to a file and loads it.
func load(t *testing.T, text string, environ ...string) (*configs.Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "yishi.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return configs.Load(path, environ)
}

// mustLoad loads text, which must be right.
func mustLoad(t *testing.T, text string, environ ...string) *configs.Config {
	t.Helper()
	c, err := load(t, text, environ...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoadOverDefaults(t *testing.T) {
	got := mustLoad(t, right+"listen: :9000\nredis: # none\n")
	want := configs.Defaults()
	want.Listen = ":9000"
	want.PublicURL = "https://bot.example.org/yishi" // without the slash
	want.Committee.Name, want.Committee.Issuer, want.Committee.Street = "滨河社区“大党委”", "中共滨河社区委员会", "临江街道党工委"
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Error(diff)
	}
	if got.WeCom.On() || got.DingTalk.On() {
		t.Error("a platform without an id is on")
	}
}

func TestLoadPlatforms(t *testing.T) {
	got := mustLoad(t, right+wecom+dingtalk)
	want := configs.WeCom{
		CorpID: "ww1a2b3c4d5e6f7a8b", AgentID: 1000002, Secret: "密钥甲", Token: "QDG6eK", EncodingAESKey: aesKey,
		GroupWebhookKey: "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", APIURL: "http://127.0.0.1:9001",
	}
	if got.WeCom != want || !got.WeCom.On() {
		t.Errorf("wecom is on: %t, and not as written", got.WeCom.On())
	}
	if !got.DingTalk.On() || got.DingTalk.ClientSecret.Reveal() != "密钥乙" || got.DingTalk.RobotCode != "dingoa1b2c3" {
		t.Errorf("dingtalk is on: %t, robot %s", got.DingTalk.On(), got.DingTalk.RobotCode)
	}
}

func TestLoadKeepsTextAsWritten(t *testing.T) {
	got := mustLoad(t, right+`
bylaws:
  quorum: {fraction: 4/5, wait_min: 030}
  notice.send_at: 09:07
  vote.mode: {default: named}
  near_tie.suggest_defer: "1"
  tie: no
database: {dsn: 数据/议事.db}
`)
	want := map[string]string{
		"quorum.fraction": "4/5", "quorum.wait_min": "030", "notice.send_at": "09:07", "vote.mode.default": "named",
		"near_tie.suggest_defer": "1", "tie": "no",
	}
	if diff := cmp.Diff(want, got.Bylaws); diff != "" {
		t.Error(diff)
	}
	if got.Database.DSN.Reveal() != "数据/议事.db" {
		t.Errorf("dsn is %s", got.Database.DSN.Reveal())
	}
	got = mustLoad(t, right+"calendar: {dir: 0871}\nwecom:\n  corp_id:\n  api_url: ~\n")
	if got.Calendar.Dir != "0871" || got.WeCom.APIURL != "" {
		t.Errorf("0871 became %q, nothing became %q", got.Calendar.Dir, got.WeCom.APIURL)
	}
}

func TestEnvironment(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("文件里的密钥\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := mustLoad(t, right+wecom+"bylaws: {vote.mode.default: named, tie: fail}\n",
		"PATH=/bin", "YISHI_", "YISHI", "HOME",
		"YISHI_LISTEN=127.0.0.1:9002",
		"YISHI_COMMITTEE_CONTACT_PHONE=0871-60000001",
		"YISHI_COMMITTEE_NEXT_MINUTES=4",
		"YISHI_WECOM_SECRET_FILE="+secret,
		"YISHI_WECOM_TOKEN_FILE=",
		"YISHI_WECOM_GROUP_WEBHOOK_KEY=",
		"YISHI_SIMULATED_CLOCK=true",
		"YISHI_SIMULATED_NOW=2026-12-10T01:07:00Z",
		"YISHI_BYLAWS_QUORUM_FRACTION=2/3",
		"YISHI_BYLAWS_VOTE_MODE_DEFAULT=secret",
		"YISHI_TEST_MYSQL=root@tcp(127.0.0.1:3306)/",
		"YISHI_REDIS_PORT=tcp://10.0.0.1:6379", // as container platforms set them for a service of that name
		"YISHI_PUBLIC_URL=https://a.example.org", "YISHI_PUBLIC_URL=https://b.example.org",
	)
	for _, check := range []struct{ what, got, want string }{
		{"listen", got.Listen, "127.0.0.1:9002"},
		{"phone", got.Committee.Contact.Phone, "0871-60000001"},
		{"secret", got.WeCom.Secret.Reveal(), "文件里的密钥"},
		{"token", got.WeCom.Token.Reveal(), "QDG6eK"},
		{"group", got.WeCom.GroupWebhookKey.Reveal(), ""},
		{"the-last-wins", got.PublicURL, "https://b.example.org"},
		{"unknown-bylaw", got.Bylaws["quorum.fraction"], "2/3"},
		{"bylaw-of-the-file", got.Bylaws["vote.mode.default"], "secret"},
		{"untouched", got.Bylaws["tie"], "fail"},
	} {
		if check.got != check.want {
			t.Errorf("%s is %q, want %q", check.what, check.got, check.want)
		}
	}
	if got.Committee.NextMinutes != 4 || len(got.Bylaws) != 3 {
		t.Errorf("next minutes %d, bylaws %v", got.Committee.NextMinutes, got.Bylaws)
	}
	start, ok := got.SimulatedStart()
	if want := "2026-12-10T09:07:00+08:00"; !ok || start.Format(time.RFC3339) != want {
		t.Errorf("simulated start is %s, %t; want %s", start.Format(time.RFC3339), ok, want)
	}
}

// TestKnownBylaws hands in the names of the switches: with them those of the
// environment are told apart, and an unknown one is a mistake.
func TestKnownBylaws(t *testing.T) {
	names := []string{"near_tie.suggest_defer", "vote.mode.personnel", "quorum.fraction", "tie"}
	path := filepath.Join(t.TempDir(), "yishi.yaml")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(right)
	got, err := configs.Load(path, []string{
		"YISHI_BYLAWS_NEAR_TIE_SUGGEST_DEFER=2", "YISHI_BYLAWS_VOTE_MODE_PERSONNEL=named", "YISHI_BYLAWS_TIE=fail",
	}, names...)
	want := map[string]string{"near_tie.suggest_defer": "2", "vote.mode.personnel": "named", "tie": "fail"}
	if err != nil || !cmp.Equal(got.Bylaws, want) {
		t.Errorf("bylaws %v, %v; want %v", got, err, want)
	}
	write(right + "bylaws:\n  quorum:\n    fracton: 4/5\n  tie: fail\n")
	_, err = configs.Load(path, []string{"YISHI_BYLAWS_QUORUM_WHOM=all"}, names...)
	wantMistakes(t, err,
		"configs: yishi.yaml line 5: bylaws.quorum.fracton: is not a key; did you mean quorum.fraction?",
		"configs: YISHI_BYLAWS_QUORUM_WHOM: bylaws.quorum.whom: is not a key; see configs/yishi.example.yaml for those there are",
	)
}

// wantMistakes reports unless err is exactly these lines.
func wantMistakes(t *testing.T, err error, lines ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("there is no error")
	}
	if _, ok := errors.AsType[configs.Mistakes](err); !ok {
		t.Errorf("the error is a %T", err)
	}
	if diff := cmp.Diff(lines, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("said (+), to be said (-): %s", diff)
	}
}

// TestAllMistakesAtOnce has one file, and an environment, with everything wrong
// that can be wrong in their form, and some of what can be in their meaning.
func TestAllMistakesAtOnce(t *testing.T) {
	_, err := load(t, `lisen: 127.0.0.1:8080
listen: nowhere
zone: [Asia/Shanghai]
database: sqlite
wecom.secret: 密
wecom:
  corp_id: ww1
  agent_id: "12a"
  webhook: {a: 1}
wecom:
  secret: 密
committee: &base
  name: 甲
  name: 乙
calendar: *base
colour: red
simulated_clock: yes
redis: {address: x}
bylaws: {quorum.fraction: [4, 5], tie: fail, tie: pass, quorum: {who: all}, quorum.who: all}
? [a]
: b
`,
		"YISHI_WECOM_SECERT=密", "YISHI_COMMITTEE_NEXT_MEETING=两", "YISHI_WECOM_TOKEN=a", "YISHI_WECOM_TOKEN_FILE=/nowhere",
		"YISHI_WECOM_ENCODING_AES_KEY_FILE=/nowhere/key")
	wantMistakes(t, err,
		"configs: yishi.yaml line 1: lisen: is not a key; did you mean listen?",
		"configs: yishi.yaml line 3: zone: takes one value, not a list or a section",
		"configs: yishi.yaml line 4: database: is a section: write its keys below it, indented",
		"configs: yishi.yaml line 5: wecom.secret: is not a key; write sections and keys in lines of their own, the keys indented",
		`configs: yishi.yaml line 8: wecom.agent_id: "12a" is no whole number`,
		"configs: yishi.yaml line 9: wecom.webhook: is not a key; see configs/yishi.example.yaml for those there are",
		"configs: yishi.yaml line 10: wecom: is said twice, the first time in yishi.yaml line 6",
		"configs: yishi.yaml line 14: committee.name: is said twice, the first time in yishi.yaml line 13",
		"configs: yishi.yaml line 15: anchors, aliases and keys that are no plain words are not taken",
		"configs: yishi.yaml line 16: colour: is not a key; see configs/yishi.example.yaml for those there are",
		`configs: yishi.yaml line 17: simulated_clock: "yes" is neither true nor false`,
		"configs: yishi.yaml line 18: redis.address: is not a key; see configs/yishi.example.yaml for those there are",
		"configs: yishi.yaml line 19: bylaws.quorum.fraction: takes one value, not a list or a section",
		"configs: yishi.yaml line 19: bylaws.tie: is said twice, the first time in yishi.yaml line 19",
		"configs: yishi.yaml line 19: bylaws.quorum.who: is said twice, the first time in yishi.yaml line 19",
		"configs: yishi.yaml line 20: anchors, aliases and keys that are no plain words are not taken",
		`configs: YISHI_COMMITTEE_NEXT_MEETING: committee.next_meeting: "两" is no whole number`,
		"configs: YISHI_WECOM_ENCODING_AES_KEY_FILE: wecom.encoding_aes_key: cannot be read: open /nowhere/key: no such file or directory",
		"configs: YISHI_WECOM_TOKEN: wecom.token: is set and so is YISHI_WECOM_TOKEN_FILE; set one of them",
		"configs: YISHI_WECOM_SECERT: is not a variable; did you mean YISHI_WECOM_SECRET?",
		`configs: yishi.yaml line 2: listen: "nowhere" is no address to listen on; write host:port, such as 127.0.0.1:8080`,
		"configs: public_url: is missing; write an address such as https://bot.example.org",
		"configs: committee.issuer: is missing; write it as papers are to show it, such as 中共滨河社区委员会",
		"configs: committee.street: is missing; write it as papers are to show it, such as 临江街道党工委",
	)
}

func TestFilesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	for name, test := range map[string]struct{ text, says string }{
		"no-yaml":        {"listen: a\n  zone: b\n", "configs: yishi.yaml line 2: is no YAML: "},
		"tab":            {"wecom:\n\tsecret: 密\n", "configs: yishi.yaml line 2: is no YAML: "},
		"two-documents":  {right + "---\nlisten: :1\n", "more than one document"},
		"unknown-alias":  {"calendar: *base\n", "is no YAML: unknown anchor"},
		"broken-second":  {right + "---\na: b: c\n", "is no YAML"},
		"a-list":         {"- listen\n", "must be lines such as listen: 127.0.0.1:8080"},
		"a-word":         {"listen\n", "must be lines such as listen: 127.0.0.1:8080"},
		"too-large":      {strings.Repeat("# 注释\n", 200_000), "larger than 1048576 bytes"},
		"nothing":        {"", "public_url: is missing"},
		"comments-alone": {"# 注释\n---\n", "public_url: is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, test.text)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("says %v, want %q in it", err, test.says)
			}
		})
	}
	for name, test := range map[string]struct{ path, says string }{
		"missing":  {filepath.Join(dir, "没有.yaml"), "没有.yaml is not there; copy configs/yishi.example.yaml to it"},
		"no-name":  {"", "name one with -config FILE"},
		"a-folder": {dir, "configs: read the settings: "},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := configs.Load(test.path, nil)
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "configs: ") {
				t.Errorf("says %v, want %q in it", err, test.says)
			}
		})
	}
}
