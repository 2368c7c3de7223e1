package wecom

import (
	"strings"
	"time"

	"yishi/bot"
)

// divide parts a reply into what the platform carries back at once and what
// must follow as a message of its own (wecom.md §1.5, §5.2). Words answer words;
// to a tap a card alone is an answer, and only to a tap. Who left is told
// nothing. The plaintext is empty when nothing is answered at once.
func (p *Platform) divide(ev bot.Event, r bot.Reply, now time.Time) (answer []byte, rest bot.Reply) {
	switch ev.Kind {
	case bot.Left:
		return nil, bot.Reply{}
	case bot.Tapped:
		rest.Text = r.Text
		if r.Card == nil {
			return nil, rest
		}
		card := changed(*r.Card)
		if card.flaw() != "" { // the platform would drop it without a word
			return nil, r
		}
		return p.answer(ev, now, "update_template_card", func(d *document) { d.template(card) }), rest
	default:
	}
	rest = r
	text := strings.TrimSpace(plain(r.Text))
	if text == "" || len(text) > textLimit {
		return nil, rest
	}
	rest.Text = ""
	return p.answer(ev, now, "text", func(d *document) { d.text("Content", text) }), rest
}

// answer frames what is said back to the person of an event. From and to are
// the other way round than in what came in.
func (p *Platform) answer(ev bot.Event, now time.Time, kind string, body func(*document)) []byte {
	d := make(document, 0, textLimit)
	d.open("xml")
	d.text("ToUserName", ev.From.ID)
	d.text("FromUserName", p.settings.CorpID)
	d.number("CreateTime", now.Unix())
	d.text("MsgType", kind)
	body(&d)
	d.close("xml")
	return d
}

// template writes a card as a passive reply has it: lists are elements that
// repeat, and the names are not those of the JSON (wecom.md appendix C).
func (d *document) template(t template) {
	d.open("TemplateCard")
	d.text("CardType", t.Type)
	if t.Source != nil {
		d.open("Source")
		d.text("Desc", t.Source.Desc)
		d.close("Source")
	}
	d.open("MainTitle")
	d.text("Title", t.Main.Title)
	d.some("Desc", t.Main.Desc)
	d.close("MainTitle")
	d.some("SubTitleText", t.Subtitle)
	for _, r := range t.Rows {
		d.open("HorizontalContentList")
		d.text("KeyName", r.Name)
		d.some("Value", r.Value)
		d.close("HorizontalContentList")
	}
	for _, j := range t.Jumps {
		d.jump("JumpList", j)
	}
	if t.Action != nil {
		d.jump("CardAction", *t.Action)
	}
	for _, b := range t.Buttons {
		d.button(b)
	}
	if t.Choice != nil {
		d.choice(*t.Choice)
		d.open("SubmitButton")
		d.text("Text", t.Submit.Text)
		d.text("Key", t.Submit.Key)
		d.close("SubmitButton")
	}
	d.some("ReplaceText", t.Replace)
	d.close("TemplateCard")
}

func (d *document) jump(name string, j jump) {
	d.open(name)
	d.number("Type", int64(j.Type))
	d.some("Title", j.Title)
	d.text("Url", j.URL)
	d.close(name)
}

func (d *document) button(b button) {
	d.open("ButtonList")
	if b.Type != 0 {
		d.number("Type", int64(b.Type))
	}
	d.text("Text", b.Text)
	d.number("Style", int64(b.Style))
	d.some("Key", b.Key)
	d.some("Url", b.URL)
	d.close("ButtonList")
}

func (d *document) choice(c choice) {
	d.open("CheckBox")
	d.text("QuestionKey", c.Question)
	for _, o := range c.Options {
		d.open("OptionList")
		d.text("Id", o.ID)
		d.text("Text", o.Text)
		d.truth("IsChecked", o.Checked)
		d.close("OptionList")
	}
	d.truth("Disable", c.Disable)
	d.number("Mode", int64(c.Mode))
	d.close("CheckBox")
}
