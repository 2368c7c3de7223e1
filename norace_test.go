//go:build !race

package main

// buildFlags are empty: without -race the program is built as it is released.
var buildFlags []string
