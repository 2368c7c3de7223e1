package handlers

import "yishi/committee"

const (
	everyone  committee.Role = 0
	invited                  = committee.Seated | committee.Observer | committee.Recorder
	keepers                  = committee.Secretary | committee.Recorder
	proposers                = committee.Seated
)

// commandTable is every command with its words (spec.md §3.8). Help is made of it.
func (h *Handlers) commandTable() []command {
	return []command{
		{[]string{"帮助", "?", "help", "菜单", "怎么用"}, "/help", false, everyone, "", h.help},
		{[]string{"我的", "我的待办", "待办"}, "/me", false, everyone, "我的:看我的待办", h.mine},
		{[]string{"会议", "最近会议", "什么时候开会"}, "/meeting", false, everyone, "会议:看会议时间地点", h.meeting},
		{[]string{"参加", "能参加", "收到", "能来", "可以参加", "准时参加", "我参加"}, "/yes", false, invited, "", h.comes},
		{[]string{"请假", "不能参加", "来不了", "不参加", "去不了"}, "/no", true, invited, "", h.onLeave},
		{[]string{"意见", "发送意见"}, "/opinion", true, invited, "", h.opinion},
		{[]string{"签到", "到了"}, "/in", true, invited, "", h.checkIn},
		{[]string{"签到码"}, "/code", false, keepers, "", h.code},
		{[]string{"代签", "补签"}, "/infor", true, keepers, "", h.checkInFor},
		{[]string{"退席", "先走"}, "/out", true, invited, "", h.leaveRoom},
		{[]string{"议题", "看议题", "审定"}, "/topics", false, committee.Seated | committee.Recorder, "议题:看待议议题", h.topics},
		{[]string{"提议题", "建议议题", "我要提"}, "/propose", true, everyone, "", h.propose},
		{[]string{"修改"}, "/revise", true, proposers, "", h.revise},
		{[]string{"同意"}, "/approve", true, everyone, "", h.approve},
		{[]string{"退回"}, "/return", true, everyone, "", h.turnBack},
		{[]string{"再议"}, "/later", true, committee.Secretary, "", h.later},
		{[]string{"征集议题"}, "/call", false, committee.Secretary, "征集议题:向各位同志征集议题", h.callTopics},
		{[]string{"定会", "安排会议"}, "/schedule", true, everyone, "", h.schedule},
		{[]string{"紧急会议"}, "/urgent", true, committee.Secretary, "", h.urgent},
		{[]string{"发通知", "确认发出", "确认"}, "/notify", false, committee.Secretary, "", h.confirm},
		{[]string{"谁没回", "未回复", "回执"}, "/pending", false, keepers | committee.Vice, "", h.pending},
		{[]string{"已电话通知"}, "/called", true, keepers, "", h.called},
		{[]string{"准假"}, "/grant", true, committee.Secretary, "", h.grant},
		{[]string{"请再协调"}, "/urge", true, committee.Secretary, "", h.urge},
		{[]string{"改期", "延期"}, "/move", true, committee.Secretary, "", h.move},
		{[]string{"取消会议"}, "/cancel", false, committee.Secretary, "", h.cancelMeeting},
		{[]string{"到会", "人数", "法定人数"}, "/quorum", false, invited, "", h.attendance},
		{[]string{"开会", "开始", "宣布开会"}, "/open", false, committee.Seated, "", h.open},
		{[]string{"休会"}, "/pause", false, committee.Seated, "", h.pause},
		{[]string{"复会"}, "/resume", false, committee.Seated, "", h.resume},
		{[]string{"散会"}, "/close", false, committee.Seated, "", h.preflight},
		{[]string{"确认散会"}, "", false, committee.Seated, "", h.adjourn},
		{[]string{"继续等候15分钟", "继续等候"}, "/wait", false, committee.Seated, "", h.wait},
		{[]string{"宣布流会", "流会"}, "/lapse", false, committee.Seated, "", h.lapse},
		{[]string{"发言", "我说"}, "/say", true, invited, "", h.speak},
		{[]string{"记", "记录"}, "/note", true, invited, "", h.note},
		{[]string{"开始表决", "表决"}, "/vote", true, committee.Seated, "", h.openBallot},
		{[]string{"结束表决"}, "/endvote", true, committee.Seated, "", h.endBallot},
		{[]string{"赞成"}, "/yea", true, everyone, "", h.yea},
		{[]string{"反对", "不同意"}, "/nay", true, everyone, "", h.nay},
		{[]string{"弃权"}, "/abstain", true, everyone, "", h.abstain},
		{[]string{"宣布结果"}, "/announce", false, committee.Seated, "", h.announce},
		{[]string{"缓议"}, "/defer", false, committee.Seated, "", h.deferBallot},
		{[]string{"纪要", "看纪要"}, "/minutes", true, everyone, "纪要:看会议纪要", h.minutes},
		{[]string{"改"}, "/edit", true, committee.Recorder | committee.Vice | committee.Secretary, "", h.editMinutes},
		{[]string{"提交"}, "/submit", false, committee.Recorder, "", h.submitMinutes},
		{[]string{"同意报书记"}, "", false, committee.Vice, "", h.submitMinutes},
		{[]string{"签发"}, "/sign", false, committee.Secretary, "", h.signMinutes},
		{[]string{"退回纪要"}, "", true, committee.Secretary | committee.Vice, "", h.returnMinutes},
		{[]string{"已阅", "看了"}, "/read", false, everyone, "", h.readMinutes},
		{[]string{"大党委"}, "/committee", false, everyone, "大党委:看组成人数", h.committee},
		{[]string{"委员", "名单"}, "/roster", false, committee.Seated | committee.Recorder | committee.Admin | committee.Street, "", h.roster},
		{[]string{"绑定码"}, "/code-for", true, keepers | committee.Admin, "", h.makeBinding},
		{[]string{"绑定"}, "/bind", true, everyone, "", h.bindForm},
		{[]string{"规则", "议事规则"}, "/rules", true, everyone, "", h.laws},
		{[]string{"体检"}, "/doctor", false, committee.Secretary | committee.Admin, "体检:看需要处理的问题", h.health},
		{[]string{"取消"}, "", false, everyone, "", h.nothingToCancel},
	}
}

// actionTable is every button with what it does.
func (h *Handlers) actionTable() map[string]action {
	return map[string]action{
		"answer.comes":    h.comes,
		"answer.leave":    h.onLeave,
		"notice.view":     h.viewNotice,
		"leave.grant":     h.grant,
		"leave.urge":      h.urge,
		"leave.phones":    h.leavePhones,
		"called":          h.called,
		"checkin":         h.checkIn,
		"plan.confirm":    h.confirm,
		"plan.move":       h.askDate,
		"plan.view":       h.viewDraft,
		"plan.still":      h.still,
		"plan.on":         h.onOtherDay,
		"topic.approve":   h.approve,
		"topic.return":    h.turnBack,
		"topic.defer":     h.later,
		"session.open":    h.open,
		"session.wait":    h.wait,
		"session.lapse":   h.lapse,
		"session.adjourn": h.adjourn,
		"vote.for":        h.yea,
		"vote.against":    h.nay,
		"vote.abstain":    h.abstain,
		"vote.submit":     h.submitVote,
		"ballot.announce": h.announce,
		"ballot.defer":    h.deferBallot,
		"minutes.submit":  h.submitMinutes,
		"minutes.sign":    h.signMinutes,
		"minutes.return":  h.returnMinutes,
		"minutes.view":    h.minutes,
		"minutes.read":    h.readMinutes,
	}
}
