package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// list is a short list kept as JSON in one column; no list is kept as an empty one.
type list[T any] []T

// Value writes the list.
func (l list[T]) Value() (driver.Value, error) {
	if l == nil {
		return "[]", nil
	}
	return encode(l)
}

// Scan reads the list.
func (l *list[T]) Scan(src any) error { return decode(src, (*[]T)(l)) }

// dict is a short map kept as JSON in one column; no map is kept as an empty one.
type dict[K comparable, V any] map[K]V

// Value writes the map.
func (d dict[K, V]) Value() (driver.Value, error) {
	if d == nil {
		return "{}", nil
	}
	return encode(d)
}

// Scan reads the map.
func (d *dict[K, V]) Scan(src any) error { return decode(src, (*map[K]V)(d)) }

func encode[T any](v T) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("store: writing a record as JSON: %w", err)
	}
	return string(text), nil
}

func decode(src, into any) error {
	var text []byte
	switch src := src.(type) {
	case string:
		text = []byte(src)
	case []byte:
		text = src
	default:
		return fmt.Errorf("store: a column of JSON holds %T", src)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("store: reading a record from JSON: %w", err)
	}
	return nil
}
