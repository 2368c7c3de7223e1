package configs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// file takes the settings of one YAML document. It returns false when data is
// no YAML at all.
func (l *loader) file(name string, data []byte) (ok bool) {
	var root yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(&root); {
	case errors.Is(err, io.EOF):
		return true // nothing but comments
	case err != nil:
		l.syntax(name, err)
		return false
	}
	l.section(name, root.Content[0], "")
	switch err := decoder.Decode(&yaml.Node{}); {
	case errors.Is(err, io.EOF):
		return true
	case err != nil:
		l.syntax(name, err)
		return false
	}
	l.mistakes.add(name, "", "holds more than one document; only the first, down to the second ---, would count")
	return true
}

// syntax notes that the file is no YAML: "yaml: line 4: did not find …".
func (l *loader) syntax(name string, err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if line, rest, found := strings.Cut(text, ": "); found && strings.HasPrefix(line, "line ") {
		name, text = name+" "+line, rest
	}
	l.mistakes.add(name, "", "is no YAML: %s; look at the indentation, colons and quotes there and in the line before", text)
}

// section takes the settings below a node that should be a mapping.
func (l *loader) section(name string, node *yaml.Node, path string) {
	where := place(name, node)
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		return // "wecom:" with nothing below it
	case node.Kind != yaml.MappingNode && path == "":
		l.mistakes.add(where, path, "must be lines such as listen: 127.0.0.1:8080")
		return
	case node.Kind != yaml.MappingNode:
		l.mistakes.add(where, path, "is a section: write its keys below it, indented")
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		l.entry(name, node.Content[i], node.Content[i+1], path)
	}
}

// entry takes one key of a section and what is below it.
func (l *loader) entry(name string, key, value *yaml.Node, path string) {
	where, full := place(name, key), key.Value
	if path != "" {
		full = path + "." + key.Value
	}
	inBylaws := strings.HasPrefix(full, bylaws+".") && path != ""
	_, single := l.fields[full]
	switch {
	case key.Kind != yaml.ScalarNode || value.Kind == yaml.AliasNode:
		l.mistakes.add(where, path, "anchors, aliases and keys that are no plain words are not taken")
	case !inBylaws && strings.Contains(key.Value, "."):
		l.mistakes.add(where, full, "is not a key; write sections and keys in lines of their own, the keys indented")
	case l.said[full] != "":
		l.mistakes.add(where, full, "is said twice, the first time in %s", l.said[full])
	case l.sections[full]:
		l.said[full] = where
		l.section(name, value, full)
	case inBylaws && value.Kind == yaml.MappingNode:
		l.section(name, value, full)
	case !inBylaws && !single:
		l.unknown(where, full)
	case value.Kind != yaml.ScalarNode:
		l.mistakes.add(where, full, "takes one value, not a list or a section")
	case inBylaws && !l.knownBylaw(full):
		l.unknown(where, full)
	default:
		l.put(where, full, scalar(value))
	}
}

// unknown notes a key that is none.
func (l *loader) unknown(where, key string) {
	hint := "see configs/yishi.example.yaml for those there are"
	guess := nearest(key, l.fields)
	if guess == "" {
		guess = nearest(key, l.sections)
	}
	if name, ok := strings.CutPrefix(key, bylaws+"."); ok {
		guess = nearest(name, l.bylaws)
	}
	if guess != "" {
		hint = "did you mean " + guess + "?"
	}
	l.mistakes.add(where, key, "is not a key; %s", hint)
}

// knownBylaw says whether key, with its section, is a switch of the rules.
func (l *loader) knownBylaw(key string) bool {
	return len(l.bylaws) == 0 || l.bylaws[strings.TrimPrefix(key, bylaws+".")]
}

// scalar is a value as it is written: 4/5, 09:07 and 0871 stay what they are.
func scalar(node *yaml.Node) string {
	if node.Tag == "!!null" {
		return ""
	}
	return node.Value
}

// place is where a node stands.
func place(name string, node *yaml.Node) string {
	return fmt.Sprintf("%s line %d", name, node.Line)
}
