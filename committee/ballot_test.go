package committee_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

var (
	shed  = committee.Topic{ID: 12, Meeting: 4, Position: 2, Title: "电动自行车集中充电棚共建项目", Ask: "同意在三号院先行试点", Kind: committee.Decide}
	heard = committee.Topic{ID: 11, Meeting: 4, Position: 1, Title: "第三季度决定事项落实情况", Kind: committee.Hear}
	posts = committee.Topic{ID: 13, Meeting: 4, Position: 3, Title: "续聘兼职委员事项", Kind: committee.Personnel, Persons: []string{"刘芳", "周建平"}}
)

const (
	named  = false
	secret = true
)

// vote opens the vote on the charging shed with n members in the room.
func vote(t *testing.T, n int, secret bool) *committee.Ballot {
	t.Helper()
	b, err := session(t, n).OpenBallot(by(zhang), shed, 1, secret, nil, at("2026-12-15 15:08"))
	if err != nil {
		t.Fatal(err)
	}
	b.ID = 7
	return b
}

func cast(t *testing.T, b *committee.Ballot, c committee.Choice, who ...committee.MemberID) {
	t.Helper()
	for _, id := range who {
		if _, err := b.Cast(id, c, at("2026-12-15 15:10")); err != nil {
			t.Fatalf("vote of %d: %v", id, err)
		}
	}
}

