package sandbox

import (
	"time"
)

// tokenLife is how long a token lasts; a second fetch within it returns the same
// token and does not prolong it (wecom.md §3).
const tokenLife = 2 * time.Hour

// issued is an access token that was given out.
type issued struct {
	Value string
	Until time.Time
	Void  bool
}

// getToken answers /cgi-bin/gettoken.
func (w *WeCom) getToken(c *call) (fields, error) {
	corp, secret := c.query.Get("corpid"), c.query.Get("corpsecret")
	switch {
	case corp == "":
		return nil, refuse(41002, "corpid missing")
	case secret == "":
		return nil, refuse(41004, "corpsecret missing")
	case corp != w.opt.CorpID:
		return nil, refuse(codeBadCorp, "invalid corpid")
	case secret != w.opt.Secret:
		return nil, refuse(codeBadSecret, "invalid credential")
	}
	w.spoilTokens(c.now)
	for _, t := range w.st.Tokens {
		if !t.Void && c.now.Before(t.Until) {
			return tokenFields(t), nil
		}
	}
	t := issued{Value: randomText(180), Until: c.now.Add(tokenLife)}
	w.st.Tokens = newest(append(w.st.Tokens, t), 8)
	w.st.next()
	return tokenFields(t), nil
}

func tokenFields(t issued) fields {
	return fields{"access_token": t.Value, "expires_in": int(tokenLife / time.Second)}
}

// withToken lets a call pass that bears a good token.
func (w *WeCom) withToken(serve endpoint) endpoint {
	return func(c *call) (fields, error) {
		if err := w.checkToken(c.query.Get("access_token"), c.now); err != nil {
			return nil, err
		}
		return serve(c)
	}
}

func (w *WeCom) checkToken(value string, now time.Time) error {
	w.spoilTokens(now)
	if value == "" {
		return refuse(codeNoToken, "access_token missing")
	}
	for _, t := range w.st.Tokens {
		switch {
		case t.Value != value:
		case t.Void:
			return refuse(codeBadToken, "invalid access_token")
		case !now.Before(t.Until):
			return refuse(codeTokenExpired, "access_token expired")
		default:
			return nil
		}
	}
	return refuse(codeBadToken, "invalid access_token")
}

// spoilTokens lets a fault take effect on the tokens given out so far.
func (w *WeCom) spoilTokens(now time.Time) {
	how := w.faults.takeTokenFault()
	for i := range w.st.Tokens {
		t := &w.st.Tokens[i]
		switch how {
		case tokensVoid:
			t.Void = true
		case tokensExpired:
			t.Until = now
		case tokensGood:
		}
	}
}

// callbackIPs answers getcallbackip and get_api_domain_ip.
func (w *WeCom) callbackIPs(*call) (fields, error) {
	return fields{"ip_list": []string{"127.0.0.1", "127.0.0.0/8", "::1"}}, nil
}
