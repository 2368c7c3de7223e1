package sandbox

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestDeliveryIsTriedFourTimes(t *testing.T) {
	w := newWorld(t)
	w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
		w.clock.move(time.Second)
		http.Error(rw, "坏了", http.StatusInternalServerError)
		return true
	})
	if err := w.Say(t.Context(), "liufang", "参加"); err == nil {
		t.Error("no error though nobody answered")
	}
	events := w.app.events()
	if len(events) != 4 {
		t.Fatalf("%d deliveries, want 4", len(events))
	}
	for _, e := range events[1:] {
		if e.MsgID != events[0].MsgID || e.CreateTime != events[0].CreateTime {
			t.Error("a retry has another MsgId or CreateTime")
		}
		if e.nonce == events[0].nonce || e.timestamp == events[0].timestamp {
			t.Error("a retry has the nonce or timestamp of the first try")
		}
	}
	if got := w.last("liufang"); got.Kind != KindNotice || got.Text != "该应用暂时无法提供服务" {
		t.Errorf("phone shows %+v", got)
	}
	if got := w.Calls(KindCallback, 500); got != 4 {
		t.Errorf("journal counts %d failures, want 4", got)
	}
}

func TestDeliverySucceedsAtLast(t *testing.T) {
	w := newWorld(t)
	tries := 0
	w.app.answers(func(in incoming) string { return passiveText(in.FromUserName, "收到") })
	w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
		if tries++; tries < 3 {
			rw.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		return false
	})
	if err := w.Say(t.Context(), "liufang", "参加"); err != nil {
		t.Fatal(err)
	}
	if got := texts(w.Chat("liufang")); !slices.Equal(got, []string{"> 参加", "收到"}) {
		t.Errorf("phone shows %q", got)
	}
}

func TestWhatIsNotRetried(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		rules  func(*CallbackRules)
		tries  int
	}{
		"forbidden":  {http.StatusForbidden, func(*CallbackRules) {}, 1},
		"redirect":   {http.StatusFound, func(*CallbackRules) {}, 1},
		"strict-5xx": {http.StatusBadGateway, func(r *CallbackRules) { r.Strict = true }, 1},
		"5xx":        {http.StatusBadGateway, func(*CallbackRules) {}, 4},
		"no-retries": {http.StatusBadGateway, func(r *CallbackRules) { r.Retries = 0 }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Faults().SetCallbacks(c.rules)
			w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
				rw.Header().Set("Location", "/else")
				rw.WriteHeader(c.status)
				return true
			})
			if err := w.Say(t.Context(), "liufang", "参加"); err == nil {
				t.Error("no error")
			}
			if got := len(w.app.events()); got != c.tries {
				t.Errorf("%d tries, want %d", got, c.tries)
			}
			if got := w.Errors(); len(got) != 1 {
				t.Errorf("%d errors in the journal, want 1", len(got))
			}
		})
	}
}

func TestTimeoutIsRetried(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.Timeout = 20 * time.Millisecond })
	w.app.serves(func(_ http.ResponseWriter, r *http.Request) bool {
		<-r.Context().Done()
		return true
	})
	if err := w.Say(t.Context(), "liufang", "参加"); err == nil {
		t.Error("no error")
	}
	if got := w.Calls(KindCallback, 0); got != 4 {
		t.Errorf("%d tries without an answer, want 4", got)
	}
}

