package store

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"yishi/committee"
)

type bindingRow struct {
	Digest                    string `gorm:"primaryKey"`
	CommitteeID, MemberID     int64
	MadeAt, ExpiresAt, UsedAt int64
}

func (bindingRow) TableName() string { return "bindings" }

type guessRow struct {
	ID        int64
	Account   string
	GuessedAt int64
}

func (guessRow) TableName() string { return "guesses" }

// digestOf is what is kept of a code: who reads a backup reads no code that still holds
// off it at a glance.
func digestOf(code string) string {
	sum := sha256.Sum256([]byte("yishi/binding/" + code))
	return hex.EncodeToString(sum[:])
}

// Binding finds what a code stands for; ErrNotFound when it stands for nothing.
func (tx *Tx) Binding(code string) (committee.Binding, error) {
	var r bindingRow
	err := tx.locked().take(&r, "a code", "digest = ?", digestOf(code))
	return committee.Binding{
		Committee: committee.ID(r.CommitteeID), Member: committee.MemberID(r.MemberID), MadeAt: at(r.MadeAt), ExpiresAt: at(r.ExpiresAt), UsedAt: at(r.UsedAt),
	}, err
}

// SaveBinding writes what a code stands for.
func (tx *Tx) SaveBinding(code string, b committee.Binding) error {
	row := bindingRow{
		Digest: digestOf(code), CommitteeID: int64(b.Committee), MemberID: int64(b.Member), MadeAt: millis(b.MadeAt), ExpiresAt: millis(b.ExpiresAt), UsedAt: millis(b.UsedAt),
	}
	return wrap(upsert(tx.db, &row), "keeping a code")
}

// VoidBindings lets the codes of a person hold no longer, and counts those that were
// made since a moment.
func (tx *Tx) VoidBindings(who committee.MemberID, since, now time.Time) (made int, err error) {
	var n int64
	if err := tx.db.Model(&bindingRow{}).Where("member_id = ? AND made_at > ?", int64(who), millis(since)).Count(&n).Error; err != nil {
		return 0, wrap(err, "counting codes")
	}
	err = tx.db.Model(&bindingRow{}).Where("member_id = ? AND expires_at > ?", int64(who), millis(now)).Update("expires_at", millis(now)-1).Error
	return int(n), wrap(err, "voiding codes")
}

// AddGuess keeps that an account answered with a code that is none.
func (tx *Tx) AddGuess(account string, now time.Time) error {
	return wrap(tx.db.Create(&guessRow{Account: clip(account, 140), GuessedAt: millis(now)}).Error, "keeping a wrong code")
}

// Guesses counts the wrong codes since a moment: of one account, and of all.
func (tx *Tx) Guesses(account string, since time.Time) (his, all int, err error) {
	var rows []guessRow
	err = tx.db.Where("guessed_at > ?", millis(since)).Limit(1000).Find(&rows).Error
	for _, r := range rows {
		if r.Account == clip(account, 140) {
			his++
		}
	}
	return his, len(rows), wrap(err, "counting wrong codes")
}
