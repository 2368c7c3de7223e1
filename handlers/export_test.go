package handlers

import "yishi/committee"

// Commands are the commands of the table, by their first names, with the roles for
// which each is meant; 0 is everyone.
func (h *Handlers) Commands() map[string]committee.Role {
	out := map[string]committee.Role{}
	for _, c := range h.commands {
		out[c.names[0]] = c.who
	}
	return out
}
