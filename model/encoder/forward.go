package encoder

import (
	"math"

	"github.com/sitrep-dev/sitrep/model/kernel"
)

// maxWindow is the most pieces that are read at once, with the two marks at the
// ends: no longer sentences were trained on. A longer one is read in parts.
const maxWindow = 250

// batchPieces is how many pieces of several windows go through the layers
// together. It only saves time: every row is computed by itself, and a word
// attends to its own window only.
const batchPieces = 256

// innerRows is how many rows go through the wide inner layer together, so that
// they stay in the cache of the processor.
const innerRows = 48

// window is a sentence or a part of one.
type window struct {
	sentence    int
	first, last int // words of the sentence, [first, last)
	piece       int // where its pieces begin in the batch
	pieces      int
	word        int // where its words begin in the batch
}

func (w window) words() int { return w.last - w.first }

// workspace is all memory that reading a batch takes.
type workspace struct {
	windows []window
	ids     []int32
	wordOf  []int32   // word of the batch of every piece, -1 for marks
	share   []float32 // 1 / pieces of every word of the batch

	x, ctx, more []float32 // pieces × width
	qkv          []float32
	inner        []float32
	keys, score  []float32
	mixed        [2][]float32 // pieces × width: the mixed states
	vector       [2][]float32 // words × word width: tags, structure
	rows, wide   *kernel.Rows
	tag, out     []float32
	act          []float32 // words × (types of acts, then modes)
	pair, form   []float32
	other, cells []float32
	predicates   []int     // of a window
	gathered     []float32 // rows of some predicates
}

func (n *Net) workspace() *workspace {
	if ws, ok := n.work.Get().(*workspace); ok {
		return ws
	}
	rows := kernel.Up(batchPieces, kernel.Block)
	dim := max(n.arc.dim, n.rel.dim, n.ent.dim, n.role.dim, n.party.dim)
	f := func(size int) []float32 { return make([]float32, size) }
	w := &workspace{
		ids: make([]int32, 0, rows), wordOf: make([]int32, 0, rows), share: make([]float32, 0, rows),
		x: f(rows * n.Width), ctx: f(rows * n.Width), more: f(rows * n.Width),
		qkv:   f(rows * n.layers[0].qkv.Width()),
		inner: f(innerRows * n.layers[0].up.Width()),
		keys:  f(n.Width * lanes(maxWindow)), score: f(maxWindow * lanes(maxWindow)),
		rows: kernel.NewRows(rows, max(n.Width, n.Word, n.tagDim, n.lemmaDim, n.actDim, dim)), wide: kernel.NewRows(innerRows, n.Inner),
		tag: f(rows * n.tagIn.Width()), out: f(rows * max(n.tagOut.Width(), n.lemmaOut.Width())),
		act:  f(rows * n.actOut.Width()),
		pair: f(rows * n.pairIn.Width()),
	}
	for i := range w.mixed {
		w.mixed[i], w.vector[i] = f(rows*n.Width), f(rows*n.Word)
	}
	w.predicates, w.gathered = make([]int, 0, maxWindow), f(formRows*max(n.role.dim, n.party.dim))
	classes := max(n.ent.classes, n.role.classes, n.party.classes)
	w.other, w.cells = f(dim*lanes(maxWindow+1)), f(classes*kernel.Lanes*lanes(maxWindow))
	w.form = f(max(rows*n.arc.form.Width(), formRows*max(n.rel.form.Width(), n.ent.form.Width(), n.role.form.Width(), n.party.form.Width())))
	return w
}

func lanes(n int) int { return kernel.Up(n, kernel.Lanes) }

// encode fills the word vectors of the batch in w.
func (n *Net) encode(w *workspace) {
	n.embed(w)
	size := len(w.ids) * n.Width
	for k := range w.mixed {
		clear(w.mixed[k][:size])
		n.path.AddScaled(w.mixed[k], w.x[:size], n.mix[k][0])
	}
	for i := range n.layers {
		n.layer(w, &n.layers[i])
		for k := range w.mixed {
			n.path.AddScaled(w.mixed[k], w.x[:size], n.mix[k][i+1])
		}
	}
	n.pool(w)
}

