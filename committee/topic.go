package committee

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// TopicKind says what the meeting does with a topic (TOP-01).
type TopicKind string

// The kinds of topic. Decisions and personnel are voted on; the others are heard.
const (
	Decide    TopicKind = "decide"    // 讨论决定
	Hear      TopicKind = "hear"      // 听取通报
	Study     TopicKind = "study"     // 传达学习
	Personnel TopicKind = "personnel" // 人事
)

// TopicKinds lists the kinds in the order in which they are offered.
var TopicKinds = []TopicKind{Decide, Hear, Study, Personnel}

// Scopes are the eight matters that the committee may take up (S22, TOP-03).
var Scopes = [8]string{
	"区域性党建工作",
	"文明单位(小区)、平安单位(小区)创建",
	"和谐社区建设",
	"“四创两争”",
	"区域性精神文明建设活动",
	"成员单位需要其他单位帮助解决的事项",
	"社区共驻共建工作",
	"其他区域性重大公共事务",
}

// OtherScope is the scope that needs a word why.
const OtherScope = 8

// Disclosure says how much of a topic may be shown on cards (TOP-04).
type Disclosure int

// The levels of disclosure, as they are answered with 1, 2, 3.
const (
	Public    Disclosure = 1 + iota // 公开
	TitleOnly                       // 仅标题
	AtMeeting                       // 会上说明: a neutral title on cards
)

// TopicState is where a topic stands.
type TopicState string

// The states of a topic.
const (
	Submitted TopicState = "submitted" // waits for the secretary
	Approved  TopicState = "approved"  // 同意上会
	Returned  TopicState = "returned"  // 退回修改
	Deferred  TopicState = "deferred"  // 下次再议
	OnAgenda  TopicState = "on_agenda" // on the agenda of a noticed meeting
	Settled   TopicState = "settled"   // dealt with by its meeting
	Merged    TopicState = "merged"    // taken into another topic
)

// A Topic is one matter for a meeting.
type Topic struct {
	ID          TopicID
	Committee   ID
	Number      int // in the pool, by order of handing in
	Title       string
	Scope       int // 1–8
	ScopeReason string
	Kind        TopicKind
	Persons     []string // of a personnel topic: each is voted on alone (VOT-01)
	Ask         string   // what the meeting is asked to decide
	Reporter    string
	Observers   []MemberID
	Guests      string // observers who are not on the roster, in words
	Disclosure  Disclosure
	Proposer    MemberID
	State       TopicState
	Reason      string // why it was returned or put off
	Place       int    // order of approval
	Meeting     MeetingID
	Position    int // on the agenda, from 1
	SubmittedAt time.Time
	DecidedAt   time.Time

	Tags      []string // such as 网格, 难点 (TOP-03)
	Materials []string // links and names of files that may be online (TOP-04)

	Merged   TopicID    // the topic into which it was taken (TOP-02)
	Added    string     // why it was added after the notice; empty: it was not (TOP-05)
	Consents []MemberID // of those present at the opening, who agreed to take it up
	Dictated []DictatedConsent
}

// MaxTitle is the longest title of a topic, in characters (TOP-01).
const MaxTitle = 40

var secretWords = regexp.MustCompile(`(?:^|[^保])(?:涉密|机密|绝密|秘密)`)

// CheckTitle refuses a title that is empty, too long, or names a classified
// matter (TOP-01, TOP-04).
func CheckTitle(title string) error {
	n := len([]rune(title))
	switch {
	case n == 0:
		return Refuse(Invalid, "topic.no-title")
	case n > MaxTitle:
		return Refuse(Invalid, "topic.title-too-long", n, MaxTitle)
	case secretWords.MatchString(title):
		return Refuse(Forbidden, "topic.classified")
	}
	return nil
}

// CheckAsk refuses words about a topic that name a classified matter (TOP-04).
func CheckAsk(text string) error {
	if secretWords.MatchString(text) {
		return Refuse(Forbidden, "topic.classified")
	}
	return nil
}

// Propose hands the topic in (TOP-01): only the vice secretary and members, and
// the secretary where the bylaws say so.
func (t *Topic) Propose(by Actor, number int, now time.Time) error {
	if err := MayPropose(by); err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return err
	}
	t.Committee, t.Number, t.Proposer, t.State, t.SubmittedAt = by.Committee.ID, number, by.Member.ID, Submitted, now
	return nil
}

