package knowledge

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Genre is a kind of report in which words of struggle mean something else.
type Genre struct {
	Name   string
	Effect string // metaphor, drill or history
	Least  int    // different words that have to stand in the report
	Share  int    // … and their share of its different nouns and verbs, in percent
	Words  map[string]bool
}

// The effects of a genre: only counted victims on somebody's word are coded,
// violence is played, all is past.
const (
	EffectMetaphor = "metaphor"
	EffectDrill    = "drill"
	EffectHistory  = "history"
)

func loadGenres(fsys fs.FS) ([]Genre, error) {
	rows, err := readTSV(fsys, "page/genres.tsv", "genre", "effect", "least", "share", "words")
	if err != nil {
		return nil, err
	}
	var genres []Genre
	for _, r := range rows {
		g := Genre{Name: r.get("genre"), Effect: r.get("effect"), Words: set(r.list("words"))}
		switch g.Effect {
		case EffectMetaphor, EffectDrill, EffectHistory:
		default:
			return nil, r.fault(fmt.Sprintf("effect %q", g.Effect), "use "+strings.Join([]string{EffectMetaphor, EffectDrill, EffectHistory}, ", "))
		}
		var errLeast, errShare error
		g.Least, errLeast = strconv.Atoi(r.get("least"))
		g.Share, errShare = strconv.Atoi(r.get("share"))
		if errLeast != nil || errShare != nil || g.Least < 1 {
			return nil, r.fault("least or share is no number", "write whole numbers, least from 1")
		}
		genres = append(genres, g)
	}
	return genres, nil
}
