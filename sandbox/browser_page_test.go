package sandbox

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// on is an XPath below a person's phone.
func on(user, path string) string { return `//section[@data-user="` + user + `"]` + path }

// text reads what an element shows.
func text(ctx context.Context, t *testing.T, selector string) string {
	t.Helper()
	var got string
	run(ctx, t, chromedp.Text(selector, &got))
	return got
}

// truth asks the page something.
func truth(ctx context.Context, t *testing.T, question string) bool {
	t.Helper()
	var got bool
	run(ctx, t, chromedp.Evaluate(question, &got))
	return got
}

func TestPageWide(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1600, 1000)
	shoot(ctx, t, "wide")
	run(ctx, t,
		chromedp.Click(on("LiuFang", `//button[text()="参加"]`)),
		chromedp.WaitVisible(on("LiuFang", `//div[@class="replaced"][text()="您已确认参加 ✔"]`)),
		chromedp.SendKeys(`section[data-user="LiuFang"] .say .text`, "帮助\r"),
		chromedp.WaitVisible(on("LiuFang", `//div[contains(text(),"您可以发送")]`)))
	shoot(ctx, t, "wide-after")
	run(ctx, t, chromedp.Click(`.person[data-user="LiuFang"]`), chromedp.WaitVisible(`.phones.one .phone.big`))
	shoot(ctx, t, "wide-focus")
	if truth(ctx, t, `document.querySelectorAll(".phone:not(.big)")[0].offsetHeight > 0`) {
		t.Error("the other phones are still shown")
	}
	run(ctx, t, chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(`.phones.one`))
	if !truth(ctx, t, `document.documentElement.scrollWidth <= 1600`) {
		t.Error("the page is wider than the window")
	}
}

func TestPageNarrow(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 390, 844)
	shoot(ctx, t, "narrow")
	run(ctx, t, chromedp.Click(`.person[data-user="LiuFang"]`), chromedp.WaitVisible(`section.big[data-user="LiuFang"]`))
	shoot(ctx, t, "narrow-liu")
	run(ctx, t, chromedp.Click(`#toggle`), chromedp.WaitVisible(`#to`),
		chromedp.Click(`.person[data-user="zhoujianping"]`), chromedp.WaitVisible(`section.big[data-user="zhoujianping"]`))
	shoot(ctx, t, "narrow-zhou")
	if !truth(ctx, t, `document.documentElement.scrollWidth <= 390`) {
		t.Error("the page is wider than the phone")
	}
	if !truth(ctx, t, `[...document.querySelectorAll(".phone.big .press, .phone.big .say .solid")].every((b) => b.offsetHeight >= 40)`) {
		t.Error("a button is too small for a thumb")
	}
}

func TestPageStates(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1000, 860)
	for _, who := range []string{"wuguodong", "heting", "sunxiaoyan", "@group"} {
		run(ctx, t, chromedp.Click(`.person[data-user="`+who+`"]`), chromedp.WaitVisible(`section.big[data-user="`+who+`"]`))
		shoot(ctx, t, "state-"+strings.TrimPrefix(who, "@"))
	}
	run(ctx, t, chromedp.Click(`#journal`), chromedp.WaitVisible(`dialog[open] tbody tr`))
	shoot(ctx, t, "state-log")
	run(ctx, t, chromedp.Click(`#closelog`), chromedp.Click(`.person[data-user="wuguodong"]`),
		chromedp.Click(on("wuguodong", `//button[text()="激活并加入"]`)),
		chromedp.WaitVisible(`section[data-user="wuguodong"] .say`))
}

func TestPageShowsTheWork(t *testing.T) {
	w := newScene(t)
	release := make(chan struct{})
	w.app.serves(func(http.ResponseWriter, *http.Request) bool {
		<-release
		return false
	})
	ctx := browse(t, w, 1200, 900)
	run(ctx, t, chromedp.Click(on("LiuFang", `//button[text()="参加"]`)),
		chromedp.WaitVisible(on("LiuFang", `//button[text()="处理中…"][@disabled]`)))
	shoot(ctx, t, "working")
	close(release)
	run(ctx, t, chromedp.WaitVisible(on("LiuFang", `//div[@class="replaced"]`)))
}

