package when

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Characters that mean the same in date words: traditional ones, variants of
// zero, of dashes, colons and brackets, and 号, which is 日 in a date.
var same = variants(
	"點点", "號日", "号日", "週周", "禮礼", "兩两", "後后", "鐘钟", "鍾钟", "時时", "開开", "節节", "農农", "曆历", "臘腊", "個个", "這这",
	"國国", "慶庆", "陽阳", "間间", "內内", "閏闰", "淩凌", "舊旧", "陰阴", "勞劳", "動动", "還还", "幾几", "當当", "間间", "結结",
	"樓楼", "會会", "議议", "門门", "廳厅", "館馆", "區区", "棟栋", "車车", "單单", "線线", "機机", "場场", "戶户", "層层", "項项", "條条",
	"萬万", "億亿", "歲岁", "級级", "類类", "種种", "報报", "見见", "問问", "題题", "經经", "驗验", "補补", "說说", "說说", "將将", "請请",
	"零〇", "○〇", "◯〇", "⽉月", "⽇日",
	"—-", "–-", "−-", "―-", "‐-", "‑-", "﹣-", "〜~", "∼~", "∶:", "︰:", "﹕:",
	"【(", "】)", "〔(", "〕)", "［(", "］)", "[(", "])", "﹙(", "﹚)",
)

// variants makes a table of pairs of a character and the one that it means.
func variants(pairs ...string) map[rune]rune {
	table := make(map[rune]rune, len(pairs))
	for _, pair := range pairs {
		from, size := utf8.DecodeRuneInString(pair)
		table[from], _ = utf8.DecodeRuneInString(pair[size:])
	}
	return table
}

// normal returns the character that r means in date words.
func normal(r rune) rune {
	const full, firstFull, lastFull = 0xFEE0, '！', '～'
	if to, ok := same[r]; ok {
		return to
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case firstFull <= r && r <= lastFull:
		r -= full
	}
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// normalise returns the characters of a text in the form that the productions
// know, and for each of them the place of its first byte in the text; one more
// place is the text's end. 星期 and 礼拜 become 周.
func normalise(text string) (runes []rune, at []int) {
	for i, r := range text {
		r = normal(r)
		if n := len(runes); n > 0 && weekWord(runes[n-1], r) {
			runes[n-1] = '周'
			continue
		}
		runes, at = append(runes, r), append(at, i)
	}
	for i := 1; i < len(runes)-1; i++ {
		if runes[i] == '。' && isDigit(runes[i-1]) && isDigit(runes[i+1]) { // 12。15, as a Chinese keyboard writes it
			runes[i] = '.'
		}
	}
	return runes, append(at, len(text))
}

// weekWord tells whether two characters are a word for 周.
func weekWord(a, b rune) bool {
	return a == '星' && b == '期' || a == '礼' && b == '拜'
}

// Marks that join date words to what stands around them.
const joints = " \t\r\n　,，;；、。:："

// trimmed returns a text without the blanks and joints at its ends.
func trimmed(text string) string { return strings.Trim(text, joints) }

// without returns the text without the words from one place to another, but
// with what was kept between them. Where the words stood apart from others, so
// does the rest.
func (p *parser) without(from, to int) string {
	pieces := []string{p.src[:p.source[from]], p.src[p.source[to]:]}
	if p.kept[0] < p.kept[1] {
		pieces = []string{pieces[0], p.src[p.source[p.kept[0]]:p.source[p.kept[1]]], pieces[1]}
	}
	rest := pieces[0]
	for _, piece := range pieces[1:] {
		rest = joined(rest, piece)
	}
	return trimmed(rest)
}

// joined puts two pieces of a text together from between which words were taken.
func joined(a, b string) string {
	left, right := strings.TrimRight(a, joints), strings.TrimLeft(b, joints)
	if left == a && right == b || left == "" || right == "" {
		return left + right
	}
	return left + " " + right
}
