"""Scores on development sentences with gold words.

Trees as in the CoNLL-2018 scorer: every word counts, punctuation too, and the
relation is compared up to the first colon. Entities: a span counts if first
word, last word and kind are right. Roles: predicates given; an argument counts
if its head word and role are right (role), or if its first and last word and
role are right, the span being that of argument_span (role_span).
"""
import numpy as np
import torch

import batch
import corpus
import words


def cycle_of(head):
    """The words of one cycle, or None; head[i] for words 1.., 0 the root."""
    n, color = len(head), [0] * len(head)
    for i in range(1, n):
        path, j = [], i
        while j and not color[j]:
            color[j] = i
            path.append(j)
            j = head[j]
        if j and color[j] == i:
            return path[path.index(j):]
    return None


def mst(s):
    """Chu-Liu/Edmonds; s[d, h] over 0..n with row 0 unused. Returns heads, [0] unused."""
    n = len(s)
    s = s.copy()
    np.fill_diagonal(s, -1e9)
    head = s.argmax(1)
    head[0] = 0
    cyc = cycle_of(head)
    if cyc is None:
        return head
    rest = [i for i in range(n) if i not in set(cyc)]
    m = len(rest)
    sub = np.full((m + 1, m + 1), -1e9)
    sub[:m, :m] = s[np.ix_(rest, rest)]
    gain = s[np.ix_(cyc, rest)] - s[cyc, head[cyc]][:, None]
    enter = gain.argmax(0)
    sub[m, :m] = gain.max(0)
    leave = s[np.ix_(rest, cyc)].argmax(1)
    sub[:m, m] = s[np.ix_(rest, cyc)].max(1)
    got = mst(sub)
    out = head.copy()
    for k, i in enumerate(rest):
        if i:
            out[i] = cyc[leave[k]] if got[k] == m else rest[got[k]]
    a = got[m]
    out[cyc[enter[a]]] = rest[a]
    return out


# Taken off every root arc, so that the best tree has as few of them as may be: one.
ROOT_COST = 1e5


def tree(scores):
    """Heads of the best tree with one root word; scores[word, head] of n words, n+1 heads."""
    head = scores.argmax(1)
    full = np.concatenate([[0], head])
    if (head == 0).sum() == 1 and cycle_of(full) is None:
        return head
    top = scores.max(1, keepdims=True)
    logp = scores - top - np.log(np.exp(scores - top).sum(1, keepdims=True))
    logp[:, 0] -= ROOT_COST
    return mst(np.vstack([np.full(scores.shape[1], -1e9), logp]))[1:]


# What hangs on a predicate nominal or adjective but belongs to its clause.
OF_CLAUSE = {"nsubj", "csubj", "expl", "aux", "cop", "mark", "cc", "conj", "parataxis",
             "advcl", "discourse", "vocative", "list"}
# What an antecedent does not take along as argument of its own relative clause.
OUTSIDE = {"case", "cc", "mark"}
# Tags of punctuation that does not belong to an argument at its edges: no quotes, no brackets.
LOOSE = {",", ".", ":"}


def argument_span(head, rel, xpos, a, p):
    """First and last word of the argument with head word a of predicate p.

    The run of words around a in its subtree, punctuation off its edges. Where p
    lies below a, p's own part is cut out: if p is its copula or auxiliary the
    clause's other parts are cut too, else (a relative clause) prepositions are.
    head is 1-based as in Sentence, a and p count from 0."""
    n, below, kin = len(head), [[] for _ in head], [batch.base(r) for r in rel]
    for i, h in enumerate(head):
        if h:
            below[h - 1].append(i)
    cut, up = set(), p
    for _ in range(n):
        if up < 0 or up == a:
            break
        up = head[up] - 1
    if up == a and p != a:
        copula = head[p] - 1 == a and kin[p] in ("cop", "aux")
        drop = OF_CLAUSE if copula else OUTSIDE
        cut = {i for i in below[a] if kin[i] in drop or (copula and kin[i] == "advmod" and i < p)}
        cut.add(p)
    inside, todo = set(), [a]
    while todo:
        i = todo.pop()
        inside.add(i)
        todo += [c for c in below[i] if c not in cut and c not in inside]
    lo = hi = a
    while lo - 1 in inside:
        lo -= 1
    while hi + 1 in inside:
        hi += 1
    while lo < a and xpos[lo] in LOOSE:
        lo += 1
    while hi > a and xpos[hi] in LOOSE:
        hi -= 1
    return lo, hi


# Added to the score of no role: an argument too many costs more than one missed.
ROLE_NONE = 0.5


def arguments(scores, labels):
    """(word, role) of one predicate from scores[word, class]. Of a role that a
    predicate has once (ONCE_ROLES), the most probable word."""
    scores = scores.clone()
    scores[:, 0] += ROLE_NONE
    prob, best = torch.softmax(scores, -1).max(-1)
    first = {}
    for w in best.nonzero().flatten().tolist():
        r = labels[best[w]]
        if r in corpus.ONCE_ROLES and (r not in first or prob[w] > prob[first[r]] + 1e-4):
            first[r] = w
    return [(w, labels[best[w]]) for w in best.nonzero().flatten().tolist()
            if first.get(labels[best[w]], w) == w]


