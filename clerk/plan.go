package clerk

import (
	"context"
	"errors"
	"slices"

	"yishi/committee"
	"yishi/store"
)

// Fix drafts the quarter's meeting for a date and place, or drafts it anew
// (MTG-03). Nothing leaves to others before Confirm; a draft that somebody else
// than the secretary made is brought before him.
func (c *Clerk) Fix(ctx context.Context, by committee.Actor, p committee.Plan) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		if !k.by.Is(committee.Secretary) && (p.Kind == committee.Urgent || !k.by.Is(committee.Vice|committee.Recorder)) {
			return committee.Refuse(committee.Forbidden, "meeting.only-secretary")
		}
		m, err := k.draft()
		if err != nil {
			return err
		}
		if err := m.Fix(p, k.by, c.cal, k.now); err != nil {
			return err
		}
		if d, err = k.planned(m, "meeting.fix"); err != nil {
			return err
		}
		return k.toSecretary(PlanCard, store.Subject{Meeting: m.ID, Step: m.Starts.Format("01021504")})
	})
	return d, err
}

// draft is the pending meeting, which this person may draft anew, or a new one; a
// committee without a convener has neither.
func (k *desk) draft() (*committee.Meeting, error) {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return nil, err
	}
	if _, err := body.Convener(committee.DayOf(k.now)); err != nil {
		return nil, err
	}
	if _, _, err := k.HoldCommittee(k.by.Committee.ID); err != nil {
		return nil, err
	}
	m, err := k.under(k.PendingMeeting(k.by.Committee.ID))
	if errors.Is(err, store.ErrNotFound) {
		return &committee.Meeting{CodeKey: store.Token()}, nil
	}
	if err != nil {
		return nil, err
	}
	drafter, _ := body.Member(m.DraftedBy)
	return m, m.MayRedraft(k.by, drafter)
}

// planned saves a drafted meeting with its number and what falls due for it.
func (k *desk) planned(m *committee.Meeting, act string) (committee.Dossier, error) {
	held, err := k.HeldBefore(m.Committee, m.Year)
	if err != nil {
		return committee.Dossier{}, err
	}
	m.Ordinal = k.by.Committee.FirstMeeting(m.Year) + held
	if err := k.SaveMeeting(m); err != nil {
		return committee.Dossier{}, err
	}
	if m.State == committee.Planned {
		if err := k.matter(m); err != nil {
			return committee.Dossier{}, err
		}
	}
	if err := k.replan(m); err != nil {
		return committee.Dossier{}, err
	}
	if err := k.log(m.ID, act, m.Starts.Format("2006-01-02 15:04 ")+m.Place); err != nil {
		return committee.Dossier{}, err
	}
	if err := k.refreshPlans(m); err != nil {
		return committee.Dossier{}, err
	}
	return k.dossier(m)
}

// replan takes back what was due for the meeting and plans what is due now.
func (k *desk) replan(m *committee.Meeting) error {
	if err := k.Withdraw(m.ID, meetingErrands...); err != nil {
		return err
	}
	dues := m.NoticeDues(k.laws(), k.clerk.cal)
	return k.plan(m, slices.DeleteFunc(dues, func(d committee.Due) bool { return d.Name == committee.DueConfirm && !d.At.After(k.now) }))
}

var meetingErrands = func() []string {
	var kinds []string
	for _, name := range []string{
		committee.DueNotice, committee.DueConfirm, committee.DueReport, committee.DueChase + ".1", committee.DueChase + ".2", committee.DueFailing, committee.DueCalls,
		committee.DueForecast + ".1", committee.DueForecast + ".2", committee.DueRemind + ".1", committee.DueRemind + ".2", committee.DueCheckIn, committee.DueWait,
	} {
		kinds = append(kinds, doMeeting+name)
	}
	return kinds
}()

