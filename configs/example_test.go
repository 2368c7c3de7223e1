package configs_test

import (
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"yishi/configs"
)

const example = "yishi.example.yaml"

func readExample(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestExampleSaysTheDefaults loads the example as it is: it must be right, and
// differ from the defaults only where something is required.
func TestExampleSaysTheDefaults(t *testing.T) {
	got, err := configs.Load(example, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := configs.Defaults()
	want.PublicURL = "https://bot.example.org"
	want.Committee = configs.Committee{
		Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委",
		Contact: configs.Contact{Name: "何婷", Phone: "0871-60000000"}, NextMeeting: 1, NextMinutes: 1,
	}
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Error(diff)
	}
}

// keys is every single key of a YAML document.
func keys(t *testing.T, text string) []string {
	t.Helper()
	var sections map[string]any
	if err := yaml.Unmarshal([]byte(text), &sections); err != nil {
		t.Fatal(err)
	}
	var found []string
	var walk func(prefix string, section map[string]any)
	walk = func(prefix string, section map[string]any) {
		for key, value := range section {
			if below, ok := value.(map[string]any); ok {
				walk(prefix+key+".", below)
			} else {
				found = append(found, prefix+key)
			}
		}
	}
	walk("", sections)
	slices.Sort(found)
	return found
}

// fields is every key of the struct t, by its tags.
func fields(t reflect.Type, prefix string) []string {
	var found []string
	for f := range t.Fields() {
		key := prefix + f.Tag.Get("yaml")
		switch f.Type.Kind() {
		case reflect.Struct:
			found = append(found, fields(f.Type, key+".")...)
		case reflect.Map:
		default:
			found = append(found, key)
		}
	}
	slices.Sort(found)
	return found
}

func TestExampleDocumentsEveryKey(t *testing.T) {
	if diff := cmp.Diff(fields(reflect.TypeFor[configs.Config](), ""), slices.DeleteFunc(keys(t, readExample(t)), func(key string) bool { return key == "bylaws" })); diff != "" {
		t.Errorf("keys of Config (-) and of the example (+): %s", diff)
	}
}

// bylawsOfExample is what stands in the example's commented switches.
func bylawsOfExample(t *testing.T) map[string]string {
	t.Helper()
	line := regexp.MustCompile(`(?m)^  # ([a-z][a-z_.]*): (\S+) +# `)
	found := map[string]string{}
	for _, m := range line.FindAllStringSubmatch(readExample(t), -1) {
		found[m[1]] = strings.Trim(m[2], `"`)
	}
	return found
}

// TestExampleDocumentsEveryBylaw has the keys of spec.md §1.4 with their
// defaults, and those that interface.md settles.
func TestExampleDocumentsEveryBylaw(t *testing.T) {
	want := map[string]string{
		"quorum.fraction": "4/5", "quorum.inclusive": "true", "quorum.who": "all", "quorum.base": "in_office",
		"majority.base": "expected", "majority.threshold": ">1/2", "tie": "fail", "near_tie.suggest_defer": "1",
		"notice.min_wd": "2", "notice.max_wd": "3", "notice.count": "to_meeting_day", "notice.send_at": "09:07",
		"notice.latest": "18:00", "calendar.file": "", "notice.reached": "ack", "recusal.reduces_base": "false",
		"absent.opinion": "record", "quorum.check": "each_vote", "chair.delegate": "explicit", "quorum.wait_min": "30",
		"topic.secretary_may_propose": "true", "attendance.remote": "per_meeting", "vote.chair_last": "true",
		"vote.mode.default": "named", "vote.mode.personnel": "secret", "abstain.in_base": "true", "term.expired": "warn",
		"term.max_consecutive_years": "9", "milestone.inclusive": "true", "cadence": "calendar_quarter",
		"org.community_majority": "warn", "topic.late": "consent", "archive.retention": "permanent", "vacancy.days": "30",
		"term.applies_to": "appointed", "observer.scope": "own_topics", "result.publish": "on_chair",
		"attendance.require_code": "false", "minutes.deputy_reads": "true", "notice.copy_street": "false",
	}
	got := bylawsOfExample(t)
	for key, value := range want {
		if said, ok := got[key]; !ok || said != value {
			t.Errorf("%s is %q (%t) in the example, want %q", key, said, ok, value)
		}
	}
}

// TestExampleUncommented takes the switches as someone would who removes the
// number signs.
func TestExampleUncommented(t *testing.T) {
	var lines []string
	for line := range strings.Lines(readExample(t)) {
		line = strings.TrimSuffix(line, "\n")
		if regexp.MustCompile(`^  # [a-z][a-z_.]*: \S+ +# `).MatchString(line) {
			line = strings.Replace(line, "  # ", "  ", 1)
		}
		lines = append(lines, line)
	}
	got, err := load(t, strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(bylawsOfExample(t))), slices.Sorted(maps.Keys(got.Bylaws))); diff != "" {
		t.Error(diff)
	}
	if got.Bylaws["majority.threshold"] != ">1/2" || got.Bylaws["notice.send_at"] != "09:07" || got.Bylaws["calendar.file"] != "" {
		t.Errorf("values are %v", got.Bylaws)
	}
}

// TestEveryKeyAtOnce has all keys in one file, in the short form of sections,
// with placeholders for what an administrator fills in: those, and nothing
// else, are asked for.
func TestEveryKeyAtOnce(t *testing.T) {
	_, err := load(t, `listen: 127.0.0.1:8080
public_url: https://bot.example.org
zone: Asia/Shanghai
database: {dialect: mysql, dsn: "user:pass@tcp(host:3306)/yishi"}
redis: {addr: ""}
committee:
  name: 滨河社区“大党委”
  issuer: 中共滨河社区委员会
  street: 临江街道党工委
  contact: {name: 何婷, phone: "0871-60000000"}
  next_meeting: 1
  next_minutes: 1
bylaws: {}
calendar: {dir: ""}
wecom:
  corp_id: wwxxxxxxxx
  agent_id: 1000002
  secret: ""
  token: ""
  encoding_aes_key: ""
  group_webhook_key: ""
  api_url: https://qyapi.weixin.qq.com
dingtalk:
  corp_id: dingxxxxxxxx
  client_id: ""
  client_secret: ""
  robot_code: ""
  mode: stream
  group_conversation_id: ""
  card_template_id: ""
  api_url: https://api.dingtalk.com
  oapi_url: https://oapi.dingtalk.com
simulated_clock: false
simulated_now: ""
`)
	wantMistakes(t, err,
		"configs: yishi.yaml line 18: wecom.secret: is missing; copy it from the app's page in the WeCom admin console",
		"configs: yishi.yaml line 19: wecom.token: must be 1 to 32 letters and digits, the same as in the app's page under 接收消息",
		"configs: yishi.yaml line 20: wecom.encoding_aes_key: must be the 43 letters and digits that the app's page shows under 接收消息",
	)
}
