package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits of message/send (wecom.md §4, §11) and the lives of what it gives out.
const (
	maxRecipients  = 1000
	maxParties     = 100
	codeLife       = 72 * time.Hour
	recallLife     = 24 * time.Hour
	repeatDefault  = 1800
	repeatLongest  = 4 * 3600
	rootDepartment = "1"
)

// sendRequest is the body of message/send.
type sendRequest struct {
	message
	ToUser   string `json:"touser"`
	ToParty  string `json:"toparty"`
	ToTag    string `json:"totag"`
	AgentID  number `json:"agentid"`
	NoRepeat number `json:"enable_duplicate_check"`
	Window   number `json:"duplicate_check_interval"`
}

// sent is a message that was accepted.
type sent struct {
	At time.Time
	To []string // folded user ids it reached
}

// updateCode is a response code: good for one update within 72 h. A code that
// came with a click knows who clicked.
type updateCode struct {
	Message string
	Clicker string
	Until   time.Time
	Used    bool
}

// repeat is an accepted request that is not to be delivered again.
type repeat struct {
	Message string
	Until   time.Time
}

// send answers /cgi-bin/message/send.
func (w *WeCom) send(c *call) (fields, error) {
	var req sendRequest
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	if err := w.checkAgent(req.AgentID); err != nil {
		return nil, err
	}
	to, err := w.recipients(&req)
	if err != nil {
		return nil, err
	}
	if id, again := w.repeated(c, &req); again {
		c.note = "repeat"
		return fields{"msgid": id}, nil
	}
	b, err := w.compose(&req.message, c.now)
	if err != nil {
		return nil, err
	}
	if err := w.claimTask(b); err != nil {
		return nil, err
	}
	return w.accept(c, &req, b, to), nil
}

// accept puts a valid message on the phones and tells its id and code.
func (w *WeCom) accept(c *call, req *sendRequest, b *bubble, to audience) fields {
	b.ID = fmt.Sprintf("%s%016d", randomText(24), w.st.next())
	b.At = c.now
	w.st.Sent[b.ID] = &sent{At: c.now, To: to.users}
	for _, user := range to.users {
		w.arrive(user, b, c.now)
	}
	if req.NoRepeat == 1 {
		w.st.Repeats[digest(c.body)] = repeat{Message: b.ID, Until: c.now.Add(req.window())}
	}
	got := to.fields()
	got["msgid"] = b.ID
	if b.Card != nil && b.Card.callsBack() {
		got["response_code"] = w.giveCode(b.ID, "", c.now)
	}
	c.note = fmt.Sprintf("%s to %d", b.Kind, len(to.users))
	return got
}

func (w *WeCom) checkAgent(id number) error {
	switch {
	case id == 0:
		return refuse(codeAgentID, "invalid agentid")
	case int(id) != w.opt.AgentID:
		return refuse(codeOtherAgent, "no permission to use this agentid")
	}
	return nil
}

// audience is who a message reaches and who it does not.
type audience struct {
	users                    []string
	noUser, noParty, noLabel []string
}

// fields tells who was not reached: ids lower-cased and joined by "|".
func (a audience) fields() fields {
	got := fields{}
	for name, list := range map[string][]string{
		"invaliduser": a.noUser, "invalidparty": a.noParty, "invalidtag": a.noLabel,
	} {
		if len(list) > 0 {
			got[name] = strings.Join(list, "|")
		}
	}
	return got
}

// recipients resolves touser, toparty and totag. The simulated corporation has
// the root department alone and no tags.
func (w *WeCom) recipients(req *sendRequest) (audience, error) {
	users, parties, tags := bars(req.ToUser), bars(req.ToParty), bars(req.ToTag)
	switch {
	case len(users)+len(parties)+len(tags) == 0:
		return audience{}, refuse(82001, "all of touser, toparty and totag are empty")
	case len(users) > maxRecipients:
		return audience{}, refuse(codeTooManyUsers, "too many users")
	case len(parties) > maxParties:
		return audience{}, refuse(82002, "too many parties")
	case len(tags) > maxParties:
		return audience{}, refuse(82003, "too many tags")
	}
	to := audience{noLabel: tags}
	if slices.Contains(users, "@all") {
		users, parties, to.noLabel = nil, []string{rootDepartment}, nil
	}
	for _, id := range users {
		to.add(id, w.people[fold(id)])
	}
	for _, id := range parties {
		if id != rootDepartment {
			to.noParty = append(to.noParty, id)
			continue
		}
		for _, u := range w.users {
			to.addQuietly(u)
		}
	}
	if len(to.users) == 0 {
		return audience{}, refuse(81013, "user & party & tag all invalid")
	}
	return to, nil
}

