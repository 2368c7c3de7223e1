package cards_test

import (
	"slices"
	"testing"
	"time"

	"yishi/cards"
	"yishi/committee"
)

// Whom the notice reached and how, who is on his way, and why a message came (NTC-06,
// M4, M12).
func TestNTC06M4M12Words(t *testing.T) {
	k := deck(t)
	noticed := func(changes ...func(*committee.Dossier)) committee.Dossier {
		return dossier(committee.Noticed, "2026-12-14 17:07", changes...)
	}
	copied := noticed(func(d *committee.Dossier) {
		d.Meeting.Roll = append(d.Meeting.Roll, committee.Attendee{Member: street, Capacity: committee.Copied})
	})
	sent := func(codes ...int) committee.Sendings {
		all := committee.Sendings{}
		for _, a := range copied.Meeting.Roll {
			all[a.Member] = committee.Sending{Member: a.Member, At: on("2026-12-10 09:07")}
		}
		for i, code := range codes {
			all[wu-committee.MemberID(i)] = committee.Sending{Code: code, At: on("2026-12-10 09:07")}
		}
		return all
	}
	known := copied
	known.Meeting.Roll = slices.Clone(copied.Meeting.Roll)
	for i, how := range []committee.Means{committee.ByAnswer, committee.ByReading, committee.BySending, committee.ByPhone} {
		known.Meeting.Roll[i].Reached, known.Meeting.Roll[i].ReachedAt, known.Meeting.Roll[i].ReachedBy = how, on("2026-12-11 10:15"), he
	}
	known.Meeting.Roll[4].Capacity = committee.Released
	some := sent(4)
	delete(some, sun)
	golden(t, "evidence.txt", map[string]string{
		"report-all":       k.NoticeReport(noticed(), sent()),
		"report-copied":    k.NoticeReport(copied, sent()),
		"report-some":      k.NoticeReport(noticed(), sent(4, 99999)),
		"report-none":      k.NoticeReport(noticed(), nil),
		"why-on-time":      k.WhyCame([]cards.Came{{"chase", "【请您回复】滨河社区“大党委”会议通知", on("2026-12-11 09:07"), on("2026-12-11 09:07").Add(59 * time.Second)}}, 5),
		"why-joined-later": k.WhyCame([]cards.Came{{"forecast", "到会预计", on("2026-12-10 22:02"), on("2026-12-11 09:07")}, {"answer", "", time.Time{}, on("2026-12-11 09:07")}}, 5),
		"report-failing":   k.NoticeFailing(noticed(), []committee.MemberID{wu, sun}),
		"evidence":         k.Evidence(known, some),
		"attendance-coming": k.Attendance(noticed(here(7), func(d *committee.Dossier) {
			d.Meeting.Roll = slices.Clone(d.Meeting.Roll)
			d.Meeting.Attendee(wu).OnWayAt = on("2026-12-15 14:21")
			d.Meeting.Attendee(sun).OnWayAt, d.Meeting.Attendee(sun).ArrivesAt = on("2026-12-15 14:22"), on("2026-12-15 14:40")
		})),
	})
}
