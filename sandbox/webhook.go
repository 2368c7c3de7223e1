package sandbox

import (
	"crypto/md5" //nolint:gosec // the robot's protocol sums pictures with MD5
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// codeBadRobot is the answer to a wrong webhook key.
const codeBadRobot = 93000

// robotSend answers /cgi-bin/webhook/send: what the group robot says (wecom.md §6.2).
func (w *WeCom) robotSend(c *call) (fields, error) {
	if err := w.checkRobot(c); err != nil {
		return nil, err
	}
	var m message
	if err := c.decode(&m); err != nil {
		return nil, err
	}
	b, err := w.composeRobot(&m, c.now)
	if err != nil {
		return nil, err
	}
	w.st.Robot = within(w.st.Robot, c.now.Add(-time.Minute))
	if len(w.st.Robot) >= w.faults.quotas().RobotMinute {
		return nil, refuse(codeTooOften, "api freq out of limit")
	}
	w.st.Robot = append(w.st.Robot, c.now)
	b.Serial = w.st.next()
	b.ID, b.Rev, b.At, b.Robot = fmt.Sprintf("group%d", b.Serial), b.Serial, c.now, true
	w.st.Group = append(w.st.Group, b)
	c.note = b.Kind + " to the group"
	return fields{}, nil
}

func (w *WeCom) checkRobot(c *call) error {
	key := c.query.Get("key")
	if key == "" || key != w.opt.WebhookKey {
		return refuse(codeBadRobot, "invalid webhook url")
	}
	return nil
}

// composeRobot validates a robot's message and makes a bubble of it.
func (w *WeCom) composeRobot(m *message, now time.Time) (*bubble, error) {
	switch m.MsgType {
	case "text":
		return w.composeRobotText(m.Text)
	case "markdown":
		return composeRobotMarkdown("markdown", m.Markdown)
	case "markdown_v2":
		return composeRobotMarkdown("markdown_v2", m.MarkdownV2)
	case "image":
		return w.composeRobotImage(m.Image, now)
	case "news":
		return composeNews(m.News)
	case "file":
		return w.composeRobotFile(m.File, now)
	case "template_card":
		if m.Card == nil || m.Card.CardType != textNotice && m.Card.CardType != newsNotice {
			return nil, refuse(42031, "Template_Card.card_type invalid")
		}
		return composeCard(m.Card)
	}
	return nil, refuse(codeMsgType, "invalid message type")
}

func (w *WeCom) composeRobotText(t *content) (*bubble, error) {
	if t == nil || t.Content == "" {
		return nil, refuse(44004, "empty content")
	}
	if err := longest("text.content", t.Content, maxText); err != nil {
		return nil, err
	}
	b := &bubble{Kind: KindText, Text: t.Content}
	for _, id := range t.MentionedList {
		b.Text += w.mention(func(u *User) bool { return fold(u.ID) == fold(id) }, id)
	}
	for _, mobile := range t.MentionedPhones {
		b.Text += w.mention(func(u *User) bool { return mobile != "" && u.Mobile == mobile }, mobile)
	}
	return b, nil
}

// mention is how the client shows that somebody is called; who is unknown is not shown.
func (w *WeCom) mention(is func(*User) bool, all string) string {
	if all == "@all" {
		return " @所有人"
	}
	if i := slices.IndexFunc(w.users, is); i >= 0 {
		return " @" + w.users[i].Name
	}
	return ""
}

func composeRobotMarkdown(name string, m *content) (*bubble, error) {
	if m == nil || m.Content == "" {
		return nil, refuse(44004, "empty content")
	}
	if err := longest(name+".content", m.Content, maxRobotMarkdown); err != nil {
		return nil, err
	}
	return &bubble{Kind: KindMarkdown, Text: m.Content}, nil
}

// composeRobotImage takes a picture in the request itself; the sum is over the raw bytes.
func (w *WeCom) composeRobotImage(m *mediaPart, now time.Time) (*bubble, error) {
	if m == nil {
		return nil, refuse(40035, "image missing")
	}
	raw, err := base64.StdEncoding.DecodeString(m.Base64)
	sum := md5.Sum(raw) //nolint:gosec // the protocol's sum
	switch {
	case err != nil || len(raw) == 0:
		return nil, refuse(40035, "image.base64 invalid")
	case hex.EncodeToString(sum[:]) != fold(m.MD5):
		return nil, refuse(40035, "image.md5 invalid")
	case len(raw) > 2<<20:
		return nil, refuse(40009, "invalid image size")
	case !isPicture(raw):
		return nil, refuse(codeMediaType, "invalid media type")
	}
	file, err := w.store(&upload{name: "图片", data: raw}, KindImage, now)
	if err != nil {
		return nil, err
	}
	return &bubble{Kind: KindImage, Media: file.ID, Title: file.Name}, nil
}

func (w *WeCom) composeRobotFile(m *mediaPart, now time.Time) (*bubble, error) {
	if m == nil || m.MediaID == "" {
		return nil, refuse(41006, "media_id missing")
	}
	file := w.st.Media[m.MediaID]
	if file == nil || !file.Robot || now.After(file.Until) {
		return nil, refuse(codeMediaID, "invalid media_id")
	}
	return &bubble{Kind: KindFile, Media: file.ID, Title: file.Name}, nil
}

// robotUpload answers /cgi-bin/webhook/upload_media; the file is checked before the key.
func (w *WeCom) robotUpload(c *call) (fields, error) {
	kind := c.query.Get("type")
	if !slices.Contains([]string{KindFile, "voice"}, kind) {
		return nil, refuse(codeUploadType, "invalid type")
	}
	if err := c.file.check(kind); err != nil {
		return nil, err
	}
	if err := w.checkRobot(c); err != nil {
		return nil, err
	}
	file, err := w.store(c.file, kind, c.now)
	if err != nil {
		return nil, err
	}
	file.Robot = true
	return file.fields(), nil
}
