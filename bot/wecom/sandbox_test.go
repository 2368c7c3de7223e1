package wecom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishi/bot"
	"yishi/bot/bottest"
	"yishi/sandbox"
)

// A town is a simulated corp with its app, and the Platform that talks to it.
type town struct {
	*kit

	corp *sandbox.WeCom
	api  *httptest.Server
}

var (
	stranger = user("nobody")
	members  = []sandbox.User{
		{ID: wang.ID, Name: "王建国", Mobile: "13800000001", InRange: true},
		{ID: "LiMing", Name: "李明", Mobile: "13800000002", InRange: true},
		{ID: "ZhaoMin", Name: "赵敏", Mobile: "13800000003"},
		{ID: "SunLi", Name: "孙丽", InRange: true, Status: sandbox.NotActivated},
	}
)

func newTown(t *testing.T, changes ...func(*Settings, *Deps)) *town {
	t.Helper()
	k := newKit(t)
	corp, err := sandbox.NewWeCom(sandbox.Options{
		CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testKey,
		WebhookKey: testWebhook, Now: k.clock.Now, CallbackURL: "http://127.0.0.1:1/wecom/callback",
	}, members)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(corp.Close)
	api := httptest.NewServer(corp.API())
	t.Cleanup(api.Close)
	same := func(_ *Settings, d *Deps) { d.Clock = k.clock }
	k2 := newKit(t, append([]func(*Settings, *Deps){at(api.URL), same}, changes...)...)
	k2.clock = k.clock
	return &town{kit: k2, corp: corp, api: api}
}

// answer connects the corp's callbacks to a handler.
func (w *town) answer(t *testing.T, h bot.Handler, later Later) {
	t.Helper()
	srv := httptest.NewServer(w.Callback(h, later))
	t.Cleanup(srv.Close)
	w.corp.SetCallback(srv.URL + "/wecom/callback")
}

// phone is what the suite wants to see of a phone.
func (w *town) phone(t *testing.T, bubbles []sandbox.Bubble) []bottest.Seen {
	t.Helper()
	var all []bottest.Seen
	for _, b := range bubbles {
		s := bottest.Seen{Text: b.Text}
		if b.Card != nil {
			s = cardSeen(b.Card)
		}
		if b.Media != "" {
			s = bottest.Seen{File: b.Title, Data: w.download(t, b.Media)}
		}
		all = append(all, s)
	}
	return all
}

func cardSeen(c *sandbox.CardView) bottest.Seen {
	s := bottest.Seen{Title: c.Title, Text: c.Desc + "\n" + c.Body + "\n" + c.Replace}
	for _, f := range c.Fields {
		s.Text += "\n" + f.Name + " " + f.Value
	}
	for _, b := range c.Offers() {
		s.Buttons = append(s.Buttons, b.Text)
	}
	if c.Question != nil {
		for _, o := range c.Question.Options {
			s.Options = append(s.Options, o.Text)
		}
	}
	return s
}

func (w *town) download(t *testing.T, media string) []byte {
	t.Helper()
	token, err := w.tokens.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"access_token": {token}, "media_id": {media}}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, w.api.URL+"/cgi-bin/media/get?"+query.Encode(), nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (w *town) breakNext(f bottest.Fault) {
	faults := w.corp.Faults()
	switch f {
	case bottest.Busy:
		faults.Busy(1)
	case bottest.Overloaded:
		faults.RateLimit(1)
	case bottest.Expired:
		faults.ExpireTokens()
	case bottest.Deaf:
		faults.Add(sandbox.Fault{Path: "message/send", Times: 1, Lose: true})
	case bottest.Misset:
		faults.BlockAddress()
	}
}

