package committee

import (
	"strings"
	"time"
)

// MinutesState is where a set of minutes stands on its way (MIN-05).
type MinutesState string

// The states of minutes.
const (
	WithRecorder  MinutesState = "recorder"  // the recorder reads and edits
	WithVice      MinutesState = "vice"      // the vice secretary reads
	WithSecretary MinutesState = "secretary" // the secretary signs or returns
	Signed        MinutesState = "signed"
)

// Minutes are the 会议纪要 of one meeting: what the program drew up, what the
// recorder put in place of it, and how far it has come.
type Minutes struct {
	Meeting   MeetingID
	Committee ID
	Revision  int // grows with every change; what is signed is the revision that was seen
	State     MinutesState
	Edits     map[int]string // topic position → text in place of the drafted one
	Reason    string         // why it was returned last
	Year      int
	Number    int // 〔Year〕Number号, given at 签发 (MIN-04)
	DraftedAt time.Time
	SignedAt  time.Time
}

// MaxEdit is the longest text of one topic in the minutes, in characters.
const MaxEdit = 2000

// Edit replaces the text of one topic; the recorder's, vice secretary's and
// secretary's right until the signature.
func (m *Minutes) Edit(by Actor, position int, text string) error {
	text = strings.TrimSpace(text)
	switch {
	case !by.Is(Recorder | Vice | Secretary):
		return Refuse(Forbidden, "minutes.only-recorder")
	case m.State == Signed:
		return Refuse(Untimely, "minutes.signed-already", m.Year, m.Number)
	case text == "":
		return Refuse(Invalid, "minutes.empty-edit")
	case len([]rune(text)) > MaxEdit:
		return Refuse(Invalid, "minutes.edit-too-long", len([]rune(text)), MaxEdit)
	}
	if m.Edits == nil {
		m.Edits = map[int]string{}
	}
	m.Edits[position] = text
	m.Revision++
	return nil
}

// Submit passes the draft on: from the recorder to the vice secretary, where he
// reads it (minutes.deputy_reads), from him to the secretary. Passing it on twice
// changes nothing.
func (m *Minutes) Submit(by Actor) (changed bool, err error) {
	switch m.State {
	case WithRecorder:
		if !by.Is(Recorder) {
			return false, Refuse(Forbidden, "minutes.with-recorder")
		}
		m.State = WithSecretary
		if by.Committee.Bylaws.DeputyReads {
			m.State = WithVice
		}
		return true, nil
	case WithVice:
		if by.Is(Recorder) && !by.Is(Vice) {
			return false, nil
		}
		if !by.Is(Vice) {
			return false, Refuse(Forbidden, "minutes.with-vice")
		}
		m.State = WithSecretary
		return true, nil
	case WithSecretary:
		if by.Is(Recorder | Vice) {
			return false, nil
		}
		return false, Refuse(Forbidden, "minutes.with-secretary")
	default:
		return false, Refuse(Untimely, "minutes.signed-already", m.Year, m.Number)
	}
}

// Return sends the draft back to the recorder with a reason.
func (m *Minutes) Return(by Actor, reason string) error {
	switch {
	case !by.Is(Secretary) && (!by.Is(Vice) || m.State != WithVice):
		return Refuse(Forbidden, "minutes.only-secretary")
	case m.State == Signed:
		return Refuse(Untimely, "minutes.signed-already", m.Year, m.Number)
	}
	m.State, m.Reason = WithRecorder, strings.TrimSpace(reason)
	return nil
}

// Sign gives the minutes their number (MIN-04, MIN-05): the secretary, at any
// stage, on exactly the revision that he saw; revision 0 means the present one.
func (m *Minutes) Sign(by Actor, revision, number int, now time.Time) error {
	switch {
	case !by.Is(Secretary):
		return Refuse(Forbidden, "minutes.only-secretary")
	case m.State == Signed:
		return Refuse(Conflict, "minutes.signed-already", m.Year, m.Number)
	case revision != 0 && revision != m.Revision:
		return Refuse(Conflict, "minutes.changed", revision, m.Revision)
	}
	m.State, m.Number, m.SignedAt = Signed, number, now
	return nil
}
