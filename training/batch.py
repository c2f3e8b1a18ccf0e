"""From sentences to tensors: label lists, case variants, batches of like length."""
import random
import zlib
from collections import Counter

import torch

import corpus
import words


def base(rel):
    return rel.split(":")[0]


def build_labels(train):
    """The label lists, most frequent first, and with 'none' first where it is a class."""
    def top(values, least=1):
        c = Counter(values)
        return [v for v, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]
    rules = (words.lemma_rule(f, l) for s in train for f, l in zip(s.form, s.lemma))
    return {
        "upos": top(t for s in train for t in s.upos),
        "xpos": top(t for s in train for t in s.xpos),
        "feats": top((t for s in train for t in s.feats), 3),
        "lemma": top((r for r in rules if r), 2),
        "rel": top(t for s in train for t in s.rel),
        "kind": ["none"] + corpus.KINDS,
        "role": ["none"] + corpus.ROLES,
        "act": corpus.ACTS,
        "mode": corpus.ACT_MODES,
        "party": corpus.PARTIES,
    }


def recase(forms, upos, how):
    """Forms in another casing: 'upper', 'lower' or 'head' (content words capitalised)."""
    if how == "upper":
        return [f.upper() for f in forms]
    if how == "lower":
        return [f.lower() for f in forms]
    small = {"ADP", "DET", "CCONJ", "PART", "AUX"}
    return [f if u in small and i else f[:1].upper() + f[1:]
            for i, (f, u) in enumerate(zip(forms, upos))]


class Encoded:
    """One sentence in one casing, as numbers."""

    def __init__(self, s, forms, pieces, index):
        case = words.casing(forms)
        self.s, self.forms = s, forms
        self.ids, self.word_of = [words.CLS], []
        for i, f in enumerate(forms):
            for p in pieces.of(f):
                self.ids.append(p)
                self.word_of.append(i)
        self.ids.append(words.SEP)
        self.counts = [0] * len(forms)
        for i in self.word_of:
            self.counts[i] += 1
        self.hash = [words.hashes(f) for f in forms]
        self.shape = [words.shape_row(f, i == 0, s.glued[i], case) for i, f in enumerate(forms)]
        get = lambda k, vals: [index[k].get(v, -100) for v in vals]
        self.upos, self.xpos = get("upos", s.upos), get("xpos", s.xpos)
        self.feats, self.rel = get("feats", s.feats), get("rel", s.rel)
        self.lemma = get("lemma", [words.lemma_rule(f, l) if l else None for f, l in zip(forms, s.lemma)])


