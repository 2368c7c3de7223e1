package handlers

import (
	"context"
	"strings"

	"yishi/committee"
)

// politeness is what words are that ask for nothing: thanks, that something is noted, or
// that one agrees. What is more weighs more.
type politeness int

const (
	notPolite politeness = iota
	filler
	thanks
	noted
	agrees
)

// politeWords are such words, and what stands between them; a platform writes some of
// its pictures as words.
var politeWords = map[string]politeness{
	"好的": agrees, "好": agrees, "好滴": agrees, "行": agrees, "可以": agrees, "没问题": agrees, "ok": agrees, "okay": agrees, "👌": agrees,
	"知道了": noted, "知道": noted, "明白了": noted, "明白": noted, "了解了": noted, "了解": noted, "清楚了": noted, "嗯": noted, "是的": noted, "是": noted, "对": noted,
	"对的": noted, "👍": noted, "强": noted, "赞": noted, "微笑": noted,
	"谢谢": thanks, "多谢": thanks, "感谢": thanks, "谢了": thanks, "谢": thanks, "辛苦了": thanks, "辛苦": thanks, "🙏": thanks, "🌹": thanks, "❤": thanks, "抱拳": thanks,
	"玫瑰": thanks, "握手": thanks, "鲜花": thanks, "爱心": thanks,
	"您": filler, "你": filler, "大家": filler, "各位": filler, "同志们": filler, "同志": filler, "书记": filler, "了": filler, "啦": filler, "啊": filler, "哦": filler, "噢": filler,
	"哈": filler, "呢": filler, "吧": filler, "呀": filler, "非常": filler, "十分": filler, "真": filler, "都": filler, "我": filler, "我们": filler,
}

// polite reports whether words are nothing but politeness, and which.
func polite(text string) politeness {
	rest := strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(marks+" \n\ufe0f", r) || r >= 0x1f3fb && r <= 0x1f3ff { // the colours of hands
			return -1
		}
		return r
	}, text))
	kind := notPolite
	for rest != "" {
		longest := ""
		for word := range politeWords {
			if strings.HasPrefix(rest, word) && len(word) > len(longest) {
				longest = word
			}
		}
		if longest == "" {
			return notPolite
		}
		kind, rest = max(kind, politeWords[longest]), rest[len(longest):]
	}
	if kind == filler {
		return notPolite
	}
	return kind
}

// courteously answers politeness briefly, and reminds of what waits for this person.
// Who agrees while a notice waits for his answer will come, as with 收到 (spec.md §3.8).
func (h *Handlers) courteously(ctx context.Context, by committee.Actor, kind politeness) (answer, error) {
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return answer{}, err
	}
	m := d.Meeting
	a := m.Attendee(by.Member.ID)
	waits := a != nil && m.State == committee.Noticed && a.Answer == committee.Silent && a.Capacity != committee.Copied && !m.Day().Before(committee.DayOf(d.Now))
	owes, err := h.votesOwed(ctx, by)
	if err != nil {
		return answer{}, err
	}
	asked, talking, err := h.openDialogue(ctx, by)
	switch {
	case err != nil:
		return answer{}, err
	case waits && kind == agrees && len(owes) == 0 && (!talking || asked.Kind == misunderstood):
		return h.heard(h.comes(ctx, call{by: by}))
	case waits:
		owes = append(owes, h.deck.Say("mine.answer", m.Starts))
	}
	key := "polite.noted"
	if kind == thanks {
		key = "polite.thanks"
	}
	return answer{text: strings.Join(append([]string{h.deck.Say(key)}, owes...), "\n"), refused: true}, nil
}
