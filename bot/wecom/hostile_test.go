package wecom

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishi/bot"
)

func TestHostileCallbacks(t *testing.T) {
	good := text("签到")
	other := codecOf(t, testToken, testKey, "wx0000000000000000")
	malformed := func(p *post) { p.sealed = p.sealed[:20] }
	for _, test := range []struct {
		name   string
		change func(*post)
		status int
	}{
		{"good", func(*post) {}, 200},
		{"without-an-app", func(p *post) { p.agent = "" }, 200},
		{"signature-wrong", func(p *post) { p.signature = strings.Repeat("0", 40) }, 401},
		{"signature-in-capitals", func(p *post) { p.signature = strings.ToUpper("477715d11cdb4164915debcba66cb864d751f3e6") }, 401},
		{"signature-of-another-token", func(p *post) { p.codec = codecOf(t, "other", testKey, testCorp) }, 401},
		{"signature-empty", func(p *post) { p.signature = " " }, 401},
		{"key-of-another", func(p *post) {
			p.codec = codecOf(t, testToken, "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", testCorp)
		}, 400},
		{"receiver-of-another-corp", func(p *post) { p.codec = other }, 400},
		{"envelope-of-another-corp", func(p *post) { p.to = "wx0000000000000000" }, 403},
		{"envelope-of-another-app", func(p *post) { p.agent = "219" }, 403},
		{"message-of-another-corp", func(p *post) { p.message = strings.Replace(good, testCorp, "wx0000000000000000", 1) }, 403},
		{"message-of-another-app", func(p *post) { p.message = strings.Replace(good, ">218<", ">1<", 1) }, 403},
		{"an-hour-old", func(p *post) { p.at = testNow.Add(-time.Hour) }, 200},
		{"older", func(p *post) { p.at = testNow.Add(-time.Hour - time.Second) }, 403},
		{"clock-ahead", func(p *post) { p.at = testNow.Add(15 * time.Minute) }, 200},
		{"further-ahead", func(p *post) { p.at = testNow.Add(15*time.Minute + time.Second) }, 403},
		{"ten-minutes-behind", func(p *post) { p.at = testNow.Add(-10 * time.Minute) }, 200},
		{"the-beginning-of-time", func(p *post) { p.at = time.Unix(-1<<40, 0) }, 403},
		{"ciphertext-cut", malformed, 400},
		{"ciphertext-no-base64", func(p *post) { p.sealed = "!!!!" }, 400},
		{"ciphertext-empty-block", func(p *post) { p.sealed = strings.Repeat("A", 44)[:43] + "=" }, 400},
		{"message-no-xml", func(p *post) { p.message = "已签到" }, 400},
		{"message-empty", func(p *post) { p.message = "" }, 400},
		{"message-bomb", func(p *post) { p.message = `<!DOCTYPE x [<!ENTITY a "b">]>` + good }, 400},
		{"message-deep", func(p *post) { p.message = "<xml>" + strings.Repeat("<a>", 20_000) }, 400},
		{"body-empty", func(p *post) { p.body = " " }, 400},
		{"body-doctype", func(p *post) {
			p.body = `<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>`
		}, 400},
		{"body-two-ciphertexts", func(p *post) { p.body = "<xml><Encrypt>QUJD</Encrypt><Encrypt>QUJD</Encrypt></xml>" }, 400},
		{"body-json", func(p *post) { p.body = `{"encrypt":"QUJD"}` }, 400},
		{"body-deep", func(p *post) { p.body = strings.Repeat("<xml>", 100_000) }, 400},
		{"body-at-the-limit", func(p *post) { p.body = "<xml>" + strings.Repeat(" ", 1<<20-5) }, 400},
		{"body-too-large", func(p *post) { p.body = strings.Repeat(" ", 1<<20+1) }, 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := newKit(t)
			p := newPost(t, good)
			if test.name == "ciphertext-cut" {
				p.sealed, _ = p.codec.encrypt([]byte(good))
			}
			test.change(p)
			a := &answering{reply: bot.Reply{Text: "已签到"}}
			w := serve(k.Callback(a, never(t)), p.request(t))
			if w.Code != test.status {
				t.Errorf("answered %d, want %d", w.Code, test.status)
			}
			if acted := len(a.events) > 0; acted != (test.status == 200) {
				t.Errorf("acted: %v", acted)
			}
			for _, secret := range []string{testToken, testKey, p.codec.sign(strconv.FormatInt(p.at.Unix(), 10), p.nonce, p.sealed)} {
				if strings.Contains(w.Body.String()+k.log.String(), secret) {
					t.Errorf("the answer or the log tells %q", secret)
				}
			}
		})
	}
}

// A body that says how large it is, is refused before a byte of it is read; one
// that does not say so, as soon as it is too large.
func TestLargeBodies(t *testing.T) {
	h := newKit(t).Callback(&answering{}, never(t))
	for _, length := range []int64{1<<20 + 1, -1} {
		endless := &counting{}
		r := httptest.NewRequest(http.MethodPost, "/wecom/callback", endless)
		r.ContentLength = length
		if w := serve(h, r); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("answered %d", w.Code)
		}
		if length > 0 && endless.read > 0 || endless.read > 2<<20 {
			t.Errorf("of %d bytes said %d were read", length, endless.read)
		}
	}
}

// counting is a body without end.
type counting struct{ read int }

func (c *counting) Read(b []byte) (int, error) {
	c.read += len(b)
	return copy(b, bytes.Repeat([]byte(" "), len(b))), nil
}

func TestBodyThatBreaksOff(t *testing.T) {
	h := newKit(t).Callback(&answering{}, never(t))
	r := httptest.NewRequest(http.MethodPost, "/wecom/callback", io.MultiReader(strings.NewReader("<xml>"), errorReader{}))
	if w := serve(h, r); w.Code != http.StatusBadRequest {
		t.Errorf("answered %d", w.Code)
	}
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestOtherMethods(t *testing.T) {
	h := newKit(t).Callback(&answering{}, never(t))
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodHead, http.MethodOptions} {
		w := serve(h, httptest.NewRequest(method, "/wecom/callback", nil))
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, POST" {
			t.Errorf("%s is answered by %d", method, w.Code)
		}
	}
}

// The signature of a message is also right for an echo of the same ciphertext.
// Whoever saw a message pass must not have it decrypted by asking for its echo.
func TestEchoIsNoOracle(t *testing.T) {
	h := newKit(t).Callback(&answering{}, never(t))
	for _, message := range []string{text("赞成"), strings.Repeat("1", 257), "<xml/>"} {
		p := newPost(t, message)
		sealed, err := p.codec.encrypt([]byte(message))
		if err != nil {
			t.Fatal(err)
		}
		p.sealed = sealed
		query := p.request(t).URL.Query()
		query.Set("echostr", sealed)
		w := serve(h, httptest.NewRequest(http.MethodGet, "/wecom/callback?"+query.Encode(), nil))
		if w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), message) {
			t.Errorf("answered %d %q", w.Code, w.Body)
		}
	}
}
