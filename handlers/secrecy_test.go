package handlers_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
)

// A platform's name of an event may be made of all that was tapped, the choice
// included: of a secret vote it is kept nowhere (VOT-06), and a repetition still has
// no effect. Of other taps it is kept.
func TestTheNameOfASecretVoteIsNotKept(t *testing.T) {
	s := raise(t, filepath.Join(t.TempDir(), "yishi.db"), nil, begins)
	s.settle(cast())
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	as := func(who string) committee.Actor { a, _ := s.actor(who); return a }
	topic := committee.Topic{Title: "研究推荐续聘兼职委员事项", Scope: 1, Kind: committee.Personnel, Persons: []string{"吴国栋"}, Disclosure: committee.TitleOnly}
	topic, err := s.clerk.Propose(ctx, as("lihuimin"), topic)
	must(err)
	_, err = s.clerk.Approve(ctx, as("zhangjianguo"), []int{topic.Number})
	must(err)
	starts := time.Date(2026, 12, 15, 14, 30, 0, 0, committee.Zone)
	_, err = s.clerk.Fix(ctx, as("zhangjianguo"), committee.Plan{Starts: starts, Place: "二楼会议室", Kind: committee.Regular})
	must(err)
	_, err = s.clerk.Confirm(ctx, as("zhangjianguo"), 0)
	must(err)
	s.advance(starts.Add(-10 * time.Minute))
	for _, m := range cast()[:9] {
		_, err = s.clerk.CheckIn(ctx, as(m.Accounts[0].User), 0, "")
		must(err)
	}
	_, err = s.clerk.Open(ctx, as("zhangjianguo"))
	must(err)
	_, err = s.clerk.OpenBallot(ctx, as("zhangjianguo"), 1, 0, clerk.ByTheBylaws)
	must(err)
	s.advance(starts.Add(-9 * time.Minute))
	card := s.post.bearing("liufang", "提交", false, false)
	if card == nil {
		t.Fatal("刘芳 has no card to vote on")
	}
	vote := bot.Event{ID: "e:刘芳-反对", Kind: bot.Tapped, From: bot.UserRef{Platform: bot.WeCom, ID: "liufang"}, At: starts, Tap: &bot.Tap{
		Card: card.key, Action: card.last.Question.Submit.Action, Response: "r-1", Choices: map[string][]string{card.last.Question.Key: {string(committee.Against)}},
	}}
	if reply := s.handle(vote); reply.Card == nil || reply.Card.Closed == "" {
		t.Errorf("the vote is answered by %+v", reply)
	}
	if reply := s.handle(vote); reply.Card == nil || reply.Card.Closed == "" {
		t.Errorf("repeated it is answered by %+v", reply)
	}
	s.handle(bot.Event{ID: "e:赵丽华-签到", Kind: bot.Said, From: bot.UserRef{Platform: bot.WeCom, ID: "zhaolihua"}, At: starts, Said: "发言 同意"})
	db, err := sql.Open("sqlite", s.file)
	must(err)
	defer db.Close()
	kept := texts(t, db, "SELECT event_key FROM inbox")
	if !slices.Equal(kept, []string{"e:赵丽华-签到"}) {
		t.Errorf("kept are %q", kept)
	}
	if slips := texts(t, db, "SELECT choice FROM slips"); !slices.Equal(slips, []string{"against"}) {
		t.Errorf("counted are %q", slips)
	}
}

func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
