package main

import (
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A layer says what a package may import besides the standard library: which of
// ours, and which of others', by the beginning of their paths. A pure package
// does no IO and logs nothing.
type layer struct {
	ours   []string
	theirs []string
	pure   bool
}

// The import graph of docs/architecture.md. A package that is not here may not
// be there: its row comes with it, in the same commit, with the reason.
var layers = map[string]layer{
	// The rules.
	"workday":   {pure: true, theirs: []string{"github.com/6tail/lunar-go/"}},
	"when":      {pure: true, ours: []string{"workday"}, theirs: []string{"github.com/6tail/lunar-go/"}},
	"committee": {pure: true, ours: []string{"workday"}},
	"papers":    {pure: true, ours: []string{"committee", "workday"}},
	"docs":      {pure: true}, // the bylaws in words are shown by article

	// What is asked for, kept and said.
	"store": {ours: []string{"committee", "workday"}, theirs: []string{
		"gorm.io/", "github.com/glebarez/", "github.com/go-sql-driver/mysql", "modernc.org/sqlite", "github.com/pressly/goose/v3",
	}},
	"store/storetest": {ours: []string{"store", "committee", "workday"}},
	"clerk":           {ours: []string{"store", "papers", "committee", "workday", "bot"}},
	"cards": {
		pure: true, ours: []string{"committee", "workday", "bot", "papers", "docs"},
		theirs: []string{"go.yaml.in/yaml/v3"},
	},
	// A letter's words are drawn when it leaves; what was tapped is drawn again by the same function.
	"letters": {ours: []string{"clerk", "cards", "store", "papers", "committee", "workday", "bot"}},

	// The doorways. They never import each other.
	"handlers": {ours: []string{"clerk", "letters", "cards", "papers", "bot", "committee", "workday", "when"}},
	"scheduler": {
		ours:   []string{"clerk", "letters", "cards", "bot", "clock", "store", "committee", "workday"},
		theirs: []string{"github.com/robfig/cron/v3"},
	},

	// The platforms. Their names for things never leave their package.
	"bot":         {},
	"bot/bottest": {ours: []string{"bot"}},
	"bot/wecom": {
		ours:   []string{"bot", "cache", "clock"},
		theirs: []string{"github.com/silenceper/wechat/v2/"},
	},
	"sandbox": {}, // the other side of the wire: it knows none of ours

	// What the rest stands on: values are handed in.
	"cache":           {theirs: []string{"github.com/redis/go-redis/v9", "github.com/jellydator/ttlcache/v3"}},
	"cache/cachetest": {ours: []string{"cache"}},
	"clock":           {},
	"configs":         {theirs: []string{"go.yaml.in/yaml/v3"}},
	"roster": {
		ours:   []string{"workday"},
		theirs: []string{"github.com/xuri/excelize/v2", "golang.org/x/text/"},
	},
}

// The root puts everything together, so it may know all of ours.
var root = layer{theirs: []string{"github.com/prometheus/"}}

// Standard packages that do IO or log. A name ending in "/" stands for all below it.
var impure = []string{"os", "os/", "io/ioutil", "net", "net/", "database/sql", "log", "log/", "syscall"}

const (
	longestFile     = 400
	longestFunction = 60
)

// A file is one of the product's files; its package is named by its folder.
type file struct {
	pkg  string // "." for the root
	name string // relative to the root
	ast  *ast.File
	fset *token.FileSet
}

func (f file) at(n ast.Node) string {
	return f.name + ":" + strconv.Itoa(f.fset.Position(n.Pos()).Line)
}

func (f file) lines(n ast.Node) int {
	return f.fset.Position(n.End()).Line - f.fset.Position(n.Pos()).Line + 1
}

// product reads every Go file of the module that is not a test.
func product(t *testing.T) []file {
	t.Helper()
	var files []file
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && outside(d.Name()):
			return filepath.SkipDir
		case d.IsDir(), !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		name = filepath.ToSlash(name)
		files = append(files, file{pkg: path.Dir(name), name: name, ast: parsed, fset: fset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no product files here: the test must run in the root of the module")
	}
	return files
}

// outside tells whether Go, or this project, keeps something other than the
// product's packages in a folder of that name.
func outside(folder string) bool {
	return strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "_") ||
		slices.Contains([]string{"bin", "data", "docs", "testdata", "tools"}, folder)
}

func TestImportGraph(t *testing.T) {
	for _, f := range product(t) {
		l, known := layers[f.pkg]
		if f.pkg == "." {
			l, known = root, true
			l.ours = slices.Collect(maps.Keys(layers))
		}
		if !known {
			t.Errorf("%s: package %s has no row in the table of layers", f.name, f.pkg)
			continue
		}
		for _, spec := range f.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := l.refuses(imported); why != "" {
				t.Errorf("%s: package %s may not import %s: %s", f.at(spec), f.pkg, imported, why)
			}
		}
	}
}

