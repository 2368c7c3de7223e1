package committee_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

func proposal() committee.Topic {
	return committee.Topic{
		ID: 5, Title: "电动自行车集中充电棚共建项目", Scope: 7, Kind: committee.Decide, Ask: "同意在三号院先行试点",
		Reporter: "李慧敏", Disclosure: committee.TitleOnly,
	}
}

func TestTOP01WhoProposes(t *testing.T) {
	for _, test := range []struct {
		name  string
		who   committee.MemberID
		pairs []string
		rule  string
	}{
		{"vice-secretary", li, nil, ""},
		{"member", liu, nil, ""},
		{"secretary", zhang, nil, ""},
		{"secretary-may-not", zhang, []string{"topic.secretary_may_propose", "false"}, "topic.not-proposer"},
		{"observer", ma, nil, "topic.not-proposer"},
		{"recorder", he, nil, "topic.not-proposer"},
		{"administrator", lin, nil, "topic.not-proposer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			topic := proposal()
			err := topic.Propose(as(test.who, laws(t, test.pairs...)), 3, at("2026-12-02 10:00"))
			wantRule(t, err, test.rule)
			if test.rule != "" {
				wantRefusal(t, err, committee.Forbidden, test.rule, "何婷", "0871-60000000")
				return
			}
			want := proposal()
			want.Committee, want.Number, want.Proposer, want.State, want.SubmittedAt = 1, 3, test.who, committee.Submitted, at("2026-12-02 10:00")
			if diff := cmp.Diff(want, topic); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTOP01TOP03TOP04WhatIsRefused(t *testing.T) {
	for _, test := range []struct {
		name, rule string
		kind       committee.Kind
		change     func(*committee.Topic)
	}{
		{"no-title", "topic.no-title", committee.Invalid, func(t *committee.Topic) { t.Title = "" }},
		{"forty-characters", "", 0, func(t *committee.Topic) { t.Title = strings.Repeat("议", 40) }},
		{"forty-one-characters", "topic.title-too-long", committee.Invalid, func(t *committee.Topic) { t.Title = strings.Repeat("议", 41) }},
		{"classified", "topic.classified", committee.Forbidden, func(t *committee.Topic) { t.Title = "传达涉密文件精神" }},
		{"secret-file", "topic.classified", committee.Forbidden, func(t *committee.Topic) { t.Title = "机密件传阅" }},
		{"classified-ask", "topic.classified", committee.Forbidden, func(t *committee.Topic) { t.Ask = "研究绝密事项" }},
		{"keeping-secrets-is-no-secret", "", 0, func(t *committee.Topic) { t.Title = "开展保密教育活动" }},
		{"no-scope", "topic.scope", committee.Invalid, func(t *committee.Topic) { t.Scope = 0 }},
		{"ninth-scope", "topic.scope", committee.Invalid, func(t *committee.Topic) { t.Scope = 9 }},
		{"other-scope-without-a-word", "topic.scope-reason", committee.Invalid, func(t *committee.Topic) { t.Scope, t.ScopeReason = 8, "  " }},
		{"other-scope-with-a-word", "", 0, func(t *committee.Topic) { t.Scope, t.ScopeReason = 8, "涉及全区供暖" }},
		{"no-kind", "topic.kind", committee.Invalid, func(t *committee.Topic) { t.Kind = "" }},
		{"personnel-of-nobody", "topic.persons", committee.Invalid, func(t *committee.Topic) { t.Kind = committee.Personnel }},
		{"personnel", "", 0, func(t *committee.Topic) { t.Kind, t.Persons = committee.Personnel, []string{"刘芳"} }},
		{"no-disclosure", "topic.disclosure", committee.Invalid, func(t *committee.Topic) { t.Disclosure = 0 }},
		{"at-the-meeting", "", 0, func(t *committee.Topic) { t.Disclosure = committee.AtMeeting }},
		{"fourth-disclosure", "topic.disclosure", committee.Invalid, func(t *committee.Topic) { t.Disclosure = 4 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			topic := proposal()
			test.change(&topic)
			err := topic.Propose(by(liu), 1, at("2026-12-02 10:00"))
			if test.rule == "" {
				wantRule(t, err, "")
				return
			}
			wantRefusal(t, err, test.kind, test.rule)
			if topic.State != "" {
				t.Errorf("refused, and yet %s", topic.State)
			}
		})
	}
	wantRefusal(t, committee.CheckTitle(strings.Repeat("题", 41)), committee.Invalid, "topic.title-too-long", 41, committee.MaxTitle)
}

func TestTOP02Decide(t *testing.T) {
	now := at("2026-12-08 09:00")
	submitted := func() *committee.Topic {
		topic := proposal()
		topic.Number, topic.State, topic.Proposer = 3, committee.Submitted, li
		return &topic
	}
	t.Run("approved-once", func(t *testing.T) {
		topic := submitted()
		topic.Reason = "请补充经费来源"
		for i, changed := range []bool{true, false} {
			if got, err := topic.Approve(by(zhang), 2, now); err != nil || got != changed {
				t.Fatalf("tap %d: changed %v, %v", i, got, err)
			}
		}
		if topic.State != committee.Approved || topic.Place != 2 || topic.Reason != "" || !topic.DecidedAt.Equal(now) {
			t.Errorf("got %+v", topic)
		}
		if changed, err := topic.Approve(by(zhang), 1, now); err != nil || !changed || topic.Place != 1 {
			t.Errorf("another place: changed %v, %v", changed, err)
		}
	})
	t.Run("returned-with-a-reason", func(t *testing.T) {
		topic := submitted()
		wantRefusal(t, topic.Return(by(zhang), " ", now), committee.Invalid, "topic.return-reason", 3)
		wantRule(t, topic.Return(by(zhang), "请补充经费来源", now), "")
		if topic.State != committee.Returned || topic.Reason != "请补充经费来源" || !topic.InPool() {
			t.Errorf("got %+v", topic)
		}
	})
	t.Run("put-off-after-all", func(t *testing.T) {
		topic := submitted()
		if _, err := topic.Approve(by(zhang), 2, now); err != nil {
			t.Fatal(err)
		}
		wantRule(t, topic.Defer(by(zhang), "", now), "")
		if topic.State != committee.Deferred || topic.Place != 0 {
			t.Errorf("got %+v", topic)
		}
	})
	decide := map[string]func(*committee.Topic, committee.Actor) error{
		"approve": func(topic *committee.Topic, a committee.Actor) error {
			changed, err := topic.Approve(a, 1, now)
			if changed && err != nil {
				t.Error("refused, and yet changed")
			}
			return err
		},
		"return": func(topic *committee.Topic, a committee.Actor) error { return topic.Return(a, "请补充", now) },
		"defer":  func(topic *committee.Topic, a committee.Actor) error { return topic.Defer(a, "", now) },
	}
	for name, act := range decide {
		t.Run(name+"-by-others", func(t *testing.T) {
			for _, who := range []committee.MemberID{li, liu, he, lin} {
				wantRefusal(t, act(submitted(), by(who)), committee.Forbidden, "topic.only-secretary")
			}
		})
		t.Run(name+"-after-the-notice", func(t *testing.T) {
			for _, state := range []committee.TopicState{committee.OnAgenda, committee.Settled} {
				topic := submitted()
				topic.State = state
				wantRefusal(t, act(topic, by(zhang)), committee.Untimely, "topic.frozen", 3)
			}
		})
	}
}

func TestTOP02Revise(t *testing.T) {
	for _, test := range []struct {
		name  string
		who   committee.MemberID
		state committee.TopicState
		ask   string
		rule  string
	}{
		{"returned", li, committee.Returned, "同意试点,经费由社区承担", ""},
		{"put-off", li, committee.Deferred, "同意试点", ""},
		{"not-yet-decided", li, committee.Submitted, "同意试点", ""},
		{"somebody-elses", liu, committee.Returned, "同意试点", "topic.only-proposer"},
		{"approved", li, committee.Approved, "同意试点", "topic.frozen"},
		{"on-the-agenda", li, committee.OnAgenda, "同意试点", "topic.frozen"},
		{"classified", li, committee.Returned, "按机密文件办理", "topic.classified"},
	} {
		t.Run(test.name, func(t *testing.T) {
			topic := proposal()
			topic.Number, topic.Proposer, topic.State, topic.Reason = 3, li, test.state, "请补充经费来源"
			wantRule(t, topic.Revise(by(test.who), test.ask, at("2026-12-09 09:00")), test.rule)
			if test.rule == "" && (topic.State != committee.Submitted || topic.Reason != "" || topic.Ask != test.ask || !topic.SubmittedAt.Equal(at("2026-12-09 09:00"))) {
				t.Errorf("got %+v", topic)
			}
		})
	}
}

func TestVOT01Items(t *testing.T) {
	for _, test := range []struct {
		kind  committee.TopicKind
		voted bool
		items int
	}{{committee.Decide, true, 1}, {committee.Hear, false, 1}, {committee.Study, false, 1}, {committee.Personnel, true, 2}} {
		topic := committee.Topic{Kind: test.kind, Persons: []string{"刘芳", "周建平"}}
		if topic.Voted() != test.voted || topic.Items() != test.items {
			t.Errorf("%s: voted on %v, %d times", test.kind, topic.Voted(), topic.Items())
		}
	}
}

func TestTOP06InPool(t *testing.T) {
	for _, test := range []struct {
		topic committee.Topic
		want  bool
	}{
		{committee.Topic{State: committee.Submitted}, true},
		{committee.Topic{State: committee.Approved}, true},
		{committee.Topic{State: committee.OnAgenda, Meeting: 4}, false},
		{committee.Topic{State: committee.Settled}, false},
	} {
		if got := test.topic.InPool(); got != test.want {
			t.Errorf("%s: %v", test.topic.State, got)
		}
	}
}

func TestTOP03EightScopes(t *testing.T) {
	if len(committee.Scopes) != 8 || committee.Scopes[committee.OtherScope-1] != "其他区域性重大公共事务" {
		t.Errorf("got %v", committee.Scopes)
	}
	if len(committee.TopicKinds) != 4 || committee.TopicKinds[3] != committee.Personnel {
		t.Errorf("got %v", committee.TopicKinds)
	}
}