func (k *desk) plan(m *committee.Meeting, dues []committee.Due) error {
	for _, due := range dues {
		if err := k.postAt(doMeeting+due.Name, 0, store.Subject{Meeting: m.ID}, due.At); err != nil {
			return err
		}
	}
	return nil
}

// Confirm releases the draft (MTG-03): the notice leaves by itself from now on.
func (c *Clerk) Confirm(ctx context.Context, by committee.Actor, id committee.MeetingID) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pendingWhen(id)
		if err != nil {
			return err
		}
		if err := m.Confirm(k.by, c.cal, k.now); err != nil {
			return err
		}
		d, err = k.planned(m, "meeting.confirm")
		return err
	})
	return d, err
}

// refreshPlans lets every card that offers to confirm the meeting show how it stands.
func (k *desk) refreshPlans(m *committee.Meeting) error {
	plans, err := k.Evidence(m.ID, PlanCard)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if len(p.Offers) > 0 {
			if err := k.refresh(PlanCard, p.Subject); err != nil {
				return err
			}
		}
	}
	return nil
}

// Move gives the meeting a new date (MTG-06). When it was noticed, everyone who
// was told learns that the old date is off; the topics return to the pool with
// their approval, and the new date is a draft to be confirmed.
func (c *Clerk) Move(ctx context.Context, by committee.Actor, p committee.Plan) (d committee.Dossier, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, _, err := k.move(p)
		if err != nil {
			return err
		}
		if d, err = k.planned(m, "meeting.move"); err != nil {
			return err
		}
		return k.toSecretary(PlanCard, store.Subject{Meeting: m.ID, Step: m.Starts.Format("01021504")})
	})
	return d, err
}

// MoveConfirmed is Move and Confirm in one, of a date that the secretary was shown; it
// counts who is told.
func (c *Clerk) MoveConfirmed(ctx context.Context, by committee.Actor, p committee.Plan) (d committee.Dossier, told int, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, everyone, err := k.move(p)
		told = everyone
		if err != nil {
			return err
		}
		if err := m.Confirm(k.by, c.cal, k.now); err != nil {
			return err
		}
		d, err = k.planned(m, "meeting.move")
		return err
	})
	return d, told, err
}

// move plans a meeting anew and counts whom that tells.
func (k *desk) move(p committee.Plan) (m *committee.Meeting, everyone int, err error) {
	m, err = k.pending()
	if !k.by.Is(committee.Secretary) && (err != nil || !m.Convenes(k.by)) {
		return nil, 0, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	if err != nil {
		return nil, 0, err
	}
	if p.Place == "" {
		p.Place = m.Place
	}
	k.by.Committee = k.by.Committee.On(committee.DayOf(k.now)) // a new date is a new notice
	told, err := k.told(m)
	if err != nil {
		return nil, 0, err
	}
	if err := m.Move(p, k.by, k.clerk.cal, k.now); err != nil {
		return nil, 0, err
	}
	return m, len(told), k.unnotice(m, told, MeetingMoved)
}

// Told counts who has heard of the meeting that is to be held: 0 without one.
func (c *Clerk) Told(ctx context.Context, by committee.Actor) (n int, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return ignoreRefusal(err)
		}
		all, err := k.told(m)
		n = len(all)
		return err
	})
	return n, err
}

// told is everyone who has heard of the meeting: who is on its roll, and, since a
// meeting that was moved has none, who had its notice.
func (k *desk) told(m *committee.Meeting) ([]committee.MemberID, error) {
	var out []committee.MemberID
	for _, a := range m.Roll {
		out = append(out, a.Member)
	}
	for _, kind := range []string{Notice, EarlyNotice} {
		sent, err := k.Evidence(m.ID, kind)
		if err != nil {
			return nil, err
		}
		for _, s := range sent {
			if !slices.Contains(out, s.Member) {
				out = append(out, s.Member)
			}
		}
	}
	return out, nil
}

