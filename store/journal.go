package store

import (
	"time"

	"gorm.io/gorm"

	"yishi/committee"
)

type journalRow struct {
	ID, CommitteeID, MeetingID int64
	At                         int64
	ActorID                    int64
	Act, Detail, Source        string
}

func (journalRow) TableName() string { return "journal" }

// An Entry is one line of the journal: who did what when and from where (SYS-11).
// Detail holds no telephone number and nothing of what a secret vote said. Lines are
// added and never changed: there is nothing here that could.
type Entry struct {
	Committee committee.ID
	Meeting   committee.MeetingID
	Actor     committee.MemberID // 0: the clock
	Act       string
	Detail    string
	At        time.Time
	Source    string // the account on its platform, wecom/liufang, or the command, yishi/serve
}

// Log appends a line to the journal.
func (tx *Tx) Log(e Entry) error {
	row := journalRow{
		CommitteeID: int64(e.Committee), MeetingID: int64(e.Meeting), At: millis(e.At), ActorID: int64(e.Actor), Act: e.Act, Detail: e.Detail,
		Source: clip(e.Source, 140),
	}
	return wrap(tx.db.Create(&row).Error, "writing the journal")
}

// Journal loads the journal of a meeting in order.
func (tx *Tx) Journal(c committee.ID, m committee.MeetingID) ([]Entry, error) {
	return entries(tx.db.Where("committee_id = ? AND meeting_id = ?", int64(c), int64(m)))
}

// JournalBetween loads what a committee's journal says of the time from one moment to
// before another, in order.
func (tx *Tx) JournalBetween(c committee.ID, from, to time.Time) ([]Entry, error) {
	return entries(tx.db.Where("committee_id = ? AND at >= ? AND at < ?", int64(c), millis(from), millis(to)))
}

func entries(db *gorm.DB) ([]Entry, error) {
	var rows []journalRow
	err := db.Order("id").Find(&rows).Error
	var out []Entry
	for _, r := range rows {
		out = append(out, Entry{
			Committee: committee.ID(r.CommitteeID), Meeting: committee.MeetingID(r.MeetingID), Actor: committee.MemberID(r.ActorID), Act: r.Act, Detail: r.Detail, At: at(r.At),
			Source: r.Source,
		})
	}
	return out, wrap(err, "reading the journal")
}
