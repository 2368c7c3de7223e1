package handlers

import (
	"context"
	"slices"
	"strings"

	"yishi/committee"
)

// helpLines is how many lines of help there are at most, its head included
// (interface.md, “Other words”).
const helpLines = 8

// help says what this person can do now: first what the present moment asks for,
// then what always can be asked.
func (h *Handlers) help(ctx context.Context, c call) (answer, error) {
	lines := []string{h.deck.Say("help.head", c.by.Member.Comrade())}
	keys, err := h.timely(ctx, c.by)
	if err != nil {
		return answer{}, err
	}
	for _, key := range keys {
		lines = append(lines, h.deck.Say(key))
	}
	for _, cmd := range h.commands {
		if cmd.help != "" && (cmd.who == 0 || c.by.Is(cmd.who)) {
			lines = append(lines, cmd.help)
		}
	}
	return answer{text: strings.Join(lines[:min(len(lines), helpLines)], "\n")}, nil
}

// voteHelp says how votes are counted, by an example, and plainly what a secret vote is
// hidden from (VOT-06, A-02).
func (h *Handlers) voteHelp(_ context.Context, c call) (answer, error) {
	return answer{text: h.deck.VoteHelp(c.by.Committee.Bylaws)}, nil
}

// timely is what the present moment asks of this person: the meeting, the papers
// that wait for him, the topics.
func (h *Handlers) timely(ctx context.Context, by committee.Actor) ([]string, error) {
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil {
		return nil, err
	}
	keys := h.stage(by, d)
	papers, err := h.waitingPapers(ctx, by)
	if err != nil {
		return nil, err
	}
	keys = append(keys, papers...)
	if d.Meeting.Sitting() {
		return keys, nil
	}
	if committee.MayPropose(by) == nil {
		keys = append(keys, "help.propose")
	}
	if !by.Is(committee.Secretary) {
		return keys, nil
	}
	waiting, err := h.waiting(ctx, by)
	if len(waiting) > 0 {
		keys = append(keys, "help.approve")
	}
	return keys, err
}

// stage is what the meeting asks of this person where it stands.
func (h *Handlers) stage(by committee.Actor, d committee.Dossier) []string {
	m := d.Meeting
	switch {
	case m.State == committee.Noticed && !m.Day().Before(committee.DayOf(d.Now)):
		return beforeOpening(by, d)
	case m.State == committee.InSession:
		return inSession(by, d)
	case m.State == committee.Paused && m.Presides(by):
		return []string{"help.resume", "help.close"}
	case m.State == committee.Planned && m.Convenes(by):
		return []string{"help.confirm", "help.move"}
	case m.State == committee.Fixed && m.Convenes(by):
		return []string{"help.move"}
	case m.State == committee.Noticed && by.Is(committee.Secretary):
		return []string{"help.move", "help.lapse"}
	case m.State == "" && by.Is(committee.Secretary):
		return []string{"help.schedule"}
	}
	return nil
}

// beforeOpening is what a noticed meeting asks: an answer, and on the spot the
// check-in.
func beforeOpening(by committee.Actor, d committee.Dossier) []string {
	a := d.Meeting.Attendee(by.Member.ID)
	if a == nil || a.Capacity == committee.Copied {
		return nil
	}
	var keys []string
	door := !d.Now.Before(d.Meeting.CheckInOpens())
	switch {
	case door && !a.Here():
		keys = append(keys, "help.checkin")
	case !door:
		keys = append(keys, "help.answer")
	}
	if door && d.Meeting.Presides(by) {
		keys = append(keys, "help.open")
	}
	if door && by.Is(committee.Recorder) {
		keys = append(keys, "help.code", "help.for")
	}
	if by.Is(keepers | committee.Vice) {
		keys = append(keys, "help.pending")
	}
	if by.Is(committee.Secretary) && len(waitingLeaves(d)) > 0 {
		keys = append(keys, "help.leaves")
	}
	if d.Meeting.Convenes(by) {
		keys = append(keys, "help.move")
	}
	return keys
}

// inSession is what the sitting asks: a vote, a word, the chair's and the recorder's
// work.
func inSession(by committee.Actor, d committee.Dossier) []string {
	a := d.Meeting.Attendee(by.Member.ID)
	if a == nil || a.Capacity == committee.Copied {
		return nil
	}
	var keys []string
	if slices.ContainsFunc(d.Ballots, func(b committee.Ballot) bool {
		_, voted := b.Votes[by.Member.ID]
		return b.State == committee.Open && (voted && !b.Secret || slices.Contains(b.Pending(), by.Member.ID))
	}) {
		keys = append(keys, "help.vote")
	}
	if d.Meeting.Presides(by) {
		keys = append(keys, "help.chair", "help.close")
		if slices.ContainsFunc(d.Ballots, func(b committee.Ballot) bool { return b.State == committee.Open }) {
			keys = append(keys, "help.end-vote")
		}
	}
	if by.Is(committee.Recorder) {
		keys = append(keys, "help.note", "help.code", "help.for")
	}
	if a.Here() {
		return append(keys, "help.speak", "help.leave-room")
	}
	keys = append(keys, "help.checkin")
	if a.Capacity == committee.Voting && d.Committee.Bylaws.AbsentOpinion {
		keys = append(keys, "help.opinion")
	}
	return keys
}

// paperHelp is what can be typed for a paper's button.
var paperHelp = map[string]string{"提交": "help.submit", "同意报书记": "help.pass", "签发": "help.sign", "已阅": "help.read"}

// waitingPapers is what the minutes ask of this person.
func (h *Handlers) waitingPapers(ctx context.Context, by committee.Actor) ([]string, error) {
	shown, err := h.clerk.Shown(ctx, by)
	var keys []string
	for _, s := range shown {
		for _, o := range s.Offers {
			if key, ok := paperHelp[o.Text]; ok && isPaper(s) && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys, err
}
