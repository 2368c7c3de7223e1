package handlers

import (
	"slices"

	"yishi/committee"
)

const (
	everyone  committee.Role = 0
	invited                  = committee.Seated | committee.Observer | committee.Recorder
	keepers                  = committee.Secretary | committee.Recorder
	proposers                = committee.Seated
	officers                 = committee.Secretary | committee.Admin
	drafters                 = committee.Secretary | committee.Vice | committee.Recorder
)

// commandTable is every command with its words (spec.md §3.8). Help is made of it.
func (h *Handlers) commandTable() []command {
	return slices.Concat(h.before(), h.sitting(), h.voting(), h.serving())
}

// before are the commands of every day, and those on the way to a meeting.
func (h *Handlers) before() []command {
	return []command{
		{[]string{"帮助", "?", "help", "菜单", "怎么用", "帮帮我", "帮忙", "怎么办", "怎么弄", "你好", "您好", "在吗"}, "/help", false, everyone, "", h.help},
		{[]string{"我的", "我的待办", "待办"}, "/me", false, everyone, "我的:看我的待办", h.mine},
		{[]string{"为什么", "为什么收到"}, "/why", true, everyone, "", h.why},
		{[]string{"会议", "最近会议", "什么时候开会", "几点开会", "哪天开会", "在哪开会", "开会时间", "会议时间", "开会地点", "会议地点"}, "/meeting", false, everyone, "会议:看会议时间地点", h.meeting},
		{[]string{"参加", "能参加", "收到", "能来", "可以参加", "准时参加", "我参加", "收到通知", "通知收到"}, "/yes", false, invited, "", h.comes},
		{[]string{"请假", "不能参加", "来不了", "不参加", "去不了", "请个假"}, "/no", true, invited, "", h.onLeave},
		{[]string{"意见", "发送意见"}, "/opinion", true, invited, "", h.opinion},
		{[]string{"签到", "到了"}, "/in", true, invited, "", h.checkIn},
		{[]string{"视频签到", "视频参会"}, "/video", false, invited, "", h.checkInByVideo},
		{[]string{"允许视频", "允许视频参会"}, "/remote", false, everyone, "", h.allowRemote},
		{[]string{"路上", "在路上"}, "/coming", true, invited, "", h.coming},
		{[]string{"签到码"}, "/code", false, keepers, "", h.code},
		{[]string{"代签", "补签"}, "/infor", true, keepers, "", h.checkInFor},
		{[]string{"撤销签到"}, "/undo", true, everyone, "", h.undoCheckIn},
		{[]string{"退席", "先走", "先走一步"}, "/out", true, invited, "", h.leaveRoom},
		{[]string{"议题", "看议题", "审定"}, "/topics", true, committee.Seated | committee.Recorder, "议题:看待议议题", h.topics},
		{[]string{"提议题", "建议议题", "我要提"}, "/propose", true, everyone, "", h.propose},
		{[]string{"增加议题"}, "/add", true, everyone, "", h.addLate},
		{[]string{"修改"}, "/revise", true, proposers, "", h.revise},
		{[]string{"同意", "同意上会"}, "/approve", true, everyone, "", h.approve},
		{[]string{"退回", "退回修改"}, "/return", true, everyone, "", h.turnBack},
		{[]string{"再议", "下次再议"}, "/later", true, committee.Secretary, "", h.later},
		{[]string{"列为议题一"}, "/followup", false, committee.Secretary, "", h.followUp},
		{[]string{"标签"}, "/tag", true, committee.Seated, "", h.tag},
		{[]string{"材料"}, "/material", true, committee.Seated, "", h.material},
		{[]string{"议题统计"}, "/scopes", false, committee.Seated | committee.Recorder, "", h.topicCounts},
		{[]string{"合并"}, "/merge", true, committee.Secretary, "", h.merge},
		{[]string{"征集议题"}, "/call", false, committee.Secretary, "征集议题:向各位同志征集议题", h.callTopics},
		{[]string{"定会", "安排会议"}, "/schedule", true, everyone, "", h.schedule},
		{[]string{"特殊会议", "召开特殊", "召开 特殊", "召开特殊会议"}, "/special", true, everyone, "", h.special},
		{[]string{"兼作例会"}, "/fulfil", false, committee.Secretary, "", h.fulfil},
		{[]string{"未召开原因"}, "/missed", true, committee.Secretary, "", h.explainMissed},
		{[]string{"紧急会议", "召开紧急", "召开 紧急", "召开紧急会议"}, "/urgent", true, committee.Secretary, "", h.urgent},
		{[]string{"预通知"}, "/early", false, committee.Secretary, "", h.announceEarly},
		{[]string{"发通知", "确认发出", "确认"}, "/notify", false, committee.Secretary, "", h.confirm},
		{[]string{"谁没回", "未回复", "回执"}, "/pending", false, keepers | committee.Vice, "", h.pending},
		{[]string{"已电话通知", "电话已通知"}, "/called", true, keepers, "", h.called},
		{[]string{"撤销电话通知"}, "/uncalled", true, keepers, "", h.takeBackCall},
		{[]string{"准假", "同意请假"}, "/grant", true, committee.Secretary, "", h.grant},
		{[]string{"请再协调"}, "/urge", true, committee.Secretary, "", h.urge},
		{[]string{"改期", "延期"}, "/move", true, committee.Secretary, "", h.move},
		{[]string{"取消会议"}, "/cancel", false, committee.Secretary, "", h.cancelMeeting},
		{[]string{"到会", "人数", "法定人数"}, "/quorum", false, invited, "", h.attendance},
		{[]string{"委托主持"}, "/delegate", true, everyone, "", h.delegate},
		{[]string{"收回委托"}, "/undelegate", false, everyone, "", h.takeBack},
	}
}

