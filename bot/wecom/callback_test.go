package wecom

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yishi/bot"
)

// A post is a callback that a test puts together.
type post struct {
	codec     *codec
	message   string // encrypted, unless sealed says otherwise
	sealed    string
	at        time.Time
	nonce     string
	signature string // empty: the right one
	body      string // empty: the documented envelope
	to, agent string
}

func newPost(tb testing.TB, message string) *post {
	tb.Helper()
	return &post{
		codec: codecOf(tb, testToken, testKey, testCorp), message: message, at: testNow, nonce: "1372623149",
		to: testCorp, agent: strconv.Itoa(testAgent),
	}
}

func (p *post) request(tb testing.TB) *http.Request {
	tb.Helper()
	sealed := p.sealed
	if sealed == "" {
		var err error
		if sealed, err = p.codec.encrypt([]byte(p.message)); err != nil {
			tb.Fatal(err)
		}
	}
	stamp := strconv.FormatInt(p.at.Unix(), 10)
	signature := p.signature
	if signature == "" {
		signature = p.codec.sign(stamp, p.nonce, sealed)
	}
	body := p.body
	if body == "" {
		body = "<xml><ToUserName><![CDATA[" + p.to + "]]></ToUserName><Encrypt><![CDATA[" + sealed + "]]></Encrypt><AgentID>" + p.agent + "</AgentID></xml>"
	}
	query := url.Values{"msg_signature": {signature}, "timestamp": {stamp}, "nonce": {p.nonce}}
	return httptest.NewRequest(http.MethodPost, "/wecom/callback?"+query.Encode(), strings.NewReader(body))
}

// said is a passive answer as the platform reads it.
type said struct {
	To      string `xml:"ToUserName"`
	From    string `xml:"FromUserName"`
	Created int64  `xml:"CreateTime"`
	Kind    string `xml:"MsgType"`
	Content string
	Card    struct {
		CardType string
		Title    string   `xml:"MainTitle>Title"`
		Buttons  []string `xml:"ButtonList>Key"`
		Replace  string   `xml:"ReplaceText"`
	} `xml:"TemplateCard"`
}

// hear opens a passive answer strictly.
func hear(tb testing.TB, body []byte) said {
	tb.Helper()
	var e struct {
		XMLName   xml.Name `xml:"xml"`
		Encrypt   string
		Signature string `xml:"MsgSignature"`
		TimeStamp string
		Nonce     string
	}
	if err := xml.Unmarshal(body, &e); err != nil {
		tb.Fatalf("the answer is %q: %v", body, err)
	}
	c := codecOf(tb, testToken, testKey, testCorp)
	if !c.signed(e.Signature, e.TimeStamp, e.Nonce, e.Encrypt) {
		tb.Fatal("the answer's signature is wrong")
	}
	plain, err := c.decrypt(e.Encrypt)
	if err != nil {
		tb.Fatal(err)
	}
	var s said
	if err := xml.Unmarshal(plain, &s); err != nil {
		tb.Fatalf("the answer says %q: %v", plain, err)
	}
	return s
}

// serve gives a callback one request.
func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// answering is a handler that gives one reply and remembers the events.
type answering struct {
	mu     sync.Mutex
	reply  bot.Reply
	err    error
	events []bot.Event
}

func (a *answering) Handle(_ context.Context, ev bot.Event) (bot.Reply, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = append(a.events, ev)
	return a.reply, a.err
}

func TestPublishedVerification(t *testing.T) {
	for _, name := range []string{"01_tencent_sample_echo", "06_goworkwx_echo"} {
		t.Run(name, func(t *testing.T) {
			v := vectorOf(t, name)
			seconds, _ := strconv.ParseInt(v.Timestamp, 10, 64)
			k := newKit(t, func(s *Settings, d *Deps) {
				s.Token, s.EncodingAESKey, s.CorpID = v.Token, v.Key, v.Receiver
				d.Clock = stopped(time.Unix(seconds, 0))
			})
			h := k.Callback(&answering{}, never(t))
			w := serve(h, httptest.NewRequest(http.MethodGet, "/wecom/callback?"+v.Query, nil))
			if w.Code != http.StatusOK || w.Body.String() != v.Plain {
				t.Errorf("answered %d %q, want exactly %q", w.Code, w.Body, v.Plain)
			}
			badly := strings.ReplaceAll(v.Query, "%2B", "+") // as a proxy leaves it
			if w := serve(h, httptest.NewRequest(http.MethodGet, "/wecom/callback?"+badly, nil)); w.Body.String() != v.Plain {
				t.Errorf("a badly encoded plus is answered by %d", w.Code)
			}
			forged := strings.Replace(v.Query, "timestamp=1", "timestamp=2", 1)
			if w := serve(h, httptest.NewRequest(http.MethodGet, "/wecom/callback?"+forged, nil)); w.Code != http.StatusUnauthorized {
				t.Errorf("a forged request is answered by %d", w.Code)
			}
		})
	}
}

