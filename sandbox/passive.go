package sandbox

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// sayUnavailable is what a phone shows when the app did not do its part.
const sayUnavailable = "该应用暂时无法提供服务"

// sealedAnswer is the envelope of a passive answer. One known client writes
// Timestamp for TimeStamp; it is accepted (appendix C).
type sealedAnswer struct {
	XMLName   xml.Name `xml:"xml"`
	Encrypt   string   `xml:"Encrypt"`
	Signature string   `xml:"MsgSignature"`
	TimeStamp string   `xml:"TimeStamp"`
	Timestamp string   `xml:"Timestamp"`
	Nonce     string   `xml:"Nonce"`
}

// unwrap checks and decrypts an answer strictly; empty and "success" are no answer.
func (w *WeCom) unwrap(body []byte) ([]byte, error) {
	text := strings.TrimSpace(string(body))
	if text == "" || text == "success" {
		return nil, nil
	}
	var env sealedAnswer
	if err := strictXML([]byte(text), &env); err != nil {
		return nil, fmt.Errorf("sandbox: the answer's envelope: %w", err)
	}
	stamp := env.TimeStamp
	if stamp == "" {
		stamp = env.Timestamp
	}
	if _, err := strconv.ParseInt(stamp, 10, 64); err != nil || env.Nonce == "" {
		return nil, errors.New("sandbox: the answer has no timestamp or no nonce")
	}
	if !w.codec.signed(env.Signature, stamp, env.Nonce, env.Encrypt) {
		return nil, errors.New("sandbox: the answer's signature is wrong")
	}
	return w.codec.open(env.Encrypt)
}

// strictXML decodes exactly one well-formed element without a document type.
func strictXML(text []byte, v any) error {
	dec := xml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("sandbox: not well-formed: %w", err)
	}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		space, ok := token.(xml.CharData)
		if err != nil || !ok || strings.TrimSpace(string(space)) != "" {
			return errors.New("sandbox: not one XML element")
		}
	}
}

// passive is the plaintext of an answer (wecom.md §1.5, §5.2).
type passive struct {
	XMLName  xml.Name `xml:"xml"`
	To       string   `xml:"ToUserName"`
	From     string   `xml:"FromUserName"`
	Created  int64    `xml:"CreateTime"`
	MsgType  string   `xml:"MsgType"`
	Content  string   `xml:"Content"`
	Replaced string   `xml:"Button>ReplaceName"`
	Card     *card    `xml:"TemplateCard"`
	Media    string   `xml:"Image>MediaId"`
	Articles []struct {
		Title, Description string
		URL                string `xml:"Url"`
		PicURL             string `xml:"PicUrl"`
	} `xml:"Articles>item"`
}

// answered carries out what the app answered to an event; message is the card
// that was clicked, or empty. What cannot be used is shown on the phone.
func (w *WeCom) answered(ev *event, message string, body []byte, failed error) error {
	now := w.opt.Now()
	err := failed
	var got *passive
	if err == nil {
		got, err = w.readPassive(ev, body)
	}
	w.mu.Lock()
	if err == nil && got != nil {
		err = w.apply(ev, message, got, now)
	}
	if err != nil && !ev.silent() {
		w.show(w.st.phone(ev.user), &bubble{ID: w.localID(), At: now, Kind: KindNotice, Text: sayUnavailable})
	}
	w.mu.Unlock()
	if err != nil {
		w.record(Entry{Kind: KindError, Path: ev.name, User: fold(ev.user), Text: err.Error()})
	}
	w.watchers.wake()
	return errors.Join(err, w.save(now))
}

func (w *WeCom) readPassive(ev *event, body []byte) (*passive, error) {
	plain, err := w.unwrap(body)
	if err != nil || plain == nil {
		return nil, err
	}
	got := &passive{}
	if err := strictXML(plain, got); err != nil {
		return nil, fmt.Errorf("sandbox: the answer: %w", err)
	}
	if fold(got.To) != fold(ev.user) || got.From != w.opt.CorpID {
		return nil, errors.New("sandbox: the answer's ToUserName or FromUserName is wrong")
	}
	return got, nil
}

// apply carries out an answer while the corporation is locked.
func (w *WeCom) apply(ev *event, message string, got *passive, now time.Time) error {
	switch got.MsgType {
	case "text":
		b, err := composeText(&content{Content: got.Content})
		return w.sayBack(ev.user, b, err, now)
	case "image":
		b, err := w.composeMedia(&mediaPart{MediaID: got.Media}, KindImage, now)
		return w.sayBack(ev.user, b, err, now)
	case "news":
		list := &news{}
		for _, a := range got.Articles {
			list.Articles = append(list.Articles, Article{Title: a.Title, Description: a.Description, URL: a.URL, PicURL: a.PicURL})
		}
		b, err := composeNews(list)
		return w.sayBack(ev.user, b, err, now)
	case "update_button":
		return w.changeClicked(ev, message, replaceButtons(got.Replaced))
	case "update_template_card":
		if got.Card == nil {
			return errors.New("sandbox: the answer has no TemplateCard")
		}
		do, err := turnInto(got.Card)
		if err != nil {
			return err
		}
		return w.changeClicked(ev, message, do)
	}
	return fmt.Errorf("sandbox: the answer has the unknown MsgType %q", got.MsgType)
}

func (w *WeCom) sayBack(user string, b *bubble, err error, now time.Time) error {
	if err != nil {
		return err
	}
	b.ID, b.At = w.localID(), now
	w.show(w.st.phone(user), b)
	return nil
}

// changeClicked changes the clicker's own copy of the card.
func (w *WeCom) changeClicked(ev *event, message string, do change) error {
	if message == "" {
		return errors.New("sandbox: the answer changes a card, but none was clicked")
	}
	_, err := w.changeCards(message, []string{ev.user}, do)
	return err
}

// localID names a bubble that no API call made.
func (w *WeCom) localID() string { return "local" + strconv.FormatInt(w.st.next(), 10) }
