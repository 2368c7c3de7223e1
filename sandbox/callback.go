package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// element is one child of an event's XML.
type element struct {
	name, value string
	raw         bool // value is XML already
}

// event is something that a member did. Its MsgId and CreateTime are the same
// for every delivery.
type event struct {
	name     string // for the journal: "text", "template_card_event", …
	user     string // as WeCom writes it
	elements []element
}

// silent tells whether the member did nothing himself and is told nothing.
func (e *event) silent() bool { return e.name == "subscribe" || e.name == "unsubscribe" }

// callbackClient delivers without following redirects.
func callbackClient(given *http.Client) *http.Client {
	if given == nil {
		given = &http.Client{}
	}
	one := *given
	one.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &one
}

// newEvent makes the elements that every event has.
func (w *WeCom) newEvent(name, user, msgType string, more ...element) *event {
	at := w.opt.Now().Unix()
	if fixed := w.faults.rules().SameSecond; fixed != 0 {
		at = fixed
	}
	list := append([]element{
		{name: "ToUserName", value: w.opt.CorpID},
		{name: "FromUserName", value: user},
		{name: "CreateTime", value: strconv.FormatInt(at, 10), raw: true},
		{name: "MsgType", value: msgType},
	}, more...)
	list = append(list, element{name: "AgentID", value: strconv.Itoa(w.opt.AgentID), raw: true})
	return &event{name: name, user: user, elements: list}
}

// Verify checks the callback address as the console does when it is saved: a
// GET with an encrypted text that must come back in the clear (wecom.md §1.2).
func (w *WeCom) Verify(ctx context.Context) error {
	want := randomDigits(19)
	sealed := w.codec.seal([]byte(want))
	address, err := w.callbackAddress(sealed, url.Values{"echostr": {sealed}})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.faults.rules().Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return fmt.Errorf("sandbox: verify the callback: %w", err)
	}
	status, body, err := w.exchange(req)
	switch {
	case err != nil:
		return fmt.Errorf("sandbox: verify the callback: %w", err)
	case status != http.StatusOK:
		return fmt.Errorf("sandbox: verify the callback: HTTP status %d", status)
	case string(body) != want:
		return errors.New("sandbox: verify the callback: the answer is not the text that was sent")
	}
	return nil
}

// callbackAddress is the callback URL with a fresh signature over a sealed text.
func (w *WeCom) callbackAddress(sealed string, more url.Values) (string, error) {
	w.mu.Lock()
	base := w.callback
	w.mu.Unlock()
	if base == "" {
		return "", errors.New("sandbox: no callback URL is set")
	}
	timestamp := strconv.FormatInt(w.opt.Now().Unix(), 10)
	nonce := randomDigits(10)
	if more == nil {
		more = url.Values{}
	}
	more.Set("msg_signature", w.codec.sign(timestamp, nonce, sealed))
	more.Set("timestamp", timestamp)
	more.Set("nonce", nonce)
	joint := "?"
	if strings.Contains(base, "?") {
		joint = "&"
	}
	return base + joint + more.Encode(), nil
}

// answerLimit is how much of an answer is read.
const answerLimit = 1 << 20

func (w *WeCom) exchange(req *http.Request) (int, []byte, error) {
	res, err := w.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, answerLimit))
	return res.StatusCode, body, err
}

// deliver brings an event to the callback URL: one try and up to three more with
// the same MsgId and CreateTime, a new timestamp and nonce (wecom.md §1.6). It
// returns the body of the answer.
func (w *WeCom) deliver(ctx context.Context, ev *event) ([]byte, error) {
	rules := w.faults.rules()
	w.remember(ev)
	if rules.LoseEvents {
		return nil, nil
	}
	var body []byte
	var err error
	for try := range 1 + rules.Retries {
		if try > 0 && !pause(ctx, rules.RetryDelay) {
			return nil, fmt.Errorf("sandbox: deliver an event: %w", ctx.Err())
		}
		var again bool
		if body, again, err = w.deliverOnce(ctx, ev, rules); !again {
			break
		}
	}
	for range rules.Extra {
		if err == nil {
			_, _, _ = w.deliverOnce(ctx, ev, rules) // the copies' answers are not looked at
		}
	}
	return body, err
}

