package sandbox

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// upload posts a multipart body with one file.
func (w *world) upload(path string, query url.Values, field, name string, data []byte) answer {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("说明", "无关的一项"); err != nil {
		w.t.Fatal(err)
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = part.Write(data)
	_ = form.Close()
	res, err := http.Post(w.api.URL+"/cgi-bin/"+path+"?"+query.Encode(), form.FormDataContentType(), &body)
	return w.read(res, err)
}

// keep uploads a file of the app.
func (w *world) keep(kind, name string, data []byte) answer {
	w.t.Helper()
	if w.token == "" {
		w.token = w.fetch()
	}
	return w.upload("media/upload", url.Values{"access_token": {w.token}, "type": {kind}}, "media", name, data)
}

func TestMediaUpload(t *testing.T) {
	picture := dotBytes(t)
	for name, c := range map[string]struct {
		kind, file string
		data       []byte
		code       int
	}{
		"file":           {"file", "纪要.docx", []byte("会议纪要"), 0},
		"picture":        {"image", "现场.png", picture, 0},
		"no-picture":     {"image", "现场.png", []byte("会议纪要"), codeMediaType},
		"wrong-type":     {"exe", "a.exe", []byte("会议纪要"), codeUploadType},
		"empty":          {"file", "空.txt", nil, 44001},
		"five-bytes":     {"file", "小.txt", []byte("12345"), codeFileSize},
		"six-bytes":      {"file", "小.txt", []byte("123456"), 0},
		"too-large":      {"file", "大.zip", bytes.Repeat([]byte("大"), 7<<20), 45001},
		"beyond-reading": {"file", "大.zip", bytes.Repeat([]byte("大"), 8<<20), 45001},
		"large-picture":  {"image", "大.png", append(bytes.Clone(picture), make([]byte, 11<<20)...), 40009},
		"large-voice":    {"voice", "大.amr", append([]byte("#!AMR"), make([]byte, 3<<20)...), 45001},
		"video":          {"video", "会.mp4", []byte("会议录像"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := newWorld(t).keep(c.kind, c.file, c.data)
			if got.code() != c.code {
				t.Fatalf("errcode = %d, want %d: %v", got.code(), c.code, got)
			}
			if c.code != 0 {
				return
			}
			if created, ok := got["created_at"].(string); !ok || created != "1796864820" {
				t.Errorf("created_at = %v, want a string of seconds", got["created_at"])
			}
			if got.text("type") != c.kind || got.text("media_id") == "" {
				t.Errorf("answer = %v", got)
			}
		})
	}
}

func TestUploadWithoutMediaPart(t *testing.T) {
	w := newWorld(t)
	w.token = w.fetch()
	query := url.Values{"access_token": {w.token}, "type": {"file"}}
	if got := w.upload("media/upload", query, "别的", "纪要.docx", []byte("会议纪要")); got.code() != 44001 {
		t.Errorf("another field: %d, want 44001", got.code())
	}
	if got := w.postWith("media/upload", query, "不是表单"); got.code() != 44001 {
		t.Errorf("no form: %d, want 44001", got.code())
	}
	if got := w.upload("media/upload", url.Values{"type": {"file"}}, "media", "纪要.docx", []byte("会议纪要")); got.code() != codeNoToken {
		t.Errorf("no token: %d, want 41001", got.code())
	}
}

func TestSendFile(t *testing.T) {
	w := newWorld(t)
	id := w.keep("file", `C:\文件\会议纪要.docx`, []byte("会议纪要正文")).text("media_id")
	body := `{"touser":"liufang","msgtype":"file","agentid":1000002,"file":{"media_id":"` + id + `"}}`
	w.mustPost("message/send", body)
	got := w.last("liufang")
	if got.Kind != KindFile || got.Title != "会议纪要.docx" || got.Size != len("会议纪要正文") || got.Media != id {
		t.Errorf("bubble = %+v", got)
	}
	if got := w.post("message/send", strings.ReplaceAll(body, `"file"`, `"image"`)); got.code() != codeMediaID {
		t.Errorf("a file as a picture: %d, want 40007", got.code())
	}
	w.clock.move(3*24*time.Hour + time.Second)
	w.token = ""
	if got := w.post("message/send", body); got.code() != codeMediaID {
		t.Errorf("after three days: %d, want 40007", got.code())
	}
}

func TestMediaGet(t *testing.T) {
	w := newWorld(t)
	id := w.keep("file", "会议纪要.docx", []byte("会议纪要正文")).text("media_id")
	fetch := func(query url.Values) got {
		res, err := http.Get(w.api.URL + "/cgi-bin/media/get?" + query.Encode())
		return fetched(t, res, err)
	}
	code := func(query url.Values) int {
		a := answer{}
		fetch(query).decode(t, &a)
		return a.code()
	}
	res := fetch(url.Values{"access_token": {w.token}, "media_id": {id}})
	if res.text != "会议纪要正文" || !strings.Contains(res.head.Get("Content-Disposition"), "filename") {
		t.Errorf("got %q with %v", res.text, res.head)
	}
	if got := code(url.Values{"access_token": {w.token}, "media_id": {"没有"}}); got != codeMediaID {
		t.Errorf("unknown: %d", got)
	}
	if got := code(url.Values{"media_id": {id}}); got != codeNoToken {
		t.Errorf("no token: %d", got)
	}
	w.Faults().Busy(1)
	if got := code(url.Values{"access_token": {w.token}, "media_id": {id}}); got != codeBusy {
		t.Errorf("busy: %d", got)
	}
	w.Faults().Break(1)
	if res := fetch(url.Values{"access_token": {w.token}, "media_id": {id}}); res.status != http.StatusBadGateway {
		t.Errorf("broken: HTTP %d", res.status)
	}
}