// add takes a named member; who cannot be reached is told.
func (a *audience) add(id string, u *User) {
	switch {
	case u == nil || !u.reachable():
		a.noUser = append(a.noUser, fold(id))
	case !slices.Contains(a.users, fold(u.ID)):
		a.users = append(a.users, fold(u.ID))
	}
}

// addQuietly takes a member of a department; who cannot be reached is not told.
func (a *audience) addQuietly(u *User) {
	if u.reachable() && !slices.Contains(a.users, fold(u.ID)) {
		a.users = append(a.users, fold(u.ID))
	}
}

func bars(list string) []string {
	var all []string
	for part := range strings.SplitSeq(list, "|") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// repeated tells whether the identical request was accepted within its window.
// Nothing is delivered then, and no response code is told again.
func (w *WeCom) repeated(c *call, req *sendRequest) (string, bool) {
	first, ok := w.st.Repeats[digest(c.body)]
	return first.Message, ok && req.NoRepeat == 1 && !c.now.After(first.Until)
}

func (r *sendRequest) window() time.Duration {
	seconds := int(r.Window)
	if seconds <= 0 {
		seconds = repeatDefault
	}
	return time.Duration(min(seconds, repeatLongest)) * time.Second
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// claimTask refuses a card without a way back, and a task id that was used before.
func (w *WeCom) claimTask(b *bubble) error {
	if b.Card == nil {
		return nil
	}
	if b.Card.callsBack() && w.callback == "" && w.faults.needsCallback() {
		return refuse(codeNeedsCallback, "callback url is not set")
	}
	if b.Task == "" {
		return nil
	}
	if w.st.Tasks[b.Task] {
		return refuse(42014, "task_id invalid: used before")
	}
	w.st.Tasks[b.Task] = true
	return nil
}

// giveCode issues a response code for a message.
func (w *WeCom) giveCode(message, clicker string, now time.Time) string {
	code := randomText(43)
	w.st.Codes[code] = &updateCode{Message: message, Clicker: clicker, Until: now.Add(codeLife)}
	w.st.next()
	return code
}

// arrive puts a copy of a message on a phone, or drops it silently when the
// member has had too many (wecom.md §11).
func (w *WeCom) arrive(user string, b *bubble, now time.Time) {
	p, most := w.st.phone(user), w.faults.quotas()
	p.Recent = within(p.Recent, now.Add(-time.Hour))
	minute := len(within(slices.Clone(p.Recent), now.Add(-time.Minute)))
	if minute >= most.MemberMinute || len(p.Recent) >= most.MemberHour {
		w.record(Entry{Kind: KindDropped, Path: "message/send", User: user, Text: b.ID})
		return
	}
	p.Recent = append(p.Recent, now)
	one := *b
	w.show(p, &one)
}

// show appends a bubble to a phone.
func (w *WeCom) show(p *phone, b *bubble) {
	b.Serial = w.st.next()
	b.Rev = b.Serial
	p.Bubbles = append(p.Bubbles, b)
}

// recall answers /cgi-bin/message/recall.
func (w *WeCom) recall(c *call) (fields, error) {
	var req struct {
		MsgID string `json:"msgid"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	m := w.st.Sent[req.MsgID]
	switch {
	case m == nil:
		return nil, refuse(codeBadParameter, "invalid msgid")
	case c.now.After(m.At.Add(recallLife)):
		return nil, refuse(42052, "msgid expired")
	}
	for _, user := range m.To {
		if b := w.st.phone(user).find(req.MsgID); b != nil {
			*b = bubble{ID: b.ID, Serial: b.Serial, Rev: w.st.next(), At: b.At, Kind: KindNotice, Text: "撤回了一条消息"}
		}
	}
	return fields{}, nil
}

// find returns the newest bubble with an id, or nil.
func (p *phone) find(id string) *bubble {
	for _, b := range slices.Backward(p.Bubbles) {
		if b.ID == id {
			return b
		}
	}
	return nil
}
