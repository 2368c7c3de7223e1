package store

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yishi/committee"
	"yishi/workday"
)

type committeeRow struct {
	ID                                    int64 `gorm:"primaryKey"`
	Name, Issuer, Street                  string
	ContactName, ContactPhone             string
	SeatMembers                           int
	NumbersYear, NextMeeting, NextMinutes int
	RemindedFor, CalledFor, MissedFor     string
	RosterRev                             int64 // grows with every change of the people
	LawsRev                               int64 // the number of versions of the bylaws
	MorningOn                             string
	WarnedOn                              string
}

func (committeeRow) TableName() string { return "committees" }

// Progress is how far the quarter's reminders have come: for which day the
// secretary was reminded last, for which quarter's first day topics were called
// for, and for which a missed quarter was told; Morning is the day whose morning's
// work is done, Warned the last day for which the ends of terms were told.
type Progress struct{ Reminded, Called, Missed, Morning, Warned workday.Date }

// SaveCommittee writes a committee's names and seats; what its quarter has come to
// stays as it is.
func (tx *Tx) SaveCommittee(c committee.Committee) error {
	row := committeeRow{
		ID: int64(c.ID), Name: c.Name, Issuer: c.Issuer, Street: c.Street, ContactName: c.Contact.Name, ContactPhone: c.Contact.Phone,
		SeatMembers: c.Seats.Members, NumbersYear: c.NumbersYear, NextMeeting: c.NextMeeting, NextMinutes: c.NextMinutes,
	}
	names := []string{"name", "issuer", "street", "contact_name", "contact_phone", "seat_members", "numbers_year", "next_meeting", "next_minutes"}
	err := tx.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns(names)}).Create(&row).Error
	return wrap(err, "saving the committee")
}

// Committee loads a committee with every version of its bylaws, none of them chosen.
func (tx *Tx) Committee(id committee.ID) (committee.Committee, Progress, error) {
	return tx.committee(tx, id)
}

// HoldCommittee is Committee with the committee held against other writers, for
// what is counted over all its meetings: numbers of minutes, of meetings, of topics.
func (tx *Tx) HoldCommittee(id committee.ID) (committee.Committee, Progress, error) {
	return tx.committee(tx.locked(), id)
}

func (tx *Tx) committee(from *Tx, id committee.ID) (committee.Committee, Progress, error) {
	var r committeeRow
	if err := from.take(&r, "a committee", "id = ?", int64(id)); err != nil {
		return committee.Committee{}, Progress{}, err
	}
	p := Progress{parseDate(r.RemindedFor), parseDate(r.CalledFor), parseDate(r.MissedFor), parseDate(r.MorningOn), parseDate(r.WarnedOn)}
	laws, err := tx.lawbook(id, r.LawsRev)
	return committee.Committee{
		ID: committee.ID(r.ID), Name: r.Name, Issuer: r.Issuer, Street: r.Street,
		Contact: committee.Contact{Name: r.ContactName, Phone: r.ContactPhone}, Seats: committee.Seats{Members: r.SeatMembers},
		NumbersYear: r.NumbersYear, NextMeeting: r.NextMeeting, NextMinutes: r.NextMinutes, Lawbook: laws,
	}, p, err
}

// Committees lists the ids of all committees.
func (tx *Tx) Committees() ([]committee.ID, error) {
	var ids []committee.ID
	return ids, wrap(tx.db.Model(&committeeRow{}).Order("id").Pluck("id", &ids).Error, "listing the committees")
}

// Mornings lists the committees whose work of a day's morning is not done.
func (tx *Tx) Mornings(day workday.Date) ([]committee.ID, error) {
	var ids []committee.ID
	err := tx.db.Model(&committeeRow{}).Where("morning_on < ?", formatDate(day)).Order("id").Pluck("id", &ids).Error
	return ids, wrap(err, "listing the committees with work in the morning")
}

// SaveProgress writes how far a committee's quarter has come.
func (tx *Tx) SaveProgress(id committee.ID, p Progress) error {
	set := map[string]any{
		"reminded_for": formatDate(p.Reminded), "called_for": formatDate(p.Called), "missed_for": formatDate(p.Missed),
		"morning_on": formatDate(p.Morning), "warned_on": formatDate(p.Warned),
	}
	return wrap(tx.db.Model(&committeeRow{}).Where("id = ?", int64(id)).Updates(set).Error, "saving the quarter's progress")
}

