package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"yishi/clerk"
	"yishi/committee"
)

// comes records that the person will come (ATT-01).
func (h *Handlers) comes(ctx context.Context, c call) (answer, error) {
	a, err := h.clerk.Reply(ctx, c.by, committee.MeetingID(c.subject(0)), committee.Comes, "")
	if err != nil {
		return answer{}, err
	}
	m := a.Dossier.Meeting
	switch {
	case !a.Changed:
		return answer{text: h.deck.Say("answer.comes.again"), refused: true}, nil
	case a.Dossier.Now.After(m.Starts.Add(-time.Hour)):
		return answer{text: h.deck.Say("answer.comes.soon", m.Starts, m.Place)}, h.endLeave(ctx, c.by)
	case !a.Line.AnsweredIn && m.AnswerBy(a.Dossier.Calendar).After(m.NoticedAt):
		return answer{text: h.deck.Say("answer.comes.late")}, h.endLeave(ctx, c.by)
	}
	return answer{text: h.deck.Say("answer.comes")}, h.endLeave(ctx, c.by)
}

// endLeave forgets the question for a reason when the person comes after all.
func (h *Handlers) endLeave(ctx context.Context, by committee.Actor) error {
	return h.endAsking(ctx, by, takingLeave)
}

// endAsking forgets a question of a kind, if it is open.
func (h *Handlers) endAsking(ctx context.Context, by committee.Actor, kind string) error {
	d, talking, err := h.clerk.Dialogue(ctx, by)
	if err != nil || !talking || d.Kind != kind {
		return err
	}
	return h.clerk.EndDialogue(ctx, by)
}

// onLeave records a leave (ATT-02): with its reason, or asking for it.
func (h *Handlers) onLeave(ctx context.Context, c call) (answer, error) {
	reason := leaveWords(c.args)
	if reason != "" && strings.Trim(reason, "0123456789") == "" {
		return answer{}, committee.Refuse(committee.Invalid, "leave.no-choice", clip(reason, 10))
	}
	a, err := h.clerk.Reply(ctx, c.by, committee.MeetingID(c.subject(0)), committee.OnLeave, reason)
	switch {
	case err != nil:
		return answer{}, err
	case reason != "" && a.Dossier.Chair().ID != c.by.Member.ID && c.by.Is(committee.Secretary):
		return answer{text: h.deck.Say("answer.leave.delegated", reason, a.Dossier.Chair().Name)}, h.endLeave(ctx, c.by)
	case !a.Changed && a.Line.Reason != "":
		return answer{text: h.deck.Say("answer.leave.again", a.Line.Reason), refused: true}, nil
	case reason == "":
		return answer{text: h.deck.Say(takesOpinion(a.Dossier, "answer.leave.ask", "answer.leave.ask.plain"))}, h.clerk.Ask(ctx, c.by, takingLeave, 0, nil)
	}
	return answer{text: h.leaveDone(c.by, a.Dossier, reason)}, h.endLeave(ctx, c.by)
}

func (h *Handlers) leaveDone(by committee.Actor, d committee.Dossier, reason string) string {
	if by.Is(committee.Secretary) {
		return h.deck.Say("answer.leave.secretary", reason)
	}
	return h.deck.Say(takesOpinion(d, "answer.leave.done", "answer.leave.done.plain"), reason)
}

// takesOpinion is the sentence that offers to leave an opinion, or the plain one where
// the bylaws take none.
func takesOpinion(d committee.Dossier, offers, plain string) string {
	if d.Committee.Bylaws.AbsentOpinion {
		return offers
	}
	return plain
}

var leaveReasons = map[string]string{"1": "公务", "①": "公务", "2": "出差", "②": "出差", "3": "身体原因", "③": "身体原因", "身体": "身体原因"}

// What stands around the reason of a leave, since letters say “因{事由}请假” themselves.
// 因公, 因病, 因事 and 因故 are reasons.
var (
	reasonMarks = " ,。:=、"
	reasonBegin = regexp.MustCompile(`^(?:\(([^()]*)\)$|了([ ,。;:因由])|一下|一天|一次|我们?|本人|(?:事由|理由|原因)[是为]?|因为|由于|因([^公病事故]))`)
	reasonEnd   = regexp.MustCompile(`(?:[ ,;。]*(?:所以|特此|特|故|想|申请|,要|我要|我))*(?:请个?假|不能参加会议|不能参加|无法参加|来不了|去不了)$`)
)

// leaveWords reads the reason of a leave: one of the choices or words of one's own.
func leaveWords(text string) string {
	for before := ""; before != text; { // 了,原因是:因为…
		before = text
		text = strings.Trim(reasonEnd.ReplaceAllString(strings.Trim(text, reasonMarks), ""), reasonMarks)
		text = reasonBegin.ReplaceAllString(text, "$1$2$3")
	}
	if reason, ok := leaveReasons[text]; ok {
		return reason
	}
	return clip(text, 100)
}

