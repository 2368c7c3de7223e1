package clerk

import (
	"context"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

type sourceKey struct{}

// From returns a context in which whatever is done is kept in the journal as coming
// from there: an account on its platform, wecom/liufang, or a command of the program
// (SYS-11).
func From(ctx context.Context, source string) context.Context {
	return context.WithValue(ctx, sourceKey{}, source)
}

func sourceOf(ctx context.Context) string {
	source, _ := ctx.Value(sourceKey{}).(string)
	return source
}

// A Line is a line of the journal as people read it.
type Line struct {
	store.Entry
	Name   string    // of who did it; empty: the clock, or the command that the source names
	Starts time.Time // of the meeting that it is about; zero: about none
}

// Journal reads a committee's journal from one day to another, both included; a zero
// date bounds nothing (SYS-11).
func (c *Clerk) Journal(ctx context.Context, id committee.ID, from, to workday.Date) (lines []Line, err error) {
	begin, end := time.Time{}, c.now().AddDate(1, 0, 0)
	if !from.IsZero() {
		begin = from.At(0, 0, committee.Zone)
	}
	if !to.IsZero() {
		end = to.AddDays(1).At(0, 0, committee.Zone)
	}
	err = c.store.View(ctx, func(tx *store.Tx) error {
		entries, err := tx.JournalBetween(id, begin, end)
		if err != nil {
			return err
		}
		lines, err = linesOf(tx, id, entries)
		return err
	})
	return lines, err
}

// linesOf puts the names of people and the dates of meetings to entries.
func linesOf(tx *store.Tx, id committee.ID, entries []store.Entry) ([]Line, error) {
	body, err := tx.Body(id)
	if err != nil {
		return nil, err
	}
	names := map[committee.MemberID]string{}
	for _, m := range body {
		names[m.ID] = m.Name
	}
	starts := map[committee.MeetingID]time.Time{0: {}}
	var lines []Line
	for _, e := range entries {
		if _, known := starts[e.Meeting]; !known {
			m, err := tx.MeetingHead(e.Meeting)
			if err != nil {
				return nil, err
			}
			starts[e.Meeting] = m.Starts
		}
		lines = append(lines, Line{e, names[e.Actor], starts[e.Meeting]})
	}
	return lines, nil
}
