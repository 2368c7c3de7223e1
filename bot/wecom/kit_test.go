package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/bot"
	"yishi/cache"
	"yishi/clock"
)

// The account of the tests. The key is a published sample's.
const (
	testCorp    = "wx5823bf96d3bd56c7"
	testAgent   = 218
	testSecret  = "planted-secret-canary"
	testToken   = "QDG6eK"
	testKey     = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	testWebhook = "planted-webhook-canary"
	testGrant   = "planted-token-canary"
)

var (
	testNow = time.Date(2026, 12, 10, 9, 7, 0, 0, time.FixedZone("CST", 8*3600))
	wang    = bot.UserRef{Platform: bot.WeCom, ID: "WangJianGuo"}
)

func testSettings() Settings {
	return Settings{
		CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testKey,
		GroupWebhookKey: testWebhook, APIURL: "http://127.0.0.1:1", PublicURL: "https://bot.example.org",
	}
}

// A kit is a Platform on a clock that the test moves.
type kit struct {
	*Platform

	clock *clock.Simulated
	cache cache.Cache
	log   *bytes.Buffer
	mu    sync.Mutex
	calls []string // what Observe was told
}

// newKit makes a Platform; each change may alter its settings and what it
// stands on.
func newKit(tb testing.TB, changes ...func(*Settings, *Deps)) *kit {
	tb.Helper()
	k := &kit{clock: clock.NewSimulated(testNow), cache: cache.NewMemory(10_000), log: &bytes.Buffer{}}
	s := testSettings()
	d := Deps{
		Cache: k.cache, Clock: k.clock, Log: slog.New(slog.NewJSONHandler(&locked{w: k.log}, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(call string, code int) {
			k.mu.Lock()
			defer k.mu.Unlock()
			k.calls = append(k.calls, call+" "+strconv.Itoa(code))
		},
	}
	for _, change := range changes {
		change(&s, &d)
	}
	p, err := New(s, d)
	if err != nil {
		tb.Fatal(err)
	}
	k.Platform = p
	return k
}

// locked is a writer that many may use.
type locked struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

func (k *kit) pass(tb testing.TB, d time.Duration) {
	tb.Helper()
	if err := k.clock.Set(k.clock.Now().Add(d)); err != nil {
		tb.Fatal(err)
	}
}

// observed counts what Observe was told of a call.
func (k *kit) observed(call string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := 0
	for _, c := range k.calls {
		if c == call {
			n++
		}
	}
	return n
}

// at lets a Platform talk to an address.
func at(address string) func(*Settings, *Deps) {
	return func(s *Settings, _ *Deps) { s.APIURL = address }
}

// An api is a small platform that answers what the test says.
type api struct {
	*httptest.Server

	mu      sync.Mutex
	asked   []string          // paths, in order
	bodies  map[string][]byte // the latest body of a path
	queries map[string]url.Values
	answers map[string]func(n int, w http.ResponseWriter, r *http.Request) // n counts from 1
	counts  map[string]int
}

// newAPI serves gettoken with tokens T1, T2, …, and whatever else is answered.
func newAPI(tb testing.TB) *api {
	tb.Helper()
	a := &api{
		bodies: map[string][]byte{}, counts: map[string]int{}, queries: map[string]url.Values{},
		answers: map[string]func(int, http.ResponseWriter, *http.Request){},
	}
	a.on("gettoken", func(n int, w http.ResponseWriter, _ *http.Request) {
		write(w, `{"errcode":0,"errmsg":"ok","access_token":"`+testGrant+strconv.Itoa(n)+`","expires_in":7200}`)
	})
	a.Server = httptest.NewServer(a)
	tb.Cleanup(a.Close)
	return a
}

func write(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_, _ = w.Write([]byte(body))
}

// on says how a call is answered.
func (a *api) on(call string, answer func(n int, w http.ResponseWriter, r *http.Request)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers[call] = answer
}

// say answers a call by bodies in turn, the last of them for ever.
func (a *api) say(call string, bodies ...string) {
	a.on(call, func(n int, w http.ResponseWriter, _ *http.Request) { write(w, bodies[min(n, len(bodies))-1]) })
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := strings.TrimPrefix(r.URL.Path, "/cgi-bin/")
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	a.mu.Lock()
	a.asked = append(a.asked, call)
	a.bodies[call], a.queries[call] = body.Bytes(), r.URL.Query()
	a.counts[call]++
	n, answer := a.counts[call], a.answers[call]
	a.mu.Unlock()
	if answer == nil {
		http.NotFound(w, r)
		return
	}
	answer(n, w, r)
}

func (a *api) count(call string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.counts[call]
}

func (a *api) query(call, name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.queries[call].Get(name)
}

const fixtures = "../../../shared/fixtures/wecom"

// fixture reads one of the published samples, where they are at hand.
func fixture(tb testing.TB, name string) []byte {
	tb.Helper()
	if _, err := os.Stat(fixtures); err != nil {
		tb.Skip("fixtures not present")
	}
	data, err := os.ReadFile(filepath.Join(fixtures, filepath.FromSlash(name)))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// vector is one of the samples of callback_vectors.
type vector struct {
	Token     string `json:"token"`
	Key       string `json:"encoding_aes_key"`
	Receiver  string `json:"receiveid"`
	Query     string `json:"query"`
	Signature string `json:"msg_signature"`
	Timestamp string `json:"timestamp"`
	Nonce     string `json:"nonce"`
	Body      string `json:"body"`
	Encrypted string `json:"encrypt"`
	Plain     string `json:"expect_plain"`
	Random    string `json:"random"`
	Message   string `json:"plain"`
	Sealed    string `json:"expect_encrypt"`
	Signed    string `json:"expect_signature"`
	Envelope  string `json:"expect_envelope"`
	Negative  struct {
		Signature string `json:"msg_signature"`
		Nonce     string `json:"nonce"`
	} `json:"negative"`
	Cases []struct {
		Name      string `json:"name"`
		Encrypted string `json:"encrypt"`
		Signature string `json:"msg_signature"`
		Expect    string `json:"expect"`
		Text      string `json:"in_text"`
		Hex       string `json:"in_hex"`
		Pad       int    `json:"pad_len"`
	} `json:"cases"`
	Valid   []string `json:"valid"`
	Invalid []string `json:"invalid"`
}

func vectorOf(tb testing.TB, name string) vector {
	tb.Helper()
	var v vector
	if err := json.Unmarshal(fixture(tb, "callback_vectors/"+name+".json"), &v); err != nil {
		tb.Fatal(err)
	}
	return v
}

// codecOf is a codec that must be makeable.
func codecOf(tb testing.TB, token, key, receiver string) *codec {
	tb.Helper()
	c, err := newCodec(token, key, receiver)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// never is a Later that must not be needed.
func never(tb testing.TB) Later {
	tb.Helper()
	return func(_ context.Context, _ bot.UserRef, r bot.Reply) error {
		tb.Errorf("the outbox was given %+v", r)
		return nil
	}
}
