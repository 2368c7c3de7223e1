// Package clerk does what can be asked of the committee's clerk: one method is one
// thing that a member, a page or the clock can ask for. It reads, lets the rules
// of package committee decide, writes, and posts the letters that follow, in one
// transaction. Chat, web and clock are doorways to the same method.
package clerk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Clerk is safe for concurrent use.
type Clerk struct {
	store *store.Store
	cal   *workday.Calendar
	now   func() time.Time
}

// New returns a clerk over a store. now is the program's one clock.
func New(s *store.Store, cal *workday.Calendar, now func() time.Time) *Clerk {
	return &Clerk{store: s, cal: cal, now: func() time.Time { return now().In(committee.Zone) }}
}

// Now is the present moment in the committee's civil time.
func (c *Clerk) Now() time.Time { return c.now() }

// Calendar is the working-day calendar in force.
func (c *Clerk) Calendar() *workday.Calendar { return c.cal }

// desk is one use case at work: its transaction, who asks, and the one reading of
// the clock.
type desk struct {
	*store.Tx
	clerk *Clerk
	by    committee.Actor
	from  string // where he asks from
	now   time.Time
}

// do runs one use case in a transaction that writes.
func (c *Clerk) do(ctx context.Context, by committee.Actor, fn func(*desk) error) error {
	now := c.now()
	return c.store.Update(ctx, func(tx *store.Tx) error { return fn(&desk{tx, c, by, sourceOf(ctx), now}) })
}

// see runs one question in a transaction that only reads.
func (c *Clerk) see(ctx context.Context, by committee.Actor, fn func(*desk) error) error {
	now := c.now()
	return c.store.View(ctx, func(tx *store.Tx) error { return fn(&desk{tx, c, by, sourceOf(ctx), now}) })
}

// committeeOf loads a committee with the bylaws in force.
func (c *Clerk) committeeOf(tx *store.Tx, id committee.ID) (committee.Committee, error) {
	com, _, err := tx.Committee(id)
	return com.On(workday.On(c.now())), err
}

// WhoIs finds the people whose account this is: one for each committee that he
// sits on; none for a stranger.
func (c *Clerk) WhoIs(ctx context.Context, platform, key string) ([]committee.Actor, error) {
	var actors []committee.Actor
	err := c.store.View(ctx, func(tx *store.Tx) error {
		owners, err := tx.Owners(platform, key)
		if err != nil {
			return err
		}
		for _, o := range owners {
			a, err := c.actor(tx, o.Committee, o.Member)
			if err != nil {
				return err
			}
			a.Elsewhere = len(owners) > 1
			actors = append(actors, a)
		}
		return nil
	})
	return actors, err
}

func (c *Clerk) actor(tx *store.Tx, id committee.ID, who committee.MemberID) (committee.Actor, error) {
	com, err := c.committeeOf(tx, id)
	if err != nil {
		return committee.Actor{}, err
	}
	m, err := tx.Member(id, who)
	return committee.Actor{Committee: com, Member: m.Under(com.Bylaws).At(workday.On(c.now()))}, err
}

// Committee loads the one committee that a deployment's settings name: for the
// words to a stranger, who belongs to none.
func (c *Clerk) Committee(ctx context.Context, id committee.ID) (com committee.Committee, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		com, err = c.committeeOf(tx, id)
		return err
	})
	return com, err
}

// Roster loads the roster of a committee.
func (c *Clerk) Roster(ctx context.Context, id committee.ID) (body committee.Body, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		com, err := c.committeeOf(tx, id)
		if err != nil {
			return ignoreNotFound(err)
		}
		body, err = tx.Body(id)
		body = body.Under(com.Bylaws)
		return err
	})
	return body, err
}

// Body loads the roster of a committee under the bylaws that hold for what is at hand:
// nobody in a use case reads it otherwise.
func (k *desk) Body(id committee.ID) (committee.Body, error) {
	body, err := k.Tx.Body(id)
	return body.Under(k.laws()), err
}