class Maker:
    def __init__(self, labels, vocab):
        self.labels, self.pieces = labels, words.Pieces(vocab)
        self.index = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}

    def encode(self, s, how=None):
        forms = recase(s.form, s.upos, how) if how else s.form
        return Encoded(s, forms, self.pieces, self.index)

    def variants(self, sents):
        """Every sentence in the casings that training may draw."""
        return [{h: self.encode(s, h) for h in (None, "upper", "lower", "head")} for s in sents]

    def collate(self, group):
        n, p = len(group), max(len(e.ids) for e in group)
        w = max(len(e.forms) for e in group)
        b = {"ids": torch.zeros(n, p, dtype=torch.long), "mask": torch.zeros(n, p, dtype=torch.bool),
             "hash": torch.zeros(n, w, 5, dtype=torch.long), "shape": torch.zeros(n, w, dtype=torch.long),
             "inv": torch.zeros(n, w), "word": torch.zeros(n, w, dtype=torch.bool), "group": group}
        gold = {k: torch.full((n, w), -100, dtype=torch.long)
                for k in ("upos", "xpos", "feats", "lemma", "rel", "head", "pred")}
        piece_at, word_at = [], []
        for r, e in enumerate(group):
            m = len(e.forms)
            b["ids"][r, :len(e.ids)] = torch.tensor(e.ids)
            b["mask"][r, :len(e.ids)] = True
            b["hash"][r, :m] = torch.tensor(e.hash)
            b["shape"][r, :m] = torch.tensor(e.shape)
            b["inv"][r, :m] = 1.0 / torch.tensor(e.counts)
            b["word"][r, :m] = True
            piece_at += [r * p + 1 + j for j in range(len(e.word_of))]
            word_at += [r * w + i for i in e.word_of]
            for k in ("upos", "xpos", "feats", "lemma", "rel"):
                gold[k][r, :m] = torch.tensor(getattr(e, k))
            gold["head"][r, :m] = torch.tensor(e.s.head)
            if e.s.preds is not None:
                gold["pred"][r, :m] = 0
                gold["pred"][r, e.s.preds] = 1
        b["piece_at"], b["word_at"] = torch.tensor(piece_at), torch.tensor(word_at)
        b["gold"] = gold
        self.structure(b, group, w)
        return b

    def structure(self, b, group, w):
        """Entity cells (rows of annotated sentences) and role rows (one a predicate)."""
        rows = [r for r, e in enumerate(group) if e.s.spans is not None]
        cells = torch.full((len(rows), w, w), -100, dtype=torch.long)
        for k, r in enumerate(rows):
            m = len(group[r].forms)
            cells[k, :m, :m] = torch.tril(torch.full((m, m), -100), -1)
            for first, last, kind in group[r].s.spans:
                cells[k, first, last] = self.index["kind"][kind]
        b["ent_rows"], b["ent_gold"] = torch.tensor(rows, dtype=torch.long), cells
        pr, pi, targets = [], [], []
        for r, e in enumerate(group):
            for p in e.s.preds or ():
                t = torch.full((w,), -100, dtype=torch.long)
                t[:len(e.forms)] = 0
                for q, a, role in e.s.roles:
                    if q == p:
                        t[a] = self.index["role"][role]
                pr.append(r); pi.append(p); targets.append(t)
        self.acts(b, group, w)
        b["role_row"] = torch.tensor(pr, dtype=torch.long)
        b["role_word"] = torch.tensor(pi, dtype=torch.long)
        b["role_gold"] = torch.stack(targets) if targets else torch.zeros(0, w, dtype=torch.long)


    def acts(self, b, group, w):
        """Act and mode cells of annotated sentences, and one party row an act."""
        rows = [r for r, e in enumerate(group) if e.s.acts is not None]
        act = torch.full((len(group), w), -100, dtype=torch.long)
        mode = torch.zeros(len(group), w, len(self.labels["mode"]))
        pr, pi, targets = [], [], []
        for r in rows:
            s = group[r].s
            act[r, :len(group[r].forms)] = 0
            for i, kind, modes in s.acts:
                act[r, i] = self.index["act"][kind]
                for m in modes:
                    mode[r, i, self.index["mode"][f"{kind}/{m}"]] = 1
                t = torch.full((w,), -100, dtype=torch.long)
                t[:len(group[r].forms)] = 0
                for a, word, role in s.parties:
                    if a == i:
                        t[word] = self.index["party"][role]
                pr.append(r); pi.append(i); targets.append(t)
        b["act"], b["mode"] = act, mode
        b["party_row"] = torch.tensor(pr, dtype=torch.long)
        b["party_word"] = torch.tensor(pi, dtype=torch.long)
        b["party_gold"] = torch.stack(targets) if targets else torch.zeros(0, w, dtype=torch.long)


def draw(variants, seed, epoch, index):
    """The casing of one sentence in one epoch, the same after a resumed run."""
    u = zlib.crc32(f"{seed}/{epoch}/{index}".encode()) % 100
    how = "upper" if u < 15 else "head" if u < 20 else "lower" if u < 25 else None
    return variants[how]


def plan(lengths, budget, rng=None):
    """Batches of indices of like length, at most budget pieces with padding."""
    key = [(n + (rng.random() * 4 if rng else 0), i) for i, n in enumerate(lengths)]
    out, cur, longest = [], [], 0
    for _, i in sorted(key):
        longest_now = max(longest, lengths[i])
        if cur and longest_now * (len(cur) + 1) > budget:
            out.append(cur)
            cur, longest_now = [], lengths[i]
        cur.append(i)
        longest = longest_now
    if cur:
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return out
