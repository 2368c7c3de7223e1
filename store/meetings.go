package store

import (
	"database/sql"
	"slices"
	"time"

	"gorm.io/gorm"

	"yishi/committee"
)

type meetingRow struct {
	ID, CommitteeID                int64
	Kind, State                    string
	Year, Ordinal                  int
	StartsAt                       int64
	Place, Reason                  string
	DraftedBy                      int64
	NoticeAt, NoticedAt, AskedAt   int64
	ChairID, OpenedAt, AdjournedAt int64
	Expected, Quorum, Assembled    int
	CodeKey                        string
	Laws                           int
	ChairReason                    string
	Fulfils, Remote                bool
	TopicID, EarlyAt               int64
}

func (meetingRow) TableName() string { return "meetings" }

type attendeeRow struct {
	MeetingID   int64 `gorm:"primaryKey"`
	MemberID    int64 `gorm:"primaryKey"`
	CommitteeID int64
	Place       int
	Capacity    string
	Topics      list[committee.TopicID]
	Late        bool
	Answer      string
	Reason      string
	Opinion     string
	AnsweredAt  int64
	AnsweredIn  bool
	Granted     bool
	Reached     string
	ReachedAt   int64
	ReachedBy   int64
	NotedAt     int64
	OnWayAt     int64
	ArrivesAt   int64
	CheckedIn   int64
	How         string
	LeftAt      int64
	Arrival     int
}

func (attendeeRow) TableName() string { return "attendees" }

// Meeting loads a meeting with its roll.
func (tx *Tx) Meeting(id committee.MeetingID) (*committee.Meeting, error) {
	var r meetingRow
	if err := tx.locked().take(&r, "a meeting", "id = ?", int64(id)); err != nil {
		return nil, err
	}
	return tx.meeting(r)
}

// MeetingHead loads a meeting without its roll, for its date and state alone.
func (tx *Tx) MeetingHead(id committee.MeetingID) (*committee.Meeting, error) {
	var r meetingRow
	if err := tx.take(&r, "a meeting", "id = ?", int64(id)); err != nil {
		return nil, err
	}
	return r.meeting(), nil
}

// PendingMeeting loads the committee's meeting that is planned, noticed or in
// session; ErrNotFound when there is none.
func (tx *Tx) PendingMeeting(c committee.ID) (*committee.Meeting, error) {
	return tx.lastMeeting(c, committee.Planned, committee.Fixed, committee.Noticed, committee.InSession, committee.Paused)
}

// LatestMeeting loads the committee's last meeting that was adjourned.
func (tx *Tx) LatestMeeting(c committee.ID) (*committee.Meeting, error) {
	return tx.lastMeeting(c, committee.Adjourned, committee.Circulated)
}

func (tx *Tx) lastMeeting(c committee.ID, states ...committee.State) (*committee.Meeting, error) {
	var r meetingRow
	q := tx.locked().db.Where("committee_id = ? AND state IN ?", int64(c), states).Order("starts_at DESC, id DESC").Limit(1)
	if err := (&Tx{db: q}).take(&r, "a meeting"); err != nil {
		return nil, err
	}
	return tx.meeting(r)
}

func (r meetingRow) meeting() *committee.Meeting {
	return &committee.Meeting{
		ID: committee.MeetingID(r.ID), Committee: committee.ID(r.CommitteeID), Kind: committee.MeetingKind(r.Kind), State: committee.State(r.State),
		Year: r.Year, Ordinal: r.Ordinal, Starts: at(r.StartsAt), Place: r.Place, Reason: r.Reason, DraftedBy: committee.MemberID(r.DraftedBy),
		NoticeAt: at(r.NoticeAt), NoticedAt: at(r.NoticedAt), LastAsked: at(r.AskedAt), Chair: committee.MemberID(r.ChairID),
		OpenedAt: at(r.OpenedAt), AdjournedAt: at(r.AdjournedAt), Expected: r.Expected, Quorum: r.Quorum, Assembled: r.Assembled, CodeKey: r.CodeKey, Laws: r.Laws,
		ChairReason: r.ChairReason, Fulfils: r.Fulfils, Remote: r.Remote, Topic: committee.TopicID(r.TopicID), EarlyAt: at(r.EarlyAt),
	}
}

