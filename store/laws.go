package store

import (
	"slices"

	"yishi/committee"
)

type bylawsRow struct {
	CommitteeID int64 `gorm:"primaryKey"`
	Version     int   `gorm:"primaryKey"`
	FromOn      string
	Reference   string
	ByID        int64
	SetAt       int64
	Switches    dict[string, string]
	Settings    dict[string, string]
}

func (bylawsRow) TableName() string { return "bylaws" }

// lawbook loads every version of a committee's bylaws. They never change, so what is
// remembered holds as long as the committee's row counts no more of them.
func (tx *Tx) lawbook(id committee.ID, rev int64) (committee.Lawbook, error) {
	if book, known := tx.memory.laws.get(id, rev); known {
		return book, nil
	}
	var rows []bylawsRow
	if err := tx.db.Where("committee_id = ?", int64(id)).Order("version").Find(&rows).Error; err != nil {
		return nil, wrap(err, "reading the bylaws")
	}
	var book committee.Lawbook
	for _, r := range rows {
		v, err := committee.Enact(committee.Version{
			Number: r.Version, From: parseDate(r.FromOn), Reference: r.Reference, By: committee.MemberID(r.ByID), SetAt: at(r.SetAt),
			Switches: r.Switches, Settings: r.Settings,
		})
		if err != nil {
			return nil, wrap(err, "reading the bylaws")
		}
		book = append(book, v)
	}
	if !tx.lock { // what is written may yet be taken back
		tx.memory.laws.keep(id, rev, book)
	}
	return slices.Clip(book), nil
}

// AddVersion writes the next version of a committee's bylaws. The committee is held
// (HoldCommittee), so that no two are the next.
func (tx *Tx) AddVersion(id committee.ID, v committee.Version) error {
	row := bylawsRow{
		CommitteeID: int64(id), Version: v.Number, FromOn: formatDate(v.From), Reference: clip(v.Reference, 200), ByID: int64(v.By), SetAt: millis(v.SetAt),
		Switches: v.Switches, Settings: v.Settings,
	}
	if err := tx.db.Create(&row).Error; err != nil {
		return wrap(err, "writing a version of the bylaws")
	}
	return wrap(tx.db.Model(&committeeRow{}).Where("id = ?", int64(id)).Update("laws_rev", v.Number).Error, "counting the versions of the bylaws")
}
