package committee_test

import (
	"slices"
	"testing"

	"yishi/committee"
)

// sitting is the meeting opened with the first n of its members.
func seated(t *testing.T, n int) *committee.Meeting {
	t.Helper()
	m := in(committee.Noticed)
	seat(t, m, n)
	if err := m.Open(by(zhang), body().InOffice(m.Day()), opening); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSPK01TakeUp(t *testing.T) {
	topic := committee.Topic{ID: 2, Position: 2, Kind: committee.Decide}
	m := seated(t, 8)
	wantRefusal(t, m.TakeUp(by(li), topic), committee.Forbidden, "meeting.only-chair")
	wantRefusal(t, in(committee.Noticed).TakeUp(by(zhang), topic), committee.Untimely, "meeting.state.noticed")
	added := topic
	added.Added = "近日发现隐患"
	wantRefusal(t, m.TakeUp(by(zhang), added), committee.Untimely, "late.waiting")
	if err := m.TakeUp(by(zhang), topic); err != nil || m.Topic != 2 {
		t.Errorf("got topic %d, %v", m.Topic, err)
	}
	if got := m.Speakers(); !slices.Equal(got, []committee.MemberID{li, wang, zhao, chen, liu, zhou, sun, zhang}) {
		t.Errorf("the chair speaks last: %v", got)
	}
}

func TestSPK03Reserve(t *testing.T) {
	topic := committee.Topic{ID: 2, Position: 2, Kind: committee.Decide}
	d := committee.Dossier{Meeting: *seated(t, 8), Ballots: []committee.Ballot{{Topic: 2, State: committee.Closed}}}
	wantRefusal(t, d.Reserve(by(wu), topic, "建议扩大试点范围"), committee.Forbidden, "reserve.who")
	wantRefusal(t, d.Reserve(by(lin), topic, "建议扩大试点范围"), committee.Forbidden, "reserve.who")
	wantRefusal(t, d.Reserve(by(sun), topic, "建议扩大试点范围"), committee.Untimely, "reserve.no-result")
	d.Ballots[0].State = committee.Announced
	for _, state := range []committee.State{committee.InSession, committee.Paused, committee.Adjourned} {
		d.Meeting.State = state
		if err := d.Reserve(by(sun), topic, "建议扩大试点范围"); err != nil {
			t.Errorf("%s: %v", state, err)
		}
	}
	d.Notes = []committee.Note{
		{Topic: 2, Who: liu, Kind: committee.Reserved, Text: "建议扩大试点范围"},
		{Topic: 2, Who: sun, Kind: committee.Speech, Text: "建议扩大试点范围"},
		{Topic: 2, Who: sun, Kind: committee.Reserved, Text: "费用应公开"},
	}
	if err := d.Reserve(by(sun), topic, "建议扩大试点范围"); err != nil {
		t.Errorf("others' words and other words: %v", err)
	}
	wantRefusal(t, d.Reserve(by(sun), topic, "费用应公开"), committee.Conflict, "reserve.again", 2)
	d.Meeting.State = committee.Circulated
	wantRefusal(t, d.Reserve(by(sun), topic, "建议扩大试点范围"), committee.Untimely, "meeting.state.circulated")
}

func TestNTC03AnnounceEarly(t *testing.T) {
	const now = "2026-12-08 09:20"
	wantRefusal(t, in(committee.Fixed).AnnounceEarly(by(li), china, at(now)), committee.Forbidden, "meeting.only-secretary")
	wantRefusal(t, in(committee.Planned).AnnounceEarly(by(zhang), china, at(now)), committee.Untimely, "meeting.state.planned")
	wantRefusal(t, in(committee.Fixed).AnnounceEarly(by(zhang), china, at("2026-12-10 00:00")), committee.Untimely, "early.window")
	m := in(committee.Fixed)
	if err := m.AnnounceEarly(by(zhang), china, at(now)); err != nil || !m.EarlyAt.Equal(at(now)) || m.State != committee.Fixed {
		t.Errorf("got %s, %v", m.State, err)
	}
	wantRefusal(t, m.AnnounceEarly(by(zhang), china, at(now)), committee.Conflict, "early.sent")
}

func TestTOP02Merge(t *testing.T) {
	topic := func(id committee.TopicID, change func(*committee.Topic)) *committee.Topic {
		one := &committee.Topic{ID: id, Number: int(id), Title: "单位停车位错时共享方案", Kind: committee.Decide, State: committee.Submitted, Disclosure: committee.Public}
		change(one)
		return one
	}
	same := func(*committee.Topic) {}
	as := func(state committee.TopicState) func(*committee.Topic) {
		return func(t *committee.Topic) { t.State = state }
	}
	person := func(t *committee.Topic) { t.Kind = committee.Personnel }
	onlyHeard := func(t *committee.Topic) { t.Kind = committee.Hear }
	now := at("2026-12-08 09:20")
	for _, test := range []struct {
		name, rule string
		kind       committee.Kind
		who        committee.MemberID
		one, into  *committee.Topic
	}{
		{"by a member", "topic.only-secretary", committee.Forbidden, liu, topic(3, same), topic(1, same)},
		{"of an agenda", "topic.frozen", committee.Untimely, zhang, topic(3, as(committee.OnAgenda)), topic(1, same)},
		{"into an agenda", "topic.frozen", committee.Untimely, zhang, topic(3, same), topic(1, as(committee.Settled))},
		{"twice", "topic.merged-already", committee.Untimely, zhang, topic(3, as(committee.Merged)), topic(1, same)},
		{"into itself", "topic.merge-itself", committee.Invalid, zhang, topic(3, same), topic(3, same)},
		{"a person", "topic.merge-personnel", committee.Forbidden, zhang, topic(3, person), topic(1, same)},
		{"into a person", "topic.merge-personnel", committee.Forbidden, zhang, topic(3, same), topic(1, person)},
		{"into one that is only heard", "topic.merge-unvoted", committee.Invalid, zhang, topic(3, same), topic(1, onlyHeard)},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRefusal(t, test.one.MergeInto(test.into, by(test.who), now), test.kind, test.rule)
		})
	}

	one := topic(3, func(t *committee.Topic) {
		t.Ask, t.Observers, t.Disclosure = "试行一个月", []committee.MemberID{ma, qin}, committee.AtMeeting
	})
	into := topic(1, func(t *committee.Topic) {
		t.Ask, t.Observers, t.Guests = "同意试点", []committee.MemberID{ma}, "李经理"
	})
	if err := one.MergeInto(into, by(zhang), now); err != nil {
		t.Fatal(err)
	}
	if one.InPool() || one.Merged != 1 || into.Ask != "同意试点\n单位停车位错时共享方案:试行一个月" || into.Guests != "李经理" ||
		!slices.Equal(into.Observers, []committee.MemberID{ma, qin}) || into.Disclosure != committee.AtMeeting {
		t.Errorf("got %+v into %+v", one, into)
	}
}
