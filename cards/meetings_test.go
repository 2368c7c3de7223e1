package cards_test

import (
	"yishi/bot"
	"yishi/cards"
	"yishi/committee"
)

// matters are topics with tags and materials.
func matters() []committee.Topic {
	all := topics()
	all[0].Tags, all[0].Materials = []string{"网格"}, []string{"https://example.org/tongbao"}
	all[1].Tags, all[1].Materials = []string{"网格", "难点"}, []string{"方案.pdf"}
	return all
}

// special makes a meeting a special one.
func special(d *committee.Dossier) {
	d.Meeting.Kind, d.Meeting.Reason = committee.Special, "迎接创建检查"
}

// late is a topic that was added after the notice, at a place behind the n others.
func late(n int) committee.Topic {
	return committee.Topic{ID: 5, Position: n + 1, Title: "二号院消防通道清理", Meeting: 7, Kind: committee.Decide, Disclosure: committee.TitleOnly, Added: "近日发现隐患"}
}

// consents are the cards that ask whether a late topic may be taken up.
func consents(k *cards.Deck, session committee.Dossier) map[string]bot.Card {
	said, off := late(4), late(4)
	said.Consents = []committee.MemberID{liu}
	off.BackToPool()
	agreed, objected := late(4), late(4)
	agreed.Dictated = []committee.DictatedConsent{{Member: liu, Agrees: true}}
	objected.Dictated = []committee.DictatedConsent{{Member: liu}}
	delegated := dossier(committee.Noticed, "2026-12-15 15:00", here(7), func(d *committee.Dossier) { d.Meeting.Chair = li })
	return map[string]bot.Card{
		"consent":              k.Consent(session, late(4), member(liu)),
		"consent-said":         k.Consent(session, said, member(liu)),
		"consent-off":          k.Consent(session, off, member(liu)),
		"consent-not-asked":    k.Consent(session, late(4), member(ma)),
		"consent-adjourned":    k.Consent(dossier(committee.Adjourned, "2026-12-15 16:30"), late(4), member(liu)),
		"consent-dictated":     k.ConsentDictated(agreed, member(liu)),
		"objection-dictated":   k.ConsentDictated(objected, member(liu)),
		"consent-dictated-off": k.ConsentDictationOver(off, member(liu)),
		"consent-dictated-in":  k.ConsentDictationOver(said, member(liu)),
		"consent-dictated-no":  k.ConsentDictationOver(late(4), member(liu)),
		"topic-merged":         k.Topic(committee.Topic{ID: 9, Number: 3, Title: "单位停车位错时共享方案", Scope: 6, Kind: committee.Decide, Disclosure: committee.TitleOnly, State: committee.Merged, Merged: 1}, "刘芳"),
		"topic-with-materials": k.Topic(withState(matters()[1], committee.Submitted), "周建平"),
		"wait-delegated":       k.Wait(delegated),
	}
}

// debated is a sitting at its second topic, to which some have spoken.
func debated(d committee.Dossier) committee.Dossier {
	d.Meeting.Topic = 2
	d.Notes = []committee.Note{
		{Topic: 2, Who: liu, Text: "建议先在三号院试点"},
		{Who: li, Text: "开场说明"},
		{Topic: 2, Who: zhou, Kind: committee.NoMore},
		{Topic: 2, Who: sun, Kind: committee.Reserved, Text: "建议扩大试点范围"},
	}
	return d
}

func withState(t committee.Topic, state committee.TopicState) committee.Topic {
	t.State = state
	return t
}

// waiting are topics of the pool in their states; the one that is told of at the
// meeting alone is 周建平's.
func waiting() []committee.Topic {
	pool := topics()
	for i, state := range []committee.TopicState{committee.Submitted, committee.Approved, committee.Returned, committee.Deferred} {
		pool[i].State = state
	}
	pool[3].Proposer = zhou
	return pool
}
