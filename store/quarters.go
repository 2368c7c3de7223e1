package store

import (
	"time"

	"yishi/committee"
	"yishi/workday"
)

type missedRow struct {
	CommitteeID int64  `gorm:"primaryKey;autoIncrement:false"`
	QuarterOn   string `gorm:"primaryKey"`
	Reason      string
	ByID        int64
	AskedAt     int64
	SaidAt      int64
}

func (missedRow) TableName() string { return "missed_quarters" }

// A Missed is a quarter without its meeting, and the reason that was given for it
// (MTG-01); without one the secretary was asked and has not answered.
type Missed struct {
	Quarter workday.Quarter
	Reason  string
	By      committee.MemberID
	AskedAt time.Time
	SaidAt  time.Time
}

// SaveMissed keeps a missed quarter.
func (tx *Tx) SaveMissed(c committee.ID, m Missed) error {
	row := missedRow{
		CommitteeID: int64(c), QuarterOn: formatDate(m.Quarter.First()), Reason: clip(m.Reason, 500), ByID: int64(m.By), AskedAt: millis(m.AskedAt), SaidAt: millis(m.SaidAt),
	}
	return wrap(upsert(tx.db, &row), "keeping a missed quarter")
}

// Missed loads the missed quarters, the latest first.
func (tx *Tx) Missed(c committee.ID) ([]Missed, error) {
	var rows []missedRow
	err := tx.db.Where("committee_id = ?", int64(c)).Order("quarter_on DESC").Find(&rows).Error
	var out []Missed
	for _, r := range rows {
		out = append(out, Missed{parseDate(r.QuarterOn).Quarter(), r.Reason, committee.MemberID(r.ByID), at(r.AskedAt), at(r.SaidAt)})
	}
	return out, wrap(err, "reading the missed quarters")
}
