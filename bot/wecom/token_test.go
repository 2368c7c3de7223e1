package wecom

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yishi/bot"
	"yishi/cache"
)

const sentOK = `{"errcode":0,"errmsg":"ok","msgid":"m1","response_code":"rc1"}`

// say sends one text.
func (k *kit) say(tb testing.TB, key string) error {
	tb.Helper()
	_, err := k.Send(tb.Context(), bot.Address{To: wang}, bot.Message{Key: key, Text: "通知" + key})
	return err
}

func TestTokenIsFetchedOnce(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", sentOK)
	k := newKit(t, at(a.URL))
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := k.say(t, string(rune('a'+i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := a.count("gettoken"); n != 1 {
		t.Errorf("gettoken was called %d times", n)
	}
	if got := a.query("gettoken", "corpid") + a.query("gettoken", "corpsecret"); got != testCorp+testSecret {
		t.Errorf("gettoken was asked for %q", got)
	}
	if got := a.query("message/send", "access_token"); got != testGrant+"1" {
		t.Errorf("the token sent is %q", got)
	}
	if k.observed("gettoken 0") != 1 || k.observed("message/send 0") != 20 {
		t.Errorf("observed %q", k.calls)
	}
}

func TestTokenIsRenewedBeforeItsEnd(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", sentOK)
	k := newKit(t, at(a.URL))
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {time.Hour, 1}, {54*time.Minute + 59*time.Second, 1}, {time.Second, 2}} {
		k.pass(t, step.after)
		if err := k.say(t, k.clock.Now().Format("150405")); err != nil {
			t.Fatal(err)
		}
		if n := a.count("gettoken"); n != step.want {
			t.Errorf("at %s gettoken was called %d times, want %d", k.clock.Now(), n, step.want)
		}
	}
}

func TestOddLives(t *testing.T) {
	for life, want := range map[string]time.Duration{
		"7200": 115 * time.Minute, "600": 5 * time.Minute, "60": 30 * time.Second, "0": 115 * time.Minute,
		"-1": 115 * time.Minute, "999999999999": 115 * time.Minute,
	} {
		a := newAPI(t)
		a.say("gettoken", `{"errcode":0,"access_token":"x","expires_in":`+life+`}`)
		k := newKit(t, at(a.URL))
		if err := k.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		g, ok := k.tokens.good()
		if got := g.until.Sub(testNow); !ok || got != want {
			t.Errorf("a token of %s s is used for %s, want %s", life, got, want)
		}
	}
}

// Every errcode that means a token is no longer taken brings another one, and
// the call once more, at once.
func TestStaleTokens(t *testing.T) {
	for _, code := range []string{"40014", "42001", "41001", "40001"} {
		t.Run(code, func(t *testing.T) {
			a := newAPI(t)
			a.say("message/send", sentOK, `{"errcode":`+code+`,"errmsg":"stale"}`, sentOK)
			k := newKit(t, at(a.URL))
			for _, key := range []string{"n-1", "n-2"} {
				if err := k.say(t, key); err != nil {
					t.Fatal(err)
				}
			}
			if n, s := a.count("gettoken"), a.count("message/send"); n != 2 || s != 3 {
				t.Errorf("%d gettoken and %d message/send", n, s)
			}
			if got := a.query("message/send", "access_token"); got != testGrant+"2" {
				t.Errorf("the token sent is %q", got)
			}
		})
	}
}

// A platform that refuses every token is not asked for new ones at every turn.
func TestTokensThatAreNeverTaken(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", `{"errcode":42001,"errmsg":"expired"}`)
	k := newKit(t, at(a.URL))
	for _, key := range []string{"n-1", "n-2", "n-3", "n-4", "n-5"} {
		err := k.say(t, key)
		if err == nil || settled(err) {
			t.Errorf("ended in %#v", err)
		}
	}
	if n, s := a.count("gettoken"), a.count("message/send"); n != 3 || s != 10 {
		t.Errorf("%d gettoken and %d message/send: one token and two renewals, two attempts each", n, s)
	}
	k.pass(t, time.Minute)
	_ = k.say(t, "n-6")
	if n := a.count("gettoken"); n != 4 {
		t.Errorf("%d gettoken a minute later", n)
	}
}

// settled tells whether an error says that a retry is no use.
func settled(err error) bool {
	_, unreachable := errors.AsType[*bot.UnreachableError](err)
	_, rejected := errors.AsType[*bot.RejectedError](err)
	_, misset := errors.AsType[*bot.ConfigError](err)
	_, throttled := errors.AsType[*bot.ThrottledError](err)
	return unreachable || rejected || misset || throttled
}

func TestRenewedTokenOfAnotherReplica(t *testing.T) {
	a := newAPI(t)
	a.on("message/send", func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("access_token") == testGrant+"1" {
			write(w, `{"errcode":40014,"errmsg":"invalid access_token"}`)
			return
		}
		write(w, sentOK)
	})
	shared := cache.NewMemory(100)
	with := func(_ *Settings, d *Deps) { d.Cache = shared }
	one, two := newKit(t, at(a.URL), with), newKit(t, at(a.URL), with)
	if err := errors.Join(one.Check(t.Context()), two.say(t, "n-1"), one.say(t, "n-2")); err != nil {
		t.Fatal(err)
	}
	if n := a.count("gettoken"); n != 2 {
		t.Errorf("gettoken was called %d times: one that is void, one that both use", n)
	}
}

// A token that was void is taken out of the cache only if it is still there.
func TestVoidTokenIsComparedBeforeItIsDropped(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", `{"errcode":40014,"errmsg":"x"}`, sentOK)
	k := newKit(t, at(a.URL))
	if err := k.say(t, "n-1"); err != nil {
		t.Fatal(err)
	}
	kept, found, err := k.cache.Get(t.Context(), k.tokens.key)
	if err != nil || !found || !strings.HasSuffix(kept, testGrant+"2") {
		t.Errorf("the cache holds %q, %v, %v", kept, found, err)
	}
}

func TestTwoAppsOfOneCorp(t *testing.T) {
	a := newAPI(t)
	a.say("message/send", sentOK)
	shared := cache.NewMemory(100)
	one := newKit(t, at(a.URL), func(_ *Settings, d *Deps) { d.Cache = shared })
	two := newKit(t, at(a.URL), func(s *Settings, d *Deps) { d.Cache, s.AgentID = shared, 219 })
	if err := errors.Join(one.say(t, "n-1"), two.say(t, "n-1")); err != nil {
		t.Fatal(err)
	}
	if n := a.count("gettoken"); n != 2 {
		t.Errorf("two apps fetched %d tokens", n)
	}
}

func TestRefusedSecret(t *testing.T) {
	for _, code := range []string{"40001", "40013", "40091"} {
		a := newAPI(t)
		a.say("gettoken", `{"errcode":`+code+`,"errmsg":"invalid credential `+testSecret+`, from ip: 106.39.37.123"}`)
		k := newKit(t, at(a.URL))
		for _, key := range []string{"n-1", "n-2", "n-3"} {
			err := k.say(t, key)
			misset, ok := errors.AsType[*bot.ConfigError](err)
			if !ok || !strings.Contains(misset.Reason, "106.39.37.123") || strings.Contains(misset.Reason, testSecret) {
				t.Fatalf("%s: ended in %#v", code, err)
			}
		}
		if n := a.count("gettoken"); n != 1 {
			t.Errorf("%s: gettoken was called %d times within half a minute", code, n)
		}
		k.pass(t, 30*time.Second)
		_ = k.say(t, "n-4")
		if n := a.count("gettoken"); n != 2 {
			t.Errorf("%s: gettoken was called %d times after half a minute", code, n)
		}
		if err := k.Check(t.Context()); err == nil || a.count("gettoken") != 3 {
			t.Errorf("%s: a check must ask, whatever was refused before: %v", code, err)
		}
	}
}

func TestFailuresOfGettokenAreShared(t *testing.T) {
	a := newAPI(t)
	asked, release := make(chan struct{}, 20), make(chan struct{})
	a.on("gettoken", func(_ int, w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-release
		write(w, `{"errcode":-1,"errmsg":"system error"}`)
	})
	k := newKit(t, at(a.URL))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := k.tokens.Token(t.Context()); err == nil || settled(err) {
				t.Errorf("ended in %#v", err)
			}
		})
	}
	<-asked
	close(release)
	wg.Wait()
	if n := a.count("gettoken"); n > 2 {
		t.Errorf("gettoken was called %d times by callers of one moment", n)
	}
	a.say("gettoken", `{"errcode":0,"access_token":"x","expires_in":7200}`)
	if _, err := k.tokens.Token(t.Context()); err != nil {
		t.Errorf("a busy platform is asked again: %v", err)
	}
}