// deliverOnce makes one delivery; again tells whether another one is due.
func (w *WeCom) deliverOnce(ctx context.Context, ev *event, rules CallbackRules) (body []byte, again bool, err error) {
	req, cancel, err := w.callbackRequest(ctx, ev, rules)
	if err != nil {
		return nil, false, err
	}
	defer cancel()
	status, body, err := w.exchange(req)
	entry := Entry{Kind: KindCallback, Path: ev.name, User: fold(ev.user), Code: status}
	if err != nil {
		entry.Code, entry.Text = 0, plainError(err)
	}
	w.record(entry)
	switch {
	case err != nil:
		return nil, true, fmt.Errorf("sandbox: deliver an event: %s", plainError(err))
	case status == http.StatusOK:
		return body, false, nil
	case status >= 500:
		return nil, !rules.Strict, fmt.Errorf("sandbox: deliver an event: HTTP status %d", status)
	}
	return nil, false, fmt.Errorf("sandbox: deliver an event: refused with HTTP status %d", status)
}

// plainError leaves the address with its signature out of an error's text.
func plainError(err error) string {
	if bad, ok := errors.AsType[*url.Error](err); ok {
		return bad.Err.Error()
	}
	return err.Error()
}

func (w *WeCom) callbackRequest(ctx context.Context, ev *event, rules CallbackRules) (*http.Request, context.CancelFunc, error) {
	sealed := w.codec.seal(ev.render(rules))
	address, err := w.callbackAddress(sealed, nil)
	if err != nil {
		return nil, nil, err
	}
	envelope := &event{elements: []element{
		{name: "ToUserName", value: w.opt.CorpID},
		{name: "Encrypt", value: sealed},
		{name: "AgentID", value: strconv.Itoa(w.opt.AgentID)},
	}}
	ctx, cancel := context.WithTimeout(ctx, rules.Timeout)
	body := bytes.NewReader(envelope.render(rules))
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, body)
	if err != nil {
		cancel()
		return nil, nil, fmt.Errorf("sandbox: deliver an event: %w", err)
	}
	req.Header.Set("Content-Type", "text/xml")
	return req, cancel, nil
}

// render writes the XML; its elements come in any order when the rules say so.
func (e *event) render(rules CallbackRules) []byte {
	list := slices.Clone(e.elements)
	if rules.Shuffle {
		//nolint:gosec // an order need not be secret
		rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	var b bytes.Buffer
	b.WriteString("<xml>")
	for _, el := range list {
		b.WriteString("<" + el.name + ">")
		if el.raw {
			b.WriteString(el.value)
		} else {
			b.WriteString(cdata(el.value))
		}
		b.WriteString("</" + el.name + ">")
	}
	b.WriteString("</xml>")
	return b.Bytes()
}

// cdata quotes a text; characters that XML 1.0 forbids are left out.
func cdata(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
}

// remember keeps the latest events for Redeliver.
func (w *WeCom) remember(ev *event) {
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	w.journal.events = newest(append(w.journal.events, ev), 100)
}

// Redeliver brings an earlier event once more, with the same MsgId and
// CreateTime, as a late retry does; back 0 is the latest. Its answer is not applied.
func (w *WeCom) Redeliver(ctx context.Context, back int) error {
	w.journal.mu.Lock()
	i := len(w.journal.events) - 1 - back
	if i < 0 || back < 0 {
		w.journal.mu.Unlock()
		return errors.New("sandbox: there is no such event")
	}
	ev := w.journal.events[i]
	w.journal.mu.Unlock()
	_, _, err := w.deliverOnce(ctx, ev, w.faults.rules())
	return err
}

// Deliver brings any XML text of an event, encrypted and signed as it should be:
// unknown events, forged ones, malformed ones. The answer's plaintext is
// returned and not applied.
func (w *WeCom) Deliver(ctx context.Context, plain string) (string, error) {
	sealed := w.codec.seal([]byte(plain))
	address, err := w.callbackAddress(sealed, nil)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, w.faults.rules().Timeout)
	defer cancel()
	body := "<xml>" + "<ToUserName>" + cdata(w.opt.CorpID) + "</ToUserName><Encrypt>" + cdata(sealed) +
		"</Encrypt><AgentID>" + strconv.Itoa(w.opt.AgentID) + "</AgentID></xml>"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("sandbox: deliver a text: %w", err)
	}
	status, answer, err := w.exchange(req)
	switch {
	case err != nil:
		return "", fmt.Errorf("sandbox: deliver a text: %s", plainError(err))
	case status != http.StatusOK:
		return "", &StatusError{Status: status}
	}
	text, err := w.unwrap(answer)
	return string(text), err
}

// StatusError says that the callback answered another status than 200.
type StatusError struct{ Status int }

func (e *StatusError) Error() string {
	return fmt.Sprintf("sandbox: the callback answered HTTP status %d", e.Status)
}
