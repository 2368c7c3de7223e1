package wecom

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strconv"

	"github.com/silenceper/wechat/v2/work"
	"github.com/silenceper/wechat/v2/work/oauth"

	"yishi/bot"
)

// ErrNotMember says that whoever signed in is no member of the corp.
var ErrNotMember = errors.New("wecom: signed in, but not a member of this corp")

var codeShape = regexp.MustCompile(`^[0-9A-Za-z_.~-]{1,512}$`)

// LoginURL is where a member signs in within WeCom. He comes back to redirect,
// with a code for Login and with state, which the caller makes at random and
// compares: the library's own address has the same state for everybody.
func (p *Platform) LoginURL(redirect, state string) string {
	query := url.Values{
		"appid": {p.settings.CorpID}, "redirect_uri": {redirect}, "response_type": {"code"},
		"scope": {"snsapi_base"}, "state": {state}, "agentid": {strconv.Itoa(p.settings.AgentID)},
	}
	return p.settings.LoginURL + "?" + query.Encode() + "#wechat_redirect"
}

// Login tells who signed in: auth/getuserinfo. A code is good once and for five
// minutes; one that is not is a *bot.RejectedError. Who is no member of the corp
// is ErrNotMember, whatever else the platform knows of him.
func (p *Platform) Login(ctx context.Context, code string) (string, error) {
	if !codeShape.MatchString(code) { // the library writes it into the address as it is
		return "", rejected("not a code of the sign-in")
	}
	got, err := library(ctx, p, "auth/getuserinfo", callPatience, func(lib *work.Work) (*oauth.GetUserInfoResponse, error) {
		return lib.GetOauth().GetUserInfo(code)
	})
	switch {
	case err != nil:
		return "", p.judge(err, bot.UserRef{})
	case !userID(got.UserID):
		return "", ErrNotMember
	}
	return got.UserID, nil
}
