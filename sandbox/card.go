package sandbox

// The five kinds of template card (wecom.md §4.2).
const (
	textNotice   = "text_notice"
	newsNotice   = "news_notice"
	buttonCard   = "button_interaction"
	voteCard     = "vote_interaction"
	multipleCard = "multiple_interaction"
)

// card is a template card as the API has it in JSON and a passive answer in XML
// (wecom.md §4.2, §5.2, appendix C). Lists are repeated elements in XML.
type card struct {
	CardType    string       `json:"card_type" xml:"CardType"`
	Source      *source      `json:"source,omitempty" xml:"Source"`
	ActionMenu  *actionMenu  `json:"action_menu,omitempty" xml:"ActionMenu"`
	TaskID      string       `json:"task_id,omitempty" xml:"TaskId"`
	MainTitle   *titled      `json:"main_title,omitempty" xml:"MainTitle"`
	Quote       *quote       `json:"quote_area,omitempty" xml:"QuoteArea"`
	Emphasis    *titled      `json:"emphasis_content,omitempty" xml:"EmphasisContent"`
	SubTitle    string       `json:"sub_title_text,omitempty" xml:"SubTitleText"`
	Rows        []row        `json:"horizontal_content_list,omitempty" xml:"HorizontalContentList"`
	Jumps       []jump       `json:"jump_list,omitempty" xml:"JumpList"`
	Action      *cardAction  `json:"card_action,omitempty" xml:"CardAction"`
	Selection   *selectList  `json:"button_selection,omitempty" xml:"ButtonSelection"`
	Buttons     []button     `json:"button_list,omitempty" xml:"ButtonList"`
	CheckBox    *checkBox    `json:"checkbox,omitempty" xml:"CheckBox"`
	Selects     []selectList `json:"select_list,omitempty" xml:"SelectList"`
	Submit      *submit      `json:"submit_button,omitempty" xml:"SubmitButton"`
	Image       *cardImage   `json:"card_image,omitempty" xml:"CardImage"`
	ImageText   *imageText   `json:"image_text_area,omitempty" xml:"ImageTextArea"`
	Verticals   []titled     `json:"vertical_content_list,omitempty" xml:"VerticalContentList"`
	ReplaceText string       `json:"replace_text,omitempty" xml:"ReplaceText"`
}

type source struct {
	IconURL   string `json:"icon_url,omitempty" xml:"IconUrl"`
	Desc      string `json:"desc,omitempty" xml:"Desc"`
	DescColor number `json:"desc_color,omitempty" xml:"DescColor"`
}

type actionMenu struct {
	Desc    string       `json:"desc,omitempty" xml:"Desc"`
	Actions []menuAction `json:"action_list,omitempty" xml:"ActionList"`
}

type menuAction struct {
	Text string `json:"text" xml:"Text"`
	Key  string `json:"key" xml:"Key"`
}

// titled is a title with a description: main title, emphasis, vertical row.
type titled struct {
	Title string `json:"title,omitempty" xml:"Title"`
	Desc  string `json:"desc,omitempty" xml:"Desc"`
}

type quote struct {
	Type  number `json:"type,omitempty" xml:"Type"`
	URL   string `json:"url,omitempty" xml:"Url"`
	Title string `json:"title,omitempty" xml:"Title"`
	Text  string `json:"quote_text,omitempty" xml:"QuoteText"`
}

// row is one line of key and value. Type 1 opens a page, 2 a file, 3 a member.
type row struct {
	Type    number `json:"type,omitempty" xml:"Type"`
	KeyName string `json:"keyname" xml:"KeyName"`
	Value   string `json:"value,omitempty" xml:"Value"`
	URL     string `json:"url,omitempty" xml:"Url"`
	MediaID string `json:"media_id,omitempty" xml:"MediaId"`
	UserID  string `json:"userid,omitempty" xml:"UserId"`
}

// jump is a line at the foot. Type 1 opens a page, 2 a mini program.
type jump struct {
	Type  number `json:"type,omitempty" xml:"Type"`
	Title string `json:"title" xml:"Title"`
	URL   string `json:"url,omitempty" xml:"Url"`
	AppID string `json:"appid,omitempty" xml:"AppId"`
}

// cardAction is what a tap on the card itself opens.
type cardAction struct {
	Type  number `json:"type,omitempty" xml:"Type"`
	URL   string `json:"url,omitempty" xml:"Url"`
	AppID string `json:"appid,omitempty" xml:"AppId"`
}

// selectList is a drop-down list.
type selectList struct {
	QuestionKey string   `json:"question_key" xml:"QuestionKey"`
	Title       string   `json:"title,omitempty" xml:"Title"`
	SelectedID  string   `json:"selected_id,omitempty" xml:"SelectedId"`
	Disable     bool     `json:"disable,omitempty" xml:"Disable"`
	Options     []option `json:"option_list" xml:"OptionList"`
}

type option struct {
	ID        string `json:"id" xml:"Id"`
	Text      string `json:"text" xml:"Text"`
	IsChecked bool   `json:"is_checked,omitempty" xml:"IsChecked"`
}

// checkBox is the question of a vote. Mode 0 takes one answer, 1 several.
type checkBox struct {
	QuestionKey string   `json:"question_key" xml:"QuestionKey"`
	Options     []option `json:"option_list" xml:"OptionList"`
	Disable     bool     `json:"disable,omitempty" xml:"Disable"`
	Mode        number   `json:"mode,omitempty" xml:"Mode"`
}

type submit struct {
	Text string `json:"text,omitempty" xml:"Text"`
	Key  string `json:"key" xml:"Key"`
}

// button is a button of a button card. Type 1 opens a page and calls nothing.
type button struct {
	Type  number `json:"type,omitempty" xml:"Type"`
	Text  string `json:"text" xml:"Text"`
	Style number `json:"style,omitempty" xml:"Style"`
	Key   string `json:"key,omitempty" xml:"Key"`
	URL   string `json:"url,omitempty" xml:"Url"`
}

type cardImage struct {
	URL    string  `json:"url" xml:"Url"`
	Aspect float64 `json:"aspect_ratio,omitempty" xml:"AspectRatio"`
}

type imageText struct {
	Type     number `json:"type,omitempty" xml:"Type"`
	URL      string `json:"url,omitempty" xml:"Url"`
	Title    string `json:"title,omitempty" xml:"Title"`
	Desc     string `json:"desc,omitempty" xml:"Desc"`
	ImageURL string `json:"image_url" xml:"ImageUrl"`
}

// callsBack tells whether something on the card calls the app.
func (c *card) callsBack() bool {
	switch c.CardType {
	case buttonCard, voteCard, multipleCard:
		return true
	}
	return c.ActionMenu != nil
}

// interactive tells whether the card is of a kind whose buttons can be replaced.
func (c *card) interactive() bool {
	return c.CardType == buttonCard || c.CardType == voteCard || c.CardType == multipleCard
}

// pressable tells whether a key belongs to something on the card that calls the app.
func (c *card) pressable(key string) bool {
	if c.Submit != nil && c.CardType != buttonCard {
		return c.Submit.Key == key
	}
	for _, b := range c.Buttons {
		if b.Key == key && b.Type != 1 {
			return true
		}
	}
	return false
}

// listed tells whether a key belongs to the card's menu.
func (c *card) listed(key string) bool {
	if c.ActionMenu == nil {
		return false
	}
	for _, a := range c.ActionMenu.Actions {
		if a.Key == key {
			return true
		}
	}
	return false
}

// heading is the card's title and description, never nil.
func (c *card) heading() titled {
	if c.MainTitle == nil {
		return titled{}
	}
	return *c.MainTitle
}
