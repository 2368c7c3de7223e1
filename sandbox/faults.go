package sandbox

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Fault makes API calls go wrong. What is zero does nothing.
type Fault struct {
	Path   string        // after /cgi-bin/, such as "message/send"; empty: every call
	Times  int           // how many calls it meets; 0: until Clear
	Every  int           // meets each n-th call only; 0 or 1: each
	Code   int           // answer this error code, without acting
	Status int           // answer this HTTP status, without acting
	Delay  time.Duration // wait so long first, on the wall clock
	Lose   bool          // act, then break the connection without an answer
}

// CallbackRules say how events are delivered.
type CallbackRules struct {
	Retries    int           // deliveries after the first, when nobody answers (wecom.md §1.6); 3
	Timeout    time.Duration // patience with one delivery, on the wall clock; 5 s
	RetryDelay time.Duration // between deliveries, on the wall clock; 1 s
	Extra      int           // further deliveries of each event, after one succeeded
	Strict     bool          // retry only what nobody answered, not a 5xx (page 90930)
	Shuffle    bool          // the elements of the XML come in another order each time
	SameSecond int64         // when not 0, the CreateTime of every event
	EmptyVotes bool          // a choice may be submitted with nothing chosen
	LoseEvents bool          // the event never arrives
}

// Limits are the platform's quotas; tests may change them.
type Limits struct {
	MemberMinute int // messages of the app to one member; more are dropped silently
	MemberHour   int
	RobotMinute  int // messages of a group robot; more answer 45009
}

// Faults are the knobs that make the platform misbehave. A new one is well behaved.
type Faults struct {
	mu        sync.Mutex
	list      []*pending
	callbacks CallbackRules
	limits    Limits
	noURL     bool // cards that call back are accepted without a callback URL
	token     tokenFault
	blocked   bool
}

// pending is a fault and how often it was met.
type pending struct {
	Fault
	seen, met int
}

// tokenFault is what happened to the tokens given out so far; it is taken once.
type tokenFault int

const (
	tokensGood tokenFault = iota
	tokensVoid
	tokensExpired
)

func newFaults() *Faults {
	return &Faults{
		callbacks: CallbackRules{Retries: 3, Timeout: 5 * time.Second, RetryDelay: time.Second},
		limits:    Limits{MemberMinute: 30, MemberHour: 1000, RobotMinute: 20},
	}
}

// Add makes calls go wrong from now on. The oldest fault that meets a call wins.
func (f *Faults) Add(one Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, &pending{Fault: one})
}

// Clear removes every fault that was added, and the block of the address.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list, f.blocked = nil, false
}

// Busy makes the next n calls answer -1.
func (f *Faults) Busy(n int) { f.addTimes(n, Fault{Code: codeBusy}) }

// RateLimit makes the next n calls answer 45009.
func (f *Faults) RateLimit(n int) { f.addTimes(n, Fault{Code: codeTooOften}) }

// Break makes the next n calls answer HTTP 502 with a body that is no JSON.
func (f *Faults) Break(n int) { f.addTimes(n, Fault{Status: http.StatusBadGateway}) }

// LoseAnswers makes the next n calls act and then break the connection.
func (f *Faults) LoseAnswers(n int) { f.addTimes(n, Fault{Lose: true}) }

// addTimes adds a fault that meets n calls; none when n is 0.
func (f *Faults) addTimes(n int, one Fault) {
	if n <= 0 {
		return
	}
	one.Times = n
	f.Add(one)
}

// BlockAddress makes every call answer 60020, until Clear.
func (f *Faults) BlockAddress() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.blocked = true
}

// VoidTokens makes every token given out so far invalid (40014).
func (f *Faults) VoidTokens() { f.spoil(tokensVoid) }

// ExpireTokens ends the life of every token given out so far (42001).
func (f *Faults) ExpireTokens() { f.spoil(tokensExpired) }

func (f *Faults) spoil(how tokenFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.token = how
}

// AllowCardsWithoutCallback accepts cards that call back though no callback
// address is set; the platform refuses them (43012).
func (f *Faults) AllowCardsWithoutCallback() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.noURL = true
}

// SetCallbacks changes how events are delivered.
func (f *Faults) SetCallbacks(change func(*CallbackRules)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.callbacks)
}

// SetLimits changes the platform's quotas.
func (f *Faults) SetLimits(change func(*Limits)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.limits)
}

func (f *Faults) rules() CallbackRules {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.callbacks
}

func (f *Faults) quotas() Limits {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.limits
}

func (f *Faults) needsCallback() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.noURL
}

// takeTokenFault returns what happened to the tokens, once.
func (f *Faults) takeTokenFault() tokenFault {
	f.mu.Lock()
	defer f.mu.Unlock()
	was := f.token
	f.token = tokensGood
	return was
}

// meet returns the fault that a call meets; the zero Fault: none.
func (f *Faults) meet(path string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.list {
		if p.Path != "" && p.Path != strings.Trim(path, "/") || p.Times > 0 && p.met >= p.Times {
			continue
		}
		p.seen++
		if p.Every > 1 && p.seen%p.Every != 0 {
			continue
		}
		p.met++
		return p.Fault
	}
	if f.blocked {
		return Fault{Code: codeBlockedIP}
	}
	return Fault{}
}
