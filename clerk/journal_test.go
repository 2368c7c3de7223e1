package clerk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"yishi/clerk"
	"yishi/committee"
	"yishi/workday"
)

// silent are the methods that write and leave no line, each with the reason.
var silent = map[string]string{
	"Sent":          "the delivery that it keeps says more",
	"Failed":        "the delivery that it keeps says more",
	"Refused":       "the delivery that it keeps says more",
	"Drop":          "the courier's own work",
	"PutOff":        "the courier's own work",
	"Reshown":       "the courier's own work",
	"Later":         "the rest of an answer",
	"Ask":           "a question of a dialogue; what it comes to is kept",
	"ShowVote":      "a card that shows what is on record",
	"EndDialogue":   "a question of a dialogue; what it comes to is kept",
	"RemindQuarter": "the letters that it posts, with their deliveries",
}

// further are the acts that the use cases of the meeting do not show.
func further() map[string]func(o *office) error {
	account := committee.Account{Platform: "dingtalk", User: "staff-7"}
	return map[string]func(o *office) error{
		"AmendLaws": func(o *office) error {
			_, err := o.clerk.AmendLaws(o.Context(), o.as(zhang), committee.Amendment{Key: "vote.minutes", Value: "15", Reference: "临江党工委〔2026〕12号"})
			return err
		},
		"MakeBinding": func(o *office) error {
			_, _, err := o.clerk.MakeBinding(o.Context(), o.as(he), o.as(wu).Member)
			return err
		},
		"Bind": func(o *office) error {
			code, _, err := o.clerk.MakeBinding(o.Context(), o.as(he), o.as(wu).Member)
			o.must(err)
			_, err = o.clerk.Bind(o.Context(), account, code)
			return err
		},
		"ImportRoster": func(o *office) error {
			_, err := o.clerk.ImportRoster(o.Context(), home, []committee.Member{{Name: "钱立", Roles: committee.Observer, Phone: "13900000009"}})
			return err
		},
		"SaveCommittee": func(o *office) error {
			return o.clerk.SaveCommittee(o.Context(), committee.Committee{ID: home, Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "望江街道党工委"}, nil)
		},
		"AddCommittee": func(o *office) error {
			return o.clerk.AddCommittee(o.Context(), &committee.Committee{Name: "江心社区“大党委”"}, nil)
		},
		"Run": func(o *office) error { o.goTo("2026-12-10 09:10"); return nil },
	}
}

// Whatever is asked for and changes something leaves a line that says who, what and
// from where (SYS-11).
func TestSYS11WhatIsDoneIsKept(t *testing.T) {
	count := "SELECT COUNT(*) FROM journal"
	for _, u := range useCases() {
		t.Run(u.name, func(t *testing.T) {
			for person, id := range persons {
				i := slices.IndexFunc(scenes, func(in string) bool { return u.allows(person, in) })
				if i < 0 || id == boss {
					continue
				}
				o := scene(t, scenes[i])
				before, was := o.column(count)[0], o.dump("journal")
				if err := u.do(o, o.as(id)); err != nil {
					t.Fatal(err)
				}
				if o.column(count)[0] == before && o.dump("journal") != was {
					t.Errorf("by the %s in %q it leaves no line", person, scenes[i])
				}
			}
		})
	}
	for name, do := range further() {
		t.Run(name, func(t *testing.T) {
			o := scene(t, fixed)
			before := o.column(count)[0]
			o.must(do(o))
			if o.column(count)[0] == before {
				t.Error("it leaves no line")
			}
		})
	}
}

// Every method of the clerk that writes comes to a line of the journal, or says why it
// leaves none.
func TestSYS11NothingIsLeftOut(t *testing.T) {
	calls, exported := calls(t)
	writes, logs := reaching(calls, "do", "Update"), reaching(calls, "log")
	found := 0
	for _, name := range exported {
		_, silently := silent[name]
		switch {
		case writes[name] && !logs[name] && !silently:
			t.Errorf("Clerk.%s changes something and leaves no line in the journal: let it, or say why it need not", name)
		case silently && !writes[name]:
			t.Errorf("Clerk.%s writes nothing", name)
		case writes[name]:
			found++
		}
	}
	if found < 40 {
		t.Errorf("only %d methods are found to write", found)
	}
}

// reaching are the functions that come to a call of one of some names.
func reaching(calls map[string][]string, names ...string) map[string]bool {
	out := map[string]bool{}
	for grown := true; grown; {
		grown = false
		for name, called := range calls {
			if !out[name] && slices.ContainsFunc(called, func(c string) bool { return out[c] || slices.Contains(names, c) }) {
				out[name], grown = true, true
			}
		}
	}
	return out
}

// calls are the functions of the package with what they call of the clerk, his desk
// and his store, and the names of the clerk's exported methods.
func calls(t *testing.T) (out map[string][]string, exported []string) {
	t.Helper()
	out = map[string][]string{}
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			out[f.Name.Name] = append(out[f.Name.Name], callsOf(f)...)
			if f.Recv != nil && f.Name.IsExported() && len(f.Recv.List[0].Names) > 0 && f.Recv.List[0].Names[0].Name == "c" {
				exported = append(exported, f.Name.Name)
			}
		}
	}
	return out, exported
}

// callsOf are the names of what a function calls of c, of k and of a store, and of the
// package's own functions.
func callsOf(f *ast.FuncDecl) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			out = append(out, fun.Name)
		case *ast.SelectorExpr:
			of := fun.X
			if inner, ok := of.(*ast.SelectorExpr); ok && inner.Sel.Name == "store" {
				of = inner.X
			}
			if name, ok := of.(*ast.Ident); ok && (name.Name == "c" || name.Name == "k") {
				out = append(out, fun.Sel.Name)
			}
		}
		return true
	})
	return out
}

// The journal is read by its days, with names, places and the meeting; a secret vote
// leaves no line of who voted.
func TestSYS11JournalIsRead(t *testing.T) {
	o := wholeMeeting(t)
	ctx := clerk.From(t.Context(), "wecom/heting")
	_, _, err := o.clerk.MakeBinding(ctx, o.as(he), o.as(wu).Member)
	o.must(err)
	lines, err := o.clerk.Journal(t.Context(), home, workday.Date{}, workday.Date{})
	o.must(err)
	named := 0
	for _, l := range lines {
		if l.Act == "ballot.cast" {
			named++
			if l.Name == "" || !strings.Contains(l.Detail, "充电棚") || l.Starts != at("2026-12-15 14:30") {
				t.Errorf("a vote by name is kept as %+v", l)
			}
		}
	}
	if named != 8 {
		t.Errorf("%d votes by name are kept, want 8", named)
	}
	last := lines[len(lines)-1]
	if last.Source != "wecom/heting" || last.Name != "何婷" || last.Act != "binding.make" || last.Detail != "吴国栋" {
		t.Errorf("the last line is %+v", last)
	}
	day := workday.On(at("2026-12-17 00:00"))
	lines, err = o.clerk.Journal(t.Context(), home, day, day)
	o.must(err)
	if len(lines) != 1 {
		t.Errorf("of the last day there is %+v", lines)
	}
}