func (tx *Tx) meeting(r meetingRow) (*committee.Meeting, error) {
	m := r.meeting()
	err := tx.each(func(rows *sql.Rows) error {
		var a attendeeRow
		err := rows.Scan(&a.MemberID, &a.Capacity, &a.Topics, &a.Late, &a.Answer, &a.Reason, &a.Opinion, &a.AnsweredAt, &a.AnsweredIn, &a.Granted,
			&a.Reached, &a.ReachedAt, &a.ReachedBy, &a.NotedAt, &a.OnWayAt, &a.ArrivesAt, &a.CheckedIn, &a.How, &a.LeftAt, &a.Arrival)
		m.Roll = append(m.Roll, a.attendee())
		return err
	}, "SELECT member_id, capacity, topics, late, answer, reason, opinion, answered_at, answered_in, granted, "+
		"reached, reached_at, reached_by, noted_at, on_way_at, arrives_at, checked_in, how, left_at, arrival FROM attendees WHERE meeting_id = ? ORDER BY place", r.ID)
	return m, wrap(err, "reading a roll")
}

func (r attendeeRow) attendee() committee.Attendee {
	return committee.Attendee{
		Member: committee.MemberID(r.MemberID), Capacity: committee.Capacity(r.Capacity), Topics: r.Topics, Late: r.Late,
		Answer: committee.Answer(r.Answer), Reason: r.Reason, Opinion: r.Opinion, AnsweredAt: at(r.AnsweredAt), AnsweredIn: r.AnsweredIn, Granted: r.Granted,
		Reached: committee.Means(r.Reached), ReachedAt: at(r.ReachedAt), ReachedBy: committee.MemberID(r.ReachedBy), NotedAt: at(r.NotedAt), OnWayAt: at(r.OnWayAt), ArrivesAt: at(r.ArrivesAt),
		CheckedIn: at(r.CheckedIn), How: committee.Means(r.How), Left: at(r.LeftAt), Order: r.Arrival,
	}
}

// SaveMeeting writes a meeting with its roll; a meeting without an id is new.
func (tx *Tx) SaveMeeting(m *committee.Meeting) error {
	row := meetingRow{
		ID: int64(m.ID), CommitteeID: int64(m.Committee), Kind: string(m.Kind), State: string(m.State), Year: m.Year, Ordinal: m.Ordinal,
		StartsAt: millis(m.Starts), Place: clip(m.Place, 200), Reason: clip(m.Reason, 500), DraftedBy: int64(m.DraftedBy),
		NoticeAt: millis(m.NoticeAt), NoticedAt: millis(m.NoticedAt), AskedAt: millis(m.LastAsked), ChairID: int64(m.Chair),
		OpenedAt: millis(m.OpenedAt), AdjournedAt: millis(m.AdjournedAt), Expected: m.Expected, Quorum: m.Quorum, Assembled: m.Assembled, CodeKey: m.CodeKey, Laws: m.Laws,
		ChairReason: clip(m.ChairReason, 200), Fulfils: m.Fulfils, Remote: m.Remote, TopicID: int64(m.Topic), EarlyAt: millis(m.EarlyAt),
	}
	if err := tx.db.Save(&row).Error; err != nil {
		return wrap(err, "saving a meeting")
	}
	m.ID = committee.MeetingID(row.ID)
	var kept []int64
	for i := range m.Roll {
		if err := tx.saveAttendee(m, i); err != nil {
			return err
		}
		kept = append(kept, int64(m.Roll[i].Member))
	}
	gone := tx.db.Where("meeting_id = ?", row.ID)
	if len(kept) > 0 {
		gone = gone.Where("member_id NOT IN ?", kept)
	}
	return wrap(gone.Delete(&attendeeRow{}).Error, "clearing a roll")
}

// SaveAttendee writes one line of a meeting's roll.
func (tx *Tx) SaveAttendee(m *committee.Meeting, who committee.MemberID) error {
	i := slices.IndexFunc(m.Roll, func(a committee.Attendee) bool { return a.Member == who })
	if i < 0 {
		return ErrNotFound
	}
	return tx.saveAttendee(m, i)
}