func TestPromises(t *testing.T) {
	open := func(changes ...func(*Settings, *Deps)) func(t *testing.T) bottest.Stand {
		return func(t *testing.T) bottest.Stand {
			t.Helper()
			w := newTown(t, changes...)
			return bottest.Stand{
				Messenger: w.Platform, Member: wang, Stranger: stranger,
				Phone: func(u bot.UserRef) []bottest.Seen { return w.phone(t, w.corp.Chat(u.ID)) },
				Group: func() []bottest.Seen { return w.phone(t, w.corp.Group()) },
				Break: w.breakNext, Files: true, OneUse: true,
				Secrets: []string{testSecret, testWebhook, testKey},
			}
		}
	}
	t.Run("with-a-cache", func(t *testing.T) { bottest.Exercise(t, open()) })
	// Without one, the platform's own checks keep words and cards from being
	// shown twice; an upload and a group have none.
	t.Run("without-a-cache", func(t *testing.T) {
		bottest.Exercise(t, func(t *testing.T) bottest.Stand {
			t.Helper()
			s := open(func(_ *Settings, d *Deps) { d.Cache = broken{} })(t)
			s.Files, s.Group = false, nil
			return s
		})
	})
}

// A platform that is busy, full, forgetful and deaf gets every notice through,
// once each, and is not asked for tokens at every turn.
func TestNoticesThroughABadDay(t *testing.T) {
	const notices = 60
	w := newTown(t)
	faults := w.corp.Faults()
	for _, f := range []sandbox.Fault{
		{Path: "message/send", Every: 5, Status: 502},
		{Path: "message/send", Every: 6, Code: -1},
		{Path: "message/send", Every: 7, Lose: true},
		{Path: "message/send", Every: 11, Code: 42001},
	} {
		faults.Add(f)
	}
	card := bot.Card{Title: "会议通知", Text: "会议通知", Buttons: []bot.Button{{Text: "已阅", Action: "ack"}}}
	for i := range notices {
		m := bot.Message{Key: fmt.Sprint("n-", i), Text: fmt.Sprintf("第%d号通知", i)}
		if i%2 == 1 {
			m = bot.Message{Key: m.Key, Card: &card}
		}
		for {
			_, err := w.Send(t.Context(), to(user(members[i%2].ID)), m)
			if wait, ok := errors.AsType[*bot.ThrottledError](err); ok {
				w.pass(t, wait.After)
			} else if err == nil {
				break
			} else if class(err) != "retry" {
				t.Fatalf("notice %d ended in %#v", i, err)
			}
		}
	}
	for i, want := range []int{notices / 2, notices / 2} {
		if got := len(w.corp.Chat(members[i].ID)); got != want {
			t.Errorf("%s sees %d notices, want %d", members[i].Name, got, want)
		}
	}
	if n := w.corp.TokensFetched(); n > 1+renewalLimit*3 {
		t.Errorf("%d tokens were fetched", n)
	}
	if dropped := w.corp.Dropped(); len(dropped) > 0 {
		t.Errorf("the platform dropped %d", len(dropped))
	}
}