class F1:
    def __init__(self):
        self.hit = self.got = self.gold = 0

    def add(self, got, gold):
        got, gold = set(got), set(gold)
        self.hit += len(got & gold); self.got += len(got); self.gold += len(gold)

    def value(self):
        return 200.0 * self.hit / max(1, self.got + self.gold)


@torch.no_grad()
def predict(net, maker, sents, how=None, budget=6000):
    """Per sentence a dict: heads, rel, upos, xpos, lemma, spans, roles (predicates given)."""
    net.eval()
    enc = [maker.encode(s, how) for s in sents]
    out = [None] * len(enc)
    for part in batch.plan([len(e.ids) for e in enc], budget):
        b = maker.collate([enc[i] for i in part])
        xt, xs = net.vectors(b)
        tags = {k: v.argmax(-1).numpy() for k, v in net.tags(xt).items()}
        arcs, r = net.arcs(xs)
        arcs = arcs.masked_fill(~torch.cat([b["word"].new_ones(len(part), 1), b["word"]], 1)[:, None, :], -1e9)
        arcs = arcs.numpy()
        ra, rz = net.rel.one(net.rel.first, xs), net.rel.one(net.rel.second, r)
        ents = net.entities(xs).argmax(-1).numpy()
        oa, oz = net.role.project(xs)
        pa, pz = net.party.project(xs)
        acts = net.acts(xt)[0].argmax(-1).numpy()
        for k, i in enumerate(part):
            n = len(enc[i].forms)
            sc = arcs[k, :n, :n + 1].copy()
            sc[np.arange(n), np.arange(1, n + 1)] = -1e9
            heads = tree(sc.astype(np.float64))
            rel = net.rel.some(ra[k, :n], rz[k, torch.tensor(heads)]).argmax(-1).tolist()
            lab = maker.labels
            p = {"head": heads.tolist(), "rel": [lab["rel"][x] for x in rel]}
            for key in ("upos", "xpos", "feats"):
                p[key] = [lab[key][x] for x in tags[key][k, :n]]
            p["pred"] = np.flatnonzero(tags["pred"][k, :n]).tolist()
            p["lemma"] = [words.apply_rule(lab["lemma"][x], f)
                          for x, f in zip(tags["lemma"][k, :n], enc[i].forms)]
            a, z = np.nonzero(np.triu(ents[k, :n, :n]))
            p["spans"] = [(int(x), int(y), lab["kind"][ents[k, x, y]]) for x, y in zip(a, z)]
            p["roles"] = []
            p["acts"] = [(int(w), lab["act"][acts[k, w]]) for w in np.flatnonzero(acts[k, :n])]
            p["parties"] = []
            for word, _, _ in enc[i].s.acts or ():
                g = net.party.all(pa[k:k + 1, [word]], pz[k:k + 1, :n])[0, 0].argmax(-1)
                p["parties"] += [(word, w, lab["party"][g[w]]) for w in g.nonzero().flatten().tolist()]
            if enc[i].s.preds:
                g = net.role.all(oa[k:k + 1, enc[i].s.preds], oz[k:k + 1, :n])[0]
                for q, scores in zip(enc[i].s.preds, g):
                    p["roles"] += [(q, w, r) for w, r in arguments(scores, lab["role"])]
            out[i] = p
    return out


def score(sents, preds):
    n = sum(len(s.form) for s in sents)
    hits = dict.fromkeys(("upos", "xpos", "feats", "lemma", "uas", "las", "las_full"), 0)
    ent, role, span, pred, act, party = F1(), F1(), F1(), F1(), F1(), F1()
    for k, (s, p) in enumerate(zip(sents, preds)):
        if s.acts is not None:
            act.add([(k,) + x for x in p["acts"]], [(k,) + x[:2] for x in s.acts])
            party.add([(k,) + x for x in p["parties"]], [(k,) + x for x in s.parties])
            continue
        for key in ("upos", "xpos", "feats", "lemma"):
            hits[key] += sum(a == b for a, b in zip(getattr(s, key), p[key]))
        for gh, gr, ph, pr in zip(s.head, s.rel, p["head"], p["rel"]):
            if gh == ph:
                hits["uas"] += 1
                hits["las"] += batch.base(gr) == batch.base(pr)
                hits["las_full"] += gr == pr
        if s.spans is not None and s.genre not in corpus.CLOSED_GENRES:
            ent.add([(k,) + x for x in p["spans"]], [(k,) + x for x in s.spans])
        if s.preds is not None:
            core = set(corpus.CORE_ROLES)
            role.add([(k,) + x for x in p["roles"] if x[2] in core],
                     [(k,) + x for x in s.roles if x[2] in core])
            span.add([(k, q) + argument_span(p["head"], p["rel"], p["xpos"], a, q) + (r,) for q, a, r in p["roles"] if r in core],
                     [(k,) + x for x in s.args if x[3] in core])
            pred.add([(k, x) for x in p["pred"]], [(k, x) for x in s.preds])
    out = {k: 100.0 * v / n for k, v in hits.items()}
    for key, f in (("ent", ent), ("role", role), ("role_span", span), ("pred", pred), ("act", act), ("party", party)):
        if f.gold:
            out[key] = f.value()
    return {k: round(v, 2) for k, v in out.items()}