// MayPropose refuses whoever may not hand in topics.
func MayPropose(by Actor) error {
	if !by.Is(Vice|Ordinary) && (!by.Is(Secretary) || !by.Committee.Bylaws.SecretaryProposes) {
		return Refuse(Forbidden, "topic.not-proposer", by.Committee.Contact.Name, by.Committee.Contact.Phone)
	}
	return nil
}

func (t *Topic) check() error {
	if err := CheckTitle(t.Title); err != nil {
		return err
	}
	switch {
	case t.Scope < 1 || t.Scope > len(Scopes):
		return Refuse(Invalid, "topic.scope")
	case t.Scope == OtherScope && strings.TrimSpace(t.ScopeReason) == "":
		return Refuse(Invalid, "topic.scope-reason")
	case !slices.Contains(TopicKinds, t.Kind):
		return Refuse(Invalid, "topic.kind")
	case t.Kind == Personnel && len(t.Persons) == 0:
		return Refuse(Invalid, "topic.persons")
	case t.Disclosure < Public || t.Disclosure > AtMeeting:
		return Refuse(Invalid, "topic.disclosure")
	}
	for _, said := range append([]string{t.Ask, t.Reporter, t.Guests, t.ScopeReason}, t.Persons...) {
		if err := CheckAsk(said); err != nil {
			return err
		}
	}
	return nil
}

// Bounds of what is added to a topic.
const (
	MaxTags      = 5
	MaxTag       = 10 // characters
	MaxMaterials = 5
	MaxMaterial  = 200 // characters
)

// Tag gives the topic its tags, in place of those before (TOP-03).
func (t *Topic) Tag(by Actor, tags []string) error {
	if err := t.changeable(by); err != nil {
		return err
	}
	if len(tags) > MaxTags || slices.ContainsFunc(tags, func(tag string) bool { return len([]rune(tag)) > MaxTag }) {
		return Refuse(Invalid, "topic.tags", MaxTags, MaxTag)
	}
	for _, tag := range tags {
		if err := CheckAsk(tag); err != nil {
			return err
		}
	}
	t.Tags = tags
	return nil
}

// AddMaterial adds a link or the name of a file, which the proposer marks as one that
// may be online (TOP-04).
func (t *Topic) AddMaterial(by Actor, material string, online bool) error {
	if err := t.changeable(by); err != nil {
		return err
	}
	switch {
	case secretWords.MatchString(material):
		return Refuse(Forbidden, "topic.classified")
	case material == "" || len([]rune(material)) > MaxMaterial:
		return Refuse(Invalid, "topic.material", MaxMaterial)
	case !online:
		return Refuse(Forbidden, "topic.material-mark", t.Number, material)
	case slices.Contains(t.Materials, material) || len(t.Materials) >= MaxMaterials:
		return Refuse(Conflict, "topic.materials", t.Number, MaxMaterials)
	}
	t.Materials = append(t.Materials, material)
	return nil
}

// changeable refuses whoever neither proposed the topic nor decides on it, and changes
// of an agenda that was noticed.
func (t *Topic) changeable(by Actor) error {
	switch {
	case t.Proposer != by.Member.ID && !by.Is(Secretary):
		return Refuse(Forbidden, "topic.only-proposer", t.Number)
	case !t.InPool():
		return Refuse(Untimely, "topic.frozen", t.Number)
	}
	return nil
}

// Approve puts the topic on the list for the next meeting (TOP-02); place is its
// order there. Approving twice changes nothing.
func (t *Topic) Approve(by Actor, place int, now time.Time) (changed bool, err error) {
	if err := t.decidable(by); err != nil {
		return false, err
	}
	if t.State == Approved && t.Place == place {
		return false, nil
	}
	t.State, t.Place, t.Reason, t.DecidedAt = Approved, place, "", now
	return true, nil
}

// Return sends the topic back to its proposer with a reason, Defer keeps it for a
// later meeting (TOP-02).
func (t *Topic) Return(by Actor, reason string, now time.Time) error {
	return t.turnDown(by, Returned, reason, now)
}

// Defer keeps the topic for a later meeting.
func (t *Topic) Defer(by Actor, reason string, now time.Time) error {
	return t.turnDown(by, Deferred, reason, now)
}

