package roster

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// How large the parts of a workbook may be without their compression. A roster
// of maxRows stays below half of it. The library takes some twenty times the
// memory of what it reads.
const (
	maxSheet   = 6 << 20
	maxStrings = 2 << 20
	maxPart    = 1 << 20 // any other
)

// xlsx reads the first sheet of a workbook. Values are taken as they are kept,
// not as they are shown: numbers in full, days as numbers (see parseDate).
func (r *reader) xlsx(data []byte) {
	if swells(data) {
		r.sayOfFile("不能打开.xlsx文件:文件已损坏或内容过大,请把名册单独另存为一个文件")
		return
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: 2 * maxSheet, UnzipXMLSizeLimit: 2 * maxSheet, // never into a temporary file
	})
	if err != nil {
		r.sayOfFile("不能打开.xlsx文件:文件已损坏,请重新另存为.xlsx文件")
		return
	}
	defer book.Close() //nolint:errcheck // it was only read, and from memory
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		r.sayOfFile("工作簿使用1904日期系统,请在电子表格选项中关闭后重新填写日期")
		return
	}
	r.sheet(book)
}

// sheet reads the first sheet row by row.
func (r *reader) sheet(book *excelize.File) {
	names := book.GetSheetList()
	if len(names) == 0 {
		return
	}
	rows, err := book.Rows(names[0])
	if err != nil {
		r.sayOfFile("不能读取工作表“%s”", names[0])
		return
	}
	defer rows.Close() //nolint:errcheck // see above
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			r.say(number, "不能读取,请检查工作表“%s”", names[0])
			return
		}
		if len(cells) > maxColumns { // as wide as a sheet can be, a million times, would take minutes
			r.refuse("第%d行超过%d列,请只保留名册本身", number, maxColumns)
			return
		}
		if !r.add(number, cells) {
			return
		}
	}
}

// swells says whether data is no archive, or one that grows beyond all bounds
// when it is unpacked. Sizes are as the archive says; a part that turns out
// larger is an error when it is read.
func swells(data []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return true
	}
	return slices.ContainsFunc(archive.File, func(part *zip.File) bool {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		limit := uint64(maxPart)
		switch {
		case strings.HasPrefix(name, "xl/worksheets/"):
			limit = maxSheet
		case name == "xl/sharedstrings.xml":
			limit = maxStrings
		}
		return part.UncompressedSize64 > limit
	})
}
