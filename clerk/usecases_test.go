package clerk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"yishi/clerk"
	"yishi/committee"
)

// useCase is one thing that can be asked for, and who may ask for it when. Of the
// people of the tests, 刘芳 is on leave, 王志强 is in the room, 马志明 attends as an
// observer, and the foreigner is the secretary of another committee.
type useCase struct {
	name string
	do   func(o *office, by committee.Actor) error
	may  map[string]string // person → scenes; "*" are all
}

var persons = map[string]committee.MemberID{
	"secretary": zhang, "vice": li, "member": wang, "on-leave": liu, "observer": ma, "recorder": he, "street": street, "admin": lin, "foreigner": boss,
}

const (
	all       = "*"
	pending   = "planned fixed noticed answered door late quorum"
	told      = "noticed answered door late quorum"
	replied   = "answered door late quorum"
	opened    = "session voting voted paused"
	atTheDoor = "door late quorum " + opened
	notHeld   = "empty adjourned vice secretary signed cancelled lapsed"
	drafts    = "adjourned vice secretary"
)

// plan is a date that can be lawfully noticed in every scene.
func plan(kind committee.MeetingKind) committee.Plan {
	return committee.Plan{Starts: at("2026-12-24 14:30"), Place: "三楼会议室", Kind: kind, Reason: "供暖管网爆裂居民安置", Instead: true}
}

func each(scenes string, who ...string) map[string]string {
	out := map[string]string{}
	for _, w := range who {
		out[w] = scenes
	}
	return out
}

func and(one map[string]string, more ...string) map[string]string {
	for i := 0; i+1 < len(more); i += 2 {
		one[more[i]] = more[i+1]
	}
	return one
}

func useCases() []useCase {
	return slices.Concat(planning(), convening(), answering(), presiding(), topics(), minutes())
}

func planning() []useCase {
	return []useCase{
		{"fix", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Fix(o.Context(), by, plan(committee.Regular))
			return err
		}, and(each("planned "+notHeld, "vice", "recorder"), "secretary", "planned fixed "+notHeld, "foreigner", all)},
		{"fix-urgent", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Fix(o.Context(), by, plan(committee.Urgent))
			return err
		}, and(each("planned fixed "+notHeld, "secretary"), "foreigner", all)},
		{"confirm", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Confirm(o.Context(), by, 0)
			return err
		}, each("planned", "secretary")},
		{"move", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Move(o.Context(), by, plan(committee.Regular))
			return err
		}, each(pending, "secretary")},
		{"cancel", func(o *office, by committee.Actor) error {
			_, _, err := o.clerk.Cancel(o.Context(), by)
			return err
		}, each(pending, "secretary")},
		{"lapse", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Lapse(o.Context(), by)
			return err
		}, each("late", "secretary")},
		{"wait", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Wait(o.Context(), by)
			return err
		}, each(told, "secretary")},
		{"called", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Called(o.Context(), by, liu, time.Time{})
			return err
		}, each(told, "secretary", "recorder")},
	}
}

// convening is what the secretary alone does about a meeting beside planning it.
func convening() []useCase {
	return []useCase{
		{"delegate", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Delegate(o.Context(), by, o.as(li).Member, "出差")
			return err
		}, each(pending, "secretary")},
		{"take-back", func(o *office, by committee.Actor) error {
			_, err := o.clerk.TakeBack(o.Context(), by)
			return err
		}, nil},
		{"allow-remote", func(o *office, by committee.Actor) error {
			_, err := o.clerk.AllowRemote(o.Context(), by)
			return err
		}, each(pending+" "+opened, "secretary")},
		{"fulfil", func(o *office, by committee.Actor) error {
			_, _, err := o.clerk.Fulfil(o.Context(), by)
			return err
		}, nil},
		{"announce-early", func(o *office, by committee.Actor) error {
			_, _, err := o.clerk.AnnounceEarly(o.Context(), by)
			return err
		}, each("fixed", "secretary")},
		{"add-late", func(o *office, by committee.Actor) error {
			late := committee.Topic{Title: "二号院消防通道清理", Scope: committee.OtherScope, ScopeReason: "近日发现隐患", Kind: committee.Decide, Disclosure: committee.TitleOnly}
			_, err := o.clerk.AddLate(o.Context(), by, late, 0, "近日发现隐患")
			return err
		}, each(told, "secretary")},
		{"take-up", func(o *office, by committee.Actor) error {
			_, err := o.clerk.TakeUp(o.Context(), by, 2)
			return err
		}, each("session voting voted", "secretary")},
		{"undo-check-in", func(o *office, by committee.Actor) error {
			_, err := o.clerk.UndoCheckIn(o.Context(), by, wang)
			return err
		}, each("door late quorum", "secretary", "recorder")},
		{"check-in-by-video", func(o *office, by committee.Actor) error {
			_, err := o.clerk.CheckInByVideo(o.Context(), by)
			return err
		}, nil},
	}
}