// embed looks up pieces and places.
func (n *Net) embed(w *workspace) {
	zero := w.ctx[:n.Width]
	clear(zero)
	for _, win := range w.windows {
		for i := range win.pieces {
			at := win.piece + i
			x, id := w.x[at*n.Width:][:n.Width], int(w.ids[at])
			piece, scale := n.piece.rows[id*n.Width:][:len(x)], n.piece.scale[id]
			place, placeScale := n.place.rows[i*n.Width:][:len(x)], n.place.scale[i]
			for k := range x {
				x[k] = float32(float32(piece[k])*scale) + float32(float32(place[k])*placeScale)
			}
			n.path.Norm(x, zero, n.norm.gain, n.norm.bias, n.NormEps)
		}
	}
}

// layer is one layer of the transformer, in place.
func (n *Net) layer(w *workspace, l *layer) {
	p, pieces, stride := n.path, len(w.ids), l.qkv.Width()
	p.Quantize(w.rows, w.x, pieces, n.Width, n.Width)
	p.Mul(w.qkv, stride, w.rows, l.qkv)
	for _, win := range w.windows {
		n.attend(w, win, stride)
	}
	p.Quantize(w.rows, w.ctx, pieces, n.Width, n.Width)
	p.Mul(w.more, n.Width, w.rows, l.out)
	for i := range pieces {
		p.Norm(w.x[i*n.Width:][:n.Width], w.more[i*n.Width:], l.norm1.gain, l.norm1.bias, n.NormEps)
	}
	for i := 0; i < pieces; i += innerRows {
		n.feed(w, l, i, min(innerRows, pieces-i))
	}
}

// feed is the inner layer for some rows.
func (n *Net) feed(w *workspace, l *layer, first, rows int) {
	p, x := n.path, w.x[first*n.Width:]
	p.Quantize(w.rows, x, rows, n.Width, n.Width)
	p.Mul(w.inner, n.Inner, w.rows, l.up)
	for i := range rows {
		p.GELU(w.inner[i*n.Inner:][:n.Inner])
	}
	p.Quantize(w.wide, w.inner, rows, n.Inner, n.Inner)
	p.Mul(w.more, n.Width, w.wide, l.down)
	for i := range rows {
		p.Norm(x[i*n.Width:][:n.Width], w.more[i*n.Width:], l.norm2.gain, l.norm2.bias, n.NormEps)
	}
}

// attend fills w.ctx for one window: softmax(q·k/√dim)·v for every head.
func (n *Net) attend(w *workspace, win window, stride int) {
	p, count, dim := n.path, win.pieces, n.Width/n.Heads
	cols := lanes(count)
	qkv := w.qkv[win.piece*stride:]
	turn(w.keys, cols, 0, qkv[n.Width:], stride, count, n.Width)
	scale := float32(1 / math.Sqrt(float64(dim)))
	for h := range n.Heads {
		p.MulFloat(w.score, cols, qkv[h*dim:], stride, w.keys[h*dim*cols:], cols, count, dim, cols)
		for i := range count {
			row := w.score[i*cols:][:cols]
			for k := count; k < cols; k++ {
				row[k] = -math.MaxFloat32 / 4
			}
			p.Softmax(row, scale)
		}
		p.MulFloat(w.ctx[win.piece*n.Width+h*dim:], n.Width, w.score, cols, qkv[2*n.Width+h*dim:], stride, count, count, dim)
	}
}

// turn writes rows as columns: dst[k*cols+at+i] = src[i*stride+k]; what is beyond
// the last row is zero.
func turn(dst []float32, cols, at int, src []float32, stride, rows, dim int) {
	for k := 0; k < dim; k += 8 {
		out := dst[k*cols:][:8*cols]
		for i := range rows {
			in := src[i*stride+k:][:8]
			o := out[at+i:]
			o[0], o[cols], o[2*cols], o[3*cols] = in[0], in[1], in[2], in[3]
			o[4*cols], o[5*cols], o[6*cols], o[7*cols] = in[4], in[5], in[6], in[7]
		}
		for i := range 8 {
			clear(out[i*cols+at+rows : (i+1)*cols])
		}
	}
}

// pool averages the pieces of words; the features of words are in place.
func (n *Net) pool(w *workspace) {
	for k := range w.mixed {
		for i := range w.share {
			clear(w.vector[k][i*n.Word:][:n.Width])
		}
		for at, word := range w.wordOf {
			if word >= 0 {
				n.path.AddScaled(w.vector[k][int(word)*n.Word:][:n.Width], w.mixed[k][at*n.Width:][:n.Width], w.share[word])
			}
		}
	}
}