func TestRefusedConnectionIsRetried(t *testing.T) {
	w := newWorld(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	w.SetCallback(gone.URL)
	err := w.Say(t.Context(), "liufang", "参加")
	if err == nil || strings.Contains(err.Error(), "msg_signature") {
		t.Errorf("error = %v; it must not show the address with its signature", err)
	}
	if got := w.Calls(KindCallback, 0); got != 4 {
		t.Errorf("%d tries, want 4", got)
	}
}

func TestNoCallbackURL(t *testing.T) {
	w := newWorld(t)
	w.SetCallback("")
	if err := w.Say(t.Context(), "liufang", "参加"); err == nil {
		t.Error("no error")
	}
	if _, err := w.Deliver(t.Context(), "<xml/>"); err == nil {
		t.Error("no error of Deliver")
	}
	if err := w.Verify(t.Context()); err == nil {
		t.Error("no error of Verify")
	}
}

func TestCallbackURLWithAQuery(t *testing.T) {
	w := newWorld(t)
	var tenant string
	w.app.serves(func(_ http.ResponseWriter, r *http.Request) bool {
		tenant = r.URL.Query().Get("tenant")
		return false
	})
	w.SetCallback(w.callback + "?tenant=7")
	if err := w.Say(t.Context(), "liufang", "参加"); err != nil || tenant != "7" {
		t.Errorf("tenant %q, %v", tenant, err)
	}
}

func TestVerifyRefusals(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"status": func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) },
		"new-line": func(rw http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(rw, r.URL.Query().Get("echostr")+"\n")
		},
	} {
		w := newWorld(t)
		server := httptest.NewServer(serve)
		w.SetCallback(server.URL)
		if err := w.Verify(t.Context()); err == nil {
			t.Errorf("%s: verified", name)
		}
		server.Close()
		if err := w.Verify(t.Context()); err == nil {
			t.Errorf("%s: verified though nobody listens", name)
		}
	}
}

func TestExtraDeliveries(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.Extra = 2 })
	w.app.answers(func(in incoming) string { return passiveText(in.FromUserName, "收到") })
	if err := w.Say(t.Context(), "liufang", "参加"); err != nil {
		t.Fatal(err)
	}
	events := w.app.events()
	if len(events) != 3 || events[2].MsgID != events[0].MsgID {
		t.Errorf("%d deliveries, want 3 of one event", len(events))
	}
	if got := len(w.Chat("liufang")); got != 2 {
		t.Errorf("%d bubbles, want 2: the answer is shown once", got)
	}
}

func TestRedeliver(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"一", "二"} {
		if err := w.Say(t.Context(), "liufang", text); err != nil {
			t.Fatal(err)
		}
	}
	w.clock.move(10 * time.Minute)
	if err := w.Redeliver(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	events := w.app.events()
	if got := events[2]; got.Content != "一" || got.MsgID != events[0].MsgID || got.CreateTime != events[0].CreateTime {
		t.Errorf("redelivered %+v", got.incoming)
	}
	if events[2].timestamp == events[0].timestamp {
		t.Error("the timestamp is the old one")
	}
	for _, back := range []int{-1, 2} {
		if err := w.Redeliver(t.Context(), back); err == nil {
			t.Errorf("redelivered event %d", back)
		}
	}
}

func TestShuffledElements(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.Shuffle = true })
	orders := map[string]bool{}
	for range 12 {
		if err := w.Say(t.Context(), "liufang", "参加"); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range w.app.events() {
		orders[strings.Join(e.order, " ")] = true
		if e.Content != "参加" || e.AgentID != agent {
			t.Errorf("event = %+v", e.incoming)
		}
	}
	if len(orders) < 2 {
		t.Errorf("the order is always %v", orders)
	}
}

func TestSameSecondClicks(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.SameSecond = 1796864820 })
	w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	for _, button := range []string{"参加", "请假"} {
		if err := w.TapText(t.Context(), "liufang", button); err != nil {
			t.Fatal(err)
		}
		w.clock.move(time.Minute)
	}
	events := w.app.events()
	if events[0].CreateTime != 1796864820 || events[1].CreateTime != 1796864820 || events[0].ResponseCode == events[1].ResponseCode {
		t.Errorf("events = %+v", events)
	}
}

func TestLostEvents(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetCallbacks(func(r *CallbackRules) { r.LoseEvents = true })
	if err := w.Say(t.Context(), "liufang", "参加"); err != nil || len(w.app.events()) != 0 {
		t.Errorf("%v, %d events", err, len(w.app.events()))
	}
}