func (tx *Tx) saveAttendee(m *committee.Meeting, i int) error {
	a := m.Roll[i]
	row := attendeeRow{
		MeetingID: int64(m.ID), MemberID: int64(a.Member), CommitteeID: int64(m.Committee), Place: i, Capacity: string(a.Capacity), Topics: a.Topics, Late: a.Late,
		Answer: string(a.Answer), Reason: clip(a.Reason, 500), Opinion: a.Opinion, AnsweredAt: millis(a.AnsweredAt), AnsweredIn: a.AnsweredIn, Granted: a.Granted,
		Reached: string(a.Reached), ReachedAt: millis(a.ReachedAt), ReachedBy: int64(a.ReachedBy), NotedAt: millis(a.NotedAt), OnWayAt: millis(a.OnWayAt), ArrivesAt: millis(a.ArrivesAt),
		CheckedIn: millis(a.CheckedIn), How: string(a.How), LeftAt: millis(a.Left), Arrival: a.Order,
	}
	return wrap(upsert(tx.db, &row), "saving a line of the roll")
}

// HeldBefore counts the meetings of a year that were opened (interface.md, “Minutes”).
func (tx *Tx) HeldBefore(c committee.ID, year int) (int, error) {
	var n int64
	err := tx.db.Model(&meetingRow{}).Where("committee_id = ? AND year = ? AND opened_at > 0", int64(c), year).Count(&n).Error
	return int(n), wrap(err, "counting the year's meetings")
}

// RegularIn loads the regular meeting, or the one that stands for it, that is held or
// dated between two moments (MTG-01); a lapsed or cancelled one does not count. ErrNotFound: there is none.
func (tx *Tx) RegularIn(c committee.ID, from, to time.Time) (*committee.Meeting, error) {
	var r meetingRow
	q := tx.db.Where("committee_id = ? AND starts_at >= ? AND starts_at < ? AND (kind = ? OR fulfils = ?) AND state NOT IN ?", int64(c), millis(from), millis(to),
		committee.Regular, true, []committee.State{committee.Lapsed, committee.Cancelled}).Order("starts_at").Limit(1)
	if err := (&Tx{db: q}).take(&r, "the quarter's meeting"); err != nil {
		return nil, err
	}
	return tx.meeting(r)
}

// MeetsBetween reports whether a meeting that was noticed begins between two moments.
func (tx *Tx) MeetsBetween(c committee.ID, from, to time.Time) (bool, error) {
	var n int64
	err := tx.db.Model(&meetingRow{}).Where("committee_id = ? AND starts_at >= ? AND starts_at < ? AND state NOT IN ?", int64(c), millis(from), millis(to),
		[]committee.State{committee.Planned, committee.Fixed, committee.Lapsed, committee.Cancelled}).Count(&n).Error
	return n > 0, wrap(err, "looking for a meeting of the day")
}

type noteRow struct {
	ID, CommitteeID, MeetingID, TopicID, MemberID, ByID int64
	Said, Kind                                          string
	SaidAt                                              int64
}

func (noteRow) TableName() string { return "notes" }

// AddNote keeps a word for the record.
func (tx *Tx) AddNote(c committee.ID, n committee.Note) error {
	row := noteRow{
		CommitteeID: int64(c), MeetingID: int64(n.Meeting), TopicID: int64(n.Topic), MemberID: int64(n.Who), ByID: int64(n.By), Said: n.Text, Kind: string(n.Kind), SaidAt: millis(n.At),
	}
	return wrap(tx.db.Create(&row).Error, "keeping a note")
}

// Notes loads the notes of a meeting in order.
func (tx *Tx) Notes(id committee.MeetingID) ([]committee.Note, error) {
	var rows []noteRow
	err := tx.db.Where("meeting_id = ?", int64(id)).Order("id").Find(&rows).Error
	var notes []committee.Note
	for _, r := range rows {
		notes = append(notes, committee.Note{
			Meeting: committee.MeetingID(r.MeetingID), Topic: committee.TopicID(r.TopicID), Who: committee.MemberID(r.MemberID), By: committee.MemberID(r.ByID), Text: r.Said, Kind: committee.NoteKind(r.Kind), At: at(r.SaidAt),
		})
	}
	return notes, wrap(err, "reading the notes")
}

type minutesRow struct {
	MeetingID   int64 `gorm:"primaryKey;autoIncrement:false"`
	CommitteeID int64
	Revision    int
	State       string
	Edits       dict[int, string]
	Reason      string
	Year        int
	Number      *int
	DraftedAt   int64
	SignedAt    int64
}

