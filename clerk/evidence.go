package clerk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// callList brings everyone whom the notice is not known to have reached before the
// secretary and the recorder (NTC-06).
func (k *desk) callList(m *committee.Meeting, body committee.Body) error {
	callers := k.callers(body)
	for _, who := range m.Unreached() {
		others := slices.DeleteFunc(slices.Clone(callers), func(id committee.MemberID) bool { return id == who })
		if err := k.postAll(CallCard, others, store.Subject{Meeting: m.ID, Member: who}); err != nil {
			return err
		}
	}
	return nil
}

// callers are who telephones.
func (k *desk) callers(body committee.Body) []committee.MemberID {
	return ids(body.With(committee.Secretary|committee.Recorder, workday.On(k.now)))
}

// failing tells secretary and recorder whom the platform has not taken the notice of
// (§3.9 “platform down”).
func (k *desk) failing(m *committee.Meeting, body committee.Body) error {
	sent, err := k.sendings(m)
	if err != nil || len(m.Unsent(sent)) == 0 {
		return err
	}
	return k.postAll(NoticeFailing, k.callers(body), store.Subject{Meeting: m.ID})
}

// Called notes that a person was told by telephone (NTC-06), by his name or by the
// card about him; told is when, zero for now.
func (c *Clerk) Called(ctx context.Context, by committee.Actor, who committee.MemberID, told time.Time) (d committee.Dossier, err error) {
	return c.telephoned(ctx, by, who, func(k *desk, m *committee.Meeting) error {
		changed, err := m.ReachedByPhone(k.by, who, told, k.now)
		if err != nil || !changed {
			return err
		}
		return k.keepCall(m, who, "notice.called", m.Attendee(who).ReachedAt)
	})
}

// TakeBackCall takes back the note that a person was told by telephone; the journal
// keeps both (§3.9).
func (c *Clerk) TakeBackCall(ctx context.Context, by committee.Actor, who committee.MemberID) (d committee.Dossier, err error) {
	return c.telephoned(ctx, by, who, func(k *desk, m *committee.Meeting) error {
		if err := m.TakeBackCall(k.by, who, k.now); err != nil {
			return err
		}
		return k.keepCall(m, who, "notice.call-undone", k.now)
	})
}

// telephoned runs a change of what is known of a telephone call.
func (c *Clerk) telephoned(ctx context.Context, by committee.Actor, who committee.MemberID, change func(*desk, *committee.Meeting) error) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		if err := change(k, m); err != nil {
			return err
		}
		if err := k.refresh(CallCard, store.Subject{Meeting: m.ID, Member: who}); err != nil {
			return err
		}
		d, err = k.dossier(m)
		return err
	})
	return d, err
}

// keepCall keeps a change of a telephone note, and writes it into the journal.
func (k *desk) keepCall(m *committee.Meeting, who committee.MemberID, act string, told time.Time) error {
	if err := k.SaveAttendee(m, who); err != nil {
		return err
	}
	return k.log(m.ID, act, fmt.Sprint(who, " ", told.Format("01-02 15:04")))
}

// accepted keeps that the platform took a notice, where that is evidence enough (A-04c).
func (k *desk) accepted(l store.Letter) error {
	com, err := k.clerk.committeeOf(k.Tx, l.Committee)
	if err != nil {
		return err
	}
	k.by.Committee = com
	m, err := k.meeting(l.Subject.Meeting)
	if errors.Is(err, store.ErrNotFound) || err == nil && l.Subject.Step != NoticeStep(*m) {
		return nil
	}
	if err != nil || !m.Accepted(l.To, k.laws(), k.now) {
		return err
	}
	return k.SaveAttendee(m, l.To)
}

// sendings loads what became of the notice of a meeting's present date: a new date is
// a new notice.
func (k *desk) sendings(m *committee.Meeting) (committee.Sendings, error) {
	all, err := k.Evidence(m.ID, Notice)
	sent := committee.Sendings{}
	for _, d := range all {
		if d.Subject.Step == NoticeStep(*m) {
			sent[d.Member] = committee.Sending{Member: d.Member, Platform: d.Platform, At: d.SentAt, Code: d.Failure}
		}
	}
	return sent, err
}

// Sendings loads what became of the notice of a meeting's present date (NTC-06).
func (c *Clerk) Sendings(ctx context.Context, m committee.Meeting) (sent committee.Sendings, err error) {
	err = c.see(ctx, clock(committee.Committee{ID: m.Committee}), func(k *desk) error {
		sent, err = k.sendings(&m)
		return err
	})
	return sent, err
}
