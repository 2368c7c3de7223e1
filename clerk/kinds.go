package clerk

import (
	"maps"
	"slices"
	"strings"

	"yishi/committee"
)

// The kinds of letters: what leaves for a person or the group, each about a
// subject. What each says stands in package letters.
const (
	QuarterReminder = "quarter"         // to the secretary: the quarter's meeting is not dated (MTG-01)
	QuarterMissed   = "quarter.missed"  // to the secretary: it can no longer be noticed in time
	MissedReason    = "quarter.reason"  // to the secretary, in the next quarter: why was there no meeting?
	TopicsCall      = "topics.call"     // to vice secretary and members: which topics? (TOP-01)
	TopicsDue       = "topics.due"      // to the secretary: so many topics wait (TOP-02)
	TopicCard       = "topic"           // to the secretary: one topic to decide on
	TopicDecided    = "topic.decided"   // to its proposer: returned or put off
	TopicAdded      = "topic.added"     // to everyone on the roll: a topic was added after the notice (TOP-05)
	ConsentCard     = "consent"         // to each present at the opening: may it be taken up?
	ConsentTold     = "consent.told"    // to chair and recorder that all agree; to all present that it is not taken up
	PlanCard        = "plan"            // to the secretary: a date to confirm (MTG-03)
	ChairTold       = "chair"           // to a member: he presides in the secretary's place, or no longer (MTG-04)
	PlanReminder    = "plan.reminder"   // to the secretary: the draft is not confirmed
	EarlyNotice     = "notice.early"    // to everyone who will be on the roll, before the notice (NTC-03)
	Notice          = "notice"          // to everyone on the roll (NTC-04)
	NoticeReport    = "notice.report"   // to the secretary: whom it reached
	NoticeFailing   = "notice.failing"  // to secretary and recorder: whom the platform has not taken (§3.9)
	NoticeMissed    = "notice.missed"   // to the secretary: it could not leave in time (SYS-07)
	NoticeNoTopics  = "notice.none"     // to the secretary: nothing is approved to notice
	NoticeReckoned  = "notice.reckoned" // to the secretary: a new holiday table moves it (NTC-01)
	MeetingMoved    = "moved"           // to everyone noticed: the date changes (MTG-06)
	MeetingOff      = "cancelled"       // to everyone noticed: called off
	MeetingLapsed   = "lapsed"          // to everyone noticed: 流会
	LeaveCard       = "leave"           // to the secretary: a leave to grant (ATT-02)
	LeaveAnswered   = "leave.answered"  // to the person on leave
	QuorumDoomed    = "doomed"          // to the secretary: at best too few will come (ATT-03)
	Chase           = "chase"           // to the silent (NTC-08)
	CallCard        = "call"            // to secretary and recorder: whom to telephone (NTC-06)
	Forecast        = "forecast"        // to the secretary: how many will come (ATT-03)
	Reminder        = "remind"          // to those who come (NTC-08)
	CheckInCard     = "checkin"         // to everyone on the roll (ATT-04)
	QuorumMet       = "quorum.met"      // to the chair: the meeting can open (ATT-05)
	WaitCard        = "wait"            // to the chair: wait, move or lapse
	OpinionTold     = "opinion"         // to chair and recorder: what an absent person wants read out
	TopicTaken      = "taken"           // to those in the room: a topic is taken up (SPK-01)
	OpinionReserved = "reserved"        // to the recorder: a member's reserved opinion (SPK-03)
	SessionOpened   = "opened"          // to the recorder: the meeting is open
	RecusalCard     = "recusal"         // to the chair: whom a topic concerns (VOT-10)
	RecusalAsked    = "recusal.asked"   // to the one whom it concerns
	RecusalTold     = "recusal.told"    // to the one about whom another decided, or to the chair of a member's own
	Recused         = "recused"         // to the one who stays out of a vote that opens
	CountCard       = "count"           // to the chair: what was counted by hand (VOT-11)
	DictationCard   = "dictation"       // to the chair: the choice of one without a phone, or his word on a late topic
	DictationTold   = "dictation.told"  // to that one: what stands for him now
	BallotCard      = "ballot"          // to each elector (VOT-07)
	BallotWarning   = "ballot.warn"     // to electors who have not voted
	BallotClosed    = "ballot.closed"   // to the chair: announce or put off (VOT-09, A-28)
	Result          = "result"          // to the members in the room
	DraftCard       = "draft"           // minutes to the recorder, vice secretary, secretary (MIN-05)
	DraftFile       = "draft.file"      // the same as a file, to the recorder
	DraftReturned   = "draft.returned"  // to the recorder
	MinutesCard     = "minutes"         // to everyone in their range (MIN-06)
	MinutesUnread   = "minutes.unread"  // once, after two working days
	UnreadReport    = "unread"          // to the secretary: who has not read
	TermsEnding     = "terms"           // to the secretary: whose term ends (ORG-05)
	VacancyOpen     = "vacancy"         // to the secretary: a seat is empty (ORG-07)
	PostVacant      = "post.vacant"     // to vice secretary and administrators: nobody convenes (ORG-03)
	OfficeTaken     = "office.taken"    // to who takes a post over (ORG-03)
	OfficeGiven     = "office.given"    // to who is appointed, renewed, or to take a post over on a later day (ORG-03, ORG-04)
	OfficeEnded     = "office.ended"    // to whose office ends (ORG-03, ORG-07)
	CandidateCard   = "candidate"       // to the street: agree to a candidate? (ORG-04)
	CandidateHeard  = "candidate.said"  // to the secretary: what the street said
	DutyCard        = "duty"            // to the secretary: report a member's attendance? (ORG-08)
	DutyReport      = "duty.report"     // to the street: that report
	Unreachable     = "unreachable"     // to the secretary: a person cannot be reached
	Answer          = "answer"          // words that did not fit into a platform's reply
	GroupBallot     = "group.ballot"    // to the group: a vote is on
	GroupResult     = "group.result"    // to the group: its result
	GroupMinutes    = "group.minutes"   // to the group: one line
)

