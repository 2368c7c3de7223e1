package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The error codes that more than one place answers (wecom.md §3, §4.4, §11).
const (
	codeBusy          = -1
	codeOK            = 0
	codeBadSecret     = 40001
	codeMediaType     = 40004
	codeUploadType    = 40005
	codeFileSize      = 40006
	codeMediaID       = 40007
	codeMsgType       = 40008
	codeBadCorp       = 40013
	codeBadToken      = 40014
	codeLoginCode     = 40029
	codeTooManyUsers  = 40032
	codeAgentID       = 40056
	codeBadParameter  = 40058
	codeNoToken       = 41001
	codeTokenExpired  = 42001
	codeNeedsCallback = 43012
	codeTooLong       = 45002
	codeTooOften      = 45009
	codeNoUser        = 46004
	codeBlockedIP     = 60020
	codeOtherAgent    = 301002
)

// bodyLimit is how much of a JSON request is read.
const bodyLimit = 1 << 20

// apiError is the platform saying no.
type apiError struct {
	code int
	text string
}

func (e *apiError) Error() string { return fmt.Sprintf("sandbox: errcode %d: %s", e.code, e.text) }

func refuse(code int, text string) error { return &apiError{code, text} }

// fields is what an answer holds beside errcode and errmsg.
type fields map[string]any

// call is one request to the API.
type call struct {
	path  string // after /cgi-bin/
	query url.Values
	body  []byte
	from  string // the caller's address
	now   time.Time
	file  *upload // of the two upload calls
	note  string  // what the journal says about it
	loose bool    // the body had a field of a wrong type
}

// decode reads the JSON body. A field of a wrong type is a warning, as on the
// platform; what is no JSON is refused.
func (c *call) decode(v any) error {
	err := json.Unmarshal(c.body, v)
	if _, wrong := errors.AsType[*json.UnmarshalTypeError](err); wrong {
		c.loose = true
		return nil
	}
	if err != nil {
		return refuse(codeBadParameter, "invalid Request Parameter, body is not json")
	}
	return nil
}

// endpoint answers a call while the corporation is locked.
type endpoint func(c *call) (fields, error)

// API serves what the bot calls: /cgi-bin/…, and the two sign-in pages
// /connect/oauth2/authorize and /wwlogin/sso/login. Any other path is a 404.
func (w *WeCom) API() http.Handler {
	mux := http.NewServeMux()
	for path, serve := range w.openCalls() {
		mux.Handle("/cgi-bin/"+path, w.answer(path, serve))
	}
	for path, serve := range w.guardedCalls() {
		mux.Handle("/cgi-bin/"+path, w.answer(path, w.withToken(serve)))
	}
	mux.HandleFunc("GET /cgi-bin/media/get", w.serveMedia)
	mux.HandleFunc("GET /connect/oauth2/authorize", w.serveSignIn)
	mux.HandleFunc("GET /wwlogin/sso/login", w.serveSignIn)
	return mux
}

// openCalls need no token.
func (w *WeCom) openCalls() map[string]endpoint {
	return map[string]endpoint{
		"gettoken":             w.getToken,
		"webhook/send":         w.robotSend,
		"webhook/upload_media": w.robotUpload,
	}
}

// guardedCalls need a token.
func (w *WeCom) guardedCalls() map[string]endpoint {
	return map[string]endpoint{
		"getcallbackip":                w.callbackIPs,
		"get_api_domain_ip":            w.callbackIPs,
		"message/send":                 w.send,
		"message/update_template_card": w.updateCard,
		"message/recall":               w.recall,
		"media/upload":                 w.mediaUpload,
		"user/get":                     w.userGet,
		"user/simplelist":              w.userSimpleList,
		"user/list":                    w.userList,
		"user/getuserid":               w.userByMobile,
		"department/list":              w.departmentList,
		"department/simplelist":        w.departmentIDs,
		"auth/getuserinfo":             w.userInfo,
		"auth/getuserdetail":           w.userDetail,
		"menu/create":                  w.menuCreate,
		"menu/get":                     w.menuGet,
		"menu/delete":                  w.menuDelete,
	}
}

