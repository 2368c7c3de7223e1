package clerk_test

import (
	"os"
	"sync"
	"testing"

	"yishi/clerk"
	"yishi/committee"
)

// The topics of the play, by their numbers in the pool: three for the agenda, in this
// order, one that waits for the secretary and one that was returned.
const (
	charging = 1 + iota // 充电棚: to decide, 马志明 attends
	report              // 落实情况: to hear
	renewal             // 续聘: personnel, 刘芳 and 周建平
	waiting             // handed in by 刘芳
	returned            // by 刘芳 too
)

// propose hands in the topics of the play and has three of them approved.
func (o *office) propose() {
	o.Helper()
	ctx := o.Context()
	for _, p := range []struct {
		by    committee.MemberID
		topic committee.Topic
	}{
		{li, committee.Topic{Title: "电动自行车集中充电棚共建项目", Kind: committee.Decide, Ask: "同意在三号院先行试点", Observers: []committee.MemberID{ma}}},
		{liu, committee.Topic{Title: "第三季度决定事项落实情况", Kind: committee.Hear, Observers: []committee.MemberID{ma, qin}}},
		{wang, committee.Topic{Title: "研究推荐续聘兼职委员事项", Kind: committee.Personnel, Persons: []string{"刘芳", "周建平"}}},
		{liu, committee.Topic{Title: "单位停车位错时共享方案", Kind: committee.Decide}},
		{liu, committee.Topic{Title: "共享阅览室延时开放", Kind: committee.Decide}},
	} {
		p.topic.Scope, p.topic.Disclosure, p.topic.Reporter = 6, committee.TitleOnly, "本人"
		_, err := o.clerk.Propose(ctx, o.as(p.by), p.topic)
		o.must(err)
	}
	_, err := o.clerk.Approve(ctx, o.as(zhang), []int{charging, report, renewal})
	o.must(err)
	t, err := o.clerk.Numbered(ctx, o.as(zhang), []int{returned})
	o.must(err)
	_, err = o.clerk.TurnDown(ctx, o.as(zhang), []committee.TopicID{t[0].ID}, committee.Returned, "请补充经费来源")
	o.must(err)
}

// fix plans the meeting and returns its id.
func (o *office) fix(starts string) committee.MeetingID {
	o.Helper()
	d, err := o.clerk.Fix(o.Context(), o.as(zhang), committee.Plan{Starts: at(starts), Place: "二楼会议室", Kind: committee.Regular, Instead: true})
	o.must(err)
	return d.Meeting.ID
}

func (o *office) confirm() {
	o.Helper()
	_, err := o.clerk.Confirm(o.Context(), o.as(zhang), 0)
	o.must(err)
}

// arrive lets people check in.
func (o *office) arrive(who ...committee.MemberID) {
	o.Helper()
	for _, id := range who {
		_, err := o.clerk.CheckIn(o.Context(), o.as(id), 0, "")
		o.must(err)
	}
}

// vote opens the vote on a topic of the agenda and returns it.
func (o *office) vote(position int) committee.Ballot {
	o.Helper()
	v, err := o.clerk.OpenBallot(o.Context(), o.as(zhang), position, 0, clerk.ByTheBylaws)
	o.must(err)
	return v.Ballot
}

// cast casts the same choice of several people.
func (o *office) cast(b committee.BallotID, c committee.Choice, who ...committee.MemberID) {
	o.Helper()
	for _, id := range who {
		_, err := o.clerk.CastBallot(o.Context(), o.as(id), b, c)
		o.must(err)
	}
}

// The scenes of the play, in order. 刘芳 is on leave; 吴国栋 comes last.
const (
	empty     = "empty"
	planned   = "planned"
	fixed     = "fixed"
	noticed   = "noticed"
	answered  = "answered"
	door      = "door"   // seven of nine are there
	late      = "late"   // and still are, half an hour after the start
	quorate   = "quorum" // eight are
	session   = "session"
	voting    = "voting"
	voted     = "voted"
	paused    = "paused"
	adjourned = "adjourned" // the minutes are with the recorder
	withVice  = "vice"
	withBoss  = "secretary"
	signed    = "signed"
	cancelled = "cancelled"
	lapsed    = "lapsed"
)

var scenes = []string{
	empty, planned, fixed, noticed, answered, door, late, quorate, session, voting, voted, paused, adjourned, withVice, withBoss, signed, cancelled, lapsed,
}

var theatre struct {
	once sync.Once
	dir  string
	all  map[string]snapshot
}

