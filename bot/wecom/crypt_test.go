package wecom

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"
	"pgregory.net/rapid"
)

func TestPublishedVectors(t *testing.T) {
	for _, name := range []string{
		"01_tencent_sample_echo", "02_tencent_sample_post", "03_wechatpy_echo",
		"04_wechatpy_post", "06_goworkwx_echo", "07_goworkwx_post",
	} {
		t.Run(name, func(t *testing.T) {
			v := vectorOf(t, name)
			c := codecOf(t, v.Token, v.Key, v.Receiver)
			if !c.signed(v.Signature, v.Timestamp, v.Nonce, v.Encrypted) {
				t.Error("the published signature was not taken")
			}
			plain, err := c.decrypt(v.Encrypted)
			if err != nil || string(plain) != v.Plain {
				t.Errorf("decrypted %q, %v", plain, err)
			}
			if n := v.Negative.Nonce; n != "" && c.signed(v.Signature, v.Timestamp, n, v.Encrypted) {
				t.Error("a signature was taken for another nonce")
			}
			if s := v.Negative.Signature; s != "" && c.signed(s, v.Timestamp, v.Nonce, v.Encrypted) {
				t.Error("a wrong signature was taken")
			}
		})
	}
}

func TestPublishedAnswers(t *testing.T) {
	for _, name := range []string{"05_wechatpy_reply_known_answer", "09_wxjava_known_answer", "10_wxjava_known_answer"} {
		t.Run(name, func(t *testing.T) {
			v := vectorOf(t, name)
			c := codecOf(t, v.Token, v.Key, v.Receiver)
			sealed := c.encryptWith([16]byte([]byte(v.Random)), []byte(v.Message))
			if sealed != v.Sealed {
				t.Errorf("encrypted %q, want %q", sealed, v.Sealed)
			}
			if v.Envelope == "" {
				return
			}
			got, want := string(c.envelop(sealed, v.Timestamp, v.Nonce)), strings.ReplaceAll(v.Envelope, "\n", "")
			if got != want {
				t.Errorf("the envelope is\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestPublishedSignature(t *testing.T) {
	v := vectorOf(t, "08_goworkwx_signature_only")
	c := codecOf(t, v.Token, testKey, testCorp)
	if got := c.sign(v.Timestamp, v.Nonce, v.Encrypted); got != v.Signed {
		t.Errorf("signed %s, want %s", got, v.Signed)
	}
}

func TestKeys(t *testing.T) {
	v := vectorOf(t, "11_keys_valid_invalid")
	for _, key := range v.Valid {
		if _, err := newCodec("t", key, "c"); err != nil {
			t.Errorf("the key %q was refused: %v", key, err)
		}
	}
	for _, key := range append(v.Invalid, strings.Repeat("+", 43), strings.Repeat("文", 43)) {
		if _, err := newCodec("t", key, "c"); !errors.Is(err, errKey) {
			t.Errorf("the key %q was taken", key)
		}
	}
}

func TestPadding(t *testing.T) {
	for _, test := range vectorOf(t, "12_pkcs7_32").Cases {
		text, _ := hex.DecodeString(test.Hex)
		text = append(text, test.Text...)
		padded := append(bytes.Clone(text), bytes.Repeat([]byte{byte(test.Pad)}, test.Pad)...)
		got, ok := unpad(padded)
		if !ok || !bytes.Equal(got, text) {
			t.Errorf("unpad(%q) = %q, %v", padded, got, ok)
		}
	}
}

func TestMalformedCiphertexts(t *testing.T) {
	v := vectorOf(t, "13_malformed_derived")
	for _, test := range v.Cases {
		t.Run(strings.ReplaceAll(test.Name, "_", "-"), func(t *testing.T) {
			receiver := v.Receiver
			if test.Name == "empty_receiveid_ai_bot" {
				receiver = ""
			}
			c := codecOf(t, v.Token, v.Key, receiver)
			signed := c.signed(test.Signature, v.Timestamp, v.Nonce, test.Encrypted)
			if test.Name == "good_but_bad_signature" {
				if signed {
					t.Error("a wrong signature was taken")
				}
				return
			}
			if !signed {
				t.Error("the signature was not taken")
			}
			plain, err := c.decrypt(test.Encrypted)
			if want, ok := strings.CutPrefix(test.Expect, "ok:"); ok {
				want, _, _ = strings.Cut(want, " ")
				if err != nil || string(plain) != want {
					t.Errorf("decrypted %q, %v, want %q", plain, err, want)
				}
				return
			}
			if err == nil || plain != nil {
				t.Errorf("decrypted %q, %v: it must be refused without a byte", plain, err)
			}
		})
	}
}

// box encrypts a plaintext that the test filled up itself.
func box(c *codec, plain []byte) string {
	out := bytes.Clone(plain)
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(out, out)
	return base64.StdEncoding.EncodeToString(out)
}

func TestLengthsAtTheEdge(t *testing.T) {
	c := codecOf(t, testToken, testKey, "")
	for _, test := range []struct {
		name   string
		length uint32
		ok     bool
	}{
		{"nothing", 0, false}, // eight bytes would be the receiver's name
		{"all-there-is", 8, true},
		{"one-more", 9, false},
		{"wraps-around", 0xFFFFFFF0, false},
		{"largest", 0xFFFFFFFF, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			plain := binary.BigEndian.AppendUint32(make([]byte, 16), test.length)
			plain = append(plain, "12345678\x04\x04\x04\x04"...)
			got, err := c.decrypt(box(c, plain))
			if (err == nil) != test.ok || test.ok && string(got) != "12345678" {
				t.Errorf("decrypted %q, %v", got, err)
			}
		})
	}
	if _, err := c.decrypt(box(c, bytes.Repeat([]byte{32}, 32))); err == nil {
		t.Error("a text that is all filling was taken")
	}
}

func TestDecryptAgreesWithTheLibrary(t *testing.T) {
	c := codecOf(t, testToken, testKey, testCorp)
	rapid.Check(t, func(t *rapid.T) {
		message := rapid.SliceOf(rapid.Byte()).Draw(t, "message")
		ours, err := c.encrypt(message)
		if err != nil {
			t.Fatal(err)
		}
		_, theirs, err := util.DecryptMsg(testCorp, ours, testKey)
		if err != nil || !bytes.Equal(theirs, message) {
			t.Fatalf("the library read %q, %v", theirs, err)
		}
		sealed, err := util.EncryptMsg([]byte("0123456789abcdef"), message, testCorp, testKey)
		if err != nil {
			t.Fatal(err)
		}
		back, err := c.decrypt(string(sealed))
		if err != nil || !bytes.Equal(back, message) {
			t.Fatalf("we read %q, %v", back, err)
		}
		stamp, nonce := rapid.String().Draw(t, "timestamp"), rapid.String().Draw(t, "nonce")
		if got, want := c.sign(stamp, nonce, ours), util.Signature(testToken, stamp, nonce, ours); got != want {
			t.Fatalf("signed %s, the library %s", got, want)
		}
	})
}

func TestEncryptNeverRepeats(t *testing.T) {
	c := codecOf(t, testToken, testKey, testCorp)
	one, err1 := c.encrypt([]byte("已签到"))
	two, err2 := c.encrypt([]byte("已签到"))
	if err1 != nil || err2 != nil || one == two {
		t.Errorf("two encryptions of one text are %q and %q (%v, %v)", one, two, err1, err2)
	}
}

func FuzzDecrypt(f *testing.F) {
	c := codecOf(f, testToken, testKey, testCorp)
	for _, seed := range []string{"", "已签到", "<xml></xml>", strings.Repeat("议", 700)} {
		sealed, err := c.encrypt([]byte(seed))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sealed, []byte(seed))
		f.Add(sealed[1:], []byte(sealed))
	}
	f.Add("K0dY0h1niwqWajgg4RlhheTmUlAgch59s5EpXQwEh5M=", make([]byte, 64))
	f.Fuzz(func(t *testing.T, encrypted string, plain []byte) {
		if got, err := c.decrypt(encrypted); err != nil && got != nil {
			t.Errorf("%q came with the error %v", got, err)
		}
		sealed, err := c.encrypt(plain)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.decrypt(sealed); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("decrypt(encrypt(%q)) = %q, %v", plain, got, err)
		}
		if blocks := len(plain) / padBlock * padBlock; blocks > 0 { // well encrypted, whatever is in it
			if got, err := c.decrypt(box(c, plain[:blocks])); err != nil && got != nil {
				t.Errorf("%q came with the error %v", got, err)
			}
		}
	})
}
