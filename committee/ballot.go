package committee

import (
	"slices"
	"strings"
	"time"
)

// Choice is what a voter says (VOT-04).
type Choice string

// The choices. No answer by the close is 未表决, which is none of them.
const (
	For     Choice = "for"
	Against Choice = "against"
	Abstain Choice = "abstain"
)

// Choices lists the choices in the order in which they are offered.
var Choices = []Choice{For, Against, Abstain}

// BallotState is where a vote stands.
type BallotState string

// The states of a vote.
const (
	Entered   BallotState = "entered" // counted by hand, waits for the chair's word (VOT-11)
	Open      BallotState = "open"
	Closed    BallotState = "closed"
	Announced BallotState = "announced"
)

// A Ballot is a vote on one topic, or on one person of a personnel topic. Its
// electors are fixed when it opens; each has one vote (VOT-03, VOT-05).
//
// Of a named ballot Votes says who chose what. Of a secret one Votes holds the
// voters alone, and Slips the choices without their voters: nothing joins the two
// (VOT-06).
type Ballot struct {
	ID        BallotID
	Committee ID
	Meeting   MeetingID
	Topic     TopicID
	Position  int    // of the topic on the agenda
	Item      int    // of the person in a personnel topic, from 1; 0 when the topic takes one vote
	Person    string // of a personnel topic
	Title     string
	Ask       string
	Secret    bool
	State     BallotState
	Electors  []MemberID
	Recused   []string
	Chair     MemberID // votes last; 0 when nobody has to wait
	RoundOver bool     // the others' round was closed before all had voted
	OpenedAt  time.Time
	ClosesAt  time.Time
	ClosedAt  time.Time
	Expected  int
	Present   int
	Votes     map[MemberID]Choice
	Slips     []Choice
	Deferred  bool   // the chair put the topic off instead of announcing: it returns to the pool (TOP-06)
	Again     string // why the same item is voted on once more (VOT-12); empty: it is the first vote
	ByHand    bool   // a show of hands or paper slips (VOT-11)
	Counted   Tally  // by hand, in totals
	Witness   string // 监票人 of paper slips
}

// OpenBallot opens the vote on a topic (VOT-01, VOT-02, VOT-07): by the chair, in
// session, with a quorum still present (ATT-06), on a topic of the agenda that is
// to be decided. Electors are the members in the room who are not recused.
func (m *Meeting) OpenBallot(by Actor, t Topic, item int, secret bool, earlier []Ballot, now time.Time) (*Ballot, error) {
	if !m.Presides(by) {
		return nil, Refuse(Forbidden, "meeting.only-chair")
	}
	if err := m.votable(by, t, item, earlier); err != nil {
		return nil, err
	}
	return m.newBallot(by.Committee.Bylaws, t, item, secret, now), nil
}

// Revote opens a second vote on an item that was voted on (VOT-12), whether its result was
// announced or the topic put off: by the chair, with a reason, in the same meeting, in the
// same manner. What the first came to stays on record.
func (m *Meeting) Revote(by Actor, t Topic, item int, reason string, earlier []Ballot, now time.Time) (*Ballot, error) {
	var first *Ballot
	others := slices.DeleteFunc(slices.Clone(earlier), func(b Ballot) bool {
		same := b.Topic == t.ID && max(b.Item, 1) == item && b.State == Announced
		if same && first == nil {
			first = &b
		}
		return same
	})
	switch {
	case !m.Presides(by):
		return nil, Refuse(Forbidden, "meeting.only-chair")
	case strings.TrimSpace(reason) == "":
		return nil, Refuse(Invalid, "revote.reason", t.Position)
	}
	if err := m.votable(by, t, item, others); err != nil {
		return nil, err
	}
	if first == nil {
		return nil, Refuse(Untimely, "revote.none", t.Position)
	}
	b := m.newBallot(by.Committee.Bylaws, t, item, first.Secret, now)
	b.Again = strings.TrimSpace(reason)
	return b, nil
}

