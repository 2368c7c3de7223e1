package committee

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fraction is a share such as 4/5, kept as integers: no rule is ever decided by
// a rounded number.
type Fraction struct{ Num, Den int }

func (f Fraction) String() string { return fmt.Sprintf("%d/%d", f.Num, f.Den) }

// Base says of what number a share is taken (A-01c, A-02).
type Base string

// The bases.
const (
	InOffice Base = "in_office" // members in office
	BySeats  Base = "seats"     // seats of the plan
	Expected Base = "expected"  // 应到
	Present  Base = "present"   // 实到
	Valid    Base = "valid"     // 赞成 + 反对
)

// Delegation says who may preside in the secretary's place.
type Delegation string

// The readings of A-09.
const (
	Explicit Delegation = "explicit"  // only whom the secretary delegated for this meeting
	AutoVice Delegation = "auto_vice" // the vice secretary too, when the secretary does not come
	Never    Delegation = "never"     // nobody
)

// Remoteness says whether one can attend by video.
type Remoteness string

// The readings of A-12. Mere presence in the chat is none in any of them.
const (
	PerMeeting   Remoteness = "per_meeting" // where the secretary allows it for the meeting
	NeverRemote  Remoteness = "never"
	AlwaysRemote Remoteness = "always"
)

// Threshold is the share of votes in favour that carries: more than Fraction of
// the base, or at least Fraction where Inclusive.
type Threshold struct {
	Fraction
	Inclusive bool
}

// Bylaws are the switches of the rules: spec.md §1.4, each with the strictest
// reading as its default. Versions of them are data (SYS-16).
type Bylaws struct {
	Version int // of the committee's bylaws; 0: of none

	QuorumFraction  Fraction
	QuorumInclusive bool
	QuorumBase      Base
	QuorumEachVote  bool
	QuorumWait      time.Duration

	Delegation Delegation

	MajorityBase      Base
	Majority          Threshold
	PersonnelBase     Base      // of votes on persons; empty: MajorityBase
	PersonnelMajority Threshold // of votes on persons; the zero one: Majority
	AbstainLeavesBase bool
	TieRevotes        bool // a tie may be voted on again at once
	NearTie           int  // difference of 赞成 and 反对 up to which 缓议 is proposed; -1 never
	PublishAtClose    bool

	NoticeMin, NoticeMax int // working days before the meeting day
	NoticeClearDays      bool
	NoticeSendAt         ClockTime
	NoticeLatest         ClockTime
	NoticeSentSuffices   bool
	NoticeCopyStreet     bool

	RequireCode        bool
	Remote             Remoteness
	AbsentOpinion      bool
	ObserversSeeAll    bool
	RecusalReducesBase bool
	ChairLast          bool
	VoteMinutes        int
	SecretDefault      bool
	SecretPersonnel    bool
	SecretaryProposes  bool
	LateTopics         bool
	DeputyReads        bool

	TermSuspends bool // the end of a term takes a member out of office
	TermMaxYears int  // of consecutive service
	TermForAll   bool // the limits hold for every member, not the appointed alone
	VacancyDays  int  // until a vacancy is to be filled
	CommunityOf  string
	DutyRate     int // per cent of meetings below which a member is named
	DutyMeetings int // how many meetings are looked at
	DutyAbsences int // absences without leave in a row
}

// A Switch is one key of the bylaws with its default, as interface.md and
// spec.md §1.4 name it.
type Switch struct {
	Key, Default string
	Allowed      []string // empty: any value of the right form
	Form         Form     // of a value, where there is no list of them
	Low, High    int      // the least and the greatest whole number
	set          func(*Bylaws, string) error
}

// Form is what a value looks like that is none of a list.
type Form string

// The forms.
const (
	Whole   Form = "whole"    // a whole number from Low to High
	AsClock Form = "clock"    // a time of day: 09:07
	AsShare Form = "fraction" // a fraction: 4/5
)

// Switches lists every key of the bylaws that this version honours.
func Switches() []Switch { return slices.Clone(switches) }

