package sandbox

import (
	"html/template"
	"net/http"
	"net/url"
	"time"
)

// loginLife is how long a sign-in code is good, once (wecom.md §8).
const loginLife = 5 * time.Minute

// login is a code, or a ticket, of somebody who signed in.
type login struct {
	User  string
	Until time.Time
}

// chooser asks who signs in: there is no account to prove it with.
var chooser = template.Must(template.New("chooser").Parse(`<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>选择登录成员</title><body><h1>以谁的身份登录？</h1><ul>
{{range .}}<li><a href="{{.Address}}">{{.Name}} · {{.Title}}</a></li>
{{end}}</ul></body></html>
`))

// serveSignIn is the platform's sign-in page: it asks who it is, and sends him
// back to redirect_uri with a code and the state.
func (w *WeCom) serveSignIn(rw http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	back, err := url.Parse(query.Get("redirect_uri"))
	if err != nil || !hasScheme(query.Get("redirect_uri")) || query.Get("appid") != w.opt.CorpID {
		http.Error(rw, "参数错误：appid 或 redirect_uri 不正确", http.StatusBadRequest)
		return
	}
	if w.opt.TrustedDomain != "" && back.Hostname() != w.opt.TrustedDomain {
		http.Error(rw, "redirect_uri 需使用应用可信域名（50001）", http.StatusForbidden)
		return
	}
	if user := query.Get("userid"); user != "" {
		w.mu.Lock()
		u := w.visible(user)
		w.mu.Unlock()
		if u == nil {
			http.Error(rw, "该成员不在应用可见范围内", http.StatusForbidden)
			return
		}
		answer := back.Query()
		answer.Set("code", w.giveLogin(u.ID))
		answer.Set("state", query.Get("state"))
		back.RawQuery = answer.Encode()
		http.Redirect(rw, r, back.String(), http.StatusFound) //nolint:gosec // to send back is what this page is for
		return
	}
	w.writeChooser(rw, query)
}

func (w *WeCom) writeChooser(rw http.ResponseWriter, query url.Values) {
	type choice struct{ Address, Name, Title string }
	var list []choice
	for _, u := range w.Users() {
		if !u.InRange {
			continue
		}
		query.Set("userid", u.ID)
		list = append(list, choice{"?" + query.Encode(), u.Name, u.Title})
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := chooser.Execute(rw, list); err != nil {
		w.log.Debug("sandbox: the sign-in page was not read to its end", "err", err)
	}
}

// giveLogin issues a code for a member.
func (w *WeCom) giveLogin(user string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	code := randomText(43)
	w.st.Logins[code] = login{User: user, Until: w.opt.Now().Add(loginLife)}
	w.st.next()
	return code
}

// userInfo answers auth/getuserinfo: who a code is.
func (w *WeCom) userInfo(c *call) (fields, error) {
	who, ok := w.takeLogin(c.query.Get("code"), c.now)
	if !ok {
		return nil, refuse(codeLoginCode, "invalid code")
	}
	ticket := randomText(64)
	w.st.Logins[ticket] = login{User: who, Until: c.now.Add(30 * time.Minute)}
	return fields{"userid": who, "user_ticket": ticket}, nil
}

// userDetail answers auth/getuserdetail: what a member agreed to tell.
func (w *WeCom) userDetail(c *call) (fields, error) {
	var req struct {
		Ticket string `json:"user_ticket"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	who, ok := w.takeLogin(req.Ticket, c.now)
	u := w.people[fold(who)]
	if !ok || u == nil {
		return nil, refuse(codeLoginCode, "invalid user_ticket")
	}
	return fields{"userid": u.ID, "mobile": u.Mobile, "gender": "0", "email": "", "avatar": "", "qr_code": ""}, nil
}

// takeLogin uses up a code or ticket.
func (w *WeCom) takeLogin(code string, now time.Time) (string, bool) {
	l, ok := w.st.Logins[code]
	delete(w.st.Logins, code)
	w.st.next()
	return l.User, ok && !now.After(l.Until)
}
