// Package clock tells the time and waits for it. One clock in the program
// judges everything: due times, deadlines, the age of a callback, the life of
// links. It is the machine's own in production (Real) and stands still, moved
// by hand, where a test or a rehearsal decides what day it is (Simulated;
// interface.md "Clock").
//
// The package carries the time zone data, so that zones load in an image
// without any.
package clock

import (
	"context"
	"time"
	_ "time/tzdata" // a static image has no zone files; Asia/Shanghai must load all the same
)

// Clock tells the time in the zone of the committee and waits for a time.
type Clock interface {
	// Now is the present moment, in the clock's zone.
	Now() time.Time
	// Wait returns nil as soon as this clock has reached until, at once when
	// it already has, or when wake can be received from. A nil wake never
	// wakes. It returns ctx's error when ctx ends first.
	Wait(ctx context.Context, until time.Time, wake <-chan struct{}) error
}

var (
	_ Clock = (*machine)(nil)
	_ Clock = (*Simulated)(nil)
)
