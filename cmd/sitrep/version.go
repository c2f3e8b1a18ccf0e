package main

import (
	"fmt"

	"github.com/sitrep-dev/sitrep/model"
	"github.com/sitrep-dev/sitrep/pipeline"
)

type versionCmd struct{}

// Run prints one version a line.
func (c *versionCmd) Run(s *session) error {
	k, err := s.knowledge()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "sitrep     %s\nmodel      %s\nknowledge  %s\nontology   PLOVER %d types, CAMEO %d codes\n",
		pipeline.Version, model.Version(), k.Version, len(k.Ontology.Types), len(k.Ontology.CAMEO))
	return err
}
