package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	callPatience   = 10 * time.Second // for one API call, its answer included
	uploadPatience = time.Minute      // for one upload of at most 20 MB
	answerLimit    = 1 << 20          // bytes of an answer that are read
	unanswered     = -2               // what Deps.Observe is told when no errcode came back
)

// A request is one API call. A body makes it a POST.
type request struct {
	call  string // the path after /cgi-bin/, which also names the call
	query url.Values
	body  any
}

// A verdict is how every answer of the API begins. A pointer, because an answer
// without an errcode is none: a proxy wrote it, and nothing was done.
type verdict struct {
	Code   *int   `json:"errcode"`
	Reason string `json:"errmsg"`
}

func (v verdict) said() verdict { return v }

// judged is an answer that embeds its verdict.
type judged interface{ said() verdict }

// A codeError is the platform saying no. reason is in its words, which change,
// so nothing depends on them; it is free of our secrets.
type codeError struct {
	call   string
	code   int
	reason string
}

func (e *codeError) Error() string {
	return fmt.Sprintf("wecom: %s: errcode %d: %s", e.call, e.code, e.reason)
}

// An answerError says that no answer came back that can be understood: nobody
// knows whether the call had its effect.
type answerError struct {
	call  string
	cause error
}

func errAnswer(call string, cause error) error { return &answerError{call, cause} }

func (e *answerError) Error() string { return fmt.Sprintf("wecom: %s: %v", e.call, e.cause) }
func (e *answerError) Unwrap() error { return e.cause }

var (
	errNoToken   = errors.New("the answer holds no token")
	errNoVerdict = errors.New("the answer holds no errcode")
	errNotJSON   = errors.New("the answer is not JSON of the expected shape")
)

// newClient is a client with deadlines at every step, which follows no
// redirect: an address that carries a token goes to the platform alone.
func newClient(given *http.Client) *http.Client {
	if given != nil {
		own := *given
		own.CheckRedirect = noRedirect
		return &own
	}
	return &http.Client{CheckRedirect: noRedirect, Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 3 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: callPatience,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          32,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       90 * time.Second,
	}}
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// authorized makes an API call with the app's token. A token that the platform
// no longer takes is renewed, and the call made once more, at once.
func (p *Platform) authorized(ctx context.Context, r request, answer judged) error {
	token, err := p.tokens.Token(ctx)
	if err != nil {
		return err
	}
	err = p.exchange(ctx, r.with("access_token", token), answer)
	if !staleToken(err) {
		return err
	}
	if token, err = p.tokens.Renew(ctx, token); err != nil {
		return err
	}
	return p.exchange(ctx, r.with("access_token", token), answer)
}

// with is the request with one more parameter.
func (r request) with(name, value string) request {
	query := url.Values{name: {value}}
	maps.Copy(query, r.query)
	r.query = query
	return r
}

// exchange makes one API call and reads its answer. It returns a *codeError
// when the platform says no, and an *answerError when it says nothing.
func (p *Platform) exchange(ctx context.Context, r request, answer judged) error {
	ctx, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	body, err := p.roundTrip(ctx, r)
	if err != nil {
		p.observe(r.call, unanswered)
		return err
	}
	if err := json.Unmarshal(body, answer); err != nil {
		p.observe(r.call, unanswered)
		return errAnswer(r.call, errNotJSON)
	}
	v := answer.said()
	if v.Code == nil {
		p.observe(r.call, unanswered)
		return errAnswer(r.call, errNoVerdict)
	}
	p.observe(r.call, *v.Code)
	if *v.Code != 0 {
		return &codeError{r.call, *v.Code, p.redact(v.Reason)}
	}
	return nil
}

// roundTrip sends a request and reads the bytes of its answer.
func (p *Platform) roundTrip(ctx context.Context, r request) ([]byte, error) {
	req, err := p.newRequest(ctx, r)
	if err != nil {
		return nil, err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, errAnswer(r.call, withoutAddress(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	switch {
	case resp.StatusCode != http.StatusOK:
		return nil, errAnswer(r.call, fmt.Errorf("HTTP status %d", resp.StatusCode))
	case err != nil:
		return nil, errAnswer(r.call, withoutAddress(err))
	}
	return body, nil
}

func (p *Platform) newRequest(ctx context.Context, r request) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.body != nil {
		encoded, err := encode(r.body)
		if err != nil {
			return nil, fmt.Errorf("wecom: %s: writing the request: %w", r.call, err)
		}
		method, body = http.MethodPost, bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.api.JoinPath("cgi-bin", r.call).String(), body)
	if err != nil {
		return nil, fmt.Errorf("wecom: %s: %w", r.call, withoutAddress(err))
	}
	req.URL.RawQuery = r.query.Encode()
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return req, nil
}

// encode writes JSON as the platform likes it: "<" as itself and not as an
// escape, which it may refuse (40033).
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// withoutAddress takes off an error the address that was called, for it
// carries the secret or the token.
func withoutAddress(err error) error {
	if called, ok := errors.AsType[*url.Error](err); ok {
		return called.Err
	}
	return err
}

func (p *Platform) observe(call string, code int) {
	if p.watch != nil {
		p.watch(call, code)
	}
}
