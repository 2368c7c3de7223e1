package cache

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	keyPrefix = "yishi:" // a Redis may serve other programs too
	onWire    = 500 * time.Millisecond
	patience  = 800 * time.Millisecond // for a whole call, dialling included
)

// deleteIf compares and deletes in one step.
var deleteIf = redis.NewScript(`if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end return 0`)

// Redis is a Cache in a Redis server (6 or newer), shared by all replicas. A
// call answers or fails within a second, whatever became of the server.
type Redis struct{ client *redis.Client }

// NewRedis connects to the server at addr: host:port, the path of a Unix
// socket, or a URL (redis://user:password@host:port/0, rediss:// for TLS). It
// fails when the server does not answer; the error does not show the password.
func NewRedis(ctx context.Context, addr string) (*Redis, error) {
	opts, err := options(addr)
	if err != nil {
		return nil, err
	}
	logging.Disable() // the library logs what it also returns
	r := &Redis{client: redis.NewClient(opts)}
	if err := r.Ping(ctx); err != nil {
		return nil, errors.Join(err, r.client.Close())
	}
	return r, nil
}

// options reads addr. Commands are not tried twice: a SetNX whose answer was
// lost would be told at the second try that another had been first.
func options(addr string) (*redis.Options, error) {
	opts := &redis.Options{Addr: addr}
	switch {
	case strings.Contains(addr, "://"):
		var err error
		if opts, err = redis.ParseURL(addr); err != nil {
			return nil, errors.New("cache: the address of Redis is no URL of the form redis://user:password@host:port/0")
		}
	case strings.HasPrefix(addr, "/"):
	default:
		if _, _, err := net.SplitHostPort(addr); err != nil {
			return nil, errors.New("cache: the address of Redis is not of the form host:port")
		}
	}
	opts.DialTimeout, opts.ReadTimeout, opts.WriteTimeout, opts.PoolTimeout = onWire, onWire, onWire, onWire
	opts.MaxRetries, opts.DialerRetries = -1, 1
	opts.ContextTimeoutEnabled = true
	opts.DisableIdentity = true
	opts.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return opts, nil
}

// Ping fails when the server does not answer.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := r.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("cache: reach Redis at %s: %w", r.client.Options().Addr, err)
	}
	return nil
}

// Get tells the value under key.
func (r *Redis) Get(ctx context.Context, key string) (value string, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	value, err = r.client.Get(ctx, keyPrefix+key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return value, err == nil, wrap("get", err)
}

// Set keeps value under key for ttl.
func (r *Redis) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	if err := checkTTL(ttl); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return wrap("set", r.client.Set(ctx, keyPrefix+key, value, ttl).Err())
}

// SetNX keeps value if there is nothing under key.
func (r *Redis) SetNX(ctx context.Context, key, value string, ttl time.Duration) (set bool, err error) {
	if err := checkTTL(ttl); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	set, err = r.client.SetNX(ctx, keyPrefix+key, value, ttl).Result()
	return set, wrap("set if new", err)
}

// Delete forgets key.
func (r *Redis) Delete(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return wrap("delete", r.client.Del(ctx, keyPrefix+key).Err())
}

// DeleteIf forgets key if its value is value.
func (r *Redis) DeleteIf(ctx context.Context, key, value string) (deleted bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n, err := deleteIf.Run(ctx, r.client, []string{keyPrefix + key}, value).Int()
	return n == 1, wrap("delete if equal", err)
}

// Close closes the connections; what is kept stays in the server.
func (r *Redis) Close() error {
	return wrap("close", r.client.Close())
}

// wrap says what was being done. The key is left out: it may hold a code.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cache: %s: %w", doing, err)
}
