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

func rewrite(t *testing.T, root *os.Root, change func(*store.Manifest)) {
	t.Helper()
	m := manifest(t, root)
	change(&m)
	text, err := json.Marshal(m)
	if err == nil {
		err = root.WriteFile("manifest.json", text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
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
	storetest.Each(t, func(t *testing.T, s *store.Store) {
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
	file := func(t *testing.T, root *os.Root, name string, change func([]byte) []byte) {
		t.Helper()
		text, err := root.ReadFile(name)
		if err == nil {
			err = root.WriteFile(name, change(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// forged changes a file and lets the manifest vouch for it.
	forged := func(t *testing.T, root *os.Root, old, new string) {
		t.Helper()
		rewrite(t, root, func(m *store.Manifest) {
			for i := range m.Tables {
				file(t, root, m.Tables[i].File, func(text []byte) []byte {
					text = bytes.Replace(text, []byte(old), []byte(new), 1)
					sum := sha256.Sum256(text)
					m.Tables[i].SHA256 = hex.EncodeToString(sum[:])
					return text
				})
			}
		})
	}
	for name, test := range map[string]struct {
		harm func(t *testing.T, root *os.Root)
		says string
	}{
		"a-vote-changed":  {func(t *testing.T, r *os.Root) { file(t, r, "journal.jsonl", bytes.ToUpper) }, "journal.jsonl is not as it was exported"},
		"a-file-missing":  {func(t *testing.T, r *os.Root) { _ = r.Remove("slips.jsonl") }, "slips.jsonl, which cannot be read"},
		"no-manifest":     {func(t *testing.T, r *os.Root) { _ = r.Remove("manifest.json") }, "has no manifest.json"},
		"broken-manifest": {func(t *testing.T, r *os.Root) { file(t, r, "manifest.json", func(b []byte) []byte { return b[:9] }) }, "manifest.json is none"},
		"a-word-too-much": {func(t *testing.T, r *os.Root) {
			file(t, r, "manifest.json", func([]byte) []byte { return []byte(`{"keys":1}`) })
		}, "manifest.json is none"},
		"another-schema":  {func(t *testing.T, r *os.Root) { rewrite(t, r, func(m *store.Manifest) { m.Schema = 3 }) }, "of schema 3, written by yishi 0.3"},
		"a-table-missing": {func(t *testing.T, r *os.Root) { rewrite(t, r, func(m *store.Manifest) { m.Tables = m.Tables[1:] }) }, "export again"},
		"another-table":   {func(t *testing.T, r *os.Root) { rewrite(t, r, func(m *store.Manifest) { m.Tables[0].Table = "goose" }) }, "does not name the table accounts"},
		"out-of-the-folder": {func(t *testing.T, r *os.Root) {
			rewrite(t, r, func(m *store.Manifest) { m.Tables[0].File = "../../passwd" })
		}, "cannot be read"},
		"rows-miscounted": {func(t *testing.T, r *os.Root) {
			rewrite(t, r, func(m *store.Manifest) { m.Tables[len(m.Tables)-1].Rows = 7 })
		}, "as it was exported"},
		"a-column-missing":   {func(t *testing.T, r *os.Root) { forged(t, r, `"act":"作用",`, "") }, "journal.jsonl, row 1: the column act is missing"},
		"a-column-too-much":  {func(t *testing.T, r *os.Root) { forged(t, r, `"act":`, `"acts":1,"act":`) }, "row 1: it names 9 columns"},
		"a-text-as-number":   {func(t *testing.T, r *os.Root) { forged(t, r, `"act":"作用"`, `"act":1`) }, "the column act holds something else"},
		"no-whole-number":    {func(t *testing.T, r *os.Root) { forged(t, r, `"actor_id":0`, `"actor_id":0.5`) }, "the column actor_id wants a whole number"},
		"nothing-where-none": {func(t *testing.T, r *os.Root) { forged(t, r, `"act":"作用"`, `"act":null`) }, "writing journal"},
		"no-line":            {func(t *testing.T, r *os.Root) { forged(t, r, `{"act"`, `"act"`) }, "journal.jsonl, row 1"},
	} {
		t.Run(name, func(t *testing.T) {
			root := exported(t)
			test.harm(t, root)
			s := storetest.New(t)
			if err := s.Import(t.Context(), root, silently); err == nil || !strings.Contains(err.Error(), test.says) {
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