// The platform drops what is above its limits without a word; nothing of ours
// ever is.
func TestNothingIsDropped(t *testing.T) {
	w := newTown(t)
	sent := 0
	for w.clock.Now().Before(testNow.Add(3 * time.Minute)) {
		err := w.say(t, fmt.Sprint("n-", sent))
		if throttled, ok := errors.AsType[*bot.ThrottledError](err); ok {
			w.pass(t, throttled.After)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		sent++
	}
	if got := len(w.corp.Chat(wang.ID)); got != sent || sent != 75 || len(w.corp.Dropped()) != 0 {
		t.Errorf("%d of %d arrived, %d were dropped", got, sent, len(w.corp.Dropped()))
	}
}

func TestConversation(t *testing.T) {
	w := newTown(t)
	var mu sync.Mutex
	var later []bot.Reply
	events := []bot.Event{}
	closed := invitation()
	closed.Closed = "您已选择：能参加"
	voted := ballot()
	voted.Closed = "已投票：赞成、弃权"
	w.answer(t, bot.HandlerFunc(func(_ context.Context, ev bot.Event) (bot.Reply, error) {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, ev)
		switch {
		case ev.Kind == bot.Said:
			return bot.Reply{Text: "收到：" + ev.Said}, nil
		case ev.Kind == bot.Tapped && ev.Tap.Card == "i-1":
			return bot.Reply{Card: &closed}, nil
		case ev.Kind == bot.Tapped:
			return bot.Reply{Text: "已记录您的表决。", Card: &voted}, nil
		case ev.Kind == bot.Entered:
			return bot.Reply{Text: "您好，" + ev.From.ID}, nil
		}
		return bot.Reply{}, nil
	}), func(_ context.Context, _ bot.UserRef, r bot.Reply) error {
		mu.Lock()
		defer mu.Unlock()
		later = append(later, r)
		return nil
	})
	w.corp.Faults().SetCallbacks(func(r *sandbox.CallbackRules) { r.Shuffle, r.EmptyVotes = true, true })
	ctx := t.Context()
	card, vote := invitation(), ballot()
	_, err1 := w.Send(ctx, to(wang), bot.Message{Key: "i-1", Card: &card})
	ref, err2 := w.Send(ctx, to(wang), bot.Message{Key: "b-1", Card: &vote})
	if err := errors.Join(
		err1, err2, w.corp.Verify(ctx), w.corp.Open(ctx, wang.ID),
		w.corp.Say(ctx, wang.ID, " 签到 <1> & ]]> \n二 "),
		w.corp.TapText(ctx, wang.ID, "能参加"),
		w.corp.Pick(ctx, wang.ID, "提交", "赞成", "弃权"),
		w.corp.SendFile(ctx, wang.ID, "照片.txt", []byte("不是文字")),
		w.corp.TapMenu(ctx, wang.ID, "menu"), w.corp.Leave(ctx, "LiMing"), w.corp.Join(ctx, "LiMing"),
	); err != nil {
		t.Fatal(err)
	}
	var kinds []bot.Kind
	for _, ev := range events {
		kinds = append(kinds, ev.Kind)
	}
	if want := []bot.Kind{bot.Entered, bot.Said, bot.Tapped, bot.Tapped, bot.Sent, bot.Left, bot.Joined}; !slices.Equal(kinds, want) {
		t.Fatalf("the events are %v, want %v", kinds, want)
	}
	if got := events[1].Said; got != "签到 <1> & ]]> \n二" {
		t.Errorf("said %q", got)
	}
	if got := events[3].Tap; got.Action != "ballot.cast 9" || got.Card != "b-1" || !slices.Equal(got.Choices["ballot"], []string{"for", "abstain"}) {
		t.Errorf("voted %+v", got)
	}
	if len(later) != 1 || later[0].Text != "已记录您的表决。" || later[0].Card != nil {
		t.Errorf("handed on %+v", later)
	}
	var shown []string
	for _, b := range w.corp.Chat(wang.ID) {
		if b.Card != nil {
			shown = append(shown, b.Card.Replace)
		} else if !b.Mine {
			shown = append(shown, b.Text)
		}
	}
	want := []string{"您已选择：能参加", "已投票：赞成、弃权", "您好，WangJianGuo", "收到：签到 <1> & ]]> \n二"}
	if !slices.Equal(shown, want) {
		t.Errorf("the phone shows %q, want %q", shown, want)
	}
	if errs := w.corp.Errors(); len(errs) != 0 {
		t.Errorf("the platform could not use %+v", errs)
	}
	// The code of the click, and that of the sending, are each good for one more change.
	for _, code := range []string{events[3].Tap.Response, ref.Code} {
		ref.Code = code
		if err := errors.Join(w.Update(ctx, ref, vote), w.Update(ctx, ref, vote)); err != nil {
			t.Errorf("changing by a code: %v", err)
		}
		if err := w.Update(ctx, ref, voted); !errors.Is(err, bot.ErrGone) {
			t.Errorf("changing by a used code ended in %v", err)
		}
	}
	if err := w.corp.Pick(ctx, wang.ID, "提交", "反对"); err != nil {
		t.Errorf("the card that was opened again: %v", err)
	}
}

