package handlers_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"yishi/bot"
	"yishi/committee"
	"yishi/workday"
)

var update = flag.Bool("update", false, "rewrite what the conversations expect")

// TestChats plays testdata/*.chat. A line of a chat is
//
//	# words             a comment
//	play NAME           begins where testdata/scenes/NAME.chat ends
//	bylaws KEY=VALUE    a switch of the rules, in force where the scene ends
//	cast -NAME          the cast without a person; before all else
//	second NAME,NAME…   a second committee, 望江社区“大党委”, of which zhengming is the
//	                    secretary and these of the cast are members
//	at [YYYY-]MM-DD HH:MM
//	lost NAME, found NAME, down, up, plain NAME, phoneless NAME, gone NAME YYYY-MM-DD
//	                    a person cannot be reached, can again; the platform is
//	                    down, is up again; a person's phone shows no cards; he has
//	                    no account at all; he is out of office from a day on
//	NAME[,NAME…]> …     says words; "…" in Go's notation; taps [a button] on the
//	                    newest card that bears it, or [a choice/a button]; taps
//	                    stale [a button] on a card as it was first sent, older [a
//	                    button] on the card before that one, forged
//	                    [an action] on his newest card, [an action] of NAME on
//	                    NAME's; sends !picture, !voice …; again repeats his last event
//
// and what begins with a tab is what came of it: the answer, what the tapped card
// became, and every letter and changed card that followed. go test -update
// rewrites that.
func TestChats(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations here: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := perform(t, string(text))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := gocmp.Diff(strings.Split(string(text), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// play is one conversation being played.
type play struct {
	testing.TB

	people []committee.Member
	laws   map[string]string
	scene  string // what it began with
	stage  *stage
	out    strings.Builder
}

// perform plays a text and returns it with what came of each line.
func perform(tb testing.TB, text string) string {
	tb.Helper()
	p := &play{TB: tb, people: cast(), laws: map[string]string{}}
	return p.run(text)
}

// from begins a play where a scene ends.
func from(tb testing.TB, scene string) *play {
	tb.Helper()
	p := &play{TB: tb, people: cast(), laws: map[string]string{}}
	p.begin(scene)
	return p
}

func (p *play) run(text string) string {
	p.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if strings.HasPrefix(line, "\t") {
			continue
		}
		p.out.WriteString(line + "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			p.line(line)
		}
	}
	return p.out.String()
}

func (p *play) line(line string) {
	p.Helper()
	if who, what, ok := strings.Cut(line, "> "); ok {
		p.needStage()
		p.speak(strings.Split(who, ","), what)
		return
	}
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "bylaws":
		key, value, _ := strings.Cut(rest, "=")
		p.laws[key] = value
	case "cast":
		p.people = slices.DeleteFunc(p.people, func(m committee.Member) bool { return m.Accounts[0].User == rest[1:] })
	case "play":
		p.begin(rest)
	case "at":
		p.needStage()
		p.stage.advance(p.moment(rest))
		p.tell(nil, p.stage.post.collect())
	case "second":
		p.needStage()
		p.second(strings.Split(rest, ","))
	case "lost", "found":
		p.needStage()
		p.stage.post.lost[rest] = word == "lost"
	case "down", "up":
		p.needStage()
		p.stage.post.down = word == "down"
	case "plain":
		p.change(rest, func(m *committee.Member) {
			m.Accounts = []committee.Account{{Platform: string(bot.WeCom), User: rest, Plain: true}}
		})
	case "phoneless":
		p.change(rest, func(m *committee.Member) { m.Accounts = nil })
	case "gone":
		who, day, _ := strings.Cut(rest, " ")
		p.change(who, func(m *committee.Member) { m.Left = workday.On(p.moment(day + " 00:00")) })
	default:
		p.Fatalf("no line of a chat: %q", line)
	}
}

func (p *play) needStage() {
	p.Helper()
	if p.stage == nil {
		p.begin("")
	}
}

// begin raises the stage as a scene leaves it. Each scene is played once for each
// cast, under the default rules.
func (p *play) begin(scene string) {
	p.Helper()
	var key strings.Builder
	fmt.Fprint(&key, scene, p.laws, len(p.people), p.people[len(p.people)-1].Name)
	for _, m := range p.people {
		key.WriteString(m.Accounts[0].User[:1])
	}
	kept := snapshotOf(key.String())
	kept.once.Do(func() {
		if scene == "" {
			s := raise(p, filepath.Join(p.TempDir(), "new.db"), nil, begins)
			s.settle(p.people)
			s.keep(kept)
			return
		}
		text, err := os.ReadFile("testdata/scenes/" + scene + ".chat")
		if err != nil {
			p.Fatal(err)
		}
		before := &play{TB: p.TB, people: p.people, laws: map[string]string{}}
		before.run(string(text))
		before.stage.keep(kept)
	})
	p.scene, p.stage = scene, take(p.TB, kept, p.laws)
}

func (p *play) moment(text string) time.Time {
	p.Helper()
	if len(text) == len("01-02 15:04") {
		text = "2026-" + text
	}
	to, err := time.ParseInLocation("2006-01-02 15:04", text, committee.Zone)
	if err != nil {
		p.Fatal(err)
	}
	return to
}

// second founds another committee.
func (p *play) second(members []string) {
	p.Helper()
	const id = home + 1
	body := []committee.Member{{Name: "郑明", Roles: committee.Secretary, Phone: "13900000001", Accounts: []committee.Account{{Platform: string(bot.WeCom), User: "zhengming"}}}}
	for _, m := range p.people {
		if slices.Contains(members, m.Accounts[0].User) {
			m.Roles, m.Rank = committee.Ordinary, len(body)+1
			body = append(body, m)
		}
	}
	err := p.stage.clerk.SaveCommittee(p.Context(), committee.Committee{
		ID: id, Name: "望江社区“大党委”", Issuer: "中共望江社区委员会", Street: "临江街道党工委", Seats: committee.Seats{Members: 7},
		Contact: committee.Contact{Name: "郑明", Phone: "0871-60000001"},
	}, nil)
	if err != nil {
		p.Fatal(err)
	}
	if _, err := p.stage.clerk.ImportRoster(p.Context(), id, body); err != nil {
		p.Fatal(err)
	}
}

// change changes one person of the roster.
func (p *play) change(who string, how func(*committee.Member)) {
	p.Helper()
	p.needStage()
	for _, m := range p.people {
		if m.Accounts[0].User == who {
			how(&m)
			if _, err := p.stage.clerk.ImportRoster(p.Context(), home, []committee.Member{m}); err != nil {
				p.Fatal(err)
			}
		}
	}
}

// speak plays one line for each of its speakers; what is the same for several is
// told once.
func (p *play) speak(speakers []string, what string) {
	p.Helper()
	var told [][]string
	var by [][]string
	for _, who := range speakers {
		lines := p.act(who, what)
		if n := len(told); n > 0 && slices.Equal(told[n-1], lines) {
			by[n-1] = append(by[n-1], who)
			continue
		}
		told, by = append(told, lines), append(by, []string{who})
	}
	for i, lines := range told {
		if len(speakers) > 1 {
			p.out.WriteString("\t= " + strings.Join(by[i], ", ") + "\n")
		}
		for _, line := range lines {
			p.out.WriteString("\t" + line + "\n")
		}
	}
}

// act does one thing of one person and returns what came of it.
func (p *play) act(who, what string) []string {
	p.Helper()
	s := p.stage
	ev, card := p.event(who, what)
	reply := s.handle(ev)
	lines := answered(ev, reply)
	if ev.Kind == bot.Tapped && reply.Card != nil {
		if card != nil {
			card.last = *reply.Card
		}
		lines = append(lines, "card → "+looks(*reply.Card))
	}
	if ev.Kind != bot.Tapped && reply.Card != nil {
		if err := s.hands.Later(p.Context(), ev.From, bot.Reply{Card: reply.Card, As: reply.As}); err != nil {
			p.Error(err)
		}
	}
	s.advance(s.clock.Now())
	return p.masked(append(lines, p.news(s.post.collect())...))
}

// answered is what was said back at once.
func answered(ev bot.Event, reply bot.Reply) []string {
	if reply.Text == "" && reply.Card == nil {
		return []string{"(silence)"}
	}
	if reply.Text == "" && ev.Kind == bot.Tapped {
		return nil
	}
	return strings.Split(reply.Text, "\n")
}

// event reads what a person does; card is the one that he taps.
func (p *play) event(who, what string) (ev bot.Event, card *shown) {
	p.Helper()
	s := p.stage
	switch {
	case what == "again":
		return s.last[who], nil
	case strings.HasPrefix(what, "!"):
		if kind, ok := map[string]bot.Kind{"!enter": bot.Entered, "!join": bot.Joined, "!leave": bot.Left}[what]; ok {
			return s.event(who, kind), nil
		}
		ev = s.event(who, bot.Sent)
		ev.Form = bot.Form(what[1:])
		return ev, nil
	case strings.HasPrefix(what, `"`):
		words, err := strconv.Unquote(what)
		if err != nil {
			p.Fatalf("%s: %v", what, err)
		}
		ev = s.event(who, bot.Said)
		ev.Said = words
		return ev, nil
	}
	if forged, ok := strings.CutPrefix(what, "forged ["); ok {
		return p.forged(who, forged)
	}
	button, older := strings.CutPrefix(what, "older ")
	button, stale := strings.CutPrefix(button, "stale ")
	if name, ok := strings.CutPrefix(button, "["); ok {
		return p.tap(who, strings.TrimSuffix(name, "]"), stale || older, older)
	}
	ev = s.event(who, bot.Said)
	ev.Said = p.coded(what)
	return ev, nil
}

func (p *play) tap(who, name string, stale, older bool) (bot.Event, *shown) { //nolint:revive // a conversation says which card it means
	p.Helper()
	choice, button, chosen := strings.Cut(name, "/")
	if !chosen {
		button = name
	}
	card := p.stage.post.bearing(who, button, stale, older)
	if card == nil {
		p.Fatalf("no card of %s bears [%s]", who, button)
	}
	look := card.last
	if stale {
		look = card.first
	}
	ev := p.stage.event(who, bot.Tapped)
	ev.Tap = &bot.Tap{Card: card.key, Response: "response-" + ev.ID}
	for _, b := range look.Offers() {
		if b.Text == button || strings.HasPrefix(b.Text, button+":") {
			ev.Tap.Action = b.Action
		}
	}
	if chosen && look.Question != nil {
		for _, o := range look.Question.Options {
			if o.Text == choice {
				ev.Tap.Choices = map[string][]string{look.Question.Key: {o.ID}}
			}
		}
	}
	return ev, card
}

// forged reads “an action]” or “an action] of NAME”: an action that the card on
// which it claims to be tapped need not bear.
func (p *play) forged(who, rest string) (bot.Event, *shown) {
	p.Helper()
	action, of, _ := strings.Cut(rest, "]")
	owner := cmp.Or(strings.TrimPrefix(of, " of "), who)
	ev := p.stage.event(who, bot.Tapped)
	ev.Tap = &bot.Tap{Action: action, Card: "no-such-card", Response: "response-" + ev.ID}
	cards := p.stage.post.phones[owner]
	if len(cards) == 0 || owner == "nobody" {
		return ev, nil
	}
	card := cards[len(cards)-1]
	ev.Tap.Card = card.key
	if owner != who {
		return ev, nil
	}
	return ev, card
}
