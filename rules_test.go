package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yishi/committee"
)

// required are the requirements of the rules, by their groups and how many there are
// of each: ORG-01 … ORG-09, and so on.
var required = []struct {
	group string
	last  int
}{{"ORG", 9}, {"MTG", 6}, {"TOP", 6}, {"NTC", 8}, {"ATT", 6}, {"SPK", 3}, {"VOT", 12}, {"SYS", 16}}

// ofMinutes are the requirements of the minutes by which somebody can be refused.
var ofMinutes = []string{"MIN-02", "MIN-04", "MIN-05", "MIN-06"}

// readings is the number of the last rule that the plan leaves open: A-01 … A-28.
const readings = 28

// requirements lists the ids of the requirements.
func requirements() []string {
	ids := slices.Clone(ofMinutes)
	for _, g := range required {
		for n := range g.last {
			ids = append(ids, fmt.Sprintf("%s-%02d", g.group, n+1))
		}
	}
	return ids
}

// cell is the first cell of a row of a table: what the row is about.
var cell = regexp.MustCompile(`(?m)^\| ([A-Z]+-\d\d) \| (.+) \|$`)

// rowOf returns the row of a table that tells of a switch.
func rowOf(text, key string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") && strings.Contains(line, "`"+key+"=") {
			return line
		}
	}
	return ""
}

// docs/rules.md is the bylaws in words: every requirement and every open reading has its
// row, once, and every switch stands there with its default.
func TestTheRulesInWords(t *testing.T) {
	data, err := os.ReadFile("docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	rows := map[string]int{}
	for _, row := range cell.FindAllStringSubmatch(text, -1) {
		rows[row[1]]++
	}
	want := requirements()
	for n := range readings {
		want = append(want, fmt.Sprintf("A-%02d", n+1))
	}
	for _, id := range want {
		if rows[id] != 1 {
			t.Errorf("docs/rules.md: %s has %d rows, want one", id, rows[id])
		}
	}
	for id := range rows {
		if !slices.Contains(want, id) {
			t.Errorf("docs/rules.md: there is no %s", id)
		}
	}
	for _, s := range committee.Switches() {
		if said := "`" + s.Key + "=" + s.Default + "`"; !strings.Contains(text, said) {
			t.Errorf("docs/rules.md: the switch %s does not stand there", said)
		}
		if said := fmt.Sprintf("%d至%d", s.Low, s.High); s.Form == committee.Whole && !strings.Contains(rowOf(text, s.Key), said) {
			t.Errorf("docs/rules.md: that %s is from %s does not stand there", s.Key, said)
		}
	}
}
