package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishi/sandbox"
)

var beijing = time.FixedZone("CST", 8*60*60)

// at reads a moment of 2026 such as “12-10 09:07” or “12-10 09:07:30”.
func at(tb testing.TB, when string) time.Time {
	tb.Helper()
	form := "2006-01-02 15:04"
	if strings.Count(when, ":") == 2 {
		form += ":05"
	}
	if strings.Count(when, "-") == 1 {
		when = "2026-" + when
	}
	moment, err := time.ParseInLocation(form, when, beijing)
	if err != nil {
		tb.Fatal(err)
	}
	return moment
}

// What the platform and the settings of the tests have in common.
const (
	testCorp    = "wwacceptance0001"
	testAgent   = 1000002
	testSecret  = "canary-secret-3f9a1c77d2"
	testToken   = "canarytoken81b2"
	testAESKey  = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
	testWebhook = "canary-webhook-5a1b-88c0"
)

// world is one deployment: a folder with settings and database, the program as a
// child process that can be killed, and the simulated platform on the other side
// of the wire.
type world struct {
	testing.TB
	dir      string
	config   string
	zone     string // of the machine; empty: UTC, as containers have it
	address  string
	platform *sandbox.WeCom
	api      *httptest.Server
	child    *child
	logs     *transcript // of every child so far
	now      atomic.Pointer[time.Time]
	seen     map[string]int // how much of each chat was looked at
}

// setup is what a test may want to be otherwise.
type setup struct {
	roster string
	users  func([]sandbox.User)
	more   string // settings besides the usual ones
	from   string // a folder to copy: settings apart, database and phones
	start  string // where the clock stands
}

// newWorld makes a deployment that is migrated and has its roster; the program
// does not run yet.
func newWorld(tb testing.TB, s setup) *world {
	tb.Helper()
	w := &world{TB: tb, dir: tb.TempDir(), logs: &transcript{}, seen: map[string]int{}, address: freeAddress(tb)}
	if s.from != "" {
		if err := os.CopyFS(w.dir, os.DirFS(s.from)); err != nil {
			tb.Fatal(err)
		}
	}
	if s.start == "" {
		s.start = "11-23 10:12"
	}
	w.setNow(at(tb, s.start))
	users := phonesOf(people(tb, s.roster))
	if s.users != nil {
		s.users(users)
	}
	w.openPlatform(users)
	w.writeConfig(s.more)
	if s.from == "" {
		w.yishi(0, "migrate", "-config", w.config, "up")
		w.yishi(0, "roster", "import", "-config", w.config, w.file("名册.csv", s.rosterText()))
	}
	tb.Cleanup(w.close)
	return w
}

func (w *world) openPlatform(users []sandbox.User) {
	w.Helper()
	var err error
	w.platform, err = sandbox.NewWeCom(sandbox.Options{
		CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testAESKey, WebhookKey: testWebhook,
		CallbackURL: "http://" + w.address + "/wecom/callback", Now: func() time.Time { return *w.now.Load() }, Data: filepath.Join(w.dir, "phones"),
	}, users)
	if err != nil {
		w.Fatal(err)
	}
	for _, u := range users {
		w.seen[u.ID] = len(w.platform.Chat(u.ID))
	}
	w.seen[group] = len(w.platform.Group())
	w.api = httptest.NewServer(w.platform.API())
	w.platform.Faults().SetCallbacks(func(r *sandbox.CallbackRules) { r.RetryDelay = time.Millisecond })
}

func (w *world) close() {
	if w.child != nil {
		w.kill()
	}
	w.api.Close()
	w.platform.Close()
}

// setNow moves the platform's clock; the program has one of its own.
func (w *world) setNow(t time.Time) { w.now.Store(&t) }

// lastPort is below the ports that the system gives out by itself, so that an address
// stays free while the program is down.
var lastPort atomic.Int32

func init() { lastPort.Store(20_000 + int32(os.Getpid()%10_000)) }

func freeAddress(tb testing.TB) string {
	tb.Helper()
	for range 1000 {
		address := fmt.Sprintf("127.0.0.1:%d", lastPort.Add(1))
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close()
			return address
		}
	}
	tb.Fatal("no address is free")
	return ""
}

// file writes a file into the world's folder and returns its path.
func (w *world) file(name, text string) string {
	w.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
	return path
}

func (w *world) writeConfig(more string) {
	w.Helper()
	w.config = w.file("yishi.yaml", settingsText(w.address, w.api.URL, filepath.Join(w.dir, "yishi.db"), more))
}

