package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what an operator can watch.
type metrics struct {
	registry  *prometheus.Registry
	callbacks *prometheus.HistogramVec
	calls     *prometheus.CounterVec
	letters   *prometheus.CounterVec
	late      prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		callbacks: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "yishi_callback_seconds", Help: "Time from a callback to its answer, by platform and HTTP status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"platform", "code"}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yishi_api_calls_total", Help: "Calls of the platform's API, by call and errcode.",
		}, []string{"call", "errcode"}),
		letters: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yishi_letters_total", Help: "Letters handled, by kind and what became of them.",
		}, []string{"kind", "outcome"}),
		late: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "yishi_letters_late", Help: "Letters that were due more than a minute ago and have not left; -1: the database does not answer.",
		}),
	}
	m.registry.MustRegister(m.callbacks, m.calls, m.letters, m.late, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) called(call string, errcode int) {
	m.calls.WithLabelValues(call, strconv.Itoa(errcode)).Inc()
}

func (m *metrics) letter(kind, outcome string) { m.letters.WithLabelValues(kind, outcome).Inc() }

// timed measures how long a platform waits for its answers.
func (m *metrics) timed(platform string, next http.Handler) http.Handler {
	return promhttp.InstrumentHandlerDuration(m.callbacks.MustCurryWith(prometheus.Labels{"platform": platform}),
		next)
}

// page is the metrics page; what lies in the database is counted when it is asked for.
func (m *metrics) page(h *house) http.Handler {
	shown := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := h.store.Backlog(r.Context(), h.clock.Now().Add(-time.Minute))
		if err != nil {
			n = -1
		}
		m.late.Set(float64(n))
		shown.ServeHTTP(w, r)
	})
}
