package roster

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"yishi/workday"
)

// header finds the columns by their names. It returns false when rows cannot
// be read for want of them.
func (r *reader) header() (ok bool) {
	if len(r.lines) == 0 {
		if len(r.mistakes) == 0 {
			r.sayOfFile("名册是空的,第1行应为表头:%s", strings.Join(columns, ","))
		}
		return false
	}
	for i, cell := range r.lines[0].cells {
		name := narrow(cell)
		r.headed = append(r.headed, name)
		_, twice := r.columns[name]
		switch {
		case name == "":
		case !slices.Contains(columns, name):
			r.sayOfFile("表头中有不认识的列“%s”,可用的列为:%s", shorten(name), strings.Join(columns, ","))
		case twice:
			r.sayOfFile("表头中“%s”出现两次", name)
		default:
			r.columns[name] = i
		}
	}
	ok = true
	for _, name := range required {
		if _, there := r.columns[name]; !there {
			r.sayOfFile("表头缺少“%s”列", name)
			ok = false
		}
	}
	return ok
}

// shorten is a word for a sentence.
func shorten(word string) string {
	const longest = 20
	letters := []rune(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}, word))
	if len(letters) > longest {
		return string(letters[:longest]) + "…"
	}
	return string(letters)
}

// raw is what l says under a column.
func (r *reader) raw(l line, column string) string {
	if i, ok := r.columns[column]; ok && i < len(l.cells) {
		return l.cells[i]
	}
	return ""
}

// cell is what l says under a column, or nothing when it may not say that.
func (r *reader) cell(l line, column string) string {
	value := r.raw(l, column)
	switch {
	case strings.ContainsFunc(value, unseen):
		r.say(l.number, "%s中有换行或不能显示的字符", column)
		return ""
	case utf8.RuneCountInString(value) > maxCell:
		r.say(l.number, "%s超过%d字", column, maxCell)
		return ""
	}
	return value
}

// unseen says whether c has no place in a cell: it cannot be shown, breaks the
// line, or was not understood.
func unseen(c rune) bool {
	return unicode.IsControl(c) || c == utf8.RuneError || c == '\u2028' || c == '\u2029'
}

// row reads one row by itself.
func (r *reader) row(l line) Person {
	for i, cell := range l.cells {
		if cell != "" && (i >= len(r.headed) || r.headed[i] == "") {
			r.say(l.number, "第%d列有内容,表头却没有这一列", i+1)
		}
	}
	p := Person{
		Number:   l.number,
		Name:     person(r.cell(l, colName)),
		Unit:     r.cell(l, colUnit),
		Post:     r.cell(l, colPost),
		Seats:    r.seats(l),
		Category: r.category(l),
		Phone:    r.phone(l),
		From:     r.date(l, colFrom),
		Until:    r.date(l, colUntil),
		First:    r.date(l, colFirst),
	}
	if r.raw(l, colName) == "" {
		r.say(l.number, "没有写姓名")
	}
	if account, ok := r.account(l); ok {
		p.Accounts = []Account{account}
	}
	return p
}

// seats reads 大党委职务. Words that are none are kept beside the others, so
// that the person is not said to have no seat; the file is refused anyway.
func (r *reader) seats(l line) []string {
	known, unknown := parseSeats(r.cell(l, colSeats))
	for _, word := range unknown {
		r.say(l.number, "大党委职务“%s”不在%s之内", shorten(word), strings.Join(seats, "、"))
	}
	return append(known, unknown...)
}

func (r *reader) category(l line) string {
	word := narrow(r.cell(l, colCategory))
	if word != "" && !slices.Contains(categories, word) {
		r.say(l.number, "类别“%s”不在%s之内", shorten(word), strings.Join(categories, "、"))
	}
	return word
}

// phone reads 手机号. What is wrong is said without showing the number.
func (r *reader) phone(l line) string {
	text := r.cell(l, colPhone)
	phone, ok := parsePhone(text)
	switch {
	case ok:
	case exponent.MatchString(narrow(text)):
		r.say(l.number, "手机号被电子表格改成了科学计数法,请将该列设为文本格式后重新填写")
	default:
		r.say(l.number, "手机号不是11位手机号码,也不是带区号的固定电话(如0871-60000000)")
	}
	return phone
}

func (r *reader) date(l line, column string) workday.Date {
	text := r.cell(l, column)
	day, ok := parseDate(text)
	if !ok {
		r.say(l.number, "%s“%s”不是日期,应如2026-11-02", column, shorten(text))
	}
	return day
}

// account reads 平台 and 平台账号; ok is false when the row gives none.
func (r *reader) account(l line) (account Account, ok bool) {
	text, id := r.cell(l, colPlatform), narrow(r.cell(l, colAccount))
	p, known := parsePlatform(text)
	switch {
	case !known:
		r.say(l.number, "平台“%s”不在企业微信、钉钉、网页之内", shorten(text))
	case p.name == "" && id != "":
		r.say(l.number, "写了平台账号,没有写平台")
	case p.name == "":
	case id == "" && p.name != Web:
		if r.raw(l, colAccount) == "" {
			r.say(l.number, "平台为%s,没有写平台账号", p.word)
		}
	case exponent.MatchString(id):
		r.say(l.number, "平台账号被电子表格改成了科学计数法,请将该列设为文本格式后重新填写")
	case !p.id.MatchString(id):
		r.say(l.number, "平台账号不合%s的格式:%s", p.word, p.form)
	default:
		return Account{Platform: p.name, ID: id, Row: l.number}, true
	}
	return Account{}, false
}
