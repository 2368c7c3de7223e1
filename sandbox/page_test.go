package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
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

// got is what a server answered.
type got struct {
	status int
	head   http.Header
	text   string
}

// fetched reads an answer to its end.
func fetched(t *testing.T, res *http.Response, err error) got {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return got{res.StatusCode, res.Header, readAll(t, res.Body)}
}

func (g got) decode(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(g.text), v); err != nil {
		t.Fatalf("%s: %v", g.text, err)
	}
}

func (p *pages) visit(path string) got {
	p.t.Helper()
	res, err := http.Get(p.server.URL + path)
	return fetched(p.t, res, err)
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
	p.visit(fmt.Sprint("/sandbox/state?since=", since)).decode(p.t, &s)
	return s
}

func TestPageItself(t *testing.T) {
	p := openPages(t, func(o *Options) {
		o.Title, o.App = "议事<演示>", "议事"
		o.MoveClock = func(context.Context, time.Time) error { return nil }
	})
	res := p.visit("/sandbox/")
	text := res.text
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
	policy := res.head.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy = %s", policy)
	}
}

func TestPageWithoutClockAndGroup(t *testing.T) {
	p := openPages(t, func(o *Options) { o.WebhookKey = "" })
	text := p.visit("/sandbox/").text
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
		text := res.text
		if res.status != http.StatusOK || !strings.HasPrefix(res.head.Get("Content-Type"), want) {
			t.Errorf("%s: HTTP %d %s", path, res.status, res.head.Get("Content-Type"))
		}
		if strings.Contains(text, "innerHTML") || strings.Contains(text, "insertAdjacentHTML") {
			t.Errorf("%s writes HTML from text", path)
		}
		if n := strings.Count(text, "\n"); n > 400 {
			t.Errorf("%s has %d lines", path, n)
		}
	}
	if res := p.visit("/sandbox/static/nothing.js"); res.status != http.StatusNotFound {
		t.Errorf("unknown file: HTTP %d", res.status)
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
		"empty-vote":    {"tap", `{"user":"liufang","message":"` + vote + `","key":"submit","choices":{"q1":[]}}`, http.StatusUnprocessableEntity, "请先选择一项"},
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
	res, err := http.DefaultClient.Do(req) //nolint:bodyclose // closed when the stream ends
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

func TestPageFiles(t *testing.T) {
	p := openPages(t)
	if status, words := p.upload2("liufang", "纪要<1>.html", []byte("<script>alert(1)</script>")); status != http.StatusOK {
		t.Fatalf("upload: %d %s", status, words)
	}
	sent := p.last("liufang")
	res := p.visit("/sandbox/file/" + url.PathEscape(sent.Media))
	if res.text != "<script>alert(1)</script>" {
		t.Errorf("file = %q", res.text)
	}
	if res.head.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(res.head.Get("Content-Disposition"), "attachment") {
		t.Errorf("a page of somebody's making would be shown: %v", res.head)
	}
	if status, words := p.upload2("liufang", "空.txt", nil); status != http.StatusUnprocessableEntity || words != "文件是空的" {
		t.Errorf("empty: %d %s", status, words)
	}
	if status, _ := p.upload2("wuguodong", "纪要.txt", []byte("好")); status != http.StatusForbidden {
		t.Errorf("not activated: %d", status)
	}
	if res := p.visit("/sandbox/file/nothing"); res.status != http.StatusNotFound {
		t.Errorf("unknown file: HTTP %d", res.status)
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
	p.visit("/sandbox/log").decode(t, &list)
	if len(list) != 2 || list[1]["Path"] != "message/send" || list[1]["When"] != "12-10 09:07:00" || list[1]["Code"] != 0.0 {
		t.Errorf("log = %v", list)
	}
}
