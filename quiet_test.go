package main

import (
	"strings"
	"testing"
)

// TestSYS10TheLogKeepsQuiet lets people speak and vote, by name and in secret: the log
// knows no telephone number, no token, no word that was said and no choice (SYS-10).
func TestSYS10TheLogKeepsQuiet(t *testing.T) {
	t.Parallel()
	w := staged(t, "sitting")
	w.says(liufang, "发言 建议先在三号院试点,请电13888880006", "已记录")
	w.votesByName()
	w.forget()
	w.votesInSecret()
	w.clean() // telephone numbers and tokens
	log := w.logs.String()
	for _, word := range []string{"三号院", "赞成", "反对", "弃权", "against", "abstain", "choice"} {
		if strings.Contains(log, word) {
			t.Errorf("%q stands in the log:\n%s", word, log)
		}
	}
	if !strings.Contains(log, "level=INFO") {
		t.Errorf("there is no log:\n%s", log)
	}
}
