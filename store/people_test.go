package store_test

import (
	"errors"
	"testing"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

func TestCommittee(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			enroll(t, s)
			progress := store.Progress{Reminded: date("2026-12-10"), Called: date("2026-10-01"), Missed: date("2026-07-01")}
			renamed := binhe
			renamed.Name, renamed.NextMinutes = "滨河社区“大党委”(试点)", 9
			update(t, s, func(tx *store.Tx) error {
				return errors.Join(tx.SaveProgress(1, progress), tx.SaveCommittee(renamed), tx.SaveCommittee(committee.Committee{ID: 7, Name: "望江社区"}))
			})
			view(t, s, func(tx *store.Tx) error {
				c, p, err := tx.Committee(1)
				same(t, "committee", renamed, c)
				same(t, "progress", progress, p)
				ids, listErr := tx.Committees()
				same(t, "committees", []committee.ID{1, 7}, ids)
				_, _, missing := tx.Committee(2)
				wantNotFound(t, "committee 2", missing)
				return errors.Join(err, listErr)
			})
			update(t, s, func(tx *store.Tx) error {
				c, p, err := tx.HoldCommittee(7)
				same(t, "held committee", committee.Committee{ID: 7, Name: "望江社区"}, c)
				same(t, "its progress", store.Progress{}, p)
				return err
			})
		})
	}
}

func TestMembers(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			members := enroll(t, s)
			body := func() (body committee.Body) {
				t.Helper()
				view(t, s, func(tx *store.Tx) (err error) {
					body, err = tx.Body(1)
					return err
				})
				return body
			}
			same(t, "roster", committee.Body(members), body())

			// Another post, another account, and now the last on the roster.
			members[1].Post, members[1].Rank, members[1].Accounts = "校长", 9, []committee.Account{{Platform: "web", User: "Fang"}}
			update(t, s, func(tx *store.Tx) error { return tx.SaveMember(&members[1]) })
			same(t, "changed roster", committee.Body{members[0], members[2], members[1]}, body())

			for name, twin := range map[string]committee.Member{
				"same-person":                 {Committee: 1, Name: "张建国", Phone: "13900000401"},
				"same-account":                {Committee: 1, Name: "王志强", Accounts: []committee.Account{{Platform: "wecom", User: "ZHANGjianguo"}}},
				"two-rare-names-of-one-phone": {Committee: 1, Name: "𡈽田·𬱟", Phone: "13900000410"},
			} {
				t.Run(name, func(t *testing.T) {
					err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveMember(&twin) })
					if wantErr := name != "two-rare-names-of-one-phone"; (err != nil) != wantErr {
						t.Errorf("got %v", err)
					}
				})
			}
			if got := len(body()); got != 4 {
				t.Errorf("%d on the roster: a refused person stayed, or a rare name was taken for another", got)
			}
		})
	}
}

func TestOwners(t *testing.T) {
	for _, engine := range storetest.Engines {
		t.Run(engine.Name, func(t *testing.T) {
			s := engine.New(t)
			members := enroll(t, s)
			elsewhere := committee.Member{Committee: 7, Name: "张建国", Accounts: []committee.Account{{Platform: "wecom", User: "zhangjianguo"}}}
			update(t, s, func(tx *store.Tx) error { return tx.SaveMember(&elsewhere) })
			view(t, s, func(tx *store.Tx) error {
				for _, key := range []string{"ZhangJianGuo", "zhangjianguo", "ZHANGJIANGUO"} {
					got, err := tx.Owners("wecom", key)
					same(t, key, []store.Owner{{Committee: 1, Member: members[0].ID}, {Committee: 7, Member: elsewhere.ID}}, got)
					if err != nil {
						return err
					}
				}
				got, err := tx.Owners("dingtalk", "ZhangJianGuo")
				same(t, "on another platform", []store.Owner(nil), got)
				return err
			})
		})
	}
}
