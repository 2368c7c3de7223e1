package when

// Words with date words in them that are none.
var stops = []string{
	"晚一点", "早一点", "晚1点", "早1点", "一点一滴", "一点点", "三点一线", "两点一线", "一时半", "年月日", "今后", "明确", "后天性",
}

// skipped passes by a word that only looks like date words.
func (p *parser) skipped() bool { return p.next(stops...) }

// What follows the 前 of a deadline where it is not the beginning of a name.
var afterDeadline = []string{"报", "提", "交", "完", "办", "回", "反", "送", "将", "把", "请", "召开", "上报", "上交", "落实", "整改", "反馈", "到", "参加", "入场"}

// deadline passes by the 前 or 之前 behind date words.
func (p *parser) deadline() {
	pos := p.pos
	if p.next("之前", "以前") || p.next("前") && (p.apart() || p.seesAny(afterDeadline)) {
		return
	}
	p.pos = pos
}
