package wecom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"yishi/bot"
	"yishi/cache"
)

const (
	sentLife  = 24 * time.Hour   // how long a sending is remembered
	claimLife = 40 * time.Minute // longer than the platform's duplicate check
	mediaLife = 60 * time.Hour   // an upload lives three days (wecom.md §7)
	triedLife = 72 * time.Hour   // a code is good so long (wecom.md §5.1)
)

// A memory is what is remembered of sendings, so that a repetition is not a
// second message. It is the second guard: the first is the platform's own check
// of identical requests. Nothing breaks when the memory is lost.
type memory struct {
	cache cache.Cache
	scope string // corp and app
}

// name is short and tells nothing of what it is made of.
func (m memory) name(kind string, of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return m.scope + kind + ":" + hex.EncodeToString(sum[:16])
}

func (m memory) get(ctx context.Context, name string) (string, bool) {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	value, found, err := m.cache.Get(ctx, name)
	return value, found && err == nil
}

func (m memory) set(ctx context.Context, name, value string, life time.Duration) {
	// What was done is worth keeping even when the caller has given up.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookPatience)
	defer cancel()
	_ = m.cache.Set(ctx, name, value, life)
}

func (m memory) forget(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookPatience)
	defer cancel()
	_ = m.cache.Delete(ctx, name)
}

// sent recalls what became of a part that was sent before.
func (m memory) sent(ctx context.Context, name string) (bot.MessageRef, bool) {
	var ref bot.MessageRef
	value, found := m.get(ctx, name)
	return ref, found && json.Unmarshal([]byte(value), &ref) == nil
}

func (m memory) keepSent(ctx context.Context, name string, ref bot.MessageRef) {
	if value, err := json.Marshal(ref); err == nil {
		m.set(ctx, name, string(value), sentLife)
	}
}

// claim tells whether these words are this sending's own: no other sent the same
// to the same person within the platform's duplicate check. Without a memory
// they never are: better a mark too many than a message swallowed.
func (m memory) claim(ctx context.Context, words, by string) bool {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	first, err := m.cache.SetNX(ctx, words, by, claimLife)
	if err != nil || first {
		return err == nil
	}
	owner, found, err := m.cache.Get(ctx, words)
	if err != nil || found && owner != by {
		return false
	}
	_ = m.cache.Set(ctx, words, by, claimLife) // the platform counts from the latest sending
	return true
}
