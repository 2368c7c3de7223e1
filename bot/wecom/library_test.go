package wecom

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"yishi/bot"
	"yishi/cache"
)

func TestReach(t *testing.T) {
	for answer, want := range map[string]Person{
		`{"errcode":0,"userid":"WangJianGuo","name":"王建国","status":1,"gender":"1"}`: {"王建国", true, 1},
		`{"errcode":0,"userid":"wangjianguo","name":"王建国","status":4}`:              {"王建国", false, 4},
		`{"errcode":0,"userid":"WangJianGuo","name":"王建国","status":2}`:              {"王建国", false, 2},
		`{"errcode":0,"userid":"WangJianGuo","status":5}`:                           {"", false, 5},
	} {
		a := newAPI(t)
		a.say("user/get", answer)
		got, err := newKit(t, at(a.URL)).Reach(t.Context(), wang.ID)
		if err != nil || got != want {
			t.Errorf("%s was read as %+v, %v", answer, got, err)
		}
		if a.query("user/get", "userid") != wang.ID || a.query("user/get", "access_token") != testGrant+"1" {
			t.Errorf("asked %v", a.queries["user/get"])
		}
	}
	for answer, want := range map[string]string{
		`{"errcode":60111,"errmsg":"userid not found"}`: "unreachable", `{"errcode":60011,"errmsg":"no privilege"}`: "unreachable",
		`{"errcode":-1,"errmsg":"busy"}`: "retry", `{"errcode":60020,"errmsg":"ip"}`: "misset", `{"errcode":45009}`: "throttled",
		`{"errcode":0,"errmsg":"ok"}`: "retry", `{}`: "retry", noJSON: "retry", `{"errcode":42001}`: "retry",
	} {
		a := newAPI(t)
		a.say("user/get", answer)
		k := newKit(t, at(a.URL))
		if got, err := k.Reach(t.Context(), wang.ID); class(err) != want || got != (Person{}) {
			t.Errorf("%s ended in %+v, %#v", answer, got, err)
		}
		if len(k.calls) < 2 || !strings.HasPrefix(k.calls[1], "user/get ") {
			t.Errorf("%s: observed %q", answer, k.calls)
		}
	}
	if _, err := newKit(t).Reach(t.Context(), "a&department_id=1"); err == nil {
		t.Error("an id that changes the address was sent")
	}
}

func TestFindByPhone(t *testing.T) {
	a := newAPI(t)
	a.say("user/getuserid", `{"errcode":0,"errmsg":"ok","userid":"zhangsan"}`, `{"errcode":46004,"errmsg":"user no exist"}`)
	k := newKit(t, at(a.URL))
	got, err := k.FindByPhone(t.Context(), "138 0000-0001")
	if err != nil || got != "zhangsan" || string(a.bodies["user/getuserid"]) != `{"mobile":"13800000001"}`+"\n" {
		t.Errorf("found %q, %v by %s", got, err, a.bodies["user/getuserid"])
	}
	for _, phone := range []string{"13800000002", "", "王建国", "1380000000100000000000"} {
		got, err := k.FindByPhone(t.Context(), phone)
		if _, ok := errors.AsType[*bot.UnreachableError](err); !ok || got != "" || strings.Contains(fmt.Sprintf("%#v%s", err, k.log), "13800000002") {
			t.Errorf("%q was found as %q, %#v", phone, got, err)
		}
	}
	a.say("user/getuserid", `{"errcode":0}`)
	if got, err := k.FindByPhone(t.Context(), "13800000003"); class(err) != "retry" || got != "" {
		t.Errorf("nobody was found as %q, %v", got, err)
	}
}

func TestLogin(t *testing.T) {
	for answer, want := range map[string]string{
		`{"errcode":0,"userid":"zhangsan","user_ticket":"t"}`:   "zhangsan",
		`{"errcode":0,"openid":"o","external_userid":"wmxxxx"}`: "not-member",
		`{"errcode":0}`:                         "not-member",
		`{"errcode":40029,"errmsg":"bad code"}`: "rejected",
		`{"errcode":-1}`:                        "retry",
		`{"errcode":50001,"errmsg":"redirect"}`: "rejected",
	} {
		a := newAPI(t)
		a.say("auth/getuserinfo", answer)
		got, err := newKit(t, at(a.URL)).Login(t.Context(), "CODE_1-2.3~")
		if errors.Is(err, ErrNotMember) {
			got = "not-member"
		} else if err != nil {
			got = class(err)
		}
		if got != want || a.query("auth/getuserinfo", "code") != "CODE_1-2.3~" {
			t.Errorf("%s ended in %q, %v", answer, got, err)
		}
	}
	for _, code := range []string{"", "a&access_token=b", "a b", strings.Repeat("a", 513)} {
		if _, err := newKit(t).Login(t.Context(), code); class(err) != "rejected" {
			t.Errorf("the code %q ended in %v", code, err)
		}
	}
}

func TestLoginURL(t *testing.T) {
	got := newKit(t).LoginURL("https://bot.example.org/console/in?a=1&b=2", "state&1")
	want := "https://open.weixin.qq.com/connect/oauth2/authorize?agentid=218&appid=wx5823bf96d3bd56c7" +
		"&redirect_uri=https%3A%2F%2Fbot.example.org%2Fconsole%2Fin%3Fa%3D1%26b%3D2&response_type=code&scope=snsapi_base&state=state%261#wechat_redirect"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	other := newKit(t, func(s *Settings, _ *Deps) { s.LoginURL = "http://127.0.0.1:9/connect" }).LoginURL("x", "y")
	if !strings.HasPrefix(other, "http://127.0.0.1:9/connect?") {
		t.Errorf("got %s", other)
	}
}

