package clerk_test

import (
	"slices"
	"testing"
	"time"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
)

// The wrong person's telephone note is taken back; the journal keeps both (§3.9).
func TestNTC06ACallTakenBackStaysInTheJournal(t *testing.T) {
	o := scene(t, noticed)
	secretary := o.as(zhang)
	d, err := o.clerk.Called(t.Context(), secretary, wu, at("2026-12-10 09:08"))
	o.must(err)
	if a := d.Meeting.Attendee(wu); a.Reached != committee.ByPhone || a.ReachedBy != zhang || !a.ReachedAt.Equal(at("2026-12-10 09:08")) || !a.NotedAt.Equal(at("2026-12-10 09:10")) {
		t.Errorf("kept %+v", a)
	}
	d, err = o.clerk.TakeBackCall(t.Context(), secretary, wu)
	o.must(err)
	if a := d.Meeting.Attendee(wu); a.Reached != "" || !a.NotedAt.IsZero() {
		t.Errorf("taken back, and still %+v", a)
	}
	want := []string{"notice.called 9 12-10 09:08", "notice.call-undone 9 12-10 09:10"}
	if got := o.column("SELECT act || ' ' || detail FROM journal WHERE act LIKE 'notice.call%' ORDER BY id"); !slices.Equal(got, want) {
		t.Errorf("the journal says %q, want %q", got, want)
	}
}

// Whom the platform has not taken by noon is telephoned; whose notice left is not
// named, and nobody is when all left (§3.9).
func TestNTC06FailingAtNoon(t *testing.T) {
	for _, fails := range []bool{false, true} {
		o := scene(t, noticed)
		if fails {
			d, err := o.clerk.Current(t.Context(), o.as(zhang))
			o.must(err)
			lost := store.Letter{Committee: home, Kind: clerk.Notice, To: wu, Subject: store.Subject{Meeting: d.Meeting.ID, Step: clerk.NoticeStep(d.Meeting)}}
			o.must(o.clerk.Failed(t.Context(), []store.Letter{lost}, bot.UserRef{Platform: bot.WeCom, ID: "wuguodong"}, 60111, ""))
		}
		o.goTo("2026-12-11 12:00")
		want := []committee.MemberID{}
		if fails {
			want = []committee.MemberID{zhang, he}
		}
		if got := o.who(clerk.NoticeFailing); len(got) != len(want) || len(want) > 0 && !slices.Equal(got, want) {
			t.Errorf("fails %v: told %v, want %v", fails, got, want)
		}
		if fails && !slices.Equal(o.when(clerk.NoticeFailing, he), []string{"12-11 12:00"}) {
			t.Errorf("told at %v", o.when(clerk.NoticeFailing, he))
		}
	}
}

// A new date is a new notice: nothing that was known of the old one is known of it.
func TestNTC06ANewDateIsNewEvidence(t *testing.T) {
	o := scene(t, noticed)
	ctx, secretary := t.Context(), o.as(zhang)
	_, err := o.clerk.Called(ctx, secretary, wu, time.Time{})
	o.must(err)
	before, err := o.clerk.Current(ctx, secretary)
	o.must(err)
	if sent, err := o.clerk.Sendings(ctx, before.Meeting); err != nil || len(sent) != len(before.Meeting.Roll) {
		t.Fatalf("%d sendings for %d people, %v", len(sent), len(before.Meeting.Roll), err)
	}
	o.move("2026-12-22 14:30", committee.Regular)
	o.confirm()
	o.goTo("2026-12-16 12:00")
	after, err := o.clerk.Current(ctx, secretary)
	o.must(err)
	if sent, err := o.clerk.Sendings(ctx, after.Meeting); err != nil || len(sent) != 0 {
		t.Errorf("the new date has %d sendings before its notice, %v", len(sent), err)
	}
	o.goTo("2026-12-17 09:08")
	after, err = o.clerk.Current(ctx, secretary)
	o.must(err)
	if reached, all := after.Meeting.Reached(); reached != 0 || all != 12 && all != 11 {
		t.Errorf("%d of %d reached by the notice of the new date", reached, all)
	}
}

// Nine members, three observers of whom one observes two topics, and the recorder are
// thirteen people, and thirteen deliveries (NTC-04).
func TestNTC04Thirteen(t *testing.T) {
	o := found(t, "2026-12-08 09:20")
	third := committee.Member{Name: "齐观", Roles: committee.Observer, Rank: 30, Phone: "13888880030", Accounts: []committee.Account{{Platform: "wecom", User: "qiguan"}}}
	o.enroll(home, append(people(), third)...)
	body, err := o.clerk.Roster(t.Context(), home)
	o.must(err)
	guest := body.Called("齐观")[0].ID
	for i, observers := range [][]committee.MemberID{{ma, guest}, {ma, qin}} {
		_, err := o.clerk.Propose(t.Context(), o.as(li), committee.Topic{
			Title: []string{"充电棚", "停车位"}[i], Scope: 6, Kind: committee.Decide, Disclosure: committee.Public, Observers: observers,
		})
		o.must(err)
	}
	_, err = o.clerk.Approve(t.Context(), o.as(zhang), []int{1, 2})
	o.must(err)
	o.fix("2026-12-15 14:30")
	o.confirm()
	o.goTo("2026-12-10 09:07")
	want := append(slices.Clone(members), ma, qin, he, guest)
	slices.Sort(want)
	if got := o.who(clerk.Notice); !slices.Equal(got, want) || len(got) != 13 {
		t.Errorf("%d notices left, to %v", len(got), got)
	}
	d, err := o.clerk.Current(t.Context(), o.as(zhang))
	o.must(err)
	if sent, err := o.clerk.Sendings(t.Context(), d.Meeting); err != nil || len(sent) != 13 || len(d.Meeting.Unsent(sent)) != 0 {
		t.Errorf("%d deliveries are on record, %v", len(sent), err)
	}
}