func (minutesRow) TableName() string { return "minutes" }

// Minutes loads the minutes of a meeting.
func (tx *Tx) Minutes(id committee.MeetingID) (*committee.Minutes, error) {
	var r minutesRow
	if err := tx.locked().take(&r, "the minutes", "meeting_id = ?", int64(id)); err != nil {
		return nil, err
	}
	m := &committee.Minutes{
		Meeting: committee.MeetingID(r.MeetingID), Committee: committee.ID(r.CommitteeID), Revision: r.Revision, State: committee.MinutesState(r.State),
		Edits: r.Edits, Reason: r.Reason, Year: r.Year, DraftedAt: at(r.DraftedAt), SignedAt: at(r.SignedAt),
	}
	if r.Number != nil {
		m.Number = *r.Number
	}
	return m, nil
}

// SaveMinutes writes the minutes of a meeting. Two minutes of a year never have
// one number: the second writer is refused by the database.
func (tx *Tx) SaveMinutes(m *committee.Minutes) error {
	row := minutesRow{
		MeetingID: int64(m.Meeting), CommitteeID: int64(m.Committee), Revision: m.Revision, State: string(m.State), Edits: m.Edits, Reason: clip(m.Reason, 500),
		Year: m.Year, DraftedAt: millis(m.DraftedAt), SignedAt: millis(m.SignedAt),
	}
	if m.Number > 0 {
		row.Number = &m.Number
	}
	var drafts int64
	if err := tx.db.Model(&minutesRow{}).Where("meeting_id = ?", row.MeetingID).Count(&drafts).Error; err != nil {
		return wrap(err, "looking for a draft of the minutes")
	}
	if drafts == 0 { // Save would let MySQL replace the minutes that have the number
		return wrap(tx.db.Create(&row).Error, "saving the minutes")
	}
	return wrap(tx.db.Save(&row).Error, "saving the minutes")
}

type readerRow struct {
	MeetingID   int64 `gorm:"primaryKey"`
	MemberID    int64 `gorm:"primaryKey"`
	CommitteeID int64
	ReadAt      int64
}

func (readerRow) TableName() string { return "readers" }

// A Reader is someone whom signed minutes were sent to; ReadAt is zero until he
// says that he has read them (MIN-06).
type Reader struct {
	Member committee.MemberID
	ReadAt time.Time
}

// SaveReader writes a reader of a meeting's minutes.
func (tx *Tx) SaveReader(m *committee.Minutes, r Reader) error {
	row := readerRow{MeetingID: int64(m.Meeting), MemberID: int64(r.Member), CommitteeID: int64(m.Committee), ReadAt: millis(r.ReadAt)}
	return wrap(upsert(tx.db, &row), "keeping a reader")
}

// Readers loads the readers of a meeting's minutes.
func (tx *Tx) Readers(id committee.MeetingID) ([]Reader, error) {
	var rows []readerRow
	err := tx.db.Where("meeting_id = ?", int64(id)).Order("member_id").Find(&rows).Error
	var out []Reader
	for _, r := range rows {
		out = append(out, Reader{committee.MemberID(r.MemberID), at(r.ReadAt)})
	}
	return out, wrap(err, "reading the readers")
}

// LastMinutes returns the highest number of a year's minutes, 0 when there are none.
func (tx *Tx) LastMinutes(c committee.ID, year int) (int, error) {
	var n *int
	err := tx.db.Model(&minutesRow{}).Where("committee_id = ? AND year = ?", int64(c), year).Select("MAX(number)").Scan(&n).Error
	if err != nil || n == nil {
		return 0, wrap(err, "reading the last number of the minutes")
	}
	return *n, nil
}

// MinutesNumbered finds the meeting of a set of signed minutes.
func (tx *Tx) MinutesNumbered(c committee.ID, year, number int) (committee.MeetingID, error) {
	var r minutesRow
	err := tx.take(&r, "the minutes", "committee_id = ? AND year = ? AND number = ?", int64(c), year, number)
	return committee.MeetingID(r.MeetingID), err
}

// save writes a row that has an id, or makes one and returns its id.
func save[T any](db *gorm.DB, row *T, what string) error {
	return wrap(db.Save(row).Error, "saving "+what)
}
