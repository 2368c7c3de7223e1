package sandbox

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	corp      = "ww1a2b3c4d5e6f7a8b"
	aesKey    = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
	secretKey = "应用密钥-测试"
	agent     = 1000002
)

// hand is a clock moved by the test.
type hand struct {
	mu sync.Mutex
	at time.Time
}

func newHand() *hand {
	return &hand{at: time.Date(2026, 12, 10, 9, 7, 0, 0, time.FixedZone("CST", 8*3600))}
}

func (h *hand) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hand) move(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// incoming is an event as the toy app reads it.
type incoming struct {
	XMLName      xml.Name `xml:"xml"`
	FromUserName string
	CreateTime   int64
	MsgType      string
	Event        string
	EventKey     string
	Content      string
	MsgID        string `xml:"MsgId"`
	MediaID      string `xml:"MediaId"`
	FileName     string
	TaskID       string `xml:"TaskId"`
	CardType     string
	ResponseCode string
	AgentID      int
	Selected     []struct {
		QuestionKey string
		OptionIDs   []string `xml:"OptionIds>OptionId"`
	} `xml:"SelectedItems>SelectedItem"`
}

// delivery is an event with how it came.
type delivery struct {
	incoming
	timestamp, nonce string
	order            []string
}

// app is a toy bot: it records what comes and answers what the test says.
type app struct {
	t      *testing.T
	codec  *codec
	now    func() time.Time
	mu     sync.Mutex
	got    []delivery
	answer func(incoming) string                         // plaintext of the passive answer; "" none
	serve  func(http.ResponseWriter, *http.Request) bool // true: answered already
}

func (a *app) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.Method == http.MethodGet {
		plain, err := a.codec.open(q.Get("echostr"))
		if err != nil || !a.codec.signed(q.Get("msg_signature"), q.Get("timestamp"), q.Get("nonce"), q.Get("echostr")) {
			http.Error(rw, "no", http.StatusForbidden)
			return
		}
		_, _ = rw.Write(plain)
		return
	}
	var env struct {
		XMLName xml.Name `xml:"xml"`
		Encrypt string
	}
	body, _ := io.ReadAll(r.Body)
	if err := xml.Unmarshal(body, &env); err != nil {
		a.t.Errorf("envelope: %v", err)
	}
	if !a.codec.signed(q.Get("msg_signature"), q.Get("timestamp"), q.Get("nonce"), env.Encrypt) {
		a.t.Errorf("the platform's signature is wrong")
	}
	plain, err := a.codec.open(env.Encrypt)
	if err != nil {
		a.t.Errorf("open: %v", err)
	}
	d := delivery{timestamp: q.Get("timestamp"), nonce: q.Get("nonce"), order: names(plain)}
	if err := xml.Unmarshal(plain, &d.incoming); err != nil {
		a.t.Errorf("event %s: %v", plain, err)
	}
	a.mu.Lock()
	a.got = append(a.got, d)
	answer, serve := a.answer, a.serve
	a.mu.Unlock()
	if serve != nil && serve(rw, r) {
		return
	}
	if answer == nil {
		return
	}
	if text := answer(d.incoming); text != "" {
		_, _ = io.WriteString(rw, a.envelope(text))
	}
}

// envelope seals a passive answer.
func (a *app) envelope(plain string) string {
	sealed := a.codec.seal([]byte(plain))
	return "<xml><Encrypt><![CDATA[" + sealed + "]]></Encrypt><MsgSignature><![CDATA[" +
		a.codec.sign("1411525903", "461056294", sealed) +
		"]]></MsgSignature><TimeStamp>1411525903</TimeStamp><Nonce><![CDATA[461056294]]></Nonce></xml>"
}

func (a *app) events() []delivery {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]delivery(nil), a.got...)
}

func (a *app) answers(f func(incoming) string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = f
}

func (a *app) serves(f func(http.ResponseWriter, *http.Request) bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.serve = f
}

// names lists the children of the root in order.
func names(plain []byte) []string {
	var list []string
	dec := xml.NewDecoder(bytes.NewReader(plain))
	depth := 0
	for {
		tok, err := dec.Token()
		if err != nil {
			return list
		}
		switch el := tok.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				list = append(list, el.Name.Local)
			}
		case xml.EndElement:
			depth--
		}
	}
}

func passive1(to, msgType, rest string) string {
	return "<xml><ToUserName>" + cdata(to) + "</ToUserName><FromUserName>" + cdata(corp) +
		"</FromUserName><CreateTime>1348831860</CreateTime><MsgType>" + cdata(msgType) + "</MsgType>" + rest + "</xml>"
}

func passiveText(to, text string) string {
	return passive1(to, "text", "<Content>"+cdata(text)+"</Content>")
}

func passiveButton(to, text string) string {
	return passive1(to, "update_button", "<Button><ReplaceName>"+cdata(text)+"</ReplaceName></Button>")
}

// world is a corporation with its app.
type world struct {
	*WeCom
	t     *testing.T
	clock *hand
	app   *app
	api   *httptest.Server
	token string
}

func members() []User {
	return []User{
		{ID: "LiuFang", Name: "刘芳", Title: "市第三中学", Mobile: "13900000001", InRange: true},
		{ID: "zhangjianguo", Name: "张建国", Title: "书记", Mobile: "13900000002", InRange: true},
		{ID: "wuguodong", Name: "吴国栋", Title: "江城大学", Status: NotActivated, InRange: true},
		{ID: "laoqin", Name: "老秦", Title: "居民代表"},
	}
}

