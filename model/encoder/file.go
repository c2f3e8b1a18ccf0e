package encoder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"unsafe"

	"github.com/sitrep-dev/sitrep/model/kernel"
)

// magic begins a weight file; training/FORMAT.md describes the rest.
const magic = "SITREPM1"

// alignment of the data and of every tensor in it, in bytes.
const alignment = 64

type header struct {
	Format  int
	Config  config
	Labels  Labels
	Tensors []entry
}

type config struct {
	Width, Layers, Heads, Inner, Word int
	HashRows                          int      `json:"hash_rows"`
	HashDim                           int      `json:"hash_dim"`
	ShapeDim                          int      `json:"shape_dim"`
	NormEps                           float32  `json:"norm_eps"`
	MaxPieces                         int      `json:"max_pieces"`
	RoleNone                          float32  `json:"role_none"`  // added to the score of no role
	OnceRoles                         []string `json:"once_roles"` // of a predicate at most one each
	Cls, Sep, Unk                     int
}

// Labels are the classes of the heads; the number of a class is its place. Kind
// and Role begin with "none". Lemma holds edit rules, "l|3|y".
type Labels struct {
	UPOS  []string `json:"upos"`
	XPOS  []string `json:"xpos"`
	Feats []string `json:"feats"`
	Lemma []string `json:"lemma"`
	Rel   []string `json:"rel"`
	Kind  []string `json:"kind"`
	Role  []string `json:"role"`
	Act   []string `json:"act"`   // types of political acts; "none" first
	Mode  []string `json:"mode"`  // "TYPE/mode"
	Party []string `json:"party"` // what a word is to an act; "none" first
}

type entry struct {
	Name   string
	Type   string
	Shape  []int
	Offset int
	Bytes  int
}

// file is a weight file whose header was read. The first fault is kept in err,
// and what is asked for afterwards comes out empty.
type file struct {
	header
	data    []byte
	tensors map[string]entry
	err     error
}

func fault(format string, args ...any) error {
	return fmt.Errorf("encoder: weight file: "+format+"; export it again (training/export.py)", args...)
}

func readFile(data []byte) (*file, error) {
	const fixed = len(magic) + 8
	if len(data) < fixed || string(data[:len(magic)]) != magic {
		return nil, fault("it does not begin with %s", magic)
	}
	length, padding := binary.LittleEndian.Uint32(data[8:]), binary.LittleEndian.Uint32(data[12:])
	begin := uint64(fixed) + uint64(length) + uint64(padding)
	if begin > uint64(len(data)) || begin%alignment != 0 {
		return nil, fault("a header of %d bytes with %d of padding does not fit", length, padding)
	}
	f := &file{data: data[begin:], tensors: map[string]entry{}}
	if err := json.NewDecoder(bytes.NewReader(data[fixed:][:length])).Decode(&f.header); err != nil {
		return nil, fault("header: %v", err)
	}
	if f.Format != 1 {
		return nil, fault("format %d, this program reads 1", f.Format)
	}
	for _, t := range f.Tensors {
		if err := f.check(t); err != nil {
			return nil, err
		}
		f.tensors[t.Name] = t
	}
	return f, f.checkConfig()
}

func (f *file) check(t entry) error {
	size := map[string]int{"u8": 1, "i8": 1, "f32": 4}[t.Type]
	if size == 0 {
		return fault("tensor %q has type %q", t.Name, t.Type)
	}
	for _, n := range t.Shape {
		if n < 0 || n > 1<<28 || size > 1<<30 {
			return fault("tensor %q has shape %v", t.Name, t.Shape)
		}
		size *= n
	}
	if t.Bytes != size || t.Offset < 0 || t.Offset%alignment != 0 || t.Offset > len(f.data) || size > len(f.data)-t.Offset {
		return fault("tensor %q of %d bytes at %d does not fit", t.Name, t.Bytes, t.Offset)
	}
	return nil
}

// checkConfig looks at what the kernels need: rows of multiples of 32 numbers.
func (f *file) checkConfig() error {
	c := f.Config
	for _, n := range []int{c.Width, c.Layers, c.Heads, c.Inner, c.Word, c.HashRows, c.HashDim, c.ShapeDim, c.MaxPieces - 2} {
		if n <= 0 || n > 1<<20 {
			return fault("config %+v", c)
		}
	}
	if c.Width%(32*c.Heads) != 0 || c.Width%kernel.Panel != 0 || c.Inner%kernel.Panel != 0 || c.Word%32 != 0 || c.Word != c.Width+c.HashDim+c.ShapeDim {
		return fault("config %+v: widths must be multiples of %d, of heads of 32, and add up", c, kernel.Panel)
	}
	if c.MaxPieces < maxWindow {
		return fault("places for %d pieces, want %d", c.MaxPieces, maxWindow)
	}
	for _, list := range [][]string{f.Labels.UPOS, f.Labels.XPOS, f.Labels.Feats, f.Labels.Lemma, f.Labels.Rel, f.Labels.Kind, f.Labels.Role, f.Labels.Act, f.Labels.Mode, f.Labels.Party} {
		if len(list) == 0 {
			return fault("a list of labels is empty")
		}
	}
	if l := &f.Labels; len(l.Rel) > maxRels || max(len(l.Kind), len(l.Role), len(l.Act), len(l.Party)) > maxClasses {
		return fault("%d relations, %d kinds, %d roles, %d acts, %d parties, of which there may be %d, then %d each",
			len(l.Rel), len(l.Kind), len(l.Role), len(l.Act), len(l.Party), maxRels, maxClasses)
	}
	return nil
}

// bytes is a tensor's raw data; a shape of -1 stands for any length.
func (f *file) bytes(name, kind string, shape ...int) []byte {
	t, ok := f.tensors[name]
	if f.err == nil && !ok {
		f.err = fault("tensor %q is missing", name)
	}
	if f.err != nil {
		return nil
	}
	fits := t.Type == kind && len(t.Shape) == len(shape)
	for i := range shape {
		fits = fits && (shape[i] == t.Shape[i] || shape[i] < 0)
	}
	if !fits {
		f.err = fault("tensor %q is %s %v, want %s %v", name, t.Type, t.Shape, kind, shape)
		return nil
	}
	return f.data[t.Offset:][:t.Bytes]
}

func (f *file) int8(name string, shape ...int) []int8 {
	b := f.bytes(name, "i8", shape...)
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&b[0])), len(b)) // same size, same alignment
}

// float is a copy, so that neither byte order nor alignment matters; all of them
// together are small.
func (f *file) float(name string, shape ...int) []float32 {
	b := f.bytes(name, "f32", shape...)
	if f.err != nil {
		return nil
	}
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}
