package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// unchanged expects that nobody heard anything and that 刘芳 has answered nothing.
func (w *world) unchanged() {
	w.Helper()
	w.settle()
	w.silent(append([]string{group}, everyone...)...)
	w.says(liufang, "会议", "您的答复:未答复")
}

// TestForgedCallbacksChangeNothing brings what no platform would bring (quality.md
// S1, S3, S4, S9): each is refused with 4xx, and nothing changes.
func TestForgedCallbacksChangeNothing(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	leave := func() callback { return w.event(w.said(liufang, "请假 出差")) }
	other := "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	for name, spoil := range map[string]func(*callback){
		"signature-forged":     func(c *callback) { c.signature = strings.Repeat("0", 40) },
		"signature-empty":      func(c *callback) { c.signature = "-" },
		"signed-with-other":    func(c *callback) { c.token = "another" },
		"sealed-with-other":    func(c *callback) { c.key = other },
		"two-hours-old":        func(c *callback) { c.at = c.at.Add(-2 * time.Hour) },
		"61-minutes-old":       func(c *callback) { c.at = c.at.Add(-61 * time.Minute) },
		"an-hour-ahead":        func(c *callback) { c.at = c.at.Add(time.Hour) },
		"other-corp-inside":    func(c *callback) { c.corp = "wwother" },
		"other-corp-outside":   func(c *callback) { c.to = "wwother" },
		"other-corp-in-event":  func(c *callback) { c.inner = strings.Replace(c.inner, testCorp, "wwother", 1) },
		"other-agent-outside":  func(c *callback) { c.agent = "1000003" },
		"other-agent-in-event": func(c *callback) { c.inner = strings.Replace(c.inner, ">1000002<", ">1000003<", 1) },
		"ciphertext-cut":       func(c *callback) { c.encrypted = "QUJDREVGRw==" },
		"ciphertext-no-base64": func(c *callback) { c.encrypted = "不是密文" },
		"inner-no-xml":         func(c *callback) { c.inner = "请假 出差" },
		"inner-doctype":        func(c *callback) { c.inner = `<!DOCTYPE xml [<!ENTITY a "请假">]>` + c.inner },
		"outer-doctype":        func(c *callback) { c.body = `<!DOCTYPE xml [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>` },
		"outer-no-xml":         func(c *callback) { c.body = "{}" },
		"outer-cut":            func(c *callback) { c.body = "<xml><Encrypt><![CDATA[" },
		"outer-empty":          func(c *callback) { c.body = " " },
		"outer-nested":         func(c *callback) { c.body = strings.Repeat("<xml>", 100_000) },
	} {
		t.Run(name, func(t *testing.T) {
			c := leave()
			spoil(&c)
			if got := w.post(c); got.status < 400 || got.status > 499 {
				t.Errorf("answered %d %q, want 4xx", got.status, got.body)
			}
		})
	}
	w.unchanged()
	t.Run("two-mebibytes", func(t *testing.T) {
		c := leave()
		c.body = "<xml>" + strings.Repeat(" ", 2<<20) + "</xml>"
		if got := w.exchange(c.request(t, w.address)); got.status != http.StatusRequestEntityTooLarge {
			t.Errorf("answered %d, want 413", got.status)
		}
	})
	w.unchanged()
	for _, minutes := range []int{-59, -10, 10} {
		c := w.event(w.said(liufang, "帮助"))
		c.at = c.at.Add(time.Duration(minutes) * time.Minute)
		if got := w.post(c); got.status != http.StatusOK || !strings.Contains(got.body, "您现在可以回复") {
			t.Errorf("a callback %d minutes off is answered %d %q", minutes, got.status, got.body)
		}
	}
	w.clean()
}

