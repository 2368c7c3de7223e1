package sandbox

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The platform's hard limits on cards (wecom.md §4.3); bytes where it says bytes.
const (
	maxRows      = 6
	maxVerticals = 4
	maxJumps     = 3
	maxButtons   = 6
	maxActions   = 3
	maxSelects   = 3
	maxPicks     = 10 // options of a drop-down list
	maxVotes     = 20 // options of a vote
	maxKey       = 1024
	maxOptionID  = 128
	maxTaskID    = 128
)

// check validates a card's body, with the codes of wecom.md §4.4.
func (c *card) check() error {
	for _, step := range []func() error{
		c.checkKind, c.checkMenu, c.checkRows, c.checkJumps, c.checkVerticals, c.checkAction, c.checkAsked,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// checkKind validates what only some kinds of card must have.
func (c *card) checkKind() error {
	switch c.CardType {
	case textNotice:
		if c.heading().Title == "" && c.SubTitle == "" {
			return refuse(codeBadParameter, "main_title.title and sub_title_text are both empty")
		}
		return nil
	case newsNotice:
		if (c.Image == nil || c.Image.URL == "") && (c.ImageText == nil || c.ImageText.ImageURL == "") {
			return refuse(42044, "Template_Card.card_image.url missing or invalid")
		}
	case buttonCard, voteCard, multipleCard:
	default:
		return refuse(42031, "Template_Card.card_type invalid")
	}
	if c.heading().Title == "" {
		return refuse(codeBadParameter, "main_title.title missing")
	}
	return nil
}

func (c *card) checkMenu() error {
	if c.ActionMenu == nil {
		return nil
	}
	n := len(c.ActionMenu.Actions)
	if n == 0 || n > maxActions {
		return refuse(codeBadParameter, "action_menu.action_list invalid length")
	}
	seen := map[string]bool{}
	for _, a := range c.ActionMenu.Actions {
		switch {
		case a.Key == "" || len(a.Key) > maxKey || seen[a.Key]:
			return refuse(42051, "Template_Card.action_menu.action_list.key conflict")
		case a.Text == "":
			return refuse(42020, "button name missing")
		}
		seen[a.Key] = true
	}
	return nil
}

func (c *card) checkRows() error {
	if len(c.Rows) > maxRows {
		return refuse(42035, "Template_Card.horizontal_content_list invalid length")
	}
	for _, r := range c.Rows {
		switch {
		case r.KeyName == "":
			return refuse(42027, "Template_Card.horizontal_content_list.keyname missing")
		case r.Type == 1 && r.URL == "":
			return refuse(42028, "Template_Card.horizontal_content_list.url missing")
		case r.Type == 2 && r.MediaID == "":
			return refuse(42029, "Template_Card.horizontal_content_list.media_id missing")
		case r.Type == 3 && r.UserID == "":
			return refuse(42050, "Template_Card.horizontal_content_list.userid missing")
		}
	}
	return nil
}

func (c *card) checkJumps() error {
	if len(c.Jumps) > maxJumps {
		return refuse(42042, "Template_Card.jump_list invalid length")
	}
	for _, j := range c.Jumps {
		switch {
		case j.Title == "":
			return refuse(42033, "Template_Card.jump_list.title missing")
		case j.Type == 1 && j.URL == "":
			return refuse(42028, "Template_Card.jump_list.url missing")
		case j.Type == 2 && j.AppID == "":
			return refuse(42030, "Template_Card.jump_list.appid missing")
		}
	}
	return nil
}

func (c *card) checkVerticals() error {
	if len(c.Verticals) > maxVerticals {
		return refuse(42036, "Template_Card.vertical_content_list invalid length")
	}
	for _, v := range c.Verticals {
		if v.Title == "" {
			return refuse(42033, "Template_Card.vertical_content_list.title missing")
		}
	}
	return nil
}

// checkAction validates card_action: the notices must have one.
func (c *card) checkAction() error {
	a := c.Action
	notice := c.CardType == textNotice || c.CardType == newsNotice
	switch {
	case a == nil && !notice:
		return nil
	case a == nil, notice && a.Type != 1 && a.Type != 2, a.Type < 0 || a.Type > 2:
		return refuse(42045, "Template_Card.card_action missing or invalid")
	case a.Type == 1 && a.URL == "":
		return refuse(42028, "Template_Card.card_action.url missing")
	case a.Type == 2 && a.AppID == "":
		return refuse(42030, "Template_Card.card_action.appid missing")
	}
	return nil
}

// checkAsked validates what the card asks: buttons, a vote or drop-down lists.
func (c *card) checkAsked() error {
	switch c.CardType {
	case buttonCard:
		if c.Selection != nil {
			if err := c.Selection.check(); err != nil {
				return err
			}
		}
		return c.checkButtons()
	case voteCard:
		return c.checkVote()
	case multipleCard:
		return c.checkSelects()
	}
	return nil
}

func (c *card) checkButtons() error {
	if len(c.Buttons) == 0 || len(c.Buttons) > maxButtons {
		return refuse(codeBadParameter, "Template_Card.button_list invalid length")
	}
	seen := map[string]bool{}
	for _, b := range c.Buttons {
		switch {
		case b.Text == "":
			return refuse(42038, "Template_Card.button_list.text missing or invalid")
		case b.Type == 1 && b.URL == "":
			return refuse(42028, "Template_Card.button_list.url missing")
		case b.Type == 1:
		case b.Key == "" || len(b.Key) > maxKey || seen[b.Key]:
			return refuse(42039, "Template_Card.button_list.key missing or invalid")
		}
		seen[b.Key] = true
	}
	return nil
}

func (c *card) checkVote() error {
	if c.CheckBox == nil || c.CheckBox.QuestionKey == "" || len(c.CheckBox.QuestionKey) > maxKey {
		return refuse(42043, "Template_Card.question_key missing or invalid")
	}
	if err := checkOptions(c.CheckBox.Options, maxVotes); err != nil {
		return err
	}
	return c.checkSubmit()
}

func (c *card) checkSelects() error {
	if len(c.Selects) == 0 || len(c.Selects) > maxSelects {
		return refuse(42047, "Template_Card.select_list invalid length")
	}
	for _, s := range c.Selects {
		if err := s.check(); err != nil {
			return err
		}
	}
	return c.checkSubmit()
}

func (c *card) checkSubmit() error {
	switch {
	case c.Submit == nil || c.Submit.Key == "" || len(c.Submit.Key) > maxKey:
		return refuse(42046, "Template_Card.submit_button.key missing or invalid")
	case c.Submit.Text == "":
		return refuse(42049, "Template_Card.submit_button.text missing or invalid")
	}
	return nil
}

func (s selectList) check() error {
	if s.QuestionKey == "" || len(s.QuestionKey) > maxKey {
		return refuse(42043, "Template_Card.question_key missing or invalid")
	}
	return checkOptions(s.Options, maxPicks)
}

func checkOptions(list []option, most int) error {
	if len(list) == 0 || len(list) > most {
		return refuse(42037, "Template_Card.option_list invalid length")
	}
	seen := map[string]bool{}
	for _, o := range list {
		switch {
		case o.ID == "" || len(o.ID) > maxOptionID || seen[o.ID]:
			return refuse(42040, "Template_Card.option_list.id missing or invalid")
		case o.Text == "":
			return refuse(42041, "Template_Card.option_list.text missing or invalid")
		}
		seen[o.ID] = true
	}
	return nil
}

// checkTask validates a task id (wecom.md §4.3): cards that call back must have one.
func (c *card) checkTask() error {
	if c.TaskID == "" && !c.callsBack() {
		return nil
	}
	bad := strings.ContainsFunc(c.TaskID, func(r rune) bool {
		return !asciiWord(r) && r != '_' && r != '-' && r != '@'
	})
	if c.TaskID == "" || len(c.TaskID) > maxTaskID || bad {
		return refuse(42014, "task_id invalid")
	}
	return nil
}

// cutBytes is how the platform cuts a long text: silently, at a byte count.
func cutBytes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	text = text[:most]
	for text != "" {
		if r, size := utf8.DecodeLastRuneInString(text); r != utf8.RuneError || size != 1 {
			break
		}
		text = text[:len(text)-1]
	}
	return text
}

// longest refuses a text of more than so many bytes.
func longest(name, text string, most int) error {
	if len(text) > most {
		return refuse(codeBadParameter, fmt.Sprintf("%s exceed max length %d. invalid Request Parameter", name, most))
	}
	return nil
}
