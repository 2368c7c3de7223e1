package handlers_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yishi/committee"
)

// A make-up working day is named as one, and not asked back as a Saturday (spec §3.9).
func TestSec39MakeUpDay(t *testing.T) {
	s := raise(t, filepath.Join(t.TempDir(), "yishi.db"), nil, time.Date(2026, 9, 21, 9, 8, 0, 0, committee.Zone))
	s.settle(cast())
	for _, words := range []string{"定会 10-10 14:30 二楼会议室", "改期 10月10日（周六）下午两点半", "紧急会议 10.10 14:30 二楼 事由 供暖管网爆裂居民安置"} {
		got := s.handle(s.said("zhangjianguo", words)).Text
		if !strings.Contains(got, "10月10日(周六)14:30") || !strings.Contains(got, "10月10日(周六)为调休上班日。") {
			t.Errorf("%s\nis answered %s", words, got)
		}
	}
}
