package sandbox

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// The kinds of journal entries.
const (
	KindAPI      = "api"      // a call of the bot; Code is the errcode or the HTTP status of a fault
	KindCallback = "callback" // a delivery of an event; Code is the HTTP status, 0: no answer
	KindDropped  = "dropped"  // a message above a member's quota, which nobody was told about
	KindError    = "error"    // an answer of the bot that the platform could not use
)

// Entry is one line of the platform's journal.
type Entry struct {
	At   time.Time
	Kind string
	Path string // of a call: after /cgi-bin/; of a delivery: the event
	Code int
	User string
	Text string
}

// keptEntries is how much of the journal is kept.
const keptEntries = 2000

// journal remembers what happened and counts it.
type journal struct {
	mu     sync.Mutex
	list   []Entry
	events []*event // the latest, for Redeliver
	counts map[string]map[int]int
}

func newJournal() *journal { return &journal{counts: map[string]map[int]int{}} }

func (j *journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.list) >= 2*keptEntries {
		j.list = newest(j.list, keptEntries)
	}
	j.list = append(j.list, e)
	key := e.Kind
	if e.Kind == KindAPI {
		key = e.Path
	}
	if j.counts[key] == nil {
		j.counts[key] = map[int]int{}
	}
	j.counts[key][e.Code]++
}

// record writes an entry at the platform's time and tells the operator of errors.
func (w *WeCom) record(e Entry) {
	e.At = w.opt.Now()
	w.journal.add(e)
	if e.Kind == KindError {
		w.log.Warn("sandbox: the platform could not use an answer", "event", e.Path, "why", e.Text)
	}
}

func (w *WeCom) recordCall(c *call, err error) {
	e := Entry{Kind: KindAPI, Path: c.path, Text: c.note}
	if no, ok := errors.AsType[*apiError](err); ok {
		e.Code, e.Text = no.code, no.text
	}
	w.record(e)
}

// Log returns the platform's journal, oldest first, at most the newest few thousand entries.
func (w *WeCom) Log() []Entry {
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	return slices.Clone(newest(w.journal.list, keptEntries))
}

// Calls counts the calls of a path (after /cgi-bin/) that were answered with a code.
func (w *WeCom) Calls(path string, code int) int {
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	return w.journal.counts[path][code]
}

// TokensFetched counts the calls of gettoken, good and bad.
func (w *WeCom) TokensFetched() int {
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	total := 0
	for _, n := range w.journal.counts["gettoken"] {
		total += n
	}
	return total
}

// Dropped returns the messages that were dropped silently, above a member's quota.
func (w *WeCom) Dropped() []Entry {
	return slices.DeleteFunc(w.Log(), func(e Entry) bool { return e.Kind != KindDropped })
}

// Errors returns what the platform could not use of the bot's answers.
func (w *WeCom) Errors() []Entry {
	return slices.DeleteFunc(w.Log(), func(e Entry) bool { return e.Kind != KindError })
}

// pause waits on the wall clock; false: the caller left first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// watchers are the pages that wait for a change.
type watchers struct {
	mu     sync.Mutex
	list   map[chan struct{}]struct{}
	once   sync.Once
	closed chan struct{} // closed when no page is to wait any more
}

func newWatchers() *watchers {
	return &watchers{list: map[chan struct{}]struct{}{}, closed: make(chan struct{})}
}

func (s *watchers) close() { s.once.Do(func() { close(s.closed) }) }

// join returns a channel that receives after a change; leave ends it.
func (s *watchers) join() chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := make(chan struct{}, 1)
	s.list[c] = struct{}{}
	return c
}

func (s *watchers) leave(c chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.list, c)
}

func (s *watchers) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.list {
		select {
		case c <- struct{}{}:
		default: // it is told already
		}
	}
}
