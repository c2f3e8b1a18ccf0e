package encoder

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/sitrep-dev/sitrep/model/kernel"
	"github.com/sitrep-dev/sitrep/model/wordpiece"
)

// Net is a model in memory. It does not change and may be used from many
// goroutines at once.
type Net struct {
	config
	path   kernel.Path
	labels Labels
	rules  []lemmaRule
	join   int // the relation between a sentence and its continuation

	vocabulary   *wordpiece.Vocabulary
	piece, place table
	norm         norm
	layers       []layer
	mix          [2][]float32

	hash  table
	shape []float32

	tagDim, lemmaDim, actDim   int
	tagIn, tagOut, lemmaOut    *kernel.Matrix
	actOut                     *kernel.Matrix // types of acts, then modes
	pairIn                     *kernel.Matrix
	arc, rel, ent, role, party pair
	rootArc, rootRel           []float32 // the root as a head, projected
	width                      []float32 // of entities: one row a length
	work                       sync.Pool // of *workspace
}

// table is rows of int8 with one scale each.
type table struct {
	dim   int
	rows  []int8
	scale []float32
}

type norm struct{ gain, bias []float32 }

type layer struct {
	qkv, out, up, down *kernel.Matrix
	norm1, norm2       norm
}

// pair scores words against words: form turns the projection of the first into
// one row of dim numbers a class, to be multiplied with the projection of the
// second, and after these into one more number a class, to be added.
type pair struct {
	dim, classes  int
	first, second int // columns of the projections in the results of pairIn
	form          *kernel.Matrix
}

// Open reads a weight file. The slice is kept and must not change; int8 tables
// are used where they lie, matrices are copied into the order of the kernels.
// path says which kernels to use, kernel.Best() where there is no reason.
func Open(data []byte, path kernel.Path) (*Net, error) {
	f, err := readFile(data)
	if err != nil {
		return nil, err
	}
	n := &Net{config: f.Config, path: path, labels: f.Labels}
	if n.rules, err = readRules(f.Labels.Lemma); err != nil {
		return nil, err
	}
	for i, rel := range f.Labels.Rel {
		if rel == continuation {
			n.join = i
		}
	}
	n.readEncoder(f)
	n.readHeads(f)
	if f.err != nil {
		return nil, f.err
	}
	if n.vocabulary, err = wordpiece.New(f.bytes("vocab", "u8", -1), n.Unk); err != nil {
		return nil, err
	}
	pieces := n.vocabulary.Len()
	if len(n.piece.scale) != pieces || n.Cls >= pieces || n.Sep >= pieces || n.Cls < 0 || n.Sep < 0 {
		return nil, fault("%d rows for %d pieces", len(n.piece.scale), pieces)
	}
	n.projectRoot(f.float("arc.root", n.Word))
	return n, f.err
}

func (n *Net) readEncoder(f *file) {
	n.piece = f.table("embed.piece", -1, n.Width)
	n.place = f.table("embed.place", n.MaxPieces, n.Width)
	n.norm = f.norm("embed.norm", n.Width)
	for i := range n.Layers {
		at := "layer." + strconv.Itoa(i) + "."
		n.layers = append(n.layers, layer{
			qkv:   f.matrix(n.Width, plain{at + "qkv", 3 * n.Width}),
			out:   f.matrix(n.Width, plain{at + "out", n.Width}),
			up:    f.matrix(n.Width, plain{at + "up", n.Inner}),
			down:  f.matrix(n.Inner, plain{at + "down", n.Width}),
			norm1: f.norm(at+"norm1", n.Width),
			norm2: f.norm(at+"norm2", n.Width),
		})
	}
	if mix := f.float("mix", 2, n.Layers+1); f.err == nil {
		n.mix = [2][]float32{mix[:n.Layers+1], mix[n.Layers+1:]}
	}
	n.hash = f.table("word.hash", n.HashRows, n.HashDim)
	n.shape = f.float("word.shape", 4*4*shapes, n.ShapeDim)
}

