package workday

import (
	"fmt"
	"time"
)

// A Quarter is a natural quarter: three months of a year, N from 1 to 4
// (spec A-19).
type Quarter struct{ Year, N int }

// Quarter returns the quarter that d lies in.
func (d Date) Quarter() Quarter { return Quarter{d.Year, (int(d.Month)-1)/3 + 1} }

// First returns the first day of the quarter.
func (q Quarter) First() Date { return New(q.Year, time.Month(3*q.N-2), 1) }

// Last returns the last day of the quarter.
func (q Quarter) Last() Date { return New(q.Year, time.Month(3*q.N+1), 0) }

// Next returns the quarter after q.
func (q Quarter) Next() Quarter { return q.Last().AddDays(1).Quarter() }

// String returns the quarter as official papers write it, as 2026年第四季度.
func (q Quarter) String() string {
	names := [...]string{1: "一", 2: "二", 3: "三", 4: "四"}
	if q.N < 1 || q.N > 4 {
		return fmt.Sprintf("%d年第%d季度", q.Year, q.N)
	}
	return fmt.Sprintf("%d年第%s季度", q.Year, names[q.N])
}
