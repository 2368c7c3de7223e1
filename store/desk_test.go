package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func TestDialogue(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			first := store.Dialogue{Member: 6, Committee: 1, Kind: "提议题", Step: 2, Answers: map[string]string{"名称": "充电棚", "类": "⑦"}, UpdatedAt: at("2026-12-02 10:00")}
			second := store.Dialogue{Member: 6, Committee: 1, Kind: "请假", UpdatedAt: at("2026-12-02 10:05")}
			load := func(who committee.MemberID) (d store.Dialogue, err error) {
				err = s.View(t.Context(), func(tx *store.Tx) error {
					d, err = tx.Dialogue(who)
					return err
				})
				return d, err
			}
			for _, d := range []store.Dialogue{first, second} {
				update(t, s, func(tx *store.Tx) error { return tx.SaveDialogue(d) })
				got, err := load(6)
				if err != nil {
					t.Fatal(err)
				}
				same(t, d.Kind, d, got)
			}
			update(t, s, func(tx *store.Tx) error { return errors.Join(tx.EndDialogue(6), tx.EndDialogue(7)) })
			_, err := load(6)
			wantNotFound(t, "an ended dialogue", err)
		})
	}
}

func TestSYS11Journal(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			lines := []store.Entry{
				{Committee: 1, Meeting: 4, Actor: 1, Act: "meeting.fix", Detail: "2026-12-15 14:30 二楼会议室", At: at("2026-12-08 09:20"), Source: "wecom/zhangjianguo"},
				{Committee: 1, Meeting: 4, Act: "notice.sent", At: at("2026-12-10 09:07")},
			}
			update(t, s, func(tx *store.Tx) error {
				return errors.Join(tx.Log(lines[0]), tx.Log(store.Entry{Committee: 7, Meeting: 4, Act: "elsewhere"}), tx.Log(lines[1]))
			})
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Journal(1, 4)
				same(t, "journal", lines, got)
				if err != nil {
					return err
				}
				got, err = tx.JournalBetween(1, lines[0].At.Add(time.Minute), lines[1].At.Add(time.Minute))
				same(t, "its last day", lines[1:], got)
				if err != nil {
					return err
				}
				got, err = tx.JournalBetween(1, lines[0].At, lines[1].At)
				same(t, "before its last day", lines[:1], got)
				return err
			})
		})
	}
}

func TestDeliveries(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			about := store.Subject{Meeting: 4, Ballot: 7}
			d := func(kind string, to committee.MemberID, card string, minutes int) store.Delivery {
				return store.Delivery{
					Committee: 1, Meeting: 4, Kind: kind, Subject: about, Member: to, Platform: "wecom", User: "LiuFang", MessageID: "消息-1", CardKey: card, Code: "一次性",
					Offers: []store.Offer{{Text: "赞成", Action: "ballot.for"}, {Text: "反对", Action: "ballot.against"}}, Face: "面", SentAt: morning.Add(time.Duration(minutes) * time.Minute),
				}
			}
			sent := []store.Delivery{d("ballot", 6, "card-6", 0), d("ballot", 7, "card-7", 1), d("notice", 6, "card-n", 2)}
			sent[2].Offers = nil
			update(t, s, func(tx *store.Tx) error {
				for i := range sent {
					if err := tx.AddDelivery(sent[i]); err != nil {
						return err
					}
				}
				return nil
			})
			read := func(what string, load func(tx *store.Tx) ([]store.Delivery, error), want ...store.Delivery) {
				t.Helper()
				view(t, s, func(tx *store.Tx) error {
					got, err := load(tx)
					for i := range got {
						if got[i].ID == 0 {
							t.Errorf("%s: a delivery has no id", what)
						}
						got[i].ID = 0
					}
					same(t, what, want, got)
					return err
				})
			}
			read("evidence", func(tx *store.Tx) ([]store.Delivery, error) { return tx.Evidence(4, "ballot") }, sent[0], sent[1])
			read("shown", func(tx *store.Tx) ([]store.Delivery, error) { return tx.Shown(6, 5) }, sent[0])
			read("shown of a subject", func(tx *store.Tx) ([]store.Delivery, error) { return tx.ShownOf("ballot", about) }, sent[0], sent[1])
			read("shown of another", func(tx *store.Tx) ([]store.Delivery, error) { return tx.ShownOf("ballot", store.Subject{Ballot: 7}) })

			var id int64
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.CardDelivery(6, "card-6")
				id, got.ID = got.ID, 0
				same(t, "card", sent[0], got)
				_, somebodyElses := tx.CardDelivery(7, "card-6")
				wantNotFound(t, "somebody else's card", somebodyElses)
				return err
			})
			sent[0].Offers, sent[0].Face, sent[0].Code = []store.Offer{{Text: "已登记", Action: "none"}}, "新面", "下一个"
			update(t, s, func(tx *store.Tx) error { return tx.Reshow(id, sent[0].Offers, "新面", "下一个") })
			read("changed", func(tx *store.Tx) ([]store.Delivery, error) { return tx.Shown(6, 5) }, sent[0])
			update(t, s, func(tx *store.Tx) error { return tx.Reshow(id, nil, "", "") })
			read("no longer to be answered", func(tx *store.Tx) ([]store.Delivery, error) { return tx.Shown(6, 5) })
		})
	}
}

