package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Beginnings by which a file is known.
var (
	zipMagic  = []byte("PK\x03\x04")
	oleMagic  = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") // .xls, and .xlsx with a password
	bom       = []byte("\xef\xbb\xbf")
	utf16Mark = [][]byte{{0xff, 0xfe}, {0xfe, 0xff}}
)

// load takes the rows of the table in a file.
func (r *reader) load(name string, data []byte) {
	switch {
	case len(data) > maxBytes:
		r.sayOfFile("文件超过%dMB,请只保留名册本身", maxBytes>>20)
	case bytes.HasPrefix(data, zipMagic):
		r.xlsx(data)
	case bytes.HasPrefix(data, oleMagic):
		r.sayOfFile("“%s”是旧版.xls文件或加了密码,请另存为不加密的.xlsx文件", name)
	case bytes.HasPrefix(data, utf16Mark[0]), bytes.HasPrefix(data, utf16Mark[1]):
		r.sayOfFile("“%s”的编码是UTF-16,请另存为“CSV UTF-8”或.xlsx文件", name)
	case bytes.IndexByte(data, 0) >= 0:
		r.sayOfFile("“%s”不是CSV或.xlsx文件,请用电子表格软件另存为.xlsx文件", name)
	default:
		r.csv(text(data))
	}
}

// text is CSV in UTF-8. A file that is not is taken for GBK, in its widest
// form: the header is Chinese, and Chinese in GBK is never UTF-8.
func text(data []byte) []byte {
	data = bytes.TrimPrefix(data, bom)
	if utf8.Valid(data) {
		return data
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		return data // what cannot be read is told cell by cell
	}
	return decoded
}

// csv reads CSV. Rows are counted as a spreadsheet counts them: a blank line is
// a row, and a line break within a cell is not the end of one.
func (r *reader) csv(data []byte) {
	parser := csv.NewReader(bytes.NewReader(data))
	parser.FieldsPerRecord = -1
	parser.ReuseRecord = true
	within := 0 // line breaks within cells so far
	for {
		cells, err := parser.Read()
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			r.say(broken.StartLine-within, "引号不成对")
			within += broken.Line - broken.StartLine
			continue
		}
		if errors.Is(err, io.EOF) {
			return
		}
		start, _ := parser.FieldPos(0)
		if !r.add(start-within, cells) {
			return
		}
		for _, cell := range cells {
			within += strings.Count(cell, "\n")
		}
	}
}

// add adds a row unless it is blank. It returns false, and forgets the table,
// when this is no roster: with too many rows or columns.
func (r *reader) add(number int, cells []string) bool {
	tidied := make([]string, 0, min(len(cells), maxColumns))
	for i, cell := range cells {
		if cell = tidy(cell); cell == "" {
			continue
		}
		if i >= maxColumns {
			return r.refuse("第%d行超过%d列,请只保留名册本身", number, maxColumns)
		}
		tidied = append(tidied, make([]string, i-len(tidied))...)
		tidied = append(tidied, cell)
	}
	switch {
	case number > maxNumber:
		return r.refuse("表格超过%d行,请删除名册以下的空行", maxNumber)
	case len(tidied) == 0:
		return true
	case len(r.lines) > maxRows:
		return r.refuse("名册超过%d行", maxRows)
	}
	r.lines = append(r.lines, line{number, tidied})
	return true
}

// refuse says why the file is no roster, and forgets what was read of it.
func (r *reader) refuse(format string, args ...any) bool {
	r.lines = nil
	r.sayOfFile(format, args...)
	return false
}
