package wecom

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"yishi/bot"
)

// uploads answers media/upload by M1, M2, … and tells what was uploaded.
func (a *api) uploads(t *testing.T) (names, data *[]string) {
	t.Helper()
	names, data = &[]string{}, &[]string{}
	a.on("media/upload", func(n int, w http.ResponseWriter, r *http.Request) {
		_, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		part, err := multipart.NewReader(strings.NewReader(string(a.bodies["media/upload"])), params["boundary"]).NextPart()
		if err != nil || part.FormName() != "media" {
			t.Errorf("the upload is malformed: %v", err)
			return
		}
		body, _ := io.ReadAll(part)
		*names, *data = append(*names, part.FileName()), append(*data, string(body))
		write(w, fmt.Sprintf(`{"errcode":0,"errmsg":"","type":"file","media_id":"M%d","created_at":"1380000000"}`, n))
	})
	return names, data
}

func TestFiles(t *testing.T) {
	a := newAPI(t)
	names, data := a.uploads(t)
	bodies := a.recording("message/send", firstly(noJSON))
	k := newKit(t, at(a.URL))
	m := bot.Message{Key: "f-1", File: &bot.File{Name: `纪要/2026年第4次"会议"纪要.docx`, Data: []byte("会议纪要正文\x00")}}
	if _, err := k.Send(t.Context(), to(wang), m); class(err) != "retry" {
		t.Fatalf("ended in %v", err)
	}
	ref, err := k.Send(t.Context(), to(wang), m)
	if err != nil || ref.Message != "m1" {
		t.Fatalf("sent as %+v, %v", ref, err)
	}
	if len(*names) != 1 || (*names)[0] != `2026年第4次"会议"纪要.docx` || (*data)[0] != "会议纪要正文\x00" {
		t.Errorf("uploaded %q: %q", *names, *data)
	}
	want := `{"touser":"WangJianGuo","msgtype":"file","agentid":218,"file":{"media_id":"M1"},"enable_duplicate_check":1,"duplicate_check_interval":1800}`
	if (*bodies)[0] != want || (*bodies)[1] != want {
		t.Errorf("sent %q", *bodies)
	}
	if a.query("media/upload", "type") != "file" || a.query("media/upload", "access_token") != testGrant+"1" {
		t.Errorf("uploaded with %v", a.queries["media/upload"])
	}
	m.Key = "f-2"
	if _, err := k.Send(t.Context(), to(wang), m); err != nil || len(*names) != 2 {
		t.Errorf("another sending of the file: %d uploads, %v", len(*names), err)
	}
}

func TestFileThatTheyLost(t *testing.T) {
	a := newAPI(t)
	names, _ := a.uploads(t)
	bodies := a.recording("message/send", firstly(`{"errcode":40007,"errmsg":"invalid media_id"}`))
	k := newKit(t, at(a.URL))
	m := bot.Message{Key: "f-1", File: &bot.File{Name: "纪要.docx", Data: []byte("会议纪要正文")}}
	if _, err := k.Send(t.Context(), to(wang), m); err != nil || len(*names) != 2 || !strings.Contains((*bodies)[1], `"M2"`) {
		t.Errorf("%d uploads, sent %q, %v", len(*names), *bodies, err)
	}
}

func TestUploadThatFails(t *testing.T) {
	for body, want := range map[string]string{
		`{"errcode":45001,"errmsg":"media size out of limit"}`:  "rejected",
		`{"errcode":-1,"errmsg":"busy"}`:                        "retry",
		`{"errcode":0,"errmsg":"ok"}`:                           "retry",
		`{"errcode":0,"media_id":"M1","created_at":1380000000}`: "retry", // a number: the library reads a string
		noJSON: "retry",
	} {
		a := newAPI(t)
		a.say("media/upload", body)
		_, err := newKit(t, at(a.URL)).Send(t.Context(), to(wang), bot.Message{Key: "f-1", File: &bot.File{Name: "纪要.docx", Data: []byte("会议纪要正文")}})
		if class(err) != want || a.count("message/send") != 0 {
			t.Errorf("%s ended in %#v", body, err)
		}
	}
}
