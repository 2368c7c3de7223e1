package roster

import (
	"fmt"
	"slices"
	"strings"

	"yishi/workday"
)

// seen is what earlier rows gave.
type seen struct {
	persons  map[string]int // key of a person → index in reader.read
	mobiles  map[string]int // mobile → index of whose it is
	accounts map[string]int // key of an account → its row
}

// people reads the rows below the header and puts together those of one person.
func (r *reader) people(lines []line) {
	if len(lines) == 0 {
		r.sayOfFile("名册中没有人员")
		return
	}
	s := seen{map[string]int{}, map[string]int{}, map[string]int{}}
	for _, l := range lines {
		p := r.row(l)
		key := r.key(l, p)
		i, again := s.persons[key]
		if !again {
			i = len(r.read)
			s.persons[key] = i
			r.read = append(r.read, p)
		}
		r.mobile(s, p, i)
		r.accounts(s, p, key)
		if again {
			r.merge(&r.read[i], p)
		}
	}
}

// mobile checks that the mobile of p, who is at index i, is nobody else's. A
// landline may serve a whole office.
func (r *reader) mobile(s seen, p Person, i int) {
	owner, taken := s.mobiles[p.Phone]
	switch {
	case taken && owner != i:
		r.say(p.Number, "手机号与第%d行重复", r.read[owner].Number)
	case strings.HasPrefix(p.Phone, "1"):
		s.mobiles[p.Phone] = i
	}
}

// accounts checks that the accounts of one row stand in no earlier one.
func (r *reader) accounts(s seen, p Person, person string) {
	for _, a := range p.Accounts {
		key := a.key(person)
		if row, taken := s.accounts[key]; taken {
			r.say(p.Number, "平台账号与第%d行重复", row)
			continue
		}
		s.accounts[key] = p.Number
	}
}

// key tells persons apart: by 姓名 and 手机号. Who has no name is nobody else.
func (r *reader) key(l line, p Person) string {
	if p.Name == "" {
		return fmt.Sprintf("第%d行", l.number)
	}
	if p.Phone == "" {
		return p.Name + "\n" + narrow(r.raw(l, colPhone))
	}
	return p.Name + "\n" + p.Phone
}

// key tells accounts apart as their platform does: WeCom takes no notice of
// case. A page without an id is the person's own.
func (a Account) key(ofPerson string) string {
	switch {
	case a.Platform == WeCom:
		return a.Platform + "\n" + strings.ToLower(a.ID)
	case a.ID == "":
		return a.Platform + "\n\n" + ofPerson
	}
	return a.Platform + "\n" + a.ID
}

// merge adds what a later row of the same person says. It may not say otherwise.
func (r *reader) merge(p *Person, later Person) {
	p.Accounts = append(p.Accounts, later.Accounts...)
	for _, text := range []struct {
		column string
		first  *string
		later  string
	}{
		{colUnit, &p.Unit, later.Unit},
		{colPost, &p.Post, later.Post},
		{colCategory, &p.Category, later.Category},
	} {
		agree(r, p, later, text.column, text.first, text.later)
	}
	for _, day := range []struct {
		column string
		first  *workday.Date
		later  workday.Date
	}{
		{colFrom, &p.From, later.From},
		{colUntil, &p.Until, later.Until},
		{colFirst, &p.First, later.First},
	} {
		agree(r, p, later, day.column, day.first, day.later)
	}
	switch {
	case len(p.Seats) == 0:
		p.Seats = later.Seats
	case len(later.Seats) > 0 && !slices.Equal(slices.Sorted(slices.Values(p.Seats)), slices.Sorted(slices.Values(later.Seats))):
		r.disagree(p, later, colSeats)
	}
}

// agree takes what a later row says where the first says nothing.
func agree[T comparable](r *reader, p *Person, from Person, column string, first *T, later T) {
	var nothing T
	switch {
	case *first == nothing:
		*first = later
	case later != nothing && later != *first:
		r.disagree(p, from, column)
	}
}

func (r *reader) disagree(p *Person, later Person, column string) {
	r.say(later.Number, "与第%d行是同一人,%s不一致", p.Number, column)
}

// whole checks what takes all rows of a person, or all persons.
func (r *reader) whole() {
	only := map[string]int{Secretary: 0, ViceSecretary: 0} // seat → row of who has it
	for _, p := range r.read {
		r.term(p)
		if len(p.Seats) == 0 {
			r.say(p.Number, "没有写大党委职务")
		}
		if slices.Contains(p.Seats, Secretary) && slices.Contains(p.Seats, ViceSecretary) {
			r.say(p.Number, "不能同时是%s和%s", Secretary, ViceSecretary)
		}
		for _, seat := range p.Seats {
			first, single := only[seat]
			switch {
			case single && first > 0:
				r.say(p.Number, "与第%d行都是%s,%s只能有1名", first, seat, seat)
			case single:
				only[seat] = p.Number
			}
		}
	}
	if len(r.read) > 0 && only[Secretary] == 0 {
		r.sayOfFile("名册中没有%s", Secretary)
	}
}

// term checks the dates of a person against each other. How long a term may be
// is for the rules to say.
func (r *reader) term(p Person) {
	switch {
	case p.Until.IsZero():
	case p.From.IsZero():
		r.say(p.Number, "有聘任止,没有聘任起")
	case p.Until.Before(p.From):
		r.say(p.Number, "聘任止早于聘任起")
	}
	if !p.From.IsZero() && p.First.After(p.From) {
		r.say(p.Number, "首次聘任晚于聘任起")
	}
}
