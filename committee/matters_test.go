package committee_test

import (
	"slices"
	"strings"
	"testing"

	"yishi/committee"
)

func handedIn() committee.Topic {
	return committee.Topic{ID: 3, Number: 3, Title: "停车位共享", Scope: 6, Kind: committee.Decide, Disclosure: committee.Public, Proposer: liu, State: committee.Submitted}
}

func TestTOP04Materials(t *testing.T) {
	for _, test := range []struct {
		name, material, rule string
		kind                 committee.Kind
		online               bool
		change               func(*committee.Topic)
	}{
		{"机密 in its name", "机密-方案.pdf", "topic.classified", committee.Forbidden, true, func(*committee.Topic) {}},
		{"绝密 in its link", "https://example.org/绝密", "topic.classified", committee.Forbidden, true, func(*committee.Topic) {}},
		{"without the mark", "方案.pdf", "topic.material-mark", committee.Forbidden, false, func(*committee.Topic) {}},
		{"nothing", "", "topic.material", committee.Invalid, true, func(*committee.Topic) {}},
		{"too long", strings.Repeat("长", committee.MaxMaterial+1), "topic.material", committee.Invalid, true, func(*committee.Topic) {}},
		{"twice", "方案.pdf", "topic.materials", committee.Conflict, true, func(t *committee.Topic) { t.Materials = []string{"方案.pdf"} }},
		{"one too many", "方案.pdf", "topic.materials", committee.Conflict, true, func(t *committee.Topic) { t.Materials = make([]string, committee.MaxMaterials) }},
		{"another's", "方案.pdf", "topic.only-proposer", committee.Forbidden, true, func(t *committee.Topic) { t.Proposer = wu }},
		{"of an agenda", "方案.pdf", "topic.frozen", committee.Untimely, true, func(t *committee.Topic) { t.Meeting = 4 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			topic := handedIn()
			test.change(&topic)
			wantRefusal(t, topic.AddMaterial(by(liu), test.material, test.online), test.kind, test.rule)
		})
	}
	topic := handedIn()
	if err := topic.AddMaterial(by(zhang), "方案.pdf", true); err != nil || !slices.Equal(topic.Materials, []string{"方案.pdf"}) {
		t.Errorf("got %v, %v", topic.Materials, err)
	}
}

func TestTOP03Tags(t *testing.T) {
	topic := handedIn()
	wantRefusal(t, topic.Tag(by(wu), []string{"网格"}), committee.Forbidden, "topic.only-proposer")
	wantRefusal(t, topic.Tag(by(liu), []string{"一", "二", "三", "四", "五", "六"}), committee.Invalid, "topic.tags")
	wantRefusal(t, topic.Tag(by(liu), []string{"这个标签超过了十个字了"}), committee.Invalid, "topic.tags")
	wantRefusal(t, topic.Tag(by(liu), []string{"涉密"}), committee.Forbidden, "topic.classified")
	if err := topic.Tag(by(liu), []string{"网格", "难点"}); err != nil || len(topic.Tags) != 2 {
		t.Errorf("got %v, %v", topic.Tags, err)
	}
}

func TestTOP04NoWordNamesASecret(t *testing.T) {
	for name, change := range map[string]func(*committee.Topic){
		"reporter": func(t *committee.Topic) { t.Reporter = "机密处" },
		"guests":   func(t *committee.Topic) { t.Guests = "涉密人员" },
		"persons":  func(t *committee.Topic) { t.Persons = []string{"绝密"} },
		"reason":   func(t *committee.Topic) { t.ScopeReason = "秘密事项" },
	} {
		t.Run(name, func(t *testing.T) {
			topic := handedIn()
			change(&topic)
			wantRefusal(t, topic.Propose(by(liu), 3, at("2026-12-02 10:00")), committee.Forbidden, "topic.classified")
		})
	}
	var m committee.Meeting
	plan := committee.Plan{Starts: opening, Place: "机密室", Kind: committee.Regular}
	wantRefusal(t, m.Fix(plan, by(zhang), china, at("2026-12-08 10:00")), committee.Forbidden, "topic.classified")
}

func TestTOP06FollowUp(t *testing.T) {
	now := at("2026-12-08 10:00")
	_, err := committee.FollowUp(by(li), nil, now)
	wantRefusal(t, err, committee.Forbidden, "topic.only-secretary")
	topic, err := committee.FollowUp(by(zhang), []committee.Topic{handedIn()}, now)
	if err != nil || !topic.FollowsUp() || topic.State != committee.Approved || topic.Place != -1 || topic.Kind != committee.Hear || topic.Number != 4 {
		t.Errorf("got %+v, %v", topic, err)
	}
	_, err = committee.FollowUp(by(zhang), []committee.Topic{topic}, now)
	wantRefusal(t, err, committee.Conflict, "topic.follow-up.there")
}
