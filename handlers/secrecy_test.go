package handlers_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/store/storetest"
)

// A platform's name of an event may be made of all that was tapped, the choice
// included: of a secret vote it is kept nowhere (VOT-06), and a repetition still has
// no effect. Of other taps it is kept.
func TestTheNameOfASecretVoteIsNotKept(t *testing.T) {
	s := raise(t, filepath.Join(t.TempDir(), "yishi.db"), nil, begins)
	s.settle(cast())
	s.toTheVote(clerk.Secret)
	starts := s.clock.Now()
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
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kept := storetest.Rows(t, db, "SELECT event_key FROM inbox")
	if !slices.Equal(kept, []string{"e:赵丽华-签到"}) {
		t.Errorf("kept are %q", kept)
	}
	if slips := storetest.Rows(t, db, "SELECT choice FROM slips"); !slices.Equal(slips, []string{"against"}) {
		t.Errorf("counted are %q", slips)
	}
}
