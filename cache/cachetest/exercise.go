// Package cachetest is the suite that every cache.Cache passes.
package cachetest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"yishi/cache"
)

// Place is where a cache is exercised.
type Place struct {
	// Open is a cache that no other test has written to under its own keys.
	Open func(t *testing.T) cache.Cache
	// Pass lets d go by, as the cache counts time. Nil: the whole suite runs
	// in a bubble of synctest, whose time passes by itself.
	Pass func(t *testing.T, d time.Duration)
}

// short is a life that ends within the suite; keys that must live get long.
const (
	short = 50 * time.Millisecond
	long  = time.Hour
)

// Exercise runs the suite.
func Exercise(t *testing.T, place Place) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, p Place, c cache.Cache){
		"a-value-is-kept":             keeps,
		"a-value-dies":                dies,
		"reading-does-not-lengthen":   readingDoesNotLengthen,
		"the-last-write-wins":         lastWriteWins,
		"first-come":                  firstCome,
		"first-come-after-death":      firstComeAfterDeath,
		"one-winner-of-64":            oneWinner,
		"forgetting":                  forgets,
		"compare-and-delete":          comparesAndDeletes,
		"one-deleter-of-64":           oneDeleter,
		"a-life-of-nothing":           refusesNoLife,
		"a-dead-context":              heedsContext,
		"any-bytes":                   keepsAnyBytes,
		"readers-and-writers-at-once": readersAndWriters,
	} {
		t.Run(name, func(t *testing.T) {
			if place.Pass != nil {
				test(t, place, place.Open(t))
				return
			}
			synctest.Test(t, func(t *testing.T) {
				p := Place{Pass: func(_ *testing.T, d time.Duration) { time.Sleep(d) }}
				test(t, p, place.Open(t))
			})
		})
	}
}

// want reports unless key holds value; an empty value stands for nothing.
func want(t *testing.T, c cache.Cache, key, value string) {
	t.Helper()
	got, ok, err := c.Get(t.Context(), key)
	if err != nil || got != value || ok != (value != "") {
		t.Errorf("%s holds %q (%t, %v), want %q", key, got, ok, err, value)
	}
}

func set(t *testing.T, c cache.Cache, key, value string, ttl time.Duration) {
	t.Helper()
	if err := c.Set(t.Context(), key, value, ttl); err != nil {
		t.Fatal(err)
	}
}

// setNX calls SetNX for a long life and says whether it was first.
func setNX(t *testing.T, c cache.Cache, key, value string) bool {
	t.Helper()
	first, err := c.SetNX(t.Context(), key, value, long)
	if err != nil {
		t.Fatal(err)
	}
	return first
}

func keeps(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	want(t, c, "口令", "")
	set(t, c, "口令", "刘芳", long)
	want(t, c, "口令", "刘芳")
	want(t, c, "口令 ", "")
}

func dies(t *testing.T, p Place, c cache.Cache) {
	t.Helper()
	set(t, c, "令牌", "甲", short)
	set(t, c, "令牌二", "乙", long)
	p.Pass(t, 2*short)
	want(t, c, "令牌", "")
	want(t, c, "令牌二", "乙")
}

func readingDoesNotLengthen(t *testing.T, p Place, c cache.Cache) {
	t.Helper()
	set(t, c, "令牌", "甲", short)
	for range 4 {
		p.Pass(t, short/2)
		if _, _, err := c.Get(t.Context(), "令牌"); err != nil {
			t.Fatal(err)
		}
	}
	want(t, c, "令牌", "")
}

func lastWriteWins(t *testing.T, p Place, c cache.Cache) {
	t.Helper()
	set(t, c, "令牌", "甲", short)
	set(t, c, "令牌", "乙", long)
	p.Pass(t, 2*short)
	want(t, c, "令牌", "乙")
}

func firstCome(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	if !setNX(t, c, "事件", "甲") {
		t.Error("not told that it is first")
	}
	if setNX(t, c, "事件", "乙") {
		t.Error("told that it is first, and is not")
	}
	want(t, c, "事件", "甲")
}

func firstComeAfterDeath(t *testing.T, p Place, c cache.Cache) {
	t.Helper()
	set(t, c, "事件", "甲", short)
	p.Pass(t, 2*short)
	if !setNX(t, c, "事件", "乙") {
		t.Error("not told that it is first")
	}
	want(t, c, "事件", "乙")
}

// race lets 64 callers do the same at once and counts who was told true.
func race(t *testing.T, do func(caller int) (bool, error)) int64 {
	t.Helper()
	var (
		wg    sync.WaitGroup
		won   atomic.Int64
		start = make(chan struct{})
	)
	for caller := range 64 {
		wg.Go(func() {
			<-start
			ok, err := do(caller)
			if err != nil {
				t.Error(err)
			}
			if ok {
				won.Add(1)
			}
		})
	}
	close(start)
	wg.Wait()
	return won.Load()
}

