package clerk_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yishi/clerk"
	"yishi/committee"
)

// pool are the titles of the topics that wait, with where each stands.
func (o *office) pool() []string {
	o.Helper()
	list, err := o.clerk.Pool(o.Context(), o.as(zhang))
	o.must(err)
	var out []string
	for _, t := range list {
		if t.Number == 0 {
			o.Errorf("%q waits without a number", t.Title)
		}
		out = append(out, t.Title+" "+string(t.State))
	}
	return out
}

// agenda are the titles of the topics of the pending meeting, in order.
func (o *office) agenda() []string {
	o.Helper()
	d, err := o.clerk.Current(o.Context(), o.as(zhang))
	o.must(err)
	var out []string
	for i, t := range d.Agenda {
		if t.Position != i+1 {
			o.Errorf("topic %q stands at %d, want %d", t.Title, t.Position, i+1)
		}
		out = append(out, t.Title)
	}
	return out
}

// everyone is on the roll: the nine, the two observers of its topics, the recorder.
var everyone = append(slices.Clone(members), ma, qin, he)

// A meeting that is moved, called off or lapses: everyone who was told hears of it,
// its cards are asked to close, and its topics return to the pool with their
// approval, in their order (MTG-06, A-10).
func TestWhatBecomesOfANoticedMeeting(t *testing.T) {
	for name, test := range map[string]struct {
		scene, tell string
		act         func(o *office) error
	}{
		"moved": {door, clerk.MeetingMoved, func(o *office) error {
			_, err := o.clerk.Move(o.Context(), o.as(zhang), plan(committee.Regular))
			return err
		}},
		"cancelled": {door, clerk.MeetingOff, func(o *office) error { _, _, err := o.clerk.Cancel(o.Context(), o.as(zhang)); return err }},
		"lapsed":    {late, clerk.MeetingLapsed, func(o *office) error { _, err := o.clerk.Lapse(o.Context(), o.as(zhang)); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			o := scene(t, test.scene)
			titles := o.agenda()
			o.must(test.act(o))
			o.deliver()
			if diff := cmp.Diff(everyone, o.who(test.tell)); diff != "" {
				t.Errorf("who hears of it (-want +got):\n%s", diff)
			}
			for _, kind := range []string{clerk.Notice, clerk.CheckInCard, clerk.LeaveCard} {
				if o.refreshed[kind] == 0 {
					t.Errorf("the cards of %q are not asked to close", kind)
				}
			}
			if test.scene == late && o.refreshed[clerk.WaitCard] == 0 {
				t.Error("the card that asks whether to wait is not asked to close")
			}
			want := []string{titles[0] + " approved", titles[1] + " approved", titles[2] + " approved", "单位停车位错时共享方案 submitted", "共享阅览室延时开放 returned"}
			if diff := cmp.Diff(want, o.pool()); diff != "" {
				t.Errorf("the pool (-want +got):\n%s", diff)
			}
			if due := o.column("SELECT kind FROM letters WHERE kind LIKE 'do.%' AND meeting_id = 1 AND kind <> 'do.confirm'"); len(due) != 0 {
				t.Errorf("still due for the old date: %v", due)
			}
			if name != "moved" {
				o.fix("2026-12-24 14:30")
			}
			o.confirm()
			o.forget()
			o.goTo("2026-12-21 09:07")
			if diff := cmp.Diff(everyone, o.who(clerk.Notice)); diff != "" {
				t.Errorf("who has the notice of the new date (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(titles, o.agenda()); diff != "" {
				t.Errorf("its agenda (-want +got):\n%s", diff)
			}
		})
	}
}

// One that was not noticed yet is told to nobody but the secretary.
func TestWhatBecomesOfAPlan(t *testing.T) {
	o := scene(t, fixed)
	_, told, err := o.clerk.Cancel(t.Context(), o.as(zhang))
	o.must(err)
	o.goTo("2026-12-14 10:00")
	if told != 0 || len(o.who(clerk.MeetingOff)) != 0 || len(o.who(clerk.Notice)) != 0 {
		t.Errorf("%d are told: %+v", told, o.heard)
	}
}

// A new date wants a new confirmation, a new notice and new answers.
func TestAMovedMeetingIsPlannedAnew(t *testing.T) {
	o := scene(t, answered)
	_, err := o.clerk.Move(t.Context(), o.as(zhang), plan(committee.Regular))
	o.must(err)
	o.goTo("2026-12-22 12:00")
	if n := len(o.who(clerk.Notice)); n != 0 {
		t.Errorf("without a confirmation %d notices left", n)
	}
	if got := o.when(clerk.PlanReminder, zhang); !slices.Equal(got, []string{"12-21 09:07"}) {
		t.Errorf("the secretary is reminded at %v", got)
	}
	d, err := o.clerk.Confirm(t.Context(), o.as(zhang), 0)
	o.must(err)
	if d.Meeting.ID != 1 || d.Meeting.Ordinal != 4 {
		t.Errorf("it became meeting %d, the %d. of the year", d.Meeting.ID, d.Meeting.Ordinal)
	}
	o.goTo("2026-12-22 12:10")
	d, err = o.clerk.Current(t.Context(), o.as(zhang))
	o.must(err)
	if got := d.Meeting.Unanswered(); !slices.Equal(got, everyone) {
		t.Errorf("answers to the old date count: silent are %v", got)
	}
}

const burst = "供暖管网爆裂居民安置"

// urgent calls an urgent meeting for this afternoon.
func (o *office) urgent(starts string) {
	o.Helper()
	_, err := o.clerk.Fix(o.Context(), o.as(zhang), committee.Plan{Starts: at(starts), Place: "二楼会议室", Kind: committee.Urgent, Reason: burst, Instead: true})
	o.must(err)
}

// An urgent meeting takes up the one matter for which it is called (NTC-05); what is
// approved waits for the quarter's own.
func TestAnUrgentMeeting(t *testing.T) {
	o := scene(t, empty)
	before := o.pool()
	o.goTo("2026-12-02 09:40")
	o.urgent("2026-12-02 15:00")
	o.confirm()
	o.goTo("2026-12-02 09:41")
	if got := o.when(clerk.Notice, liu); !slices.Equal(got, []string{"12-02 09:40"}) {
		t.Errorf("the notice left at %v", got)
	}
	if diff := cmp.Diff([]string{burst}, o.agenda()); diff != "" {
		t.Errorf("agenda (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, o.pool()); diff != "" {
		t.Errorf("the pool (-want +got):\n%s", diff)
	}
}

func TestAnUrgentMeetingThatChanges(t *testing.T) {
	for name, test := range map[string]struct {
		act    func(o *office)
		agenda []string // of what is pending then; nil: nothing is
		pool   []string // besides what waited before
	}{
		"drafted-again":   {func(o *office) { o.urgent("2026-12-02 16:00") }, []string{burst}, nil},
		"moved-as-urgent": {func(o *office) { o.noticed(); o.move("2026-12-02 16:00", committee.Urgent) }, []string{burst}, nil},
		"cancelled": {func(o *office) {
			o.noticed()
			_, _, err := o.clerk.Cancel(o.Context(), o.as(zhang))
			o.must(err)
		}, nil, []string{burst + " approved"}},
		"cancelled-before-the-notice": {func(o *office) {
			_, _, err := o.clerk.Cancel(o.Context(), o.as(zhang))
			o.must(err)
		}, nil, []string{burst + " approved"}},
		"made-regular":     {func(o *office) { o.fix("2026-12-15 14:30") }, append(slices.Clone(regular), burst), []string{burst + " approved"}},
		"moved-as-regular": {func(o *office) { o.noticed(); o.move("2026-12-15 14:30", committee.Regular) }, append(slices.Clone(regular), burst), []string{burst + " approved"}},
		"there-and-back":   {func(o *office) { o.fix("2026-12-15 14:30"); o.urgent("2026-12-02 17:00") }, []string{burst}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := scene(t, empty)
			want := append(o.pool(), test.pool...)
			o.goTo("2026-12-02 09:40")
			o.urgent("2026-12-02 15:00")
			o.deliver()
			test.act(o)
			if diff := cmp.Diff(want, o.pool()); diff != "" {
				t.Errorf("the pool (-want +got):\n%s", diff)
			}
			if test.agenda == nil {
				return
			}
			if diff := cmp.Diff(test.agenda, o.agenda()); diff != "" {
				t.Errorf("agenda (-want +got):\n%s", diff)
			}
			o.confirm()
			o.goTo("2026-12-10 09:10")
			if diff := cmp.Diff(test.agenda, o.agenda()); diff != "" {
				t.Errorf("agenda when it is noticed (-want +got):\n%s", diff)
			}
		})
	}
}

// regular are the topics that wait for the quarter's meeting, in the order of the play.
var regular = []string{"电动自行车集中充电棚共建项目", "第三季度决定事项落实情况", "研究推荐续聘兼职委员事项"}

func (o *office) noticed() {
	o.Helper()
	o.confirm()
	o.deliver()
}

func (o *office) move(starts string, kind committee.MeetingKind) {
	o.Helper()
	_, err := o.clerk.Move(o.Context(), o.as(zhang), committee.Plan{Starts: at(starts), Place: "三楼会议室", Kind: kind, Reason: burst})
	o.must(err)
}

// A notice without topics does not leave; it leaves with the first one that is
// approved in time, and when its window closes the secretary hears that it did not.
func TestANoticeWithoutTopics(t *testing.T) {
	begin := func(t *testing.T) *office {
		t.Helper()
		o := found(t, "2026-12-08 09:20")
		_, err := o.clerk.Propose(t.Context(), o.as(li), committee.Topic{Title: "楼道堆物清理", Scope: 3, Kind: committee.Decide, Disclosure: committee.Public})
		o.must(err)
		o.fix("2026-12-15 14:30")
		o.confirm()
		o.goTo("2026-12-10 10:00")
		if got := o.when(clerk.NoticeNoTopics, zhang); !slices.Equal(got, []string{"12-10 09:07"}) || len(o.who(clerk.Notice)) != 0 {
			t.Errorf("the secretary hears of it at %v, %d notices left", got, len(o.who(clerk.Notice)))
		}
		return o
	}
	t.Run("approved-in-time", func(t *testing.T) {
		o := begin(t)
		_, err := o.clerk.Approve(t.Context(), o.as(zhang), []int{1})
		o.must(err)
		o.deliver()
		if got := o.when(clerk.Notice, liu); !slices.Equal(got, []string{"12-10 10:00"}) {
			t.Errorf("the notice left at %v", got)
		}
	})
	t.Run("approved-by-its-card", func(t *testing.T) {
		o := begin(t)
		_, err := o.clerk.ApproveOne(t.Context(), o.as(zhang), 1)
		o.must(err)
		o.deliver()
		if got := o.when(clerk.Notice, liu); len(got) != 1 {
			t.Errorf("the notice left at %v", got)
		}
	})
	t.Run("never", func(t *testing.T) {
		o := begin(t)
		o.goTo("2026-12-14 12:00")
		if got := o.when(clerk.NoticeMissed, zhang); !slices.Equal(got, []string{"12-11 18:01"}) || len(o.who(clerk.Notice)) != 0 {
			t.Errorf("the secretary hears of it at %v, %d notices left", got, len(o.who(clerk.Notice)))
		}
		_, err := o.clerk.Approve(t.Context(), o.as(zhang), []int{1})
		o.must(err)
		o.goTo("2026-12-15 14:00")
		if n := len(o.who(clerk.Notice)); n != 0 {
			t.Errorf("%d notices left when it was too late", n)
		}
	})
}
