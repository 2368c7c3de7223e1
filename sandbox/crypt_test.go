package sandbox

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fixture reads a public sample; the test is skipped where there are none.
func fixture(t *testing.T, name string) []byte {
	t.Helper()
	folder := filepath.Join("..", "..", "shared", "fixtures", "wecom")
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		t.Skip("fixtures not present")
	}
	raw, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func fixtureJSON(t *testing.T, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(fixture(t, name), v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// vector is one published sample of a callback.
type vector struct {
	Token        string
	Key          string `json:"encoding_aes_key"`
	ReceiveID    string
	Timestamp    string
	Nonce        string
	Encrypt      string
	MsgSignature string `json:"msg_signature"`
	Plain        string `json:"expect_plain"`
}

func mustCodec(t *testing.T, token, key, corp string) *codec {
	t.Helper()
	c, err := newCodec(token, key, corp)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPublishedVectors(t *testing.T) {
	for _, name := range []string{
		"01_tencent_sample_echo", "02_tencent_sample_post", "03_wechatpy_echo", "04_wechatpy_post",
		"06_goworkwx_echo", "07_goworkwx_post",
	} {
		t.Run(name, func(t *testing.T) {
			var v vector
			fixtureJSON(t, "callback_vectors/"+name+".json", &v)
			c := mustCodec(t, v.Token, v.Key, v.ReceiveID)
			if !c.signed(v.MsgSignature, v.Timestamp, v.Nonce, v.Encrypt) {
				t.Error("a published signature is refused")
			}
			if c.signed(v.MsgSignature, v.Timestamp, v.Nonce+"0", v.Encrypt) {
				t.Error("a signature over another nonce is accepted")
			}
			plain, err := c.open(v.Encrypt)
			if err != nil || string(plain) != v.Plain {
				t.Errorf("open = %q, %v; want %q", plain, err, v.Plain)
			}
		})
	}
}

func TestKnownAnswer(t *testing.T) {
	var v struct {
		vector
		Random    string
		Plain     string `json:"plain"`
		Sealed    string `json:"expect_encrypt"`
		Signature string `json:"expect_signature"`
	}
	fixtureJSON(t, "callback_vectors/05_wechatpy_reply_known_answer.json", &v)
	c := mustCodec(t, v.Token, v.Key, v.ReceiveID)
	if got := c.sealWith([]byte(v.Plain), []byte(v.Random)); got != v.Sealed {
		t.Errorf("seal = %s, want %s", got, v.Sealed)
	}
	if got := c.sign(v.Timestamp, v.Nonce, v.Sealed); got != v.Signature {
		t.Errorf("sign = %s, want %s", got, v.Signature)
	}
}

func TestSignatureOnly(t *testing.T) {
	var v struct {
		vector
		Signature string `json:"expect_signature"`
	}
	fixtureJSON(t, "callback_vectors/08_goworkwx_signature_only.json", &v)
	if got := mustCodec(t, v.Token, aesKey, corp).sign(v.Timestamp, v.Nonce, v.Encrypt); got != v.Signature {
		t.Errorf("sign = %s, want %s", got, v.Signature)
	}
}

func TestKeys(t *testing.T) {
	var v struct{ Valid, Invalid []string }
	fixtureJSON(t, "callback_vectors/11_keys_valid_invalid.json", &v)
	for _, key := range v.Valid {
		if _, err := newCodec("t", key, corp); err != nil {
			t.Errorf("key %s: %v", key, err)
		}
	}
	for _, key := range v.Invalid {
		if _, err := newCodec("t", key, corp); err == nil {
			t.Errorf("key %q is accepted", key)
		}
	}
}

func TestMalformedTexts(t *testing.T) {
	var v struct {
		Token     string
		Key       string `json:"encoding_aes_key"`
		ReceiveID string
		Timestamp string
		Nonce     string
		Cases     []struct {
			Name      string
			Encrypt   string
			Signature string `json:"msg_signature"`
			Expect    string
		}
	}
	fixtureJSON(t, "callback_vectors/13_malformed_derived.json", &v)
	c := mustCodec(t, v.Token, v.Key, v.ReceiveID)
	for _, one := range v.Cases {
		t.Run(strings.ReplaceAll(one.Name, "_", "-"), func(t *testing.T) {
			owner := c
			if one.Name == "empty_receiveid_ai_bot" {
				owner = mustCodec(t, v.Token, v.Key, "")
			}
			plain, err := owner.open(one.Encrypt)
			good := c.signed(one.Signature, v.Timestamp, v.Nonce, one.Encrypt)
			want, ok := strings.CutPrefix(one.Expect, "ok:")
			want, _, _ = strings.Cut(want, " when ")
			switch {
			case ok && (err != nil || string(plain) != want || !good):
				t.Errorf("open = %q, %v, signed %v; want %q", plain, err, good, want)
			case !ok && err == nil && good:
				t.Errorf("accepted as %q", plain)
			case err != nil && plain != nil:
				t.Error("plaintext is handed on with an error")
			}
		})
	}
}

func TestPadding(t *testing.T) {
	var v struct {
		Cases []struct {
			Hex    *string `json:"in_hex"`
			Text   string  `json:"in_text"`
			PadLen int     `json:"pad_len"`
		}
	}
	fixtureJSON(t, "callback_vectors/12_pkcs7_32.json", &v)
	for i, one := range v.Cases {
		text := one.Text
		if one.Hex != nil {
			raw, err := hex.DecodeString(*one.Hex)
			if err != nil {
				t.Fatal(err)
			}
			text = string(raw)
		}
		if got := 32 - len(text)%32; got != one.PadLen {
			t.Errorf("case %d: %d bytes of padding, want %d", i, got, one.PadLen)
		}
	}
}

func TestSealAndOpen(t *testing.T) {
	c := mustCodec(t, "令牌", aesKey, corp)
	other := mustCodec(t, "令牌", aesKey, corp+"x")
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		sealed := c.seal([]byte(text))
		plain, err := c.open(sealed)
		if err != nil || string(plain) != text {
			r.Fatalf("open(seal(%q)) = %q, %v", text, plain, err)
		}
		if _, err := other.open(sealed); err == nil {
			r.Fatal("another receiver opens it")
		}
	})
}

func FuzzOpen(f *testing.F) {
	c, err := newCodec("QDG6eK", aesKey, corp)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(c.seal([]byte("你好")))
	f.Add("")
	f.Add("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	f.Fuzz(func(t *testing.T, sealed string) {
		plain, err := c.open(sealed)
		if err != nil && plain != nil {
			t.Error("plaintext is handed on with an error")
		}
	})
}

func TestRandomTexts(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		code := randomText(43)
		if len(code) != 43 || seen[code] {
			t.Fatalf("code %q is short or came twice", code)
		}
		seen[code] = true
		digits := randomDigits(19)
		if len(digits) != 19 || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" {
			t.Fatalf("digits = %q", digits)
		}
	}
}