func (m *Meeting) newBallot(b Bylaws, t Topic, item int, secret bool, now time.Time) *Ballot {
	ballot := &Ballot{
		Committee: m.Committee, Meeting: m.ID, Topic: t.ID, Position: t.Position, Title: t.Title, Ask: t.Ask,
		Secret: secret, State: Open, OpenedAt: now, ClosesAt: now.Add(time.Duration(b.VoteMinutes) * time.Minute),
		Expected: m.Expected, Present: m.Present(), Votes: map[MemberID]Choice{},
	}
	if t.Kind == Personnel {
		ballot.Item, ballot.Person = item, t.Persons[item-1]
	}
	for _, a := range m.Roll {
		if a.Capacity == Voting && a.Here() {
			ballot.Electors = append(ballot.Electors, a.Member)
		}
	}
	if b.ChairLast && !ballot.Secret && slices.Contains(ballot.Electors, m.Chair) {
		ballot.Chair = m.Chair
	}
	return ballot
}

// votable refuses a vote on an item that cannot be taken now, or was voted on.
func (m *Meeting) votable(by Actor, t Topic, item int, earlier []Ballot) error {
	present := m.Present()
	switch {
	case m.State == Noticed:
		return Refuse(Untimely, "ballot.not-in-session", present, by.Committee.Bylaws.Quorum(by.Committee.QuorumBase(m.expectedNow())))
	case m.State != InSession:
		return m.unfit()
	case !t.Voted():
		return Refuse(Invalid, "ballot.not-decided", t.Position)
	case len(m.Awaited(t)) > 0:
		return Refuse(Untimely, "late.waiting", t.Position, m.Awaited(t))
	case by.Committee.Bylaws.QuorumEachVote && present < m.Quorum:
		return Refuse(Untimely, "quorum.lost", present, m.Quorum)
	case item < 1 || item > t.Items():
		return Refuse(NotFound, "ballot.no-item", t.Position, t.Items())
	}
	for _, b := range slices.Backward(earlier) {
		if b.Topic != t.ID || max(b.Item, 1) != item {
			continue
		}
		switch {
		case b.State == Open:
			return Refuse(Conflict, "ballot.already-open", b.Name())
		case b.State == Entered:
			return Refuse(Conflict, "ballot.entered", b.Name())
		case b.State == Closed:
			return Refuse(Conflict, "ballot.unannounced", b.Name())
		case b.Deferred:
			return Refuse(Conflict, "ballot.put-off", b.Name())
		}
		return Refuse(Conflict, "ballot.done", b.Name())
	}
	return nil
}

// Recuse takes an elector out of the vote; he stays in 应到 and in the quorum
// . Who is no elector cannot be taken out, so doing it twice changes nothing.
func (b *Ballot) Recuse(who MemberID, name string) {
	if !slices.Contains(b.Electors, who) {
		return
	}
	b.Electors = slices.DeleteFunc(b.Electors, func(m MemberID) bool { return m == who })
	if b.Chair == who {
		b.Chair = 0
	}
	b.Recused = append(b.Recused, name)
}

// Cast records a member's vote (VOT-05). Named votes may change until the close
// secret ones never; the chair waits for the others (SPK-02). The same
// choice again changes nothing.
func (b *Ballot) Cast(who MemberID, c Choice, now time.Time) (changed bool, err error) {
	before, voted := b.Votes[who]
	switch {
	case !slices.Contains(Choices, c):
		return false, Refuse(Invalid, "ballot.no-choice")
	case b.State != Open:
		return false, Refuse(Untimely, "ballot.closed", b.Name(), Moment(b.ClosedAt))
	case !slices.Contains(b.Electors, who):
		return false, Refuse(Forbidden, "ballot.not-elector")
	case b.Secret && voted:
		return false, Refuse(Conflict, "ballot.secret-again")
	case b.ChairWaits(who):
		return false, Refuse(Untimely, "ballot.chair-last", b.Waiting())
	case b.RoundOver && who != b.Chair:
		return false, Refuse(Untimely, "ballot.round-over", b.Name())
	case !b.ClosesAt.IsZero() && now.After(b.ClosesAt):
		return false, Refuse(Untimely, "ballot.closed", b.Name(), Moment(b.ClosesAt))
	case voted && before == c:
		return false, nil
	}
	if b.Secret {
		b.Votes[who] = ""
		b.Slips = append(b.Slips, c)
		return true, nil
	}
	b.Votes[who] = c
	return true, nil
}

