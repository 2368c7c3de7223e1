//go:build race

package main

import "time"

// buildFlags lets the program under test look for races whenever its tests do.
var buildFlags = []string{"-race"}

// fairWork is relaxed: the race detector makes the program many times slower.
const fairWork = 20 * time.Second

// crowdSize is how many tap at once: few, for the race detector makes all many times
// slower while other packages' tests share the processors; races show among few too.
const crowdSize = 12
