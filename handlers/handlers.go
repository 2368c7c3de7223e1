// Package handlers understands what people type and tap, and says what the clerk
// did about it: one table of commands, one of card actions. A handler calls no
// platform and decides no rule.
package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yishi/bot"
	"yishi/cards"
	"yishi/clerk"
	"yishi/committee"
	"yishi/letters"
	"yishi/workday"
)

// Handlers answers events. It is a bot.Handler and safe for concurrent use.
type Handlers struct {
	clerk    *clerk.Clerk
	deck     *cards.Deck
	letters  *letters.Letters
	home     committee.ID
	log      *slog.Logger
	commands []command
	actions  map[string]action
}

var _ bot.Handler = (*Handlers)(nil)

// New returns the handlers of a deployment; home is the committee that strangers
// are told of.
func New(c *clerk.Clerk, deck *cards.Deck, l *letters.Letters, home committee.ID, log *slog.Logger) *Handlers {
	h := &Handlers{clerk: c, deck: deck, letters: l, home: home, log: log}
	h.commands = h.commandTable()
	h.actions = h.actionTable()
	maps.Copy(h.actions, h.ballotActions())
	return h
}

// call is one command or action at work.
type call struct {
	by   committee.Actor
	args string  // of a command: what stands behind its name
	on   []int64 // of an action: what it is about
	pick string  // of a submitted choice: the chosen option
	said string  // of a command: the name by which it was called
}

// subject returns the n-th id of an action, 0 when it names none.
func (c call) subject(n int) int64 {
	if n < len(c.on) {
		return c.on[n]
	}
	return 0
}

// answer is what is said to the person: words, and a card that follows them.
type answer struct {
	text    string
	card    *bot.Card
	refused bool // nothing was done: the rules say no, it was so before, or the words mean nothing here

	ends string // of a tap: how its card ends
}

type action func(ctx context.Context, c call) (answer, error)

// Handle answers one event. A refusal of the rules is an answer; an error is a
// fault, and the reply that comes with it says that nothing was saved.
func (h *Handlers) Handle(ctx context.Context, ev bot.Event) (bot.Reply, error) {
	if ev.Tap == nil || len(ev.Tap.Choices) == 0 { // the name of what was chosen in secret is kept nowhere (VOT-06)
		ctx = clerk.OnBehalf(ctx, ev.ID, ev.At)
	}
	reply, err := h.handle(clerk.From(ctx, string(ev.From.Platform)+"/"+ev.From.Key()), ev)
	switch {
	case clerk.Seen(err):
		return bot.Reply{}, nil
	case err != nil:
		return bot.Reply{Text: h.deck.Say("fault")}, fmt.Errorf("handlers: answering an event: %w", err)
	}
	return reply, nil
}

func (h *Handlers) handle(ctx context.Context, ev bot.Event) (bot.Reply, error) {
	if ev.Kind == bot.Entered || ev.Kind == bot.Left || ev.Chat != "" {
		return bot.Reply{}, nil
	}
	if code, ok := bindingCode(ev.Said); ok && ev.Kind == bot.Said {
		return h.bind(ctx, ev.From, code)
	}
	all, err := h.identify(ctx, ev.From)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case len(all) == 0:
		return h.stranger(ctx)
	}
	by := all[0]
	if ev.Kind == bot.Tapped {
		if by, err = h.owner(ctx, all, ev.Tap.Card); err != nil {
			return bot.Reply{}, err
		}
		if successor, yes, err := h.handedOver(ctx, by, ev.Tap.Card); err != nil || yes {
			return h.named(by, bot.Reply{Text: h.deck.Say("office.handed", successor.Comrade())}), err
		}
	}
	if !by.Member.Serves(h.today()) {
		return h.former(ctx, by, ev)
	}
	switch ev.Kind {
	case bot.Tapped:
		reply, err := h.tapped(ctx, by, *ev.Tap)
		return h.named(by, reply), err
	case bot.Joined:
		return bot.Reply{Text: h.deck.Say("welcome", by.Member.Comrade(), by.Committee.Name)}, nil
	case bot.Sent:
		text, err := h.wordless(ctx, by, ev.Form)
		return bot.Reply{Text: text}, err
	default:
	}
	return h.words(ctx, all, ev)
}

