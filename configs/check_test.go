package configs_test

import (
	"strings"
	"testing"
	"time"

	"yishi/configs"
)

// valid is a Config that is right, on both platforms.
func valid(t *testing.T) *configs.Config {
	t.Helper()
	return mustLoad(t, right+wecom+dingtalk)
}

func TestValidate(t *testing.T) {
	if err := valid(t).Validate(); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("a", 33)
	tests := map[string]struct {
		change func(c *configs.Config)
		says   string // empty: it is right
	}{
		"listen-anywhere":      {func(c *configs.Config) { c.Listen = ":80" }, ""},
		"listen-ipv6":          {func(c *configs.Config) { c.Listen = "[::1]:8080" }, ""},
		"listen-any-free-port": {func(c *configs.Config) { c.Listen = "127.0.0.1:0" }, ""},
		"listen-no-port":       {func(c *configs.Config) { c.Listen = "127.0.0.1" }, "listen: "},
		"listen-named-port":    {func(c *configs.Config) { c.Listen = "127.0.0.1:http" }, "listen: "},
		"listen-large-port":    {func(c *configs.Config) { c.Listen = "127.0.0.1:65536" }, "listen: "},
		"url-relative":         {func(c *configs.Config) { c.PublicURL = "/yishi" }, "public_url: is no web address"},
		"url-no-host":          {func(c *configs.Config) { c.PublicURL = "https://:8080" }, "public_url: "},
		"url-other-scheme":     {func(c *configs.Config) { c.PublicURL = "ftp://bot.example.org" }, "public_url: "},
		"url-query":            {func(c *configs.Config) { c.PublicURL = "https://bot.example.org?a=b" }, "public_url: "},
		"url-empty-query":      {func(c *configs.Config) { c.PublicURL = "https://bot.example.org?" }, "public_url: "},
		"url-fragment":         {func(c *configs.Config) { c.PublicURL = "https://bot.example.org#a" }, "public_url: "},
		"url-password":         {func(c *configs.Config) { c.PublicURL = "https://a:b@bot.example.org" }, "public_url: "},
		"url-broken":           {func(c *configs.Config) { c.PublicURL = "https://bot example" }, "public_url: "},
		"url-with-path":        {func(c *configs.Config) { c.PublicURL = "http://10.0.0.8:8080/yishi" }, ""},
		"zone-utc":             {func(c *configs.Config) { c.Zone = "UTC" }, ""},
		"zone-empty":           {func(c *configs.Config) { c.Zone = "" }, `zone: "" is no time zone`},
		"zone-of-the-machine":  {func(c *configs.Config) { c.Zone = "Local" }, "zone: "},
		"zone-unknown":         {func(c *configs.Config) { c.Zone = "Asia/Kunming" }, "zone: "},
		"zone-a-path":          {func(c *configs.Config) { c.Zone = "../../etc/passwd" }, "zone: "},
		"dialect-unknown":      {func(c *configs.Config) { c.Database.Dialect = "postgres" }, "database.dialect: "},
		"dsn-empty":            {func(c *configs.Config) { c.Database.DSN = "" }, "database.dsn: is missing"},
		"dsn-of-the-other":     {func(c *configs.Config) { c.Database.Dialect = "mysql" }, "database.dsn: does not name a server"},
		"dsn-mysql": {func(c *configs.Config) {
			c.Database = configs.Database{Dialect: "mysql", DSN: "yishi:密码@tcp(127.0.0.1:3306)/yishi"}
		}, ""},
		"name-blank":          {func(c *configs.Config) { c.Committee.Name = "  " }, "committee.name: is missing"},
		"issuer-empty":        {func(c *configs.Config) { c.Committee.Issuer = "" }, "committee.issuer: "},
		"street-empty":        {func(c *configs.Config) { c.Committee.Street = "" }, "committee.street: "},
		"meeting-zero":        {func(c *configs.Config) { c.Committee.NextMeeting = 0 }, "committee.next_meeting: 0 is too small"},
		"minutes-negative":    {func(c *configs.Config) { c.Committee.NextMinutes = -1 }, "committee.next_minutes: "},
		"wecom-off":           {func(c *configs.Config) { c.WeCom = configs.WeCom{Token: "密 密"} }, ""},
		"wecom-agent":         {func(c *configs.Config) { c.WeCom.AgentID = 0 }, "wecom.agent_id: is missing"},
		"wecom-secret":        {func(c *configs.Config) { c.WeCom.Secret = "" }, "wecom.secret: is missing"},
		"wecom-no-token":      {func(c *configs.Config) { c.WeCom.Token = "" }, "wecom.token: "},
		"wecom-long-token":    {func(c *configs.Config) { c.WeCom.Token = configs.Secret(long) }, "wecom.token: "},
		"wecom-token-at-most": {func(c *configs.Config) { c.WeCom.Token = configs.Secret(long[:32]) }, ""},
		"wecom-token-sign":    {func(c *configs.Config) { c.WeCom.Token = "a_b" }, "wecom.token: "},
		"wecom-token-line":    {func(c *configs.Config) { c.WeCom.Token = "ab\n" }, "wecom.token: "},
		"wecom-no-key":        {func(c *configs.Config) { c.WeCom.EncodingAESKey = "" }, "wecom.encoding_aes_key: "},
		"wecom-short-key":     {func(c *configs.Config) { c.WeCom.EncodingAESKey = configs.Secret(aesKey[:42]) }, "wecom.encoding_aes_key: "},
		"wecom-padded-key":    {func(c *configs.Config) { c.WeCom.EncodingAESKey = configs.Secret(aesKey + "=") }, "wecom.encoding_aes_key: "},
		"wecom-key-sign":      {func(c *configs.Config) { c.WeCom.EncodingAESKey = configs.Secret(aesKey[:42] + "+") }, "wecom.encoding_aes_key: "},
		"wecom-key-odd-bits":  {func(c *configs.Config) { c.WeCom.EncodingAESKey = configs.Secret(aesKey[:42] + "9") }, ""},
		"wecom-group-none":    {func(c *configs.Config) { c.WeCom.GroupWebhookKey = "" }, ""},
		"wecom-group-address": {func(c *configs.Config) {
			c.WeCom.GroupWebhookKey = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a"
		}, "wecom.group_webhook_key: must be what follows key="},
		"wecom-url":       {func(c *configs.Config) { c.WeCom.APIURL = "qyapi.weixin.qq.com" }, "wecom.api_url: "},
		"dingtalk-off":    {func(c *configs.Config) { c.DingTalk = configs.DingTalk{Mode: "鸽子"} }, ""},
		"dingtalk-secret": {func(c *configs.Config) { c.DingTalk.ClientSecret = "" }, "dingtalk.client_secret: "},
		"dingtalk-http":   {func(c *configs.Config) { c.DingTalk.Mode = "http" }, ""},
		"dingtalk-mode":   {func(c *configs.Config) { c.DingTalk.Mode = "webhook" }, `dingtalk.mode: "webhook" is no mode`},
		"dingtalk-url":    {func(c *configs.Config) { c.DingTalk.APIURL = "" }, "dingtalk.api_url: is missing"},
		"dingtalk-oapi":   {func(c *configs.Config) { c.DingTalk.OAPIURL = "x" }, "dingtalk.oapi_url: "},
		"clock-no-moment": {func(c *configs.Config) { c.SimulatedClock = true }, "simulated_now: is missing"},
		"clock-bad-moment": {func(c *configs.Config) {
			c.SimulatedNow = "2026-12-10 09:07"
		}, `simulated_now: "2026-12-10 09:07" is no moment`},
		"clock-outside": {
			func(c *configs.Config) { simulate(c, "0.0.0.0:8080") },
			"listen: simulated_clock is for tests: listen must be a loopback address such as 127.0.0.1:8080",
		},
		"clock-everywhere":  {func(c *configs.Config) { simulate(c, ":8080") }, "listen: simulated_clock is for tests"},
		"clock-by-name":     {func(c *configs.Config) { simulate(c, "bot.example.org:8080") }, "listen: simulated_clock is for tests"},
		"clock-like-local":  {func(c *configs.Config) { simulate(c, "127.0.0.1.example.org:80") }, "listen: simulated_clock is for tests"},
		"clock-localhost":   {func(c *configs.Config) { simulate(c, "localhost:8080") }, ""},
		"clock-other-local": {func(c *configs.Config) { simulate(c, "127.8.8.8:8080") }, ""},
		"clock-ipv6":        {func(c *configs.Config) { simulate(c, "[::1]:8080") }, ""},
		"clock-mapped":      {func(c *configs.Config) { simulate(c, "[::ffff:127.0.0.1]:8080") }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := valid(t)
			test.change(c)
			err := c.Validate()
			switch {
			case test.says == "" && err != nil:
				t.Errorf("says %v of what is right", err)
			case test.says != "" && (err == nil || !strings.HasPrefix(err.Error(), "configs: "+test.says)):
				t.Errorf("says %v, want %q", err, test.says)
			case err != nil && strings.Contains(err.Error(), "\n"):
				t.Errorf("says more than one thing of one mistake: %v", err)
			}
		})
	}
}

