package committee

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"yishi/workday"
)

// A Dossier is all that is known of one meeting at a moment: what cards, papers
// and answers are drawn from.
type Dossier struct {
	Committee Committee
	Meeting   Meeting
	Agenda    []Topic // in order
	Ballots   []Ballot
	Recusals  []Recusal
	Notes     []Note
	Minutes   *Minutes
	Body      Body
	Calendar  *workday.Calendar
	Now       time.Time
}

// A Note is a word for the record: a speech, or what the recorder wrote down (SPK-01).
type Note struct {
	Meeting MeetingID
	Topic   TopicID // 0: on no topic
	Who     MemberID
	By      MemberID
	Text    string
	Kind    NoteKind
	At      time.Time
}

// NoteKind says what a note is.
type NoteKind string

// The kinds of notes.
const (
	Speech   NoteKind = ""         // what somebody said
	NoMore   NoteKind = "no-more"  // 同意汇报意见,无补充: only of who said so
	Reserved NoteKind = "reserved" // 保留意见: for the record, not for the minutes (SPK-03)
)

// Topic finds the topic at a position of the agenda, from 1.
func (d Dossier) Topic(position int) (Topic, bool) {
	i := slices.IndexFunc(d.Agenda, func(t Topic) bool { return t.Position == position })
	if i < 0 {
		return Topic{}, false
	}
	return d.Agenda[i], true
}

// Window is the lawful notice window of the meeting.
func (d Dossier) Window() Window {
	return WindowOf(d.Meeting.Day(), d.Committee.Bylaws, d.Calendar)
}

// Chair is who presides: the one on record, else the secretary.
func (d Dossier) Chair() Member {
	if m, ok := d.Body.Member(d.Meeting.Chair); ok {
		return m
	}
	m, _ := d.Body.Secretary(d.Meeting.Day())
	return m
}

// Names returns the names of people.
func (d Dossier) Names(ids []MemberID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, d.Body.Name(id))
	}
	return out
}

// Of returns the votes on a topic, in order of their persons; a later vote on the
// same item follows the earlier.
func (d Dossier) Of(t TopicID) []Ballot {
	var out []Ballot
	for _, b := range d.Ballots {
		if b.Topic == t {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b Ballot) int { return a.Item - b.Item })
	return out
}

// Unsettled returns the topics that were to be decided and have no announced
// result, and the votes that still run.
func (d Dossier) Unsettled() (topics []Topic, open []Ballot) {
	for _, t := range d.Agenda {
		settled := map[int]bool{}
		for _, b := range d.Of(t.ID) {
			if b.State != Announced {
				open = append(open, b)
			} else {
				settled[max(b.Item, 1)] = true
			}
		}
		if t.Voted() && len(settled) < t.Items() {
			topics = append(topics, t)
		}
	}
	return topics, open
}

// OpensEarly reports whether this person would open the meeting before its hour while a
// member is still expected, though the quorum is there: he is asked first.
func (d Dossier) OpensEarly(by Actor) bool {
	f := d.Meeting.Forecast(d.Committee)
	return d.Meeting.State == Noticed && d.Meeting.Presides(by) && d.Now.Before(d.Meeting.Starts) && !d.Now.Before(d.Meeting.CheckInOpens()) &&
		f.Present >= f.Quorum && len(d.Meeting.StillExpected()) > 0
}

// Sees returns the topics that a person on the roll may see: an observer his own
// ones, unless the bylaws show him all, everyone else all.
func (d Dossier) Sees(who MemberID) []Topic {
	a := d.Meeting.Attendee(who)
	if a == nil || a.Capacity != Observing || d.Committee.Bylaws.ObserversSeeAll {
		return d.Agenda
	}
	var out []Topic
	for _, t := range d.Agenda {
		if slices.Contains(a.Topics, t.ID) {
			out = append(out, t)
		}
	}
	return out
}

// codeLife is how long a check-in code is shown (ATT-04).
const codeLife = time.Minute

// Code is the four-digit check-in code of the meeting at a moment; a new one every
// minute, drawn from the meeting's own key.
func (m *Meeting) Code(now time.Time) string { return m.code(now.Unix() / int64(codeLife.Seconds())) }

func (m *Meeting) code(step int64) string {
	mac := hmac.New(sha256.New, []byte(m.CodeKey))
	_ = binary.Write(mac, binary.BigEndian, step) // a hash takes every byte
	return fmt.Sprintf("%04d", binary.BigEndian.Uint32(mac.Sum(nil))%10000)
}

// CheckCode refuses a check-in code that is neither this minute's nor the last's.
func (m *Meeting) CheckCode(code string, now time.Time) error {
	step := now.Unix() / int64(codeLife.Seconds())
	if m.CodeKey != "" && (hmac.Equal([]byte(code), []byte(m.code(step))) || hmac.Equal([]byte(code), []byte(m.code(step-1)))) {
		return nil
	}
	return Refuse(Invalid, "checkin.wrong-code")
}
