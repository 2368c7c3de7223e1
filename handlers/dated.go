package handlers

import (
	"slices"
	"strings"

	"yishi/cards"
	"yishi/committee"
	"yishi/when"
	"yishi/workday"
)

// plans are the commands that plan a meeting.
var plans = []string{"定会", "改期"}

// planning puts first among the guesses at words with a date in them that a meeting is
// to be planned or moved there, if this person may: 下周二下午两点半在二楼开会.
func planning(by committee.Actor, names []string, text string) []string {
	var mine []string
	switch {
	case by.Is(committee.Secretary) && strings.ContainsAny(text, "改推延换"):
		mine = []string{"改期", "定会"}
	case by.Is(committee.Secretary):
		mine = plans
	case by.Is(committee.Vice | committee.Recorder):
		mine = plans[:1]
	}
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(plans, name) })
	return slices.Concat(mine, others[:min(len(others), mostGuesses-len(mine))])
}

// guessed is the guess that a command is meant. That a meeting is planned takes the date
// along, and repeats it with its weekday.
func (h *Handlers) guessed(name, date string) guess {
	g := guess{label: name, says: name, words: name}
	if date == "" || !slices.Contains(plans, name) {
		return g
	}
	g.words = joinWords(name, date)
	r, err := when.Read(date, h.clerk.Now(), h.clerk.Calendar())
	if err != nil || r.Ambiguous || r.Kind != when.Day && r.Kind != when.Moment {
		g.says = g.words
		return g
	}
	hour := ""
	if r.HasClock {
		hour = cards.Clock(r.Start)
	}
	g.says = joinWords(name, h.deck.Reading(h.clerk.Calendar(), workday.On(r.Start), hour))
	return g
}

// fromDate is a text from its date on, without what leads to it: 会议推迟到下周二 is
// 下周二. It is empty where no date is read.
func (h *Handlers) fromDate(text string) string {
	read := func(text string) (when.Reading, bool) {
		r, err := when.Read(text, h.clerk.Now(), h.clerk.Calendar())
		return r, err == nil && r.Kind != when.Nothing
	}
	whole, ok := read(text)
	if !ok || len([]rune(text)) > longestPlan {
		return ""
	}
	for i := range text {
		r, ok := read(text[i:])
		if ok && r.Kind == whole.Kind && r.Start.Equal(whole.Start) && strings.HasSuffix(text, r.Rest) {
			return text[i:]
		}
	}
	return text
}

// longestPlan is the most characters in which a meeting is planned.
const longestPlan = 60
