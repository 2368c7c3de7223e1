package cards

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"yishi/committee"
	"yishi/papers"
)

//go:embed phrases/articles.yaml
var articlesYAML []byte

// An article is one rule of the bylaws in words.
type article struct {
	id    string // ATT-05
	place string // 六(五): the fifth of the sixth part
	text  string
}

var (
	part = regexp.MustCompile(`^## ([一二三四五六七八九十]+)、.*\(([A-Z]+)\)$`)
	rule = regexp.MustCompile(`^\| ([A-Z]+)-(\d\d) \| (.+) \|$`)
)

// articles reads the articles of a document like docs/rules.md. The number of an
// article is its place in the part that is headed by its group.
func articles(rules string) []article {
	var out []article
	places := map[string]string{}
	for line := range strings.Lines(rules) {
		line = strings.TrimSpace(line)
		if m := part.FindStringSubmatch(line); m != nil {
			places[m[2]] = m[1]
		}
		m := rule.FindStringSubmatch(line)
		if m == nil || places[m[1]] == "" {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		out = append(out, article{m[1] + "-" + m[2], places[m[1]] + "(" + papers.Numeral(n) + ")", m[3]})
	}
	return out
}

// grounds reads on which article each refusal stands: its place, by the refusal's rule.
func grounds(file []byte, rules []article) (map[string]string, error) {
	var refusals map[string][]string
	if err := yaml.Unmarshal(file, &refusals); err != nil {
		return nil, fmt.Errorf("cards: reading the articles of the refusals: %w", err)
	}
	out := map[string]string{}
	for _, a := range rules {
		for _, key := range refusals[a.id] {
			out[key] = a.place
		}
	}
	return out, nil
}

// Refusal says why the rules refuse, by which article, and what can be done (SYS-15).
func (p *Phrases) Refusal(r *committee.Refusal) string {
	place, stands := p.grounds[r.Rule]
	if !stands {
		return p.Say(r.Rule, r.Args...)
	}
	text, by := p.text[r.Rule], p.Say("article.by", place)
	if strings.Contains(text, "{rule}") {
		return fill(strings.Replace(text, "{rule}", by, 1), r.Args)
	}
	first, rest, _ := strings.Cut(text, "。")
	return fill(first+"。"+by+"。"+rest, r.Args)
}

// Articles are the bylaws in words, asked for by place or id, one article or a whole
// part of them: 六(五), ATT-05, 六; "" when there are none.
func (p *Phrases) Articles(name string) string {
	name = strings.ToUpper(strings.ReplaceAll(name, " ", ""))
	var found []string
	for _, a := range p.articles {
		group, _, _ := strings.Cut(a.id, "-")
		of, _, _ := strings.Cut(a.place, "(")
		if slices.Contains([]string{a.id, a.place, group, of}, name) {
			found = append(found, p.Say("article", a.place, a.text))
		}
	}
	return strings.Join(found, "\n")
}
