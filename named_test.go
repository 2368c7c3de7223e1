package main

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inName are the tests of a file, idOf the ids in their names, TestATT05…, and inLine
// those in the first line of a conversation, # ATT-05 ….
var (
	inName = regexp.MustCompile(`(?m)^func (Test\w*)\(`)
	idOf   = regexp.MustCompile(`([A-Z]{3})(\d\d)`)
	inLine = regexp.MustCompile(`\b([A-Z]{3})-(\d\d)\b`)
)

// Every requirement has a test that is named after it: a test whose name bears its id,
// or a conversation whose first line does.
func TestEveryRequirementHasItsTest(t *testing.T) {
	tested := map[string]bool{}
	var tests []string
	for _, pattern := range []string{"*_test.go", "*/*_test.go", "*/*/*_test.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		tests = append(tests, found...)
	}
	chats, err := filepath.Glob("handlers/testdata/*.chat")
	if err != nil || len(chats) < 50 {
		t.Fatalf("%d conversations: %v", len(chats), err)
	}
	for _, name := range tests {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range inName.FindAllStringSubmatch(string(text), -1) {
			for _, id := range idOf.FindAllStringSubmatch(f[1], -1) {
				tested[id[1]+"-"+id[2]] = true
			}
		}
	}
	for _, name := range chats {
		for _, id := range inLine.FindAllString(headOf(t, name), -1) {
			tested[id] = true
		}
	}
	var missing []string
	for _, id := range requirements() {
		if !tested[id] {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		t.Errorf("without a test that is named after them: %s", strings.Join(missing, " "))
	}
}

func headOf(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "# ") {
		t.Errorf("%s does not begin with what it is about: %q", name, line)
	}
	return line
}
