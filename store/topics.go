package store

import (
	"time"

	"yishi/committee"
)

type topicRow struct {
	ID, CommitteeID        int64
	Number                 int
	Title                  string
	Scope                  int
	ScopeReason            string
	Kind                   string
	Persons                list[string]
	Ask, Reporter          string
	Observers              list[committee.MemberID]
	Guests                 string
	Disclosure             int
	ProposerID             int64
	State, Reason          string
	Place                  int
	MeetingID              int64
	Position               int
	SubmittedAt, DecidedAt int64
	MergedID               int64
	Tags, Materials        list[string]
	Added                  string
	Consents               list[committee.MemberID]
	Dictated               list[committee.DictatedConsent]
}

func (topicRow) TableName() string { return "topics" }

func (r topicRow) topic() committee.Topic {
	return committee.Topic{
		ID: committee.TopicID(r.ID), Committee: committee.ID(r.CommitteeID), Number: r.Number, Title: r.Title, Scope: r.Scope, ScopeReason: r.ScopeReason,
		Kind: committee.TopicKind(r.Kind), Persons: r.Persons, Ask: r.Ask, Reporter: r.Reporter, Observers: r.Observers, Guests: r.Guests,
		Disclosure: committee.Disclosure(r.Disclosure), Proposer: committee.MemberID(r.ProposerID), State: committee.TopicState(r.State), Reason: r.Reason,
		Place: r.Place, Meeting: committee.MeetingID(r.MeetingID), Position: r.Position, SubmittedAt: at(r.SubmittedAt), DecidedAt: at(r.DecidedAt),
		Tags: r.Tags, Materials: r.Materials, Merged: committee.TopicID(r.MergedID), Added: r.Added, Consents: r.Consents, Dictated: r.Dictated,
	}
}

// Topic loads one topic.
func (tx *Tx) Topic(id committee.TopicID) (*committee.Topic, error) {
	var r topicRow
	if err := tx.locked().take(&r, "a topic", "id = ?", int64(id)); err != nil {
		return nil, err
	}
	t := r.topic()
	return &t, nil
}

// Pool loads the topics that wait for a meeting, by number.
func (tx *Tx) Pool(c committee.ID) ([]committee.Topic, error) { return tx.topics(c, 0, "number, id") }

// Agenda loads the topics of a noticed meeting, in order.
func (tx *Tx) Agenda(c committee.ID, m committee.MeetingID) ([]committee.Topic, error) {
	return tx.topics(c, m, "position")
}

func (tx *Tx) topics(c committee.ID, m committee.MeetingID, order string) ([]committee.Topic, error) {
	var rows []topicRow
	err := tx.db.Where("committee_id = ? AND meeting_id = ? AND merged_id = 0", int64(c), int64(m)).Order(order).Find(&rows).Error
	var topics []committee.Topic
	for _, r := range rows {
		topics = append(topics, r.topic())
	}
	return topics, wrap(err, "reading the topics")
}

// Taken loads the topics that came before a meeting between two moments, by when the
// secretary decided on them.
func (tx *Tx) Taken(c committee.ID, from, to time.Time) ([]committee.Topic, error) {
	var rows []topicRow
	err := tx.db.Where("committee_id = ? AND meeting_id > 0 AND decided_at >= ? AND decided_at < ?", int64(c), millis(from), millis(to)).Order("id").Find(&rows).Error
	var topics []committee.Topic
	for _, r := range rows {
		topics = append(topics, r.topic())
	}
	return topics, wrap(err, "reading the topics of a year")
}

// SaveTopic writes a topic; one without an id is new.
func (tx *Tx) SaveTopic(t *committee.Topic) error {
	row := topicRow{
		ID: int64(t.ID), CommitteeID: int64(t.Committee), Number: t.Number, Title: t.Title, Scope: t.Scope, ScopeReason: clip(t.ScopeReason, 500),
		Kind: string(t.Kind), Persons: t.Persons, Ask: clip(t.Ask, 2000), Reporter: clip(t.Reporter, 100), Observers: t.Observers, Guests: clip(t.Guests, 500),
		Disclosure: int(t.Disclosure), ProposerID: int64(t.Proposer), State: string(t.State), Reason: clip(t.Reason, 500), Place: t.Place,
		MeetingID: int64(t.Meeting), Position: t.Position, SubmittedAt: millis(t.SubmittedAt), DecidedAt: millis(t.DecidedAt),
		Tags: t.Tags, Materials: t.Materials, MergedID: int64(t.Merged), Added: clip(t.Added, 500), Consents: t.Consents, Dictated: t.Dictated,
	}
	if err := save(tx.db, &row, "a topic"); err != nil {
		return err
	}
	t.ID = committee.TopicID(row.ID)
	return nil
}
