package cards

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"yishi/bot"
	"yishi/committee"
	"yishi/workday"
)

// A Choice is one thing that somebody may have meant: the words on its button, and
// what it is in full.
type Choice struct{ Label, Says string }

// Choices asks which of some things is meant (spec §3.8): a button for each, and the
// same by its number. of tells this question from every other.
func (k *Deck) Choices(title, text string, of int64, choices []Choice) bot.Card {
	card := bot.Card{Title: title, Desc: k.Say("choose.desc")}
	var lines []string
	for i, c := range choices {
		lines = append(lines, strconv.Itoa(i+1)+" "+c.Says)
		card.Buttons = append(card.Buttons, bot.Button{Text: c.Label, Action: Action("choose", int64(i+1), of)})
	}
	card.Buttons[0].Style = bot.Primary
	card.Body = strings.Join(lines, "\n")
	card.Text = joinLines(text, card.Body) + "\n" + k.Say("choose.type")
	return card
}

// DayMark says in a word what the calendar knows of a day (NTC-01).
func (k *Deck) DayMark(cal *workday.Calendar, on workday.Date) string {
	switch {
	case cal.MakeUp(on):
		return k.Say("day.mark.makeup")
	case !cal.Published(on.Year):
		return k.Say("day.mark.unpublished", on.Year)
	case cal.Works(on):
		return k.Say("day.mark.works")
	}
	return k.Say("day.mark.rest")
}

// DayKind says what the calendar knows of a day: worked, a make-up day, a rest day,
// or in a year without a published table (NTC-01).
func (k *Deck) DayKind(cal *workday.Calendar, on workday.Date) string {
	var text string
	switch {
	case cal.MakeUp(on):
		return k.Say("day.makeup", on)
	case !cal.Works(on):
		text = k.Say("day.rest")
	case cal.Published(on.Year):
		return k.Say("day.works")
	}
	if !cal.Published(on.Year) {
		text += k.Say("day.unpublished", on.Year)
	}
	return text
}

// Reading echoes a day, and the hour where one was said, with its year, its weekday
// and what kind of day it is, so that nothing about it is left open.
func (k *Deck) Reading(cal *workday.Calendar, on workday.Date, hour string) string {
	return fmt.Sprintf("%d年%s%s,%s", on.Year, Day(on), hour, k.DayMark(cal, on))
}

// DayLabel names a day on a button: with its weekday, or with its year where it is
// another one than this, since there is no room for both.
func DayLabel(on workday.Date, thisYear int) string {
	switch on.Year - thisYear {
	case 0:
		return Day(on) // ten characters at most
	case 1:
		return "明年" + day(on, "bare")
	}
	return fmt.Sprintf("%02d年%s", on.Year%100, day(on, "bare"))
}

// HourLabel names an hour on a button as people say it: 下午2:30.
func HourLabel(at time.Time) string {
	at = at.In(committee.Zone)
	part, hour := "凌晨", at.Hour()
	switch {
	case hour >= 18:
		part, hour = "晚上", hour-12
	case hour > 12:
		part, hour = "下午", hour-12
	case hour == 12:
		part = "中午"
	case hour >= 6:
		part = "上午"
	}
	return fmt.Sprintf("%s%d:%02d", part, hour, at.Minute())
}
