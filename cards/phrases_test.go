package cards_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
)

// enlarged are the keys that the source puts together: their beginning, and what may
// stand behind it.
var enlarged = map[string][]string{
	"meeting.state.":   {"planned", "fixed", "noticed", "in_session", "paused", "adjourned", "circulated", "lapsed", "cancelled"},
	"room.left.chair.": {"noticed", "paused"},
	"meeting.status.":  {"planned", "fixed", "noticed", "in_session", "paused"},
	"draft.body.":      {"recorder", "vice", "secretary"},
	"draft.text.":      {"recorder", "vice", "secretary"},
	"draft.submitted.": {
		string(committee.WithVice), string(committee.WithSecretary),
	},
	"minutes.status.":      {string(committee.WithRecorder), string(committee.WithVice), string(committee.WithSecretary)},
	"topic.state.":         {"submitted", "approved", "returned", "deferred"},
	"topic.kind.":          {string(committee.Decide), string(committee.Hear), string(committee.Study), string(committee.Personnel)},
	"disclosure.":          {"1", "2", "3"},
	"topic.only-secretary": {"", ".others"},
	"topic.":               {"returned.done", "returned.same", "deferred.done", "deferred.same"},
	"mine.":                {"help.submit", "help.pass", "help.sign", "help.read"},

	"dialogue.lapsed.":    {"propose", "topic.return", "topic.add", "topic.merge", "minutes.return", "move", "candidate", "change", "instead", "opening", "opinion"},
	"dialogue.cancelled.": {"leave", "move"},
	"card.done.":          {"choose", "topic.add", "session.adjourn", "plan.moved", "plan.unmoved", "plan.move", "plan.urgent", "duty.report", "duty.rest", "duty.send"},

	"sent.":            {string(bot.Voice), string(bot.Picture), string(bot.Video), string(bot.Document), string(bot.Location), string(bot.Link)},
	"choice.":          {string(committee.For), string(committee.Against), string(committee.Abstain)},
	"ballot.type.":     {"named", "secret"},
	"arithmetic.":      {"exceed.passed", "exceed.failed", "reach.passed", "reach.failed"},
	"ballot.mark.":     {"exceed", "reach"},
	"reading.":         {string(committee.Expected), string(committee.Present), string(committee.Valid)},
	"base.":            {string(committee.Expected), string(committee.Present), string(committee.Valid)},
	"evidence.":        {string(committee.ByAnswer), string(committee.ByReading), string(committee.BySending)},
	"why.":             {"-2", "-1", "0", "1", "2", "4", "5", "60111", "81013", "40003", "46004"},
	"leave.answered.":  {"granted", "urged"},
	"propose.":         {"title", "scope", "scope-reason", "kind", "persons", "ask", "reporter", "observers", "disclosure"},
	"law.":             keysOfLaws(),
	"law.is.":          ofManyLaws,
	"laws.form.":       {string(committee.Whole), string(committee.AsClock), string(committee.AsShare)},
	"laws.choices.":    {string(committee.Whole), string(committee.AsClock), string(committee.AsShare)},
	"seat.fill.":       {"secretary", "vice", "member"},
	"given.":           {"appoint", "renew", "succeed", "again"},
	"depart.":          {"ask", "done"},
	"succeed.":         {"ask", "done"},
	"came.name.":       {"topics.call", "forecast", "remind", "topics.due", "topic.decided", "quarter", "notice.report", "unread", "terms", "vacancy"},
	"came.kind.":       clerk.Kinds(), // every kind of letter says why it came (M12)
	"appoint.state.":   {"proposed", "reported", "passed", "returned", "rejected", "appointed"},
	"candidate.state.": {"proposed", "reported", "passed", "returned", "rejected", "appointed"},
}

// ofManyLaws are the values that mean the same in every switch.
var ofManyLaws = []string{"true", "false", "expected", "present", "valid", "general", "named", "secret", ">1/2", ">=2/3", ">=3/4", ">=4/5"}

// keysOfLaws are the switches of the bylaws: each has a name, and each of their values
// a meaning.
func keysOfLaws() (keys []string) {
	for _, s := range committee.Switches() {
		keys = append(keys, s.Key)
		for _, value := range s.Allowed {
			if !slices.Contains(ofManyLaws, value) {
				keys = append(keys, s.Key+"="+value)
			}
		}
	}
	return keys
}

// sentences reads the file of phrases itself, as the product does.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("phrases/zh-CN.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]string
	if err := yaml.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// said is what the source says: every word in quotation marks, and every call that
// says a sentence with the number of its arguments, -1 when they are not counted.
type said struct {
	words map[string]bool
	calls []spoken
}

