package sandbox

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// cast is the committee of spec §3.
func cast() []User {
	list := []User{
		{ID: "zhangjianguo", Name: "张建国", Title: "书记"},
		{ID: "lihuimin", Name: "李慧敏", Title: "副书记"},
		{ID: "wangzhiqiang", Name: "王志强", Title: "社区党委委员"},
		{ID: "LiuFang", Name: "刘芳", Title: "市第三中学"},
		{ID: "zhoujianping", Name: "周建平", Title: "安居物业"},
		{ID: "sunxiaoyan", Name: "孙晓燕", Title: "区人民医院"},
		{ID: "wuguodong", Name: "吴国栋", Title: "江城大学后勤集团", Status: NotActivated},
		{ID: "heting", Name: "何婷", Title: "记录员"},
		{ID: "laoqin", Name: "老秦", Title: "居民代表"},
	}
	for i := range list {
		list[i].InRange = true
	}
	return list
}

const noticeText = `【会议通知】滨河社区“大党委”2026年第四次会议
刘芳同志:
  经书记审定,定于2026年12月15日(星期二)14:30在社区党群服务中心二楼会议室召开会议,请您准时参加。
  议题:
  一、听取第三季度决定事项落实情况通报
  二、审议电动自行车集中充电棚共建项目
  请于12月14日(星期一)12:00前回复。
  联系人:何婷  电话:0871-60000000
(也可直接回复:1 参加  2 请假)`

// browse opens the phones page of a world in Chromium; it skips where there is none.
func browse(t *testing.T, w *world, wide, high int64, first ...chromedp.Action) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium not present")
	}
	server := httptest.NewServer(w.Pages())
	t.Cleanup(server.Close)
	t.Cleanup(w.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("lang", "zh-CN"))
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	t.Cleanup(cancel)
	ctx, _ = chromedp.NewExecAllocator(ctx, options...)
	ctx, _ = chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {})) // it complains of what it does not know
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })                                  // and wait until the browser is gone
	chromedp.ListenTarget(ctx, func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw: %s", e.ExceptionDetails.Error())
		case *log.EventEntryAdded: // what the content policy stops, and files that are not there
			if e.Entry.Level == log.LevelError && !strings.Contains(e.Entry.Text, "status of 4") {
				t.Errorf("the browser complained: %s", e.Entry.Text)
			}
		}
	})
	phone := wide < 760
	run(ctx, t, emulation.SetDeviceMetricsOverride(wide, high, 1, phone))
	run(ctx, t, first...)
	run(ctx, t, chromedp.Navigate(server.URL+"/sandbox/"), chromedp.WaitVisible("#phones"))
	return ctx
}