// words answers typed words.
func (h *Handlers) words(ctx context.Context, all []committee.Actor, ev bot.Event) (bot.Reply, error) {
	by, said, asked, err := h.whose(ctx, all, ev.Said)
	if err != nil || asked != "" {
		return bot.Reply{Text: asked, As: ref(by)}, err
	}
	a, err := h.heard(h.said(ctx, by, said))
	if a.card != nil && a.card.Text == a.text && showsNoCards(by.Member, ev.From) {
		a.card = nil // he would be told the same twice
	}
	return h.named(by, bot.Reply{Text: a.text, Card: a.card}), err
}

// named lets a reply say which committee speaks, to one who sits on several.
func (h *Handlers) named(by committee.Actor, r bot.Reply) bot.Reply {
	r.As = ref(by)
	if by.Elsewhere {
		h.deck.Name(&r.Text, r.Card, by.Committee)
	}
	return r
}

// ref is how a person of a committee is found again when his reply is told later.
func ref(by committee.Actor) string { return strconv.FormatInt(int64(by.Member.ID), 10) }

// ofOffice are the cards that go to a person for the post that he holds.
var ofOffice = []string{
	clerk.TopicCard, clerk.PlanCard, clerk.LeaveCard, clerk.DraftCard, clerk.CallCard, clerk.QuorumMet, clerk.WaitCard, clerk.BallotClosed, clerk.QuorumDoomed,
}

// handedOver reports whether a card came to its owner for a post that has gone to
// somebody else since, and to whom (ORG-03).
func (h *Handlers) handedOver(ctx context.Context, by committee.Actor, key string) (successor committee.Member, yes bool, err error) {
	shown, err := h.clerk.Card(ctx, by, key)
	if err != nil || shown == nil || !slices.Contains(ofOffice, shown.Kind) {
		return successor, false, err
	}
	body, err := h.clerk.Roster(ctx, by.Committee.ID)
	if err != nil || shown.SentAt.IsZero() {
		return successor, false, err
	}
	successor, yes = body.Succeeded(by.Member.ID, committee.DayOf(shown.SentAt), h.today())
	return successor, yes, nil
}

// showsNoCards reports whether a person's account shows words alone.
func showsNoCards(m committee.Member, from bot.UserRef) bool {
	return slices.ContainsFunc(m.Accounts, func(a committee.Account) bool {
		return a.Plain && bot.UserRef{Platform: bot.Platform(a.Platform), ID: a.User}.Key() == from.Key()
	})
}

// identify finds whom an account stands for, once for each committee that he serves
// on; of one who serves on none any more, where he did; none for a stranger.
func (h *Handlers) identify(ctx context.Context, from bot.UserRef) ([]committee.Actor, error) {
	all, err := h.clerk.WhoIs(ctx, string(from.Platform), from.Key())
	today := workday.On(h.clerk.Now())
	serving := slices.DeleteFunc(slices.Clone(all), func(a committee.Actor) bool { return !a.Member.Serves(today) })
	if len(serving) == 0 {
		return all, err
	}
	return serving, err
}

func (h *Handlers) stranger(ctx context.Context) (bot.Reply, error) {
	com, err := h.clerk.Committee(ctx, h.home)
	return bot.Reply{Text: h.deck.Say("stranger", com.Name, com.Contact.Name, com.Contact.Phone)}, err
}

// heard turns a refusal of the rules into words.
func (h *Handlers) heard(a answer, err error) (answer, error) {
	if r, ok := errors.AsType[*committee.Refusal](err); ok {
		return answer{text: h.deck.Refusal(r) + h.provisional(r), card: a.card, refused: true}, nil
	}
	return a, err
}

// provisional marks a refusal that proposes a day of a year without a published
// table (NTC-01).
func (h *Handlers) provisional(r *committee.Refusal) string {
	for _, arg := range r.Args {
		if day, ok := arg.(workday.Date); ok && !h.clerk.Calendar().Published(day.Year) {
			return h.deck.Say("provisional", day.Year)
		}
	}
	return ""
}

// owner is the person of the committee whose card it is.
func (h *Handlers) owner(ctx context.Context, all []committee.Actor, card string) (committee.Actor, error) {
	for _, one := range all[1:] {
		if shown, err := h.clerk.Card(ctx, one, card); err != nil || shown != nil {
			return one, err
		}
	}
	return all[0], nil
}