var switches = []Switch{
	fraction("quorum.fraction", "4/5", func(b *Bylaws) *Fraction { return &b.QuorumFraction }),
	oneOf("quorum.inclusive", "true", yesNo, flag(func(b *Bylaws) *bool { return &b.QuorumInclusive })),
	oneOf("quorum.base", "in_office", []string{"in_office", "seats"}, func(b *Bylaws, v string) error { b.QuorumBase = Base(v); return nil }),
	oneOf("quorum.check", "each_vote", []string{"each_vote", "open"}, func(b *Bylaws, v string) error { b.QuorumEachVote = v == "each_vote"; return nil }),
	minutes("quorum.wait_min", "30", func(b *Bylaws) *time.Duration { return &b.QuorumWait }),
	oneOf("chair.delegate", "explicit", []string{"explicit", "auto_vice", "never"}, func(b *Bylaws, v string) error { b.Delegation = Delegation(v); return nil }),
	oneOf("majority.base", "expected", []string{"expected", "present", "valid"}, func(b *Bylaws, v string) error { b.MajorityBase = Base(v); return nil }),
	oneOf("majority.threshold", ">1/2", thresholds, threshold(func(b *Bylaws) *Threshold { return &b.Majority })),
	oneOf("majority.personnel.base", general, []string{general, "expected", "present", "valid"}, setPersonnelBase),
	oneOf("majority.personnel.threshold", general, append([]string{general}, thresholds...), threshold(func(b *Bylaws) *Threshold { return &b.PersonnelMajority })),
	oneOf("abstain.in_base", "true", yesNo, func(b *Bylaws, v string) error { b.AbstainLeavesBase = v == "false"; return nil }),
	oneOf("tie", "fail", []string{"fail", "revote"}, func(b *Bylaws, v string) error { b.TieRevotes = v == "revote"; return nil }),
	whole("near_tie.suggest_defer", "1", -1, 9, func(b *Bylaws) *int { return &b.NearTie }),
	whole("notice.min_wd", "2", 1, 10, func(b *Bylaws) *int { return &b.NoticeMin }),
	whole("notice.max_wd", "3", 1, 10, func(b *Bylaws) *int { return &b.NoticeMax }),
	oneOf("notice.count", "to_meeting_day", []string{"to_meeting_day", "clear_days"}, func(b *Bylaws, v string) error { b.NoticeClearDays = v == "clear_days"; return nil }),
	clock("notice.send_at", "09:07", func(b *Bylaws) *ClockTime { return &b.NoticeSendAt }),
	clock("notice.latest", "18:00", func(b *Bylaws) *ClockTime { return &b.NoticeLatest }),
	oneOf("notice.reached", "ack", []string{"ack", "sent"}, func(b *Bylaws, v string) error { b.NoticeSentSuffices = v == "sent"; return nil }),
	oneOf("notice.copy_street", "false", yesNo, flag(func(b *Bylaws) *bool { return &b.NoticeCopyStreet })),
	oneOf("attendance.require_code", "false", yesNo, flag(func(b *Bylaws) *bool { return &b.RequireCode })),
	oneOf("attendance.remote", "per_meeting", []string{"per_meeting", "never", "always"}, func(b *Bylaws, v string) error { b.Remote = Remoteness(v); return nil }),
	oneOf("absent.opinion", "record", []string{"record", "none"}, func(b *Bylaws, v string) error { b.AbsentOpinion = v == "record"; return nil }),
	oneOf("observer.scope", "own_topics", []string{"own_topics", "all"}, func(b *Bylaws, v string) error { b.ObserversSeeAll = v == "all"; return nil }),
	oneOf("recusal.reduces_base", "false", yesNo, flag(func(b *Bylaws) *bool { return &b.RecusalReducesBase })),
	oneOf("vote.chair_last", "true", yesNo, flag(func(b *Bylaws) *bool { return &b.ChairLast })),
	whole("vote.minutes", "10", 1, 240, func(b *Bylaws) *int { return &b.VoteMinutes }),
	oneOf("vote.mode.default", "named", []string{"named", "secret"}, func(b *Bylaws, v string) error { b.SecretDefault = v == "secret"; return nil }),
	oneOf("vote.mode.personnel", "secret", []string{"named", "secret"}, func(b *Bylaws, v string) error { b.SecretPersonnel = v == "secret"; return nil }),
	oneOf("result.publish", "on_chair", []string{"on_chair", "auto"}, func(b *Bylaws, v string) error { b.PublishAtClose = v == "auto"; return nil }),
	oneOf("topic.late", "consent", []string{"consent", "never"}, func(b *Bylaws, v string) error { b.LateTopics = v == "consent"; return nil }),
	oneOf("topic.secretary_may_propose", "true", yesNo, flag(func(b *Bylaws) *bool { return &b.SecretaryProposes })),
	fixed("quorum.who", "all"),
	fixed("calendar.file", ""),
	fixed("cadence", "calendar_quarter"),
	oneOf("term.expired", "warn", []string{"warn", "suspend"}, func(b *Bylaws, v string) error { b.TermSuspends = v == "suspend"; return nil }),
	whole("term.max_consecutive_years", "9", 1, 60, func(b *Bylaws) *int { return &b.TermMaxYears }),
	oneOf("term.applies_to", "appointed", []string{"appointed", "all"}, func(b *Bylaws, v string) error { b.TermForAll = v == "all"; return nil }),
	whole("vacancy.days", "30", 1, 365, func(b *Bylaws) *int { return &b.VacancyDays }),
	oneOf("org.community_majority", "warn", []string{"warn", "warn_ordinary", "off"}, func(b *Bylaws, v string) error { b.CommunityOf = v; return nil }),
	whole("duty.min_rate", "75", 0, 100, func(b *Bylaws) *int { return &b.DutyRate }),
	whole("duty.meetings", "4", 2, 20, func(b *Bylaws) *int { return &b.DutyMeetings }),
	whole("duty.absences", "2", 1, 20, func(b *Bylaws) *int { return &b.DutyAbsences }),
	fixed("archive.retention", "permanent"),
	fixed("milestone.inclusive", "true"),
	oneOf("minutes.deputy_reads", "true", yesNo, flag(func(b *Bylaws) *bool { return &b.DeputyReads })),
}

