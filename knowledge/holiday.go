package knowledge

import (
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"time"
)

// loadHolidays reads timex/holidays.en.tsv and the tables of movable feasts.
func (t *Timex) loadHolidays(fsys fs.FS) error {
	tables, err := holidayTables(fsys)
	if err != nil {
		return err
	}
	rows, err := readTSV(fsys, "timex/holidays.en.tsv", "id", "rule", "days", "approx", "names")
	if err != nil {
		return err
	}
	for _, r := range rows {
		h := Holiday{ID: r.get("id"), Days: 1, Approx: r.get("approx") == "yes"}
		if d := r.get("days"); d != "" {
			if h.Days, err = strconv.Atoi(d); err != nil || h.Days < 1 {
				return r.fault("days is not a number", "write 1 or more")
			}
		}
		if !h.setRule(r.get("rule"), tables) {
			return r.fault(fmt.Sprintf("rule %q", r.get("rule")), "write 12-25, easter-2, nth 4 4 11 (fourth Thursday of November) or table NAME")
		}
		for _, name := range r.list("names") {
			name = strings.ToLower(name)
			t.Holidays[name] = append(t.Holidays[name], h)
		}
	}
	return nil
}

func (h *Holiday) setRule(rule string, tables map[string][]DateRange) bool {
	fields := strings.Fields(rule)
	switch {
	case len(fields) == 4 && fields[0] == "nth":
		nums := make([]int, 3)
		for i := range nums {
			n, err := strconv.Atoi(fields[i+1])
			if err != nil {
				return false
			}
			nums[i] = n
		}
		h.Nth, h.Weekday, h.Month = nums[0], nums[1], nums[2]
		return h.Nth >= -1 && h.Nth <= 4 && h.Nth != 0 && h.Weekday >= 1 && h.Weekday <= 7 && h.Month >= 1 && h.Month <= 12
	case len(fields) == 2 && fields[0] == "table":
		h.Dates = tables[fields[1]]
		return h.Dates != nil
	case strings.HasPrefix(rule, "easter"):
		n, err := strconv.Atoi(strings.TrimPrefix(rule, "easter"))
		h.Easter = &n
		return err == nil
	}
	at, err := time.Parse("01-02", rule)
	h.Month, h.Day = int(at.Month()), at.Day()
	return err == nil
}

func holidayTables(fsys fs.FS) (map[string][]DateRange, error) {
	rows, err := readTSV(fsys, "timex/movable.tsv", "table", "from", "to")
	if err != nil {
		return nil, err
	}
	tables := map[string][]DateRange{}
	for _, r := range rows {
		from, err1 := time.Parse(time.DateOnly, r.get("from"))
		to, err2 := time.Parse(time.DateOnly, r.get("to"))
		if err1 != nil || err2 != nil || to.Before(from) {
			return nil, r.fault("no range of dates", "write two dates, the first not after the last")
		}
		name := r.get("table")
		tables[name] = append(tables[name], DateRange{r.get("from"), r.get("to")})
	}
	for _, ranges := range tables {
		sort.Slice(ranges, func(i, j int) bool { return ranges[i].First < ranges[j].First })
	}
	return tables, nil
}
