// Package wecom lets the bot speak through an app of a corp on WeCom (企业微信).
// It takes the platform's callbacks apart (verify, decrypt, understand, decide,
// answer, all within the platform's second), sends messages, changes cards, and
// asks the address book. Everything it knows of the platform is in wecom.md; no
// name of the platform's leaves this package.
//
// It stands on github.com/silenceper/wechat/v2 for contacts, uploads and
// sign-in, and on its own code where the library has no deadline, no answer or
// no check (library.go tells where and why).
package wecom

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"yishi/bot"
	"yishi/cache"
	"yishi/clock"
)

// Settings are an app's account, as the admin console shows it.
type Settings struct {
	CorpID          string
	AgentID         int
	Secret          string
	Token           string // of the callback, at most 32 letters and digits
	EncodingAESKey  string // of the callback, 43 letters and digits
	GroupWebhookKey string // of the group's robot; empty: nothing is said to a group
	APIURL          string // empty: https://qyapi.weixin.qq.com
	LoginURL        string // where sign-in begins; empty: the platform's
	PublicURL       string // what addresses of ours begin with
}

const (
	defaultAPI   = "https://qyapi.weixin.qq.com"
	defaultLogin = "https://open.weixin.qq.com/connect/oauth2/authorize"
)

// Deps are what a Platform stands on. Cache and Clock must be given.
type Deps struct {
	Cache  cache.Cache
	Clock  clock.Clock
	Log    *slog.Logger // nil: silent
	Client *http.Client // nil: one of its own, with deadlines

	// Observe is told of every API call and its errcode, -2 where no answer
	// came back that could be understood. It may be nil.
	Observe func(call string, errcode int)
}

// A Platform is one app. All methods may be called by many goroutines at once,
// and several Platforms may work in one process.
type Platform struct {
	settings Settings
	api      *url.URL
	client   *http.Client
	codec    *codec
	cache    cache.Cache
	clock    clock.Clock
	log      *slog.Logger
	watch    func(call string, errcode int)
	scope    string // what names in the cache and ids of events begin with
	secrets  *strings.Replacer
	tokens   *tokens
	memory   memory
	personal *budget
	group    *budget
}

// The limits of messages to one person are 30 a minute and 1000 an hour; what is
// above them is lost without a word (wecom.md §11).
const (
	personPerMinute = 25
	personPerHour   = 900
)

// New makes a Platform. It refuses settings that cannot work, all of them at
// once, and makes no call.
func New(s Settings, d Deps) (*Platform, error) {
	if s.APIURL == "" {
		s.APIURL = defaultAPI
	}
	if s.LoginURL == "" {
		s.LoginURL = defaultLogin
	}
	api, code, err := s.check(d)
	if err != nil {
		return nil, err
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	openDesk()
	p := &Platform{
		settings: s, api: api, client: newClient(d.Client), codec: code,
		cache: d.Cache, clock: d.Clock, log: d.Log, watch: d.Observe,
		scope:    fmt.Sprintf("wecom:%s:%d:", s.CorpID, s.AgentID),
		secrets:  hide(s.Secret, s.Token, s.EncodingAESKey, s.GroupWebhookKey),
		personal: newBudget(personPerMinute, personPerHour),
		group:    newBudget(groupPerMinute, groupPerMinute*60),
	}
	p.memory = memory{d.Cache, p.scope}
	p.tokens = newTokens(p.scope+"token", d, p.getToken)
	return p, nil
}

// check finds everything that is wrong with the settings.
func (s Settings) check(d Deps) (*url.URL, *codec, error) {
	var wrong []error
	missing := func(name string, absent bool) {
		if absent {
			wrong = append(wrong, errors.New("wecom: "+name+" is missing"))
		}
	}
	missing("corp_id", s.CorpID == "")
	missing("agent_id", s.AgentID <= 0)
	missing("secret", s.Secret == "")
	missing("token", s.Token == "")
	missing("a cache", d.Cache == nil)
	missing("a clock", d.Clock == nil)
	code, err := newCodec(s.Token, s.EncodingAESKey, s.CorpID)
	if err != nil {
		wrong = append(wrong, err)
	}
	api, err := url.Parse(s.APIURL)
	if err != nil || !web(s.APIURL) {
		return nil, nil, errors.Join(append(wrong, errors.New("wecom: api_url must be an http or https address"))...)
	}
	return api.JoinPath("/"), code, errors.Join(wrong...)
}

// Platform implements bot.Messenger.
func (p *Platform) Platform() bot.Platform { return bot.WeCom }

var _ bot.Messenger = (*Platform)(nil)
