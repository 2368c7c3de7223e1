package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yishi/committee"
)

// Subject names what a letter is about; what the letter says is read when it
// leaves. Words and Card are set only where the words themselves are the matter:
// an answer that did not fit into the platform's reply.
type Subject struct {
	Meeting committee.MeetingID `json:"meeting,omitempty"`
	Topic   committee.TopicID   `json:"topic,omitempty"`
	Ballot  committee.BallotID  `json:"ballot,omitempty"`
	Member  committee.MemberID  `json:"member,omitempty"`
	Words   string              `json:"words,omitempty"`
	Card    string              `json:"card,omitempty"`
	Step    string              `json:"step,omitempty"`
}

// Key names the subject among others of its kind.
func (s Subject) Key() string {
	return fmt.Sprintf("%d.%d.%d.%d.%s", s.Meeting, s.Topic, s.Ballot, s.Member, s.Step)
}

// A Letter is something to be sent or done at a moment: a row of the outbox. One
// key is one letter; posted twice before it leaves it leaves once, posted again
// while it is in hand (Rev) it leaves again. To is 0 for the group and for what is
// done and not sent.
type Letter struct {
	ID        int64
	Committee committee.ID
	Kind      string
	Key       string
	To        committee.MemberID
	Subject   Subject
	Token     string // names this sending on the platform, for ever
	DueAt     time.Time
	PlannedAt time.Time // when it was meant to leave, however often it was put off
	Attempts  int
	Rev       int
}

type letterRow struct {
	ID, CommitteeID int64
	Kind, LetterKey string
	MemberID        int64
	MeetingID       int64
	Subject         Subject `gorm:"serializer:json"`
	Token           string
	DueAt           int64
	PlannedAt       int64
	Attempts, Rev   int
	LeasedUntil     int64
}

func (letterRow) TableName() string { return "letters" }

func (r letterRow) letter() Letter {
	return Letter{
		ID: r.ID, Committee: committee.ID(r.CommitteeID), Kind: r.Kind, Key: r.LetterKey, To: committee.MemberID(r.MemberID), Subject: r.Subject,
		Token: r.Token, DueAt: at(r.DueAt), PlannedAt: at(r.PlannedAt), Attempts: r.Attempts, Rev: r.Rev,
	}
}

// Post puts a letter into the outbox. It leaves if and only if the transaction commits.
func (tx *Tx) Post(l Letter) error {
	subject, err := encode(l.Subject)
	if err != nil {
		return err
	}
	row := letterRow{
		CommitteeID: int64(l.Committee), Kind: l.Kind, LetterKey: l.Key, MemberID: int64(l.To), MeetingID: int64(l.Subject.Meeting), Subject: l.Subject,
		Token: Token(), DueAt: millis(l.DueAt), PlannedAt: millis(l.DueAt),
	}
	again := clause.Assignments(map[string]any{
		"subject": subject, "token": row.Token, "due_at": row.DueAt, "planned_at": row.PlannedAt, "attempts": 0, "rev": gorm.Expr("letters.rev + 1"),
	})
	tx.posted = true
	err = tx.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "letter_key"}}, DoUpdates: again}).Create(&row).Error
	return wrap(err, "posting a letter")
}

// Withdraw takes back every letter of a kind about a meeting that has not left.
func (tx *Tx) Withdraw(m committee.MeetingID, kinds ...string) error {
	err := tx.db.Where("meeting_id = ? AND kind IN ?", int64(m), kinds).Delete(&letterRow{}).Error
	return wrap(err, "taking letters back")
}

// WithdrawAfter takes back the letters of some kinds about a meeting that fall due
// after a moment.
func (tx *Tx) WithdrawAfter(m committee.MeetingID, from time.Time, kinds ...string) error {
	err := tx.db.Where("meeting_id = ? AND due_at > ? AND kind IN ?", int64(m), millis(from), kinds).Delete(&letterRow{}).Error
	return wrap(err, "taking later letters back")
}

// Claim takes up to most letters that are due, in order, so that no one else takes
// them until the lease ends.
func (s *Store) Claim(ctx context.Context, lease time.Duration, most int, now time.Time) ([]Letter, error) {
	var letters []Letter
	err := transact(s.write.WithContext(ctx), s.dialect.writing(), func(db *gorm.DB) error {
		letters = nil
		var rows []letterRow
		free := db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked}).
			Where("due_at <= ? AND leased_until <= ?", millis(now), millis(now)).Order("due_at, id").Limit(most)
		if err := free.Find(&rows).Error; err != nil || len(rows) == 0 {
			return wrap(err, "looking for due letters")
		}
		var ids []int64
		for _, r := range rows {
			ids, letters = append(ids, r.ID), append(letters, r.letter())
		}
		err := db.Model(&letterRow{}).Where("id IN ?", ids).Update("leased_until", millis(now.Add(lease))).Error
		return wrap(err, "claiming letters")
	})
	return letters, err
}

// Release gives up every lease: for the start of a program that is alone on its
// database, where a lease can only be a dead one's.
func (s *Store) Release(ctx context.Context) error {
	err := s.write.WithContext(ctx).Model(&letterRow{}).Where("leased_until > 0").Update("leased_until", 0).Error
	return wrap(err, "giving up old leases")
}

// Done strikes a letter off that has left, unless it was posted again meanwhile.
func (tx *Tx) Done(l Letter) error {
	gone := tx.db.Where("id = ? AND rev = ?", l.ID, l.Rev).Delete(&letterRow{})
	if gone.Error != nil || gone.RowsAffected == 1 {
		return wrap(gone.Error, "striking a letter off")
	}
	return tx.again(l)
}

// Postpone puts a letter off until a moment, after so many failed attempts. One
// that was posted again meanwhile is left as it was posted.
func (tx *Tx) Postpone(l Letter, until time.Time, attempts int) error {
	set := map[string]any{"due_at": millis(until), "attempts": attempts, "leased_until": 0}
	off := tx.db.Model(&letterRow{}).Where("id = ? AND rev = ?", l.ID, l.Rev).Updates(set)
	if off.Error != nil || off.RowsAffected == 1 {
		return wrap(off.Error, "putting a letter off")
	}
	return tx.again(l)
}

// again gives a letter free that was posted again while it was in hand.
func (tx *Tx) again(l Letter) error {
	tx.posted = true
	return wrap(tx.db.Model(&letterRow{}).Where("id = ?", l.ID).Update("leased_until", 0).Error, "leaving a letter for another round")
}

// NextLetter returns when the next letter can be claimed: when it falls due, or,
// of one in hand, when its lease ends.
func (s *Store) NextLetter(ctx context.Context) (due time.Time, ok bool, err error) {
	var free *int64
	err = s.read.WithContext(ctx).Model(&letterRow{}).Select("MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END)").Scan(&free).Error
	if err != nil || free == nil {
		return time.Time{}, false, wrap(err, "looking for the next letter")
	}
	return at(*free), true, nil
}

// Backlog counts the letters that were due before a moment and are still here, and
// those that were tried in vain and wait for another try.
func (s *Store) Backlog(ctx context.Context, before time.Time) (int, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&letterRow{}).Where("due_at < ? OR attempts > 0", millis(before)).Count(&n).Error
	return int(n), wrap(err, "counting late letters")
}
