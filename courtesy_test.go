package main

import (
	"database/sql"
	"path/filepath"
	"time"

	"yishi/clerk"
	"yishi/committee"
	"yishi/workday"
)

// wasCourteous reads in the ledger of the quarter that was played (M12, NTC-08): apart
// from the day of the meeting nobody had more than two routine messages a day, the
// secretary three on the eve, where tomorrow would have been too late; nothing of the
// kind came at night or on a rest day, and who had answered was not asked again.
func (w *world) wasCourteous() {
	w.Helper()
	db, err := sql.Open("sqlite", filepath.Join(w.dir, "yishi.db"))
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(w.Context(), `SELECT d.kind, d.member_id, d.message_key, d.sent_at, COALESCE(a.answered_at, 0)
		FROM deliveries d LEFT JOIN attendees a ON a.meeting_id = d.meeting_id AND a.member_id = d.member_id WHERE d.failure = 0 ORDER BY d.id`)
	if err != nil {
		w.Fatal(err)
	}
	defer rows.Close()
	type day struct {
		who int64
		on  workday.Date
	}
	messages, all := map[day]map[string]bool{}, 0
	for rows.Next() {
		var kind, key string
		var who, sent, answered int64
		if err := rows.Scan(&kind, &who, &key, &sent, &answered); err != nil {
			w.Fatal(err)
		}
		at := time.UnixMilli(sent).In(committee.Zone)
		if kind == clerk.Chase && answered > 0 && answered < sent {
			w.Errorf("person %d answered, and was asked again at %s", who, at)
		}
		if clerk.MannersOf(kind) == committee.AtOnce || committee.DayOf(at) == workday.New(2026, 12, 15) {
			continue
		}
		if decent := committee.Decent(committee.DefaultBylaws(), workday.China(), at); !decent.Equal(at) {
			w.Errorf("person %d was written to (%s) at %s", who, kind, at)
		}
		if clerk.MannersOf(kind) < committee.Rationed {
			continue
		}
		all++
		d := day{who, committee.DayOf(at)}
		if messages[d] == nil {
			messages[d] = map[string]bool{}
		}
		messages[d][key] = true
	}
	if err := rows.Err(); err != nil || all < 30 {
		w.Fatalf("the ledger has %d routine messages, %v", all, err)
	}
	eve := day{1, workday.New(2026, 12, 14)}
	for d, keys := range messages {
		if most := map[bool]int{false: committee.Ration, true: committee.Ration + 1}[d == eve]; len(keys) > most {
			w.Errorf("person %d was sent %d routine messages on %s", d.who, len(keys), d.on)
		}
	}
}