// Dossier loads all that is known of one meeting of the actor's committee.
func (c *Clerk) Dossier(ctx context.Context, by committee.Actor, id committee.MeetingID) (d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.meeting(id)
		if err != nil {
			return err
		}
		d, err = k.dossier(m)
		return err
	})
	return d, err
}

// Head loads a meeting of the actor's committee without its roll, for its date and
// state alone.
func (c *Clerk) Head(ctx context.Context, by committee.Actor, id committee.MeetingID) (m committee.Meeting, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		head, err := k.MeetingHead(id)
		if err != nil {
			return err
		}
		if head.Committee != k.by.Committee.ID {
			return store.ErrNotFound
		}
		m = *head
		return nil
	})
	return m, err
}

// Current loads the dossier of the meeting that is planned, noticed or in session;
// a refusal when there is none.
func (c *Clerk) Current(ctx context.Context, by committee.Actor) (d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.pending()
		if err != nil {
			return err
		}
		d, err = k.dossier(m)
		return err
	})
	return d, err
}

// Latest loads the dossier of the last meeting that was adjourned.
func (c *Clerk) Latest(ctx context.Context, by committee.Actor) (d committee.Dossier, err error) {
	err = c.see(ctx, by, func(k *desk) error {
		m, err := k.under(k.LatestMeeting(k.by.Committee.ID))
		if errors.Is(err, store.ErrNotFound) {
			return committee.Refuse(committee.NotFound, "meeting.none-held")
		}
		if err != nil {
			return err
		}
		d, err = k.dossier(m)
		return err
	})
	return d, err
}

// pending loads the meeting that is planned, noticed or in session.
func (k *desk) pending() (*committee.Meeting, error) {
	m, err := k.PendingMeeting(k.by.Committee.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, k.none()
	}
	return k.under(m, err)
}

// current loads the meeting that is planned, noticed or in session, and all that is
// known of it.
func (k *desk) current() (*committee.Meeting, committee.Dossier, error) {
	m, err := k.pending()
	if err != nil {
		return nil, committee.Dossier{}, err
	}
	d, err := k.dossier(m)
	return m, d, err
}

// meeting loads a meeting of the committee.
func (k *desk) meeting(id committee.MeetingID) (*committee.Meeting, error) {
	m, err := k.under(k.Meeting(id))
	if err == nil && m.Committee != k.by.Committee.ID {
		return nil, store.ErrNotFound
	}
	return m, err
}

// under lets the bylaws that govern a meeting hold for all that follows (SYS-16).
func (k *desk) under(m *committee.Meeting, err error) (*committee.Meeting, error) {
	if err == nil {
		k.by.Committee = k.by.Committee.Under(m)
	}
	return m, err
}

// laws are the bylaws that hold for what is at hand.
func (k *desk) laws() committee.Bylaws { return k.by.Committee.Bylaws }

// none says that no meeting is pending; on the day of one, that it is over.
func (k *desk) none() error {
	last, err := k.LatestMeeting(k.by.Committee.ID)
	if err == nil && !last.AdjournedAt.IsZero() && committee.DayOf(last.AdjournedAt) == committee.DayOf(k.now) {
		return committee.Refuse(committee.NotFound, "meeting.state."+string(last.State))
	}
	return committee.Refuse(committee.NotFound, "meeting.none")
}

// pendingWhen loads the pending meeting when it is the one that a card is about;
// id 0 takes whichever is pending.
func (k *desk) pendingWhen(id committee.MeetingID) (*committee.Meeting, error) {
	m, err := k.pending()
	switch {
	case err != nil && id != 0:
		return nil, k.overtaken(id, err)
	case err == nil && id != 0 && m.ID != id:
		return nil, committee.Refuse(committee.Untimely, "meeting.other", m.Starts)
	}
	return m, err
}

