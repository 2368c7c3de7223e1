package wecom

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"
)

const good = `<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA[QUJD]]></Encrypt><AgentID>218</AgentID></xml>`

func TestOpenEnvelope(t *testing.T) {
	want := envelope{to: testCorp, agent: "218", encrypted: "QUJD"}
	bare := envelope{to: testCorp, encrypted: "QUJD"}
	for _, test := range []struct {
		name string
		body string
		want envelope // the zero one: refused
	}{
		{"as-documented", good, want},
		{"other-order", `<xml><AgentID><![CDATA[218]]></AgentID><Encrypt>QUJD</Encrypt><ToUserName>wx5823bf96d3bd56c7</ToUserName></xml>`, want},
		{"line-breaks-and-mark", "\ufeff<?xml version=\"1.0\"?>\r\n<xml>\r\n\t<ToUserName>wx5823bf96d3bd56c7</ToUserName>\n<Encrypt>QUJD</Encrypt>\n<AgentID>218</AgentID>\n</xml>\n ", want},
		{"without-an-app", strings.Replace(good, "<AgentID>218</AgentID>", "", 1), bare},
		{"empty-element", strings.Replace(good, "<AgentID>218</AgentID>", "<AgentID/>", 1), bare},
		{"unknown-element", strings.Replace(good, "<AgentID>", "<Extra><![CDATA[<b>]]></Extra><AgentID>", 1), want},
		{"empty", "", envelope{}},
		{"json", `{"encrypt":"QUJD"}`, envelope{}},
		{"no-ciphertext", "<xml><ToUserName>a</ToUserName></xml>", envelope{}},
		{"empty-ciphertext", "<xml><Encrypt></Encrypt></xml>", envelope{}},
		{"two-ciphertexts", strings.Replace(good, "<AgentID>", "<Encrypt>QUJD</Encrypt><AgentID>", 1), envelope{}},
		{"two-corps", strings.Replace(good, "<AgentID>", "<ToUserName>x</ToUserName><AgentID>", 1), envelope{}},
		{"doctype", `<!DOCTYPE xml [<!ENTITY e "x">]>` + good, envelope{}},
		{"doctype-within", strings.Replace(good, "<AgentID>", "<!DOCTYPE xml><AgentID>", 1), envelope{}},
		{"entity", strings.Replace(good, "218", "&e;", 1), envelope{}},
		{"comment", strings.Replace(good, "<AgentID>", "<!-- x --><AgentID>", 1), envelope{}},
		{"attribute", strings.Replace(good, "<AgentID>", `<AgentID a="b">`, 1), envelope{}},
		{"child-of-a-child", "<xml><Encrypt><a>QUJD</a></Encrypt></xml>", envelope{}},
		{"two-sections", "<xml><Encrypt><![CDATA[QU]]><![CDATA[JD]]></Encrypt></xml>", envelope{}},
		{"open-section", "<xml><Encrypt><![CDATA[QUJD</Encrypt></xml>", envelope{}},
		{"open-element", "<xml><Encrypt>QUJD</xml>", envelope{}},
		{"crossed-elements", "<xml><Encrypt>QUJD</AgentID></xml>", envelope{}},
		{"open-root", "<xml><Encrypt>QUJD</Encrypt>", envelope{}},
		{"other-root", "<html><Encrypt>QUJD</Encrypt></html>", envelope{}},
		{"something-after", good + "<xml/>", envelope{}},
		{"open-declaration", "<?xml <xml>", envelope{}},
		{"long-name", "<xml><" + strings.Repeat("a", 65) + "/><Encrypt>QUJD</Encrypt></xml>", envelope{}},
		{"name-is-a-number", "<xml><1/><Encrypt>QUJD</Encrypt></xml>", envelope{}},
		{"deep", "<xml>" + strings.Repeat("<a>", 100_000), envelope{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := openEnvelope([]byte(test.body))
			if got != test.want || (err == nil) != (test.want != envelope{}) {
				t.Errorf("read %+v, %v, want %+v", got, err, test.want)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	for _, words := range []string{
		"已签到", "a]]>b", "]]>", "]]]]>>", "<a href=\"x\">&amp;", "换\n行\t好", "控\u0000制\u0001字\u001f符", "坏\xff字\xc3", "\uFFFE\uFFFF完", "",
	} {
		var d document
		d.open("xml")
		d.text("Content", words)
		d.some("Nothing", "")
		d.number("Type", -12)
		d.truth("Disable", true)
		d.close("xml")
		var got struct {
			Content string
			Nothing *string
			Type    int
			Disable bool
		}
		if err := xml.Unmarshal(d, &got); err != nil {
			t.Fatalf("%q was written as %s: %v", words, d, err)
		}
		if got.Content != string(lawful([]byte(words))) || got.Nothing != nil || got.Type != -12 || !got.Disable {
			t.Errorf("%q came back as %+v", words, got)
		}
	}
}

func TestLawful(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		"议题\t一\r\n":                     "议题\t一\r\n",
		"a\x00b\x0bc\x1f":               "abc",
		"\u007f\u0085":                  "\u007f\u0085",
		"坏\xff字":                        "坏字",
		"\uFFFD合法":                      "\uFFFD合法",
		"\ufffe\uffff\U0001F600":        "\U0001F600",
		"\xed\xa0\x80":                  "", // half of a pair
		"a" + strings.Repeat("\x01", 9): "a",
	} {
		if got := string(lawful([]byte(in))); got != want {
			t.Errorf("lawful(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzEnvelope(f *testing.F) {
	f.Add([]byte(good), "已签到")
	f.Add([]byte("\ufeff<?xml version='1.0'?><xml><Encrypt>QUJD</Encrypt></xml>"), "]]>")
	f.Add([]byte("<xml><Encrypt><![CDATA[]]]]></Encrypt></xml>"), "\x00")
	c := codecOf(f, testToken, testKey, testCorp)
	f.Fuzz(func(t *testing.T, body []byte, words string) {
		if e, err := openEnvelope(body); err == nil {
			var want struct {
				XMLName xml.Name `xml:"xml"`
				Encrypt string
			}
			// What we take, encoding/xml reads the same, characters that XML forbids aside.
			if utf8.Valid(body) && string(lawful(body)) == string(body) && !strings.Contains(string(body), "\r") {
				if err := xml.Unmarshal(body, &want); err == nil && want.Encrypt != e.encrypted {
					t.Errorf("read %q, encoding/xml %q", e.encrypted, want.Encrypt)
				}
			}
		}
		sealed, err := c.seal([]byte(words), "1409659813", "nonce")
		if err != nil {
			t.Fatal(err)
		}
		e, err := openEnvelope(sealed)
		if err != nil {
			t.Fatalf("our own envelope is refused: %v", err)
		}
		if plain, err := c.decrypt(e.encrypted); err != nil || string(plain) != words {
			t.Errorf("%q came back as %q, %v", words, plain, err)
		}
	})
}
