package clerk

import (
	"context"
	"strconv"

	"yishi/committee"
	"yishi/store"
	"yishi/workday"
)

// Turns decides what becomes of letters that are due to one person, or to the group
// (M12): whether each leaves now, joins another, waits or is dropped. words tells
// which of them are words alone.
func (c *Clerk) Turns(ctx context.Context, due []store.Letter, words []bool) (turns []committee.Turn, err error) {
	if len(due) == 0 {
		return nil, nil
	}
	to, of := due[0].To, due[0].Committee
	err = c.see(ctx, clock(committee.Committee{ID: of}), func(k *desk) error {
		com, err := c.committeeOf(k.Tx, of)
		if err != nil {
			return err
		}
		k.by.Committee = com
		had, err := k.mailed(to)
		if err != nil {
			return err
		}
		mailings := make([]committee.Mailing, len(due))
		for i, l := range due {
			mailings[i] = committee.Mailing{Manners: MannersOf(l.Kind), Thing: thingOf(l.Kind, l.Subject), Words: words[i]}
			if err := k.press(&mailings[i], l); err != nil {
				return err
			}
		}
		turns = committee.Courtesy(mailings, had, k.laws(), c.cal, k.now)
		return nil
	})
	return turns, err
}

// mailed tells what a person has been sent today.
func (k *desk) mailed(to committee.MemberID) (had committee.Mailed, err error) {
	today := workday.On(k.now)
	begins := today.At(0, 0, committee.Zone)
	if had.Meeting, err = k.MeetsBetween(k.by.Committee.ID, begins, begins.AddDate(0, 0, 1)); err != nil || to == 0 {
		return had, err
	}
	sent, err := k.SentSince(to, begins)
	had.Things = map[string]bool{}
	messages := map[string]bool{}
	for _, d := range sent {
		if MannersOf(d.Kind) >= committee.Rationed {
			messages[messageOf(d)] = true
			had.Things[thingOf(d.Kind, d.Subject)] = true
		}
	}
	had.Messages = len(messages)
	return had, err
}

// press marks a letter about a meeting to come: whether it is pressing, and until when
// it is of use.
func (k *desk) press(m *committee.Mailing, l store.Letter) error {
	if l.Subject.Meeting == 0 || m.Manners == committee.AtOnce {
		return nil
	}
	head, err := k.MeetingHead(l.Subject.Meeting)
	if err != nil {
		return ignoreNotFound(err)
	}
	m.Pressing = (head.State == committee.Noticed || head.Sitting()) && (head.Kind == committee.Urgent || head.Day() == workday.On(k.now))
	switch {
	case head.State != committee.Noticed:
	case l.Kind == Chase:
		m.By = head.AnswerBy(k.clerk.cal)
	default: // on the day itself it is too late to do anything about it
		m.By = head.Day().At(0, 0, committee.Zone)
	}
	return nil
}

// thingOf names what a letter is about, whichever of several about it this one is.
func thingOf(kind string, s store.Subject) string {
	s.Step = ""
	return kind + "/" + s.Key()
}

// messageOf names the message in which a letter left; several may share one.
func messageOf(d store.Delivery) string {
	if d.MessageKey == "" {
		return strconv.FormatInt(d.ID, 10)
	}
	return d.MessageKey
}

// KeyOf names the message in which letters leave: after the last of them, so that a
// letter that joins others later makes another message of them.
func KeyOf(letters []store.Letter) string { return letters[len(letters)-1].Token }
