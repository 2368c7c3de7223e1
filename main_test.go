package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// binary is the program under test, built once for all tests of this package.
// The tests know it from outside alone: its command line, its HTTP, the platform
// that it calls and that calls it.
var binary string

func TestMain(m *testing.M) { os.Exit(withBinary(m.Run)) }

func withBinary(run func() int) int {
	folder, err := os.MkdirTemp("", "yishi-acceptance-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "a folder for the program under test:", err)
		return 1
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "yishi")
	args := append([]string{"build", "-o", binary}, buildFlags...)
	build := exec.Command("go", append(args, ".")...)
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "building the program under test:", err)
		return 1
	}
	return run()
}
