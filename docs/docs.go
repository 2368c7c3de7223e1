// Package docs holds those documents that the program itself shows to people.
package docs

import _ "embed"

// Rules is docs/rules.md: the bylaws in words, by article.
//
//go:embed rules.md
var Rules string
