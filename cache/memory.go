package cache

import (
	"context"
	"sync"
	"time"

	"github.com/jellydator/ttlcache/v3"
)

// Memory is a Cache inside the process. When it is full, what was not used for
// longest makes room.
type Memory struct {
	writing sync.Mutex // makes DeleteIf one step; readers do not wait for it
	items   *ttlcache.Cache[string, string]
}

// NewMemory is an empty cache for at most capacity keys, and at least one. It
// starts no goroutine.
func NewMemory(capacity int) *Memory {
	return &Memory{items: ttlcache.New(
		ttlcache.WithCapacity[string, string](uint64(max(capacity, 1))),
		ttlcache.WithDisableTouchOnHit[string, string](), // reading must not lengthen a life
	)}
}

// Get tells the value under key.
func (m *Memory) Get(ctx context.Context, key string) (value string, ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return "", false, err
	}
	item := m.items.Get(key)
	if item == nil {
		return "", false, nil
	}
	return item.Value(), true, nil
}

// Set keeps value under key for ttl.
func (m *Memory) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	unlock, err := m.write(ctx, ttl)
	if err != nil {
		return err
	}
	defer unlock()
	m.items.Set(key, value, ttl)
	return nil
}

// SetNX keeps value if there is nothing under key.
func (m *Memory) SetNX(ctx context.Context, key, value string, ttl time.Duration) (set bool, err error) {
	unlock, err := m.write(ctx, ttl)
	if err != nil {
		return false, err
	}
	defer unlock()
	_, found := m.items.GetOrSet(key, value, ttlcache.WithTTL[string, string](ttl))
	return !found, nil
}

// Delete forgets key.
func (m *Memory) Delete(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.writing.Lock()
	defer m.writing.Unlock()
	m.items.Delete(key)
	return nil
}

// DeleteIf forgets key if its value is value.
func (m *Memory) DeleteIf(ctx context.Context, key, value string) (deleted bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	m.writing.Lock()
	defer m.writing.Unlock()
	item := m.items.Get(key)
	if item == nil || item.Value() != value {
		return false, nil
	}
	m.items.Delete(key)
	return true, nil
}

// Close empties the cache.
func (m *Memory) Close() error {
	m.items.DeleteAll()
	return nil
}

// write begins a change that keeps a value, and returns what ends it. The dead
// are buried first, so that they never push out the living.
func (m *Memory) write(ctx context.Context, ttl time.Duration) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := checkTTL(ttl); err != nil {
		return nil, err
	}
	m.writing.Lock()
	m.items.DeleteExpired()
	return m.writing.Unlock, nil
}
