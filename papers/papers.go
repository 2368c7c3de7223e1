// Package papers draws up official papers from facts. So far these are the
// minutes (会议纪要) of a meeting: Draft makes a Minutes value of what was
// recorded, For cuts it down to what a receiver may read, and renderers such as
// Markdown and Text put it into a form. The wording follows spec.md §4: third
// person, nobody's arguments, the tally where there was a vote.
//
// The package is pure: equal facts give equal papers.
package papers

import (
	"time"

	"yishi/committee"
	"yishi/workday"
)

// Facts are what the minutes of one meeting are drawn up from. Text in them that
// people typed may hold anything; it ends up as plain words.
type Facts struct {
	Issuer    string // 中共滨河社区委员会
	Committee string // 滨河社区“大党委”
	Street    string // 临江街道党工委; may be empty

	Year, Ordinal int // the year's n-th meeting
	NumberYear    int // that the minutes are numbered in; 0: Year
	Number        int // 0 before 签发, shown as 〔2026〕×号 (MIN-04)
	Kind          committee.MeetingKind
	Fulfils       bool             // it stands for the quarter's meeting too (MTG-01)
	Special       string           // why a special meeting was convened (MTG-02)
	Urgent        string           // why an urgent meeting was convened (NTC-05)
	Bylaws        committee.Bylaws // under which the meeting was held
	Opened        time.Time
	Closed        time.Time // 散会; zero while the meeting lasts
	Place         string
	Chair         Chair
	Recorder      string
	Noticed       workday.Date // the day the notice left

	Expected  int // 应到, frozen at the opening
	Present   int // 实到 at the opening; who came later is counted apart
	Quorum    int // 法定到会
	Attended  []Attendee
	OnLeave   []Attendee
	Absent    []Attendee
	Observers []Attendee

	Items    []Item
	SignedOn workday.Date // zero before 签发
	IssuedOn workday.Date // 印发; zero before
	CopyTo   []string     // 抄送
}

// Chair is who presided.
type Chair struct {
	Name   string
	Post   string // 书记, 副书记 or 委员
	For    string // the secretary's name, when he let another preside; else empty
	Reason string // why he did
}

// Attendee is one person on a line of the roll.
type Attendee struct {
	Name       string
	Unit       string // empty for members of the community's own Party committee
	Reason     string // of a leave
	Pending    bool   // the leave was not answered before the opening (ATT-02)
	ByVideo    bool   // attended by video
	ByRecorder bool   // checked in by the recorder (代签)
	Newcomer   bool   // appointed after the notice had left (ORG-01)
	Topics     []int  // of an observer: positions on the agenda; empty: all
}

// Item is one topic of the agenda and what became of it.
type Item struct {
	Position     int // on the agenda, from 1
	Title        string
	Kind         committee.TopicKind
	Reporter     string // who reported on it; may be empty
	Asked        string // what the meeting was asked to decide; several lines become (一), (二) …
	Votes        []Vote // in the order in which they were closed
	Deferred     bool   // 缓议
	NotDiscussed bool
	Late         string // why it was added after the notice
	Edited       string // the text that the recorder put in place of ours
}

// Vote is one vote that was closed. Of several on the same matter the last holds
// (VOT-12).
type Vote struct {
	Person   string // of a personnel topic
	Secret   bool
	ByHand   bool   // a show of hands or paper slips, entered by the recorder (VOT-11)
	Witness  string // 监票人 of paper slips
	Again    bool   // a second vote on the same matter (VOT-12)
	Deferred bool   // the chair put the matter off instead of announcing
	Recused  []string
	committee.Outcome
}
