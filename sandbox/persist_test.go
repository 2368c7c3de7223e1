package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// reopen starts another platform on the same folder, as after a kill: nothing
// of the first is asked to finish.
func (w *world) reopen(folder string) *world {
	w.t.Helper()
	next := newWorld(w.t, func(o *Options) { o.Data, o.Now = folder, w.clock.now })
	next.clock = w.clock
	return next
}

func kept(t *testing.T) (*world, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "平台")
	return newWorld(t, func(o *Options) { o.Data = folder }), folder
}

func TestAcknowledgedIsKept(t *testing.T) {
	w, folder := kept(t)
	w.app.answers(func(in incoming) string {
		if in.Event == "" {
			return passiveText(in.FromUserName, "收到")
		}
		return passiveButton(in.FromUserName, "已参加")
	})
	code := w.mustPost("message/send", buttonsTo("liufang|zhangjianguo", "n-1")).text("response_code")
	if err := w.TapText(t.Context(), "liufang", "参加"); err != nil {
		t.Fatal(err)
	}
	if err := w.Say(t.Context(), "liufang", "谢谢"); err != nil {
		t.Fatal(err)
	}
	file := w.keep("file", "纪要.docx", []byte("会议纪要正文")).text("media_id")
	w.robot(`{"msgtype":"text","text":{"content":"发布完成"}}`)
	token := w.token

	next := w.reopen(folder)
	next.token = token
	if got, want := texts(next.Chat("liufang")), texts(w.Chat("liufang")); !slices.Equal(got, want) || len(got) != 3 {
		t.Errorf("phone shows %q, want %q", got, want)
	}
	if got := len(next.Group()); got != 1 {
		t.Errorf("group shows %d messages, want 1", got)
	}
	if got := next.post("message/send", buttonsTo("liufang", "n-1")); got.code() != 42014 {
		t.Errorf("the task id is forgotten: %v", got)
	}
	next.mustPost("message/update_template_card", update(code, `"userids":["zhangjianguo"],`+greyed))
	next.mustPost("message/send", `{"touser":"liufang","msgtype":"file","agentid":1000002,"file":{"media_id":"`+file+`"}}`)
	if got := next.last("liufang"); got.Size != len("会议纪要正文") {
		t.Errorf("the file has %d bytes", got.Size)
	}
	again := w.reopen(folder)
	if got := again.Chat("zhangjianguo")[0].Card.Replace; got != "已处理" {
		t.Errorf("the update is forgotten: %q", got)
	}
}

func TestTapsAreNotKeptUnderWay(t *testing.T) {
	w, folder := kept(t)
	w.mustPost("message/send", buttonsTo("liufang", "n-1"))
	started, release := make(chan struct{}), make(chan struct{})
	w.app.answers(func(incoming) string {
		close(started)
		<-release
		return ""
	})
	done := make(chan error, 1)
	go func() { done <- w.TapText(t.Context(), "liufang", "参加") }()
	<-started
	if got := w.last("liufang").Card.Busy; got != "yes" {
		t.Errorf("busy with %q, want the button that was tapped", got)
	}
	w.robot(`{"msgtype":"text","text":{"content":"其间有人发言"}}`)
	if got := w.reopen(folder).last("liufang").Card.Busy; got != "" {
		t.Errorf("after the kill the card is busy with %q for ever", got)
	}
	close(release)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := w.last("liufang").Card.Busy; got != "" {
		t.Errorf("still busy with %q", got)
	}
}

func TestManySendersAtOnce(t *testing.T) {
	w, folder := kept(t)
	w.Faults().SetLimits(func(l *Limits) { l.MemberMinute = 1000 })
	w.token = w.fetch()
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() { w.post("message/send", textTo("liufang", fmt.Sprint("第", i, "条"))) })
	}
	group.Wait()
	if got := len(w.reopen(folder).Chat("liufang")); got != 40 {
		t.Errorf("%d messages are kept, want 40", got)
	}
}

func TestBadData(t *testing.T) {
	clock := newHand()
	open := func(folder string) error {
		_, err := NewWeCom(Options{CorpID: corp, AgentID: agent, EncodingAESKey: aesKey, Now: clock.now, Data: folder}, nil)
		return err
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, snapshotName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(broken); err == nil || !strings.Contains(err.Error(), snapshotName) {
		t.Errorf("broken snapshot: %v", err)
	}
	lost := t.TempDir()
	if err := os.WriteFile(filepath.Join(lost, snapshotName), []byte(`{"Media":{"3x":{"ID":"3x"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(lost); err == nil {
		t.Error("a lost file is not noticed")
	}
	if err := open(filepath.Join(broken, snapshotName)); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestDiskFullIsNotAcknowledged(t *testing.T) {
	w, folder := kept(t)
	w.token = w.fetch()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if got := w.post("message/send", textTo("liufang", "好")); got.code() != codeBusy {
		t.Errorf("acknowledged though it is not kept: %v", got)
	}
	if got := w.keep("file", "纪要.docx", []byte("会议纪要正文")); got.code() != codeBusy {
		t.Errorf("a file is acknowledged though it is not kept: %v", got)
	}
}

func TestPrune(t *testing.T) {
	now := newHand().now()
	st := newState()
	old, fresh := now.Add(-time.Second), now.Add(time.Second)
	st.Codes["旧"], st.Codes["新"] = &updateCode{Until: old}, &updateCode{Until: fresh}
	st.Logins["旧"], st.Logins["新"] = login{Until: old}, login{Until: fresh}
	st.Repeats["旧"], st.Repeats["新"] = repeat{Until: old}, repeat{Until: fresh}
	p := st.phone("LiuFang")
	for i := range keptBubbles + 5 {
		p.Bubbles = append(p.Bubbles, &bubble{Serial: int64(i)})
	}
	st.prune(now)
	if len(st.Codes) != 1 || len(st.Logins) != 1 || len(st.Repeats) != 1 {
		t.Errorf("kept %d codes, %d logins, %d repeats", len(st.Codes), len(st.Logins), len(st.Repeats))
	}
	if n := len(p.Bubbles); n != keptBubbles || p.Bubbles[n-1].Serial != keptBubbles+4 {
		t.Errorf("kept %d bubbles, want the newest %d", n, keptBubbles)
	}
}

func TestNewWeComRefuses(t *testing.T) {
	clock := newHand()
	good := Options{CorpID: corp, AgentID: agent, EncodingAESKey: aesKey, Now: clock.now}
	noClock, badKey := good, good
	noClock.Now, badKey.EncodingAESKey = nil, "短"
	for name, c := range map[string]struct {
		o     Options
		users []User
	}{
		"no-clock":    {noClock, nil},
		"bad-key":     {badKey, nil},
		"user-twice":  {good, []User{{ID: "liufang"}, {ID: "LiuFang"}}},
		"chinese-id":  {good, []User{{ID: "刘芳"}}},
		"empty-id":    {good, []User{{}}},
		"id-too-long": {good, []User{{ID: strings.Repeat("a", 65)}}},
	} {
		if _, err := NewWeCom(c.o, c.users); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := NewWeCom(good, []User{{ID: "a-b_c.d@E9"}}); err != nil {
		t.Errorf("a good id: %v", err)
	}
}
