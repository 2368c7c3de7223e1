package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"yishi/committee"
)

// A Dialogue is a conversation in which a person answers questions one by one.
type Dialogue struct {
	Member    committee.MemberID
	Committee committee.ID
	Kind      string
	Step      int
	Answers   map[string]string
	UpdatedAt time.Time
}

type dialogueRow struct {
	MemberID    int64 `gorm:"primaryKey;autoIncrement:false"`
	CommitteeID int64
	Kind        string
	Step        int
	Answers     dict[string, string]
	UpdatedAt   int64 `gorm:"autoUpdateTime:false"`
}

func (dialogueRow) TableName() string { return "dialogues" }

// Dialogue loads the dialogue that a person is in; ErrNotFound when there is none.
func (tx *Tx) Dialogue(who committee.MemberID) (Dialogue, error) {
	var r dialogueRow
	err := tx.take(&r, "a dialogue", "member_id = ?", int64(who))
	return Dialogue{
		Member: committee.MemberID(r.MemberID), Committee: committee.ID(r.CommitteeID), Kind: r.Kind, Step: r.Step, Answers: r.Answers, UpdatedAt: at(r.UpdatedAt),
	}, err
}

// SaveDialogue writes the dialogue that a person is in now; he has at most one.
func (tx *Tx) SaveDialogue(d Dialogue) error {
	row := dialogueRow{
		MemberID: int64(d.Member), CommitteeID: int64(d.Committee), Kind: d.Kind, Step: d.Step, Answers: d.Answers, UpdatedAt: millis(d.UpdatedAt),
	}
	return wrap(upsert(tx.db, &row), "keeping a dialogue")
}

// EndDialogue forgets the dialogue that a person is in.
func (tx *Tx) EndDialogue(who committee.MemberID) error {
	return wrap(tx.db.Where("member_id = ?", int64(who)).Delete(&dialogueRow{}).Error, "ending a dialogue")
}

type inboxRow struct {
	EventKey string `gorm:"primaryKey"`
	SeenAt   int64
}

func (inboxRow) TableName() string { return "inbox" }

type event struct {
	key  string
	at   time.Time
	kept bool
}

type eventKey struct{}

// WithEvent returns a context on whose behalf the first Update that commits keeps
// the event's key; an event that is kept already makes that Update fail with
// ErrSeen and change nothing.
func WithEvent(ctx context.Context, key string, at time.Time) context.Context {
	return context.WithValue(ctx, eventKey{}, &event{key: key, at: at})
}

func eventOf(ctx context.Context) *event {
	ev, ok := ctx.Value(eventKey{}).(*event)
	if !ok || ev == nil || ev.key == "" || ev.kept {
		return nil
	}
	return ev
}

type rehearsalKey struct{}

// Rehearse returns a context under which an Update does all that it is asked and is
// then taken back as if it had never been: what it says is what it would say.
func Rehearse(ctx context.Context) context.Context {
	return context.WithValue(context.WithValue(ctx, eventKey{}, (*event)(nil)), rehearsalKey{}, true)
}

// errRehearsed takes a rehearsal back.
var errRehearsed = errors.New("store: it was a rehearsal")

func rehearsed(ctx context.Context) error {
	if ctx.Value(rehearsalKey{}) != nil {
		return errRehearsed
	}
	return nil
}

func (tx *Tx) receive(ev *event) error {
	if ev == nil {
		return nil
	}
	err := tx.db.Create(&inboxRow{EventKey: ev.key, SeenAt: millis(ev.at)}).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return ErrSeen
	}
	return wrap(err, "keeping an event")
}

type tickRow struct {
	Job  string `gorm:"primaryKey"`
	Tick int64  `gorm:"primaryKey;autoIncrement:false"`
}

func (tickRow) TableName() string { return "ticks" }

// ClaimTick hands a tick of a job to whoever asks first.
func (s *Store) ClaimTick(ctx context.Context, job string, tick time.Time) (mine bool, err error) {
	res := s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&tickRow{Job: job, Tick: millis(tick)})
	return res.RowsAffected == 1, wrap(res.Error, "claiming a tick")
}

// DropTick gives a tick back whose work failed, so that it can be done again.
func (s *Store) DropTick(ctx context.Context, job string, tick time.Time) error {
	err := s.write.WithContext(ctx).Where("job = ? AND tick = ?", job, millis(tick)).Delete(&tickRow{}).Error
	return wrap(err, "giving a tick back")
}

// Forget removes the events and ticks from before a moment.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	db := s.write.WithContext(ctx)
	return errors.Join(
		wrap(db.Where("seen_at < ?", millis(before)).Delete(&inboxRow{}).Error, "forgetting old events"),
		wrap(db.Where("tick < ?", millis(before)).Delete(&tickRow{}).Error, "forgetting old ticks"),
		wrap(db.Where("guessed_at < ?", millis(before)).Delete(&guessRow{}).Error, "forgetting old guesses"),
		wrap(db.Where("expires_at < ?", millis(before)).Delete(&bindingRow{}).Error, "forgetting old codes"),
	)
}