// Whoever waits for a stalled gettoken waits no longer than he wants to, and a
// caller who gives up spoils nothing for the others.
func TestStalledGettoken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKit(t)
		calls := 0
		k.tokens.fetch = func(ctx context.Context) (grant, error) {
			if calls++; calls == 1 {
				<-ctx.Done()
				return grant{}, ctx.Err()
			}
			return grant{"x", testNow.Add(time.Hour)}, nil
		}
		first, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := k.tokens.Token(first); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the first ended in %v", err)
			}
		})
		synctest.Wait()
		hasty, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		wg.Go(func() {
			if _, err := k.tokens.Token(hasty); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the hasty one ended in %v", err)
			}
		})
		wg.Go(func() {
			if got, err := k.tokens.Token(t.Context()); err != nil || got != "x" {
				t.Errorf("the patient one got %q, %v", got, err)
			}
		})
		wg.Wait()
	})
}

// broken is a cache that is down, or slow.
type broken struct {
	cache.Cache

	slow bool
}

func (b broken) fail(ctx context.Context) error {
	if b.slow {
		<-ctx.Done()
		return ctx.Err()
	}
	return errors.New("redis is down")
}

func (b broken) Get(ctx context.Context, _ string) (value string, found bool, err error) {
	return "", false, b.fail(ctx)
}
func (b broken) Set(ctx context.Context, _, _ string, _ time.Duration) error { return b.fail(ctx) }
func (b broken) Delete(ctx context.Context, _ string) error                  { return b.fail(ctx) }
func (b broken) SetNX(ctx context.Context, _, _ string, _ time.Duration) (bool, error) {
	return false, b.fail(ctx)
}

