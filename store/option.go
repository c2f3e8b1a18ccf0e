package store

// Options are how a store is opened. Each store's Open takes them as a list of [Option].
type Options struct {
	ReadOnly bool
	Existing bool
}

// Option changes Options.
type Option func(*Options)

// ReadOnly opens for reading: Update returns ErrReadOnly and nothing is created.
func ReadOnly() Option { return func(o *Options) { o.ReadOnly, o.Existing = true, true } }

// Existing opens only a store that is there; else Open returns ErrNotFound.
func Existing() Option { return func(o *Options) { o.Existing = true } }

// Apply gives the options of a list.
func Apply(opts []Option) Options {
	var o Options
	for _, opt := range opts {
		opt(&o)
	}
	return o
}
