package handlers

import (
	"context"

	"yishi/committee"
)

// A mandate says who may give a command: some roles, and whoever presides over the
// pending meeting where chair says so. Anybody else is told so before anything else
// that may be wrong with his words; denied is the refusal.
type mandate struct {
	who    committee.Role
	chair  bool
	lists  bool // without words it only lists, and answers for itself
	denied string
}

// mandates are those of the commands, by their first names. A command that is not here
// is everybody's, or its rule depends on more than who somebody is.
var mandates = map[string]mandate{
	"委托主持":   {who: committee.Secretary, denied: "delegate.only-secretary"},
	"收回委托":   {who: committee.Secretary, denied: "delegate.only-secretary"},
	"审议":     {who: committee.Secretary, chair: true, denied: "meeting.only-chair"},
	"开始表决":   {who: committee.Secretary, chair: true, denied: "meeting.only-chair"},
	"结束表决":   {who: committee.Secretary, chair: true, denied: "meeting.only-chair"},
	"重新表决":   {who: committee.Secretary, chair: true, denied: "meeting.only-chair"},
	"宣布结果":   {who: committee.Secretary, chair: true, denied: "meeting.only-chair"},
	"缓议":     {who: committee.Secretary, chair: true, denied: "meeting.only-chair"},
	"举手":     {who: committee.Recorder, denied: "hands.only-recorder"},
	"纸质票":    {who: committee.Recorder, denied: "hands.only-recorder"},
	"代录":     {who: committee.Recorder, denied: "hands.only-recorder"},
	"记":      {who: committee.Recorder, denied: "note.only-recorder"},
	"代签":     {who: keepers, denied: "checkin.only-recorder"},
	"撤销签到":   {who: keepers, denied: "checkin.only-recorder"},
	"已电话通知":  {who: keepers, denied: "called.who"},
	"撤销电话通知": {who: keepers, denied: "called.who"},
	"准假":     {who: committee.Secretary, denied: "leave.only-secretary"},
	"请再协调":   {who: committee.Secretary, denied: "leave.only-secretary"},
	"退回":     {who: committee.Secretary | committee.Vice, denied: "topic.only-secretary"}, // the vice secretary returns minutes
	"再议":     {who: committee.Secretary, denied: "topic.only-secretary"},
	"合并":     {who: committee.Secretary, denied: "topic.only-secretary"},
	"标签":     {who: proposers, denied: "topic.not-proposer"},
	"材料":     {who: proposers, denied: "topic.not-proposer"},
	"修改":     {who: proposers, denied: "topic.not-proposer"},
	"改":      {who: committee.Recorder | committee.Vice | committee.Secretary, denied: "minutes.only-recorder"},
	"退回纪要":   {who: committee.Secretary | committee.Vice, denied: "minutes.only-secretary"},
	"履职":     {who: committee.Seated | committee.Street, denied: "duty.who.others"},
	"调整编制":   {who: officers, denied: "office.who"},
	"聘任":     {who: officers, lists: true, denied: "office.who"},
	"续聘":     {who: officers, denied: "office.who"},
	"空缺":     {who: officers, lists: true, denied: "office.who"},
	"离任":     {who: officers, denied: "office.who"},
	"撤销离任":   {who: officers, denied: "office.who"},
	"汇总":     {who: officers, denied: "office.who"},
	"审查":     {who: officers | committee.Street, denied: "appoint.who-reviews"},
	"变更书记":   {who: officers | committee.Street, denied: "office.who"},
	"变更副书记":  {who: officers | committee.Street, denied: "office.who"},
	"主持工作":   {who: officers | committee.Street, denied: "office.who"},
}

// mandated refuses a command to whoever may not give it.
func (h *Handlers) mandated(ctx context.Context, by committee.Actor, cmd *command, args string) error {
	m, bound := mandates[cmd.names[0]]
	switch {
	case !bound || by.Is(m.who) || args == "" && m.lists:
		return nil
	case !m.chair:
		return h.denied(by, m.denied)
	}
	d, err := h.clerk.Current(ctx, by)
	if _, err = h.heard(answer{}, err); err != nil || d.Meeting.Presides(by) {
		return err
	}
	return h.denied(by, m.denied)
}

// denied says no to a role, without a hint at what this person may not look at either.
func (h *Handlers) denied(by committee.Actor, rule string) error {
	contact, plain := by.Committee.Contact, ""
	if rule == "topic.only-secretary" && !by.Is(committee.Seated|committee.Recorder) {
		plain = ".others"
	}
	return committee.Refuse(committee.Forbidden, rule+plain, contact.Name, contact.Phone)
}
