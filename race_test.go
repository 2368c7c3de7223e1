//go:build race

package main

// buildFlags lets the program under test look for races whenever its tests do.
var buildFlags = []string{"-race"}