// oneOf is a switch with a list of values.
func oneOf(key, def string, allowed []string, set func(*Bylaws, string) error) Switch {
	return Switch{Key: key, Default: def, Allowed: allowed, set: set}
}

// fixed are switches of which this version knows one reading, the default: naming it
// changes nothing, and any other value is told to be none of it rather than ignored.
func fixed(key, only string) Switch {
	return oneOf(key, only, []string{only}, func(*Bylaws, string) error { return nil })
}

var yesNo = []string{"true", "false"}

// DefaultBylaws returns the strictest reading of the plan (spec.md §1.4).
func DefaultBylaws() Bylaws {
	b, _ := ParseBylaws(nil) // the defaults are of the right form: a test proves it
	return b
}

// ParseBylaws reads the switches that are set and takes the defaults for the
// others. All mistakes are told at once, each with its key.
func ParseBylaws(set map[string]string) (Bylaws, error) {
	var b Bylaws
	var errs []error
	known := map[string]bool{}
	for _, s := range switches {
		known[s.Key] = true
		value, ok := set[s.Key]
		if !ok {
			value = s.Default
		}
		if err := s.apply(&b, strings.TrimSpace(value)); err != nil {
			errs = append(errs, err)
		}
	}
	for key := range set {
		if !known[key] {
			errs = append(errs, fmt.Errorf("bylaws.%s: there is no such switch", key))
		}
	}
	if b.NoticeMin > b.NoticeMax {
		errs = append(errs, fmt.Errorf("bylaws.notice.min_wd: %d is more than notice.max_wd, %d", b.NoticeMin, b.NoticeMax))
	}
	if b.DutyAbsences > b.DutyMeetings {
		errs = append(errs, fmt.Errorf("bylaws.duty.absences: %d is more than duty.meetings, %d: it could never be met", b.DutyAbsences, b.DutyMeetings))
	}
	if b.NoticeMin == b.NoticeMax && b.NoticeSendAt.after(b.NoticeLatest) {
		errs = append(errs, errors.New("bylaws.notice.send_at: is after notice.latest on the only day of the window: no notice could ever leave"))
	}
	slices.SortFunc(errs, func(x, y error) int { return strings.Compare(x.Error(), y.Error()) })
	return b, errors.Join(errs...)
}

