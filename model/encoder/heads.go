package encoder

import (
	"math"
	"slices"
	"strings"

	"github.com/sitrep-dev/sitrep/model/kernel"
)

// formRows is how many words go through the form of a pair together; its rows
// are long.
const formRows = 24

func relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

func largest(x []float32) int {
	best, top := 0, x[0]
	for i, v := range x {
		if v > top {
			best, top = i, v
		}
	}
	return best
}

// tags fills what each word is by itself; words[i] is word i of the batch.
func (n *Net) tags(w *workspace, words []*Word, forms []string) {
	p, stride, count := n.path, n.tagIn.Width(), len(words)
	p.Quantize(w.rows, w.vector[0], count, n.Word, n.Word)
	p.Mul(w.tag, stride, w.rows, n.tagIn)
	relu(w.tag[:count*stride])

	p.Quantize(w.rows, w.tag, count, n.tagDim, stride)
	p.Mul(w.out, n.tagOut.Width(), w.rows, n.tagOut)
	l := &n.labels
	for i, word := range words {
		row := w.out[i*n.tagOut.Width():]
		word.UPOS = l.UPOS[largest(row[:len(l.UPOS)])]
		row = row[len(l.UPOS):]
		word.XPOS = l.XPOS[largest(row[:len(l.XPOS)])]
		row = row[len(l.XPOS):]
		word.Feats = l.Feats[largest(row[:len(l.Feats)])]
		row = row[len(l.Feats):]
		word.Predicate = row[1] > row[0]
	}

	p.Quantize(w.rows, w.tag[n.tagDim:], count, n.lemmaDim, stride)
	p.Mul(w.out, n.lemmaOut.Width(), w.rows, n.lemmaOut)
	for i, word := range words {
		rule := n.rules[largest(w.out[i*n.lemmaOut.Width():][:len(n.rules)])]
		word.Lemma = rule.apply(forms[i])
	}
	n.actScores(w, count)
}

// actScores fills the scores of types of acts and of modes.
func (n *Net) actScores(w *workspace, count int) {
	n.path.Quantize(w.rows, w.tag[n.tagDim+n.lemmaDim:], count, n.actDim, n.tagIn.Width())
	n.path.Mul(w.act, n.actOut.Width(), w.rows, n.actOut)
}

// project computes the projections of all pairs for all words of the batch.
func (n *Net) project(w *workspace) {
	count, stride := len(w.share), n.pairIn.Width()
	n.path.Quantize(w.rows, w.vector[1], count, n.Word, n.Word)
	n.path.Mul(w.pair, stride, w.rows, n.pairIn)
	relu(w.pair[:count*stride])
}

// forms puts words of the batch, count of them from first, through the form of p.
func (n *Net) forms(w *workspace, p *pair, first, count int) {
	stride := n.pairIn.Width()
	n.path.Quantize(w.rows, w.pair[first*stride+p.first:], count, p.dim, stride)
	n.path.Mul(w.form, p.form.Width(), w.rows, p.form)
}

// tree finds head and relation of every word of a window.
func (n *Net) tree(w *workspace, win window, words []Word) {
	p, count, stride := n.path, win.words(), n.pairIn.Width()
	cols, a := lanes(count+1), &n.arc
	second := w.pair[win.word*stride+a.second:]
	turn(w.other, cols, 1, second, stride, count, a.dim)
	for k, v := range n.rootArc {
		w.other[k*cols] = v
	}
	n.forms(w, a, win.word, count)
	p.MulFloat(w.score, cols, w.form, a.form.Width(), w.other, cols, count, a.dim, cols)
	heads := treeOf(w.score, cols, count)
	for i, h := range heads {
		words[i].Head = h
	}
	n.relations(w, win, words)
}

func (n *Net) relations(w *workspace, win window, words []Word) {
	r, stride := &n.rel, n.pairIn.Width()
	var scores [maxRels]float32
	for first := 0; first < len(words); first += formRows {
		count := min(formRows, len(words)-first)
		n.forms(w, r, win.word+first, count)
		for i := range count {
			word, form := &words[first+i], w.form[i*r.form.Width():]
			head := n.rootRel
			if word.Head > 0 {
				head = w.pair[(win.word+word.Head-1)*stride+r.second:][:r.dim]
			}
			for c := range r.classes {
				scores[c] = n.path.Dot(head, form[c*r.dim:]) + form[r.classes*r.dim+c]
			}
			word.Rel = n.labels.Rel[largest(scores[:r.classes])]
		}
	}
}

// entities finds the spans of a window. Scores are computed for sixteen first
// words at a time, against the last words from the first of them on.
func (n *Net) entities(w *workspace, win window, out []Entity) []Entity {
	p, e, count, stride := n.path, &n.ent, win.words(), n.pairIn.Width()
	cols := lanes(count)
	turn(w.other, cols, 0, w.pair[win.word*stride+e.second:], stride, count, e.dim)
	for first := 0; first < count; first += kernel.Lanes {
		rows := min(kernel.Lanes, count-first)
		n.forms(w, e, win.word+first, rows)
		for c := range e.classes {
			p.MulFloat(w.cells[c*kernel.Lanes*cols+first:], cols, w.form[c*e.dim:], e.form.Width(), w.other[first:], cols, rows, e.dim, cols-first)
		}
		for i := range rows {
			extra := w.form[i*e.form.Width()+e.classes*e.dim:][:e.classes]
			for j := first + i; j < count; j++ {
				at, width := i*cols+j, n.width[min(j-first-i, widths-1)*e.classes:]
				if kind, prob := n.class(w.cells[at:], kernel.Lanes*cols, extra, width); kind > 0 {
					out = append(out, Entity{win.first + first + i, win.first + j, n.labels.Kind[kind], prob})
				}
			}
		}
	}
	return out
}