// AnnounceEarly tells everybody who will be on the roll the date and the topics before the
// notice (预通知, NTC-03), and counts them; the notice follows in its window.
func (c *Clerk) AnnounceEarly(ctx context.Context, by committee.Actor) (d committee.Dossier, told int, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		if err := m.AnnounceEarly(k.by, c.cal, k.now); err != nil {
			return err
		}
		if err := k.SaveMeeting(m); err != nil {
			return err
		}
		if err := k.log(m.ID, "notice.early", m.Starts.Format("2006-01-02 15:04")); err != nil {
			return err
		}
		if d, err = k.dossier(m); err != nil {
			return err
		}
		roll := committee.Summon(d.Body, d.Agenda, k.laws(), committee.DayOf(k.now))
		told = len(roll)
		for _, a := range roll {
			if err := k.post(EarlyNotice, a.Member, noticeOf(m)); err != nil {
				return err
			}
		}
		return nil
	})
	return d, told, err
}

// Cancel calls the meeting off, and counts who is told.
func (c *Clerk) Cancel(ctx context.Context, by committee.Actor) (d committee.Dossier, told int, err error) {
	return c.abandon(ctx, by, "meeting.cancel", MeetingOff, func(m *committee.Meeting, k *desk) error { return m.Cancel(k.by) })
}

// Lapse records that the meeting could not be held; its topics return to the
// pool and the quarter stays open.
func (c *Clerk) Lapse(ctx context.Context, by committee.Actor) (d committee.Dossier, err error) {
	d, _, err = c.abandon(ctx, by, "meeting.lapse", MeetingLapsed, func(m *committee.Meeting, k *desk) error { return m.Lapse(k.by, k.now) })
	return d, err
}

func (c *Clerk) abandon(ctx context.Context, by committee.Actor, act, tell string, end func(*committee.Meeting, *desk) error,
) (d committee.Dossier, told int, err error) {
	err = c.do(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		if err := end(m, k); err != nil {
			return err
		}
		all, err := k.told(m)
		if err != nil {
			return err
		}
		if err := k.unnotice(m, all, tell); err != nil {
			return err
		}
		told = len(all)
		d, err = k.planned(m, act)
		return err
	})
	return d, told, err
}

// unnotice undoes what the notice did: the agenda returns to the pool, and everyone
// who was told hears what became of the meeting; their cards follow.
func (k *desk) unnotice(m *committee.Meeting, told []committee.MemberID, tell string) error {
	agenda, err := k.Agenda(m.Committee, m.ID)
	if err != nil {
		return err
	}
	if m.Kind != committee.Urgent || m.State != committee.Planned {
		if err := k.putBack(agenda); err != nil {
			return err
		}
	}
	if err := k.postAll(tell, told, store.Subject{Meeting: m.ID, Step: k.now.Format("0102150405")}); err != nil {
		return err
	}
	return k.closeCards(m.ID)
}

// closeCards lets every card about the meeting show that it no longer stands.
func (k *desk) closeCards(m committee.MeetingID) error {
	for _, kind := range []string{Notice, Chase, CheckInCard, WaitCard, QuorumMet, QuorumDoomed, LeaveCard, CallCard} {
		sent, err := k.Evidence(m, kind)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, s := range sent {
			if len(s.Offers) == 0 || seen[s.Subject.Key()] {
				continue
			}
			seen[s.Subject.Key()] = true
			if err := k.refresh(kind, s.Subject); err != nil {
				return err
			}
		}
	}
	return nil
}

// refresh lets every card of a kind about a subject show the present state. However
// often it is asked for before it leaves, each card changes once.
func (k *desk) refresh(kind string, s store.Subject) error {
	s.Words = kind
	return k.Post(store.Letter{
		Committee: k.by.Committee.ID, Kind: Refresh, Subject: s, DueAt: k.now, Key: Refresh + "/" + kind + "/" + s.Key(),
	})
}

// Refresh is the kind of letter that changes cards in place; the kind of the cards
// stands in its subject's words.
const Refresh = "refresh"
