//go:build race

package wecom

// slowdown is how much slower the race detector makes everything.
const slowdown = 5