// overtaken says what became of the meeting of an old card.
func (k *desk) overtaken(id committee.MeetingID, none error) error {
	m, err := k.meeting(id)
	if err != nil {
		return none
	}
	return committee.Refuse(committee.Untimely, "meeting.state."+string(m.State))
}

// dossier gathers what is known of a meeting. Before the notice its agenda is what
// is approved so far.
func (k *desk) dossier(m *committee.Meeting) (committee.Dossier, error) {
	com, err := k.clerk.committeeOf(k.Tx, m.Committee)
	if err != nil {
		return committee.Dossier{}, err
	}
	d := committee.Dossier{Committee: com.Under(m), Meeting: *m, Calendar: k.clerk.cal, Now: k.now}
	if d.Body, err = k.Tx.Body(m.Committee); err != nil {
		return d, err
	}
	d.Body = d.Body.Under(d.Committee.Bylaws)
	if !m.Held() {
		d.Meeting = *m.AsOf(workday.On(k.now), d.Body)
	}
	if m.State == committee.Planned || m.State == committee.Fixed {
		d.Agenda, err = k.coming(m)
		return d, err
	}
	if d.Agenda, err = k.Agenda(m.Committee, m.ID); err != nil {
		return d, err
	}
	if d.Recusals, err = k.Recusals(m.ID); err != nil || !m.Held() {
		return d, err
	}
	if d.Ballots, err = k.Ballots(m.ID); err != nil {
		return d, err
	}
	if d.Notes, err = k.Notes(m.ID); err != nil {
		return d, err
	}
	d.Minutes, err = k.Minutes(m.ID)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return d, err
}

// post puts a letter to a person into the outbox, to leave now.
func (k *desk) post(kind string, to committee.MemberID, s store.Subject) error {
	return k.postAt(kind, to, s, k.now)
}

func (k *desk) postAt(kind string, to committee.MemberID, s store.Subject, at time.Time) error {
	return k.Post(store.Letter{
		Committee: k.by.Committee.ID, Kind: kind, To: to, Subject: s, DueAt: at,
		Key: fmt.Sprintf("%d/%s/%d/%s", k.by.Committee.ID, kind, to, s.Key()),
	})
}

// postAll posts one letter of a kind to each of several people.
func (k *desk) postAll(kind string, to []committee.MemberID, s store.Subject) error {
	for _, id := range to {
		if err := k.post(kind, id, s); err != nil {
			return err
		}
	}
	return nil
}

// toSecretary posts a letter to the secretary; without one it is not posted.
func (k *desk) toSecretary(kind string, s store.Subject) error {
	body, err := k.Body(k.by.Committee.ID)
	if err != nil {
		return err
	}
	if m, ok := body.Secretary(workday.On(k.now)); ok {
		return k.post(kind, m.ID, s)
	}
	return nil
}

// log writes a line of the journal.
func (k *desk) log(m committee.MeetingID, act, detail string) error {
	return k.Log(store.Entry{Committee: k.by.Committee.ID, Meeting: m, Actor: k.by.Member.ID, Act: act, Detail: detail, At: k.now, Source: k.from})
}

// logOn writes a line about a person, by his name.
func (k *desk) logOn(m committee.MeetingID, act string, who committee.MemberID, more ...any) error {
	about := k.by.Member
	if who != about.ID {
		var err error
		if about, err = k.Member(k.by.Committee.ID, who); err != nil {
			return err
		}
	}
	return k.log(m, act, strings.TrimSpace(fmt.Sprintln(append([]any{about.Name}, more...)...)))
}

// ids returns the ids of people.
func ids(body committee.Body) []committee.MemberID {
	var out []committee.MemberID
	for _, m := range body {
		out = append(out, m.ID)
	}
	return out
}

// Decent returns now, or the next working morning when now is an hour or a day on
// which nobody is written to of our own accord (NTC-08).
func (c *Clerk) Decent(of committee.Committee, now time.Time) time.Time {
	return committee.Decent(of.Bylaws, c.cal, now)
}