// stopped is a clock that stands still.
type stopped time.Time

func (s stopped) Now() time.Time                                         { return time.Time(s) }
func (s stopped) Wait(context.Context, time.Time, <-chan struct{}) error { return nil }

func TestPublishedPosts(t *testing.T) {
	for name, said := range map[string]string{"02_tencent_sample_post": "hello", "04_wechatpy_post": "test", "07_goworkwx_post": "x123"} {
		t.Run(name, func(t *testing.T) {
			v := vectorOf(t, name)
			seconds, _ := strconv.ParseInt(v.Timestamp, 10, 64)
			e, err := openEnvelope([]byte(v.Body))
			if err != nil {
				t.Fatal(err)
			}
			k := newKit(t, func(s *Settings, d *Deps) {
				s.Token, s.EncodingAESKey, s.CorpID = v.Token, v.Key, v.Receiver
				s.AgentID, _ = strconv.Atoi(e.agent)
				d.Clock = stopped(time.Unix(seconds+30, 0))
			})
			h := &answering{}
			query := url.Values{"msg_signature": {v.Signature}, "timestamp": {v.Timestamp}, "nonce": {v.Nonce}}
			r := httptest.NewRequest(http.MethodPost, "/wecom/callback?"+query.Encode(), strings.NewReader(v.Body))
			w := serve(k.Callback(h, never(t)), r)
			if w.Code != http.StatusOK || w.Body.Len() != 0 {
				t.Errorf("answered %d %q", w.Code, w.Body)
			}
			if len(h.events) != 1 || h.events[0].Said != said {
				t.Errorf("handled %+v, want %q", h.events, said)
			}
		})
	}
}

func TestWordsAreAnswered(t *testing.T) {
	long := strings.Repeat("议题", 400)
	card := &bot.Card{Title: "会议通知", Text: "会议通知", Buttons: []bot.Button{{Text: "能参加", Action: "yes"}}}
	for _, test := range []struct {
		name   string
		event  string
		reply  bot.Reply
		answer string // said at once
		later  bot.Reply
	}{
		{"short-words-at-once", text("帮助"), bot.Reply{Text: "可以输入：签到"}, "可以输入：签到", bot.Reply{}},
		{"silence", text("帮助"), bot.Reply{}, "", bot.Reply{}},
		{"as-much-as-fits", text("帮助"), bot.Reply{Text: long[:2046]}, long[:2046], bot.Reply{}},
		{"long-words-later", text("帮助"), bot.Reply{Text: long}, "", bot.Reply{Text: long}},
		{"card-later", text("议题"), bot.Reply{Text: "请看卡片。", Card: card}, "请看卡片。", bot.Reply{Card: card}},
		{"card-alone-later", text("议题"), bot.Reply{Card: card}, "", bot.Reply{Card: card}},
		{"long-words-and-card-later", text("议题"), bot.Reply{Text: long, Card: card}, "", bot.Reply{Text: long, Card: card}},
		{"greeting", inner("<MsgType>event</MsgType><Event>enter_agent</Event>"), bot.Reply{Text: "您好"}, "您好", bot.Reply{}},
		{"joined", inner("<MsgType>event</MsgType><Event>subscribe</Event>"), bot.Reply{Text: "欢迎"}, "欢迎", bot.Reply{}},
		{"left", inner("<MsgType>event</MsgType><Event>unsubscribe</Event>"), bot.Reply{Text: "再见", Card: card}, "", bot.Reply{}},
		{"picture", inner("<MsgType>image</MsgType><MsgId>9</MsgId>"), bot.Reply{Text: "请用文字回复。"}, "请用文字回复。", bot.Reply{}},
		{"lawless-words", text("帮助"), bot.Reply{Text: "一\u0001二]]>三<a href='x'>四</a>"}, "一二]]>三＜a href='x'>四＜/a>", bot.Reply{}},
		{"words-for-a-tap-later", tapped("yes", "c-1", "r"), bot.Reply{Text: "已参加"}, "", bot.Reply{Text: "已参加"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := newKit(t)
			var handed bot.Reply
			h := k.Callback(&answering{reply: test.reply}, func(_ context.Context, to bot.UserRef, r bot.Reply) error {
				if to != wang {
					t.Errorf("handed on for %+v", to)
				}
				handed = r
				return nil
			})
			w := serve(h, newPost(t, test.event).request(t))
			if w.Code != http.StatusOK {
				t.Fatalf("answered %d", w.Code)
			}
			if !reflect.DeepEqual(handed, test.later) {
				t.Errorf("handed on %+v, want %+v", handed, test.later)
			}
			if test.answer == "" {
				if w.Body.Len() != 0 {
					t.Errorf("answered %q", w.Body)
				}
				return
			}
			got := hear(t, w.Body.Bytes())
			want := said{To: wang.ID, From: testCorp, Created: testNow.Unix(), Kind: "text", Content: test.answer}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("said %+v, want %+v", got, want)
			}
		})
	}
}

