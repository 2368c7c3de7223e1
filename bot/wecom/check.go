package wecom

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Check tells whether the platform gives the app a token now.
func (p *Platform) Check(ctx context.Context) error { return p.tokens.Fresh(ctx) }

var errEcho = errors.New("wecom: something else than this program answers there")

// callbackPath is where main serves Callback (interface.md “HTTP”).
const callbackPath = "/wecom/callback"

// CheckCallback calls our own callback address from outside, as the console does
// when it is saved there, and tells what is wrong with the answer. Without an
// address it is the one below Settings.PublicURL.
func (p *Platform) CheckCallback(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	if address == "" {
		address = strings.TrimRight(p.settings.PublicURL, "/") + callbackPath
	}
	target, err := url.Parse(address)
	if err != nil || !web(address) {
		return errors.New("wecom: the callback address must be an http or https address")
	}
	echo := rand.Text()
	encrypted, err := p.codec.encrypt([]byte(echo))
	if err != nil {
		return err
	}
	timestamp, nonce := strconv.FormatInt(p.clock.Now().Unix(), 10), rand.Text()
	target.RawQuery = url.Values{
		"msg_signature": {p.codec.sign(timestamp, nonce, encrypted)},
		"timestamp":     {timestamp}, "nonce": {nonce}, "echostr": {encrypted},
	}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return fmt.Errorf("wecom: calling the callback address: %w", withoutAddress(err))
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return fmt.Errorf("wecom: calling the callback address: %w", withoutAddress(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, echoLimit))
	switch {
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("wecom: the callback address answers with HTTP status %d", resp.StatusCode)
	case err != nil || string(body) != echo:
		return errEcho
	}
	return nil
}