// memory is where Linux keeps files that need not outlive their program: the tests
// make hundreds of small databases.
const memory = "/dev/shm"

func TestMain(m *testing.M) {
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		_ = os.Setenv("TMPDIR", memory)
	}
	code := m.Run()
	_ = os.RemoveAll(theatre.dir)
	os.Exit(code)
}

// scene opens an office as a scene of the play left it.
func scene(t *testing.T, name string) *office {
	t.Helper()
	theatre.once.Do(func() {
		dir, err := os.MkdirTemp("", "yishi-clerk-") // outlives the test that comes first
		if err != nil {
			t.Fatal(err)
		}
		theatre.dir, theatre.all = dir, map[string]snapshot{}
		play(t)
	})
	from, ok := theatre.all[name]
	if !ok {
		t.Fatalf("the play did not come to the scene %q", name)
	}
	return take(t, from)
}

func play(t *testing.T) {
	t.Helper()
	o := found(t, "2026-12-01 10:00")
	ctx := t.Context()
	keep := func(name string) { t.Helper(); theatre.all[name] = o.keep(theatre.dir, name) }
	o.propose()
	o.goTo("2026-12-01 10:30")
	keep(empty)
	o.goTo("2026-12-08 09:20")
	o.fix("2026-12-15 14:30")
	o.deliver()
	keep(planned)
	o.confirm()
	o.deliver()
	keep(fixed)
	o.goTo("2026-12-10 09:10")
	keep(noticed)
	for _, id := range []committee.MemberID{zhang, li, wang, zhao, chen, zhou, sun, wu, ma} {
		_, err := o.clerk.Reply(ctx, o.as(id), 0, committee.Comes, "")
		o.must(err)
	}
	_, err := o.clerk.Reply(ctx, o.as(liu), 0, committee.OnLeave, "出差")
	o.must(err)
	o.goTo("2026-12-10 10:00")
	keep(answered)
	o.goTo("2026-12-15 14:05")
	o.arrive(zhang, li, wang, zhao, chen, zhou, sun, ma, he)
	o.goTo("2026-12-15 14:10")
	keep(door)
	branch(t, late, "2026-12-15 15:05", func(*office) {})
	branch(t, lapsed, "2026-12-15 15:10", func(o *office) { _, err := o.clerk.Lapse(ctx, o.as(zhang)); o.must(err) })
	branch(t, cancelled, "2026-12-15 14:15", func(o *office) { _, _, err := o.clerk.Cancel(ctx, o.as(zhang)); o.must(err) })
	o.arrive(wu)
	o.goTo("2026-12-15 14:30")
	keep(quorate)
	_, err = o.clerk.Open(ctx, o.as(zhang))
	o.must(err)
	o.goTo("2026-12-15 14:40")
	keep(session)
	branch(t, paused, "2026-12-15 14:45", func(o *office) { _, err := o.clerk.Pause(ctx, o.as(zhang)); o.must(err) })
	b := o.vote(1)
	o.cast(b.ID, committee.For, zhao, chen, zhou)
	o.goTo("2026-12-15 14:42")
	keep(voting)
	o.cast(b.ID, committee.For, li, wang, sun, wu, zhang)
	o.goTo("2026-12-15 14:43")
	keep(voted)
	_, err = o.clerk.Announce(ctx, o.as(zhang), b.ID)
	o.must(err)
	o.goTo("2026-12-15 16:20")
	_, err = o.clerk.Adjourn(ctx, o.as(zhang))
	o.must(err)
	o.goTo("2026-12-15 16:30")
	keep(adjourned)
	_, err = o.clerk.SubmitMinutes(ctx, o.as(he), 0)
	o.must(err)
	o.goTo("2026-12-16 10:00")
	keep(withVice)
	_, err = o.clerk.SubmitMinutes(ctx, o.as(li), 0)
	o.must(err)
	o.goTo("2026-12-16 11:00")
	keep(withBoss)
	_, err = o.clerk.SignMinutes(ctx, o.as(zhang), 0, 0)
	o.must(err)
	o.goTo("2026-12-17 11:02")
	keep(signed)
}

// branch plays a scene that leaves the way of the play at the door.
func branch(t *testing.T, name, when string, act func(*office)) {
	t.Helper()
	from := door
	if name == paused {
		from = session
	}
	o := take(t, theatre.all[from])
	o.goTo(when)
	act(o)
	o.deliver()
	theatre.all[name] = o.keep(theatre.dir, name)
}
