package cards_test

import (
	"go/ast"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"yishi/cards"
	"yishi/committee"
)

// plainly are the refusals of a role or a moment that stand on no article: what was
// asked for is over, or is not there.
var plainly = []string{"ballot.none", "card.gone", "coming.not-today", "late.settled"}

// Nobody is refused for what he is, or for the moment, without the article that says so
// (SYS-15); and what articles.yaml names is an article and a sentence.
func TestSYS15EveryRefusalStandsOnAnArticle(t *testing.T) {
	file, err := os.ReadFile("phrases/articles.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var listed map[string][]string
	if err := yaml.Unmarshal(file, &listed); err != nil {
		t.Fatal(err)
	}
	deck, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	article := map[string]string{}
	for id, keys := range listed {
		if deck.Articles(id) == "" {
			t.Errorf("docs/rules.md has no article %s", id)
		}
		for _, key := range keys {
			if !deck.Has(key) {
				t.Errorf("%s: there is no sentence %q", id, key)
			}
			if article[key] != "" {
				t.Errorf("%q stands on %s and on %s", key, article[key], id)
			}
			article[key] = id
		}
	}
	for _, key := range refusals(t) {
		if article[key] == "" && !slices.Contains(plainly, key) {
			t.Errorf("%q stands on no article", key)
		}
	}
}

// refusals are the keys with which the source refuses a role or a moment.
func refusals(t *testing.T) (keys []string) {
	t.Helper()
	inspect(t, func(_ *token.FileSet, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 || called(call) != "Refuse" {
			return
		}
		kind := call.Args[0]
		if sel, ok := kind.(*ast.SelectorExpr); ok {
			kind = sel.Sel
		}
		id, ok := kind.(*ast.Ident)
		if !ok || id.Name != "Forbidden" && id.Name != "Untimely" {
			return
		}
		if key, ok := literal(call.Args[1]); ok {
			keys = append(keys, key)
		}
	})
	return keys
}

func TestSYS15Refusal(t *testing.T) {
	deck, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		refusal *committee.Refusal
		want    string
	}{
		{committee.Refuse(committee.NotFound, "topic.no-number", 7, []int{1, 2}), "没有编号为7的议题。目前待议议题的编号:1、2。回复“议题”可查看。"},
		{committee.Refuse(committee.Forbidden, "ballot.observer"), "您为列席人员,不参加表决。依据《议事规则》八(三)。"},
		{committee.Refuse(committee.Forbidden, "meeting.only-secretary"), "会议由书记召集,您的身份不能办理此项。依据《议事规则》三(三)。可将建议告知书记。"},
		{committee.Refuse(committee.Forbidden, "remote.never"), "依据《议事规则》六(四),须现场到会,不能视频参会。不能到会的,请回复“请假 事由”。"},
		{committee.Refuse(committee.Invalid, "no.such.key"), "no.such.key"},
	} {
		if got := deck.Refusal(c.refusal); got != c.want {
			t.Errorf("%s: got %s\nwant %s", c.refusal.Rule, got, c.want)
		}
	}
}

func TestSYS15Articles(t *testing.T) {
	deck, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	one := deck.Articles("六(五)")
	if !strings.HasPrefix(one, "《议事规则》六(五):实到不足法定到会人数的不能开会。") || strings.Contains(one, "\n") {
		t.Errorf("六(五) is %s", one)
	}
	for _, name := range []string{"ATT-05", "att-05", "六 (五)"} {
		if got := deck.Articles(name); got != one {
			t.Errorf("%s is %s", name, got)
		}
	}
	part := deck.Articles("六")
	if !strings.Contains(part, one) || strings.Count(part, "\n") != 5 || part != deck.Articles("ATT") {
		t.Errorf("六 is %s", part)
	}
	for _, name := range []string{"", "表决", "六(九)", "十一", "A-01", "ATT-"} {
		if got := deck.Articles(name); got != "" {
			t.Errorf("%q is %s", name, got)
		}
	}
}