func (t *Topic) turnDown(by Actor, to TopicState, reason string, now time.Time) error {
	if err := t.decidable(by); err != nil {
		return err
	}
	if to == Returned && strings.TrimSpace(reason) == "" {
		return Refuse(Invalid, "topic.return-reason", t.Number)
	}
	t.State, t.Reason, t.Place, t.DecidedAt = to, reason, 0, now
	return nil
}

func (t *Topic) decidable(by Actor) error {
	switch {
	case !by.Is(Secretary):
		return Refuse(Forbidden, "topic.only-secretary")
	case t.State == OnAgenda || t.State == Settled:
		return Refuse(Untimely, "topic.frozen", t.Number)
	case t.State == Merged:
		return Refuse(Untimely, "topic.merged-already", t.Number)
	}
	return nil
}

// followUp is what every regular meeting is offered as its first topic (TOP-06).
const followUp = "决定事项落实情况"

// FollowsUp reports whether a topic tells what became of earlier decisions (TOP-06).
func (t Topic) FollowsUp() bool { return strings.Contains(t.Title, followUp) }

// FollowUp makes the topic on what became of the last quarter's decisions, approved and
// before all others of the pool (TOP-06); one is enough.
func FollowUp(by Actor, pool []Topic, now time.Time) (Topic, error) {
	if !by.Is(Secretary) {
		return Topic{}, Refuse(Forbidden, "topic.only-secretary")
	}
	number, place := 1, 0
	for _, t := range pool {
		if t.FollowsUp() {
			return Topic{}, Refuse(Conflict, "topic.follow-up.there", t.Number, t.Title)
		}
		number, place = max(number, t.Number+1), min(place, t.Place-1)
	}
	return Topic{
		Committee: by.Committee.ID, Number: number, Title: "上季度" + followUp, Scope: 1, Kind: Hear, Disclosure: Public,
		Proposer: by.Member.ID, State: Approved, Place: place, SubmittedAt: now, DecidedAt: now,
	}, nil
}

// MergeInto takes the topic into another one of the pool (合并到, TOP-02): what it asks
// and whom it needs there go with it. Persons are never merged with other matters.
func (t *Topic) MergeInto(into *Topic, by Actor, now time.Time) error {
	if err := t.decidable(by); err != nil {
		return err
	}
	if err := into.decidable(by); err != nil {
		return err
	}
	switch {
	case t.ID == into.ID:
		return Refuse(Invalid, "topic.merge-itself", t.Number)
	case t.Kind == Personnel || into.Kind == Personnel:
		return Refuse(Forbidden, "topic.merge-personnel")
	case t.Voted() && !into.Voted():
		return Refuse(Invalid, "topic.merge-unvoted", into.Number, t.Number)
	}
	t.State, t.Merged, t.Place, t.DecidedAt = Merged, into.ID, 0, now
	into.Ask = strings.Trim(into.Ask+"\n"+t.Title+":"+t.Ask, "\n:")
	for _, id := range t.Observers {
		if !slices.Contains(into.Observers, id) {
			into.Observers = append(into.Observers, id)
		}
	}
	into.Guests = strings.Trim(into.Guests+"、"+t.Guests, "、")
	into.Disclosure = max(into.Disclosure, t.Disclosure)
	return nil
}

// Revise hands a returned topic in again, changed.
func (t *Topic) Revise(by Actor, ask string, now time.Time) error {
	switch {
	case t.Proposer != by.Member.ID:
		return Refuse(Forbidden, "topic.only-proposer", t.Number)
	case t.State != Submitted && t.State != Returned && t.State != Deferred:
		return Refuse(Untimely, "topic.frozen", t.Number)
	}
	t.Ask, t.State, t.Reason, t.SubmittedAt = ask, Submitted, "", now
	return t.check()
}

// Voted reports whether the topic ends in a vote (VOT-02).
func (t Topic) Voted() bool { return t.Kind == Decide || t.Kind == Personnel }

// Items is how many votes the topic takes: one, or one for each person (VOT-01).
func (t Topic) Items() int {
	if t.Kind == Personnel {
		return len(t.Persons)
	}
	return 1
}

// InPool reports whether the topic still waits for a meeting.
func (t Topic) InPool() bool { return t.Meeting == 0 && t.State != Settled && t.Merged == 0 }
