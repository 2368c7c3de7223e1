package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"yishi/bot"
	"yishi/clock"
	"yishi/committee"
)

// routes are the paths that the program answers (interface.md, “HTTP”).
func (h *house) routes() *http.ServeMux {
	mux := http.NewServeMux()
	if h.wecom != nil {
		once := bot.Once(h.cache, clock.Real(committee.Zone).Now, h.handlers)
		mux.Handle("/wecom/callback", h.metrics.timed("wecom", h.wecom.Callback(once, h.handlers.Later)))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("GET /metrics", h.metrics.page(h))
	if sim, ok := h.clock.(*clock.Simulated); ok {
		mux.HandleFunc("GET /-/clock", func(w http.ResponseWriter, _ *http.Request) { sayTime(w, sim.Now()) })
		mux.HandleFunc("PUT /-/clock", h.moveClock)
	}
	return mux
}

// recovered keeps a fault in one request from everybody else, and its trace from
// the person who asked.
func (h *house) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		defer func() {
			fault := recover()
			if fault == nil {
				return
			}
			h.log.ErrorContext(ctx, "a request broke", "path", r.URL.Path, "fault", fmt.Sprint(fault), "at", string(debug.Stack()))
			say(w, http.StatusInternalServerError, "internal error")
		}()
		next.ServeHTTP(w, r)
	})
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // who asked has gone when this fails
}

// ready reports whether the program can serve: database and schema.
func (h *house) ready(w http.ResponseWriter, r *http.Request) {
	err := h.store.Ping(r.Context())
	if err == nil {
		err = h.store.CheckSchema(r.Context())
	}
	if err != nil {
		h.log.WarnContext(r.Context(), "not ready", "err", err)
		say(w, http.StatusServiceUnavailable, "the database does not answer or has another schema")
		return
	}
	say(w, http.StatusOK, "ready")
}

// longestMove is how many years the clock is moved at most: every day on the way is
// gone through.
const longestMove = 10

// moveClock moves the simulated clock forward and does everything that falls due on
// the way, in order, deliveries included.
func (h *house) moveClock(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Now time.Time `json:"now"`
	}
	text := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10))
	text.DisallowUnknownFields()
	if err := text.Decode(&body); err != nil || body.Now.IsZero() || text.More() {
		say(w, http.StatusBadRequest, `say when, such as {"now":"2026-12-10T09:07:00+08:00"}`)
		return
	}
	if body.Now.After(h.clock.Now().AddDate(longestMove, 0, 0)) {
		say(w, http.StatusBadRequest, fmt.Sprintf("the clock is moved by at most %d years at once", longestMove))
		return
	}
	err := h.advance(context.WithoutCancel(r.Context()), body.Now)
	if back, ok := errors.AsType[*clock.BackwardsError](err); ok {
		say(w, http.StatusBadRequest, back.Error())
		return
	}
	if err != nil {
		h.log.ErrorContext(r.Context(), "moving the clock", "err", err)
		say(w, http.StatusInternalServerError, "something that fell due failed; see the log")
		return
	}
	sayTime(w, h.clock.Now())
}

func (h *house) advance(ctx context.Context, to time.Time) error {
	return h.scheduler.Advance(ctx, to.In(committee.Zone))
}

func sayTime(w http.ResponseWriter, t time.Time) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, "{\"now\":%q}\n", t.In(committee.Zone).Format(time.RFC3339)) // who asked has gone when this fails
}