func TestPageVote(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1200, 900)
	submit := on("zhoujianping", `//button[text()="提交"]`)
	if !truth(ctx, t, `document.querySelector('section[data-user="zhoujianping"] [data-key="submit"]').disabled`) {
		t.Error("an empty vote can be submitted")
	}
	run(ctx, t, chromedp.Click(on("zhoujianping", `//label[span="赞成"]`)), chromedp.WaitEnabled(submit))
	shoot(ctx, t, "vote")
	w.app.answers(func(in incoming) string {
		return passive1(in.FromUserName, "update_template_card", `<TemplateCard><CardType>vote_interaction</CardType><MainTitle><Title>您已投票</Title></MainTitle>
			<CheckBox><QuestionKey>q1</QuestionKey><OptionList><Id>a</Id><Text>赞成</Text><IsChecked>true</IsChecked></OptionList><Disable>true</Disable></CheckBox>
			<SubmitButton><Text>提交</Text><Key>submit</Key></SubmitButton><ReplaceText>验票码 7KQ4</ReplaceText></TemplateCard>`)
	})
	run(ctx, t, chromedp.Click(submit), chromedp.WaitVisible(on("zhoujianping", `//div[text()="验票码 7KQ4"]`)))
	shoot(ctx, t, "voted")
	if got := w.app.events()[len(w.app.events())-1]; got.Selected[0].OptionIDs[0] != "a" {
		t.Errorf("chosen %v", got.Selected)
	}
}

func TestPageIsLive(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1200, 900)
	w.mustPost("message/send", textTo("laoqin", "请您列席会议议题三"))
	run(ctx, t, chromedp.WaitVisible(on("laoqin", `//div[text()="请您列席会议议题三"]`)))
	badge := `.person[data-user="laoqin"] .badge`
	if got := text(ctx, t, badge); got != "2" {
		t.Errorf("%s unread, want 2", got)
	}
	run(ctx, t, chromedp.Click(on("laoqin", `//div[text()="请您列席会议议题三"]`)), chromedp.WaitNotVisible(badge))
	run(ctx, t, chromedp.Reload(), chromedp.WaitVisible(on("laoqin", `//div[text()="请您列席会议议题三"]`)))
	if truth(ctx, t, `!document.querySelector('.person[data-user="laoqin"] .badge').hidden`) {
		t.Error("what was read is unread after a reload")
	}
}

func TestPagePollsWithoutStreams(t *testing.T) {
	w := newScene(t)
	noStreams := chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdpage.AddScriptToEvaluateOnNewDocument("delete window.EventSource").Do(ctx)
		return err
	})
	ctx := browse(t, w, 1200, 900, noStreams)
	run(ctx, t, chromedp.WaitVisible(on("LiuFang", `//button[text()="参加"]`)))
	w.mustPost("message/send", textTo("laoqin", "请您列席会议议题三"))
	run(ctx, t, chromedp.WaitVisible(on("laoqin", `//div[text()="请您列席会议议题三"]`)))
}

func TestPageShowsTextAsText(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1200, 900)
	for _, evil := range []string{
		`<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>`,
		`<a href="javascript:window.harmed=1">点我</a>`,
	} {
		w.mustPost("message/send", textTo("laoqin", evil))
		w.mustPost("message/send", strings.Replace(strings.Replace(textTo("laoqin", evil), `"text"`, `"markdown"`, 1), `"text":{`, `"markdown":{`, 1))
		w.robot(strings.Replace(textTo("x", evil), `"touser":"x",`, "", 1))
	}
	w.mustPost("message/send", `{"touser":"laoqin","msgtype":"markdown","agentid":1000002,"markdown":{"content":"[点我](javascript:window.harmed=1) <font color=\"info\"><b>好</b></font>"}}`)
	w.mustPost("message/send", `{"touser":"laoqin","msgtype":"textcard","agentid":1000002,"textcard":{"title":"<i>题</i>","description":"<div class=\"gray\"><img src=x onerror=alert(1)></div>好<br>好","url":"https://e.cn"}}`)
	w.mustPost("message/send", `{"touser":"laoqin","msgtype":"text","agentid":1000002,"text":{"content":"请看https://e.cn/a?b=1，完<a href=\"https://e.cn/b\">个人页</a>"}}`)
	run(ctx, t, chromedp.WaitVisible(on("laoqin", `//a[text()="个人页"]`)))
	shoot(ctx, t, "evil")
	if truth(ctx, t, `"harmed" in window`) {
		t.Error("a message ran a script")
	}
	if truth(ctx, t, `document.querySelectorAll(".chat img, .chat script, .chat i, .chat a[href^=javascript]").length > 0`) {
		t.Error("a message made elements of its own")
	}
	link := `[...document.querySelectorAll(".chat a")].some((a) => a.href === "https://e.cn/a?b=1" && a.rel.includes("noopener"))`
	if err := chromedp.Run(ctx, chromedp.Poll(link, nil, chromedp.WithPollingTimeout(10*time.Second))); err != nil {
		t.Errorf("an address in a text is no link: %v", err)
	}
}

