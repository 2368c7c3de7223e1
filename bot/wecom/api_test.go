package wecom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"yishi/bot"
)

func TestErrcodes(t *testing.T) {
	throttled, misset, rejected, unreachable, retry := "throttled", "misset", "rejected", "unreachable", "retry"
	for code, want := range map[int]string{
		45009: throttled, 45033: throttled,
		40013: misset, 40056: misset, 40091: misset, 48002: misset, 48004: misset, 48006: misset, 50003: misset, 60020: misset, 301002: misset,
		40001: misset, // again, with a fresh token
		81013: unreachable, 60111: unreachable, 46004: unreachable, 60011: unreachable, 40003: unreachable, 40031: unreachable,
		-1: retry, 6000: retry, 40014: retry, 42001: retry, 41001: retry,
		40007: rejected, 40008: rejected, 40033: rejected, 40035: rejected, 40058: rejected, 41033: rejected, 44004: rejected,
		45002: rejected, 45008: rejected, 82001: rejected, 42014: rejected, 42031: rejected, 42045: rejected, 43004: rejected, 86001: rejected, 999999: rejected,
	} {
		a := newAPI(t)
		a.say("message/send", fmt.Sprintf(`{"errcode":%d,"errmsg":"why, from ip: 1.2.3.4"}`, code))
		k := newKit(t, at(a.URL))
		if got := class(k.say(t, "n-1")); got != want {
			t.Errorf("errcode %d is %s, want %s", code, got, want)
		}
		if code == 45009 {
			_, err := k.Send(t.Context(), bot.Address{To: wang}, bot.Message{Key: "n-2", Text: "好"})
			if e, _ := errors.AsType[*bot.ThrottledError](err); e == nil || e.After != time.Minute || e.Code != code {
				t.Errorf("told %#v", err)
			}
		}
	}
}

func class(err error) string {
	if _, ok := errors.AsType[*bot.ThrottledError](err); ok {
		return "throttled"
	}
	if e, ok := errors.AsType[*bot.ConfigError](err); ok && e.Reason != "" {
		return "misset"
	}
	if _, ok := errors.AsType[*bot.RejectedError](err); ok {
		return "rejected"
	}
	if e, ok := errors.AsType[*bot.UnreachableError](err); ok && e.User == wang {
		return "unreachable"
	}
	if err != nil {
		return "retry"
	}
	return "sent"
}

// Whatever is no answer of the platform leaves open whether the call had its
// effect, and is worth a retry.
func TestAnswersThatAreNone(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"gateway": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusBadGateway)
			_, _ = w.Write([]byte("<html>Bad Gateway</html>"))
		},
		"html":          func(w http.ResponseWriter) { _, _ = w.Write([]byte("<html>请登录网络</html>")) },
		"empty":         func(http.ResponseWriter) {},
		"no-errcode":    func(w http.ResponseWriter) { write(w, `{"msgid":"x"}`) },
		"empty-object":  func(w http.ResponseWriter) { write(w, `{}`) },
		"errcode-words": func(w http.ResponseWriter) { write(w, `{"errcode":"0"}`) },
		"array":         func(w http.ResponseWriter) { write(w, `[]`) },
		"cut":           func(w http.ResponseWriter) { write(w, `{"errcode":0,"msg`) },
		"hangs-up":      func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"endless":       func(w http.ResponseWriter) { _, _ = w.Write([]byte(strings.Repeat(" ", 2<<20) + `{"errcode":0}`)) },
		"redirect": func(w http.ResponseWriter) {
			w.Header().Set("Location", "/cgi-bin/elsewhere")
			w.WriteHeader(http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			a.on("message/send", func(_ int, w http.ResponseWriter, _ *http.Request) { answer(w) })
			k := newKit(t, at(a.URL))
			err := k.say(t, "n-1")
			if class(err) != "retry" || !unknown(err, "message/send") {
				t.Errorf("ended in %#v", err)
			}
			if k.observed("message/send -2") != 1 || a.count("elsewhere") != 0 {
				t.Errorf("observed %q, asked %q", k.calls, a.asked)
			}
		})
	}
}

