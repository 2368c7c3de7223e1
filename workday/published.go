package workday

import (
	"container/list"
	"sync"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// The first year whose table the library has from its beginning.
const firstPublished = 2002

// China returns the official calendar of mainland China with the tables that
// were published when this program was built: 2002 to 2026. Every call returns
// the same calendar.
func China() *Calendar { return china() }

var china = sync.OnceValue(func() *Calendar {
	tables := map[int]table{}
	for year := firstPublished; ; year++ {
		t := tableOf(HolidayUtil.GetHolidaysByYear(year))
		if len(t) == 0 {
			return newCalendar(tables)
		}
		tables[year] = t
	}
})

// tableOf copies the library's records of a year. The library keeps them in one
// text that a caller could change while another reads, so they are read once.
func tableOf(records *list.List) table {
	t := table{}
	for e := records.Front(); e != nil; e = e.Next() {
		h, ok := e.Value.(*HolidayUtil.Holiday)
		if !ok {
			continue
		}
		if d, err := Parse(h.GetDay()); err == nil {
			t[d] = mark{name: h.GetName(), off: !h.IsWork()}
		}
	}
	return t
}
