package event

import (
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep"
)

// keepCaptives notes the last deed of a sentence by which somebody was taken captive.
func (r *reading) keepCaptives(claims []sitrep.Claim) {
	for i := range claims {
		c := &claims[i]
		if r.k.Ontology.Types[c.Type].ModeHas(c.Modes, "takes_captive") && c.Modality == sitrep.Happened && c.Polarity == sitrep.Affirmed && len(c.Recipients) > 0 {
			r.taken = c
		}
	}
}

// freed mends whom a pronoun names that is let go: of "gunmen seized five nuns. They
// were released" those who were taken, not their takers. A release of whom is not
// known names nobody.
func (r *reading) freed(s int, c *sitrep.Claim) {
	if r.taken == nil || !r.k.Ontology.Types[c.Type].ModeHas(c.Modes, "frees") {
		return
	}
	sent := &r.doc.Sentences[s]
	for i := range c.Recipients {
		tok := sent.HeadIn(c.Recipients[i].Span)
		if tok < 0 || sent.Tokens[tok].UPOS != "PRON" || !r.k.Grammar.Is("third", strings.ToLower(sent.Tokens[tok].Lemma)) {
			continue
		}
		if !slices.ContainsFunc(r.taken.Actors, func(a sitrep.Actor) bool { return partyKey(&a) == partyKey(&c.Recipients[i]) }) {
			continue
		}
		span := c.Recipients[i].Span
		own := slices.Clone(r.taken.Recipients)
		for k := range own {
			own[k].Span = span
		}
		c.Recipients = own
		return
	}
}
