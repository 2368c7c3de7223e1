package store

import "yishi/committee"

type ballotRow struct {
	ID, CommitteeID, MeetingID, TopicID int64
	Position, Item                      int
	Person, Title, Ask                  string
	Secret                              bool
	State                               string
	Electors                            list[committee.MemberID]
	Recused                             list[string]
	ChairID                             int64
	RoundOver                           bool
	OpenedAt, ClosesAt, ClosedAt        int64
	Expected, Present                   int
	Deferred                            bool
	Again                               string
	ByHand                              bool
	CountedFor                          int
	CountedAgainst                      int
	CountedAbstain                      int
	Witness                             string
}

func (ballotRow) TableName() string { return "ballots" }

type voteRow struct {
	BallotID    int64 `gorm:"primaryKey"`
	MemberID    int64 `gorm:"primaryKey"`
	CommitteeID int64
	Choice      string
	CastAt      int64
}

func (voteRow) TableName() string { return "votes" }

type slipRow struct {
	BallotID    int64  `gorm:"primaryKey"`
	Slip        string `gorm:"primaryKey"`
	CommitteeID int64
	Choice      string
}

func (slipRow) TableName() string { return "slips" }

// Ballot loads a vote with what was cast.
func (tx *Tx) Ballot(id committee.BallotID) (*committee.Ballot, error) {
	var r ballotRow
	if err := tx.locked().take(&r, "a vote", "id = ?", int64(id)); err != nil {
		return nil, err
	}
	b, err := tx.ballot(r)
	return &b, err
}

// Ballots loads every vote of a meeting in the order of their opening.
func (tx *Tx) Ballots(m committee.MeetingID) ([]committee.Ballot, error) {
	var rows []ballotRow
	if err := tx.db.Where("meeting_id = ?", int64(m)).Order("id").Find(&rows).Error; err != nil {
		return nil, wrap(err, "reading the votes")
	}
	var out []committee.Ballot
	for _, r := range rows {
		b, err := tx.ballot(r)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func (tx *Tx) ballot(r ballotRow) (committee.Ballot, error) {
	b := committee.Ballot{
		ID: committee.BallotID(r.ID), Committee: committee.ID(r.CommitteeID), Meeting: committee.MeetingID(r.MeetingID), Topic: committee.TopicID(r.TopicID),
		Position: r.Position, Item: r.Item, Person: r.Person, Title: r.Title, Ask: r.Ask, Secret: r.Secret, State: committee.BallotState(r.State),
		Electors: r.Electors, Recused: r.Recused, Chair: committee.MemberID(r.ChairID), RoundOver: r.RoundOver,
		OpenedAt: at(r.OpenedAt), ClosesAt: at(r.ClosesAt), ClosedAt: at(r.ClosedAt), Expected: r.Expected, Present: r.Present, Deferred: r.Deferred,
		Again: r.Again, ByHand: r.ByHand, Witness: r.Witness, Counted: committee.Tally{For: r.CountedFor, Against: r.CountedAgainst, Abstain: r.CountedAbstain},
		Votes: map[committee.MemberID]committee.Choice{},
	}
	var votes []voteRow
	if err := tx.db.Where("ballot_id = ?", r.ID).Find(&votes).Error; err != nil {
		return b, wrap(err, "reading who voted")
	}
	for _, v := range votes {
		b.Votes[committee.MemberID(v.MemberID)] = committee.Choice(v.Choice)
	}
	if !r.Secret {
		return b, nil
	}
	var slips []slipRow
	if err := tx.db.Where("ballot_id = ?", r.ID).Order("slip").Find(&slips).Error; err != nil {
		return b, wrap(err, "reading the slips")
	}
	for _, s := range slips {
		b.Slips = append(b.Slips, committee.Choice(s.Choice))
	}
	return b, nil
}

// SaveBallot writes a vote without what was cast; one without an id is new.
func (tx *Tx) SaveBallot(b *committee.Ballot) error {
	row := ballotRow{
		ID: int64(b.ID), CommitteeID: int64(b.Committee), MeetingID: int64(b.Meeting), TopicID: int64(b.Topic), Position: b.Position, Item: b.Item,
		Person: b.Person, Title: b.Title, Ask: b.Ask, Secret: b.Secret, State: string(b.State), Electors: b.Electors, Recused: b.Recused,
		ChairID: int64(b.Chair), RoundOver: b.RoundOver, OpenedAt: millis(b.OpenedAt), ClosesAt: millis(b.ClosesAt), ClosedAt: millis(b.ClosedAt),
		Expected: b.Expected, Present: b.Present, Deferred: b.Deferred,
		Again: b.Again, ByHand: b.ByHand, Witness: b.Witness, CountedFor: b.Counted.For, CountedAgainst: b.Counted.Against, CountedAbstain: b.Counted.Abstain,
	}
	if err := save(tx.db, &row, "a vote"); err != nil {
		return err
	}
	b.ID = committee.BallotID(row.ID)
	return nil
}

// SaveVote writes what one elector cast. Of a secret vote it keeps that he voted
// and, under a random name and without a time, what a slip says: nothing joins the
// two (VOT-06).
func (tx *Tx) SaveVote(b *committee.Ballot, who committee.MemberID, c committee.Choice, at int64) error {
	vote := voteRow{BallotID: int64(b.ID), MemberID: int64(who), CommitteeID: int64(b.Committee), Choice: string(c), CastAt: at}
	if !b.Secret {
		return wrap(upsert(tx.db, &vote), "keeping a vote")
	}
	vote.Choice, vote.CastAt = "", 0
	if err := tx.db.Create(&vote).Error; err != nil {
		return wrap(err, "keeping who voted")
	}
	slip := slipRow{BallotID: int64(b.ID), Slip: slipName(), CommitteeID: int64(b.Committee), Choice: string(c)}
	return wrap(tx.db.Create(&slip).Error, "keeping a slip")
}