// refuses says why a package of this layer may not import what is named, or
// nothing when it may.
func (l layer) refuses(imported string) string {
	first, _, _ := strings.Cut(imported, "/")
	own, ours := strings.CutPrefix(imported, "yishi/")
	switch {
	case ours && !slices.Contains(l.ours, own):
		return "the table of layers has no such edge"
	case ours:
		return ""
	case strings.Contains(first, "."):
		if !slices.ContainsFunc(l.theirs, func(p string) bool { return beneath(imported, p) }) {
			return "a library that is not of this layer"
		}
	case l.pure && slices.ContainsFunc(impure, func(p string) bool { return beneath(imported, p) }):
		return "a pure package does no IO and logs nothing"
	}
	return ""
}

// beneath tells whether a package is the named one or, when the name ends in
// "/" or is a library's, lies below it.
func beneath(imported, name string) bool {
	if strings.HasSuffix(name, "/") {
		return strings.HasPrefix(imported, name)
	}
	return imported == name || strings.Contains(name, ".") && strings.HasPrefix(imported, name+"/")
}

func TestLayerRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		layer    string
		imported string
		refused  bool
	}{
		"an-edge-of-the-table":          {"clerk", "yishi/store", false},
		"no-edge-of-the-table":          {"clerk", "yishi/handlers", true},
		"a-door-to-a-door":              {"handlers", "yishi/scheduler", true},
		"below-an-edge-is-another-edge": {"cards", "yishi/bot/wecom", true},
		"the-standard-library":          {"committee", "strings", false},
		"io-in-a-pure-package":          {"committee", "os", true},
		"below-io-in-a-pure-package":    {"papers", "net/http", true},
		"a-log-in-a-pure-package":       {"cards", "log/slog", true},
		"a-name-that-begins-like-io":    {"papers", "osmosis", false},
		"io-where-it-belongs":           {"configs", "os", false},
		"gorm-in-store":                 {"store", "gorm.io/gorm", false},
		"gorm-elsewhere":                {"clerk", "gorm.io/gorm", true},
		"a-library-by-its-own-path":     {"cache", "github.com/redis/go-redis/v9", false},
		"below-a-library":               {"cache", "github.com/redis/go-redis/v9/maintnotifications", false},
		"another-version-of-a-library":  {"cache", "github.com/redis/go-redis/v99", true},
		"test-libraries-in-the-product": {"workday", "pgregory.net/rapid", true},
	} {
		t.Run(name, func(t *testing.T) {
			if why := layers[test.layer].refuses(test.imported); (why != "") != test.refused {
				t.Errorf("%s imports %s: refused because %q, want refused %t", test.layer, test.imported, why, test.refused)
			}
		})
	}
}

func TestLayersName(t *testing.T) {
	for name, l := range layers {
		for _, other := range l.ours {
			if _, known := layers[other]; !known {
				t.Errorf("the row of %s names %s, which has no row", name, other)
			}
		}
	}
}

var update = flag.Bool("update", false, "rewrite what is kept by a test: the graph in docs/architecture.md")

