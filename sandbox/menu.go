package sandbox

import (
	"encoding/json"
	"strconv"
)

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
	id, err := strconv.Atoi(c.query.Get("agentid"))
	if err != nil {
		return refuse(codeAgentID, "invalid agentid")
	}
	return w.checkAgent(number(id))
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
		case s.Name == "" || len(s.Name) > 40:
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
