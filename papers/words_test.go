package papers

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"yishi/committee"
)

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{
		-1: "-1", 0: "0", 1: "一", 4: "四", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 90: "九十", 99: "九十九", 100: "100",
	} {
		if got := Numeral(n); got != want {
			t.Errorf("Numeral(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestNumeralsDiffer(t *testing.T) {
	seen := map[string]int{}
	for n := 1; n <= 99; n++ {
		word := Numeral(n)
		if other, dup := seen[word]; dup {
			t.Errorf("%d and %d are both %s", other, n, word)
		}
		seen[word] = n
	}
}

func TestNumbers(t *testing.T) {
	for name, test := range map[string]struct{ got, want string }{
		"ordinal":            {Ordinal(4), "第四次"},
		"ordinal-over-ten":   {Ordinal(12), "第十二次"},
		"minutes":            {Number(2026, 4), "〔2026〕4号"},
		"no-leading-zero":    {Number(2026, 12), "〔2026〕12号"},
		"not-yet-signed":     {Number(2026, 0), "〔2026〕×号"},
		"decision":           {ItemNumber(2026, 4, 1), "〔2026〕4-1"},
		"decision-of-draft":  {ItemNumber(2026, 0, 3), "〔2026〕×-3"},
		"date":               {PlainDate(day(2026, 12, 5)), "2026年12月5日"},
		"date-with-weekday":  {LongDate(day(2026, 12, 15)), "2026年12月15日(星期二)"},
		"a-sunday":           {LongDate(day(2026, 12, 13)), "2026年12月13日(星期日)"},
		"time":               {LongTime(time.Date(2026, 12, 15, 14, 30, 0, 0, committee.Zone)), "14时30分"},
		"time-of-utc":        {LongTime(time.Date(2026, 12, 15, 6, 3, 0, 0, time.UTC)), "14时3分"},
		"a-full-hour":        {LongTime(time.Date(2026, 12, 15, 14, 0, 59, 0, committee.Zone)), "14时"},
		"four-fifths":        {share(committee.Fraction{Num: 4, Den: 5}), "五分之四"},
		"half":               {share(committee.Fraction{Num: 1, Den: 2}), "半数"},
		"all":                {share(committee.Fraction{Num: 1, Den: 1}), "全数"},
		"a-sentence":         {sentence("同意试行"), "同意试行。"},
		"a-sentence-already": {sentence("同意试行。"), "同意试行。"},
		"a-clause":           {sentence("同意试行;"), "同意试行。"},
	} {
		t.Run(name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %s, want %s", test.got, test.want)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	for name, test := range map[string]struct{ typed, want string }{
		"nothing":             {"", ""},
		"words":               {"充电棚 A 区", "充电棚 A 区"},
		"lines-become-one":    {"一\n二\r\n三", "一 二 三"},
		"outer-spaces":        {" \t　刘芳　 ", "刘芳"},
		"runs-of-spaces":      {"刘   芳", "刘 芳"},
		"control-characters":  {"刘\x00\x1b[31m芳\x7f", "刘[31m芳"},
		"reversed-writing":    {"\u202e芳刘\u2066", "芳刘"},
		"no-width":            {"刘\u200b\ufeff芳", "刘芳"},
		"broken-encoding":     {"刘\xff芳", "刘芳"},
		"marks-are-kept":      {"<b>*刘*</b>", "<b>*刘*</b>"},
		"space-before-nobody": {"刘 \u200b", "刘"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := plain(test.typed); got != test.want {
				t.Errorf("plain(%q) = %q, want %q", test.typed, got, test.want)
			}
		})
	}
}

func TestPlainIsOneVisibleLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.String().Draw(t, "typed")
		got := plain(typed)
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.In(r, unicode.C) || r != ' ' && unicode.IsSpace(r) }) {
			t.Fatalf("plain(%q) = %q", typed, got)
		}
		if got != strings.TrimSpace(got) || strings.Contains(got, "  ") {
			t.Fatalf("plain(%q) = %q has spaces to spare", typed, got)
		}
		if plain(got) != got {
			t.Fatalf("plain is not the same twice: %q, then %q", got, plain(got))
		}
	})
}

func TestLines(t *testing.T) {
	got := lines("一\r\n\r\n 二 \u2028三\n\x00\n")
	if want := []string{"一", "二", "三"}; !slices.Equal(got, want) {
		t.Errorf("lines are %q, want %q", got, want)
	}
}
