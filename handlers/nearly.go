package handlers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marks around words that are nothing but a command.
const marks = "“”\"'‘’「」[]【】()。.!~,、;:…"

// Words around a command that do not change it: courtesies, and what one says before
// and behind.
var (
	leading = []string{
		"您好", "你好", "好的", "好", "嗯", "那就", "那", "我们", "我", "本人", "麻烦", "请问", "请", "帮我", "给我", "想要", "要", "想", "来", "先", "就", "准备", "打算", "申请",
		"回复", "选择", "选", "看一下", "看看", "看", "查一下", "查", "问一下", "一下", "现在", "已经", "会", "可以", "能", "确定", "决定",
		"收到", "一定", "肯定", "保证", "届时", "按时", "准时", "坚决", "完全",
	}
	trailing = []string{"谢谢", "多谢", "辛苦了", "一下", "了", "啊", "呀", "吧", "啦", "哦", "噢", "哈", "哟", "的", "会议", "本次会议", "这次会议", "个", "好", "好的", "呗", "嗯", "看看", "看"}
	asking   = []string{"?", "吗", "么", "呢", "嘛", "没有", "没"}
)

// ownCommands are those that are understood with such words in front; every other
// one only with words behind, since 要开会 opens no meeting.
var ownCommands = []string{"参加", "请假", "签到", "退席", "提议题", "赞成", "反对", "弃权", "已阅"}

// looks are the commands that only show something. They are also understood as a
// question, since nothing changes by a wrong guess.
var looks = []string{"帮助", "我的", "会议", "议题", "到会", "谁没回", "纪要", "大党委", "委员", "体检", "签到码", "为什么"}

// tidied takes the quotation marks, the end mark and the spaces off words that are
// nothing but a command, a button or a choice; other words stay as they are.
func (h *Handlers) tidied(text string) string {
	bare := strings.Trim(strings.Join(strings.Fields(text), ""), marks)
	if i := slices.Index([]string{"一", "二", "三"}, bare); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	for _, form := range []string{bare, strings.ToLower(bare)} { // HELP
		if _, _, exact := h.match(form); exact || isChoice(form) || isButton(form) {
			return form
		}
	}
	return text
}

// plainly finds the command, the choice or the button in words that say nothing else
// besides; other words stay as they are.
func (h *Handlers) plainly(text string) string {
	if turned := turned(text); turned != "" {
		return turned
	}
	cmd, _, exact := h.match(text)
	if exact || isChoice(text) || isButton(text) || cmd != nil && strings.ContainsAny(text, " \n") {
		return text
	}
	bare := strings.Trim(strings.Join(strings.Fields(text), ""), marks)
	queue := []stripped{{text: bare}}
	if utf8.RuneCountInString(bare) > longestPlain {
		queue = nil
	}
	for seen := map[string]bool{}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		switch {
		case seen[s.text] || len(seen) > mostTries:
		case h.says(s):
			return s.text
		default:
			queue = append(queue, s.further()...)
		}
		seen[s.text] = true
	}
	return leaveFirst(text)
}

// leaveFirst puts 请假 before its reason where a sentence asks for leave: 我要请假,家里有事
// and 因家里有事请假 are 请假 家里有事. Other words stay as they are.
func leaveFirst(text string) string {
	has := func(word string) bool { return strings.Contains(text, word) }
	if slices.ContainsFunc(queries, has) || has("同志") || strings.ContainsAny(text, "替帮代吗呢?") { // or somebody else's leave
		return text
	}
	for _, form := range leaveForms {
		if m := form.FindStringSubmatch(text); m != nil {
			return "请假 " + m[1]
		}
	}
	return text
}

var leaveForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?:我们?|本人)(?:想|要|得|需要|申请)*请个?假(?:了|一天|一次|一下)*[,。;: ]+(.+)$`),
	regexp.MustCompile(`^(?:我们?|本人)(?:想|要|得|需要|申请)*请个?假(?:了|一天|一次|一下)*((?:因|由于|原因|理由|事由).+)$`),
	regexp.MustCompile(`^(?:我们?|本人)?((?:因|由于).+请个?假)(?:了|一天|一次)?[。.]?$`),
}

// stripped is a text from which such words were taken: from its front, and words that
// ask from its end.
type stripped struct {
	text        string
	front, asks bool
}

// further takes one more such word off, in every way there is.
func (s stripped) further() []stripped {
	var out []stripped
	for _, word := range slices.Concat(trailing, asking) {
		if rest, ok := strings.CutSuffix(s.text, word); ok {
			out = append(out, stripped{strings.TrimRight(rest, marks), s.front, s.asks || slices.Contains(asking, word)})
		}
	}
	for _, word := range leading {
		if rest, ok := strings.CutPrefix(s.text, word); ok {
			out = append(out, stripped{strings.TrimLeft(rest, marks), true, s.asks})
		}
	}
	return out
}

// Bounds of what is looked at: words that are longer say something else, and no more
// ways of taking such words off are tried.
const (
	longestPlain = 30
	mostTries    = 200
)

// says reports whether words that were stripped of others mean a command or a choice:
// with words in front only what everybody does for himself, as a question only what
// changes nothing.
func (h *Handlers) says(s stripped) bool {
	if isChoice(s.text) {
		return !s.asks
	}
	cmd, _, exact := h.match(s.text)
	if !exact {
		return false
	}
	shows := slices.Contains(looks, cmd.names[0])
	return shows || !s.asks && (!s.front || slices.Contains(ownCommands, cmd.names[0]))
}

// turned puts the verb before the topic: 议题2同意 is 同意 2, 全部同意 is 同意 全部.
func turned(text string) string {
	switch {
	case allFirst.MatchString(text):
		return "同意 全部"
	case surelyComes.MatchString(text):
		return "参加"
	}
	m := topicFirst.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[2] + " " + m[1] + " " + m[3])
}

var topicFirst = regexp.MustCompile(
	`^(?:第)?(?:议题\s*)?([0-9一二三四五六七八九十]{1,3}(?:\([0-9一二三四五六七八九十]{1,3}\))?)(?:号|项)?(?:议题)?[\s,:、]*` +
		`(同意上会|退回修改|下次再议|不同意|同意|赞成|反对|弃权|退回|再议|开始表决|结束表决|表决)(?:$|[\s,:](.*)$)`)

var surelyComes = regexp.MustCompile(`^(?:(?:好的?|收到|嗯|行|没问题)[,。 ]*)*(?:我|会|将)*(?:(?:一定|肯定|保证|届时|按时|准时)(?:会|要)?)+(?:到会|到场|参会|出席|到|来)(?:开会)?[。.!]*$`)

var allFirst = regexp.MustCompile(`^(?:全部|全都|都|所有)(?:议题)?(?:都)?同意(?:上会)?[。.]?$`)

// freeWords are the commands behind which people write as they please: a topic, a
// speech, a reason. Behind a space even a question is what they want to say.
var freeWords = []string{"提议题", "增加议题", "发言", "意见", "记", "改", "修改", "材料", "标签", "退回", "退回纪要", "未召开原因"}

// Words that ask, anywhere, those of talk, such as 意见很大 and 记录员, and those that speak of a command's matter instead of giving
// the command: 请假名单, 退席的有谁.
var (
	queries = []string{"怎么", "如何", "咋", "能不能", "可不可以", "行不行", "谁", "哪", "几", "什么", "多少"}
	talk    = []string{"的", "很", "太", "挺", "比较", "真", "不一", "一致", "统一", "员", "好", "一下"}
	abouts  = []string{"的", "制度", "规定", "流程", "手续", "名单", "人员", "人数", "情况", "记录", "统计", "时间", "条"}
)

// numbered are the commands behind which a number stands, or 议题.
var numbered = []string{"修改", "合并", "标签", "材料"}

func startsWithNumber(args string) bool {
	n, _ := leadingNumber(args)
	return n > 0
}

// onlyAsked reports whether words that begin with a command only ask about it:
// 请假怎么请, 签到了吗, 赞成 3吗. Nothing is done for a question.
func onlyAsked(cmd *command, text, args string) bool {
	spaced := strings.HasSuffix(strings.TrimSuffix(text, args), " ")
	free := slices.Contains(freeWords, cmd.names[0])
	switch {
	case args == "" || spaced && free || slices.Contains(looks, cmd.names[0]):
		return false
	case slices.ContainsFunc(asking, func(w string) bool { return strings.HasSuffix(args, w) }):
		return true
	case spaced:
		return false
	case slices.Contains(numbered, cmd.names[0]) && !startsWithNumber(args):
		return true
	case free:
		return slices.ContainsFunc(slices.Concat(queries, talk), func(w string) bool { return strings.HasPrefix(args, w) })
	}
	return slices.ContainsFunc(queries, func(w string) bool { return strings.Contains(args, w) }) ||
		slices.ContainsFunc(abouts, func(w string) bool { return strings.HasPrefix(args, w) })
}

// sounded replaces the characters that a keyboard offers for the same sound by those
// of the commands.
var sounded = strings.NewReplacer(pairs(
	"加家佳嘉驾", "参餐叁", "假价架嫁", "请清情青", "签千钱迁牵", "到倒道导", "码马吗", "席西习息", "退推腿", "议意义易仪", "题提体", "会汇惠",
	"赞暂攒", "成城程诚", "反返", "对队兑", "弃气起", "权全劝", "帮邦", "助住主", "纪记计", "要药", "已以己", "阅月悦", "同通", "表标", "决绝觉", "散三", "定订",
)...)

func pairs(groups ...string) []string {
	var out []string
	for _, group := range groups {
		r := []rune(group)
		for _, other := range r[1:] {
			out = append(out, string(other), string(r[0]))
		}
	}
	return out
}

// A hint is words of everyday talk and the commands that they hint at.
type hint struct{ words, names []string }

// in reports whether a text hints at something.
func (t hint) in(text string) bool {
	return slices.ContainsFunc(t.words, func(w string) bool { return strings.Contains(text, w) })
}

// hints are what people say, the surer first.
var hints = []hint{
	{words: []string{"不请假", "取消请假", "又能", "改成参加", "改为参加", "还是参加"}, names: []string{"参加", "会议"}},
	{words: []string{
		"不去", "不来", "来不", "去不", "不能来", "不能去", "到不了", "没空", "没时间", "有事", "出差", "生病", "病了", "住院", "走不开", "赶不", "不参", "无法参", "请个", "缺席", "参加不",
	}, names: []string{"请假", "意见"}},
	{words: []string{"代我", "替我", "代替", "派人", "让别人"}, names: []string{"请假", "意见"}},
	{words: []string{"验证码", "会场码"}, names: []string{"签到码", "签到"}},
	{words: []string{"提前走", "走了", "先撤", "离开", "离场", "早退"}, names: []string{"退席", "请假"}},
	{words: []string{"我到", "已到", "到了", "到会场", "到场", "来了", "打卡", "报到"}, names: []string{"签到", "到会"}},
	{words: []string{"谁来", "多少人", "几个人", "人齐", "够不够", "人够"}, names: []string{"到会", "谁没回"}},
	{words: []string{"谁没", "没回复", "没答复"}, names: []string{"谁没回", "到会"}},
	{words: []string{"一定来", "一定到", "会来", "会到", "会去", "能去", "可以来", "准时", "参会", "出席"}, names: []string{"参加", "会议"}},
	{words: []string{"什么会", "啥会", "要开会", "开会吗", "几点", "哪天", "什么时间", "什么时候", "啥时候", "何时", "在哪", "哪里", "地点", "地址", "会议室", "通知"}, names: []string{"会议", "议题"}},
	{words: []string{"投票", "举手", "表态", "投一票"}, names: votes},
	{words: []string{"支持", "拥护", "没意见", "无意见"}, names: []string{"赞成", "参加"}},
	{words: []string{"想提", "提个", "反映", "建议"}, names: []string{"提议题", "意见", "发言"}},
	{words: []string{"决议", "决定", "结果", "文件"}, names: []string{"纪要", "议题"}},
	{words: []string{"任务", "该干", "该做", "要做", "要办"}, names: []string{"我的", menu}},
	{words: []string{"成员", "有谁", "名册", "通讯录"}, names: []string{"委员", "大党委"}},
	{words: []string{"已读", "读了", "看完", "看过", "阅了"}, names: []string{"已阅", "纪要"}},
	{words: []string{"换个时间", "改时间", "改日", "推迟", "换时间", "改到", "改在", "改天", "延到", "延后", "推后", "推到"}, names: []string{"改期", "会议"}},
	{words: []string{"取消了吗", "取消了没", "取消没有", "取消吗", "不开了吗", "还开吗", "还开不开"}, names: []string{"会议", "议题"}},
	{words: []string{"不开", "取消"}, names: []string{"取消会议", "改期"}},
	{words: []string{"安排", "召开", "开个会", "约个"}, names: []string{"定会", "会议"}},
	{words: []string{"电话", "人工", "联系", "找谁", "帮", "教", "不会", "不懂", "怎么", "如何", "咋"}, names: []string{menu, "会议"}},
}
