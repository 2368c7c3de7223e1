package store

import (
	"database/sql"
	"errors"
	"slices"

	"gorm.io/gorm"

	"yishi/committee"
)

type termRow struct {
	MemberID                 int64 `gorm:"primaryKey;autoIncrement:false"`
	Place                    int   `gorm:"primaryKey;autoIncrement:false"`
	CommitteeID              int64
	Seat                     uint8
	FromOn, UntilOn, EndedOn string
	Reference                string
}

func (termRow) TableName() string { return "terms" }

func (r termRow) term() committee.Term {
	return committee.Term{
		Seat: committee.Role(r.Seat), From: parseDate(r.FromOn), Until: parseDate(r.UntilOn), End: parseDate(r.EndedOn), Reference: r.Reference,
	}
}

// terms reads the former terms of a committee's people by whose they are.
func (tx *Tx) terms(id committee.ID) (map[int64][]committee.Term, error) {
	of := map[int64][]committee.Term{}
	err := tx.each(func(rows *sql.Rows) error {
		var r termRow
		err := rows.Scan(&r.MemberID, &r.Seat, &r.FromOn, &r.UntilOn, &r.EndedOn, &r.Reference)
		of[r.MemberID] = append(of[r.MemberID], r.term())
		return err
	}, "SELECT member_id, seat, from_on, until_on, ended_on, reference FROM terms WHERE committee_id = ? ORDER BY member_id, place", int64(id))
	return of, wrap(err, "reading the terms")
}

// saveTerms writes a person's former terms. They only grow.
func (tx *Tx) saveTerms(m *committee.Member) error {
	for i, t := range m.Former {
		row := termRow{
			MemberID: int64(m.ID), Place: i, CommitteeID: int64(m.Committee), Seat: uint8(t.Seat),
			FromOn: formatDate(t.From), UntilOn: formatDate(t.Until), EndedOn: formatDate(t.End), Reference: clip(t.Reference, 200),
		}
		if err := upsert(tx.db, &row); err != nil {
			return wrap(err, "saving a person's terms")
		}
	}
	return nil
}

type vacancyRow struct {
	ID, CommitteeID, MemberID  int64
	Seat                       uint8
	Reason                     string
	FromOn, FilledOn, NudgedOn string
}

func (vacancyRow) TableName() string { return "vacancies" }

// Vacancies loads the seats of a committee that are still to be filled, the oldest
// first.
func (tx *Tx) Vacancies(id committee.ID) ([]committee.Vacancy, error) {
	var rows []vacancyRow
	err := tx.locked().db.Where("committee_id = ? AND filled_on = ''", int64(id)).Order("from_on, id").Find(&rows).Error
	var out []committee.Vacancy
	for _, r := range rows {
		out = append(out, committee.Vacancy{
			ID: committee.VacancyID(r.ID), Member: committee.MemberID(r.MemberID), Seat: committee.Role(r.Seat), Reason: r.Reason,
			From: parseDate(r.FromOn), Filled: parseDate(r.FilledOn), Nudged: parseDate(r.NudgedOn),
		})
	}
	return out, wrap(err, "reading the vacancies")
}

// SaveVacancy writes a vacancy; one without an id is new.
func (tx *Tx) SaveVacancy(id committee.ID, v *committee.Vacancy) error {
	row := vacancyRow{
		ID: int64(v.ID), CommitteeID: int64(id), MemberID: int64(v.Member), Seat: uint8(v.Seat), Reason: clip(v.Reason, 200),
		FromOn: formatDate(v.From), FilledOn: formatDate(v.Filled), NudgedOn: formatDate(v.Nudged),
	}
	err := save(tx.db, &row, "a vacancy")
	v.ID = committee.VacancyID(row.ID)
	return err
}

// Meetings loads the last meetings of a committee that were held or lapsed, with their
// rolls, the oldest first.
func (tx *Tx) Meetings(id committee.ID, most int) ([]committee.Meeting, error) {
	var rows []meetingRow
	over := []committee.State{committee.Adjourned, committee.Circulated, committee.Lapsed}
	if err := tx.db.Where("committee_id = ? AND state IN ?", int64(id), over).Order("starts_at DESC, id DESC").Limit(most).Find(&rows).Error; err != nil {
		return nil, wrap(err, "reading the last meetings")
	}
	var out []committee.Meeting
	for _, r := range slices.Backward(rows) {
		m, err := tx.meeting(r)
		if err != nil {
			return nil, err
		}
		out = append(out, *m)
	}
	return out, nil
}

// Share is what a member has put into the committee's work: topics that he handed in,
// those of them that came before a meeting, and votes in which he took part, named or
// secret, without his choices (ORG-09).
type Share struct{ Topics, Heard, Votes int }

// Share counts a member's topics and votes.
func (tx *Tx) Share(id committee.ID, who committee.MemberID) (Share, error) {
	var topics, heard, votes int64
	mine := func() *gorm.DB {
		return tx.db.Model(&topicRow{}).Where("committee_id = ? AND proposer_id = ?", int64(id), int64(who))
	}
	err := errors.Join(
		mine().Count(&topics).Error,
		mine().Where("state IN ?", []committee.TopicState{committee.OnAgenda, committee.Settled}).Count(&heard).Error,
		tx.db.Model(&voteRow{}).Where("committee_id = ? AND member_id = ?", int64(id), int64(who)).Count(&votes).Error,
	)
	return Share{int(topics), int(heard), int(votes)}, wrap(err, "counting a member's topics and votes")
}
