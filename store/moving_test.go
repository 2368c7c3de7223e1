package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func folder(t *testing.T) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := root.Close(); err != nil {
			t.Error(err)
		}
	})
	return root
}

func silently(store.Sheet) {}

// exported is a folder with the data of a small store.
func exported(t *testing.T) *os.Root {
	t.Helper()
	s := storetest.New(t)
	update(t, s, func(tx *store.Tx) error { return tx.SaveCommittee(binhe) })
	update(t, s, count)
	root := folder(t)
	if err := s.Export(t.Context(), root, "0.3", silently); err != nil {
		t.Fatal(err)
	}
	return root
}

func manifest(t *testing.T, root *os.Root) (m store.Manifest) {
	t.Helper()
	text, err := root.ReadFile("manifest.json")
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// sheets is a folder with exported data, to be harmed.
type sheets struct {
	testing.TB

	root *os.Root
}

func (s *sheets) file(name string, change func([]byte) []byte) {
	s.Helper()
	text, err := s.root.ReadFile(name)
	if err == nil {
		err = s.root.WriteFile(name, change(text), 0o600)
	}
	if err != nil {
		s.Fatal(err)
	}
}

func (s *sheets) remove(name string) {
	s.Helper()
	if err := s.root.Remove(name); err != nil {
		s.Fatal(err)
	}
}

func (s *sheets) manifest(change func(*store.Manifest)) {
	s.Helper()
	s.file("manifest.json", func(text []byte) []byte {
		var m store.Manifest
		err := json.Unmarshal(text, &m)
		change(&m)
		text, wrong := json.Marshal(m)
		if err != nil || wrong != nil {
			s.Fatal(err, wrong)
		}
		return text
	})
}

// forge changes what files say and lets the manifest vouch for it.
func (s *sheets) forge(old, other string) {
	s.Helper()
	s.manifest(func(m *store.Manifest) {
		for i := range m.Tables {
			s.file(m.Tables[i].File, func(text []byte) []byte {
				text = bytes.Replace(text, []byte(old), []byte(other), 1)
				sum := sha256.Sum256(text)
				m.Tables[i].SHA256 = hex.EncodeToString(sum[:])
				return text
			})
		}
	})
}

// Every table that a step of the schema made is exported, and no other.
func TestSYS12EveryTableIsExported(t *testing.T) {
	s := storetest.New(t)
	root := folder(t)
	if err := s.Export(t.Context(), root, "0.3", silently); err != nil {
		t.Fatal(err)
	}
	steps, err := filepath.Glob("schema/*.sql")
	if err != nil || len(steps) < 5 {
		t.Fatalf("the steps of the schema: %v, %v", steps, err)
	}
	var want, got []string
	for _, step := range steps {
		text, err := os.ReadFile(step)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if rest, made := strings.CutPrefix(line, "CREATE TABLE IF NOT EXISTS "); made {
				name, _, _ := strings.Cut(rest, " ")
				want = append(want, name)
			}
		}
	}
	m := manifest(t, root)
	for _, sheet := range m.Tables {
		got = append(got, sheet.Table)
	}
	slices.Sort(want)
	same(t, "tables", want, got)
	if m.Program != "0.3" || m.Schema == 0 {
		t.Errorf("the manifest says schema %d, program %q", m.Schema, m.Program)
	}
}

// What is hard to write down comes through as it was: quotes, line ends, nothing at
// all, the largest number, a text that looks like markup.
func TestSYS12OddTextsComeThrough(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			db := storetest.Raw(t, s)
			for i, text := range []string{"", " ", "a\r\nb\t\"c\"\\", "<b>&amp;</b>\u2028", "𠮷田社区“大党委”", "NULL", "0"} {
				if _, err := db.ExecContext(t.Context(), "INSERT INTO journal (id, committee_id, meeting_id, at, actor_id, act, detail)"+
					" VALUES (?, 1, 9223372036854775807, -1, 0, 'topic.propose', ?)", i+1, text); err != nil {
					t.Fatal(err)
				}
				if _, err := db.ExecContext(t.Context(), "INSERT INTO minutes (meeting_id, committee_id, revision, state, edits, reason, year, number, drafted_at, signed_at)"+
					" VALUES (?, 1, 0, 'draft', '{}', ?, 2026, NULL, 0, 0)", i+1, text); err != nil {
					t.Fatal(err)
				}
			}
			root, again := folder(t), folder(t)
			if err := s.Export(t.Context(), root, "0.3", silently); err != nil {
				t.Fatal(err)
			}
			other := storetest.New(t)
			if err := other.Import(t.Context(), root, silently); err != nil {
				t.Fatal(err)
			}
			if err := other.Export(t.Context(), again, "0.3", silently); err != nil {
				t.Fatal(err)
			}
			same(t, "manifest", manifest(t, root), manifest(t, again))
			view(t, other, func(tx *store.Tx) error {
				lines, err := tx.Journal(1, 9223372036854775807)
				if len(lines) != 7 || lines[2].Detail != "a\r\nb\t\"c\"\\" {
					t.Errorf("the journal is %+v", lines)
				}
				return err
			})
		})
	}
}