// No error, in whatever form it is printed, and no log tells a secret.
func TestErrorsKeepSecrets(t *testing.T) {
	dead := httptest.NewServer(http.NotFoundHandler())
	dead.Close()
	echo := newAPI(t) // repeats everything that it was told
	for _, call := range []string{"gettoken", "message/send", "webhook/send", "user/get", "media/upload", "auth/getuserinfo", "message/update_template_card"} {
		echo.on(call, func(_ int, w http.ResponseWriter, r *http.Request) {
			if call == "gettoken" && r.Header.Get("X-Good") == "" {
				write(w, `{"errcode":0,"access_token":"`+testGrant+`","expires_in":7200}`)
				return
			}
			reason, _ := json.Marshal("you sent " + r.URL.String() + testSecret + testKey + testToken)
			write(w, `{"errcode":40058,"errmsg":`+string(reason)+`}`)
		})
	}
	status := newAPI(t)
	status.on("message/send", func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	status.on("user/get", func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	slow := newAPI(t)
	for _, call := range []string{"gettoken", "webhook/send", "user/get"} {
		slow.on(call, func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	}
	for name, address := range map[string]string{"dead": dead.URL, "echo": echo.URL, "status": status.URL, "slow": slow.URL} {
		k := newKit(t, at(address))
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if name != "slow" {
			ctx = t.Context()
		}
		var errs []error
		note := func(_ any, err error) { errs = append(errs, err) }
		note(k.Send(ctx, bot.Address{To: wang}, bot.Message{Key: "n-1", Text: "好"}))
		note(k.Send(ctx, bot.Address{To: wang}, bot.Message{Key: "n-2", File: &bot.File{Name: "纪要.docx", Data: []byte("纪要纪要")}}))
		note(k.Send(ctx, bot.Address{Group: true}, bot.Message{Key: "n-3", Text: "好"}))
		note(k.Reach(ctx, wang.ID))
		note(k.Login(ctx, "code"))
		note(nil, k.Update(ctx, bot.MessageRef{To: wang, Code: "rc"}, invitation()))
		note(nil, k.CheckCallback(ctx, dead.URL))
		if name != "echo" && name != "status" {
			note(nil, k.Check(ctx))
		}
		cancel()
		for i, err := range errs {
			if err == nil {
				t.Errorf("%s: call %d should have failed", name, i)
				continue
			}
			told := fmt.Sprintf("%v %+v %#v %s", err, err, err, k.log)
			for _, secret := range []string{testSecret, testWebhook, testGrant, testKey} {
				if strings.Contains(told, secret) {
					t.Errorf("%s: call %d tells %q: %s", name, i, secret, told)
				}
			}
		}
	}
}

func TestPublishedAnswersOfTheAPI(t *testing.T) {
	for name, want := range map[string]int{"error_40001_real": 40001, "error_40014_real": 40014, "error_41001_real": 41001} {
		a := newAPI(t)
		a.say("user/getuserid", string(fixture(t, "api_json/"+name+".json")))
		k := newKit(t, at(a.URL))
		var got struct{ verdict }
		err := k.exchange(t.Context(), request{call: "user/getuserid"}, &got)
		no, ok := errors.AsType[*codeError](err)
		if !ok || no.code != want || no.reason == "" {
			t.Errorf("%s ended in %#v", name, err)
		}
	}
	a := newAPI(t)
	a.say("message/send", string(fixture(t, "api_json/message_send_ok.json")))
	a.say("gettoken", string(fixture(t, "api_json/gettoken_ok.json")))
	k := newKit(t, at(a.URL))
	ref, err := k.Send(t.Context(), bot.Address{To: wang}, bot.Message{Key: "n-1", Text: "好"})
	if err != nil || !reflect.DeepEqual(ref, bot.MessageRef{To: wang, Message: "xxxx", Card: "n-1", Code: "xyzxyz"}) {
		t.Errorf("sent as %+v, %v", ref, err)
	}
	for _, id := range []string{"USERID1", "userid4"} { // listed in small letters
		_, err := k.Send(t.Context(), bot.Address{To: user(id)}, bot.Message{Key: "n-2", Text: "好"})
		if e, ok := errors.AsType[*bot.UnreachableError](err); !ok || e.User.ID != id {
			t.Errorf("sending to %s ended in %#v", id, err)
		}
	}
}

func TestEncode(t *testing.T) {
	got, err := encode(map[string]string{"content": "<a href=\"x\">1 & 2</a>"})
	if want := `{"content":"<a href=\"x\">1 & 2</a>"}`; err != nil || string(got) != want {
		t.Errorf("encoded %s, %v", got, err)
	}
	if _, err := encode(func() {}); err == nil {
		t.Error("a function was encoded")
	}
}

func TestReasonsAreBounded(t *testing.T) {
	got := newKit(t).redact("第一行\n" + strings.Repeat("长", 500) + testSecret)
	if strings.ContainsAny(got, "\n") || len([]rune(got)) != longestReason {
		t.Errorf("%d characters are kept: %q", len([]rune(got)), got)
	}
}

func TestNamesInBothForms(t *testing.T) {
	for in, want := range map[string][]string{
		`"a|b"`: {"a", "b"}, `""`: nil, `["a","b"]`: {"a", "b"}, `[]`: {}, `null`: nil,
	} {
		var got names
		if err := json.Unmarshal([]byte(in), &got); err != nil || !reflect.DeepEqual([]string(got), want) && len(want)+len(got) > 0 {
			t.Errorf("%s was read as %q, %v", in, got, err)
		}
	}
	var got names
	if err := json.Unmarshal([]byte(`7`), &got); err == nil {
		t.Error("a number was read as names")
	}
}

func TestNew(t *testing.T) {
	good := newKit(t)
	deps := Deps{Cache: good.cache, Clock: good.clock}
	for name, change := range map[string]func(*Settings){
		"corp_id":          func(s *Settings) { s.CorpID = "" },
		"agent_id":         func(s *Settings) { s.AgentID = 0 },
		"secret":           func(s *Settings) { s.Secret = "" },
		"token":            func(s *Settings) { s.Token = "" },
		"encoding_aes_key": func(s *Settings) { s.EncodingAESKey = "short" },
		"api_url":          func(s *Settings) { s.APIURL = "ftp://example.org" },
	} {
		s := testSettings()
		change(&s)
		if _, err := New(s, deps); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), testSecret) {
			t.Errorf("without a good %s: %v", name, err)
		}
	}
	_, err := New(Settings{}, Deps{})
	for _, part := range []string{"corp_id", "agent_id", "secret", "token", "encoding_aes_key", "cache", "clock"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s is not told in %v", part, err)
		}
	}
	s := testSettings()
	s.APIURL = ""
	p, err := New(s, deps)
	if err != nil || p.api.String() != "https://qyapi.weixin.qq.com/" || p.Platform() != bot.WeCom {
		t.Errorf("the platform's own address is %v, %v", p, err)
	}
	if c := p.client; c.Transport == nil || c.CheckRedirect == nil {
		t.Error("its client has no deadlines, or follows anybody")
	}
}