func TestShownIsTheNewestFirst(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			update(t, s, func(tx *store.Tx) error {
				for _, key := range []string{"a", "b", "c"} {
					if err := tx.AddDelivery(store.Delivery{Committee: 1, Member: 6, CardKey: key, Offers: []store.Offer{{Text: "参加"}}}); err != nil {
						return err
					}
				}
				return nil
			})
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Shown(6, 2)
				if len(got) != 2 || got[0].CardKey != "c" || got[1].CardKey != "b" {
					t.Errorf("got %+v", got)
				}
				return err
			})
		})
	}
}

func TestNTC06Unreachable(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			sent := func(c committee.ID, to committee.MemberID, failure int, why string) store.Delivery {
				return store.Delivery{Committee: c, Member: to, Failure: failure, FailedFor: why}
			}
			update(t, s, func(tx *store.Tx) error {
				for _, d := range []store.Delivery{
					sent(1, 9, 0, ""), sent(1, 9, 60111, "账号未激活"), // 吴国栋: the last one failed
					sent(1, 6, 60111, "账号未激活"), sent(1, 6, 0, ""), // 刘芳: reached again
					sent(1, 0, 40001, "群机器人"), // the group is nobody
					sent(7, 30, 60111, "别的社区"),
				} {
					if err := tx.AddDelivery(d); err != nil {
						return err
					}
				}
				return nil
			})
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Unreachable(1)
				if len(got) != 1 || got[0].Member != 9 || got[0].Failure != 60111 || got[0].FailedFor != "账号未激活" {
					t.Errorf("got %+v", got)
				}
				return err
			})
		})
	}
}

// A person may tap a card before its sending is on record.
func TestCardInHand(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			post(t, s, letter("a", 0))
			l := claim(t, s, 0)[0]
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.CardInHand(6, l.Token)
				same(t, "letter", l, got)
				_, somebodyElses := tx.CardInHand(7, l.Token)
				wantNotFound(t, "somebody else's card", somebodyElses)
				return err
			})
		})
	}
}

// Nothing in the store changes a line of the journal or takes one away (SYS-11).
func TestSYS11TheJournalOnlyGrows(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil || len(sources) < 15 {
		t.Fatalf("the store's files: %v, %v", sources, err)
	}
	uses := 0
	changing := regexp.MustCompile(`(?i)(Save|Update|Updates|UpdateColumns?|Delete|upsert|save|OnConflict)\b[^;\n]*journalRow|(UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE TABLE|DROP TABLE)\s+.?journal`)
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		uses += strings.Count(string(text), "journalRow{")
		if found := changing.FindString(string(text)); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
	if uses != 1 {
		t.Errorf("lines are made at %d places, want one: Log", uses)
	}
}