func TestPageClock(t *testing.T) {
	w := newScene(t)
	started, release := make(chan struct{}), make(chan struct{})
	w.opt.MoveClock = func(_ context.Context, to time.Time) error {
		close(started)
		<-release
		w.clock.move(to.Sub(w.clock.now()))
		return nil
	}
	ctx := browse(t, w, 1200, 900)
	run(ctx, t, chromedp.SendKeys(`#to`, "昨天\r"), chromedp.WaitVisible(`#toast`))
	if got := text(ctx, t, `#toast`); !strings.HasPrefix(got, "没有看懂“昨天”") {
		t.Errorf("said %q", got)
	}
	run(ctx, t, chromedp.SendKeys(`#to`, "到12月14日09:07\r")) // written over what was not understood
	<-started
	run(ctx, t, chromedp.WaitVisible(`body.moving`), chromedp.WaitVisible(`.steps button[disabled]`))
	shoot(ctx, t, "moving")
	close(release)
	run(ctx, t, chromedp.WaitVisible(`//time[text()="2026年12月14日 周一 09:07"]`), chromedp.WaitEnabled(`#to`))
}

func TestPageKeys(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1200, 900)
	press := func(key string) chromedp.Action {
		return chromedp.Evaluate(`document.dispatchEvent(new KeyboardEvent("keydown", {altKey: true, code: "`+key+`", bubbles: true}))`, nil)
	}
	run(ctx, t, press("Digit4"), chromedp.WaitVisible(`section.big[data-user="LiuFang"]`))
	if !truth(ctx, t, `document.activeElement.closest("section").dataset.user === "LiuFang"`) {
		t.Error("the keys do not go to the phone")
	}
	run(ctx, t, press("KeyT"))
	if !truth(ctx, t, `document.activeElement.id === "to"`) {
		t.Error("the keys do not go to the clock")
	}
	run(ctx, t, press("Digit0"), chromedp.WaitNotPresent(`.phones.one`))
	if got := w.Calls(KindCallback, 200); got < 2 {
		t.Error("opening a phone is no enter_agent")
	}
}

func TestPageShowsTheStartOfALongAnswer(t *testing.T) {
	w := newScene(t)
	minutes := "会议纪要\n" + strings.Repeat("会议听取了第三季度决定事项落实情况的通报。\n", 30) + "记录：何婷"
	w.app.answers(func(in incoming) string { return passiveText(in.FromUserName, minutes) })
	ctx := browse(t, w, 1200, 900)
	run(ctx, t, chromedp.SendKeys(`section[data-user="LiuFang"] .say .text`, "纪要\r"),
		chromedp.WaitVisible(on("LiuFang", `//button[text()="有新消息 ↓"]`)))
	shoot(ctx, t, "long")
	if !truth(ctx, t, `(() => {
		const chat = document.querySelector('section[data-user="LiuFang"] .chat');
		const gap = chat.lastElementChild.getBoundingClientRect().top - chat.getBoundingClientRect().top;
		return gap >= 0 && gap < 60;
	})()`) {
		t.Error("the answer does not begin at the top of the screen")
	}
	run(ctx, t, chromedp.Click(on("LiuFang", `//button[text()="有新消息 ↓"]`)),
		chromedp.WaitNotVisible(on("LiuFang", `//button[text()="有新消息 ↓"]`)))
}

func TestPageCountsTheGroup(t *testing.T) {
	w := newScene(t)
	ctx := browse(t, w, 1200, 900)
	badge := `.person[data-user="@group"] .badge`
	run(ctx, t, chromedp.WaitVisible(badge))
	if got := text(ctx, t, badge); got != "2" {
		t.Errorf("%s unread in the group, want 2", got)
	}
	run(ctx, t, chromedp.Click(`.person[data-user="@group"]`), chromedp.WaitNotVisible(badge),
		chromedp.Reload(), chromedp.WaitVisible(`section.big[data-user="@group"] .bubble`))
	if !truth(ctx, t, `document.querySelector('.person[data-user="@group"] .badge').hidden`) {
		t.Error("what was read in the group is unread after a reload")
	}
}
