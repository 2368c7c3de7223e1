package configs

import (
	"iter"
	"maps"
	"slices"
	"strings"
)

// prefix begins the name of every variable that is ours.
const prefix = "YISHI_"

// fromFile ends the name of a variable that names a file with the value.
const fromFile = "_FILE"

// environment takes the settings of environ, whose entries are NAME=value. A
// variable that is set to nothing counts; one ending in _FILE does not then.
// A name that is one or two letters from a known one is a slip of the pen;
// others may belong to someone else and are left alone.
func (l *loader) environment(environ []string) {
	set := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, prefix) {
			set[name] = value
		}
	}
	known := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(l.fields)) {
		name := variable(key)
		known[name], known[name+fromFile] = true, true
		l.overlay(key, name, set)
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		switch rest, isBylaw := strings.CutPrefix(name, variable(bylaws)+"_"); {
		case known[name]:
		case isBylaw:
			l.bylaw(name, rest, set[name])
		default:
			if guess := nearest(name, known); guess != "" {
				l.mistakes.add(name, "", "is not a variable; did you mean %s?", guess)
			}
		}
	}
}

// overlay takes one key from the variable name, or from the file that is named
// by it.
func (l *loader) overlay(key, name string, set map[string]string) {
	value, said := set[name]
	file := set[name+fromFile]
	switch {
	case said && file != "":
		l.mistakes.add(name, key, "is set and so is %s%s; set one of them", name, fromFile)
	case file != "":
		data, err := limited(file)
		if err != nil {
			l.mistakes.add(name+fromFile, key, "cannot be read: %s", err)
			return
		}
		l.put(name+fromFile, key, strings.TrimRight(string(data), "\r\n"))
	case said:
		l.put(name, key, value)
	}
}

// bylaw takes a switch of the rules from the variable name, whose last part is
// rest: dots and underscores look the same there, so it is the known switch, or
// the one of the file, that is spelt so.
func (l *loader) bylaw(name, rest, value string) {
	for _, known := range []iter.Seq[string]{maps.Keys(l.bylaws), maps.Keys(l.config.Bylaws)} {
		for key := range known {
			if variable(key) == prefix+rest {
				l.put(name, bylaws+"."+key, value)
				return
			}
		}
	}
	key := strings.Replace(strings.ToLower(rest), "_", ".", 1)
	if !l.knownBylaw(key) {
		l.unknown(name, bylaws+"."+key)
		return
	}
	l.put(name, bylaws+"."+key, value)
}
