package wecom

import (
	"context"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"yishi/bot"
	"yishi/cache"
	"yishi/clock"
)

const (
	tokenMargin  = 5 * time.Minute // a token is renewed so long before its end
	longestLife  = 2 * time.Hour   // of a token, whatever the platform says
	secretHold   = 30 * time.Second
	renewalSpan  = time.Minute
	renewalLimit = 2                      // renewals within a renewalSpan
	lookPatience = 200 * time.Millisecond // for one look into the cache
)

// A grant is a token and when it should no longer be used, by the program's
// clock.
type grant struct {
	token string
	until time.Time
}

// String is how a grant is kept in the cache.
func (g grant) String() string { return strconv.FormatInt(g.until.Unix(), 10) + " " + g.token }

func parseGrant(kept string) (grant, bool) {
	seconds, token, ok := strings.Cut(kept, " ")
	until, err := strconv.ParseInt(seconds, 10, 64)
	return grant{token, time.Unix(until, 0)}, ok && err == nil && token != ""
}

// tokens hands out the access token of one app (wecom.md §3). One caller at a
// time asks the platform, within its own deadline; those who waited meanwhile
// share what came of it. The cache spares other replicas the asking; without it
// the token is kept here alone.
type tokens struct {
	key   string // of the cache; per corp and app, for tokens of two apps do not mix
	cache cache.Cache
	clock clock.Clock
	log   *slog.Logger
	fetch func(context.Context) (grant, error)

	turn chan struct{} // one caller at a time may look beyond held

	mu       sync.Mutex
	held     grant
	rounds   int // how often somebody asked the platform
	failed   error
	holdOff  time.Time   // until then a refused secret is not tried again
	renewals []time.Time // the latest, within a renewalSpan
}

func newTokens(key string, d Deps, fetch func(context.Context) (grant, error)) *tokens {
	return &tokens{
		key: key, cache: d.Cache, clock: d.Clock, log: d.Log, fetch: fetch,
		turn: make(chan struct{}, 1),
	}
}

// Token returns a token that is good for some minutes at least.
func (t *tokens) Token(ctx context.Context) (string, error) {
	if g, ok := t.good(); ok {
		return g.token, nil
	}
	return t.obtain(ctx, "")
}

// Renew returns another token than bad, which the platform no longer takes. A
// platform that refuses good tokens is not asked for new ones at every turn:
// then bad itself is returned, to be tried once more.
func (t *tokens) Renew(ctx context.Context, bad string) (string, error) {
	if g, ok := t.good(); ok && g.token != bad {
		return g.token, nil
	}
	return t.obtain(ctx, bad)
}

// Fresh asks the platform, whatever is held.
func (t *tokens) Fresh(ctx context.Context) error {
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	_, err := t.ask(ctx)
	return err
}

// good is the token held here, if it may be used now.
func (t *tokens) good() (grant, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.held, t.held.token != "" && t.clock.Now().Before(t.held.until)
}

func (t *tokens) enter(ctx context.Context) error {
	select {
	case t.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *tokens) leave() { <-t.turn }

// obtain gets a token that is not bad: from here, from the cache, or from the
// platform.
func (t *tokens) obtain(ctx context.Context, bad string) (string, error) {
	before := t.round()
	if err := t.enter(ctx); err != nil {
		return "", err
	}
	defer t.leave()
	if g, ok := t.good(); ok && g.token != bad {
		return g.token, nil
	}
	if err := t.shared(before); err != nil {
		return "", err
	}
	if g, ok := t.look(ctx, bad); ok {
		return g.token, nil
	}
	if bad != "" && !t.mayRenew() {
		return bad, nil
	}
	g, err := t.ask(ctx)
	return g.token, err
}

func (t *tokens) round() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rounds
}

// shared is the failure of an asking that ended while its caller waited for its
// turn, or of a secret that was refused a moment ago.
func (t *tokens) shared(before int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.rounds != before || t.clock.Now().Before(t.holdOff) {
		return t.failed
	}
	return nil
}

// mayRenew counts a renewal, unless there were too many of late.
func (t *tokens) mayRenew() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock.Now()
	recent := t.renewals[:0]
	for _, at := range t.renewals {
		if age := now.Sub(at); age >= 0 && age < renewalSpan {
			recent = append(recent, at)
		}
	}
	t.renewals = recent
	if len(recent) >= renewalLimit {
		return false
	}
	t.renewals = append(recent, now)
	return true
}

// look takes a token that another replica left in the cache, and takes a bad
// one out.
func (t *tokens) look(ctx context.Context, bad string) (grant, bool) {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	kept, found, err := t.cache.Get(ctx, t.key)
	if err != nil || !found {
		t.doubt(ctx, err)
		return grant{}, false
	}
	g, ok := parseGrant(kept)
	if ok && g.token != bad && t.clock.Now().Before(g.until) {
		t.hold(g)
		return g, true
	}
	_, err = t.cache.DeleteIf(ctx, t.key, kept)
	t.doubt(ctx, err)
	return grant{}, false
}

// ask gets a token from the platform.
func (t *tokens) ask(ctx context.Context) (grant, error) {
	g, err := t.fetch(ctx)
	if ctx.Err() == nil {
		t.settle(err) // a caller who gave up says nothing about the platform
	}
	if err != nil {
		return grant{}, err
	}
	t.hold(g)
	if ttl := g.until.Sub(t.clock.Now()); ttl > 0 {
		ctx, cancel := context.WithTimeout(ctx, lookPatience)
		defer cancel()
		t.doubt(ctx, t.cache.Set(ctx, t.key, g.String(), ttl))
	}
	return g, nil
}

func (t *tokens) hold(g grant) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = g
}

// settle keeps what an asking ended in, for those who wait.
func (t *tokens) settle(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rounds++
	t.failed = err
	if refusedSecret(err) {
		t.holdOff = t.clock.Now().Add(secretHold)
	}
}

// doubt tells that the cache does not serve. The token does not depend on it.
func (t *tokens) doubt(ctx context.Context, err error) {
	if err != nil {
		t.log.WarnContext(ctx, "wecom: cache does not serve, token is kept in memory", "err", err)
	}
}

// getToken asks the platform for a token: gettoken, wecom.md §3.
func (p *Platform) getToken(ctx context.Context) (grant, error) {
	var got struct {
		verdict
		Token   string `json:"access_token"`
		Expires int64  `json:"expires_in"`
	}
	query := url.Values{"corpid": {p.settings.CorpID}, "corpsecret": {p.settings.Secret}}
	err := p.exchange(ctx, request{call: "gettoken", query: query}, &got)
	if err != nil {
		return grant{}, p.judge(err, bot.UserRef{})
	}
	if got.Token == "" {
		return grant{}, errAnswer("gettoken", errNoToken)
	}
	life := min(time.Duration(got.Expires)*time.Second, longestLife)
	if life <= 0 {
		life = longestLife
	}
	return grant{got.Token, p.clock.Now().Add(life - min(tokenMargin, life/2))}, nil
}
