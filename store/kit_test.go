package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

var binhe = committee.Committee{
	ID: 1, Name: "滨河社区“大党委”", Issuer: "中共滨河社区委员会", Street: "临江街道党工委", Contact: committee.Contact{Name: "何婷", Phone: "0871-60000000"},
	Seats: committee.Seats{Members: 7}, NumbersYear: 2026, NextMeeting: 4, NextMinutes: 4,
}

// at is a moment in China: 2026-12-15 14:30.
func at(text string) time.Time {
	when, err := time.ParseInLocation("2006-01-02 15:04", text, committee.Zone)
	if err != nil {
		panic(err)
	}
	return when
}

func update(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// same wants what was read to be what was written; an empty list is no list.
func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-written +read):\n%s", what, diff)
	}
}

func wantNotFound(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%s: got %v, want ErrNotFound", what, err)
	}
}

func date(text string) workday.Date {
	d, err := workday.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// people are three of the cast, with rare characters where a database that knows
// only a part of Unicode would lose them.
func people() []committee.Member {
	return []committee.Member{
		{
			Committee: 1, Name: "张建国", Unit: "滨河社区党委", Post: "党委书记", Category: "社区党委委员", Phone: "13900000401", Roles: committee.Secretary, Rank: 1,
			First: date("2020-11-10"), Accounts: []committee.Account{{Platform: "wecom", User: "ZhangJianGuo"}},
		},
		{
			Committee: 1, Name: "刘芳", Unit: "市第三中学", Post: "党总支书记", Category: "友邻单位", Phone: "13900000406", Roles: committee.Ordinary, Rank: 2,
			First: date("2020-11-10"), From: date("2023-11-10"), Until: date("2026-11-09"), Left: date("2027-01-01"),
			Accounts: []committee.Account{{Platform: "dingtalk", User: "user-406"}, {Platform: "wecom", User: "LiuFang", Plain: true}},
		},
		{Committee: 1, Name: "𠮷田·𬱟", Phone: "13900000410", Roles: committee.Recorder | committee.Admin, Rank: 3},
	}
}

// enroll saves the committee and its people, and returns them with their ids.
func enroll(t *testing.T, s *store.Store) []committee.Member {
	t.Helper()
	members := people()
	update(t, s, func(tx *store.Tx) error {
		if err := tx.SaveCommittee(binhe); err != nil {
			return err
		}
		for i := range members {
			if err := tx.SaveMember(&members[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return members
}

// sitting is a meeting with everything on it that can be kept.
func sitting(starts time.Time) *committee.Meeting {
	return &committee.Meeting{
		Committee: 1, Kind: committee.Urgent, State: committee.InSession, Year: 2026, Ordinal: 4, Starts: starts, Place: "社区党群服务中心二楼会议室",
		Reason: "供暖管网爆裂居民安置", DraftedBy: 2, NoticeAt: starts.Add(-5 * time.Hour), NoticedAt: starts.Add(-4 * time.Hour), LastAsked: starts.Add(31 * time.Minute),
		Chair: 1, OpenedAt: starts.Add(time.Minute), AdjournedAt: starts.Add(2 * time.Hour), Expected: 9, Quorum: 8, Assembled: 8, CodeKey: "钥匙",
		Roll: []committee.Attendee{
			{
				Member: 2, Capacity: committee.Voting, Late: true, Answer: committee.OnLeave, Reason: "出差", Opinion: "同意试点,建议“先易后难”🙏", AnsweredAt: starts.Add(-3 * time.Hour),
				AnsweredIn: true, Granted: true, Reached: committee.ByPhone, ReachedAt: starts.Add(-2 * time.Hour),
				CheckedIn: starts.Add(-7 * time.Minute), How: committee.ByCode, Left: starts.Add(time.Hour), Order: 6,
			},
			{Member: 1, Capacity: committee.Voting},
			{Member: 11, Capacity: committee.Observing, Topics: []committee.TopicID{3, 5}},
		},
	}
}
