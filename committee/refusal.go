package committee

// Kind sorts refusals by what the person can do about them.
type Kind int

// The kinds of refusal.
const (
	Invalid   Kind = iota // what was said cannot be right
	NotFound              // it does not exist, or not for this person
	Forbidden             // this role may not
	Conflict              // it contradicts what is already so
	Untimely              // too early, too late, or not in this state
)

// A Refusal is the committee's rules saying no. It is meant for the person who
// asked; any other error is a fault, meant for the operator. Rule is the key of
// the phrase that says it, Args are its numbers and names in order.
type Refusal struct {
	Kind Kind
	Rule string
	Args []any
}

func (r *Refusal) Error() string { return "committee: refused: " + r.Rule }

// Refuse makes a refusal of a rule with its numbers.
func Refuse(kind Kind, rule string, args ...any) *Refusal {
	return &Refusal{Kind: kind, Rule: rule, Args: args}
}
