package letters

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/cards"
	"yishi/clerk"
	"yishi/clock"
	"yishi/store"
	"yishi/workday"
)

// Every kind of letter is written here, and says how far it gives way to people's rest.
func TestM12EveryKindHasItsManners(t *testing.T) {
	deck, err := cards.New()
	if err != nil {
		t.Fatal(err)
	}
	l := New(clerk.New(&store.Store{}, workday.China(), clock.Real(nil).Now), deck)
	if diff := cmp.Diff(clerk.Kinds(), slices.Sorted(maps.Keys(l.kinds))); diff != "" {
		t.Errorf("kinds with manners and kinds that are written (-manners +written):\n%s", diff)
	}
}
