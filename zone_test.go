package main

import "testing"

// TestSYS08TheZoneIsTheCommittees lets the notice leave at 09:07 in China, wherever the
// machine believes itself to be.
func TestSYS08TheZoneIsTheCommittees(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"UTC", "America/New_York", "Pacific/Kiritimati"} {
		t.Run(zone, func(t *testing.T) {
			w := staged(t, "fixed")
			w.kill()
			w.zone = zone
			w.start()
			w.at("12-10 09:06:59")
			w.silent(everyone...)
			w.at("12-10 09:07")
			w.gets(without(noticed, secretary), "【会议通知】", "12月15日(周二)14:30")
			w.says(vice, "会议", "12月15日(周二)14:30")
			w.clean()
		})
	}
}
