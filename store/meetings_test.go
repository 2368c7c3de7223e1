package store_test

import (
	"errors"
	"testing"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

var opening = at("2026-12-15 14:30")

func TestMeeting(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			m := sitting(opening)
			load := func() (got *committee.Meeting) {
				t.Helper()
				view(t, s, func(tx *store.Tx) (err error) {
					got, err = tx.Meeting(m.ID)
					return err
				})
				return got
			}
			save := func() {
				t.Helper()
				update(t, s, func(tx *store.Tx) error { return tx.SaveMeeting(m) })
			}
			save()
			same(t, "meeting", m, load())
			save() // what has not changed can be saved again
			same(t, "meeting saved twice", m, load())

			m.Roll[1].CheckedIn, m.Roll[1].How, m.Roll[1].Order = opening, committee.ByButton, 1
			update(t, s, func(tx *store.Tx) error {
				wantNotFound(t, "somebody not on the roll", tx.SaveAttendee(m, 99))
				return tx.SaveAttendee(m, 1)
			})
			same(t, "one line of the roll", m, load())

			m.Roll = m.Roll[1:]
			save()
			same(t, "a shorter roll", m, load())
			m.Roll, m.State, m.Starts = nil, committee.Planned, opening.Add(7*24*time.Hour)
			save()
			same(t, "no roll", m, load())
			view(t, s, func(tx *store.Tx) error {
				_, err := tx.Meeting(m.ID + 1)
				wantNotFound(t, "another meeting", err)
				return nil
			})
		})
	}
}

func TestWhichMeeting(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			ids := map[string]committee.MeetingID{}
			keep := func(name string, c committee.ID, kind committee.MeetingKind, state committee.State, starts string, held bool) {
				t.Helper()
				m := &committee.Meeting{Committee: c, Kind: kind, State: state, Year: at(starts).Year(), Starts: at(starts)}
				if held {
					m.OpenedAt = at(starts)
				}
				update(t, s, func(tx *store.Tx) error { return tx.SaveMeeting(m) })
				ids[name] = m.ID
			}
			ask := func(name, want string, load func(tx *store.Tx) (*committee.Meeting, error)) {
				t.Helper()
				view(t, s, func(tx *store.Tx) error {
					m, err := load(tx)
					if want == "" {
						wantNotFound(t, name, err)
						return nil
					}
					if err != nil || m.ID != ids[want] {
						t.Errorf("%s: got %+v, %v; want %s", name, m, err, want)
					}
					return nil
				})
			}
			pending := func(tx *store.Tx) (*committee.Meeting, error) { return tx.PendingMeeting(1) }
			latest := func(tx *store.Tx) (*committee.Meeting, error) { return tx.LatestMeeting(1) }
			regular := func(tx *store.Tx) (*committee.Meeting, error) {
				return tx.RegularIn(1, at("2026-10-01 00:00"), at("2027-01-01 00:00"))
			}

			ask("pending of none", "", pending)
			ask("latest of none", "", latest)
			keep("q3", 1, committee.Regular, committee.Circulated, "2026-09-15 14:30", true)
			keep("lapsed", 1, committee.Regular, committee.Lapsed, "2026-10-20 14:30", false)
			keep("cancelled", 1, committee.Regular, committee.Cancelled, "2026-11-20 14:30", false)
			keep("elsewhere", 7, committee.Regular, committee.Noticed, "2026-12-01 14:30", false)
			keep("urgent", 1, committee.Urgent, committee.Adjourned, "2026-11-24 15:00", true)
			keep("next-year", 1, committee.Regular, committee.Cancelled, "2027-01-01 00:00", false)
			ask("pending when all are done", "", pending)
			ask("latest", "urgent", latest)
			ask("regular in the quarter", "", regular)
			keep("q4", 1, committee.Regular, committee.Planned, "2026-12-31 23:59", false)
			ask("pending", "q4", pending)
			ask("regular in the quarter", "q4", regular)

			view(t, s, func(tx *store.Tx) error {
				for year, want := range map[int]int{2025: 0, 2026: 2, 2027: 0} {
					if got, err := tx.HeldBefore(1, year); err != nil || got != want {
						t.Errorf("%d meetings held in %d, want %d (%v)", got, year, want, err)
					}
				}
				return nil
			})
		})
	}
}

func TestTopics(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			full := committee.Topic{
				Committee: 1, Number: 2, Title: "电动自行车集中充电棚共建项目", Scope: 8, ScopeReason: "涉及全区", Kind: committee.Personnel, Persons: []string{"刘芳", "周建平"},
				Ask: "同意在三号院先行试点", Reporter: "李慧敏", Observers: []committee.MemberID{11, 12}, Guests: "供电所王工", Disclosure: committee.AtMeeting, Proposer: 2,
				State: committee.Approved, Reason: "请补充", Place: 1, SubmittedAt: at("2026-12-02 10:00"), DecidedAt: at("2026-12-08 09:20"),
				Added: "近日发现隐患", Consents: []committee.MemberID{3}, Dictated: []committee.DictatedConsent{{Member: 4, Agrees: true}, {Member: 5}},
			}
			first := committee.Topic{Committee: 1, Number: 1, Title: "听取通报", Kind: committee.Hear, State: committee.Submitted}
			elsewhere := committee.Topic{Committee: 7, Number: 1, Title: "别处的议题", State: committee.Submitted}
			update(t, s, func(tx *store.Tx) error {
				return errors.Join(tx.SaveTopic(&full), tx.SaveTopic(&first), tx.SaveTopic(&elsewhere))
			})
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Topic(full.ID)
				same(t, "topic", &full, got)
				pool, poolErr := tx.Pool(1)
				same(t, "pool", []committee.Topic{first, full}, pool)
				_, missing := tx.Topic(99)
				wantNotFound(t, "topic 99", missing)
				return errors.Join(err, poolErr)
			})
			full.Meeting, full.Position, full.State = 4, 2, committee.OnAgenda
			first.Meeting, first.Position, first.State = 4, 1, committee.OnAgenda
			update(t, s, func(tx *store.Tx) error { return errors.Join(tx.SaveTopic(&full), tx.SaveTopic(&first)) })
			view(t, s, func(tx *store.Tx) error {
				agenda, err := tx.Agenda(1, 4)
				same(t, "agenda", []committee.Topic{first, full}, agenda)
				pool, poolErr := tx.Pool(1)
				same(t, "pool", []committee.Topic(nil), pool)
				return errors.Join(err, poolErr)
			})
		})
	}
}

func TestNotes(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			notes := []committee.Note{
				{Meeting: 4, Topic: 12, Who: 6, By: 6, Text: "建议先在三号院试点,再推开", At: at("2026-12-15 14:58")},
				{Meeting: 4, Who: 3, By: 10, Text: "已落实两项,余一项年底前完成", At: at("2026-12-15 14:40")},
			}
			update(t, s, func(tx *store.Tx) error {
				return errors.Join(tx.AddNote(1, notes[0]), tx.AddNote(1, committee.Note{Meeting: 5, Text: "别的会"}), tx.AddNote(1, notes[1]))
			})
			view(t, s, func(tx *store.Tx) error {
				got, err := tx.Notes(4)
				same(t, "notes, in the order in which they were taken", notes, got)
				return err
			})
		})
	}
}
