// Package roster reads and writes the roster file: who serves, in which seats,
// until when, and how to reach him (interface.md "Roster file", spec.md §3.7).
// It knows the file and nothing else; who is already on record is not its
// business. All mistakes of a file are told at once, in Chinese, for the person
// who keeps it.
package roster

import (
	"fmt"
	"regexp"

	"yishi/workday"
)

// Person is one person of a roster: the rows with the same 姓名 and 手机号. The
// fields are those of his first row; what is blank there comes from a later one.
type Person struct {
	Number   int      // of his first row; the header is row 1
	Name     string   // 姓名
	Unit     string   // 单位
	Post     string   // 职务, in his unit
	Seats    []string // 大党委职务, at least one of Seats, each once
	Category string   // 类别: one of Categories, or empty
	// Phone is 手机号: eleven digits of a mobile, or a landline with area
	// code and hyphen (0871-60000000), or empty.
	Phone    string
	From     workday.Date // 聘任起; the zero Date where none is given
	Until    workday.Date // 聘任止
	First    workday.Date // 首次聘任
	Accounts []Account    // in the order of rows: the first is preferred
}

// Account is where a person is reached.
type Account struct {
	Platform string // WeCom, DingTalk or Web
	ID       string // the platform's user id; may be empty for Web
	Row      int    // the row that gives it
}

// The platforms, as the rest of the program names them.
const (
	WeCom    = "wecom"
	DingTalk = "dingtalk"
	Web      = "web"
)

// What may stand under 大党委职务.
const (
	Secretary     = "书记"
	ViceSecretary = "副书记" //nolint:gosec // a seat, not a secret
	Member        = "委员"
	Observer      = "列席"
	Recorder      = "记录员"
	Street        = "街道"
	Administrator = "管理员"
)

// What may stand under 类别 (spec.md ORG-02).
const (
	Community = "社区党委委员"
	Neighbour = "友邻单位"
)

// The columns, in the order in which they are written.
const (
	colName     = "姓名"
	colUnit     = "单位"
	colPost     = "职务"
	colSeats    = "大党委职务"
	colCategory = "类别"
	colPhone    = "手机号"
	colPlatform = "平台"
	colAccount  = "平台账号"
	colFrom     = "聘任起"
	colUntil    = "聘任止"
	colFirst    = "首次聘任"
)

var (
	columns = []string{
		colName, colUnit, colPost, colSeats, colCategory, colPhone, colPlatform, colAccount, colFrom, colUntil, colFirst,
	}
	required   = []string{colName, colSeats}
	seats      = []string{Secretary, ViceSecretary, Member, Observer, Recorder, Street, Administrator}
	categories = []string{Community, Neighbour}
)

// platform is a platform, what the file calls it, and what its user ids are.
type platform struct {
	name, word string
	id         *regexp.Regexp
	form       string // id in words
}

var platforms = []platform{
	{WeCom, "企业微信", regexp.MustCompile(`^[0-9A-Za-z_.@-]{1,64}$`), "1至64位字母、数字或_-@."}, // wecom.md §4
	{DingTalk, "钉钉", regexp.MustCompile(`^[!-~]{1,64}$`), "1至64位字母、数字或符号"},
	{Web, "网页", regexp.MustCompile(`^[!-~]{0,64}$`), "可不填,或1至64位字母、数字或符号"},
}

// Limits of a file.
const (
	maxBytes   = 5 << 20
	maxRows    = 5000
	maxNumber  = 100_000 // rows, blank ones too
	maxColumns = 64
	maxCell    = 100 // characters
)

// Read reads a roster from the contents of a file: .xlsx (its first sheet), or
// CSV in UTF-8 or GBK, told apart by content; name is only repeated in what is
// said. The error is Mistakes, with all of them in order of rows.
func Read(name string, data []byte) ([]Person, error) {
	r := reader{columns: map[string]int{}}
	r.load(name, data)
	if r.header() {
		r.people(r.lines[1:])
		r.whole()
	}
	if len(r.mistakes) > 0 {
		return nil, r.mistakes.sorted()
	}
	return r.read, nil
}

// line is one row of a table, without blank cells at its end.
type line struct {
	number int
	cells  []string
}

// reader gathers people and mistakes.
type reader struct {
	lines    []line         // not blank; the first is the header
	headed   []string       // the header, as it stands
	columns  map[string]int // name → index
	read     []Person
	mistakes Mistakes
}

// say notes a mistake of a row, in words that begin with the row.
func (r *reader) say(row int, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{row, fmt.Sprintf("第%d行", row) + fmt.Sprintf(format, args...)})
}

// sayOfFile notes a mistake of the file as a whole.
func (r *reader) sayOfFile(format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{1, fmt.Sprintf(format, args...)})
}
