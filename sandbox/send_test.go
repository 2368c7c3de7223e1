package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestSendValidates(t *testing.T) {
	long := strings.Repeat("议", 700)
	for name, c := range map[string]struct {
		body string
		code int
	}{
		"no-json":            {`{"坏的`, codeBadParameter},
		"no-agent":           {`{"touser":"liufang","msgtype":"text","text":{"content":"好"}}`, codeAgentID},
		"other-agent":        {`{"touser":"liufang","msgtype":"text","agentid":7,"text":{"content":"好"}}`, codeOtherAgent},
		"agent-as-text":      {`{"touser":"liufang","msgtype":"text","agentid":"1000002","text":{"content":"好"}}`, 0},
		"nobody":             {`{"msgtype":"text","agentid":1000002,"text":{"content":"好"}}`, 82001},
		"unknown-alone":      {`{"touser":"nobody","msgtype":"text","agentid":1000002,"text":{"content":"好"}}`, 81013},
		"out-of-range":       {`{"touser":"laoqin","msgtype":"text","agentid":1000002,"text":{"content":"好"}}`, 81013},
		"not-activated":      {`{"touser":"wuguodong","msgtype":"text","agentid":1000002,"text":{"content":"好"}}`, 81013},
		"recipients-first":   {`{"touser":"nobody","msgtype":"怪","agentid":1000002}`, 81013},
		"unknown-type":       {`{"touser":"liufang","msgtype":"怪","agentid":1000002}`, codeMsgType},
		"empty-text":         {`{"touser":"liufang","msgtype":"text","agentid":1000002,"text":{"content":""}}`, 44004},
		"no-text":            {`{"touser":"liufang","msgtype":"text","agentid":1000002}`, 44004},
		"empty-markdown":     {`{"touser":"liufang","msgtype":"markdown","agentid":1000002,"markdown":{}}`, 44004},
		"long-markdown":      {`{"touser":"liufang","msgtype":"markdown","agentid":1000002,"markdown":{"content":"` + long + `"}}`, codeTooLong},
		"long-text-is-cut":   {textTo("liufang", long), 0},
		"file-unknown":       {`{"touser":"liufang","msgtype":"file","agentid":1000002,"file":{"media_id":"x"}}`, codeMediaID},
		"file-missing":       {`{"touser":"liufang","msgtype":"file","agentid":1000002,"file":{}}`, 41006},
		"image-missing":      {`{"touser":"liufang","msgtype":"image","agentid":1000002}`, 41006},
		"card-missing":       {`{"touser":"liufang","msgtype":"template_card","agentid":1000002}`, codeBadParameter},
		"card-without-title": {`{"touser":"liufang","msgtype":"textcard","agentid":1000002,"textcard":{}}`, 41016},
		"textcard-no-desc":   {`{"touser":"liufang","msgtype":"textcard","agentid":1000002,"textcard":{"title":"纪要"}}`, 41033},
		"textcard-no-url":    {`{"touser":"liufang","msgtype":"textcard","agentid":1000002,"textcard":{"title":"纪要","description":"请阅"}}`, 41010},
		"textcard-no-scheme": {`{"touser":"liufang","msgtype":"textcard","agentid":1000002,"textcard":{"title":"纪要","description":"请阅","url":"example.com"}}`, 45034},
		"textcard-long":      {`{"touser":"liufang","msgtype":"textcard","agentid":1000002,"textcard":{"title":"` + long[:390] + `","description":"请阅","url":"https://example.com"}}`, codeBadParameter},
		"textcard-good":      {`{"touser":"liufang","msgtype":"textcard","agentid":1000002,"textcard":{"title":"纪要","description":"请阅","url":"https://example.com"}}`, 0},
		"news-none":          {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[]}}`, 45008},
		"news-nine":          {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[` + strings.Repeat(`{"title":"周报","url":"https://e.cn"},`, 8) + `{"title":"周报","url":"https://e.cn"}]}}`, 45008},
		"news-no-title":      {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[{"url":"https://e.cn"}]}}`, 41016},
		"news-no-url":        {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[{"title":"周报"}]}}`, 41010},
		"news-no-scheme":     {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[{"title":"周报","url":"e.cn"}]}}`, 45034},
		"news-long":          {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[{"title":"` + long[:390] + `","url":"https://e.cn"}]}}`, codeBadParameter},
		"news-mini-program":  {`{"touser":"liufang","msgtype":"news","agentid":1000002,"news":{"articles":[{"title":"周报","appid":"wx1"}]}}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			got := w.post("message/send", c.body)
			if got.code() != c.code {
				t.Errorf("errcode = %d, want %d: %v", got.code(), c.code, got)
			}
			if shown := len(w.Chat("liufang")) == 1; shown != (c.code == 0) {
				t.Errorf("shown on the phone: %v", shown)
			}
		})
	}
}

func TestWrongTypesAreAWarning(t *testing.T) {
	w := newWorld(t)
	got := w.post("message/send", `{"touser":"liufang","msgtype":"text","agentid":1000002,"safe":"否","text":{"content":"好"},"totag":7}`)
	if got.code() != 0 || !strings.Contains(got.text("errmsg"), "Warning: wrong json format.") {
		t.Errorf("answer = %v", got)
	}
	if len(w.Chat("liufang")) != 1 {
		t.Error("the message is not delivered")
	}
}

func TestLongTextIsCutSilently(t *testing.T) {
	w := newWorld(t)
	w.mustPost("message/send", textTo("liufang", strings.Repeat("议", 1000)))
	got := w.last("liufang").Text
	if len(got) > 2048 || got != strings.Repeat("议", 682) {
		t.Errorf("%d bytes are shown, want 682 whole characters", len(got))
	}
}

func TestRecipients(t *testing.T) {
	for name, c := range map[string]struct {
		body            string
		users           []string
		noUser, noParty string
		noTag           string
		code            int
	}{
		"mixed-case":     {body: `"touser":"LIUFANG"`, users: []string{"liufang"}},
		"part-unknown":   {body: `"touser":"liufang|Nobody|WuGuodong"`, users: []string{"liufang"}, noUser: "nobody|wuguodong"},
		"twice":          {body: `"touser":"liufang|LiuFang"`, users: []string{"liufang"}},
		"all":            {body: `"touser":"@all"`, users: []string{"liufang", "zhangjianguo"}},
		"root":           {body: `"toparty":"1"`, users: []string{"liufang", "zhangjianguo"}},
		"other-party":    {body: `"touser":"liufang","toparty":"1 | 9"`, users: []string{"liufang", "zhangjianguo"}, noParty: "9"},
		"tag":            {body: `"touser":"liufang","totag":"3"`, users: []string{"liufang"}, noTag: "3"},
		"tag-alone":      {body: `"totag":"3"`, code: 81013},
		"too-many-users": {body: `"touser":"` + strings.Repeat("a|", 1000) + `b"`, code: codeTooManyUsers},
		"too-many-depts": {body: `"toparty":"` + strings.Repeat("1|", 101) + `"`, code: 82002},
		"too-many-tags":  {body: `"totag":"` + strings.Repeat("1|", 101) + `"`, code: 82003},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			got := w.post("message/send", `{`+c.body+`,"msgtype":"text","agentid":1000002,"text":{"content":"好"}}`)
			if got.code() != c.code {
				t.Fatalf("errcode = %d, want %d", got.code(), c.code)
			}
			if got.text("invaliduser") != c.noUser || got.text("invalidparty") != c.noParty || got.text("invalidtag") != c.noTag {
				t.Errorf("answer = %v", got)
			}
			var reached []string
			for _, u := range w.Users() {
				if len(w.Chat(u.ID)) > 0 {
					reached = append(reached, fold(u.ID))
				}
			}
			if !slices.Equal(reached, c.users) {
				t.Errorf("reached %v, want %v", reached, c.users)
			}
		})
	}
}

func TestMessageIDs(t *testing.T) {
	w := newWorld(t)
	text := w.mustPost("message/send", textTo("liufang", "一"))
	card := w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	if text.text("msgid") == "" || text.text("msgid") == card.text("msgid") {
		t.Errorf("ids %q and %q", text.text("msgid"), card.text("msgid"))
	}
	if text.text("response_code") != "" {
		t.Error("a text has a response code")
	}
	if len(card.text("response_code")) != 43 {
		t.Errorf("response code %q", card.text("response_code"))
	}
	if got := w.last("liufang").ID; got != card.text("msgid") {
		t.Errorf("the bubble is called %q", got)
	}
}

func TestTaskIDs(t *testing.T) {
	for name, c := range map[string]struct {
		task string
		code int
	}{
		"good":     {"n-1_A@b", 0},
		"empty":    {"", 42014},
		"chinese":  {"通知", 42014},
		"space":    {"n 1", 42014},
		"longest":  {strings.Repeat("n", 128), 0},
		"too-long": {strings.Repeat("n", 129), 42014},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.post("message/send", buttonsTo("liufang", c.task)); got.code() != c.code {
				t.Errorf("errcode = %d, want %d", got.code(), c.code)
			}
		})
	}
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	if got := w.post("message/send", buttonsTo("zhangjianguo", "n-1")); got.code() != 42014 {
		t.Errorf("a task id used before: %d, want 42014", got.code())
	}
	if len(w.Chat("zhangjianguo")) != 0 {
		t.Error("the refused card is shown")
	}
}

func TestDuplicateCheck(t *testing.T) {
	w := newWorld(t)
	checked := strings.Replace(buttonsTo("liufang", "n-1"), `"agentid"`, `"enable_duplicate_check":1,"duplicate_check_interval":1800,"agentid"`, 1)
	first := w.mustPost("message/send", checked)
	w.clock.move(30 * time.Minute)
	again := w.mustPost("message/send", checked)
	if len(w.Chat("liufang")) != 1 {
		t.Errorf("%d bubbles, want 1", len(w.Chat("liufang")))
	}
	if again.text("msgid") != first.text("msgid") || again.text("response_code") != "" {
		t.Errorf("the repeat answers %v", again)
	}
	w.clock.move(time.Second)
	if got := w.post("message/send", checked); got.code() != 42014 {
		t.Errorf("after the window: %d, want 42014 for the used task id", got.code())
	}
	plain := textTo("liufang", "无重复检查")
	w.mustPost("message/send", plain)
	w.mustPost("message/send", plain)
	if got := len(w.Chat("liufang")); got != 3 {
		t.Errorf("%d bubbles, want 3: without the check both are delivered", got)
	}
}

func TestDuplicateWindow(t *testing.T) {
	for name, c := range map[string]struct {
		seconds int
		want    time.Duration
	}{
		"default": {0, 30 * time.Minute}, "given": {60, time.Minute}, "longest": {99999, 4 * time.Hour},
	} {
		r := sendRequest{Window: number(c.seconds)}
		if got := r.window(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestSilentDrop(t *testing.T) {
	w := newWorld(t)
	for i := range 35 {
		if got := w.post("message/send", textTo("liufang|zhangjianguo", fmt.Sprint("第", i, "条"))); got.code() != 0 {
			t.Fatalf("message %d: %v", i, got)
		}
	}
	if got := len(w.Chat("liufang")); got != 30 {
		t.Errorf("%d messages arrived in one minute, want 30", got)
	}
	if got := len(w.Dropped()); got != 10 {
		t.Errorf("%d dropped, want 10: five of each member", got)
	}
	w.clock.move(time.Minute)
	w.mustPost("message/send", textTo("liufang", "下一分钟"))
	if got := w.last("liufang").Text; got != "下一分钟" {
		t.Errorf("after a minute the newest is %q", got)
	}
}

func TestHourlyDrop(t *testing.T) {
	w := newWorld(t)
	w.Faults().SetLimits(func(l *Limits) { l.MemberHour = 40 })
	for i := range 45 {
		w.mustPost("message/send", textTo("liufang", strconv.Itoa(i)))
		w.clock.move(time.Minute)
	}
	if got := len(w.Chat("liufang")); got != 40 {
		t.Errorf("%d arrived within the hour, want 40", got)
	}
	w.clock.move(20 * time.Minute)
	w.mustPost("message/send", textTo("liufang", "又一条"))
	if got := len(w.Chat("liufang")); got != 41 {
		t.Errorf("%d after the hour, want 41", got)
	}
}

func TestCardsNeedACallback(t *testing.T) {
	w := newWorld(t)
	w.SetCallback("")
	if got := w.post("message/send", buttonsTo("liufang", "n-1")); got.code() != codeNeedsCallback {
		t.Errorf("errcode = %d, want 43012", got.code())
	}
	w.Faults().AllowCardsWithoutCallback()
	if got := w.post("message/send", buttonsTo("liufang", "n-1")); got.code() != 0 {
		t.Errorf("allowed: %v", got)
	}
}

func TestRecall(t *testing.T) {
	w := newWorld(t)
	sent := w.mustPost("message/send", textTo("liufang|zhangjianguo", "发错了"))
	w.mustPost("message/send", textTo("liufang", "后一条"))
	if got := w.post("message/recall", `{"msgid":"没有"}`); got.code() != codeBadParameter {
		t.Errorf("unknown: %d", got.code())
	}
	if got := w.post("message/recall", `{"msgid":"`+sent.text("msgid")+`"}`); got.code() != 0 {
		t.Fatalf("recall: %v", got)
	}
	if got := texts(w.Chat("liufang")); !slices.Equal(got, []string{"撤回了一条消息", "后一条"}) {
		t.Errorf("phone shows %q", got)
	}
	if got := w.last("zhangjianguo"); got.Kind != KindNotice {
		t.Errorf("the other phone shows %+v", got)
	}
	late := w.mustPost("message/send", textTo("liufang", "又错了"))
	w.clock.move(24*time.Hour + time.Second)
	w.token = ""
	if got := w.post("message/recall", `{"msgid":"`+late.text("msgid")+`"}`); got.code() != 42052 {
		t.Errorf("after a day: %d, want 42052", got.code())
	}
}

func TestUnknownPath(t *testing.T) {
	w := newWorld(t)
	res, err := http.Get(w.api.URL + "/cgi-bin/message/nothing")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("HTTP %d, want 404", res.StatusCode)
	}
}

func TestBodyLimit(t *testing.T) {
	w := newWorld(t)
	if got := w.post("message/send", `{"touser":"`+strings.Repeat("a", bodyLimit)+`"}`); got.code() != codeTooLong {
		t.Errorf("errcode = %d, want 45002", got.code())
	}
}