func newWorld(t *testing.T, change ...func(*Options)) *world {
	t.Helper()
	w := &world{t: t, clock: newHand()}
	o := Options{
		CorpID: corp, AgentID: agent, Secret: secretKey, Token: "QDG6eK", EncodingAESKey: aesKey,
		WebhookKey: "群机器人-1", Now: w.clock.now,
	}
	for _, f := range change {
		f(&o)
	}
	codec, err := newCodec(o.Token, o.EncodingAESKey, o.CorpID)
	if err != nil {
		t.Fatal(err)
	}
	w.app = &app{t: t, codec: codec, now: w.clock.now}
	callback := httptest.NewServer(w.app)
	t.Cleanup(callback.Close)
	o.CallbackURL = callback.URL + "/wecom/callback"
	if w.WeCom, err = NewWeCom(o, members()); err != nil {
		t.Fatal(err)
	}
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.RetryDelay = 0 })
	w.api = httptest.NewServer(w.API())
	t.Cleanup(w.api.Close)
	return w
}

// answer is what the API says.
type answer map[string]any

func (a answer) code() int {
	n, ok := a["errcode"].(float64)
	if !ok {
		return -999
	}
	return int(n)
}

func (a answer) text(name string) string {
	s, _ := a[name].(string)
	return s
}

func (w *world) get(path string, query url.Values) answer {
	w.t.Helper()
	res, err := http.Get(w.api.URL + "/cgi-bin/" + path + "?" + query.Encode())
	return w.read(res, err)
}

func (w *world) read(res *http.Response, err error) answer {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/json; charset=UTF-8" {
		w.t.Errorf("HTTP %d %s, want 200 and JSON", res.StatusCode, res.Header.Get("Content-Type"))
	}
	got := answer{}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		w.t.Errorf("answer: %v", err)
	}
	return got
}

// fetch gets a token.
func (w *world) fetch() string {
	w.t.Helper()
	got := w.get("gettoken", url.Values{"corpid": {corp}, "corpsecret": {secretKey}})
	if got.code() != 0 {
		w.t.Fatalf("gettoken: %v", got)
	}
	return got.text("access_token")
}

// post calls the API with a token.
func (w *world) post(path, body string) answer {
	w.t.Helper()
	if w.token == "" {
		w.token = w.fetch()
	}
	return w.postWith(path, url.Values{"access_token": {w.token}}, body)
}

func (w *world) postWith(path string, query url.Values, body string) answer {
	w.t.Helper()
	res, err := http.Post(w.api.URL+"/cgi-bin/"+path+"?"+query.Encode(), "", strings.NewReader(body))
	return w.read(res, err)
}

// mustPost is post that must succeed.
func (w *world) mustPost(path, body string) answer {
	w.t.Helper()
	got := w.post(path, body)
	if got.code() != 0 {
		w.t.Fatalf("%s: %v", path, got)
	}
	return got
}

func (w *world) robot(body string) answer {
	w.t.Helper()
	return w.postWith("webhook/send", url.Values{"key": {"群机器人-1"}}, body)
}

func buttonsTo(to, task string) string {
	return `{"touser":"` + to + `","msgtype":"template_card","agentid":1000002,"template_card":{
		"card_type":"button_interaction","source":{"desc":"滨河社区大党委"},
		"main_title":{"title":"第四次会议通知","desc":"12月15日(周二)14:30"},
		"sub_title_text":"请于12月14日(周一)12:00前回复","horizontal_content_list":[{"keyname":"地点","value":"二楼会议室"}],
		"task_id":"` + task + `","button_list":[
		{"text":"参加","style":1,"key":"yes"},{"text":"请假","style":4,"key":"no"},{"type":1,"text":"查看议题","style":2,"url":"https://example.com/t"}]}}`
}

func voteTo(to, task, mode string) string {
	return `{"touser":"` + to + `","msgtype":"template_card","agentid":1000002,"template_card":{
		"card_type":"vote_interaction","main_title":{"title":"无记名表决"},"task_id":"` + task + `",
		"checkbox":{"question_key":"q1","mode":` + mode + `,"option_list":[{"id":"a","text":"赞成"},{"id":"b","text":"反对"}]},
		"submit_button":{"text":"提交","key":"submit"}}}`
}

func textTo(to, text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		return err.Error()
	}
	return `{"touser":"` + to + `","msgtype":"text","agentid":1000002,"text":{"content":` + string(raw) + `}}`
}

// texts are what a phone shows, in short.
func texts(list []Bubble) []string {
	var all []string
	for _, b := range list {
		switch {
		case b.Card != nil && b.Card.Replace != "":
			all = append(all, b.Card.Title+"["+b.Card.Replace+"]")
		case b.Card != nil:
			all = append(all, b.Card.Title)
		case b.Mine:
			all = append(all, "> "+b.Text)
		default:
			all = append(all, b.Text)
		}
	}
	return all
}

// last is the newest bubble of a phone, however it came.
func (w *world) last(user string) Bubble {
	w.t.Helper()
	chat := w.Chat(user)
	if len(chat) == 0 {
		w.t.Fatalf("the phone of %s shows nothing", user)
	}
	return chat[len(chat)-1]
}
