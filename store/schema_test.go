package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"yishi/store"
	"yishi/store/storetest"
)

func TestMigrateTwice(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.Empty(t)
			wantSchema := func(have, want int64) {
				t.Helper()
				err := s.CheckSchema(t.Context())
				wrong, ok := errors.AsType[*store.SchemaError](err)
				if have == want {
					if err != nil {
						t.Errorf("got %v", err)
					}
					return
				}
				if !ok || wrong.Have != have || wrong.Want != want {
					t.Errorf("got %v, want schema %d of %d", err, have, want)
				}
			}
			steps, err := s.Migrations(t.Context())
			if err != nil || len(steps) < 4 || steps[0].Applied || steps[0].Name == "" {
				t.Fatalf("before: %+v, %v", steps, err)
			}
			newest := steps[len(steps)-1].Version
			wantSchema(0, newest)
			if err := s.CheckSchema(t.Context()); err == nil || !strings.Contains(err.Error(), "yishi migrate") {
				t.Errorf("an old schema does not say what to run: %v", err)
			}
			taken, err := s.Migrate(t.Context())
			if err != nil || len(taken) != len(steps) || !taken[0].Applied {
				t.Fatalf("took %+v, %v", taken, err)
			}
			wantSchema(newest, newest)
			again, err := s.Migrate(t.Context())
			if err != nil || len(again) != 0 {
				t.Errorf("the second time: %+v, %v", again, err)
			}
			steps, err = s.Migrations(t.Context())
			if err != nil || !steps[len(steps)-1].Applied {
				t.Errorf("after: %+v, %v", steps, err)
			}

			db := storetest.Raw(t, s)
			if _, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"); err != nil {
				t.Fatal(err)
			}
			wantSchema(99, newest)
			if err := s.CheckSchema(t.Context()); err == nil || !strings.Contains(err.Error(), "newer program") {
				t.Errorf("a new schema does not say what to use: %v", err)
			}
		})
	}
}

// A migration that was killed after it made its tables and before it was written
// down is taken again.
func TestMigrateAfterAKill(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			members := enroll(t, s)
			db := storetest.Raw(t, s)
			written := "DELETE FROM goose_db_version WHERE version_id > 0"
			if s.Dialect() == store.MySQL { // where even the first row may be missing
				written = "DELETE FROM goose_db_version"
			}
			for _, undo := range []string{written, "DROP TABLE journal", "DROP TABLE slips"} {
				if _, err := db.ExecContext(t.Context(), undo); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			view(t, s, func(tx *store.Tx) error {
				body, err := tx.Body(1)
				if len(body) != len(members) {
					t.Errorf("%d people are left", len(body))
				}
				return err
			})
			update(t, s, count)
		})
	}
}

func TestMigrateByManyAtOnce(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.Empty(t)
			programs := []*store.Store{s, storetest.Again(t, s), storetest.Again(t, s), storetest.Again(t, s)}
			var group sync.WaitGroup
			for i, program := range programs {
				group.Go(func() {
					if _, err := program.Migrate(t.Context()); err != nil {
						t.Errorf("program %d: %v", i, err)
					}
				})
			}
			group.Wait()
			if err := s.CheckSchema(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

const (
	columnsOfSQLite = `SELECT t.name, c.name, c."notnull" OR c.pk, c.pk FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'goose_%'`
	columnsOfMySQL = `SELECT c.table_name, c.column_name, c.is_nullable = 'NO', COALESCE(
			(SELECT s.seq_in_index FROM information_schema.statistics s WHERE s.table_schema = c.table_schema AND s.table_name = c.table_name
				AND s.column_name = c.column_name AND s.index_name = 'PRIMARY'), 0)
		FROM information_schema.columns c WHERE c.table_schema = DATABASE() AND c.table_name NOT LIKE 'goose\_%'`
	// The name of a UNIQUE constraint is SQLite's own; its columns tell which it is.
	indexesOfSQLite = `SELECT t.name, CASE WHEN i."unique" THEN '' ELSE i.name END, i."unique", group_concat(c.name)
		FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
		WHERE t.type = 'table' AND i.origin <> 'pk' AND t.name NOT LIKE 'goose_%' GROUP BY t.name, i.name`
	indexesOfMySQL = `SELECT table_name, CASE WHEN non_unique THEN index_name ELSE '' END, 1 - MIN(non_unique), GROUP_CONCAT(column_name ORDER BY seq_in_index)
		FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY' AND table_name NOT LIKE 'goose\_%'
		GROUP BY table_name, index_name, non_unique`
)

func TestBothEnginesHaveTheSameSchema(t *testing.T) {
	queries := map[string][2]string{
		string(store.SQLite): {columnsOfSQLite, indexesOfSQLite},
		string(store.MySQL):  {columnsOfMySQL, indexesOfMySQL},
	}
	var first [2][]string
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			db := storetest.Raw(t, engine.New(t))
			for i, query := range queries[engine.Name] {
				got := storetest.Rows(t, db, query)
				slices.Sort(got)
				if len(got) < 15 {
					t.Fatalf("only %d lines:\n%s", len(got), strings.Join(got, "\n"))
				}
				if first[i] == nil {
					first[i] = got
				}
				same(t, "schema", first[i], got)
			}
		})
	}
}