// leaveReason takes the answer to the question for a leave's reason.
func (h *Handlers) leaveReason(ctx context.Context, c call) (answer, error) {
	if n := number(c.args); n > 4 || strings.Trim(c.args, "0") == "" {
		return answer{}, committee.Refuse(committee.Invalid, "leave.no-choice", clip(c.args, 10))
	}
	rest := strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(c.args, "4"), "④"), "其他"), " ,、:")
	if rest == "" {
		return answer{text: h.deck.Say("answer.leave.other")}, nil
	}
	c.args = rest
	return h.onLeave(ctx, c)
}

// grant and urge answer somebody's leave (ATT-02).
func (h *Handlers) grant(ctx context.Context, c call) (answer, error) {
	return h.answerLeave(ctx, c, h.clerk.Grant, "leave.granted.done")
}

func (h *Handlers) urge(ctx context.Context, c call) (answer, error) {
	return h.answerLeave(ctx, c, h.clerk.Urge, "leave.urged.done")
}

type verdict func(context.Context, committee.Actor, committee.MeetingID, committee.MemberID) (clerk.Attended, error)

func (h *Handlers) answerLeave(ctx context.Context, c call, decide verdict, done string) (answer, error) {
	who, err := h.whoIsMeant(ctx, c, waitingLeaves, "leave.none")
	if err != nil {
		return answer{}, err
	}
	a, err := decide(ctx, c.by, committee.MeetingID(c.subject(0)), who.ID)
	switch {
	case err != nil:
		return answer{}, err
	case !a.Changed:
		return answer{text: h.deck.Say("leave.granted.same", who.Name), refused: true}, nil
	}
	return answer{text: h.deck.Say(done, who.Name)}, nil
}

// waitingLeaves are those whose leave the secretary has not granted; his own he need not.
func waitingLeaves(d committee.Dossier) []committee.MemberID {
	secretary, _ := d.Body.Secretary(committee.DayOf(d.Now))
	var out []committee.MemberID
	for _, a := range d.Meeting.Roll {
		if a.Answer == committee.OnLeave && !a.Granted && a.Member != secretary.ID {
			out = append(out, a.Member)
		}
	}
	return out
}

// whoIsMeant finds the person that an action or a name means; without either, the
// only one that it can be.
func (h *Handlers) whoIsMeant(ctx context.Context, c call, candidates func(committee.Dossier) []committee.MemberID, none string) (committee.Member, error) {
	if c.subject(1) == 0 && c.args != "" {
		return h.person(ctx, c.by, c.args)
	}
	body, err := h.clerk.Roster(ctx, c.by.Committee.ID)
	if err != nil {
		return committee.Member{}, err
	}
	m, ok := body.Member(committee.MemberID(c.subject(1)))
	switch {
	case ok:
		return m, h.sameMeeting(ctx, c)
	case c.subject(1) != 0:
		return m, committee.Refuse(committee.Untimely, "card.gone")
	}
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return committee.Member{}, err
	}
	if can := candidates(d); len(can) == 1 {
		m, _ := body.Member(can[0])
		return m, nil
	}
	return committee.Member{}, committee.Refuse(committee.Invalid, none)
}

// person finds somebody on the roster by his name, or as people call him: 马主任, 小何,
// 秦大爷. Of several whom that can mean it is who serves.
func (h *Handlers) person(ctx context.Context, by committee.Actor, name string) (committee.Member, error) {
	body, err := h.clerk.Roster(ctx, by.Committee.ID)
	if err != nil {
		return committee.Member{}, err
	}
	found := body.Called(name)
	if len(found) == 0 {
		found = body.Addressed(name)
	}
	if serving := slices.DeleteFunc(slices.Clone(found), func(m committee.Member) bool { return !m.Serves(h.today()) }); len(serving) > 0 {
		found = serving
	}
	switch len(found) {
	case 0:
		return committee.Member{}, committee.Refuse(committee.NotFound, "person.none", clip(name, 20))
	case 1:
		return found[0], nil
	}
	return committee.Member{}, committee.Refuse(committee.Invalid, "person.several", clip(name, 20), found)
}

