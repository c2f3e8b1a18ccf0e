package view

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sitrep-dev/sitrep/internal/golden"
)

// TestPicture draws docs/brief.svg, the picture of the README, from the brief
// recorded in testdata/picture.txt. To take a new picture, from the root:
//
//	go run ./cmd/sitrep brief examples/tripoli-2019 --quiet --width 92 --color always > view/testdata/picture.txt
//	go test ./view -run TestPicture -update
func TestPicture(t *testing.T) {
	recorded, err := os.ReadFile(filepath.Join("testdata", "picture.txt"))
	if err != nil {
		t.Fatal(err)
	}
	const rows, limit = 40, 60_000
	svg := picture(string(recorded), rows)
	if len(svg) > limit {
		t.Errorf("the picture has %d bytes, want at most %d", len(svg), limit)
	}
	golden.Check(t, filepath.Join("..", "..", "docs", "brief.svg"), svg)
}

// Sizes of the picture in pixels: of a cell, the bar of the window, the margin.
const (
	cellWidth, cellHeight = 8.4, 19.0
	windowBar, margin     = 34.0, 16.0
)

// picture draws the first rows of a text with ANSI colours as a terminal window.
func picture(text string, rows int) []byte {
	lines := strings.Split(text, "\n")
	lines = lines[:min(rows, len(lines))]
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	cols := 0
	for _, line := range lines {
		n := 0
		for _, r := range runs(line) {
			n += narrow().StringWidth(r.text)
		}
		cols = max(cols, n)
	}
	width, height := 2*margin+float64(cols)*cellWidth, windowBar+2*margin+float64(len(lines))*cellHeight
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" aria-label="The first lines of a brief in a terminal">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d8dee4;white-space:pre}
.s1{fill:#ffffff;font-weight:700}.s2{fill:#9aa4af}.s33{fill:#f0b45a}.s36{fill:#7fd1ff}.s35{fill:#e3a5ec}.s31{fill:#ff9a94}</style>
<rect width="100%%" height="100%%" rx="9" fill="#14181d"/>
<circle cx="20" cy="18" r="5.5" fill="#ff5f57"/><circle cx="38" cy="18" r="5.5" fill="#febc2e"/><circle cx="56" cy="18" r="5.5" fill="#28c840"/>
<text x="%.0f" y="23" class="s2">$ sitrep brief examples/tripoli-2019</text>
`, width, height, 78.0)
	for i, line := range lines {
		x, y := margin, windowBar+margin+(float64(i)+0.75)*cellHeight
		for _, r := range runs(line) {
			n := float64(narrow().StringWidth(r.text)) * cellWidth
			body := strings.TrimLeft(r.text, " ")
			lead := float64(len(r.text)-len(body)) * cellWidth
			if body = strings.TrimRight(body, " "); body != "" {
				class := ""
				if r.class != "" {
					class = ` class="s` + r.class + `"`
				}
				fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" textLength="%.1f"%s>%s</text>`+"\n", x+lead, y,
					float64(narrow().StringWidth(body))*cellWidth, class, html.EscapeString(body))
			}
			x += n
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// run is a stretch of a line in one colour; class is the number of the ANSI sequence.
type run struct{ text, class string }

func runs(line string) []run {
	var out []run
	class := ""
	for line != "" {
		text, rest, found := strings.Cut(line, "\x1b[")
		if text != "" {
			out = append(out, run{text, class})
		}
		if !found {
			break
		}
		code, more, _ := strings.Cut(rest, "m")
		if class = code; code == "0" {
			class = ""
		}
		line = more
	}
	return out
}
