package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"yishi/bot"
	"yishi/clock"
	"yishi/committee"
	"yishi/configs"
	"yishi/roster"
	"yishi/sandbox"
)

// demoRoster is the committee of the demo: nine members, two observers, a recorder,
// someone of the street office and an administrator.
//
//go:embed demo.csv
var demoRoster []byte

// demoStart is where the demo's clock stands at first: the day on which the product
// is installed in the story that the phones tell.
var demoStart = time.Date(2026, 11, 23, 10, 12, 0, 0, committee.Zone)

// The demo's simulated platform hands these out itself; they open nothing else.
const (
	demoCorp    = "wwdemo00000000"
	demoAgent   = 1000002
	demoSecret  = "demo-secret"
	demoToken   = "demotoken"
	demoAESKey  = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	demoWebhook = "demo-group"
)

func runDemo(ctx context.Context, p *program, args []string) (err error) {
	listen := p.flags.String("listen", "127.0.0.1:8080", "the `address` to listen on, of this machine alone")
	data := p.flags.String("data", "", "the `folder` that keeps the demo between starts; without it every start is fresh")
	browse := p.flags.Bool("open", false, "open the phones page in the browser")
	if err := p.parse(args, 0); err != nil {
		return err
	}
	if !loopback(*listen) {
		return &usageError{"the demo is for this machine alone: -listen must be a loopback address such as 127.0.0.1:8080"}
	}
	folder := *data
	if folder == "" {
		if folder, err = os.MkdirTemp("", "yishi-demo-"); err != nil {
			return fmt.Errorf("making a folder for the demo: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	d, err := newDemo(ctx, *listen, folder, slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	ctx, stop := context.WithCancel(ctx)
	ticking := make(chan struct{})
	go func() { defer close(ticking); d.tick(ctx) }()
	defer func() { stop(); <-ticking }()
	return d.run(ctx, p, *browse)
}

// beat is how often the demo's clock, which the page also moves by hand, catches up
// with the time that really passes.
const beat = 5 * time.Second

// tick lets the demo's clock run.
func (d *demo) tick(ctx context.Context) {
	wall := clock.Real(committee.Zone)
	for wall.Wait(ctx, wall.Now().Add(beat), nil) == nil {
		if err := d.tickOnce(ctx); err != nil && ctx.Err() == nil {
			d.log.WarnContext(ctx, "letting the demo's clock run", "err", err)
		}
	}
}

func (d *demo) tickOnce(ctx context.Context) error {
	d.hand.Lock()
	defer d.hand.Unlock()
	return d.moveTo(ctx, d.clock.Now().Add(beat))
}

// demo is the house with a simulated platform on the other side of the wire, both
// behind one address.
type demo struct {
	*house
	platform *sandbox.WeCom
	clockAt  string     // the file that remembers where the clock stands
	hand     sync.Mutex // who moves the clock
}

func newDemo(ctx context.Context, listen, folder string, log *slog.Logger) (*demo, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making the demo's folder: %w", err)
	}
	listen, err := freePort(ctx, listen)
	if err != nil {
		return nil, err
	}
	d := &demo{clockAt: filepath.Join(folder, "clock")}
	cfg := d.settings(listen, folder)
	if d.house, err = open(ctx, cfg, log); err != nil {
		return nil, err
	}
	if _, err := d.store.Migrate(ctx); err != nil {
		return nil, errors.Join(err, d.close())
	}
	people, err := roster.Read("demo.csv", demoRoster)
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	if err := d.build(ctx); err != nil {
		return nil, errors.Join(err, d.close())
	}
	if _, err := d.clerk.ImportRoster(ctx, home, membersOf(people)); err != nil {
		return nil, errors.Join(err, d.close())
	}
	d.platform, err = sandbox.NewWeCom(sandbox.Options{
		CorpID: demoCorp, AgentID: demoAgent, Secret: demoSecret, Token: demoToken, EncodingAESKey: demoAESKey, WebhookKey: demoWebhook,
		CallbackURL: cfg.PublicURL + "/wecom/callback", Now: d.clock.Now, MoveClock: d.move, NextEvent: d.next,
		Log: log, Data: filepath.Join(folder, "phones"), Title: cfg.Committee.Name, App: "议事",
	}, phonesOf(people))
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// freePort turns port 0 into a free one: the addresses in the settings must be known
// before the program listens.
func freePort(ctx context.Context, listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil || port != "0" {
		return listen, err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", listen)
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return net.JoinHostPort(host, port), l.Close()
}

func (d *demo) settings(listen, folder string) *configs.Config {
	cfg := configs.Defaults()
	cfg.Listen, cfg.PublicURL = listen, "http://"+listen
	cfg.Database = configs.Database{Dialect: configs.SQLite, DSN: configs.Secret(filepath.Join(folder, "yishi.db"))}
	cfg.Committee = configs.Committee{
		Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", NextMeeting: 4, NextMinutes: 4,
		Contact: configs.Contact{Name: "何婷", Phone: "0871-60000000"},
	}
	cfg.WeCom = configs.WeCom{
		CorpID: demoCorp, AgentID: demoAgent, Secret: demoSecret, Token: demoToken, EncodingAESKey: demoAESKey, GroupWebhookKey: demoWebhook, APIURL: cfg.PublicURL,
	}
	cfg.SimulatedClock, cfg.SimulatedNow = true, d.remembered().Format(time.RFC3339)
	return &cfg
}

// remembered is where the clock stood when the demo was last stopped or killed.
func (d *demo) remembered() time.Time {
	text, err := os.ReadFile(d.clockAt)
	if err != nil {
		return demoStart
	}
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
	if err != nil {
		return demoStart
	}
	return at
}

// move moves the demo's clock and remembers where it stands.
func (d *demo) move(ctx context.Context, to time.Time) error {
	d.hand.Lock()
	defer d.hand.Unlock()
	return d.moveTo(ctx, to)
}

func (d *demo) moveTo(ctx context.Context, to time.Time) error {
	if err := d.advance(context.WithoutCancel(ctx), to); err != nil { // half a move would be none
		return err
	}
	beside := d.clockAt + ".new"
	if err := os.WriteFile(beside, []byte(d.clock.Now().Format(time.RFC3339)), 0o600); err != nil {
		return fmt.Errorf("remembering the clock: %w", err)
	}
	if err := os.Rename(beside, d.clockAt); err != nil {
		return fmt.Errorf("remembering the clock: %w", err)
	}
	return nil
}

// next tells when something happens next: a letter that waits, or a morning on which
// the quarter asks for something.
func (d *demo) next(ctx context.Context) (time.Time, bool, error) {
	letter, waits, err := d.scheduler.Next(ctx)
	if err != nil {
		return letter, waits, err
	}
	morning, asks, err := d.clerk.NextMorning(ctx, home)
	if asks && (!waits || morning.Before(letter)) {
		return morning, true, err
	}
	return letter, waits, err
}

// phonesOf gives everyone on the roster a phone.
func phonesOf(people []roster.Person) []sandbox.User {
	var users []sandbox.User
	for _, p := range people {
		for _, a := range p.Accounts {
			if a.Platform == string(bot.WeCom) {
				users = append(users, sandbox.User{ID: a.ID, Name: p.Name, Title: strings.Join(p.Seats, "、") + " · " + p.Unit, Mobile: p.Phone, Status: sandbox.Active, InRange: true})
			}
		}
	}
	return users
}

func (d *demo) run(ctx context.Context, p *program, browse bool) error { //nolint:revive // -open is the user's flag
	mux := d.routes()
	for _, path := range []string{"/cgi-bin/", "/connect/", "/wwlogin/"} {
		mux.Handle(path, d.platform.API())
	}
	mux.Handle("/sandbox/", d.platform.Pages())
	mux.Handle("GET /{$}", http.RedirectHandler("/sandbox/", http.StatusFound))
	return d.serve(ctx, mux, func() {
		page := d.cfg.PublicURL + "/sandbox/"
		fmt.Fprintf(p.stdout, "议事演示已就绪,请在浏览器中打开:\n%s\n", page)
		if browse {
			openBrowser(ctx, page)
		}
	}, d.platform.Close)
}

// openBrowser asks the desktop to show a page; on a machine without one the printed
// address is enough.
func openBrowser(ctx context.Context, page string) {
	opener := map[string]string{"darwin": "open", "windows": "explorer"}[runtime.GOOS]
	if opener == "" {
		opener = "xdg-open"
	}
	if cmd := exec.CommandContext(ctx, opener, page); cmd.Start() == nil { //nolint:gosec // one of three fixed programs, shown our own page
		go func() { _ = cmd.Wait() }() // the browser outlives its opener; nobody waits for its status
	}
}
