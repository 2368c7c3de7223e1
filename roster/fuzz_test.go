package roster_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/simplifiedchinese"

	"yishi/roster"
)

// FuzzRead reads anything. What is refused says why; what is read comes back
// when it was written.
func FuzzRead(f *testing.F) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(binhe)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		binhe, gbk, "\ufeff" + binhe, header + secretary + "刘 芳,'=1,,委员、列席,,+86 138,网页,,46328,,\n", "PK\x03\x04", "\xd0\xcf\x11\xe0",
		header + secretary + "\"刘\n芳\",\"\"\"\",x\"y,,,,,,,,\n\n", "姓名\t大党委职务\n", "\xff\xfe", header + ",,,,,,,,,,\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		people, err := roster.Read("名册", data)
		if err != nil {
			if people != nil || strings.TrimSpace(err.Error()) == "" {
				t.Fatalf("%d people and %q", len(people), err)
			}
			return
		}
		again, err := roster.Read("名册.csv", []byte(written(t, people)))
		if err != nil {
			t.Fatalf("what was read and written is refused: %v", err)
		}
		ignored := cmp.Options{cmpopts.IgnoreFields(roster.Person{}, "Number"), cmpopts.IgnoreFields(roster.Account{}, "Row"), cmpopts.EquateEmpty()}
		if diff := cmp.Diff(people, again, ignored); diff != "" {
			t.Fatal(diff)
		}
	})
}