func oneWinner(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	for round := range 5 {
		key := fmt.Sprint("签到", round)
		if won := race(t, func(caller int) (bool, error) {
			return c.SetNX(t.Context(), key, strconv.Itoa(caller), long)
		}); won != 1 {
			t.Errorf("%d of 64 were first, want 1", won)
		}
	}
}

func forgets(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	set(t, c, "令牌", "甲", long)
	for range 2 { // the second time there is nothing to forget
		if err := c.Delete(t.Context(), "令牌"); err != nil {
			t.Error(err)
		}
		want(t, c, "令牌", "")
	}
	if !setNX(t, c, "令牌", "乙") {
		t.Error("not told that it is first")
	}
}

func comparesAndDeletes(t *testing.T, p Place, c cache.Cache) {
	t.Helper()
	set(t, c, "登录码", "482913", long)
	set(t, c, "旧登录码", "482913", short)
	p.Pass(t, 2*short)
	for _, step := range []struct {
		key, value string
		deleted    bool
	}{
		{"登录码", "482914", false},
		{"登录码", "", false},
		{"登录码", "482913", true},
		{"登录码", "482913", false}, // a code serves once
		{"旧登录码", "482913", false},
		{"没有的", "", false},
	} {
		got, err := c.DeleteIf(t.Context(), step.key, step.value)
		if err != nil || got != step.deleted {
			t.Errorf("DeleteIf(%s, %q) says %t, %v; want %t", step.key, step.value, got, err, step.deleted)
		}
	}
}

func oneDeleter(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	for round := range 5 {
		key := fmt.Sprint("登录码", round)
		set(t, c, key, "482913", long)
		if won := race(t, func(int) (bool, error) {
			return c.DeleteIf(t.Context(), key, "482913")
		}); won != 1 {
			t.Errorf("a code served %d of 64, want 1", won)
		}
	}
}

func refusesNoLife(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	for _, ttl := range []time.Duration{0, -1, -2, -time.Hour, time.Microsecond} {
		if err := c.Set(t.Context(), "令牌", "甲", ttl); err == nil {
			t.Errorf("Set for %s is not refused", ttl)
		}
		if first, err := c.SetNX(t.Context(), "令牌", "甲", ttl); err == nil || first {
			t.Errorf("SetNX for %s says %t and is not refused", ttl, first)
		}
	}
	want(t, c, "令牌", "")
}

func heedsContext(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	set(t, c, "令牌", "甲", long)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, err := range Calls(ctx, c) {
		if err == nil {
			t.Errorf("%s does not heed a context that has ended", name)
		}
	}
	want(t, c, "令牌", "甲")
}

// Calls makes each call of c once and returns their errors by name.
func Calls(ctx context.Context, c cache.Cache) map[string]error {
	errs := map[string]error{}
	_, _, errs["Get"] = c.Get(ctx, "令牌")
	errs["Set"] = c.Set(ctx, "令牌", "乙", long)
	_, errs["SetNX"] = c.SetNX(ctx, "令牌", "乙", long)
	errs["Delete"] = c.Delete(ctx, "令牌")
	_, errs["DeleteIf"] = c.DeleteIf(ctx, "令牌", "甲")
	return errs
}

func keepsAnyBytes(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	for name, value := range map[string]string{
		"空格": " ", "换行": "一\r\n二", "零": "\x00\xff", "长": strings.Repeat("滨河社区", 20_000), "": "无名",
	} {
		set(t, c, name, value, long)
		want(t, c, name, value)
	}
	set(t, c, "空", "", long)
	if value, ok, err := c.Get(t.Context(), "空"); value != "" || !ok || err != nil {
		t.Errorf("an empty value is %q, %t, %v; want it to be there", value, ok, err)
	}
}

// readersAndWriters is for the race detector; what it checks besides is that a
// value read is one that was written.
func readersAndWriters(t *testing.T, _ Place, c cache.Cache) {
	t.Helper()
	race(t, func(caller int) (bool, error) {
		key := fmt.Sprint("键", caller%4)
		if err := c.Set(t.Context(), key, "甲", long); err != nil {
			return false, err
		}
		if _, err := c.DeleteIf(t.Context(), key, "甲"); err != nil {
			return false, err
		}
		value, ok, err := c.Get(t.Context(), key)
		if ok && value != "甲" {
			t.Errorf("%s holds %q, which nobody wrote", key, value)
		}
		return ok, err
	})
}
