package wecom

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishi/bot"
	"yishi/cache"
)

// floor answers a callback with the least that can be done: it scans for two
// tags, checks nothing but the signature, and encrypts an answer (quality §1).
type floor struct {
	token, corp string
	block       cipher.Block
	iv          []byte
}

func between(doc []byte, before, after string) []byte {
	_, rest, _ := bytes.Cut(doc, []byte(before))
	text, _, _ := bytes.Cut(rest, []byte(after))
	return text
}

func (f *floor) sign(parts ...string) string {
	parts = append(parts, f.token)
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

func (f *floor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	q := r.URL.Query()
	sealed := between(body, "<Encrypt><![CDATA[", "]]>")
	if f.sign(q.Get("timestamp"), q.Get("nonce"), string(sealed)) != q.Get("msg_signature") {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	plain := make([]byte, base64.StdEncoding.DecodedLen(len(sealed)))
	n, _ := base64.StdEncoding.Decode(plain, sealed)
	cipher.NewCBCDecrypter(f.block, f.iv).CryptBlocks(plain[:n], plain[:n])
	plain = plain[20 : 20+binary.BigEndian.Uint32(plain[16:])]
	from, said := between(plain, "<FromUserName><![CDATA[", "]]>"), between(plain, "<Content><![CDATA[", "]]>")
	now := strconv.FormatInt(time.Now().Unix(), 10)
	answer := "<xml><ToUserName><![CDATA[" + string(from) + "]]></ToUserName><FromUserName><![CDATA[" + f.corp +
		"]]></FromUserName><CreateTime>" + now + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到：" +
		string(said) + "]]></Content></xml>"
	out := make([]byte, 20, 20+len(answer)+len(f.corp)+32)
	_, _ = rand.Read(out[:16])
	binary.BigEndian.PutUint32(out[16:], uint32(len(answer)))
	out = append(append(out, answer...), f.corp...)
	pad := 32 - len(out)%32
	out = append(out, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(f.block, f.iv).CryptBlocks(out, out)
	text := base64.StdEncoding.EncodeToString(out)
	_, _ = io.WriteString(w, "<xml><Encrypt><![CDATA["+text+"]]></Encrypt><MsgSignature><![CDATA["+f.sign(now, q.Get("nonce"), text)+
		"]]></MsgSignature><TimeStamp>"+now+"</TimeStamp><Nonce><![CDATA["+q.Get("nonce")+"]]></Nonce></xml>")
}

// rivals are the product and the floor, and a message for either.
func rivals(b *testing.B) (product, least http.Handler, message *post) {
	b.Helper()
	k := newKit(b, func(_ *Settings, d *Deps) { d.Log = slog.New(slog.DiscardHandler) })
	echo := bot.HandlerFunc(func(_ context.Context, ev bot.Event) (bot.Reply, error) {
		return bot.Reply{Text: "收到：" + ev.Said}, nil
	})
	key, _ := base64.StdEncoding.DecodeString(testKey + "=")
	block, _ := aes.NewCipher(key)
	once := bot.Once(cache.NewMemory(1<<20), time.Now, echo)
	return k.Callback(once, never(b)), &floor{testToken, testCorp, block, key[:16]}, newPost(b, text("帮助"))
}

// fresh is a copy of a message with an id of its own.
func fresh(b *testing.B, p *post, n int) *http.Request {
	b.Helper()
	one := *p
	one.message = strings.Replace(p.message, "4561255354251345929", strconv.Itoa(4561255354251345929+n), 1)
	return one.request(b)
}

// BenchmarkCallback compares a whole callback, from the request to the encrypted
// answer, with the floor: x-floor is how many times as long it takes. Both take
// turns, so a busy machine slows both; ns/op also counts the making of requests.
func BenchmarkCallback(b *testing.B) {
	product, least, p := rivals(b)
	var ours, theirs []time.Duration
	for b.Loop() {
		one, two := fresh(b, p, len(ours)), fresh(b, p, len(ours))
		ours = append(ours, timed(b, product, one))
		theirs = append(theirs, timed(b, least, two))
	}
	report(b, ours, theirs)
}

// report tells the medians: a machine with neighbours has wild means.
func report(b *testing.B, ours, theirs []time.Duration) {
	b.Helper()
	slices.Sort(ours)
	slices.Sort(theirs)
	mine, least := ours[len(ours)/2], theirs[len(theirs)/2]
	b.ReportMetric(float64(mine.Nanoseconds()), "ns/callback")
	b.ReportMetric(float64(least.Nanoseconds()), "ns/floor")
	b.ReportMetric(float64(mine)/float64(least), "x-floor")
}

func timed(b *testing.B, h http.Handler, r *http.Request) time.Duration {
	b.Helper()
	w := httptest.NewRecorder()
	begun := time.Now()
	h.ServeHTTP(w, r)
	took := time.Since(begun)
	if w.Code != http.StatusOK || w.Body.Len() == 0 {
		b.Fatalf("answered %d %q", w.Code, w.Body)
	}
	return took
}

// BenchmarkCallbackHTTP is the same over connections that are kept, as the
// platform keeps them.
func BenchmarkCallbackHTTP(b *testing.B) {
	product, least, p := rivals(b)
	var took [2][]time.Duration
	var servers [2]*httptest.Server
	for i, h := range []http.Handler{product, least} {
		servers[i] = httptest.NewServer(h)
		defer servers[i].Close()
	}
	for b.Loop() {
		for i, srv := range servers {
			r := fresh(b, p, len(took[0]))
			out, err := http.NewRequestWithContext(b.Context(), http.MethodPost, srv.URL+r.URL.String(), r.Body)
			if err != nil {
				b.Fatal(err)
			}
			begun := time.Now()
			resp, err := srv.Client().Do(out)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
			took[i] = append(took[i], time.Since(begun))
		}
	}
	report(b, took[0], took[1])
}
