package configs

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// bylaws is the one section whose keys are not fields of Config.
const bylaws = "bylaws"

// fieldsOf is every single setting of c by its key, such as wecom.secret.
func fieldsOf(c *Config) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	collect(reflect.ValueOf(c).Elem(), "", fields)
	return fields
}

func collect(section reflect.Value, prefix string, into map[string]reflect.Value) {
	for field, value := range section.Fields() {
		key := prefix + field.Tag.Get("yaml")
		switch {
		case key == bylaws:
		case value.Kind() == reflect.Struct:
			collect(value, key+".", into)
		default:
			into[key] = value
		}
	}
}

// sectionsOf is the part before each dot of keys.
func sectionsOf(keys map[string]reflect.Value) map[string]bool {
	sections := map[string]bool{bylaws: true}
	for key := range keys {
		for i, r := range key {
			if r == '.' {
				sections[key[:i]] = true
			}
		}
	}
	return sections
}

// assign gives field the value that text means. It returns what is wrong with
// the text, in words; an empty text is the zero value.
func assign(field reflect.Value, text string) (wrong string) {
	switch field.Kind() {
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			return strconv.Quote(text) + " is no whole number"
		}
		field.SetInt(int64(n))
	case reflect.Bool:
		if text != "true" && text != "false" && text != "" {
			return strconv.Quote(text) + " is neither true nor false"
		}
		field.SetBool(text == "true")
	default:
		field.SetString(text)
	}
	return ""
}

// variable is the name of key in the environment.
func variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// nearest is the one of names that was probably meant by name: at most two
// letters apart, and fewer than half of them. Empty when none is so near.
func nearest[V any](name string, names map[string]V) string {
	best, found := min(3, (len(name)+1)/2), ""
	for _, candidate := range slices.Sorted(maps.Keys(names)) {
		if d := distance(name, candidate); d < best {
			best, found = d, candidate
		}
	}
	return found
}

// distance counts the letters to be added, taken away or changed between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
