package knowledge

import "testing"

func TestLemmas(t *testing.T) {
	l, err := LoadLemmas(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ form, tag, guess, want string }{
		{"bombed", "VBD", "bombe", "bomb"},
		{"struck", "VBD", "struin", "strike"},
		{"invaded", "VBD", "invad", "invade"},
		{"stopped", "VBN", "stopp", "stop"},
		{"killing", "VBG", "kill", "kill"},
		{"carried", "VBD", "carry", "carry"},
		{"seizes", "VBZ", "seiz", "seize"},
		{"left", "VBD", "left", "leave"},
		{"quonked", "VBD", "quonk", "quonk"},
		{"run", "VB", "run", "run"},
	} {
		if got := l.Verb(tt.form, tt.tag, tt.guess); got != tt.want {
			t.Errorf("%s/%s, guessed %s: %q, want %q", tt.form, tt.tag, tt.guess, got, tt.want)
		}
	}
	for form, want := range map[string]string{"gunmen": "gunman", "armies": "army", "attacks": "attack", "losses": "loss"} {
		if got := l.Noun(form, want); got != want {
			t.Errorf("%s: %q, want %q", form, got, want)
		}
	}
}
