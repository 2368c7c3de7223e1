package wecom

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"yishi/bot"
)

// An inbound is a decrypted message or event (wecom.md §2). All is text: ids
// are longer than a number, and what is no number must not lose a message.
type inbound struct {
	XMLName  xml.Name `xml:"xml"`
	To       string   `xml:"ToUserName"`
	From     string   `xml:"FromUserName"`
	Created  string   `xml:"CreateTime"`
	Kind     string   `xml:"MsgType"`
	Event    string   `xml:"Event"`
	Key      string   `xml:"EventKey"`
	Task     string   `xml:"TaskId"`
	Response string   `xml:"ResponseCode"`
	Agent    string   `xml:"AgentID"`
	ID       string   `xml:"MsgId"`
	Content  string   `xml:"Content"`
	Media    string   `xml:"MediaId"`
	Selected []chosen `xml:"SelectedItems>SelectedItem"`
}

// A chosen is one question of a card and what was chosen.
type chosen struct {
	Question string   `xml:"QuestionKey"`
	Options  []string `xml:"OptionIds>OptionId"`
}

var errInner = errors.New("wecom: the message is not of the platform's shape")

// read understands a decrypted message, in whatever order its elements stand.
// Most messages are flat and are read by hand; the others, such as a submitted
// vote, by encoding/xml. Both read the same.
func read(message []byte) (inbound, error) {
	message = lawful(message)
	if in, err := readFlat(message); err == nil {
		return in, nil
	}
	return readNested(message)
}

// field finds where a flat element goes; nil for one that does not matter.
func (in *inbound) field(name string) *string {
	switch name {
	case "ToUserName":
		return &in.To
	case "FromUserName":
		return &in.From
	case "CreateTime":
		return &in.Created
	case "MsgType":
		return &in.Kind
	case "Event":
		return &in.Event
	case "EventKey":
		return &in.Key
	case "TaskId":
		return &in.Task
	case "ResponseCode":
		return &in.Response
	case "AgentID":
		return &in.Agent
	case "MsgId":
		return &in.ID
	case "Content":
		return &in.Content
	case "MediaId":
		return &in.Media
	}
	return nil
}

// readFlat refuses what it would not read exactly as encoding/xml does: what
// was chosen on a card, and line ends that need mending. Of an element that is
// repeated the last holds, in both.
func readFlat(message []byte) (inbound, error) {
	if bytes.IndexByte(message, '\r') >= 0 {
		return inbound{}, errShape
	}
	var in inbound
	err := flat(message, func(name, text []byte) error {
		if string(name) == "SelectedItems" {
			return errShape
		}
		if field := in.field(string(name)); field != nil {
			*field = string(text)
		}
		return nil
	})
	return in, err
}

// readNested reads a message whose elements hold others. Nothing may stand
// before the root, so no document type is ever declared, and encoding/xml
// expands no entity of its own accord.
func readNested(message []byte) (inbound, error) {
	if _, ok := prologue(message); !ok {
		return inbound{}, errInner
	}
	var in inbound
	if err := xml.NewDecoder(bytes.NewReader(message)).Decode(&in); err != nil {
		return inbound{}, fmt.Errorf("%w: %w", errInner, err)
	}
	in.XMLName = xml.Name{}
	return in, nil
}

// kinds maps what the platform calls things to what a person did.
var kinds = map[string]bot.Kind{
	"text":  bot.Said,
	"image": bot.Sent, "voice": bot.Sent, "video": bot.Sent, "location": bot.Sent, "link": bot.Sent, "file": bot.Sent,
	"event:template_card_event": bot.Tapped, "event:template_card_menu_event": bot.Tapped,
	"event:enter_agent": bot.Entered,
	"event:subscribe":   bot.Joined,
	"event:unsubscribe": bot.Left,
}

// forms maps what the platform calls what was sent to what it is.
var forms = map[string]bot.Form{
	"image": bot.Picture, "voice": bot.Voice, "video": bot.Video, "location": bot.Location, "link": bot.Link, "file": bot.Document,
}

// kind names what happened, an event by its own name in small letters: the
// platform writes them now so, now so.
func (in *inbound) kind() string {
	kind := strings.ToLower(in.Kind)
	if kind == "event" {
		return "event:" + strings.ToLower(in.Event)
	}
	return kind
}

// level is how loud an event that is none of ours is told: an app that nobody
// used is really switched off after these.
func (in *inbound) level() slog.Level {
	switch in.kind() {
	case "event:inactive_alert", "event:close_inactive_agent", "event:low_active_alert", "event:low_active":
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// label names a kind for the log, when it is a name and no more.
func (in *inbound) label() string {
	kind := in.kind()
	if len(kind) > longestTag || strings.ContainsFunc(kind, func(r rune) bool { return r < '.' || r > 'z' }) {
		return "unnamed"
	}
	return kind
}

// event turns what arrived into what a person did; false when it is nothing
// that a person did in our chat.
func (p *Platform) event(in inbound, now time.Time) (bot.Event, bool) {
	kind, known := kinds[in.kind()]
	if !known || !userID(in.From) {
		return bot.Event{}, false
	}
	ev := bot.Event{
		ID:   p.eventID(in),
		Kind: kind,
		From: bot.UserRef{Platform: bot.WeCom, ID: in.From},
		At:   now,
	}
	if created, err := strconv.ParseInt(strings.TrimSpace(in.Created), 10, 64); err == nil && created > 0 {
		ev.At = time.Unix(created, 0).In(now.Location())
	}
	switch kind {
	case bot.Said:
		ev.Said = strings.TrimSpace(in.Content)
	case bot.Tapped:
		ev.Tap = in.tap()
	case bot.Sent:
		ev.Form = forms[in.kind()]
	default:
	}
	return ev, true
}

func (in *inbound) tap() *bot.Tap {
	tap := &bot.Tap{Action: in.Key, Card: in.Task, Response: in.Response}
	for _, c := range in.Selected {
		if tap.Choices == nil {
			tap.Choices = map[string][]string{}
		}
		tap.Choices[c.Question] = append(tap.Choices[c.Question], c.Options...)
	}
	return tap
}

// eventID is the same for every delivery of one event. Messages carry an id of
// their own; two events may share everything but what was tapped, even the
// second, so all of it goes into the id (wecom.md §1.6).
func (p *Platform) eventID(in inbound) string {
	if in.ID != "" {
		return p.scope + "m:" + in.ID
	}
	h := hmac.New(sha256.New, []byte(p.settings.EncodingAESKey)) // nobody who reads an id finds out by trying what was chosen
	for _, field := range []string{
		in.From, in.Created, in.Kind, in.Event, in.Key, in.Task, in.Response, in.Content, in.Media,
	} {
		_, _ = fmt.Fprintf(h, "%q\n", field)
	}
	for _, c := range in.Selected {
		_, _ = fmt.Fprintf(h, "%q %q\n", c.Question, c.Options)
	}
	return p.scope + "e:" + hex.EncodeToString(h.Sum(nil)[:16])
}