func TestDeliverAnything(t *testing.T) {
	w := newWorld(t)
	w.app.answers(func(in incoming) string {
		if in.Event == "怪事" {
			return passiveText("谁", "好")
		}
		return ""
	})
	got, err := w.Deliver(t.Context(), "<xml><FromUserName>陌生人</FromUserName><MsgType>event</MsgType><Event>怪事</Event></xml>")
	if err != nil || !strings.Contains(got, "<![CDATA[好]]>") {
		t.Errorf("answer %q, %v", got, err)
	}
	if got, err := w.Deliver(t.Context(), "<xml></xml>"); err != nil || got != "" {
		t.Errorf("answer %q, %v", got, err)
	}
	w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
		rw.WriteHeader(http.StatusTeapot)
		return true
	})
	_, err = w.Deliver(t.Context(), "<xml></xml>")
	if bad, ok := errors.AsType[*StatusError](err); !ok || bad.Status != http.StatusTeapot || !strings.Contains(bad.Error(), "418") {
		t.Errorf("error = %v", err)
	}
}

func TestCDATA(t *testing.T) {
	for text, want := range map[string]string{
		"好":               "<![CDATA[好]]>",
		"a]]>b":           "<![CDATA[a]]]]><![CDATA[>b]]>",
		"行\n二\t\x00\x08末": "<![CDATA[行\n二\t末]]>",
	} {
		if got := cdata(text); got != want {
			t.Errorf("cdata(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOpenAndEvents(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", textTo("liufang", "请到会"))
	w.app.answers(func(in incoming) string { return passiveText(in.FromUserName, "欢迎") })
	if err := w.Open(t.Context(), "liufang"); err != nil {
		t.Fatal(err)
	}
	if ev := w.app.events()[0]; ev.Event != "enter_agent" || ev.MsgType != "event" || ev.MsgID != "" {
		t.Errorf("event = %+v", ev.incoming)
	}
	if got := w.last("liufang").Text; got != "欢迎" {
		t.Errorf("phone shows %q", got)
	}
	for _, err := range []error{
		w.Open(t.Context(), "nobody"), w.TapMenu(t.Context(), "nobody", "k"), w.Join(t.Context(), "nobody"),
		w.Tap(t.Context(), "nobody", "x", "k", nil), w.SendFile(t.Context(), "nobody", "a", []byte("好")),
	} {
		if !errors.Is(err, ErrNoUser) {
			t.Errorf("error = %v, want ErrNoUser", err)
		}
	}
}

func TestJoinFailureIsNotShown(t *testing.T) {
	w := newWorld(t)
	w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
		rw.WriteHeader(http.StatusForbidden)
		return true
	})
	if err := w.Leave(t.Context(), "liufang"); err == nil {
		t.Error("no error")
	}
	if got := w.Chat("liufang"); len(got) != 0 {
		t.Errorf("phone shows %q", texts(got))
	}
	if got := w.post("message/send", textTo("liufang", "好")); got.code() != 81013 {
		t.Errorf("after leaving: %d, want 81013", got.code())
	}
}

func TestSendFromThePhone(t *testing.T) {
	w := newWorld(t)
	if err := w.SendFile(t.Context(), "liufang", "纪要.docx", []byte("修改后的会议纪要")); err != nil {
		t.Fatal(err)
	}
	if err := w.SendFile(t.Context(), "liufang", "现场.png", dotBytes(t)); err != nil {
		t.Fatal(err)
	}
	events := w.app.events()
	if e := events[0]; e.MsgType != "file" || e.FileName != "纪要.docx" || e.MediaID == "" || e.MsgID == "" {
		t.Errorf("file event = %+v", e.incoming)
	}
	if e := events[1]; e.MsgType != "image" || e.MediaID == "" {
		t.Errorf("image event = %+v", e.incoming)
	}
	if got := w.last("liufang"); !got.Mine || got.Kind != KindImage {
		t.Errorf("phone shows %+v", got)
	}
}
