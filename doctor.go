package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"yishi/bot"
	"yishi/clock"
	"yishi/committee"
	"yishi/workday"
)

// errUnhealthy says that a check of the doctor is red.
var errUnhealthy = errors.New("something is red: mend it as the lines above say, then ask again")

// finding is one line of the doctor: what was checked, whether it is well, and what
// was found, with the cure where it is not.
type finding struct {
	what string
	well bool
	text string
}

func runDoctor(ctx context.Context, p *program, args []string) (err error) {
	path := p.flags.String("config", "", "the configuration `file`")
	if err := p.parse(args, 0); err != nil {
		return err
	}
	h, err := p.prepared(ctx, *path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	return h.examine(ctx, p.stdout)
}

// checkTime bounds each check: a doctor that hangs says nothing.
const checkTime = 15 * time.Second

// examine runs every check and prints its line at once.
func (h *house) examine(ctx context.Context, w io.Writer) error {
	red := false
	report := func(found ...finding) {
		for _, f := range found {
			mark := "✔"
			if !f.well {
				mark, red = "✘", true
			}
			fmt.Fprintf(w, "%s %s: %s\n", mark, f.what, f.text)
		}
	}
	report(h.checkDatabase(ctx))
	if !red {
		h.metrics = newMetrics()
		report(h.checkCache(ctx), h.checkClock())
		report(h.checkHolidays()...)
		report(h.checkWeCom(ctx)...)
		report(h.checkPeople(ctx)...)
		report(h.checkOutbox(ctx))
	}
	if red {
		return errUnhealthy
	}
	return nil
}

func (h *house) checkDatabase(ctx context.Context) finding {
	f := finding{what: "数据库"}
	err := h.store.CheckSchema(ctx)
	if f.well = err == nil; !f.well {
		f.text = err.Error()
		return f
	}
	f.text = string(h.store.Dialect()) + ",结构与程序一致"
	return f
}

func (h *house) checkCache(ctx context.Context) finding {
	if err := h.openCache(ctx); err != nil {
		return finding{"Redis", false, "连接不上,请检查 redis.addr 和 Redis 服务"}
	}
	if h.cfg.Redis.Addr.Reveal() == "" {
		return finding{"Redis", true, "未配置,使用进程内缓存(in-process)"}
	}
	return finding{"Redis", true, "已连接"}
}

func (h *house) checkClock() finding {
	now := h.clock.Now().In(committee.Zone)
	text := now.Format("2006-01-02 15:04") + "," + h.cfg.Zone
	if _, simulated := h.clock.(*clock.Simulated); simulated {
		text += ",模拟时钟"
	}
	return finding{"时钟与时区", true, text}
}

// checkHolidays tells of this year's table and the next one's. The next year's is
// published in November or December at the latest: without it this is no fault yet.
func (h *house) checkHolidays() []finding {
	year := workday.On(h.clock.Now().In(committee.Zone)).Year
	var out []finding
	for _, y := range []int{year, year + 1} {
		f := finding{what: fmt.Sprintf("%d年放假安排", y), well: true, text: "已有"}
		if !h.calendar.Published(y) {
			f.text = fmt.Sprintf("尚未公布,涉及日期按周一至周五暂算;公布后将 %d.json 放入 calendar.dir", y)
			f.well = y != year
		}
		out = append(out, f)
	}
	return out
}

func (h *house) checkWeCom(ctx context.Context) []finding {
	if !h.cfg.WeCom.On() {
		return []finding{{"企业微信", true, "未启用(wecom.corp_id 为空)"}}
	}
	if err := h.openPlatforms(); err != nil {
		return []finding{{"企业微信", false, err.Error()}}
	}
	out := []finding{h.tried(ctx, "企业微信凭据", "可取得 access_token", "取不到 access_token,请核对 corp_id、secret 和企业可信IP", h.wecom.Check)}
	return append(out, h.tried(ctx, "回调地址", h.cfg.PublicURL+"/wecom/callback 验证通过",
		h.cfg.PublicURL+"/wecom/callback 验证不通过,请确认 serve 正在运行、public_url 可从外部访问、token 与 encoding_aes_key 和管理后台一致",
		func(ctx context.Context) error {
			return h.wecom.CheckCallback(ctx, h.cfg.PublicURL+"/wecom/callback")
		}))
}

func (h *house) tried(ctx context.Context, what, well, ill string, try func(context.Context) error) finding {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	if err := try(ctx); err != nil {
		return finding{what, false, ill + "(" + err.Error() + ")"}
	}
	return finding{what, true, well}
}

// checkPeople looks at the roster: seats, one secretary, terms, and whether everyone
// can be reached.
func (h *house) checkPeople(ctx context.Context) []finding {
	body, err := h.clerk.Roster(ctx, home)
	if err != nil {
		return []finding{{"名册", false, "读取失败"}}
	}
	today := workday.On(h.clock.Now().In(committee.Zone))
	office := body.InOffice(today)
	com, err := h.clerk.Committee(ctx, home)
	if err != nil {
		com.Seats = committee.Seats{Members: 7} // before the first import
	}
	seats := com.Seats.Total()
	out := []finding{{"名册", len(office) > 0, fmt.Sprintf("编制%d名,在任%d名", seats, len(office))}}
	if len(office) == 0 {
		out[0].text += ",请运行 yishi roster import"
		return out
	}
	for _, post := range []struct {
		role committee.Role
		name string
	}{{committee.Secretary, "书记"}, {committee.Vice, "副书记"}, {committee.Recorder, "记录员"}} {
		n := len(body.With(post.role, today))
		f := finding{post.name, n == 1, fmt.Sprintf("%d名", n)}
		if post.role == committee.Recorder {
			f.well = n >= 1
		}
		if !f.well {
			f.text += ",请核对名册"
		}
		out = append(out, f)
	}
	return append(out, h.checkTerms(office, today), h.checkReach(ctx, office))
}

func (h *house) checkTerms(office committee.Body, today workday.Date) finding {
	var over []string
	for _, m := range office {
		if m.Expired(today) {
			over = append(over, m.Name+"("+m.Until.String()+")")
		}
	}
	if len(over) == 0 {
		return finding{"任期", true, "无届满"}
	}
	return finding{"任期", true, fmt.Sprintf("%d名任期已届满,请尽快办理续聘或调整:%s", len(over), strings.Join(over, "、"))}
}

// checkReach asks the platform for each member in office.
func (h *house) checkReach(ctx context.Context, office committee.Body) finding {
	var lost []string
	for _, m := range office {
		if why := h.unreached(ctx, m); why != "" {
			lost = append(lost, m.Name+"("+why+")")
		}
	}
	f := finding{"可达", len(lost) == 0, fmt.Sprintf("%d人中%d人可收到消息", len(office), len(office)-len(lost))}
	if !f.well {
		f.text += fmt.Sprintf(";收不到:%s,请核对平台账号和应用可见范围", strings.Join(lost, "、"))
	}
	return f
}

// unreached says why a person cannot be reached; empty when he can.
func (h *house) unreached(ctx context.Context, m committee.Member) string {
	i := slices.IndexFunc(m.Accounts, func(a committee.Account) bool { return a.Platform == string(bot.WeCom) })
	if i < 0 || h.wecom == nil {
		return "没有可用的平台账号"
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	who, err := h.wecom.Reach(ctx, m.Accounts[i].User)
	if lost, ok := errors.AsType[*bot.UnreachableError](err); ok {
		return fmt.Sprintf("平台代码%d", lost.Code)
	}
	switch {
	case err != nil:
		return "查询失败"
	case !who.Active:
		return "账号未激活"
	}
	return ""
}

func (h *house) checkOutbox(ctx context.Context) finding {
	late, err := h.store.Backlog(ctx, h.clock.Now().Add(-10*time.Minute))
	if err != nil {
		return finding{"待发消息", false, "读取失败"}
	}
	if late > 0 {
		return finding{"待发消息", false, fmt.Sprintf("%d条未能按时发出,请确认 serve 正在运行、平台凭据有效、平台可以访问", late)}
	}
	return finding{"待发消息", true, "无积压"}
}