// TestStrangeEventsAreHarmless brings what is sealed as it should be and means
// nothing here: it is acknowledged, or answered in words, and changes nothing.
func TestStrangeEventsAreHarmless(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	card := w.lastCard(liufang, "【会议通知】").Card
	mine := card.Buttons[1] // 请假
	for name, c := range map[string]struct{ inner, says string }{
		"unknown-event":     {w.xml(liufang, "event", "<Event><![CDATA[moon_landing]]></Event>"), ""},
		"unknown-kind":      {w.xml(liufang, "hologram", "<MsgId>1</MsgId>"), ""},
		"location":          {w.xml(liufang, "event", "<Event><![CDATA[LOCATION]]></Event><Latitude>1</Latitude>"), ""},
		"enter-agent":       {w.xml(liufang, "event", "<Event><![CDATA[enter_agent]]></Event><EventKey></EventKey>"), ""},
		"change-contact":    {w.xml("sys", "event", "<Event><![CDATA[change_contact]]></Event><ChangeType>delete_user</ChangeType><UserID>liufang</UserID>"), ""},
		"unknown-user":      {w.said("moriarty", "请假 出差"), "您好,您尚未列入滨河社区“大党委”成员名单"},
		"unknown-user-taps": {w.tapped("moriarty", card.TaskID, mine.Key), ""},
		"other-taps-mine":   {w.tapped(chen, card.TaskID, mine.Key), ""},
		"street-taps":       {w.tapped(street, card.TaskID, mine.Key), ""},
		"forged-task":       {w.tapped(liufang, "0000000000000000", mine.Key), ""},
		"forged-key":        {w.tapped(liufang, card.TaskID, "vote.for:1"), ""},
		"forged-key-other":  {w.tapped(liufang, card.TaskID, "session.lapse:1"), ""},
		"key-with-nonsense": {w.tapped(liufang, card.TaskID, "answer.leave:99999999999999999999.-1.x"), ""},
		"empty-words":       {w.said(liufang, ""), ""},
		"control-words":     {w.said(liufang, "\x00\x01\x08]]&gt;"), ""},
		"injection":         {w.said(liufang, "'; DROP TABLE meetings; --"), ""},
		"long-words":        {w.said(liufang, strings.Repeat("会", 700)), ""},
		"picture":           {w.xml(liufang, "image", "<PicUrl><![CDATA[http://127.0.0.1/]]></PicUrl><MediaId>m</MediaId><MsgId>77</MsgId>"), "您的图片已收到,但暂不能查看图片"},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.post(w.event(c.inner))
			if got.status != http.StatusOK && (got.status < 400 || got.status > 499) {
				t.Errorf("answered %d", got.status)
			}
			if c.says != "" && !strings.Contains(got.body, c.says) {
				t.Errorf("answered %q, want %q", got.body, c.says)
			}
			for _, secret := range []string{"充电棚", "续聘", "停车位", "12月15日"} {
				if strings.Contains(c.inner, "moriarty") && strings.Contains(got.body, secret) {
					t.Errorf("a stranger is told %q", got.body)
				}
			}
		})
	}
	w.settle()
	w.forget() // some were told in words that nothing was done
	w.unchanged()
	w.clean()
}

// TestReplays brings the same bytes once more: at once, after another answer, and
// after a restart (quality.md R9, S3). The last answer that a person gave counts.
func TestReplays(t *testing.T) {
	t.Parallel()
	w := staged(t, "noticed")
	leave := w.event(w.said(liufang, "请假 出差"))
	if got := w.post(leave); !strings.Contains(got.body, "已登记请假") {
		t.Fatalf("a leave is answered %d %q", got.status, got.body)
	}
	w.settle()
	w.gets([]string{secretary}, "刘芳", "出差", "[准假]")
	if got := w.post(leave); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the same bytes are answered %d %q", got.status, got.body)
	}
	w.says(liufang, "参加", "收到")
	again := func(when string) {
		t.Helper()
		for range 3 {
			if got := w.post(leave); got.status >= 500 {
				t.Errorf("%s: answered %d", when, got.status)
			}
		}
		fresh := leave
		fresh.nonce = "another"
		if got := w.post(fresh); got.status >= 500 {
			t.Errorf("%s: answered %d", when, got.status)
		}
		w.settle()
		w.silent(append([]string{group}, everyone...)...)
		w.says(liufang, "会议", "您的答复:参加")
	}
	again("at once")
	w.restart()
	again("after a restart")
	w.at("12-10 09:18")
	again("ten minutes later")
	w.kill()
	w.setNow(at(t, "12-10 09:50"))
	w.start()
	w.settle()
	w.gets([]string{secretary}, "参加1 请假0 未答复8") // what came in since the notice
	again("within the hour")
	w.clean()
}