type memberRow struct {
	ID, CommitteeID                  int64
	Name, Unit, Post                 string
	Category, Phone                  string
	Roles                            uint8
	Place                            int
	FirstOn, FromOn, UntilOn, LeftOn string
	Reference                        string
}

func (memberRow) TableName() string { return "members" }

type accountRow struct {
	ID, CommitteeID, MemberID int64
	Platform, UserID, UserKey string
	Place                     int
	Plain                     bool
}

func (accountRow) TableName() string { return "accounts" }

// Body loads the roster of a committee with everyone's accounts, in its order.
func (tx *Tx) Body(id committee.ID) (committee.Body, error) {
	rev, err := tx.rosterRev(id)
	switch {
	case err != nil:
		return nil, err
	case rev == 0:
		return tx.readBody(id)
	}
	if body, known := tx.memory.people.get(id, rev); known {
		return slices.Clone(body), nil
	}
	body, err := tx.readBody(id)
	if err == nil && !tx.lock { // what is written may yet be taken back
		tx.memory.people.keep(id, rev, slices.Clone(body))
	}
	return body, err
}

// readBody reads the rows themselves, without gorm's reflection: nothing is read
// more often.
func (tx *Tx) readBody(id committee.ID) (committee.Body, error) {
	of, err := tx.accounts(id)
	if err != nil {
		return nil, err
	}
	served, err := tx.terms(id)
	if err != nil {
		return nil, err
	}
	var body committee.Body
	err = tx.each(func(rows *sql.Rows) error {
		var r memberRow
		err := rows.Scan(&r.ID, &r.CommitteeID, &r.Name, &r.Unit, &r.Post, &r.Category, &r.Phone, &r.Roles, &r.Place, &r.FirstOn, &r.FromOn, &r.UntilOn, &r.LeftOn, &r.Reference)
		m := r.member()
		m.Accounts, m.Former = of[r.ID], served[r.ID]
		body = append(body, m)
		return err
	}, "SELECT id, committee_id, name, unit, post, category, phone, roles, place, first_on, from_on, until_on, left_on, reference "+
		"FROM members WHERE committee_id = ? ORDER BY place, id", int64(id))
	return body, wrap(err, "reading the roster")
}

// accounts reads the accounts of a committee's people by whose they are.
func (tx *Tx) accounts(id committee.ID) (map[int64][]committee.Account, error) {
	of := map[int64][]committee.Account{}
	err := tx.each(func(rows *sql.Rows) error {
		var r accountRow
		err := rows.Scan(&r.MemberID, &r.Platform, &r.UserID, &r.Plain)
		of[r.MemberID] = append(of[r.MemberID], r.account())
		return err
	}, "SELECT member_id, platform, user_id, plain FROM accounts WHERE committee_id = ? ORDER BY member_id, place", int64(id))
	return of, wrap(err, "reading the accounts")
}

