package workday

import (
	"container/list"
	"testing"

	"github.com/6tail/lunar-go/HolidayUtil"
)

func TestTableOfLeavesOutWhatItCannotRead(t *testing.T) {
	records := list.New()
	records.PushBack("国庆节")
	records.PushBack(HolidayUtil.NewHoliday("2026-13-01", "国庆节", false, "2026-10-01"))
	records.PushBack(HolidayUtil.NewHoliday("2026-10-01", "国庆节", false, "2026-10-01"))
	got := tableOf(records)
	if want := (mark{name: "国庆节", off: true}); len(got) != 1 || got[New(2026, 10, 1)] != want {
		t.Errorf("tableOf = %v, want only 2026-10-01", got)
	}
}
