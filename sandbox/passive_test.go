package sandbox

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// tapWith taps a fresh card whose callback is answered by a plaintext.
func tapWith(t *testing.T, plain string) (*world, error) {
	t.Helper()
	w := newWorld(t)
	w.mustPost("message/send", buttonsTo("liufang|zhangjianguo", "n-1"))
	w.app.answers(func(incoming) string { return plain })
	return w, w.TapText(t.Context(), "liufang", "参加")
}

func TestPassiveCards(t *testing.T) {
	for name, c := range map[string]struct {
		kind    string
		title   string
		replace string
	}{
		"update_template_card_text_notice":          {textNotice, "更新后的卡片标题", ""},
		"update_template_card_button_interaction":   {buttonCard, "更新后的卡片标题", "已提交"},
		"update_template_card_multiple_interaction": {multipleCard, "更新后的卡片标题", "已提交"},
		"update_template_card_vote_interaction":     {voteCard, "更新后的卡片标题", "已提交"},
		"update_button":                             {buttonCard, "第四次会议通知", "ReplaceName"},
	} {
		t.Run(strings.ReplaceAll(name, "_", "-"), func(t *testing.T) {
			plain := string(fixture(t, "xml_reply/"+name+".xml"))
			for _, to := range []string{"ToUserName", "toUser"} {
				plain = strings.ReplaceAll(plain, "<ToUserName><![CDATA["+to+"]]>", "<ToUserName><![CDATA[LiuFang]]>")
			}
			for _, from := range []string{"FromUserName", "fromUser"} {
				plain = strings.ReplaceAll(plain, "<FromUserName><![CDATA["+from+"]]>", "<FromUserName><![CDATA["+corp+"]]>")
			}
			for i := range 4 { // the samples repeat an option, which the platform refuses
				plain = strings.Replace(plain, "<Id><![CDATA[option_id2]]>", "<Id><![CDATA[option_"+string(rune('a'+i))+"]]>", 1)
			}
			w, err := tapWith(t, plain)
			if err != nil {
				t.Fatal(err)
			}
			got := w.last("liufang").Card
			if got.Type != c.kind || got.Title != c.title || got.Replace != c.replace {
				t.Errorf("card = %+v", got)
			}
			if other := w.last("zhangjianguo").Card; other.Title != "第四次会议通知" || other.Replace != "" {
				t.Errorf("the other member's card changed: %+v", other)
			}
		})
	}
}

func TestPassiveUpdateKeepsTheCode(t *testing.T) {
	w, err := tapWith(t, passiveButton("LiuFang", "已参加"))
	if err != nil {
		t.Fatal(err)
	}
	w.mustPost("message/update_template_card", update(w.app.events()[0].ResponseCode, `"button":{"replace_name":"已记录"}`))
	if got := w.last("liufang").Card.Replace; got != "已记录" {
		t.Errorf("grey text %q", got)
	}
}

func TestPassiveMessages(t *testing.T) {
	w := newWorld(t)
	id := w.keep(KindImage, "现场.png", dotBytes(t)).text("media_id")
	for name, c := range map[string]struct{ plain, kind string }{
		"image": {passive1("liufang", "image", "<Image><MediaId>"+id+"</MediaId></Image>"), KindImage},
		"news": {passive1("liufang", "news", "<ArticleCount>1</ArticleCount><Articles><item><Title>周报</Title><Description>第四十周</Description>"+
			"<PicUrl>https://e.cn/p.png</PicUrl><Url>https://e.cn</Url></item></Articles>"), KindNews},
		"long-text": {passiveText("liufang", strings.Repeat("议", 1000)), KindText},
	} {
		t.Run(name, func(t *testing.T) {
			w.app.answers(func(incoming) string { return c.plain })
			if err := w.Say(t.Context(), "liufang", "看看"); err != nil {
				t.Fatal(err)
			}
			got := w.last("liufang")
			if got.Kind != c.kind || len(got.Text) > 2048 {
				t.Errorf("phone shows %+v", got)
			}
		})
	}
}

