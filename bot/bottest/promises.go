package bottest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"yishi/bot"
)

func textArrives(t *testing.T, s Stand) {
	t.Helper()
	words := "【签到提醒】请于今日14:20前签到。\n地点：社区四楼会议室 <402> & “大党委”议事厅 \u0001\u2028完"
	ref := s.send(t, bot.Message{Key: "t-1", Text: words})
	got := s.last(t, 1).Text
	for _, want := range []string{"【签到提醒】", "14:20", "<402> & “大党委”", "完"} {
		if !strings.Contains(got, want) {
			t.Errorf("the phone shows %q, without %q", got, want)
		}
	}
	if ref.Card != "t-1" || ref.To != s.Member {
		t.Errorf("the reference is %+v", ref)
	}
}

func equalKeysOnce(t *testing.T, s Stand) {
	t.Helper()
	for range 3 {
		s.send(t, bot.Message{Key: "k-1", Text: "会议改至12月16日。"})
		s.send(t, bot.Message{Key: "k-2", Card: notice("k")})
	}
	s.last(t, 2)
}

func equalWordsTwice(t *testing.T, s Stand) {
	t.Helper()
	s.send(t, bot.Message{Key: "w-1", Text: "已收到。"})
	s.send(t, bot.Message{Key: "w-2", Text: "已收到。"})
	got := s.last(t, 2).Text
	if !strings.HasPrefix(got, "已收到。") {
		t.Errorf("the second message shows %q", got)
	}
	s.send(t, bot.Message{Key: "w-2", Text: "已收到。"})
	s.last(t, 2)
}

func longTextWhole(t *testing.T, s Stand) {
	t.Helper()
	var b strings.Builder
	for i := range 120 {
		fmt.Fprintf(&b, "议题%d：关于老旧小区加装电梯资金分担方案的讨论（第%d次）。\n", i, i)
	}
	s.send(t, bot.Message{Key: "long-1", Text: b.String()})
	var whole strings.Builder
	for _, m := range s.Phone(s.Member) {
		if strings.ContainsRune(m.Text, '\uFFFD') {
			t.Fatalf("a character was cut in two: %q", m.Text)
		}
		whole.WriteString(m.Text + "\n")
	}
	at := 0
	for i := range 120 {
		line := fmt.Sprintf("（第%d次）。", i)
		n := strings.Index(whole.String()[at:], line)
		if n < 0 {
			t.Fatalf("line %d is missing or out of order", i)
		}
		at += n
	}
}

// notice is a card with two buttons and a link.
func notice(mark string) *bot.Card {
	return &bot.Card{
		Title: "会议通知", Desc: "滨河社区“大党委”", Body: "12月15日(周二)14:30\n请确认能否参加 " + mark,
		Fields: []bot.Field{{Name: "地点", Value: "社区四楼会议室"}, {Name: "议题", Value: "4项"}},
		Buttons: []bot.Button{
			{Text: "能参加", Action: "rsvp.yes 7", Style: bot.Primary},
			{Text: "不能参加", Action: "rsvp.no 7", Style: bot.Danger},
			{Text: "查看议题", URL: "https://bot.example.org/p/x"},
		},
		Text: "会议通知：12月15日(周二)14:30。回复“参加”或“请假”。",
	}
}

func cardShows(t *testing.T, s Stand) {
	t.Helper()
	s.send(t, bot.Message{Key: "c-1", Card: notice("一")})
	got := s.last(t, 1)
	if got.Title != "会议通知" {
		t.Errorf("the title is %q", got.Title)
	}
	for _, want := range []string{"滨河社区", "请确认能否参加 一", "地点", "社区四楼会议室"} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("the card shows %q, without %q", got.Text, want)
		}
	}
	if strings.Join(got.Buttons, " ") != "能参加 不能参加 查看议题" {
		t.Errorf("the buttons are %q", got.Buttons)
	}
}

func question() *bot.Card {
	return &bot.Card{
		Title: "议题二表决", Desc: "物业用房改造", Text: "议题二表决：回复1赞成，2反对，3弃权。",
		Question: &bot.Question{
			Key:     "ballot",
			Options: []bot.Option{{ID: "for", Text: "赞成"}, {ID: "against", Text: "反对"}, {ID: "abstain", Text: "弃权"}},
			Submit:  bot.Button{Text: "提交", Action: "ballot.cast 9"},
		},
	}
}

