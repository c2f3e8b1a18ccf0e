package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Genre is a kind of report in which words of struggle mean something else or
// tell of another time. It is recognised by points: one for a word, three for a
// strong word or phrase, five for an opening of the title or the by-line.
type Genre struct {
	Name   string
	Effect string // one of the Effect constants
	// Keeps says whose acts may be meant all the same: KeepsArmed or KeepsOfficial.
	Keeps string
	Least int // points that the report needs
	Share int // … and how many for each hundred of its different nouns and verbs
	Words map[string]bool
	// Strong are single words; Phrases are sequences of words of the text.
	Strong  map[string]bool
	Phrases []string
	Opens   []string
}

// The effects of a genre: struggle is a figure of speech, the plot of a work,
// played in a drill, history, tried in court, or imagined.
const (
	EffectMetaphor = "metaphor"
	EffectFiction  = "fiction"
	EffectDrill    = "drill"
	EffectHistory  = "history"
	EffectCourt    = "court"
	EffectImagined = "imagined"
)

// Whose acts can be meant in a report full of figures of speech: those of the
// armed, or those of a state as well.
const (
	KeepsArmed    = "armed"
	KeepsOfficial = "official"
)

func loadGenres(fsys fs.FS) ([]Genre, error) {
	rows, err := readTSV(fsys, "page/genres.tsv", "genre", "effect", "keeps", "least", "share", "opens", "strong", "words")
	if err != nil {
		return nil, err
	}
	effects := []string{EffectMetaphor, EffectFiction, EffectDrill, EffectHistory, EffectCourt, EffectImagined}
	var genres []Genre
	for _, r := range rows {
		g := Genre{Name: r.get("genre"), Effect: r.get("effect"), Keeps: r.get("keeps"), Words: set(r.list("words")), Opens: r.list("opens"), Strong: map[string]bool{}}
		if !slices.Contains(effects, g.Effect) {
			return nil, r.fault(fmt.Sprintf("effect %q", g.Effect), "use "+strings.Join(effects, ", "))
		}
		if g.Keeps != KeepsArmed && g.Keeps != KeepsOfficial {
			return nil, r.fault(fmt.Sprintf("keeps %q", g.Keeps), "use "+KeepsArmed+" or "+KeepsOfficial)
		}
		for _, w := range r.list("strong") {
			if strings.Contains(w, " ") {
				g.Phrases = append(g.Phrases, w)
			} else {
				g.Strong[w] = true
			}
		}
		var errLeast, errShare error
		g.Least, errLeast = strconv.Atoi(r.get("least"))
		g.Share, errShare = strconv.Atoi(r.get("share"))
		if errLeast != nil || errShare != nil || g.Least < 1 || g.Share < 1 {
			return nil, r.fault("least or share is no number", "write whole numbers from 1")
		}
		genres = append(genres, g)
	}
	return genres, nil
}
