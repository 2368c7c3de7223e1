package clerk_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// wholeMeeting is an office after a meeting with a named and a secret vote, its
// minutes signed.
func wholeMeeting(t *testing.T) *office {
	t.Helper()
	o := scene(t, session)
	voters := []committee.MemberID{li, wang, zhao, chen, sun, wu, zhang}
	named := o.vote(1)
	o.cast(named.ID, committee.For, append([]committee.MemberID{zhou}, voters...)...)
	_, err := o.clerk.Announce(t.Context(), o.as(zhang), named.ID)
	o.must(err)
	v, err := o.clerk.OpenBallot(t.Context(), o.as(zhang), 3, 1, clerk.ByTheBylaws)
	o.must(err)
	o.cast(v.Ballot.ID, committee.For, voters[:4]...)
	o.cast(v.Ballot.ID, committee.Against, voters[4:]...)
	o.goTo("2026-12-15 15:00")
	_, err = o.clerk.Announce(t.Context(), o.as(zhang), v.Ballot.ID)
	o.must(err)
	o.goTo("2026-12-15 16:20")
	_, err = o.clerk.Adjourn(t.Context(), o.as(zhang))
	o.must(err)
	_, err = o.clerk.SignMinutes(t.Context(), o.as(zhang), 0, 0)
	o.must(err)
	o.goTo("2026-12-17 11:02")
	return o
}

// files are the texts of all files of a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode() != 0o600 {
			t.Errorf("%s can be read by others: %v", name, info.Mode())
		}
		text, err := fs.ReadFile(os.DirFS(dir), name)
		out[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func root(t *testing.T, dir string) *os.Root {
	t.Helper()
	folder, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	return folder
}

// A whole meeting moves from SQLite to the other engines and back: the files are the
// same to the byte, and nothing in them joins a secret slip to its voter.
func TestSYS12AllDataMovesBetweenTheEngines(t *testing.T) {
	o := wholeMeeting(t)
	first := t.TempDir()
	var told []string
	o.must(o.store.Export(t.Context(), root(t, first), "dev", func(s store.Sheet) { told = append(told, s.Table) }))
	want := files(t, first)
	if len(want) != len(told)+1 || !slices.IsSorted(told) {
		t.Errorf("%d files, and told was %v", len(want), told)
	}
	for _, file := range []string{"ballots", "slips", "votes", "minutes", "journal", "bylaws", "deliveries", "attendees"} {
		if want[file+".jsonl"] == "" {
			t.Errorf("nothing is in %s", file)
		}
	}
	choices := map[string]int{}
	for line := range strings.Lines(want["slips.jsonl"]) {
		if strings.Contains(line, "member") || strings.Contains(line, "_at") {
			t.Errorf("a slip tells of more than its choice: %s", line)
		}
		choices[line[:strings.Index(line, "committee_id")-2]]++
	}
	if len(choices) != 2 {
		t.Errorf("the slips say %v", choices)
	}
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			other := engine.New(t)
			if err := other.Import(t.Context(), root(t, first), func(store.Sheet) {}); err != nil {
				t.Fatal(err)
			}
			back := t.TempDir()
			if err := other.Export(t.Context(), root(t, back), "dev", func(store.Sheet) {}); err != nil {
				t.Fatal(err)
			}
			for name, text := range files(t, back) {
				if text != want[name] {
					t.Errorf("%s differs:\n%s", name, differences(want[name], text))
				}
			}
			goesOn(t, other, o)
		})
	}
}

// goesOn lets the next meeting be planned where the last one was moved to.
func goesOn(t *testing.T, s *store.Store, from *office) {
	t.Helper()
	o := open(t, s, storetest.Raw(t, s), from.clock.Now())
	d, err := o.clerk.Latest(t.Context(), o.as(zhang))
	o.must(err)
	if d.Minutes == nil || d.Minutes.Number != 4 || len(d.Ballots) != 2 || d.Ballots[1].Tally().For != 4 {
		t.Errorf("the meeting is now %+v", d.Meeting)
	}
	if id := o.fix("2026-12-29 14:30"); id != d.Meeting.ID+1 {
		t.Errorf("the next meeting has the id %d", id)
	}
}
