package handlers

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// The parts of a command that are named: 自=2026-10-15, 依据 临江党工委〔2026〕12号.
const (
	partFrom      = "自"
	partUntil     = "止"
	partDocument  = "依据"
	partLetter    = "聘书号"
	partReason    = "理由"
	partSuccessor = "新任"
	partUnit      = "单位"
	partPost      = "职务"
	partPhone     = "手机"
)

// A partName is one of the words by which people name a part.
type partName struct {
	part, word string
	sep        separation
}

// separation is what stands between a name and what it names.
type separation uint8

const (
	marked separation = iota // = or :, since the word alone is part of what people write: 到, 从
	spaced                   // or a space
	joined                   // or nothing: 依据临江党工委〔2026〕12号
)

// partNames is every word for every part; a day may stand behind its name without
// anything between them (自2026-10-15).
var partNames = []partName{
	{partFrom, "自", spaced},
	{partFrom, "起", spaced},
	{partFrom, "生效", spaced},
	{partFrom, "从", marked},
	{partUntil, "止", spaced},
	{partUntil, "至", marked},
	{partUntil, "到", marked},
	{partDocument, "依据", joined},
	{partDocument, "文号", joined},
	{partLetter, "聘书号", joined},
	{partReason, "理由", joined},
	{partReason, "原因", joined},
	{partReason, "事由", joined},
	{partSuccessor, "新任", joined},
	{partUnit, "单位", spaced},
	{partPost, "职务", spaced},
	{partPhone, "手机号", spaced},
	{partPhone, "手机", spaced},
	{partPhone, "电话", spaced},
}

// named finds the words of partNames, the longer of two first, with what parts them from
// the words before.
var named = func() *regexp.Regexp {
	var words []string
	for _, n := range partNames {
		words = append(words, n.word)
	}
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return regexp.MustCompile(`(^|[ ,;、])?(` + strings.Join(words, "|") + `)`)
}()

// parts takes words apart into what stands before the parts that a command takes, and
// those. Of a part that is named twice the first counts.
func parts(text string, takes ...string) (head string, of map[string]string) {
	of = map[string]string{}
	end := len(text)
	for _, at := range slices.Backward(named.FindAllStringSubmatchIndex(text, -1)) {
		i := slices.IndexFunc(partNames, func(n partName) bool { return n.word == text[at[4]:at[5]] })
		n, value := partNames[i], text[at[5]:end]
		if !slices.Contains(takes, n.part) || !n.begins(value, at[2] >= 0) {
			continue
		}
		of[n.part] = strings.Trim(value, " =:,;、。")
		end = at[0]
	}
	return strings.TrimSpace(text[:end]), of
}

// dayWords begin a day that is not written in figures.
var dayWords = []string{"即日", "今天", "今日", "明天", "明日", "后天", "下周", "下个月"}

// begins reports whether what follows a name can be what it names; apart says that the
// name is parted from the words before it.
func (n partName) begins(value string, apart bool) bool {
	rest := strings.TrimLeft(value, " ")
	switch {
	case strings.HasPrefix(rest, "="), strings.HasPrefix(rest, ":"):
		return true
	case !apart:
		return false
	case rest == "", n.sep == joined:
		return true
	case n.part == partFrom || n.part == partUntil:
		return n.sep == spaced && rest != value || strings.IndexByte("0123456789", rest[0]) >= 0 ||
			slices.ContainsFunc(dayWords, func(w string) bool { return strings.HasPrefix(rest, w) })
	}
	return rest != value
}
