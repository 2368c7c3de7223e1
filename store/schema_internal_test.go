package store

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func steps(t *testing.T, d Dialect) map[string]string {
	t.Helper()
	folder, err := d.schema(func(string, string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	names, err := fs.Glob(folder, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
	if _, err := folder.Open("没有.sql"); err == nil {
		t.Error("a step that is not there is read")
	}
	return out
}

// Every step can be taken again after it was broken off in the middle.
func TestEveryStepIsRepeatable(t *testing.T) {
	once := regexp.MustCompile(`(?m)^CREATE (TABLE|INDEX|UNIQUE)( IF NOT EXISTS)? `)
	for _, d := range []Dialect{SQLite, MySQL} {
		for name, text := range steps(t, d) {
			up, down, ok := strings.Cut(text, "-- +goose Down")
			if !ok || strings.Contains(text, "{{") {
				t.Errorf("%s of %s has no way back, or a word that was not replaced", name, d)
			}
			for _, statement := range once.FindAllStringSubmatch(up, -1) {
				if statement[2] == "" || d == MySQL && statement[1] != "TABLE" {
					t.Errorf("%s of %s: %q can be run only once", name, d, statement[0])
				}
			}
			if tables, drops := strings.Count(up, "CREATE TABLE"), strings.Count(down, "DROP TABLE"); tables != drops {
				t.Errorf("%s makes %d tables and drops %d", name, tables, drops)
			}
		}
	}
}

func TestMySQLMakesIndexesWithTheirTables(t *testing.T) {
	plain, spelled := steps(t, SQLite), steps(t, MySQL)
	for name := range plain {
		if want, got := strings.Count(plain[name], "CREATE INDEX"), strings.Count(spelled[name], "\tINDEX "); want != got {
			t.Errorf("%s: %d indexes, %d with their tables", name, want, got)
		}
	}
}

func TestTheWayBack(t *testing.T) {
	s, err := Open(t.Context(), SQLite, filepath.Join(t.TempDir(), "yishi.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for range 2 {
		if _, err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		p, err := s.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.DownTo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		var left int
		if err := s.read.Raw("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'").Scan(&left).Error; err != nil || left != 0 {
			t.Errorf("%d tables are left: %v", left, err)
		}
	}
}

func TestColumnsOfJSON(t *testing.T) {
	for _, test := range []struct {
		name string
		kept any
		want int
		ok   bool
	}{
		{"text", `["张建国","李慧敏"]`, 2, true},
		{"bytes", []byte(`["刘芳"]`), 1, true},
		{"none", "[]", 0, true},
		{"broken", `["刘芳"`, 0, false},
		{"of-another-kind", `{"刘芳":1}`, 0, false},
		{"no-text", 7, 0, false},
		{"nothing", nil, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var names list[string]
			err := names.Scan(test.kept)
			if (err == nil) != test.ok || len(names) != test.want {
				t.Errorf("got %v, %v", names, err)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "store: ") {
				t.Errorf("got %v", err)
			}
		})
	}
	var map1 dict[int, string]
	if err := map1.Scan(`{"2":"会议同意"}`); err != nil || map1[2] != "会议同意" {
		t.Errorf("got %v, %v", map1, err)
	}
	if _, err := (list[chan int]{nil}).Value(); err == nil {
		t.Error("a channel was written")
	}
}

func TestClip(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want string
	}{{"会议通知", 4, "会议通知"}, {"会议通知", 3, "会议…"}, {"", 3, ""}, {"𠮷𠮷𠮷", 2, "𠮷…"}} {
		if got := clip(test.text, test.most); got != test.want {
			t.Errorf("%q in %d is %q, want %q", test.text, test.most, got, test.want)
		}
	}
}