// shoot keeps a picture where SANDBOX_SHOTS says.
func shoot(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	folder := os.Getenv("SANDBOX_SHOTS")
	if folder == "" {
		return
	}
	var picture []byte
	if err := chromedp.Run(ctx, chromedp.Sleep(400*time.Millisecond), chromedp.CaptureScreenshot(&picture)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}

// run does things on the page; it fails the test when one of them cannot be done.
func run(ctx context.Context, t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func newScene(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, func(o *Options) {
		o.Title, o.App = "议事 · 演示", "议事"
		o.MoveClock = func(context.Context, time.Time) error { return nil }
	})
	w.users, w.people = nil, map[string]*User{}
	for _, u := range cast() {
		if err := w.enrol(u); err != nil {
			t.Fatal(err)
		}
	}
	w.app.answers(func(in incoming) string {
		switch {
		case in.Event == "template_card_event" && in.EventKey == "yes":
			return passiveButton(in.FromUserName, "您已确认参加 ✔")
		case in.Content == "帮助":
			return passiveText(in.FromUserName, "您可以发送：\n参加　请假　议题　到会\n联系人：何婷 0871-60000000")
		case in.Content != "":
			return passiveText(in.FromUserName, "收到。会前一小时将再提醒您。")
		}
		return ""
	})
	w.mustPost("message/send", textTo("LiuFang", noticeText))
	w.mustPost("message/send", textTo("zhangjianguo", "本季度会议尚未安排;最迟须于12月29日(周二)18:00前发出通知。"))
	w.mustPost("message/send", buttonsTo("@all", "notice-1"))
	w.clock.move(9 * time.Minute)
	if err := w.Say(t.Context(), "zhangjianguo", "定会 12-15 14:30 二楼会议室"); err != nil {
		t.Fatal(err)
	}
	w.mustPost("message/send", strings.Replace(voteTo("zhoujianping|sunxiaoyan|zhangjianguo", "vote-1", "0"), "无记名表决", "议题三：推荐续聘兼职委员", 1))
	w.mustPost("message/send", `{"touser":"lihuimin|wangzhiqiang|zhangjianguo","msgtype":"template_card","agentid":1000002,"template_card":{
		"card_type":"button_interaction","source":{"desc":"表决"},"main_title":{"title":"议题二:电动自行车集中充电棚共建项目","desc":"记名表决 · 须5票赞成方为通过"},
		"sub_title_text":"同意在三号院先行试点，由安居物业牵头，市第三中学、区人民医院配合，2027年1月15日前建成。","task_id":"b-1",
		"horizontal_content_list":[{"keyname":"应到","value":"9人"},{"keyname":"实到","value":"8人"}],
		"button_list":[{"text":"赞成","style":1,"key":"for"},{"text":"反对","style":4,"key":"against"},{"text":"弃权","style":3,"key":"abstain"}]}}`)
	w.mustPost("message/send", `{"touser":"heting","msgtype":"markdown","agentid":1000002,"markdown":{"content":"**实到8人**，达到法定到会人数\n> 未到：<font color=\"warning\">吴国栋</font>\n`+"`签到码 4821`"+`"}}`)
	w.mustPost("message/send", `{"touser":"heting|sunxiaoyan","msgtype":"textcard","agentid":1000002,"textcard":{"title":"会议纪要（〔2026〕4号）","description":"<div class=\"gray\">12月17日 周四</div>已签发，请阅。","url":"https://example.com/m/4","btntxt":"查看纪要"}}`)
	w.mustPost("message/send", `{"touser":"lihuimin","msgtype":"template_card","agentid":1000002,"template_card":{"card_type":"text_notice","source":{"desc":"到会情况"},"action_menu":{"desc":"更多","action_list":[{"text":"不再提醒","key":"mute"}]},"task_id":"tn-1","main_title":{"title":"第四次会议","desc":"12月15日(周二)14:30"},"emphasis_content":{"title":"8/9","desc":"实到 / 应到"},"quote_area":{"type":0,"title":"说明","quote_text":"吴国栋同志因出差请假"},"sub_title_text":"达到法定到会人数","jump_list":[{"type":1,"title":"查看签到表","url":"https://example.com/m/1"}],"card_action":{"type":1,"url":"https://example.com/m/1"}}}`)
	file, err := w.store(&upload{name: "滨河社区大党委2026年第四次会议纪要.docx", data: []byte(strings.Repeat("纪要", 9000))}, KindFile, w.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	w.mustPost("message/send", fmt.Sprintf(`{"touser":"heting|zhangjianguo","msgtype":"file","agentid":1000002,"file":{"media_id":%q}}`, file.ID))
	w.robot(`{"msgtype":"markdown_v2","markdown_v2":{"content":"# 会议通知\n滨河社区“大党委”第四次会议定于**12月15日(周二)14:30**召开。\n| 议题 | 汇报人 |\n|:--|:--|\n| 充电棚共建 | 李慧敏 |\n| 车位共享 | 周建平 |\n- 请提前十分钟到会\n---\n> 联系人：何婷"}}`)
	w.mustPost("message/send", `{"touser":"heting","msgtype":"template_card","agentid":1000002,"template_card":{"card_type":"multiple_interaction","main_title":{"title":"会前准备","desc":"请核对"},"task_id":"pref-1","select_list":[{"question_key":"seat","title":"席卡","selected_id":"b","option_list":[{"id":"a","text":"未摆放"},{"id":"b","text":"已摆放"}]},{"question_key":"paper","title":"材料份数","option_list":[{"id":"9","text":"9份"},{"id":"12","text":"12份"}]}],"submit_button":{"text":"保存","key":"save"}}}`)
	w.menu1(`{"button":[{"type":"click","name":"帮助","key":"help"},{"type":"click","name":"我的","key":"me"},{"name":"会议","sub_button":[{"type":"click","name":"最近会议","key":"meeting"},{"type":"view","name":"个人页","url":"https://example.com/p"}]}]}`)
	w.robot(`{"msgtype":"text","text":{"content":"议题二表决结果：赞成7票、反对0票、弃权1票，通过。"}}`)
	return w
}

// menu1 sets the app's menu.
func (w *world) menu1(body string) {
	w.t.Helper()
	got := w.postWith("menu/create", url.Values{"access_token": {w.token}, "agentid": {"1000002"}}, body)
	if got.code() != 0 {
		w.t.Fatalf("menu/create: %v", got)
	}
}
