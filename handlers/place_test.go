package handlers

import "testing"

// The words that join a date and a place are no part of the place, which notices put
// into a sentence of their own.
func TestPlaceIn(t *testing.T) {
	for rest, want := range map[string]string{
		"二楼会议室": "二楼会议室", "在二楼会议室": "二楼会议室", "在二楼会议室开会": "二楼会议室", "定于在社区召开会议": "社区", "地点:三楼": "三楼",
		", 二楼会议室。": "二楼会议室", "在": "", "开会": "", "": "", "社区在线教室": "社区在线教室", "地点另行通知": "地点另行通知", "地点：二楼": "二楼",
	} {
		if got := placeIn(fold(rest)); got != want {
			t.Errorf("%q is the place %q, want %q", rest, got, want)
		}
	}
}
