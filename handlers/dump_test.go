package handlers_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/bot"
	"yishi/clerk"
	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// VOT-06 The same meeting is held twice, and in the second two voters say what the other
// said in the first. Whoever has every row of every table, and the log, of both cannot
// tell which was which: they differ in random names alone. Of a named vote they differ.
func TestVOT06ADumpTellsNothing(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			first := dump(t, engine, clerk.Secret, committee.For, committee.Against)
			second := dump(t, engine, clerk.Secret, committee.Against, committee.For)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("the records of two secret votes differ:\n%s", diff)
			}
			for _, table := range []string{"votes", "slips", "journal", "deliveries"} {
				if !slices.ContainsFunc(first, func(row string) bool { return strings.HasPrefix(row, table+"|") }) {
					t.Errorf("the dump has nothing of %s", table)
				}
			}
			named := dump(t, engine, clerk.Named, committee.For, committee.Against)
			if cmp.Equal(named, dump(t, engine, clerk.Named, committee.Against, committee.For)) {
				t.Error("the records of two named votes are the same: the dump shows too little")
			}
		})
	}
}

// dump holds a meeting in which 王志强 taps one choice and 刘芳 another, with others who
// type theirs, and writes down all that is kept of it.
func dump(t *testing.T, engine storetest.Engine, mode clerk.Mode, wang, liu committee.Choice) []string {
	t.Helper()
	var log bytes.Buffer
	kept := engine.New(t)
	s := raiseOn(t, kept, nil, begins, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{
		Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	})))
	s.settle(cast())
	s.toTheVote(mode)
	words := map[committee.Choice]string{committee.For: "赞成", committee.Against: "反对", committee.Abstain: "弃权"}
	for i, who := range []string{"lihuimin", "wangzhiqiang", "zhaolihua", "liufang", "chenweidong", "zhoujianping", "sunxiaoyan", "zhangjianguo"} {
		choice := committee.Choices[i%3]
		switch who {
		case "wangzhiqiang":
			choice = wang
		case "liufang":
			choice = liu
		}
		if i%2 == 0 && who != "lihuimin" || mode == clerk.Named {
			ev := s.event(who, bot.Said)
			ev.Said = words[choice]
			s.handle(ev)
		} else {
			s.choose(who, choice)
		}
		s.advance(s.clock.Now().Add(time.Second))
	}
	s.advance(s.clock.Now().Add(time.Minute))
	return append(tables(t, storetest.Raw(t, kept), tableNames[engine.Name]), strings.Split(log.String(), "\n")...)
}

// toTheVote goes as far as the vote on the one topic of a meeting.
func (s *stage) toTheVote(mode clerk.Mode) {
	s.Helper()
	must := func(err error) {
		s.Helper()
		if err != nil {
			s.Fatal(err)
		}
	}
	as := func(who string) committee.Actor { a, _ := s.actor(who); return a }
	ctx := s.Context()
	topic, err := s.clerk.Propose(ctx, as("lihuimin"), committee.Topic{Title: "充电棚", Scope: 1, Kind: committee.Decide, Ask: "同意", Disclosure: committee.TitleOnly})
	must(err)
	_, err = s.clerk.Approve(ctx, as("zhangjianguo"), []int{topic.Number})
	must(err)
	starts := time.Date(2026, 12, 15, 14, 30, 0, 0, committee.Zone)
	_, err = s.clerk.Fix(ctx, as("zhangjianguo"), committee.Plan{Starts: starts, Place: "二楼会议室", Kind: committee.Regular})
	must(err)
	_, err = s.clerk.Confirm(ctx, as("zhangjianguo"), 0)
	must(err)
	s.advance(starts.Add(-10 * time.Minute))
	for _, m := range cast()[:8] {
		_, err = s.clerk.CheckIn(ctx, as(m.Accounts[0].User), 0, "")
		must(err)
	}
	_, err = s.clerk.Open(ctx, as("zhangjianguo"))
	must(err)
	_, err = s.clerk.OpenBallot(ctx, as("zhangjianguo"), 1, 0, mode)
	must(err)
	s.advance(starts.Add(-9 * time.Minute))
}

// choose submits a choice on the card of a secret vote, by an event that names it.
func (s *stage) choose(who string, c committee.Choice) {
	s.Helper()
	card := s.post.bearing(who, "提交", false, false)
	if card == nil {
		s.Fatalf("%s has no card to vote on", who)
	}
	ev := s.event(who, bot.Tapped)
	ev.ID = fmt.Sprintf("e:%s:%s", who, c)
	ev.Tap = &bot.Tap{
		Card: card.key, Action: card.last.Question.Submit.Action, Response: "r:" + who, Choices: map[string][]string{card.last.Question.Key: {string(c)}},
	}
	s.handle(ev)
}

// random are the columns that hold names drawn at random; what they name is kept.
var random = []string{"letters.token", "slips.slip", "meetings.code_key", "deliveries.card_key", "deliveries.message_id", "deliveries.message_key", "deliveries.code"}

var tableNames = map[string]string{
	string(store.SQLite): "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' ORDER BY name",
	string(store.MySQL):  "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE 'goose%' ORDER BY table_name",
}

// tables writes every row of every table down, in order, random names masked.
func tables(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	names := storetest.Rows(t, db, query)
	var out []string
	for _, table := range names {
		out = append(out, records(t, db, table)...)
	}
	return out
}

func records(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	columns, rows := storetest.Records(t, db, "SELECT * FROM "+table)
	var out []string
	for _, row := range rows {
		for i := range row {
			if slices.Contains(random, table+"."+columns[i]) {
				row[i] = "*"
			}
		}
		out = append(out, table+"|"+strings.Join(row, "|"))
	}
	if table == "slips" {
		slices.Sort(out) // their order is that of their random names
	}
	return out
}
