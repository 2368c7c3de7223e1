package main

func (w *world) answers() {
	w.Helper()
	w.pushes(liufang, "参加", "收到。会前一小时将再提醒您。")
	if card := shown(w.lastCard(liufang, "【会议通知】")); !holds(card, "您已确认参加 ✔ (可更改)") {
		w.Errorf("刘芳's card does not show her answer:\n%s", card)
	}
	w.says(liufang, "2")
	w.says(liufang, "参加")
	w.forget()
	for _, u := range []string{vice, "wangzhiqiang", "zhaolihua", zhou, secretary} {
		w.says(u, "1", "收到")
	}
	w.pushes(qin, "能参加")
	w.says(recorder, "参加")
	w.says(secretary, "已电话通知 吴国栋", "已登记")
	if err := w.platform.Join(w.Context(), wu); err != nil {
		w.Fatal(err)
	}
	w.settle()
	w.forget()
	w.says(wu, "请假", "①公务 ②出差 ③身体原因 ④其他(请写明)")
	w.says(wu, "2", "出差")
	w.gets([]string{secretary}, "吴国栋", "出差", "[准假]", "[请再协调]")
	w.pushes(secretary, "准假", "准")
	w.gets([]string{wu}, "张建国书记已准假。会后将向您转达会议情况。")
	w.forget()
	w.at("12-10 10:07") // answers are gathered before he hears of them
	w.gets([]string{secretary}, "参加6 请假1 未答复2", "法定到会8人", "还差2人")
	w.at("12-11 09:06:59")
	w.silent(everyone...)
}

func (w *world) chases() {
	w.Helper()
	w.at("12-11 09:07")
	w.gets([]string{chen, sun}, "12月15日(周二)14:30", "[参加]", "[请假]")
	w.gets([]string{ma}, "[能参加]")
	w.silent(without(everyone, chen, sun, ma)...)
	w.says(sun, "1", "收到")
	w.at("12-11 10:07")
	w.gets([]string{secretary}, "参加7 请假1 未答复1", "还差1人")
	w.at("12-11 16:07")
	for _, u := range []string{secretary, recorder} {
		w.getsAll(u, []string{"已通知到", "陈卫东", "13988880412", "[已电话通知]"}, []string{"已通知到", "马志明", "13888880010", "[已电话通知]"})
	}
	w.silent(without(everyone, secretary, recorder)...)
	w.says(recorder, "已电话通知 陈卫东", "已登记")
	w.at("12-13 23:59") // a weekend: nothing for anybody
	w.silent(everyone...)
}

func (w *world) forecasts() {
	w.Helper()
	w.at("12-14 09:07")
	w.gets([]string{secretary}, "参加7 请假1 未答复1", "法定到会8人", "还差1人", "陈卫东")
	w.gets([]string{chen}, "[参加]")
	w.gets([]string{ma}, "[能参加]")
	w.silent(without(everyone, secretary, chen, ma)...)
	w.says(chen, "1")
	w.at("12-14 10:07")
	w.gets([]string{secretary}, "参加8 请假1 未答复0", "刚好达到")
	w.at("12-14 17:07")
	w.gets([]string{secretary}, "参加8 请假1 未答复0", "刚好达到", "明日14:30召开", "请准时参加") // words of one moment are one message
	w.gets(without(present, secretary), "明日14:30召开", "请准时参加")
	w.gets([]string{qin, recorder}, "明日14:30召开")
	w.silent(wu, ma, street, admin, group)
}

func (w *world) checksIn() {
	w.Helper()
	w.at("12-15 13:30")
	w.gets(present, "14:30", "社区党群服务中心二楼会议室")
	w.gets([]string{qin, recorder}, "14:30")
	w.silent(wu, ma, street, admin, group)
	w.says(liufang, "签到", "14:00")
	w.at("12-15 14:00")
	w.gets(without(noticed, recorder, wu), "会议签到", "12月15日(周二)14:30", "[签到]")
	w.gets([]string{recorder}, "会议签到", "[签到]", "签到码")
	w.silent(street, admin, group)
	w.at("12-15 14:12")
	w.pushes(liufang, "签到", "签到成功 14:12,您是第1位到会委员。")
	w.says(liufang, "签到", "14:12")
	for _, u := range without(present, liufang, zhou) {
		w.says(u, "签到", "签到成功 14:12")
	}
	w.says(qin, "签到", "签到成功 14:12")
	w.says(ma, "签到", "签到成功")
	w.forget()
}

