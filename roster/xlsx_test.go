package roster_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"yishi/roster"
)

// workbook has rows in its first sheet, from the first row on.
func workbook(tb testing.TB, rows ...[]any) []byte {
	tb.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			tb.Fatal(err)
		}
	}
	if _, err := book.NewSheet("说明"); err != nil {
		tb.Fatal(err)
	}
	return saved(tb, book)
}

func saved(tb testing.TB, book *excelize.File) []byte {
	tb.Helper()
	data, err := book.WriteToBuffer()
	if err != nil {
		tb.Fatal(err)
	}
	return data.Bytes()
}

// rowOf is the cells of a row as texts.
func rowOf(cells string) []any {
	var row []any
	for cell := range strings.SplitSeq(cells, ",") {
		row = append(row, cell)
	}
	return row
}

func TestWorkbook(t *testing.T) {
	var rows [][]any
	for l := range strings.Lines(binhe) {
		rows = append(rows, rowOf(strings.TrimSpace(l)))
	}
	got, err := roster.Read("名册.xlsx", workbook(t, rows...))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mustRead(t, binhe), got); diff != "" {
		t.Error(diff)
	}
}

// TestWorkbookTypes has numbers and days where a person would type them, under
// the formats that a spreadsheet gives them.
func TestWorkbookTypes(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	got, err := roster.Read("名册.xlsx", workbook(t,
		[]any{"姓名", "大党委职务", "手机号", "平台", "平台账号", "聘任起", "聘任止", "首次聘任"},
		[]any{"张建国", "书记", 13800000001, "企业微信", 1001, day(2026, 11, 2), day(2029, 11, 1), "2026年11月2日"},
		[]any{},
		[]any{"刘芳", "委员", "13800000006", "钉钉", "0042", day(1999, 12, 31), nil, nil, nil, nil},
	))
	if err != nil {
		t.Fatal(err)
	}
	want := []roster.Person{
		{
			Number: 2, Name: "张建国", Seats: []string{"书记"}, Phone: "13800000001",
			From: date(t, "2026-11-02"), Until: date(t, "2029-11-01"), First: date(t, "2026-11-02"),
			Accounts: []roster.Account{{Platform: "wecom", ID: "1001", Row: 2}},
		},
		{
			Number: 4, Name: "刘芳", Seats: []string{"委员"}, Phone: "13800000006", From: date(t, "1999-12-31"),
			Accounts: []roster.Account{{Platform: "dingtalk", ID: "0042", Row: 4}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFullWorkbook has as many rows as a roster may have, with nothing said
// twice, and must not be taken for one that swells.
func TestFullWorkbook(t *testing.T) {
	const most = 5000
	rows := [][]any{rowOf(strings.TrimSpace(header)), rowOf(strings.TrimSpace(secretary))}
	for i := 1; i < most; i++ {
		rows = append(rows, rowOf(fmt.Sprintf(
			"刘芳%d,江城市第%d中学党总支委员会,党总支书记兼第%d支部书记,委员、列席,友邻单位,139%08d,企业微信,liufang.%d@binhe,2026-11-02,2029-11-01,2026-11-02", i, i, i, i, i)))
	}
	people, err := roster.Read("名册.xlsx", workbook(t, rows...))
	if err != nil || len(people) != most {
		t.Errorf("%d people of %d are read: %v", len(people), most, err)
	}
	again, err := roster.Read("名册.csv", []byte(written(t, people)))
	if err != nil || len(again) != most {
		t.Errorf("%d people of %d are written and read: %v", len(again), most, err)
	}
}

func TestWorkbookMistakes(t *testing.T) {
	_, err := roster.Read("名册.xlsx", workbook(t,
		rowOf("姓名,大党委职务,聘任起,聘任止"),
		rowOf("张建国,书记,,"),
		[]any{},
		rowOf("刘芳,委员,2026-11-02,2026-11-01"),
		[]any{"孙晓燕", true, 3.14, "=1+1"},
	))
	wantMistakes(t, nil, err, []string{
		"第4行聘任止早于聘任起",
		"第5行大党委职务“1”不在书记、副书记、委员、列席、记录员、街道、管理员之内",
		"第5行聘任起“3.14”不是日期,应如2026-11-02",
		"第5行聘任止“=1+1”不是日期,应如2026-11-02",
	})
}

func TestWorkbookOf1904(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	yes := true
	if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		t.Fatal(err)
	}
	_, err := roster.Read("名册.xlsx", saved(t, book))
	wantMistakes(t, nil, err, []string{"工作簿使用1904日期系统,请在电子表格选项中关闭后重新填写日期"})
}

func TestWorkbookWithPassword(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	var data bytes.Buffer
	if _, err := book.WriteTo(&data, excelize.Options{Password: "滨河"}); err != nil {
		t.Fatal(err)
	}
	_, err := roster.Read("名册.xlsx", data.Bytes())
	wantMistakes(t, nil, err, []string{"“名册.xlsx”是旧版.xls文件或加了密码,请另存为不加密的.xlsx文件"})
}

// altered is a workbook in which the contents of one part are replaced.
func altered(tb testing.TB, part string, write func(io.Writer)) []byte {
	tb.Helper()
	return replaced(tb, workbook(tb, rowOf("姓名,大党委职务"), rowOf("张建国,书记")), part, write)
}

// replaced is the workbook plain with the contents of one part replaced.
func replaced(tb testing.TB, plain []byte, part string, write func(io.Writer)) []byte {
	tb.Helper()
	in, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	packed := zip.NewWriter(&out)
	for _, f := range in.File {
		if f.Name == part {
			continue
		}
		if err := packed.Copy(f); err != nil {
			tb.Fatal(err)
		}
	}
	w, err := packed.Create(part)
	if err != nil {
		tb.Fatal(err)
	}
	write(w)
	if err := packed.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// filled writes text over and over until n bytes are written.
func filled(begin, text string, n int) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, begin)
		for block := strings.Repeat(text, 1000); n > 0; n -= len(block) {
			io.WriteString(w, block)
		}
	}
}

// FuzzSheet reads any XML as the sheet of a workbook.
func FuzzSheet(f *testing.F) {
	for _, seed := range []string{
		`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="s"><v>0</v></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row><c><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="9"><f>A1</f><v>46328</v></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row r="-1"><c r="A0" t="s"><v>-5</v></c></row><row r="2"><c r="ZZZZ9" t="d"><v>x</v></c></row></sheetData></worksheet>`,
	} {
		f.Add([]byte(seed))
	}
	plain := workbook(f, rowOf("姓名,大党委职务"), rowOf("张建国,书记"))
	f.Fuzz(func(t *testing.T, sheet []byte) {
		data := replaced(t, plain, "xl/worksheets/sheet1.xml", func(w io.Writer) { w.Write(sheet) })
		if people, err := roster.Read("名册.xlsx", data); err == nil && len(people) == 0 {
			t.Fatal("nobody, and no mistake")
		}
	})
}

// TestBombs has workbooks that are small and grow: each must be refused, or
// read, in bounded time and without leaving files behind.
func TestBombs(t *testing.T) {
	const sheet = "xl/worksheets/sheet1.xml"
	begin := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	row := func(number, cell string) string {
		return `<row r="` + number + `"><c r="` + cell + `" t="inlineStr"><is><t>刘芳</t></is></c></row>`
	}
	for name, data := range map[string][]byte{
		"large-sheet":      altered(t, sheet, filled(begin, "<row></row>", 8<<20)),
		"large-strings":    altered(t, "xl/sharedStrings.xml", filled("<sst>", "<si><t>刘芳</t></si>", 8<<20)),
		"swelling-strings": altered(t, "xl/SharedStrings.xml", filled("<sst>", "<si><t>刘芳</t></si>", 3<<20)),
		"swelling-styles":  altered(t, "xl/styles.xml", filled("<styleSheet><fonts>", "<font/>", 2<<20)),
		"large-picture":    altered(t, "xl/media/image1.png", filled("", "\x00\x00\x00\x00", 8<<20)),
		"many-rows":        altered(t, sheet, filled(begin, `<row><c t="inlineStr"><is><t>刘芳</t></is></c></row>`, 5<<20)),
		"last-row":         altered(t, sheet, filled(begin+row("1048576", "A1048576"), " ", 1)),
		"beyond-rows":      altered(t, sheet, filled(begin+row("99999999", "A99999999"), " ", 1)),
		"last-column":      altered(t, sheet, filled(begin, `<row><c r="XFD2"><v>1</v></c></row>`, 5<<20)),
		"wide-blanks":      altered(t, sheet, filled(begin, `<row><c r="XFD2" t="str"><v> </v></c></row>`, 5<<20)),
		"no-xml":           altered(t, sheet, filled("<<<", "<", 1000)),
		"entities":         altered(t, sheet, filled(`<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`+begin, "<row><c><v>&b;</v></c></row>", 1000)),
		"deep":             altered(t, sheet, filled(begin, "<row>", 5<<20)),
		"outside-path":     altered(t, "../../../../tmp/yishi-outside", filled("", "刘芳", 10)),
	} {
		t.Run(name, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			start := time.Now()
			people, err := roster.Read("名册.xlsx", data)
			if name != "outside-path" && err == nil {
				t.Errorf("%d people are read", len(people))
			}
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("took %s", took)
			}
			if left, _ := os.ReadDir(temp); len(left) > 0 {
				t.Errorf("left %s behind", left[0].Name())
			}
			if _, err := os.Stat("/tmp/yishi-outside"); err == nil {
				t.Error("wrote outside its folder")
			}
		})
	}
}
