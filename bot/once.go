package bot

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// Marks remembers which events were handled. It may forget at any moment: a
// rule that an event meets, and no mark, is what keeps a repetition without
// effect (design §6).
type Marks interface {
	Get(ctx context.Context, key string) (value string, found bool, err error)
	Set(ctx context.Context, key, value string, ttl time.Duration) error
}

const (
	// markLife is how long a handled event is remembered. A platform repeats
	// within seconds; a day outlasts every queue on the way (wecom.md §1.6).
	markLife = 24 * time.Hour
	// lostAfter is when an answer no longer reaches anybody: platforms hang up
	// after five seconds and deliver the event again.
	lostAfter = 4500 * time.Millisecond
	// markPatience bounds each look at the marks: they are for speed only.
	markPatience = 300 * time.Millisecond
	markName     = "bot:done:"
)

// Once hands every event to next once. A duplicate waits until the first
// delivery is done with, and is then answered by silence; by the same Reply when
// the first answer came too late to be heard; and by another try when the first
// ended in an error, which is never remembered. An event without an ID is always
// handed on, and so is every event while the marks cannot be read. now measures
// how long an answer took; platforms count real seconds, so it tells real time.
func Once(marks Marks, now func() time.Time, next Handler) Handler {
	return &once{marks: marks, now: now, next: next, busy: map[string]chan struct{}{}}
}

type once struct {
	marks Marks
	now   func() time.Time
	next  Handler

	mu   sync.Mutex
	busy map[string]chan struct{} // event ID → closed when its handling has ended
}

// Handle implements Handler.
func (o *once) Handle(ctx context.Context, ev Event) (Reply, error) {
	if ev.ID == "" {
		return o.next.Handle(ctx, ev)
	}
	if err := o.enter(ctx, ev.ID); err != nil {
		return Reply{}, err
	}
	defer o.leave(ev.ID)
	if mark, found := o.recall(ctx, ev.ID); found {
		return heard(mark), nil
	}
	begun := o.now()
	reply, err := o.next.Handle(ctx, ev)
	if err != nil {
		return reply, err
	}
	o.remember(ctx, ev.ID, reply, o.now().Sub(begun))
	return reply, nil
}

// enter returns when nobody else handles this event in this process.
func (o *once) enter(ctx context.Context, id string) error {
	for {
		o.mu.Lock()
		other, busy := o.busy[id]
		if !busy {
			o.busy[id] = make(chan struct{})
			o.mu.Unlock()
			return nil
		}
		o.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (o *once) leave(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.busy[id])
	delete(o.busy, id)
}

// recall looks for the mark of an event; what cannot be read is not there.
func (o *once) recall(ctx context.Context, id string) (mark string, found bool) {
	ctx, cancel := context.WithTimeout(ctx, markPatience)
	defer cancel()
	mark, found, err := o.marks.Get(ctx, markName+id)
	return mark, found && err == nil
}

// remember marks an event as handled, with its Reply when that was too late to
// be heard. It outlives the request, whose caller may have hung up already, and
// a mark that cannot be written costs only another try.
func (o *once) remember(ctx context.Context, id string, reply Reply, took time.Duration) {
	mark := []byte("{}")
	if took > lostAfter {
		if late, err := json.Marshal(reply); err == nil {
			mark = late
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markPatience)
	defer cancel()
	_ = o.marks.Set(ctx, markName+id, string(mark), markLife)
}

// heard is the Reply that a mark holds; a mark that cannot be read says nothing.
func heard(mark string) Reply {
	var reply Reply
	if json.Unmarshal([]byte(mark), &reply) != nil {
		return Reply{}
	}
	return reply
}