// A card that was answered passively without being closed keeps its task, and
// can be tapped again.
func TestCardThatStaysOpen(t *testing.T) {
	w := newTown(t)
	var taps []string
	next := invitation()
	next.Body = "您当前的答复：能参加。如有变化请再次选择。"
	w.answer(t, bot.HandlerFunc(func(_ context.Context, ev bot.Event) (bot.Reply, error) {
		taps = append(taps, ev.Tap.Card+" "+ev.Tap.Action)
		return bot.Reply{Card: &next}, nil
	}), never(t))
	card := invitation()
	_, err := w.Send(t.Context(), to(wang), bot.Message{Key: "i-1", Card: &card})
	if err := errors.Join(err, w.corp.TapText(t.Context(), wang.ID, "能参加"), w.corp.TapText(t.Context(), wang.ID, "不能参加")); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(taps, []string{"i-1 rsvp.yes 7", "i-1 rsvp.no 7"}) {
		t.Errorf("tapped %q", taps)
	}
	if b, _ := w.corp.Last(wang.ID); b.Card.Body != next.Body || len(b.Card.Offers()) != 4 {
		t.Errorf("the phone shows %+v", b.Card)
	}
}

// The platform delivers again what was not answered, and whatever else it likes:
// it is handled once.
func TestRepeatedDeliveries(t *testing.T) {
	w := newTown(t)
	w.corp.Faults().SetCallbacks(func(r *sandbox.CallbackRules) { r.RetryDelay, r.Extra = 0, 2 })
	handled, failures := 0, 1
	w.answer(t, bot.Once(w.cache, w.clock.Now, bot.HandlerFunc(func(context.Context, bot.Event) (bot.Reply, error) {
		if failures--; failures >= 0 {
			return bot.Reply{}, errors.New("deadlock")
		}
		handled++
		return bot.Reply{Text: "已签到"}, nil
	})), never(t))
	if err := errors.Join(w.corp.Say(t.Context(), wang.ID, "签到"), w.corp.Redeliver(t.Context(), 0)); err != nil {
		t.Fatal(err)
	}
	if b, _ := w.corp.Last(wang.ID); handled != 1 || b.Text != "已签到" {
		t.Errorf("handled %d times, the phone shows %q", handled, b.Text)
	}
}

// Three taps of one person in one second are three events.
func TestTapsOfOneSecond(t *testing.T) {
	w := newTown(t)
	w.corp.Faults().SetCallbacks(func(r *sandbox.CallbackRules) { r.SameSecond = testNow.Unix() })
	ids := map[string]bool{}
	w.answer(t, bot.HandlerFunc(func(_ context.Context, ev bot.Event) (bot.Reply, error) {
		ids[ev.ID] = true
		return bot.Reply{}, nil
	}), never(t))
	card := invitation()
	_, err := w.Send(t.Context(), to(wang), bot.Message{Key: "i-1", Card: &card})
	for _, button := range []string{"能参加", "能参加", "不能参加"} {
		err = errors.Join(err, w.corp.TapText(t.Context(), wang.ID, button))
	}
	if err != nil || len(ids) != 3 {
		t.Errorf("%d events, %v", len(ids), err)
	}
}

func TestAddressBookOfTheTown(t *testing.T) {
	w := newTown(t)
	for id, want := range map[string]string{wang.ID: "王建国 true 1", "liming": "李明 true 1", "SunLi": "孙丽 false 4", "ZhaoMin": "unreachable", "nobody": "unreachable"} {
		got, err := w.Reach(t.Context(), id)
		text := strings.TrimSpace(fmt.Sprint(got.Name, " ", got.Active, " ", got.Status))
		if e, ok := errors.AsType[*bot.UnreachableError](err); ok && e.User.ID == id {
			text = "unreachable"
		}
		if text != want {
			t.Errorf("%s is %s, %v", id, text, err)
		}
	}
	if id, err := w.FindByPhone(t.Context(), "13800000002"); err != nil || !strings.EqualFold(id, "LiMing") {
		t.Errorf("found %q, %v", id, err)
	}
	for u, why := range map[string]int{"ZhaoMin": outOfRange, "SunLi": sandbox.NotActivated, "nobody": outOfRange} {
		_, err := w.Send(t.Context(), to(user(u)), bot.Message{Key: "n-1", Text: "您好"})
		if e, ok := errors.AsType[*bot.UnreachableError](err); !ok || e.Code != why {
			t.Errorf("%s: %v, want code %d", u, err, why)
		}
	}
}
