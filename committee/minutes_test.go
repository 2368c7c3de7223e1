package committee_test

import (
	"strings"
	"testing"

	"yishi/committee"
)

func draft(state committee.MinutesState) *committee.Minutes {
	return &committee.Minutes{Meeting: 4, Committee: 1, Revision: 1, State: state, Year: 2026, DraftedAt: at("2026-12-15 16:21")}
}

func signed() *committee.Minutes {
	m := draft(committee.Signed)
	m.Number = 4
	return m
}

func TestMIN05Edit(t *testing.T) {
	m := draft(committee.WithRecorder)
	for i, who := range []committee.MemberID{he, li, zhang} {
		wantRule(t, m.Edit(by(who), 2, " 会议同意在三号院先行试点。 "), "")
		if m.Revision != i+2 || m.Edits[2] != "会议同意在三号院先行试点。" {
			t.Errorf("revision %d, %q", m.Revision, m.Edits[2])
		}
	}
	for _, test := range []struct {
		name, text, rule string
		kind             committee.Kind
		who              committee.MemberID
		of               *committee.Minutes
		args             []any
	}{
		{"by-a-member", "改", "minutes.only-recorder", committee.Forbidden, liu, m, nil},
		{"empty", " \n ", "minutes.empty-edit", committee.Invalid, he, m, nil},
		{"too-long", strings.Repeat("议", 2001), "minutes.edit-too-long", committee.Invalid, he, m, []any{2001, committee.MaxEdit}},
		{"signed", "改", "minutes.signed-already", committee.Untimely, he, signed(), []any{2026, 4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := test.of.Revision
			wantRefusal(t, test.of.Edit(by(test.who), 2, test.text), test.kind, test.rule, test.args...)
			if test.of.Revision != before {
				t.Error("a refused edit makes a revision")
			}
		})
	}
	wantRule(t, m.Edit(by(he), 3, strings.Repeat("议", 2000)), "")
}

func TestMIN05Submit(t *testing.T) {
	const vice, secretary, recorder = committee.WithVice, committee.WithSecretary, committee.WithRecorder
	for _, test := range []struct {
		name    string
		from    committee.MinutesState
		who     committee.MemberID
		pairs   []string
		to      committee.MinutesState
		changed bool
		rule    string
	}{
		{"recorder-to-vice", recorder, he, nil, vice, true, ""},
		{"recorder-to-secretary", recorder, he, []string{"minutes.deputy_reads", "false"}, secretary, true, ""},
		{"vice-before-the-recorder", recorder, li, nil, recorder, false, "minutes.with-recorder"},
		{"recorder-twice", vice, he, nil, vice, false, ""},
		{"vice-to-secretary", vice, li, nil, secretary, true, ""},
		{"member-for-the-vice", vice, liu, nil, vice, false, "minutes.with-vice"},
		{"recorder-a-third-time", secretary, he, nil, secretary, false, ""},
		{"vice-twice", secretary, li, nil, secretary, false, ""},
		{"secretary-submits", secretary, zhang, nil, secretary, false, "minutes.with-secretary"},
		{"signed", committee.Signed, he, nil, committee.Signed, false, "minutes.signed-already"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := draft(test.from)
			changed, err := m.Submit(as(test.who, laws(t, test.pairs...)))
			wantRule(t, err, test.rule)
			if m.State != test.to || changed != test.changed {
				t.Errorf("%s, changed %v", m.State, changed)
			}
		})
	}
	t.Run("one-who-is-recorder-and-vice", func(t *testing.T) {
		both := by(he)
		both.Member.Roles |= committee.Vice
		m := draft(recorder)
		for range 2 {
			if changed, err := m.Submit(both); err != nil || !changed {
				t.Fatalf("changed %v, %v", changed, err)
			}
		}
		if m.State != secretary {
			t.Errorf("%s", m.State)
		}
	})
}

func TestMIN05Return(t *testing.T) {
	for _, test := range []struct {
		name string
		of   *committee.Minutes
		who  committee.MemberID
		rule string
	}{
		{"by-the-secretary", draft(committee.WithSecretary), zhang, ""},
		{"by-the-secretary-early", draft(committee.WithVice), zhang, ""},
		{"by-the-vice-who-reads", draft(committee.WithVice), li, ""},
		{"by-the-vice-afterwards", draft(committee.WithSecretary), li, "minutes.only-secretary"},
		{"by-the-recorder", draft(committee.WithSecretary), he, "minutes.only-secretary"},
		{"signed", signed(), zhang, "minutes.signed-already"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantRule(t, test.of.Return(by(test.who), " 请核对第二项 "), test.rule)
			if test.rule == "" && (test.of.State != committee.WithRecorder || test.of.Reason != "请核对第二项") {
				t.Errorf("%s: %q", test.of.State, test.of.Reason)
			}
		})
	}
}

func TestMIN04MIN05Sign(t *testing.T) {
	now := at("2026-12-17 11:02")
	for _, test := range []struct {
		name     string
		of       *committee.Minutes
		who      committee.MemberID
		revision int
		kind     committee.Kind
		rule     string
		args     []any
	}{
		{"what-was-seen", draft(committee.WithSecretary), zhang, 1, 0, "", nil},
		{"the-present-one", draft(committee.WithSecretary), zhang, 0, 0, "", nil},
		{"at-any-stage", draft(committee.WithRecorder), zhang, 1, 0, "", nil},
		{"changed-since", draft(committee.WithSecretary), zhang, 3, committee.Conflict, "minutes.changed", []any{3, 1}},
		{"by-the-vice", draft(committee.WithSecretary), li, 1, committee.Forbidden, "minutes.only-secretary", nil},
		{"twice", signed(), zhang, 1, committee.Conflict, "minutes.signed-already", []any{2026, 4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := test.of.Sign(by(test.who), test.revision, 4, now)
			if test.rule != "" {
				wantRefusal(t, err, test.kind, test.rule, test.args...)
				return
			}
			if err != nil || test.of.State != committee.Signed || test.of.Number != 4 || !test.of.SignedAt.Equal(now) {
				t.Errorf("got %+v, %v", test.of, err)
			}
		})
	}
}

func TestMIN04WhereNumbersBegin(t *testing.T) {
	c := binhe(committee.DefaultBylaws())
	c.NumbersYear, c.NextMeeting, c.NextMinutes = 2026, 4, 3
	for _, test := range []struct{ year, meeting, minutes int }{{2025, 1, 1}, {2026, 4, 3}, {2027, 1, 1}} {
		if m, n := c.FirstMeeting(test.year), c.FirstMinutes(test.year); m != test.meeting || n != test.minutes {
			t.Errorf("%d begins with meeting %d and minutes %d, want %d and %d", test.year, m, n, test.meeting, test.minutes)
		}
	}
	if c := (committee.Committee{NumbersYear: 2026}); c.FirstMeeting(2026) != 1 || c.FirstMinutes(2026) != 1 {
		t.Error("a committee without numbers begins at 1")
	}
}
