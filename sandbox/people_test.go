package sandbox

import (
	"net/http"
	"testing"
)

func TestTitlesHaveTwoParts(t *testing.T) {
	tests := []struct{ title, duty, unit string }{
		{"书记 · 滨河社区党委", "书记", "滨河社区党委"},
		{"列席、街道 · 街道党建办", "列席、街道", "街道党建办"},
		{"居民代表", "", "居民代表"},
		{"", "", ""},
	}
	for _, test := range tests {
		if got := duty(test.title); got != test.duty {
			t.Errorf("duty(%q) = %q", test.title, got)
		}
		if got := unit(test.title); got != test.unit {
			t.Errorf("unit(%q) = %q", test.title, got)
		}
	}
}

func TestGroupIsRead(t *testing.T) {
	p := openPages(t)
	p.robot(`{"msgtype":"text","text":{"content":"正在表决：议题二"}}`)
	p.robot(`{"msgtype":"text","text":{"content":"议题二：通过"}}`)
	if got := p.state(0).News; got != 2 {
		t.Errorf("%d unseen in the group, want 2", got)
	}
	for range 2 {
		if status, words := p.do("read", `{"user":"@group"}`); status != http.StatusOK {
			t.Fatalf("HTTP %d %s", status, words)
		}
	}
	if got := p.state(0).News; got != 0 {
		t.Errorf("%d unseen in the group after reading, want none", got)
	}
	p.robot(`{"msgtype":"text","text":{"content":"纪要已印发"}}`)
	if got := p.state(0).News; got != 1 {
		t.Errorf("%d unseen in the group, want 1", got)
	}
}
