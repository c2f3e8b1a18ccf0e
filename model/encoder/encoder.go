// Package encoder reads sentences with a small transformer: tags and lemma of
// every word, a dependency tree, entities, the roles around predicates.
//
// Open takes the weights as training/export.py writes them. Read takes words and
// gives labels; it is pure, safe for concurrent use, and the same words give the
// same reading to the bit, whatever is read beside them and on whatever
// processor of one kind of floating-point numbers (see package kernel).
//
// It does not cut text into sentences or words, knows no names of the world,
// and takes no decision but the largest score: what follows from a reading is
// for the packages that use it.
package encoder

// Sentence is what is read: words by the conventions of Universal Dependencies.
type Sentence struct {
	Words []string
	// Glued says of each word that no space comes before it; later parts of a
	// split word ("n't") are glued. Nil: none is.
	Glued []bool
	// Predicates are the words, counted from 0, whose arguments are wanted. Nil:
	// those that the model takes for predicates.
	Predicates []int
}

// Word is what is said of one word.
type Word struct {
	UPOS, XPOS string
	Feats      string // "Number=Sing|Tense=Past", "_" for none
	Lemma      string
	Head       int    // counts words from 1; 0 is the root
	Rel        string // with subtype
	Predicate  bool
}

// Entity is a phrase that names or describes something. Entities may nest.
type Entity struct {
	First, Last int // words, counted from 0, both included
	Kind        string
	Prob        float32 // by the model, 0 to 1, not calibrated
}

// Role is an argument of a predicate.
type Role struct {
	Predicate, Word int // counted from 0; Word is the head word of the argument
	Role            string
	Prob            float32 // by the model, 0 to 1, not calibrated
}

// Act is a word that the model takes for the head of the words of a political
// act. The list of a Reading holds every word for which that is at all likely
// (Prob at least 0.05), with the most likely type.
type Act struct {
	Word    int
	Type    string
	Prob    float32  // of the type, by the model, 0 to 1
	Any     float32  // of any type
	Modes   []string // of the type, without its name, those with 0.5 or more
	Parties []Party  // by word
}

// Party is a word that heads the phrase of who acts or is acted on.
type Party struct {
	Word int
	Role string
	Prob float32
}

// Reading is what is said of a sentence. The heads are a tree with one root.
type Reading struct {
	Words    []Word
	Entities []Entity // by first word, then last
	Roles    []Role   // by predicate, then word
	Acts     []Act    // by word
}

// continuation is the relation of the later parts of a sentence that is too long
// to be read at once; entities and roles do not reach across.
const continuation = "parataxis"

// Read reads sentences, each by itself: readings[i] is that of sentences[i].
// Words may hold any bytes. A sentence without words has an empty reading.
func (n *Net) Read(sentences []Sentence) []Reading {
	w := n.workspace()
	defer n.work.Put(w)
	b := batch{net: n, w: w, sentences: sentences, readings: make([]Reading, len(sentences))}
	b.reset()
	for i := range sentences {
		b.readings[i].Words = make([]Word, len(sentences[i].Words))
		b.add(i)
	}
	b.run()
	return b.readings
}

// batch collects windows until there are enough of them.
type batch struct {
	net       *Net
	w         *workspace
	sentences []Sentence
	readings  []Reading
	words     []*Word  // of the windows that wait
	forms     []string // of these words
}

func (b *batch) reset() {
	w := b.w
	w.windows, w.ids, w.wordOf, w.share = w.windows[:0], w.ids[:0], w.wordOf[:0], w.share[:0]
	b.words, b.forms = b.words[:0], b.forms[:0]
}

// add cuts a sentence into windows and puts them into the batch.
func (b *batch) add(sentence int) {
	s := &b.sentences[sentence]
	casing := casingOf(s.Words)
	var pieces []int32
	var buf [256]int32
	var ends [maxWindow]int
	pieces = buf[:0]
	first := 0
	for i, word := range s.Words {
		was := len(pieces)
		pieces = b.net.vocabulary.Append(pieces, word)
		if len(pieces) > maxWindow-2 {
			b.window(sentence, first, i, pieces[:was], ends[:i-first], casing)
			pieces = append(pieces[:0], pieces[was:]...)
			first = i
		}
		ends[i-first] = len(pieces)
	}
	if len(pieces) > 0 {
		b.window(sentence, first, len(s.Words), pieces, ends[:len(s.Words)-first], casing)
	}
}

