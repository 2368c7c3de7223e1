package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// ask is a GET with a token.
func (w *world) ask(path string, query url.Values) answer {
	w.t.Helper()
	if w.token == "" {
		w.token = w.fetch()
	}
	query.Set("access_token", w.token)
	return w.get(path, query)
}

func TestUserGet(t *testing.T) {
	w := newWorld(t)
	got := w.ask("user/get", url.Values{"userid": {"liufang"}})
	if got.code() != 0 || got["userid"] != "LiuFang" || got["name"] != "刘芳" || got["status"] != 1.0 {
		t.Errorf("answer = %v", got)
	}
	for _, private := range []string{"mobile", "email", "gender", "avatar"} {
		if _, told := got[private]; told {
			t.Errorf("%s is told to a self-built app", private)
		}
	}
	if got := w.ask("user/get", url.Values{"userid": {"wuguodong"}}); got["status"] != 4.0 {
		t.Errorf("not activated: %v", got)
	}
	if got := w.ask("user/get", url.Values{"userid": {"laoqin"}}); got.code() != 60111 {
		t.Errorf("out of range: %d, want 60111", got.code())
	}
	if got := w.ask("user/get", url.Values{}); got.code() != 41009 {
		t.Errorf("without id: %d, want 41009", got.code())
	}
}

func TestUserLists(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"user/simplelist", "user/list"} {
		got := w.ask(path, url.Values{"department_id": {"1"}})
		list, ok := got["userlist"].([]any)
		if !ok || len(list) != 3 {
			t.Errorf("%s = %v, want the three members in range", path, got)
		}
		if got := w.ask(path, url.Values{"department_id": {"9"}}); got.code() != 60003 {
			t.Errorf("%s of another department: %d, want 60003", path, got.code())
		}
	}
	if got := w.ask("department/list", url.Values{}); got.code() != 0 || len(got["department"].([]any)) != 1 {
		t.Errorf("department/list = %v", got)
	}
	if got := w.ask("department/list", url.Values{"id": {"7"}}); got.code() != 60003 {
		t.Errorf("department 7: %d", got.code())
	}
	if got := w.ask("department/simplelist", url.Values{}); got.code() != 0 {
		t.Errorf("department/simplelist = %v", got)
	}
	if got := w.ask("get_api_domain_ip", url.Values{}); len(got["ip_list"].([]any)) == 0 {
		t.Errorf("get_api_domain_ip = %v", got)
	}
}

func TestUserByMobile(t *testing.T) {
	w := newWorld(t)
	if got := w.post("user/getuserid", `{"mobile":"13900000001"}`); got.text("userid") != "LiuFang" {
		t.Errorf("answer = %v", got)
	}
	for _, body := range []string{`{"mobile":"13911111111"}`, `{"mobile":""}`, `{}`} {
		if got := w.post("user/getuserid", body); got.code() != codeNoUser {
			t.Errorf("%s: %d, want 46004", body, got.code())
		}
	}
	if got := w.post("user/getuserid", `{`); got.code() != codeBadParameter {
		t.Errorf("no JSON: %d", got.code())
	}
}

// menuCall is a call of the menu with an agent id.
func (w *world) menuCall(path, agentID, body string) answer {
	w.t.Helper()
	if w.token == "" {
		w.token = w.fetch()
	}
	return w.postWith(path, url.Values{"access_token": {w.token}, "agentid": {agentID}}, body)
}

