package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/sitrep-dev/sitrep/knowledge/gazetteer"
)

type gazetteerCmd struct {
	Build gazetteerBuildCmd `cmd:"" help:"Make a gazetteer from tables of GeoNames that you fetched (docs/gazetteer.md)."`
}

type gazetteerBuildCmd struct {
	Output        string   `help:"File to write; one that is there is replaced when the new one is whole." short:"o" default:"gazetteer.zst" placeholder:"FILE"`
	MinPopulation int64    `help:"Leave out towns with fewer people, but for seats of government; of most villages the number is unknown and counts as 0." default:"0" placeholder:"N"`
	Country       []string `help:"Only these countries, by codes of two letters (LY,TD)." placeholder:"CODE"`
	Input         []string `arg:"" help:"allCountries.txt or files of countries; also alternateNamesV2.txt, admin1CodesASCII.txt, admin2Codes.txt; or zip archives of them." placeholder:"TABLE"`
}

// Run builds the gazetteer with a bar on a terminal.
func (c *gazetteerBuildCmd) Run(s *session) error {
	if c.MinPopulation < 0 {
		return fmt.Errorf("gazetteer: --min-population is %d; write 0 or more", c.MinPopulation)
	}
	fsys, err := s.files()
	if err != nil {
		return err
	}
	progress, done := s.steps()
	stats, err := gazetteer.Build(s.ctx, fsys, gazetteer.Options{
		Inputs: c.Input, Output: c.Output, Countries: c.Country, MinPopulation: c.MinPopulation, Progress: progress,
	})
	done(err == nil)
	if errors.Is(err, context.Canceled) {
		return errors.New(strings.TrimSuffix(err.Error(), ": "+context.Canceled.Error())) // no line was printed
	}
	if err != nil {
		return err
	}
	if stats.Left > 0 {
		s.note("gazetteer: %d names are left out: too long, or too many that fold together", stats.Left)
	}
	s.note("gazetteer: %s holds %d places of %d rows under %d names, %.1f MB; use it with --gazetteer %s",
		c.Output, stats.Places, stats.Rows, stats.Names, float64(stats.Bytes)/1e6, c.Output)
	return nil
}

// steps shows a bar for every step of a long work on a terminal, nothing in a pipe.
// finish tells whether the last step came to its end.
func (s *session) steps() (progress func(step string, done, total int64), finish func(whole bool)) {
	f, ok := s.err.(*os.File)
	if !ok || s.flags.Quiet || !term.IsTerminal(int(f.Fd())) {
		return nil, func(bool) {}
	}
	p := mpb.New(mpb.WithOutput(f), mpb.WithWidth(60))
	var bar *mpb.Bar
	last := ""
	end := func(whole bool) {
		switch {
		case bar == nil:
		case whole:
			bar.SetTotal(-1, true)
		default:
			bar.Abort(false)
		}
	}
	return func(step string, done, total int64) {
			if step != last {
				end(true)
				last = step
				// A bar that knows its total from the start would end by itself only.
				bar = p.AddBar(0, mpb.PrependDecorators(decor.Name(fmt.Sprintf("%-15s", step))),
					mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 9})))
			}
			bar.SetTotal(max(total, done, 1), false)
			bar.SetCurrent(done)
		}, func(whole bool) {
			end(whole)
			p.Wait()
		}
}