// window puts words [first, last) of a sentence into the batch; ends says where
// the pieces of each end.
func (b *batch) window(sentence, first, last int, pieces []int32, ends []int, casing int) {
	w, n := b.w, b.net
	if len(w.ids)+len(pieces)+2 > batchPieces {
		b.run()
	}
	win := window{sentence: sentence, first: first, last: last, piece: len(w.ids), pieces: len(pieces) + 2, word: len(w.share)}
	w.windows = append(w.windows, win)
	w.ids = append(append(append(w.ids, int32(n.Cls)), pieces...), int32(n.Sep))
	w.wordOf = append(w.wordOf, -1)
	s, from := &b.sentences[sentence], 0
	for i, end := range ends {
		for ; from < end; from++ {
			w.wordOf = append(w.wordOf, int32(win.word+i))
		}
		count := end
		if i > 0 {
			count -= ends[i-1]
		}
		w.share = append(w.share, 1/float32(count))
		n.features(w, win.word+i, s, first+i, casing)
		b.words = append(b.words, &b.readings[sentence].Words[first+i])
		b.forms = append(b.forms, s.Words[first+i])
	}
	w.wordOf = append(w.wordOf, -1)
}

// features puts the features of a word beside its vectors.
func (n *Net) features(w *workspace, at int, s *Sentence, i, casing int) {
	x := w.vector[0][at*n.Word:][:n.Word]
	sum := x[n.Width:][:n.HashDim]
	clear(sum)
	for _, row := range hashesOf(s.Words[i], uint32(n.HashRows)) {
		values, scale := n.hash.rows[int(row)*n.HashDim:][:len(sum)], n.hash.scale[row]
		for k, v := range values {
			sum[k] += float32(float32(v) * scale)
		}
	}
	row := shapeRow(s.Words[i], i == 0, i < len(s.Glued) && s.Glued[i], casing)
	copy(x[n.Width+n.HashDim:], n.shape[row*n.ShapeDim:][:n.ShapeDim])
	copy(w.vector[1][at*n.Word+n.Width:][:n.Word-n.Width], x[n.Width:])
}

// run reads the windows that wait.
func (b *batch) run() {
	w, n := b.w, b.net
	if len(w.windows) == 0 {
		return
	}
	n.encode(w)
	n.tags(w, b.words, b.forms)
	n.project(w)
	for _, win := range w.windows {
		b.structure(win)
	}
	b.reset()
}

// structure finds tree, entities and roles of one window.
func (b *batch) structure(win window) {
	s, r := &b.sentences[win.sentence], &b.readings[win.sentence]
	words := r.Words[win.first:win.last]
	b.net.tree(b.w, win, words)
	if s.Predicates != nil {
		for i := range words {
			words[i].Predicate = false
		}
		for _, i := range s.Predicates {
			if win.first <= i && i < win.last {
				r.Words[i].Predicate = true
			}
		}
	}
	r.Entities = b.net.entities(b.w, win, r.Entities)
	r.Roles = b.net.roles(b.w, win, words, r.Roles)
	r.Acts = b.net.acts(b.w, win, r.Acts)
	b.join(win, r.Words)
}

// join makes the heads of a later part of a sentence count from its first word,
// and hangs its root on the root of the first part.
func (b *batch) join(win window, words []Word) {
	if win.first == 0 {
		return
	}
	root := 0
	for words[root].Head != 0 {
		root++
	}
	for i := win.first; i < win.last; i++ {
		if words[i].Head == 0 {
			words[i].Head, words[i].Rel = root+1, b.net.labels.Rel[b.net.join]
		} else {
			words[i].Head += win.first
		}
	}
}
