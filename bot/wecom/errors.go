package wecom

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"yishi/bot"
)

// The classes of errcodes, by what can be done about them (wecom.md §3, §11).
// What is in none of them is refused for good: sending an unknown failure again
// may show a message twice.
var (
	tokenCodes = codes(40001, 40014, 41001, 42001) // in the answer to a call that carried a token
	busyCodes  = codes(-1, 6000)
	rateCodes  = codes(45009, 45033)
	// The app, its rights or its network must be mended by an operator.
	settingCodes = codes(40001, 40013, 40056, 40091, 48002, 48004, 48006, 50003, 60020, 301002)
	secretCodes  = codes(40001, 40013, 40091) // at gettoken
	personCodes  = codes(40003, 40031, 46004, 60011, 60111, 81013)
)

// rateSpan is how long the platform counts calls (wecom.md §11).
const rateSpan = time.Minute

// longestReason bounds, in characters, what is kept of the platform's words.
const longestReason = 200

func codes(list ...int) map[int]bool {
	set := make(map[int]bool, len(list))
	for _, c := range list {
		set[c] = true
	}
	return set
}

// staleToken tells whether a call failed for its token alone.
func staleToken(err error) bool {
	no, ok := errors.AsType[*codeError](err)
	return ok && tokenCodes[no.code]
}

// refusedSecret tells whether the platform does not know the corp or the secret.
func refusedSecret(err error) bool {
	no, ok := errors.AsType[*bot.ConfigError](err)
	return ok && secretCodes[no.Code]
}

// judge turns the platform's no into the error that bot.Messenger promises.
// Every other error stays as it is: it is worth a retry.
func (p *Platform) judge(err error, to bot.UserRef) error {
	no, ok := errors.AsType[*codeError](err)
	if !ok {
		return err
	}
	switch {
	case rateCodes[no.code]:
		return &bot.ThrottledError{After: rateSpan, Code: no.code}
	case settingCodes[no.code]:
		return &bot.ConfigError{Code: no.code, Reason: no.reason}
	case busyCodes[no.code], tokenCodes[no.code]:
		return err
	case personCodes[no.code]:
		return &bot.UnreachableError{User: to, Code: no.code, Reason: no.reason}
	}
	return &bot.RejectedError{Code: no.code, Reason: no.reason}
}

// proofs are the parameters of an address that prove who we are.
var proofs = regexp.MustCompile(`(access_token|corpsecret|key)=[^&\s"]+`)

// redact takes our secrets out of words that came from outside, and bounds them.
func (p *Platform) redact(words string) string {
	words = proofs.ReplaceAllString(p.secrets.Replace(words), "$1=[secret]")
	words = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, words)
	return cut(words, longestReason)
}

// hide lists what must never be told.
func hide(secrets ...string) *strings.Replacer {
	var pairs []string
	for _, s := range secrets {
		if s != "" {
			pairs = append(pairs, s, "[secret]")
		}
	}
	return strings.NewReplacer(pairs...)
}
