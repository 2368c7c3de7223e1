package handlers

import (
	"cmp"
	"context"
	"errors"
	"regexp"

	"yishi/committee"
	"yishi/when"
	"yishi/workday"
)

// laws shows the bylaws in force, an article of them, all switches that a word names,
// or changes one (规则, SYS-15, SYS-16).
func (h *Handlers) laws(ctx context.Context, c call) (answer, error) {
	if m := amendment.FindStringSubmatch(c.args); m != nil {
		return h.amendLaws(ctx, c, m[1], m[2], m[3])
	}
	if text := h.deck.Articles(c.args); text != "" {
		return answer{text: text + "\n" + h.deck.Say("article.type")}, nil
	}
	book := c.by.Committee.Lawbook
	return answer{text: h.deck.Laws(book, workday.On(h.clerk.Now()), c.args)}, nil
}

// amendment is “key=value …”; what follows names the document and the first day.
var amendment = regexp.MustCompile(`^([a-z_.]+) *= *(\S+)(.*)$`)

var yesNo = map[string]string{"是": "true", "否": "false"}

func (h *Handlers) amendLaws(ctx context.Context, c call, key, value, rest string) (answer, error) {
	a := committee.Amendment{Key: key, Value: value}
	if said, ok := yesNo[value]; ok {
		a.Value = said
	}
	document, of := parts(rest, partDocument, partFrom)
	a.Reference = clip(cmp.Or(of[partDocument], document), longest)
	var err error
	if a.From, err = h.dated(of[partFrom], a.From); err != nil {
		return answer{}, err
	}
	v, err := h.clerk.AmendLaws(ctx, c.by, a)
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("laws.amended", h.deck.Say("law."+key), key, a.Value, v.Number, v.From, v.Reference)}, nil
}

// firstDay reads one day.
func (h *Handlers) firstDay(text string) (workday.Date, error) {
	r, err := when.Read(text, h.clerk.Now(), h.clerk.Calendar())
	if e, ok := errors.AsType[*when.Error](err); err != nil && (!ok || e.Kind != when.NotPublished) {
		return workday.Date{}, unreadable(err, "规则")
	}
	if r.Kind != when.Day && r.Kind != when.Moment || r.Ambiguous || r.Rest != "" {
		return workday.Date{}, committee.Refuse(committee.Invalid, "date.unclear", clip(text, 20))
	}
	return workday.On(r.Start), nil
}