// simulate sets the clock by hand, on a listener at address.
func simulate(c *configs.Config, address string) {
	c.SimulatedClock, c.SimulatedNow, c.Listen = true, "2026-12-10T09:07:00+08:00", address
}

func TestLocation(t *testing.T) {
	c := configs.Defaults()
	if zone := c.Location(); zone.String() != "Asia/Shanghai" {
		t.Errorf("the default zone is %s", zone)
	}
	if c.Zone = "nowhere"; c.Location() != time.UTC {
		t.Errorf("a zone that is none is %s", c.Location())
	}
}

func TestSimulatedStart(t *testing.T) {
	const moment = "2026-12-10T09:07:00+08:00"
	for name, test := range map[string]struct {
		config configs.Config
		want   string
	}{
		"on":          {configs.Config{Zone: "Asia/Shanghai", SimulatedClock: true, SimulatedNow: moment}, moment},
		"in-our-zone": {configs.Config{Zone: "UTC", SimulatedClock: true, SimulatedNow: moment}, "2026-12-10T01:07:00Z"},
		"off":         {configs.Config{Zone: "Asia/Shanghai", SimulatedNow: moment}, ""},
		"no-moment":   {configs.Config{Zone: "Asia/Shanghai", SimulatedClock: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			start, ok := test.config.SimulatedStart()
			if ok != (test.want != "") || ok && start.Format(time.RFC3339) != test.want {
				t.Errorf("starts at %s, %t; want %q", start.Format(time.RFC3339), ok, test.want)
			}
		})
	}
}
