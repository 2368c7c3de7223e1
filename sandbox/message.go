package sandbox

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// The kinds of bubble.
const (
	KindText     = "text"
	KindMarkdown = "markdown"
	KindImage    = "image"
	KindFile     = "file"
	KindTextCard = "textcard"
	KindNews     = "news"
	KindCard     = "card"
	KindNotice   = "notice" // a grey line of the client's own
)

// Byte and character limits of messages (wecom.md §4.1, §6.2).
const (
	maxText          = 2048
	maxMarkdown      = 2048
	maxRobotMarkdown = 4096
	maxTitle         = 128
	maxDescription   = 512
	maxArticles      = 8
	maxURL           = 2048
	maxButtonText    = 4
)

// message is the part that message/send and webhook/send share.
type message struct {
	MsgType    string     `json:"msgtype"`
	Text       *content   `json:"text"`
	Markdown   *content   `json:"markdown"`
	MarkdownV2 *content   `json:"markdown_v2"`
	TextCard   *textCard  `json:"textcard"`
	News       *news      `json:"news"`
	Image      *mediaPart `json:"image"`
	File       *mediaPart `json:"file"`
	Card       *card      `json:"template_card"`
}

type content struct {
	Content         string   `json:"content"`
	MentionedList   []string `json:"mentioned_list"`
	MentionedPhones []string `json:"mentioned_mobile_list"`
}

type textCard struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	ButtonText  string `json:"btntxt"`
}

type news struct {
	Articles []Article `json:"articles"`
}

// Article is one entry of a news message.
type Article struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	PicURL      string `json:"picurl"`
	AppID       string `json:"appid,omitempty"`
}

// mediaPart names an uploaded file, or carries an image (group robot).
type mediaPart struct {
	MediaID string `json:"media_id"`
	Base64  string `json:"base64"`
	MD5     string `json:"md5"`
}

// bubble is one message in a chat.
type bubble struct {
	ID       string
	Serial   int64 // its place in the order of everything
	Rev      int64 // the number of its last change
	At       time.Time
	Mine     bool // said by the member
	Kind     string
	Text     string              `json:",omitempty"`
	Title    string              `json:",omitempty"`
	URL      string              `json:",omitempty"`
	Button   string              `json:",omitempty"`
	Articles []Article           `json:",omitempty"`
	Media    string              `json:",omitempty"`
	Card     *card               `json:",omitempty"`
	Robot    bool                `json:",omitempty"` // the group robot's: other display limits
	Task     string              `json:",omitempty"` // the task id the card was sent with
	Replaced string              `json:",omitempty"` // the grey text in place of the buttons
	Chosen   map[string][]string `json:",omitempty"` // what was chosen last, by question
	Taps     int                 `json:"-"`          // taps that are not answered yet
	Pressed  string              `json:"-"`          // the key of the last of them
}

// compose validates a message of the app and makes a bubble of it.
func (w *WeCom) compose(m *message, now time.Time) (*bubble, error) {
	switch m.MsgType {
	case "text":
		return composeText(m.Text)
	case "markdown":
		if m.Markdown == nil || m.Markdown.Content == "" {
			return nil, refuse(44004, "empty content")
		}
		if len(m.Markdown.Content) > maxMarkdown {
			return nil, refuse(codeTooLong, "content size out of limit")
		}
		return &bubble{Kind: KindMarkdown, Text: m.Markdown.Content}, nil
	case "textcard":
		return composeTextCard(m.TextCard)
	case "news":
		return composeNews(m.News)
	case "image":
		return w.composeMedia(m.Image, KindImage, now)
	case "file":
		return w.composeMedia(m.File, KindFile, now)
	case "template_card":
		return composeCard(m.Card)
	}
	return nil, refuse(codeMsgType, "invalid message type")
}

func composeText(c *content) (*bubble, error) {
	if c == nil || c.Content == "" {
		return nil, refuse(44004, "empty content")
	}
	return &bubble{Kind: KindText, Text: cutBytes(c.Content, maxText)}, nil
}

func composeTextCard(c *textCard) (*bubble, error) {
	switch {
	case c == nil || c.Title == "":
		return nil, refuse(41016, "title missing")
	case c.Description == "":
		return nil, refuse(41033, "description missing")
	case c.URL == "":
		return nil, refuse(41010, "url missing")
	case !hasScheme(c.URL):
		return nil, refuse(45034, "url must begin with a scheme")
	case len(c.URL) > maxURL, utf8.RuneCountInString(c.Title) > maxTitle,
		utf8.RuneCountInString(c.Description) > maxDescription, utf8.RuneCountInString(c.ButtonText) > maxButtonText:
		return nil, refuse(codeBadParameter, "textcard exceed max length. invalid Request Parameter")
	}
	b := &bubble{Kind: KindTextCard, Title: c.Title, Text: c.Description, URL: c.URL, Button: c.ButtonText}
	if b.Button == "" {
		b.Button = "详情"
	}
	return b, nil
}

func composeNews(n *news) (*bubble, error) {
	if n == nil || len(n.Articles) == 0 || len(n.Articles) > maxArticles {
		return nil, refuse(45008, "article size out of limit")
	}
	for _, a := range n.Articles {
		switch {
		case a.Title == "":
			return nil, refuse(41016, "title missing")
		case a.URL == "" && a.AppID == "":
			return nil, refuse(41010, "url missing")
		case a.URL != "" && !hasScheme(a.URL):
			return nil, refuse(45034, "url must begin with a scheme")
		case utf8.RuneCountInString(a.Title) > maxTitle, utf8.RuneCountInString(a.Description) > maxDescription:
			return nil, refuse(codeBadParameter, "article exceed max length. invalid Request Parameter")
		}
	}
	return &bubble{Kind: KindNews, Articles: n.Articles}, nil
}

func (w *WeCom) composeMedia(m *mediaPart, kind string, now time.Time) (*bubble, error) {
	if m == nil || m.MediaID == "" {
		return nil, refuse(41006, "media_id missing")
	}
	file := w.st.Media[m.MediaID]
	if file == nil || file.Robot || now.After(file.Until) || file.Type != kind {
		return nil, refuse(codeMediaID, "invalid media_id")
	}
	return &bubble{Kind: kind, Media: file.ID, Title: file.Name}, nil
}

func composeCard(c *card) (*bubble, error) {
	if c == nil {
		return nil, refuse(codeBadParameter, "template_card missing")
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := c.checkTask(); err != nil {
		return nil, err
	}
	return &bubble{Kind: KindCard, Card: c, Task: c.TaskID}, nil
}

func hasScheme(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https"))
}
