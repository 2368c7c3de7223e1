package sandbox

import (
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// describe is a member as user/get tells it to a self-built app made after June
// 2022: no telephone number, no e-mail (wecom.md §9).
func (u *User) describe() fields {
	return fields{
		"userid": u.ID, "name": u.Name, "department": []int{1}, "main_department": 1, "order": []int{0},
		"position": u.Title, "status": u.Status, "enable": 1, "isleader": 0, "is_leader_in_dept": []int{0},
		"extattr": fields{"attrs": []any{}},
	}
}

// visible returns a member inside the app's range, or nil.
func (w *WeCom) visible(id string) *User {
	u := w.people[fold(id)]
	if u == nil || !u.InRange {
		return nil
	}
	return u
}

func (w *WeCom) userGet(c *call) (fields, error) {
	id := c.query.Get("userid")
	if id == "" {
		return nil, refuse(41009, "userid missing")
	}
	u := w.visible(id)
	if u == nil {
		return nil, refuse(60111, "userid not found")
	}
	return u.describe(), nil
}

func (w *WeCom) userSimpleList(c *call) (fields, error) {
	return w.listUsers(c, func(u *User) fields {
		return fields{"userid": u.ID, "name": u.Name, "department": []int{1}, "open_userid": ""}
	})
}

func (w *WeCom) userList(c *call) (fields, error) {
	return w.listUsers(c, (*User).describe)
}

func (w *WeCom) listUsers(c *call, tell func(*User) fields) (fields, error) {
	if c.query.Get("department_id") != rootDepartment {
		return nil, refuse(60003, "department not found")
	}
	list := []fields{}
	for _, u := range w.users {
		if u.InRange {
			list = append(list, tell(u))
		}
	}
	return fields{"userlist": list}, nil
}

func (w *WeCom) userByMobile(c *call) (fields, error) {
	var req struct {
		Mobile string `json:"mobile"`
	}
	if err := c.decode(&req); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(w.users, func(u *User) bool { return u.InRange && u.Mobile != "" && u.Mobile == req.Mobile })
	if i < 0 {
		return nil, refuse(codeNoUser, "no such user")
	}
	return fields{"userid": w.users[i].ID}, nil
}

func (w *WeCom) departmentList(c *call) (fields, error) {
	if id := c.query.Get("id"); id != "" && id != rootDepartment {
		return nil, refuse(60003, "department not found")
	}
	return fields{"department": []fields{{
		"id": 1, "name": w.opt.CorpID, "name_en": "", "department_leader": []string{}, "parentid": 0, "order": 1,
	}}}, nil
}

func (w *WeCom) departmentIDs(*call) (fields, error) {
	return fields{"department_id": []fields{{"id": 1, "parentid": 0, "order": 1}}}, nil
}

// menu is what menu/create takes (wecom.md §8).
type menu struct {
	Buttons []MenuButton `json:"button"`
}

// MenuButton is an entry of the menu under the chat. Type is click or view; one
// with Sub opens a list.
type MenuButton struct {
	Type string       `json:"type,omitempty"`
	Name string       `json:"name"`
	Key  string       `json:"key,omitempty"`
	URL  string       `json:"url,omitempty"`
	Sub  []MenuButton `json:"sub_button,omitempty"`
}

func (w *WeCom) checkMenuAgent(c *call) error {
	var id number
	if err := json.Unmarshal([]byte(`"`+c.query.Get("agentid")+`"`), &id); err != nil {
		return refuse(codeAgentID, "invalid agentid")
	}
	return w.checkAgent(id)
}

func (w *WeCom) menuCreate(c *call) (fields, error) {
	if err := w.checkMenuAgent(c); err != nil {
		return nil, err
	}
	var m menu
	if err := c.decode(&m); err != nil {
		return nil, err
	}
	if len(m.Buttons) == 0 || len(m.Buttons) > 3 {
		return nil, refuse(40016, "invalid button size")
	}
	for _, b := range m.Buttons {
		if err := b.check(); err != nil {
			return nil, err
		}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, refuse(codeBadParameter, "invalid menu")
	}
	w.st.Menu = raw
	w.st.next()
	return fields{}, nil
}

// check validates a button of the first row: names of 16 bytes, five entries below.
func (b MenuButton) check() error {
	switch {
	case b.Name == "" || len(b.Name) > 16:
		return refuse(40018, "invalid button name size")
	case len(b.Sub) > 5:
		return refuse(40023, "invalid sub button size")
	case len(b.Sub) == 0:
		return b.checkTarget(40017, 40019, 40020)
	}
	for _, s := range b.Sub {
		switch {
		case len(s.Sub) > 0:
			return refuse(40022, "invalid sub menu level")
		case s.Name == "" || len(s.Name) > 40 || utf8.RuneCountInString(s.Name) > 40:
			return refuse(40025, "invalid sub button name size")
		}
		if err := s.checkTarget(40024, 40026, 40027); err != nil {
			return err
		}
	}
	return nil
}

// checkTarget validates what a button does; the codes differ by level.
func (b MenuButton) checkTarget(badType, badKey, badURL int) error {
	switch {
	case b.Type == "view" && (b.URL == "" || len(b.URL) > 1024):
		return refuse(badURL, "invalid button url size")
	case b.Type == "click" && (b.Key == "" || len(b.Key) > 128):
		return refuse(badKey, "invalid button key size")
	case b.Type != "view" && b.Type != "click":
		return refuse(badType, "invalid button type")
	}
	return nil
}

func (w *WeCom) menuGet(c *call) (fields, error) {
	if err := w.checkMenuAgent(c); err != nil {
		return nil, err
	}
	m := w.menu()
	if m.Buttons == nil {
		return nil, refuse(46003, "menu no exist")
	}
	return fields{"button": m.Buttons}, nil
}

func (w *WeCom) menuDelete(c *call) (fields, error) {
	if err := w.checkMenuAgent(c); err != nil {
		return nil, err
	}
	w.st.Menu = nil
	w.st.next()
	return fields{}, nil
}

// menu is the app's menu; empty when there is none.
func (w *WeCom) menu() menu {
	var m menu
	if len(w.st.Menu) == 0 {
		return m
	}
	if err := json.Unmarshal(w.st.Menu, &m); err != nil {
		w.log.Warn("sandbox: the menu is unreadable", "err", err)
	}
	return m
}
