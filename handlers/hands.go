package handlers

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"yishi/clerk"
	"yishi/committee"
)

// hands enters a show of hands (VOT-11): 举手 议题4 赞成4 反对3 弃权1, or by names,
// 举手 议题4 赞成:张建国、李慧敏 反对:陈卫东.
func (h *Handlers) hands(ctx context.Context, c call) (answer, error) {
	position, item, count, err := h.counted(ctx, c.by, c.args)
	if err != nil {
		return answer{}, err
	}
	v, err := h.clerk.Count(ctx, c.by, position, item, count)
	return h.entered(v, err)
}

// slips enters the count of paper slips (VOT-11): 纸质票 议题3(一) 赞成5 反对2 弃权1
// 监票人 何婷.
func (h *Handlers) slips(ctx context.Context, c call) (answer, error) {
	args, witness, _ := strings.Cut(c.args, "监票人")
	position, item, count, err := h.counted(ctx, c.by, args)
	if err != nil {
		return answer{}, err
	}
	count.Secret, count.Witness = true, clip(strings.Trim(witness, " :"), 50)
	v, err := h.clerk.Count(ctx, c.by, position, item, count)
	return h.entered(v, err)
}

func (h *Handlers) entered(v clerk.Voted, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("hands.entered", v.Ballot.Name())}, nil
}

var countedWord = regexp.MustCompile(`(赞成|反对|弃权)\s*:?\s*`)

// counted reads what was counted: the item, and for each choice a number or names.
func (h *Handlers) counted(ctx context.Context, by committee.Actor, text string) (position, item int, c committee.Count, err error) {
	marks := countedWord.FindAllStringSubmatchIndex(text, -1)
	if len(marks) > 0 {
		position, item = topicNumber(text[:marks[0][0]])
	}
	if position == 0 {
		return 0, 0, c, committee.Refuse(committee.Invalid, "hands.form")
	}
	c.Names = map[committee.MemberID]committee.Choice{}
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		choice := map[string]committee.Choice{"赞成": committee.For, "反对": committee.Against, "弃权": committee.Abstain}[text[m[2]:m[3]]]
		if err := h.countOne(ctx, by, &c, choice, strings.Trim(text[m[1]:end], " 、,;。")); err != nil {
			return 0, 0, c, err
		}
	}
	if len(c.Names) > 0 && c.Totals.Voters() > 0 {
		return 0, 0, c, committee.Refuse(committee.Invalid, "hands.mixed")
	}
	return position, item, c, nil
}

// countOne reads what stands behind one choice.
func (h *Handlers) countOne(ctx context.Context, by committee.Actor, c *committee.Count, choice committee.Choice, what string) error {
	number := strings.TrimSpace(strings.TrimRight(what, "票人"))
	if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < 1000 {
		switch choice {
		case committee.For:
			c.Totals.For += n
		case committee.Against:
			c.Totals.Against += n
		default:
			c.Totals.Abstain += n
		}
		return nil
	}
	names := strings.FieldsFunc(what, func(r rune) bool { return strings.ContainsRune("、, ", r) })
	if len(names) == 0 {
		return committee.Refuse(committee.Invalid, "hands.form")
	}
	for _, name := range names {
		who, err := h.person(ctx, by, name)
		if err != nil {
			return err
		}
		if _, twice := c.Names[who.ID]; twice {
			return committee.Refuse(committee.Conflict, "hands.twice", who.Name)
		}
		c.Names[who.ID] = choice
	}
	return nil
}

// confirmCount makes what was counted by hand a vote.
func (h *Handlers) confirmCount(ctx context.Context, c call) (answer, error) {
	v, err := h.clerk.ConfirmCount(ctx, c.by, committee.BallotID(c.subject(0)))
	switch {
	case err != nil:
		return answer{}, err
	case !v.Changed:
		return answer{text: h.deck.Say("hands.confirmed", v.Ballot.Name())}, nil
	}
	return answer{text: h.deck.Say("hands.done", v.Ballot.Name())}, nil
}

// returnCount has it counted again.
func (h *Handlers) returnCount(ctx context.Context, c call) (answer, error) {
	v, err := h.clerk.ReturnCount(ctx, c.by, committee.BallotID(c.subject(0)))
	if err != nil {
		return answer{}, err
	}
	return answer{text: h.deck.Say("hands.returned", v.Ballot.Name())}, nil
}
