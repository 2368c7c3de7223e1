package wecom

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"yishi/bot"
)

const (
	updateOK   = `{"errcode":0,"errmsg":"ok","invaliduser":[]}`
	updateGone = `{"errcode":42016,"errmsg":"invalid response_code"}`
)

func TestUpdate(t *testing.T) {
	a := newAPI(t)
	bodies := a.recording(updateCall, func(int) string { return updateOK })
	k := newKit(t, at(a.URL))
	closed := bot.Card{Title: "会议通知", Text: "会议通知", Closed: "您已选择：能参加", Buttons: []bot.Button{{Text: "能参加", Action: "rsvp.yes 7", Style: bot.Primary}}}
	if err := k.Update(t.Context(), bot.MessageRef{To: wang, Code: "rc1"}, closed); err != nil {
		t.Fatal(err)
	}
	want := `{"userids":["WangJianGuo"],"agentid":218,"response_code":"rc1","template_card":{"card_type":"button_interaction","main_title":{"title":"会议通知"},` +
		`"button_list":[{"text":"能参加","style":1,"key":"rsvp.yes 7"}],"replace_text":"您已选择：能参加"}}`
	if (*bodies)[0] != want {
		t.Errorf("sent\n%s\nwant\n%s", (*bodies)[0], want)
	}
}

func TestUpdateErrors(t *testing.T) {
	for answer, want := range map[string]string{
		updateOK:                                        "sent",
		updateGone:                                      "gone",
		`{"errcode":42015,"errmsg":"other app"}`:        "gone",
		`{"errcode":40058,"errmsg":"invalid"}`:          "gone",
		`{"errcode":81013,"errmsg":"nobody"}`:           "gone",
		`{"errcode":123456,"errmsg":"?"}`:               "gone",
		`{"errcode":0,"invaliduser":["wangjianguo"]}`:   "gone",
		`{"errcode":0,"invaliduser":"wangjianguo|x"}`:   "gone",
		`{"errcode":0,"invaliduser":["somebodyelse"]}`:  "sent",
		`{"errcode":-1,"errmsg":"busy"}`:                "retry",
		`{"errcode":42001,"errmsg":"expired"}`:          "retry",
		`{"errcode":45009,"errmsg":"too often"}`:        "throttled",
		`{"errcode":60020,"errmsg":"from ip: 1.2.3.4"}`: "misset",
		noJSON: "retry",
	} {
		a := newAPI(t)
		a.say(updateCall, answer)
		err := newKit(t, at(a.URL)).Update(t.Context(), bot.MessageRef{To: wang, Code: "rc1"}, invitation())
		got := class(err)
		if errors.Is(err, bot.ErrGone) {
			got = "gone"
		}
		if got != want {
			t.Errorf("%s ended in %v, want %s", answer, err, want)
		}
	}
}

func TestUpdateOfNothing(t *testing.T) {
	a := newAPI(t)
	k := newKit(t, at(a.URL))
	for _, ref := range []bot.MessageRef{
		{To: wang}, {To: user("@all"), Code: "rc"}, {Code: "rc"}, {To: bot.UserRef{Platform: bot.DingTalk, ID: "a"}, Code: "rc"},
	} {
		if err := k.Update(t.Context(), ref, invitation()); !errors.Is(err, bot.ErrGone) {
			t.Errorf("%+v ended in %v", ref, err)
		}
	}
	flawed := ballot()
	flawed.Question.Options = nil
	if err := k.Update(t.Context(), bot.MessageRef{To: wang, Code: "rc"}, flawed); class(err) != "rejected" {
		t.Errorf("a flawed card ended in %v", err)
	}
	if len(a.asked) != 0 {
		t.Errorf("the platform was asked %q", a.asked)
	}
}

// A code is good once. Whether an attempt without an answer used it is told by
// the next attempt at the same change.
func TestUpdateWhoseAnswerWasLost(t *testing.T) {
	one, two := invitation(), invitation()
	two.Body = "已改期至12月16日"
	ref := bot.MessageRef{To: wang, Code: "rc1"}
	for _, test := range []struct {
		name    string
		answers []string
		cards   []bot.Card
		want    []string
	}{
		{"it-had-been-done", []string{noJSON, updateGone}, []bot.Card{one, one}, []string{"retry", "sent"}},
		{"another-change-had-been-done", []string{noJSON, updateGone}, []bot.Card{one, two}, []string{"retry", "gone"}},
		{"it-had-not-been-done", []string{noJSON, updateOK}, []bot.Card{one, one}, []string{"retry", "sent"}},
		{"busy-says-nothing", []string{`{"errcode":-1}`, updateGone}, []bot.Card{one, one}, []string{"retry", "gone"}},
		{"busy-after-lost", []string{noJSON, `{"errcode":-1}`, updateGone}, []bot.Card{one, one, one}, []string{"retry", "retry", "sent"}},
		{"busy-with-another", []string{noJSON, `{"errcode":-1}`, updateGone}, []bot.Card{one, two, two}, []string{"retry", "retry", "gone"}},
		{"done-is-done", []string{updateOK, updateGone}, []bot.Card{one, one}, []string{"sent", "sent"}},
		{"gone-is-gone", []string{updateGone, updateGone}, []bot.Card{one, two}, []string{"gone", "gone"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAPI(t)
			a.say(updateCall, test.answers...)
			k := newKit(t, at(a.URL))
			for i, card := range test.cards {
				err := k.Update(t.Context(), ref, card)
				got := class(err)
				if errors.Is(err, bot.ErrGone) {
					got = "gone"
				}
				if got != test.want[i] {
					t.Errorf("attempt %d ended in %v, want %s", i+1, err, test.want[i])
				}
			}
		})
	}
}

// A token that cannot be got says nothing about the card.
func TestUpdateWithoutAToken(t *testing.T) {
	a := newAPI(t)
	a.on("gettoken", func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			write(w, noJSON)
			return
		}
		write(w, `{"errcode":0,"access_token":"x","expires_in":7200}`)
	})
	a.say(updateCall, updateGone)
	k := newKit(t, at(a.URL))
	ref := bot.MessageRef{To: wang, Code: "rc1"}
	if err := k.Update(t.Context(), ref, invitation()); class(err) != "retry" || !strings.Contains(err.Error(), "gettoken") {
		t.Fatalf("ended in %v", err)
	}
	if err := k.Update(t.Context(), ref, invitation()); !errors.Is(err, bot.ErrGone) {
		t.Errorf("ended in %v: nothing was tried before", err)
	}
}