func questionShows(t *testing.T, s Stand) {
	t.Helper()
	s.send(t, bot.Message{Key: "q-1", Card: question()})
	got := s.last(t, 1)
	if strings.Join(got.Options, " ") != "赞成 反对 弃权" || strings.Join(got.Buttons, " ") != "提交" {
		t.Errorf("the card offers %q and %q", got.Options, got.Buttons)
	}
}

func cardChanges(t *testing.T, s Stand) {
	t.Helper()
	ref := s.send(t, bot.Message{Key: "u-1", Card: notice("二")})
	after := notice("二")
	after.Body = "您已确认参加。"
	if err := s.Messenger.Update(t.Context(), ref, *after); err != nil {
		t.Fatalf("changing the card: %v", err)
	}
	got := s.last(t, 1)
	if !strings.Contains(got.Text, "您已确认参加。") || len(got.Buttons) != 3 {
		t.Errorf("the card shows %+v", got)
	}
}

func cardCloses(t *testing.T, s Stand) {
	t.Helper()
	for key, c := range map[string]*bot.Card{"x-1": notice("三"), "x-2": question()} {
		ref := s.send(t, bot.Message{Key: key, Card: c})
		c.Closed = "表决已结束"
		if err := s.Messenger.Update(t.Context(), ref, *c); err != nil {
			t.Fatalf("closing the card: %v", err)
		}
	}
	for _, m := range s.Phone(s.Member) {
		if len(m.Buttons) != 0 || !strings.Contains(m.Text, "表决已结束") {
			t.Errorf("a closed card shows %+v", m)
		}
	}
}

func codeIsGone(t *testing.T, s Stand) {
	t.Helper()
	if !s.OneUse {
		t.Skip("the platform changes a card as often as one likes")
	}
	ref := s.send(t, bot.Message{Key: "g-1", Card: notice("四")})
	unknown := ref
	unknown.Code = ""
	if err := s.Messenger.Update(t.Context(), unknown, *notice("四")); !errors.Is(err, bot.ErrGone) {
		t.Errorf("a change without a code ended in %v", err)
	}
	if err := s.Messenger.Update(t.Context(), ref, *notice("五")); err != nil {
		t.Fatal(err)
	}
	if err := s.Messenger.Update(t.Context(), ref, *notice("六")); !errors.Is(err, bot.ErrGone) {
		t.Errorf("a second change with one code ended in %v", err)
	}
}

func fileArrives(t *testing.T, s Stand) {
	t.Helper()
	if !s.Files {
		t.Skip("no files on this platform")
	}
	data := bytes.Repeat([]byte("会议纪要\x00"), 1000)
	for range 2 {
		s.send(t, bot.Message{Key: "f-1", File: &bot.File{Name: "第4次会议纪要.docx", Data: data}})
	}
	got := s.last(t, 1)
	if got.File != "第4次会议纪要.docx" || !bytes.Equal(got.Data, data) {
		t.Errorf("the file is %q of %d bytes", got.File, len(got.Data))
	}
	s.send(t, bot.Message{Key: "f-2", File: &bot.File{Name: "第4次会议纪要.docx", Data: data}})
	s.last(t, 2)
}

func groupHears(t *testing.T, s Stand) {
	t.Helper()
	if s.Group == nil {
		t.Skip("no group on this platform")
	}
	for _, m := range []bot.Message{
		{Key: "gr-1", Text: "正在表决：议题二（已表决6/8）"},
		{Key: "gr-1", Text: "正在表决：议题二（已表决6/8）"},
		{Key: "gr-2", Card: notice("七")},
	} {
		if _, err := s.Messenger.Send(t.Context(), bot.Address{Group: true}, m); err != nil {
			t.Fatal(err)
		}
	}
	seen := s.Group()
	if len(seen) != 2 || !strings.Contains(seen[0].Text, "已表决6/8") || !strings.Contains(seen[1].Text, "12月15日") {
		t.Errorf("the group shows %+v", seen)
	}
}

