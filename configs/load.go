package configs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// largest is how long a file of settings, or a secret in a file, may be.
const largest = 1 << 20

// Load reads the file at path over the defaults and environ, in the form of
// os.Environ, over the file. bylaws are the names of all switches of the rules;
// with them an unknown one is a mistake here, without them any is taken. What
// is wrong is told at once, as Mistakes; beside them stands what could be
// understood, in which the values of bylaws may be looked at too.
func Load(path string, environ []string, bylaws ...string) (*Config, error) {
	data, err := read(path)
	if err != nil {
		return nil, err
	}
	c := Defaults()
	l := newLoader(&c, bylaws)
	if !l.file(filepath.Base(path), data) {
		return nil, l.mistakes // what the file says is not known, so no more can be said
	}
	l.environment(environ)
	c.tidy()
	for _, m := range c.check() {
		if !l.mistakes.about(m.Key) {
			m.Where = l.said[m.Key]
			l.mistakes = append(l.mistakes, m)
		}
	}
	return &c, l.mistakes.orNil()
}

// read is the contents of the file at path.
func read(path string) ([]byte, error) {
	if path == "" {
		return nil, errors.New("configs: no file of settings is named; name one with -config FILE")
	}
	data, err := limited(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("configs: %s is not there; copy configs/yishi.example.yaml to it and fill it in, or name another file with -config", path)
	case err != nil:
		return nil, fmt.Errorf("configs: read the settings: %w", err)
	}
	return data, nil
}

// limited reads a file that may not be larger than largest.
func limited(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(f, largest+1))
	if err == nil && len(data) > largest {
		err = fmt.Errorf("%s is larger than %d bytes", path, largest)
	}
	return data, err
}

// loader puts settings into a Config, remembers where each was said and
// gathers what is wrong.
type loader struct {
	config   *Config
	fields   map[string]reflect.Value
	sections map[string]bool
	bylaws   map[string]bool   // the known switches; empty: any
	said     map[string]string // key → where
	mistakes Mistakes
}

func newLoader(c *Config, switches []string) *loader {
	l := &loader{config: c, fields: fieldsOf(c), bylaws: map[string]bool{}, said: map[string]string{}}
	l.sections = sectionsOf(l.fields)
	for _, name := range switches {
		l.bylaws[name] = true
	}
	return l
}

// put gives key a value that was said at where. The key is known.
func (l *loader) put(where, key, text string) {
	l.said[key] = where
	if name, ok := strings.CutPrefix(key, bylaws+"."); ok {
		l.config.Bylaws[name] = text
		return
	}
	if wrong := assign(l.fields[key], text); wrong != "" {
		l.mistakes.add(where, key, "%s", wrong)
	}
}

// tidy brings what may be written in several ways into one.
func (c *Config) tidy() {
	for _, address := range []*string{&c.PublicURL, &c.WeCom.APIURL, &c.DingTalk.APIURL, &c.DingTalk.OAPIURL} {
		*address = strings.TrimRight(strings.TrimSpace(*address), "/")
	}
	if c.DingTalk.RobotCode == "" {
		c.DingTalk.RobotCode = c.DingTalk.ClientID
	}
}