// tapped does what a button says. The card must have been sent to this person; what
// it shows afterwards is drawn from the present state.
func (h *Handlers) tapped(ctx context.Context, by committee.Actor, tap bot.Tap) (bot.Reply, error) {
	shown, err := h.clerk.Card(ctx, by, tap.Card)
	if err != nil {
		return bot.Reply{}, err
	}
	name, on := parseAction(tap.Action)
	act, known := h.actions[name]
	if shown == nil || !known {
		return bot.Reply{Text: h.deck.Say("card.unknown")}, nil
	}
	c := call{by: by, on: on}
	for _, chosen := range tap.Choices {
		c.pick = strings.Join(chosen, ",")
	}
	if starts, overtaken, err := h.letters.Overtaken(ctx, by, *shown); err != nil || overtaken {
		if err != nil {
			return bot.Reply{}, err
		}
		return h.redraw(ctx, by, *shown, answer{text: h.deck.Say("notice.overtaken", starts)}, tap.Response)
	}
	a, err := h.heard(act(ctx, c))
	if clerk.IsNotFound(err) {
		a, err = answer{text: h.deck.Say("card.gone"), refused: true}, nil
	}
	if err != nil {
		return bot.Reply{}, err
	}
	a.ends = h.ends(name, a)
	if a.card != nil {
		if by.Elsewhere {
			h.deck.Name(nil, a.card, by.Committee)
		}
		if err := h.follow(ctx, by, a.card); err != nil {
			return bot.Reply{}, err
		}
	}
	return h.redraw(ctx, by, *shown, a, tap.Response)
}

// ends says how a card ends that is answered once: by what its button did.
func (h *Handlers) ends(action string, a answer) string {
	key := "card.done." + action
	switch {
	case a.refused && action != "choose":
		return h.deck.Say("card.undone")
	case h.deck.Has(key):
		return h.deck.Say(key)
	}
	return h.deck.Say("card.done")
}

// sameMeeting refuses a card of another meeting than the one that is pending.
func (h *Handlers) sameMeeting(ctx context.Context, c call) error {
	id := committee.MeetingID(c.subject(0))
	if id == 0 {
		return nil
	}
	d, err := h.clerk.Current(ctx, c.by)
	if _, err = h.heard(answer{}, err); err != nil {
		return err
	}
	if d.Meeting.ID != id {
		return committee.Refuse(committee.Untimely, "card.gone")
	}
	return nil
}

// redraw is the reply to a tap: the words, and the card as it is to look now.
func (h *Handlers) redraw(ctx context.Context, by committee.Actor, shown clerk.Shown, a answer, code string) (bot.Reply, error) {
	reply := bot.Reply{Text: a.text}
	card, ok, err := h.letters.Card(ctx, by, shown)
	if err != nil || !ok {
		return reply, err
	}
	if slices.Contains(once, shown.Kind) {
		card.Closed = a.ends // a question that came with an answer is asked once
	}
	reply.Card = &card
	if shown.ID == 0 {
		return reply, nil
	}
	return reply, h.clerk.Reshown(ctx, shown, card, code)
}

// follow sends a new card after the answer to a tap.
func (h *Handlers) follow(ctx context.Context, by committee.Actor, card *bot.Card) error {
	text, err := json.Marshal(card)
	if err != nil {
		return fmt.Errorf("handlers: writing a card: %w", err)
	}
	return h.clerk.Later(ctx, by, card.Text, string(text))
}

// Later keeps what did not fit into a platform's reply for the courier. A stranger
// has no letters: what he is told fits.
func (h *Handlers) Later(ctx context.Context, to bot.UserRef, r bot.Reply) error {
	all, err := h.identify(ctx, to)
	if err != nil || len(all) == 0 {
		return err
	}
	by := all[max(0, slices.IndexFunc(all, func(a committee.Actor) bool { return ref(a) == r.As }))]
	if r.Card == nil {
		return h.clerk.Later(ctx, by, r.Text, "")
	}
	if r.Text != "" && r.Text != r.Card.Text {
		if err := h.clerk.Later(ctx, by, r.Text, ""); err != nil {
			return err
		}
	}
	return h.follow(ctx, by, r.Card)
}

// parseAction takes an action of cards.Action apart; what is not of its form names
// nothing.
func parseAction(text string) (name string, on []int64) {
	name, rest, _ := strings.Cut(text, ":")
	for part := range strings.SplitSeq(rest, ".") {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil {
			on = append(on, n)
		}
	}
	return name, on
}
