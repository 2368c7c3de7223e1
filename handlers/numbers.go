package handlers

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"yishi/committee"
)

// topicsMeant reads which topics of the pool are meant, and what is said of them. 全部
// are all that wait for the secretary, in the order of their numbers.
func (h *Handlers) topicsMeant(ctx context.Context, by committee.Actor, words string) (list []int, rest string, err error) {
	all := allTopics.FindString(words)
	if all == "" {
		list, rest = several(words)
		return list, rest, nil
	}
	waiting, err := h.waiting(ctx, by)
	if err == nil && len(waiting) == 0 {
		err = committee.Refuse(committee.NotFound, "topic.none-waiting")
	}
	for _, t := range waiting {
		list = append(list, t.Number)
	}
	return list, strings.TrimLeft(words[len(all):], behindNumber), err
}

var allTopics = regexp.MustCompile(`^\s*(?:全部|所有)(?:的?议题)?`)

// behindNumber are the marks between a number and what is said of it.
const behindNumber = " .、,:;。"

// several reads the numbers of topics with which words begin, in figures or in numerals
// and however they are joined, each once, and what follows: “2,3号议题 请补充”. A number
// that counts something else (3月), or stands before an item of what follows (1、…), is
// no topic.
func several(words string) (list []int, rest string) {
	rest = strings.TrimSpace(words)
	inFigures := false
	for {
		m := oneOfSeveral.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(m[3]) // at most three figures
		figures := n > 0
		if !figures {
			n = chinese(m[3])
		}
		after, marked := rest[len(m[0]):], m[2] != "" || m[4] != ""
		first, listed := len(list) == 0, strings.TrimSpace(m[1]) != ""
		switch {
		case n == 0 || counting.MatchString(after),
			!figures && !marked && (!first && inFigures || !apart.MatchString(after)),
			!first && !listed && !marked && itemMark.MatchString(after):
			return list, strings.TrimLeft(rest, behindNumber)
		}
		inFigures = inFigures || figures
		if rest = after; !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list, strings.TrimLeft(rest, behindNumber)
}

var (
	oneOfSeveral = regexp.MustCompile(`^([\s,、;。和及与]*)((?:第\s*)?(?:议题\s*)?)([0-9]{1,3}|[` + numerals + `]{1,3})((?:号|项)?(?:议题)?)`)
	counting     = regexp.MustCompile(`^(?:[0-9年月日天个万元名人次周岁米平栋幢户层点时分千百亿倍种类份条楼院%]|\.[0-9]|[-/~][0-9])`)
	apart        = regexp.MustCompile(`^(?:$|[\s,、;。:]|[和及与](?:第|议题|[0-9` + numerals + `]))`)
	itemMark     = regexp.MustCompile(`^[.、]\s*[^\s0-9第议` + numerals + `]`)
)

// leadingNumber splits “议题3 请补充” into 3 and the rest; 0 when it begins with
// no number.
func leadingNumber(text string) (n int, rest string) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "议题"))
	end := 0
	for end < len(text) && end < 4 && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	if end > 0 {
		return int(number(text[:end])), strings.TrimLeft(text[end:], " .、,:")
	}
	runes := []rune(text)
	for i, r := range runes {
		if !strings.ContainsRune(numerals, r) {
			return chinese(string(runes[:i])), strings.TrimLeft(string(runes[i:]), " .、,:")
		}
	}
	return chinese(text), ""
}

const numerals = "一二三四五六七八九十"

// chinese reads 一 to 九十九; 0 when it is no such number.
func chinese(text string) int {
	tens, units, ten := strings.Cut(text, "十")
	const digits = "一二三四五六七八九"
	digit := func(s string) int { return strings.Index(digits, s)/len("一") + 1 }
	switch {
	case text == "" || len([]rune(tens)) > 1 || len([]rune(units)) > 1 || !strings.Contains(digits, tens) || !strings.Contains(digits, units):
		return 0
	case !ten:
		return digit(text)
	}
	n := 10
	if tens != "" {
		n = 10 * digit(tens)
	}
	if units != "" {
		n += digit(units)
	}
	return n
}