// ChairWaits reports whether this person is the chair and the others are still voting.
func (b *Ballot) ChairWaits(who MemberID) bool {
	return b.Chair != 0 && who == b.Chair && !b.ChairsTurn()
}

// ChairsTurn reports whether the chair's own vote is open: all others have voted
// or their round was closed.
func (b *Ballot) ChairsTurn() bool { return b.RoundOver || b.Waiting() == 0 }

// Waiting counts the others who have not voted yet.
func (b *Ballot) Waiting() int { return len(b.waiting()) }

// Pending returns everyone whose vote is awaited now: the others, then the chair.
func (b *Ballot) Pending() []MemberID {
	if b.State != Open {
		return nil
	}
	if !b.ChairsTurn() {
		return b.waiting()
	}
	if _, voted := b.Votes[b.Chair]; b.Chair != 0 && !voted {
		return []MemberID{b.Chair}
	}
	return nil
}

func (b *Ballot) waiting() []MemberID {
	var out []MemberID
	for _, e := range b.Electors {
		if _, voted := b.Votes[e]; !voted && e != b.Chair {
			out = append(out, e)
		}
	}
	return out
}

// Complete reports whether every elector has voted who still may: when the others'
// round was closed, that is the chair alone.
func (b *Ballot) Complete() bool {
	if _, voted := b.Votes[b.Chair]; b.RoundOver && voted {
		return true
	}
	return len(b.Votes) == len(b.Electors)
}

// EndRound closes the others' round; the chair's vote opens. It reports
// whether the whole vote is to be closed instead, because nobody waits any more.
func (b *Ballot) EndRound() (over bool) {
	if b.Chair == 0 || b.ChairsTurn() {
		return true
	}
	b.RoundOver = true
	return false
}

// Close ends the vote for good (VOT-12); closing twice changes nothing.
func (b *Ballot) Close(now time.Time) {
	if b.State == Open {
		b.State, b.ClosedAt = Closed, now
	}
}

// Announce publishes the result after the chair's tap.
func (b *Ballot) Announce(by Actor, m *Meeting) (changed bool, err error) {
	return b.settle(by, m, false)
}

// Defer puts the topic off instead of announcing a close result (VOT-09).
func (b *Ballot) Defer(by Actor, m *Meeting) (changed bool, err error) { return b.settle(by, m, true) }

func (b *Ballot) settle(by Actor, m *Meeting, deferred bool) (changed bool, err error) {
	switch {
	case !m.Presides(by):
		return false, Refuse(Forbidden, "meeting.only-chair")
	case b.State == Open:
		return false, Refuse(Untimely, "ballot.still-open", b.Name(), len(b.Votes), len(b.Electors))
	case b.State == Entered:
		return false, Refuse(Untimely, "ballot.entered", b.Name())
	case b.State == Announced && b.Deferred == deferred:
		return false, nil
	case b.State == Announced:
		return false, Refuse(Untimely, "ballot.announced", b.Name())
	}
	b.State, b.Deferred = Announced, deferred
	return true, nil
}

// Name is how the vote is called: the number of its topic on the agenda and, of a
// personnel topic, of the person.
func (b *Ballot) Name() ItemName { return ItemName{b.Position, b.Item} }

// ItemName names a topic of the agenda, or one person of it: 议题二, 议题三(一).
type ItemName struct{ Topic, Item int }
