package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// display are the flags of commands that print for people.
type display struct {
	Color string `help:"Colour: auto (on a terminal), always or never." enum:"auto,always,never" default:"auto"`
	Width int    `help:"Columns of text (default: those of the terminal, 100 in a pipe)." placeholder:"N"`
}

func (d display) check() error {
	if d.Width != 0 && d.Width < 50 {
		return fmt.Errorf("--width is %d; write 50 or more, or leave it out", d.Width)
	}
	return nil
}

// terminal gives the width and whether to colour what goes to out.
func (d display) terminal(out io.Writer) (width int, colour bool) {
	width, colour = 100, d.Color == "always"
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if cols, _, err := term.GetSize(int(f.Fd())); err == nil && cols > 0 {
			width = min(cols, 120)
		}
		if d.Color == "auto" && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" {
			colour = true
		}
	}
	if d.Width > 0 {
		width = d.Width
	}
	return width, colour
}
