package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"yishi/bot"
)

const (
	bodyLimit      = 1 << 20          // bytes of a callback
	usualBody      = 4 << 10          // bytes
	oldest         = time.Hour        // a signature is good so long
	newest         = 15 * time.Minute // and so far ahead of our clock
	decidePatience = 4 * time.Second  // the platform hangs up after five
	laterPatience  = 700 * time.Millisecond
	echoLimit      = 256              // bytes of an echo
	owedLife       = 10 * time.Minute // longer than the platform repeats a delivery
)

// Later takes over the part of a reply that cannot be given while the platform
// waits. It returns when that part will be sent whatever happens.
type Later = func(ctx context.Context, to bot.UserRef, r bot.Reply) error

// Callback serves the address that the platform calls: GET proves that the
// address is ours, POST brings events (wecom.md §1).
//
// A request is refused with 4xx, and changes nothing, when it is too large
// (413), forged (401), malformed (400), or too old, too new or meant for another
// corp or app (403). What is none of our events is acknowledged and dropped.
//
// h decides, and commits, within four seconds. Of its reply, what the platform
// can carry back is the answer; the rest is handed to later before anything is
// acknowledged. An error of h is answered by 500, upon which the platform
// repeats the delivery, unless h says something all the same. So is a later that
// fails; the repetition then finds the rest of the reply here, even if h, being
// wrapped in bot.Once, has nothing more to say.
func (p *Platform) Callback(h bot.Handler, later Later) http.Handler {
	c := &callback{Platform: p, handler: h, later: later}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		var err error
		switch r.Method {
		case http.MethodGet:
			err = c.prove(w, r)
		case http.MethodPost:
			err = c.receive(w, r)
		default:
			w.Header().Set("Allow", "GET, POST")
			err = refusal{http.StatusMethodNotAllowed, "the method is neither GET nor POST"}
		}
		c.end(w, r, err)
	})
}

type callback struct {
	*Platform

	handler bot.Handler
	later   Later
}

// A refusal ends a request with a status. why is for the operator's log and
// holds nothing of the request.
type refusal struct {
	status int
	why    string
}

func (r refusal) Error() string { return "wecom: callback refused: " + r.why }

// end answers a request that was not answered. It says nothing of what would
// have been right.
func (c *callback) end(w http.ResponseWriter, r *http.Request, err error) {
	if err == nil {
		return
	}
	if no, ok := errors.AsType[refusal](err); ok {
		c.log.InfoContext(r.Context(), "wecom: callback refused", "status", no.status, "why", no.why)
		http.Error(w, http.StatusText(no.status), no.status)
		return
	}
	c.log.ErrorContext(r.Context(), "wecom: callback not carried out", "err", err)
	http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
}

// prove answers the verification of the address: the decrypted echo and not a
// byte more.
func (c *callback) prove(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	echo := strings.ReplaceAll(q.Get("echostr"), " ", "+") // some encode badly on the way
	plain, err := c.unlock(q.Get("msg_signature"), q.Get("timestamp"), q.Get("nonce"), echo)
	if err != nil {
		return err
	}
	if len(plain) > echoLimit || strings.Contains(string(plain), "<") {
		return refusal{http.StatusBadRequest, "not an echo: this address decrypts no messages for others"}
	}
	_, _ = w.Write(plain) // whoever hung up asks again
	return nil
}

// unlock verifies and decrypts.
func (c *callback) unlock(signature, timestamp, nonce, encrypted string) ([]byte, error) {
	if !c.codec.signed(signature, timestamp, nonce, encrypted) {
		return nil, refusal{http.StatusUnauthorized, "the signature does not match"}
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return nil, refusal{http.StatusForbidden, "the timestamp is no number"}
	}
	if age := c.clock.Now().Unix() - seconds; age > int64(oldest/time.Second) || age < -int64(newest/time.Second) {
		return nil, refusal{http.StatusForbidden, "the signature is too old or too new: compare the clocks"}
	}
	message, err := c.codec.decrypt(encrypted)
	if err != nil {
		return nil, refusal{http.StatusBadRequest, err.Error()}
	}
	return message, nil
}

