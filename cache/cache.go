// Package cache keeps what may be lost: platform tokens, events seen, login
// codes. Nothing true rests on it: it may be emptied at any moment, and a
// caller to whom it answers nothing, or an error, goes the long way.
//
// A ttl runs on the machine's clock, not on a simulated one. What must die by
// the program's clock carries its own deadline in the value.
package cache

import (
	"context"
	"errors"
	"time"
)

// Cache keeps values under keys for a while. All methods may be called by many
// goroutines at once; SetNX and DeleteIf are atomic, in Redis over all
// replicas. A value may be gone before its ttl has run, never long after.
type Cache interface {
	// Get tells the value under key, and ok false when there is none.
	Get(ctx context.Context, key string) (value string, ok bool, err error)
	// Set keeps value under key for ttl, in place of what was there. A ttl
	// of zero or less is refused with ErrTTL.
	Set(ctx context.Context, key, value string, ttl time.Duration) error
	// SetNX keeps value only if there is nothing under key, and says whether
	// it did: of many callers at once one is told true. ttl as for Set.
	SetNX(ctx context.Context, key, value string, ttl time.Duration) (set bool, err error)
	// Delete forgets key. A key that is not there is no error.
	Delete(ctx context.Context, key string) error
	// DeleteIf forgets key only if its value is value, and says whether it
	// did: of many callers at once one is told true.
	DeleteIf(ctx context.Context, key, value string) (deleted bool, err error)
	// Close lets go of connections. The cache must not be used afterwards.
	Close() error
}

// ErrTTL refuses to keep a value for no time, or for ever.
var ErrTTL = errors.New("cache: a value is kept for at least a millisecond")

// checkTTL refuses what Redis cannot count: it knows whole milliseconds.
func checkTTL(ttl time.Duration) error {
	if ttl < time.Millisecond {
		return ErrTTL
	}
	return nil
}

var (
	_ Cache = (*Memory)(nil)
	_ Cache = (*Redis)(nil)
)
