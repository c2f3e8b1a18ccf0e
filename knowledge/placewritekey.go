package knowledge

import (
	"bytes"
	"encoding/binary"
	"math"
	"sort"
	"strings"
)

// addKeys enters a row under its keys. A record sorts by folded key, exact key
// and row; letters and blanks of keys come after the 0 that ends them.
func (w *GazetteerWriter) addKeys(row uint32, r GazetteerRow) error {
	for n, key := range rowKeys(r, w.fold) {
		f := w.fold.Fold(key)
		if len(f) > 255 {
			w.left++
			continue
		}
		rec := append(append(w.record[:0], f...), 0)
		rec = append(append(rec, key...), 0)
		rec = binary.BigEndian.AppendUint32(rec, row)
		rec = append(rec, byte(min(n, 1)))
		w.record = rec[:0]
		if err := w.keys.add(rec); err != nil {
			return err
		}
	}
	return nil
}

// rowKeys lists the exact keys of a row, that of its own name first.
func rowKeys(r GazetteerRow, fold *PlaceFold) []string {
	keys := make([]string, 0, 2*len(r.Others)+2)
	var seen map[string]bool
	if len(r.Others) > 8 {
		seen = make(map[string]bool, len(r.Others))
	}
	add := func(key string) {
		if key == "" || len(key) > 255 || seen[key] {
			return
		}
		if seen == nil {
			for _, k := range keys {
				if k == key {
					return
				}
			}
		} else {
			seen[key] = true
		}
		keys = append(keys, key)
	}
	add(PlaceKey(r.Name))
	for _, name := range r.Others {
		add(PlaceKey(name))
	}
	for _, key := range keys {
		add(fold.Bare(key))
	}
	return keys
}

// group is one folded key with its exact keys, as it is read from the sorted records.
type group struct {
	fold, key string
	sizes     []int // postings of every key
	keys      []string
	posts     []byte
}

func (w *GazetteerWriter) writeKeys(tick func(done, total int64) error) error {
	var g group
	done, total := int64(0), w.keys.count
	err := w.keys.sorted(func(rec []byte) error {
		if done++; tick != nil && done%65536 == 0 {
			if err := tick(done, total); err != nil {
				return err
			}
		}
		f, rest, _ := bytes.Cut(rec, []byte{0})
		key, post, _ := bytes.Cut(rest, []byte{0})
		if string(f) != g.fold {
			w.writeGroup(&g)
			g = group{fold: string(f), keys: g.keys[:0], sizes: g.sizes[:0], posts: g.posts[:0]}
		}
		if string(key) != g.key || len(g.keys) == 0 {
			g.key = string(key)
			g.keys, g.sizes = append(g.keys, g.key), append(g.sizes, 0)
		}
		if n := len(g.keys); n > 255 || g.sizes[n-1] == math.MaxUint16 {
			w.left++
			return nil
		}
		row := binary.BigEndian.Uint32(post)
		if post[4] > 0 {
			row |= otherName
		}
		g.posts = binary.LittleEndian.AppendUint32(g.posts, row)
		g.sizes[len(g.keys)-1]++
		return nil
	})
	if err == nil {
		w.writeGroup(&g)
	}
	return err
}

func (w *GazetteerWriter) writeGroup(g *group) {
	if len(g.keys) == 0 {
		return
	}
	keys := g.keys[:min(len(g.keys), 255)]
	w.byte(colGroupLen, byte(len(g.fold)))
	w.byte(colGroupSize, byte(len(keys)))
	w.text(colGroups, g.fold)
	w.counts[nGroups]++
	w.counts[nGroupPool] += uint32(len(g.fold))
	for i, key := range keys {
		w.byte(colKeyLen, byte(len(key)))
		w.cols[colKeySize].Write(binary.LittleEndian.AppendUint16(nil, uint16(g.sizes[i])))
		w.text(colKeys, key)
		w.mark(key)
		w.counts[nKeyPool] += uint32(len(key))
	}
	w.counts[nKeys] += uint32(len(keys))
	w.cols[colPosts].Write(g.posts)
	w.counts[nPostings] += uint32(len(g.posts) / 4)
}

// mark notes the words of a key that have a mark.
func (w *GazetteerWriter) mark(key string) {
	for word := range strings.FieldsSeq(key) {
		if w.marks[word] != 0 {
			w.marked[word] = true
		}
	}
}

func (w *GazetteerWriter) words() {
	list := make([]string, 0, len(w.marks))
	for word, mark := range w.marks {
		if (w.marked[word] || mark&FirstName != 0) && len(word) > 0 && len(word) <= 255 {
			list = append(list, word)
		}
	}
	sort.Strings(list)
	for _, word := range list {
		w.byte(colWordLen, byte(len(word)))
	}
	for _, word := range list {
		mark := w.marks[word]
		if !w.marked[word] {
			mark &= FirstName
		}
		w.byte(colWordMarks, byte(mark))
		w.text(colWords, word)
		w.counts[nWordPool] += uint32(len(word))
	}
	w.counts[nWords] = uint32(len(list))
}
