package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sameTypes tells that the keys two answers share hold values of one type; keys
// are the ones that must be there.
func sameTypes(t *testing.T, ours, theirs answer, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if _, ok := ours[key]; !ok {
			t.Errorf("our answer lacks %s: %v", key, ours)
		}
	}
	for key, value := range ours {
		if sample, ok := theirs[key]; ok && fmt.Sprintf("%T", value) != fmt.Sprintf("%T", sample) {
			t.Errorf("%s is a %T, the platform's a %T", key, value, sample)
		}
	}
}

func TestAnswersHaveTheDocumentedTypes(t *testing.T) {
	for name, c := range map[string]struct {
		ask  func(w *world) answer
		keys []string
	}{
		"gettoken_ok": {
			func(w *world) answer {
				return w.get("gettoken", url.Values{"corpid": {corp}, "corpsecret": {secretKey}})
			},
			[]string{"access_token", "expires_in"},
		},
		"message_send_ok": {
			func(w *world) answer { return w.post("message/send", buttonsTo("liufang|nobody", "n-1")) },
			[]string{"msgid", "response_code", "invaliduser"},
		},
		"media_upload_ok": {
			func(w *world) answer { return w.keep("image", "现场.png", dotBytes(t)) },
			[]string{"type", "media_id", "created_at"},
		},
		"user_list": {
			func(w *world) answer { return w.ask("user/list", url.Values{"department_id": {"1"}}) },
			[]string{"userlist"},
		},
		"user_simplelist": {
			func(w *world) answer { return w.ask("user/simplelist", url.Values{"department_id": {"1"}}) },
			[]string{"userlist"},
		},
		"department_list": {
			func(w *world) answer { return w.ask("department/list", url.Values{}) },
			[]string{"department"},
		},
	} {
		t.Run(strings.ReplaceAll(name, "_", "-"), func(t *testing.T) {
			theirs := answer{}
			fixtureJSON(t, "api_json/"+name+".json", &theirs)
			ours := c.ask(newWorld(t))
			sameTypes(t, ours, theirs, append(c.keys, "errcode", "errmsg")...)
			for _, key := range []string{"userlist", "department"} {
				if list, ok := ours[key].([]any); ok {
					one, _ := list[0].(map[string]any)
					sample, _ := theirs[key].([]any)[0].(map[string]any)
					sameTypes(t, one, sample)
				}
			}
		})
	}
}

// tail is how the text of a real error ends.
var tail = regexp.MustCompile(`, hint: \[\d+\], from ip: \S+, more info at https://open\.work\.weixin\.qq\.com/devtool/query\?e=(-?\d+)$`)

func TestErrorTexts(t *testing.T) {
	for _, name := range []string{"error_40001_real", "error_41001_real"} {
		sample := answer{}
		fixtureJSON(t, "api_json/"+name+".json", &sample)
		if !tail.MatchString(strings.ReplaceAll(sample.text("errmsg"), "x.xx.xxx.xx", "1.2.3.4")) {
			t.Fatalf("the pattern does not meet the real text %q", sample.text("errmsg"))
		}
	}
	w := newWorld(t)
	for _, got := range []answer{
		w.get("gettoken", url.Values{"corpid": {corp}, "corpsecret": {"错"}}),
		w.get("getcallbackip", url.Values{}),
		w.post("message/send", textTo("nobody", "好")),
		w.robot(`{"msgtype":"怪"}`),
	} {
		m := tail.FindStringSubmatch(got.text("errmsg"))
		if m == nil || m[1] != strconv.Itoa(got.code()) {
			t.Errorf("errcode %d with the text %q", got.code(), got.text("errmsg"))
		}
	}
}

func TestPassiveSampleText(t *testing.T) {
	plain := strings.NewReplacer("toUser", "liufang", "fromUser", corp).Replace(string(fixture(t, "xml_reply/text_official.xml")))
	w := newWorld(t)
	w.app.answers(func(incoming) string { return plain })
	if err := w.Say(t.Context(), "liufang", "你好"); err != nil {
		t.Fatal(err)
	}
	if got := w.last("liufang").Text; got != "this is a test" {
		t.Errorf("phone shows %q", got)
	}
}

func TestBothSignInPages(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/connect/oauth2/authorize", "/wwlogin/sso/login"} {
		res, err := stay.Get(w.api.URL + path + "?" + signInQuery("liufang").Encode())
		if got := fetched(t, res, err); got.status != http.StatusFound || got.back(t).Query().Get("code") == "" {
			t.Errorf("%s: HTTP %d to %s", path, got.status, got.head.Get("Location"))
		}
	}
}

func TestRecallDuringATap(t *testing.T) {
	w := newWorld(t)
	sent := w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	w.app.answers(func(in incoming) string {
		w.mustPost("message/recall", `{"msgid":"`+sent.text("msgid")+`"}`)
		return passiveButton(in.FromUserName, "已参加")
	})
	if err := w.TapText(t.Context(), "liufang", "参加"); err == nil {
		t.Error("a recalled card is changed")
	}
	if got := texts(w.Chat("liufang")); !slices.Equal(got, []string{"撤回了一条消息", sayUnavailable}) {
		t.Errorf("phone shows %q", got)
	}
}

func TestUpdateAfterRecall(t *testing.T) {
	w := newWorld(t)
	sent := w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	w.mustPost("message/recall", `{"msgid":"`+sent.text("msgid")+`"}`)
	if got := w.post("message/update_template_card", update(sent.text("response_code"), `"atall":1,`+greyed)); got.code() != 40031 {
		t.Errorf("errcode = %d, want 40031: nobody has the card any more", got.code())
	}
}

func TestDroppedCardCannotBeChanged(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetLimits(func(l *Limits) { l.MemberMinute = 0 })
	sent := w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	if len(w.Chat("liufang")) != 0 || len(w.Dropped()) != 1 || w.Dropped()[0].User != "liufang" {
		t.Fatalf("dropped %+v", w.Dropped())
	}
	if got := w.post("message/update_template_card", update(sent.text("response_code"), `"atall":1,`+greyed)); got.code() != 40031 {
		t.Errorf("errcode = %d, want 40031", got.code())
	}
}

func TestMenuIsKept(t *testing.T) {
	w, folder := kept(t)
	w.menuCall("menu/create", "1000002", `{"button":[{"type":"click","name":"帮助","key":"help"}]}`)
	if got := w.reopen(folder).pageState(0).Menu; len(got) != 1 || got[0].Name != "帮助" {
		t.Errorf("menu = %+v", got)
	}
}

func TestLimitsSurviveARestart(t *testing.T) {
	w, folder := kept(t)
	for i := range 30 {
		w.mustPost("message/send", textTo("liufang", fmt.Sprint("第", i, "条")))
	}
	next := w.reopen(folder)
	next.mustPost("message/send", textTo("liufang", "重启之后"))
	if got := len(next.Chat("liufang")); got != 30 {
		t.Errorf("%d messages, want 30: the platform counts on though the program restarts", got)
	}
	w.clock.move(time.Minute)
	next.mustPost("message/send", textTo("liufang", "下一分钟"))
	if got := len(next.Chat("liufang")); got != 31 {
		t.Errorf("%d messages, want 31", got)
	}
}
