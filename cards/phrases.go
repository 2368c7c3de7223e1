// Package cards turns what is known of a meeting into cards and words for people:
// official, courteous Chinese, with the numbers, the weekday of each date and what
// can be done next. It is pure; every sentence stands in phrases/zh-CN.yaml.
package cards

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"yishi/committee"
	"yishi/docs"
	"yishi/papers"
	"yishi/workday"
)

//go:embed phrases/zh-CN.yaml
var zhCN []byte

// Phrases are the sentences of one language, by key, and the articles of the bylaws.
type Phrases struct {
	text     map[string]string
	articles []article
	grounds  map[string]string // the place of the article on which a refusal stands, by its rule
}

// Chinese returns the sentences in Chinese. It fails when the file that is built
// in cannot be read.
func Chinese() (*Phrases, error) { return parse(zhCN, articlesYAML) }

func parse(sentences, refusals []byte) (*Phrases, error) {
	p := &Phrases{articles: articles(docs.Rules)}
	if err := yaml.Unmarshal(sentences, &p.text); err != nil {
		return nil, fmt.Errorf("cards: reading the phrases: %w", err)
	}
	var err error
	p.grounds, err = grounds(refusals, p.articles)
	return p, err
}

var slot = regexp.MustCompile(`\{(\d)(?::(\w+))?\}`)

// Say fills a sentence: {1} is the first argument, {2:phones} the second in
// another form. A key without a sentence is said as it is, so that nobody is left
// without an answer; a test proves that there is none.
func (p *Phrases) Say(key string, args ...any) string {
	text, ok := p.text[key]
	if !ok {
		return key
	}
	return fill(text, args)
}

// fill puts the arguments into a sentence.
func fill(text string, args []any) string {
	return slot.ReplaceAllStringFunc(text, func(s string) string {
		m := slot.FindStringSubmatch(s)
		n, _ := strconv.Atoi(m[1])
		if n < 1 || n > len(args) {
			return ""
		}
		return word(args[n-1], m[2])
	})
}

// Has reports whether there is a sentence for a key.
func (p *Phrases) Has(key string) bool { return p.text[key] != "" }

// word spells one argument of a sentence.
func word(v any, form string) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		if form == "numeral" {
			return papers.Numeral(v)
		}
		return strconv.Itoa(v)
	case []int:
		return joined(v, "、", strconv.Itoa)
	case []string:
		return strings.Join(v, "、")
	case workday.Date:
		return day(v, form)
	case []workday.Date:
		return joined(v, "、", Day)
	case workday.Quarter:
		return fmt.Sprintf("%d年第%s季度", v.Year, papers.Numeral(v.N))
	case time.Time:
		return moment(v, form)
	case committee.Moment:
		return Clock(time.Time(v))
	case committee.Fraction:
		return papers.Numeral(v.Den) + "分之" + papers.Numeral(v.Num)
	case committee.Share:
		return strconv.FormatFloat(float64(v.Of*v.Num*100/v.Den)/100, 'f', -1, 64)
	case committee.ItemName:
		return Item(v)
	case committee.Body:
		return people(v, form)
	}
	return fmt.Sprint(v)
}

func joined[T any](list []T, sep string, say func(T) string) string {
	var out []string
	for _, v := range list {
		out = append(out, say(v))
	}
	return strings.Join(out, sep)
}

func people(body committee.Body, form string) string {
	return joined(body, "、", func(m committee.Member) string {
		switch form {
		case "phones":
			return m.Name + " " + m.Phone
		case "masked":
			return m.Name + "(" + m.MaskedPhone() + ")"
		}
		return m.Name
	})
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// Day echoes a date as interface.md “Words” wants it: 12月15日(周二).
func Day(d workday.Date) string {
	return fmt.Sprintf("%d月%d日(周%s)", d.Month, d.Day, weekdays[d.Weekday()])
}

func day(d workday.Date, form string) string {
	switch form {
	case "bare":
		return fmt.Sprintf("%d月%d日", d.Month, d.Day)
	case "weekday":
		return "星期" + weekdays[d.Weekday()]
	}
	return Day(d)
}

// Clock echoes a time of day: 14:30.
func Clock(t time.Time) string { return t.In(committee.Zone).Format("15:04") }

// Time echoes a moment: 12月15日(周二)14:30.
func Time(t time.Time) string { return Day(workday.On(t.In(committee.Zone))) + Clock(t) }

// Dated echoes a moment with its year where that is another one than now.
func Dated(t, now time.Time) string {
	if year := t.In(committee.Zone).Year(); year != now.In(committee.Zone).Year() {
		return strconv.Itoa(year) + "年" + Time(t)
	}
	return Time(t)
}

func moment(t time.Time, form string) string {
	on := workday.On(t.In(committee.Zone))
	switch form {
	case "clock":
		return Clock(t)
	case "long":
		return papers.LongDate(on) + Clock(t)
	}
	return Time(t)
}

// Item names a topic of the agenda, or one person of it: 议题二, 议题三(一).
func Item(n committee.ItemName) string {
	name := "议题" + papers.Numeral(n.Topic)
	if n.Item > 0 {
		name += "(" + papers.Numeral(n.Item) + ")"
	}
	return name
}