func (n *Net) readHeads(f *file) {
	n.tagDim, n.lemmaDim, n.actDim = f.outs("head.tag"), f.outs("head.lemma_in"), f.outs("head.act_in")
	n.tagIn = f.matrix(n.Word, plain{"head.tag", n.tagDim}, plain{"head.lemma_in", n.lemmaDim}, plain{"head.act_in", n.actDim})
	n.tagOut = f.matrix(n.tagDim, plain{"head.upos", len(n.labels.UPOS)}, plain{"head.xpos", len(n.labels.XPOS)},
		plain{"head.feats", len(n.labels.Feats)}, plain{"head.pred", 2})
	n.lemmaOut = f.matrix(n.lemmaDim, plain{"head.lemma", len(n.labels.Lemma)})
	n.actOut = f.matrix(n.actDim, plain{"head.act", len(n.labels.Act)}, plain{"head.mode", len(n.labels.Mode)})
	var in []plain
	at := 0
	for _, side := range []string{".first", ".second"} {
		for _, p := range []struct {
			name    string
			to      *pair
			classes int
		}{{"arc", &n.arc, 1}, {"rel", &n.rel, len(n.labels.Rel)}, {"ent", &n.ent, len(n.labels.Kind)}, {"role", &n.role, len(n.labels.Role)},
			{"party", &n.party, len(n.labels.Party)}} {
			dim := f.outs(p.name + ".first")
			in = append(in, plain{p.name + side, dim})
			if side == ".first" {
				*p.to = pair{dim: dim, classes: p.classes, first: at, form: f.form(p.name+".form", dim, p.classes)}
			} else {
				p.to.second = at
			}
			at += dim
		}
	}
	n.pairIn = f.matrix(n.Word, in...)
	n.width = f.float("ent.width", widths, len(n.labels.Kind))
}

// widths is the number of rows of the table of entity lengths; the last row is
// for all longer ones.
const widths = 24

// projectRoot computes what stands for the root among the heads of words.
func (n *Net) projectRoot(root []float32) {
	rows := kernel.NewRows(1, n.Word)
	n.path.Quantize(rows, root, 1, n.Word, n.Word)
	out := make([]float32, kernel.Block*n.pairIn.Width())
	n.path.Mul(out, n.pairIn.Width(), rows, n.pairIn)
	relu(out)
	n.rootArc = out[n.arc.second:][:n.arc.dim]
	n.rootRel = out[n.rel.second:][:n.rel.dim]
}

func (f *file) table(name string, rows, dim int) table {
	t := table{dim: dim, rows: f.int8(name+".weight", rows, dim)}
	t.scale = f.float(name+".scale", len(t.rows)/dim)
	return t
}

func (f *file) norm(name string, dim int) norm {
	return norm{f.float(name+".gain", dim), f.float(name+".bias", dim)}
}

// outs is the number of outputs of a linear layer, a multiple of 32.
func (f *file) outs(name string) int {
	t, ok := f.tensors[name+".bias"]
	if !ok || len(t.Shape) != 1 || t.Shape[0] == 0 || t.Shape[0]%32 != 0 {
		if f.err == nil {
			f.err = fault("layer %q needs a bias of a multiple of 32 numbers", name)
		}
		return 32
	}
	return t.Shape[0]
}

// plain names a linear layer and its number of outputs.
type plain struct {
	name string
	outs int
}

// matrix puts linear layers of the same input under one another.
func (f *file) matrix(ins int, parts ...plain) *kernel.Matrix {
	total := 0
	for _, p := range parts {
		total += p.outs
	}
	m, at := kernel.NewMatrix(total, ins), 0
	for _, p := range parts {
		w, scale, bias := f.int8(p.name+".weight", p.outs, ins), f.float(p.name+".scale", p.outs), f.float(p.name+".bias", p.outs)
		if f.err != nil {
			return m
		}
		for i := range p.outs {
			m.SetRow(at+i, w[i*ins:][:ins], scale[i], bias[i])
		}
		at += p.outs
	}
	return m
}

// form reads the bilinear part of a pair. In the file every class has dim+1
// outputs; here the last of each comes after the others of all classes.
func (f *file) form(name string, dim, classes int) *kernel.Matrix {
	outs := classes * (dim + 1)
	w, scale, bias := f.int8(name+".weight", outs, dim), f.float(name+".scale", outs), f.float(name+".bias", outs)
	m := kernel.NewMatrix(outs, dim)
	if f.err != nil {
		return m
	}
	for i := range outs {
		to := i/(dim+1)*dim + i%(dim+1)
		if i%(dim+1) == dim {
			to = classes*dim + i/(dim+1)
		}
		m.SetRow(to, w[i*dim:][:dim], scale[i], bias[i])
	}
	return m
}

func readRules(list []string) ([]lemmaRule, error) {
	out := make([]lemmaRule, len(list))
	for i, text := range list {
		cells := strings.SplitN(text, "|", 3)
		if len(cells) != 3 || len(cells[0]) != 1 || !strings.Contains("lktu", cells[0]) {
			return nil, fault("lemma rule %q", text)
		}
		cut, err := strconv.Atoi(cells[1])
		if err != nil || cut < 0 {
			return nil, fault("lemma rule %q", text)
		}
		out[i] = lemmaRule{cells[0][0], cut, cells[2]}
	}
	return out, nil
}

// Labels lists the classes that a Reading may name. The lists must not be changed.
func (n *Net) Labels() Labels { return n.labels }

// String tells size and kernels, for reports.
func (n *Net) String() string {
	return fmt.Sprintf("encoder of %d layers of %d, %d pieces, %s", n.Layers, n.config.Width, len(n.piece.scale), n.path)
}