// each reads the rows of a query one by one.
func (tx *Tx) each(read func(*sql.Rows) error, query string, args ...any) (err error) {
	rows, err := tx.db.Raw(query, args...).Rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Member loads one person of a committee with his accounts; ErrNotFound when the
// committee has none with this id.
func (tx *Tx) Member(c committee.ID, id committee.MemberID) (committee.Member, error) {
	var r memberRow
	if err := tx.take(&r, "a person", "id = ? AND committee_id = ?", int64(id), int64(c)); err != nil {
		return committee.Member{}, err
	}
	var accounts []accountRow
	if err := tx.db.Where("committee_id = ? AND member_id = ?", int64(c), int64(id)).Order("place").Find(&accounts).Error; err != nil {
		return committee.Member{}, wrap(err, "reading a person's accounts")
	}
	m := r.member()
	for _, a := range accounts {
		m.Accounts = append(m.Accounts, a.account())
	}
	var terms []termRow
	if err := tx.db.Where("member_id = ?", int64(id)).Order("place").Find(&terms).Error; err != nil {
		return committee.Member{}, wrap(err, "reading a person's terms")
	}
	for _, t := range terms {
		m.Former = append(m.Former, t.term())
	}
	return m, nil
}

func (r accountRow) account() committee.Account {
	return committee.Account{Platform: r.Platform, User: r.UserID, Plain: r.Plain}
}

func (r memberRow) member() committee.Member {
	return committee.Member{
		ID: committee.MemberID(r.ID), Committee: committee.ID(r.CommitteeID), Name: r.Name, Unit: r.Unit, Post: r.Post, Category: r.Category,
		Phone: r.Phone, Roles: committee.Role(r.Roles), Rank: r.Place,
		First: parseDate(r.FirstOn), From: parseDate(r.FromOn), Until: parseDate(r.UntilOn), Left: parseDate(r.LeftOn), Reference: r.Reference,
	}
}

// SaveMember writes a person with his accounts; a person without an id is new.
func (tx *Tx) SaveMember(m *committee.Member) error {
	tx.peopled = true
	changed := tx.db.Model(&committeeRow{}).Where("id = ?", int64(m.Committee)).Update("roster_rev", gorm.Expr("roster_rev + 1"))
	if changed.Error != nil {
		return wrap(changed.Error, "counting a change of the roster")
	}
	row := memberRow{
		ID: int64(m.ID), CommitteeID: int64(m.Committee), Name: m.Name, Unit: m.Unit, Post: m.Post, Category: m.Category, Phone: m.Phone,
		Roles: uint8(m.Roles), Place: m.Rank,
		FirstOn: formatDate(m.First), FromOn: formatDate(m.From), UntilOn: formatDate(m.Until), LeftOn: formatDate(m.Left), Reference: clip(m.Reference, 200),
	}
	if err := tx.db.Save(&row).Error; err != nil {
		return wrap(err, "saving a person")
	}
	m.ID = committee.MemberID(row.ID)
	if err := tx.saveTerms(m); err != nil {
		return err
	}
	if err := tx.db.Where("member_id = ?", row.ID).Delete(&accountRow{}).Error; err != nil {
		return wrap(err, "replacing a person's accounts")
	}
	for i, a := range m.Accounts {
		account := accountRow{
			CommitteeID: row.CommitteeID, MemberID: row.ID, Platform: a.Platform, UserID: a.User, UserKey: strings.ToLower(a.User), Place: i, Plain: a.Plain,
		}
		if err := tx.db.Create(&account).Error; err != nil {
			return wrap(err, "saving a person's account")
		}
	}
	return nil
}

// An Owner is whose an account is: one person of one committee.
type Owner struct {
	Committee committee.ID
	Member    committee.MemberID
}

// Owners finds whose an account is; a person may sit on several committees. key is
// the account's name as bot.UserRef.Key folds it.
func (tx *Tx) Owners(platform, key string) ([]Owner, error) {
	var rows []accountRow
	err := tx.db.Where("platform = ? AND user_key = ?", platform, strings.ToLower(key)).Order("committee_id").Find(&rows).Error
	var owners []Owner
	for _, r := range rows {
		owners = append(owners, Owner{committee.ID(r.CommitteeID), committee.MemberID(r.MemberID)})
	}
	return owners, wrap(err, "looking an account up")
}

// Elsewhere reports whether one of a person's accounts sits on other committees too.
func (tx *Tx) Elsewhere(m committee.Member) (bool, error) {
	for _, a := range m.Accounts {
		owners, err := tx.Owners(a.Platform, a.User)
		if err != nil || len(owners) > 1 {
			return err == nil, err
		}
	}
	return false, nil
}

func parseDate(text string) workday.Date {
	if text == "" {
		return workday.Date{}
	}
	d, err := workday.Parse(text)
	if err != nil {
		return workday.Date{}
	}
	return d
}

func formatDate(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// at turns kept milliseconds into the committee's civil time.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(committee.Zone)
}

// locked returns the transaction with the rows that it reads next locked against
// other writers; in a View, and on SQLite, which has one writer, it is the same.
func (tx *Tx) locked() *Tx {
	if !tx.lock {
		return tx
	}
	return &Tx{db: tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), lock: tx.lock}
}

// upsert writes rows and lets them replace those with the same primary key.
func upsert(db *gorm.DB, rows any) error {
	return db.Clauses(clause.OnConflict{UpdateAll: true}).Create(rows).Error
}

// clip keeps a text inside its column.
func clip(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(slices.Concat(runes[:most-1], []rune("…")))
}