// sitting are the commands of a meeting, of its papers and of the committee.
func (h *Handlers) sitting() []command {
	return []command{
		{[]string{"开会", "开始", "宣布开会"}, "/open", false, committee.Seated, "", h.open},
		{[]string{"休会"}, "/pause", false, committee.Seated, "", h.pause},
		{[]string{"复会"}, "/resume", false, committee.Seated, "", h.resume},
		{[]string{"散会"}, "/close", false, committee.Seated, "", h.preflight},
		{[]string{"确认散会"}, "", false, committee.Seated, "", h.adjourn},
		{[]string{"继续等候15分钟", "继续等候"}, "/wait", false, committee.Seated, "", h.wait},
		{[]string{"宣布流会", "流会"}, "/lapse", false, committee.Seated, "", h.lapse},
		{[]string{"发言", "我说"}, "/say", true, invited, "", h.speak},
		{[]string{"审议"}, "/take", true, everyone, "", h.takeUp},
		{[]string{"无补充", "同意汇报意见,无补充"}, "/nomore", false, invited, "", h.noMore},
		{[]string{"发言顺序"}, "/order", false, invited, "", h.order},
		{[]string{"发言记录", "会议记录"}, "/record", false, everyone, "", h.record},
		{[]string{"保留意见"}, "/dissent", true, everyone, "", h.reserve},
		{[]string{"记", "记录"}, "/note", true, invited, "", h.note},
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

// serving are the commands about who serves (ORG-01 to ORG-09).
func (h *Handlers) serving() []command {
	return []command{
		{[]string{"履职", "到会率"}, "/duty", true, everyone, "", h.duties},
		{[]string{"调整编制"}, "/seats", true, officers, "", h.resize},
		{[]string{"推荐"}, "/recommend", true, officers, "", h.recommend},
		{[]string{"自荐"}, "/volunteer", true, everyone, "", h.volunteer},
		{[]string{"汇总", "报街道"}, "/report", true, officers, "", h.reportCandidates},
		{[]string{"审查"}, "/review", true, officers | committee.Street, "", h.review},
		{[]string{"聘任"}, "/appoint", true, officers, "", h.appoint},
		{[]string{"续聘"}, "/renew", true, officers, "", h.renew},
		{[]string{"空缺"}, "/vacancy", true, officers, "", h.vacate},
		{[]string{"离任"}, "/depart", true, officers, "", h.depart},
		{[]string{"撤销离任", "撤销空缺"}, "/undepart", true, officers, "", h.returns},
		{[]string{"变更书记"}, "/secretary", true, officers, "", h.succeed},
		{[]string{"变更副书记"}, "/vice", true, officers, "", h.succeed},
		{[]string{"主持工作"}, "/acting", true, officers, "", h.act},
	}
}

// voting are the commands about votes.
func (h *Handlers) voting() []command {
	return []command{
		{[]string{"帮助表决", "表决说明", "无记名"}, "/votehelp", false, everyone, "", h.voteHelp},
		{[]string{"开始表决", "表决"}, "/vote", true, committee.Seated, "", h.openBallot},
		{[]string{"重新表决"}, "/revote", true, committee.Seated, "", h.revote},
		{[]string{"回避"}, "/recuse", true, everyone, "", h.recuse},
		{[]string{"撤销回避"}, "/unrecuse", true, everyone, "", h.readmit},
		{[]string{"举手"}, "/hands", true, committee.Recorder, "", h.hands},
		{[]string{"纸质票"}, "/slips", true, committee.Recorder, "", h.slips},
		{[]string{"代录"}, "/votefor", true, committee.Recorder, "", h.dictate},
		{[]string{"结束表决"}, "/endvote", true, committee.Seated, "", h.endBallot},
		{[]string{"赞成"}, "/yea", true, everyone, "", h.yea},
		{[]string{"反对", "不同意"}, "/nay", true, everyone, "", h.nay},
		{[]string{"弃权"}, "/abstain", true, everyone, "", h.abstain},
		{[]string{"宣布结果"}, "/announce", true, committee.Seated, "", h.announce},
		{[]string{"缓议"}, "/defer", true, committee.Seated, "", h.deferBallot},
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
		"plan.moved":      h.moveNow,
		"plan.urgent":     h.askUrgent,
		"plan.unmoved":    h.unmove,
		"plan.instead":    h.instead,
		"plan.view":       h.viewDraft,
		"choose":          h.choose,
		"topic.approve":   h.approve,
		"topic.return":    h.turnBack,
		"topic.defer":     h.later,
		"topic.merge":     h.askMerge,
		"topic.add":       h.askLateReason,
		"consent.yes":     h.consents,
		"consent.no":      h.objects,
		"consent.confirm": h.confirmConsent,
		"consent.refuse":  h.refuseConsent,
		"session.open":    h.open,
		"session.wait":    h.wait,
		"session.lapse":   h.lapse,
		"session.adjourn": h.adjourn,
		"member.agree":    h.agree,
		"member.return":   h.sendBackCandidate,
		"member.reject":   h.reject,
		"change.confirm":  h.confirmChange,
		"duty.report":     h.reportDuty,
		"duty.rest":       h.restDuty,
		"duty.send":       h.sendDuty,
		"minutes.submit":  h.submitMinutes,
		"minutes.sign":    h.signMinutes,
		"minutes.return":  h.returnMinutes,
		"minutes.view":    h.minutes,
		"minutes.read":    h.readMinutes,
	}
}

// ballotActions is every button of a vote.
func (h *Handlers) ballotActions() map[string]action {
	return map[string]action{
		"vote.for":        h.yea,
		"vote.against":    h.nay,
		"vote.abstain":    h.abstain,
		"vote.submit":     h.submitVote,
		"vote.change":     h.changeVote,
		"vote.keep":       h.keepVote,
		"opinion.ask":     h.askOpinion,
		"recusal.agree":   h.agreeRecusal,
		"recusal.decline": h.declineRecusal,
		"count.confirm":   h.confirmCount,
		"count.return":    h.returnCount,
		"dictate.confirm": h.confirmDictated,
		"dictate.refuse":  h.refuseDictated,
		"ballot.again":    h.voteAgain,
		"ballot.announce": h.announce,
		"ballot.defer":    h.deferBallot,
	}
}