func TestSYS12ExportRefusals(t *testing.T) {
	s := storetest.New(t)
	root := exported(t)
	if err := s.Export(t.Context(), root, "0.3", silently); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a folder with files: %v", err)
	}
	if err := storetest.Engines[0].Empty(t).Export(t.Context(), folder(t), "0.3", silently); err == nil || !strings.Contains(err.Error(), "yishi migrate") {
		t.Errorf("a database without tables: %v", err)
	}
	if _, err := storetest.Raw(t, s).ExecContext(t.Context(), "INSERT INTO inbox VALUES (CAST(X'ff' AS TEXT), 1)"); err != nil {
		t.Fatal(err)
	}
	broken := folder(t)
	if err := s.Export(t.Context(), broken, "0.3", silently); err == nil || !strings.Contains(err.Error(), "inbox.event_key") {
		t.Errorf("a text that is none: %v", err)
	}
	if err := storetest.New(t).Import(t.Context(), broken, silently); err == nil || !strings.Contains(err.Error(), "to its end") {
		t.Errorf("importing what was broken off: %v", err)
	}
}

// What is not as it was exported is refused by name, and nothing of it is kept.
func TestSYS12ImportRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		harm func(s *sheets)
		says string
	}{
		"a-line-changed":    {func(s *sheets) { s.file("journal.jsonl", bytes.ToUpper) }, "journal.jsonl is not as it was exported"},
		"a-file-missing":    {func(s *sheets) { s.remove("slips.jsonl") }, "slips.jsonl, which cannot be read"},
		"no-manifest":       {func(s *sheets) { s.remove("manifest.json") }, "has no manifest.json"},
		"broken-manifest":   {func(s *sheets) { s.file("manifest.json", func(b []byte) []byte { return b[:9] }) }, "manifest.json is none"},
		"a-word-too-much":   {func(s *sheets) { s.file("manifest.json", func([]byte) []byte { return []byte(`{"keys":1}`) }) }, "manifest.json is none"},
		"another-schema":    {func(s *sheets) { s.manifest(func(m *store.Manifest) { m.Schema = 3 }) }, "of schema 3, written by yishi 0.3"},
		"a-table-missing":   {func(s *sheets) { s.manifest(func(m *store.Manifest) { m.Tables = m.Tables[1:] }) }, "export again"},
		"another-table":     {func(s *sheets) { s.manifest(func(m *store.Manifest) { m.Tables[0].Table = "goose" }) }, "does not name the table accounts"},
		"out-of-the-folder": {func(s *sheets) { s.manifest(func(m *store.Manifest) { m.Tables[0].File = "../../passwd" }) }, "cannot be read"},
		"rows-miscounted":   {func(s *sheets) { s.manifest(func(m *store.Manifest) { m.Tables[1].Rows = 7 }) }, "as it was exported"},
		"a-column-missing":  {func(s *sheets) { s.forge(`"act":"作用",`, "") }, "journal.jsonl, row 1: the column act is missing"},
		"a-column-too-much": {func(s *sheets) { s.forge(`"act":`, `"acts":1,"act":`) }, "row 1: it names 9 columns"},
		"a-number-for-text": {func(s *sheets) { s.forge(`"act":"作用"`, `"act":1`) }, "the column act holds something else"},
		"no-whole-number":   {func(s *sheets) { s.forge(`"actor_id":0`, `"actor_id":0.5`) }, "the column actor_id wants a whole number"},
		"nothing-at-all":    {func(s *sheets) { s.forge(`"act":"作用"`, `"act":null`) }, "writing journal"},
		"no-line":           {func(s *sheets) { s.forge(`{"act"`, `"act"`) }, "journal.jsonl, row 1"},
	} {
		t.Run(name, func(t *testing.T) {
			harmed := &sheets{t, exported(t)}
			test.harm(harmed)
			s := storetest.New(t)
			if err := s.Import(t.Context(), harmed.root, silently); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q in it", err, test.says)
			}
			if err := s.Import(t.Context(), exported(t), silently); err != nil {
				t.Errorf("something was kept of it: %v", err)
			}
		})
	}
	t.Run("not-empty", func(t *testing.T) {
		s := storetest.New(t)
		update(t, s, func(tx *store.Tx) error { return tx.SaveMember(&committee.Member{Committee: 1, Name: "王志强"}) })
		if err := s.Import(t.Context(), exported(t), silently); err == nil || !strings.Contains(err.Error(), "members: 1") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no-tables", func(t *testing.T) {
		err := storetest.Engines[0].Empty(t).Import(t.Context(), exported(t), silently)
		if err == nil || !strings.Contains(err.Error(), "yishi migrate") {
			t.Errorf("got %v", err)
		}
	})
}