func (s Switch) apply(b *Bylaws, value string) error {
	if len(s.Allowed) > 0 && !slices.Contains(s.Allowed, value) {
		return fmt.Errorf("bylaws.%s: %q is none of %s", s.Key, value, strings.Join(s.Allowed, ", "))
	}
	if err := s.set(b, value); err != nil {
		return fmt.Errorf("bylaws.%s: %w", s.Key, err)
	}
	return nil
}

func flag(field func(*Bylaws) *bool) func(*Bylaws, string) error {
	return func(b *Bylaws, v string) error { *field(b) = v == "true"; return nil }
}

// whole is a switch whose value is a whole number between two others, both of them too.
func whole(key, def string, low, high int, field func(*Bylaws) *int) Switch {
	return Switch{Key: key, Default: def, Form: Whole, Low: low, High: high, set: func(b *Bylaws, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < low || n > high {
			return fmt.Errorf("%q is no whole number from %d to %d", v, low, high)
		}
		*field(b) = n
		return nil
	}}
}

// minutes is a switch whose value is a number of minutes, up to four hours.
func minutes(key, def string, field func(*Bylaws) *time.Duration) Switch {
	s := whole(key, def, 1, 240, nil)
	s.set = func(b *Bylaws, v string) error {
		n := 0
		err := whole(key, def, s.Low, s.High, func(*Bylaws) *int { return &n }).set(b, v)
		*field(b) = time.Duration(n) * time.Minute
		return err
	}
	return s
}

func clock(key, def string, field func(*Bylaws) *ClockTime) Switch {
	return Switch{Key: key, Default: def, Form: AsClock, set: func(b *Bylaws, v string) error {
		t, err := time.Parse("15:04", v)
		if err != nil {
			return fmt.Errorf("%q is no time of day such as 09:07", v)
		}
		*field(b) = ClockTime{t.Hour(), t.Minute()}
		return nil
	}}
}

func fraction(key, def string, field func(*Bylaws) *Fraction) Switch {
	return Switch{Key: key, Default: def, Form: AsShare, set: func(b *Bylaws, v string) error {
		f, err := parseFraction(v)
		*field(b) = f
		return err
	}}
}

func parseFraction(v string) (Fraction, error) {
	num, den, ok := strings.Cut(v, "/")
	n, err1 := strconv.Atoi(num)
	d, err2 := strconv.Atoi(den)
	if !ok || err1 != nil || err2 != nil || d < 1 || d > 100 || n < 1 || n > d {
		return Fraction{}, fmt.Errorf("%q is no fraction such as 4/5", v)
	}
	return Fraction{n, d}, nil
}

// thresholds are the shares that can carry a vote (VOT-08); general says that votes
// on persons are counted like all others.
var thresholds = []string{">1/2", ">=2/3", ">=3/4", ">=4/5", "all"}

const general = "general"

func threshold(field func(*Bylaws) *Threshold) func(*Bylaws, string) error {
	return func(b *Bylaws, v string) error {
		switch v {
		case general:
			*field(b) = Threshold{}
			return nil
		case "all":
			*field(b) = Threshold{Fraction{1, 1}, true}
			return nil
		}
		f, err := parseFraction(strings.TrimLeft(v, ">="))
		*field(b) = Threshold{f, strings.HasPrefix(v, ">=")}
		return err
	}
}

func setPersonnelBase(b *Bylaws, v string) error {
	b.PersonnelBase = Base(v)
	if v == general {
		b.PersonnelBase = ""
	}
	return nil
}
