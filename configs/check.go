package configs

import (
	"encoding/base64"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a zone must load in an image without zone files too
)

var (
	tokenForm = regexp.MustCompile(`^[0-9A-Za-z]{1,32}$`)
	aesForm   = regexp.MustCompile(`^[0-9A-Za-z]{43}$`)
	groupForm = regexp.MustCompile(`^[0-9A-Za-z-]{1,64}$`)
)

// Validate refuses, with Mistakes, settings that the program could not run on.
// The values of Bylaws are not looked at.
func (c *Config) Validate() error { return c.check().orNil() }

// check is what Validate tells.
func (c *Config) check() Mistakes {
	var m Mistakes
	c.checkAddresses(&m)
	c.checkClock(&m)
	c.Database.check(&m)
	c.Committee.check(&m)
	if c.WeCom.On() {
		c.WeCom.check(&m)
	}
	if c.DingTalk.On() {
		c.DingTalk.check(&m)
	}
	return m
}

func (c *Config) checkAddresses(m *Mistakes) {
	host, port, err := net.SplitHostPort(c.Listen)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil {
		m.add("", "listen", "%q is no address to listen on; write host:port, such as 127.0.0.1:8080", c.Listen)
	} else if c.SimulatedClock && !loopback(host) {
		m.add("", "listen", "simulated_clock is for tests: listen must be a loopback address such as 127.0.0.1:8080")
	}
	checkURL(m, "public_url", c.PublicURL)
}

// loopback says whether only this machine can reach host.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// checkURL refuses what links cannot begin with.
func checkURL(m *Mistakes, key, text string) {
	u, err := url.Parse(text)
	switch {
	case text == "":
		m.add("", key, "is missing; write an address such as https://bot.example.org")
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "",
		u.User != nil, u.RawQuery != "" || u.ForceQuery, u.Fragment != "":
		m.add("", key, "is no web address; write one such as https://bot.example.org, without ? and #")
	}
}

func (c *Config) checkClock(m *Mistakes) {
	if zone, err := time.LoadLocation(c.Zone); err != nil || zone == time.Local || c.Zone == "" {
		m.add("", "zone", "%q is no time zone; write one such as Asia/Shanghai", c.Zone)
	}
	_, err := time.Parse(time.RFC3339, c.SimulatedNow)
	switch {
	case c.SimulatedNow == "" && c.SimulatedClock:
		m.add("", "simulated_now", "is missing; with simulated_clock, write where the clock stands, such as 2026-12-10T09:07:00+08:00")
	case c.SimulatedNow != "" && err != nil:
		m.add("", "simulated_now", "%q is no moment; write one such as 2026-12-10T09:07:00+08:00", c.SimulatedNow)
	}
}

func (d Database) check(m *Mistakes) {
	switch {
	case d.Dialect != SQLite && d.Dialect != MySQL:
		m.add("", "database.dialect", "%q is no database; write %s or %s", d.Dialect, SQLite, MySQL)
	case d.DSN == "":
		m.add("", "database.dsn", "is missing; write a file such as %s, or user:password@tcp(host:3306)/yishi with %s", defaultDSN, MySQL)
	case d.Dialect == MySQL && d.DSN == defaultDSN:
		m.add("", "database.dsn", "does not name a server; with %s write user:password@tcp(host:3306)/yishi", MySQL)
	}
}

func (c Committee) check(m *Mistakes) {
	for _, text := range []struct{ key, value, example string }{
		{"committee.name", c.Name, "滨河社区“大党委”"},
		{"committee.issuer", c.Issuer, "中共滨河社区委员会"},
		{"committee.street", c.Street, "临江街道党工委"},
	} {
		if strings.TrimSpace(text.value) == "" {
			m.add("", text.key, "is missing; write it as papers are to show it, such as %s", text.example)
		}
	}
	for _, number := range []struct {
		key   string
		value int
	}{{"committee.next_meeting", c.NextMeeting}, {"committee.next_minutes", c.NextMinutes}} {
		if number.value < 1 {
			m.add("", number.key, "%d is too small; the first is 1", number.value)
		}
	}
}

func (w WeCom) check(m *Mistakes) {
	const console = "copy it from the app's page in the WeCom admin console"
	if w.AgentID <= 0 {
		m.add("", "wecom.agent_id", "is missing; "+console)
	}
	if w.Secret == "" {
		m.add("", "wecom.secret", "is missing; "+console)
	}
	if !tokenForm.MatchString(w.Token.Reveal()) {
		m.add("", "wecom.token", "must be 1 to 32 letters and digits, the same as in the app's page under 接收消息")
	}
	// The 43 letters carry 258 bits for a key of 256, so the last two may be anything.
	key, err := base64.StdEncoding.DecodeString(w.EncodingAESKey.Reveal() + "=")
	if err != nil || len(key) != 32 || !aesForm.MatchString(w.EncodingAESKey.Reveal()) {
		m.add("", "wecom.encoding_aes_key", "must be the 43 letters and digits that the app's page shows under 接收消息")
	}
	if w.GroupWebhookKey != "" && !groupForm.MatchString(w.GroupWebhookKey.Reveal()) {
		m.add("", "wecom.group_webhook_key", "must be what follows key= in the address of the group's robot, not the whole address")
	}
	checkURL(m, "wecom.api_url", w.APIURL)
}

func (d DingTalk) check(m *Mistakes) {
	if d.ClientSecret == "" {
		m.add("", "dingtalk.client_secret", "is missing; copy it from the app's page in the DingTalk developer console")
	}
	if d.Mode != Stream && d.Mode != HTTP {
		m.add("", "dingtalk.mode", "%q is no mode; write %s or %s", d.Mode, Stream, HTTP)
	}
	checkURL(m, "dingtalk.api_url", d.APIURL)
	checkURL(m, "dingtalk.oapi_url", d.OAPIURL)
}
