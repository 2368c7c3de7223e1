package sandbox

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// dot is the smallest PNG.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func dotBytes(t *testing.T) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(dot)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestRobotKey(t *testing.T) {
	w := newWorld(t)
	for _, key := range []string{"", "别的"} {
		got := w.postWith("webhook/send", url.Values{"key": {key}}, `{"msgtype":"text","text":{"content":"好"}}`)
		if got.code() != 93000 || !strings.HasPrefix(got.text("errmsg"), "invalid webhook url") {
			t.Errorf("key %q: %v", key, got)
		}
	}
	if len(w.Group()) != 0 {
		t.Error("something is shown in the group")
	}
}

func TestRobotMessages(t *testing.T) {
	picture := dotBytes(t)
	sum := md5.Sum(picture)
	digest := hex.EncodeToString(sum[:])
	notice := `{"msgtype":"template_card","template_card":` + goodCards[textNotice] + `}`
	for name, c := range map[string]struct {
		body string
		code int
		kind string
	}{
		"text":             {`{"msgtype":"text","text":{"content":"发布完成"}}`, 0, KindText},
		"text-empty":       {`{"msgtype":"text"}`, 44004, ""},
		"text-long":        {`{"msgtype":"text","text":{"content":"` + strings.Repeat("议", 683) + `"}}`, codeBadParameter, ""},
		"markdown":         {`{"msgtype":"markdown","markdown":{"content":"**好**"}}`, 0, KindMarkdown},
		"markdown-empty":   {`{"msgtype":"markdown","markdown":{}}`, 44004, ""},
		"markdown-long":    {`{"msgtype":"markdown","markdown":{"content":"` + strings.Repeat("a", 4097) + `"}}`, codeBadParameter, ""},
		"markdown-v2":      {`{"msgtype":"markdown_v2","markdown_v2":{"content":"| 甲 |"}}`, 0, KindMarkdown},
		"news":             {`{"msgtype":"news","news":{"articles":[{"title":"周报","url":"https://e.cn"}]}}`, 0, KindNews},
		"image":            {`{"msgtype":"image","image":{"base64":"` + dot + `","md5":"` + digest + `"}}`, 0, KindImage},
		"image-wrong-md5":  {`{"msgtype":"image","image":{"base64":"` + dot + `","md5":"00"}}`, 40035, ""},
		"image-no-base64":  {`{"msgtype":"image","image":{"base64":"?"}}`, 40035, ""},
		"image-none":       {`{"msgtype":"image"}`, 40035, ""},
		"image-no-picture": {`{"msgtype":"image","image":{"base64":"aGVsbG8gd29ybGQ=","md5":"5eb63bbbe01eeed093cb22bb8f5acdc3"}}`, codeMediaType, ""},
		"file-unknown":     {`{"msgtype":"file","file":{"media_id":"x"}}`, codeMediaID, ""},
		"file-missing":     {`{"msgtype":"file"}`, 41006, ""},
		"notice-card":      {notice, 0, KindCard},
		"button-card":      {`{"msgtype":"template_card","template_card":` + goodCards[buttonCard] + `}`, 42031, ""},
		"bad-notice":       {strings.Replace(notice, "card_action", "无", 1), 42045, ""},
		"voice":            {`{"msgtype":"voice","voice":{"media_id":"x"}}`, codeMsgType, ""},
		"no-json":          {`{`, codeBadParameter, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if got := w.robot(c.body); got.code() != c.code {
				t.Fatalf("errcode = %d, want %d: %v", got.code(), c.code, got)
			}
			group := w.Group()
			if c.code != 0 {
				if len(group) != 0 {
					t.Error("a refused message is shown")
				}
				return
			}
			if len(group) != 1 || group[0].Kind != c.kind || !group[0].Robot {
				t.Errorf("group shows %+v", group)
			}
		})
	}
}

func TestRobotMentions(t *testing.T) {
	w := newWorld(t)
	w.robot(`{"msgtype":"text","text":{"content":"请到会","mentioned_list":["LIUFANG","@all","nobody"],"mentioned_mobile_list":["13900000002"]}}`)
	if got := w.Group()[0].Text; got != "请到会 @刘芳 @所有人 @张建国" {
		t.Errorf("group shows %q", got)
	}
}

func TestRobotLimit(t *testing.T) {
	w := newWorld(t)
	for i := range 22 {
		got := w.robot(fmt.Sprintf(`{"msgtype":"text","text":{"content":"第%d条"}}`, i))
		want := 0
		if i >= 20 {
			want = codeTooOften
		}
		if got.code() != want {
			t.Errorf("message %d: %d, want %d", i+1, got.code(), want)
		}
	}
	w.clock.move(time.Minute)
	if got := w.robot(`{"msgtype":"text","text":{"content":"下一分钟"}}`); got.code() != 0 {
		t.Errorf("after a minute: %v", got)
	}
	if got := w.Calls("webhook/send", codeTooOften); got != 2 {
		t.Errorf("counted %d refusals, want 2", got)
	}
}

func TestRobotFile(t *testing.T) {
	w := newWorld(t)
	key := url.Values{"key": {"群机器人-1"}, "type": {"file"}}
	got := w.upload("webhook/upload_media", key, "media", "纪要.docx", []byte("会议纪要正文"))
	if got.code() != 0 || got.text("type") != "file" {
		t.Fatalf("upload: %v", got)
	}
	if sent := w.robot(`{"msgtype":"file","file":{"media_id":"` + got.text("media_id") + `"}}`); sent.code() != 0 {
		t.Errorf("send: %v", sent)
	}
	shown := w.Group()[0]
	if shown.Title != "纪要.docx" || shown.Size != len("会议纪要正文") {
		t.Errorf("group shows %+v", shown)
	}
	if got := w.post("message/send", `{"touser":"liufang","msgtype":"file","agentid":1000002,"file":{"media_id":"`+got.text("media_id")+`"}}`); got.code() != codeMediaID {
		t.Errorf("the app may not use the robot's file: %d", got.code())
	}
}

func TestRobotUploadChecksTheFileFirst(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		key, kind string
		data      []byte
		code      int
	}{
		"no-file-wrong-key": {"别的", "file", nil, 44001},
		"wrong-key":         {"别的", "file", []byte("会议纪要"), 93000},
		"wrong-type":        {"群机器人-1", "video", []byte("会议纪要"), codeUploadType},
		"too-small":         {"群机器人-1", "file", []byte("12345"), codeFileSize},
		"no-voice":          {"群机器人-1", "voice", []byte("会议纪要"), codeMediaType},
		"voice":             {"群机器人-1", "voice", []byte("#!AMR\n12345"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.upload("webhook/upload_media", url.Values{"key": {c.key}, "type": {c.kind}}, "media", "纪要.docx", c.data)
			if got.code() != c.code {
				t.Errorf("errcode = %d, want %d", got.code(), c.code)
			}
		})
	}
}
