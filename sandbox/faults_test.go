package sandbox

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestErrorCodesByFault(t *testing.T) {
	for name, c := range map[string]struct {
		add  func(*Faults)
		want []int
	}{
		"busy":          {func(f *Faults) { f.Busy(2) }, []int{-1, -1, 0}},
		"rate-limit":    {func(f *Faults) { f.RateLimit(1) }, []int{45009, 0}},
		"address":       {(*Faults).BlockAddress, []int{60020, 60020, 60020}},
		"every-second":  {func(f *Faults) { f.Add(Fault{Every: 2, Code: -1}) }, []int{0, -1, 0, -1}},
		"other-path":    {func(f *Faults) { f.Add(Fault{Path: "gettoken", Code: -1}) }, []int{0, 0}},
		"this-path":     {func(f *Faults) { f.Add(Fault{Path: "message/send", Times: 1, Code: 6000}) }, []int{6000, 0}},
		"one-by-one":    {func(f *Faults) { f.Busy(1); f.RateLimit(1) }, []int{-1, 45009, 0}},
		"until-cleared": {func(f *Faults) { f.Add(Fault{Code: -1}); f.Clear() }, []int{0}},
		"none":          {func(f *Faults) { f.Busy(0); f.RateLimit(-1) }, []int{0}},
		"delay":         {func(f *Faults) { f.Add(Fault{Delay: time.Millisecond}) }, []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.token = w.fetch()
			c.add(w.Faults())
			shown := 0
			for i, want := range c.want {
				if got := w.post("message/send", textTo("liufang", "好")); got.code() != want {
					t.Errorf("call %d: %d, want %d", i+1, got.code(), want)
				}
				if want == 0 {
					shown++
				}
			}
			if got := len(w.Chat("liufang")); got != shown {
				t.Errorf("%d messages arrived, want %d", got, shown)
			}
		})
	}
}

func TestBrokenGateway(t *testing.T) {
	w := newWorld(t)
	w.token = w.fetch()
	w.Faults().Break(1)
	res, err := http.Post(w.api.URL+"/cgi-bin/message/send?access_token="+w.token, "", strings.NewReader(textTo("liufang", "好")))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusBadGateway || len(w.Chat("liufang")) != 0 {
		t.Errorf("HTTP %d, %d messages arrived", res.StatusCode, len(w.Chat("liufang")))
	}
	if got := w.Calls("message/send", http.StatusBadGateway); got != 1 {
		t.Errorf("journal counts %d, want 1", got)
	}
}

func TestLostAnswer(t *testing.T) {
	w := newWorld(t)
	w.token = w.fetch()
	w.Faults().LoseAnswers(1)
	query := url.Values{"access_token": {w.token}}
	res, err := http.Post(w.api.URL+"/cgi-bin/message/send?"+query.Encode(), "", strings.NewReader(textTo("liufang", "好")))
	if err == nil {
		res.Body.Close()
		t.Fatal("there is an answer")
	}
	if got := len(w.Chat("liufang")); got != 1 {
		t.Errorf("%d messages arrived, want 1: the call was carried out", got)
	}
}

func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if !pause(t.Context(), 3*time.Second) || time.Since(start) != 3*time.Second {
			t.Errorf("waited %s", time.Since(start))
		}
		if !pause(t.Context(), 0) {
			t.Error("no wait was interrupted")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if pause(ctx, time.Hour) {
			t.Error("the caller left, and the wait went on")
		}
	})
}

func TestRetryWaitEndsWithTheCaller(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.RetryDelay = time.Hour })
	ctx, cancel := context.WithCancel(t.Context())
	w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
		rw.WriteHeader(http.StatusInternalServerError)
		time.AfterFunc(10*time.Millisecond, cancel)
		return true
	})
	if err := w.Say(ctx, "liufang", "参加"); err == nil {
		t.Error("no error")
	}
}

func TestJournalIsBounded(t *testing.T) {
	j := newJournal()
	for range 3 * keptEntries {
		j.add(Entry{Kind: KindAPI, Path: "message/send"})
	}
	if len(j.list) > 2*keptEntries || j.counts["message/send"][0] != 3*keptEntries {
		t.Errorf("%d entries, %d counted", len(j.list), j.counts["message/send"][0])
	}
}

func TestLogTellsEverything(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", textTo("liufang", "秘密的内容"))
	w.post("message/send", textTo("nobody", "秘密的内容"))
	if err := w.Say(t.Context(), "LiuFang", "秘密的回答"); err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, e := range w.Log() {
		seen = append(seen, e.Kind+" "+e.Path+" "+e.User)
		if strings.Contains(e.Text, "秘密") {
			t.Errorf("the journal tells what was said: %+v", e)
		}
	}
	want := "api gettoken |api message/send |api message/send |callback text liufang"
	if got := strings.Join(seen, "|"); got != want {
		t.Errorf("journal = %s, want %s", got, want)
	}
	if w.Calls("message/send", 0) != 1 || w.Calls("message/send", 81013) != 1 {
		t.Error("the calls are not counted by code")
	}
}
