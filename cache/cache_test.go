package cache_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"go.uber.org/goleak"

	"yishi/cache"
	"yishi/cache/cachetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemory(t *testing.T) {
	cachetest.Exercise(t, cachetest.Place{Open: func(t *testing.T) cache.Cache {
		t.Helper()
		c := cache.NewMemory(100)
		t.Cleanup(func() { c.Close() })
		return c
	}})
}

func TestRedisInProcess(t *testing.T) {
	var server *miniredis.Miniredis
	cachetest.Exercise(t, cachetest.Place{
		Open: func(t *testing.T) cache.Cache {
			t.Helper()
			server = miniredis.RunT(t)
			return open(t, server.Addr())
		},
		Pass: func(_ *testing.T, d time.Duration) { server.FastForward(d) },
	})
}

func TestRedisServer(t *testing.T) {
	addr, _ := startRedis(t)
	cachetest.Exercise(t, cachetest.Place{
		Open: func(t *testing.T) cache.Cache {
			t.Helper()
			return open(t, addr+"?db="+fresh(t, addr))
		},
		Pass: func(t *testing.T, d time.Duration) {
			t.Helper()
			c := open(t, addr)
			for end := time.Now().Add(d); time.Now().Before(end); { // asks the server until its clock has gone on
				c.Get(t.Context(), "什么时候了")
			}
		},
	})
}

// open is a cache in the server at addr, closed at the end of the test.
func open(t *testing.T, addr string) *cache.Redis {
	t.Helper()
	c, err := cache.NewRedis(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// fresh counts up the server's databases, so that each test has an empty one.
func fresh(t *testing.T, addr string) string {
	t.Helper()
	c := open(t, addr)
	for db := 1; ; db++ {
		first, err := c.SetNX(t.Context(), fmt.Sprint("库", db), "已用", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if first {
			return strconv.Itoa(db)
		}
	}
}

// startRedis runs a private redis-server on a socket, with its own folder, and
// kills it by its process id at the end. It skips where there is none.
func startRedis(t *testing.T) (addr string, kill func()) {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed (apt-get install redis-server)")
	}
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	server := exec.Command(program, "--port", "0", "--unixsocket", socket, "--dir", dir,
		"--save", "", "--appendonly", "no", "--databases", "64")
	said, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() {
		if server.ProcessState == nil {
			server.Process.Kill()
			server.Wait()
		}
	}
	t.Cleanup(kill)
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "eady to accept") {
			return "unix://" + socket, kill
		}
	}
	t.Fatalf("redis-server did not start: %v", lines.Err())
	return "", nil
}

// wantQuickErrors reports unless every call fails, and soon.
func wantQuickErrors(t *testing.T, c cache.Cache) {
	t.Helper()
	start := time.Now()
	for name, err := range cachetest.Calls(t.Context(), c) {
		if err == nil {
			t.Errorf("%s says all is well", name)
		} else if !strings.HasPrefix(err.Error(), "cache: ") {
			t.Errorf("%s says %q, which does not name the package", name, err)
		}
	}
	if took := time.Since(start); took > 6*time.Second {
		t.Errorf("five calls took %s, want less than a second each", took)
	}
}

func TestRedisKilled(t *testing.T) {
	t.Run("server", func(t *testing.T) {
		addr, kill := startRedis(t)
		c := open(t, addr)
		if err := c.Set(t.Context(), "令牌", "甲", time.Hour); err != nil {
			t.Fatal(err)
		}
		kill()
		wantQuickErrors(t, c)
	})
	t.Run("comes-back-empty", func(t *testing.T) {
		server := miniredis.RunT(t)
		c := open(t, server.Addr())
		if err := c.Set(t.Context(), "令牌", "甲", time.Hour); err != nil {
			t.Fatal(err)
		}
		server.Close()
		wantQuickErrors(t, c)
		server.FlushAll()
		if err := server.Restart(); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := c.Get(t.Context(), "令牌"); ok || err != nil {
			t.Errorf("after the return: %t, %v; want nothing and no error", ok, err)
		}
		if deleted, err := c.DeleteIf(t.Context(), "令牌", "甲"); deleted || err != nil {
			t.Errorf("after the return the script says %t, %v", deleted, err)
		}
	})
}