// maxRels, maxClasses are the most relations, kinds and roles that there may be.
const (
	maxRels    = 256
	maxClasses = 64
)

// class picks the largest of the scores at[0], at[stride] and so on, to which
// first and second are added (second may be nil), and its probability. The
// probability is computed only where the class is not 0.
func (n *Net) class(at []float32, stride int, first, second []float32) (int, float32) {
	var scores [maxClasses]float32
	best := 0
	for c := range first {
		v := at[c*stride] + first[c]
		if second != nil {
			v += second[c]
		}
		scores[c] = v
		if v > scores[best] {
			best = c
		}
	}
	if best == 0 {
		return 0, 0
	}
	row := scores[:lanes(len(first))]
	for c := len(first); c < len(row); c++ {
		row[c] = -math.MaxFloat32 / 4
	}
	n.path.Softmax(row, 1)
	return best, row[best]
}

// leastAct is the probability from which on a word is told as a possible act.
const leastAct = 0.05

// acts finds the words that may tell political acts, with their modes and parties.
func (n *Net) acts(w *workspace, win window, out []Act) []Act {
	stride, types, from := n.actOut.Width(), len(n.labels.Act), len(out)
	for i := range win.words() {
		scores := w.act[(win.word+i)*stride:][:stride]
		var row [maxClasses]float32
		probs := row[:lanes(types)]
		copy(probs, scores[:types])
		for c := types; c < len(probs); c++ {
			probs[c] = -math.MaxFloat32 / 4
		}
		n.path.Softmax(probs, 1)
		if 1-probs[0] < leastAct {
			continue
		}
		best := 1 + largest(probs[1:types])
		act := Act{Word: win.first + i, Type: n.labels.Act[best], Prob: probs[best], Any: 1 - probs[0]}
		for m, name := range n.labels.Mode {
			if mode, ok := strings.CutPrefix(name, act.Type+"/"); ok && scores[types+m] >= 0 {
				act.Modes = append(act.Modes, mode)
			}
		}
		out = append(out, act)
	}
	n.parties(w, win, out[from:])
	return out
}

// parties finds who acts and who is acted on in each of the acts of a window.
func (n *Net) parties(w *workspace, win window, acts []Act) {
	if len(acts) == 0 {
		return
	}
	p, r, count, stride := n.path, &n.party, win.words(), n.pairIn.Width()
	cols := lanes(count)
	turn(w.other, cols, 0, w.pair[win.word*stride+r.second:], stride, count, r.dim)
	for len(acts) > 0 {
		some := acts[:min(formRows, len(acts))]
		for k := range some {
			copy(w.gathered[k*r.dim:][:r.dim], w.pair[(win.word+some[k].Word-win.first)*stride+r.first:])
		}
		p.Quantize(w.rows, w.gathered, len(some), r.dim, r.dim)
		p.Mul(w.form, r.form.Width(), w.rows, r.form)
		for k := range some {
			form := w.form[k*r.form.Width():]
			p.MulFloat(w.cells, cols, form, r.dim, w.other, cols, r.classes, r.dim, cols)
			extra := form[r.classes*r.dim:][:r.classes]
			for j := range count {
				if role, prob := n.class(w.cells[j:], cols, extra, nil); role > 0 {
					some[k].Parties = append(some[k].Parties, Party{win.first + j, n.labels.Party[role], prob})
				}
			}
		}
		acts = acts[len(some):]
	}
}

// roles finds the arguments of the predicates of a window, some predicates at a
// time.
func (n *Net) roles(w *workspace, win window, words []Word, out []Role) []Role {
	p, r, count, stride := n.path, &n.role, win.words(), n.pairIn.Width()
	cols, predicates := lanes(count), w.predicates[:0]
	for i := range words {
		if words[i].Predicate {
			predicates = append(predicates, i)
		}
	}
	if len(predicates) > 0 {
		turn(w.other, cols, 0, w.pair[win.word*stride+r.second:], stride, count, r.dim)
	}
	for len(predicates) > 0 {
		some := predicates[:min(formRows, len(predicates))]
		for k, i := range some {
			copy(w.gathered[k*r.dim:][:r.dim], w.pair[(win.word+i)*stride+r.first:])
		}
		p.Quantize(w.rows, w.gathered, len(some), r.dim, r.dim)
		p.Mul(w.form, r.form.Width(), w.rows, r.form)
		for k, i := range some {
			form := w.form[k*r.form.Width():]
			p.MulFloat(w.cells, cols, form, r.dim, w.other, cols, r.classes, r.dim, cols)
			extra := form[r.classes*r.dim:][:r.classes]
			extra[0] += n.RoleNone
			for j := range count {
				if role, prob := n.class(w.cells[j:], cols, extra, nil); role > 0 {
					out = n.addRole(out, Role{win.first + i, win.first + j, n.labels.Role[role], prob})
				}
			}
		}
		predicates = predicates[len(some):]
	}
	return out
}

// sameProb is how near two probabilities are taken for one, so that rounding does
// not decide between them.
const sameProb = 1e-4

// addRole adds the role of a word, unless the predicate has a more probable word
// of a role that it can have once; a less probable one leaves.
func (n *Net) addRole(roles []Role, add Role) []Role {
	if slices.Contains(n.OnceRoles, add.Role) {
		for i := len(roles) - 1; i >= 0 && roles[i].Predicate == add.Predicate; i-- {
			if roles[i].Role != add.Role {
				continue
			}
			if add.Prob <= roles[i].Prob+sameProb {
				return roles
			}
			roles = slices.Delete(roles, i, i+1)
			break
		}
	}
	return append(roles, add)
}
