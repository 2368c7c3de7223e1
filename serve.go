package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"time"

	"yishi/bot"
	"yishi/bot/wecom"
	"yishi/cache"
	"yishi/cards"
	"yishi/clerk"
	"yishi/clock"
	"yishi/committee"
	"yishi/configs"
	"yishi/handlers"
	"yishi/letters"
	"yishi/scheduler"
	"yishi/store"
	"yishi/workday"
)

// home is the committee that the settings name.
const home = committee.ID(1)

// house is the program put together: everything that serve and demo run.
type house struct {
	cfg       *configs.Config
	log       *slog.Logger
	clock     clock.Clock
	calendar  *workday.Calendar
	cache     cache.Cache
	store     *store.Store
	clerk     *clerk.Clerk
	wecom     *wecom.Platform // nil when WeCom is off
	handlers  *handlers.Handlers
	scheduler *scheduler.Scheduler
	metrics   *metrics
}

// settings reads the configuration file that the flag names.
func (p *program) settings(path string) (*configs.Config, error) {
	if path == "" {
		return nil, &usageError{"-config FILE is missing; usage: yishi " + p.usage}
	}
	var keys []string
	for _, s := range committee.Switches() {
		keys = append(keys, s.Key)
	}
	cfg, err := configs.Load(path, p.environ, keys...)
	if cfg != nil {
		_, wrong := committee.ParseBylaws(cfg.Bylaws)
		err = errors.Join(err, wrong)
	}
	if err != nil {
		return nil, err
	}
	return cfg, nil
}

// open opens what every command needs: clock, calendar, bylaws and the database.
func open(ctx context.Context, cfg *configs.Config, log *slog.Logger) (*house, error) {
	h := &house{cfg: cfg, log: log, clock: clock.Real(cfg.Location()), calendar: workday.China()}
	if start, simulated := cfg.SimulatedStart(); simulated {
		h.clock = clock.NewSimulated(start)
	}
	var err error
	if cfg.Calendar.Dir != "" {
		if h.calendar, err = h.calendar.With(os.DirFS(cfg.Calendar.Dir)); err != nil {
			return nil, err
		}
	}
	if h.store, err = store.Open(ctx, store.Dialect(cfg.Database.Dialect), cfg.Database.DSN.Reveal()); err != nil {
		return nil, err
	}
	h.clerk = clerk.New(h.store, h.calendar, h.clock.Now)
	return h, nil
}

// build puts the rest together, from the cache to the scheduler.
func (h *house) build(ctx context.Context) error {
	if err := h.store.CheckSchema(ctx); err != nil {
		return err
	}
	if err := h.clerk.SaveCommittee(ctx, h.committee(), h.cfg.Bylaws); err != nil {
		return err
	}
	if err := h.clerk.Reckon(ctx); err != nil {
		return err
	}
	h.metrics = newMetrics()
	if err := h.openCache(ctx); err != nil {
		return err
	}
	deck, err := cards.New()
	if err != nil {
		return err
	}
	l := letters.New(h.clerk, deck)
	h.handlers = handlers.New(h.clerk, deck, l, home, h.log)
	if err := h.openPlatforms(); err != nil {
		return err
	}
	return h.plan(ctx, l)
}

// committee is the committee as the settings name it.
func (h *house) committee() committee.Committee {
	c := h.cfg.Committee
	return committee.Committee{
		ID: home, Name: c.Name, Issuer: c.Issuer, Street: c.Street, Contact: committee.Contact{Name: c.Contact.Name, Phone: c.Contact.Phone},
		Seats: committee.Seats{Members: 7}, NextMeeting: c.NextMeeting, NextMinutes: c.NextMinutes,
	}
}

const cacheLines = 100_000

func (h *house) openCache(ctx context.Context) error {
	h.cache = cache.NewMemory(cacheLines)
	addr := h.cfg.Redis.Addr.Reveal()
	if addr == "" {
		return nil
	}
	shared, err := cache.NewRedis(ctx, addr)
	if err != nil {
		return fmt.Errorf("redis.addr: %w", err)
	}
	h.cache = shared
	return nil
}

