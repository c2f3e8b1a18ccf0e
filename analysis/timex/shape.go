package timex

import (
	"strconv"
	"strings"
	"time"
)

// mark is what one or more words starting at a position may mean.
type mark struct {
	class, value string
	n            int   // words it takes
	node         *node // for expressions built by rules
}

// shapes gives the marks of a word that starts with a digit.
func (s *sequence) shapes(i int) []mark {
	t := s.words[i].text
	var out []mark
	add := func(class, value string, n int) { out = append(out, mark{class: class, value: value, n: n}) }
	if n, err := strconv.Atoi(t); err == nil && len(t) <= 4 {
		s.integerShapes(i, n, t, add)
	}
	switch {
	case strings.Contains(t, "t") && validLayout(t, "2006-01-02t15:04", "2006-01-02t15:04:05"):
		add("stamp", strings.ToUpper(t), 1)
	case isClock(t):
		add("clock", clockValue(t), 1)
	case strings.Count(t, ".") == 1 && s.textAt(i+1) != "" && s.hasClass(i+1, "ampm") && isClock(strings.Replace(t, ".", ":", 1)):
		add("clock", clockValue(strings.Replace(t, ".", ":", 1)), 1)
	case strings.ContainsAny(t, "-/.") && !strings.Contains(t, ","):
		if first, second, ok := yearPair(t); ok {
			add("years", first+"/"+second, 1)
		} else if len(t) >= 6 && numericParts(t) != nil {
			add("numdate", t, 1)
		}
	}
	return out
}

func (s *sequence) integerShapes(i, n int, t string, add func(string, string, int)) {
	value := strconv.Itoa(n)
	if len(t) <= 2 && n >= 1 && n <= 31 {
		add("number", value, 1)
		if next := s.at(i + 1); next != nil && next.glued && s.hasClass(i+1, "suffix") {
			add("ord", value, 2)
			add("suffixed", value, 2)
		}
	}
	if len(t) <= 2 && n >= 1 && n <= 12 {
		add("hour", value, 1)
	}
	if len(t) == 4 && n%100 < 60 && n/100 < 24 {
		add("hhmm", t[:2]+":"+t[2:], 1)
	}
	if next := s.at(i + 1); next != nil && next.glued && (next.text == "s" || next.text == "'s") && n%10 == 0 {
		switch {
		case len(t) == 4 && n >= 1000 && n < 2100:
			add("decade", t[:3], 2)
		case len(t) == 2:
			add("decade", "19"+t[:1], 2)
		}
		return
	}
	if len(t) == 4 && n >= 1000 && n <= 2100 {
		add("year", t, 1)
		if n >= 1900 && n < 2040 {
			add("modern", t, 1)
		}
	}
}

func isClock(t string) bool {
	h, m, ok := strings.Cut(t, ":")
	m, sec, seconds := strings.Cut(m, ":")
	return ok && inRange(h, 1, 2, 24) && inRange(m, 2, 2, 59) && (!seconds || inRange(sec, 2, 2, 59))
}

func inRange(s string, short, long, top int) bool {
	n, err := strconv.Atoi(s)
	return err == nil && len(s) >= short && len(s) <= long && n >= 0 && n <= top
}

// clockValue writes hours with two digits.
func clockValue(t string) string {
	if strings.IndexByte(t, ':') == 1 {
		t = "0" + t
	}
	return t
}

// yearPair reads 2014-2015 and 2014-15.
func yearPair(t string) (first, second string, ok bool) {
	first, second, ok = strings.Cut(t, "-")
	if !ok {
		first, second, ok = strings.Cut(t, "/")
	}
	if !ok || !inRange(first, 4, 4, 2100) || first < "1000" {
		return "", "", false
	}
	if len(second) == 2 {
		second = first[:2] + second
	}
	return first, second, inRange(second, 4, 4, 2100) && second > first
}

// numericParts splits 2019-04-05, 5/4/2019 or 8.4.19 into three numbers as
// written; nil when it is none.
func numericParts(t string) []int {
	sep := ""
	for _, c := range []string{"-", "/", "."} {
		if strings.Count(t, c) == 2 && len(strings.Trim(t, "0123456789"+c)) == 0 {
			sep = c
		}
	}
	if sep == "" {
		return nil
	}
	parts := strings.Split(t, sep)
	out := make([]int, 3)
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 || len(p) == 3 || len(p) == 0 {
			return nil
		}
		out[i] = n
	}
	switch {
	case len(parts[0]) == 4 && len(parts[1]) <= 2 && len(parts[2]) <= 2 && out[0] >= 1000:
		return out
	case len(parts[0]) <= 2 && len(parts[1]) <= 2 && len(parts[2]) == 4 && out[2] >= 1000:
		return out
	case len(parts[0]) <= 2 && len(parts[1]) <= 2 && len(parts[2]) == 2 && sep != "-":
		out[2] += century(out[2])
		return out
	}
	return nil
}

// century puts a year of two digits between 1930 and 2029.
func century(yy int) int {
	if yy < 30 {
		return 2000
	}
	return 1900
}

func validLayout(t string, layouts ...string) bool {
	for _, l := range layouts {
		if _, err := time.Parse(l, t); err == nil {
			return true
		}
	}
	return false
}
