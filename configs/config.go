// Package configs reads the settings of the program: defaults, then one strict
// YAML file, then YISHI_… environment variables (interface.md "Configuration",
// spec.md SYS-01). An unknown key is a mistake, and all mistakes are told at
// once. yishi.example.yaml documents every key.
package configs

import "time"

// Config is what the program is told from outside. The tags are the keys of the
// file; the environment spells wecom.secret as YISHI_WECOM_SECRET.
type Config struct {
	Listen    string    `yaml:"listen"`     // host:port
	PublicURL string    `yaml:"public_url"` // what links in messages begin with; no slash at the end
	Zone      string    `yaml:"zone"`       // such as Asia/Shanghai
	Database  Database  `yaml:"database"`
	Redis     Redis     `yaml:"redis"`
	Committee Committee `yaml:"committee"`
	// Bylaws are the switches of the rules by their full names, such as
	// quorum.fraction, with their values as they were written. What they may
	// be is for the rules to say.
	Bylaws         map[string]string `yaml:"bylaws"`
	Calendar       Calendar          `yaml:"calendar"`
	WeCom          WeCom             `yaml:"wecom"`
	DingTalk       DingTalk          `yaml:"dingtalk"`
	SimulatedClock bool              `yaml:"simulated_clock"`
	SimulatedNow   string            `yaml:"simulated_now"` // RFC 3339; see SimulatedStart
}

// Database says where the records are kept.
type Database struct {
	Dialect string `yaml:"dialect"` // SQLite or MySQL
	DSN     Secret `yaml:"dsn"`     // holds a password with MySQL
}

// The dialects of Database.
const (
	SQLite = "sqlite"
	MySQL  = "mysql"
)

// Redis says where the shared cache is.
type Redis struct {
	// Addr is host:port or redis://user:password@host:port/0. Empty: the
	// cache is in the process.
	Addr Secret `yaml:"addr"`
}

// Committee is whose meetings are run.
type Committee struct {
	Name        string  `yaml:"name"`   // of the committee, such as 滨河社区“大党委”
	Issuer      string  `yaml:"issuer"` // who signs papers, such as 中共滨河社区委员会
	Street      string  `yaml:"street"` // whom reports go to, such as 临江街道党工委
	Contact     Contact `yaml:"contact"`
	NextMeeting int     `yaml:"next_meeting"` // ordinal of the year's next meeting
	NextMinutes int     `yaml:"next_minutes"` // number of its next minutes
}

// Contact is the human whose telephone number ends a message.
type Contact struct {
	Name  string `yaml:"name"`
	Phone string `yaml:"phone"`
}

// Calendar says where yearly holiday files lie that extend the embedded ones.
type Calendar struct {
	Dir string `yaml:"dir"` // empty: none
}

// WeCom are the credentials of a self-built WeCom app (wecom.md §1, §3).
type WeCom struct {
	CorpID          string `yaml:"corp_id"`
	AgentID         int    `yaml:"agent_id"`
	Secret          Secret `yaml:"secret"`
	Token           Secret `yaml:"token"`
	EncodingAESKey  Secret `yaml:"encoding_aes_key"`
	GroupWebhookKey Secret `yaml:"group_webhook_key"` // where group announcements go; empty: nowhere
	APIURL          string `yaml:"api_url"`           // no slash at the end
}

// On says whether people are reached over WeCom.
func (w WeCom) On() bool { return w.CorpID != "" }

// DingTalk are the credentials of an internal DingTalk app (dingtalk.md §2).
type DingTalk struct {
	CorpID              string `yaml:"corp_id"`
	ClientID            string `yaml:"client_id"`
	ClientSecret        Secret `yaml:"client_secret"`
	RobotCode           string `yaml:"robot_code"` // an internal app's is its ClientID, which is also what it defaults to
	Mode                string `yaml:"mode"`       // Stream or HTTP
	GroupConversationID string `yaml:"group_conversation_id"`
	CardTemplateID      string `yaml:"card_template_id"` // empty: the public template
	APIURL              string `yaml:"api_url"`          // no slash at the end
	OAPIURL             string `yaml:"oapi_url"`         // no slash at the end
}

// The modes of DingTalk.
const (
	Stream = "stream" // the program connects to DingTalk
	HTTP   = "http"   // DingTalk calls the program
)

// On says whether people are reached over DingTalk.
func (d DingTalk) On() bool { return d.ClientID != "" }

// Defaults is what holds where nothing is said.
func Defaults() Config {
	return Config{
		Listen:    "127.0.0.1:8080",
		Zone:      "Asia/Shanghai",
		Database:  Database{Dialect: SQLite, DSN: defaultDSN},
		Committee: Committee{NextMeeting: 1, NextMinutes: 1},
		Bylaws:    map[string]string{},
		WeCom:     WeCom{APIURL: "https://qyapi.weixin.qq.com"},
		DingTalk: DingTalk{
			Mode:    Stream,
			APIURL:  "https://api.dingtalk.com",
			OAPIURL: "https://oapi.dingtalk.com",
		},
	}
}

// defaultDSN is a file of SQLite below the working directory.
const defaultDSN = "data/yishi.db"

// Location is the committee's zone; UTC in a Config that Validate refuses.
func (c *Config) Location() *time.Location {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// SimulatedStart is where a clock that stands still is to stand at start, in
// the committee's zone; ok is false when the program runs on real time.
func (c *Config) SimulatedStart() (start time.Time, ok bool) {
	if !c.SimulatedClock {
		return time.Time{}, false
	}
	start, err := time.Parse(time.RFC3339, c.SimulatedNow)
	if err != nil {
		return time.Time{}, false
	}
	return start.In(c.Location()), true
}