func settingsText(listen, api, dsn, more string) string {
	return fmt.Sprintf(`listen: %s
public_url: http://%s
database: {dialect: sqlite, dsn: %q}
committee:
  name: 滨河社区“大党委”
  issuer: 中共滨河社区委员会
  street: 临江街道党工委
  contact: {name: 何婷, phone: "0871-60000000"}
  next_meeting: 4
  next_minutes: 4
wecom:
  corp_id: %s
  agent_id: %d
  secret: %s
  token: %s
  encoding_aes_key: %s
  group_webhook_key: %s
  api_url: %s
simulated_clock: true
simulated_now: "2026-11-23T10:12:00+08:00"
%s`, listen, listen, dsn, testCorp, testAgent, testSecret, testToken, testAESKey, testWebhook, api, more)
}

// outcome is what a command said.
type outcome struct {
	code        int
	out, errors string
}

// yishi runs a command of the program at the world's time and expects its exit status.
func (w *world) yishi(want int, args ...string) outcome {
	w.Helper()
	got := execute(w, []string{"YISHI_SIMULATED_NOW=" + w.now.Load().Format(time.RFC3339)}, args...)
	if got.code != want {
		w.Fatalf("yishi %s: exit status %d, want %d\n%s%s", strings.Join(args, " "), got.code, want, got.out, got.errors)
	}
	return got
}

// execute runs the program to its end. It runs in UTC, as containers do.
func execute(tb testing.TB, environ []string, args ...string) outcome {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 30*time.Second)
	defer cancel()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = append([]string{"TZ=UTC"}, environ...), &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		tb.Fatalf("yishi %v does not run: %v", args, err)
	}
	got := outcome{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
	if strings.Contains(got.errors, "goroutine ") || strings.Contains(got.errors, "panic") {
		tb.Errorf("yishi %v shows a stack trace:\n%s", args, got.errors)
	}
	return got
}

// child is the program at work.
type child struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when its output has ended
}

// start starts the program at the world's time and returns when it listens.
func (w *world) start() {
	w.Helper()
	cmd := exec.CommandContext(w.Context(), binary, "serve", "-config", w.config)
	cmd.Env = []string{"TZ=" + cmp.Or(w.zone, "UTC"), "YISHI_SIMULATED_NOW=" + w.now.Load().Format(time.RFC3339)}
	output, err := cmd.StderrPipe()
	if err != nil {
		w.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	w.child = &child{cmd: cmd, done: make(chan struct{})}
	ready := make(chan bool, 1)
	go func() {
		defer close(w.child.done)
		w.logs.follow(output, ready)
	}()
	if !<-ready {
		_ = cmd.Wait()
		w.Fatalf("the program does not start:\n%s", w.logs)
	}
}

// kill ends the program as a power cut does.
func (w *world) kill() {
	w.Helper()
	_ = w.child.cmd.Process.Kill()
	<-w.child.done
	_ = w.child.cmd.Wait()
	w.child = nil
}

// restart kills the program and starts it again at the same moment.
func (w *world) restart() {
	w.Helper()
	w.kill()
	w.start()
}

// transcript is what children wrote to standard error.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// follow keeps every line and tells once whether the program came to listen.
func (t *transcript) follow(r io.Reader, ready chan<- bool) {
	defer func() {
		select {
		case ready <- false:
		default:
		}
	}()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		t.mu.Lock()
		t.text.WriteString(lines.Text() + "\n")
		t.mu.Unlock()
		if strings.Contains(lines.Text(), "msg=serving") {
			select {
			case ready <- true:
			default:
			}
		}
	}
}

// answerOf is what the program answers over HTTP.
type answerOf struct {
	status int
	body   string
}

func (w *world) request(method, path, body string) answerOf {
	w.Helper()
	req, err := http.NewRequestWithContext(w.Context(), method, "http://"+w.address+path, strings.NewReader(body))
	if err != nil {
		w.Fatal(err)
	}
	return w.exchange(req)
}

func (w *world) exchange(req *http.Request) answerOf {
	w.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.Fatalf("%s %s: %v\n%s", req.Method, req.URL.Path, err, w.logs)
	}
	defer res.Body.Close()
	return answerOf{res.StatusCode, read(w, res)}
}

func read(tb testing.TB, res *http.Response) string {
	tb.Helper()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		tb.Error(err)
	}
	return string(text)
}

// at moves the clock; everything that falls due on the way happens.
func (w *world) at(when string) {
	w.Helper()
	w.setNow(at(w, when))
	w.settle()
}

// settle asks for the time that it is: what is due now is delivered.
func (w *world) settle() {
	w.Helper()
	want := w.now.Load().Format(time.RFC3339)
	got := w.request(http.MethodPut, "/-/clock", fmt.Sprintf(`{"now":%q}`, want))
	var told struct{ Now string }
	if err := json.Unmarshal([]byte(got.body), &told); got.status != http.StatusOK || err != nil || told.Now != want {
		w.Fatalf("PUT /-/clock %s: %d %s\n%s", want, got.status, got.body, w.logs)
	}
}