func strangerUnreachable(t *testing.T, s Stand) {
	t.Helper()
	err := s.fail(t, s.Stranger, bot.Message{Key: "s-1", Text: "您好"})
	unreachable, ok := errors.AsType[*bot.UnreachableError](err)
	if !ok || unreachable.User != s.Stranger {
		t.Errorf("writing to a stranger ended in %#v", err)
	}
}

func busyAgain(t *testing.T, s Stand) {
	t.Helper()
	s.broken(t, Busy)
	err := s.fail(t, s.Member, bot.Message{Key: "b-1", Text: "请签到"})
	if final(err) {
		t.Errorf("a busy platform is worth a retry, got %#v", err)
	}
	s.send(t, bot.Message{Key: "b-1", Text: "请签到"})
	s.last(t, 1)
}

// final tells whether an error says that a retry is no use now.
func final(err error) bool {
	_, unreachable := errors.AsType[*bot.UnreachableError](err)
	_, rejected := errors.AsType[*bot.RejectedError](err)
	_, misset := errors.AsType[*bot.ConfigError](err)
	return unreachable || rejected || misset
}

func overloadTold(t *testing.T, s Stand) {
	t.Helper()
	s.broken(t, Overloaded)
	err := s.fail(t, s.Member, bot.Message{Key: "o-1", Text: "请签到"})
	if throttled, ok := errors.AsType[*bot.ThrottledError](err); !ok || throttled.After <= 0 {
		t.Errorf("an overloaded platform ended in %#v", err)
	}
}

func expiredRenewed(t *testing.T, s Stand) {
	t.Helper()
	s.send(t, bot.Message{Key: "e-1", Text: "第一条"})
	s.broken(t, Expired)
	s.send(t, bot.Message{Key: "e-2", Text: "第二条"})
	s.last(t, 2)
}

func lostAnswer(t *testing.T, s Stand) {
	t.Helper()
	for _, m := range []bot.Message{{Key: "l-1", Text: "请确认"}, {Key: "l-2", Card: notice("八")}} {
		s.broken(t, Deaf)
		if err := s.fail(t, s.Member, m); final(err) {
			t.Errorf("nobody knows whether it arrived, yet the error is %#v", err)
		}
		s.send(t, m)
	}
	s.last(t, 2)
}

func settingsTold(t *testing.T, s Stand) {
	t.Helper()
	s.broken(t, Misset)
	err := s.fail(t, s.Member, bot.Message{Key: "m-1", Text: "您好"})
	if _, ok := errors.AsType[*bot.ConfigError](err); !ok {
		t.Errorf("wrong settings ended in %#v", err)
	}
}

func uselessRefused(t *testing.T, s Stand) {
	t.Helper()
	for _, m := range []bot.Message{
		{Key: "", Text: "没有编号"},
		{Key: "空格 不行", Text: "编号有误"},
		{Key: strings.Repeat("k", 65), Text: "编号过长"},
		{Key: "r-1"},
		{Key: "r-2", Card: &bot.Card{}},
	} {
		if _, ok := errors.AsType[*bot.RejectedError](s.fail(t, s.Member, m)); !ok {
			t.Errorf("%+v was not rejected", m)
		}
	}
	if seen := s.Phone(s.Member); len(seen) != 0 {
		t.Errorf("the phone shows %+v", seen)
	}
}

func endedContext(t *testing.T, s Stand) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Messenger.Send(ctx, bot.Address{To: s.Member}, bot.Message{Key: "d-1", Text: "您好"})
	if err == nil || final(err) {
		t.Errorf("an ended context ended in %#v", err)
	}
	if seen := s.Phone(s.Member); len(seen) != 0 {
		t.Errorf("the phone shows %+v", seen)
	}
}

func manyAtOnce(t *testing.T, s Stand) {
	t.Helper()
	const many = 16
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() {
			m := bot.Message{Key: fmt.Sprintf("many-%d", i), Text: fmt.Sprintf("第%d号通知", i)}
			if _, err := s.Messenger.Send(t.Context(), bot.Address{To: s.Member}, m); err != nil {
				t.Errorf("sending %s: %v", m.Key, err)
			}
		})
	}
	wg.Wait()
	s.last(t, many)
}