type spoken struct {
	at, key string
	args    int
}

func source(t *testing.T) said {
	t.Helper()
	out := said{words: map[string]bool{}}
	inspect(t, out.note)
	return out
}

// inspect reads the source of the packages that say something.
func inspect(t *testing.T, see func(*token.FileSet, ast.Node)) {
	t.Helper()
	fset := token.NewFileSet()
	for _, pkg := range []string{"committee", "clerk", "cards", "letters", "handlers"} {
		files, err := filepath.Glob("../" + pkg + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				see(fset, n)
				return true
			})
		}
	}
}

func (s *said) note(fset *token.FileSet, n ast.Node) {
	if word, ok := literal(n); ok {
		s.words[word] = true
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	first := map[string]int{"Say": 0, "Refuse": 1}
	i, speaks := first[called(call)]
	if !speaks || len(call.Args) <= i {
		return
	}
	key, ok := literal(call.Args[i])
	if !ok {
		return
	}
	args := len(call.Args) - i - 1
	if call.Ellipsis != token.NoPos {
		args = -1
	}
	s.calls = append(s.calls, spoken{fset.Position(call.Pos()).String(), key, args})
}

// called is the name of the function that is called.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	word, err := strconv.Unquote(lit.Value)
	return word, err == nil
}

// Every key that is said has its sentence, and every sentence is said: nobody is
// answered by a key, and no sentence lies about that nothing says any more.
func TestEverySentenceIsSaid(t *testing.T) {
	have, src := sentences(t), source(t)
	for _, c := range src.calls {
		if have[c.key] == "" && !strings.HasSuffix(c.key, ".") {
			t.Errorf("%s: there is no sentence %q", c.at, c.key)
		}
	}
	used := maps.Clone(src.words)
	for begin, ends := range enlarged {
		if !src.words[begin] {
			t.Errorf("the source puts no key together that begins with %q", begin)
		}
		for _, end := range ends {
			used[begin+end] = true
			if have[begin+end] == "" {
				t.Errorf("there is no sentence %q", begin+end)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(have)) {
		if !used[key] {
			t.Errorf("nothing says %q: %s", key, have[key])
		}
	}
}

var slot = regexp.MustCompile(`\{(\d)(?::(\w+))?\}`)

// A sentence fills no more slots than it is given arguments, and its slots have forms
// that there are.
func TestSlots(t *testing.T) {
	have := sentences(t)
	forms := []string{"", "bare", "weekday", "long", "clock", "phones", "masked", "numeral"}
	most := map[string]int{}
	for key, text := range have {
		for _, m := range slot.FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(m[1])
			most[key] = max(most[key], n)
			if !slices.Contains(forms, m[2]) {
				t.Errorf("%s: there is no form %q", key, m[2])
			}
		}
		if strings.Count(text, "{") != len(slot.FindAllString(text, -1))+strings.Count(text, "{rule}") {
			t.Errorf("%s has a brace that is no slot: %s", key, text)
		}
	}
	for _, c := range source(t).calls {
		if c.args >= 0 && c.args < most[c.key] {
			t.Errorf("%s: %q has %d slots and is given %d arguments", c.at, c.key, most[c.key], c.args)
		}
	}
}

// Official Chinese is courteous and plain (spec.md §3): 您 and never 你, no
// exclamation marks, no emoji besides ✔ and ✘, no slips of the plan (§0.1).
func TestTone(t *testing.T) {
	bad := []string{"你", "！", "!", "互隶属", "科学开展", "效劳", "根底", "那么上", "〞", "，", "？", "：", "（", "）", "失败", "错误", "责令", "TODO"}
	emoji := regexp.MustCompile(`[\x{1F300}-\x{1FAFF}]`)
	for key, text := range sentences(t) {
		for _, word := range bad {
			if strings.Contains(text, word) {
				t.Errorf("%s says %q: %s", key, word, text)
			}
		}
		if emoji.MatchString(text) {
			t.Errorf("%s has an emoji: %s", key, text)
		}
		if strings.Count(text, "“") != strings.Count(text, "”") || strings.Count(text, "(") != strings.Count(text, ")") {
			t.Errorf("%s opens what it does not close: %s", key, text)
		}
	}
}

func TestSay(t *testing.T) {
	deck, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	if got := deck.Say("no.such.key", 1); got != "no.such.key" {
		t.Errorf("a key without a sentence is said as %q", got)
	}
	if got := deck.Say("contact"); got != "联系人:  电话:" {
		t.Errorf("missing arguments give %q", got)
	}
	if deck.Has("no.such.key") || !deck.Has("contact") {
		t.Error("Has is wrong")
	}
}
