package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"yishi/configs"
)

// service is what the test looks at in a service of compose.yaml.
type service struct {
	Command     []string          `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	Secrets     []string          `yaml:"secrets"`
	Volumes     []string          `yaml:"volumes"`
	User        string            `yaml:"user"`
	Ports       []string          `yaml:"ports"`
	Healthcheck *struct {
		Test []string `yaml:"test"`
	} `yaml:"healthcheck"`
	DependsOn map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
}

// composition is compose.yaml.
type composition struct {
	Services map[string]service `yaml:"services"`
	Secrets  map[string]struct {
		File string `yaml:"file"`
	} `yaml:"secrets"`
	Volumes map[string]any `yaml:"volumes"`
}

func compose(t *testing.T) (c composition) {
	t.Helper()
	text, err := os.ReadFile("compose.yaml")
	if err == nil {
		err = yaml.NewDecoder(bytes.NewReader(text)).Decode(&c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Whatever compose.yaml names is there: what a service waits for can become so, every
// secret and volume is declared, and no secret stands in the file itself.
func TestSYS13ComposeHoldsTogether(t *testing.T) {
	c := compose(t)
	for name, s := range c.Services {
		for other, on := range s.DependsOn {
			waited, known := c.Services[other]
			healthy := on.Condition == "service_healthy" && waited.Healthcheck != nil && len(waited.Healthcheck.Test) > 1
			done := on.Condition == "service_completed_successfully" && slices.Contains(waited.Command, "migrate")
			if !known || !healthy && !done {
				t.Errorf("%s waits for %s to become %q, which it never does", name, other, on.Condition)
			}
		}
		for _, secret := range s.Secrets {
			if file := c.Secrets[secret].File; !strings.HasPrefix(file, "./secrets/") {
				t.Errorf("%s: the secret %s lies in %q", name, secret, file)
			}
		}
		for key, value := range s.Environment {
			secret, isFile := strings.CutPrefix(value, "/run/secrets/")
			switch {
			case isFile && (!strings.HasSuffix(key, "_FILE") || !slices.Contains(s.Secrets, secret)):
				t.Errorf("%s: %s names a secret that it has not", name, key)
			case !isFile && (strings.Contains(key, "SECRET") || strings.HasSuffix(key, "PASSWORD") && key != "MARIADB_RANDOM_ROOT_PASSWORD"):
				t.Errorf("%s: %s is a secret in the file itself", name, key)
			}
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if _, declared := c.Volumes[from]; !declared && !strings.HasPrefix(from, "./") {
				t.Errorf("%s: the volume %s is not declared", name, from)
			}
		}
	}
}

// The program takes what compose.yaml tells it, with the example for its file; and the
// image is the one that compose.yaml thinks it is.
func TestSYS13TheProgramTakesWhatComposeSays(t *testing.T) {
	c := compose(t)
	values := map[string]string{
		"dsn": "yishi:mimi@tcp(db:3306)/yishi\n", "wecom_secret": "geheim", "wecom_token": "token123", "wecom_aes_key": testAESKey,
	}
	dir := t.TempDir()
	environ := []string{"YISHI_LISTEN=0.0.0.0:8080", "YISHI_WECOM_CORP_ID=ww1a2b3c4d5e6f7a8b", "YISHI_WECOM_AGENT_ID=1000002"}
	for key, value := range c.Services["yishi"].Environment {
		if secret, isFile := strings.CutPrefix(value, "/run/secrets/"); isFile {
			value = filepath.Join(dir, secret)
			if err := os.WriteFile(value, []byte(values[secret]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		environ = append(environ, key+"="+value)
	}
	cfg, err := configs.Load("configs/yishi.example.yaml", environ)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Database.Dialect != configs.MySQL || cfg.Database.DSN.Reveal() != "yishi:mimi@tcp(db:3306)/yishi" || cfg.Redis.Addr.Reveal() != "cache:6379" || !cfg.WeCom.On() {
		t.Errorf("the program understands %+v", cfg)
	}
	image, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"yishi", "migrate"} {
		s := c.Services[name]
		file := s.Command[slices.Index(s.Command, "-config")+1]
		if !slices.Contains(s.Volumes, "./yishi.yaml:"+file+":ro") || !strings.Contains(string(image), `"`+file+`"`) || !strings.Contains(string(image), "USER "+s.User+"\n") {
			t.Errorf("%s reads %s as %s: that is not the image's", name, file, s.User)
		}
	}
	if ports := c.Services["yishi"].Ports; !slices.Equal(ports, []string{"127.0.0.1:8080:8080"}) || !strings.Contains(string(image), "EXPOSE 8080\n") {
		t.Errorf("the ports are %v", ports)
	}
}

// What the image is built from is sent to the builder: no package of ours is left out.
func TestImageIsBuiltFromEveryPackage(t *testing.T) {
	ignored, err := os.ReadFile(".dockerignore")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no packages here: %v", err)
	}
	for _, file := range files {
		if dir := filepath.Dir(file); slices.Contains(strings.Fields(string(ignored)), dir) {
			t.Errorf(".dockerignore leaves out %s", dir)
		}
	}
}
