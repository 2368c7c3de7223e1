package scheduler_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
)

// topics hands in some topics by 陈卫东, and returns their ids.
func (h *house) topics(titles ...string) []committee.TopicID {
	h.Helper()
	var ids []committee.TopicID
	for _, title := range titles {
		t, err := h.clerk.Propose(h.Context(), h.person(chen), committee.Topic{Title: title, Scope: 5, Kind: committee.Hear, Disclosure: committee.Public})
		if err != nil {
			h.Fatal(err)
		}
		ids = append(ids, t.ID)
	}
	return ids
}

// sendBack returns a topic to its proposer.
func (h *house) sendBack(id committee.TopicID) {
	h.Helper()
	if _, err := h.clerk.TurnDown(h.Context(), h.person(zhang), []committee.TopicID{id}, committee.Returned, "请补充经费来源"); err != nil {
		h.Fatal(err)
	}
}

func times(user string, all []attempt) []string {
	var out []string
	for _, a := range to(user, all) {
		out = append(out, a.at.In(committee.Zone).Format("01-02 15:04"))
	}
	return out
}

// A person has two messages a day; what is one too many comes on the next working
// morning, and what was put off then is one message with what is due then (M12).
func TestM12TwoMessagesADay(t *testing.T) {
	h := found(t, "2026-12-04 09:00")
	ids := h.topics("一", "二", "三", "四")
	for i, when := range []string{"10:00", "11:00", "12:00", "13:00"} {
		h.advance(when)
		h.sendBack(ids[i])
	}
	h.advance("2026-12-07 12:00")
	if diff := cmp.Diff([]string{"12-04 10:00", "12-04 11:00", "12-07 09:07"}, times("chenweidong", h.wecom.tried())); diff != "" {
		t.Errorf("陈卫东 was written to at (-want +got):\n%s", diff)
	}
	last := h.wecom.words("chenweidong")[2]
	if !strings.Contains(last, "三") || !strings.Contains(last, "四") || strings.Count(last, "请补充经费来源") != 2 {
		t.Errorf("the last message says\n%s", last)
	}
	sent := h.column("SELECT COUNT(*) || ' ' || COUNT(DISTINCT message_key) || ' ' || COUNT(DISTINCT planned_at) FROM deliveries WHERE member_id = 5")
	if !slices.Equal(sent, []string{"4 3 4"}) {
		t.Errorf("the ledger has %v letters, messages and moments", sent)
	}
}

// Two letters that leave as one message fail as one, and arrive once (SYS-06).
func TestM12WhatIsJoinedArrivesOnce(t *testing.T) {
	h := found(t, "2026-12-04 09:00")
	ids := h.topics("一", "二")
	h.advance("10:00")
	h.wecom.fault = until("2026-12-04 10:06", errDown)
	h.sendBack(ids[0])
	h.sendBack(ids[1])
	h.advance("12:00")
	tried := to("chenweidong", h.wecom.tried())
	if diff := cmp.Diff([]string{"12-04 10:00", "12-04 10:01", "12-04 10:06"}, times("chenweidong", tried)); diff != "" {
		t.Errorf("tried at (-want +got):\n%s", diff)
	}
	for _, a := range tried {
		if a.key != tried[0].key || a.words != tried[0].words || strings.Count(a.words, "请补充经费来源") != 2 {
			t.Errorf("a retry is another sending: %+v", a)
		}
	}
	if got := h.wecom.words("chenweidong"); len(got) != 1 || len(h.outbox()) != 0 {
		t.Errorf("arrived %q, left %v", got, h.outbox())
	}
}

// A letter that is joined and loses its reason while it waits leaves the other alone.
func TestM12WhatLostItsReasonIsNotJoined(t *testing.T) {
	h := found(t, "2026-12-04 09:00")
	ids := h.topics("一", "二")
	h.advance("22:00")
	h.sendBack(ids[0])
	h.sendBack(ids[1])
	if _, err := h.clerk.Revise(h.Context(), h.person(chen), 1, "经费由社区承担"); err != nil {
		t.Fatal(err)
	}
	h.advance("2026-12-07 09:07")
	if got := h.wecom.words("chenweidong"); len(got) != 1 || strings.Contains(got[0], "议题1") || !strings.Contains(got[0], "议题2") {
		t.Errorf("arrived %q", got)
	}
}

// Nobody is asked twice in a day for one thing, whoever asks (NTC-08).
func TestNTC08NotTwiceForOneThingInADay(t *testing.T) {
	h := found(t, "2026-12-02 09:30")
	call := func(key string) {
		h.post(store.Letter{Kind: clerk.TopicsCall, Key: key, To: li, Subject: store.Subject{Step: "2026-12-07"}})
	}
	call("one")
	h.advance("10:00")
	call("two")
	h.advance("10:01")
	if got := len(h.wecom.words("lihuimin")); got != 1 || len(h.outbox()) != 0 {
		t.Errorf("asked %d times, left %v", got, h.outbox())
	}
	h.advance("2026-12-03 10:00")
	call("three")
	h.advance("10:01")
	if got := len(h.wecom.words("lihuimin")); got != 2 {
		t.Errorf("asked %d times in two days", got)
	}
}

// What a new holiday table does to a notice is told in numbers (NTC-01).
func TestNTC01TheSecretaryHearsWhatMoved(t *testing.T) {
	h := found(t, "2026-12-04 09:00")
	h.topics("一")
	secretary := h.person(zhang)
	if _, err := h.clerk.Approve(t.Context(), secretary, []int{1}); err != nil {
		t.Fatal(err)
	}
	d, err := h.clerk.Fix(t.Context(), secretary, committee.Plan{Starts: at("2026-12-15 14:30"), Place: "二楼会议室", Kind: committee.Regular})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.clerk.Confirm(t.Context(), secretary, d.Meeting.ID); err != nil {
		t.Fatal(err)
	}
	tell := func(step, want string) {
		t.Helper()
		h.post(store.Letter{Kind: clerk.NoticeReckoned, Key: step, To: zhang, Subject: store.Subject{Meeting: d.Meeting.ID, Step: step}})
		h.advance(h.clock.Now().Add(time.Minute).Format("2006-01-02 15:04"))
		said := h.wecom.words("zhangjianguo")
		told := slices.ContainsFunc(said, func(words string) bool {
			return strings.Contains(words, "放假安排已公布") && strings.Contains(words, want)
		})
		if told != (want != "") {
			t.Errorf("%s: the secretary heard %q", step, said)
		}
	}
	tell("moved", "通知时限经复核为12月10日(周四)—12月11日(周五)18:00,通知改于12月10日(周四)09:07发出")
	h.advance("2026-12-10 09:07")
	h.alter("UPDATE meetings SET noticed_at = noticed_at - 86400000")
	tell("outside", "而通知已于12月9日(周三)09:07发出,不在时限内")
}
