package sandbox

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestGetToken(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		query url.Values
		code  int
	}{
		"no-corp":      {url.Values{"corpsecret": {secretKey}}, 41002},
		"no-secret":    {url.Values{"corpid": {corp}}, 41004},
		"wrong-corp":   {url.Values{"corpid": {"ww0"}, "corpsecret": {secretKey}}, 40013},
		"wrong-secret": {url.Values{"corpid": {corp}, "corpsecret": {"错"}}, 40001},
		"good":         {url.Values{"corpid": {corp}, "corpsecret": {secretKey}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.get("gettoken", c.query)
			if got.code() != c.code {
				t.Errorf("errcode = %d, want %d: %v", got.code(), c.code, got)
			}
			if c.code == 0 && (len(got.text("access_token")) <= 100 || got["expires_in"] != 7200.0) {
				t.Errorf("answer = %v", got)
			}
			if c.code != 0 && !strings.Contains(got.text("errmsg"), "more info at https://open.work.weixin.qq.com/devtool/query?e=") {
				t.Errorf("errmsg has no hint: %s", got.text("errmsg"))
			}
		})
	}
	if got := w.TokensFetched(); got != 5 {
		t.Errorf("TokensFetched = %d, want 5", got)
	}
}

func TestTokenLife(t *testing.T) {
	w := newWorld(t)
	first := w.fetch()
	w.clock.move(time.Hour)
	if again := w.fetch(); again != first {
		t.Error("a second fetch within the life gives another token")
	}
	w.clock.move(time.Hour)
	if got := w.get("getcallbackip", url.Values{"access_token": {first}}); got.code() != codeTokenExpired {
		t.Errorf("after two hours: %v, want 42001; the second fetch must not prolong the life", got)
	}
	second := w.fetch()
	if second == first {
		t.Error("an expired token is given out again")
	}
	if got := w.get("getcallbackip", url.Values{"access_token": {second}}); got.code() != 0 {
		t.Errorf("fresh token: %v", got)
	}
}

func TestTokenRefused(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		token string
		code  int
	}{"missing": {"", codeNoToken}, "unknown": {"不存在", codeBadToken}} {
		t.Run(name, func(t *testing.T) {
			got := w.postWith("message/send", url.Values{"access_token": {c.token}}, `{"坏的`)
			if got.code() != c.code {
				t.Errorf("errcode = %d, want %d: the token is checked before the body", got.code(), c.code)
			}
		})
	}
}

func TestSpoiledTokens(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Faults)
		code  int
	}{"void": {(*Faults).VoidTokens, codeBadToken}, "expired": {(*Faults).ExpireTokens, codeTokenExpired}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			old := w.fetch()
			c.spoil(w.Faults())
			if got := w.get("getcallbackip", url.Values{"access_token": {old}}); got.code() != c.code {
				t.Errorf("old token: %d, want %d", got.code(), c.code)
			}
			fresh := w.fetch()
			if fresh == old {
				t.Fatal("the spoiled token is given out again")
			}
			if got := w.get("getcallbackip", url.Values{"access_token": {fresh}}); got.code() != 0 {
				t.Errorf("fresh token: %v", got)
			}
		})
	}
}
