package sandbox

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"
)

//go:embed templates static
var files embed.FS

var page = template.Must(template.New("").Funcs(template.FuncMap{"first": first, "tint": tint, "duty": duty, "unit": unit}).
	ParseFS(files, "templates/*.html"))

// tint is the colour of the n-th person; there are twelve.
func tint(n int) int { return n % 12 }

// first is the first character of a name.
func first(name string) string {
	for _, r := range name {
		return string(r)
	}
	return ""
}

// duty is what a title says before its dot: 书记 of “书记 · 滨河社区党委”; empty: it has none.
func duty(title string) string {
	before, _, ok := strings.Cut(title, titleDot)
	if !ok {
		return ""
	}
	return before
}

// unit is what a title says behind its dot, all of it where it has none.
func unit(title string) string {
	_, behind, ok := strings.Cut(title, titleDot)
	if !ok {
		return title
	}
	return behind
}

const titleDot = " · "

// pagePolicy lets the page load its own files and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

// Pages serves the phones page and what it calls, below /sandbox/. Posts from
// other origins are refused.
func (w *WeCom) Pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sandbox/{$}", w.servePage)
	if static, err := fs.Sub(files, "static"); err == nil {
		mux.Handle("GET /sandbox/static/", http.StripPrefix("/sandbox/static/", http.FileServerFS(static)))
	}
	mux.HandleFunc("GET /sandbox/state", w.serveState)
	mux.HandleFunc("GET /sandbox/events", w.serveEvents)
	mux.HandleFunc("GET /sandbox/log", w.serveLog)
	mux.HandleFunc("GET /sandbox/file/{id}", w.serveFile)
	mux.HandleFunc("POST /sandbox/upload", w.serveUpload)
	for name, do := range w.pageActs() {
		mux.HandleFunc("POST /sandbox/"+name, w.serveAct(do))
	}
	return http.NewCrossOriginProtection().Handler(guarded(mux))
}

// guarded sets the headers that every page of ours has.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		head := rw.Header()
		head.Set("Content-Security-Policy", pagePolicy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cache-Control", "no-cache")
		next.ServeHTTP(rw, r)
	})
}

func (w *WeCom) servePage(rw http.ResponseWriter, r *http.Request) {
	title, app := cmp.Or(w.opt.Title, "企业微信模拟台"), cmp.Or(w.opt.App, "应用")
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	err := page.ExecuteTemplate(rw, "phones.html", map[string]any{
		"Title": title, "App": app, "Users": w.Users(), "Group": w.opt.WebhookKey != "", "Clock": w.opt.MoveClock != nil,
	})
	if err != nil {
		w.log.DebugContext(r.Context(), "sandbox: the page was not read to its end", "err", err)
	}
}

// deed is what a person at the page does.
type deed struct {
	User    string              `json:"user"`
	Text    string              `json:"text"`
	Message string              `json:"message"`
	Key     string              `json:"key"`
	Choices map[string][]string `json:"choices"`
	To      string              `json:"to"`
	Next    bool                `json:"next"`
}

// pageActs are the acts of the page by their names.
func (w *WeCom) pageActs() map[string]func(context.Context, deed) error {
	return map[string]func(context.Context, deed) error{
		"say":   func(ctx context.Context, d deed) error { return w.Say(ctx, d.User, d.Text) },
		"tap":   func(ctx context.Context, d deed) error { return w.Tap(ctx, d.User, d.Message, d.Key, d.Choices) },
		"open":  func(ctx context.Context, d deed) error { return w.Open(ctx, d.User) },
		"menu":  func(ctx context.Context, d deed) error { return w.TapMenu(ctx, d.User, d.Key) },
		"join":  func(ctx context.Context, d deed) error { return w.Join(ctx, d.User) },
		"read":  func(_ context.Context, d deed) error { return w.read(d.User) },
		"clock": w.moveClock,
	}
}

// serveAct reads a deed, does it to its end though the page may leave, and
// tells in words what went wrong.
func (w *WeCom) serveAct(do func(context.Context, deed) error) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		var d deed
		body := http.MaxBytesReader(rw, r.Body, bodyLimit)
		if err := json.NewDecoder(body).Decode(&d); err != nil {
			w.tell(rw, http.StatusBadRequest, "请求无法识别")
			return
		}
		w.conclude(rw, do(context.WithoutCancel(r.Context()), d))
	}
}

func (w *WeCom) serveUpload(rw http.ResponseWriter, r *http.Request) {
	file, err := readUpload(rw, r)
	if err == nil && len(file.data) == 0 {
		err = wordsError("文件是空的")
	}
	if err == nil {
		err = w.SendFile(context.WithoutCancel(r.Context()), r.URL.Query().Get("user"), file.name, file.data)
	}
	w.conclude(rw, err)
}

