package main

import (
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// callback is a request as the platform makes it, of which every part can be
// made wrong. It is sealed by another hand than the program's: a public library.
type callback struct {
	inner           string // the XML of the event
	corp, key       string // under which it is sealed
	token           string // with which it is signed
	to, agent       string // on the envelope
	at              time.Time
	nonce           string
	encrypted       string // instead of what is made of inner
	signature, body string // instead of what is made of the rest
}

var serial atomic.Int64

// event is a callback that is in order.
func (w *world) event(inner string) callback {
	return callback{
		inner: inner, corp: testCorp, key: testAESKey, token: testToken, to: testCorp, agent: strconv.Itoa(testAgent),
		at: *w.now.Load(), nonce: fmt.Sprintf("n%010d", serial.Add(1)),
	}
}

// said is the XML of a text that someone typed.
func (w *world) said(user, text string) string {
	return w.xml(user, "text", fmt.Sprintf("<Content><![CDATA[%s]]></Content><MsgId>%d</MsgId>", text, 8_000_000_000_000_000_000+serial.Add(1)))
}

// tapped is the XML of a tap on a card.
func (w *world) tapped(user, task, key string) string {
	return w.xml(user, "event", fmt.Sprintf("<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[%s]]></EventKey><TaskId><![CDATA[%s]]></TaskId>"+
		"<CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[code%d]]></ResponseCode>", key, task, serial.Add(1)))
}

func (w *world) xml(user, kind, more string) string {
	return fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%d</CreateTime>"+
		"<MsgType><![CDATA[%s]]></MsgType>%s<AgentID>%d</AgentID></xml>", testCorp, user, w.now.Load().Unix(), kind, more, testAgent)
}

// request makes the bytes of a callback.
func (c callback) request(tb testing.TB, address string) *http.Request {
	tb.Helper()
	if c.encrypted == "" {
		sealed, err := util.EncryptMsg([]byte("0123456789abcdef"), []byte(c.inner), c.corp, c.key)
		if err != nil {
			tb.Fatal(err)
		}
		c.encrypted = string(sealed)
	}
	stamp := strconv.FormatInt(c.at.Unix(), 10)
	if c.signature == "" {
		c.signature = util.Signature(c.token, stamp, c.nonce, c.encrypted)
	}
	if c.body == "" {
		c.body = fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><Encrypt><![CDATA[%s]]></Encrypt><AgentID><![CDATA[%s]]></AgentID></xml>", c.to, c.encrypted, c.agent)
	}
	query := url.Values{"msg_signature": {c.signature}, "timestamp": {stamp}, "nonce": {c.nonce}}
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodPost, "http://"+address+"/wecom/callback?"+query.Encode(), strings.NewReader(c.body))
	if err != nil {
		tb.Fatal(err)
	}
	return req
}

// post brings a callback and returns the status and the plaintext of the answer.
func (w *world) post(c callback) answerOf {
	w.Helper()
	got := w.exchange(c.request(w, w.address))
	if got.status == http.StatusOK {
		got.body = opened(w, got.body)
	}
	return got
}

// opened checks and decrypts a passive answer as the platform does.
func opened(tb testing.TB, body string) string {
	tb.Helper()
	if body == "" || body == "success" {
		return ""
	}
	var sealed struct {
		Encrypt, MsgSignature, TimeStamp, Nonce string
	}
	if err := xml.Unmarshal([]byte(body), &sealed); err != nil {
		tb.Errorf("the answer is no XML: %v\n%s", err, body)
		return ""
	}
	if util.Signature(testToken, sealed.TimeStamp, sealed.Nonce, sealed.Encrypt) != sealed.MsgSignature {
		tb.Errorf("the answer is signed wrongly:\n%s", body)
	}
	_, plain, err := util.DecryptMsg(testCorp, sealed.Encrypt, testAESKey)
	if err != nil {
		tb.Errorf("the answer cannot be opened: %v", err)
	}
	return string(plain)
}

// dial opens a connection that ends with the test.
func dial(tb testing.TB, address string) net.Conn {
	tb.Helper()
	conn, err := (&net.Dialer{}).DialContext(tb.Context(), "tcp", address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		tb.Fatal(err)
	}
	return conn
}