// design.md §4: one deployment may serve every community of a city.
func TestEveryTableCarriesTheCommittee(t *testing.T) {
	exempt := map[string]bool{"committees": true, "inbox": true, "ticks": true, "guesses": true} // the committee itself; what is nobody's
	has := map[string]bool{}
	for _, row := range storetest.Rows(t, storetest.Raw(t, storetest.New(t)), columnsOfSQLite) {
		fields := strings.Split(row, "|")
		has[fields[0]] = has[fields[0]] || fields[1] == "committee_id"
	}
	for table, carries := range has {
		if !carries && !exempt[table] {
			t.Errorf("%s does not carry the committee's id", table)
		}
	}
}

func TestAViewCannotWrite(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			if err := s.View(t.Context(), count); err == nil {
				t.Error("a view wrote into the journal")
			}
			if got := counted(t, s); got != 0 {
				t.Errorf("%d lines in the journal", got)
			}
		})
	}
}

// A View sees one state of the database, whatever is committed meanwhile.
func TestAViewSeesOneState(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			view(t, s, func(tx *store.Tx) error {
				for i := range 3 {
					lines, err := tx.Journal(1, 4)
					if err != nil {
						return err
					}
					if len(lines) != 0 {
						t.Errorf("look %d: %d lines", i, len(lines))
					}
					update(t, s, count)
				}
				return nil
			})
			if got := counted(t, s); got != 3 {
				t.Errorf("afterwards: %d lines", got)
			}
		})
	}
}

func TestOpenRefusals(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "文件")
	if err := os.WriteFile(plain, []byte("这不是数据库,也不是文件夹。"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, dsn, says string
		dialect         store.Dialect
	}{
		{"no-such-dialect", "x", "use sqlite or mysql", "postgres"},
		{"no-mysql-address", "root:mimi@host", "user:pass@tcp(host:3306)/yishi", store.MySQL},
		{"nobody-answers", "root:mimi@tcp(127.0.0.1:1)/yishi", "connection refused", store.MySQL},
		{"a-file-for-a-folder", filepath.Join(plain, "yishi.db"), "making the folder", store.SQLite},
		{"not-a-database", plain, "file is not a database", store.SQLite},
		{"a-folder-for-a-file", folder, "store: ", store.SQLite},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), test.dialect, test.dsn)
			if err == nil {
				t.Fatal(errors.Join(errors.New("it was opened"), s.Close()))
			}
			if !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "store: ") || strings.Contains(err.Error(), "mimi") {
				t.Errorf("got %q, want %q in it, and no password", err, test.says)
			}
		})
	}
}

func TestOpenMakesTheFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"yishi.db", "数据/a?b #1%20/议事.db"} {
		s, err := store.Open(t.Context(), store.SQLite, path)
		if err != nil {
			t.Fatal(err)
		}
		if s.Dialect() != store.SQLite || s.Ping(t.Context()) != nil {
			t.Error("it does not answer")
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the database is not where it was asked for: %v", err)
		}
		if err := s.Ping(t.Context()); err == nil {
			t.Error("a closed store answers")
		}
	}
}