// answer turns an endpoint into a handler: faults first, then the call, its
// record, what it changed on disk, and only then the answer.
func (w *WeCom) answer(path string, serve endpoint) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		fault := w.faults.meet(path)
		if w.spoiled(rw, r, path, fault) {
			return
		}
		c, err := w.readCall(rw, r, path)
		if err == nil && fault.Code != 0 {
			err = refuse(fault.Code, faultText(fault.Code))
		}
		got := fields{}
		if err == nil {
			got, err = w.act(c, serve)
		}
		w.recordCall(c, err)
		if fault.Lose {
			w.breakOff(rw)
			return
		}
		w.reply(rw, c, got, err)
	})
}

// spoiled waits as a fault says, and answers an HTTP status in place of the call.
func (w *WeCom) spoiled(rw http.ResponseWriter, r *http.Request, path string, fault Fault) bool {
	if !pause(r.Context(), fault.Delay) {
		return true
	}
	if fault.Status == 0 {
		return false
	}
	w.record(Entry{Kind: KindAPI, Path: path, Code: fault.Status, Text: "fault"})
	http.Error(rw, "<html>bad gateway</html>", fault.Status)
	return true
}

// breakOff ends the connection without an answer.
func (w *WeCom) breakOff(rw http.ResponseWriter) {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		w.log.Warn("sandbox: the connection cannot be broken", "err", err)
		return
	}
	_ = conn.Close()
}

// act runs an endpoint and keeps what it changed.
func (w *WeCom) act(c *call, serve endpoint) (fields, error) {
	w.mu.Lock()
	before := w.st.Serial
	got, err := serve(c)
	changed := w.st.Serial != before
	w.mu.Unlock()
	if !changed {
		return got, err
	}
	w.watchers.wake()
	if kept := w.save(c.now); kept != nil {
		return nil, refuse(codeBusy, "system error")
	}
	return got, err
}

// readCall reads a request; uploads are taken apart, other bodies are bounded.
func (w *WeCom) readCall(rw http.ResponseWriter, r *http.Request, path string) (*call, error) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	c := &call{path: path, query: r.URL.Query(), from: host, now: w.opt.Now()}
	if strings.Contains(path, "upload") {
		c.file, err = readUpload(rw, r)
		return c, err
	}
	c.body, err = io.ReadAll(http.MaxBytesReader(rw, r.Body, bodyLimit))
	if err != nil {
		return c, refuse(codeTooLong, "content size out of limit")
	}
	return c, nil
}

// reply writes an answer: always HTTP 200 and JSON (wecom.md §15.2).
func (w *WeCom) reply(rw http.ResponseWriter, c *call, got fields, err error) {
	out := fields{"errcode": codeOK, "errmsg": "ok"}
	no, refused := errors.AsType[*apiError](err)
	switch {
	case refused:
		out["errcode"], out["errmsg"] = no.code, no.text+w.tail(c, no.code)
	case err != nil:
		out["errcode"], out["errmsg"] = codeBusy, "system error"+w.tail(c, codeBusy)
	default:
		maps.Copy(out, got)
	}
	if c.loose {
		out["errmsg"] = fmt.Sprint(out["errmsg"], ". Warning: wrong json format. ")
	}
	rw.Header().Set("Content-Type", "application/json; charset=UTF-8")
	enc := json.NewEncoder(rw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		w.log.Debug("sandbox: the caller left before the answer", "path", c.path)
	}
}

// tail is what the platform adds to the text of an error.
func (w *WeCom) tail(c *call, code int) string {
	hint := strconv.FormatInt(c.now.Unix(), 10) + strconv.FormatInt(c.now.UnixNano()%1e9, 10)
	return fmt.Sprintf(", hint: [%s], from ip: %s, more info at https://open.work.weixin.qq.com/devtool/query?e=%d",
		hint, c.from, code)
}

func faultText(code int) string {
	switch code {
	case codeBusy:
		return "system error"
	case codeTooOften:
		return "api freq out of limit"
	case codeBlockedIP:
		return "not allow to access from your ip"
	}
	return "fault"
}

// number is an integer that may come as a JSON string, as some clients write it.
type number int

// UnmarshalJSON accepts 1000002 and "1000002".
func (n *number) UnmarshalJSON(raw []byte) error {
	*n = 0 // what is no number is none
	if value, err := strconv.Atoi(strings.Trim(string(raw), `"`)); err == nil {
		*n = number(value)
	}
	return nil
}