func TestVOT07OpenBallot(t *testing.T) {
	m := session(t, 8)
	now := at("2026-12-15 15:08")
	t.Run("named", func(t *testing.T) {
		got, err := m.OpenBallot(by(zhang), shed, 1, named, nil, now)
		if err != nil {
			t.Fatal(err)
		}
		want := &committee.Ballot{
			Committee: 1, Meeting: 4, Topic: 12, Position: 2, Title: shed.Title, Ask: shed.Ask, State: committee.Open,
			Electors: []committee.MemberID{zhang, li, wang, zhao, chen, liu, zhou, sun}, Chair: zhang,
			OpenedAt: now, ClosesAt: at("2026-12-15 15:18"), Expected: 9, Present: 8, Votes: map[committee.MemberID]committee.Choice{},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("one-person-of-two", func(t *testing.T) {
		got, err := m.OpenBallot(by(zhang), posts, 2, secret, nil, now)
		if err != nil || got.Person != "周建平" || got.Item != 2 || !got.Secret || got.Chair != 0 {
			t.Fatalf("got %+v, %v", got, err)
		}
		if got.Name() != (committee.ItemName{Topic: 3, Item: 2}) {
			t.Errorf("it is called %v", got.Name())
		}
	})
	t.Run("the-chair-votes-with-the-others", func(t *testing.T) {
		got, err := m.OpenBallot(as(zhang, laws(t, "vote.chair_last", "false", "vote.minutes", "3")), shed, 1, named, nil, now)
		if err != nil || got.Chair != 0 || !got.ClosesAt.Equal(now.Add(3*time.Minute)) {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a-delegated-chair-votes-last", func(t *testing.T) {
		m := in(committee.Noticed)
		m.Chair = li
		seat(t, m, 9)
		if err := m.Open(by(li), body().InOffice(m.Day()), opening); err != nil {
			t.Fatal(err)
		}
		got, err := m.OpenBallot(by(li), shed, 1, named, nil, now)
		if err != nil || got.Chair != li {
			t.Errorf("chair %d, %v", got.Chair, err)
		}
	})
}

func TestVOT02OpenBallotRefusals(t *testing.T) {
	earlier := func(state committee.BallotState, deferred bool) []committee.Ballot {
		return []committee.Ballot{
			{Topic: 99, State: committee.Open},
			{Topic: 12, Position: 2, State: state, Deferred: deferred},
		}
	}
	for _, test := range []struct {
		name    string
		kind    committee.Kind
		rule    string
		who     committee.MemberID
		topic   committee.Topic
		item    int
		earlier []committee.Ballot
		change  func(m *committee.Meeting)
		args    []any
	}{
		{name: "not-the-chair", kind: committee.Forbidden, rule: "meeting.only-chair", who: li},
		{name: "paused", kind: committee.Untimely, rule: "meeting.state.paused", change: func(m *committee.Meeting) { m.State = committee.Paused }},
		{name: "adjourned", kind: committee.Untimely, rule: "meeting.state.adjourned", change: func(m *committee.Meeting) { m.State = committee.Adjourned }},
		{name: "only-heard", kind: committee.Invalid, rule: "ballot.not-decided", topic: heard, args: []any{1}},
		{name: "no-such-person", kind: committee.NotFound, rule: "ballot.no-item", topic: posts, item: 3, args: []any{3, 2}},
		{name: "no-person-at-all", kind: committee.NotFound, rule: "ballot.no-item", item: -1, args: []any{2, 1}},
		{name: "running", kind: committee.Conflict, rule: "ballot.already-open", earlier: earlier(committee.Open, false), args: []any{committee.ItemName{Topic: 2}}},
		{name: "closed", kind: committee.Conflict, rule: "ballot.unannounced", earlier: earlier(committee.Closed, false), args: []any{committee.ItemName{Topic: 2}}},
		{name: "announced", kind: committee.Conflict, rule: "ballot.done", earlier: earlier(committee.Announced, false)},
		{name: "put-off-before", kind: committee.Conflict, rule: "ballot.put-off", earlier: earlier(committee.Announced, true), args: []any{committee.ItemName{Topic: 2}}},
		{name: "of-another-person", rule: "", topic: posts, item: 2, earlier: []committee.Ballot{{Topic: 13, Item: 1, State: committee.Announced}}},
		{name: "of-the-same-person", kind: committee.Conflict, rule: "ballot.done", topic: posts, item: 1, earlier: []committee.Ballot{{Topic: 13, Item: 1, State: committee.Announced}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := session(t, 8)
			if test.change != nil {
				test.change(m)
			}
			if test.who == 0 {
				test.who = zhang
			}
			if test.topic.ID == 0 {
				test.topic = shed
			}
			if test.item == 0 {
				test.item = 1
			}
			_, err := m.OpenBallot(by(test.who), test.topic, test.item, named, test.earlier, opening)
			if test.rule == "" {
				wantRule(t, err, "")
				return
			}
			wantRefusal(t, err, test.kind, test.rule, test.args...)
		})
	}
}

func TestVOT02BeforeTheOpening(t *testing.T) {
	m := in(committee.Noticed)
	seat(t, m, 6)
	_, err := m.OpenBallot(by(zhang), shed, 1, named, nil, opening)
	wantRefusal(t, err, committee.Untimely, "ballot.not-in-session", 6, 8)
}

func TestATT06QuorumAtEachVote(t *testing.T) {
	for _, test := range []struct {
		name, check, rule string
	}{
		{"each-vote", "each_vote", "quorum.lost"},
		{"only-at-the-opening", "open", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := session(t, 8)
			if _, err := m.Leave(sun, opening.Add(time.Hour), opening.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			b, err := m.OpenBallot(as(zhang, laws(t, "quorum.check", test.check)), shed, 1, named, nil, opening.Add(61*time.Minute))
			wantRule(t, err, test.rule)
			if test.rule != "" {
				wantRefusal(t, err, committee.Untimely, test.rule, 7, 8)
			} else if len(b.Electors) != 7 || b.Present != 7 || b.Expected != 9 {
				t.Errorf("got %+v", b)
			}
		})
	}
}

func TestVOT05Cast(t *testing.T) {
	now := at("2026-12-15 15:10")
	t.Run("named-may-change", func(t *testing.T) {
		b := vote(t, 8, named)
		for i, step := range []struct {
			choice  committee.Choice
			changed bool
		}{{committee.For, true}, {committee.For, false}, {committee.Against, true}, {committee.Abstain, true}, {committee.For, true}} {
			if changed, err := b.Cast(liu, step.choice, now); err != nil || changed != step.changed {
				t.Fatalf("step %d: changed %v, %v", i, changed, err)
			}
		}
		if len(b.Votes) != 1 || b.Votes[liu] != committee.For {
			t.Errorf("votes %v", b.Votes)
		}
	})
	t.Run("secret-never-changes", func(t *testing.T) {
		b := vote(t, 8, secret)
		cast(t, b, committee.Against, liu)
		for _, again := range committee.Choices {
			changed, err := b.Cast(liu, again, now)
			if changed {
				t.Error("a secret vote was changed")
			}
			wantRefusal(t, err, committee.Conflict, "ballot.secret-again")
		}
	})
	t.Run("no-choice", func(t *testing.T) {
		for _, c := range []committee.Choice{"", "maybe", "同意"} {
			_, err := vote(t, 8, named).Cast(liu, c, now)
			wantRefusal(t, err, committee.Invalid, "ballot.no-choice")
		}
	})
	t.Run("not-an-elector", func(t *testing.T) {
		b := vote(t, 8, named)
		for _, who := range []committee.MemberID{wu, ma, he, lin, 99} {
			_, err := b.Cast(who, committee.For, now)
			wantRefusal(t, err, committee.Forbidden, "ballot.not-elector")
		}
	})
	t.Run("after-the-close", func(t *testing.T) {
		b := vote(t, 8, named)
		b.Close(at("2026-12-15 15:13"))
		_, err := b.Cast(liu, committee.For, at("2026-12-15 15:14"))
		wantRefusal(t, err, committee.Untimely, "ballot.closed", committee.ItemName{Topic: 2}, committee.Moment(at("2026-12-15 15:13")))
	})
	t.Run("after-its-hour", func(t *testing.T) { // nobody has closed it yet
		b := vote(t, 8, named)
		b.ClosesAt = at("2026-12-15 15:13")
		if _, err := b.Cast(liu, committee.For, b.ClosesAt); err != nil {
			t.Fatalf("in the last minute: %v", err)
		}
		_, err := b.Cast(zhou, committee.For, b.ClosesAt.Add(time.Second))
		wantRefusal(t, err, committee.Untimely, "ballot.closed", committee.ItemName{Topic: 2}, committee.Moment(b.ClosesAt))
		if _, voted := b.Votes[zhou]; voted {
			t.Error("a vote after the hour was counted")
		}
	})
}

func TestVOT06SlipsHaveNoVoters(t *testing.T) {
	b := vote(t, 8, secret)
	cast(t, b, committee.For, zhang, li, wang, zhao)
	cast(t, b, committee.Against, chen, liu, zhou)
	cast(t, b, committee.Abstain, sun)
	for who, choice := range b.Votes {
		if choice != "" {
			t.Errorf("%d is joined with %s", who, choice)
		}
	}
	want := committee.Tally{For: 4, Against: 3, Abstain: 1}
	if len(b.Votes) != 8 || len(b.Slips) != 8 || b.Tally() != want || !b.Complete() {
		t.Errorf("%d voters, %d slips, %+v", len(b.Votes), len(b.Slips), b.Tally())
	}
}

func TestSPK02ChairLast(t *testing.T) {
	b, now := vote(t, 8, named), at("2026-12-15 15:12")
	if diff := cmp.Diff([]committee.MemberID{li, wang, zhao, chen, liu, zhou, sun}, b.Pending()); diff != "" {
		t.Errorf("awaited (-want +got):\n%s", diff)
	}
	cast(t, b, committee.For, li, wang, zhao, chen, liu, zhou)
	_, err := b.Cast(zhang, committee.For, now)
	wantRefusal(t, err, committee.Untimely, "ballot.chair-last", 1)
	if !b.ChairWaits(zhang) || b.ChairWaits(liu) || b.ChairsTurn() || b.Waiting() != 1 {
		t.Error("the chair waits for one, and only the chair")
	}
	cast(t, b, committee.Against, sun)
	if b.ChairWaits(zhang) || !b.ChairsTurn() || b.Complete() || !cmp.Equal(b.Pending(), []committee.MemberID{zhang}) {
		t.Errorf("it is the chair's turn: pending %v", b.Pending())
	}
	cast(t, b, committee.For, sun) // until the close the others may still change
	cast(t, b, committee.For, zhang)
	if !b.Complete() || b.Pending() != nil {
		t.Errorf("complete %v, pending %v", b.Complete(), b.Pending())
	}
	b.Close(now)
	if b.Pending() != nil {
		t.Error("a closed vote waits for somebody")
	}
	if secretly := vote(t, 8, secret); secretly.ChairWaits(zhang) {
		t.Error("of a secret vote the last one is known")
	}
}

func TestA13EndRound(t *testing.T) {
	t.Run("the-others-first", func(t *testing.T) {
		b := vote(t, 8, named)
		cast(t, b, committee.For, li, wang)
		if b.EndRound() {
			t.Fatal("the chair lost his vote")
		}
		if !b.RoundOver || b.State != committee.Open || !cmp.Equal(b.Pending(), []committee.MemberID{zhang}) {
			t.Errorf("pending %v", b.Pending())
		}
		for _, who := range []committee.MemberID{li, sun} {
			_, err := b.Cast(who, committee.Against, at("2026-12-15 15:19"))
			wantRefusal(t, err, committee.Untimely, "ballot.round-over", committee.ItemName{Topic: 2})
		}
		if b.Complete() {
			t.Error("the chair has not voted")
		}
		cast(t, b, committee.For, zhang)
		if !b.Complete() { // the others no longer may
			t.Error("the vote waits for those whose round is over")
		}
		if !b.EndRound() {
			t.Error("a round that is over ends the vote")
		}
		if want := (committee.Tally{For: 3, NotVoted: 5}); b.Tally() != want {
			t.Errorf("got %+v", b.Tally())
		}
	})
	for _, test := range []struct {
		name   string
		secret bool
		voters []committee.MemberID
	}{
		{"all-others-have-voted", named, []committee.MemberID{li, wang, zhao, chen, liu, zhou, sun}},
		{"nobody-waits-in-a-secret-vote", secret, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := vote(t, 8, test.secret)
			cast(t, b, committee.For, test.voters...)
			if !b.EndRound() || b.RoundOver {
				t.Error("the whole vote is to be closed")
			}
		})
	}
}

func TestVOT10Recuse(t *testing.T) {
	b := vote(t, 8, named)
	b.Recuse(liu, "刘芳")
	b.Recuse(liu, "刘芳") // twice is once
	b.Recuse(wu, "吴国栋") // he is not in the room
	if b.Chair != zhang {
		t.Error("the chair no longer votes last")
	}
	if len(b.Electors) != 7 || !cmp.Equal(b.Recused, []string{"刘芳"}) || b.Present != 8 || b.Expected != 9 {
		t.Errorf("electors %v, recused %v, 实到 %d, 应到 %d", b.Electors, b.Recused, b.Present, b.Expected)
	}
	_, err := b.Cast(liu, committee.For, opening)
	wantRefusal(t, err, committee.Forbidden, "ballot.not-elector")
	b.Recuse(zhang, "张建国")
	if b.Chair != 0 || b.ChairWaits(zhang) {
		t.Error("a recused chair holds the vote up")
	}
}

func TestVOT12CloseIsFinal(t *testing.T) {
	b := vote(t, 8, named)
	b.Close(at("2026-12-15 15:13"))
	b.Close(at("2026-12-15 15:20"))
	if b.State != committee.Closed || !b.ClosedAt.Equal(at("2026-12-15 15:13")) {
		t.Errorf("%s at %s", b.State, b.ClosedAt)
	}
}

func TestA28VOT09Settle(t *testing.T) {
	type settle = func(*committee.Ballot, committee.Actor, *committee.Meeting) (bool, error)
	announce, put := (*committee.Ballot).Announce, (*committee.Ballot).Defer
	for name, test := range map[string]struct {
		act, other settle
		deferred   bool
	}{
		"announce": {announce, put, false},
		"defer":    {put, announce, true},
	} {
		t.Run(name, func(t *testing.T) {
			m, b := session(t, 8), vote(t, 8, named)
			_, err := test.act(b, by(zhang), m)
			wantRefusal(t, err, committee.Untimely, "ballot.still-open", committee.ItemName{Topic: 2}, 0, 8)
			b.Close(opening)
			_, err = test.act(b, by(li), m)
			wantRefusal(t, err, committee.Forbidden, "meeting.only-chair")
			if changed, err := test.act(b, by(zhang), m); err != nil || !changed || b.State != committee.Announced || b.Deferred != test.deferred {
				t.Fatalf("changed %v, %v: %s, deferred %v", changed, err, b.State, b.Deferred)
			}
			if changed, err := test.act(b, by(zhang), m); err != nil || changed {
				t.Errorf("twice: changed %v, %v", changed, err)
			}
			_, err = test.other(b, by(zhang), m)
			wantRefusal(t, err, committee.Untimely, "ballot.announced", committee.ItemName{Topic: 2})
		})
	}
}