func TestTapTurnsTheCard(t *testing.T) {
	k := newKit(t)
	a := &answering{reply: bot.Reply{Text: "已记录", Card: &bot.Card{
		Title: "会议通知", Text: "会议通知", Closed: "您已选择：能参加",
		Buttons: []bot.Button{{Text: "能参加", Action: "rsvp.yes 7"}},
	}}}
	var handed bot.Reply
	h := k.Callback(a, func(_ context.Context, _ bot.UserRef, r bot.Reply) error { handed = r; return nil })
	w := serve(h, newPost(t, tapped("rsvp.yes 7", "n-1", "code")).request(t))
	got := hear(t, w.Body.Bytes())
	if got.Kind != "update_template_card" || got.Card.CardType != "button_interaction" ||
		got.Card.Replace != "您已选择：能参加" || !slices.Equal(got.Card.Buttons, []string{"rsvp.yes 7"}) {
		t.Errorf("the card became %+v", got)
	}
	if handed.Text != "已记录" || handed.Card != nil {
		t.Errorf("handed on %+v", handed)
	}
	tap := a.events[0].Tap
	if tap.Action != "rsvp.yes 7" || tap.Card != "n-1" || tap.Response != "code" || tap.Choices != nil {
		t.Errorf("the tap is %+v", tap)
	}
}

func TestTapWithAnImpossibleCard(t *testing.T) {
	twice := &bot.Card{Title: "表决", Text: "表决", Buttons: []bot.Button{{Text: "赞成", Action: "x"}, {Text: "反对", Action: "x"}}}
	var handed bot.Reply
	h := newKit(t).Callback(&answering{reply: bot.Reply{Card: twice}},
		func(_ context.Context, _ bot.UserRef, r bot.Reply) error { handed = r; return nil })
	if w := serve(h, newPost(t, tapped("x", "n-1", "code")).request(t)); w.Body.Len() != 0 || handed.Card != twice {
		t.Errorf("answered %q and handed on %+v: the platform would drop such a card", w.Body, handed)
	}
}

func TestErrors(t *testing.T) {
	broken := errors.New("database is down")
	for _, test := range []struct {
		name   string
		reply  bot.Reply
		err    error
		later  error
		status int
		answer bool
	}{
		{"silent-error-is-delivered-again", bot.Reply{}, broken, nil, 500, false},
		{"error-with-words-is-told", bot.Reply{Text: "系统忙，请稍后再试。"}, broken, nil, 200, true},
		{"later-fails", bot.Reply{Card: &bot.Card{Text: "卡片"}}, nil, broken, 500, false},
		{"error-and-later-fails", bot.Reply{Card: &bot.Card{Text: "卡片"}}, broken, broken, 500, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := newKit(t)
			h := k.Callback(&answering{reply: test.reply, err: test.err},
				func(context.Context, bot.UserRef, bot.Reply) error { return test.later })
			w := serve(h, newPost(t, text("签到")).request(t))
			if w.Code != test.status || test.answer != (w.Code == 200 && w.Body.Len() > 0) {
				t.Errorf("answered %d %q", w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "database") || strings.Contains(k.log.String(), "签到") {
				t.Error("the answer tells of our insides, or the log what was said")
			}
		})
	}
}