// The document shows the graph that is held.
func TestArchitectureDocument(t *testing.T) {
	const name, begin, end = "docs/architecture.md", "<!-- graph -->\n", "<!-- /graph -->"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), begin)
	shown, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the graph between %q and %q", name, begin, end)
	}
	want := graph()
	if *update {
		if err := os.WriteFile(name, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if shown != want {
		t.Errorf("%s does not show the table of layers; go test -run TestArchitectureDocument -update . mends it", name)
	}
	for pkg := range layers {
		if !strings.Contains(before+after, "`"+pkg+"`") {
			t.Errorf("%s does not say what %s is for", name, pkg)
		}
	}
}

// graph writes the table of layers for the document.
func graph() string {
	var b strings.Builder
	b.WriteString("| package | of ours | of others |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(layers)) {
		l := layers[name]
		pure := ""
		if l.pure {
			pure = " (pure)"
		}
		fmt.Fprintf(&b, "| `%s`%s | %s | %s |\n", name, pure, code(l.ours), code(l.theirs))
	}
	return b.String()
}

func code(names []string) string {
	quoted := make([]string, 0, len(names))
	for _, n := range slices.Sorted(slices.Values(names)) {
		quoted = append(quoted, "`"+strings.TrimSuffix(n, "/")+"`")
	}
	return strings.Join(quoted, " ")
}

func TestPackagesAreDocumented(t *testing.T) {
	documented := map[string]int{}
	for _, f := range product(t) {
		documented[f.pkg] += 0
		if f.ast.Doc == nil {
			continue
		}
		documented[f.pkg]++
		want := "Package " + f.ast.Name.Name + " "
		if f.pkg == "." {
			want = "Command yishi "
		}
		if !strings.HasPrefix(f.ast.Doc.Text(), want) {
			t.Errorf("%s: the package comment begins with %q, want %q", f.name, firstLine(f.ast.Doc.Text()), want)
		}
	}
	for pkg, n := range documented {
		if n != 1 {
			t.Errorf("package %s has %d package comments, want 1", pkg, n)
		}
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, f := range product(t) {
		for _, decl := range f.ast.Decls {
			for _, bare := range undocumented(decl) {
				t.Errorf("%s: %s has no comment", f.at(bare), bare.Name)
			}
		}
	}
}

// undocumented returns the exported names of a declaration that no comment
// tells of. A comment over a group tells of every name in it.
func undocumented(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !saysItself(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc == nil {
			return undocumentedSpecs(d.Specs)
		}
	}
	return nil
}

func undocumentedSpecs(specs []ast.Spec) []*ast.Ident {
	var bare []*ast.Ident
	for _, spec := range specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
				bare = append(bare, s.Name)
			}
		case *ast.ValueSpec:
			if s.Doc == nil && s.Comment == nil {
				bare = append(bare, slices.DeleteFunc(slices.Clone(s.Names), func(n *ast.Ident) bool { return !n.IsExported() })...)
			}
		}
	}
	return bare
}

// exportedReceiver tells whether d is a function, or a method of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	receiver := d.Recv.List[0].Type
	for {
		switch r := receiver.(type) {
		case *ast.StarExpr:
			receiver = r.X
		case *ast.IndexExpr: // a type with a parameter
			receiver = r.X
		case *ast.IndexListExpr:
			receiver = r.X
		case *ast.Ident:
			return r.IsExported()
		default:
			return true
		}
	}
}

// saysItself tells whether d is a method whose meaning the standard library
// fixes, so that a comment could only repeat it.
func saysItself(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"Error", "Unwrap", "String"}, d.Name.Name)
}

func TestSizes(t *testing.T) {
	var functions []int
	for _, f := range product(t) {
		if n := f.fset.File(f.ast.Pos()).LineCount(); n > longestFile {
			t.Errorf("%s has %d lines, want at most %d", f.name, n, longestFile)
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			functions = append(functions, f.lines(d))
			if n := f.lines(d); n > longestFunction {
				t.Errorf("%s: %s has %d lines, want at most %d", f.at(d), d.Name.Name, n, longestFunction)
			}
		}
	}
	slices.SortFunc(functions, cmp.Compare)
	if n := len(functions); n > 0 {
		t.Logf("%d functions: half have at most %d lines, 95 of 100 at most %d", n, functions[n/2], functions[n*95/100])
	}
}

// What runs by itself, or stops everything, is found nowhere: programs are put
// together in main, and mistakes are values.
func TestNoInitNoPanic(t *testing.T) {
	for _, f := range product(t) {
		for _, decl := range f.ast.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == "init" {
				t.Errorf("%s: a function init", f.at(d))
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "panic" {
				t.Errorf("%s: a panic", f.at(call))
			}
			return true
		})
	}
}
