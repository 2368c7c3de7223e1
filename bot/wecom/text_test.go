package wecom

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		name  string
		text  string
		limit int
		want  []string
	}{
		{"fits", "签到", 6, []string{"签到"}},
		{"empty", "", 6, []string{""}},
		{"at-the-character", "签到了", 7, []string{"签到", "了"}},
		{"at-the-line", "一\n二三\n四", 8, []string{"一", "二三", "四"}},
		{"line-end-just-fits", "一二\n三", 6, []string{"一二", "三"}},
		{"empty-lines-between", "一\n\n\n二", 4, []string{"一", "二"}},
		{"empty-lines-around", "\n\n一二\n\n", 6, []string{"一二"}},
		{"wide-characters", "😀😀", 4, []string{"😀", "😀"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := split(test.text, test.limit)
			if strings.Join(got, "|") != strings.Join(test.want, "|") || len(got) != len(test.want) {
				t.Errorf("split into %q, want %q", got, test.want)
			}
		})
	}
}

func TestSplitLosesNothing(t *testing.T) {
	words := rapid.StringOfN(rapid.RuneFrom([]rune("议题表决abc 。\n😀")), 0, 3000, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, limit := words.Draw(t, "text"), rapid.IntRange(4, 300).Draw(t, "limit")
		parts := split(text, limit)
		for _, p := range parts {
			if len(p) > limit || !utf8.ValidString(p) {
				t.Fatalf("a part is %d bytes: %q", len(p), p)
			}
		}
		without := func(s string) string { return strings.ReplaceAll(s, "\n", "") }
		if got, want := without(strings.Join(parts, "")), without(text); got != want {
			t.Fatalf("came out as %q, was %q", got, want)
		}
	})
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"会议通知", 4, "会议通知"}, {"会议通知书", 4, "会议通…"}, {"abcdef", 3, "ab…"}, {"", 1, ""}, {"好的", 1, "…"}, {"😀😀😀", 2, "😀…"},
	} {
		if got := cut(test.text, test.limit); got != test.want {
			t.Errorf("cut(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}

// Words of members are shown as they stand: they make no link and call nobody.
func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"请于14:20前签到":                             "请于14:20前签到",
		`点<a href="https://evil.example">这里</a>`: `点＜a href="https://evil.example">这里＜/a>`,
		"<A\nHREF=x>":                            "＜A\nHREF=x>",
		"<@zhangsan> 和 <@all>":                   "＜@zhangsan> 和 ＜@all>",
		"3 < 5 且 a<b":                            "3 < 5 且 a<b",
		"<abc>":                                  "<abc>",
		"一\u2028二\r\n三\r四":                       "一\n二\n三\n四",
		"控\x00制\x1b":                             "控制",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSign(t *testing.T) {
	one, two := sign("n-1#0"), sign("n-2#0")
	if one == two || one != sign("n-1#0") {
		t.Errorf("the signs are %q and %q", one, two)
	}
	if len(one) != signBytes || strings.Trim(one, string(signs[:])) != "" {
		t.Errorf("a sign shows: %q", one)
	}
	if got := string(lawful([]byte(one))); got != one {
		t.Errorf("a sign is not lawful: %q", got)
	}
}
