// Package sandbox is the other side of the wire: a simulated WeCom that speaks
// the real protocol over HTTP (API, encrypted callbacks, limits and error codes
// as wecom.md tells them), and a page with a phone for each person. The program
// talks to it exactly as to the platform, so the demo and the tests exercise
// what runs in production. It imports none of this program's packages.
package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options say which corporation is simulated and by whose clock.
type Options struct {
	CorpID         string
	AgentID        int
	Secret         string
	Token          string // of the callback
	EncodingAESKey string // of the callback, 43 characters
	WebhookKey     string // of the group robot; empty: there is no group
	CallbackURL    string // where events are delivered; SetCallback changes it

	// Now is the platform's clock: the life of tokens and codes, the limits and
	// every time that a phone shows. It must be given.
	Now func() time.Time
	// MoveClock moves the clock of the program under test forward to a time and
	// returns when everything due on the way is done. Without it the page offers no clock.
	MoveClock func(ctx context.Context, to time.Time) error
	// NextEvent tells when something falls due next; false: nothing is planned.
	NextEvent func(ctx context.Context) (time.Time, bool, error)

	// TrustedDomain is the only host that the sign-in pages send people back to;
	// empty: any host.
	TrustedDomain string

	Log    *slog.Logger // nil: silent
	Client *http.Client // delivers callbacks; nil: one of its own
	// Data is the folder where chats, codes and files are kept. What was
	// acknowledged is on disk before the answer leaves, so it survives a kill.
	// Empty: everything is forgotten.
	Data string
	// Title is the heading of the phones page and App the app's name in the chats;
	// empty: plain ones.
	Title, App string
}

// The states of a member's account (wecom.md §9).
const (
	Active       = 1
	NotActivated = 4
)

// User is a member of the simulated corporation.
type User struct {
	ID      string
	Name    string
	Title   string // what the phone shows beside the name: a unit or a duty
	Mobile  string
	Status  int  // Active (also when 0) or NotActivated
	InRange bool // inside the app's visible range
}

func (u User) reachable() bool { return u.InRange && u.Status == Active }

// WeCom is a simulated corporation with one self-built app, one group robot and
// a phone for each member. It may be used by several goroutines.
type WeCom struct {
	opt      Options
	codec    *codec
	client   *http.Client
	log      *slog.Logger
	faults   *Faults
	journal  *journal
	disk     *disk
	watchers *watchers
	moving   atomic.Bool // while the clock moves

	mu       sync.Mutex // guards all below
	callback string
	users    []*User // as given
	people   map[string]*User
	st       *state
}

// NewWeCom opens a corporation with these members. It refuses a missing clock,
// bad callback keys, doubled members and unreadable data.
func NewWeCom(o Options, users []User) (*WeCom, error) {
	if o.Now == nil {
		return nil, errors.New("sandbox: Options.Now is missing")
	}
	c, err := newCodec(o.Token, o.EncodingAESKey, o.CorpID)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	w := &WeCom{
		opt: o, codec: c, client: callbackClient(o.Client), log: o.Log, callback: o.CallbackURL,
		faults: newFaults(), journal: newJournal(), disk: &disk{dir: o.Data}, watchers: newWatchers(),
		people: map[string]*User{},
	}
	for _, u := range users {
		if err := w.enrol(u); err != nil {
			return nil, err
		}
	}
	if w.st, err = w.disk.load(); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *WeCom) enrol(u User) error {
	if !validUserID(u.ID) {
		return fmt.Errorf("sandbox: user id %q is not 1–64 letters, digits or -_.@", u.ID)
	}
	if w.people[fold(u.ID)] != nil {
		return fmt.Errorf("sandbox: two users are called %q", u.ID)
	}
	if u.Status == 0 {
		u.Status = Active
	}
	w.people[fold(u.ID)] = &u
	w.users = append(w.users, &u)
	return nil
}

// SetCallback says where events are delivered from now on.
func (w *WeCom) SetCallback(url string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.callback = url
}

// Users returns the members in the order they were given.
func (w *WeCom) Users() []User {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]User, 0, len(w.users))
	for _, u := range w.users {
		all = append(all, *u)
	}
	return all
}

// Faults are the knobs that make the platform misbehave.
func (w *WeCom) Faults() *Faults { return w.faults }

// fold is the form of a user id by which two ids are the same (wecom.md §4).
func fold(id string) string { return strings.ToLower(id) }

func validUserID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, r := range id {
		if !asciiWord(r) && !strings.ContainsRune("-_.@", r) {
			return false
		}
	}
	return true
}

func asciiWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// state is everything that survives a restart.
type state struct {
	Serial int64 // the last number given to anything
	Tokens []issued
	Sent   map[string]*sent       // by message id
	Tasks  map[string]bool        // task ids are unique for ever
	Codes  map[string]*updateCode // response codes
	Phones map[string]*phone      // by folded user id
	Group  []*bubble
	// GroupRead is the newest message of the group that was seen.
	GroupRead int64
	Robot     []time.Time // when the group robot spoke
	Media     map[string]*media
	Logins    map[string]login
	Repeats   map[string]repeat // by digest of the request
	Menu      json.RawMessage   `json:",omitempty"`
}

func newState() *state {
	return &state{
		Sent: map[string]*sent{}, Tasks: map[string]bool{}, Codes: map[string]*updateCode{},
		Phones: map[string]*phone{}, Media: map[string]*media{}, Logins: map[string]login{},
		Repeats: map[string]repeat{},
	}
}

// next returns a number that was never given before.
func (s *state) next() int64 {
	s.Serial++
	return s.Serial
}

// phone is what one member's chat with the app holds.
type phone struct {
	Bubbles []*bubble
	Recent  []time.Time // when messages of the app arrived, the last hour's
	Read    int64       // the newest bubble that was seen
}

func (s *state) phone(user string) *phone {
	p := s.Phones[fold(user)]
	if p == nil {
		p = &phone{}
		s.Phones[fold(user)] = p
	}
	return p
}

// within keeps the times after from.
func within(times []time.Time, from time.Time) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return !t.After(from) })
}

// prune forgets what can have no effect any more.
func (s *state) prune(now time.Time) {
	for code, c := range s.Codes {
		if now.After(c.Until) {
			delete(s.Codes, code)
		}
	}
	for code, l := range s.Logins {
		if now.After(l.Until) {
			delete(s.Logins, code)
		}
	}
	for digest, r := range s.Repeats {
		if now.After(r.Until) {
			delete(s.Repeats, digest)
		}
	}
	for _, p := range s.Phones {
		p.Bubbles = newest(p.Bubbles, keptBubbles)
	}
	s.Group = newest(s.Group, keptBubbles)
}

// keptBubbles is how many messages of one chat are kept.
const keptBubbles = 2000

// newest returns the last n of a list.
func newest[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	return slices.Clone(list[len(list)-n:])
}
