package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
	"yishi/store"
	"yishi/store/storetest"
)

// The terms that a person has had, the seats that are to be filled and the appointments
// on their way are read as they were written.
func TestORG05ORG07ORG04Offices(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		enroll(t, s)
		var m committee.Member
		vacancy := committee.Vacancy{Member: 7, Seat: committee.Ordinary, Reason: "工作调动", From: date("2026-10-15")}
		filled := committee.Vacancy{Member: 7, Seat: committee.Vice, Reason: "x", From: date("2026-10-15"), Filled: date("2026-11-01")}
		a := committee.Appointment{
			Name: "刘芳", Unit: "市第三中学党总支", Post: "党总支书记", Phone: "13888880006", State: committee.Reported,
			Sources: []committee.Source{{Unit: "市第三中学党总支", By: 3, At: opening}},
			Steps:   []committee.Step{{State: committee.Reported, By: 1, At: opening, Document: "〔2026〕9号", Reason: "理由"}},
		}
		update(t, s, func(tx *store.Tx) error {
			m = committee.Member{Committee: 1, Name: "新人", Phone: "13900000099", From: date("2020-11-10"), Until: date("2023-11-09"), Roles: committee.Ordinary}
			m.Reappoint(committee.Ordinary, date("2023-11-10"), date("2026-11-09"), "〔2023〕1号")
			m.Reappoint(committee.Secretary, date("2026-11-10"), date("2029-11-09"), "〔2026〕2号")
			m.Roles |= committee.Acting
			if err := tx.SaveMember(&m); err != nil {
				return err
			}
			if err := tx.SaveVacancy(1, &vacancy); err != nil {
				return err
			}
			if err := tx.SaveVacancy(1, &filled); err != nil {
				return err
			}
			return tx.SaveAppointment(1, &a)
		})
		view(t, s, func(tx *store.Tx) error {
			alone, err := tx.Member(1, m.ID)
			if err != nil {
				return err
			}
			body, err := tx.Body(1)
			among, _ := body.Member(m.ID)
			if diff := cmp.Diff([]committee.Member{m, m}, []committee.Member{alone, among}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			return err
		})
		vacancy.Nudged = date("2026-10-22")
		update(t, s, func(tx *store.Tx) error { return tx.SaveVacancy(1, &vacancy) })
		view(t, s, func(tx *store.Tx) error {
			open, err := tx.Vacancies(1)
			if diff := cmp.Diff([]committee.Vacancy{vacancy}, open); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			return err
		})
		view(t, s, func(tx *store.Tx) error {
			cases, err := tx.Appointments(1)
			if diff := cmp.Diff([]committee.Appointment{a}, cases); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			return err
		})
	})
}
