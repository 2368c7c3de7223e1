package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// pages is the page of a world behind a server.
type pages struct {
	*world
	server *httptest.Server
}

func openPages(t *testing.T, change ...func(*Options)) *pages {
	t.Helper()
	w := newWorld(t, change...)
	p := &pages{world: w, server: httptest.NewServer(w.Pages())}
	t.Cleanup(p.server.Close)
	t.Cleanup(w.Close)
	return p
}

func (p *pages) visit(path string) *http.Response {
	p.t.Helper()
	res, err := http.Get(p.server.URL + path)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

// do posts a deed; it returns the status and what is said.
func (p *pages) do(name, body string) (int, string) {
	p.t.Helper()
	res, err := http.Post(p.server.URL+"/sandbox/"+name, "application/json", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	var told struct{ Error string }
	if err := json.NewDecoder(res.Body).Decode(&told); err != nil {
		p.t.Errorf("%s: %v", name, err)
	}
	return res.StatusCode, told.Error
}

func (p *pages) state(since int64) pageState {
	p.t.Helper()
	var s pageState
	if err := json.NewDecoder(p.visit(fmt.Sprint("/sandbox/state?since=", since)).Body).Decode(&s); err != nil {
		p.t.Fatal(err)
	}
	return s
}

func TestPageItself(t *testing.T) {
	p := openPages(t, func(o *Options) {
		o.Title, o.App = "议事<演示>", "议事"
		o.MoveClock = func(context.Context, time.Time) error { return nil }
	})
	res := p.visit("/sandbox/")
	text := readAll(t, res.Body)
	for _, want := range []string{"议事&lt;演示&gt;", "刘芳", "市第三中学", "老秦", "工作群", `placeholder="到12月10日09:07"`, "下一件事", `type="module"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, banned := range []string{"http://", "https://", "onclick=", "style="} {
		if strings.Contains(text, banned) {
			t.Errorf("the page has %q", banned)
		}
	}
	policy := res.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy = %s", policy)
	}
}

func TestPageWithoutClockAndGroup(t *testing.T) {
	p := openPages(t, func(o *Options) { o.WebhookKey = "" })
	text := readAll(t, p.visit("/sandbox/").Body)
	for _, banned := range []string{"工作群", "下一件事", "拨动时钟"} {
		if strings.Contains(text, banned) {
			t.Errorf("the page has %q", banned)
		}
	}
	if status, words := p.do("clock", `{"to":"明天"}`); status != http.StatusUnprocessableEntity || words != "这里的时钟不能拨动" {
		t.Errorf("%d %s", status, words)
	}
}

func TestStaticFiles(t *testing.T) {
	p := openPages(t)
	for path, want := range map[string]string{
		"app.js": "text/javascript", "phone.js": "text/javascript", "card.js": "text/javascript", "bubble.js": "text/javascript",
		"dom.js": "text/javascript", "text.js": "text/javascript", "server.js": "text/javascript", "app.css": "text/css", "icon.svg": "image/svg",
	} {
		res := p.visit("/sandbox/static/" + path)
		text := readAll(t, res.Body)
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), want) {
			t.Errorf("%s: HTTP %d %s", path, res.StatusCode, res.Header.Get("Content-Type"))
		}
		if strings.Contains(text, "innerHTML") || strings.Contains(text, "insertAdjacentHTML") {
			t.Errorf("%s writes HTML from text", path)
		}
		if n := strings.Count(text, "\n"); n > 400 {
			t.Errorf("%s has %d lines", path, n)
		}
	}
	if res := p.visit("/sandbox/static/nothing.js"); res.StatusCode != http.StatusNotFound {
		t.Errorf("unknown file: HTTP %d", res.StatusCode)
	}
}

func TestPageActs(t *testing.T) {
	p := openPages(t)
	p.app.answers(func(in incoming) string {
		if in.MsgType == "text" {
			return passiveText(in.FromUserName, "收到")
		}
		return ""
	})
	p.mustPost("message/send", buttonsTo("liufang", "n-1"))
	p.mustPost("message/send", voteTo("liufang", "v-1", "0"))
	card, vote := p.Chat("liufang")[0].ID, p.Chat("liufang")[1].ID
	for name, c := range map[string]struct {
		act, body string
		status    int
		words     string
	}{
		"say":           {"say", `{"user":"liufang","text":"参加"}`, http.StatusOK, ""},
		"stranger":      {"say", `{"user":"nobody","text":"参加"}`, http.StatusNotFound, "这部手机上没有这条消息"},
		"not-activated": {"say", `{"user":"wuguodong","text":"参加"}`, http.StatusForbidden, "该成员还不能使用本应用"},
		"open":          {"open", `{"user":"liufang"}`, http.StatusOK, ""},
		"menu":          {"menu", `{"user":"liufang","key":"help"}`, http.StatusOK, ""},
		"tap":           {"tap", `{"user":"liufang","message":"` + card + `","key":"yes"}`, http.StatusOK, ""},
		"tap-unknown":   {"tap", `{"user":"liufang","message":"无","key":"yes"}`, http.StatusNotFound, "这部手机上没有这条消息"},
		"tap-no-button": {"tap", `{"user":"liufang","message":"` + card + `","key":"无"}`, http.StatusConflict, "这个按钮已经不能点了"},
		"empty-vote":    {"tap", `{"user":"liufang","message":"` + vote + `","key":"submit"}`, http.StatusUnprocessableEntity, "请先选择一项"},
		"vote":          {"tap", `{"user":"liufang","message":"` + vote + `","key":"submit","choices":{"q1":["a"]}}`, http.StatusOK, ""},
		"read":          {"read", `{"user":"liufang"}`, http.StatusOK, ""},
		"read-stranger": {"read", `{"user":"nobody"}`, http.StatusNotFound, "这部手机上没有这条消息"},
		"join":          {"join", `{"user":"laoqin"}`, http.StatusOK, ""},
		"no-json":       {"say", `{`, http.StatusBadRequest, "请求无法识别"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, words := p.do(c.act, c.body); status != c.status || words != c.words {
				t.Errorf("%d %q, want %d %q", status, words, c.status, c.words)
			}
		})
	}
	p.SetCallback("")
	if status, words := p.do("say", `{"user":"liufang","text":"参加"}`); status != http.StatusBadGateway || words == "" {
		t.Errorf("no answer of the app: %d %q", status, words)
	}
}

func TestActsGoOnWithoutThePage(t *testing.T) {
	p := openPages(t)
	ctx, leave := context.WithCancel(t.Context())
	p.app.answers(func(in incoming) string {
		leave()
		return passiveText(in.FromUserName, "收到")
	})
	rec := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodPost, "/sandbox/say", strings.NewReader(`{"user":"liufang","text":"参加"}`)).WithContext(ctx)
	p.Pages().ServeHTTP(rec, req)
	if got := p.last("liufang").Text; got != "收到" {
		t.Errorf("phone shows %q though the app answered", got)
	}
}

func TestForeignPostsAreRefused(t *testing.T) {
	p := openPages(t)
	req, err := http.NewRequest(http.MethodPost, p.server.URL+"/sandbox/say", strings.NewReader(`{"user":"liufang","text":"参加"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://evil.example")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusForbidden || len(p.Chat("liufang")) != 0 {
		t.Errorf("HTTP %d, %d bubbles", res.StatusCode, len(p.Chat("liufang")))
	}
}

func TestStateTellsChanges(t *testing.T) {
	p := openPages(t)
	p.mustPost("message/send", textTo("liufang", "一"))
	p.mustPost("message/send", buttonsTo("liufang", "n-1"))
	p.robot(`{"msgtype":"text","text":{"content":"群里的话"}}`)
	all := p.state(0)
	if all.Clock != "2026年12月10日 周四 09:07" || len(all.Phones) != 4 || len(all.Group) != 1 {
		t.Errorf("state = %+v", all)
	}
	liu := all.Phones[0]
	if liu.ID != "LiuFang" || liu.Unread != 2 || len(liu.Bubbles) != 2 || liu.Bubbles[0].Time != "09:07" || liu.Bubbles[0].Day != "12月10日 周四" {
		t.Errorf("phone = %+v", liu)
	}
	if all.Phones[2].State != "账号未激活，收不到消息" || all.Phones[3].State != "不在应用可见范围内" {
		t.Errorf("states %q and %q", all.Phones[2].State, all.Phones[3].State)
	}
	if again := p.state(all.Rev); len(again.Phones[0].Bubbles) != 0 || again.Rev != all.Rev {
		t.Errorf("nothing changed, and it tells %+v", again.Phones[0])
	}
	if err := p.TapText(t.Context(), "liufang", "参加"); err != nil {
		t.Fatal(err)
	}
	if changed := p.state(all.Rev); len(changed.Phones[0].Bubbles) != 1 || changed.Phones[0].Bubbles[0].Serial != liu.Bubbles[1].Serial {
		t.Errorf("after a tap it tells %+v", changed.Phones[0].Bubbles)
	}
	p.do("read", `{"user":"liufang"}`)
	if got := p.state(all.Rev).Phones[0].Unread; got != 0 {
		t.Errorf("%d unread after reading", got)
	}
	if whole := p.state(1 << 40); len(whole.Phones[0].Bubbles) != 2 {
		t.Error("a page of another platform is not told everything")
	}
}

func TestStateShowsTheNewest(t *testing.T) {
	p := openPages(t)
	p.Faults().SetLimits(func(l *Limits) { l.MemberMinute, l.MemberHour = 1000, 1000 })
	for i := range 205 {
		p.mustPost("message/send", textTo("liufang", fmt.Sprint("第", i, "条")))
	}
	got := p.state(0).Phones[0].Bubbles
	if len(got) != shownBubbles || got[0].Text != "第5条" {
		t.Errorf("%d bubbles from %q", len(got), got[0].Text)
	}
}

// events reads the states of a stream.
func (p *pages) events(ctx context.Context, query string) <-chan pageState {
	p.t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.server.URL+"/sandbox/events"+query, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		p.t.Errorf("Content-Type %s", got)
	}
	out := make(chan pageState)
	go func() {
		defer close(out)
		defer res.Body.Close()
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var s pageState
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if ok && json.Unmarshal([]byte(data), &s) == nil {
				out <- s
			}
		}
	}()
	return out
}

func TestStream(t *testing.T) {
	p := openPages(t)
	p.mustPost("message/send", textTo("liufang", "一"))
	stream := p.events(t.Context(), "?since=0")
	if first := <-stream; len(first.Phones[0].Bubbles) != 1 {
		t.Errorf("first = %+v", first.Phones[0])
	}
	p.mustPost("message/send", textTo("liufang", "二"))
	second := <-stream
	if got := second.Phones[0].Bubbles; len(got) != 1 || got[0].Text != "二" {
		t.Errorf("second = %+v", got)
	}
	p.Close()
	p.Close() // ending twice is ending
	if _, open := <-stream; open {
		t.Error("the stream goes on after Close")
	}
}

func TestClockActs(t *testing.T) {
	var moved []time.Time
	var failing error
	next, known := time.Time{}, false
	p := openPages(t, func(o *Options) {
		o.MoveClock = func(_ context.Context, to time.Time) error {
			moved = append(moved, to)
			return failing
		}
		o.NextEvent = func(context.Context) (time.Time, bool, error) { return next, known, failing }
	})
	expect := func(body string, status int, words string) {
		t.Helper()
		if got, said := p.do("clock", body); got != status || said != words {
			t.Errorf("%s: %d %q, want %d %q", body, got, said, status, words)
		}
	}
	expect(`{"to":"+10分"}`, http.StatusOK, "")
	expect(`{"to":"昨天"}`, http.StatusUnprocessableEntity, "没有看懂“昨天”，可以写：到12月10日09:07、+10分、明天9:07")
	expect(`{"next":true}`, http.StatusUnprocessableEntity, "目前没有安排好的事")
	next, known = p.clock.now().Add(time.Hour), true
	expect(`{"next":true}`, http.StatusOK, "")
	next = p.clock.now().Add(-time.Hour)
	expect(`{"next":true}`, http.StatusOK, "")
	failing = errors.New("数据库没有应答")
	expect(`{"next":true}`, http.StatusUnprocessableEntity, "暂时查不到下一件事")
	expect(`{"to":"+1分钟"}`, http.StatusUnprocessableEntity, "时钟没有走到：数据库没有应答")
	want := []time.Duration{10 * time.Minute, time.Hour, 0, time.Minute}
	if len(moved) != len(want) {
		t.Fatalf("moved %d times, want %d", len(moved), len(want))
	}
	for i, d := range want {
		if !moved[i].Equal(p.clock.now().Add(d)) {
			t.Errorf("move %d to %s, want %s later", i, moved[i], d)
		}
	}
	p.opt.NextEvent = nil
	expect(`{"next":true}`, http.StatusUnprocessableEntity, "这里不知道下一件事是什么时候")
}

func TestOneMoveAtATime(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	p := openPages(t, func(o *Options) {
		o.MoveClock = func(context.Context, time.Time) error {
			close(started)
			<-release
			return nil
		}
	})
	done := make(chan int)
	go func() {
		status, _ := p.do("clock", `{"to":"+10分"}`)
		done <- status
	}()
	<-started
	if !p.state(0).Moving {
		t.Error("the page is not told that the clock moves")
	}
	if status, words := p.do("clock", `{"to":"+10分"}`); status != http.StatusUnprocessableEntity || words != "时钟正在前进，请稍候" {
		t.Errorf("second move: %d %s", status, words)
	}
	close(release)
	if status := <-done; status != http.StatusOK || p.state(0).Moving {
		t.Errorf("first move: %d", status)
	}
}

func TestPageFiles(t *testing.T) {
	p := openPages(t)
	if status, words := p.upload2("liufang", "纪要<1>.html", []byte("<script>alert(1)</script>")); status != http.StatusOK {
		t.Fatalf("upload: %d %s", status, words)
	}
	sent := p.last("liufang")
	res := p.visit("/sandbox/file/" + url.PathEscape(sent.Media))
	if got := readAll(t, res.Body); got != "<script>alert(1)</script>" {
		t.Errorf("file = %q", got)
	}
	if res.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("a page of somebody's making would be shown: %v", res.Header)
	}
	if status, words := p.upload2("liufang", "空.txt", nil); status != http.StatusUnprocessableEntity || words != "文件是空的" {
		t.Errorf("empty: %d %s", status, words)
	}
	if status, _ := p.upload2("wuguodong", "纪要.txt", []byte("好")); status != http.StatusForbidden {
		t.Errorf("not activated: %d", status)
	}
	if res := p.visit("/sandbox/file/nothing"); res.StatusCode != http.StatusNotFound {
		t.Errorf("unknown file: HTTP %d", res.StatusCode)
	}
}

// upload2 sends a file from the page.
func (p *pages) upload2(user, name string, data []byte) (int, string) {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("media", name)
	if err != nil {
		p.t.Fatal(err)
	}
	_, _ = part.Write(data)
	_ = form.Close()
	res, err := http.Post(p.server.URL+"/sandbox/upload?user="+user, form.FormDataContentType(), &body)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	var told struct{ Error string }
	_ = json.NewDecoder(res.Body).Decode(&told)
	return res.StatusCode, told.Error
}

func TestPageLog(t *testing.T) {
	p := openPages(t)
	p.mustPost("message/send", textTo("liufang", "好"))
	var list []map[string]any
	if err := json.NewDecoder(p.visit("/sandbox/log").Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[1]["Path"] != "message/send" || list[1]["When"] != "12-10 09:07:00" || list[1]["Code"] != 0.0 {
		t.Errorf("log = %v", list)
	}
}
