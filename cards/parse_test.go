package cards

import "testing"

func TestParse(t *testing.T) {
	p, err := parse([]byte("greeting: \"{1},您好\""), nil)
	if err != nil || p.Say("greeting", "刘芳") != "刘芳,您好" {
		t.Errorf("got %v, %v", p, err)
	}
	for _, file := range []string{"greeting: [", "- a list", "greeting: {a: b}", "\x00"} {
		if p, err := parse([]byte(file), nil); err == nil {
			t.Errorf("%q is read as %v", file, p)
		}
		if p, err := parse(nil, []byte(file)); err == nil {
			t.Errorf("%q is read as articles: %v", file, p)
		}
	}
}
