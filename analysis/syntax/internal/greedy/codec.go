package greedy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// magic opens a weight file and names its layout; the layout is below.
const magic = "sitrep-greedy-1\n"

// Encode writes the engine to bytes that Decode reads. Equal engines give equal
// bytes. Layout, numbers as unsigned varints, strings with their length before
// them: magic; tags as UPOS and XPOS; labels; lexicon in order of word as word,
// casing, class; lemmas as kept tags, table, suffix rules, known lemmas, each in order; then
// the tagger and the parser, each as columns: the differences between rising
// keys, the number of cells of each, the classes, the weights as one signed
// byte each with -128 for the larger ones, and those as zigzag varints.
func (e *Engine) Encode() []byte {
	w := &encoder{buf: []byte(magic)}
	w.num(len(e.Tags))
	for _, t := range e.Tags {
		w.str(t.UPOS)
		w.str(t.XPOS)
	}
	w.num(len(e.Labels))
	for _, l := range e.Labels {
		w.str(l)
	}
	w.num(len(e.Lexicon))
	for _, word := range slices.Sorted(maps.Keys(e.Lexicon)) {
		w.str(word)
		w.num(int(e.Lexicon[word].Casing))
		w.num(int(e.Lexicon[word].Class))
	}
	w.lemmas(e.Lemmas)
	w.rows(e.Tagger.(*Linear).Rows())
	w.rows(e.Arcs.(*Linear).Rows())
	return w.buf
}

type encoder struct{ buf []byte }

func (w *encoder) num(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }

func (w *encoder) str(s string) {
	w.num(len(s))
	w.buf = append(w.buf, s...)
}

func (w *encoder) tag(t Tag) {
	w.str(t.UPOS)
	w.str(t.XPOS)
}

func byName(a, b Tag) int {
	return strings.Compare(a.UPOS+"|"+a.XPOS, b.UPOS+"|"+b.XPOS)
}

func (w *encoder) lemmas(l *Lemmas) {
	kept := slices.SortedFunc(maps.Keys(l.Keep), byName)
	w.num(len(kept))
	for _, t := range kept {
		w.tag(t)
	}
	w.num(len(l.Table))
	for _, t := range slices.SortedFunc(maps.Keys(l.Table), byName) {
		w.tag(t)
		w.num(len(l.Table[t]))
		for _, form := range slices.Sorted(maps.Keys(l.Table[t])) {
			w.str(form)
			w.str(l.Table[t][form])
		}
	}
	w.num(len(l.Rules))
	for _, t := range slices.SortedFunc(maps.Keys(l.Rules), byName) {
		w.tag(t)
		w.num(len(l.Rules[t]))
		for _, s := range slices.Sorted(maps.Keys(l.Rules[t])) {
			w.str(s)
			w.num(l.Rules[t][s].Cut)
			w.str(l.Rules[t][s].Add)
		}
	}
	w.num(len(l.Words))
	for _, upos := range slices.Sorted(maps.Keys(l.Words)) {
		w.str(upos)
		w.num(len(l.Words[upos]))
		for _, lemma := range slices.Sorted(maps.Keys(l.Words[upos])) {
			w.str(lemma)
		}
	}
}

const large = -128

func (w *encoder) rows(rows []Row) {
	cells, last := 0, uint32(0)
	for _, r := range rows {
		cells += len(r.Cells)
	}
	w.num(len(rows))
	w.num(cells)
	for _, r := range rows {
		w.num(int(r.Key - last))
		last = r.Key
	}
	for _, r := range rows {
		w.buf = append(w.buf, uint8(len(r.Cells)))
	}
	for _, r := range rows {
		for _, c := range r.Cells {
			w.buf = append(w.buf, c.Class)
		}
	}
	var over []byte
	for _, r := range rows {
		for _, c := range r.Cells {
			if c.Weight > large && c.Weight < -large {
				w.buf = append(w.buf, uint8(int8(c.Weight)))
				continue
			}
			w.buf = append(w.buf, 0x80)
			over = binary.AppendVarint(over, int64(c.Weight))
		}
	}
	w.buf = append(w.buf, over...)
}

// Rows lists the rows of the model in order of key.
func (m *Linear) Rows() []Row {
	var out []Row
	for _, s := range m.slots {
		if s.start != 0 {
			lo := s.start & 0xffffff
			out = append(out, Row{s.key, m.cells[lo : lo+s.start>>24]})
		}
	}
	slices.SortFunc(out, func(a, b Row) int { return int(int64(a.Key) - int64(b.Key)) })
	return out
}

