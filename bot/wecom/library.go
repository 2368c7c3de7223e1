package wecom

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	libcache "github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/util"
	"github.com/silenceper/wechat/v2/work"
	"github.com/silenceper/wechat/v2/work/config"

	"yishi/cache"
)

// The library knows the contact, media and sign-in calls. It takes no context,
// has one HTTP client and one address for the whole process, writes the token
// into its errors, and reads answers without end (wecom.md §13). So it is given
// a ticket in place of the token, and its client has a transport that knows
// whose ticket that is: with it go the deadline, the address, the token and the
// client of the Platform that makes the call. The library never holds a secret,
// so its errors cannot tell one.
//
// message/send, update_template_card, webhook/send and gettoken are our own
// (api.go): the library's send escapes "<" (40033), its robot reports no
// errcode, its update does not exist, its gettoken has no deadline.

// A libraryCall is one use of the library. It is the library's token handle and
// its cache, both bound to one context.
type libraryCall struct {
	platform *Platform
	ctx      context.Context // the library has no parameter to pass it by
	ticket   string
	token    string
}

// GetAccessToken hands out the ticket.
func (c *libraryCall) GetAccessToken() (string, error) { return c.ticket, nil }

// GetAccessTokenContext hands out the ticket.
func (c *libraryCall) GetAccessTokenContext(context.Context) (string, error) { return c.ticket, nil }

var _ credential.AccessTokenContextHandle = (*libraryCall)(nil)

// A desk is the transport of the library's client: it knows who waits for what.
type desk struct {
	mu    sync.Mutex
	calls map[string]*libraryCall // by ticket
}

var (
	theDesk  = &desk{calls: map[string]*libraryCall{}}
	openDesk = sync.OnceFunc(func() { util.DefaultHTTPClient = &http.Client{Transport: theDesk, CheckRedirect: noRedirect} })
)

func (d *desk) enter(c *libraryCall) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls[c.ticket] = c
}

func (d *desk) leave(c *libraryCall) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.calls, c.ticket)
}

var errTicket = errors.New("wecom: a call of the library without a ticket")

// RoundTrip implements http.RoundTripper.
func (d *desk) RoundTrip(r *http.Request) (*http.Response, error) {
	query := r.URL.Query()
	d.mu.Lock()
	c := d.calls[query.Get("access_token")]
	d.mu.Unlock()
	if c == nil {
		return nil, errTicket
	}
	query.Set("access_token", c.token)
	out := r.Clone(c.ctx)
	out.Host = ""
	out.URL = c.platform.api.JoinPath(r.URL.Path)
	out.URL.RawQuery = query.Encode()
	resp, err := c.platform.client.Do(out) //nolint:gosec // the address is our own: settings and the library's constant path
	if err != nil {
		return nil, withoutAddress(err)
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, fmt.Errorf("HTTP status %d", resp.StatusCode)
	}
	resp.Body = bounded{io.LimitReader(resp.Body, answerLimit), resp.Body}
	return resp, nil
}

// bounded is a body of which no more than so much is read.
type bounded struct {
	io.Reader
	io.Closer
}

// library makes one call through the library, once more with another token when
// the first is no longer taken.
func library[T any](
	ctx context.Context, p *Platform, call string, patience time.Duration, use func(*work.Work) (T, error),
) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var none T
	token, err := p.tokens.Token(ctx)
	if err != nil {
		return none, err
	}
	got, err := withTicket(ctx, p, call, token, use)
	if !staleToken(err) {
		return got, err
	}
	if token, err = p.tokens.Renew(ctx, token); err != nil {
		return none, err
	}
	return withTicket(ctx, p, call, token, use)
}

func withTicket[T any](
	ctx context.Context, p *Platform, call, token string, use func(*work.Work) (T, error),
) (T, error) {
	c := &libraryCall{platform: p, ctx: ctx, ticket: rand.Text(), token: token}
	theDesk.enter(c)
	defer theDesk.leave(c)
	lib := work.NewWork(&config.Config{
		CorpID:  p.settings.CorpID,
		AgentID: strconv.Itoa(p.settings.AgentID), // without it the apps of a corp would share a token
		Cache:   &libraryCache{ctx: ctx, cache: p.cache},
	})
	lib.GetContext().AccessTokenHandle = c
	got, err := use(lib)
	return got, p.libraryError(call, err)
}

// libraryError reads the library's errors as our own.
func (p *Platform) libraryError(call string, err error) error {
	if err == nil {
		p.observe(call, 0)
		return nil
	}
	if no, ok := errors.AsType[*util.CommonError](err); ok {
		p.observe(call, int(no.ErrCode))
		return &codeError{call, int(no.ErrCode), p.redact(no.ErrMsg)}
	}
	p.observe(call, unanswered)
	if cause := withoutAddress(err); cause != err { //nolint:errorlint // asks whether an address was taken off
		return errAnswer(call, cause)
	}
	return errAnswer(call, errNotJSON)
}

// A libraryCache is our cache as the library wants one, bound to one context.
// It answers a string or nothing, never an empty string for a token, and keeps
// nothing for no time: the library's own caches break on that (wecom.md §13.4).
type libraryCache struct {
	ctx   context.Context // the library has no parameter to pass it by
	cache cache.Cache
}

const libraryPrefix = "wecom:library:"

var errValue = errors.New("wecom: the library keeps strings alone")

// Get answers the string under key, or nil.
func (c *libraryCache) Get(key string) any { return c.GetContext(c.ctx, key) }

// Set keeps a string for ttl; for a ttl of nothing or less it does nothing.
func (c *libraryCache) Set(key string, val any, ttl time.Duration) error {
	return c.SetContext(c.ctx, key, val, ttl)
}

// IsExist tells whether there is something under key.
func (c *libraryCache) IsExist(key string) bool { return c.IsExistContext(c.ctx, key) }

// Delete forgets key.
func (c *libraryCache) Delete(key string) error { return c.DeleteContext(c.ctx, key) }

// GetContext answers the string under key, or nil.
func (c *libraryCache) GetContext(ctx context.Context, key string) any {
	value, found, err := c.cache.Get(ctx, libraryPrefix+key)
	if err != nil || !found || value == "" {
		return nil
	}
	return value
}

// SetContext keeps a string for ttl; for a ttl of nothing or less it does nothing.
func (c *libraryCache) SetContext(ctx context.Context, key string, val any, ttl time.Duration) error {
	text, ok := val.(string)
	switch {
	case !ok:
		return errValue
	case ttl <= 0:
		return nil
	}
	return c.cache.Set(ctx, libraryPrefix+key, text, ttl)
}

// IsExistContext tells whether there is something under key.
func (c *libraryCache) IsExistContext(ctx context.Context, key string) bool {
	return c.GetContext(ctx, key) != nil
}

// DeleteContext forgets key.
func (c *libraryCache) DeleteContext(ctx context.Context, key string) error {
	return c.cache.Delete(ctx, libraryPrefix+key)
}

var _ libcache.ContextCache = (*libraryCache)(nil)