func (w *world) gates() {
	w.Helper()
	w.at("12-15 14:24")
	w.says(secretary, "到会", "实到7人", "周建平", "吴国栋")
	w.at("12-15 14:30")
	w.says(secretary, "开会", "实到7人,法定到会8人(应到9人的五分之四为7.2人,按8人计),尚不能开会", "未到:周建平、吴国栋", "13888880007")
	w.says(secretary, "开始表决 2", "会议尚未宣布开会(实到7人,法定到会8人)")
	w.says(vice, "开会", "主持")
	w.at("12-15 14:33")
	w.says(zhou, "签到", "签到成功 14:33,您是第8位到会委员。")
	w.gets([]string{secretary}, "实到8人", "法定到会", "[宣布开会]")
	w.pushes(secretary, "宣布开会", "会议于14:33宣布开会", "应到9人", "实到8人")
	w.gets([]string{recorder}, "开会")
	w.silent(without(everyone, secretary, recorder)...)
	w.restart()
}

func (w *world) votesByName() {
	w.Helper()
	w.at("12-15 15:08")
	w.says(secretary, "开始表决 1", "不需表决")
	w.says(liufang, "赞成", "目前没有进行中的表决")
	w.says(secretary, "开始表决 2", "末位表态:其他7人表决后您再表决。")
	voters := without(present, secretary)
	w.gets(voters, "【表决】议题二:电动自行车集中充电棚共建项目", "应到9人,实到8人,须5票赞成方为通过", "表决结束前可更改", "[赞成]", "[反对]", "[弃权]")
	w.gets([]string{group}, "正在表决:议题二(已表决0/8)")
	w.silent(wu, ma, qin, recorder, street, admin)
	w.says(secretary, "赞成", "请待其他同志表决后再表决(还有7人)")
	w.says(qin, "赞成", "您为列席人员,不参加表决。")
	w.says(wu, "赞成", "您未签到,未到会委员的意见可记入会议记录,不计入票数。")
	w.says(recorder, "赞成", "不参加表决")
	w.pushes(liufang, "反对", "已登记:反对。表决结束前可更改。")
	w.pushes(liufang, "赞成", "已登记:赞成。表决结束前可更改。")
	w.says(liufang, "1", "您已表决:赞成")
	for _, u := range without(voters, liufang, sun) {
		w.says(u, "1", "已登记:赞成")
	}
	w.says(secretary, "1", "还有1人")
	w.says(sun, "3", "已登记:弃权")
	w.gets([]string{secretary}, "【表决】议题二", "[赞成]")
	w.at("12-15 15:12")
	w.pushes(secretary, "赞成", "[宣布结果:通过]", "赞成7票、反对0票、弃权1票")
	w.silent(without(everyone, secretary)...)
	w.silent(group)
	w.says(liufang, "反对", "议题二表决已于15:12结束,本次操作未计入。")
	w.at("12-15 15:13")
	w.pushes(secretary, "宣布结果")
	text := "应到9人,实到8人,参加表决8人;赞成7票、反对0票、弃权1票。赞成票超过应到会委员半数(须5票),通过。"
	w.gets(append(voters, recorder), text)
	w.gets([]string{group}, text)
	w.silent(street, admin, ma)
	w.forget()
}

func (w *world) nearlyTies() {
	w.Helper()
	w.at("12-15 15:40")
	w.types(secretary, "开始表决 4")
	w.forget()
	for i, u := range without(present, secretary) {
		w.types(u, []string{"赞成", "赞成", "赞成", "反对", "反对", "反对", "弃权"}[i])
	}
	w.forget()
	w.says(secretary, "赞成", "意见较为接近,建议缓议", "[缓议]", "[宣布结果:未通过]")
	w.pushes(secretary, "宣布结果")
	text := "应到9人,实到8人,参加表决8人;赞成4票、反对3票、弃权1票。赞成票未超过应到会委员半数(须5票),未通过"
	w.gets(without(present, secretary), text)
	w.gets([]string{group}, text)
	w.forget()
}