func TestMenuChecks(t *testing.T) {
	entry := `{"type":"click","name":"帮助","key":"help"}`
	for name, c := range map[string]struct {
		body string
		code int
	}{
		"good":          {`{"button":[` + entry + `]}`, 0},
		"none":          {`{"button":[]}`, 40016},
		"four":          {`{"button":[` + entry + `,` + entry + `,` + entry + `,` + entry + `]}`, 40016},
		"no-name":       {`{"button":[{"type":"click","key":"help"}]}`, 40018},
		"name-17-bytes": {`{"button":[{"type":"click","name":"帮助帮助帮ab","key":"help"}]}`, 40018},
		"no-type":       {`{"button":[{"name":"帮助","key":"help"}]}`, 40017},
		"no-key":        {`{"button":[{"type":"click","name":"帮助"}]}`, 40019},
		"no-url":        {`{"button":[{"type":"view","name":"帮助"}]}`, 40020},
		"six-below":     {`{"button":[{"name":"会议","sub_button":[` + strings.Repeat(entry+",", 5) + entry + `]}]}`, 40023},
		"below-type":    {`{"button":[{"name":"会议","sub_button":[{"name":"帮助"}]}]}`, 40024},
		"below-name":    {`{"button":[{"name":"会议","sub_button":[{"type":"click","key":"k"}]}]}`, 40025},
		"below-key":     {`{"button":[{"name":"会议","sub_button":[{"type":"click","name":"帮助","key":"` + strings.Repeat("k", 129) + `"}]}]}`, 40026},
		"below-url":     {`{"button":[{"name":"会议","sub_button":[{"type":"view","name":"帮助"}]}]}`, 40027},
		"third-level":   {`{"button":[{"name":"会议","sub_button":[{"name":"更多","sub_button":[` + entry + `]}]}]}`, 40022},
		"no-json":       {`{`, codeBadParameter},
		"below-good":    {`{"button":[{"name":"会议","sub_button":[` + entry + `]}]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := newWorld(t).menuCall("menu/create", "1000002", c.body); got.code() != c.code {
				t.Errorf("errcode = %d, want %d", got.code(), c.code)
			}
		})
	}
}

func TestMenuLife(t *testing.T) {
	w := newWorld(t)
	if got := w.menuCall("menu/get", "1000002", ""); got.code() != 46003 {
		t.Errorf("no menu: %d, want 46003", got.code())
	}
	w.menuCall("menu/create", "1000002", `{"button":[{"type":"click","name":"帮助","key":"help"}]}`)
	got := w.menuCall("menu/get", "1000002", "")
	if list, ok := got["button"].([]any); !ok || len(list) != 1 {
		t.Errorf("menu/get = %v", got)
	}
	if err := w.TapMenu(t.Context(), "liufang", "help"); err != nil {
		t.Fatal(err)
	}
	if ev := w.app.events()[0]; ev.Event != "click" || ev.EventKey != "help" {
		t.Errorf("event = %+v", ev.incoming)
	}
	w.menuCall("menu/delete", "1000002", "")
	if got := w.menuCall("menu/get", "1000002", ""); got.code() != 46003 {
		t.Errorf("deleted: %d", got.code())
	}
	for _, path := range []string{"menu/create", "menu/get", "menu/delete"} {
		if got := w.menuCall(path, "7", ""); got.code() != codeOtherAgent {
			t.Errorf("%s of another app: %d", path, got.code())
		}
		if got := w.menuCall(path, "应用", ""); got.code() != codeAgentID {
			t.Errorf("%s of no app: %d", path, got.code())
		}
	}
}

// stay does not follow redirects.
var stay = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (w *world) signIn(query url.Values) got {
	w.t.Helper()
	res, err := stay.Get(w.api.URL + "/connect/oauth2/authorize?" + query.Encode())
	return fetched(w.t, res, err)
}

// back is where a sign-in sends to.
func (g got) back(t *testing.T) *url.URL {
	t.Helper()
	to, err := url.Parse(g.head.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func signInQuery(user string) url.Values {
	return url.Values{
		"appid": {corp}, "redirect_uri": {"https://bot.example.org/in?a=1"}, "state": {"随机"}, "userid": {user},
	}
}

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	res := w.signIn(signInQuery("liufang"))
	back := res.back(t)
	if res.status != http.StatusFound {
		t.Fatalf("HTTP %d", res.status)
	}
	code := back.Query().Get("code")
	if back.Host != "bot.example.org" || back.Query().Get("state") != "随机" || back.Query().Get("a") != "1" || code == "" {
		t.Errorf("sent back to %s", back)
	}
	who := w.ask("auth/getuserinfo", url.Values{"code": {code}})
	if who.text("userid") != "LiuFang" {
		t.Errorf("getuserinfo = %v", who)
	}
	if got := w.ask("auth/getuserinfo", url.Values{"code": {code}}); got.code() != codeLoginCode {
		t.Errorf("second use: %d, want 40029", got.code())
	}
	detail := w.post("auth/getuserdetail", `{"user_ticket":"`+who.text("user_ticket")+`"}`)
	if detail.text("mobile") != "13900000001" {
		t.Errorf("getuserdetail = %v", detail)
	}
	if got := w.post("auth/getuserdetail", `{"user_ticket":"没有"}`); got.code() != codeLoginCode {
		t.Errorf("unknown ticket: %d", got.code())
	}
}

func TestSignInCodeLife(t *testing.T) {
	w := newWorld(t)
	back := w.signIn(signInQuery("liufang")).back(t)
	w.clock.move(5*time.Minute + time.Second)
	if got := w.ask("auth/getuserinfo", url.Values{"code": {back.Query().Get("code")}}); got.code() != codeLoginCode {
		t.Errorf("after five minutes: %d, want 40029", got.code())
	}
}

func TestSignInChooser(t *testing.T) {
	w := newWorld(t)
	res := w.signIn(signInQuery(""))
	if res.status != http.StatusOK || !strings.Contains(res.text, "刘芳") || strings.Contains(res.text, "老秦") {
		t.Errorf("HTTP %d: %s", res.status, res.text)
	}
}

func TestSignInRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(url.Values)
		status int
	}{
		"other-corp":   {func(q url.Values) { q.Set("appid", "ww0") }, http.StatusBadRequest},
		"script":       {func(q url.Values) { q.Set("redirect_uri", "javascript:alert(1)") }, http.StatusBadRequest},
		"no-address":   {func(q url.Values) { q.Del("redirect_uri") }, http.StatusBadRequest},
		"other-domain": {func(q url.Values) { q.Set("redirect_uri", "https://evil.example") }, http.StatusForbidden},
		"out-of-range": {func(q url.Values) { q.Set("userid", "laoqin") }, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(o *Options) { o.TrustedDomain = "bot.example.org" })
			query := signInQuery("liufang")
			c.change(query)
			if got := w.signIn(query).status; got != c.status {
				t.Errorf("HTTP %d, want %d", got, c.status)
			}
		})
	}
}
