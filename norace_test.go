//go:build !race

package main

import "time"

// buildFlags are empty: without -race the program is built as it is released.
var buildFlags []string

// fairWork is what each of two processors may do in the second in which 200 people
// want their answers; the rest of it goes to those who ask.
const fairWork = 750 * time.Millisecond

// crowdSize is how many tap at once.
const crowdSize = 200
