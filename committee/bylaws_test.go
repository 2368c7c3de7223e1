package committee_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yishi/committee"
)

// What spec.md §1.4 and interface.md give as defaults, written out.
var strictest = committee.Bylaws{
	QuorumFraction: committee.Fraction{Num: 4, Den: 5}, QuorumInclusive: true, QuorumBase: committee.InOffice, QuorumEachVote: true, QuorumWait: 30 * time.Minute,
	Delegation: committee.Explicit, MajorityBase: committee.Expected, Majority: committee.Threshold{Fraction: committee.Fraction{Num: 1, Den: 2}}, NearTie: 1,
	NoticeMin: 2, NoticeMax: 3, NoticeSendAt: committee.ClockTime{Hour: 9, Minute: 7}, NoticeLatest: committee.ClockTime{Hour: 18},
	ChairLast: true, VoteMinutes: 10, SecretPersonnel: true, SecretaryProposes: true, LateTopics: true, Remote: committee.PerMeeting, AbsentOpinion: true, DeputyReads: true,
	TermMaxYears: 9, VacancyDays: 30, CommunityOf: "warn", DutyRate: 75, DutyMeetings: 4, DutyAbsences: 2,
}

func TestSYS16BylawsDefaults(t *testing.T) {
	if diff := cmp.Diff(strictest, committee.DefaultBylaws()); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	for _, s := range committee.Switches() {
		b, err := committee.ParseBylaws(map[string]string{s.Key: " " + s.Default + " "})
		if err != nil || b != strictest {
			t.Errorf("%s: %s, spelled out, is not the default: %v", s.Key, s.Default, err)
		}
	}
}

