package store

import (
	"crypto/rand"
	"slices"
	"strings"

	"yishi/committee"
)

type recusalRow struct {
	MeetingID   int64 `gorm:"primaryKey;autoIncrement:false"`
	TopicID     int64 `gorm:"primaryKey;autoIncrement:false"`
	Item        int   `gorm:"primaryKey;autoIncrement:false"`
	MemberID    int64 `gorm:"primaryKey;autoIncrement:false"`
	CommitteeID int64
	ByID        int64
	Declined    bool
	SaidAt      int64
}

func (recusalRow) TableName() string { return "recusals" }

// Recusals loads who stays out of which votes of a meeting, in order of the agenda's
// topics (VOT-10).
func (tx *Tx) Recusals(m committee.MeetingID) ([]committee.Recusal, error) {
	var rows []recusalRow
	if err := tx.db.Where("meeting_id = ?", int64(m)).Order("topic_id, item, member_id").Find(&rows).Error; err != nil {
		return nil, wrap(err, "reading the recusals")
	}
	var out []committee.Recusal
	for _, r := range rows {
		out = append(out, committee.Recusal{
			Topic: committee.TopicID(r.TopicID), Item: r.Item, Member: committee.MemberID(r.MemberID), By: committee.MemberID(r.ByID),
			Declined: r.Declined, At: at(r.SaidAt),
		})
	}
	return out, nil
}

// SaveRecusals writes who stays out of which votes of a meeting, in the place of what
// was written before.
func (tx *Tx) SaveRecusals(m *committee.Meeting, all []committee.Recusal) error {
	if err := tx.db.Where("meeting_id = ?", int64(m.ID)).Delete(&recusalRow{}).Error; err != nil {
		return wrap(err, "taking recusals back")
	}
	for _, r := range all {
		row := recusalRow{
			MeetingID: int64(m.ID), TopicID: int64(r.Topic), Item: r.Item, MemberID: int64(r.Member), CommitteeID: int64(m.Committee),
			ByID: int64(r.By), Declined: r.Declined, SaidAt: millis(r.At),
		}
		if err := tx.db.Create(&row).Error; err != nil {
			return wrap(err, "keeping a recusal")
		}
	}
	return nil
}

type dictationRow struct {
	BallotID    int64 `gorm:"primaryKey;autoIncrement:false"`
	MemberID    int64 `gorm:"primaryKey;autoIncrement:false"`
	CommitteeID int64
	Choice      string
}

func (dictationRow) TableName() string { return "dictations" }

// Dictated loads the choice that the recorder handed in for a member (VOT-11).
func (tx *Tx) Dictated(b committee.BallotID, who committee.MemberID) (committee.Dictated, error) {
	var r dictationRow
	err := tx.take(&r, "a dictated vote", "ballot_id = ? AND member_id = ?", int64(b), int64(who))
	return committee.Dictated{Ballot: b, Member: who, Choice: committee.Choice(r.Choice)}, err
}

// SaveDictated writes a choice that waits for the chair's word, in the place of an
// earlier one.
func (tx *Tx) SaveDictated(of committee.ID, d committee.Dictated) error {
	row := dictationRow{BallotID: int64(d.Ballot), MemberID: int64(d.Member), CommitteeID: int64(of), Choice: string(d.Choice)}
	return wrap(upsert(tx.db, &row), "keeping a dictated vote")
}

// DropDictated strikes off a choice that waits no more.
func (tx *Tx) DropDictated(d committee.Dictated) error {
	err := tx.db.Where("ballot_id = ? AND member_id = ?", int64(d.Ballot), int64(d.Member)).Delete(&dictationRow{}).Error
	return wrap(err, "striking a dictated vote off")
}

// ShuffleSlips writes the slips of a closed secret vote anew, under new names and in
// their order. Where a record lies in the files of a database tells when it came; after
// this it tells nothing of who voted when (VOT-06).
func (tx *Tx) ShuffleSlips(b *committee.Ballot) error {
	var kept []slipRow
	if err := tx.db.Where("ballot_id = ?", int64(b.ID)).Find(&kept).Error; err != nil || len(kept) == 0 {
		return wrap(err, "reading the slips")
	}
	if err := tx.db.Where("ballot_id = ?", int64(b.ID)).Delete(&slipRow{}).Error; err != nil {
		return wrap(err, "mixing the slips")
	}
	for i := range kept {
		kept[i].Slip = slipName()
	}
	slices.SortFunc(kept, func(a, b slipRow) int { return strings.Compare(a.Slip, b.Slip) })
	for _, slip := range kept {
		if err := tx.db.Create(&slip).Error; err != nil {
			return wrap(err, "mixing the slips")
		}
	}
	return nil
}

// slipName is the random name of a slip.
func slipName() string { return strings.ToLower(rand.Text()) }

// DropBallot strikes off what the recorder entered by hand and the chair did not
// confirm: it never was a vote.
func (tx *Tx) DropBallot(id committee.BallotID) error {
	if err := tx.db.Where("ballot_id = ?", int64(id)).Delete(&voteRow{}).Error; err != nil {
		return wrap(err, "striking entered votes off")
	}
	return wrap(tx.db.Where("id = ?", int64(id)).Delete(&ballotRow{}).Error, "striking an entered vote off")
}
