package configs_test

import (
	"testing"

	"yishi/committee"
)

// TestExampleAgreesWithTheRules compares the example with the switches that the
// rules honour.
func TestExampleAgreesWithTheRules(t *testing.T) {
	got := bylawsOfExample(t)
	for _, s := range committee.Switches() {
		if said, ok := got[s.Key]; !ok || said != s.Default {
			t.Errorf("%s is %q (%t) in the example, the rules' default is %q", s.Key, said, ok, s.Default)
		}
	}
}
