package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"yishi/committee"
)

// runCommittee adds a further committee to the deployment, or lists all. The settings
// name the first; the others are records (design: one deployment serves one community
// or every community of a city).
func runCommittee(ctx context.Context, p *program, args []string) (err error) {
	if len(args) == 0 || !known(args[0], "add", "list", "-h") {
		return &usageError{"say add or list; usage: yishi " + p.usage}
	}
	path := p.flags.String("config", "", "the configuration `file`")
	var c committee.Committee
	p.flags.StringVar(&c.Issuer, "issuer", "", "who signs its papers, such as 中共望江社区委员会")
	p.flags.StringVar(&c.Street, "street", "", "whom its reports go to, such as 临江街道党工委")
	p.flags.StringVar(&c.Contact.Name, "contact", "", "the `name` of the human whose telephone ends its notices")
	p.flags.StringVar(&c.Contact.Phone, "phone", "", "his telephone `number`")
	p.flags.IntVar(&c.NextMeeting, "next-meeting", 1, "ordinal of the year's next meeting")
	p.flags.IntVar(&c.NextMinutes, "next-minutes", 1, "number of its next minutes")
	what := args[0]
	if what == "-h" {
		return p.parse(args, 0)
	}
	if err := p.parse(args[1:], 1); err != nil {
		return err
	}
	c.Name = strings.TrimSpace(p.flags.Arg(0))
	if what == "add" && (c.Name == "" || c.Issuer == "" || c.Contact.Name == "" || c.Contact.Phone == "") {
		return &usageError{"a committee needs a name, -issuer, -contact and -phone; usage: yishi " + p.usage}
	}
	h, err := p.ready(ctx, *path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if what == "list" {
		return h.listCommittees(ctx, p.stdout)
	}
	if err := h.clerk.SaveCommittee(ctx, h.committee(), h.cfg.Bylaws); err != nil {
		return err
	}
	c.Seats = committee.Seats{Members: 7}
	if err := h.clerk.AddCommittee(ctx, &c, h.cfg.Bylaws); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "已增设%s(编号%d)。导入名册:yishi roster import -config FILE -committee %s ROSTER.csv\n", c.Name, c.ID, c.Name)
	return nil
}

func (h *house) listCommittees(ctx context.Context, w io.Writer) error {
	all, err := h.clerk.Committees(ctx)
	if err == nil && len(all) == 0 {
		fmt.Fprintln(w, "尚无大党委。导入名册或首次启动 serve 时登记配置文件中的大党委。")
	}
	for _, c := range all {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s %s\n", c.ID, c.Name, c.Issuer, c.Contact.Name, c.Contact.Phone)
	}
	return err
}

// committeeNamed finds a committee by its name or number; an empty name is the one
// that the settings name.
func (h *house) committeeNamed(ctx context.Context, name string) (committee.ID, error) {
	if name == "" {
		return home, nil
	}
	all, err := h.clerk.Committees(ctx)
	var names []string
	for _, c := range all {
		if c.Name == name || fmt.Sprint(c.ID) == name {
			return c.ID, nil
		}
		names = append(names, c.Name)
	}
	if err != nil {
		return 0, err
	}
	return 0, fmt.Errorf("there is no committee %q; there are: %s", name, strings.Join(names, ", "))
}
