package handlers

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"yishi/committee"
)

// coming records that the person is on his way, and, where his words tell it, when he
// will be there (路上, M4).
func (h *Handlers) coming(ctx context.Context, c call) (answer, error) {
	arrives := h.arrival(c.args)
	if _, err := h.clerk.Come(ctx, c.by, arrives); err != nil {
		return answer{}, err
	}
	if arrives.IsZero() {
		return answer{text: h.deck.Say("coming")}, nil
	}
	return answer{text: h.deck.Say("coming.at", committee.Moment(arrives))}, nil
}

var inMinutes = regexp.MustCompile(`(\d{1,3}) *分钟`)

// arrival reads when somebody will be there: “14:40”, “预计14:40到”, “还有10分钟”; zero
// where the words tell no time, as “堵车”.
func (h *Handlers) arrival(words string) time.Time {
	if found := inMinutes.FindStringSubmatch(words); found != nil {
		n, _ := strconv.Atoi(found[1]) // three digits
		return h.clerk.Now().Add(time.Duration(n) * time.Minute)
	}
	words = strings.TrimLeft(words, " ,。、了")
	for _, about := range []string{"预计", "大约", "大概"} {
		words = strings.TrimPrefix(words, about)
	}
	at, ok := h.moment(strings.TrimSpace(strings.TrimSuffix(words, "到")))
	if !ok {
		return time.Time{}
	}
	return at
}