func answering() []useCase {
	return []useCase{
		{"reply-comes", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Reply(o.Context(), by, 0, committee.Comes, "")
			return err
		}, each(told, "secretary", "vice", "member", "on-leave", "observer", "recorder")},
		{"reply-leave", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Reply(o.Context(), by, 0, committee.OnLeave, "身体原因")
			return err
		}, each(told, "secretary", "vice", "member", "on-leave", "observer", "recorder")},
		{"opinion", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Opinion(o.Context(), by, "同意先行试点")
			return err
		}, each(replied+" "+opened, "on-leave")},
		{"grant", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Grant(o.Context(), by, 0, liu)
			return err
		}, each(replied, "secretary")},
		{"urge", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Urge(o.Context(), by, 0, liu)
			return err
		}, each(replied, "secretary")},
		{"check-in", func(o *office, by committee.Actor) error {
			_, err := o.clerk.CheckIn(o.Context(), by, 0, "")
			return err
		}, each(atTheDoor, "secretary", "vice", "member", "on-leave", "observer", "recorder")},
		{"check-in-for", func(o *office, by committee.Actor) error {
			_, err := o.clerk.CheckInFor(o.Context(), by, liu, "无手机")
			return err
		}, each(atTheDoor, "secretary", "recorder")},
		{"leave-room", func(o *office, by committee.Actor) error {
			_, err := o.clerk.LeaveRoom(o.Context(), by, by.Member.ID, time.Time{})
			return err
		}, and(each(atTheDoor, "vice", "member", "observer", "recorder"), "secretary", "door late quorum paused")}, // he presides
		{"send-out", func(o *office, by committee.Actor) error {
			_, err := o.clerk.LeaveRoom(o.Context(), by, wang, time.Time{})
			return err
		}, each(atTheDoor, "secretary", "member", "recorder")},
	}
}

func presiding() []useCase {
	return []useCase{
		{"open", func(o *office, by committee.Actor) error { _, err := o.clerk.Open(o.Context(), by); return err }, each("quorum", "secretary")},
		{"pause", func(o *office, by committee.Actor) error { _, err := o.clerk.Pause(o.Context(), by); return err }, each("session voted", "secretary")},
		{"resume", func(o *office, by committee.Actor) error { _, err := o.clerk.Resume(o.Context(), by); return err }, each("paused", "secretary")},
		{"adjourn", func(o *office, by committee.Actor) error { _, err := o.clerk.Adjourn(o.Context(), by); return err }, each("session paused", "secretary")},
		{"speak", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Speak(o.Context(), by, by.Member.ID, committee.Speech, "建议先在三号院试点")
			return err
		}, each(opened, "secretary", "vice", "member", "observer", "recorder")},
		{"note", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Speak(o.Context(), by, wang, committee.Speech, "已落实两项")
			return err
		}, each(opened, "member", "recorder")},
		{"open-ballot", func(o *office, by committee.Actor) error {
			_, err := o.clerk.OpenBallot(o.Context(), by, 1, 0, clerk.ByTheBylaws)
			return err
		}, each("session", "secretary")},
		{"cast", func(o *office, by committee.Actor) error {
			_, err := o.clerk.CastBallot(o.Context(), by, 1, committee.For)
			return err
		}, each("voting", "vice", "member")},
		{"end-ballot", func(o *office, by committee.Actor) error {
			_, err := o.clerk.EndBallot(o.Context(), by, 0)
			return err
		}, each("voting", "secretary")},
		{"announce", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Announce(o.Context(), by, 1)
			return err
		}, each("voted", "secretary")},
		{"defer", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Defer(o.Context(), by, 1)
			return err
		}, each("voted", "secretary")},
	}
}

func topics() []useCase {
	return []useCase{
		{"propose", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Propose(o.Context(), by, committee.Topic{Title: "楼道堆物清理", Scope: 3, Kind: committee.Decide, Disclosure: committee.Public})
			return err
		}, each(all, "secretary", "vice", "member", "on-leave", "foreigner")},
		{"approve", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Approve(o.Context(), by, []int{waiting})
			return err
		}, each(all, "secretary")},
		{"approve-one", func(o *office, by committee.Actor) error {
			_, err := o.clerk.ApproveOne(o.Context(), by, waiting)
			return err
		}, each(all, "secretary")},
		{"turn-back", func(o *office, by committee.Actor) error {
			_, err := o.clerk.TurnDown(o.Context(), by, []committee.TopicID{waiting}, committee.Returned, "请补充经费来源")
			return err
		}, each(all, "secretary")},
		{"put-off", func(o *office, by committee.Actor) error {
			_, err := o.clerk.TurnDown(o.Context(), by, []committee.TopicID{waiting}, committee.Deferred, "")
			return err
		}, each(all, "secretary")},
		{"revise", func(o *office, by committee.Actor) error {
			_, err := o.clerk.Revise(o.Context(), by, returned, "经费由共建资金列支")
			return err
		}, each(all, "on-leave")},
		{"call-topics", func(o *office, by committee.Actor) error {
			_, _, err := o.clerk.CallTopics(o.Context(), by)
			return err
		}, each(all, "secretary", "foreigner")},
	}
}

