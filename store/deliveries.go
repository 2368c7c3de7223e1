package store

import (
	"time"

	"yishi/committee"
)

// An Offer is one button that a card bears now.
type Offer struct {
	Text   string `json:"text"`
	Action string `json:"action"`
}

// A Delivery is one sending to one person: the evidence that it left (NTC-06) and,
// where it was a card, what the person's card shows now. Failure is the
// platform's code when the person could not be reached.
type Delivery struct {
	ID         int64
	Committee  committee.ID
	Meeting    committee.MeetingID
	Kind       string
	Subject    Subject
	Member     committee.MemberID
	Platform   string
	User       string
	MessageID  string
	CardKey    string
	Code       string // the platform's one-use code for changing the card
	Offers     []Offer
	Face       string // a digest of what the card shows
	SentAt     time.Time
	Failure    int
	FailedFor  string
	PlannedAt  time.Time // when it was meant to leave
	MessageKey string    // the message in which it left, alone or with others; empty of old records
}

type deliveryRow struct {
	ID, CommitteeID, MeetingID int64
	Kind, SubjectKey           string
	Subject                    Subject `gorm:"serializer:json"`
	MemberID                   int64
	Platform, UserID           string
	MessageID, CardKey, Code   string
	Offers                     list[Offer]
	Live                       bool
	Face                       string
	SentAt                     int64
	Failure                    int
	FailedFor                  string
	PlannedAt                  int64
	MessageKey                 string
}

func (deliveryRow) TableName() string { return "deliveries" }

func (r deliveryRow) delivery() Delivery {
	return Delivery{
		ID: r.ID, Committee: committee.ID(r.CommitteeID), Meeting: committee.MeetingID(r.MeetingID), Kind: r.Kind, Subject: r.Subject, Member: committee.MemberID(r.MemberID),
		Platform: r.Platform, User: r.UserID, MessageID: r.MessageID, CardKey: r.CardKey, Code: r.Code, Offers: r.Offers, Face: r.Face, SentAt: at(r.SentAt),
		Failure: r.Failure, FailedFor: r.FailedFor, PlannedAt: at(r.PlannedAt), MessageKey: r.MessageKey,
	}
}

// AddDelivery keeps what became of a sending. A platform names a sending again
// when it was repeated; the first is kept.
func (tx *Tx) AddDelivery(d Delivery) error {
	row := deliveryRow{
		CommitteeID: int64(d.Committee), MeetingID: int64(d.Meeting), Kind: d.Kind, SubjectKey: d.Kind + "/" + d.Subject.Key(), Subject: d.Subject, MemberID: int64(d.Member),
		Platform: d.Platform, UserID: d.User, MessageID: clip(d.MessageID, 200), CardKey: d.CardKey, Code: clip(d.Code, 200), Offers: d.Offers,
		Live: len(d.Offers) > 0, Face: d.Face, SentAt: millis(d.SentAt), Failure: d.Failure, FailedFor: clip(d.FailedFor, 200),
		PlannedAt: millis(d.PlannedAt), MessageKey: d.MessageKey,
	}
	return wrap(tx.db.Create(&row).Error, "keeping a delivery")
}

// Reshow records what a card shows after a change and the code for the next one.
func (tx *Tx) Reshow(id int64, offers []Offer, face, code string) error {
	set := map[string]any{"offers": list[Offer](offers), "live": len(offers) > 0, "face": face, "code": clip(code, 200)}
	return wrap(tx.db.Model(&deliveryRow{}).Where("id = ?", id).Updates(set).Error, "keeping what a card shows")
}

// CardDelivery finds the card that a person tapped by the key it was sent with;
// somebody else's card is not found.
func (tx *Tx) CardDelivery(who committee.MemberID, cardKey string) (Delivery, error) {
	var r deliveryRow
	err := tx.take(&r, "a card", "card_key = ? AND member_id = ?", cardKey, int64(who))
	return r.delivery(), err
}

// CardInHand finds the letter that a card key was made for while it is being sent:
// a person may tap a card before its sending is on record.
func (tx *Tx) CardInHand(who committee.MemberID, cardKey string) (Letter, error) {
	var r letterRow
	err := tx.take(&r, "a letter", "member_id = ? AND token = ?", int64(who), cardKey)
	return r.letter(), err
}

// Shown loads the cards that a person can still answer, the newest first.
func (tx *Tx) Shown(who committee.MemberID, most int) ([]Delivery, error) {
	return tx.deliveries("id DESC", most, "member_id = ? AND live = ?", int64(who), true)
}

// ShownOf loads everyone's cards of a kind about a subject that can still be answered.
func (tx *Tx) ShownOf(kind string, s Subject) ([]Delivery, error) {
	return tx.deliveries("id", 10_000, "subject_key = ? AND live = ?", kind+"/"+s.Key(), true)
}

// Evidence loads what became of the sendings of a kind about a meeting.
func (tx *Tx) Evidence(m committee.MeetingID, kind string) ([]Delivery, error) {
	return tx.deliveries("id", 10_000, "meeting_id = ? AND kind = ?", int64(m), kind)
}

// SentSince loads what left for a person from a moment on, the oldest first.
func (tx *Tx) SentSince(who committee.MemberID, from time.Time) ([]Delivery, error) {
	return tx.deliveries("id", 10_000, "member_id = ? AND sent_at >= ? AND failure = 0", int64(who), millis(from))
}

// LastSent loads what left for a person, the newest first.
func (tx *Tx) LastSent(who committee.MemberID, most int) ([]Delivery, error) {
	return tx.deliveries("id DESC", most, "member_id = ? AND failure = 0", int64(who))
}

// Unreachable loads the people of a committee whose last sending failed.
func (tx *Tx) Unreachable(c committee.ID) ([]Delivery, error) {
	return tx.deliveries("id", 10_000, "id IN (?) AND failure <> 0",
		tx.db.Model(&deliveryRow{}).Select("MAX(id)").Where("committee_id = ? AND member_id > 0", int64(c)).Group("member_id"))
}

func (tx *Tx) deliveries(order string, most int, where string, args ...any) ([]Delivery, error) {
	var rows []deliveryRow
	err := tx.db.Where(where, args...).Order(order).Limit(most).Find(&rows).Error
	var out []Delivery
	for _, r := range rows {
		out = append(out, r.delivery())
	}
	return out, wrap(err, "reading deliveries")
}