// receive takes one event in: it is verified, decrypted, understood, decided
// and committed, and only then acknowledged.
func (c *callback) receive(w http.ResponseWriter, r *http.Request) error {
	in, nonce, err := c.message(w, r)
	if err != nil {
		return err
	}
	now := c.clock.Now()
	ev, ours := c.event(in, now)
	if !ours {
		c.log.Log(r.Context(), in.level(), "wecom: callback of no concern", "kind", in.label())
		return nil
	}
	reply, err := c.decide(r.Context(), ev)
	if err != nil {
		return err
	}
	answer, rest := c.divide(ev, reply, now)
	if err := c.post(r.Context(), ev, rest); err != nil {
		c.owe(r.Context(), ev, reply)
		return err
	}
	if len(answer) == 0 {
		return nil
	}
	sealed, err := c.codec.seal(answer, strconv.FormatInt(now.Unix(), 10), nonce)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write(sealed) //nolint:gosec // encrypted: no page can be made of it
	return nil
}

// message reads, verifies and understands a posted body. It also returns the
// nonce, which the answer carries back.
func (c *callback) message(w http.ResponseWriter, r *http.Request) (in inbound, nonce string, err error) {
	body, err := bounds(w, r)
	if err != nil {
		return in, "", err
	}
	e, err := openEnvelope(body)
	if err != nil {
		return in, "", refusal{http.StatusBadRequest, err.Error()}
	}
	q := r.URL.Query()
	message, err := c.unlock(q.Get("msg_signature"), q.Get("timestamp"), q.Get("nonce"), e.encrypted)
	if err != nil {
		return in, "", err
	}
	if in, err = read(message); err != nil {
		return in, "", refusal{http.StatusBadRequest, errInner.Error()}
	}
	if !c.ours(e.to, e.agent) || !c.ours(in.To, in.Agent) {
		return in, "", refusal{http.StatusForbidden, "meant for another corp or app"}
	}
	return in, q.Get("nonce"), nil
}

// bounds reads a body that is not too large, one that says so before a byte of it.
func bounds(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	tooLarge := refusal{http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB"}
	if r.ContentLength > bodyLimit {
		w.Header().Set("Connection", "close")
		return nil, tooLarge
	}
	var body bytes.Buffer // grows as bytes arrive: a promise of many costs little
	body.Grow(int(min(max(r.ContentLength, 0), usualBody)) + bytes.MinRead)
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, bodyLimit))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, tooLarge
	}
	if err != nil {
		return nil, refusal{http.StatusBadRequest, "the body did not arrive"}
	}
	return body.Bytes(), nil
}

// ours tells whether a message is for this corp and app. Some events name no app.
func (p *Platform) ours(corp, agent string) bool {
	agent = strings.TrimSpace(agent)
	return (corp == "" || corp == p.settings.CorpID) && (agent == "" || agent == strconv.Itoa(p.settings.AgentID))
}

// decide lets the handler decide and commit, while the platform waits.
func (c *callback) decide(ctx context.Context, ev bot.Event) (bot.Reply, error) {
	limited, cancel := context.WithTimeout(ctx, decidePatience)
	defer cancel()
	reply, err := c.handler.Handle(limited, ev)
	silent := reply.Text == "" && reply.Card == nil
	switch {
	case err != nil && silent:
		return reply, fmt.Errorf("wecom: event %s: %w", ev.ID, err)
	case err != nil:
		c.log.ErrorContext(ctx, "wecom: event went wrong", "event", ev.ID, "err", err)
	case silent:
		return c.owed(ctx, ev), nil
	}
	return reply, nil
}

// post hands the rest of a reply to the outbox.
func (c *callback) post(ctx context.Context, ev bot.Event, rest bot.Reply) error {
	if rest.Text == "" && rest.Card == nil {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, laterPatience)
	defer cancel()
	if err := c.later(limited, ev.From, rest); err != nil {
		return fmt.Errorf("wecom: posting the rest of a reply to event %s: %w", ev.ID, err)
	}
	return nil
}

// owe keeps a reply that the outbox did not take, for the delivery that the
// platform repeats.
func (c *callback) owe(ctx context.Context, ev bot.Event, r bot.Reply) {
	if kept, err := json.Marshal(r); err == nil {
		c.memory.set(ctx, c.memory.name("owed", ev.ID), string(kept), owedLife)
	}
}

// owed is a reply to this event that an earlier delivery could not give.
func (c *callback) owed(ctx context.Context, ev bot.Event) (r bot.Reply) {
	name := c.memory.name("owed", ev.ID)
	if kept, found := c.memory.get(ctx, name); found && json.Unmarshal([]byte(kept), &r) == nil {
		c.memory.forget(ctx, name)
	}
	return r
}