func (h *house) openPlatforms() error {
	w := h.cfg.WeCom
	if !w.On() {
		return nil
	}
	var err error
	h.wecom, err = wecom.New(wecom.Settings{
		CorpID: w.CorpID, AgentID: w.AgentID, Secret: w.Secret.Reveal(), Token: w.Token.Reveal(), EncodingAESKey: w.EncodingAESKey.Reveal(),
		GroupWebhookKey: w.GroupWebhookKey.Reveal(), APIURL: w.APIURL, PublicURL: h.cfg.PublicURL,
	}, wecom.Deps{Cache: h.cache, Clock: h.clock, Log: h.log, Observe: h.metrics.called})
	return err
}

func (h *house) messengers() []bot.Messenger {
	if h.wecom == nil {
		return nil
	}
	return []bot.Messenger{h.wecom}
}

// groups are who announces to which committee's group: the settings know one group,
// and it is that of the committee that they name.
func (h *house) groups() map[committee.ID]bot.Messenger {
	if h.wecom == nil || h.cfg.WeCom.GroupWebhookKey.Reveal() == "" {
		return nil
	}
	return map[committee.ID]bot.Messenger{home: h.wecom}
}

// keepEvents is how long events and ticks are remembered: well beyond the age at
// which a callback is refused.
const keepEvents = 7 * 24 * time.Hour

// mornings are the hours in which a committee's morning may begin: at 09:07 unless its
// bylaws say otherwise, and then within the hour.
const mornings = "7 8-20 * * *"

// plan makes the scheduler with its table of jobs.
func (h *house) plan(ctx context.Context, l *letters.Letters) error {
	_, simulated := h.clock.(*clock.Simulated)
	if h.store.Dialect() == store.SQLite || simulated {
		if err := h.store.Release(ctx); err != nil {
			return err
		}
	}
	jobs := []scheduler.Job{
		{Name: "quarter", Spec: mornings, Grace: 24 * time.Hour, Run: h.clerk.RemindQuarter},
		{Name: "forget", Spec: "17 3 * * *", Grace: time.Hour, Run: func(ctx context.Context) error {
			return h.store.Forget(ctx, h.clock.Now().Add(-keepEvents))
		}},
	}
	var err error
	h.scheduler, err = scheduler.New(scheduler.Parts{
		Store: h.store, Clerk: h.clerk, Letters: l, Messengers: h.messengers(), Groups: h.groups(), Jobs: jobs, Clock: h.clock, Log: h.log, Observe: h.metrics.letter,
	})
	return err
}

// close closes what open and build opened.
func (h *house) close() error {
	var errs []error
	if h.cache != nil {
		errs = append(errs, h.cache.Close())
	}
	return errors.Join(append(errs, h.store.Close())...)
}

func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, nil))
}

func runServe(ctx context.Context, p *program, args []string) (err error) {
	path := p.flags.String("config", "", "the configuration `file`")
	if err := p.parse(args, 0); err != nil {
		return err
	}
	cfg, err := p.settings(*path)
	if err != nil {
		return err
	}
	h, err := open(ctx, cfg, newLog(p.stderr))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.build(ctx); err != nil {
		return err
	}
	return h.serve(ctx, h.routes(), nil, nil)
}

// drain is how long requests in flight may take after the program was told to stop.
const drain = 8 * time.Second

// serve answers requests and runs the scheduler until ctx ends, then lets what is
// in flight finish. ready is called when the address is listened on, leaving when
// the program is about to stop; both may be nil.
func (h *house) serve(ctx context.Context, routes http.Handler, ready, leaving func()) error {
	var listen net.ListenConfig
	l, err := listen.Listen(ctx, "tcp", h.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen: %s cannot be listened on (%w): choose another address", h.cfg.Listen, err)
	}
	server := &http.Server{
		Handler: h.recovered(routes), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: 60 * time.Second, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelWarn),
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(l) }()
	finished := make(chan error, 1)
	go func() { finished <- h.scheduler.Run(work) }()
	h.log.InfoContext(ctx, "serving", "addr", l.Addr().String())
	if ready != nil {
		ready()
	}
	if leaving != nil {
		server.RegisterOnShutdown(leaving)
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		down, cancel := context.WithTimeout(work, drain)
		defer cancel()
		if server.Shutdown(down) != nil {
			err = server.Close() // whoever still hangs on has had his time
		}
	}
	stop()
	err = errors.Join(err, <-finished)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// loopback reports whether only this machine reaches an address.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// known reports whether a word is one of a list.
func known(word string, list ...string) bool { return slices.Contains(list, word) }