// The library has one client for the whole process; two Platforms with two
// addresses, clients and tokens use it at once all the same.
func TestTwoPlatformsInOneProcess(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 4 {
		a := newAPI(t)
		name := fmt.Sprint("成员", i)
		a.on("user/get", func(_ int, w http.ResponseWriter, r *http.Request) {
			if got, want := r.URL.Query().Get("access_token"), fmt.Sprint("T", i); got != want {
				t.Errorf("the platform of %s was shown the token %q", name, got)
			}
			write(w, `{"errcode":0,"userid":"a","name":"`+name+`","status":1}`)
		})
		a.say("gettoken", fmt.Sprintf(`{"errcode":0,"access_token":"T%d","expires_in":7200}`, i))
		k := newKit(t, at(a.URL+"/"))
		for range 10 {
			wg.Go(func() {
				if got, err := k.Reach(t.Context(), "a"); err != nil || got.Name != name {
					t.Errorf("the platform of %s knows %+v, %v", name, got, err)
				}
			})
		}
	}
	wg.Wait()
	if n := len(theDesk.calls); n != 0 {
		t.Errorf("%d calls were never ended", n)
	}
}

func TestLibraryKeepsDeadlines(t *testing.T) {
	a := newAPI(t)
	a.on("user/get", func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	k := newKit(t, at(a.URL))
	if err := k.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := k.Reach(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call that hangs ended in %v", err)
	}
}

func TestLibraryWithoutATicket(t *testing.T) {
	newKit(t)
	if _, err := util.HTTPGetContext(t.Context(), "https://qyapi.weixin.qq.com/cgi-bin/user/get?access_token=x"); !errors.Is(err, errTicket) {
		t.Errorf("a call that is none of ours ended in %v", err)
	}
}

func TestLibraryRenewsTokens(t *testing.T) {
	a := newAPI(t)
	a.say("user/get", `{"errcode":40014,"errmsg":"invalid access_token"}`, `{"errcode":0,"userid":"a","name":"王建国","status":1}`)
	k := newKit(t, at(a.URL))
	if got, err := k.Reach(t.Context(), "a"); err != nil || got.Name != "王建国" || a.query("user/get", "access_token") != testGrant+"2" {
		t.Errorf("reached %+v, %v", got, err)
	}
}

func TestLibraryCache(t *testing.T) {
	ours := cache.NewMemory(10)
	c := &libraryCache{ctx: t.Context(), cache: ours}
	if c.Get("k") != nil || c.IsExist("k") {
		t.Error("something is in an empty cache")
	}
	if err := errors.Join(c.Set("k", "令牌", time.Minute), c.Set("none", "x", 0), c.Set("none", "x", -time.Minute), c.Set("empty", "", time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got, ok := c.Get("k").(string); !ok || got != "令牌" || !c.IsExist("k") {
		t.Errorf("kept %v", c.Get("k"))
	}
	for _, key := range []string{"none", "empty"} {
		if got := c.Get(key); got != nil { // an untyped nil: the library compares with it
			t.Errorf("%s is %v", key, got)
		}
	}
	if err := c.Set("k", []byte("x"), time.Minute); err == nil {
		t.Error("bytes were kept, and would break the library when read")
	}
	if err := c.Delete("k"); err != nil || c.IsExist("k") {
		t.Errorf("not deleted: %v", err)
	}
	down := &libraryCache{ctx: t.Context(), cache: broken{}}
	if down.Get("k") != nil || down.Set("k", "x", time.Minute) == nil {
		t.Error("a broken cache is not told apart")
	}
}

func TestCheck(t *testing.T) {
	a := newAPI(t)
	k := newKit(t, at(a.URL))
	for range 2 {
		if err := k.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := a.count("gettoken"); n != 2 {
		t.Errorf("asked %d times: a check must not trust what is held", n)
	}
	if class(newKit(t).Check(t.Context())) != "retry" {
		t.Error("a platform that is not there was found good")
	}
}

func TestCheckCallback(t *testing.T) {
	k := newKit(t)
	ours := httptest.NewServer(k.Callback(&answering{}, never(t)))
	defer ours.Close()
	if err := k.CheckCallback(t.Context(), ours.URL+"/wecom/callback"); err != nil {
		t.Errorf("our own address: %v", err)
	}
	public := newKit(t, func(s *Settings, _ *Deps) { s.PublicURL = ours.URL + "/" })
	if err := public.CheckCallback(t.Context(), ""); err != nil {
		t.Errorf("the address below our public one: %v", err)
	}
	other := newKit(t, func(s *Settings, _ *Deps) { s.Token = "other" })
	forged := httptest.NewServer(other.Callback(&answering{}, never(t)))
	defer forged.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.Callback(&answering{}, never(t)).ServeHTTP(w, r)
		_, _ = w.Write([]byte("\n"))
	}))
	defer proxy.Close()
	for address, want := range map[string]string{
		forged.URL:           "status 401",
		proxy.URL:            "something else",
		"http://127.0.0.1:1": "refused",
		"bot.example.org":    "http or https",
	} {
		if err := k.CheckCallback(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s ended in %v, want %q", address, err, want)
		}
	}
}
