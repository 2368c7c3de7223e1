package roster_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"yishi/roster"
	"yishi/workday"
)

// written is people as WriteCSV writes them.
func written(tb testing.TB, people []roster.Person) string {
	tb.Helper()
	var out bytes.Buffer
	if err := roster.WriteCSV(&out, people); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

func TestWriteCSV(t *testing.T) {
	people := mustRead(t, binhe)
	got := written(t, people)
	for _, line := range []string{
		"\ufeff" + strings.TrimSuffix(header, "\n") + "\r\n",
		"\r\n张建国,滨河社区,社区党委书记,书记,社区党委委员,13800000001,企业微信,zhangjianguo,,,\r\n",
		"\r\n吴国栋,江城大学后勤集团,党总支书记,委员,友邻单位,13800000009,企业微信,wuguodong,2023-11-10,2026-11-09,2023-11-10\r\n" +
			"吴国栋,江城大学后勤集团,党总支书记,委员,友邻单位,13800000009,钉钉,wuguodong,2023-11-10,2026-11-09,2023-11-10\r\n",
		"\r\n陈卫东,滨河社区,社区党委委员,委员,社区党委委员,13800000005,网页,,,,\r\n",
		"\r\n马主任,街道党建办,主任,街道、列席,,,,,,,\r\n",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("%q is not in\n%s", line, got)
		}
	}
	if diff := cmp.Diff(people, mustRead(t, got)); diff != "" {
		t.Errorf("read (-), written and read again (+): %s", diff)
	}
}

// TestFormulas has what a spreadsheet would take for a formula in every cell
// that holds prose.
func TestFormulas(t *testing.T) {
	for _, bad := range []string{
		"=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠1", "\t=1", "\r=1",
	} {
		got := written(t, []roster.Person{{Name: bad, Unit: bad, Post: bad, Seats: []string{"书记"}, Accounts: []roster.Account{{Platform: "wecom", ID: "-a"}}}})
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range rows[1] {
			if strings.IndexAny(cell, "=+-@＝＋－＠\t\r") == 0 {
				t.Errorf("%q begins as a formula", cell)
			}
		}
		if strings.ContainsAny(bad, "\t\r") {
			continue // cannot be read, so need not come back
		}
		if people := mustRead(t, got); people[0].Unit != bad || people[0].Accounts[0].ID != "-a" {
			t.Errorf("%q comes back as %q", bad, people[0].Unit)
		}
	}
}

// TestComesBack writes rosters of all kinds and reads them again.
func TestComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := draw(t)
		var out bytes.Buffer
		if err := roster.WriteCSV(&out, people); err != nil {
			t.Fatal(err)
		}
		got, err := roster.Read("名册.csv", out.Bytes())
		if err != nil {
			t.Fatalf("%v in\n%s", err, out.String())
		}
		ignored := cmp.Options{cmpopts.IgnoreFields(roster.Person{}, "Number"), cmpopts.IgnoreFields(roster.Account{}, "Row"), cmpopts.EquateEmpty()}
		if diff := cmp.Diff(people, got, ignored); diff != "" {
			t.Fatal(diff)
		}
	})
}

// draw makes up a roster that is right.
func draw(t *rapid.T) []roster.Person {
	name := rapid.StringMatching(`[一-龥]{2,4}`)
	prose := rapid.StringMatching(`|[=+@＝-]?[一-龥A-Za-z0-9"',、;\-=+@]{0,20}[一-龥]`)
	day := rapid.Custom(func(t *rapid.T) workday.Date {
		return workday.New(2000, 1, 1).AddDays(rapid.IntRange(0, 20_000).Draw(t, "day"))
	})
	people := []roster.Person{{Name: "张建国", Seats: []string{"书记"}, Phone: "13800000001"}}
	for i, name := range rapid.SliceOfNDistinct(name, 0, 8, rapid.ID).Draw(t, "names") {
		p := roster.Person{
			Name: "某" + name, Unit: prose.Draw(t, "unit"), Post: prose.Draw(t, "post"),
			Seats:    rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"委员", "列席", "记录员", "街道", "管理员"}), 1, 5, rapid.ID).Draw(t, "seats"),
			Category: rapid.SampledFrom([]string{"", "社区党委委员", "友邻单位"}).Draw(t, "category"),
			Phone:    rapid.SampledFrom([]string{"", "0871-60000000", "1390000000" + string(rune('0'+i))}).Draw(t, "phone"),
		}
		if rapid.Bool().Draw(t, "appointed") {
			p.First = day.Draw(t, "first")
			p.From = p.First.AddDays(rapid.IntRange(0, 4000).Draw(t, "from"))
			p.Until = p.From.AddDays(rapid.IntRange(0, 4000).Draw(t, "until"))
		}
		for _, platform := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"wecom", "dingtalk", "web"}), 0, 3, rapid.ID).Draw(t, "platforms") {
			id := rapid.StringMatching(`[@.a-z-][0-9a-z_.@-]{0,20}`).Draw(t, "id") + string(rune('0'+i))
			p.Accounts = append(p.Accounts, roster.Account{Platform: platform, ID: id})
		}
		people = append(people, p)
	}
	return people
}

// full is a writer that takes n bytes.
type full struct{ n int }

var errFull = errors.New("没有空间")

func (f *full) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	people := mustRead(t, binhe)
	for _, room := range []int{0, 2, 3, 100} {
		err := roster.WriteCSV(&full{room}, people)
		if !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "roster: ") {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}