// conclude answers an act.
func (w *WeCom) conclude(rw http.ResponseWriter, err error) {
	words, mine := errors.AsType[wordsError](err)
	switch {
	case err == nil:
		w.tell(rw, http.StatusOK, "")
	case mine:
		w.tell(rw, http.StatusUnprocessableEntity, string(words))
	case errors.Is(err, ErrNoUser), errors.Is(err, ErrNoCard):
		w.tell(rw, http.StatusNotFound, "这部手机上没有这条消息")
	case errors.Is(err, ErrNoButton):
		w.tell(rw, http.StatusConflict, "这个按钮已经不能点了")
	case errors.Is(err, ErrNotChosen):
		w.tell(rw, http.StatusUnprocessableEntity, "请先选择一项")
	case errors.Is(err, ErrNotReached):
		w.tell(rw, http.StatusForbidden, "该成员还不能使用本应用")
	default:
		w.log.Debug("sandbox: an act ended badly", "err", err)
		w.tell(rw, http.StatusBadGateway, "应用没有正常应答，详见平台日志")
	}
}

func (w *WeCom) tell(rw http.ResponseWriter, status int, words string) {
	w.writeJSON(rw, status, map[string]string{"error": words})
}

func (w *WeCom) writeJSON(rw http.ResponseWriter, status int, v any) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	if err := json.NewEncoder(rw).Encode(v); err != nil {
		w.log.Debug("sandbox: the page left before the answer", "err", err)
	}
}

// theGroup is how the page names the group among the phones.
const theGroup = "@group"

// read says that a person looked at his phone, or someone at the group.
func (w *WeCom) read(user string) error {
	w.mu.Lock()
	switch {
	case user == theGroup:
		w.markGroupRead()
	case w.people[fold(user)] == nil:
		w.mu.Unlock()
		return ErrNoUser
	default:
		w.markRead(user)
	}
	w.mu.Unlock()
	w.watchers.wake()
	return w.save(w.opt.Now())
}

// moveClock moves the clock to where the words say, or to the next event.
func (w *WeCom) moveClock(ctx context.Context, d deed) error {
	if w.opt.MoveClock == nil {
		return wordsError("这里的时钟不能拨动")
	}
	if !w.moving.CompareAndSwap(false, true) {
		return wordsError("时钟正在前进，请稍候")
	}
	defer func() {
		w.moving.Store(false)
		w.watchers.wake()
	}()
	w.watchers.wake()
	to, err := w.destination(ctx, d)
	if err != nil {
		return err
	}
	if err := w.opt.MoveClock(ctx, to); err != nil {
		w.log.WarnContext(ctx, "sandbox: the clock was not moved", "err", err)
		return wordsError("时钟没有走到：" + err.Error())
	}
	return nil
}

func (w *WeCom) destination(ctx context.Context, d deed) (time.Time, error) {
	if !d.Next {
		return parseClock(d.To, w.opt.Now())
	}
	if w.opt.NextEvent == nil {
		return time.Time{}, wordsError("这里不知道下一件事是什么时候")
	}
	to, ok, err := w.opt.NextEvent(ctx)
	switch {
	case err != nil:
		w.log.WarnContext(ctx, "sandbox: the next event is unknown", "err", err)
		return time.Time{}, wordsError("暂时查不到下一件事")
	case !ok:
		return time.Time{}, wordsError("目前没有安排好的事")
	case to.Before(w.opt.Now()):
		return w.opt.Now(), nil
	}
	return to, nil
}

// serveFile sends a file that a phone shows.
func (w *WeCom) serveFile(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	file := w.st.Media[r.PathValue("id")]
	w.mu.Unlock()
	if file == nil {
		http.NotFound(rw, r)
		return
	}
	w.writeFile(rw, r, file)
}

// serveLog tells the newest part of the journal.
func (w *WeCom) serveLog(rw http.ResponseWriter, _ *http.Request) {
	type line struct {
		When, Kind, Path, User, Text string
		Code                         int
	}
	list := []line{}
	for _, e := range newest(w.Log(), 200) {
		list = append(list, line{e.At.In(china).Format("01-02 15:04:05"), e.Kind, e.Path, e.User, e.Text, e.Code})
	}
	w.writeJSON(rw, http.StatusOK, list)
}

// endOfStream is how long an event stream is silent before it says that it lives.
const endOfStream = 5 * time.Second

// serveEvents streams what changes on the phones.
func (w *WeCom) serveEvents(rw http.ResponseWriter, r *http.Request) {
	since := serialOf(r.URL.Query().Get("since"))
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		since = serialOf(last)
	}
	changed := w.watchers.join()
	defer w.watchers.leave(changed)
	control := http.NewResponseController(rw)
	_ = control.SetWriteDeadline(time.Time{}) // where there are deadlines, they are not for streams
	_ = control.SetReadDeadline(time.Time{})
	rw.Header().Set("Content-Type", "text/event-stream")
	beat := time.NewTicker(endOfStream)
	defer beat.Stop()
	for {
		state := w.pageState(since)
		since = state.Rev
		if err := writeEvent(rw, control, state); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-w.watchers.closed:
			return
		case <-changed:
		case <-beat.C:
		}
	}
}

func writeEvent(rw io.Writer, control *http.ResponseController, state pageState) error {
	raw, err := json.Marshal(state)
	if err != nil {
		return errors.Join(errors.New("sandbox: write a change"), err)
	}
	if _, err := io.WriteString(rw, "id: "+state.ID+"\ndata: "+string(raw)+"\n\n"); err != nil {
		return errors.Join(errors.New("sandbox: write a change"), err)
	}
	return control.Flush()
}

// Close ends the event streams of open pages, so that a server can shut down.
func (w *WeCom) Close() { w.watchers.close() }
