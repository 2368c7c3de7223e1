package sandbox

import "slices"

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