// leavePhones gives the secretary the telephone numbers of those on leave.
func (h *Handlers) leavePhones(ctx context.Context, c call) (answer, error) {
	if !c.by.Is(keepers) {
		return answer{}, committee.Refuse(committee.Forbidden, "meeting.only-secretary")
	}
	if err := h.sameMeeting(ctx, c); err != nil {
		return answer{}, err
	}
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	var away committee.Body
	for _, a := range d.Meeting.Roll {
		if m, ok := d.Body.Member(a.Member); ok && a.Answer == committee.OnLeave {
			away = append(away, m)
		}
	}
	if len(away) == 0 {
		return answer{}, committee.Refuse(committee.NotFound, "leave.none")
	}
	return answer{text: h.deck.Say("leave.phones", away)}, nil
}

// checkIn records that the person is in the room (ATT-04).
func (h *Handlers) checkIn(ctx context.Context, c call) (answer, error) {
	a, err := h.clerk.CheckIn(ctx, c.by, committee.MeetingID(c.subject(0)), c.args)
	return h.arrived(a, err)
}

// checkInByVideo records that the person attends by video (视频签到, A-12).
func (h *Handlers) checkInByVideo(ctx context.Context, c call) (answer, error) {
	a, err := h.clerk.CheckInByVideo(ctx, c.by)
	said, err := h.arrived(a, err)
	if err == nil && a.Changed {
		said.text += h.deck.Say("checkin.video")
	}
	return said, err
}

// allowRemote lets people attend this meeting by video (允许视频).
func (h *Handlers) allowRemote(ctx context.Context, c call) (answer, error) {
	_, err := h.clerk.AllowRemote(ctx, c.by)
	return answer{text: h.deck.Say("remote.allowed")}, err
}

// undoCheckIn takes back a check-in that was wrong (撤销签到 姓名).
func (h *Handlers) undoCheckIn(ctx context.Context, c call) (answer, error) {
	if c.args == "" {
		return answer{}, committee.Refuse(committee.Invalid, "undo.form")
	}
	who, err := h.person(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	a, err := h.clerk.UndoCheckIn(ctx, c.by, who.ID)
	if err != nil {
		return answer{}, err
	}
	f := a.Dossier.Meeting.Forecast(a.Dossier.Committee)
	return answer{text: h.deck.Say("undo.done", who.Name, f.Present, f.Quorum)}, nil
}

// arrived says what became of a check-in.
func (h *Handlers) arrived(a clerk.Attended, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	at := committee.Moment(a.Line.CheckedIn)
	var text string
	switch {
	case !a.Changed:
		return answer{text: h.deck.Say("checkin.again", at), refused: true}, nil
	case a.Back:
		return answer{text: h.deck.Say("checkin.back", at)}, nil
	case a.Line.Capacity == committee.Voting:
		text = h.deck.Say("checkin.member", at, a.Order)
	default:
		text = h.deck.Say("checkin.other", at)
	}
	if m := a.Dossier.Meeting; m.Held() && m.Starts.Before(a.Line.CheckedIn) {
		text += h.deck.Say("checkin.late")
	}
	return answer{text: text}, nil
}

// code tells the check-in code to the recorder and the chair (签到码).
func (h *Handlers) code(ctx context.Context, c call) (answer, error) {
	code, d, err := h.clerk.Code(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	f := d.Meeting.Forecast(d.Committee)
	return answer{text: h.deck.Say("checkin.code", code, f.Present, f.Quorum)}, nil
}

// checkInFor is the recorder's check-in for somebody else (代签).
func (h *Handlers) checkInFor(ctx context.Context, c call) (answer, error) {
	head, of := parts(c.args, partReason)
	name, reason, _ := strings.Cut(head, " ")
	if name == "" {
		return answer{}, committee.Refuse(committee.Invalid, "checkin.reason-needed")
	}
	who, err := h.person(ctx, c.by, name)
	if err != nil {
		return answer{}, err
	}
	reason = joinWords(strings.TrimSpace(reason), of[partReason])
	if _, err := h.clerk.CheckInFor(ctx, c.by, who.ID, clip(reason, 100)); err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("checkin.for", who.Name, reason)}, nil
}

// attendance says who is in the room (到会).
func (h *Handlers) attendance(ctx context.Context, c call) (answer, error) {
	d, err := h.clerk.Current(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	if d.Meeting.NoticedAt.IsZero() {
		return answer{}, committee.Refuse(committee.Untimely, "meeting.state."+string(d.Meeting.State))
	}
	text := h.deck.Attendance(d)
	switch {
	case d.Meeting.Held():
	case !c.by.Is(keepers) && c.by.Is(committee.Vice):
		text += "\n" + h.deck.Expected(d)
	case c.by.Is(keepers):
		text += "\n" + h.deck.Forecast(d)
		if warning := h.deck.GateTwice(d); warning != "" && c.by.Is(committee.Secretary) {
			text += "\n" + warning
		}
	default:
		text += "\n" + h.deck.Outlook(d)
	}
	return answer{text: text}, nil
}