func minutes() []useCase {
	return []useCase{
		{"edit-minutes", func(o *office, by committee.Actor) error {
			_, err := o.clerk.EditMinutes(o.Context(), by, 1, "会议议定在三号院先行试点。")
			return err
		}, each(drafts, "secretary", "vice", "recorder")},
		{"submit-minutes", func(o *office, by committee.Actor) error {
			_, err := o.clerk.SubmitMinutes(o.Context(), by, 0)
			return err
		}, map[string]string{"recorder": drafts, "vice": "vice secretary"}},
		{"return-minutes", func(o *office, by committee.Actor) error {
			_, err := o.clerk.ReturnMinutes(o.Context(), by, 0, "请补充责任单位")
			return err
		}, map[string]string{"secretary": drafts, "vice": "vice"}},
		{"sign-minutes", func(o *office, by committee.Actor) error {
			_, err := o.clerk.SignMinutes(o.Context(), by, 0, 0)
			return err
		}, each(drafts, "secretary")},
		{"read-minutes", func(o *office, by committee.Actor) error {
			_, _, err := o.clerk.ReadMinutes(o.Context(), by, 0)
			return err
		}, each("signed", "secretary", "vice", "member", "on-leave", "observer", "recorder", "street")},
	}
}

func (u useCase) allows(person, in string) bool {
	scenes := u.may[person]
	return scenes == all || slices.Contains(strings.Fields(scenes), in)
}

// Every use case, asked for by everybody in every scene of a meeting's life: whoever
// may not is refused, and nothing at all has changed.
func TestWhatIsRefusedChangesNothing(t *testing.T) {
	for _, in := range scenes {
		t.Run(in, func(t *testing.T) {
			o := scene(t, in)
			before, commits := o.dump(), o.commits()
			tried := 0
			for _, u := range useCases() {
				for person, id := range persons {
					if u.allows(person, in) {
						continue
					}
					tried++
					err := u.do(o, o.as(id))
					if !refused(err) {
						t.Errorf("%s by the %s is answered by %v", u.name, person, err)
					}
					if o.commits() != commits {
						t.Fatalf("%s by the %s was refused (%v) and changed\n%s", u.name, person, err, differences(before, o.dump()))
					}
				}
			}
			if after := o.dump(); after != before {
				t.Errorf("all of them together changed\n%s", differences(before, after))
			}
			if tried < 150 {
				t.Errorf("only %d were tried", tried)
			}
		})
	}
}

// Whoever may do something can do it; and doing it once more at once either is
// refused or changes nothing but what says so, and posts no second letter.
func TestWhatIsDoneTwiceIsDoneOnce(t *testing.T) {
	for _, u := range useCases() {
		t.Run(u.name, func(t *testing.T) {
			for person, id := range persons {
				for _, in := range scenes {
					if u.allows(person, in) {
						twice(t, u, person, id, in)
						if person != "secretary" || u.may[person] == all {
							break // one scene of the several tells it
						}
					}
				}
			}
		})
	}
}

// afresh are the use cases that are a new act each time, as they are meant to be: to
// end a vote ends the others' round first, and then the chair's.
var afresh = []string{"add-late", "urge", "end-ballot", "fix", "fix-urgent", "move", "speak", "note", "propose", "edit-minutes", "return-minutes", "revise"}

// saidAgain are those that ask people for something once more, and are kept in the
// journal each time.
var saidAgain = []string{"wait", "call-topics"}

func twice(t *testing.T, u useCase, person string, id committee.MemberID, in string) {
	t.Helper()
	o := scene(t, in)
	if err := u.do(o, o.as(id)); err != nil {
		t.Errorf("in %q the %s may not: %v", in, person, err)
		return
	}
	if slices.Contains(afresh, u.name) {
		return
	}
	said := []string{"letters"}
	if slices.Contains(saidAgain, u.name) {
		said = append(said, "journal")
	}
	once, posted := o.dump(said...), o.outbox()
	err := u.do(o, o.as(id))
	if err != nil && !refused(err) {
		t.Errorf("in %q by the %s the second time fails: %v", in, person, err)
	}
	if again := o.dump(said...); again != once {
		t.Errorf("in %q by the %s the second time changes\n%s", in, person, differences(once, again))
	}
	if again := o.outbox(); !slices.Equal(again, posted) {
		t.Errorf("in %q by the %s the second time posts %v after %v", in, person, again, posted)
	}
}