func (w *world) votesInSecret() {
	w.Helper()
	w.at("12-15 15:50")
	w.says(secretary, "开始表决 3", "无记名", "刘芳")
	voters := without(present, liufang)
	w.gets(without(voters, secretary), "(赞成)", "(反对)", "(弃权)", "[提交]")
	w.forget()
	w.says(liufang, "赞成", "议题三(一)涉及您本人,请回避,您无须表决。")
	for _, u := range voters {
		if err := w.platform.Pick(w.Context(), u, "提交", "赞成"); err != nil {
			w.Fatal(err)
		}
	}
	w.settle()
	if got := w.news(vice); len(got) != 1 || !holds(got[0], "您已投票") || holds(got[0], "赞成") {
		w.Errorf("after a secret vote one hears %q", got)
	}
	w.says(vice, "反对", "表决已于15:50结束")
	w.forget()
	w.pushes(secretary, "宣布结果")
	w.gets(without(present, secretary), "赞成7票、反对0票、弃权0票", "通过")
	w.forget()
	w.silent(group)
	w.says(secretary, "开始表决 3", "吴国栋")
	w.forget()
	for i, u := range present {
		w.types(u, []string{"1", "1", "1", "2", "2", "2", "3", "3"}[i])
	}
	w.forget()
	w.pushes(secretary, "宣布结果")
	w.gets([]string{vice}, "赞成3票、反对3票、弃权2票", "未通过")
	for _, text := range w.news(group) {
		if holds(text, "吴国栋") || holds(text, "刘芳") || holds(text, "票") {
			w.Errorf("the group hears of a person:\n%s", text)
		}
	}
	w.forget()
}

func (w *world) adjourns() {
	w.Helper()
	w.at("12-15 16:20")
	w.says(liufang, "发言 建议先在三号院试点,再推开", "已记录,会后请核对。")
	w.says(secretary, "散会", "议题4项均有结果", "应到9实到8请假1", "[确认散会]")
	w.pushes(secretary, "确认散会", "16:20散会")
	w.at("12-15 16:21")
	got := w.news(recorder)
	if len(got) != 2 || !holds(got[0]+got[1], ".md", "会议纪要初稿(〔2026〕×号)", "[提交]") {
		w.Errorf("at 16:21 the recorder has:\n%s", got)
	}
	w.silent(without(everyone, recorder)...)
	w.restart()
}

func (w *world) signs() {
	w.Helper()
	w.at("12-16 09:30")
	w.says(recorder, "改 四 会议议定,由区人民医院党委、市第三中学党总支进一步征求意见,提交下次会议研究。", "已修改")
	w.forget()
	w.pushes(recorder, "提交")
	w.gets([]string{vice}, "[同意报书记]")
	w.silent(secretary)
	w.pushes(vice, "同意报书记")
	w.gets([]string{secretary}, "[签发]", "[退回]")
	w.says(liufang, "纪要", "尚未签发")
	w.at("12-17 11:02")
	w.pushes(secretary, "签发", "〔2026〕4号")
	w.gets(without(members, secretary), "〔2026〕4号", "[查看纪要]", "[已阅]")
	w.gets([]string{ma, qin, recorder, street}, "〔2026〕4号", "[已阅]")
	w.silent(admin)
	line := w.news(group)
	if len(line) != 1 || !holds(line[0], "会议议定4项:听取通报1项,通过1项,人事推荐1项按程序报批,提交下次会议再议1项") {
		w.Errorf("the group hears of the minutes:\n%s", line)
	}
	for _, word := range []string{"吴国栋", "刘芳", "赞成", "续聘"} {
		if len(line) == 1 && holds(line[0], word) {
			w.Errorf("the group hears %q:\n%s", word, line[0])
		}
	}
}

func (w *world) reads() {
	w.Helper()
	full := []string{"〔2026〕4号", "2026年12月17日", "14时33分至16时20分", "应到委员9人,实到8人,请假1人", "赞成7票、反对0票、弃权1票", "推荐续聘吴国栋同志:参加表决8人,赞成3票、反对3票、弃权2票"}
	w.says(wu, "纪要", full...)
	w.says(street, "纪要", full...)
	if got := w.types(ma, "纪要"); !holds(got, "〔2026〕4-3", "人事事项按程序报批") || holds(got, "票") || holds(got, "充电棚") || holds(got, "停车位") {
		w.Errorf("an observer's minutes:\n%s", got)
	}
	if got := w.types(qin, "纪要"); !holds(got, "充电棚", "停车位") || holds(got, "续聘") {
		w.Errorf("an observer's minutes:\n%s", got)
	}
	readers := append(append([]string{}, noticed...), street)
	for _, u := range without(readers, zhou, secretary) {
		w.pushes(u, "已阅", "已阅")
	}
	w.says(liufang, "已阅", "已")
	w.forget()
	w.at("12-21 09:06:59")
	w.silent(everyone...)
	w.at("12-21 09:07")
	w.gets([]string{zhou}, "纪要", "[已阅]")
	w.gets([]string{secretary}, "未阅纪要1人:周建平。")
	w.silent(without(everyone, zhou, secretary)...)
	w.at("12-31 23:59")
	w.silent(zhou)
}