func (b broken) DeleteIf(ctx context.Context, _, _ string) (bool, error) { return false, b.fail(ctx) }

func TestWithoutACache(t *testing.T) {
	for _, slow := range []bool{false, true} {
		a := newAPI(t)
		a.say("message/send", sentOK, sentOK, `{"errcode":40014,"errmsg":"x"}`, sentOK)
		k := newKit(t, at(a.URL), func(_ *Settings, d *Deps) { d.Cache = broken{slow: slow} })
		keys, want := []string{"n-1", "n-2", "n-3"}, 2
		if slow { // every look takes its time
			keys, want = keys[:1], 1
		}
		for _, key := range keys {
			if err := k.say(t, key); err != nil {
				t.Fatal(err)
			}
		}
		if n := a.count("gettoken"); n != want {
			t.Errorf("gettoken was called %d times", n)
		}
		if strings.Contains(k.log.String(), testGrant) {
			t.Error("the log tells the token")
		}
	}
}

func TestGrant(t *testing.T) {
	g := grant{"令牌 x", time.Unix(1796864820, 0)}
	if got, ok := parseGrant(g.String()); !ok || got.token != g.token || !got.until.Equal(g.until) {
		t.Errorf("%q came back as %+v", g, got)
	}
	for _, kept := range []string{"", "x", "1796864820", "1796864820 ", "soon x"} {
		if got, ok := parseGrant(kept); ok {
			t.Errorf("%q was taken for %+v", kept, got)
		}
	}
}
