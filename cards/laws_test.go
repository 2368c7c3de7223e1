package cards_test

import (
	"strings"
	"testing"

	"yishi/bot"
	"yishi/committee"
	"yishi/workday"
)

// The bylaws as they read when four fifths became two thirds on 30 November, by a
// document of 23 November: what is in force, what comes, one switch, all of them.
func TestSYS16LawsText(t *testing.T) {
	k := deck(t)
	first, _, err := committee.Lawbook(nil).Resettle(nil, on("2026-11-01 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	book := committee.Lawbook{first}
	secretary := committee.Actor{Committee: dossier(committee.Planned, "2026-11-23 09:00").Committee, Member: member(zhang)}
	next, err := book.Amend(secretary, committee.Amendment{
		Key: "quorum.fraction", Value: "2/3", Reference: "临江党工委〔2026〕15号", From: workday.New(2026, 11, 30),
	}, on("2026-11-23 09:30"))
	if err != nil {
		t.Fatal(err)
	}
	book = append(book, next)
	before, after := workday.New(2026, 11, 29), workday.New(2026, 11, 30)
	ordered := "依据临江党工委〔2026〕15号"
	for _, test := range []struct {
		name     string
		today    workday.Date
		about    string
		with     []string
		without  []string
		switches int // lines besides the head, the coming version and the way on
	}{
		{"before", before, "", []string{"现行第1版,自11月1日(周日)起施行(依据程序设置)", "第2版将自11月30日(周一)起施行(" + ordered, "各项均为默认规定"}, []string{"2/3"}, 1},
		{"after", after, "", []string{"现行第2版,自11月30日(周一)起施行(" + ordered, "(quorum.fraction):2/3,默认4/5"}, []string{"将自", "各项均为默认规定"}, 1},
		{"one-of-them-before", before, "quorum.fraction", []string{"(quorum.fraction):4/5"}, []string{"2/3"}, 1},
		{"by-its-name", after, k.Say("law.quorum.fraction"), []string{"(quorum.fraction):2/3,默认4/5"}, []string{"tie"}, 1},
		{"all", after, "全部", []string{"(quorum.fraction):2/3,默认4/5", "(tie):"}, nil, len(committee.Switches())},
		{"none-such", after, "投票机", []string{"规则中没有“投票机”这一项。"}, []string{"quorum"}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := k.Laws(book, test.today, test.about)
			for _, want := range test.with {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in\n%s", want, text)
				}
			}
			for _, word := range test.without {
				if strings.Contains(text, word) {
					t.Errorf("%q is out of place in\n%s", word, text)
				}
			}
			others := 2
			if test.today == before {
				others++
			}
			if n := len(strings.Split(text, "\n")) - others; n != test.switches {
				t.Errorf("%d lines of switches, want %d, in\n%s", n, test.switches, text)
			}
		})
	}
}

// A person of several committees reads above all else which one speaks, once.
func TestName(t *testing.T) {
	k, of := deck(t), committee.Committee{Name: "滨河社区“大党委”"}
	const head = "【滨河社区“大党委”】\n"
	text, card := "已报名。", bot.Card{Title: "会议通知", Text: "请您参加。"}
	for range 2 {
		k.Name(&text, &card, of)
		if text != head+"已报名。" || card.Text != head+"请您参加。" || card.From != of.Name || card.Title != "会议通知" {
			t.Fatalf("got %q and %+v", text, card)
		}
	}
	empty := ""
	k.Name(&empty, nil, of)
	k.Name(nil, nil, of)
	if empty != "" {
		t.Errorf("nothing to say became %q", empty)
	}
}

// Before a noticed meeting moves, the secretary reads what it comes to and how many
// have to be told again (MTG-06).
func TestMTG06MoveText(t *testing.T) {
	d := dossier(committee.Planned, "2026-12-10 10:00", func(d *committee.Dossier) { d.Meeting.Starts = on("2026-12-16 09:30") })
	text := deck(t).MoveText(d, 11)
	for _, want := range []string{"12月16日(周三)09:30", "社区党群服务中心二楼会议室", "将告知已通知的11人", "回复“确认”", "回复“取消”"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

// Of a meeting in a year without a table the sentence names that year, also where its
// notice still leaves in a year that has one (NTC-01).
func TestNTC01TheYearWithoutATable(t *testing.T) {
	for _, starts := range []string{"2027-01-04 14:30", "2027-01-12 14:30"} {
		d := dossier(committee.Planned, "2026-12-08 09:20", func(d *committee.Dossier) { d.Meeting.Starts = on(starts) })
		if body := deck(t).Plan(d).Body; !strings.Contains(body, "(2027年放假安排尚未公布") {
			t.Errorf("%s: %s", starts, body)
		}
	}
}

// A word of many switches lists them all; the name of one says which values it can have.
func TestSYS16LawsByMatter(t *testing.T) {
	k := deck(t)
	book, today := committee.Lawbook(nil), workday.New(2026, 11, 23)
	votes := k.Laws(book, today, "表决")
	for _, key := range []string{
		"majority.base", "majority.threshold", "majority.personnel.base", "majority.personnel.threshold", "abstain.in_base", "tie", "near_tie.suggest_defer",
		"recusal.reduces_base", "vote.chair_last", "vote.minutes", "vote.mode.default", "vote.mode.personnel", "result.publish",
	} {
		if !strings.Contains(votes, "("+key+")") {
			t.Errorf("%s is missing in\n%s", key, votes)
		}
	}
	for about, want := range map[string]string{
		"vote.minutes":      "(vote.minutes):10。可选:1至240的整数。",
		"quorum.fraction":   "(quorum.fraction):4/5。可选:不大于1的分数(分母1至100),如4/5。",
		"notice.latest":     "(notice.latest):18:00。可选:00:00至23:59的时刻。",
		"quorum.base":       "(quorum.base):在任人数(in_office)。可选:在任人数(in_office)、编制人数(seats)。",
		"archive.retention": "(archive.retention):永久(permanent)",
	} {
		if text := k.Laws(book, today, about); !strings.Contains(text, want+"\n") {
			t.Errorf("%s: %q is missing in\n%s", about, want, text)
		}
	}
}