// manners are how far each kind of letter gives way to people's rest (M12): what a
// person asked for or sits in comes at once; what he has to decide on, and what must
// be known in time, keeps to the hours; the rest is rationed.
var manners = map[string]committee.Manners{
	QuarterReminder: committee.OnceADay,
	QuarterMissed:   committee.OnceADay,
	MissedReason:    committee.OnceADay,
	TopicsCall:      committee.OnceADay,
	TopicsDue:       committee.InHours,
	TopicCard:       committee.InHours,
	TopicDecided:    committee.Rationed,
	TopicAdded:      committee.AtOnce,
	ConsentCard:     committee.AtOnce,
	ConsentTold:     committee.AtOnce,
	ChairTold:       committee.AtOnce,
	EarlyNotice:     committee.Rationed,
	TopicTaken:      committee.AtOnce,
	OpinionReserved: committee.AtOnce,
	PlanCard:        committee.AtOnce,
	PlanReminder:    committee.InHours,
	Notice:          committee.AtOnce, // its errand keeps the hours, and the window with them
	NoticeReport:    committee.AtOnce,
	NoticeFailing:   committee.InHours,
	NoticeMissed:    committee.InHours,
	NoticeNoTopics:  committee.InHours,
	NoticeReckoned:  committee.InHours,
	MeetingMoved:    committee.AtOnce,
	MeetingOff:      committee.AtOnce,
	MeetingLapsed:   committee.AtOnce,
	LeaveCard:       committee.AtOnce,
	LeaveAnswered:   committee.AtOnce,
	QuorumDoomed:    committee.AtOnce,
	Chase:           committee.OnceADay,
	CallCard:        committee.InHours,
	Forecast:        committee.Rationed,
	Reminder:        committee.OnceADay,
	CheckInCard:     committee.AtOnce,
	QuorumMet:       committee.AtOnce,
	WaitCard:        committee.AtOnce,
	OpinionTold:     committee.AtOnce,
	SessionOpened:   committee.AtOnce,
	RecusalCard:     committee.AtOnce,
	RecusalAsked:    committee.AtOnce,
	RecusalTold:     committee.AtOnce,
	Recused:         committee.AtOnce,
	CountCard:       committee.AtOnce,
	DictationCard:   committee.AtOnce,
	DictationTold:   committee.AtOnce,
	BallotCard:      committee.AtOnce,
	BallotWarning:   committee.AtOnce,
	BallotClosed:    committee.AtOnce,
	Result:          committee.AtOnce,
	DraftCard:       committee.AtOnce,
	DraftFile:       committee.AtOnce,
	DraftReturned:   committee.AtOnce,
	MinutesCard:     committee.InHours,
	MinutesUnread:   committee.OnceADay,
	UnreadReport:    committee.OnceADay,
	TermsEnding:     committee.Rationed,
	VacancyOpen:     committee.OnceADay,
	PostVacant:      committee.OnceADay,
	OfficeTaken:     committee.InHours,
	OfficeGiven:     committee.InHours,
	OfficeEnded:     committee.InHours,
	CandidateCard:   committee.InHours,
	CandidateHeard:  committee.InHours,
	DutyCard:        committee.Rationed,
	DutyReport:      committee.InHours,
	Unreachable:     committee.AtOnce,
	Answer:          committee.AtOnce,
	GroupBallot:     committee.AtOnce,
	GroupResult:     committee.AtOnce,
	GroupMinutes:    committee.InHours,
}

// MannersOf tells how far a kind of letter gives way to people's rest.
func MannersOf(kind string) committee.Manners { return manners[kind] }

// Kinds lists every kind of letter.
func Kinds() []string { return slices.Sorted(maps.Keys(manners)) }

// errand begins the kinds that are done and not sent.
const errand = "do."

// The errands: what the clock does.
const (
	doMeeting = errand // + the name of a committee.Due
	doTopics  = errand + "topics"
	doWarn    = errand + "ballot.warn"
	doClose   = errand + "ballot.close"
	doUnread  = errand + "unread"

	doDuty     = errand + "duty"
	doHandOver = errand + "handover"
)

// IsErrand reports whether a letter is done by Run and not sent to anyone.
func IsErrand(kind string) bool { return strings.HasPrefix(kind, errand) }
