package wecom

import (
	"slices"
	"sync"
	"time"
)

// A budget keeps what is sent to one address below what the platform takes.
// Above its limits the platform says “ok” and throws the message away
// (wecom.md §11), so only counting here keeps messages from being lost. Each
// process counts for itself, below the limit.
//
// Windows slide: at no moment were more than perMinute sent within the last
// minute, nor more than perHour within the last hour, by the program's clock.
type budget struct {
	perMinute, perHour int
	people             int // how many addresses are counted at once

	mu   sync.Mutex
	sent map[string][]int64 // address → when, in milliseconds, oldest first; of the last hour
}

const (
	minuteSpan = int64(time.Minute / time.Millisecond)
	hourSpan   = int64(time.Hour / time.Millisecond)
)

func newBudget(perMinute, perHour int) *budget {
	return &budget{perMinute: perMinute, perHour: perHour, people: 20_000, sent: map[string][]int64{}}
}

// take counts n messages to an address, all or none. It returns zero, or how
// long to wait until they may be sent.
func (b *budget) take(address string, n int, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := now.UnixMilli()
	if _, known := b.sent[address]; !known && len(b.sent) >= b.people && !b.sweep(at) {
		return time.Minute
	}
	sent := since(b.sent[address], at-hourSpan)
	for i, t := range sent {
		sent[i] = min(t, at) // a clock that was set back must not silence anybody
	}
	b.sent[address] = sent
	wait := max(
		until(since(sent, at-minuteSpan), n, b.perMinute, minuteSpan, at),
		until(sent, n, b.perHour, hourSpan, at))
	if wait == 0 {
		b.sent[address] = append(sent, slices.Repeat([]int64{at}, n)...)
	}
	return time.Duration(wait) * time.Millisecond
}

// since leaves out what was sent before a time.
func since(sent []int64, from int64) []int64 {
	i, _ := slices.BinarySearch(sent, from+1)
	return sent[i:]
}

// until tells how long it takes before n more fit into a window. More than the
// window ever holds fit into an empty one.
func until(sent []int64, n, limit int, span, at int64) int64 {
	if len(sent) == 0 {
		return 0
	}
	over := len(sent) + n - limit
	if over <= 0 {
		return 0
	}
	return sent[min(over, len(sent))-1] + span - at
}

// sweep forgets whom nothing was sent to for an hour, and tells whether that
// made room.
func (b *budget) sweep(at int64) bool {
	for address, sent := range b.sent {
		if len(since(sent, at-hourSpan)) == 0 {
			delete(b.sent, address)
		}
	}
	return len(b.sent) < b.people
}
