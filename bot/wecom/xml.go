package wecom

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// errShape says that a document is not a flat <xml> of texts.
var errShape = errors.New("wecom: the XML is not of the platform's shape")

// longestTag bounds the name of an element.
const longestTag = 64

// flat reads the document <xml><A>…</A><B>…</B></xml>, whose children hold text
// alone, and tells visit of each child. It is strict: no declarations but the
// XML one, no DOCTYPE, comments, attributes, references or children of children,
// nothing after the end. visit may refuse by an error.
func flat(doc []byte, visit func(name, text []byte) error) error {
	doc, ok := prologue(doc)
	if !ok {
		return errShape
	}
	for {
		doc = bytes.TrimLeft(doc, " \t\r\n")
		if end, done := bytes.CutPrefix(doc, []byte("</xml>")); done {
			if len(bytes.TrimLeft(end, " \t\r\n")) > 0 {
				return errShape
			}
			return nil
		}
		name, text, rest, ok := element(doc)
		if !ok {
			return errShape
		}
		if err := visit(name, text); err != nil {
			return err
		}
		doc = rest
	}
}

// prologue takes off what stands before the first child. Only an XML
// declaration may stand before the root.
func prologue(doc []byte) ([]byte, bool) {
	doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
	doc = bytes.TrimLeft(doc, " \t\r\n")
	if bytes.HasPrefix(doc, []byte("<?xml ")) {
		_, rest, ok := bytes.Cut(doc, []byte("?>"))
		if !ok {
			return nil, false
		}
		doc = bytes.TrimLeft(rest, " \t\r\n")
	}
	return bytes.CutPrefix(doc, []byte("<xml>"))
}

// element reads one <Name>text</Name> or <Name/>.
func element(doc []byte) (name, text, rest []byte, ok bool) {
	if len(doc) == 0 || doc[0] != '<' {
		return nil, nil, nil, false
	}
	n := 1
	for n < len(doc) && nameByte(doc[n]) {
		n++
	}
	if n == 1 || n > longestTag || doc[1] >= '0' && doc[1] <= '9' {
		return nil, nil, nil, false
	}
	name, doc = doc[1:n], doc[n:]
	if rest, ok = bytes.CutPrefix(doc, []byte("/>")); ok {
		return name, nil, rest, true
	}
	if doc, ok = bytes.CutPrefix(doc, []byte(">")); !ok {
		return nil, nil, nil, false
	}
	if text, doc, ok = content(doc); !ok || len(doc) < len(name)+3 {
		return nil, nil, nil, false
	}
	if doc[1] != '/' || !bytes.Equal(doc[2:2+len(name)], name) || doc[2+len(name)] != '>' {
		return nil, nil, nil, false
	}
	return name, text, doc[3+len(name):], true
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9'
}

// content reads one CDATA section, or characters none of which has a meaning,
// up to the tag that follows.
func content(doc []byte) (text, rest []byte, ok bool) {
	if inner, cdata := bytes.CutPrefix(doc, []byte("<![CDATA[")); cdata {
		text, rest, ok = bytes.Cut(inner, []byte("]]>"))
		return text, rest, ok && len(rest) > 0 && rest[0] == '<'
	}
	end := bytes.IndexByte(doc, '<')
	if end < 0 {
		return nil, nil, false
	}
	text = doc[:end]
	if bytes.IndexByte(text, '&') >= 0 || bytes.Contains(text, []byte("]]>")) {
		return nil, nil, false
	}
	return text, doc[end:], true
}

// lawful takes out of a text what XML 1.0 does not allow: control characters,
// and bytes that are no characters. Most texts come back as they are.
func lawful(text []byte) []byte {
	if utf8.Valid(text) && !bytes.ContainsFunc(text, unlawful) {
		return text
	}
	return bytes.Map(keepLawful, bytes.ToValidUTF8(text, nil))
}

func unlawful(r rune) bool { return keepLawful(r) < 0 }

func keepLawful(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r',
		r >= 0x20 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000 && r <= utf8.MaxRune:
		return r
	}
	return -1
}

// A document is XML that is being written.
type document []byte

func (d *document) open(name string)  { *d = append(append(append(*d, '<'), name...), '>') }
func (d *document) close(name string) { *d = append(append(append(*d, '<', '/'), name...), '>') }

// text writes an element of words. A text that would end its section early is
// divided, and what XML cannot carry is left out.
func (d *document) text(name, value string) {
	d.open(name)
	*d = append(*d, "<![CDATA["...)
	rest := strings.Map(keepLawful, strings.ToValidUTF8(value, ""))
	for {
		before, after, found := strings.Cut(rest, "]]>")
		*d = append(*d, before...)
		if !found {
			break
		}
		*d = append(*d, "]]]]><![CDATA[>"...)
		rest = after
	}
	*d = append(*d, "]]>"...)
	d.close(name)
}

// some writes an element of words unless there are none.
func (d *document) some(name, value string) {
	if value != "" {
		d.text(name, value)
	}
}

func (d *document) number(name string, value int64) {
	d.open(name)
	*d = strconv.AppendInt(*d, value, 10)
	d.close(name)
}

func (d *document) truth(name string, value bool) {
	d.open(name)
	*d = strconv.AppendBool(*d, value)
	d.close(name)
}