// TestRedisSilent cuts the line without closing it: the server accepts, reads
// and never answers again.
func TestRedisSilent(t *testing.T) {
	server := miniredis.RunT(t)
	line := silencer(t, server.Addr())
	c := open(t, line.addr)
	close(line.silence)
	wantQuickErrors(t, c)
	start := time.Now()
	if _, err := cache.NewRedis(t.Context(), line.addr); err == nil {
		t.Error("a server that does not answer is taken for one that does")
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("noticing it took %s", took)
	}
}

type line struct {
	addr    string
	silence chan struct{} // closed: answers no longer come through
}

// silencer forwards to addr until it is told to be silent.
func silencer(t *testing.T, addr string) line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	cut := line{addr: l.Addr().String(), silence: make(chan struct{})}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", addr)
			if err != nil {
				near.Close()
				return
			}
			go cut.pass(far, near)
			go cut.answer(near, far)
		}
	}()
	return cut
}

func (l line) pass(to, from net.Conn) {
	defer to.Close()
	for buf := make([]byte, 4096); ; {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		to.Write(buf[:n])
	}
}

func (l line) answer(to, from net.Conn) {
	defer to.Close()
	for buf := make([]byte, 4096); ; {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		select {
		case <-l.silence:
		default:
			to.Write(buf[:n])
		}
	}
}

func TestNewRedisRefusals(t *testing.T) {
	for name, test := range map[string]struct{ addr, says string }{
		"no-port":          {"127.0.0.1", "host:port"},
		"nothing":          {"", "host:port"},
		"another-scheme":   {"http://127.0.0.1:6379", "redis://"},
		"broken-url":       {"redis://:hunter2@:x:y", "redis://"},
		"no-such-database": {"redis://:hunter2@127.0.0.1:1/eins", "redis://"},
		"nobody-there":     {"127.0.0.1:1", "reach Redis at 127.0.0.1:1"},
		"nobody-with-url":  {"redis://:hunter2@127.0.0.1:1/0", "reach Redis at 127.0.0.1:1"},
		"no-such-socket":   {"/nowhere/redis.sock", "reach Redis at /nowhere/redis.sock"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := cache.NewRedis(t.Context(), test.addr)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("says %v, want %q in it", err, test.says)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("tells the password: %v", err)
			}
		})
	}
}

func TestRedisPassword(t *testing.T) {
	server := miniredis.RunT(t)
	server.RequireAuth("binhe")
	c := open(t, "redis://:binhe@"+server.Addr()+"/3")
	if err := c.Set(t.Context(), "令牌", "甲", time.Hour); err != nil {
		t.Fatal(err)
	}
	if got, err := server.DB(3).Get("yishi:令牌"); got != "甲" || err != nil {
		t.Errorf("database 3 holds %q, %v under our prefix", got, err)
	}
	if _, err := cache.NewRedis(t.Context(), "redis://:wrong@"+server.Addr()+"/3"); err == nil {
		t.Error("a wrong password is let in")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	for name, test := range map[string]struct{ capacity, kept int }{
		"three": {3, 3}, "none-is-one": {0, 1}, "less-than-none": {-5, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := cache.NewMemory(test.capacity)
			for i := range 10 {
				if err := c.Set(t.Context(), fmt.Sprint("键", i), "值", time.Hour); err != nil {
					t.Fatal(err)
				}
			}
			kept := 0
			for i := range 10 {
				if _, ok, _ := c.Get(t.Context(), fmt.Sprint("键", i)); ok {
					kept++
				}
			}
			if kept != test.kept {
				t.Errorf("%d keys are kept, want %d", kept, test.kept)
			}
		})
	}
}

// TestDeadMakeRoom has a cache that is full of the dead but for one living key,
// which was used longest ago.
func TestDeadMakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := cache.NewMemory(4)
		ctx := t.Context()
		keep := func(key string, ttl time.Duration) {
			if err := c.Set(ctx, key, "值", ttl); err != nil {
				t.Fatal(err)
			}
		}
		keep("活", time.Hour)
		for i := range 3 {
			keep(fmt.Sprint("死", i), time.Second)
		}
		time.Sleep(time.Minute)
		keep("新", time.Hour)
		if _, ok, _ := c.Get(ctx, "活"); !ok {
			t.Error("the living made room for the new while the dead stayed")
		}
	})
}

func TestMemoryCloseForgets(t *testing.T) {
	c := cache.NewMemory(4)
	ctx := context.WithoutCancel(t.Context())
	if err := c.Set(ctx, "令牌", "甲", time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if _, ok, err := c.Get(ctx, "令牌"); ok || err != nil {
		t.Errorf("after Close: %t, %v", ok, err)
	}
}