func TestSYS16BylawsOtherValues(t *testing.T) {
	type set = func(b *committee.Bylaws)
	majority := func(num, den int) set {
		return func(b *committee.Bylaws) {
			b.Majority = committee.Threshold{Fraction: committee.Fraction{Num: num, Den: den}, Inclusive: true}
		}
	}
	for _, test := range []struct {
		key, value string
		change     set
	}{
		{"quorum.fraction", "2/3", func(b *committee.Bylaws) { b.QuorumFraction = committee.Fraction{Num: 2, Den: 3} }},
		{"quorum.inclusive", "false", func(b *committee.Bylaws) { b.QuorumInclusive = false }},
		{"quorum.base", "seats", func(b *committee.Bylaws) { b.QuorumBase = committee.BySeats }},
		{"quorum.check", "open", func(b *committee.Bylaws) { b.QuorumEachVote = false }},
		{"quorum.wait_min", "1", func(b *committee.Bylaws) { b.QuorumWait = time.Minute }},
		{"quorum.fraction", "79/100", func(b *committee.Bylaws) { b.QuorumFraction = committee.Fraction{Num: 79, Den: 100} }},
		{"quorum.wait_min", "45", func(b *committee.Bylaws) { b.QuorumWait = 45 * time.Minute }},
		{"chair.delegate", "auto_vice", func(b *committee.Bylaws) { b.Delegation = committee.AutoVice }},
		{"chair.delegate", "never", func(b *committee.Bylaws) { b.Delegation = committee.Never }},
		{"majority.base", "present", func(b *committee.Bylaws) { b.MajorityBase = committee.Present }},
		{"majority.base", "valid", func(b *committee.Bylaws) { b.MajorityBase = committee.Valid }},
		{"majority.threshold", ">=2/3", majority(2, 3)},
		{"majority.threshold", ">=3/4", majority(3, 4)},
		{"majority.threshold", ">=4/5", majority(4, 5)},
		{"majority.threshold", "all", majority(1, 1)},
		{"majority.personnel.base", "expected", func(b *committee.Bylaws) { b.PersonnelBase = committee.Expected }},
		{"majority.personnel.base", "present", func(b *committee.Bylaws) { b.PersonnelBase = committee.Present }},
		{"majority.personnel.base", "valid", func(b *committee.Bylaws) { b.PersonnelBase = committee.Valid }},
		{"majority.personnel.threshold", ">=2/3", func(b *committee.Bylaws) {
			b.PersonnelMajority = committee.Threshold{Fraction: committee.Fraction{Num: 2, Den: 3}, Inclusive: true}
		}},
		{"majority.personnel.threshold", "all", func(b *committee.Bylaws) {
			b.PersonnelMajority = committee.Threshold{Fraction: committee.Fraction{Num: 1, Den: 1}, Inclusive: true}
		}},
		{"abstain.in_base", "false", func(b *committee.Bylaws) { b.AbstainLeavesBase = true }},
		{"tie", "revote", func(b *committee.Bylaws) { b.TieRevotes = true }},
		{"result.publish", "auto", func(b *committee.Bylaws) { b.PublishAtClose = true }},
		{"near_tie.suggest_defer", "-1", func(b *committee.Bylaws) { b.NearTie = -1 }},
		{"near_tie.suggest_defer", "2", func(b *committee.Bylaws) { b.NearTie = 2 }},
		{"notice.min_wd", "1", func(b *committee.Bylaws) { b.NoticeMin = 1 }},
		{"notice.max_wd", "5", func(b *committee.Bylaws) { b.NoticeMax = 5 }},
		{"notice.count", "clear_days", func(b *committee.Bylaws) { b.NoticeClearDays = true }},
		{"notice.send_at", "08:33", func(b *committee.Bylaws) { b.NoticeSendAt = committee.ClockTime{Hour: 8, Minute: 33} }},
		{"notice.latest", "12:00", func(b *committee.Bylaws) { b.NoticeLatest = committee.ClockTime{Hour: 12} }},
		{"notice.reached", "sent", func(b *committee.Bylaws) { b.NoticeSentSuffices = true }},
		{"notice.copy_street", "true", func(b *committee.Bylaws) { b.NoticeCopyStreet = true }},
		{"attendance.require_code", "true", func(b *committee.Bylaws) { b.RequireCode = true }},
		{"recusal.reduces_base", "true", func(b *committee.Bylaws) { b.RecusalReducesBase = true }},
		{"vote.chair_last", "false", func(b *committee.Bylaws) { b.ChairLast = false }},
		{"vote.minutes", "240", func(b *committee.Bylaws) { b.VoteMinutes = 240 }},
		{"vote.mode.default", "secret", func(b *committee.Bylaws) { b.SecretDefault = true }},
		{"vote.mode.personnel", "named", func(b *committee.Bylaws) { b.SecretPersonnel = false }},
		{"topic.secretary_may_propose", "false", func(b *committee.Bylaws) { b.SecretaryProposes = false }},
		{"attendance.remote", "never", func(b *committee.Bylaws) { b.Remote = committee.NeverRemote }},
		{"attendance.remote", "always", func(b *committee.Bylaws) { b.Remote = committee.AlwaysRemote }},
		{"absent.opinion", "none", func(b *committee.Bylaws) { b.AbsentOpinion = false }},
		{"observer.scope", "all", func(b *committee.Bylaws) { b.ObserversSeeAll = true }},
		{"topic.late", "never", func(b *committee.Bylaws) { b.LateTopics = false }},
		{"term.expired", "suspend", func(b *committee.Bylaws) { b.TermSuspends = true }},
		{"term.max_consecutive_years", "12", func(b *committee.Bylaws) { b.TermMaxYears = 12 }},
		{"term.applies_to", "all", func(b *committee.Bylaws) { b.TermForAll = true }},
		{"vacancy.days", "60", func(b *committee.Bylaws) { b.VacancyDays = 60 }},
		{"org.community_majority", "warn_ordinary", func(b *committee.Bylaws) { b.CommunityOf = "warn_ordinary" }},
		{"org.community_majority", "off", func(b *committee.Bylaws) { b.CommunityOf = "off" }},
		{"duty.min_rate", "50", func(b *committee.Bylaws) { b.DutyRate = 50 }},
		{"duty.meetings", "6", func(b *committee.Bylaws) { b.DutyMeetings = 6 }},
		{"duty.absences", "3", func(b *committee.Bylaws) { b.DutyAbsences = 3 }},
		{"minutes.deputy_reads", "false", func(b *committee.Bylaws) { b.DeputyReads = false }},
	} {
		t.Run(test.key+"-"+strings.ReplaceAll(test.value, "/", " of "), func(t *testing.T) {
			want := strictest
			test.change(&want)
			if diff := cmp.Diff(want, laws(t, test.key, test.value)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSYS16EverySwitchHasAnotherValue(t *testing.T) {
	for _, s := range committee.Switches() {
		for _, value := range s.Allowed {
			b := laws(t, s.Key, value)
			if (b == strictest) != (value == s.Default) {
				t.Errorf("%s: %s changes nothing, or the default changes something", s.Key, value)
			}
		}
	}
	all := committee.Switches()
	all[0].Key = "meddled.with"
	if committee.Switches()[0].Key == "meddled.with" {
		t.Error("the list of switches can be changed from outside")
	}
}

func TestSYS01BylawsMistakes(t *testing.T) {
	for _, test := range []struct{ key, value, says string }{
		{"quorum.fraction", "五分之四", "no fraction"},
		{"quorum.fraction", "5/4", "no fraction"},
		{"quorum.fraction", "0/5", "no fraction"},
		{"quorum.fraction", "4/0", "no fraction"},
		{"quorum.fraction", "4/101", "no fraction"},
		{"quorum.fraction", "0.8", "no fraction"},
		{"quorum.fraction", "4/x", "no fraction"},
		{"quorum.fraction", "x/5", "no fraction"},
		{"quorum.fraction", "-4/5", "no fraction"},
		{"quorum.inclusive", "是", "none of true, false"},
		{"quorum.base", "应到", "none of in_office, seats"},
		{"quorum.wait_min", "0", "from 1 to 240"},
		{"quorum.wait_min", "半小时", "no whole number"},
		{"quorum.wait_min", "241", "no whole number"},
		{"majority.threshold", ">2/3", "none of >1/2"},
		{"near_tie.suggest_defer", "10", "from -1 to 9"},
		{"near_tie.suggest_defer", "-2", "from -1 to 9"},
		{"notice.min_wd", "两天", "from 1 to 10"},
		{"notice.min_wd", "4", "4 is more than notice.max_wd, 3"},
		{"duty.absences", "5", "5 is more than duty.meetings, 4"},
		{"notice.send_at", "9点", "no time of day"},
		{"notice.latest", "24:30", "no time of day"},
		{"vote.minutes", "", "from 1 to 240"},
		{"tie", "chair", "is none of fail, revote"},
	} {
		t.Run(test.key+"-"+test.says, func(t *testing.T) {
			_, err := committee.ParseBylaws(map[string]string{test.key: test.value})
			if err == nil || !strings.HasPrefix(err.Error(), "bylaws."+test.key+": ") || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%q: got %v, want one mistake of %s that says %q", test.value, err, test.key, test.says)
			}
		})
	}
}

func TestSYS01AllBylawsMistakesAtOnce(t *testing.T) {
	_, err := committee.ParseBylaws(map[string]string{
		"quorum.fraction": "x", "majority.base": "seats", "no.such": "1", "vote.minutes": "0", "notice.send_at": "早上", "also.not": "",
	})
	if err == nil {
		t.Fatal("six mistakes were taken")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 6 || !slices.IsSorted(lines) {
		t.Errorf("got %d lines, want all six, sorted:\n%v", len(lines), err)
	}
}

func TestSYS01AWindowWithoutAMoment(t *testing.T) {
	for _, test := range []struct {
		name, min, max, send, latest string
		ok                           bool
	}{
		{"one-day-sent-after-its-end", "2", "2", "18:01", "18:00", false},
		{"one-day-sent-at-its-end", "2", "2", "18:00", "18:00", true},
		{"one-day-an-hour-late", "3", "3", "10:00", "09:30", false},
		{"two-days-leave-room", "2", "3", "18:01", "18:00", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := committee.ParseBylaws(map[string]string{
				"notice.min_wd": test.min, "notice.max_wd": test.max, "notice.send_at": test.send, "notice.latest": test.latest,
			})
			if (err == nil) != test.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFractionSaysItself(t *testing.T) {
	if got := committee.DefaultBylaws().QuorumFraction.String(); got != "4/5" {
		t.Errorf("got %s", got)
	}
}