// A reply that the outbox did not take finds its way by the delivery that the
// platform repeats, though the handler, being wrapped in Once, is silent then.
func TestReplyThatWasNotPosted(t *testing.T) {
	k := newKit(t)
	next := &answering{reply: bot.Reply{Text: "已签到", Card: &bot.Card{Title: "议程", Text: "议程"}}}
	var handed []bot.Reply
	outages := 2
	h := k.Callback(bot.Once(k.cache, k.clock.Now, next), func(_ context.Context, _ bot.UserRef, r bot.Reply) error {
		if outages--; outages >= 0 {
			return errors.New("database is down")
		}
		handed = append(handed, r)
		return nil
	})
	for i, want := range []int{500, 500, 200, 200} {
		w := serve(h, newPost(t, text("签到")).request(t))
		if w.Code != want {
			t.Fatalf("delivery %d answered %d, want %d", i+1, w.Code, want)
		}
		if i == 2 && hear(t, w.Body.Bytes()).Content != "已签到" || i == 3 && w.Body.Len() > 0 {
			t.Errorf("delivery %d said %q", i+1, w.Body)
		}
	}
	if len(handed) != 1 || handed[0].Card == nil || len(next.events) != 1 {
		t.Errorf("handed on %+v after %d handlings", handed, len(next.events))
	}
}

func TestDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKit(t)
		slow := bot.HandlerFunc(func(ctx context.Context, _ bot.Event) (bot.Reply, error) {
			<-ctx.Done()
			return bot.Reply{}, ctx.Err()
		})
		begun := time.Now()
		w := serve(k.Callback(slow, never(t)), newPost(t, text("签到")).request(t))
		if took := time.Since(begun); w.Code != 500 || took != 4*time.Second {
			t.Errorf("answered %d after %s", w.Code, took)
		}
		hung := func(ctx context.Context, _ bot.UserRef, _ bot.Reply) error { <-ctx.Done(); return ctx.Err() }
		begun = time.Now()
		w = serve(k.Callback(&answering{reply: bot.Reply{Card: &bot.Card{Text: "卡片"}}}, hung), newPost(t, text("议题")).request(t))
		if took := time.Since(begun); w.Code != 500 || took > time.Second {
			t.Errorf("answered %d after %s", w.Code, took)
		}
	})
}

func TestUnknownEventsAreAcknowledged(t *testing.T) {
	for event, level := range map[string]string{
		"<MsgType>event</MsgType><Event>LOCATION</Event>":             `"DEBUG"`,
		"<MsgType>event</MsgType><Event>close_inactive_agent</Event>": `"WARN"`,
		"<MsgType>event</MsgType><Event>说了不该记的话</Event>":              `"unnamed"`,
		"<MsgType>notsure</MsgType><Content>说了不该记的话</Content>":        `"notsure"`,
	} {
		k := newKit(t)
		a := &answering{}
		w := serve(k.Callback(a, never(t)), newPost(t, inner(event)).request(t))
		if w.Code != http.StatusOK || w.Body.Len() != 0 || len(a.events) != 0 {
			t.Errorf("%s: answered %d %q", event, w.Code, w.Body)
		}
		if log := k.log.String(); !strings.Contains(log, level) || strings.Contains(log, "不该记") {
			t.Errorf("%s: the log says %s", event, log)
		}
	}
}

// The same bytes again have no second effect, and a changed nonce makes them
// nobody's.
func TestReplay(t *testing.T) {
	k := newKit(t)
	a := &answering{reply: bot.Reply{Text: "已签到"}}
	h := k.Callback(bot.Once(k.cache, k.clock.Now, a), never(t))
	p := newPost(t, text("签到"))
	p.sealed, _ = p.codec.encrypt([]byte(p.message))
	for i := range 3 {
		if w := serve(h, p.request(t)); w.Code != 200 || (w.Body.Len() > 0) != (i == 0) {
			t.Errorf("delivery %d answered %d %q", i+1, w.Code, w.Body)
		}
	}
	p.signature = p.codec.sign(strconv.FormatInt(p.at.Unix(), 10), p.nonce, p.sealed)
	p.nonce = "9"
	if w := serve(h, p.request(t)); w.Code != 401 {
		t.Errorf("with another nonce: %d", w.Code)
	}
	if len(a.events) != 1 {
		t.Errorf("handled %d times", len(a.events))
	}
}
