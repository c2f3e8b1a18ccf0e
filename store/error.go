package store

// Error says where a store failed, what is wrong and what can be done.
type Error struct {
	Place  string // a path, or an address without password
	Fault  string
	Remedy string
	Kind   error // one of the errors of this package, or nil
	Cause  error // what the database said, or nil
}

// Error gives place, fault, remedy and cause in one line.
func (e *Error) Error() string {
	text := "store: " + e.Place + ": " + e.Fault
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	if e.Cause != nil {
		text += " (" + e.Cause.Error() + ")"
	}
	return text
}

// Unwrap gives kind and cause to errors.Is and errors.As.
func (e *Error) Unwrap() []error {
	var out []error
	for _, err := range []error{e.Kind, e.Cause} {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}