// errFormat is what Decode says of bytes that Encode has not written.
var errFormat = errors.New("greedy: not a weight file of this version; rebuild it with analysis/syntax/train")

// Decode reads what Encode wrote. Foreign bytes give an error.
func Decode(data []byte) (*Engine, error) {
	rest, ok := strings.CutPrefix(string(data[:min(len(data), len(magic))]), magic)
	if !ok || rest != "" {
		return nil, errFormat
	}
	r := &decoder{buf: data[len(magic):]}
	e := &Engine{Lexicon: map[string]Entry{}, templates: parseTemplates(templateText)}
	for range r.count() {
		e.Tags = append(e.Tags, r.tag())
	}
	for range r.count() {
		e.Labels = append(e.Labels, r.str())
	}
	n := r.count()
	e.Lexicon = make(map[string]Entry, n)
	for range n {
		word := r.str()
		casing, class := r.num(), r.num()
		e.Lexicon[word] = Entry{Casing(casing), uint16(class)}
	}
	e.Lemmas = r.lemmas()
	e.Tagger = r.linear(len(e.Tags))
	e.Arcs = r.linear(1 + 2*len(e.Labels))
	if r.bad || len(r.buf) > 0 || len(e.Tags) == 0 || len(e.Labels) < 2 {
		return nil, fmt.Errorf("%w (%d bytes left over)", errFormat, len(r.buf))
	}
	return e, nil
}

type decoder struct {
	buf []byte
	bad bool
}

func (r *decoder) num() int {
	v, n := binary.Uvarint(r.buf)
	if n <= 0 || v > 1<<32 {
		r.bad, r.buf = true, nil
		return 0
	}
	r.buf = r.buf[n:]
	return int(v)
}

// count is a number of things to come, each at least a byte long.
func (r *decoder) count() int {
	n := r.num()
	if n > len(r.buf) {
		r.bad = true
		return 0
	}
	return n
}

func (r *decoder) bytes(n int) []byte {
	if n > len(r.buf) {
		r.bad, r.buf = true, nil
		return nil
	}
	out := r.buf[:n]
	r.buf = r.buf[n:]
	return out
}

func (r *decoder) str() string { return string(r.bytes(r.count())) }

func (r *decoder) tag() Tag {
	upos := r.str()
	return Tag{upos, r.str()}
}

func (r *decoder) lemmas() *Lemmas {
	l := &Lemmas{Keep: map[Tag]bool{}, Table: map[Tag]map[string]string{}, Rules: map[Tag]map[string]Edit{}, Words: map[string]map[string]bool{}}
	for range r.count() {
		l.Keep[r.tag()] = true
	}
	for range r.count() {
		tag, n := r.tag(), r.count()
		l.Table[tag] = make(map[string]string, n)
		for range n {
			form := r.str()
			l.Table[tag][form] = r.str()
		}
	}
	for range r.count() {
		tag, n := r.tag(), r.count()
		l.Rules[tag] = make(map[string]Edit, n)
		for range n {
			s := r.str()
			cut := r.num()
			l.Rules[tag][s] = Edit{cut, r.str()}
		}
	}
	for range r.count() {
		upos, n := r.str(), r.count()
		l.Words[upos] = make(map[string]bool, n)
		for range n {
			l.Words[upos][r.str()] = true
		}
	}
	return l
}

func (r *decoder) linear(classes int) *Linear {
	n, cells := r.count(), r.count()
	if r.bad || cells >= MaxCells {
		r.bad = true
		return &Linear{}
	}
	keys, key := make([]uint32, n), uint32(0)
	for i := range keys {
		key += uint32(r.num())
		keys[i] = key
	}
	counts, class, weight := r.bytes(n), r.bytes(cells), r.bytes(cells)
	if r.bad {
		return &Linear{}
	}
	m := newTable(n, cells)
	at := 0
	for i, count := range counts {
		if count == 0 || at+int(count) > cells {
			r.bad = true
			return m
		}
		for ; count > 0; count-- {
			c := Cell{class[at], int16(int8(weight[at]))}
			if c.Weight == large {
				v, size := binary.Varint(r.buf)
				if size <= 0 {
					r.bad = true
					return m
				}
				c.Weight, r.buf = int16(v), r.buf[size:]
			}
			if int(c.Class) >= classes {
				r.bad = true
				return m
			}
			m.cells = append(m.cells, c)
			at++
		}
		m.insert(keys[i], int(counts[i]))
	}
	return m
}
