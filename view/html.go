package view

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"

	"github.com/sitrep-dev/sitrep"
)

//go:embed brief.html
var briefHTML string

// HTML prints a page as one self-contained document: no script, nothing loaded
// from anywhere, dark or light as the system is, light when printed.
func HTML(w io.Writer, p *Page) error {
	t, err := template.New("brief").Funcs(template.FuncMap{
		"source": func(s Source) string { return s.text() },
		"under":  func(l Line) string { return l.under() },
		"last":   func(i int, cells []string) bool { return i == len(cells)-1 },
	}).Parse(briefHTML)
	if err != nil {
		return fmt.Errorf("view: the built-in template: %w", err)
	}
	if err := t.Execute(w, p); err != nil {
		return fmt.Errorf("view: writing the page: %w", err)
	}
	return nil
}

// JSON prints the situation itself, indented, in the form of the contract.
func JSON(w io.Writer, s *sitrep.Situation) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return fmt.Errorf("view: writing the situation: %w", err)
	}
	return nil
}