func TestUnusableAnswers(t *testing.T) {
	vote := `<TemplateCard><CardType>vote_interaction</CardType><MainTitle><Title>选</Title></MainTitle></TemplateCard>`
	for name, plain := range map[string]string{
		"to-somebody-else": passiveText("zhangjianguo", "好"),
		"from-elsewhere":   strings.Replace(passiveText("liufang", "好"), corp, "ww0", 1),
		"empty-text":       passiveText("liufang", ""),
		"unknown-type":     passive1("liufang", "voice", ""),
		"no-card":          passive1("liufang", "update_template_card", ""),
		"bad-card":         passive1("liufang", "update_template_card", vote),
		"no-media":         passive1("liufang", "image", ""),
		"no-articles":      passive1("liufang", "news", ""),
		"not-closed":       "<xml><MsgType>text</MsgType>",
		"two-roots":        passiveText("liufang", "好") + "<xml></xml>",
		"other-root":       "<yml><MsgType>text</MsgType></yml>",
		"no-xml":           "好",
	} {
		t.Run(name, func(t *testing.T) {
			w, err := tapWith(t, plain)
			if err == nil {
				t.Error("the answer is accepted")
			}
			if got := w.last("liufang"); got.Text != sayUnavailable {
				t.Errorf("phone shows %+v", got)
			}
			if len(w.Errors()) != 1 {
				t.Errorf("journal has %d errors, want 1", len(w.Errors()))
			}
			if card := w.Chat("liufang")[0].Card; card.Replace != "" || card.Busy != "" {
				t.Errorf("card = %+v", card)
			}
		})
	}
}

func TestUnusableEnvelopes(t *testing.T) {
	w := newWorld(t)
	good := w.app.envelope(passiveText("liufang", "好"))
	other := mustCodec(t, "QDG6eK", aesKey, "ww0")
	for name, body := range map[string]string{
		"garbage":       "<html>502</html>",
		"plain-text":    passiveText("liufang", "好"),
		"bad-signature": strings.Replace(good, "<MsgSignature><![CDATA[", "<MsgSignature><![CDATA[0", 1),
		"no-signature":  strings.Replace(good, "MsgSignature", "Signature", 2),
		"no-timestamp":  strings.Replace(good, "<TimeStamp>1411525903</TimeStamp>", "", 1),
		"no-nonce":      strings.Replace(good, "461056294", "", 1),
		"other-corp":    (&app{codec: other}).envelope(passiveText("liufang", "好")),
		"trailing":      good + "末",
		"json":          `{"errcode":0}`,
	} {
		t.Run(name, func(t *testing.T) {
			w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
				_, _ = io.WriteString(rw, body)
				return true
			})
			if err := w.Say(t.Context(), "liufang", "参加"); err == nil {
				t.Error("accepted")
			}
			if got := w.last("liufang"); got.Text != sayUnavailable {
				t.Errorf("phone shows %+v", got)
			}
		})
	}
}

func TestQuietAnswers(t *testing.T) {
	w := newWorld(t)
	lower := strings.ReplaceAll(w.app.envelope(passiveText("liufang", "好")), "TimeStamp", "Timestamp")
	for name, c := range map[string]struct {
		body  string
		shows int
	}{"empty": {"", 1}, "success": {"success", 1}, "spaces": {" \n", 1}, "lower-case-timestamp": {lower, 2}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.app.serves(func(rw http.ResponseWriter, _ *http.Request) bool {
				_, _ = io.WriteString(rw, c.body)
				return true
			})
			if err := w.Say(t.Context(), "liufang", "参加"); err != nil {
				t.Fatal(err)
			}
			if got := len(w.Chat("liufang")); got != c.shows {
				t.Errorf("%d bubbles, want %d", got, c.shows)
			}
		})
	}
}

func TestNoCardWasClicked(t *testing.T) {
	w := newWorld(t)
	w.app.answers(func(in incoming) string { return passiveButton(in.FromUserName, "已参加") })
	if err := w.Say(t.Context(), "liufang", "参加"); err == nil {
		t.Error("a card is changed by the answer to words")
	}
}
